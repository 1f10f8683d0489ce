"""Parse date cells, and find the era in which each column writes its years."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from netreg.core.thai_fields import BuddhistYear, Date
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.dates import date_parser
from netreg.thai.dates.formats import BE_OFFSET

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netreg.core.fields import Value

    EraValue = tuple[Value, str | None]
    """A date, and the era of its year where only the number shows it."""

_CACHED_DATES = 1 << 15

_NAMED_ERA = r"(?i)พ\. ?ศ|พศ|ค\. ?ศ|คศ|(?<![a-z])(?:b\.?e|a\.?d|c\.?e)(?![a-z])"
"""A date that names its era: it is not evidence of the era of the column."""
_ENGLISH_MONTH = r"(?i)(?<![a-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)"
"""A date with an English month is of ค.ศ., whatever the others of its column are."""
_NUMBERS = re.compile(r"[-0-9/. ]+")
"""A date that certainly does not name its era."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T|\Z)", re.ASCII)
"""A date that a spreadsheet knows as one."""


SHORT = "short"
"""In the place of an era: the year may have been typed with two digits, of พ.ศ."""
_FIRST_SHORT, _LAST_SHORT = "1937", "1979"
"""The years that spreadsheet programs make of 37 to 79, which are พ.ศ. 2537 to 2579 as well."""
_SHORT_SHIFT = 57
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.\d+)?", re.ASCII)


def make_date_parser(
    field: Date | BuddhistYear, years: str | None, *, typed: bool, short_years: str | None = None
) -> Callable[[str], EraValue | None]:
    """Return the parser of date cells: of the value, and of the era of its year where only the number shows it.

    With `short_years` dates of 1937 to 1979 that a spreadsheet knows as such were typed with two digits
    of this era, and the serial numbers of dates are dates as well.
    """

    @lru_cache(_CACHED_DATES)
    def read(written: str) -> EraValue | None:
        if typed and short_years and _SERIAL.fullmatch(written):
            written = _read_serial(written)
        if typed and not years and _FIRST_SHORT <= written[:4] <= _LAST_SHORT and _ISO.match(written):
            return _read_short(field, written, short_years)
        value = field.parse(written, years)
        if value is None:
            return None
        plain = text.to_ascii_digits(written)
        if years or (not _NUMBERS.fullmatch(plain) and _names_era(plain)):
            return value, None
        year = int(value) - BE_OFFSET if isinstance(field, BuddhistYear) else int(str(value)[:4])
        era = "ce" if str(year) in plain and str(year + BE_OFFSET) not in plain else "be"
        return value, f"{era}*" if typed and _ISO.match(plain) else era

    if not isinstance(field, Date):
        return read
    return lambda written: date_parser.parse_common_date(written, years) or read(written)


class DatesOfEra(NamedTuple):
    """The dates of a column that are all of one era, which only their numbers show."""

    days: Sequence[str]
    era: str


def read_each_date(
    read: Callable[[str], Any], years: str | None
) -> Callable[[Sequence[str]], list[EraValue | None] | DatesOfEra]:
    """Return a reader of whole columns of dates: in the commonest form all at once, each other by `read`."""

    def read_all(cells: Sequence[str]) -> list[EraValue | None] | DatesOfEra:
        if cells and (alike := date_parser.parse_alike_dates(cells)) and years in (None, alike[1]):
            return DatesOfEra(*alike)
        found = date_parser.parse_common_dates(cells, years)
        return [one or (read(cell) if cell else None) for one, cell in zip(found, cells, strict=True)]

    return read_all


def _names_era(written: str) -> bool:
    return bool(re.search(_NAMED_ERA, written) or re.search(_ENGLISH_MONTH, written))


def _read_short(field: Date | BuddhistYear, written: str, short_years: str | None) -> EraValue:
    """Read a date of a year that may have been typed with two digits."""
    if short_years != "be":
        return field.parse(written), SHORT if short_years is None else None
    return field.parse(f"{int(written[:4]) + _SHORT_SHIFT}{written[4:]}"), None


def _read_serial(written: str) -> str:
    """Return the day of a serial number of spreadsheet programs, which count from the end of 1899."""
    return (date(1899, 12, 30) + timedelta(days=int(float(written)))).isoformat()
