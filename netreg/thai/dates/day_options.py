"""Days and windows as command-line options take them: ``--as-of yesterday``, ``--within 90d``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from netreg.errors import InvalidValue
from netreg.language import _, get_language
from netreg.thai.dates.date_parser import parse_date
from netreg.thai.dates.fiscal_years import build_fiscal_year, find_fiscal_year
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


_SHIFTS = {
    "นี้": 0, "this": 0,
    "หน้า": 1, "ถัดไป": 1, "next": 1,
    "ที่แล้ว": -1, "ก่อน": -1, "ที่ผ่านมา": -1, "last": -1,
}  # fmt: skip
_UNITS = {
    "ปีงบประมาณ": "fiscal", "ปีงบ": "fiscal", "fiscal year": "fiscal", "fy": "fiscal",
    "ปี": "year", "year": "year",
    "ไตรมาส": "quarter", "quarter": "quarter",
    "เดือน": "month", "month": "month",
    "สัปดาห์": "week", "อาทิตย์": "week", "week": "week",
}  # fmt: skip
_WITHIN = re.compile(r"(?:ภายใน|ในอีก|within) ?(.+)")
_MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}


def parse_period_option(text: str, today: date) -> tuple[date, date] | None:
    """Parse a period that is named as it is seen from `today`, as its first and last day; None if it is no such name.

    ``ปีนี้``, ``เดือนหน้า``, ``ปีงบประมาณที่แล้ว``, ``next quarter``; ``ภายใน 90 วัน`` and ``ภายในปีนี้`` begin today.
    """
    plain = simplify_text(text).lower()
    if within := _WITHIN.fullmatch(plain):
        if period := parse_period_option(within[1], today):
            return today, period[1]
        try:
            return today, add_term(today, parse_window(within[1]))
        except InvalidValue:
            return None
    for unit, kind in _UNITS.items():
        if plain.startswith(unit) or plain.endswith(unit):
            shift = _SHIFTS.get(plain.removeprefix(unit).removesuffix(unit).strip())
            if shift is not None:
                return _find_period(kind, shift, today)
    return None


def _find_period(kind: str, shift: int, today: date) -> tuple[date, date]:
    """Return the first and the last day of the year, month or week that is so many behind the one of `today`."""
    if kind == "fiscal":
        year = build_fiscal_year(find_fiscal_year(today) + shift)
        return year.first, year.last
    if kind == "week":
        first = today + timedelta(days=7 * shift - today.weekday())
        return first, first + timedelta(days=6)
    length = _MONTHS_IN[kind]
    begin = (today.year * 12 + today.month - 1) // length * length + shift * length
    first, following = (date(month // 12, month % 12 + 1, 1) for month in (begin, begin + length))
    return first, following - timedelta(days=1)
