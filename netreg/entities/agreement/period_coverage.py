"""The days that an agreement covers, and the gaps and overlaps between it and its successors."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from netreg.entities.agreement.derived_dates import compute_dates, cut_periods, derive_state
from netreg.entities.rough_dates import ONE_DAY
from netreg.language import Label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Row

GAP_KINDS = {"gap": Label("ช่องว่าง", "gap"), "overlap": Label("ซ้อนกัน", "overlap")}


class Gap(NamedTuple):
    """A gap or an overlap between an agreement and its successor.

    Without a successor it is between two periods of the same agreement. Without `until` it
    goes on.
    """

    successor: Row | None
    kind: str
    since: str
    until: str | None
    days: int | None


class CoveredDays(NamedTuple):
    """The first and the last day that an agreement covers; no last day if it goes on."""

    first: date | None
    last: date | None


def compute_covered_days(row: Row, as_of: date) -> CoveredDays:
    """Compute the days that an agreement covers, by what is known on a day."""
    dates = compute_dates(row, as_of)
    first = dates.begins.first if dates.begins and derive_state(row, dates, as_of) != "cancelled" else None
    return CoveredDays(first, dates.end.last if dates.end else None)


def find_gaps(row: Row, successors: list[Row], as_of: date) -> Iterator[Gap]:
    """Find the days that no agreement covers, or two, as of a day."""
    own = compute_covered_days(row, as_of)
    yield from _find_inner_gaps(row, as_of)
    for successor in successors:
        found = _find_gap_before(own, compute_covered_days(successor, as_of), successor, as_of)
        if found:
            yield found


def _find_inner_gaps(row: Row, as_of: date) -> Iterator[Gap]:
    periods = cut_periods(compute_dates(row, as_of))
    for before, after in itertools.pairwise(periods):
        if before.last and after.first and (found := _compare_days(None, before.last.last, after.first.first)):
            yield found


def _find_gap_before(own: CoveredDays, other: CoveredDays, successor: Row, as_of: date) -> Gap | None:
    if own.first is None:
        return None
    if own.last is None:
        return _make_overlap(successor, max(own.first, other.first), other.last) if other.first else None
    if other.first is None:
        ended = own.last < as_of
        return Gap(successor, "gap", _format_day(own.last + ONE_DAY), None, (as_of - own.last).days) if ended else None
    return _compare_days(successor, own.last, other.first)


def _make_overlap(successor: Row, since: date, until: date | None) -> Gap:
    """Make an overlap with an agreement that goes on."""
    days = (until - since).days + 1 if until else None
    return Gap(successor, "overlap", _format_day(since), _format_day(until) if until else None, days)


def _compare_days(successor: Row | None, last: date, first: date) -> Gap | None:
    """Compare the last day of one with the first of the next; None if one follows the other."""
    days = (first - last).days - 1
    if days > 0:
        return Gap(successor, "gap", _format_day(last + ONE_DAY), _format_day(first - ONE_DAY), days)
    return Gap(successor, "overlap", _format_day(first), _format_day(last), -days) if days < 0 else None


def _format_day(day: date) -> str:
    return day.isoformat()
