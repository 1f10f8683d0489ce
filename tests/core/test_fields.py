"""The types of field: what each takes, stores, shows to people and gives to scripts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from netreg.core.address_fields import Email, Url
from netreg.core.choice_fields import Choice, YesNo
from netreg.core.fields import (
    PLAIN,
    Code,
    Count,
    Field,
    Money,
    Number,
    OfficeNumber,
    Ref,
    Reference,
    Style,
    Text,
    TextList,
    shorten,
)
from netreg.core.thai_fields import (
    AcademicYear,
    BuddhistYear,
    ClassNumber,
    Date,
    DistrictField,
    Moment,
    Offsets,
    Phone,
    ProvinceField,
    Region,
    Repeat,
    TermField,
    TitlesField,
)
from netreg.errors import InvalidValue
from netreg.language import Label
from netreg.thai.names.titles import TITLES
from netreg.thai.provinces import PROVINCES
from tests.conftest import examples

STYLES = [Style(era, lang, long) for era in ("be", "ce") for lang in ("th", "en") for long in (False, True)]
COLOURS = {"red": Label("แดง", "red"), "dark_green": Label("เขียวเข้ม", "dark green")}
MANY = {f"kind_{n}": Label(f"ชนิดที่ {n}", f"kind {n}") for n in range(12)}

FIELD = Field("f", "ช่อง", "Field")
TEXT = Text("f", "ช่อง", "Field")
LINES = Text("f", "ช่อง", "Field", lines=True)
CODE = Code("f", "ช่อง", "Field")
TEXTS = TextList("f", "ช่อง", "Field")
CHOICE = Choice("f", "ช่อง", "Field", options=COLOURS, synonyms={"crimson": "red"})
WIDE = Choice("f", "ช่อง", "Field", options=MANY)
FLAG = YesNo("f", "ช่อง", "Field")
DATE = Date("f", "ช่อง", "Field")
TIME = Date("f", "ช่อง", "Field", time=True)
TERM = TermField("f", "ช่อง", "Field")
COUNT = Count("f", "ช่อง", "Field")
NUMBER = Number("f", "ช่อง", "Field")
YEAR = BuddhistYear("f", "ช่อง", "Field")
MONEY = Money("f", "ช่อง", "Field")
ACADEMIC = AcademicYear("f", "ช่อง", "Field")
CLASS = ClassNumber("f", "ช่อง", "Field")
REGION = Region("f", "ช่อง", "Field")
EMAIL = Email("f", "ช่อง", "Field")
URL = Url("f", "ช่อง", "Field")
PHONE = Phone("f", "ช่อง", "Field")
PROVINCE = ProvinceField("f", "ช่อง", "Field")
DISTRICT = DistrictField("f", "ช่อง", "Field")
TITLE = TitlesField("f", "ช่อง", "Field")
MOMENT = Moment("f", "ช่อง", "Field")
REFERENCE = Reference("unit", "หน่วย", "Unit", to="organisation")
READ_BY_PARSE = [
    FIELD, TEXT, LINES, CODE, TEXTS, CHOICE, WIDE, FLAG, DATE,
    TIME, TERM, COUNT, NUMBER, YEAR, EMAIL, URL, PHONE, PROVINCE, TITLE,
    MONEY, ACADEMIC, REGION, DISTRICT,
]  # fmt: skip


def named(value: object) -> str | None:
    return type(value).__name__ if isinstance(value, Field) else None


# --- parse ---------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["", "  ", "\t\n", "\u00a0", "\u200b"])
def test_nothing_at_all_is_none(nothing: str) -> None:
    assert [named(field) for field in READ_BY_PARSE if field.parse(nothing) is not None] == []


TAKEN: list[tuple[Field, str, str | int]] = [
    (TEXT, "  สมมติ \u200b", "สมมติ"),
    (TEXT, "บรรทัดหนึ่ง\r\nบรรทัดสอง", "บรรทัดหนึ่ง บรรทัดสอง"),
    (TEXT, "a\t\tb", "a b"),
    (TEXT, "007", "007"),
    (TEXT, "น้ำ\x1b[31m", "น้ำ[31m"),
    (LINES, "หนึ่ง\r\nสอง\rสาม", "หนึ่ง\nสอง\nสาม"),
    (LINES, "\n\nหนึ่ง\n", "หนึ่ง"),
    (CODE, " kku-lib ", "kku-lib"),
    (CODE, "อว/66.1_ก", "อว/66.1_ก"),
    (CODE, "mou2567", "mou2567"),
    (TEXTS, "หนึ่ง; สอง ;;หนึ่ง", '["หนึ่ง", "สอง"]'),
    (TEXTS, "หนึ่ง; ก\nสอง", '["หนึ่ง; ก", "สอง"]'),
    (TEXTS, "เดียว", '["เดียว"]'),
    (CHOICE, "red", "red"),
    (CHOICE, " RED ", "red"),
    (CHOICE, "แดง", "red"),
    (CHOICE, "dark_green", "dark_green"),
    (CHOICE, "Dark Green", "dark_green"),
    (CHOICE, "เขียว เข้ม", "dark_green"),
    (CHOICE, "crimson", "red"),
    (FLAG, "yes", 1),
    (FLAG, "ใช่", 1),
    (FLAG, "✓", 1),
    (FLAG, "TRUE", 1),
    (FLAG, "no", 0),
    (FLAG, "ไม่ใช่", 0),
    (FLAG, "0", 0),
    (DATE, "11 ก.ย. 2560", "2017-09-11"),
    (DATE, "สิงหาคม 2564", "2021-08"),
    (DATE, "2459", "1916"),
    (DATE, "29/02/2567", "2024-02-29"),
    (TIME, "11 ก.ย. 2560 เวลา 13.00 น.", "2017-09-11T13:00"),
    (TIME, "11 ก.ย. 2560", "2017-09-11"),
    (TERM, "2 ปี 6 เดือน", "P2Y6M"),
    (TERM, "90 วัน", "P90D"),
    (COUNT, "66,757", 66757),
    (COUNT, "๔๒", 42),
    (COUNT, "0", 0),
    (COUNT, "007", 7),
    (NUMBER, "2567", 2567),
    (MONEY, "12,500.50", 1250050),
    (MONEY, "๑,๐๐๐ บาท", 100000),
    (MONEY, "฿5", 500),
    (MONEY, "5.- ", 500),
    (MONEY, "0.05", 5),
    (MONEY, "300.5 บาท", 30050),
    (MONEY, "1000000 บาทถ้วน", 100000000),
    (ACADEMIC, "ปีการศึกษา 2549", 2549),
    (ACADEMIC, "ปีการศึกษา๒๕๔๙", 2549),
    (ACADEMIC, "2006", 2549),
    (REGION, "ภาคอีสาน", "ภาคตะวันออกเฉียงเหนือ"),
    (REGION, "South", "ภาคใต้"),
    (REGION, "กลาง", "ภาคกลาง"),
    (YEAR, "2567", 2567),
    (YEAR, "๒๕๖๗", 2567),
    (YEAR, "พ.ศ. 2567", 2567),
    (YEAR, "พศ 2567", 2567),
    (YEAR, "2024", 2567),
    (YEAR, "ค.ศ. 2024", 2567),
    (EMAIL, "mailto:Somsri@Example.AC.TH", "Somsri@example.ac.th"),
    (EMAIL, "a.b+c@example.org", "a.b+c@example.org"),
    (URL, "https://example.org/ก?a=1", "https://example.org/ก?a=1"),
    (URL, "example.org", "example.org"),
    (PHONE, "0-7428-2209", "074282209"),
    (PROVINCE, "Khon Kaen", "ขอนแก่น"),
    (PROVINCE, "จ.ขอนแก่น", "ขอนแก่น"),
    (TITLE, "รศ.ดร.", "รศ. ดร."),
    (TITLE, "นาย", "นาย"),
]


@pytest.mark.parametrize(("field", "written", "stored"), TAKEN, ids=named)
def test_a_text_becomes_the_stored_value(field: Field, written: str, stored: str | int) -> None:
    assert field.parse(written) == stored


@pytest.mark.parametrize(
    ("written", "years", "stored"),
    [
        ("05/06/21", "ce", "2021-06-05"),
        ("05/06/21", "be", "1978-06-05"),
        ("05/06/69", None, "2026-06-05"),
        ("05/06/69", "ce", "1969-06-05"),
        ("05/06/2569", "be", "2026-06-05"),
    ],
)
def test_the_era_of_years_can_be_settled(written: str, years: str | None, stored: str) -> None:
    assert DATE.parse(written, years) == stored


REFUSED: list[tuple[Field, str, str]] = [
    (CODE, "12", "a code of digits alone would be taken for a record's number; add a letter"),
    (CODE, "๑๒", "a code of digits alone would be taken for a record's number; add a letter"),
    (CODE, "a b", "a code cannot contain spaces"),
    (CODE, "a=b", "a code cannot contain spaces, quotes or any of , ; : ="),
    (CODE, "'a'", "a code cannot contain spaces, quotes"),
    (CODE, "#12", "a code cannot contain spaces"),
    (CHOICE, "blue", "'blue' is not a valid choice; expected one of: red (แดง), dark_green (เขียวเข้ม)"),
    (WIDE, "kind 13", "kind_1"),
    (WIDE, "ไม่มีอะไรคล้าย", "kind_0 (ชนิดที่ 0), kind_1 (ชนิดที่ 1), kind_2 (ชนิดที่ 2)"),
    (FLAG, "maybe", "'maybe' is not a valid choice; expected one of: yes (ใช่), no (ไม่ใช่)"),
    (DATE, "24 - 25 มีนาคม 2565", "'24 - 25 มีนาคม 2565' is a span of days; write one date"),
    (DATE, "ปีงบประมาณ 2566", "is a span of days; write one date"),
    (DATE, "11 ก.ย. 2560 09:00", "has a time of day; write the date alone"),
    (DATE, "29/02/2564", "2564"),
    (TIME, "24 - 25 มีนาคม 2565", "is a span of days"),
    (TERM, "นานมาก", "is not a valid term"),
    (TERM, "0 ปี", "the term is empty"),
    (MONEY, "-5", "'-5' is not an amount of money"),
    (MONEY, "1.234", "'1.234' is not an amount of money"),
    (MONEY, "1.5 ล้าน", "'1.5 ล้าน' is not an amount of money"),
    (MONEY, "บาท", "'บาท' is not an amount of money"),
    (MONEY, "1,23", "'1,23' is not an amount of money"),
    (MONEY, "99999999999999999", "is too large"),
    (MONEY, "10,000,000,000,000", "is too large"),
    (ACADEMIC, "ปีการศึกษา", "'ปีการศึกษา' is not a valid year"),
    (ACADEMIC, "ภาคเรียนที่ 1/2549", "'ภาคเรียนที่ 1/2549'"),
    (REGION, "ภาคตะวันออก", "'ภาคตะวันออก' is not a region; expected one of: ภาคเหนือ"),
    (COUNT, "-1", "'-1' is not a whole number"),
    (COUNT, "1.5", "'1.5' is not a whole number"),
    (COUNT, "1,23", "'1,23' is not a whole number"),
    (COUNT, "สิบ", "'สิบ' is not a whole number"),
    (COUNT, "9" * 16, "is too large"),
    (COUNT, "999,999,999,999,999,999,999", "is too large"),
    (YEAR, "67", "'67' is not a valid year; write four digits"),
    (YEAR, "2300", "is not a valid year"),
    (YEAR, "พ.ศ. 2024", "2024"),
    (YEAR, "ค.ศ. 2567", "2567"),
    (EMAIL, "somsri@example", "'somsri@example' is not an e-mail address"),
    (EMAIL, "a@b@example.org", "is not an e-mail address"),
    (EMAIL, "a b@example.org", "is not an e-mail address"),
    (EMAIL, "a@example.org, b@example.org", "is not an e-mail address"),
    (URL, "ไม่มี", "'ไม่มี' is not a web address"),
    (URL, "a b.org", "'a b.org' is not a web address"),
    (PHONE, "12", "too few digits"),
    (PROVINCE, "ขอนแกน", "'ขอนแกน' is not a province; did you mean: ขอนแก่น?"),
    (PROVINCE, "Xyzzy", "'Xyzzy' is not a province"),
]


@pytest.mark.parametrize(("field", "written", "sentence"), REFUSED, ids=named)
def test_what_cannot_be_taken_is_refused_with_the_reason(field: Field, written: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        field.parse(written)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("field", [COUNT, NUMBER])
@pytest.mark.parametrize("written", ["999999999999999", "999,999,999,999"])
def test_the_largest_number_fits_into_an_integer_column(field: Field, written: str) -> None:
    value = field.parse(written)
    assert isinstance(value, int)
    assert value < 1 << 63


# --- show, plain, flat ---------------------------------------------------------

SHOWN: list[tuple[Field, Any, Style, str]] = [
    (TEXT, "สมมติ", PLAIN, "สมมติ"),
    (TEXTS, '["หนึ่ง", "สอง"]', PLAIN, "หนึ่ง; สอง"),
    (TEXTS, '["หนึ่ง; ก", "สอง"]', PLAIN, "หนึ่ง; ก\nสอง\n"),
    (CHOICE, "dark_green", Style(lang="th"), "เขียวเข้ม"),
    (CHOICE, "dark_green", Style(lang="en"), "dark green"),
    (CHOICE, "word of a newer netreg", Style(), "word of a newer netreg"),
    (FLAG, 1, Style(lang="th"), "ใช่"),
    (FLAG, 0, Style(lang="en"), "no"),
    (FLAG, True, Style(lang="en"), "yes"),
    (DATE, "2021-08-05", Style("be", "th"), "5 ส.ค. 2564"),
    (DATE, "2021-08-05", Style("be", "th", long=True), "5 สิงหาคม 2564"),
    (DATE, "2021-08-05", Style("ce", "en"), "5 Aug 2021"),
    (DATE, "2021-08", Style("be", "en", long=True), "August 2564"),
    (DATE, "2021", Style("be", "th"), "2564"),
    (TIME, "2017-09-11T13:00", Style("be", "th"), "11 ก.ย. 2560 13:00 น."),
    (MOMENT, "2021-08-04T18:30:00Z", Style("be", "th"), "5 ส.ค. 2564 01:30 น."),
    (MOMENT, "2021-08-04T18:30:00Z", PLAIN, "2021-08-04T18:30:00Z"),
    (TERM, "P2Y6M", Style(lang="th"), "2 ปี 6 เดือน"),
    (TERM, "P2Y6M", Style(lang="en"), "2 years 6 months"),
    (MONEY, 1250050, Style(), "12,500.50"),
    (REGION, "ภาคใต้", Style(lang="en"), "South"),
    (REGION, "ภาคใต้", Style(), "ภาคใต้"),
    (COUNT, 66757, Style(), "66,757"),
    (NUMBER, 2567, Style(), "2567"),
    (PHONE, "074282209;ext=2209", Style(lang="th"), "0-7428-2209 ต่อ 2209"),
    (PHONE, "074282209;ext=2209", Style(lang="en"), "0-7428-2209 ext. 2209"),
    (PROVINCE, "ขอนแก่น", Style(lang="th"), "ขอนแก่น"),
    (PROVINCE, "ขอนแก่น", Style(lang="en"), "Khon Kaen"),
    (PROVINCE, "ขอนแก่น", PLAIN, "ขอนแก่น"),
    (PROVINCE, "แดนสมมติ", Style(lang="en"), "แดนสมมติ"),
    (REFERENCE, Ref("organisation", 7, "mu", "มหาวิทยาลัยสมมติ"), Style(), "มหาวิทยาลัยสมมติ"),
]


@pytest.mark.parametrize(("field", "value", "style", "shown"), SHOWN, ids=named)
def test_how_people_read_it(field: Field, value: Any, style: Style, shown: str) -> None:
    assert field.show(value, style) == shown


@pytest.mark.parametrize("style", [*STYLES, PLAIN])
def test_nothing_is_shown_as_nothing(style: Style) -> None:
    fields = [*READ_BY_PARSE, MOMENT, REFERENCE]
    assert [named(field) for field in fields if field.show(None, style) or field.to_cell(None)] == []


PLAINED: list[tuple[Field, Any, Any, str]] = [
    (TEXT, "สมมติ", "สมมติ", "สมมติ"),
    (TEXT, None, None, ""),
    (TEXTS, '["หนึ่ง", "สอง"]', ["หนึ่ง", "สอง"], "หนึ่ง; สอง"),
    (TEXTS, None, [], ""),
    (CHOICE, "dark_green", "dark_green", "dark_green"),
    (FLAG, 1, True, "yes"),
    (FLAG, 0, False, "no"),
    (FLAG, None, None, ""),
    (DATE, "2021-08", "2021-08", "2021-08"),
    (TERM, "P2Y", "P2Y", "P2Y"),
    (MONEY, 1250050, "12500.50", "12500.50"),
    (MONEY, 5, "0.05", "0.05"),
    (COUNT, 66757, 66757, "66757"),
    (PHONE, "074282209", "074282209", "074282209"),
    (MOMENT, "2021-08-04T18:30:00Z", "2021-08-04T18:30:00Z", "2021-08-04T18:30:00Z"),
    (
        REFERENCE,
        Ref("organisation", 7, "mu", "มหาวิทยาลัยสมมติ"),
        {"id": 7, "code": "mu", "name": "มหาวิทยาลัยสมมติ"},
        "มหาวิทยาลัยสมมติ",
    ),
    (REFERENCE, None, None, ""),
]


@pytest.mark.parametrize(("field", "value", "plain", "flat"), PLAINED, ids=named)
def test_what_scripts_get(field: Field, value: Any, plain: Any, flat: str) -> None:
    assert field.to_json(value) == plain
    assert type(field.to_json(value)) is type(plain)
    assert field.to_cell(value) == flat


def test_columns_and_types_of_sqlite() -> None:
    assert (REFERENCE.column, REFERENCE.sql_type) == ("unit_id", "INTEGER")
    assert (TEXT.column, TEXT.sql_type) == ("f", "TEXT")
    assert {f.sql_type for f in (COUNT, NUMBER, FLAG)} == {"INTEGER"}
    assert {f.sql_type for f in (DATE, TERM, TEXTS, PHONE)} == {"TEXT"}


@pytest.mark.parametrize(
    ("written", "length", "shown"),
    [("สั้น", 40, "สั้น"), ("a" * 40, 40, "a" * 40), ("a" * 41, 40, "a" * 39 + "…"), (" \x1b x", 5, "x")],
)
def test_a_text_in_a_message_is_short(written: str, length: int, shown: str) -> None:
    assert shorten(written, length) == shown


# --- parse(show(value)) == value ------------------------------------------------


def stored(field: Field, written: str) -> Any:
    """The value of a text that the field takes."""
    try:
        value = field.parse(written)
    except InvalidValue:
        value = None
    assume(value is not None)
    return value


def returns(field: Field, value: Any) -> None:
    for style in [*STYLES, PLAIN]:
        assert field.parse(field.show(value, style)) == value, style


WORDS = st.text(st.sampled_from("กขคงจำาเแ่้็ab Zz09๐;,:#@./-_'\"\n\r\t\u00a0\u200b\u2028\x1b"), min_size=1, max_size=24)
ANY = WORDS | st.text(min_size=1, max_size=12)
DAYS = st.dates(date(1800, 1, 1), date(2100, 12, 31)).map(lambda d: d.isoformat())
MINUTES = st.tuples(DAYS, st.times()).map(lambda p: f"{p[0]}T{p[1]:%H:%M}")
ROUGH = DAYS.map(lambda d: d[:7]) | DAYS.map(lambda d: d[:4])
TERMS = st.builds(
    lambda y, m, w, d: "P" + "".join(f"{n}{u}" for n, u in ((y, "Y"), (m, "M"), (w, "W"), (d, "D")) if n),
    *(st.integers(0, most) for most in (50, 40, 9, 400)),
)


@pytest.mark.parametrize("field", [FIELD, TEXT, LINES, CODE, TEXTS], ids=named)
@given(written=ANY)
@example(written="ก;ข\n")
@example(written="ก;ข\nค")
@settings(deadline=None, max_examples=examples(80))
def test_texts_are_read_back_as_they_are_shown(field: Field, written: str) -> None:
    returns(field, stored(field, written))


@given(user=st.text("abกZ.+:/_", min_size=1, max_size=12), host=st.text("abกZ-", min_size=1, max_size=8))
@example(user="mailto:mailto:a", host="b")
@settings(deadline=None, max_examples=examples(60))
def test_addresses_are_read_back_as_they_are_shown(user: str, host: str) -> None:
    returns(EMAIL, stored(EMAIL, f"{user}@{host}.org"))
    returns(URL, stored(URL, f"{user}{host}.org"))


@given(written=DAYS | ROUGH)
@example(written="2024-02-29")
@example(written="1850")
@example(written="2100-12-31")
@settings(deadline=None, max_examples=examples(40))
def test_dates_are_read_back_as_they_are_shown(written: str) -> None:
    returns(DATE, stored(DATE, written))


@given(written=DAYS | ROUGH | MINUTES)
@settings(deadline=None, max_examples=examples(30))
def test_times_are_read_back_as_they_are_shown(written: str) -> None:
    returns(TIME, stored(TIME, written))


@given(written=TERMS)
@settings(deadline=None, max_examples=examples(100))
def test_terms_are_read_back_as_they_are_shown(written: str) -> None:
    returns(TERM, stored(TERM, written))


@pytest.mark.parametrize("field", [COUNT, NUMBER, MONEY], ids=named)
@given(value=st.integers(0, 10**15 - 1))
@settings(deadline=None, max_examples=examples(60))
def test_numbers_are_read_back_as_they_are_shown(field: Field, value: int) -> None:
    returns(field, value)


@pytest.mark.parametrize("value", [2400, 2567, 2640])
def test_years_are_read_back_as_they_are_shown(value: int) -> None:
    returns(YEAR, value)


@pytest.mark.parametrize("value", [*COLOURS], ids=str)
def test_choices_are_read_back_as_they_are_shown(value: str) -> None:
    returns(CHOICE, value)


@pytest.mark.parametrize("value", [0, 1])
def test_yes_and_no_are_read_back_as_they_are_shown(value: int) -> None:
    returns(FLAG, value)


@pytest.mark.parametrize("province", PROVINCES, ids=lambda p: str(p.name_en))
def test_provinces_are_read_back_as_they_are_shown(province: Any) -> None:
    returns(PROVINCE, province.name_th)


LANDLINE = st.builds("0{}{:07d}".format, st.integers(2, 7), st.integers(0, 9_999_999))
MOBILE = st.builds("0{}{:08d}".format, st.sampled_from((6, 8, 9)), st.integers(0, 99_999_999))
EXTENDED = st.builds("{};ext={}".format, LANDLINE, st.integers(1, 99999))


@given(numbers=st.lists(LANDLINE | MOBILE | EXTENDED, min_size=1, max_size=4))
@settings(deadline=None, max_examples=examples(100))
def test_phones_are_read_back_as_they_are_shown(numbers: list[str]) -> None:
    returns(PHONE, stored(PHONE, ", ".join(numbers)))


@given(forms=st.lists(st.sampled_from([form for form, _short, _kind in TITLES]), min_size=1, max_size=3))
@settings(deadline=None, max_examples=examples(80))
def test_titles_are_read_back_as_they_are_shown(forms: list[str]) -> None:
    returns(TITLE, stored(TITLE, " ".join(forms)))


@pytest.mark.parametrize(
    ("written", "number"),
    [("12", 12), ("รุ่นที่ 12", 12), ("รุ่น 12", 12), ("รุ่นที่๑๒", 12), ("ที่ 3", 3), ("", None), (" ", None)],
)
def test_a_class_is_read_with_and_without_the_word_for_it(written: str, number: int | None) -> None:
    assert CLASS.parse(written) == number
    assert CLASS.parse(CLASS.show(number)) == number


@pytest.mark.parametrize("written", ["รุ่น", "รุ่นที่", "รุ่นพี่ 12", "12 รุ่น", "-1", "รุ่นที่ 1-3"])
def test_a_class_that_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue, match="is not a whole number"):
        CLASS.parse(written)


OFFSETS = Offsets("offsets", "เตือนล่วงหน้า", "Before the day")
REPEAT = Repeat("repeat", "เตือนซ้ำ", "Every")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12m, 6m, 90d, 30d, 7d, 0d", "P12M P6M P90D P30D P7D P0D"),
        ("0", "P0D"),
        ("7 วัน; 3 เดือน; 7d", "P3M P7D"),
        ("๓๐", "P30D"),
        (" , ", None),
        ("", None),
    ],
)
def test_offsets_are_kept_the_longest_first_and_each_once(written: str, value: str | None) -> None:
    assert OFFSETS.parse(written) == value


def test_offsets_are_given_to_scripts_one_by_one() -> None:
    assert OFFSETS.to_json("P1Y6M P90D P0D") == ["1y6m", "90d", "0d"]
    assert OFFSETS.to_json(None) == []
    assert OFFSETS.to_cell("P90D P0D") == "90d, 0d"


@pytest.mark.parametrize("written", ["soon", "90d, เร็ว ๆ นี้", "-3d"])
def test_what_is_no_length_of_time_is_no_offset(written: str) -> None:
    with pytest.raises(InvalidValue):
        OFFSETS.parse(written)


@given(terms=st.lists(st.builds("P{}{}".format, st.integers(0, 99), st.sampled_from("YMWD")), min_size=1, max_size=6))
def test_offsets_are_read_back_as_they_are_shown(terms: list[str]) -> None:
    kept = stored(OFFSETS, ", ".join(term[1:].lower() for term in terms if not term.startswith("P0")) + ", 0d")
    returns(OFFSETS, kept)


@pytest.mark.parametrize(
    ("written", "value"),
    [("1w", "P1W"), ("14 วัน", "P14D"), ("never", "never"), ("None", "never"), ("ไม่ซ้ำ", "never"), ("", None)],
)
def test_a_repetition_is_a_length_of_time_or_never(written: str, value: str | None) -> None:
    assert REPEAT.parse(written) == value
    returns(REPEAT, value) if value else None


def test_what_is_repeated_without_end_at_once_is_refused() -> None:
    with pytest.raises(InvalidValue):
        REPEAT.parse("0d")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("อ.ปากช่อง", "ปากช่อง"), ("อำเภอปากช่อง", "ปากช่อง"), ("อำเภอ ปากช่อง", "ปากช่อง"), ("ปากช่อง", "ปากช่อง"),
        ("เขตบางรัก", "บางรัก"), ("กิ่งอำเภอสมมุติ", "สมมุติ"), ("เมืองขอนแก่น", "เมืองขอนแก่น"), ("อ.", "อ."), ("เขต", "เขต"),
        ("", None),
    ],
)  # fmt: skip
def test_a_district_is_kept_by_its_name_alone(written: str, stored: str | None) -> None:
    assert DISTRICT.parse(written) == stored


def test_a_rougher_date_says_nothing_new_and_a_more_exact_one_does() -> None:
    day, month, year, moment, span = "2024-09-11", "2024-09", "2024", "2024-09-11T13:30", "2024-09-11/2024-09-13"
    kept = [(day, month), (day, year), (month, year), (moment, day), (moment, month), (span, month), (day, day)]
    assert [TIME.merge(before, given) for before, given in kept] == [before for before, _given in kept]
    taken = [(year, day), (day, moment), (day, "2025"), (span, day), (day, span), (moment, "2024-09-11T14:00")]
    assert [TIME.merge(before, given) for before, given in taken] == [given for _before, given in taken]


def test_a_number_of_an_office_is_the_same_in_other_shapes() -> None:
    number = OfficeNumber("f", "ช่อง", "Field")
    for written in ("55-1", "55–1", "５５-1", "55 -1", "๕๕ \u2212 ๑", " 55\u00a0-\u00a01 "):
        assert number.parse(written) == "55-1", written
    assert [number.parse(one) for one in ("๐๑๐๐๑", "A 12", " ", "Ｚ1")] == ["01001", "A 12", None, "Z1"]


def test_a_number_that_is_not_exact_is_refused_with_what_to_type() -> None:
    wrong = []
    for written in ("ประมาณ 1,200", ">1200", "กว่า 1200 คน", "1200+", "about 1200", "๑๒๐๐ คนขึ้นไป", "ราว 1200"):
        try:
            wrong.append((written, Count("n", "", "").parse(written)))
        except InvalidValue as refusal:
            if not str(refusal).endswith("is not exact; write the number alone, such as 1200"):
                wrong.append((written, str(refusal)))
    assert wrong == []
