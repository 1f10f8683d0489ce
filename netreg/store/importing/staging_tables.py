"""The rows of a file on their way into the register: in temporary tables, outside every lock.

SQLite keeps the tables in files of its own that are gone with the connection; what a
row names of other records stands in them as a pointer, looked up once for all rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.core.table_import import OWN, NamedReference
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from netreg.core.table_import import ImportColumn, TableImport


TABLES = {
    "pointer": """number INTEGER PRIMARY KEY, level TEXT, field TEXT, text TEXT, key TEXT, within INTEGER,
        record INTEGER, reason TEXT, postponed INTEGER""",
    "fault": "row INTEGER, line INTEGER, heading TEXT, value TEXT, reason TEXT, planned INTEGER",
    "bad": "row INTEGER PRIMARY KEY",
    "other_name": "row INTEGER, key TEXT",
    "child_name": "row INTEGER, key TEXT",
    "found": "row INTEGER, record INTEGER, PRIMARY KEY (row, record)",
    "unfound": "row INTEGER PRIMARY KEY",
    "slow": "row INTEGER PRIMARY KEY",
    "differs": "row INTEGER PRIMARY KEY, record INTEGER",
    "child_found": "row INTEGER, record INTEGER, PRIMARY KEY (row, record)",
    "child_new": "row INTEGER PRIMARY KEY, owner INTEGER",
    "fresh": "row INTEGER PRIMARY KEY, n INTEGER",
    "fresh_name": "key TEXT, n INTEGER",
    "fresh_child": "n INTEGER PRIMARY KEY, row INTEGER, owner INTEGER, fresh INTEGER",
    "after": "record INTEGER PRIMARY KEY, row INTEGER, sort_key TEXT, search_text TEXT",
    "after_name": "record INTEGER, key TEXT",
    "placed": "row INTEGER PRIMARY KEY, record INTEGER",
}
"""The staging tables beside that of the rows; each column has the type of what it is joined with.

SQLite uses no index where the one side of a comparison is an INTEGER and the other has no type.
"""

KEPT = ("sort_key", "search_text", "name", "child_text")
"""What is derived from a row alone: for a new record, its first name's key, for a new child."""

_OF_THE_ROWS = ("pointer", "fault", "bad", "other_name", "child_name")
_PLANNED = tuple(name for name in TABLES if name not in _OF_THE_ROWS)


def prepare(db: sqlite3.Connection, task: TableImport) -> None:
    """Make room for the rows of one table; those of an earlier one go.

    Rows that are nested in those of another table belong to the records that those were
    put into, as the table `nested_in` of the task has them.
    """
    db.execute("PRAGMA temp_store = FILE")
    db.execute("PRAGMA temp.page_size = 16384")  # for rows that are wide, added at the end and read in order
    db.execute("PRAGMA temp.cache_size = -49152")
    db.execute("DROP VIEW IF EXISTS temp.resolved")
    values = [f"{column.name} {column.field.sql_type}" for column in task.columns]
    beside = [f"{name} TEXT" for name in KEPT]
    own = ", ".join(["row INTEGER PRIMARY KEY", "line INTEGER", "owner INTEGER", *values, *beside])
    for name, columns in {"incoming": own, **TABLES}.items():
        db.execute(f"DROP TABLE IF EXISTS temp.{name}")
        db.execute(f"CREATE TEMP TABLE {name} ({columns})")
    db.execute("CREATE INDEX temp.found_record ON found (record)")
    db.execute("CREATE INDEX temp.fault_row ON fault (row)")
    shown = ["row", "line", "owner", *(_resolved(task, column) for column in task.columns), *KEPT]
    db.execute(f"CREATE TEMP VIEW resolved AS SELECT {', '.join(shown)} FROM incoming i")


def _resolved(task: TableImport, column: ImportColumn) -> str:
    if not isinstance(column.field, Reference):
        return column.name
    if task.nested_in and column.level == OWN and column.field.parent:
        return f"(SELECT p.record FROM {task.nested_in} p WHERE p.line = i.owner) AS {column.name}"
    return f"(SELECT p.record FROM pointer p WHERE p.number = i.{column.name}) AS {column.name}"


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


def point(db: sqlite3.Connection, reference: NamedReference) -> None:
    """Add a record as rows name it."""
    number, level, field, name, within = reference
    db.execute(
        "INSERT INTO temp.pointer (number, level, field, text, key, within) VALUES (?, ?, ?, ?, ?, ?)",
        [number, level, field, name, text.match_key(name), within],
    )


def list_references(db: sqlite3.Connection, where: str = "1") -> list[NamedReference]:
    """Return the references that meet a condition, scopes before what is looked up in them."""
    sql = f"SELECT number, level, field, text, within FROM temp.pointer WHERE {where}"
    return [NamedReference(*row) for row in db.execute(f"{sql} ORDER BY within IS NOT NULL, number")]


def settled_record(db: sqlite3.Connection, number: int | None) -> int | None:
    """Return the record that a reference was found to mean, or None."""
    found = db.execute("SELECT record FROM temp.pointer WHERE number = ?", [number]).fetchone()
    return found[0] if found else None


def settle_reference(db: sqlite3.Connection, number: int, record: int) -> None:
    """Note which record a reference means."""
    db.execute("UPDATE temp.pointer SET record = ? WHERE number = ?", [record, number])


def refuse_reference(db: sqlite3.Connection, number: int, reason: str) -> None:
    """Note why a reference means no record."""
    db.execute("UPDATE temp.pointer SET reason = ? WHERE number = ?", [reason, number])


def postpone_reference(db: sqlite3.Connection, number: int) -> None:
    """Note that a reference may mean the record of another row."""
    db.execute("UPDATE temp.pointer SET postponed = 1 WHERE number = ?", [number])


def reset_references(db: sqlite3.Connection) -> None:
    """Forget what the references were found to mean."""
    db.execute("UPDATE temp.pointer SET record = NULL, reason = NULL, postponed = NULL")


def references_to_rows(db: sqlite3.Connection) -> set[int]:
    """Return the numbers of the references whose text is a name of a row of the file."""
    sql = f"SELECT number FROM temp.pointer WHERE key IN (SELECT key FROM ({ALL_NAMES}))"
    return {row[0] for row in db.execute(sql)}


ALL_NAMES = "SELECT row, name AS key FROM incoming WHERE name IS NOT NULL UNION ALL SELECT row, key FROM other_name"
"""The keys of the names of the rows."""


def apply_open_references(db: sqlite3.Connection, task: TableImport) -> None:
    """Reject the rows with a refused reference; leave those with a postponed one to be put one by one."""
    if not db.execute("SELECT 1 FROM temp.pointer WHERE reason IS NOT NULL OR postponed LIMIT 1").fetchone():
        return
    for column in task.columns:
        if not isinstance(column.field, Reference):
            continue
        named = f"""incoming i CROSS JOIN pointer q ON q.number = i.{column.name}
            CROSS JOIN pointer p ON p.number IN (q.number, q.within)"""
        db.execute(f"INSERT OR IGNORE INTO temp.slow SELECT i.row FROM {named} WHERE p.postponed")
        db.execute(
            f"""INSERT INTO temp.fault SELECT i.row, i.line, p.level || '.' || p.field, p.text, p.reason, 1
            FROM {named} WHERE p.reason IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM fault o WHERE o.row = i.row AND o.reason = p.reason)"""
        )
    db.execute("INSERT OR IGNORE INTO temp.bad SELECT row FROM fault")


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
