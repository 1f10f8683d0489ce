"""The merges of a register that hold, as its history knows them, and which of them touched the same records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netreg.entities import BY_NAME
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.history import changes as history_changes
from netreg.store.merging.joined_records import UID_LINKS
from netreg.store.records import former_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.store.history.changes import Change


class Merged(NamedTuple):
    """A merge that holds: its number among the former keys, both records, the UID and the name of the one gone."""

    key: int
    kept: int
    gone: int
    uid: str
    title: str


@dataclass(frozen=True)
class MadeMerge:
    """A merge as it was made: the kind, the record that stayed then, by its UID, the one that went, every change."""

    entity: Entity
    kept_uid: str
    gone: int
    gone_uid: str
    changes: tuple[Change, ...]

    @property
    def touched(self) -> set[tuple[str, Any]]:
        """The kind and number of every row that the merge changed."""
        return {(one.kind, one.record) for one in self.changes}

    @property
    def removed(self) -> set[tuple[str, Any]]:
        """The kind and number of every row that the merge removed, and the UID of the record that went."""
        return {(one.kind, one.record) for one in self.changes if one.after is None} | {("uid", self.gone_uid)}

    @property
    def named(self) -> set[tuple[str, Any]]:
        """The records that the rows named before the merge changed or removed them."""
        return {target for one in self.changes for target in _list_named(one) if target[1] is not None}


def _list_named(change: Change) -> Iterator[tuple[str, Any]]:
    row = change.before or {}
    if change.kind in BY_NAME:
        yield from ((one.to, row.get(one.column)) for one in BY_NAME[change.kind].references)
    yield from (("uid", row.get(column)) for kind, column in UID_LINKS if kind == change.kind)


def find_merges(db: sqlite3.Connection, entity: Entity, kept: int | None = None) -> list[Merged]:
    """Return the merges of a kind that hold, those into one record if it is named, the oldest first."""
    sql = f"""SELECT k.id, t.id, k.value, k.merged, k.title FROM former_key k JOIN {entity.name} t ON t.uid = k.record
        WHERE k.kind = ? AND k.field = ? AND t.id = coalesce(?, t.id) ORDER BY k.id"""
    found = db.execute(sql, [entity.name, former_keys.NUMBER, kept])
    return [Merged(row[0], row[1], int(row[2]), row[3], row[4] or "") for row in found]


def list_keys(db: sqlite3.Connection, merged: Merged) -> list[str]:
    """Return the former keys of a merged record: its number, codes, addresses."""
    return [row[0] for row in db.execute("SELECT value FROM former_key WHERE merged = ?", [merged.uid])]


def find_removed_survivor(db: sqlite3.Connection, entity: Entity, value: str) -> tuple[int, int] | None:
    """Return the number of the record, gone by now, that a former key leads to, and the command that removed it."""
    sql = f"""SELECT c.record_id, c.command_id FROM former_key k JOIN change c ON c.kind = k.kind
        AND instr(c.before, k.record) AND c.after IS NULL WHERE k.kind = ? AND k.value = ?
        AND NOT EXISTS (SELECT 1 FROM {entity.name} t WHERE t.uid = k.record) ORDER BY c.id DESC LIMIT 1"""
    found = db.execute(sql, [entity.name, value]).fetchone()
    return (int(found[0]), int(found[1])) if found else None


def read_merge(db: sqlite3.Connection, entity: Entity, merged: Merged) -> MadeMerge:
    """Return what a merge did.

    Raises:
        RefusedChange: when the history does not know it.
    """
    made = _read_made(db, entity, merged.key)
    if made is None:
        raise RefusedChange(
            _("the history of this register does not hold the merge of {kind} {number}").format(
                kind=entity.spoken_name, number=merged.gone
            ),
            _("add that record anew; forget the key with 'netreg duplicates former-key remove {number}'").format(
                number=merged.key
            ),
        )
    return made


def _read_made(db: sqlite3.Connection, entity: Entity, key: int) -> MadeMerge | None:
    """Return what the command did that first added a former key: later ones only undo and redo that."""
    sql = """SELECT command_id FROM change WHERE kind = 'former_key' AND record_id = ? AND before IS NULL
        ORDER BY id LIMIT 1"""
    found = db.execute(sql, [key]).fetchone()
    changes = history_changes.read_command_changes(db, found[0]) if found and found[0] is not None else []
    made = next((one for one in changes if (one.kind, one.record) == ("former_key", key)), None)
    if made is None or made.after is None:
        return None
    gone = int(made.after["value"])
    if not any((one.kind, one.record, one.after) == (entity.name, gone, None) for one in changes):
        return None
    return MadeMerge(entity, made.after["record"], gone, made.after["merged"], tuple(changes))


def find_dependent_merges(db: sqlite3.Connection, made: MadeMerge, key: int) -> list[MadeMerge]:
    """Return the later merges that hold and rest on one, or on one another, in their order.

    They touched a row that the merge touched, or removed a record that such a row named before.
    """
    touched, named = made.touched, made.named
    dependent = []
    for later in _read_later(db, key):
        if later.touched & touched or later.removed & named:
            dependent.append(later)
            touched |= later.touched
            named |= later.named
    return dependent


def _read_later(db: sqlite3.Connection, key: int) -> Iterator[MadeMerge]:
    """Yield the merges, of any kind, that were made after one, or made again after it.

    Of those that one command made again, as an undo does, the order is that in which they were made at first.
    """
    sql = """WITH made (key, kind, last, first) AS (
            SELECT k.id, k.kind, max(c.command_id), min(c.id) FROM former_key k JOIN change c
            ON c.kind = 'former_key' AND c.record_id = k.id AND c.before IS NULL WHERE k.field = ? GROUP BY k.id)
        SELECT key, kind FROM made WHERE (last, first) > (SELECT last, first FROM made WHERE key = ?)
        ORDER BY last, first"""
    for number, kind in db.execute(sql, [former_keys.NUMBER, key]).fetchall():
        if kind in BY_NAME and (later := _read_made(db, BY_NAME[kind], number)) is not None:
            yield later
