"""Working days of Thai government offices: weekends and public holidays left out.

The days come from the library ``holidays``, which is loaded when the first day is looked up.
It has what the Gazette announced, days in lieu and special holidays too, up to the year that
:func:`has_announced_holidays` knows. For later years it has the fixed days, the days of the
lunar calendar and the days in lieu by their rule, but not what the cabinet may still announce.
Holidays of a single province or office are in no table. Offices work on Labour Day.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_LABOUR_DAY = "วันแรงงานแห่งชาติ"
_FIRST_RELIABLE_YEAR, _LAST_LUNAR_YEAR = 1997, 2157
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Return whether government offices work on a day: not a Saturday, a Sunday or a holiday."""
    return day.weekday() < 5 and find_holiday_name(day) is None


def find_next_working_day(day: date) -> date:
    """Return the day itself if it is a working day, else the first one after it (s. 193/8)."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def find_previous_working_day(day: date) -> date:
    """Return the day itself if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """Return the last of so many working days after a day, which does not count itself."""
    for _number in range(count):
        day = find_next_working_day(day + _ONE_DAY)
    return day


def find_holiday_name(day: date, lang: str = "th") -> str | None:
    """Return the name of the government holiday on a day, in Thai or English; None on other days, weekends too."""
    return _list_holidays(day.year, lang).get(day)


def has_announced_holidays(day: date) -> bool:
    """Return whether the holidays of a day's year had been announced when the table was made (since 2540)."""
    return _FIRST_RELIABLE_YEAR <= day.year <= _find_last_announced_year()


@lru_cache(64)
def _list_holidays(year: int, lang: str) -> dict[date, str]:
    """Return the holidays of a year; those of the lunar calendar are known until 2700."""
    if year > _LAST_LUNAR_YEAR:
        return {}
    thai = _load_table(year, "th")
    shown = thai if lang == "th" else _load_table(year, "en_US")
    return {day: shown[day] for day, name in thai.items() if not _is_labour_day(name)}


def _is_labour_day(names: str) -> bool:
    return {name.removeprefix("ชดเชย") for name in names.split("; ")} == {_LABOUR_DAY}


def _load_table(year: int, lang: str) -> Any:
    thailand = _load_thailand()
    categories = (thailand.PUBLIC, thailand.GOVERNMENT)
    return thailand.Thailand(years=year, language=lang, categories=categories, expand=False)


@lru_cache(1)
def _find_last_announced_year() -> int:
    """Return the last year for which the table has holidays that the cabinet added."""
    return int(max(_load_thailand().ThailandStaticHolidays.special_public_holidays))


@lru_cache(1)
def _load_thailand() -> Any:
    """Load the library's module of Thailand alone.

    By itself the library loads 180 countries and the metadata of its own installation, which costs
    more than all the rest of a command; while it is imported, empty modules stand in for both.
    """
    found = find_spec("holidays")
    assert found is not None
    assert found.submodule_search_locations is not None
    countries, version = ModuleType("holidays.countries"), ModuleType("holidays.version")
    countries.__path__ = [f"{folder}/countries" for folder in found.submodule_search_locations]
    version.__version__ = ""  # type: ignore[attr-defined]
    stand_ins = {module.__name__: module for module in (countries, version) if module.__name__ not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        return import_module("holidays.countries.thailand")
    finally:
        for name in stand_ins:
            del sys.modules[name]
