"""Parse date cells, and find the era in which each column writes its years."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from netreg.core.thai_fields import BuddhistYear, Date
from netreg.thai import text
from netreg.thai.dates import date_parser
from netreg.thai.dates.formats import BE_OFFSET

if TYPE_CHECKING:
    from collections.abc import Callable

    from netreg.core.fields import Value

    EraValue = tuple[Value, str | None]
    """A date, and the era of its year where only the number shows it."""

_CACHED_DATES = 1 << 15

_NAMED_ERA = re.compile(r"พ\. ?ศ|พศ|ค\. ?ศ|คศ|(?<![a-z])(?:b\.?e|a\.?d|c\.?e)(?![a-z])", re.IGNORECASE)
"""A date that names its era: it is not evidence of the era of the column."""
_NUMBERS = re.compile(r"[-0-9/. ]+")
"""A date that certainly does not name its era."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T|\Z)", re.ASCII)
"""A date that a spreadsheet knows as one."""


def make_date_parser(field: Date | BuddhistYear, years: str | None, *, typed: bool) -> Callable[[str], EraValue | None]:
    """Return the parser of date cells: of the value, and of the era of its year where only the number shows it."""

    @lru_cache(_CACHED_DATES)
    def read(written: str) -> EraValue | None:
        value = field.parse(written, years)
        if value is None:
            return None
        plain = text.to_ascii_digits(written)
        if years or (not _NUMBERS.fullmatch(plain) and _NAMED_ERA.search(plain)):
            return value, None
        year = int(value) - BE_OFFSET if isinstance(field, BuddhistYear) else int(str(value)[:4])
        era = "ce" if str(year) in plain and str(year + BE_OFFSET) not in plain else "be"
        return value, f"{era}*" if typed and _ISO.match(plain) else era

    if not isinstance(field, Date):
        return read
    return lambda written: date_parser.parse_common_date(written, years) or read(written)
