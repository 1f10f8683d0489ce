"""Working days of Thai government offices: weekends and public holidays left out.

The days come from the library ``holidays``, which is loaded by the first day asked about.
It holds what the Gazette announced, days in lieu and special holidays too, up to the year
that :func:`is_announced` knows. For later years it has the fixed days, the days of the lunar
calendar and the days in lieu by their rule, but not what the cabinet may still announce. No
table holds holidays of one province or one office. Labour Day is none of the offices'.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

_LABOUR_DAY = "วันแรงงานแห่งชาติ"
_FIRST_SURE, _LAST_OF_THE_MOON = 1997, 2157
_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether government offices work on the day: neither Saturday, Sunday nor a holiday."""
    return day.weekday() < 5 and holiday_name(day) is None


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it (s. 193/8)."""
    while not is_working_day(day):
        day += _DAY
    return day


def previous_working_day(day: date) -> date:
    """The day itself if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def holiday_name(day: date, lang: str = "th") -> str | None:
    """What holiday of government offices the day is, in Thai or English; a mere weekend is none."""
    return _holidays(day.year, lang).get(day)


def is_announced(day: date) -> bool:
    """Whether the holidays of its year were announced when the table was made (since 2540)."""
    return _FIRST_SURE <= day.year <= _last_announced()


@lru_cache(64)
def _holidays(year: int, lang: str) -> dict[date, str]:
    """The holidays of a year; those of the lunar calendar are known until 2700."""
    if year > _LAST_OF_THE_MOON:
        return {}
    thai = _table(year, "th")
    shown = thai if lang == "th" else _table(year, "en_US")
    return {day: shown[day] for day, name in thai.items() if not _is_labour_day(name)}


def _is_labour_day(names: str) -> bool:
    return {name.removeprefix("ชดเชย") for name in names.split("; ")} == {_LABOUR_DAY}


def _table(year: int, lang: str) -> Any:
    from holidays import GOVERNMENT, PUBLIC, country_holidays

    return country_holidays("TH", years=year, language=lang, categories=(PUBLIC, GOVERNMENT), expand=False)


@lru_cache(1)
def _last_announced() -> int:
    """The last year for which the table has holidays that the cabinet added."""
    from holidays.countries.thailand import ThailandStaticHolidays

    return max(ThailandStaticHolidays.special_public_holidays)
