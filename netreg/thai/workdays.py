"""Working days: the weekend and the public holidays of Thailand, which a library knows.

Section 193/8 of the Civil and Commercial Code moves the last day of a term that is no
working day to the next one; who has to act by a day that is none acts on the one before.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_NAMES_IN = {"th": "th", "en": "en_US"}


def is_working_day(day: date) -> bool:
    """Whether public offices work on that day: no weekend, no public holiday."""
    return day.weekday() < _SATURDAY and day not in _holidays("th")


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def previous_working_day(day: date) -> date:
    """The day itself if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


def holiday_name(day: date, lang: str = "th") -> str | None:
    """What the public holiday is called, in Thai or English; None if it is none."""
    return _holidays(lang).get(day)


@cache
def _holidays(lang: str) -> HolidayBase:
    """The holidays, each year worked out when it is first asked for; loading them takes a start's time."""
    import holidays

    return holidays.country_holidays("TH", language=_NAMES_IN[lang])
