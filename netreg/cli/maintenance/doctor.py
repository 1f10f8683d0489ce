"""``netreg doctor``: what is wrong with the file, and the cure."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.core.choice_fields import YesNo
from netreg.core.fields import Field
from netreg.language import _
from netreg.render.results import Listing, Message
from netreg.store.doctor import examination

FIELDS = (
    Field("id", "รหัส", "Finding"),
    Field("severity", "ระดับ", "Severity"),
    Field("what", "สิ่งที่พบ", "What"),
    Field("cure", "วิธีแก้", "Cure"),
    YesNo("fixed", "แก้แล้ว", "Fixed"),
)


@options.add_view_options
def doctor(
    session: Session,
    full: Annotated[bool, typer.Option("--full", help="Also compare every record with its history.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Repair what can be repaired without loss.")] = False,
) -> Listing | Message:
    """Check the register and its folder; exit with 1 if something is wrong."""
    found = examination.examine_register(session.db, full=full)
    mended = set(examination.repair_register(session.db, found)) if fix else set()
    if not found:
        return Message((_("{path}: no problems found").format(path=session.db),), session.view, [])
    rows = [finding._asdict() | {"fixed": finding in mended} for finding in found]
    wrong = any(finding.severity == "error" and finding not in mended for finding in found)
    return Listing(FIELDS, rows, session.view, exit_code=int(wrong))
