"""Data derived from records and kept beside them, brought in step with them.

It is in no history: it can be recomputed from the records at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.store.records import search_columns
from netreg.store.records.search_pages import pages

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def refresh_records(db: sqlite3.Connection, addresses: Iterable[tuple[str, int]]) -> None:
    """Recompute what finds and orders records that were written in another way; by kind and number."""
    for kind, number in addresses:
        if kind in BY_NAME:
            search_columns.refresh_record(db, BY_NAME[kind], number)


def refresh_touched(db: sqlite3.Connection, command: int) -> None:
    """Recompute what depends on several records, or has the texts of several, where a command touched one of them."""
    touched = pages.find_touched(db, command)
    if not _DATED.isdisjoint(touched):
        from netreg.store.agreements import dates

        dates.refresh_touched(db, command)
    pages.refresh_pages(db, touched)


_DATED = frozenset({"agreement", "party", "signatory", "decision", "amendment"})
"""The kinds of records on which the dates of agreements depend."""


def refresh_all(db: sqlite3.Connection) -> int:
    """Recompute everything; return how many records were out of step."""
    from netreg.store.agreements import dates

    return search_columns.refresh_all_records(db) + dates.rebuild_dates(db) + pages.rebuild_pages(db)


def count_stale(db: sqlite3.Connection) -> int:
    """Return how many records what is kept beside them does not fit."""
    from netreg.store.agreements import dates

    return search_columns.count_stale(db) + dates.count_stale(db) + pages.count_stale(db)
