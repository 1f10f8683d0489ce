"""``netreg imports``: which files were imported, when, and what became of their rows."""

from __future__ import annotations

from netreg.cli.framework import listing, options
from netreg.cli.framework.session import Session
from netreg.core.fields import Count, Field, Number
from netreg.core.thai_fields import Moment
from netreg.render.results import Listing
from netreg.store.importing import import_log as kept

FIELDS = (
    Number("id", "เลข", "No."),
    Moment("at", "เมื่อ", "When"),
    Field("kind", "ประเภท", "Kind"),
    Field("file", "แฟ้ม", "File"),
    Field("source", "ที่มา", "Source"),
    Count("rows", "แถว", "Rows"),
    Count("new", "ใหม่", "New"),
    Count("changed", "เปลี่ยน", "Changed"),
    Count("unchanged", "เหมือนเดิม", "Unchanged"),
    Count("rejected", "ไม่รับ", "Rejected"),
    Count("left_out", "ไม่ใช่รายการ", "Left out"),
    Number("command_id", "คำสั่ง", "Command"),
)
MORE = (
    Field("sha256", "ลายนิ้วมือ", "SHA-256"),
    Field("form", "รูปแบบ", "Form"),
    Field("encoding", "รหัสอักขระ", "Encoding"),
    Field("mapping", "การจับคู่", "Mapping"),
)


@options.add_unsorted_list_options
def imports(session: Session, choice: options.ListOptions) -> Listing:
    """List the imported files, the newest first, with their commands in the history."""
    with session.reading() as db:
        rows = kept.list_imports(db)
    rows = rows[: choice.limit]
    fields = listing.select_columns((*FIELDS, *MORE), choice) if choice.columns else FIELDS
    return Listing(fields, rows, session.view, (*FIELDS, *MORE))
