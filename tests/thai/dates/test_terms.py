"""Terms as they are stored and formatted, and their ends by the Code."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from netreg.thai.dates.term_parser import parse_term
from netreg.thai.dates.terms import (
    Term,
    add_term,
    compute_term_end,
    count_terms_between,
    format_term,
    subtract_term,
)


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
def test_format_term(term: str, thai: str, english: str) -> None:
    assert format_term(term) == thai
    assert format_term(term, "en") == english


def test_what_is_no_stored_term_stays_as_it_is() -> None:
    assert format_term("2 ปี") == "2 ปี"


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
def test_compute_term_end(first: str, term: str, counted: str, not_counted: str) -> None:
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
def test_the_end_of_renewals(anchor: str, term: str, renewals: int, end: str) -> None:
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
def test_what_is_formatted_is_parsed_back(term: str, lang: str) -> None:
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
