"""Lets others work beside a long command: reads in lots, and plans that hold though somebody has written.

A statement that is open keeps every other process from committing, and who waits to commit keeps everybody from
reading: so a long comparison in Python must not run between the rows of one.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from netreg.entities import BY_NAME
from netreg.store.tables import RECORDED_TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_LOT = 1000
"""How many rows are read at once: a hundredth of a second."""


def iterate_in_lots(db: sqlite3.Connection, select: str, number: str) -> Iterator[list[Any]]:
    """Yield the rows of a statement in lots, in the order of the first column: a number that none has twice.

    The statement ends with its conditions; `number` is that column as it stands there. Between two lots no
    statement is open. The rows are plain tuples.
    """
    cursor = db.cursor()
    cursor.row_factory = None
    last = -1
    while rows := cursor.execute(f"{select} AND {number} > ? ORDER BY {number} LIMIT {_LOT}", [last]).fetchall():
        yield rows
        last = rows[-1][0]


class SeenState:
    """The state of the register that a plan is made of, by which to tell whether the plan still holds."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._version = _read_data_version(db)
        self._last_change = db.execute("SELECT max(id) FROM change").fetchone()[0] or 0
        self._read: set[str] | None = None

    @contextmanager
    def watching_reads(self, db: sqlite3.Connection, kinds: Iterable[str]) -> Iterator[None]:
        """Note the tables that are read meanwhile: what others write in other tables changes nothing of the plan.

        `kinds` are those whose names may be read where their records are not.
        """
        import sqlite3

        read = set(kinds)

        def note(action: int, table: str | None, *place: str | None) -> int:
            # Of a statement that reads no column, such as a count, the database is not told.
            if action == sqlite3.SQLITE_READ and place[1] in ("main", None) and table:
                read.add(table)
            return sqlite3.SQLITE_OK

        db.set_authorizer(note)  # every statement is compiled again, so that it is asked for as well
        try:
            yield
        finally:
            db.set_authorizer(None)
        self._read = read - {row[0] for row in db.execute("SELECT name FROM temp.sqlite_schema")}

    def is_stale(self, db: sqlite3.Connection) -> bool:
        """Return whether another process has written what the plan may depend on."""
        if _read_data_version(db) == self._version:
            return False
        if self._read is None or not self._read <= _KEPT_BY_HISTORY:
            return True
        sql = "SELECT DISTINCT kind FROM change WHERE id > ?"
        changed = {row[0] for row in db.execute(sql, [self._last_change])}
        # The names of a record are also those that its children give it.
        changed |= {parent.to for kind in changed & BY_NAME.keys() if (parent := BY_NAME[kind].parent)}
        return not changed or not changed.isdisjoint(self._read)


def _read_data_version(db: sqlite3.Connection) -> int:
    """Return a number that changes once another connection has changed the file."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


_KEPT_BY_HISTORY = frozenset((*RECORDED_TABLES, "name_key", "sqlite_schema", "sqlite_master"))
"""The tables of which the history has every change, and the names of their records, which change with these alone."""
