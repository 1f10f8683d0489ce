"""Alumni: what somebody graduated in, where and when, and the figures an office states of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row, TimeFrame
from netreg.core.fields import Count, OfficeNumber, Reference, Text
from netreg.core.flags import Check, Flag, FlagList, collect_checks
from netreg.core.keys import Key, KeyPart
from netreg.core.thai_fields import AcademicYear, ClassNumber, Date
from netreg.entities import choice_words
from netreg.entities.members import PERSON
from netreg.entities.rough_dates import can_be_in_order
from netreg.keyword_classes import replace_attributes
from netreg.language import Label, _
from netreg.thai.dates.formats import BE_OFFSET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEVELS = {
    "certificate": Label("ประกาศนียบัตร", "certificate"),
    "diploma": Label("อนุปริญญา", "diploma"),
    "bachelor": Label("ปริญญาตรี", "bachelor"),
    "graduate_diploma": Label("ประกาศนียบัตรบัณฑิต", "graduate diploma"),
    "master": Label("ปริญญาโท", "master"),
    "higher_graduate_diploma": Label("ประกาศนียบัตรบัณฑิตชั้นสูง", "higher graduate diploma"),
    "doctorate": Label("ปริญญาเอก", "doctorate"),
}
_LEVELS_ALSO = {
    "ตรี": "bachelor",
    "ป.ตรี": "bachelor",
    "bachelor's degree": "bachelor",
    "ป.บัณฑิต": "graduate_diploma",
    "โท": "master",
    "ป.โท": "master",
    "master's degree": "master",
    "เอก": "doctorate",
    "ป.เอก": "doctorate",
    "doctoral degree": "doctorate",
    "ph.d.": "doctorate",
}
FLAGS = collect_checks(
    Check(
        "before-birth",
        "high",
        Label("สำเร็จการศึกษาก่อนเกิด", "Graduated before birth"),
        Label("สำเร็จการศึกษาก่อนเกิด", "the graduation is before the birth"),
        Label("ปีเกิดหรือปีที่สำเร็จการศึกษาผิด หรือเป็นคนละคน", "a year is wrong, or it is somebody else"),
        ("alumni edit {record} academic_year=YEAR",),
    ),
    Check(
        "before-founding",
        "high",
        Label("สำเร็จการศึกษาก่อนก่อตั้ง", "Graduated before the founding"),
        Label("สำเร็จการศึกษาก่อนก่อตั้งหน่วยงาน", "the graduation is before its faculty or university was founded"),
        Label("ปีใดปีหนึ่งผิด", "one of the years is wrong"),
        ("alumni edit {record} academic_year=YEAR",),
    ),
    Check(
        "in-the-future",
        "high",
        Label("สำเร็จการศึกษาในอนาคต", "Graduated in the future"),
        Label("ปีที่สำเร็จการศึกษายังมาไม่ถึง", "the graduation is in the future"),
        Label("อาจเป็นปี พ.ศ. ที่อ่านเป็น ค.ศ.", "the year may be of the other era"),
        ("alumni edit {record} academic_year=YEAR",),
    ),
    Check(
        "years-apart",
        "medium",
        Label("วันและปีการศึกษาไม่ตรงกัน", "Day and year differ"),
        Label(
            "วันสำเร็จการศึกษาห่างจากปีการศึกษา {academic_year}",
            "the day is not in or just after academic year {academic_year}",
        ),
        Label("ปีใดปีหนึ่งผิด", "one of the years is wrong"),
        ("alumni edit {record} graduated_on=DATE",),
    ),
    Check(
        "class-of-nothing",
        "medium",
        Label("รุ่นที่ไม่ระบุคณะ", "Class of nothing"),
        Label("ระบุรุ่นแต่ไม่ระบุคณะหรือวิทยาเขต", "a class is given, but neither faculty nor campus"),
        Label("ไม่ทราบว่าเป็นรุ่นของที่ใด", "whose class it is cannot be told"),
        ("alumni edit {record} organisation=ORG",),
    ),
)
SUBJECTS = {
    "graduates": Label("ผู้สำเร็จการศึกษา", "graduates"),
    "classes": Label("รุ่น", "classes"),
    "members": Label("สมาชิก", "members"),
    "groups": Label("กลุ่ม", "groups"),
    "group_kinds": Label("ประเภทกลุ่มศิษย์เก่า", "kinds of alumni group"),
    "years": Label("ปีนับแต่ก่อตั้ง", "years since the founding"),
    "other": Label("อื่น ๆ", "other"),
}


DEGREE = ("organisation", "level", "degree", "programme")
"""Fields that make two graduations two degrees, if both have a value and they differ."""
YEAR = ("academic_year", "class_no")
"""Fields that make them degrees of two years: one person hardly ever takes the same degree twice."""


def _check_graduation(row: Row) -> Iterable[Problem]:
    """Find a graduation without any detail or before the entry, and a class 0."""
    if all(row[name] is None for name in _DETAILS):
        yield Problem("organisation", _("a faculty, student number, degree, class or year is required"))
    if row["class_no"] == 0:
        yield Problem("class_no", _("classes are numbered from 1"))
    entered, left = row["entered_year"], row["academic_year"]
    if entered and left and left < entered:
        yield Problem("academic_year", _("the graduation is before the entry"))


_DETAILS = (
    "organisation", "campus", "student_no", "level", "degree", "programme", "class_no", "academic_year", "graduated_on",
)  # fmt: skip


def _is_same_graduation(before: Row, after: Row) -> bool:
    """Tell whether a graduation keeps its year, or its faculty and level: who changes both is somebody else."""
    changed = {name for name in ("organisation", "level", "academic_year") if before[name] not in (None, after[name])}
    return changed <= {"academic_year"} or "academic_year" not in changed


def _derive_graduation(row: Row, frame: TimeFrame) -> Row:
    """Derive the flags, from the person, the faculty and the day asked about as well."""
    return {"flags": [*_find_flags(row), *_find_year_flags(row, frame.as_of.year)]}


def _find_year_flags(row: Row, now: int) -> Iterator[Flag]:
    """Find years that differ or lie in the future; a degree may be awarded a year later."""
    day, begins = row["graduated_on"], row["academic_year"] and row["academic_year"] - BE_OFFSET
    if (begins and begins > now + 1) or not can_be_in_order(day, str(now + 1)):
        yield FLAGS["in-the-future"].make_flag()
    if day and begins and not (can_be_in_order(str(begins - 1), day) and can_be_in_order(day, str(begins + 2))):
        yield FLAGS["years-apart"].make_flag(academic_year=row["academic_year"])


def _find_flags(row: Row) -> Iterator[Flag]:
    when = row["graduated_on"]
    if when is None and row["academic_year"]:
        # An academic year ends in the CE year after the one in which it begins.
        when = str(row["academic_year"] - BE_OFFSET + 1)
    if not can_be_in_order(row.get("born_on"), when):
        yield FLAGS["before-birth"].make_flag()
    if not can_be_in_order(row.get("founded_on"), when):
        yield FLAGS["before-founding"].make_flag()
    if row["class_no"] and not (row["organisation"] or row["campus"]):
        yield FLAGS["class-of-nothing"].make_flag()


def _build_display_name(row: Row) -> str:
    """Join what is known of degree or level, faculty and year; else return the student number."""
    level = str(LEVELS[row["level"]].th) if row["level"] in LEVELS else row["level"]
    known = (row["degree"] or level, row["organisation"] and row["organisation"].name, row["academic_year"])
    return " ".join(str(it) for it in known if it) or str(row["student_no"] or "")


GRADUATION = Entity(
    name="graduation",
    collection="graduations",
    command="alumni",
    label=Label("การสำเร็จการศึกษา", "Graduation"),
    plural=Label("ศิษย์เก่า", "Alumni"),
    fields=(
        Reference(
            "person", "บุคคล", "Person", "ชื่อ-สกุล", "ศิษย์เก่า", "บัณฑิต", "member", to="person", parent=True, required=True
        ),
        OfficeNumber(
            "student_no",
            "รหัสนักศึกษา",
            "Student number",
            "รหัสประจำตัวนักศึกษา",
            "รหัสนิสิต",
            "เลขประจำตัวนักศึกษา",
            "student id",
            "student no",
        ),
        Reference(
            "organisation",
            "คณะ",
            "Faculty",
            "หน่วยงาน",
            "คณะ/วิทยาลัย",
            "สำนักวิชา",
            "คณะที่สำเร็จการศึกษา",
            "faculty",
            to="organisation",
        ),
        Reference("campus", "วิทยาเขต", "Campus", to="organisation"),
        Choice("level", "ระดับการศึกษา", "Level", "ระดับ", "ระดับปริญญา", options=LEVELS, synonyms=_LEVELS_ALSO),
        Text("degree", "ชื่อปริญญา", "Degree", "ปริญญา", "วุฒิ", "วุฒิการศึกษา"),
        Text("programme", "สาขาวิชา", "Programme", "สาขา", "หลักสูตร", "วิชาเอก", "major"),
        ClassNumber("class_no", "รุ่น", "Class", "รุ่นที่", "class"),
        AcademicYear("entered_year", "ปีที่เข้าศึกษา", "Entered (BE)", "ปีการศึกษาที่เข้า"),
        AcademicYear(
            "academic_year",
            "ปีการศึกษา",
            "Academic year (BE)",
            "ปีการศึกษาที่สำเร็จ",
            "ปีการศึกษาที่สำเร็จการศึกษา",
            "ปีการศึกษาที่จบ",
            "ปีที่จบ",
            "ปีที่สำเร็จการศึกษา",
            "year",
        ),
        Date("graduated_on", "วันสำเร็จการศึกษา", "Graduated on", "วันที่สำเร็จการศึกษา", "วันที่จบ"),
        Text("honours", "เกียรตินิยม", "Honours"),
    ),
    columns=("id", "person", "student_no", "organisation", "class_no", "academic_year", "level", "flags"),
    display_name=_build_display_name,
    names=lambda row: filter(None, (row["student_no"],)),
    naming_references=("person",),
    distinguishing_fields=("student_no",),
    keys=(Key("person", "student_no"), Key("person", optional=("organisation", "level", "programme", "academic_year"))),
    check=_check_graduation,
    derived=(FlagList("flags", "ข้อสังเกต", "Flags", checks=FLAGS),),
    derive=_derive_graduation,
)

ALUMNUS = replace_attributes(
    PERSON,
    variant="alumnus",
    label=Label("ศิษย์เก่า", "Alumnus"),
    plural=Label("ศิษย์เก่า", "Alumni"),
    fields=(
        OfficeNumber("external_key", "รหัสบุคลากร", "External key", "รหัสพนักงาน", "staff id"),
        *(field for field in PERSON.fields if field.name != "external_key"),
    ),
    row_child="graduation",
    is_same_child=_is_same_graduation,
    keys=(
        Key("code"),
        Key("external_key"),
        Key(KeyPart("student_no", child="graduation")),
        Key("email"),
        Key("name", "birth_date"),
        Key(
            "name",
            KeyPart("organisation", child="graduation"),
            KeyPart("student_no", child="graduation", must_agree=True),
            KeyPart("birth_date", must_agree=True),
        ),
    ),
)
"""A person in a registrar's file: with a graduation in the same row, and known by the student number.

A second degree has a number of its own: then the e-mail, or the name and the birth date, tell
whose it is. Of one name in one faculty, another number or birth date is another person.
"""

FIGURE = Entity(
    name="figure",
    collection="figures",
    command="org figure",
    label=Label("ตัวเลขที่ระบุ", "Figure"),
    plural=Label("ตัวเลขที่ระบุ", "Figures"),
    fields=(
        Reference(
            "organisation", "หน่วยงาน", "Organisation", "องค์กร", "คณะ", to="organisation", parent=True, required=True
        ),
        Choice(
            "subject",
            "เรื่อง",
            "Subject",
            "รายการ",
            options=SUBJECTS,
            synonyms=choice_words.FIGURE_SUBJECT,
            required=True,
        ),
        Count("count", "จำนวน", "Count", required=True),
        AcademicYear("academic_year", "ปีการศึกษา", "Academic year (BE)"),
        Date("stated_on", "ณ วันที่", "As of", "ข้อมูล ณ วันที่"),
        Text("wording", "ข้อความตามเอกสาร", "Wording"),
    ),
    columns=("id", "organisation", "subject", "count", "academic_year", "stated_on", "in_register", "wording"),
    derived=(Count("in_register", "ในทะเบียน", "In the register"),),
    display_name=lambda row: SUBJECTS[row["subject"]].th if row["subject"] in SUBJECTS else str(row["subject"]),
    keys=(Key("organisation", "subject", optional=("academic_year", "stated_on")),),
)
"""A figure that an office gives of itself: kept as stated, and compared with the register."""
