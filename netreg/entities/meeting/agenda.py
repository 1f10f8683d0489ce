"""The agenda of a meeting: items in the usual order, what was said of each, and what was resolved."""

from __future__ import annotations

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity
from netreg.core.fields import Number, Reference, Text
from netreg.core.keys import Key
from netreg.entities.meeting import HEADINGS
from netreg.language import Label

KINDS = {
    "announcements": Label("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "announcements by the chair"),
    "minutes": Label("เรื่องรับรองรายงานการประชุม", "minutes to accept"),
    "matters_arising": Label("เรื่องสืบเนื่อง", "matters arising"),
    "information": Label("เรื่องเพื่อทราบ", "for information"),
    "consideration": Label("เรื่องเพื่อพิจารณา", "for consideration"),
    "other": Label("เรื่องอื่น ๆ", "other matters"),
}

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
        Choice("kind", "ประเภทวาระ", "Kind", options=KINDS),
        Text("detail", "รายละเอียด", "Detail", lines=True),
        Text("resolution", "มติ", "Resolution", "มติที่ประชุม", lines=True),
        Reference("reported_by", "ผู้รายงาน", "Reported by", "ผู้นำเสนอ", "ผู้เสนอ", to="person"),
    ),
    columns=("id", "meeting", "seq", "title"),
    display_name=lambda row: str(row["title"]),
    names=lambda row: (row["title"],),
    keys=(Key("meeting", "title"),),
)
