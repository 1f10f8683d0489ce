"""Parse a date as people in Thailand write it, and refuse what could mean two things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.dates.formats import find_latest_day
from netreg.thai.dates.parse_errors import explain_invalid_date, is_academic_label
from netreg.thai.dates.parts import (
    NO_TIME,
    ParseContext,
    ParsedDate,
    TimeOfDay,
    Year,
    build_date,
    build_span,
    build_year,
    check_month,
    convert_zone,
    describe_short_year,
    is_moment,
    resolve_year,
)
from netreg.thai.dates.words import (
    ERA_MARKS,
    WEEKDAY_NUMBERS,
    fold_word,
    parse_month_word,
    simplify_text,
)
from netreg.thai.dates.written_forms import rewrite_text

_LONGEST_DATE = 160
_CACHE_SIZE = 4096

_AFTER = r"(?: ?(BE|CE|AD|B\.E\.|C\.E\.|A\.D\.))?"
_HOUR = r"([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2}))?"
_TIME = (
    rf"(?:(?:,? ?เวลา ?|,? ){_HOUR}(?: ?(?:น\.?|นาฬิกา))?"
    rf"(?: ?(?:-|–|ถึง|to) ?{_HOUR}(?: ?(?:น\.?|นาฬิกา))?)?)?"
)


def parse_date(text: str, *, years: str | None = None) -> ParsedDate:
    """Parse the date that a text stands for.

    A four-digit year 2400-2640 is พ.ศ., 1800-2100 ค.ศ., whatever the language of the
    month. Two digits are 25yy beside a Thai month, weekday or พ.ศ. (not 80-99), never
    beside an English month, and in other dates only from 37 to 79. Numbers are day/month/year; a year of four
    digits may come first (2564/08/05), then the month follows. Seconds are kept,
    but for 00; midnight with seconds is Excel's way to write a day. A zone of ISO 8601
    is turned into Thai time. A span whose ends are equal
    is that one value.

    `years` is the era that a whole column is known to be written in: ``be`` makes any
    two digits 25yy, ``ce`` 2000-2068 or 1969-1999, and a year of the other era is
    refused.

    Raises:
        InvalidValue: with the reason, for anything else.
    """
    return _parse_date(text, years)


@lru_cache(_CACHE_SIZE)
def _parse_date(text: str, years: str | None) -> ParsedDate:
    if found := parse_common_date(text, years):
        return ParsedDate(found[0], "day", found[1])
    plain = simplify_text(text)
    context = ParseContext(years)
    reading = None
    if len(plain) <= _LONGEST_DATE:
        _refuse_labels(plain)
        reading = _parse_plain(plain, context)
        if reading is None and (rewritten := rewrite_text(plain)) != plain:
            reading = _parse_plain(rewritten, context)
    if reading is None:
        raise InvalidValue(explain_invalid_date(plain[:_LONGEST_DATE]))
    return reading


def parse_common_date(text: str, years: str | None) -> tuple[str, str] | None:
    """Return the ISO day and the era of `5/8/2564`, the form of most columns, by the shortest way; None for others."""
    return parse_common_dates([text], years)[0]


def parse_common_dates(texts: Iterable[str], years: str | None) -> list[tuple[str, str] | None]:
    """Parse the dates of a column as `parse_common_date` does each."""
    found: list[tuple[str, str] | None] = []
    for text in texts:
        before, _slash, after = text.rpartition("/")
        day, (year, era) = _parse_day_and_month(before), _parse_year(after)
        found.append((year + day, era) if day and era and years in (None, era) else None)
    return found


def parse_alike_dates(texts: Iterable[str]) -> tuple[list[str], str] | None:
    """Return the ISO days of dates that are all of the form of `parse_common_date` and of one era, and that era."""
    parts = [text.rpartition("/") for text in texts]
    written = {year for _before, _slash, year in parts}
    known = {text: _parse_year(text) for text in written}
    eras = {era for _year, era in known.values()}
    if len(eras) != 1 or "" in eras:
        return None
    years = {text: year for text, (year, _era) in known.items()}
    days = {before: _parse_day_and_month(before) for before in {before for before, _slash, _year in parts}}
    if "" in days.values():
        return None
    return [years[year] + days[before] for before, _slash, year in parts], eras.pop()


_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The days that each month has in every year."""


@lru_cache(_CACHE_SIZE)
def _parse_day_and_month(text: str) -> str:
    """Return the end of an ISO 8601 date on a day that every year has, or an empty text."""
    found = re.fullmatch("([0-9]{1,2})/([0-9]{1,2})", text)
    day, month = (int(found[1]), int(found[2])) if found else (0, 0)
    return f"-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] else ""


@lru_cache(_CACHE_SIZE)
def _parse_year(text: str) -> tuple[str, str]:
    """Return the CE year and the era it is written in; two empty texts where the era is not certain."""
    written = int(text) if re.fullmatch("[0-9]{4}", text) else 0
    era = "be" if 2400 <= written <= 2640 else "ce" if 1800 <= written <= 2100 else ""
    year = written - 543 if era == "be" else written
    return (str(year), era) if era and year >= 1941 else ("", "")


def _parse_plain(text: str, context: ParseContext) -> ParsedDate | None:
    return (
        _parse_single(text, context)
        or _parse_in_phrase(text, context)
        or _parse_range(text, context)
        or _parse_last_day(text, context)
    )


def _refuse_labels(text: str) -> None:
    """Refuse `2565/2566`, which is the label of an academic year and no span of years."""
    if is_academic_label(text):
        raise InvalidValue(explain_invalid_date(text))


# --- one date -------------------------------------------------------------------------


def _parse_single(text: str, context: ParseContext) -> ParsedDate | None:
    """Parse a year, month, day or minute, or the times of one day, with nothing around it."""
    for shape, reader in _list_shapes():
        found = shape.fullmatch(text)
        if found and (reading := reader(found, context)):
            return reading
    return None


def _parse_named_month(found: re.Match[str], context: ParseContext) -> ParsedDate | None:
    """Parse `5 ส.ค. 2564`, `5 August 2021 09:00`, `ส.ค. 2564`, `ปี พ.ศ. 2564`."""
    day, word, digits, after, *time = found.groups()
    folded = fold_word(word)
    named = parse_month_word(folded)
    if named and not (named.mark and after):
        mark = ERA_MARKS[fold_word(after)] if after else named.mark
        if not named.is_thai and len(digits) == 2 and not (mark or context.era or context.is_thai):
            raise InvalidValue(describe_short_year(digits, None))
        year = resolve_year(digits, mark, context, thai=named.is_thai)
        return build_date(year, named.month, day, TimeOfDay(*time), context)
    if folded in ERA_MARKS and not (day or after or time[0]):
        return build_year(digits, ERA_MARKS[folded], context)
    return None


def _parse_numbers(found: re.Match[str], context: ParseContext) -> ParsedDate | None:
    """Parse `5/8/2564`, `05.08.64`, `2564/08/05`: the year is last, or first with four digits."""
    first, _separator, month, last, after, *time = found.groups()
    digits, day = (first, last) if len(first) == 4 else (last, first)
    if len(day) > 2 or len(digits) not in (2, 4):
        return None
    year = resolve_year(digits, ERA_MARKS[fold_word(after or "")], context)
    return build_date(year, int(month), day, TimeOfDay(*time), context)


def _parse_iso(found: re.Match[str], context: ParseContext) -> ParsedDate | None:
    """Parse ISO 8601 with the year of either era: `2021-08`, `2564-08-05`, `2021-08-05T09:00+07:00`."""
    digits, month, day, hour, minute, second, zone = found.groups()
    year, time = resolve_year(digits, None, context), TimeOfDay(hour, minute, second)
    found_date = build_date(year, int(month), day, time, context, is_iso=True)
    return found_date if zone in (None, "+07:00", "+0700", "+07") else convert_zone(found_date, zone)


def _parse_year_alone(found: re.Match[str], context: ParseContext) -> ParsedDate | None:
    return build_year(found[1], ERA_MARKS[fold_word(found[2] or "")], context)


_Shapes = tuple[tuple[re.Pattern[str], Callable[[re.Match[str], ParseContext], ParsedDate | None]], ...]


@cache
def _list_shapes() -> _Shapes:
    """Return the shapes of one date, the commonest first; compiled when the first date is parsed."""
    named = r"(?:([0-9]{1,2})[-/ ]?)?([^0-9/–-]{2,40})[-/]?([0-9]{4}|[0-9]{2})"
    stamp = (
        r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})"
        r"(?::([0-9]{2})(?:\.[0-9]+)?)?(Z|[+-][0-9:]{2,6})?)?)?"
    )
    numbers = r"([0-9]{1,4}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})"
    return (
        (re.compile(named + _AFTER + _TIME), _parse_named_month),
        (re.compile(stamp), _parse_iso),
        (re.compile(numbers + _AFTER + _TIME), _parse_numbers),
        (re.compile("([0-9]{4})" + _AFTER), _parse_year_alone),
    )


# --- phrases around a date ----------------------------------------------------


def _parse_in_phrase(text: str, context: ParseContext) -> ParsedDate | None:
    """Parse a date within a phrase: `เมื่อวันที่ … ที่ผ่านมา`, `วันจันทร์ที่ …`."""
    rest, context = _strip_phrase(text, context)
    return None if rest == text else _parse_single(rest, context)


def _strip_phrase(text: str, context: ParseContext) -> tuple[str, ParseContext]:
    """Return the text without the phrase around it, and the context with the weekday of the phrase."""
    found = _phrase_pattern().fullmatch(text)
    if not found:
        return text, context
    if name := found[1]:
        context = ParseContext(context.era, WEEKDAY_NUMBERS[name.lower()], name > "ก")
    return found[2], context


@cache
def _phrase_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(WEEKDAY_NUMBERS, key=len, reverse=True)))
    return re.compile(
        r"(?:เมื่อ|ณ|ใน|ลง|ประจำ|ตรงกับ|[Oo]n (?=[0-9A-Z]))? ?"
        rf"(?:วัน ?ที่(?= ?[0-9])(?! ?[0-9]{{4}}$)|(?:วัน ?)?((?i:{names}))\.?(?: ?ที่)?,?(?= ?[0-9]))? ?"
        r"(.+?)(?: ?(?:ที่ผ่านมา|นี้))?"
    )


def _parse_last_day(text: str, context: ParseContext) -> ParsedDate | None:
    """Parse `สิ้นเดือนมิถุนายน 2567`, `สิ้นปีงบประมาณ 2567`, `end of June 2024`: the last day of a month or year."""
    found = _last_day_pattern().fullmatch(text)
    if not found:
        return None
    named = rewrite_text(found[1])
    if fiscal := _fiscal_pattern().fullmatch(named):
        period = _build_fiscal_span(fiscal, context)
    else:
        period = _parse_single(named, context)
        if period and period.precision not in ("month", "year"):
            return None
    return ParsedDate(find_latest_day(period.value), "day", period.era) if period else None


@cache
def _last_day_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:ณ |ใน)?(?:วัน)?(?:สิ้น(?:สุด)?|สุดท้ายของ)(?:เดือน(?= ?[^0-9]))?"
        r"|(?i:(?:the )?(?:last day|end) of )) ?([^/]+)"
    )


# --- spans ----------------------------------------------------------------------------


def _parse_range(text: str, context: ParseContext) -> ParsedDate | None:
    """Parse a fiscal year or a quarter of one, or two dates with a dash or ถึง between them."""
    if found := _fiscal_pattern().fullmatch(text):
        return _build_fiscal_span(found, context)
    for first, last in _split_span(text):
        if reading := _parse_span(first, last, context):
            return reading
    return None


@cache
def _fiscal_pattern() -> re.Pattern[str]:
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


def _build_fiscal_span(found: re.Match[str], context: ParseContext) -> ParsedDate | None:
    """Build a fiscal year or quarter: 2566 runs from 1 October 2565 to 30 September 2566."""
    before, mark, first, last, after = found.groups()
    if (before and after) or (last and (before or after)):
        return None
    quarter = before or after
    start, end = (resolve_year(digits, ERA_MARKS[fold_word(mark)], context) for digits in (first, last or first))
    check_month(start, 1)
    opening, closing = _QUARTERS[quarter]
    autumn = opening == "10-01"
    first_day = f"{start.ce - autumn}-{opening}"
    last_day = f"{end.ce - (quarter == '1')}-{closing}"
    return build_span(ParsedDate(first_day, "day", start.era), ParsedDate(last_day, "day", end.era))


def _split_span(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to split the text into a first and a last date."""
    if found := _iso_span_pattern().fullmatch(text):
        yield found[1], found[2]
        return
    text = _span_opening_pattern().sub("", text)
    for dash in ("จนถึง", "ถึง", " to ", "–", " - ", "-"):
        if text.count(dash) == 1:
            first, _dash, last = text.partition(dash)
            yield first.strip(), last.strip()
            return


@cache
def _iso_span_pattern() -> re.Pattern[str]:
    end = r"([0-9]{4}(?:-[0-9][0-9T:+-]+)?)"
    return re.compile(f"{end}/{end}")


@cache
def _span_opening_pattern() -> re.Pattern[str]:
    return re.compile(r"^(?:ใน)?(?:ระหว่าง|ตั้งแต่|จาก|[Ff]rom ) ?")


def _parse_span(first: str, last: str, context: ParseContext) -> ParsedDate | None:
    end = _parse_single(last, context) or _parse_in_phrase(last, context)
    if end is None:
        return None
    start = _parse_single(first, context) or _parse_in_phrase(first, context) or _parse_partial(first, end, context)
    if start is None:
        return None
    if is_moment(start) != is_moment(end) or "span" in (
        start.precision,
        end.precision,
    ):
        raise InvalidValue(_("a span must have a time at both ends or at neither; write the days without the times"))
    return build_span(start, end)


def _parse_partial(text: str, end: ParsedDate, context: ParseContext) -> ParsedDate | None:
    """Parse the first date of `24 - 25 มี.ค. 2565`, completed from the last."""
    rest, context = _strip_phrase(text, context)
    found = _partial_pattern().fullmatch(rest)
    if not found or end.precision == "year":
        return None
    day, number, word = found.groups()
    named = parse_month_word(fold_word(word)) if word else None
    if (word and not named) or (day is None) != (end.precision == "month"):
        return None
    month = named.month if named else int(number or end.value[5:7])
    is_marked = end.era == "ce" and end.value[5:7] <= "03"  # else the year of an early end was refused
    return build_date(Year(int(end.value[:4]), end.era or "ce", is_marked), month, day, NO_TIME, context)


@cache
def _partial_pattern() -> re.Pattern[str]:
    return re.compile(r"(?:([0-9]{1,2})[-/. ]?)?(?:(?<=[-/.])([0-9]{1,2})|([^0-9/–-]{2,40}))?")
