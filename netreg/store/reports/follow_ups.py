"""Figures of what meetings lead to: opinions and action items by how they stand, in all and by fiscal year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.entities import BY_NAME
from netreg.entities.rough_dates import get_fiscal_year, is_ahead
from netreg.named_tuples import NamedTuple
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import TimeFrame
    from netreg.language import Label

DAYS = {"opinion": "day", "action_item": "meeting_day"}
"""The kinds that are counted, and the field of the day that says which fiscal year one belongs to."""


class StandingCount(NamedTuple):
    """The records of a kind that stand in one way: in all, in the fiscal year, and in the one before."""

    kind: str
    standing: str
    label: Label
    total: int
    of_year: int
    of_last: int


def count_follow_ups(db: sqlite3.Connection, frame: TimeFrame, year: int) -> tuple[StandingCount, ...]:
    """Count the opinions and action items that there were by a day, by how they stood then."""
    return tuple(one for kind in DAYS for one in _count_kind(db, kind, frame, year) if one.total)


def _count_kind(db: sqlite3.Connection, name: str, frame: TimeFrame, year: int) -> Iterator[StandingCount]:
    kind = BY_NAME[name]
    rows = [kind.add_derived(row, frame) for row in records.select_records(db, kind, as_of=frame.as_of)]
    known = [(row["standing"], row[DAYS[name]]) for row in rows if not is_ahead(row[DAYS[name]], frame.as_of)]
    options = next(one.options for one in kind.derived if isinstance(one, Choice) and one.name == "standing")
    for standing, label in options.items():
        years = [get_fiscal_year(day) if day else None for found, day in known if found == standing]
        yield StandingCount(name, standing, label, len(years), years.count(year), years.count(year - 1))
