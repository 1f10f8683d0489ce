"""Dates that may be known only roughly, and what can still be said of them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from netreg.named_tuples import NamedTuple
from netreg.thai.dates.fiscal_years import find_fiscal_year
from netreg.thai.dates.formats import find_earliest_day, find_latest_day, is_stored_date

ONE_DAY = timedelta(days=1)


class RoughDate(NamedTuple):
    """A date that may be known only roughly: the first and the last day it can be."""

    value: str
    first: date
    last: date


@lru_cache(4096)
def parse_rough_date(value: str | None) -> RoughDate | None:
    """Parse a stored date into the days that it can mean; None where another tool wrote what is no date."""
    if value is None or not is_stored_date(value):
        return None
    first, last = find_earliest_day(value), find_latest_day(value)
    return RoughDate(value[:10], date.fromisoformat(first), date.fromisoformat(last))


def make_rough_date(first: date, last: date) -> RoughDate:
    """Make a date that lies between two days; both may be the same."""
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return RoughDate(value, first, last)


def add_one_day(day: RoughDate) -> RoughDate:
    """Return the next day."""
    return make_rough_date(day.first + ONE_DAY, day.last + ONE_DAY)


def get_fiscal_year(value: str | None) -> int | None:
    """Return the fiscal year (พ.ศ.) of a date; None where it is too rough to lie in just one."""
    days = parse_rough_date(value)
    if days is None:
        return None
    year = find_fiscal_year(days.first)
    return year if find_fiscal_year(days.last) == year else None


def can_be_in_order(first: str | None, second: str | None) -> bool:
    """Return whether `second` can be on or after `first`; an open end always can."""
    return first is None or second is None or find_latest_day(second) >= find_earliest_day(first)


def can_hold_on(since: str | None, until: str | None, day: date) -> bool:
    """Return whether what began and ended on these dates can hold on a day."""
    asked = day.isoformat()
    return not (since and find_earliest_day(since) > asked) and not (until and find_latest_day(until) < asked)


def has_come(value: str | None, day: date) -> bool:
    """Return whether a date has come by the day: a rough one does with its first day."""
    return value is not None and find_earliest_day(value) <= day.isoformat()


def is_ahead(value: str | None, day: date) -> bool:
    """Return whether a date is all to come; no date at all is not."""
    return value is not None and not has_come(value, day)
