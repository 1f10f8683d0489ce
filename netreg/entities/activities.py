"""Activities: what the network did, for which purpose, with whom, and what money was raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, RelatedRecords, Row
from netreg.core.fields import Count, Money, Reference, Text, TextList
from netreg.core.flags import Check, Flag, FlagList, collect_checks
from netreg.core.kept_names import KeptName
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, ProvinceField
from netreg.entities import choice_words
from netreg.entities.due.planned_events import (
    PASSED,
    STATES,
    find_passed_flags,
    list_outcomes,
    make_event_clocks,
    make_passed_check,
)
from netreg.entities.people.written_names import list_written_names
from netreg.entities.quantity_field import Quantity
from netreg.entities.rough_dates import can_be_in_order
from netreg.entities.span_columns import choose_span
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The first nine are what an alumni office works for; the others what networks did besides.
KINDS = {
    "academic": Label("วิชาการ", "academic"),
    "research": Label("วิจัย", "research"),
    "student_development": Label("พัฒนานักศึกษา", "student development"),
    "fund_raising": Label("ระดมทุน", "fund-raising"),
    "internship": Label("ฝึกงาน", "internships"),
    "jobs": Label("แหล่งงาน", "jobs"),
    "guidance": Label("แนะแนว", "guidance"),
    "publicity": Label("ประชาสัมพันธ์", "publicity"),
    "honours": Label("เชิดชูเกียรติ", "honours"),
    "exchange": Label("แลกเปลี่ยนเรียนรู้", "exchange"),
    "survey": Label("สำรวจความต้องการ", "survey"),
    "ceremony": Label("พิธี", "ceremony"),
    "social": Label("พบปะสังสรรค์", "social"),
    "other": Label("อื่น ๆ", "other"),
}
ROLES = {
    "organiser": Label("ผู้จัด", "organiser"),
    "host": Label("เจ้าภาพ", "host"),
    "partner": Label("ผู้ร่วมจัด", "partner"),
    "participant": Label("ผู้เข้าร่วม", "participant"),
    "speaker": Label("วิทยากร", "speaker"),
    "donor": Label("ผู้บริจาค", "donor"),
    "honouree": Label("ผู้ได้รับการเชิดชู", "honouree"),
}


def _check_activity(row: Row) -> Iterable[Problem]:
    """Find an end before the start."""
    if not can_be_in_order(row["starts_on"], row["ends_on"]):
        yield Problem("ends_on", _("the activity ends before it starts"))
    if row["achieved"] is not None and row["target"] is None:
        yield Problem("target", _("an amount achieved needs the target that it counts for"))


FLAGS = collect_checks(
    make_passed_check(list_outcomes("activity edit")),
    Check(
        "amount-differs",
        "medium",
        Label("ยอดเงินไม่ตรง", "Sums differ"),
        Label(
            "ระบุยอดเงิน {stated} บาท แต่ผู้บริจาครวมกัน {listed} บาท", "{stated} baht are stated, the donors gave {listed}"
        ),
        Label("ยอดหรือรายชื่อผู้บริจาคไม่ครบ", "the sum is wrong, or a donor is missing"),
        ("activity edit {record} amount={listed}",),
    ),
)


def _find_flags(row: Row) -> Iterator[Flag]:
    """Compare the sum as stated with what the donors listed gave."""
    stated, listed = row["amount"], row.get("donated")
    if stated is not None and listed is not None and stated != listed:
        yield FLAGS["amount-differs"].make_flag(stated=_AMOUNT.to_json(stated), listed=_AMOUNT.to_json(listed))


_AMOUNT = Money("amount", "ยอดเงิน (บาท)", "Amount (baht)", "จำนวนเงิน", "ยอดเงิน", "เงินบริจาค", "amount")


def _check_involvement(row: Row) -> Iterable[Problem]:
    """Find an involvement of nobody, or money given by somebody who is not a donor."""
    if not row["person"] and not row["organisation"] and not row["name_as_recorded"]:
        yield Problem("person", _("a member, an organisation, or a name as it was recorded, is required"))
    if row["amount"] is not None and row["role"] not in ("donor", None):
        yield Problem("role", _("only a donor gives money: set the role to donor"))


_DAYS = ("starts_on", "ends_on")
_STARTS = Date("starts_on", "วันที่จัด", "Starts", "วันที่", "เริ่ม", "date", time=True)
ACTIVITY = Entity(
    name="activity",
    collection="activities",
    command="activity",
    label=Label("กิจกรรม", "Activity"),
    plural=Label("กิจกรรม", "Activities"),
    fields=(
        Text("title", "ชื่อกิจกรรม", "Title", "กิจกรรม", "เรื่อง", "ชื่อ", "name", required=True, is_name=True),
        Choice(
            "kind",
            "ประเภท",
            "Kind",
            "ประเภทกิจกรรม",
            "ด้าน",
            "type",
            options=KINDS,
            synonyms=choice_words.ACTIVITY_KIND,
            notes_others=True,
        ),
        _STARTS,
        Date("ends_on", "ถึงวันที่", "Ends", "สิ้นสุด", time=True),
        Choice("state", "สถานะ", "State", options=STATES, synonyms=choice_words.EVENT_STATE),
        Reference("organiser", "ผู้จัด", "Organiser", "หน่วยงานผู้จัด", "หน่วยงาน", to="organisation"),
        Reference("agreement", "ข้อตกลง", "Agreement", "รหัสข้อตกลง", to="agreement"),
        Reference("purpose", "วัตถุประสงค์ของข้อตกลง", "Purpose of the agreement", to="purpose"),
        Reference("target", "เป้าหมายของข้อตกลง", "Target of the agreement", "เป้าหมาย", "ตัวชี้วัด", to="target"),
        Quantity("achieved", "ผลที่ได้ (จำนวน)", "Achieved", "ผลการดำเนินงาน", "ผลที่นับได้"),
        Reference("group", "กลุ่ม", "Group", "เครือข่าย", to="member_group"),
        Reference("meeting", "การประชุม", "Meeting", to="meeting"),
        Text("venue", "สถานที่", "Venue", "สถานที่จัด"),
        ProvinceField("province", "จังหวัด", "Province"),
        Count("people", "จำนวนผู้เข้าร่วม", "People", "จำนวนคน"),
        Text("fund", "กองทุน", "Fund", "ชื่อกองทุน"),
        _AMOUNT,
        Text("outcome", "ผลที่ได้", "Outcome", "ผลลัพธ์", lines=True),
        TextList("objectives", "วัตถุประสงค์", "Objectives"),
    ),
    choose_compound=choose_span((_STARTS, "ends_on")),
    status_fields=("state", "starts_on"),
    columns=("id", "code", "title", "kind", "starts_on", "organiser", "agreement", "amount", "flags"),
    display_name=lambda row: str(row["title"]),
    names=lambda row: (row["title"],),
    keys=(Key("code"), Key("name", optional=("starts_on", "organiser"))),
    check=_check_activity,
    derived=(FlagList("flags", "ข้อสังเกต", "Flags", checks=FLAGS),),
    derive=lambda row, frame: {"flags": [*_find_flags(row), *find_passed_flags(row, _DAYS, frame, FLAGS[PASSED])]},
    related_records=(RelatedRecords("news_item", "activity", "news", Label("ข่าว", "News")),),
    clocks=make_event_clocks(
        "starts",
        Label("วันจัดกิจกรรม", "Takes place"),
        _DAYS,
        ("agreement.responsible", "group.responsible", "organiser"),
        list_outcomes("activity edit"),
    ),
    defaults={"state": "held"},
    event_day="starts_on",
)

INVOLVEMENT = Entity(
    name="involvement",
    collection="involvements",
    command="activity involvement",
    label=Label("ผู้เกี่ยวข้อง", "Involvement"),
    plural=Label("ผู้เกี่ยวข้อง", "Involvements"),
    fields=(
        Reference("activity", "กิจกรรม", "Activity", "รหัสกิจกรรม", to="activity", parent=True, required=True),
        Reference("person", "บุคคล", "Person", "ชื่อ-สกุล", "สมาชิก", "member", to="person"),
        Reference("organisation", "หน่วยงาน", "Organisation", "องค์กร", "คณะ", to="organisation"),
        Text("name_as_recorded", "ชื่อตามบันทึก", "Name as recorded", is_name=True),
        Choice("role", "บทบาท", "Role", "หน้าที่", options=ROLES, synonyms=choice_words.INVOLVEMENT_ROLE),
        Money("amount", "ยอดเงิน (บาท)", "Amount (baht)", "จำนวนเงิน", "เงินบริจาค"),
        Text("detail", "รายละเอียด", "Detail", "รางวัล", "honour"),
    ),
    columns=("id", "activity", "person", "organisation", "role", "amount", "detail"),
    display_name=lambda row: (
        " ".join(ref.name for ref in (row["person"], row["organisation"]) if ref) or str(row["name_as_recorded"])
    ),
    names=list_written_names,
    naming_references=("person", "organisation"),
    kept_name=KeptName("person", "name_as_recorded"),
    keys=(
        Key("activity", "person", optional=("organisation", "role")),
        Key("activity", "name_as_recorded", optional=("person", "organisation", "role")),
        Key("activity", "organisation", optional=("person", "name_as_recorded", "role")),
    ),
    check=_check_involvement,
    defaults={"role": "participant"},
)
