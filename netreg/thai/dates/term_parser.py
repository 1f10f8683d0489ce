"""Parse a length of time as people write it, in Thai, English or ISO 8601."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai.dates.parse_errors import quote_excerpt
from netreg.thai.dates.terms import MOST_WORKING_DAYS, UNITS, Term
from netreg.thai.dates.words import simplify_text


class _Amount(NamedTuple):
    """How much of a unit: the fraction `over` / `under`."""

    over: int
    under: int = 1

    def add_half(self) -> _Amount:
        """Return the amount and half a unit more."""
        return _Amount(self.over * 2 + self.under, self.under * 2)

    def is_equal(self, other: _Amount | None) -> bool:
        """Return whether both are the same amount."""
        return other is not None and self.over * other.under == other.over * self.under


_LONGEST_TERM = 100
_DAYS_IN_MONTH = 30  # of part of a month, s. 193/6
_MOST_MONTHS = 12 * 100
_MOST_DAYS = 36525
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


class _Quantity(NamedTuple):
    """An amount and its unit, one of ``Y``, ``M``, ``W`` and ``D``."""

    unit: str
    amount: _Amount

    def to_whole_units(self) -> Term | None:
        """Return the term, part of a year as months and part of a month as days (s. 193/6), or None if inexact."""
        (over, under), unit = self.amount, self.unit
        if unit == "Y":
            years, over = divmod(over, under)
            rest = _Quantity("M", _Amount(over * 12, under)).to_whole_units()
            return rest and rest._replace(years=years)
        if unit == "M":
            months, over = divmod(over, under)
            rest = _Quantity("D", _Amount(over * _DAYS_IN_MONTH, under)).to_whole_units()
            return rest and rest._replace(months=months)
        if over % under:
            return None
        return Term(weeks=over // under) if unit == "W" else Term(days=over // under)


def parse_term(text: str) -> str:
    """Parse a length of time as people write it, into an ISO 8601 duration.

    `2 ปี 6 เดือน`, `สองปีครึ่ง`, `90 วัน`, `2 years 6 months`, `2y6m`, `P2Y6M`. A part of
    a year is turned into months and a part of a month into days, a month having thirty
    (s. 193/6): `1.5 ปี` is `P1Y6M`, `ครึ่งเดือน` is `P15D`. Weeks beside other units are
    turned into days.

    Raises:
        InvalidValue: for anything else, for nothing, and for more than a century.
    """
    term = parse_length(text)
    if not any(term):
        raise InvalidValue(_("the term is empty; write it like 2 ปี or 90 วัน"))
    return term.iso()


def parse_working_term(text: str) -> str | None:
    """Parse a number of working days, ``15 วันทำการ`` or ``15 working days``, into ``P15B``; None for anything else.

    Raises:
        InvalidValue: for more than ten years of them, or where they stand beside other units.
    """
    plain = simplify_text(text).lower()
    if re.fullmatch(r"p[0-9]{1,4}b", plain):
        plain = f"{plain[1:-1]} วันทำการ"
    days = _WORKING_DAYS.sub("วัน", plain)
    if days == plain:
        return None
    term = parse_length(days)
    if term != Term(days=term.days) or not 0 < term.days <= MOST_WORKING_DAYS:
        raise InvalidValue(
            _("{text} is not a number of working days; write it like 15 วันทำการ").format(text=quote_excerpt(text))
        )
    return f"P{term.days}B"


def names_working_days(text: str) -> bool:
    """Tell whether a text speaks of working days."""
    return _WORKING_DAYS.search(simplify_text(text).lower()) is not None


_WORKING_DAYS = re.compile(r"วัน ?(?:เวลา)?(?:ทำการ|ทำงาน|ราชการ)|\b(?:working|business|work) ?-?days?\b|\bweekdays?\b")


@lru_cache(512)
def parse_length(text: str) -> Term:
    """Parse a length of time; nothing at all (``0 d``) is allowed here.

    Raises:
        InvalidValue: for anything else, and for more than a century.
    """
    plain = simplify_text(text)
    term = _parse_words(plain.lower())
    if term is None:
        raise InvalidValue(
            _("{text} is not a valid term; write it like 2 ปี 6 เดือน or 90 วัน").format(text=quote_excerpt(text))
        )
    if term.all_months > _MOST_MONTHS or term.all_days > _MOST_DAYS:
        raise InvalidValue(_("{text} is longer than a hundred years").format(text=quote_excerpt(text)))
    return term


def _parse_words(plain: str) -> Term | None:
    """Return the term that a simplified text names, or None where it names none exactly."""
    if len(plain) > _LONGEST_TERM:
        return None
    rest = _opening_pattern().sub("", plain.replace("half a ", "half "))
    quantities = []
    while rest:
        found = _quantity_pattern().match(rest)
        quantity = _parse_quantity(*found.groups()) if found else None
        if not found or not quantity:
            return None
        quantities.append(quantity)
        rest = rest[found.end() :]
    return _add_quantities(quantities)


@cache
def _opening_pattern() -> re.Pattern[str]:
    return re.compile(r"^(?:(?:มี)?(?:กำหนด)?(?:เป็น)?(?:ระยะ)?(?:เวลา)? ?|for |p(?=[0-9.ymwd]+$))")


@cache
def _quantity_pattern() -> re.Pattern[str]:
    """Match `2 ปี`, `สองปี`, `2 (สอง) ปี`, `2 ปีครึ่ง`, with what joins it to the next quantity."""
    units = "|".join(sorted(_UNIT_WORDS, key=len, reverse=True))
    number = r"[0-9]{1,5}(?:\.[0-9]{1,4})?"
    return re.compile(
        rf"({number}|[a-zก-๎]*?) ?(?:\(({number}|[ก-๎]+)\) ?)?({units})(?![a-z])( ?ครึ่ง)?"
        r"(?:(?: ?,| and\b| ?และ| ?กับ) ?(?=.)| ?)"
    )


def _parse_quantity(written: str, again: str | None, unit: str, half: str | None) -> _Quantity | None:
    """Parse a number and its unit, where a number in brackets must say the same."""
    amount = _Amount(1) if half and not written else _parse_number(written)
    if not amount or (half and written in _HALF) or (again and not amount.is_equal(_parse_number(again))):
        return None
    return _Quantity(_UNIT_WORDS[unit], amount.add_half() if half else amount)


def _add_quantities(quantities: list[_Quantity]) -> Term | None:
    """Add quantities to one term: each unit once, the largest first, only the last a fraction."""
    order = [UNITS.index(quantity.unit) for quantity in quantities]
    terms = [quantity.to_whole_units() for quantity in quantities]
    if not quantities or order != sorted(set(order)) or None in terms:
        return None
    if any(quantity.amount.over % quantity.amount.under for quantity in quantities[:-1]):
        return None
    total = Term(*(sum(counts) for counts in zip(*filter(None, terms), strict=True)))
    return total if len(quantities) == 1 else total._replace(weeks=0, days=total.all_days)


# --- numbers --------------------------------------------------------------------------


def _parse_number(written: str) -> _Amount | None:
    """Parse a number in digits or in words."""
    if written in _HALF:
        return _Amount(1, 2)
    if written[:1].isdigit():
        whole, _point, decimals = written.partition(".")
        return _Amount(int(whole + decimals), 10 ** len(decimals))
    if written in _ENGLISH_NUMBERS:
        return _Amount(_ENGLISH_NUMBERS.index(written) + 1)
    count = 1 if written in ("a", "an") else _parse_thai_number(written)
    return _Amount(count) if count else None


def _parse_thai_number(word: str) -> int | None:
    """Parse a Thai number word from 1 to 999: `สิบเอ็ด`, `หนึ่งร้อยยี่สิบ`."""
    found = _thai_number_pattern().fullmatch(word)
    if not found:
        return None
    hundreds, tens, ones = found.groups()
    if ones == "เอ็ด" and hundreds is None and tens is None:
        return None
    return 100 * _parse_digit(hundreds) + 10 * _parse_digit(tens) + _parse_digit(ones)


@cache
def _thai_number_pattern() -> re.Pattern[str]:
    digits, tens = "|".join(_THAI_DIGITS), "|".join(("ยี่", *_THAI_DIGITS[2:]))
    return re.compile(rf"(?=.)(?:({digits}|)ร้อย)?(?:({tens}|)สิบ)?({digits}|เอ็ด)?")


def _parse_digit(word: str | None) -> int:
    """Return the value of one decimal place; a place that is named without a digit is one."""
    if word is None:
        return 0
    special = {"": 1, "เอ็ด": 1, "ยี่": 2}
    return special[word] if word in special else _THAI_DIGITS.index(word) + 1
