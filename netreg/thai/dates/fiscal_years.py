"""The fiscal year of Thai government offices, from 1 October to 30 September, numbered in พ.ศ."""

from __future__ import annotations

from datetime import date

from netreg.named_tuples import NamedTuple
from netreg.thai.dates.formats import BE_OFFSET


class FiscalYear(NamedTuple):
    """The first and the last day of a fiscal year."""

    first: date
    last: date


def find_fiscal_year(day: date) -> int:
    """Return the fiscal year (พ.ศ.) that a day is in: 1 Oct 2565 is in 2566."""
    return day.year + BE_OFFSET + (day.month >= 10)


def build_fiscal_year(be_year: int) -> FiscalYear:
    """Build the fiscal year of a พ.ศ. year: 2566 runs from 1 Oct 2565 to 30 Sep 2566."""
    year = be_year - BE_OFFSET
    return FiscalYear(date(year - 1, 10, 1), date(year, 9, 30))
