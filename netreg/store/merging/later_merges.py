"""Links that a parting follows or gives back, since others were merged after the merge that it takes back.

A row that a merge joined to another, and so removed, points to records as they were then. One of
those may itself have been merged into another since: the row comes back pointing to the record that
stayed, and is given to the one that it was of when the two are parted in their turn.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.store.history import changes as history_changes
from netreg.store.merging.refusals import stands_below
from netreg.store.records import former_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.core.fields import Reference


def follow_merge(db: sqlite3.Connection, kind: str, number: int, reference: Reference) -> bool:
    """Point a row to the record into which the one that it names was merged; tell whether it could be.

    It cannot where that record was merged into none, or where the row would stand below itself.
    """
    row = db.execute(f"SELECT {reference.column} FROM {kind} WHERE id = ?", [number]).fetchone()
    found = find_survivor(db, reference, row[0]) if row else None
    if found is None:
        return False
    if reference.to == kind and (found == number or stands_below(db, BY_NAME[kind], reference.column, found, number)):
        return False
    return _point(db, kind, number, reference, found)


def find_survivor(db: sqlite3.Connection, reference: Reference, number: int | None) -> int | None:
    """Return the record into which the one that a reference names was merged, if it was into one."""
    found = former_keys.find_by_key(db, BY_NAME[reference.to], former_keys.NUMBER, str(number))
    return found[0] if found else None


def give_links_back(
    db: sqlite3.Connection, entity: Entity, kept: int, gone: int, before: int
) -> Iterator[tuple[str, int]]:
    """Give to a parted record the rows that were of it, came back since the merge, and point to the one that stayed.

    ``before`` is the number of the first change of the merge.
    """
    known = history_changes.read_layouts(db)
    own = {gone, *_list_merged(db, entity, gone)}
    for kind, reference in ((one, ref) for one in BY_NAME.values() for ref in one.references if ref.to == entity.name):
        sql = f"""SELECT t.id, c.layout_id, c.before FROM {kind.name} t JOIN change c ON c.id = (
                SELECT max(id) FROM change WHERE kind = ? AND record_id = t.id AND id < ?)
            WHERE t.{reference.column} = ? AND c.after IS NULL"""
        for number, layout, written in db.execute(sql, [kind.name, before, kept]).fetchall():
            was = (history_changes.decode_row(known.get(layout), written) or {}).get(reference.column)
            if was in own and _point(db, kind.name, number, reference, gone):
                yield kind.name, number


def take_back_moves(db: sqlite3.Connection, kind: str, number: int, before: int) -> None:
    """Point a row that came back to its own record, where a merge moved it and was parted while it was not there.

    ``before`` is the change that removed the row.
    """
    references = {one.column: one for one in BY_NAME[kind].references}
    for change in reversed(history_changes.read_record_changes(db, kind, number)):
        if change.id >= before or change.before is None or change.after is None:
            continue
        moved = {references[name]: was for name, was in change.before.items() if name in references and was is not None}
        if moved and _is_merge(db, change.command) and all(_is_there(db, one, was) for one, was in moved.items()):
            row = dict(db.execute(f"SELECT * FROM {kind} WHERE id = ?", [number]).fetchone())
            left = {name: was for name, was in change.before.items() if row.get(name) == change.after[name]}
            if left:
                marks = ", ".join(f"{name} = ?" for name in left)
                db.execute(f"UPDATE OR IGNORE {kind} SET {marks} WHERE id = ?", [*left.values(), number])


def _is_merge(db: sqlite3.Connection, command: int | None) -> bool:
    sql = "SELECT 1 FROM change WHERE command_id = ? AND kind = 'former_key' AND before IS NULL LIMIT 1"
    return db.execute(sql, [command]).fetchone() is not None


def _is_there(db: sqlite3.Connection, reference: Reference, number: int) -> bool:
    return db.execute(f"SELECT 1 FROM {reference.to} WHERE id = ?", [number]).fetchone() is not None


def _list_merged(db: sqlite3.Connection, entity: Entity, kept: int) -> list[int]:
    """Return the numbers of the records that were merged into one."""
    sql = f"""SELECT k.value FROM former_key k JOIN {entity.name} t ON t.uid = k.record
        WHERE k.kind = ? AND k.field = ? AND t.id = ?"""
    return [int(row[0]) for row in db.execute(sql, [entity.name, former_keys.NUMBER, kept])]


def _point(db: sqlite3.Connection, kind: str, number: int, reference: Reference, to: int) -> bool:
    try:
        db.execute(f"UPDATE {kind} SET {reference.column} = ? WHERE id = ?", [to, number])
    except sqlite3.IntegrityError:  # another row of that record stands in its place
        return False
    return True
