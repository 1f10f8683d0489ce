"""Days and windows as command-line options take them: ``--as-of yesterday``, ``--within 90d``."""

from __future__ import annotations

from datetime import date, timedelta

from netreg.errors import InvalidValue
from netreg.language import _, get_language
from netreg.thai.dates.date_parser import parse_date
from netreg.thai.dates.formats import find_latest_day, format_date
from netreg.thai.dates.parse_errors import quote_excerpt
from netreg.thai.dates.term_parser import parse_length
from netreg.thai.dates.terms import add_term, subtract_term
from netreg.thai.dates.words import simplify_text

_RELATIVE_DAYS = {
    "today": 0,
    "วันนี้": 0,
    "yesterday": -1,
    "เมื่อวาน": -1,
    "เมื่อวานนี้": -1,
    "tomorrow": 1,
    "พรุ่งนี้": 1,
}


def parse_window(text: str) -> str:
    """Parse the window of an option such as `--within`, as an ISO 8601 duration.

    `90d`, `3m`, `1y`, `90 วัน`; a bare number is days, and `0` is the day itself.

    Raises:
        InvalidValue: for anything else.
    """
    plain = simplify_text(text)
    return parse_length(f"{plain} d" if plain.isdecimal() else plain).iso()


def parse_day_option(text: str, today: date) -> date:
    """Parse the day that an option such as `--as-of` names, seen from `today`.

    Any date (its time of day is dropped), `today`, `yesterday`, `tomorrow`, `วันนี้`,
    `เมื่อวาน`, `พรุ่งนี้`, or a distance with its sign: `+90d`, `-3m`.

    Raises:
        InvalidValue: for anything else, a month or a span too.
    """
    plain = simplify_text(text).lower()
    if plain in _RELATIVE_DAYS:
        return today + timedelta(days=_RELATIVE_DAYS[plain])
    if plain[:1] in ("+", "-"):
        move = add_term if plain[0] == "+" else subtract_term
        return move(today, parse_window(plain[1:]))
    parsed = parse_date(text)
    if parsed.precision not in ("day", "minute", "second"):
        raise InvalidValue(
            _("{text} is not a single day; write it like {day}").format(
                text=quote_excerpt(plain), day=format_date(find_latest_day(parsed.value), lang=get_language())
            )
        )
    return date.fromisoformat(parsed.value[:10])
