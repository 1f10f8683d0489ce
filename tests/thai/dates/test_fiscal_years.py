"""The fiscal year of a day, and the days of a fiscal year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.thai.dates import date_parser
from netreg.thai.dates.fiscal_years import build_fiscal_year, find_fiscal_year

DAYS = st.dates(date(1941, 1, 1), date(2100, 12, 31))


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
def test_find_fiscal_year(day: str, year: int) -> None:
    assert find_fiscal_year(date.fromisoformat(day)) == year


def test_a_fiscal_year_is_what_the_date_parser_takes() -> None:
    first, last = build_fiscal_year(2566)
    assert date_parser.parse_date("ปีงบประมาณ 2566").value == f"{first}/{last}" == "2022-10-01/2023-09-30"


@given(DAYS)
def test_a_day_lies_in_its_fiscal_year(day: date) -> None:
    first, last = build_fiscal_year(find_fiscal_year(day))
    assert first <= day <= last
