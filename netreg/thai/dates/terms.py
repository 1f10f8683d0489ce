"""Terms, as ISO 8601 durations, and their ends by the Civil and Commercial Code of Thailand.

A term is kept as it was agreed: `P2Y`, `P1Y6M15D`, `P90D`, `P2W`. Sections cited (s.) are
those of the Code.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache

from netreg.named_tuples import NamedTuple
from netreg.thai.dates.formats import count_days_in_month

UNITS = "YMWD"
_ONE_DAY = timedelta(days=1)


class Term(NamedTuple):
    """The years, months, weeks and days of a duration, as they were agreed."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @property
    def all_months(self) -> int:
        """The years and months, in months."""
        return self.years * 12 + self.months

    @property
    def all_days(self) -> int:
        """The weeks and days, in days."""
        return self.weeks * 7 + self.days

    def iso(self) -> str:
        """Return the ISO 8601 duration; `P0D` for no time at all."""
        parts = "".join(f"{n}{unit}" for n, unit in zip(self, UNITS, strict=True) if n)
        return f"P{parts or '0D'}"


_THAI_UNITS = ("ปี", "เดือน", "สัปดาห์", "วัน")
_ENGLISH_UNITS = ("year", "month", "week", "day")


@lru_cache(512)
def parse_duration(term: str) -> Term:
    """Parse a stored ISO 8601 duration.

    Raises:
        ValueError: when it is none.
    """
    found = _duration_pattern().fullmatch(term)
    if not found:
        message = f"not an ISO 8601 duration: {term[:40]!r}"
        raise ValueError(message)
    return Term(*(int(part or 0) for part in found.groups()))


def is_duration(term: str) -> bool:
    """Tell whether a text is an ISO 8601 duration of no more than a thousand years."""
    try:
        parsed = parse_duration(term)
    except ValueError:
        return False
    return parsed.all_months <= 12_000 and parsed.all_days <= 366_000


def count_working_days(term: str) -> int | None:
    """Return the working days of a term that counts these alone, ``P15B``; None of any other.

    ISO 8601 has no sign for them; the letter is that of a business day.
    """
    found = re.fullmatch(r"P([0-9]{1,4})B", term, re.ASCII)
    days = int(found[1]) if found else 0
    return days if 0 < days <= MOST_WORKING_DAYS else None


MOST_WORKING_DAYS = 2_500
"""The working days of some ten years."""


@cache
def _duration_pattern() -> re.Pattern[str]:
    return re.compile(r"P(?=[0-9])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", re.ASCII)


def format_term(term: str, lang: str = "th") -> str:
    """Format a term for people: `2 ปี 6 เดือน`, in English `2 years 6 months`; return what is none as it stands."""
    if days := count_working_days(term):
        return f"{days} วันทำการ" if lang == "th" else f"{days} working day{'s' if days > 1 else ''}"
    if not is_duration(term):
        return term
    parts = parse_duration(term)
    if lang == "th":
        return " ".join(f"{n} {unit}" for n, unit in zip(parts, _THAI_UNITS, strict=True) if n) or "0 วัน"
    counted = zip(parts, _ENGLISH_UNITS, strict=True)
    return " ".join(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in counted if n) or "0 days"


def abbreviate_term(term: str) -> str:
    """Write a term as it is typed in an option: ``90d``, ``1y6m``."""
    return term[1:].lower()


def estimate_days(term: str) -> int:
    """Estimate the days of a term, to sort terms by: no two terms of the same units are equal."""
    if days := count_working_days(term):
        return days * 7 // 5
    parsed = parse_duration(term)
    return parsed.all_months * 30 + parsed.all_months // 2 + parsed.all_days


def add_durations(first: str, second: str, times: int = 1) -> str:
    """Return the sum of one term and `times` another, as when they follow one another.

    The months of all are counted together and then their days, as s. 193/6 has it for one.
    """
    return Term(*(a + b * times for a, b in zip(parse_duration(first), parse_duration(second), strict=True))).iso()


# --- the end of a term ----------------------------------------------------------------


def compute_term_end(first_day: date, term: str, times: int = 1, *, first_day_counted: bool = True) -> date:
    """Return the last day of a term, or of several that follow one another, counted from `first_day`.

    s. 193/3: where the first day does not count, the term starts on the next day.
    s. 193/5: a term of weeks, months or years follows the calendar and ends on the day
    before the one that corresponds to its start, or on the last day of the last month
    where that month has no such day. s. 193/6: in a term of months and days the whole
    months are counted first, then the days.

    From 11 Sep 2560, two years end on 10 Sep 2562; from 29 Feb 2567, one year ends on
    28 Feb 2568. A last day that is a holiday (s. 193/8) is not moved here.

    The months of several terms are counted together, so that four terms of one year from
    29 Feb 2567 end where one of four years does: a short month on the way takes no day away.
    """
    start = first_day if first_day_counted else first_day + _ONE_DAY
    parsed = parse_duration(term)
    corresponding, exists = _add_months(start, parsed.all_months * times)
    months_end = corresponding - _ONE_DAY if exists else corresponding
    return months_end + timedelta(days=parsed.all_days * times)


def find_corresponding_day(day: date, term: str) -> tuple[date, bool]:
    """Return the day that corresponds to `day` after the months of a term, and whether it exists (s. 193/5).

    Where it does not, the day returned is the last of that month.
    """
    return _add_months(day, parse_duration(term).all_months)


# --- sums of days and terms -----------------------------------------------------------


def add_term(day: date, term: str, times: int = 1) -> date:
    """Return the day that lies `times` the term after `day`.

    The months of all terms are added together first, to the last day of a month that is
    too short, then the days.
    """
    return _add(day, parse_duration(term), times)


def subtract_term(day: date, term: str) -> date:
    """Return the day that lies the term before `day`, counted as `add_term` does.

    Notice of `P3M` before an end on 10 Sep 2562 is due on 10 Jun 2562 at the latest.
    """
    return _add(day, parse_duration(term), -1)


def count_terms_between(day: date, term: str, until: date) -> int:
    """Return how many whole terms lie between `day` and `until`, 0 at least."""
    parsed = parse_duration(term)
    longest = parsed.all_months * 31 + parsed.all_days
    number = max(0, (until - day).days // longest)
    while _add(day, parsed, number + 1) <= until:
        number += 1
    return number


def _add(day: date, term: Term, times: int) -> date:
    moved = _add_months(day, times * term.all_months)[0] if term.all_months else day
    return moved + timedelta(days=times * term.all_days)


def _add_months(day: date, months: int) -> tuple[date, bool]:
    """Return the corresponding day of another month and True, or that month's last day and False."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = count_days_in_month(year, month + 1)
    return date(year, month + 1, min(day.day, last)), day.day <= last
