"""Terms and their ends by the Code, fiscal years, and what options take for a day."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from netreg.errors import InvalidValue
from netreg.thai.dates import date_parser
from netreg.thai.dates.day_options import parse_day_option, parse_window
from netreg.thai.dates.fiscal_years import build_fiscal_year, find_fiscal_year
from netreg.thai.dates.term_parser import parse_term
from netreg.thai.dates.terms import (
    Term,
    add_term,
    compute_term_end,
    count_terms_between,
    format_term,
    subtract_term,
)

READ = [
    ("2 ปี", "P2Y"),
    ("2ปี", "P2Y"),
    ("๒ ปี", "P2Y"),
    ("2\u00a0ปี", "P2Y"),
    ("สองปี", "P2Y"),
    ("สอง ปี", "P2Y"),
    ("2 (สอง) ปี", "P2Y"),
    ("5 (ห้า) ปี", "P5Y"),
    ("สอง (2) ปี", "P2Y"),
    ("1.5 (1.50) ปี", "P1Y6M"),
    ("หนึ่งปี", "P1Y"),
    ("สามปี", "P3Y"),
    ("สี่ปี", "P4Y"),
    ("ห้าปี", "P5Y"),
    ("หกเดือน", "P6M"),
    ("เจ็ดวัน", "P7D"),
    ("แปดเดือน", "P8M"),
    ("เก้าเดือน", "P9M"),
    ("สิบปี", "P10Y"),
    ("สิบเอ็ดเดือน", "P11M"),
    ("ยี่สิบปี", "P20Y"),
    ("ยี่สิบเอ็ดวัน", "P21D"),
    ("สามสิบวัน", "P30D"),
    ("เก้าสิบวัน", "P90D"),
    ("หนึ่งร้อยยี่สิบวัน", "P120D"),
    ("สามร้อยหกสิบห้าวัน", "P365D"),
    ("2 ปี 6 เดือน", "P2Y6M"),
    ("2ปี6เดือน", "P2Y6M"),
    ("สองปีหกเดือน", "P2Y6M"),
    ("2 ปี กับ 6 เดือน", "P2Y6M"),
    ("2 ปี และ 6 เดือน", "P2Y6M"),
    ("1 ปี 6 เดือน 15 วัน", "P1Y6M15D"),
    ("2 ปี 0 เดือน", "P2Y"),
    ("ครึ่งปี", "P6M"),
    ("ปีครึ่ง", "P1Y6M"),
    ("หนึ่งปีครึ่ง", "P1Y6M"),
    ("2 ปีครึ่ง", "P2Y6M"),
    ("2 ปี ครึ่ง", "P2Y6M"),
    ("ครึ่งเดือน", "P15D"),
    ("เดือนครึ่ง", "P1M15D"),
    ("1 ปี 6 เดือนครึ่ง", "P1Y6M15D"),
    ("1.5 ปี", "P1Y6M"),
    ("0.5 ปี", "P6M"),
    ("1.25 ปี", "P1Y3M"),
    ("1.1 ปี", "P1Y1M6D"),
    ("1.5 เดือน", "P1M15D"),
    ("2.0 ปี", "P2Y"),
    ("90 วัน", "P90D"),
    ("18 เดือน", "P18M"),
    ("2 สัปดาห์", "P2W"),
    ("2 อาทิตย์", "P2W"),
    ("1 เดือน 2 สัปดาห์", "P1M14D"),
    ("2 สัปดาห์ 3 วัน", "P17D"),
    ("มีกำหนด 2 ปี", "P2Y"),
    ("ระยะเวลา 2 ปี", "P2Y"),
    ("มีกำหนดระยะเวลา 5 ปี", "P5Y"),
    ("เป็นเวลา 90 วัน", "P90D"),
    ("2 years", "P2Y"),
    ("1 year", "P1Y"),
    ("a year", "P1Y"),
    ("half a year", "P6M"),
    ("two years and six months", "P2Y6M"),
    ("2 years 6 months", "P2Y6M"),
    ("2 Years, 6 Months", "P2Y6M"),
    ("for 3 years", "P3Y"),
    ("2 yrs", "P2Y"),
    ("2y6m", "P2Y6M"),
    ("2y 6m", "P2Y6M"),
    ("90d", "P90D"),
    ("P2Y6M", "P2Y6M"),
    ("P02Y", "P2Y"),
    ("P14M", "P14M"),
    ("P90D", "P90D"),
    ("P2W", "P2W"),
    ("p1y6m15d", "P1Y6M15D"),
    ("100 ปี", "P100Y"),
]

REFUSED = [
    "",
    "ปี",
    "2",
    "0 ปี",
    "0",
    "P0D",
    "P",
    "PT5H",
    "P2",
    "-2 ปี",
    "2-3 ปี",
    "2 (สาม) ปี",
    "6 เดือน 2 ปี",
    "2 ปี 3 ปี",
    "1.5 ปี 3 เดือน",
    "0.33 ปี",
    "2.5 สัปดาห์",
    "1.5 วัน",
    "ครึ่งวัน",
    "ครึ่งปีครึ่ง",
    "เอ็ดปี",
    "สองสิบปี",
    "ประมาณ 2 ปี",
    "ไม่น้อยกว่า 2 ปี",
    "2 ปีเศษ",
    "ตลอดไป",
    "ไม่มีกำหนด",
    "2 ปี และ",
    "และ 2 ปี",
    "2 ปี 5 สิงหาคม 2564",
    "5 สิงหาคม 2564",
    "2564",
    "3 hours",
    "101 ปี",
    "40000 วัน",
    "9" * 10_000 + " ปี",
]


@pytest.mark.parametrize(("text", "term"), READ)
def test_read_term(text: str, term: str) -> None:
    assert parse_term(text) == term


@pytest.mark.parametrize("text", REFUSED)
def test_refused_term(text: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_term(text)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    ("term", "thai", "english"),
    [
        ("P2Y", "2 ปี", "2 years"),
        ("P1Y", "1 ปี", "1 year"),
        ("P2Y6M", "2 ปี 6 เดือน", "2 years 6 months"),
        ("P1Y1M1D", "1 ปี 1 เดือน 1 วัน", "1 year 1 month 1 day"),
        ("P2W", "2 สัปดาห์", "2 weeks"),
        ("P90D", "90 วัน", "90 days"),
        ("P0D", "0 วัน", "0 days"),
    ],
)
def test_show_term(term: str, thai: str, english: str) -> None:
    assert format_term(term) == thai
    assert format_term(term, "en") == english


def test_only_what_was_read_is_shown() -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 duration"):
        format_term("2 ปี")


ENDS = [
    # first day, term, end where the first day counts, end where it does not
    ("2017-09-11", "P2Y", "2019-09-10", "2019-09-11"),
    ("2017-09-11", "P3Y", "2020-09-10", "2020-09-11"),
    # 193/5: no corresponding day, so the last of the month
    ("2024-02-29", "P1Y", "2025-02-28", "2025-02-28"),
    ("2024-02-29", "P4Y", "2028-02-28", "2028-02-29"),
    ("2024-02-28", "P1Y", "2025-02-27", "2025-02-28"),
    ("2023-02-28", "P1Y", "2024-02-27", "2024-02-29"),
    ("2024-01-31", "P1M", "2024-02-29", "2024-02-29"),
    ("2023-01-31", "P1M", "2023-02-28", "2023-02-28"),
    ("2024-01-30", "P1M", "2024-02-29", "2024-02-29"),
    ("2024-01-29", "P1M", "2024-02-28", "2024-02-29"),
    ("2024-03-31", "P1M", "2024-04-30", "2024-04-30"),
    ("2024-03-31", "P2M", "2024-05-30", "2024-05-31"),
    # whole months and years
    ("2024-10-01", "P1M", "2024-10-31", "2024-11-01"),
    ("2024-01-01", "P1Y", "2024-12-31", "2025-01-01"),
    ("2022-10-01", "P1Y", "2023-09-30", "2023-10-01"),
    ("2024-12-31", "P1D", "2024-12-31", "2025-01-01"),
    # days and weeks
    ("2024-07-01", "P90D", "2024-09-28", "2024-09-29"),
    ("2024-07-01", "P2W", "2024-07-14", "2024-07-15"),
    # 193/6: months first, then days
    ("2024-01-31", "P1M1D", "2024-03-01", "2024-03-01"),
    ("2017-09-11", "P2Y6M", "2020-03-10", "2020-03-11"),
    ("2017-09-11", "P1Y6M15D", "2019-03-25", "2019-03-26"),
    ("2024-02-29", "P1Y15D", "2025-03-15", "2025-03-15"),
]


@pytest.mark.parametrize(("first", "term", "counted", "not_counted"), ENDS)
def test_term_end(first: str, term: str, counted: str, not_counted: str) -> None:
    day = date.fromisoformat(first)
    assert compute_term_end(day, term).isoformat() == counted
    assert compute_term_end(day, term, first_day_counted=False).isoformat() == not_counted


@pytest.mark.parametrize(
    ("anchor", "term", "renewals", "end"),
    [
        ("2024-02-29", "P1Y", 1, "2025-02-28"),
        ("2024-02-29", "P1Y", 4, "2028-02-28"),
        ("2024-01-31", "P1M", 2, "2024-03-30"),
        ("2017-09-11", "P2Y", 2, "2021-09-10"),
        ("2017-09-11", "P1M15D", 2, "2017-12-10"),
        ("2017-09-11", "P90D", 2, "2018-03-09"),
        ("2017-09-11", "P2Y", 0, "2017-09-10"),
    ],
)
def test_renewed_end(anchor: str, term: str, renewals: int, end: str) -> None:
    assert compute_term_end(date.fromisoformat(anchor), term, renewals).isoformat() == end


@pytest.mark.parametrize(
    ("day", "term", "after", "before"),
    [
        ("2019-09-10", "P3M", "2019-12-10", "2019-06-10"),
        ("2024-05-31", "P3M", "2024-08-31", "2024-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28", "2023-02-28"),
        ("2024-07-01", "P90D", "2024-09-29", "2024-04-02"),
        ("2024-07-01", "P0D", "2024-07-01", "2024-07-01"),
        ("2024-01-31", "P1M1D", "2024-03-01", "2023-12-30"),
    ],
)
def test_add_and_subtract(day: str, term: str, after: str, before: str) -> None:
    start = date.fromisoformat(day)
    assert add_term(start, term).isoformat() == after
    assert subtract_term(start, term).isoformat() == before


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2022-10-01", 2566),
        ("2022-09-30", 2565),
        ("2022-12-31", 2566),
        ("2023-01-01", 2566),
        ("2023-09-30", 2566),
        ("2023-10-01", 2567),
    ],
)
def test_fiscal_year(day: str, year: int) -> None:
    assert find_fiscal_year(date.fromisoformat(day)) == year


def test_fiscal_span_is_what_the_reader_takes() -> None:
    first, last = build_fiscal_year(2566)
    assert date_parser.parse_date("ปีงบประมาณ 2566").value == f"{first}/{last}" == "2022-10-01/2023-09-30"


@pytest.mark.parametrize(
    ("text", "window", "end"),
    [
        ("90d", "P90D", "2024-09-29"),
        ("90", "P90D", "2024-09-29"),
        ("๙๐", "P90D", "2024-09-29"),
        ("90 วัน", "P90D", "2024-09-29"),
        ("3m", "P3M", "2024-10-01"),
        ("3 เดือน", "P3M", "2024-10-01"),
        ("1y", "P1Y", "2025-07-01"),
        ("2 สัปดาห์", "P2W", "2024-07-15"),
        ("0", "P0D", "2024-07-01"),
        ("0d", "P0D", "2024-07-01"),
    ],
)
def test_window(text: str, window: str, end: str) -> None:
    assert parse_window(text) == window
    assert add_term(date(2024, 7, 1), window).isoformat() == end


@pytest.mark.parametrize("text", ["", "x", "-90", "90x", "5 ส.ค. 2564", "9" * 30, "200y"])
def test_refused_window(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_window(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2024-05-31"),
        ("Today", "2024-05-31"),
        ("วันนี้", "2024-05-31"),
        ("yesterday", "2024-05-30"),
        ("เมื่อวาน", "2024-05-30"),
        ("tomorrow", "2024-06-01"),
        ("พรุ่งนี้", "2024-06-01"),
        ("+90d", "2024-08-29"),
        ("+90", "2024-08-29"),
        ("+90 วัน", "2024-08-29"),
        ("-3m", "2024-02-29"),
        ("+1y", "2025-05-31"),
        ("5/8/2564", "2021-08-05"),
        ("5 ส.ค. 2564", "2021-08-05"),
        ("2021-08-05", "2021-08-05"),
        ("2021-08-05T09:00", "2021-08-05"),
    ],
)
def test_day_option(text: str, day: str) -> None:
    assert parse_day_option(text, date(2024, 5, 31)).isoformat() == day


@pytest.mark.parametrize("text", ["", "+", "-", "+x", "90d", "90 วัน", "2564", "ส.ค. 2564", "24-25/3/2565", "05/06/21"])
def test_refused_day_option(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_day_option(text, date(2024, 5, 31))


# --- laws -----------------------------------------------------------------------------

DAYS = st.dates(date(1941, 1, 1), date(2100, 12, 31))
_PARTS = st.one_of(
    st.tuples(st.integers(0, 50), st.integers(0, 40), st.just(0), st.integers(0, 400)),
    st.tuples(st.just(0), st.just(0), st.integers(1, 100), st.just(0)),
)
TERMS = _PARTS.filter(any).map(lambda parts: Term(*parts).iso())
MONTH_TERMS = st.integers(1, 600).map(lambda months: f"P{months}M")


def _relative(term: str) -> relativedelta:
    years, months, weeks, days = _counts(term)
    return relativedelta(years=years, months=months, weeks=weeks, days=days)


def _counts(term: str) -> list[int]:
    counts = dict.fromkeys("YMWD", 0)
    number = ""
    for character in term[1:]:
        if character.isdigit():
            number += character
        else:
            counts[character], number = int(number), ""
    return list(counts.values())


@given(TERMS, st.sampled_from(["th", "en"]))
def test_what_is_written_is_read_back(term: str, lang: str) -> None:
    assert parse_term(term) == term
    assert parse_term(format_term(term, lang)) == term


@given(DAYS, TERMS)
def test_sums_agree_with_relativedelta(day: date, term: str) -> None:
    assert add_term(day, term) == day + _relative(term)
    assert subtract_term(day, term) == day - _relative(term)


@given(DAYS, MONTH_TERMS)
def test_a_term_of_months_ends_before_or_without_its_corresponding_day(day: date, term: str) -> None:
    there = day + _relative(term)
    ends_before = there.day == day.day
    assert compute_term_end(day, term) == (there - timedelta(days=1) if ends_before else there)


@given(DAYS, TERMS)
def test_an_uncounted_first_day_starts_the_term_a_day_later(day: date, term: str) -> None:
    next_day = day + timedelta(days=1)
    assert compute_term_end(day, term, first_day_counted=False) == compute_term_end(next_day, term)


@given(DAYS, TERMS, st.integers(1, 5))
def test_renewals_are_one_long_term(day: date, term: str, times: int) -> None:
    years, months, weeks, days = _counts(term)
    longer = Term(years * times, months * times, weeks * times, days * times)
    assert compute_term_end(day, term, times) == compute_term_end(day, longer.iso())


@given(DAYS, DAYS, TERMS)
def test_a_later_start_never_ends_earlier(one: date, other: date, term: str) -> None:
    assume(one <= other)
    assert compute_term_end(one, term) <= compute_term_end(other, term)


@given(DAYS)
def test_a_day_lies_in_its_fiscal_year(day: date) -> None:
    first, last = build_fiscal_year(find_fiscal_year(day))
    assert first <= day <= last


@given(st.one_of(st.text(), st.text("0123456789. (),ปีเดือนวันครึ่งสองyearmonthsPYMD")))
def test_any_text_is_a_term_or_refused(text: str) -> None:
    try:
        term = parse_term(text)
    except InvalidValue:
        return
    assert parse_term(term) == term


def test_nothing_slow_is_imported() -> None:
    code = "import sys, netreg.thai.dates.terms; print('dateutil' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# --- many terms ------------------------------------------------------------------------

LENGTHS = st.sampled_from(["P1D", "P1W", "P10D", "P1M", "P1M3D", "P6M", "P1Y"])
NEAR = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@given(day=NEAR, until=NEAR, term=LENGTHS)
def test_the_terms_between_two_days_are_as_many_as_fit(day: date, until: date, term: str) -> None:
    assume(day <= until)
    number = count_terms_between(day, term, until)
    assert add_term(day, term, number) <= until < add_term(day, term, number + 1)


def test_the_months_of_many_terms_are_counted_together() -> None:
    assert add_term(date(2026, 1, 31), "P1M", 2) == date(2026, 3, 31)
    assert count_terms_between(date(2026, 1, 31), "P1M", date(2026, 3, 30)) == 1
    assert count_terms_between(date(2026, 1, 31), "P1M", date(2026, 1, 1)) == 0
