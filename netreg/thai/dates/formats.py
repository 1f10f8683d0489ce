"""Dates as netreg writes them for people, and the days an ISO value may stand for."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

from netreg.named_tuples import NamedTuple
from netreg.thai.dates.words import (
    ENGLISH_MONTHS,
    ENGLISH_MONTHS_SHORT,
    ENGLISH_WEEKDAYS,
    THAI_MONTHS,
    THAI_MONTHS_SHORT,
    THAI_WEEKDAYS,
)

BE_OFFSET = 543
BE_YEARS = range(2400, 2641)
CE_YEARS = range(1800, 2101)

_MONTHS = {
    ("th", "short"): THAI_MONTHS_SHORT,
    ("th", "long"): THAI_MONTHS,
    ("en", "short"): ENGLISH_MONTHS_SHORT,
    ("en", "long"): ENGLISH_MONTHS,
}
_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _Format(NamedTuple):
    """How a value is written: language, style, and how years are counted and marked."""

    lang: str
    style: str
    offset: int
    mark: str

    def year(self, value: str) -> str:
        """Return `2564`, or `ค.ศ. 2099` where no พ.ศ. can be read back."""
        year = str(int(value[:4]) + self.offset)
        if not self.mark:
            return year
        return f"{self.mark} {year}" if self.lang == "th" else f"{year} {self.mark}"

    def month(self, value: str) -> str:
        """Return the name of the month: `ส.ค.` or `August`."""
        return _MONTHS[self.lang, self.style][int(value[5:7]) - 1]

    def day_and_month(self, value: str) -> str:
        """Return `5 ส.ค.`, `ส.ค.` or nothing, depending on the precision of the value."""
        if len(value) < 7:
            return ""
        return self.month(value) if len(value) == 7 else f"{int(value[8:10])} {self.month(value)}"

    def times(self, *clocks: str) -> str:
        """Return ` 13:00 น.` or ` 09:00–12:00 น.`, with the blank before it."""
        opening = " เวลา " if (self.lang, self.style) == ("th", "long") else " "
        return opening + "–".join(clocks) + (" น." if self.lang == "th" else "")

    def single(self, value: str) -> str:
        """Return `5 ส.ค. 2564`, with its time of day if it has one."""
        shown = f"{self.day_and_month(value)} {self.year(value)}".lstrip()
        return shown + self.times(value[11:]) if len(value) > 10 else shown

    def span(self, first: str, last: str) -> str:
        """Return both ends of a span, with what they share written once."""
        if len(first) != len(last):
            return f"{self.single(first)} – {self.single(last)}"
        if len(first) > 10:
            return self._span_of_times(first, last)
        if len(first) == 10 and first[:7] == last[:7]:
            return f"{int(first[8:10])}–{self.single(last)}"
        if len(first) > 4 and first[:4] == last[:4]:
            return f"{self.day_and_month(first)} – {self.single(last)}"
        blank = "" if len(first) == 4 else " "
        return f"{self.single(first)}{blank}–{blank}{self.single(last)}"

    def _span_of_times(self, first: str, last: str) -> str:
        if first[:10] == last[:10]:
            return self.single(first[:10]) + self.times(first[11:], last[11:])
        return f"{self.single(first)} – {self.single(last)}"


def format_date(value: str, *, era: str = "be", style: str = "short", lang: str = "th") -> str:
    """Format an ISO value for people: `5 ส.ค. 2564`, `24–25 มี.ค. 2565`, `5 August 2021`.

    `era` is ``be`` or ``ce``, `style` ``short`` or ``long``, `lang` ``th`` or ``en``.
    A date that could not be read back as พ.ศ. (a year outside 2400-2640, a day of January to March before
    the Thai year began with them) is written as a marked ค.ศ. instead, at both ends of a span alike.
    What is no ISO value, since another tool wrote it, is returned as it stands.
    """
    if not is_stored_date(value):
        return value
    first, _, last = value.partition("/")
    form = _choose_format(era, style, lang, (first, last or first))
    return form.span(first, last) if last else form.single(first)


def _choose_format(era: str, style: str, lang: str, ends: tuple[str, str]) -> _Format:
    marked = _Format(lang, style, 0, "ค.ศ." if lang == "th" else "CE")
    if any(_UNCERTAIN[0] > end[:4] and end[5:7] in _UNCERTAIN[1] for end in ends):
        return marked
    if era == "ce":
        return _Format(lang, style, 0, "")
    if all(int(end[:4]) + BE_OFFSET in BE_YEARS for end in ends):
        return _Format(lang, style, BE_OFFSET, "")
    return marked


_UNCERTAIN = ("1941", ("01", "02", "03"))
"""Before this year (ค.ศ.), the Thai year began in April: of these months a พ.ศ. says two years."""


def count_days_in_month(year: int, month: int) -> int:
    """Return how many days a month of a CE year has."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _DAYS_IN_MONTH[month - 1]


def find_earliest_day(value: str) -> str:
    """Return the first day (ISO) that the value may stand for, without a time."""
    first = value.partition("/")[0][:10]
    return first + "-01-01"[len(first) - 4 :]


def find_latest_day(value: str) -> str:
    """Return the last day (ISO) that the value may stand for, without a time."""
    last = value.rpartition("/")[2][:10]
    if len(last) == 4:
        return last + "-12-31"
    if len(last) == 7:
        return f"{last}-{count_days_in_month(int(last[:4]), int(last[5:7]))}"
    return last


def is_stored_date(value: str) -> bool:
    """Tell whether a text is an ISO 8601 year, month, day or moment of the calendar, or a span of two."""
    return all(map(_is_single_date, value.split("/", 1)))


@lru_cache(4096)
def _is_single_date(value: str) -> bool:
    found = _single_date_pattern().fullmatch(value)
    if not found:
        return False
    year, month, day = (int(part or 1) for part in found.group(1, 2, 3))
    return year in _KNOWN_YEARS and month <= 12 and 1 <= day <= count_days_in_month(year, month)


@cache
def _single_date_pattern() -> re.Pattern[str]:
    return re.compile(r"(\d{4})(?:-(0[1-9]|1\d)(?:-(\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?)?)?", re.ASCII)


_KNOWN_YEARS = range(1, 9000)
"""The years to which a term can be added."""


def find_weekday(value: str, lang: str = "th") -> str | None:
    """Return the weekday of a day or moment, such as `วันพฤหัสบดี`; None for any other value."""
    if len(value) < 10 or "/" in value:
        return None
    names = THAI_WEEKDAYS if lang == "th" else ENGLISH_WEEKDAYS
    return names[date.fromisoformat(value[:10]).weekday()]
