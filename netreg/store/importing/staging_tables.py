"""The rows of a file on their way into the register: in temporary tables, outside every lock.

SQLite keeps the tables in files of its own that are gone with the connection; what a
row names of other records stands in them as a pointer, looked up once for all rows.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.core.table_import import OWN, NamedReference

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from netreg.core.table_import import ImportColumn, TableImport


_TABLES = {
    "pointer": "number INTEGER PRIMARY KEY, level, field, text, within, record",
    "fault": "row, line, heading, value, reason, planned",
    "bad": "row INTEGER PRIMARY KEY",
    "other_name": "row, key",
    "child_name": "row, key",
    "found": "row, record, PRIMARY KEY (row, record)",
    "unfound": "row INTEGER PRIMARY KEY",
    "slow": "row INTEGER PRIMARY KEY",
    "differs": "row INTEGER PRIMARY KEY, record",
    "child_found": "row, record, PRIMARY KEY (row, record)",
    "child_new": "row INTEGER PRIMARY KEY, owner",
    "fresh": "row INTEGER PRIMARY KEY, n",
    "fresh_name": "key, n",
    "fresh_child": "n INTEGER PRIMARY KEY, row, owner, fresh",
    "after": "record INTEGER PRIMARY KEY, row, sort_key, search_text",
    "after_name": "record, key",
    "placed": "row INTEGER PRIMARY KEY, record",
}

KEPT = ("sort_key", "search_text", "name", "child_text")
"""What is derived from a row alone: for a new record, its first name's key, for a new child."""

_OF_THE_ROWS = ("pointer", "fault", "bad", "other_name", "child_name")
_PLANNED = tuple(name for name in _TABLES if name not in _OF_THE_ROWS)


def prepare(db: sqlite3.Connection, task: TableImport) -> None:
    """Make room for the rows of one table; those of an earlier one go.

    Rows that are nested in those of another table belong to the records that those were
    put into, as the table `nested_in` of the task has them.
    """
    db.execute("PRAGMA temp_store = FILE")
    db.execute("PRAGMA temp.page_size = 16384")  # for rows that are wide, added at the end and read in order
    db.execute("PRAGMA temp.cache_size = -49152")
    db.execute("DROP VIEW IF EXISTS temp.resolved")
    own = ", ".join(["row INTEGER PRIMARY KEY", "line", "owner", *(column.name for column in task.columns), *KEPT])
    for name, columns in {"incoming": own, **_TABLES}.items():
        db.execute(f"DROP TABLE IF EXISTS temp.{name}")
        db.execute(f"CREATE TEMP TABLE {name} ({columns})")
    db.execute("CREATE INDEX temp.found_record ON found (record)")
    shown = ["row", "line", "owner", *(_resolved(task, column) for column in task.columns), *KEPT]
    db.execute(f"CREATE TEMP VIEW resolved AS SELECT {', '.join(shown)} FROM incoming i")


def _resolved(task: TableImport, column: ImportColumn) -> str:
    if not isinstance(column.field, Reference):
        return column.name
    if task.nested_in and column.level == OWN and column.field.parent:
        return f"(SELECT p.record FROM {task.nested_in} p WHERE p.line = i.owner) AS {column.name}"
    return f"(SELECT p.record FROM pointer p WHERE p.number = i.{column.name}) AS {column.name}"


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows, so many at a time as are worth a word to another process."""
    left = iter(rows)
    while chunk := list(itertools.islice(left, _AT_ONCE)):
        yield chunk


_AT_ONCE = 1000


def any_known(db: sqlite3.Connection, task: TableImport) -> bool:
    """Whether the register has any record that the rows could be about."""
    return db.execute(f"SELECT 1 FROM {task.entity.name} LIMIT 1").fetchone() is not None


def receive(db: sqlite3.Connection, task: TableImport, rows: Iterable[Sequence[Any]], *, derived: bool = False) -> None:
    """Take the rows in: each its number, its line, that of the line above it, then its values.

    Where they are `derived` from already, what is `KEPT` stands behind the values.
    """
    given = ["row", "line", "owner", *(column.name for column in task.columns), *(KEPT if derived else ())]
    marks = ", ".join("?" * len(given))
    # Without a transaction each row would be one; this one touches nothing but temporary tables.
    db.execute("SAVEPOINT receiving")
    db.executemany(f"INSERT INTO temp.incoming ({', '.join(given)}) VALUES ({marks})", rows)
    db.execute("RELEASE receiving")


def keep_names(db: sqlite3.Connection, level: str, names: Iterable[tuple[int, str]]) -> None:
    """Keep the names of rows beyond the first, or those of the children in them."""
    db.executemany(f"INSERT INTO temp.{'other' if level == OWN else level}_name VALUES (?, ?)", names)


def point(db: sqlite3.Connection, pointer: NamedReference) -> None:
    """Keep what a row names."""
    db.execute("INSERT INTO temp.pointer VALUES (?, ?, ?, ?, ?, NULL)", pointer)


def pointers(db: sqlite3.Connection, where: str = "record IS NULL") -> list[NamedReference]:
    """The records named, those first among whose children others are looked for."""
    sql = "SELECT number, level, field, text, within FROM temp.pointer"
    return [NamedReference(*row) for row in db.execute(f"{sql} WHERE {where} ORDER BY within IS NOT NULL, number")]


def meant(db: sqlite3.Connection, number: int | None) -> int | None:
    """The record that a pointer was found to mean."""
    found = db.execute("SELECT record FROM temp.pointer WHERE number = ?", [number]).fetchone()
    return found[0] if found else None


def settle(db: sqlite3.Connection, number: int, record: int | None) -> None:
    """Say which record a pointer means."""
    db.execute("UPDATE temp.pointer SET record = ? WHERE number = ?", [record, number])


def fault(db: sqlite3.Connection, row: int, heading: str, value: str, reason: str, line: int | None = None) -> None:
    """Keep what is wrong with a row; it is not written.

    `line` is given while the row is read; what is found later may be forgotten again.
    """
    planned = line is None
    received = "coalesce(?, (SELECT line FROM temp.incoming WHERE row = ?))"
    values = [row, line, row, heading, value, reason, planned]
    db.execute(f"INSERT INTO temp.fault VALUES (?, {received}, ?, ?, ?, ?)", values)
    db.execute("INSERT OR IGNORE INTO temp.bad VALUES (?)", [row])


def forget_planned(db: sqlite3.Connection) -> None:
    """Forget what was found after the rows were read: it is looked for again."""
    db.execute("DELETE FROM temp.fault WHERE planned")
    db.execute("DELETE FROM temp.bad WHERE row NOT IN (SELECT row FROM fault)")
    for table in _PLANNED:
        db.execute(f"DELETE FROM temp.{table}")


def faults(db: sqlite3.Connection, limit: int) -> list[tuple[int, str, str, str]]:
    """The first faults in the order of the file: line, heading, value, reason."""
    sql = "SELECT line, heading, value, reason FROM temp.fault ORDER BY row, rowid LIMIT ?"
    return [tuple(row) for row in db.execute(sql, [limit])]


def reasons(db: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """What is wrong with the lines that were not taken, in the order of the file: line, heading, reason."""
    for row in db.execute("SELECT line, heading, reason FROM temp.fault ORDER BY row, rowid"):
        yield row[0], row[1], row[2]


def bad(db: sqlite3.Connection) -> bool:
    """Whether any row was not taken."""
    return db.execute("SELECT 1 FROM temp.bad LIMIT 1").fetchone() is not None


def set_aside(db: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Leave these rows to be put one by one."""
    db.executemany("INSERT OR IGNORE INTO temp.slow VALUES (?)", [(row,) for row in rows])


def rows_pointing(db: sqlite3.Connection, task: TableImport, pointer: NamedReference) -> list[int]:
    """The rows in which the other record is named."""
    column = task.column_of(pointer.level, pointer.field)
    if column is None:
        inner = pointers(db, f"within = {pointer.number}")
        return [row for one in inner for row in rows_pointing(db, task, one)]
    found = db.execute(f"SELECT row FROM temp.incoming WHERE {column.name} = ?", [pointer.number])
    return [row[0] for row in found]
