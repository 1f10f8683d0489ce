"""Whether dates that may be known only roughly can stand in the order they must."""

from __future__ import annotations

from datetime import date

from netreg.thai.dates import formats as calendar


def in_order(first: str | None, second: str | None) -> bool:
    """Whether `second` can be on or after `first`; an open end always can."""
    if first is None or second is None:
        return True
    return calendar.find_latest_day(second) >= calendar.find_earliest_day(first)


def latest_day(value: str) -> date:
    """The last day that a date can mean."""
    return date.fromisoformat(calendar.find_latest_day(value))


def holds(since: str | None, until: str | None, day: date) -> bool:
    """Whether what began and ended on dates that may be rough can hold on a day."""
    asked = day.isoformat()
    return not (since and calendar.find_earliest_day(since) > asked) and not (
        until and calendar.find_latest_day(until) < asked
    )
