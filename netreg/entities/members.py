"""People and the posts they hold (Popolo: Person, Membership with a post)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.address_fields import Email
from netreg.core.choice_fields import Choice, YesNo
from netreg.core.compound_columns import CompoundColumn
from netreg.core.confirmations import AgedDay, ConfirmedOn, FirstConfirmedOn, date_confirmation
from netreg.core.entity import DueClock, Entity, Problem, RelatedRecords, Row, TimeFrame
from netreg.core.fields import OfficeNumber, Reference, Text
from netreg.core.keys import Key, KeyPart
from netreg.core.plural_fields import split_joined
from netreg.core.thai_fields import BirthDate, Date, Phone, ProvinceField, TitlesField
from netreg.entities import choice_words
from netreg.entities.acting import ACTING, choose_position, join_position
from netreg.entities.people import person_names
from netreg.entities.rough_dates import can_be_in_order, can_hold_on
from netreg.entities.span_columns import choose_span
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


def _describe_current_posts(raw: str | None) -> str | None:
    """Describe the posts held on the day asked about: acting form, position, and organisation."""
    if not raw:
        return None
    return "; ".join(_describe_post(*post) for post in split_joined(raw, 3))


def _describe_post(acting: str, position: str, organisation: str) -> str:
    held = join_position(acting, position)
    return f"{held} {organisation}".strip() if organisation not in position else held


def _derive_person(row: Row, frame: TimeFrame) -> Row:
    """Derive the full name, and the posts of the day in words; how old the confirmations are."""
    return {
        "name": person_names.display_name(row),
        "current_posts": _describe_current_posts(row.get("current_posts")),
        "confirmed_on": date_confirmation(row, frame.as_of),
        "last_confirmed": AgedDay.make(row.get("last_confirmed"), frame.as_of),
    }


def _derive_post(row: Row, frame: TimeFrame) -> Row:
    """Derive whether the post is held on the day asked about, which the register selects, and its confirmation.

    Of a row that comes from no register the days alone are known.
    """
    is_held = row["is_held"] if "is_held" in row else can_hold_on(row["since"], row["until"], frame.as_of)
    first = row["first_confirmed_on"]
    return {
        "current": bool(is_held),
        "first_confirmed_on": first if first and first <= frame.as_of.isoformat() else None,
        "confirmed_on": date_confirmation(row, frame.as_of),
    }


def _check_post(row: Row) -> Iterable[Problem]:
    """Find a post without position and organisation, or an end before the beginning."""
    if not row["organisation"] and not row["position"]:
        yield Problem("position", _("an organisation or a position is required"))
    if not can_be_in_order(row["since"], row["until"]):
        yield Problem("until", _("the post ends before it begins"))
    elif not can_be_in_order(row["since"], row["confirmed_on"]):
        yield Problem("confirmed_on", _("the post began after that day"))
    elif not can_be_in_order(row["confirmed_on"], row["until"]):
        yield Problem("confirmed_on", _("the post had ended before that day"))
    if not can_be_in_order(row["first_confirmed_on"], row["confirmed_on"]):
        yield Problem("first_confirmed_on", _("the first confirmation is after the last"))
    elif not can_be_in_order(row["since"], row["first_confirmed_on"]):
        yield Problem("first_confirmed_on", _("the post began after that day"))


PERSON = Entity(
    name="person",
    collection="members",
    command="member",
    label=Label("สมาชิก", "Member"),
    plural=Label("สมาชิก", "Members"),
    fields=(
        OfficeNumber("external_key", "รหัสบุคลากร", "External key", "รหัสพนักงาน", "รหัสนักศึกษา", "staff id", "student id"),
        TitlesField("titles", "คำนำหน้า", "Titles", "คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ", "title"),
        Text("given_name", "ชื่อตัว", "Given name", "ชื่อ", "first name", "firstname", required=True, is_name=True),
        Text("family_name", "นามสกุล", "Family name", "สกุล", "last name", "surname", is_name=True),
        Text("nickname", "ชื่อเล่น", "Nickname", "nick name", is_name=True),
        person_names.LatinName(
            "name_latin",
            "ชื่ออักษรโรมัน",
            "Name in Latin letters",
            "ชื่อภาษาอังกฤษ",
            "name (english)",
            "english name",
            is_name=True,
        ),
        BirthDate("birth_date", "วันเกิด", "Born", "วันเดือนปีเกิด", "เกิดวันที่", "วัน/เดือน/ปีเกิด", "birthday"),
        Email("email", "อีเมล", "E-mail", "อีเมล์", "e-mail", "email address"),
        Phone("phone", "โทรศัพท์", "Phone", "โทร", "เบอร์โทร", "เบอร์โทรศัพท์", "มือถือ", "tel", "telephone", "mobile"),
        Text("line_id", "ไลน์", "LINE id", "line", "ไอดีไลน์", "id line"),
        ProvinceField("province", "จังหวัด", "Province"),
        ConfirmedOn("confirmed_on", "ยืนยันข้อมูลติดต่อเมื่อ", "Contact data confirmed", "ยืนยันการติดต่อ", "contact confirmed"),
    ),
    columns=("id", "code", "name", "current_posts", "email", "phone", "last_confirmed"),
    confirmed_fields=("email", "phone", "line_id"),
    display_name=person_names.display_name,
    names=person_names.list_names,
    sort_text=person_names.join_bare_name,
    search_names=person_names.list_search_names,
    from_name=person_names.make_person,
    is_same_record=person_names.is_same_person,
    is_same_sharer=person_names.is_same_sharer,
    is_respelling=person_names.is_respelling,
    is_new_name=person_names.is_new_name,
    distinguishing_fields=("code", "external_key"),
    apart_fields=("external_key", "birth_date"),
    contradicting_fields=("code", "email", "birth_date", "titles"),
    agreeing_fields=("email", "birth_date", "phone", "line_id"),
    has_doubtful_namesakes=True,
    keys=(Key("code"), Key("external_key"), Key("email"), Key("name", KeyPart("organisation", child="post"))),
    compound_columns=(person_names.FULL_NAME,),
    former_columns=(person_names.FORMER_FAMILY,),
    choose_compound=person_names.choose_name_compound,
    naming_child="former_name",
    find_former_name=person_names.find_former_name,
    find_former_titles=person_names.find_former_titles,
    row_child="post",
    related_records=(
        RelatedRecords("membership", "person", "memberships", Label("กลุ่มที่สังกัด", "Groups")),
        RelatedRecords("party", "contact", "contact_for", Label("ผู้ประสานงานในข้อตกลง", "Contact in agreements")),
        RelatedRecords("session", "speaker", "sessions", Label("เป็นวิทยากร", "Spoke at")),
        RelatedRecords("enrolment", "person", "enrolments", Label("การอบรม", "Training")),
        RelatedRecords("involvement", "person", "involvements", Label("กิจกรรม", "Activities")),
        RelatedRecords("credit", "person", "credits", Label("ข่าวที่จัดทำ", "News made")),
    ),
    derived=(
        Text("name", "ชื่อ-สกุล", "Name"),
        Text("current_posts", "ตำแหน่งปัจจุบัน", "Current posts"),
        ConfirmedOn("last_confirmed", "ยืนยันล่าสุด", "Last confirmed"),
    ),
    derive=_derive_person,
)

FORMER_NAME = Entity(
    name="former_name",
    collection="former_names",
    command="member former-name",
    label=Label("ชื่อเดิม", "Former name"),
    plural=Label("ชื่อเดิม", "Former names"),
    fields=(
        Reference("person", "บุคคล", "Person", "สมาชิก", "member", "ชื่อปัจจุบัน", to="person", parent=True, required=True),
        TitlesField("titles", "คำนำหน้าเดิม", "Former titles", "คำนำหน้า", "คำนำหน้าชื่อ", "title"),
        Text("given_name", "ชื่อตัวเดิม", "Former given name", "ชื่อตัว", "ชื่อ", "first name", required=True, is_name=True),
        Text(
            "family_name",
            "นามสกุลเดิม",
            "Former family name",
            "นามสกุล",
            "สกุลเดิม",
            "last name",
            "maiden name",
            is_name=True,
        ),
        Date("until", "ใช้ถึง", "Used until", "ถึง", "ใช้ถึงวันที่", "until"),
    ),
    columns=("id", "person", "titles", "given_name", "family_name", "until"),
    display_name=person_names.display_name,
    names=lambda row: (person_names.join_bare_name(row),),
    search_names=person_names.list_search_names,
    keys=(Key("person", "given_name", KeyPart("titles", must_agree=True), optional=("family_name",)),),
    compound_columns=(
        CompoundColumn(
            "name",
            Label("ชื่อ-สกุลเดิม", "Former name"),
            ("ชื่อเดิม", "ชื่อ-นามสกุลเดิม", "ชื่อ-สกุล", "ชื่อ-นามสกุล"),
            person_names.PARTS,
            lambda written: person_names.split_full_name(written)[:3],
            Label("ชื่อและนามสกุลเดิม", "former given and family name"),
            "สมมติ ตัวอย่าง",
        ),
    ),
)

_SINCE = Date("since", "ดำรงตำแหน่งตั้งแต่", "Since", "ตั้งแต่", "เริ่มดำรงตำแหน่ง", "start", "from")
_choose_span_of_post = choose_span((_SINCE, "until"))


def _choose_post_compound(field: str, columns: Container[str]) -> CompoundColumn | None:
    """Choose how a column of positions, or of days, is read."""
    return choose_position(field, columns) or _choose_span_of_post(field, columns)


POST = Entity(
    name="post",
    collection="posts",
    command="member post",
    label=Label("ตำแหน่ง", "Post"),
    plural=Label("ตำแหน่ง", "Posts"),
    fields=(
        Reference("person", "บุคคล", "Person", "ชื่อ-สกุล", "สมาชิก", "member", to="person", parent=True, required=True),
        Reference(
            "organisation", "หน่วยงาน", "Organisation", "องค์กร", "คณะ", "สังกัด", "คณะ/หน่วยงาน", "หน่วยงาน/คณะ",
            "ส่วนงาน", "faculty", "unit", "org", to="organisation",
        ),
        Text("position", "ตำแหน่ง", "Position", "ตำแหน่งงาน", "post", "job title", is_name=True),
        Choice("acting", "รักษาการ", "Acting", "การรักษาการ", options=ACTING, synonyms=choice_words.ACTING),
        _SINCE,
        Date("until", "ดำรงตำแหน่งถึง", "Until", "ถึง", "พ้นตำแหน่ง", "end", "to"),
        ConfirmedOn("confirmed_on", "ยืนยันเมื่อ", "Confirmed", "วันที่ยืนยัน", "ยืนยันตำแหน่งเมื่อ", "post confirmed"),
        FirstConfirmedOn("first_confirmed_on", "ยืนยันครั้งแรกเมื่อ", "First confirmed", "ยืนยันครั้งแรก"),
    ),
    choose_compound=_choose_post_compound,
    status_fields=("current", "since", "until"),
    columns=("id", "person", "organisation", "position", "acting", "since", "until", "current", "confirmed_on"),
    confirmed_fields=("organisation", "position", "acting", "since", "until"),
    derived=(YesNo("current", "ดำรงอยู่", "Current"),),
    derive=_derive_post,
    display_name=lambda row: " ".join(
        filter(None, (row["position"], row["organisation"] and row["organisation"].name)),
    ),
    naming_references=("organisation",),
    clocks=(
        DueClock("until", Label("พ้นตำแหน่ง", "Post ends"), "until", ("person",), "member post edit {record} until=DATE"),
    ),
    keys=(Key("person", optional=("organisation", "position", "since")),),
    check=_check_post,
)  # fmt: skip
