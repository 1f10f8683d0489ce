"""Dates that may be known only roughly: the days they can be, the fiscal year they lie in."""

from __future__ import annotations

from datetime import date

import pytest

from netreg.entities.rough_dates import get_fiscal_year, has_come, is_ahead

FISCAL = [
    ("2022-03-24", 2565),
    ("2021-10-01", 2565),
    ("2021-09-30", 2564),
    ("2021-09-30T17:30", 2564),
    ("2022-03", 2565),
    ("2021-10", 2565),
    ("2022", None),
    (None, None),
]


@pytest.mark.parametrize(("day", "year"), FISCAL)
def test_the_fiscal_year_of_a_day(day: str | None, year: int | None) -> None:
    assert get_fiscal_year(day) == year


# On 2022-03-24: whether it has come, whether it lies ahead. What is rough has come with its first day.
AHEAD = [
    ("2022-03-24", True, False), ("2022-03-25", False, True), ("2022-03-24T23:00", True, False),
    ("2022-03", True, False), ("2022-04", False, True), ("2022", True, False), ("2023", False, True),
    (None, False, False),
]  # fmt: skip


@pytest.mark.parametrize(("value", "come", "ahead"), AHEAD)
def test_what_has_come_and_what_lies_ahead(value: str | None, come: bool, ahead: bool) -> None:
    assert has_come(value, date(2022, 3, 24)) is come
    assert is_ahead(value, date(2022, 3, 24)) is ahead
