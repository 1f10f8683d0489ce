"""A length of time as people write it, in Thai, English or ISO 8601."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from netreg.thai.dates.terms import UNITS, Term
from netreg.thai.dates.words import plain_text


class _Amount(NamedTuple):
    """How much of a unit: `over` / `under` of it."""

    over: int
    under: int = 1

    def and_a_half(self) -> _Amount:
        """Half a unit more."""
        return _Amount(self.over * 2 + self.under, self.under * 2)

    def equals(self, other: _Amount | None) -> bool:
        """Whether both are the same quantity."""
        return other is not None and self.over * other.under == other.over * self.under


_LONGEST = 100
_DAYS_OF_A_MONTH_IN_PARTS = 30  # s. 193/6
_UNIT_WORDS = {
    word: unit
    for unit, words in (
        ("Y", ("y", "yr", "yrs", "year", "years", "ปี")),
        ("M", ("m", "mo", "mos", "month", "months", "เดือน")),
        ("W", ("w", "wk", "wks", "week", "weeks", "สัปดาห์", "อาทิตย์")),
        ("D", ("d", "day", "days", "วัน")),
    )
    for word in words
}
_HALF = ("ครึ่ง", "half")
_THAI_DIGITS = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_ENGLISH_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


class _Part(NamedTuple):
    unit: str
    amount: _Amount

    def in_whole_units(self) -> Term | None:
        """Part of a year in months and part of a month in days (s. 193/6)."""
        (over, under), unit = self.amount, self.unit
        if unit == "Y":
            years, over = divmod(over, under)
            rest = _Part("M", _Amount(over * 12, under)).in_whole_units()
            return rest and rest._replace(years=years)
        if unit == "M":
            months, over = divmod(over, under)
            rest = _Part("D", _Amount(over * _DAYS_OF_A_MONTH_IN_PARTS, under)).in_whole_units()
            return rest and rest._replace(months=months)
        if over % under:
            return None
        return Term(weeks=over // under) if unit == "W" else Term(days=over // under)


def read_words(text: str) -> Term | None:
    """The term that the text names, or None where it names none exactly."""
    plain = plain_text(text).lower()
    if len(plain) > _LONGEST:
        return None
    rest = _opening().sub("", plain.replace("half a ", "half "))
    parts = []
    while rest:
        found = _part().match(rest)
        part = _read_part(*found.groups()) if found else None
        if not found or not part:
            return None
        parts.append(part)
        rest = rest[found.end() :]
    return _sum(parts)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"^(?:(?:มี)?(?:กำหนด)?(?:เป็น)?(?:ระยะ)?(?:เวลา)? ?|for |p(?=[0-9.ymwd]+$))")


@cache
def _part() -> re.Pattern[str]:
    """`2 ปี`, `สองปี`, `2 (สอง) ปี`, `2 ปีครึ่ง`, with what joins it to the next part."""
    units = "|".join(sorted(_UNIT_WORDS, key=len, reverse=True))
    number = r"[0-9]{1,5}(?:\.[0-9]{1,4})?"
    return re.compile(
        rf"({number}|[a-zก-๎]*?) ?(?:\(({number}|[ก-๎]+)\) ?)?({units})(?![a-z])( ?ครึ่ง)?"
        r"(?:(?: ?,| and\b| ?และ| ?กับ) ?(?=.)| ?)"
    )


def _read_part(written: str, again: str | None, unit: str, half: str | None) -> _Part | None:
    """A count and its unit, where the number in brackets says the same."""
    amount = _Amount(1) if half and not written else _number(written)
    if not amount or (half and written in _HALF) or (again and not amount.equals(_number(again))):
        return None
    return _Part(_UNIT_WORDS[unit], amount.and_a_half() if half else amount)


def _sum(parts: list[_Part]) -> Term | None:
    """The parts as one term: each unit once, the greatest first, only the last in fractions."""
    order = [UNITS.index(part.unit) for part in parts]
    terms = [part.in_whole_units() for part in parts]
    if not parts or order != sorted(set(order)) or None in terms:
        return None
    if any(part.amount.over % part.amount.under for part in parts[:-1]):
        return None
    total = Term(*(sum(counts) for counts in zip(*filter(None, terms), strict=True)))
    return total if len(parts) == 1 else total._replace(weeks=0, days=total.all_days)


# --- numbers --------------------------------------------------------------------------


def _number(written: str) -> _Amount | None:
    """A count in digits or in words."""
    if written in _HALF:
        return _Amount(1, 2)
    if written[:1].isdigit():
        whole, _point, decimals = written.partition(".")
        return _Amount(int(whole + decimals), 10 ** len(decimals))
    if written in _ENGLISH_NUMBERS:
        return _Amount(_ENGLISH_NUMBERS.index(written) + 1)
    count = 1 if written in ("a", "an") else _thai_number(written)
    return _Amount(count) if count else None


def _thai_number(word: str) -> int | None:
    """The count that a Thai word names, from 1 to 999: `สิบเอ็ด`, `หนึ่งร้อยยี่สิบ`."""
    found = _thai_number_shape().fullmatch(word)
    if not found:
        return None
    hundreds, tens, ones = found.groups()
    if ones == "เอ็ด" and hundreds is None and tens is None:
        return None
    return 100 * _digit(hundreds) + 10 * _digit(tens) + _digit(ones)


@cache
def _thai_number_shape() -> re.Pattern[str]:
    digits, tens = "|".join(_THAI_DIGITS), "|".join(("ยี่", *_THAI_DIGITS[2:]))
    return re.compile(rf"(?=.)(?:({digits}|)ร้อย)?(?:({tens}|)สิบ)?({digits}|เอ็ด)?")


def _digit(word: str | None) -> int:
    """The value of one place; a place that is named without a digit is one."""
    if word is None:
        return 0
    special = {"": 1, "เอ็ด": 1, "ยี่": 2}
    return special[word] if word in special else _THAI_DIGITS.index(word) + 1
