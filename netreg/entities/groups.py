"""Groups: the named bodies that people and organisations belong to (Popolo: Organization, Membership)."""

from __future__ import annotations

import json
from itertools import starmap
from typing import TYPE_CHECKING

from netreg.core.address_fields import Email, Url
from netreg.core.choice_fields import Choice, YesNo
from netreg.core.entity import DueClock, Entity, Problem, RelatedRecords, Row, TimeFrame
from netreg.core.fields import Count, Number, Reference, Text, TextList
from netreg.core.flags import Check, Flag, FlagList, collect_checks
from netreg.core.keys import Key
from netreg.core.thai_fields import Date, Phone, ProvinceField
from netreg.entities import choice_words
from netreg.entities.meeting.quorum import QuorumField
from netreg.entities.people.leaving import LEFT_CHECK, find_left_flags, flag_officer
from netreg.entities.rough_dates import can_be_in_order, can_hold_on
from netreg.entities.span_columns import choose_span
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS = {
    "practitioner_network": Label("เครือข่ายผู้ปฏิบัติงาน", "practitioner network"),
    "partner_network": Label("เครือข่ายภาคี", "partner network"),
    "alumni_association": Label("สมาคมศิษย์เก่า", "alumni association"),
    "alumni_provincial": Label("กลุ่มศิษย์เก่าจังหวัด", "provincial alumni group"),
    "alumni_faculty": Label("กลุ่มศิษย์เก่าคณะ", "faculty alumni group"),
    "alumni_campus": Label("กลุ่มศิษย์เก่าวิทยาเขต", "campus alumni group"),
    "class": Label("รุ่น", "class"),
    "committee": Label("คณะกรรมการ", "committee"),
    "working_group": Label("คณะทำงาน", "working group"),
    "other": Label("อื่น ๆ", "other"),
}
ROLES = {
    "chair": Label("ประธาน", "chair"),
    "vice_chair": Label("รองประธาน", "vice-chair"),
    "secretary": Label("เลขานุการ", "secretary"),
    "assistant_secretary": Label("ผู้ช่วยเลขานุการ", "assistant secretary"),
    "treasurer": Label("เหรัญญิก", "treasurer"),
    "adviser": Label("ที่ปรึกษา", "adviser"),
    "coordinator": Label("ผู้ประสานงาน", "coordinator"),
    "committee_member": Label("กรรมการ", "committee member"),
    "member": Label("สมาชิก", "member"),
    "observer": Label("ผู้สังเกตการณ์", "observer"),
}


def _get_display_name(row: Row) -> str:
    """Return the Thai name, else the English one."""
    return str(row["name_th"] or row["name_en"])


def _list_names(row: Row) -> Iterator[str]:
    """List every name of a group."""
    yield from filter(None, (row["name_th"], row["name_en"]))
    yield from _VARIANTS.to_json(row["variants"])


def _check_group(row: Row) -> Iterable[Problem]:
    """Find a missing name, or an end before the beginning."""
    if not (row["name_th"] or row["name_en"]):
        yield Problem("name_th", _("a name in Thai or English is required"))
    if not can_be_in_order(row["founded"], row["dissolved"]):
        yield Problem("dissolved", _("it was dissolved before it was founded"))
    if not can_be_in_order(row["term_from"], row["term_until"]):
        yield Problem("term_until", _("its term ends before it begins"))


def _check_membership(row: Row) -> Iterable[Problem]:
    """Find a membership of nobody, or an end before the beginning."""
    if not row["person"] and not row["organisation"]:
        yield Problem("person", _("a member or an organisation is required"))
    if not can_be_in_order(row["joined"], row["left"]):
        yield Problem("left", _("the membership ends before it begins"))


def _is_current(row: Row, frame: TimeFrame) -> bool:
    """Tell whether the membership holds on the day asked about."""
    return can_hold_on(row["joined"], row["left"], frame.as_of)


GROUP_FLAGS = collect_checks(
    LEFT_CHECK,
    Check(
        "class-twice",
        "medium",
        Label("รุ่นเดียวกันสองกลุ่ม", "One class, two groups"),
        Label("รุ่นเดียวกันมีอีกกลุ่มหนึ่ง คือกลุ่มที่ {other}", "group {other} is the same class"),
        Label("สมาชิกของรุ่นเดียวกันแยกอยู่สองแห่ง", "the members of one class are parted"),
        ("group show {other}",),
    ),
)


def _derive_group(row: Row, frame: TimeFrame) -> Row:
    """Flag another group of the same class, as the two are mostly one, and who looks after it without a post."""
    if not can_hold_on(None, row["dissolved"], frame.as_of):
        return {"flags": []}
    other, officers = row.get("same_class"), json.loads(row.get("officers_left") or "[]")
    twice = [GROUP_FLAGS["class-twice"].make_flag(other=other)] if other else []
    return {"flags": [*twice, *find_left_flags(row), *starmap(flag_officer, officers)]}


FLAGS = collect_checks(
    LEFT_CHECK,
    Check(
        "overlap",
        "medium",
        Label("สมาชิกภาพซ้อนกัน", "Memberships overlap"),
        Label("ซ้อนกับสมาชิกภาพที่ {other}", "it overlaps with membership {other}"),
        Label("คนเดียวกันถูกนับสองครั้ง", "one person is counted twice"),
        ("group membership remove {other}",),
    ),
    Check(
        "outside-term",
        "medium",
        Label("อยู่นอกวาระ", "Outside the term"),
        Label("อยู่นอกวาระของกลุ่ม", "it lies outside the term of the group"),
        Label("วาระของกลุ่มหรือวันของสมาชิกไม่ถูกต้อง", "the term of the group or the days are wrong"),
        ("group membership edit {record} joined=DATE",),
    ),
    Check(
        "attended-after-leaving",
        "medium",
        Label("เข้าประชุมหลังพ้นจากกลุ่ม", "Came after leaving"),
        Label("เข้าประชุมเมื่อ {day} หลังพ้นจากกลุ่มแล้ว", "came to a meeting on {day}, after leaving the group"),
        Label("อาจยังเป็นสมาชิก หรือเข้าประชุมแทนผู้อื่น", "may still belong to it, or came for somebody else"),
        ("group membership edit {record} left=DATE",),
    ),
)


def _find_membership_flags(row: Row, frame: TimeFrame) -> Iterator[Flag]:
    if _is_current(row, frame) and can_hold_on(None, row.get("group_dissolved"), frame.as_of):
        yield from find_left_flags(row, "person")
    if row.get("overlapping"):
        yield FLAGS["overlap"].make_flag(other=row["overlapping"])
    if _is_outside_term(row):
        yield FLAGS["outside-term"].make_flag()
    if row.get("attended_later"):
        yield FLAGS["attended-after-leaving"].make_flag(day=row["attended_later"])


def _is_outside_term(row: Row) -> bool:
    """Tell whether a membership without a term number begins or ends outside the term of its group."""
    first, last = row.get("term_from"), row.get("term_until")
    if row["term_no"] is not None:
        return False
    began = can_be_in_order(first, row["joined"]) and can_be_in_order(row["joined"], last)
    return not (began and can_be_in_order(first, row["left"]) and can_be_in_order(row["left"], last))


_VARIANTS = TextList(
    "variants", "ชื่ออื่น", "Other names", "ชื่อเดิม", "ชื่อเรียกอื่น", "former names", "variant names", is_name=True
)

_TERM_FROM = Date("term_from", "วาระตั้งแต่", "Term from", "เริ่มวาระ")
MEMBER_GROUP = Entity(
    name="member_group",
    collection="groups",
    command="group",
    label=Label("กลุ่ม", "Group"),
    plural=Label("กลุ่มและเครือข่าย", "Groups"),
    fields=(
        Text("name_th", "ชื่อกลุ่ม", "Name (Thai)", "ชื่อเครือข่าย", "ชื่อคณะกรรมการ", "ชื่อ", "name", is_name=True),
        Text("name_en", "ชื่อภาษาอังกฤษ", "Name (English)", "english name", is_name=True),
        _VARIANTS,
        Choice(
            "kind",
            "ประเภท",
            "Kind",
            "ประเภทกลุ่ม",
            "type",
            options=KINDS,
            synonyms=choice_words.GROUP_KIND,
            notes_others=True,
        ),
        Reference(
            "organisation", "ต้นสังกัด", "Of", "ขององค์กร", "องค์กร", "มหาวิทยาลัย", "คณะ", "organisation", to="organisation"
        ),
        Reference("parent", "กลุ่มต้นสังกัด", "Part of", "อยู่ภายใต้", to="member_group"),
        Reference("founded_by", "ผู้จัดตั้ง", "Founded by", "หน่วยงานผู้จัดตั้ง", to="organisation"),
        ProvinceField("province", "จังหวัด", "Province"),
        Number("class_no", "รุ่นที่", "Class", "รุ่น"),
        Reference("responsible", "ผู้รับผิดชอบ", "Responsible", "ผู้ดูแล", to="person"),
        TextList("objectives", "วัตถุประสงค์", "Objectives"),
        Text("audience", "ผู้มีสิทธิ์เป็นสมาชิก", "Who belongs to it", "สมาชิกภาพ"),
        _TERM_FROM,
        Date("term_until", "วาระถึง", "Term until", "หมดวาระ", "ครบวาระ"),
        Date("founded", "วันก่อตั้ง", "Founded", "ก่อตั้งเมื่อ", "วันจัดตั้ง"),
        Date("dissolved", "วันยุบเลิก", "Dissolved", "ยุบเลิกเมื่อ"),
        Phone("phone", "โทรศัพท์", "Phone", "โทร", "เบอร์โทร", "tel"),
        Email("email", "อีเมล", "E-mail", "อีเมล์", "e-mail"),
        Url("website", "เว็บไซต์", "Website", "เว็บไซด์", "url", "facebook"),
        QuorumField("quorum", "องค์ประชุม", "Quorum"),
    ),
    choose_compound=choose_span((_TERM_FROM, "term_until")),
    columns=("id", "code", "name_th", "kind", "organisation", "people_count", "organisation_count", "flags"),
    display_name=_get_display_name,
    names=_list_names,
    apart_fields=("organisation", "parent", "province", "class_no", "term_from", "term_until"),
    keys=(Key("code"), Key("name", optional=("organisation",))),
    check=_check_group,
    related_records=(
        RelatedRecords("member_group", "parent", "sub_groups", Label("กลุ่มย่อย", "Groups in it")),
        RelatedRecords("meeting", "group", "meetings", Label("การประชุม", "Meetings")),
        RelatedRecords("activity", "group", "activities", Label("กิจกรรม", "Activities")),
        RelatedRecords("news_item", "group", "news", Label("ข่าว", "News")),
    ),
    derived=(
        Count("people_count", "บุคคล", "People"),
        Count("organisation_count", "หน่วยงาน", "Organisations"),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=GROUP_FLAGS),
    ),
    derive=_derive_group,
    clocks=(
        DueClock(
            "term", Label("หมดวาระ", "Term ends"), "term_until", ("responsible",), "group edit {record} term_until=DATE"
        ),
    ),
    responsible_fields=("responsible",),
    is_closed=lambda row, day: not can_hold_on(None, row["dissolved"], day),
)

_JOINED = Date("joined", "เป็นสมาชิกตั้งแต่", "Joined", "ตั้งแต่", "วันที่เข้าร่วม", "from")
MEMBERSHIP = Entity(
    name="membership",
    collection="memberships",
    command="group membership",
    label=Label("สมาชิกภาพ", "Membership"),
    plural=Label("สมาชิกของกลุ่ม", "Memberships"),
    fields=(
        Reference(
            "group", "กลุ่ม", "Group", "เครือข่าย", "คณะกรรมการ", "รหัสกลุ่ม", to="member_group", parent=True, required=True
        ),
        Reference("person", "บุคคล", "Person", "ชื่อ-สกุล", "สมาชิก", "รายชื่อ", "member", to="person"),
        Reference(
            "organisation",
            "หน่วยงาน",
            "Organisation",
            "องค์กร",
            "คณะ",
            "คณะ/หน่วยงาน",
            "ผู้แทนของ",
            "faculty",
            "unit",
            to="organisation",
        ),
        Choice(
            "role",
            "บทบาท",
            "Role",
            "หน้าที่",
            "role in network",
            "บทบาทในเครือข่าย",
            options=ROLES,
            synonyms=choice_words.MEMBERSHIP_ROLE,
            notes_others=True,
        ),
        Text("position", "ตำแหน่งในกลุ่ม", "Position as written", "ตำแหน่ง", is_name=True),
        Number("term_no", "วาระที่", "Term no.", "สมัยที่"),
        _JOINED,
        Date("left", "เป็นสมาชิกถึง", "Left", "ถึง", "ครบวาระ", "until", "to"),
    ),
    choose_compound=choose_span((_JOINED, "left")),
    status_fields=("current", "joined", "left"),
    columns=("id", "group", "person", "organisation", "role", "joined", "left", "current", "flags"),
    derived=(
        YesNo("current", "เป็นอยู่", "Current"),
        FlagList("flags", "ข้อสังเกต", "Flags", checks=FLAGS),
    ),
    derive=lambda row, frame: {"current": _is_current(row, frame), "flags": list(_find_membership_flags(row, frame))},
    display_name=lambda row: " ".join(ref.name for ref in (row["person"], row["organisation"]) if ref),
    naming_references=("person", "organisation"),
    keys=(Key("group", optional=("person", "organisation", "role", "joined")),),
    check=_check_membership,
    clocks=(
        DueClock(
            "left",
            Label("พ้นจากกลุ่ม", "Membership ends"),
            "left",
            ("group.responsible", "person"),
            "group membership edit {record} left=DATE",
        ),
    ),
    defaults={"role": "member"},
)
