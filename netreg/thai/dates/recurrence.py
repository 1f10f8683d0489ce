"""Rules by which something comes again, in Thai or English words or as an RRULE (RFC 5545), and their days.

``วันอังคารสุดท้ายของทุกเดือน``, ``ทุกวันพุธที่ 2 ของเดือน``, ``ทุก 3 เดือน วันจันทร์แรก``, ``วันที่ 15 ของเดือน``,
``last Tuesday of each month``, ``every 2 weeks on Friday``, ``RRULE:FREQ=MONTHLY;BYDAY=-1TU``.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.thai.dates.words import ENGLISH_WEEKDAYS
from netreg.thai.text import clean, to_ascii_digits

if TYPE_CHECKING:
    from datetime import date

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_THAI_DAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัส(?:บดี|ฯ)?", "ศุกร์", "เสาร์", "อาทิตย์")
_ORDINALS = (
    ("แรก|ที่ ?1|ที่หนึ่ง|first|1st", 1),
    ("ที่ ?2|ที่สอง|second|2nd", 2),
    ("ที่ ?3|ที่สาม|third|3rd", 3),
    ("ที่ ?4|ที่สี่|fourth|4th", 4),
    ("ที่ ?5|ที่ห้า|fifth|5th", 5),
    ("สุดท้าย|last", -1),
)
_NUMBERS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "หก": 6, "two": 2, "three": 3, "four": 4, "six": 6, "other": 2}
_PERIODS = (("MONTHLY", r"เดือน|months?"), ("WEEKLY", r"สัปดาห์|อาทิตย์(?!ที่)|weeks?"))
_LONGEST_RULE = 200
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")


def parse_recurrence(text: str) -> str:
    """Return the RRULE that a rule in words stands for, an RRULE as it is without its prefix.

    Raises:
        InvalidValue: for what is no such rule.
    """
    plain = to_ascii_digits(clean(text)).lower()
    if len(plain) > _LONGEST_RULE:
        raise _refuse(text)
    if re.match(r"(?:rrule:)?freq=", plain):
        return _check_rrule(plain.removeprefix("rrule:").upper(), text)
    rest = re.sub(_ASIDE, " ", plain)
    period, interval, rest = _take_period(rest)
    day, rest = _take_day(rest)
    if day is None or re.sub(_FILLERS, "", rest).strip():
        raise _refuse(text)
    is_weekly = bool(re.fullmatch("BYDAY=[A-Z,]+", day))
    frequency = period or ("WEEKLY" if is_weekly else "MONTHLY")
    if is_weekly != (frequency == "WEEKLY"):
        raise _refuse(text)
    return f"FREQ={frequency}{f';INTERVAL={interval}' if interval > 1 else ''};{day}"


_ASIDE = (
    r"[,.]|\b(?:but )?(?:not|except)(?: on)? (?:public )?holidays?\b|เว้น(?!เดือน|สัปดาห์)(?:ใน)?วันหยุด\S*|"
    r"ไม่ตรง(?:กับ)?วันหยุด\S*|ยกเว้นวันหยุด\S*"
)
"""What is said of holidays: that is an option of its own."""
_FILLERS = r"\b(?:of|on|the|each|every|day|in|a|per|at|and)\b|&|และ|กับ|ของ|ใน|ทุก(?: ๆ|ๆ)?|แต่ละ|วัน|ประจำ|ต่อ|ตรงกับ"


def _take_period(rest: str) -> tuple[str, int, str]:
    """Take ``ทุก 2 เดือน``, ``every other week``, ``รายไตรมาส`` out of a rule."""
    for pattern, frequency, interval in (
        (r"เดือนเว้นเดือน|\bbimonthly\b", "MONTHLY", 2),
        (r"สัปดาห์เว้นสัปดาห์|\bfortnight(?:ly)?\b", "WEEKLY", 2),
        (
            r"ราย ?ไตรมาส|ไตรมาสละครั้ง|ทุก ?(?:ๆ ?)?ไตรมาส|ไตรมาส|\bquarterly\b|\b(?:each |every )?quarters?\b",
            "MONTHLY",
            3,
        ),
        (r"ราย ?เดือน|เดือนละครั้ง|\bmonthly\b", "MONTHLY", 1),
        (r"ราย ?สัปดาห์|สัปดาห์ละครั้ง|\bweekly\b", "WEEKLY", 1),
    ):
        if found := re.search(pattern, rest):
            return frequency, interval, _cut(rest, found)
    counts = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
    for frequency, words in _PERIODS:
        if found := re.search(rf"(?:ทุก ?(?:ๆ ?)?|every )?{counts} ?(?:{words})(?![ก-ฮ])", rest):
            count = found[1]
            interval = int(count) if count.isdecimal() else _NUMBERS[count]
            if interval and not re.search(r"ที่ ?$", rest[: found.start()]):
                return frequency, interval, _cut(rest, found)
    # A week of the month names its day: วันพุธ สัปดาห์ที่ 2 ของเดือน.
    if found := re.search(r"เดือน|\bmonths?\b", rest):
        return "MONTHLY", 1, _cut(rest, found)
    if found := re.search(r"(?:ทุก ?(?:ๆ ?)?|every )(?:สัปดาห์|อาทิตย์|weeks?)(?!ที่)", rest):
        return "WEEKLY", 1, _cut(rest, found)
    return "", 1, rest


def _take_day(rest: str) -> tuple[str | None, str]:
    """Take the days out of a rule, as BYDAY or BYMONTHDAY."""
    places, rest = _take_ordinals(rest)
    if found := re.search(r"วันทำการ|\b(?:working|business|week) ?days?\b", rest):
        rest = _cut(rest, found)
        return (f"BYDAY=MO,TU,WE,TH,FR;BYSETPOS={_join(places)}" if places else None), rest
    days, rest = _take_weekdays(rest)
    if days:
        return "BYDAY=" + ",".join(f"{place}{day}" for place in places or ("",) for day in days), rest
    if found := re.search(r"สิ้น", rest) or (re.search(r"วัน|\bday\b", rest) if places == [-1] else None):
        return "BYMONTHDAY=-1", _cut(rest, found)
    numbers: list[int] = []
    while not places and (found := re.search(r"(?:วันที่ ?)?\b(\d{1,2})(?:st|nd|rd|th)?\b", rest)):
        numbers.append(int(found[1]))
        rest = _cut(rest, found)
    is_valid = bool(numbers) and all(1 <= number <= 31 for number in numbers)
    return (f"BYMONTHDAY={_join(numbers)}" if is_valid else None), rest


def _take_weekdays(rest: str) -> tuple[list[str], str]:
    """Take the days of the week out of a rule; beside another one อาทิตย์ is a week, as in วันพุธ อาทิตย์ที่ 2."""
    days: list[str] = []
    for code, thai, english in zip(_DAYS, _THAI_DAYS, ENGLISH_WEEKDAYS, strict=True):
        short, more = english[:3].lower(), english[3:].lower()
        found = re.search(rf"(?:วัน)?{thai}|\b{short}(?:{more}s?)?\b", rest)
        if found and not (days and found[0] == "อาทิตย์"):
            days.append(code)
        rest = _cut(rest, found) if found else rest
    return days, rest


def _take_ordinals(rest: str) -> tuple[list[int], str]:
    """Take ``แรก``, ``ที่ 2``, ``สัปดาห์ที่สอง``, ``second and last`` out of a rule; วันที่ 15 is none."""
    places: list[int] = []
    rest = re.sub(r"((?<!วัน)ที่ ?\d) ?(?:และ|กับ|,) ?(?=\d)", r"\1 และที่ ", rest)
    for words, place in _ORDINALS:
        if found := re.search(rf"(?:สัปดาห์)?(?<!วัน)(?<![0-9])(?:{words})(?![0-9])(?: week\b)?", rest):
            places.append(place)
            rest = _cut(rest, found)
    return places, rest


def _cut(rest: str, found: re.Match[str]) -> str:
    return rest[: found.start()] + " " + rest[found.end() :]


def _join(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def _check_rrule(rule: str, text: str) -> str:
    frequency = re.match(r"FREQ=(\w+)", rule)
    if frequency is None or frequency[1] not in _FREQUENCIES or "BYHOUR" in rule or "BYMINUTE" in rule:
        raise _refuse(text)
    list_days(rule, datetime(2024, 1, 1).date(), datetime(2024, 1, 2).date())  # noqa: DTZ001 - tried for any day
    return rule


def _refuse(text: str) -> InvalidValue:
    return InvalidValue(
        _(
            "'{text}' is not a rule for days; write it like 'last Tuesday of each month', "
            "'วันอังคารสุดท้ายของทุกเดือน' or 'FREQ=MONTHLY;BYDAY=-1TU'"
        ).format(text=text[:60])
    )


@lru_cache(64)
def list_days(rule: str, first: date, last: date) -> tuple[date, ...]:
    """List the days of an RRULE from one day to another; an interval counts from the first.

    Raises:
        InvalidValue: for what dateutil does not read as a rule.
    """
    from dateutil.rrule import rrulestr

    start, end = (datetime.combine(day, time()) for day in (first, last))
    try:
        return tuple(day.date() for day in rrulestr(rule, dtstart=start, ignoretz=True).between(start, end, inc=True))
    except (ValueError, KeyError, TypeError) as error:
        raise _refuse(rule) from error
