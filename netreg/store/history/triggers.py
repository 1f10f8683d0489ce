"""The triggers that write the history, made from the columns that each table has.

They are as short as can be: SQLite parses every one each time a file is opened. A row
is written as its values in the order of its layout, each as SQL writes a literal; the
layouts a table has had are kept, so that a row from before a migration can still be read.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

DERIVED_COLUMNS = ("sort_key", "search_text")
"""Columns that can be recomputed from the rest of their row: the history leaves them out."""

NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"
"""This moment in UTC, as the history writes it."""


def make_triggers(db: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Make the triggers of every table again, from the columns that it now has."""
    drop_triggers(db)
    for table in tables:
        _keep_layout(db, table)
        for statement in _trigger_statements(db, table):
            db.execute(statement)


def drop_triggers(db: sqlite3.Connection) -> None:
    """Drop the triggers, in a copy or before they are made again."""
    for name in _find_triggers(db):
        db.execute(f"DROP TRIGGER {name}")


def find_missing_triggers(db: sqlite3.Connection, tables: Iterable[str]) -> list[str]:
    """Return the triggers that ought to be there and are not, or not as they ought to be."""
    found = {row[0] for row in db.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")}
    wanted = [statement for table in tables for statement in _trigger_statements(db, table)]
    return [statement.split()[2] for statement in wanted if statement not in found]


def find_strange_triggers(db: sqlite3.Connection, recorded: Collection[str], unrecorded: Collection[str]) -> list[str]:
    """Return the triggers on netreg's tables that are none of netreg's."""
    rows = db.execute("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    known = {f"history_{table}_{event}" for table in recorded for event in ("insert", "update", "delete")}
    return [name for name, table in rows if table in {*recorded, *unrecorded} and name not in known]


@contextmanager
def recording_additions(
    db: sqlite3.Connection, table: str, filled: Collection[str], alike: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Record many additions to a table at once, after them, while its trigger stands aside.

    The same rows as the trigger's, which stands aside meanwhile, at half of its cost. The
    records are told by their numbers, which are higher than any that the table had. No column
    but those `filled` is given a value, and in those `alike` all have this one.
    """
    statement = _trigger_statements(db, table)[0]
    last = db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
    db.execute(f"DROP TRIGGER IF EXISTS history_{table}_insert")
    yield
    columns = read_columns(db, table)
    there = {"id", *filled, *_find_defaulted(db, table)}
    row = row_literal("t", [name for name, _type in columns], there, alike, plain=("id", "uid"))
    db.execute(
        f"""INSERT INTO change (command_id, at, layout_id, kind, record_id, before, after)
        SELECT r.id, r.at, ?, '{table}', t.id, NULL, {row} FROM (SELECT id, {NOW} AS at FROM running LIMIT 1) r
        CROSS JOIN {table} t WHERE t.id > ? ORDER BY t.id""",
        [find_layout(db, table, columns), last],
    )
    db.execute(statement)


def _find_triggers(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'history\\_%' ESCAPE '\\'")
    return [row[0] for row in rows]


def _trigger_statements(db: sqlite3.Connection, table: str) -> tuple[str, str, str]:
    """Return the statements that create the triggers of a table: of an insert, an update, a delete."""
    columns = read_columns(db, table)
    return _make_statements(table, tuple(name for name, _type in columns), find_layout(db, table, columns))


@lru_cache(256)
def _make_statements(table: str, names: tuple[str, ...], layout: int) -> tuple[str, str, str]:
    old, new = row_literal("old", names), row_literal("new", names)
    insert = "INSERT INTO change(command_id,at,layout_id,kind,record_id,before,after)VALUES((SELECT id FROM running)"

    def trigger(event: str, side: str, before: str, after: str) -> str:
        name = f"history_{table}_{event.split(maxsplit=1)[0].lower()}"
        return (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN "
            f"{insert},{NOW},{layout},'{table}',{side}.id,{before},{after}); END"
        )

    return (
        trigger("INSERT", "new", "NULL", new),
        trigger(f"UPDATE OF {','.join(names)}", "new", old, new),
        trigger("DELETE", "old", old, "NULL"),
    )


@contextmanager
def recording_reversal(db: sqlite3.Connection, table: str, changes: str, event: str) -> Iterator[None]:
    """Record many records added again or removed at once, before it, while their trigger stands aside.

    `changes` selects those that are reversed, the last of their records; `event` is that of the
    trigger which stands aside, ``insert`` or ``delete``.
    """
    statement = next(one for one in _trigger_statements(db, table) if one.split()[2] == f"history_{table}_{event}")
    db.execute(
        f"""INSERT INTO change (command_id, at, layout_id, kind, record_id, before, after)
        SELECT r.id, r.at, c.layout_id, c.kind, c.record_id, c.after, c.before
        FROM (SELECT id, {NOW} AS at FROM running LIMIT 1) r CROSS JOIN ({changes}) m CROSS JOIN change c
        WHERE c.id = m.change"""
    )
    db.execute(f"DROP TRIGGER IF EXISTS history_{table}_{event}")
    yield
    db.execute(statement)


def _find_defaulted(db: sqlite3.Connection, table: str) -> Iterator[str]:
    """Return the columns that have a value where none is given."""
    return (row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[4] is not None)


def row_literal(
    side: str,
    names: Sequence[str],
    filled: Collection[str] | None = None,
    alike: Mapping[str, str] | None = None,
    plain: Collection[str] = (),
) -> str:
    """Return the expression that writes a row: ``%Q`` quotes as SQL does and knows NULL.

    Where it is known which columns are `filled`, the others need not be looked at, and neither
    do those in which all rows are `alike`; their texts have no quotes or signs of a format in them.
    All rows have a value without quotes in those that are `plain`.
    """
    same = {name: f"''{text}''" for name, text in (alike or {}).items()}
    there = [name for name in names if (filled is None or name in filled) and name not in same]
    shapes = {name: "''%s''" if name in plain else "%Q" for name in there}
    places = ",".join(shapes.get(name) or same.get(name, "NULL") for name in names)
    return f"printf('{places}',{','.join(f'{side}.{name}' for name in there)})"


def read_columns(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Return the columns that a record has by itself, with their types."""
    return [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in DERIVED_COLUMNS]


def find_layout(db: sqlite3.Connection, table: str, columns: list[tuple[str, str]]) -> int:
    """Return the number of the table's layout, or the one it is going to have."""
    found = db.execute(
        "SELECT id FROM layout WHERE kind = ? AND columns = ?", [table, _write_layout(columns)]
    ).fetchone()
    return int(found[0]) if found else 0


def _keep_layout(db: sqlite3.Connection, table: str) -> None:
    """Record the layout of the table, unless it had this one before."""
    columns = read_columns(db, table)
    if not find_layout(db, table, columns):
        db.execute("INSERT INTO layout (kind, columns) VALUES (?, ?)", [table, _write_layout(columns)])


def _write_layout(columns: list[tuple[str, str]]) -> str:
    return ",".join(f"{name}:{type_}" for name, type_ in columns)
