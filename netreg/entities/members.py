"""People and the posts they hold (Popolo: Person, Membership with a post)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.address_fields import Email
from netreg.core.choice_fields import Choice, YesNo
from netreg.core.confirmations import AgedDay, ConfirmedOn, FirstConfirmedOn
from netreg.core.entity import (
    CompoundColumn,
    DueClock,
    Entity,
    Problem,
    RelatedRecords,
    RemarkableValues,
    Row,
    TimeFrame,
    computed_from,
)
from netreg.core.fields import OfficeNumber, Reference, Text, Value, have_one_key
from netreg.core.keys import Key, KeyPart
from netreg.core.thai_fields import BirthDate, Date, Phone, ProvinceField, TitlesField
from netreg.entities import choice_words
from netreg.entities.acting import ACTING, choose_position, join_position
from netreg.entities.rough_dates import can_be_in_order, can_hold_on
from netreg.entities.span_columns import choose_span
from netreg.errors import InvalidValue
from netreg.language import Label, _
from netreg.thai.names import name_format, name_parser, title_table
from netreg.thai.similarity import are_spelled_alike
from netreg.thai.text import match_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator


@computed_from("titles", "given_name", "family_name")
def _display_name(titles: str | None, given: str | None, family: str | None) -> str:
    """Join titles, given and family name as Thais write them."""
    return name_format.format_name(titles or "", given or "", family or "")


@computed_from("given_name", "family_name")
def _join_bare_name(given: str | None, family: str | None) -> str:
    """Join given and family name."""
    return f"{given} {family}" if family else given or ""


@computed_from("titles", "given_name", "family_name", "name_latin")
def _list_names(titles: str | None, given: str | None, family: str | None, latin: str | None) -> list[str]:
    """List the name without titles, with titles that are not known ones, and in Latin letters.

    Known titles are taken off a name that is searched, too.
    """
    found = [_join_bare_name.compute(given, family)]
    if titles and not title_table.are_known_titles(titles):
        found.append(_display_name.compute(titles, given, family))
    if latin:
        found.append(latin)
    return found


def _list_search_names(written: str) -> Iterator[str]:
    """Yield the name as written and, because titles change, the name without them."""
    yield written
    if found := name_parser.parse_common_name(written):
        yield f"{found[1]} {found[2]}"
        return
    if bare := title_table.remove_titles(written):
        yield bare
    try:
        name = name_parser.parse_name(written)
    except InvalidValue:
        return
    if (cleared := f"{name.given} {name.family}".rstrip()) != bare:
        yield cleared


def _split_full_name(written: str) -> tuple[Value, ...]:
    """Split a full name into titles, given and family name, and the nickname behind them."""
    if found := name_parser.parse_common_name(written):
        return " ".join(found[0]) or None, found[1], found[2], None
    name = name_parser.parse_name(written)
    return RemarkableValues((" ".join(name.titles) or None, name.given, name.family or None, name.nickname or None))


def _split_given_name(written: str) -> tuple[Value, ...]:
    """Split a given name into itself, the titles glued to it, and a nickname behind it."""
    if found := name_parser.parse_plain_given(written):
        return found[1], " ".join(found[0]) or None, None
    name = name_parser.parse_given_name(written)
    return RemarkableValues((name.given, " ".join(name.titles) or None, name.nickname or None))


def _find_name_remark(cell: str, values: tuple[Value, ...]) -> str | None:  # noqa: ARG001
    """Find what is to be said of how a name was read."""
    return _join_notes(name_parser.parse_name(cell))


def _find_given_name_remark(cell: str, values: tuple[Value, ...]) -> str | None:  # noqa: ARG001
    """Find what is to be said of how a given name was read."""
    return _join_notes(name_parser.parse_given_name(cell))


def _join_notes(name: name_parser.Name) -> str | None:
    return "; ".join(dict.fromkeys(remark.note for remark in name.remarks)) or None


def _agree_in_name(value: str, other: str) -> bool:
    """Tell whether two parts of names agree; titles do in full and abbreviated."""
    return have_one_key(value, other) or title_table.are_same_titles(value, other)


def _is_same_person(before: Row, after: Row) -> bool:
    """Tell whether at most one of given and family name changes: hardly anybody changes both."""
    parts = _PARTS[1:]
    if any(before[part] == after[part] for part in parts):
        return True
    changed = [match_key(str(before[part] or "")) != match_key(str(after[part] or "")) for part in parts]
    return not (all(changed) and before["family_name"] and after["family_name"])


def _is_same_sharer(before: Row, after: Row) -> bool:
    """Tell whether the given name stays: by an e-mail, another one may be that of a relative."""
    one, other = (str(row["given_name"] or "") for row in (before, after))
    return _is_same_person(before, after) and (match_key(one) == match_key(other) or _is_same_name(before, after))


def _find_former_name(before: Row, after: Row) -> Row | None:
    """Return the given and family name that a change gives up; who gets a family name had none to give up."""
    parts = _PARTS[1:]
    if not all(before[part] and after[part] for part in parts) or _is_same_name(before, after):
        return None
    return {part: before[part] for part in parts}


def _is_same_name(before: Row, after: Row) -> bool:
    """Tell whether two full names differ in nothing but their spelling, or in where they are cut."""
    one, other = _join_bare_name(before), _join_bare_name(after)
    return one == other or match_key(one) == match_key(other)


def _is_respelling(before: Row, after: Row) -> bool:
    """Tell whether given or family name change in no more than a letter or a tone mark."""
    pairs = [(str(before[part] or ""), str(after[part] or "")) for part in _PARTS[1:]]
    changed = [pair for pair in pairs if match_key(pair[0]) != match_key(pair[1])]
    return bool(changed) and not _is_same_name(before, after) and all(are_spelled_alike(*pair) for pair in changed)


_PARTS = ("titles", "given_name", "family_name")


def _make_person(name: str) -> Row:
    """Make a person of whom only the name is known."""
    return dict(zip(_PARTS, _split_full_name(name), strict=False))


def _describe_current_posts(raw: str | None) -> str | None:
    """Describe the posts held on the day asked about: acting form, position, and organisation."""
    if not raw:
        return None
    return "; ".join(_describe_post(*post.split("\x1f")) for post in raw.split("\x1e"))


def _describe_post(acting: str, position: str, organisation: str) -> str:
    held = join_position(acting, position)
    return f"{held} {organisation}".strip() if organisation not in position else held


def _derive_person(row: Row, frame: TimeFrame) -> Row:
    """Derive the full name, and the posts of the day in words; how old the confirmations are."""
    return {
        "name": _display_name(row),
        "current_posts": _describe_current_posts(row.get("current_posts")),
        "confirmed_on": AgedDay.make(row["confirmed_on"], frame.as_of),
        "last_confirmed": AgedDay.make(row.get("last_confirmed"), frame.as_of),
    }


def _derive_post(row: Row, frame: TimeFrame) -> Row:
    """Derive whether the post is held on the day asked about, which the register selects, and its confirmation.

    Of a row that comes from no register the days alone are known.
    """
    is_held = row["is_held"] if "is_held" in row else can_hold_on(row["since"], row["until"], frame.as_of)
    return {
        "current": bool(is_held),
        "confirmed_on": AgedDay.make(row["confirmed_on"], frame.as_of),
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


FULL_NAME = CompoundColumn(
    "name",
    Label("ชื่อ-สกุล", "Name"),
    ("ชื่อ-นามสกุล", "ชื่อและนามสกุล", "ชื่อ สกุล", "ชื่อ นามสกุล", "รายชื่อ", "ชื่อเต็ม", "full name"),
    _PARTS,
    _split_full_name,
    Label("คำนำหน้า ชื่อ และนามสกุล", "titles, given and family name"),
    "ผศ.ดร.สมมติ ตัวอย่าง",
    find_remark=_find_name_remark,
    beside=("nickname",),
    agrees=_agree_in_name,
)
_GIVEN_NAME = CompoundColumn(
    "given_name",
    Label("ชื่อตัว", "Given name"),
    (),
    ("given_name",),
    _split_given_name,
    Label("ชื่อตัว", "given name"),
    "สมมติ",
    find_remark=_find_given_name_remark,
    beside=("titles", "nickname"),
    agrees=_agree_in_name,
)


def _choose_name_compound(field: str, columns: Container[str]) -> CompoundColumn | None:
    """Choose how a column of given names is read: titles may be glued to them, or they are full names."""
    if field != "given_name":
        return None
    return _GIVEN_NAME if "family_name" in columns else FULL_NAME


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
        Text(
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
    display_name=_display_name,
    names=_list_names,
    sort_text=_join_bare_name,
    search_names=_list_search_names,
    from_name=_make_person,
    is_same_record=_is_same_person,
    is_same_sharer=_is_same_sharer,
    is_respelling=_is_respelling,
    distinguishing_fields=("code", "external_key"),
    apart_fields=("external_key", "birth_date"),
    contradicting_fields=("code", "email", "birth_date"),
    agreeing_fields=("email", "birth_date", "phone", "line_id"),
    has_doubtful_namesakes=True,
    keys=(Key("code"), Key("external_key"), Key("email"), Key("name", KeyPart("organisation", child="post"))),
    compound_columns=(FULL_NAME,),
    choose_compound=_choose_name_compound,
    naming_child="former_name",
    find_former_name=_find_former_name,
    row_child="post",
    related_records=(
        RelatedRecords("membership", "person", "memberships", Label("กลุ่มที่สังกัด", "Groups")),
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
    columns=("id", "person", "given_name", "family_name", "until"),
    display_name=_join_bare_name,
    names=lambda row: (_join_bare_name(row),),
    search_names=_list_search_names,
    keys=(Key("person", "given_name", optional=("family_name",)),),
    compound_columns=(
        CompoundColumn(
            "name",
            Label("ชื่อ-สกุลเดิม", "Former name"),
            ("ชื่อเดิม", "ชื่อ-นามสกุลเดิม", "ชื่อ-สกุล", "ชื่อ-นามสกุล"),
            _PARTS[1:],
            lambda written: _split_full_name(written)[1:3],
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
