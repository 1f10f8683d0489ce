"""Reads a date as people in Thailand write it, and refuses what could mean two things.

The writer is in `calendar_show`; its names are here too, so that who needs dates
imports this module alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.dates.formats import earliest, latest, show, weekday
from netreg.thai.dates.parts import (
    NO_CLOCK,
    Clock,
    Reading,
    Said,
    Year,
    check_month,
    dated,
    span_between,
    whole_year,
    year_of,
)
from netreg.thai.dates.refusals import why
from netreg.thai.dates.words import (
    ENGLISH_MONTHS,
    ENGLISH_MONTHS_SHORT,
    MARKS,
    THAI_MONTHS,
    THAI_MONTHS_SHORT,
    WEEKDAY_WORDS,
    fold,
    month_word,
    plain_text,
)

__all__ = [
    "ENGLISH_MONTHS",
    "ENGLISH_MONTHS_SHORT",
    "THAI_MONTHS",
    "THAI_MONTHS_SHORT",
    "Reading",
    "earliest",
    "latest",
    "read",
    "show",
    "weekday",
]

_LONGEST = 160
_REMEMBERED = 4096

_AFTER = r"(?: ?(BE|CE|AD|B\.E\.|C\.E\.|A\.D\.))?"
_HOUR = r"([0-9]{1,2})[:.]([0-9]{2})"
_TIME = (
    rf"(?:(?:,? ?เวลา ?|,? ){_HOUR}(?::([0-9]{{2}}))?(?: ?(?:น\.?|นาฬิกา))?"
    rf"(?: ?(?:-|–|ถึง|to) ?{_HOUR}(?: ?(?:น\.?|นาฬิกา))?)?)?"
)


def read(text: str, *, years: str | None = None) -> Reading:
    """The date that the text stands for.

    A four-digit year 2400-2640 is พ.ศ., 1800-2100 ค.ศ., whatever the language of the
    month. Two digits are 25yy beside a Thai month, weekday or พ.ศ. (not 80-99), and
    in other dates only from 37 to 79. Numbers are day/month/year; a year of four
    digits may come first (2564/08/05), then the month follows. Seconds are dropped;
    midnight with seconds is Excel's way to write a day. A span whose ends are equal
    is that one value.

    `years` is the era that a whole column is known to be written in: ``be`` makes any
    two digits 25yy, ``ce`` 2000-2068 or 1969-1999, and a year of the other era is
    refused.

    Raises `errors.InvalidValue` with the reason for anything else.
    """
    return _read(text, years)


@lru_cache(_REMEMBERED)
def _read(text: str, years: str | None) -> Reading:
    if found := commonest(text, years):
        return Reading(found[0], "day", found[1])
    plain = plain_text(text)
    said = Said(years)
    reading = None
    if len(plain) <= _LONGEST:
        reading = _single(plain, said) or _framed(plain, said) or _longer(plain, said)
    if reading is None:
        raise InvalidValue(why(plain[:_LONGEST]))
    return reading


def commonest(text: str, years: str | None) -> tuple[str, str] | None:
    """The day and the era of `5/8/2564`, as most columns have it, by the shortest way; nothing for all else."""
    before, _slash, after = text.rpartition("/")
    day, (year, era) = _day_and_month(before), _year_and_era(after)
    return (year + day, era) if day and era and years in (None, era) else None


@lru_cache(_REMEMBERED)
def _day_and_month(text: str) -> str:
    """The end of an ISO 8601 date on a day that every month has, or nothing."""
    found = re.fullmatch("([0-9]{1,2})/([0-9]{1,2})", text)
    day, month = (int(found[1]), int(found[2])) if found else (0, 0)
    return f"-{month:02}-{day:02}" if 1 <= day <= 28 and 1 <= month <= 12 else ""


@lru_cache(_REMEMBERED)
def _year_and_era(text: str) -> tuple[str, str]:
    """The year, and the era that it is written in; nothing for those of which no era may be said."""
    written = int(text) if re.fullmatch("[0-9]{4}", text) else 0
    era = "be" if 2400 <= written <= 2640 else "ce" if 1800 <= written <= 2100 else ""
    year = written - 543 if era == "be" else written
    return (str(year), era) if era and year >= 1941 else ("", "")


# --- one date -------------------------------------------------------------------------


def _single(text: str, said: Said) -> Reading | None:
    """A year, month, day or minute, or the hours of one day, with nothing around it."""
    for shape, reader in _shapes():
        found = shape.fullmatch(text)
        if found and (reading := reader(found, said)):
            return reading
    return None


def _named(found: re.Match[str], said: Said) -> Reading | None:
    """`5 ส.ค. 2564`, `5 August 2021 09:00`, `ส.ค. 2564`, `ปี พ.ศ. 2564`."""
    day, word, digits, after, *clock = found.groups()
    folded = fold(word)
    named = month_word(folded)
    if named and not (named.mark and after):
        mark = MARKS[fold(after)] if after else named.mark
        year = year_of(digits, mark, said, thai=named.thai)
        return dated(year, named.month, day, Clock(*clock), said)
    if folded in MARKS and not (day or after or clock[0]):
        return whole_year(digits, MARKS[folded], said)
    return None


def _numbers(found: re.Match[str], said: Said) -> Reading | None:
    """`5/8/2564`, `05.08.64`, `2564/08/05`: the year is last, or first with four digits."""
    first, _separator, month, last, after, *clock = found.groups()
    digits, day = (first, last) if len(first) == 4 else (last, first)
    if len(day) > 2 or len(digits) not in (2, 4):
        return None
    year = year_of(digits, MARKS[fold(after or "")], said)
    return dated(year, int(month), day, Clock(*clock), said)


def _stamp(found: re.Match[str], said: Said) -> Reading | None:
    """ISO 8601 with the year of either era: `2021-08`, `2564-08-05`, `2021-08-05T09:00+07:00`."""
    digits, month, day, hour, minute, second, zone = found.groups()
    if zone not in (None, "+07:00", "+0700", "+07"):
        sentence = _("its time is in the zone {zone}; write Thai time, +07:00 or without a zone")
        raise InvalidValue(sentence.format(zone=zone[:10]))
    return dated(year_of(digits, None, said), int(month), day, Clock(hour, minute, second), said)


def _year_alone(found: re.Match[str], said: Said) -> Reading | None:
    return whole_year(found[1], MARKS[fold(found[2] or "")], said)


_Shapes = tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Said], Reading | None]], ...]


@cache
def _shapes() -> _Shapes:
    """The shapes of one date, the commonest first; compiled when the first date is read."""
    named = r"(?:([0-9]{1,2})[-/ ]?)?([^0-9/–-]{2,40})[-/]?([0-9]{4}|[0-9]{2})"
    stamp = (
        r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})"
        r"(?::([0-9]{2})(?:\.[0-9]+)?)?(Z|[+-][0-9:]{2,6})?)?)?"
    )
    numbers = r"([0-9]{1,4}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})"
    return (
        (re.compile(named + _AFTER + _TIME), _named),
        (re.compile(stamp), _stamp),
        (re.compile(numbers + _AFTER + _TIME), _numbers),
        (re.compile("([0-9]{4})" + _AFTER), _year_alone),
    )


# --- what may stand around a date -----------------------------------------------------


def _framed(text: str, said: Said) -> Reading | None:
    """A date in its phrase: `เมื่อวันที่ … ที่ผ่านมา`, `วันจันทร์ที่ …`."""
    rest, said = _unframed(text, said)
    return None if rest == text else _single(rest, said)


def _unframed(text: str, said: Said) -> tuple[str, Said]:
    """The text without the phrase around it, and the weekday the phrase names."""
    found = _frame().fullmatch(text)
    if not found:
        return text, said
    if name := found[1]:
        said = Said(said.years, WEEKDAY_WORDS[name.lower()], name > "ก")
    return found[2], said


@cache
def _frame() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(WEEKDAY_WORDS, key=len, reverse=True)))
    return re.compile(
        r"(?:เมื่อ|ณ|ใน|ลง|ประจำ|ตรงกับ|[Oo]n (?=[0-9A-Z]))? ?"
        rf"(?:วัน ?ที่(?= ?[0-9])(?! ?[0-9]{{4}}$)|(?:วัน ?)?((?i:{names}))\.?(?: ?ที่)?,?(?= ?[0-9]))? ?"
        r"(.+?)(?: ?(?:ที่ผ่านมา|นี้))?"
    )


# --- spans ----------------------------------------------------------------------------


def _longer(text: str, said: Said) -> Reading | None:
    """A fiscal year or a quarter of one, or two dates with a dash or ถึง between them."""
    if found := _fiscal().fullmatch(text):
        return _fiscal_span(found, said)
    for first, last in _halves(text):
        if reading := _span(first, last, said):
            return reading
    return None


@cache
def _fiscal() -> re.Pattern[str]:
    quarter = r"ไตรมาส ?(?:ที่)? ?([1-4])"
    return re.compile(
        rf"(?:{quarter} ?(?:/|ของ)? ?|ประจำ)?ปีงบ(?:ประมาณ)? ?((?:พ\.? ?ศ\.?|ค\.? ?ศ\.?)?) ?"
        rf"([0-9]{{4}})(?: ?(?:-|–|ถึง) ?([0-9]{{4}}))?(?:,? ?{quarter})?"
    )


_QUARTERS = {
    None: ("10-01", "09-30"),
    "1": ("10-01", "12-31"),
    "2": ("01-01", "03-31"),
    "3": ("04-01", "06-30"),
    "4": ("07-01", "09-30"),
}


def _fiscal_span(found: re.Match[str], said: Said) -> Reading | None:
    """Fiscal year 2566 runs from 1 October 2565 to 30 September 2566."""
    before, mark, first, last, after = found.groups()
    if (before and after) or (last and (before or after)):
        return None
    quarter = before or after
    start, end = (year_of(digits, MARKS[fold(mark)], said) for digits in (first, last or first))
    check_month(start, 1)
    opening, closing = _QUARTERS[quarter]
    autumn = opening == "10-01"
    first_day = f"{start.ce - autumn}-{opening}"
    last_day = f"{end.ce - (quarter == '1')}-{closing}"
    return span_between(Reading(first_day, "day", start.era), Reading(last_day, "day", end.era))


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Where the text may be cut into a first and a last date."""
    if found := _iso_span().fullmatch(text):
        yield found[1], found[2]
        return
    text = _opening().sub("", text)
    for dash in ("จนถึง", "ถึง", " to ", "–", " - ", "-"):
        if text.count(dash) == 1:
            first, _dash, last = text.partition(dash)
            yield first.strip(), last.strip()
            return


@cache
def _iso_span() -> re.Pattern[str]:
    end = r"([0-9]{4}(?:-[0-9][0-9T:+-]+)?)"
    return re.compile(f"{end}/{end}")


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"^(?:ใน)?(?:ระหว่าง|ตั้งแต่|จาก|[Ff]rom ) ?")


def _span(first: str, last: str, said: Said) -> Reading | None:
    end = _single(last, said) or _framed(last, said)
    if end is None:
        return None
    start = _single(first, said) or _framed(first, said) or _completed(first, end, said)
    if start is None:
        return None
    if (start.precision == "minute") != (end.precision == "minute") or "span" in (
        start.precision,
        end.precision,
    ):
        raise InvalidValue(_("a span has an hour at both ends or at none; write the days without the hours"))
    return span_between(start, end)


def _completed(text: str, end: Reading, said: Said) -> Reading | None:
    """The first date of `24 - 25 มี.ค. 2565`: what it leaves out is as in the last."""
    rest, said = _unframed(text, said)
    found = _beginning().fullmatch(rest)
    if not found or end.precision == "year":
        return None
    day, number, word = found.groups()
    named = month_word(fold(word)) if word else None
    if (word and not named) or (day is None) != (end.precision == "month"):
        return None
    month = named.month if named else int(number or end.value[5:7])
    return dated(Year(int(end.value[:4]), end.era or "ce"), month, day, NO_CLOCK, said)


@cache
def _beginning() -> re.Pattern[str]:
    return re.compile(r"(?:([0-9]{1,2})[-/. ]?)?(?:(?<=[-/.])([0-9]{1,2})|([^0-9/–-]{2,40}))?")
