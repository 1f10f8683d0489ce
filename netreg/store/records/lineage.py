"""The history of a record with everything that belongs or once belonged to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import find_child_entities
from netreg.store.history import changes as history_changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.store.history.changes import Change


def read_lineage_changes(db: sqlite3.Connection, entity: Entity, number: int) -> list[tuple[Entity, Change]]:
    """Return every change to a record and to what belongs to it, in order."""
    members = _walk_members(db, entity, number)
    found = [
        (kind, change)
        for kind, record in members
        for change in history_changes.read_record_changes(db, kind.name, record)
    ]
    return sorted(found, key=lambda pair: pair[1].id)


def _walk_members(db: sqlite3.Connection, entity: Entity, number: int) -> Iterator[tuple[Entity, int]]:
    yield entity, number
    for kind in find_child_entities(entity):
        assert kind.parent is not None
        column = kind.parent.column
        live = db.execute(f"SELECT id FROM {kind.name} WHERE {column} = ?", [number]).fetchall()
        numbers = {row[0] for row in live} | set(_find_removed(db, kind, column, number))
        for record in sorted(numbers):
            yield from _walk_members(db, kind, record)


def _find_removed(db: sqlite3.Connection, kind: Entity, column: str, owner: int) -> Iterator[int]:
    """Yield the removed records of a kind that belonged to a record in the end."""
    gone = db.execute(
        f"""SELECT DISTINCT record_id FROM change WHERE kind = ? AND after IS NULL
        AND record_id NOT IN (SELECT id FROM {kind.name})""",
        [kind.name],
    ).fetchall()
    for row in gone:
        if (history_changes.find_last_values(db, kind.name, row[0]) or {}).get(column) == owner:
            yield row[0]
