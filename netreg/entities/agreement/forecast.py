"""The agreements that end in each quarter of the fiscal years to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities.agreement.derived_dates import RUNNING
from netreg.entities.rough_dates import ONE_DAY, parse_rough_date
from netreg.named_tuples import NamedTuple
from netreg.thai.dates import fiscal_years, terms

if TYPE_CHECKING:
    from datetime import date

    from netreg.core.entity import Row


class Quarter(NamedTuple):
    """A quarter of a fiscal year (พ.ศ.): the first is October to December."""

    year: int
    number: int
    first: date
    last: date


class QuarterForecast(NamedTuple):
    """The agreements that end in a quarter, that renew themselves, and of which notice is due."""

    quarter: Quarter
    ends: tuple[Row, ...]
    renews: tuple[Row, ...]
    notices: tuple[Row, ...]


def find_quarter(day: date) -> Quarter:
    """Find the quarter of the fiscal year of a day."""
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    last = terms.add_term(first, "P3M") - ONE_DAY
    return Quarter(fiscal_years.find_fiscal_year(day), (first.month - 10) % 12 // 3 + 1, first, last)


def list_quarters(day: date, years: int) -> tuple[Quarter, ...]:
    """List the quarters of so many years, from that of a day on."""
    found = [find_quarter(day)]
    while len(found) < 4 * years:
        found.append(find_quarter(found[-1].last + ONE_DAY))
    return tuple(found)


def forecast_endings(rows: list[Row], ahead: tuple[Quarter, ...], as_of: date) -> tuple[QuarterForecast, ...]:
    """Forecast what ends in each quarter; a rough end counts where it can come first."""
    running = [row for row in rows if row["state"] in RUNNING]
    return tuple(_forecast_quarter(quarter, running, as_of) for quarter in ahead)


def _forecast_quarter(quarter: Quarter, rows: list[Row], as_of: date) -> QuarterForecast:
    ending = sorted((row for row in rows if _is_in_quarter(row["end"], quarter, as_of)), key=lambda row: row["end"])
    tacit = [row for row in ending if row["renews_on"]]
    notices = [
        row for row in rows if _is_in_quarter(row["notice_deadline"], quarter, as_of) and row["decision"] != "lapse"
    ]
    notices.sort(key=lambda row: row["notice_deadline"])
    return QuarterForecast(quarter, tuple(row for row in ending if row not in tacit), tuple(tacit), tuple(notices))


def _is_in_quarter(value: str | None, quarter: Quarter, as_of: date) -> bool:
    if value is None:
        return False
    first, last = (parse_rough_date(part) for part in (value.split("/")[0], value.split("/")[-1]))
    assert first is not None
    assert last is not None
    day = max(first.first, as_of) if last.last >= as_of else first.first
    return max(quarter.first, as_of) <= day <= quarter.last
