"""Who came to a meeting, for which unit and in which role; who was invited; how many were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Count, Reference, Text, TextList
from netreg.core.kept_names import POSITION_KNOWN_ON, KeptName
from netreg.core.keys import Key
from netreg.entities import choice_words
from netreg.entities.meeting import HEADINGS
from netreg.entities.people.written_names import list_written_names
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterable

MODES = {
    "online": Label("ออนไลน์", "online"),
    "onsite": Label("ในสถานที่", "onsite"),
    "hybrid": Label("ผสม", "hybrid"),
}
ROLES = {
    "presiding": Label("ประธานในพิธี", "presiding"),
    "chair": Label("ประธาน", "chair"),
    "vice_chair": Label("รองประธาน", "vice-chair"),
    "secretary": Label("เลขานุการ", "secretary"),
    "assistant_secretary": Label("ผู้ช่วยเลขานุการ", "assistant secretary"),
    "presenter": Label("ผู้นำเสนอ", "presenter"),
    "reporter": Label("ผู้กล่าวรายงาน", "reporter"),
    "speaker": Label("ผู้กล่าวเปิด", "opening speaker"),
    "resource_person": Label("วิทยากร", "resource person"),
    "organiser": Label("ผู้จัด", "organiser"),
    "committee_member": Label("กรรมการ", "committee member"),
    "adviser": Label("ที่ปรึกษา", "adviser"),
    "member": Label("ผู้เข้าประชุม", "member"),
    "observer": Label("ผู้สังเกตการณ์", "observer"),
}
PRESENCE = {
    "present": Label("มา", "present"),
    "apology": Label("ลา", "apology"),
    "absent": Label("ขาด", "absent"),
    "partial": Label("มาบางช่วง", "partial"),
    "invited": Label("เชิญแล้ว", "invited"),
}
CAME = ("present", "partial")
"""The presence of whoever came."""
PLACES = {word: MODES[word] for word in ("online", "onsite")}
QUALIFIERS = {
    "exact": Label("พอดี", "exact"),
    "more_than": Label("มากกว่า", "more than"),
    "about": Label("ประมาณ", "about"),
}


def _check_attendance(row: Row) -> Iterable[Problem]:
    """Find an attendance of nobody."""
    if not row["person"] and not row["name_as_recorded"]:
        yield Problem("person", _("a member, or a name as it was recorded, is required"))


ATTENDANCE = Entity(
    name="attendance",
    collection="attendance",
    command="meeting attendance",
    label=Label("ผู้เข้าร่วม", "Attendance"),
    plural=Label("ผู้เข้าร่วม", "Attendance"),
    fields=(
        Reference("meeting", *HEADINGS, to="meeting", parent=True, required=True),
        Reference("person", "ผู้เข้าร่วม", "Person", "ชื่อ-สกุล", "สมาชิก", "member", to="person"),
        Text("name_as_recorded", "ชื่อตามบันทึก", "Name as recorded", is_name=True),
        Text("position_as_recorded", "ตำแหน่งตามบันทึก", "Position as recorded", "ตำแหน่ง"),
        POSITION_KNOWN_ON,
        Reference("organisation", "ผู้แทนของหน่วยงาน", "For unit", "หน่วยงาน", "สังกัด", to="organisation"),
        Choice(
            "role",
            "บทบาท",
            "Role",
            "หน้าที่",
            options=ROLES,
            synonyms=choice_words.ATTENDANCE_ROLE,
            notes_others=True,
        ),
        Choice("presence", "การเข้าร่วม", "Presence", "สถานะ", options=PRESENCE, synonyms=choice_words.PRESENCE),
        Choice("mode", "ช่องทาง", "Online or onsite", "รูปแบบ", options=PLACES, synonyms=choice_words.PLACE_OF_ONE),
        Text("reason", "เหตุที่ไม่มา", "Reason", "เหตุผล", "สาเหตุ"),
        Text("substitute_for", "แทนผู้ใด", "Substitute for", "มาแทน"),
        Count("minutes", "นาทีที่อยู่", "Minutes present", "ระยะเวลา (นาที)"),
    ),
    columns=("id", "meeting", "person", "role", "presence", "position_as_recorded"),
    display_name=lambda row: row["person"].name if row["person"] else row["name_as_recorded"] or "?",
    names=list_written_names,
    naming_references=("person",),
    kept_name=KeptName("person", "name_as_recorded", "position_as_recorded", unit="organisation"),
    keys=(
        Key("meeting", "person", optional=("role",)),
        Key("meeting", "name_as_recorded", optional=("person", "role")),
    ),
    check=_check_attendance,
    defaults={"role": "member", "presence": "present"},
    has_seal=True,
)

HEAD_COUNT = Entity(
    name="head_count",
    collection="head_counts",
    command="meeting headcount",
    label=Label("จำนวนผู้เข้าร่วม", "Head-count"),
    plural=Label("จำนวนผู้เข้าร่วม", "Head-counts"),
    fields=(
        Reference("meeting", *HEADINGS, to="meeting", parent=True, required=True),
        Text("category", "กลุ่ม", "Category", "ประเภทผู้เข้าร่วม", required=True),
        Count("count", "จำนวน", "Count", "จำนวนคน", required=True),
        Choice("qualifier", "ความแน่นอน", "Exact or more than", options=QUALIFIERS, synonyms=choice_words.QUALIFIER),
        Choice("mode", "ช่องทาง", "Online or onsite", "รูปแบบ", options=PLACES, synonyms=choice_words.PLACE_OF_ONE),
        TextList("made_up_of", "ประกอบด้วย", "Made up of"),
    ),
    columns=("id", "meeting", "category", "count", "qualifier", "mode"),
    display_name=lambda row: str(row["category"]),
    names=lambda row: (row["category"],),
    keys=(Key("meeting", "category"),),
    defaults={"qualifier": "exact"},
    has_seal=True,
)

INVITATION = Entity(
    name="invitation",
    collection="invitations",
    command="meeting invitation",
    label=Label("หน่วยงานที่เชิญ", "Invited unit"),
    plural=Label("หน่วยงานที่เชิญ", "Invited units"),
    fields=(
        Reference("meeting", *HEADINGS, to="meeting", parent=True, required=True),
        Reference("organisation", "หน่วยงานที่เชิญ", "Unit", "หน่วยงาน", "หน่วย", to="organisation", required=True),
    ),
    columns=("id", "meeting", "organisation"),
    display_name=lambda row: row["organisation"].name,
    naming_references=("organisation",),
    keys=(Key("meeting", "organisation"),),
    has_seal=True,
)
