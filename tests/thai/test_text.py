"""What is stored of a text, and the keys it is compared, searched and sorted by."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netreg.thai.text import (
    clean,
    find_nearest,
    fold_text,
    fold_texts,
    format_ranges,
    list_number_forms,
    make_keys,
    match_key,
    normalise,
    sort_key,
    to_ascii_digits,
    to_thai_digits,
)

THAI = st.text(st.sampled_from("กขงชดนมรสอเแโใไะาำัิีึืุู็่้๊๋์ํฺๅๆฯ๐๙ \u00a0\u200b.-1aÉe\u0301"))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("สมมติ", "สมมติ"),
        ("  สมมติ  ", "สมมติ"),
        ("\u00a0สมมติ\u3000", "สมมติ"),
        ("\ufeffสมมติ", "สมมติ"),
        ("สม\u200bมติ", "สมมติ"),
        ("สม\u200cม\u200dติ\u2060", "สมมติ"),
        ("\u200b สมมติ \u200b", "สมมติ"),
        ("สมมติ\u00a0ตัวอย่าง", "สมมติ\u00a0ตัวอย่าง"),
        ("สมมติ  ตัวอย่าง", "สมมติ  ตัวอย่าง"),
        ("สม\x00มติ\x1b[31m", "สมมติ[31m"),
        ("\x7fสมมติ\x9b", "สมมติ"),
        ("\u202eสมมติ\u2069", "สมมติ"),
        ("\u061cสมมติ\u180e\ufff9", "สมมติ"),
        ("สมมติ\U000e0041\U000e007f", "สมมติ"),
        ("สมมติ\ud800", "สมมติ"),
        ("สมมติ\r\nตัวอย่าง", "สมมติ ตัวอย่าง"),
        ("สมมติ\tตัวอย่าง\n", "สมมติ ตัวอย่าง"),
        ("น้ำ", "น้ำ"),
        ("นํ้า", "นํ้า"),
        ("ﬁ ² ½", "ﬁ ² ½"),
        ("", ""),
        (" \u200b\t ", ""),
    ],
)
def test_clean(text: str, stored: str) -> None:
    assert clean(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("หนึ่ง\r\nสอง\rสาม", "หนึ่ง\nสอง\nสาม"),
        ("หนึ่ง\tสอง", "หนึ่ง\tสอง"),
        ("\n\nหนึ่ง\n\nสอง\n", "หนึ่ง\n\nสอง"),
        ("หนึ่ง\u2028สอง\x0bสาม", "หนึ่ง\nสอง\nสาม"),
        ("หนึ่ง\x07\n\u200bสอง", "หนึ่ง\nสอง"),
    ],
)
def test_clean_keeps_lines_where_lines_are_asked_for(text: str, stored: str) -> None:
    assert clean(text, lines=True) == stored


def test_to_ascii_digits() -> None:
    assert to_ascii_digits("ครั้งที่ ๒/๒๕๖๗") == "ครั้งที่ 2/2567"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("นํา", "นำ"),
        ("เเก่น", "แก่น"),
        ("ท่ี", "ที่"),
        ("กุ้้ง", "กุ้ง"),
        ("กุุ้ง", "กุ้ง"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("เป็็น", "เป็น"),
        ("ปี ๒๕๖๗", "ปี 2567"),
        ("ก\u00a0 \t ข", "ก ข"),
        ("Khon  KAEN", "khon kaen"),
        ("Cafe\u0301", "caf\u00e9"),
        ("CAFÉ", "caf\u00e9"),
        ("น\u200bํา", "นำ"),
        ("²", "²"),
        ("ﬁ", "fi"),
        ("กา้", "กา้"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "มหาวิทยาลัยเทคโนโลยีราชมงคลอีสาน วิทยาเขตขอนแก่น",
            "มหาวิทยาลัยเทคโนโลยีราชมงคลอีสานวิทยาเขตขอนแก่น",
        ),
        ("กรุงเทพฯ", "กรุงเทพ"),
        ("ก.พ.ร.", "กพร"),
        ('โครงการ "ทดสอบ"', "โครงการ “ทดสอบ”"),
        ("เขต ๑", "เขต 1"),
        ("ต่าง ๆ", "ต่างๆ"),
        ("Khon-Kaen", "KHON KAEN"),
        ("โรงเรียน(ทดสอบ)", "โรงเรียน ทดสอบ"),
        ("เขต 1 - 2", "เขต 1-2"),
        ("ขอน\u00a0เเก่น", "ขอนแก่น"),
        ("นํ้าใส", "น้ำใส"),
    ],
)
def test_one_name_typed_in_two_ways(one: str, other: str) -> None:
    assert match_key(one) == match_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("เขต 1-2", "เขต 12"),
        ("เขต 1 2", "เขต 12"),
        ("ต่างๆ", "ต่าง"),
        ("ข้าว", "ขาว"),
        ("แผนก ก", "แผนก ข"),
        ("...", "-"),
        ("", "-"),
    ],
)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("เทศบาลนครขอนแก่น", "ขอนแกน"),
        ("สมศักดิ์ ตัวอย่าง", "ศักดิ"),
        ("สมศักดิ์ ตัวอย่าง", "ศักดิ์  ตัวอ"),
        ("บ้านน้ำใส", "นํ้าใส"),
        ("Khon Kaen", "KHON k"),
        ("ปี ๒๕๖๗", "2567"),
    ],
)
def test_fold_finds_what_was_typed_without_tone_marks(text: str, typed: str) -> None:
    assert fold_text(typed) in fold_text(text)


def test_fold_keeps_vowels() -> None:
    assert fold_text("เป็น") == "เป็น"


DICTIONARY = [
    "10",
    "2-ข",
    "9",
    "apple",
    "Éclair",
    "Zebra",
    "ก",
    "กก",
    "กง",
    "กฎ",
    "กฐิน",
    "กด",
    "กติกา",
    "กนก",
    "กบ",
    "กระ",
    "กระต่าย",
    "กริช",
    "กรุง",
    "กล",
    "กล้วย",
    "กวาง",
    "กษัตริย์",
    "กอ",
    "ก่อ",
    "ก้อ",
    "กอง",
    "ก่อง",
    "ก้อง",
    "กะ",
    "กะทิ",
    "กัน",
    "กั่น",
    "กั้น",
    "กา",
    "ก่า",
    "ก้า",
    "กาก",
    "กาม",
    "กำ",
    "ก่ำ",
    "กิน",
    "กี่",
    "กึ่ง",
    "กุ้ง",
    "กู",
    "กู้",
    "เก",
    "เก่ง",
    "เก็บ",
    "เกม",
    "เกาะ",
    "แก",
    "แก่",
    "แก้",
    "แกง",
    "แก่ง",
    "แก้ว",
    "โกง",
    "ใกล้",
    "ไก",
    "ไก่",
    "ไกล",
    "ขน",
    "ขวด",
    "ขา",
    "ข่า",
    "ข้า",
    "ขาว",
    "ข่าว",
    "ข้าว",
    "เข้า",
    "งาน",
    "จันทร์",
    "จาน",
    "ฉัน",
    "ชาย",
    "เชียงใหม่",
    "เชื่อ",
    "ซื้อ",
    "ต้น",
    "ตา",
    "ทราย",
    "นคร",
    "นาย",
    "น้ำ",
    "เนย",
    "บ้าน",
    "ปลา",
    "เปล",
    "แปล",
    "เพลง",
    "รัก",
    "ฤดู",
    "ลม",
    "วัน",
    "ศาลา",
    "สมมติ",
    "สีดา",
    "เสือ",
    "หญิง",
    "หมอ",
    "เหล็ก",
    "แหวน",
    "ไหม",
    "อก",
    "องค์",
    "อาจารย์",
    "เอก",
    "ไอ",
    "ฮา",
]


def test_sort_key_orders_as_a_thai_dictionary() -> None:
    shuffled = random.Random(1).sample(DICTIONARY, len(DICTIONARY))
    assert sorted(shuffled, key=sort_key) == DICTIONARY


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ก ฮ", "กก ก"),
        ("สมมติ ตัวอย่าง", "สมมติ ทดสอบ"),
        ("กากา่", "กา่กา"),
        ("ตลาด", "เตลิด"),
    ],
)
def test_sort_key_rules(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


# By the dictionary of the Royal Institute ๆ is no letter: a repeated word stands beside the word itself.
REPEATED = (
    "ข้าง",
    "ข้างๆ",
    "ข้าง ๆ",
    "ข้างกระดาน",
    "ข้างขึ้น",
    "ข้างออก",
    "ต่าง",
    "ต่างๆ",
    "ต่างกรรม",
    "ต่างหาก",
    "มาก",
    "มากๆ",
    "มากมาย",
)


def test_a_sign_of_repetition_is_no_letter() -> None:
    shuffled = random.Random(1).sample(REPEATED, len(REPEATED))
    assert sorted(shuffled, key=sort_key) == list(REPEATED)


def test_sort_key_disregards_case_and_punctuation() -> None:
    assert sort_key("“Khon-Kaen”") == sort_key("khonkaen")
    assert sort_key("ก - ข") == sort_key("ก ข")


PLACES = ("เทศบาลนครขอนแก่น", "เทศบาลเมืองทดสอบ", "องค์การบริหารส่วนจังหวัดขอนแก่น", "ห้องสมุด")


@pytest.mark.parametrize(
    ("word", "best"),
    [
        ("เทศบาลยคนขอนแก่น", ["เทศบาลนครขอนแก่น"]),
        ("เทศบาล นคร ขอนแก่น", ["เทศบาลนครขอนแก่น"]),
        ("หองสมุด", ["ห้องสมุด"]),
        ("xyz", []),
    ],
)
def test_find_nearest(word: str, best: list[str]) -> None:
    assert find_nearest(word, PLACES)[:1] == best


def test_find_nearest_puts_the_best_first_and_keeps_to_the_limit() -> None:
    candidates = ["ทดสอบกขค", "ทดสอบ", "ทดสอบกข", "ทดสอบก"]
    assert find_nearest("ทดสอบ", candidates, limit=2) == ["ทดสอบ", "ทดสอบก"]


@given(st.text() | THAI)
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)


@given(st.text() | THAI)
@example("ุ่ิฺ")
@example("ก่าํา")
@example("ำำิ")
@example("ําำ")
@example("ุ์ฺ")
def test_normalise_twice_is_normalise_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text() | THAI)
def test_keys_do_not_depend_on_how_a_text_was_typed(text: str) -> None:
    for key in (match_key, fold_text, sort_key):
        assert key(normalise(text)) == key(text) == key(clean(text))


@given(st.text() | THAI)
@example("")
@example("สมชาย ทดสอบ")
@example("ก 1-2 ข")
@example(f"{'ก่' * 600} {'ข้' * 600} ค")
def test_both_keys_in_one_go_are_each_by_itself(text: str) -> None:
    assert make_keys(text) == (match_key(text), sort_key(text))


@given(st.lists(st.text() | THAI))
@example(["", " ", "  ก", "ก  ข", " ก ข", "ก ", "่ ก", "ก ่", "ก \u200b", "\u200b ก", "ก\t ข", "É Σ ΑΣ"])
def test_many_are_folded_as_each_by_itself(texts: list[str]) -> None:
    assert fold_texts(texts) == [fold_text(text) for text in texts]


RUNS = [
    ([], ""),
    ([1], "1"),
    ([1, 2], "1–2"),
    ([3, 1, 2], "1–3"),
    ([1, 3], "1, 3"),
    ([1, 2, 3, 7, 9, 10], "1–3, 7, 9–10"),
]


@pytest.mark.parametrize(("numbers", "shown"), RUNS)
def test_format_ranges(numbers: list[int], shown: str) -> None:
    assert format_ranges(numbers) == shown


def test_thousands_may_be_parted_by_commas_or_not() -> None:
    forms = {
        "66757": ["66,757"], "66,757": ["66757"], "จำนวน 1,066,757 คน": ["จำนวน 1066757 คน"], "1234.50": ["1,234.50"],
        "757": [], "6,75": [], "0432022222": [], "043-202222": [], "ab12345": [], "อว 660301/12345": [], "12,3456": [],
        "+66432022222": [], "a@12345.ac.th": [],
    }  # fmt: skip
    assert {written: list_number_forms(fold_text(written)) for written in forms} == forms


def test_thai_digits_leave_addresses_and_names_alone() -> None:
    written = {
        "ครั้งที่ 1/2567 เวลา 09.30 น.": "ครั้งที่ ๑/๒๕๖๗ เวลา ๐๙.๓๐ น.",
        "ชั้น4อาคาร 12": "ชั้น๔อาคาร ๑๒",
        "https://example.ac.th/j/123 a1@example.org COVID-19": "https://example.ac.th/j/123 a1@example.org COVID-19",
        "": "",
    }
    assert {text: to_thai_digits(text) for text in written} == written


@given(st.text())
def test_thai_digits_lose_nothing(text: str) -> None:
    assert to_ascii_digits(to_thai_digits(text)) == to_ascii_digits(text)
