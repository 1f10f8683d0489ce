"""Working days of Thailand: weekends, public holidays, and those given in lieu of one on a weekend."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.thai.workdays import holiday_name, is_working_day, next_working_day, previous_working_day

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-26", True),  # a Thursday
        ("2026-11-28", False),  # a Saturday
        ("2026-11-29", False),  # a Sunday
        ("2026-12-05", False),  # National Day, a Saturday
        ("2026-12-07", False),  # the Monday in lieu of it
        ("2026-12-08", True),
        ("2027-04-13", False),  # Songkran
        ("2027-04-16", True),
    ],
)
def test_which_days_are_worked(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-11-26", "2026-11-26", "2026-11-26"),
        ("2026-12-05", "2026-12-04", "2026-12-08"),
        ("2027-04-14", "2027-04-12", "2027-04-16"),
        ("2027-01-01", "2026-12-30", "2027-01-04"),
    ],
)
def test_the_working_days_on_both_sides(day: str, before: str, after: str) -> None:
    asked = date.fromisoformat(day)
    assert previous_working_day(asked).isoformat() == before
    assert next_working_day(asked).isoformat() == after


def test_a_holiday_has_a_name_in_both_languages() -> None:
    assert holiday_name(date(2026, 12, 10)) == "วันรัฐธรรมนูญ"
    assert holiday_name(date(2026, 12, 10), "en") == "Constitution Day"
    assert holiday_name(date(2026, 11, 26)) is None


@given(DAYS)
def test_only_days_off_lie_between_a_day_and_the_working_day_next_to_it(day: date) -> None:
    before, after = previous_working_day(day), next_working_day(day)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    assert not any(map(is_working_day, between))
