"""The history written: commands opened and closed, and changes of other tools adopted.

Triggers write the changes themselves, so that one made with any other SQLite tool is among
them too: such changes stand without a command until the next command of netreg adopts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.history.changes import OUTSIDE
from netreg.store.history.triggers import NOW, find_layout, read_columns, row_literal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def begin_command(db: sqlite3.Connection, words: str, actor: str, batch: int | None = None) -> int:
    """Open a command in the history; what follows in this transaction is its doing.

    `batch` is the first of several commands that are undone together.
    """
    number = _insert_command(db, words, actor, batch)
    db.execute("INSERT INTO running (id) VALUES (?)", [number])
    return number


def find_running_command(db: sqlite3.Connection) -> tuple[int, int | None]:
    """Return the number of the running command, and of the first of its batch."""
    found = db.execute("SELECT id, batch_id FROM command WHERE id = (SELECT id FROM running)").fetchone()
    return found[0], found[1]


def end_command(db: sqlite3.Connection) -> int | None:
    """Close the running command; return its number, or None where it changed nothing and is to leave no trace."""
    number: int = db.execute("SELECT id FROM running").fetchone()[0]
    if not db.execute("SELECT 1 FROM change WHERE command_id = ? LIMIT 1", [number]).fetchone():
        return None
    stop_running(db)
    return number


def stop_running(db: sqlite3.Connection) -> None:
    """Say that no command is running."""
    db.execute("DELETE FROM running")


def mark_undone(db: sqlite3.Connection, number: int) -> None:
    """Say that the running command undoes command `number`."""
    db.execute("UPDATE command SET undoes = ? WHERE id = (SELECT id FROM running)", [number])


def is_new(db: sqlite3.Connection, kind: str, record: int) -> bool:
    """Tell whether the running command itself added the record."""
    sql = "SELECT 1 FROM change WHERE command_id = (SELECT id FROM running) AND kind = ? AND record_id = ?"
    return db.execute(f"{sql} AND before IS NULL", [kind, record]).fetchone() is not None


def add_inventory(db: sqlite3.Connection, words: str, actor: str, tables: Iterable[str]) -> int:
    """Record a command with every record of the tables that the history did not know; return its number."""
    number = _insert_command(db, words, actor)
    for table in tables:
        columns = read_columns(db, table)
        layout, row = find_layout(db, table, columns), row_literal("t", [name for name, _type in columns])
        db.execute(
            f"""INSERT INTO change (command_id, at, layout_id, kind, record_id, before, after)
            SELECT ?, {NOW}, ?, ?, t.id, NULL, {row} FROM {table} t WHERE NOT EXISTS ({_KNOWN})""",
            [number, layout, table, table],
        )
    return number


def has_unknown_records(db: sqlite3.Connection, tables: Iterable[str]) -> bool:
    """Tell whether there is a record that the history does not know."""
    return any(
        db.execute(f"SELECT 1 FROM {table} t WHERE NOT EXISTS ({_KNOWN}) LIMIT 1", [table]).fetchone()
        for table in tables
    )


_KNOWN = "SELECT 1 FROM change c WHERE c.kind = ? AND c.record_id = t.id"


def _insert_command(db: sqlite3.Connection, words: str, actor: str, batch: int | None = None) -> int:
    cursor = db.execute(
        f"INSERT INTO command (at, actor, words, batch_id) VALUES ({NOW}, ?, ?, ?)", [actor, words, batch]
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def find_outside_changes(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return the kinds and numbers of the records that another tool changed since the last command."""
    found = db.execute("SELECT DISTINCT kind, record_id FROM change WHERE command_id IS NULL")
    return [(row[0], row[1]) for row in found]


def adopt_outside_changes(db: sqlite3.Connection, touched: Iterable[tuple[str, int]]) -> int:
    """Give the changes that another tool made a command of their own; return its number."""
    for kind in {kind for kind, _record in touched}:
        _record_vanished(db, kind)
    number = _insert_command(db, OUTSIDE, "?")
    db.execute("UPDATE change SET command_id = ? WHERE command_id IS NULL", [number])
    return number


def _record_vanished(db: sqlite3.Connection, kind: str) -> None:
    """Record what is gone unheard: ``REPLACE`` removes rows without waking a trigger."""
    last = "SELECT max(id) FROM change WHERE kind = :kind GROUP BY record_id"
    db.execute(
        f"""INSERT INTO change (at, layout_id, kind, record_id, before, after)
        SELECT {NOW}, layout_id, kind, record_id, after, NULL FROM change
        WHERE id IN ({last}) AND after IS NOT NULL AND record_id NOT IN (SELECT id FROM {kind})
        AND NOT EXISTS (SELECT 1 FROM change m WHERE m.command_id IS NULL AND m.kind = :kind
            AND m.record_id <> change.record_id AND m.before LIKE '''' || change.record_id || ''',%')""",
        {"kind": kind},
    )
