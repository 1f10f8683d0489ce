"""A post is confirmed on days on which it is held; nobody holds the same post twice at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON, can_be_confirmed
from netreg.store.writes.rules import double_seats
from netreg.thai.dates.formats import find_earliest_day, find_latest_day

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row
    from netreg.store.writes.rules.rule import ProposedWrite


def fill_confirmations(_db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the confirmations as they follow from the days that a write gives a post.

    A post that ended before it was last confirmed was true on its last day; one that began later was not
    confirmed. The first confirmation is at most the last one.
    """
    row = write.after
    assert row is not None
    last, first = row[CONFIRMED_ON], row[FIRST_CONFIRMED_ON]
    if last is not None and write.given.get(CONFIRMED_ON) is None and not can_be_confirmed(row, find_latest_day(last)):
        last = _move_into(row, last)
    if last is None:
        first = first if write.given.get(FIRST_CONFIRMED_ON) else None
    elif first is None or find_earliest_day(first) > find_latest_day(last):
        first = first if write.given.get(FIRST_CONFIRMED_ON) else last
    elif not can_be_confirmed(row, find_earliest_day(first)) and not write.given.get(FIRST_CONFIRMED_ON):
        first = last
    return {CONFIRMED_ON: last, FIRST_CONFIRMED_ON: first}


def _move_into(row: Row, day: str) -> str | None:
    """Return the last day of a post that was confirmed after it; None where it was confirmed before it began."""
    since, until = row["since"], row["until"]
    if since and find_earliest_day(since) > find_latest_day(day):
        return None
    held: str = until
    return held


RULE = double_seats.RULE._replace(fill=fill_confirmations)
