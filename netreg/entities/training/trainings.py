"""Training: a course and its cohorts, their sessions and who took part (schema.org Course, CourseInstance)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.compound_columns import CompoundColumn
from netreg.core.entity import Entity, Problem, RelatedRecords, Row
from netreg.core.fields import Count, Number, Reference, Text, TextList, Value
from netreg.core.flags import FlagList
from netreg.core.kept_names import POSITION_KNOWN_ON, KeptName
from netreg.core.keys import Key
from netreg.core.plural_fields import NumberList
from netreg.core.thai_fields import BuddhistYear, Date, ProvinceField, Region
from netreg.entities import choice_words
from netreg.entities.due.planned_events import STATES, list_outcomes, make_event_clocks
from netreg.entities.people.written_names import list_written_names
from netreg.entities.rough_dates import can_be_in_order
from netreg.entities.span_columns import choose_span
from netreg.entities.training.cohort_standings import (
    COHORT_FLAGS,
    COURSE_FLAGS,
    MAX_COHORTS,
    derive_cohort,
    derive_course,
    is_course_closed,
)
from netreg.language import Label, _
from netreg.thai.counts import parse_count
from netreg.thai.text import clean, to_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

QUALIFIERS = {
    "exact": Label("พอดี", "exact"),
    "at_least": Label("ไม่น้อยกว่า", "at least"),
    "more_than": Label("มากกว่า", "more than"),
    "about": Label("ประมาณ", "about"),
}
ROLES = {
    "trainee": Label("ผู้เข้าอบรม", "trainee"),
    "presiding": Label("ประธานในพิธี", "presiding"),
    "guest": Label("แขกผู้มีเกียรติ", "guest"),
    "staff": Label("ผู้จัด", "staff"),
    "observer": Label("ผู้สังเกตการณ์", "observer"),
}
RESULTS = {
    "enrolled": Label("ลงทะเบียน", "enrolled"),
    "completed": Label("ผ่านการอบรม", "completed"),
    "failed": Label("ไม่ผ่าน", "not passed"),
    "withdrawn": Label("ถอนตัว", "withdrawn"),
    "absent": Label("ไม่มา", "absent"),
}
"""The highest number of a cohort, so that a typing error does not make a million missing ones."""


def _check_course(row: Row) -> Iterable[Problem]:
    """Find a missing title, or too many cohorts."""
    if not (row["title"] or row["code"]):
        yield Problem("title", _("a title or a code is required"))
    for name in ("cohorts_planned", "cohorts_held_stated"):
        if (row[name] or 0) > MAX_COHORTS:
            yield Problem(name, _("a course has at most {most} cohorts").format(most=MAX_COHORTS))


def _check_cohort(row: Row) -> Iterable[Problem]:
    """Find a number out of range, or days in the wrong order."""
    if not 1 <= row["number"] <= MAX_COHORTS:
        yield Problem("number", _("cohorts are numbered from 1 to {most}").format(most=MAX_COHORTS))
    if not can_be_in_order(row["planned_from"], row["planned_until"]):
        yield Problem("planned_until", _("it is planned to end before it begins"))
    if row["held_until"] and not row["held_from"]:
        yield Problem("held_from", _("it has a last day, but no first day"))
    if not can_be_in_order(row["held_from"], row["held_until"]):
        yield Problem("held_until", _("it ends before it begins"))
    if row["held_from"] and row["state"] in ("cancelled", "postponed"):
        yield Problem("state", _("it has days on which it was held, so it cannot be cancelled or postponed"))


def _check_session(row: Row) -> Iterable[Problem]:
    """Find an end before the start."""
    if not can_be_in_order(row["starts_at"], row["ends_at"]):
        yield Problem("ends_at", _("the session ends before it starts"))


def _check_enrolment(row: Row) -> Iterable[Problem]:
    """Find an enrolment of nobody, or a certificate without the training completed."""
    if not row["person"] and not row["name_as_recorded"]:
        yield Problem("person", _("a member, or a name as it was recorded, is required"))
    if row["certificate_no"] and row["result"] in ("failed", "withdrawn", "absent"):
        yield Problem("certificate_no", _("only somebody who completed the training has a certificate"))


def _split_people(written: str) -> tuple[Value, ...]:
    """Split a number of people from how exact it is: ``มากกว่า 40 คน`` is 40 and ``more_than``.

    Raises:
        InvalidValue: when it is not a number of people.
    """
    return parse_count(written) if clean(written) else (None, None)


def parse_cohort_number(written: str) -> int | None:
    """Parse the number of a cohort in its course: ``4``, ``๔``, ``รุ่นที่ 4``, ``cohort 4``; None for ``#4``."""
    found = re.fullmatch(r"(?:รุ่น ?(?:ที่)?|cohort)? ?([0-9]{1,6})", to_ascii_digits(clean(written)).lower())
    return int(found[1]) if found else None


def _list_cohort_search_names(written: str) -> Iterator[str]:
    """Yield the text itself, and the number in it as a name."""
    yield written
    if (number := parse_cohort_number(written)) is not None:
        yield f"รุ่นที่ {number}"


def _list_cohort_names(row: Row) -> Iterator[str]:
    """List the number as a name, and the title."""
    yield f"รุ่นที่ {row['number']}"
    if row["title"]:
        yield row["title"]


_COURSE = ("หลักสูตร", "Course", "การอบรม", "โครงการอบรม", "รหัสหลักสูตร")
_COHORT = Reference("cohort", "รุ่นที่", "Cohort", "รุ่น", to="cohort", parent=True, required=True)
_COURSE_NAME = Text("course_name", "หลักสูตร", "Course")

COURSE = Entity(
    name="course",
    collection="courses",
    command="training",
    label=Label("หลักสูตร", "Course"),
    plural=Label("การอบรม", "Training courses"),
    fields=(
        Text("title", "ชื่อหลักสูตร", "Title", "หลักสูตร", "ชื่อการอบรม", "ชื่อโครงการ", "ชื่อ", "name", "course", is_name=True),
        Reference("organiser", "ผู้จัด", "Organiser", "หน่วยงานผู้จัด", "หน่วยงาน", to="organisation"),
        Reference("run_by", "ผู้ดำเนินการ", "Run by", "ดำเนินการโดย", "หน่วยงานดำเนินการ", to="organisation"),
        TextList("purposes", "วัตถุประสงค์", "Purposes"),
        TextList("audience", "กลุ่มเป้าหมาย", "Audience", "ผู้เข้าอบรม", "คุณสมบัติผู้เข้าอบรม"),
        Count("cohorts_planned", "จำนวนรุ่นที่กำหนด", "Cohorts planned", "จำนวนรุ่น"),
        Count("cohorts_held_stated", "จำนวนรุ่นที่ระบุว่าจัดแล้ว", "Cohorts held as stated", "จัดแล้ว (รุ่น)"),
        BuddhistYear("fiscal_year", "ปีงบประมาณ", "Fiscal year (BE)"),
        Reference("responsible", "ผู้รับผิดชอบ", "Responsible", to="person"),
        Reference("agreement", "ข้อตกลง", "Agreement", "รหัสข้อตกลง", to="agreement"),
        Reference("group", "กลุ่ม", "Group", "เครือข่าย", to="member_group"),
    ),
    columns=("id", "code", "title", "organiser", "cohorts_planned", "cohort_count", "held_count", "holes", "flags"),
    display_name=lambda row: str(row["title"] or row["code"]),
    names=lambda row: filter(None, (row["title"],)),
    from_name=lambda written: {"title": written},
    keys=(Key("code"), Key("name", optional=("organiser", "fiscal_year"))),
    check=_check_course,
    related_records=(RelatedRecords("news_item", "course", "news", Label("ข่าว", "News")),),
    derived=(
        Count("cohort_count", "รุ่นที่บันทึก", "Cohorts listed"),
        Count("held_count", "รุ่นที่จัดแล้ว", "Cohorts held"),
        NumberList("holes", "เลขรุ่นที่ขาด", "Not held"),
        NumberList("undated", "จัดแล้วไม่มีวันที่", "Held, no date"),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=COURSE_FLAGS),
    ),
    derive=derive_course,
    responsible_fields=("responsible",),
    is_closed=is_course_closed,
)

_HELD_FROM = Date(
    "held_from",
    "จัดวันที่",
    "Held from",
    "วันที่จัด",
    "เริ่ม",
    "วันที่เริ่ม",
    "วันที่อบรม",
    "วันอบรม",
    "วันที่จัดอบรม",
    "วันที่ฝึกอบรม",
    "ระหว่างวันที่",
    "วันที่ดำเนินการ",
    "ช่วงวันที่อบรม",
)
COHORT = Entity(
    name="cohort",
    collection="cohorts",
    command="training cohort",
    label=Label("รุ่นการอบรม", "Cohort"),
    plural=Label("รุ่นการอบรม", "Cohorts"),
    fields=(
        Reference("course", *_COURSE, to="course", parent=True, required=True),
        Number("number", "รุ่นที่", "Number", "รุ่น", required=True),
        Text("title", "ชื่อรุ่น", "Title", is_name=True),
        Region("region", "ภาค", "Region", "ภูมิภาค"),
        ProvinceField("province", "จังหวัด", "Province", "จังหวัดที่จัด"),
        Reference("venue", "สถานที่จัด", "Venue", to="organisation"),
        Text(
            "venue_as_written",
            "สถานที่ตามเอกสาร",
            "Venue as written",
            "สถานที่",
            "โรงแรม",
            "สถานที่อบรม",
            "สถานที่จัดอบรม",
            "สถานที่ฝึกอบรม",
            "สถานที่จัดฝึกอบรม",
            "ห้องอบรม",
            "place",
            "location",
            "hotel",
        ),
        Date("planned_from", "กำหนดเริ่ม", "Planned from", "วันที่กำหนด"),
        Date("planned_until", "กำหนดสิ้นสุด", "Planned until"),
        _HELD_FROM,
        Date("held_until", "จัดถึงวันที่", "Held until", "สิ้นสุด", "ถึงวันที่"),
        Choice("state", "สถานะ", "State", options=STATES, synonyms=choice_words.EVENT_STATE),
        Count("seats", "จำนวนที่นั่ง", "Seats", "จำนวนรับ", "เป้าหมาย (คน)"),
        Count("people_stated", "จำนวนคนที่ระบุ", "People as stated"),
        Choice(
            "people_qualifier",
            "ความแน่นอนของจำนวนคน",
            "Exact or more than",
            options=QUALIFIERS,
            synonyms=choice_words.QUALIFIER,
        ),
        Count("provinces_stated", "จำนวนจังหวัดที่ระบุ", "Provinces as stated", "จำนวนจังหวัด"),
    ),
    choose_compound=choose_span((_HELD_FROM, "held_until")),
    status_fields=("state", "first_day", "last_day"),
    columns=("id", "course", "number", "region", "province", "state", "first_day", "people_stated", "flags"),
    display_name=lambda row: row["title"] or f"รุ่นที่ {row['number']}",
    names=_list_cohort_names,
    search_names=_list_cohort_search_names,
    number_field="number",
    keys=(Key("course", "number"),),
    check=_check_cohort,
    compound_columns=(
        CompoundColumn(
            "people",
            Label("จำนวนคน", "People"),
            ("จำนวนผู้เข้าอบรม", "จำนวนผู้เข้ารับการอบรม", "ผู้เข้าอบรม (คน)", "head-count", "participants"),
            ("people_stated", "people_qualifier"),
            _split_people,
            Label("จำนวนคน พอดีหรือโดยประมาณ", "how many, exact or not"),
            "มากกว่า 40 คน",
        ),
    ),
    derived=(
        Date("first_day", "วันแรก", "First day"),
        Date("last_day", "วันสุดท้าย", "Last day"),
        BuddhistYear("fiscal_year", "ปีงบประมาณ", "Fiscal year (BE)"),
        Count("session_count", "หัวข้อ", "Sessions"),
        Count("trainee_count", "ผู้เข้าอบรม (รายชื่อ)", "Trainees named"),
        Count("enrolled_count", "ผู้ลงทะเบียนทั้งหมด", "People enrolled"),
        Count("withdrawn_count", "ถอนตัว", "Withdrawn"),
        Count("absent_count", "ไม่มา", "Absent"),
        Count("province_count", "จังหวัดของผู้เข้าอบรม (รายชื่อ)", "Provinces of those named"),
        Count("certificate_count", "วุฒิบัตร", "Certificates"),
        Count("region_provinces", "จังหวัดในภาค", "Provinces in the region"),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=COHORT_FLAGS),
    ),
    derive=derive_cohort,
    related_records=(RelatedRecords("news_item", "cohort", "news", Label("ข่าว", "News")),),
    clocks=make_event_clocks(
        "planned",
        Label("วันจัดอบรม", "Takes place"),
        ("planned_from", "planned_until"),
        ("course.responsible", "course.run_by", "course.organiser"),
        list_outcomes("training cohort edit"),
        "cohort-overdue",
    ),
    defaults={"state": "planned"},
    event_day="held_from",
)

SESSION = Entity(
    name="session",
    collection="sessions",
    command="training session",
    label=Label("หัวข้อการอบรม", "Session"),
    plural=Label("หัวข้อการอบรม", "Sessions"),
    fields=(
        _COHORT,
        Number("seq", "ลำดับที่", "Order", "ที่", "หัวข้อที่", "no"),
        Text("topic", "หัวข้อ", "Topic", "เรื่อง", "หัวข้อบรรยาย", required=True, is_name=True),
        Reference("speaker", "วิทยากร", "Speaker", "ผู้บรรยาย", "โดย", to="person"),
        Text("speaker_as_written", "วิทยากรตามเอกสาร", "Speaker as written"),
        Reference("affiliation", "หน่วยงานของวิทยากร", "Affiliation", "หน่วยงาน", "สังกัด", to="organisation"),
        Text("affiliation_as_written", "สังกัดตามเอกสาร", "Affiliation as written", "ตำแหน่งวิทยากร"),
        POSITION_KNOWN_ON,
        Date("starts_at", "เริ่ม", "Starts", "วันที่", "เวลา", time=True),
        Date("ends_at", "สิ้นสุด", "Ends", time=True),
    ),
    columns=("id", "course_name", "cohort", "seq", "topic", "speaker", "affiliation"),
    display_name=lambda row: str(row["topic"]),
    names=lambda row: (row["topic"],),
    kept_name=KeptName("speaker", "speaker_as_written", "affiliation_as_written"),
    keys=(Key("cohort", "topic"),),
    check=_check_session,
    derived=(_COURSE_NAME,),
)

ENROLMENT = Entity(
    name="enrolment",
    collection="enrolments",
    command="training enrolment",
    label=Label("ผู้เข้าอบรม", "Enrolment"),
    plural=Label("ผู้เข้าอบรม", "Enrolments"),
    fields=(
        _COHORT,
        Reference("person", "บุคคล", "Person", "ชื่อ-สกุล", "ผู้เข้าอบรม", "รายชื่อ", "สมาชิก", "member", to="person"),
        Text("name_as_recorded", "ชื่อตามบันทึก", "Name as recorded", is_name=True),
        Text("position_as_recorded", "ตำแหน่งตามบันทึก", "Position as recorded", "ตำแหน่ง"),
        POSITION_KNOWN_ON,
        Reference("organisation", "หน่วยงาน", "Organisation", "องค์กร", "คณะ", "สังกัด", to="organisation"),
        Choice("role", "บทบาท", "Role", "หน้าที่", options=ROLES, synonyms=choice_words.ENROLMENT_ROLE),
        Choice("result", "ผลการอบรม", "Result", "สถานะ", options=RESULTS, synonyms=choice_words.ENROLMENT_RESULT),
        Text("certificate_no", "เลขที่วุฒิบัตร", "Certificate number", "เลขที่ใบประกาศ", "วุฒิบัตร"),
        Date("certificate_on", "วันที่ออกวุฒิบัตร", "Certificate date"),
    ),
    columns=("id", "course_name", "cohort", "person", "organisation", "role", "result", "certificate_no"),
    display_name=lambda row: row["person"].name if row["person"] else row["name_as_recorded"] or "?",
    names=list_written_names,
    naming_references=("person",),
    kept_name=KeptName("person", "name_as_recorded", "position_as_recorded"),
    keys=(
        Key("cohort", "person", optional=("role",)),
        Key("cohort", "name_as_recorded", optional=("person", "role")),
    ),
    check=_check_enrolment,
    derived=(_COURSE_NAME,),
    defaults={"role": "trainee"},
)
