"""The network in figures, as of a day and for a fiscal year: what ``netreg stats`` shows on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import AGREEMENT, BY_NAME, COHORT, HOUSEKEEPING
from netreg.entities.agreement.forecast import list_quarters
from netreg.entities.training.cohort_standings import get_standing
from netreg.entities.training.matrix import RegionCount, count_by_region, count_cohorts
from netreg.named_tuples import NamedTuple
from netreg.store.records import records
from netreg.store.reports.agreement_states import AgreementCounts, count_agreements
from netreg.store.reports.amounts import sum_amounts
from netreg.store.reports.follow_ups import StandingCount, count_follow_ups
from netreg.store.reports.listed_people import (
    MeetingCount,
    count_attending,
    count_meetings,
    count_trained,
    list_meeting_years,
)
from netreg.store.reports.unit_members import UnitMembers, read_unit_members
from netreg.thai.dates.fiscal_years import build_fiscal_year
from netreg.thai.places import REGIONS4

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from netreg.core.entity import Row, TimeFrame
    from netreg.entities.agreement.forecast import Quarter
    from netreg.store.records.conditions import Condition


class TrainingCounts(NamedTuple):
    """Cohorts by region: all of them, and those of the fiscal year; and the fiscal years in which any was held."""

    regions: tuple[RegionCount, ...]
    total: RegionCount
    of_year: dict[str | None, RegionCount]
    year_total: RegionCount
    years: tuple[int, ...]


class MoneyCount(NamedTuple):
    """Activities that raised money, and how much in satang."""

    activities: int
    amount: int


class FundCount(NamedTuple):
    """The money of a fund: in all, in the fiscal year, and in the one before."""

    fund: str | None
    total: MoneyCount
    of_year: MoneyCount
    of_last: MoneyCount


class Network(NamedTuple):
    """The figures of a register; `records` are counts of each kind by its collection."""

    year: int
    records: dict[str, int]
    members: UnitMembers
    agreements: AgreementCounts
    meetings: list[MeetingCount]
    meeting_years: list[int]
    attending: int
    follow_ups: tuple[StandingCount, ...]
    trainings: TrainingCounts
    trained: int
    funds: tuple[FundCount, ...]


def read_network(
    db: sqlite3.Connection,
    frame: TimeFrame,
    known: Sequence[Condition],
    year: int,
    quarters: Sequence[Quarter],
    *,
    is_past: bool,
) -> Network:
    """Read the figures; of agreements those that meet the conditions `known` are counted."""
    return Network(
        year,
        count_kinds(db, known),
        read_unit_members(db, frame.as_of),
        count_agreements(db, known, quarters, frame),
        count_meetings(db, (year, year - 1), frame.as_of),
        list_meeting_years(db, frame.as_of),
        count_attending(db),
        count_follow_ups(db, frame, year),
        _count_trainings(db, frame, year),
        count_trained(db),
        _sum_funds(db, year, frame.as_of if is_past else None),
    )


def count_kinds(db: sqlite3.Connection, known: Sequence[Condition]) -> dict[str, int]:
    """Count the records of each kind."""
    kinds = [entity for entity in BY_NAME.values() if entity.name not in HOUSEKEEPING]
    return {kind.collection: records.count_records(db, kind, *(known if kind is AGREEMENT else ())) for kind in kinds}


def choose_quarters(as_of: date, year: int | None) -> tuple[Quarter, ...]:
    """Return the four quarters of a fiscal year (พ.ศ.), else those from a day on, of the first what is left of it."""
    if year is not None:
        return list_quarters(build_fiscal_year(year).first, 1)
    first, *later = list_quarters(as_of, 1)
    return (first._replace(first=as_of), *later)


def _count_trainings(db: sqlite3.Connection, frame: TimeFrame, year: int) -> TrainingCounts:
    """Count the cohorts by the four regions, held or not by the day."""
    found = [COHORT.add_derived(row, frame) for row in records.select_records(db, COHORT, as_of=frame.as_of)]
    own = [row for row in found if row["fiscal_year"] == year]
    day = frame.as_of.isoformat()
    held = (row["fiscal_year"] for row in found if get_standing(row).is_held(day) and row["fiscal_year"])
    return TrainingCounts(
        tuple(count_by_region(found, REGIONS4, day)),
        count_cohorts(found, day),
        {one.region: one for one in count_by_region(own, REGIONS4, day)},
        count_cohorts(own, day),
        tuple(sorted(set(held))),
    )


def _sum_funds(db: sqlite3.Connection, year: int, until: date | None) -> tuple[FundCount, ...]:
    span = (until.min, until) if until else None
    funds: dict[str | None, list[Row]] = {}
    for row in sum_amounts(db, ("fund", "year"), span):
        funds.setdefault(row["fund"], []).append(row)
    counted = [
        FundCount(fund, _sum_money(rows), *(_sum_money(rows, of_year) for of_year in (year, year - 1)))
        for fund, rows in funds.items()
    ]
    return tuple(sorted(counted, key=lambda one: -one.total.amount))


def _sum_money(rows: list[Row], year: int | None = None) -> MoneyCount:
    own = [row for row in rows if year is None or row["year"] == year]
    return MoneyCount(sum(row["activities"] for row in own), sum(row["amount"] for row in own))
