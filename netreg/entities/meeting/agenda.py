"""The agenda of a meeting: items in the usual order, what was said of each, and what was resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Number, Reference, Text
from netreg.core.keys import Key
from netreg.entities import choice_words
from netreg.entities.meeting import HEADINGS
from netreg.language import Label, _
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = {
    "announcements": Label("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "announcements by the chair"),
    "minutes": Label("เรื่องรับรองรายงานการประชุม", "minutes to accept"),
    "matters_arising": Label("เรื่องสืบเนื่อง", "matters arising"),
    "information": Label("เรื่องเพื่อทราบ", "for information"),
    "consideration": Label("เรื่องเพื่อพิจารณา", "for consideration"),
    "other": Label("เรื่องอื่น ๆ", "other matters"),
}


def _check_item(row: Row) -> Iterable[Problem]:
    """Find an item that is under itself."""
    if row["under"] is not None and row["under"] == row.get("id"):
        yield Problem("under", _("an item cannot be under itself"))


AGENDA_ITEM = Entity(
    name="agenda_item",
    collection="agenda",
    command="meeting agenda",
    label=Label("ระเบียบวาระ", "Agenda item"),
    plural=Label("ระเบียบวาระ", "Agenda"),
    fields=(
        Reference("meeting", *HEADINGS, to="meeting", parent=True, required=True),
        Reference("under", "ใต้วาระ", "Under item", "วาระหลัก", to="agenda_item"),
        Number("seq", "วาระที่", "Order", "ลำดับที่", "ที่", "no"),
        Text("title", "วาระ", "Title", "เรื่อง", "หัวข้อ", required=True, is_name=True),
        Choice("kind", "ประเภทวาระ", "Kind", options=KINDS, synonyms=choice_words.AGENDA_KIND),
        Text("detail", "รายละเอียด", "Detail", lines=True),
        Text("resolution", "มติ", "Resolution", "มติที่ประชุม", lines=True),
        Reference("reported_by", "ผู้รายงาน", "Reported by", "ผู้นำเสนอ", "ผู้เสนอ", to="person"),
    ),
    columns=("id", "meeting", "place", "title", "resolution"),
    line_fields=("place", "title", "detail", "resolution", "reported_by"),
    display_name=lambda row: str(row["title"]),
    names=lambda row: (row["title"],),
    keys=(Key("meeting", "title"),),
    check=_check_item,
    derived=(Text("place", "ลำดับวาระ", "Item"),),
    derive=lambda row, _frame: {"place": row.get("item_place")},
    has_seal=True,
)


def find_kind(title: str) -> str | None:
    """Return the kind of an item that has one of the usual titles, with ``เรื่อง`` before it or not."""
    written = clean(title).replace(" ", "").removeprefix("เรื่อง")
    return next((kind for kind, usual in _USUAL.items() if re.fullmatch(usual, written)), None)


_USUAL = {
    "announcements": r"(?:ที่)?ประธาน(?:ในที่ประชุม)?แจ้ง(?:ให้)?(?:ที่ประชุม)?(?:เพื่อ)?(?:ทราบ)?",
    "minutes": r"รับรองรายงาน(?:การ)?ประชุม.*",
    "matters_arising": r"(?:ที่)?สืบเนื่อง.*",
    "information": r"(?:ที่)?(?:เสนอ|แจ้ง)?(?:ที่ประชุม)?เพื่อ(?:โปรด)?ทราบ",
    "consideration": r"(?:ที่)?(?:เสนอ)?(?:ที่ประชุม)?เพื่อ(?:โปรด)?พิจารณา",
    "other": r"อื่นๆ.*",
}
USUAL_ITEMS = tuple(label.th for label in KINDS.values())
"""The titles of an agenda in the usual order."""
