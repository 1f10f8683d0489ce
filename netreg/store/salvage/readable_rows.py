"""The rows of a damaged table that can still be read: by their numbers, around what is damaged, and by indexes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LEAST, _MOST = 1, (1 << 63) - 1
"""The numbers that SQLite gives."""
MOST_TRIES = 400_000
"""So many look-ups around what is damaged: an inner page of the tree stands for tens of thousands of rows."""
UNREADABLE_ROWS = (sqlite3.Error, UnicodeError, MemoryError)
"""What reading a damaged page raises; Python cannot even decode some of what SQLite says of it."""


class TableDescription(NamedTuple):
    """A table as it ought to be: its columns with their types, its key, what is not null, its indexes with theirs."""

    name: str
    columns: dict[str, str]
    key: tuple[str, ...]
    needed: frozenset[str]
    indexes: dict[str, tuple[str, ...]]


def describe_table(db: sqlite3.Connection, name: str) -> TableDescription:
    """Describe a table of a sound register."""
    columns = db.execute(f"PRAGMA table_info({name})").fetchall()
    indexes = {
        row[1]: tuple(one[2] for one in db.execute(f"PRAGMA index_info({row[1]})"))
        for row in db.execute(f"PRAGMA index_list({name})").fetchall()
        if row[3] == "c"
    }
    key = tuple(row[1] for row in sorted(columns, key=lambda row: int(row[5])) if row[5])
    return TableDescription(
        name, {row[1]: row[2] for row in columns}, key, frozenset(row[1] for row in columns if row[3]), indexes
    )


class _Walk:
    """The rows of a query in one direction, to its end or to the first that is damaged."""

    def __init__(self, db: sqlite3.Connection, sql: str, low: int, high: int, step: int) -> None:
        self.query = (db, f"{sql} WHERE id BETWEEN ? AND ? ORDER BY id {'ASC' if step > 0 else 'DESC'}", (low, high))
        self.low, self.high, self.step = low, high, step
        self.last: int | None = None
        self.is_whole = False

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        db, sql, bounds = self.query
        try:
            for row in db.execute(sql, bounds):
                number = row[0]
                if self.last is not None and (number - self.last) * self.step <= 0:
                    return  # in a sound table the numbers only rise, or only fall
                self.last = number
                yield row
        except UNREADABLE_ROWS:
            return
        self.is_whole = True


class RowReader:
    """Reads a table by its numbers; afterwards `is_damaged` tells whether something was in the way."""

    def __init__(self, db: sqlite3.Connection, table: TableDescription, highest: int) -> None:
        """`highest` is the highest number that the table is known to have had."""
        self.db, self.highest = db, highest
        self.sql = f"SELECT id, {', '.join(name for name in table.columns if name != 'id')} FROM {table.name}"
        self.is_damaged = False

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield each row that can be read, once: from both ends of a gap, then in both halves of it."""
        ranges, tries = [(_LEAST, _MOST)], 0
        while ranges and tries < MOST_TRIES:
            low, high = ranges.pop()
            tries += 1
            up = _Walk(self.db, self.sql, low, high, 1)
            yield from up
            if up.is_whole:
                continue
            self.is_damaged = True
            low = low if up.last is None else up.last + 1
            down = _Walk(self.db, self.sql, low, high, -1)
            yield from down
            high = down.last - 1 if down.last is not None else min(high, self.highest)
            ranges += _halve(low, high, is_known=up.last is None and down.last is None)


def _halve(low: int, high: int, *, is_known: bool) -> list[tuple[int, int]]:
    """Halve a gap; of a single number that was looked up nothing is left."""
    if low > high or (is_known and low == high):
        return []
    middle = (low + high) // 2
    return [half for half in ((middle + 1, high), (low, middle)) if half[0] <= half[1]]


def read_indexes(db: sqlite3.Connection, table: TableDescription) -> dict[int, dict[str, Any]]:
    """Read what the indexes hold of the rows: by number, the values of the indexed columns."""
    known: dict[int, dict[str, Any]] = {}
    for index, columns in table.indexes.items():
        names = ", ".join(columns)
        filled = " AND ".join(f"{name} IS NOT NULL" for name in columns)
        for direction in ("ASC", "DESC"):
            order = ", ".join(f"{name} {direction}" for name in columns)
            sql = f"SELECT id, {names} FROM {table.name} INDEXED BY {index} WHERE {filled} ORDER BY {order}"
            if _take_values(db, sql, columns, known):
                break
    return known


def _take_values(db: sqlite3.Connection, sql: str, columns: Sequence[str], known: dict[int, dict[str, Any]]) -> bool:
    try:
        for number, *values in db.execute(sql):
            if number >= _LEAST:
                known.setdefault(number, {}).update(zip(columns, values, strict=True))
    except UNREADABLE_ROWS:
        return False
    return True


def read_by_key(
    db: sqlite3.Connection, table: TableDescription, probes: tuple[str, Iterable[str]]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table without numbers: from both its ends, then by the values of a column in its key."""
    names = ", ".join(table.columns)
    seen: set[tuple[Any, ...]] = set()
    for direction in ("ASC", "DESC"):
        order = ", ".join(f"{name} {direction}" for name in table.key)
        yield from _yield_new(db, f"SELECT {names} FROM {table.name} ORDER BY {order}", (), seen)
    column, values = probes
    for value in values if column == table.key[0] else ():
        yield from _yield_new(db, f"SELECT {names} FROM {table.name} WHERE {column} = ?", (value,), seen)


def _yield_new(
    db: sqlite3.Connection, sql: str, bound: tuple[str, ...], seen: set[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    try:
        for row in db.execute(sql, bound):
            if row not in seen:
                seen.add(row)
                yield row
    except UNREADABLE_ROWS:
        return
