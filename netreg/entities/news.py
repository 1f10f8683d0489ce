"""News: what was published about the network, by whom it was written and photographed, and how often read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.address_fields import Url
from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Count, Number, Reference, Text, TextList
from netreg.core.kept_names import KeptName
from netreg.core.keys import Key
from netreg.core.thai_fields import Date
from netreg.entities import choice_words
from netreg.entities.documents import relate_documents
from netreg.entities.rough_dates import can_be_in_order
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterable

ROLES = {
    "writer": Label("ข่าว", "writer"),
    "photographer": Label("ภาพ", "photographer"),
    "editor": Label("บรรณาธิการ", "editor"),
    "poster": Label("ผู้ลงข่าว", "posted by"),
}
KINDS = {
    "news": Label("ข่าว", "news"),
    "page": Label("หน้าเว็บ", "page"),
    "announcement": Label("ประกาศ", "announcement"),
    "broadcast": Label("รายการวิทยุหรือโทรทัศน์", "broadcast"),
    "post": Label("โพสต์", "post"),
}


def _check_news(row: Row) -> Iterable[Problem]:
    """Find a day of counting without a count, or before the news was published."""
    if row["reads_on"] and row["reads"] is None:
        yield Problem("reads", _("the number of reads on that day is required"))
    if not can_be_in_order(row["published_on"], row["reads_on"]):
        yield Problem("reads_on", _("the reads were counted before it was published"))


def _check_credit(row: Row) -> Iterable[Problem]:
    """Find a credit to nobody."""
    if not row["person"] and not row["name_as_credited"]:
        yield Problem("person", _("a member, or a name as it was credited, is required"))


NEWS_ITEM = Entity(
    name="news_item",
    collection="news",
    command="news",
    label=Label("ข่าว", "News item"),
    plural=Label("ข่าว", "News"),
    fields=(
        Text("headline", "พาดหัวข่าว", "Headline", "หัวข้อข่าว", "ชื่อข่าว", "เรื่อง", "title", required=True, is_name=True),
        Choice("kind", "ประเภท", "Kind", options=KINDS, synonyms=choice_words.NEWS_KIND),
        Date("published_on", "วันที่เผยแพร่", "Published", "วันที่", "เผยแพร่เมื่อ", "date", time=True),
        Reference("about", "เกี่ยวกับหน่วยงาน", "About", "หน่วยงาน", to="organisation"),
        Text("channel", "ช่องทาง", "Channel", "สื่อ", "แหล่งข่าว"),
        Url("url", "ลิงก์", "Link", "ลิงค์", "link", "เว็บไซต์"),
        Count("reads", "จำนวนครั้งที่อ่าน", "Reads", "อ่าน (ครั้ง)", "views"),
        Date("reads_on", "นับเมื่อ", "Reads counted on"),
        Text("stated_as_of", "ข้อมูล ณ เวลา", "Figures as of", "ปีการศึกษา"),
        Reference("agreement", "ข้อตกลง", "Agreement", "รหัสข้อตกลง", to="agreement"),
        Reference("meeting", "การประชุม", "Meeting", to="meeting"),
        Reference("activity", "กิจกรรม", "Activity", to="activity"),
        Reference("course", "หลักสูตร", "Course", "การอบรม", to="course"),
        Reference("cohort", "รุ่นการอบรม", "Cohort", to="cohort"),
        Reference("group", "กลุ่ม", "Group", "เครือข่าย", to="member_group"),
        TextList("keywords", "คำสำคัญ", "Keywords"),
    ),
    status_fields=("published_on",),
    columns=("id", "code", "headline", "published_on", "about", "reads", "agreement"),
    display_name=lambda row: str(row["headline"]),
    names=lambda row: (row["headline"],),
    keys=(Key("code"), Key("url"), Key("name", optional=("published_on", "about"))),
    check=_check_news,
    related_records=(relate_documents("news_item"),),
    defaults={"kind": "news"},
)

CREDIT = Entity(
    name="credit",
    collection="credits",
    command="news credit",
    label=Label("ผู้จัดทำข่าว", "Credit"),
    plural=Label("ผู้จัดทำข่าว", "Credits"),
    fields=(
        Reference("news_item", "ข่าว", "News item", "พาดหัวข่าว", "รหัสข่าว", to="news_item", parent=True, required=True),
        Number("seq", "ลำดับที่", "Order", "ที่", "no"),
        Reference("person", "บุคคล", "Person", "ชื่อ-สกุล", "สมาชิก", "member", to="person"),
        Text("name_as_credited", "ชื่อตามข่าว", "Name as credited", is_name=True),
        Choice("role", "หน้าที่", "Role", "บทบาท", options=ROLES, synonyms=choice_words.CREDIT_ROLE),
        Text("position", "ตำแหน่งตามข่าว", "Position as credited", "ตำแหน่ง", is_name=True),
    ),
    columns=("id", "news_item", "seq", "person", "name_as_credited", "role"),
    display_name=lambda row: row["person"].name if row["person"] else row["name_as_credited"] or "?",
    names=lambda row: filter(None, (row["name_as_credited"],)),
    naming_references=("person",),
    kept_name=KeptName("person", "name_as_credited"),
    keys=(
        Key("news_item", "person", optional=("role",)),
        Key("news_item", "name_as_credited", optional=("person", "role")),
    ),
    check=_check_credit,
    defaults={"role": "writer"},
)
