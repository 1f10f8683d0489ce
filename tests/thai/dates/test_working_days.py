"""Working days of government offices, held against what the cabinet announced."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.thai.dates.working_days import (
    find_holiday_name,
    find_next_working_day,
    find_previous_working_day,
    has_announced_holidays,
    is_working_day,
)

DAYS = [
    # A plain day, a weekend.
    ("2020-09-10", True, None),
    ("2020-09-12", False, None),
    # New Year, Songkran and its day in lieu.
    ("2024-01-01", False, "New Year's Day"),
    ("2024-04-15", False, "Songkran Festival"),
    ("2024-04-16", False, "Songkran Festival (in lieu)"),
    # Days in lieu of a holiday on a weekend: 5 December 2026 is a Saturday.
    ("2026-12-07", False, "HM King Bhumibol Adulyadej the Great's Birthday (in lieu)"),
    ("2026-06-01", False, "Visakha Bucha (in lieu)"),
    # Special holidays that the cabinet added.
    ("2024-12-30", False, "Bridge Public Holiday"),
    ("2026-01-02", False, "Bridge Public Holiday"),
    # Songkran of 2563 was moved to July and September.
    ("2020-04-13", True, None),
    ("2020-07-27", False, "Songkran Festival (in lieu)"),
    # Labour Day is no holiday of the offices, the Ploughing Ceremony is.
    ("2026-05-01", True, None),
    ("2027-05-03", True, None),
    ("2026-05-13", False, "Royal Ploughing Ceremony"),
]


@pytest.mark.parametrize(("day", "works", "name"), DAYS)
def test_whether_offices_work(day: str, works: bool, name: str | None) -> None:
    asked = date.fromisoformat(day)
    assert is_working_day(asked) == works
    assert (find_holiday_name(asked, "en") or "").split(";")[0] == (name or "")
    assert (find_holiday_name(asked) is None) == (name is None)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2024-04-12", "2024-04-11", "2024-04-17"),
        ("2026-12-05", "2026-12-04", "2026-12-08"),
        ("2026-12-31", "2026-12-30", "2027-01-04"),
        ("2020-09-10", "2020-09-10", "2020-09-10"),
    ],
)
def test_the_working_days_around(day: str, before: str, after: str) -> None:
    asked = date.fromisoformat(day)
    assert (find_previous_working_day(asked).isoformat(), find_next_working_day(asked).isoformat()) == (before, after)


def test_what_is_not_announced_yet_is_not_promised() -> None:
    assert has_announced_holidays(date(2024, 1, 1))
    assert not has_announced_holidays(date(1990, 1, 1))
    assert not has_announced_holidays(date(2050, 1, 1))
    assert find_holiday_name(date(2300, 4, 13)) is None, "no table goes so far"


@given(day=st.dates(date(2001, 1, 1), date(2060, 12, 31)))
def test_the_next_working_day_is_one_and_near(day: date) -> None:
    after = find_next_working_day(day)
    assert is_working_day(after)
    assert 0 <= (after - day).days <= 12
    assert find_previous_working_day(after) == after


def test_the_table_is_that_of_the_library() -> None:
    from holidays import GOVERNMENT, PUBLIC, country_holidays

    for year in (1997, 2024, 2026, 2040):
        whole = country_holidays("TH", years=year, language="th", categories=(PUBLIC, GOVERNMENT), expand=False)
        days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
        ours = {day: name for day in days if day.year == year and (name := find_holiday_name(day))}
        assert ours == {day: name for day, name in whole.items() if day in ours}
        assert {whole[day].removeprefix("ชดเชย") for day in whole.keys() - ours.keys()} == {"วันแรงงานแห่งชาติ"}


def test_only_thailand_is_loaded() -> None:
    code = (
        "import sys; from datetime import date; from netreg.thai.dates import working_days; "
        "working_days.is_working_day(date(2026, 11, 30)); "
        "print({'holidays.countries.france', 'importlib.metadata'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"set()\n"
