"""Terms and their ends by the Civil and Commercial Code; fiscal years; windows of days.

A term is an ISO 8601 duration, kept as it was agreed: `P2Y`, `P1Y6M15D`, `P90D`, `P2W`.
What reads words is loaded when words are read: a list of dates needs the sums only.
The sections cited are those of the Civil and Commercial Code of Thailand.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.dates.formats import BE_AHEAD, days_in_month, latest, show

UNITS = "YMWD"
_ONE_DAY = timedelta(days=1)
_MOST_MONTHS = 12 * 100
_MOST_DAYS = 36525


class Term(NamedTuple):
    """Years, months, weeks and days, as they were agreed."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def all_months(self) -> int:
        """The years and months in months."""
        return self.years * 12 + self.months

    @property
    def all_days(self) -> int:
        """The weeks and days in days."""
        return self.weeks * 7 + self.days

    def iso(self) -> str:
        """The ISO 8601 duration; `P0D` for no time at all."""
        parts = "".join(f"{n}{unit}" for n, unit in zip(self, UNITS, strict=True) if n)
        return f"P{parts or '0D'}"


# --- reading and showing --------------------------------------------------------------


def read_term(text: str) -> str:
    """The length of time that the text names, as an ISO 8601 duration.

    `2 ปี 6 เดือน`, `สองปีครึ่ง`, `90 วัน`, `2 years 6 months`, `2y6m`, `P2Y6M`. A part of
    a year is turned into months and a part of a month into days, a month having thirty
    (s. 193/6): `1.5 ปี` is `P1Y6M`, `ครึ่งเดือน` is `P15D`. Weeks beside other units are
    turned into days.

    Raises `errors.InvalidValue` for anything else, for nothing, and for more than a century.
    """
    term = _read_length(text)
    if not any(term):
        raise InvalidValue(_("a term of no time at all; write it such as 2 ปี or 90 วัน"))
    return term.iso()


@lru_cache(512)
def _read_length(text: str) -> Term:
    from netreg.thai.dates.refusals import brief
    from netreg.thai.dates.term_words import read_words

    term = read_words(text)
    if term is None:
        raise InvalidValue(
            _("{text} is not a term that can be read; write it such as 2 ปี 6 เดือน or 90 วัน").format(text=brief(text))
        )
    if term.all_months > _MOST_MONTHS or term.all_days > _MOST_DAYS:
        raise InvalidValue(_("{text} is longer than a hundred years").format(text=brief(text)))
    return term


def show_term(term: str, lang: str = "th") -> str:
    """The term for people: `2 ปี 6 เดือน`, in English `2 years 6 months`."""
    parts = _parsed(term)
    if not any(parts):
        return "0 วัน" if lang == "th" else "0 days"
    if lang == "th":
        return " ".join(f"{n} {unit}" for n, unit in zip(parts, _THAI_UNITS, strict=True) if n)
    counted = zip(parts, _ENGLISH_UNITS, strict=True)
    return " ".join(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in counted if n)


def short_term(term: str) -> str:
    """The term as it is typed in an option: ``90d``, ``1y6m``."""
    return term[1:].lower()


def rough_days(term: str) -> int:
    """About how many days the term has, to order terms by: no two of the same units are level."""
    parsed = _parsed(term)
    return parsed.all_months * 30 + parsed.all_months // 2 + parsed.all_days


_THAI_UNITS = ("ปี", "เดือน", "สัปดาห์", "วัน")
_ENGLISH_UNITS = ("year", "month", "week", "day")


@lru_cache(512)
def _parsed(term: str) -> Term:
    """The parts of a term in the form that `read_term` gives."""
    found = _iso().fullmatch(term)
    if not found:
        message = f"not an ISO 8601 duration: {term[:40]!r}"
        raise ValueError(message)
    return Term(*(int(part or 0) for part in found.groups()))


@cache
def _iso() -> re.Pattern[str]:
    return re.compile(r"P(?=[0-9])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", re.ASCII)


# --- the end of a term ----------------------------------------------------------------


def term_end(first_day: date, term: str, *, first_day_counted: bool = True) -> date:
    """The last day of a term that is reckoned from `first_day`.

    s. 193/3: where the first day does not count, the term starts on the next day.
    s. 193/5: a term of weeks, months or years follows the calendar and ends on the day
    before the one that corresponds to its start, or on the last day of the last month
    where that month has no such day. s. 193/6: in a term of months and days the whole
    months are counted first, then the days.

    From 11 Sep 2560, two years end on 10 Sep 2562; from 29 Feb 2567, one year ends on
    28 Feb 2568. A last day that is a holiday (s. 193/8) is not moved here.
    """
    start = first_day if first_day_counted else first_day + _ONE_DAY
    return _end(start, _parsed(term), 1)


def renewed_end(anchor: date, term: str, renewals: int, *, first_day_counted: bool = True) -> date:
    """The last day of `renewals` equal terms that follow one another from `anchor`.

    Where `anchor` is the first day of the first term, that term counts as one of them;
    where it is the day after a stated end, only the renewals do. The months of all terms
    are counted together from the anchor, so that four terms of one year from 29 Feb 2567
    end where one of four years does: a short month on the way takes no day away.
    """
    start = anchor if first_day_counted else anchor + _ONE_DAY
    return _end(start, _parsed(term), renewals)


def sum_of(first: str, second: str, times: int = 1) -> str:
    """One term and another so many times: what passes when they follow one another.

    The months of all are counted together and then their days, as s. 193/6 has it for one.
    """
    return Term(*(a + b * times for a, b in zip(_parsed(first), _parsed(second), strict=True))).iso()


def corresponding(day: date, term: str) -> tuple[date, bool]:
    """The day that corresponds to `day` after the months of a term, and whether there is one (s. 193/5).

    Where there is none, it is the last day of that month.
    """
    return _after_months(day, _parsed(term).all_months)


def parts(term: str) -> Term:
    """The years, months, weeks and days of a stored term."""
    return _parsed(term)


def _end(start: date, term: Term, times: int) -> date:
    """The end of `times` terms from `start`, which counts (s. 193/5 and 193/6)."""
    corresponding, exists = _after_months(start, term.all_months * times)
    months_end = corresponding - _ONE_DAY if exists else corresponding
    return months_end + timedelta(days=term.all_days * times)


def add_term(day: date, term: str) -> date:
    """The day that lies the term after `day`.

    The months are added first, to the last day of a month that is too short, then the days.
    """
    return _moved(day, _parsed(term), 1)


def subtract_term(day: date, term: str) -> date:
    """The day that lies the term before `day`, counted as `add_term` does.

    Notice of `P3M` before an end on 10 Sep 2562 is due on 10 Jun 2562 at the latest.
    """
    return _moved(day, _parsed(term), -1)


def add_terms(day: date, term: str, times: int) -> date:
    """The day that lies so many terms after `day`, their months counted together."""
    return _moved(day, _parsed(term), times)


def terms_between(day: date, term: str, until: date) -> int:
    """How many whole terms lie between `day` and `until`; 0 if not one does."""
    parsed = _parsed(term)
    longest = parsed.all_months * 31 + parsed.all_days
    number = max(0, (until - day).days // longest)
    while _moved(day, parsed, number + 1) <= until:
        number += 1
    return number


def _moved(day: date, term: Term, times: int) -> date:
    there = _after_months(day, times * term.all_months)[0] if term.all_months else day
    return there + timedelta(days=times * term.all_days)


def _after_months(day: date, months: int) -> tuple[date, bool]:
    """The corresponding day of another month and True, or that month's last day and False."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = days_in_month(year, month + 1)
    return date(year, month + 1, min(day.day, last)), day.day <= last


# --- fiscal years ---------------------------------------------------------------------


class Span(NamedTuple):
    """The first and the last day of a stretch of time."""

    first: date
    last: date


def fiscal_year(day: date) -> int:
    """The fiscal year (พ.ศ.) that the day lies in: 1 Oct 2565 is in 2566."""
    return day.year + BE_AHEAD + (day.month >= 10)


def fiscal_span(be_year: int) -> Span:
    """The days of a fiscal year (พ.ศ.): 2566 runs from 1 Oct 2565 to 30 Sep 2566."""
    year = be_year - BE_AHEAD
    return Span(date(year - 1, 10, 1), date(year, 9, 30))


# --- what options take ----------------------------------------------------------------


def read_window(text: str) -> str:
    """The window of an option such as `--within`, as an ISO 8601 duration.

    `90d`, `3m`, `1y`, `90 วัน`; a bare number is days, and `0` is the day itself.
    Raises `errors.InvalidValue` for anything else.
    """
    from netreg.thai.dates.words import plain_text

    plain = plain_text(text)
    return _read_length(f"{plain} d" if plain.isdecimal() else plain).iso()


def window_end(day: date, window: str) -> date:
    """The last day inside a window that opens on `day`, both ends counted."""
    return add_term(day, window)


def read_day_option(text: str, today: date) -> date:
    """The day that an option such as `--as-of` names, seen from `today`.

    Any day that `calendar.read` takes (its hour is dropped), `today`, `yesterday`,
    `tomorrow`, `วันนี้`, `เมื่อวาน`, `พรุ่งนี้`, or a distance with its sign: `+90d`, `-3m`.
    Raises `errors.InvalidValue` for anything else, a month or a span too.
    """
    from netreg.thai.dates.calendar import read
    from netreg.thai.dates.refusals import brief
    from netreg.thai.dates.words import plain_text

    plain = plain_text(text).lower()
    if plain in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[plain])
    if plain[:1] in ("+", "-"):
        move = add_term if plain[0] == "+" else subtract_term
        return move(today, read_window(plain[1:]))
    reading = read(text)
    if reading.precision not in ("day", "minute"):
        raise InvalidValue(
            _("{text} is not one day; write the day, such as {day}").format(
                text=brief(plain), day=show(latest(reading.value))
            )
        )
    return date.fromisoformat(reading.value[:10])


_NEAR_DAYS = {
    "today": 0,
    "วันนี้": 0,
    "yesterday": -1,
    "เมื่อวาน": -1,
    "เมื่อวานนี้": -1,
    "tomorrow": 1,
    "พรุ่งนี้": 1,
}
