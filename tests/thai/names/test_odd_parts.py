"""Names in which something is odd: refused, or read with a remark; and family names in a column of their own."""

from __future__ import annotations

import pytest

from netreg.errors import InvalidValue
from netreg.thai.names.name_parser import parse_family_name, parse_given_name, parse_name

READ = {
    "ชื่อ นายสมมติ ตัวอย่าง": (("นาย",), "สมมติ", "ตัวอย่าง", ()),
    "ชื่อ-สกุล: นางสมมติ ตัวอย่าง": (("นาง",), "สมมติ", "ตัวอย่าง", ()),
    "นายสมมติ ตัวอย่าง 081-2345678": (
        ("นาย",),
        "สมมติ",
        "ตัวอย่าง",
        ("words around the name were left out: 081-2345678",),
    ),
    "นายสมมติ ตัวอย่าง ๑/": (("นาย",), "สมมติ", "ตัวอย่าง", ("words around the name were left out: ๑/",)),
    "นายสมมติ ตัวอย่าง²": (("นาย",), "สมมติ", "ตัวอย่าง", ("words around the name were left out: ²",)),
    "สมมติ ตัวอย่าง (นาย)": (("นาย",), "สมมติ", "ตัวอย่าง", ()),
    "ผศ.สมมติ ตัวอย่าง (ดร.)": (("ผศ.", "ดร."), "สมมติ", "ตัวอย่าง", ()),
    "สมมติ ตัวอย่าง (น.ส.)": (("น.ส.",), "สมมติ", "ตัวอย่าง", ()),
    "มิสสมศรี ตัวอย่าง": (("มิส",), "สมศรี", "ตัวอย่าง", ()),
    "มาสเตอร์สมมติ ตัวอย่าง": (("มาสเตอร์",), "สมมติ", "ตัวอย่าง", ()),
    "ดร.สมมติ ตัวอย่าง|อาจารย์": (("ดร.",), "สมมติ", "ตัวอย่าง", ("a position was left out of the name: อาจารย์",)),
    "นายสมมติ ผู้พัฒน์": (("นาย",), "สมมติ", "ผู้พัฒน์", ()),
    "นายสมมติ ผู้ดี": (("นาย",), "สมมติ", "ผู้ดี", ()),
    "นายสมมติ คณะดี": (("นาย",), "สมมติ", "คณะดี", ()),
    "นายสมมติ ผู้อำนวยการ": (("นาย",), "สมมติ", "", ("a position was left out of the name: ผู้อำนวยการ",)),
    "นายสมมติ คณะวิทยาศาสตร์": (("นาย",), "สมมติ", "", ("a position was left out of the name: คณะวิทยาศาสตร์",)),
    "นายสมมติ นางแย้ม": (("นาย",), "สมมติ", "นางแย้ม", ("the family name begins with a title: นางแย้ม",)),
    "นายกมล ตัวอย่าง": (("นาย",), "กมล", "ตัวอย่าง", ()),
    "นายกวิน ตัวอย่าง": (("นาย",), "กวิน", "ตัวอย่าง", ()),
    "รอมฎอน ตัวอย่าง": ((), "รอมฎอน", "ตัวอย่าง", ()),
    "J. R. Smith-Jones": ((), "J.", "R. Smith-Jones", ()),
}
REFUSED = {
    "แทน นายสมมติ ตัวอย่าง": "has a title within the name",
    "ผู้รับรอง นายสมมติ ตัวอย่าง": None,
    "สมมติ นายตัวอย่าง": "has a title within the name",
    "นาย ส ม ม ติ ตั ว อ ย่ า ง": "has blanks between its letters",
    "นายกสมมติ ตัวอย่าง": "the title นาย or the office นายก?",
    "นายกเจริญ ตัวอย่าง": "the title นาย or the office นายก?",
    "นางสาวสมมติ สกุล-": "the name has '-' in it",
    "นางสาวสมมติ ตัว2อย่าง": "the name has '2' in it",
    "นางสาวสมมติ ตัวอย่าง|เก่า": "the name has '|' in it",
    "รอเสนอชื่อ": "is a vacant post",
    "รอแจ้งชื่อ": "is a vacant post",
    "ยังไม่ระบุ": "is a vacant post",
}
FAMILIES = {
    "ตัวอย่าง": ((), "ตัวอย่าง", "", ""),
    "ตัวอย่าง ณ ทดสอบ": ((), "ตัวอย่าง ณ ทดสอบ", "", ""),
    "ตัวอย่าง (สกุลเดิม ทดสอบ)": ((), "ตัวอย่าง", "", "ทดสอบ"),
    "ตัวอย่าง (ประธาน)": ((), "ตัวอย่าง", "", ""),
    "ตัวอย่าง ปร.ด.": ((), "ตัวอย่าง", "", ""),
    "ตัวอย่าง / เลขานุการ": ((), "ตัวอย่าง", "", ""),
    "(เก่ง) ตัวอย่าง": ((), "ตัวอย่าง", "เก่ง", ""),
    "ตัวอย่าง 081-2345678": ((), "ตัวอย่าง", "", ""),
    "ตัวอย่าง ร.น.": (("ร.น.",), "ตัวอย่าง", "", ""),
    "ตัวอย่าง, Ph.D.": ((), "ตัวอย่าง", "", ""),
    "Smith-Jones": ((), "Smith-Jones", "", ""),
}
FAMILIES_REFUSED = ("ตัวอย่าง 5", "ตัวอย่าง|เก่า", "ตัวอย่าง-", "ตัวอย่าง / นางสมมติ ทดสอบ", "ตั ว อ ย่ า ง")


@pytest.mark.usefixtures("in_english")
def test_odd_names_are_read_or_refused() -> None:
    wrong: list[object] = []
    for text, expected in READ.items():
        name = parse_name(text)
        if (seen := (*name[:3], tuple(map(str, name.remarks)))) != expected:
            wrong.append((text, seen))
    for text, reason in REFUSED.items():
        try:
            wrong.append((text, parse_name(text))) if reason else parse_name(text)
        except InvalidValue as refusal:
            if reason and reason not in str(refusal):
                wrong.append((text, str(refusal)))
    assert not wrong


def test_a_family_name_is_read_as_behind_a_given_name() -> None:
    wrong: list[object] = []
    for text, expected in FAMILIES.items():
        name = parse_family_name(text)
        if (seen := (name.titles, name.family, name.nickname, name.former_family)) != expected:
            wrong.append((text, seen))
        if name.family != text and not (name.remarks or name.titles):
            wrong.append((text, "silent"))
    for text in FAMILIES_REFUSED:
        try:
            wrong.append((text, parse_family_name(text)))
        except InvalidValue:
            continue
    assert not wrong


GIVEN = {
    "สมมติ": ((), "สมมติ", "", ""),
    "Mary Ann": ((), "Mary Ann", "", ""),
    "สมมติ 081-2345678": ((), "สมมติ", "", ""),
    "สมมติ (อาจารย์)": ((), "สมมติ", "", ""),
    "สมมติ (สกุลเดิม ทดสอบ)": ((), "สมมติ", "", "ทดสอบ"),
    "(เก่ง) สมมติ": ((), "สมมติ", "เก่ง", ""),
    "สมมติ ปร.ด.": ((), "สมมติ", "", ""),
    "สมมติ / เลขานุการ": ((), "สมมติ", "", ""),
    "สมมติ²": ((), "สมมติ", "", ""),
    "สมมติ (ดร.)": (("ดร.",), "สมมติ", "", ""),
    "นายสมมติ (นาย)": (("นาย",), "สมมติ", "", ""),
    "1. นายสมมติ": (("นาย",), "สมมติ", "", ""),
}


def test_a_given_name_in_its_own_column_is_cleaned() -> None:
    wrong: list[object] = []
    for text, expected in GIVEN.items():
        name = parse_given_name(text)
        if (seen := (name.titles, name.given, name.nickname, name.former_family)) != expected:
            wrong.append((text, seen))
    for text in ("ส ม ม ติ", "สมมติ|ตัวอย่าง"):
        try:
            wrong.append((text, parse_given_name(text)))
        except InvalidValue:
            continue
    assert not wrong
