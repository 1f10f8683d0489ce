"""Series of meetings: how they are numbered, when they take place, and what is on their agenda."""

from __future__ import annotations

from netreg.core.address_fields import Url
from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, RelatedRecords
from netreg.core.fields import Reference, Text, TextList
from netreg.core.keys import Key
from netreg.entities import choice_words
from netreg.entities.meeting.attendance import MODES
from netreg.language import Label

NUMBERINGS = {
    "calendar": Label("ตามปีปฏิทิน", "by calendar year"),
    "fiscal": Label("ตามปีงบประมาณ", "by fiscal year"),
    "continuous": Label("ต่อเนื่อง", "continuous"),
}

MEETING_SERIES = Entity(
    name="meeting_series",
    collection="meeting_series",
    command="meeting series",
    label=Label("ชุดการประชุม", "Meeting series"),
    plural=Label("ชุดการประชุม", "Meeting series"),
    fields=(
        Text("title", "ชื่อชุดการประชุม", "Title", "ชุดการประชุม", "ชื่อ", "name", required=True, is_name=True),
        Choice("numbering", "การนับครั้ง", "Numbering", options=NUMBERINGS, synonyms=choice_words.NUMBERING),
        Reference("group", "กลุ่ม", "Group", "คณะกรรมการ", to="member_group"),
        Reference("organiser", "ผู้จัด", "Organiser", "หน่วยงานผู้จัด", "หน่วยงาน", to="organisation"),
        Choice("mode", "รูปแบบ", "Mode", "รูปแบบการประชุม", options=MODES, synonyms=choice_words.MEETING_MODE),
        Text("platform", "ระบบประชุม", "Platform", "ระบบ"),
        Url("link", "ลิงก์", "Link", "ลิงค์"),
        Text("venue", "สถานที่", "Venue", "ห้องประชุม", "place"),
        Text("recurrence", "กำหนดประชุม", "Recurrence"),
        TextList("agenda_template", "แบบระเบียบวาระ", "Agenda template"),
    ),
    columns=("id", "code", "title", "group", "numbering"),
    display_name=lambda row: str(row["title"]),
    names=lambda row: (row["title"],),
    from_name=lambda written: {"title": written},
    keys=(Key("code"), Key("name", optional=("group", "organiser"))),
    related_records=(RelatedRecords("meeting", "series", "meetings", Label("การประชุม", "Meetings")),),
    defaults={"numbering": "calendar"},
)
