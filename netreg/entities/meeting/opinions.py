"""The opinions register: who said what, for which unit, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row, TimeFrame
from netreg.core.fields import Number, Reference, Text, shorten
from netreg.core.kept_names import POSITION_KNOWN_ON, KeptName
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, PastDate
from netreg.entities import choice_words
from netreg.entities.meeting import HEADINGS
from netreg.entities.rough_dates import can_be_in_order, is_ahead
from netreg.language import Label, _
from netreg.thai.dates.formats import find_latest_day

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = {
    "opinion": Label("ความเห็น", "opinion"),
    "suggestion": Label("ข้อเสนอแนะ", "suggestion"),
    "objection": Label("ข้อคัดค้าน", "objection"),
    "question": Label("คำถาม", "question"),
}
STATES = {
    "open": Label("รอตอบ", "open"),
    "accepted": Label("รับไปดำเนินการ", "accepted"),
    "noted": Label("รับทราบ", "noted"),
    "rejected": Label("ไม่รับ", "rejected"),
    "done": Label("ดำเนินการแล้ว", "done"),
}


def _check_opinion(row: Row) -> Iterable[Problem]:
    """Find an opinion of nobody, and an answer that comes before it."""
    if not row["person"] and not row["name_as_recorded"] and not row["organisation"]:
        yield Problem("person", _("a member, a name as it was recorded, or a unit is required"))
    if not can_be_in_order(row["voiced_on"], row["answered_on"]):
        yield Problem("answered_on", _("the answer comes before the opinion"))


def _derive_opinion(row: Row, frame: TimeFrame) -> Row:
    """Derive the day of an opinion, how it stands as of a day, and for how long it has been waiting for an answer."""
    day = row["voiced_on"] or str(row.get("meeting_day") or "")[:10] or None
    is_open = row["state"] == "open" or is_ahead(row["answered_on"], frame.as_of)
    age = (frame.as_of - date.fromisoformat(find_latest_day(day))).days if day else None
    return {
        "day": day,
        "standing": "open" if is_open else row["state"],
        "age": age if is_open and age is not None and age >= 0 else None,
    }


OPINION = Entity(
    name="opinion",
    collection="opinions",
    command="opinion",
    label=Label("ความเห็น", "Opinion"),
    plural=Label("ความเห็นและข้อเสนอแนะ", "Opinions"),
    fields=(
        Reference("meeting", *HEADINGS, to="meeting"),
        Reference("agenda_item", "วาระ", "Agenda item", "ระเบียบวาระ", to="agenda_item"),
        Reference("person", "ผู้ให้ความเห็น", "Person", "ชื่อ-สกุล", "ผู้เสนอ", "สมาชิก", to="person"),
        Text("name_as_recorded", "ชื่อตามบันทึก", "Name as recorded", is_name=True),
        Text("position_as_recorded", "ตำแหน่งตามบันทึก", "Position as recorded", "ตำแหน่ง"),
        POSITION_KNOWN_ON,
        Reference("organisation", "หน่วยงาน", "For unit", "สังกัด", "ในนามหน่วยงาน", to="organisation"),
        Reference("group", "กลุ่ม", "Group", "เครือข่าย", to="member_group"),
        Choice("kind", "ประเภท", "Kind", options=KINDS, synonyms=choice_words.OPINION_KIND),
        Text("topic", "หัวข้อ", "Topic", "เรื่อง", "ประเด็น"),
        Text("text", "ความเห็น", "Text", "ข้อเสนอแนะ", "ความคิดเห็น", "ข้อคิดเห็น", "ข้อความ", required=True, lines=True),
        PastDate("voiced_on", "วันที่ให้ความเห็น", "Voiced on", "วันที่"),
        Choice("state", "สถานะ", "State", options=STATES, synonyms=choice_words.OPINION_STATE),
        Text(
            "answer",
            "คำตอบ",
            "Answer",
            "การตอบ",
            "ผลการพิจารณาความเห็น",
            "คำชี้แจง",
            "การชี้แจง",
            "การดำเนินการ",
            "ผลการดำเนินการ",
            "การตอบสนอง",
            lines=True,
        ),
        Reference("answered_by", "ผู้ตอบ", "Answered by", to="person"),
        PastDate("answered_on", "วันที่ตอบ", "Answered on"),
        Reference("answered_in", "ตอบในการประชุม", "Answered in", to="meeting"),
    ),
    columns=("id", "code", "day", "person", "organisation", "kind", "topic", "standing", "age"),
    display_name=lambda row: str(row["topic"] or shorten(row["text"])),
    names=lambda row: tuple(filter(None, (row["topic"], row["name_as_recorded"]))),
    kept_name=KeptName("person", "name_as_recorded", "position_as_recorded", unit="organisation"),
    keys=(
        Key("code"),
        Key("text", optional=("meeting", "person", "name_as_recorded", "organisation")),
    ),
    check=_check_opinion,
    status_fields=("standing", "day"),
    derived=(
        Date("day", "วันที่ของความเห็น", "Day"),
        Choice("standing", "สถานะ ณ วันที่", "Standing", options=STATES),
        Number("age", "รอคำตอบ (วัน)", "Waiting (days)"),
    ),
    derive=_derive_opinion,
    has_seal=True,
    defaults={"kind": "opinion", "state": "open"},
)
