"""Dates built from their parts: the year resolved to its era, the day checked against the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from netreg.errors import InvalidValue
from netreg.language import _, get_language
from netreg.named_tuples import NamedTuple
from netreg.thai.dates.formats import (
    BE_OFFSET,
    BE_YEARS,
    CE_YEARS,
    count_days_in_month,
    find_earliest_day,
    find_latest_day,
    format_date,
)
from netreg.thai.dates.words import ENGLISH_WEEKDAYS, THAI_WEEKDAYS


class ParsedDate(NamedTuple):
    """A date as parsed: an ISO 8601 CE value, its precision, and the era its year was written in.

    `value` is `2017-09-11`, `2017-09-11T13:00`, `2021-08`, `2021` or two of these
    joined by `/`; `precision` is ``year``, ``month``, ``day``, ``minute``, ``second`` or ``span``;
    `era` is ``be`` or ``ce``.
    """

    value: str
    precision: str
    era: str | None


THAI_TIME = timezone(timedelta(hours=7))


class ParseContext(NamedTuple):
    """The context of a text: the declared era of its column, and a weekday before it.

    `is_thai` says that the weekday was written in Thai.
    """

    era: str | None
    weekday: int | None = None
    is_thai: bool = False


class Year(NamedTuple):
    """A year of the Common Era, and the era it was written in; `is_marked` where ค.ศ. stands beside it."""

    ce: int
    era: str
    is_marked: bool = False


class TimeOfDay(NamedTuple):
    """A time of day as written, or the two ends of one; None for what is not written."""

    hour: str | None = None
    minute: str | None = None
    second: str | None = None
    last_hour: str | None = None
    last_minute: str | None = None
    last_second: str | None = None


NO_TIME = TimeOfDay()


def build_year(digits: str, mark: str | None, context: ParseContext) -> ParsedDate | None:
    """Build a whole year from four digits with nothing but an era beside them."""
    if context.weekday is not None or len(digits) != 4:
        return None
    year = resolve_year(digits, mark, context)
    return ParsedDate(f"{year.ce}", "year", year.era)


def build_date(
    year: Year, month: int, day: str | None, time: TimeOfDay, context: ParseContext, *, is_iso: bool = False
) -> ParsedDate | None:
    """Build a date from its parts, after checking them against the calendar.

    A year of ISO 8601, or one marked as such, is plainly one of ค.ศ., in any month.
    """
    check_month(year, month, is_certain=year.era == "ce" and (is_iso or year.is_marked))
    value = f"{year.ce}-{month:02}"
    if day is None:
        alone = context.weekday is None and time.hour is None
        return ParsedDate(value, "month", year.era) if alone else None
    _check_day(year, month, int(day))
    value = f"{value}-{int(day):02}"
    if context.weekday is not None:
        _check_weekday(value, context.weekday, year.era)
    return ParsedDate(value, "day", year.era) if time.hour is None else _build_time(value, year, time)


def resolve_year(digits: str, mark: str | None, context: ParseContext, *, thai: bool = False) -> Year:
    """Resolve a written year, in the era that its number, mark and column agree on."""
    if len(digits) == 2:
        return _resolve_short_year(digits, mark, context, thai=thai or context.is_thai)
    number = int(digits)
    era = "be" if number in BE_YEARS else "ce" if number in CE_YEARS else None
    if era is None:
        raise InvalidValue(_("the year {year} is neither พ.ศ. (2400-2640) nor ค.ศ. (1800-2100)").format(year=digits))
    if mark and mark != era:
        raise InvalidValue(
            _("the year {year} cannot be {mark}; correct the number or the mark").format(
                year=digits, mark=_era_name(mark)
            )
        )
    if context.era and context.era != era:
        raise InvalidValue(
            _("the year {year} is {era}, but years are declared as {years}").format(
                year=digits, era=_era_name(era), years=_era_name(context.era)
            )
        )
    return Year(number - BE_OFFSET if era == "be" else number, era, is_marked=mark == "ce")


def _resolve_short_year(digits: str, mark: str | None, context: ParseContext, *, thai: bool) -> Year:
    """Resolve a year of two digits, in the declared era or where only one year is possible."""
    number = int(digits)
    if mark and context.era and mark != context.era:
        raise InvalidValue(
            _("the year is marked {mark}, but years are declared as {years}").format(
                mark=_era_name(mark), years=_era_name(context.era)
            )
        )
    if context.era == "ce":
        return Year(number + (2000 if number <= 68 else 1900), "ce")
    first = 0 if mark == "be" or thai else 37
    if context.era == "be" or (mark != "ce" and first <= number <= 79):
        return Year(number + 2500 - BE_OFFSET, "be")
    raise InvalidValue(describe_short_year(digits, mark))


def describe_short_year(digits: str, mark: str | None) -> str:
    """Return the sentence on which two years a year of two digits may be."""
    number = int(digits)
    if mark == "ce":
        one, other = f"ค.ศ. 19{digits}", f"ค.ศ. 20{digits}"
    elif number >= 80:
        one, other = f"พ.ศ. 24{digits}", f"ค.ศ. 19{digits}"
    else:
        one, other = f"พ.ศ. 25{digits}", f"ค.ศ. 20{digits}"
    return _("the year {year} may be {one} or {other}; write it in four digits").format(
        year=digits, one=one, other=other
    )


def _era_name(era: str) -> str:
    return "พ.ศ." if era == "be" else "ค.ศ."


def check_month(year: Year, month: int, *, is_certain: bool = False) -> None:
    """Refuse a month that does not exist or whose year is not `is_certain`."""
    if not 1 <= month <= 12:
        raise InvalidValue(_("there is no month {month}; numbers are day/month/year").format(month=month))
    if month <= 3 and year.ce < 1941 and not is_certain:
        # The year began on 1 April until พ.ศ. 2483, which had nine months, so that
        # January 2480 was 1938 then and is 1937 in tables that only take 543 off.
        raise InvalidValue(
            _(
                "January to March before พ.ศ. 2484 (ค.ศ. 1941) may lie in either of two years, "
                "since the Thai year began in April; write the year alone, or one marked as ค.ศ."
            )
        )


def _check_day(year: Year, month: int, day: int) -> None:
    last = count_days_in_month(year.ce, month)
    if not 1 <= day <= last:
        raise InvalidValue(
            _("there is no day {day} in {month}, which has {last} days").format(
                day=day, month=format_date(f"{year.ce}-{month:02}", era=year.era, lang=get_language()), last=last
            )
        )


def _check_weekday(value: str, stated: int, era: str) -> None:
    right = date.fromisoformat(value).weekday()
    if right != stated:
        names = THAI_WEEKDAYS if get_language() == "th" else ENGLISH_WEEKDAYS
        raise InvalidValue(
            _("{date} is a {right}, not a {stated}; correct the weekday or the date").format(
                date=format_date(value, era=era, lang=get_language()), right=names[right], stated=names[stated]
            )
        )


def _build_time(day: str, year: Year, time: TimeOfDay) -> ParsedDate:
    """Build a moment of a day, or the span between two times of it."""
    if (time.hour, time.minute, time.second) in _MIDNIGHTS and time.last_hour is None:
        return ParsedDate(day, "day", year.era)
    first = _build_moment(day, (time.hour, time.minute, time.second), year.era)
    if time.last_hour is None:
        return first
    return build_span(first, _build_moment(day, (time.last_hour, time.last_minute, time.last_second), year.era))


_MIDNIGHTS = (("00", "00", "00"), ("0", "00", "00"))


def _build_moment(day: str, clock: tuple[str | None, str | None, str | None], era: str) -> ParsedDate:
    """Build a moment to the minute, or to the second where one is written that is not 00."""
    hour, minute, second = clock
    if int(second or 0) > 59:
        raise InvalidValue(_("there is no second {second}").format(second=second))
    moment = f"{day}T{_format_time(hour, minute)}"
    return ParsedDate(f"{moment}:{second}", "second", era) if int(second or 0) else ParsedDate(moment, "minute", era)


def is_moment(parsed: ParsedDate) -> bool:
    """Return whether it is a day with a time."""
    return parsed.precision in ("minute", "second")


def convert_zone(parsed: ParsedDate | None, zone: str) -> ParsedDate | None:
    """Convert a moment in another zone, such as ``Z`` or ``-05:00``, to Thai time."""
    if parsed is None or not is_moment(parsed):
        return parsed
    try:
        moment = datetime.fromisoformat(parsed.value + zone).astimezone(THAI_TIME)
    except (ValueError, OverflowError):
        sentence = _("'{zone}' is not a time zone; write it like +07:00, or Z for UTC")
        raise InvalidValue(sentence.format(zone=zone[:10])) from None
    written = moment.isoformat(timespec="seconds" if parsed.precision == "second" else "minutes")
    return parsed._replace(value=written.removesuffix("+07:00"))


def _format_time(hour: str | None, minute: str | None) -> str:
    if int(hour or 0) > 23 or int(minute or 0) > 59:
        raise InvalidValue(
            _("there is no time {hour}:{minute}; expected 00:00 to 23:59").format(hour=hour, minute=minute)
        )
    return f"{hour:0>2}:{minute}"


def build_span(start: ParsedDate, end: ParsedDate) -> ParsedDate:
    """Build the span from `start` to `end`, or return `end` where both are equal."""
    if start.era != end.era:
        raise InvalidValue(_("the ends of the span are in different eras; write both in one"))
    timed = is_moment(start)
    if start.value > end.value if timed else find_earliest_day(start.value) > find_latest_day(end.value):
        raise InvalidValue(
            _("the span ends ({end}) before it starts ({start})").format(
                start=format_date(start.value, lang=get_language()), end=format_date(end.value, lang=get_language())
            )
        )
    if start.value == end.value:
        return end
    return ParsedDate(f"{start.value}/{end.value}", "span", start.era)
