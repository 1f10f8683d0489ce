"""The columns of files in which a span of days stands in place of its first day: ``1 ต.ค. 2565 – 30 ก.ย. 2569``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn
from netreg.language import Label
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from netreg.core.fields import Value
    from netreg.core.thai_fields import Date

_OPEN_START = r"(?:ตั้งแต่|นับตั้งแต่|นับแต่|เริ่มตั้งแต่|เริ่ม|จาก|since|from|effective)\s*(?:วัน\s*ที่)?\s*"
_OPEN_END = (
    r"(?:\s*[-–—]?\s*(?:(?:จน)?ถึง)?\s*ปัจจุบัน|\s*เป็น\s*ต้น\s*(?:ไป|มา)|\s*ถึง\s*$|\s*[-–—]?\s*(?:to|until|till)?\s*(?:present|now|date)"
    r"|\s*onwards?|\s*(?:[-–—]|ถึง|to)\s*(?:ไม่มีกำหนด\S*|ไม่กำหนด\S*|ไม่จำกัด\S*|unlimited|indefinite|no end|open)|\s*[-–—])"
)


def split_span(written: str, field: Date) -> tuple[Value, Value]:
    """Return the first and the last day of a span; the last is None for one that is open: ``ตั้งแต่ … เป็นต้นไป``.

    Raises:
        InvalidValue: for what is neither.
    """
    from netreg.thai.dates.date_parser import parse_date

    plain = clean(written)
    found = _open_pattern().fullmatch(plain)
    if found and (found[1] or found[3]):
        return field.parse(found[2]), None
    reading = parse_date(plain)
    if reading.precision != "span":
        return field.parse(plain), None
    first, _mark, last = reading.value.partition("/")
    return field.parse(first), field.parse(last)


@cache
def _open_pattern() -> re.Pattern[str]:
    return re.compile(rf"({_OPEN_START})?(.+?)({_OPEN_END})?", re.IGNORECASE)


def choose_span(*pairs: tuple[Date, str]) -> Callable[[str, Container[str]], CompoundColumn | None]:
    """Return the ``choose_compound`` of a kind whose first days may be spans; each with the field of its last day."""
    compounds = {first.name: make_span_compound(first, last) for first, last in pairs}
    return lambda field, _columns: compounds.get(field)


def make_span_compound(first: Date, last: str) -> CompoundColumn:
    """Make the column of a first day that may be a span, whose last day goes to the field `last`."""
    return CompoundColumn(
        first.name, first.label, (), (first.name,), lambda written: split_span(written, first),
        Label("วันแรก หรือช่วงวัน", "a first day, or a span of days"), "1 ต.ค. 2565 – 30 ก.ย. 2569",
        beside=(last,), in_place_of=first, keeps_words=False,
    )  # fmt: skip
