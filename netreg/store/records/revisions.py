"""The revisions of records by the history: how often each was changed and when last, for calendars.

The moment in a record itself goes back when a command is undone; the history only grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.entities import find_child_entities
from netreg.named_tuples import NamedTuple
from netreg.store.history import changes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from netreg.core.entity import Entity


class Revision(NamedTuple):
    """The number of commands that changed a record or what belongs to it, and the moment (UTC) of the last."""

    number: int
    at: str


def count_revisions(db: sqlite3.Connection, entity: Entity) -> dict[int, Revision]:
    """Return the revision of every record of a kind; children that are gone still count."""
    by: dict[int, set[int | None]] = {}
    last: dict[int, str] = {}
    own = {row[0]: row[0] for row in db.execute(f"SELECT id FROM {entity.name}")}
    for kind, owners in _walk_children(db, entity, own):
        for record, command, at in db.execute(_TOUCHED, [kind.name]):
            if (owner := owners.get(record)) is not None:
                by.setdefault(owner, set()).add(command)
                last[owner] = max(last.get(owner, ""), at)
    return {record: Revision(len(commands), last[record]) for record, commands in by.items()}


_TOUCHED = "SELECT record_id, command_id, max(at) FROM change WHERE kind = ? GROUP BY record_id, command_id"


def _walk_children(
    db: sqlite3.Connection, entity: Entity, owners: Mapping[int, int]
) -> Iterator[tuple[Entity, Mapping[int, int]]]:
    """Yield the kind and every kind below it, each with the top record that its records belong or belonged to."""
    yield entity, owners
    for kind in find_child_entities(entity):
        above_of = find_parents(db, kind)
        yield from _walk_children(
            db, kind, {child: owners[above] for child, above in above_of.items() if above in owners}
        )


def find_parents(db: sqlite3.Connection, kind: Entity) -> dict[int, int]:
    """Return the parent of each record of a kind; of a removed one the last it had."""
    assert kind.parent is not None
    column = kind.parent.column
    gone = {number: values[column] for number, values in _read_removed(db, kind.name) if values.get(column)}
    return gone | dict(db.execute(f"SELECT id, {column} FROM {kind.name}").fetchall())


def _read_removed(db: sqlite3.Connection, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each record of a kind that was ever removed, with its columns as they were."""
    known = changes.read_layouts(db)
    sql = "SELECT record_id, layout_id, before FROM change WHERE kind = ? AND after IS NULL ORDER BY id"
    for record, layout, before in db.execute(sql, [kind]):
        yield record, changes.decode_row(known.get(layout), before) or {}
