"""The days on which the meetings of a series are planned for a year, none on a holiday."""

from __future__ import annotations

from datetime import date

from netreg.named_tuples import NamedTuple
from netreg.thai.dates.fiscal_years import FiscalYear, build_fiscal_year
from netreg.thai.dates.formats import BE_OFFSET
from netreg.thai.dates.recurrence import list_days
from netreg.thai.dates.working_days import find_holiday_name, find_next_working_day, find_previous_working_day

HOLIDAYS = ("after", "before", "skip", "keep")
"""What becomes of a meeting whose day is a holiday: moved to the next or the last working day, left out, kept."""


class PlannedDay(NamedTuple):
    """A day as the rule gives it, the day on which it takes place (None where it is left out), and the holiday."""

    due: date
    day: date | None
    holiday: str | None = None


def build_year(numbering: str | None, year: int) -> FiscalYear:
    """Build the year (พ.ศ.) in which a series counts: the fiscal one, else that of the calendar."""
    if numbering == "fiscal":
        return build_fiscal_year(year)
    return FiscalYear(date(year - BE_OFFSET, 1, 1), date(year - BE_OFFSET, 12, 31))


def plan_days(rule: str, first: date, last: date, holidays: str, lang: str = "th") -> list[PlannedDay]:
    """Plan the days of an RRULE between two days; `holidays` is one of :data:`HOLIDAYS`.

    A day of the week that the rule names is no holiday, a Saturday neither. Of two on one day the first stands.
    """
    planned: list[PlannedDay] = []
    for due in list_days(rule, first, last):
        holiday = find_holiday_name(due, lang)
        day = due if holiday is None else _move_day(due, holidays)
        if day is None or day not in {one.day for one in planned}:
            planned.append(PlannedDay(due, day, holiday))
    return planned


def _move_day(day: date, holidays: str) -> date | None:
    if holidays == "skip":
        return None
    if holidays == "keep":
        return day
    return find_next_working_day(day) if holidays == "after" else find_previous_working_day(day)
