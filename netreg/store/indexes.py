"""Drop indexes while very many rows are added or removed, and write them again in one go."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator

MANY = 1000
"""The fewest rows for which indexes are dropped."""


_VERY_MANY = 200_000
_LITTLE = -49152
"""The size of the small cache, in KiB: SQLite sorts in as much memory again, and appending needs little."""


@contextmanager
def without_indexes(
    db: sqlite3.Connection, table: str, rows: int, *, besides: int, filled: Collection[str] | None = None
) -> Iterator[None]:
    """Drop the indexes of a table while so many rows are added or removed, with others in it `besides`.

    It pays where they are more than those: an index of texts takes each at any place. Where only some
    columns of the rows are `filled`, an index of those that have a value in another takes none.
    """
    found = _list_indexes(db, table) if rows >= max(MANY, besides) else []
    found = [(name, sql) for name, sql in found if filled is None or _covers(sql, filled)]
    with small_cache(db, rows):
        for name, _sql in found:
            db.execute(f"DROP INDEX {name}")
        yield
        for _name, sql in found:
            db.execute(sql)


@contextmanager
def small_cache(db: sqlite3.Connection, rows: int) -> Iterator[None]:
    """Use a small page cache while very many rows are written."""
    cache = db.execute("PRAGMA cache_size").fetchone()[0]
    if rows > _VERY_MANY:
        db.execute(f"PRAGMA cache_size = {_LITTLE}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size = {cache}")


def count_rows(db: sqlite3.Connection, table: str) -> int:
    """Return how many rows a table has."""
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _covers(sql: str, filled: Collection[str]) -> bool:
    only = re.search(r" WHERE (\w+) IS NOT NULL$", sql)
    return only is None or only[1] in filled


def _list_indexes(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Return the indexes that can be dropped: a table that points to itself needs them for each row."""
    if any(row[2] == table for row in db.execute(f"PRAGMA foreign_key_list({table})")):
        return []
    found = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", [table]
    )
    return [(row[0], row[1]) for row in found]
