"""Restore removed records all at once: for the redo of a large import, or the undo of a large removal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.entities import BY_NAME
from netreg.store import indexes
from netreg.store.history import changes as history_changes
from netreg.store.history import triggers
from netreg.store.records import search_columns
from netreg.store.tables import RECORDED_TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Entity


def find_removed_records(db: sqlite3.Connection, command: int, kinds: Iterable[str]) -> None:
    """Note the records of these kinds that the command removed and that nothing has touched since.

    Documents are restored one by one: the file of each may have been purged meanwhile.
    """
    db.execute("DROP TABLE IF EXISTS temp.removed")
    db.execute("CREATE TEMP TABLE removed (change INTEGER PRIMARY KEY, kind, record)")
    for table in (kind for kind in kinds if kind != "document"):
        layout = triggers.find_layout(db, table, triggers.read_columns(db, table))
        other = "d.kind = c.kind AND d.record_id = c.record_id AND (d.id > c.id OR d.command_id = c.command_id)"
        db.execute(
            f"""INSERT INTO temp.removed SELECT c.id, c.kind, c.record_id FROM change c
            WHERE c.command_id = ? AND +c.kind = '{table}' AND c.after IS NULL AND c.layout_id = ?
            AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = c.record_id)
            AND NOT EXISTS (SELECT 1 FROM change d WHERE {other} AND d.id <> c.id)""",
            [command, layout],
        )


def clear_removed_records(db: sqlite3.Connection) -> None:
    """Forget the records noted, so that they are restored one by one."""
    db.execute("DELETE FROM temp.removed")


def restore_records(db: sqlite3.Connection) -> int:
    """Restore the records noted, with their search names; return how many there were.

    Raises:
        sqlite3.IntegrityError: when one does not fit the records that exist now.
    """
    for table in RECORDED_TABLES:
        mine = f"FROM temp.removed WHERE kind = '{table}'"
        if rows := indexes.count_rows(db, f"(SELECT 1 {mine})"):
            _restore_table(db, table, f"SELECT change {mine} ORDER BY record", rows)
    return indexes.count_rows(db, "temp.removed")


def _restore_table(db: sqlite3.Connection, table: str, changes: str, rows: int) -> None:
    entity = BY_NAME.get(table)
    kept = [name for name in triggers.DERIVED_COLUMNS if entity and (name == "search_text" or entity.parent is None)]
    columns = [*(name for name, _type in triggers.read_columns(db, table)), *kept]
    placeholders = ", ".join("?" * len(columns))
    besides, besides_names = indexes.count_rows(db, table), indexes.count_rows(db, "name_key")
    with (
        triggers.recording_reversal(db, table, changes, "insert"),
        indexes.without_indexes(db, table, rows, besides=besides),
        indexes.without_indexes(db, "name_key", rows if entity and entity.parent is None else 0, besides=besides_names),
    ):
        db.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({placeholders})", _read_rows(db, entity, changes, kept)
        )


def _read_rows(db: sqlite3.Connection, entity: Entity | None, changes: str, kept: list[str]) -> Iterator[list[Any]]:
    """Yield the records as they were, with their derived columns, and insert their search names on the way."""
    names: list[search_columns.NameRow] = []
    for values in history_changes.read_values_before(db, changes):
        found = list(values.values())
        if entity is not None:
            row = {field.name: values.get(field.column) for field in entity.stored}
            beside = search_columns.derive_columns(entity, row)
            found += [beside[name] for name in kept]
            names += search_columns.derive_name_rows(entity, values["id"], row)
        yield found
        if len(names) >= _AT_ONCE:
            _insert_names(db, names)
    _insert_names(db, names)


_AT_ONCE = 10_000


def _insert_names(db: sqlite3.Connection, names: list[search_columns.NameRow]) -> None:
    search_columns.insert_name_rows(db, names)
    names.clear()
