"""The parts of a date put together: which year is meant, and whether there is such a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from netreg.errors import InvalidValue
from netreg.language import _, language
from netreg.thai.dates.formats import BE_AHEAD, BE_YEARS, CE_YEARS, days_in_month, earliest, latest, show
from netreg.thai.dates.words import ENGLISH_WEEKDAYS, THAI_WEEKDAYS


class Reading(NamedTuple):
    """What a text says: an ISO 8601 CE value, how exact it is, and how its year was written.

    `value` is `2017-09-11`, `2017-09-11T13:00`, `2021-08`, `2021` or two of these
    joined by `/`; `precision` is ``year``, ``month``, ``day``, ``minute`` or ``span``;
    `era` is ``be`` or ``ce``.
    """

    value: str
    precision: str
    era: str | None


class Said(NamedTuple):
    """What is known beside the text itself: the declared era, and a weekday before it."""

    years: str | None
    weekday: int | None = None
    thai: bool = False


class Year(NamedTuple):
    """A year of the common era, and the era it was written in."""

    ce: int
    era: str


class Clock(NamedTuple):
    """Hours and minutes as written; None where nothing is."""

    hour: str | None = None
    minute: str | None = None
    second: str | None = None
    last_hour: str | None = None
    last_minute: str | None = None


NO_CLOCK = Clock()


def whole_year(digits: str, mark: str | None, said: Said) -> Reading | None:
    """A year of four digits with nothing but its era beside it."""
    if said.weekday is not None or len(digits) != 4:
        return None
    year = year_of(digits, mark, said)
    return Reading(f"{year.ce}", "year", year.era)


def dated(year: Year, month: int, day: str | None, clock: Clock, said: Said) -> Reading | None:
    """The parts put together, once the calendar has agreed."""
    check_month(year, month)
    value = f"{year.ce}-{month:02}"
    if day is None:
        alone = said.weekday is None and clock.hour is None
        return Reading(value, "month", year.era) if alone else None
    _check_day(year, month, int(day))
    value = f"{value}-{int(day):02}"
    if said.weekday is not None:
        _check_weekday(value, said.weekday, year.era)
    return Reading(value, "day", year.era) if clock.hour is None else _timed(value, year, clock)


def year_of(digits: str, mark: str | None, said: Said, *, thai: bool = False) -> Year:
    """The year in the era that its number, mark and column agree on."""
    if len(digits) == 2:
        return _short_year(digits, mark, said, thai=thai or said.thai)
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
    if said.years and said.years != era:
        raise InvalidValue(
            _("the year {year} is {era}, where years are said to be {years}").format(
                year=digits, era=_era_name(era), years=_era_name(said.years)
            )
        )
    return Year(number - BE_AHEAD if era == "be" else number, era)


def _short_year(digits: str, mark: str | None, said: Said, *, thai: bool) -> Year:
    """Two digits, in the era that was declared, or as far as they can mean one year only."""
    number = int(digits)
    if mark and said.years and mark != said.years:
        raise InvalidValue(
            _("the year is marked {mark}, where years are said to be {years}").format(
                mark=_era_name(mark), years=_era_name(said.years)
            )
        )
    if said.years == "ce":
        return Year(number + (2000 if number <= 68 else 1900), "ce")
    first = 0 if mark == "be" or thai else 37
    if said.years == "be" or (mark != "ce" and first <= number <= 79):
        return Year(number + 2500 - BE_AHEAD, "be")
    raise InvalidValue(_ambiguity(digits, mark, number))


def _ambiguity(digits: str, mark: str | None, number: int) -> str:
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


def check_month(year: Year, month: int) -> None:
    """Refuse a month that does not exist or lies in an uncertain year."""
    if not 1 <= month <= 12:
        raise InvalidValue(_("there is no month {month}; numbers are day/month/year").format(month=month))
    if month <= 3 and year.ce < 1941:
        # The year began on 1 April until พ.ศ. 2483, which had nine months, so that
        # January 2480 was 1938 then and is 1937 in tables that only take 543 off.
        raise InvalidValue(
            _(
                "January to March before พ.ศ. 2484 (ค.ศ. 1941) may lie in either of two years, "
                "since the Thai year began in April; write the year alone"
            )
        )


def _check_day(year: Year, month: int, day: int) -> None:
    last = days_in_month(year.ce, month)
    if not 1 <= day <= last:
        raise InvalidValue(
            _("there is no day {day} in {month}, which has {last} days").format(
                day=day, month=show(f"{year.ce}-{month:02}", era=year.era), last=last
            )
        )


def _check_weekday(value: str, stated: int, era: str) -> None:
    right = date.fromisoformat(value).weekday()
    if right != stated:
        names = THAI_WEEKDAYS if language() == "th" else ENGLISH_WEEKDAYS
        raise InvalidValue(
            _("{date} is a {right}, not a {stated}; correct the weekday or the date").format(
                date=show(value, era=era), right=names[right], stated=names[stated]
            )
        )


def _timed(day: str, year: Year, clock: Clock) -> Reading:
    """The day with its hour, or the span between two hours of it."""
    if (clock.hour, clock.minute, clock.second) in _MIDNIGHTS and clock.last_hour is None:
        return Reading(day, "day", year.era)
    if int(clock.second or 0) > 59:
        raise InvalidValue(_("there is no second {second}").format(second=clock.second))
    first = f"{day}T{_hour(clock.hour, clock.minute)}"
    if clock.last_hour is None:
        return Reading(first, "minute", year.era)
    last = f"{day}T{_hour(clock.last_hour, clock.last_minute)}"
    return span_between(Reading(first, "minute", year.era), Reading(last, "minute", year.era))


_MIDNIGHTS = (("00", "00", "00"), ("0", "00", "00"))


def _hour(hour: str | None, minute: str | None) -> str:
    if int(hour or 0) > 23 or int(minute or 0) > 59:
        raise InvalidValue(_("there is no time {hour}:{minute}; write 00:00 to 23:59").format(hour=hour, minute=minute))
    return f"{hour:0>2}:{minute}"


def span_between(start: Reading, end: Reading) -> Reading:
    """The span from `start` to `end`; a span from a thing to itself is that thing."""
    if start.era != end.era:
        raise InvalidValue(_("the ends of the span are written in different eras; write both in one"))
    timed = start.precision == "minute"
    if start.value > end.value if timed else earliest(start.value) > latest(end.value):
        raise InvalidValue(
            _("the span ends ({end}) before it starts ({start})").format(start=show(start.value), end=show(end.value))
        )
    if start.value == end.value:
        return end
    return Reading(f"{start.value}/{end.value}", "span", start.era)
