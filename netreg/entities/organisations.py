"""Organisations: the bodies and units of the network, in a tree (W3C ORG)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.address_fields import Email, Url
from netreg.core.choice_fields import Choice
from netreg.core.confirmations import ConfirmedOn, date_confirmation
from netreg.core.entity import Entity, Problem, RelatedRecords, Row
from netreg.core.fields import OfficialCode, Reference, Text, TextList
from netreg.core.keys import Key, KeyPart
from netreg.core.thai_fields import Date, DistrictField, Phone, ProvinceField
from netreg.entities import choice_words
from netreg.entities.rough_dates import can_be_in_order
from netreg.language import Label, _
from netreg.thai.short_forms import spell_out
from netreg.thai.similarity import are_spelled_alike
from netreg.thai.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS = {
    "university": Label("มหาวิทยาลัย", "university"),
    "campus": Label("วิทยาเขต", "campus"),
    "faculty": Label("คณะ", "faculty"),
    "graduate_school": Label("บัณฑิตวิทยาลัย", "graduate school"),
    "college": Label("วิทยาลัย", "college"),
    "vocational_college": Label("วิทยาลัยอาชีวศึกษา", "vocational college"),
    "technical_college": Label("วิทยาลัยเทคนิค", "technical college"),
    "nursing_college": Label("วิทยาลัยพยาบาล", "nursing college"),
    "department": Label("กรมหรือภาควิชา", "department"),
    "division": Label("กอง", "division"),
    "section": Label("งาน", "section"),
    "office": Label("สำนักหรือสำนักงาน", "office"),
    "alumni_office": Label("สำนักงานศิษย์เก่าสัมพันธ์", "alumni office"),
    "research_institute": Label("สถาบันวิจัย", "research institute"),
    "institute": Label("สถาบัน", "institute"),
    "centre": Label("ศูนย์", "centre"),
    "library": Label("ห้องสมุด", "library"),
    "library_office": Label("สำนักหอสมุด", "library office"),
    "public_library": Label("ห้องสมุดประชาชน", "public library"),
    "non_formal_education_centre": Label("ศูนย์การศึกษานอกระบบ", "non-formal education centre"),
    "civic_education_centre": Label("ศูนย์ส่งเสริมการศึกษาของพลเมือง", "civic education centre"),
    "school": Label("โรงเรียน", "school"),
    "hospital": Label("โรงพยาบาล", "hospital"),
    "education_area": Label("สำนักงานเขตพื้นที่การศึกษา", "education area office"),
    "provincial_education_office": Label("สำนักงานศึกษาธิการจังหวัด", "provincial education office"),
    "ministry": Label("กระทรวง", "ministry"),
    "agency": Label("หน่วยงานของรัฐ", "agency"),
    "provincial_offices": Label("สำนักงานประจำจังหวัด", "provincial offices"),
    "municipality": Label("เทศบาล", "municipality"),
    "provincial_administration": Label("องค์การบริหารส่วนจังหวัด", "provincial administration"),
    "subdistrict_administration": Label("องค์การบริหารส่วนตำบล", "subdistrict administration"),
    "association": Label("สมาคม", "association"),
    "alumni_association": Label("สมาคมศิษย์เก่า", "alumni association"),
    "foundation": Label("มูลนิธิ", "foundation"),
    "fund": Label("กองทุน", "fund"),
    "company": Label("บริษัท", "company"),
    "state_enterprise": Label("รัฐวิสาหกิจ", "state enterprise"),
    "media": Label("สื่อมวลชน", "media"),
    "news_agency": Label("สำนักข่าว", "news agency"),
    "hotel": Label("โรงแรม", "hotel"),
    "council": Label("สภา", "council"),
    "club": Label("ชมรม", "club"),
    "cooperative": Label("สหกรณ์", "cooperative"),
    "temple": Label("วัด", "temple"),
    "district_office": Label("ที่ว่าการอำเภอ", "district office"),
    "embassy": Label("สถานทูต", "embassy"),
    "international_organisation": Label("องค์การระหว่างประเทศ", "international organisation"),
    "other": Label("อื่น ๆ", "other"),
}


def _get_display_name(row: Row) -> str:
    """Return the Thai name, else the English one."""
    return str(row["name_th"] or row["name_en"])


def _list_names(row: Row) -> Iterator[str]:
    """List every name of an organisation, first the one in which the short form of its kind is spelt out."""
    names = list(filter(None, (row["name_th"], row["name_en"])))
    yield from dict.fromkeys((*map(spell_out, names), *names))
    yield from _ABBREVIATION.to_json(row["abbreviation"])
    yield from _VARIANTS.to_json(row["variants"])


def _make_organisation(name: str) -> Row | None:
    """Make an organisation of which only the name is known; a number is not a name."""
    if not any(letter.isalpha() for letter in name):
        return None
    return {"name_th" if any("ก" <= letter <= "๛" for letter in name) else "name_en": name}


def _check_organisation(row: Row) -> Iterable[Problem]:
    """Find a missing name, or an end before the founding."""
    if not (row["name_th"] or row["name_en"]):
        yield Problem("name_th", _("a name in Thai or English is required"))
    if not can_be_in_order(row["founded"], row["dissolved"]):
        yield Problem("dissolved", _("it was dissolved before it was founded"))


def _find_former_name(before: Row, after: Row) -> Row | None:
    """Return the Thai name that a change gives up, else the English one."""
    for name in ("name_th", "name_en"):
        if before[name] and after[name] and not _NAME_TH.is_same(before[name], after[name]):
            return {"former_name": before[name]}
    return None


def _list_search_names(written: str) -> Iterable[str]:
    """Return the name as written, and with the short form of its kind spelt out."""
    return dict.fromkeys((written, spell_out(written)))


class _BodyName(Text):
    """The name of an organisation: ``รพ.`` and ``โรงพยาบาล`` are the same there."""

    def is_same(self, one: Any, other: Any) -> bool:
        """Tell whether two names are the same, with the kind written short or in full."""
        return super().is_same(one, other) or match_key(spell_out(str(one))) == match_key(spell_out(str(other)))


_NAME_TH = _BodyName("name_th", "ชื่อองค์กร", "Name (Thai)", "ชื่อหน่วยงาน", "ชื่อไทย", "ชื่อ", "หน่วยงาน", "name", is_name=True)


def _is_respelling(before: Row, after: Row) -> bool:
    """Tell whether a name changes in no more than a letter or a tone mark."""
    pairs = [(before[name], after[name]) for name in ("name_th", "name_en") if before[name] and after[name]]
    changed = [(spell_out(one), spell_out(other)) for one, other in pairs if not _NAME_TH.is_same(one, other)]
    return bool(changed) and all(are_spelled_alike(*pair) for pair in changed)


_ABBREVIATION = TextList(
    "abbreviation", "ชื่อย่อ", "Abbreviation", "อักษรย่อ", "ตัวย่อ", "abbreviations", "acronym", is_name=True
)
_VARIANTS = TextList(
    "variants", "ชื่ออื่น", "Other names", "ชื่อเดิม", "ชื่อเรียกอื่น", "former names", "variant names", is_name=True
)

_OFFICIAL_CODES = (
    "รหัสราชการ", "รหัสหน่วยงาน", "รหัสสถานศึกษา", "รหัสโรงเรียน", "รหัสสถานพยาบาล", "รหัสสถานบริการ", "รหัสโรงพยาบาล",
    "รหัสส่วนราชการ", "รหัสมหาวิทยาลัย", "hcode", "hospcode", "school code", "school id", "hospital code", "agency code",
)  # fmt: skip

ORGANISATION = Entity(
    name="organisation",
    collection="organisations",
    command="org",
    label=Label("องค์กร", "Organisation"),
    plural=Label("องค์กร", "Organisations"),
    fields=(
        _NAME_TH,
        Text("name_en", "ชื่อภาษาอังกฤษ", "Name (English)", "ชื่ออังกฤษ", "english name", is_name=True),
        _ABBREVIATION,
        _VARIANTS,
        OfficialCode("official_code", "รหัสทางการ", "Official code", *_OFFICIAL_CODES),
        Choice(
            "kind", "ประเภท", "Kind", "ประเภทหน่วยงาน", "type", options=KINDS, synonyms=choice_words.ORGANISATION_KIND
        ),
        Reference("parent", "สังกัด", "Part of", "หน่วยงานต้นสังกัด", "ต้นสังกัด", to="organisation"),
        ProvinceField("province", "จังหวัด", "Province"),
        DistrictField("district", "อำเภอ", "District", "เขต", "อำเภอ/เขต"),
        Text("address", "ที่อยู่", "Address", lines=True),
        Text("postcode", "รหัสไปรษณีย์", "Postcode", "zip", "postal code"),
        Phone("phone", "โทรศัพท์", "Phone", "โทร", "เบอร์โทร", "เบอร์โทรศัพท์", "tel", "telephone"),
        Phone("fax", "โทรสาร", "Fax", "แฟกซ์"),
        Email("email", "อีเมล", "E-mail", "อีเมล์", "e-mail", "email address"),
        Url("website", "เว็บไซต์", "Website", "เว็บไซด์", "url", "web"),
        Text("project", "โครงการ", "Project"),
        Text("mission", "พันธกิจ", "Mission", lines=True),
        TextList("objectives", "วัตถุประสงค์", "Objectives"),
        Date("founded", "วันก่อตั้ง", "Founded", "ก่อตั้งเมื่อ", "ปีที่ก่อตั้ง"),
        Date("dissolved", "วันยุบเลิก", "Dissolved", "ยุบเลิกเมื่อ"),
        ConfirmedOn("confirmed_on", "ยืนยันข้อมูลติดต่อเมื่อ", "Contact data confirmed", "ยืนยันการติดต่อ", "contact confirmed"),
    ),
    confirmed_fields=("address", "postcode", "phone", "fax", "email", "website"),
    derive=lambda row, frame: {"confirmed_on": date_confirmation(row, frame.as_of)},
    columns=("id", "code", "name_th", "kind", "parent", "province"),
    display_name=_get_display_name,
    names=_list_names,
    search_names=_list_search_names,
    naming_child="former_organisation_name",
    find_former_name=_find_former_name,
    from_name=_make_organisation,
    is_respelling=_is_respelling,
    distinguishing_fields=("code", "official_code"),
    exclusive_fields=("code", "official_code"),
    apart_fields=("official_code", "parent", "province", "district"),
    contradicting_fields=("code",),
    agreeing_fields=("postcode", "phone", "email", "website"),
    keys=(
        Key("code"),
        Key("official_code"),
        Key("name", *(KeyPart(field, must_agree=True) for field in ("parent", "province", "district"))),
    ),
    check=_check_organisation,
    related_records=(
        RelatedRecords("organisation", "parent", "sub_units", Label("หน่วยงานในสังกัด", "Units")),
        RelatedRecords("post", "organisation", "posts", Label("ผู้ดำรงตำแหน่ง", "Posts")),
        RelatedRecords("member_group", "organisation", "groups", Label("กลุ่มและเครือข่าย", "Groups")),
        RelatedRecords("cohort", "venue", "hosted_cohorts", Label("การอบรมที่จัดที่นี่", "Training held here")),
    ),
)

FORMER_ORGANISATION_NAME = Entity(
    name="former_organisation_name",
    collection="former_organisation_names",
    command="org former-name",
    label=Label("ชื่อเดิม", "Former name"),
    plural=Label("ชื่อเดิม", "Former names"),
    fields=(
        Reference(
            "organisation", "หน่วยงาน", "Organisation", "องค์กร", "ชื่อปัจจุบัน", "org",
            to="organisation", parent=True, required=True,
        ),
        Text("former_name", "ชื่อเดิม", "Former name", "ชื่อ", "ชื่อหน่วยงานเดิม", required=True),
        Date("until", "ใช้ถึง", "Used until", "ถึง", "ใช้ถึงวันที่", "until"),
    ),
    columns=("id", "organisation", "former_name", "until"),
    display_name=lambda row: str(row["former_name"]),
    names=lambda row: dict.fromkeys((spell_out(row["former_name"] or ""), row["former_name"] or "")),
    keys=(Key("organisation", "former_name"),),
)  # fmt: skip
