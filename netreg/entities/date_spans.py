"""Dates that may be known only roughly, as the first and the last day they can be."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from netreg.thai.dates import fiscal_years
from netreg.thai.dates import formats as calendar

ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """A date that may be known only roughly: the first and the last day it can be."""

    value: str
    first: date
    last: date


@lru_cache(4096)
def span(value: str | None) -> Span | None:
    """The days that a stored date can mean."""
    if value is None:
        return None
    first, last = calendar.find_earliest_day(value), calendar.find_latest_day(value)
    return Span(value[:10], date.fromisoformat(first), date.fromisoformat(last))


def between(first: date, last: date) -> Span:
    """A date that lies between two days; both may be the same."""
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Span(value, first, last)


def fiscal_year_of(value: str | None) -> int | None:
    """The fiscal year (พ.ศ.) of a date; none where it is known too roughly to lie in just one."""
    days = span(value)
    if days is None:
        return None
    year = fiscal_years.find_fiscal_year(days.first)
    return year if fiscal_years.find_fiscal_year(days.last) == year else None


def from_day(value: str | None, day: date) -> bool:
    """Whether what happened on `value` counts on the day: a rough date does from its first day."""
    return value is not None and calendar.find_earliest_day(value) <= day.isoformat()


def lies_ahead(value: str | None, day: date) -> bool:
    """Whether what happens on `value` is all to come; of what has no date nobody knows."""
    return value is not None and not from_day(value, day)
