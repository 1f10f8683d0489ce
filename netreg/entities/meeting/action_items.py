"""Action items: what a meeting resolved that somebody does, by when, and what became of it (iCalendar: VTODO)."""

from __future__ import annotations

from netreg.core.choice_fields import Choice
from netreg.core.entity import DueClock, Entity, Row
from netreg.core.fields import Reference, Text, shorten
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, PastDate, TermField
from netreg.entities.meeting import HEADINGS
from netreg.language import Label

STATES = {
    "open": Label("ยังไม่เริ่ม", "open"),
    "in_progress": Label("กำลังดำเนินการ", "in progress"),
    "done": Label("แล้วเสร็จ", "done"),
    "dropped": Label("ไม่ดำเนินการ", "dropped"),
}
OPEN = ("open", "in_progress")
"""The states of what is still to be done."""


def _is_open(row: Row) -> bool:
    return row["state"] in OPEN


ACTION_ITEM = Entity(
    name="action_item",
    collection="action_items",
    command="meeting action",
    label=Label("เรื่องที่ต้องดำเนินการ", "Action item"),
    plural=Label("เรื่องที่ต้องดำเนินการ", "Action items"),
    fields=(
        Reference("meeting", *HEADINGS, to="meeting", parent=True, required=True),
        Reference("agenda_item", "วาระ", "Agenda item", "ระเบียบวาระ", to="agenda_item"),
        Text("text", "เรื่องที่ต้องทำ", "What", "เรื่อง", "สิ่งที่ต้องดำเนินการ", "งาน", required=True, is_name=True),
        Reference("owner", "ผู้รับผิดชอบ", "Owner", to="person"),
        Reference("unit", "หน่วยงานรับผิดชอบ", "Unit", "หน่วยงาน", to="organisation"),
        TermField("term", "ภายในเวลา", "Within", "ระยะเวลา"),
        Date("due", "กำหนดเสร็จ", "Due", "ภายในวันที่", "กำหนดส่ง"),
        Choice("state", "สถานะ", "State", options=STATES),
        PastDate("done_on", "วันที่แล้วเสร็จ", "Done on"),
        Text("evidence", "หลักฐาน", "Evidence", "ผลการดำเนินการ", lines=True),
    ),
    columns=("id", "meeting", "text", "owner", "due", "state"),
    display_name=lambda row: shorten(row["text"]),
    names=lambda row: (row["text"],),
    keys=(Key("meeting", "text"),),
    status_fields=("state", "due"),
    responsible_fields=("owner",),
    is_closed=lambda row, _day: not _is_open(row),
    clocks=(
        DueClock(
            "due",
            Label("กำหนดดำเนินการ", "Due"),
            "due",
            ("owner", "unit", "meeting.organiser"),
            "meeting action edit {record} state=done",
            matters_before=_is_open,
            matters_after=_is_open,
            offsets="P7D P1D P0D",
        ),
    ),
    defaults={"state": "open"},
)
