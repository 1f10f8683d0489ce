"""Part two records again that were merged, whatever was changed since, as far as that can be.

Each change of the merge is reversed where the register is still as the merge left it; what was
changed since stays, and is told. A reversal at once, as that of ``undo``, would be refused then.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference, TextList
from netreg.entities import BY_NAME
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.history import changes as history_changes
from netreg.store.history import triggers
from netreg.store.merging import later_merges
from netreg.store.records import former_keys, records, search_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from netreg.core.entity import Entity
    from netreg.store.history.changes import Change


class Merged(NamedTuple):
    """A merge that holds: its number among the former keys, both records, the UID and the name of the one gone."""

    key: int
    kept: int
    gone: int
    uid: str
    title: str


@dataclass
class Parting:
    """How much was reversed, and what was not: kind, number, the column or none for the whole record, and why."""

    reversed: int = 0
    left: list[tuple[str, int, str | None, str]] = field(default_factory=list)
    stayed: list[tuple[str, int]] = field(default_factory=list)
    """The records that were linked with the one that stayed after the merge: they stay with it."""


GONE, CHANGED, TAKEN, MERGED = "gone", "changed", "taken", "merged"
"""Why something was not reversed: it was removed, or changed since, or its code is used by another by now.

Or what it names was itself merged into another since: it leads to that one.
"""


def find_merges(db: sqlite3.Connection, entity: Entity, kept: int | None = None) -> list[Merged]:
    """Return the merges of a kind that hold, those into one record if it is named, the oldest first."""
    sql = f"""SELECT k.id, t.id, k.value, k.merged, k.title FROM former_key k JOIN {entity.name} t ON t.uid = k.record
        WHERE k.kind = ? AND k.field = ? AND t.id = coalesce(?, t.id) ORDER BY k.id"""
    found = db.execute(sql, [entity.name, former_keys.NUMBER, kept])
    return [Merged(row[0], row[1], int(row[2]), row[3], row[4] or "") for row in found]


def list_keys(db: sqlite3.Connection, merged: Merged) -> list[str]:
    """Return the former keys of a merged record: its number, codes, addresses."""
    return [row[0] for row in db.execute("SELECT value FROM former_key WHERE merged = ?", [merged.uid])]


def part_records(db: sqlite3.Connection, entity: Entity, merged: Merged) -> Parting:
    """Part a record from the one that it was merged into.

    Raises:
        RefusedChange: when the history does not know the merge, or the other was merged into a third one since.
    """
    changes = _read_merge(db, entity, merged)
    parting = Parting()
    db.execute("PRAGMA defer_foreign_keys = ON")
    since = changes[-1].id
    for change in reversed(changes):
        if _reverse_change(db, change, parting):
            parting.reversed += 1
    _mend_broken_references(db, parting)
    given = later_merges.give_links_back(db, entity, merged.kept, merged.gone, changes[0].id)
    touched = {*given, *((change.kind, change.record) for change in changes if change.kind in BY_NAME)}
    for kind, number in touched:
        search_columns.refresh_record(db, BY_NAME[kind], number)
    parting.stayed = list(_find_later_links(db, entity, merged.kept, since))
    return parting


def _read_merge(db: sqlite3.Connection, entity: Entity, merged: Merged) -> list[Change]:
    """Return the changes of the command that merged two records."""
    sql = """SELECT command_id FROM change WHERE kind = 'former_key' AND record_id = ? AND before IS NULL
        ORDER BY id DESC LIMIT 1"""
    found = db.execute(sql, [merged.key]).fetchone()
    changes = history_changes.read_command_changes(db, found[0]) if found and found[0] is not None else []
    made = next((one for one in changes if (one.kind, one.record) == ("former_key", merged.key)), None)
    if made is None or not any((one.kind, one.record) == (entity.name, merged.gone) for one in changes):
        raise RefusedChange(
            _("the history of this register does not hold the merge of {kind} {number}").format(
                kind=entity.command, number=merged.gone
            ),
            _("add that record anew; forget the key with 'netreg duplicates former-key remove {number}'").format(
                number=merged.key
            ),
        )
    first = (made.after or {}).get("record")
    if first != records.find_uid(db, entity.name, merged.kept):
        between = next((one for one in find_merges(db, entity, merged.kept) if one.uid == first), None)
        raise RefusedChange(
            _("{kind} {number} was merged into a record that was itself merged into {kind} {kept} since").format(
                kind=entity.command, number=merged.gone, kept=merged.kept
            ),
            _("first run 'netreg {kind} unmerge {number}'").format(
                kind=entity.command, number=between.gone if between else merged.kept
            ),
        )
    return changes


def _reverse_change(db: sqlite3.Connection, change: Change, parting: Parting) -> bool:
    """Reverse one change of a row as far as the row is as the change left it; return whether anything was."""
    known = {row[1] for row in db.execute(f"PRAGMA table_info({change.kind})")}
    found = db.execute(f"SELECT * FROM {change.kind} WHERE id = ?", [change.record]).fetchone()
    row = dict(found) if found else None
    before = {name: value for name, value in (change.before or {}).items() if name in known}
    if change.after is None:
        return row is None and _restore_row(db, change, before, known, parting)
    if change.before is None:
        return _remove_row(db, change, row, parting)
    if row is None:
        parting.left.append((change.kind, change.record, None, GONE))
        return False
    states = {name: (value, (change.after or {}).get(name), row[name]) for name, value in before.items()}
    values = {
        name: given for name, state in states.items() if (given := _restore(db, change.kind, name, state)) is not KEPT
    }
    own = values.keys() - _SYSTEM
    kept = [name for name in before if name not in values and name not in _SYSTEM and row[name] != before[name]]
    parting.left += [(change.kind, change.record, name, CHANGED) for name in kept]
    if not own:
        return False
    if kept or "updated_at" not in values:
        values["updated_at"] = records.now_in_utc()
    return _write_row(db, change, values, parting)


def _restore(db: sqlite3.Connection, kind: str, name: str, state: tuple[Any, Any, Any]) -> Any:
    """Return what a column is to hold again, or `KEPT` where it was changed since; its state: before, left, now.

    Not changed is a link to a record that was itself merged since. From a list goes only what the merge added.
    """
    before, left, now = state
    if now == left or kind not in BY_NAME:
        return before if now == left else KEPT
    field = next((one for one in BY_NAME[kind].stored if one.column == name), None)
    if isinstance(field, Reference) and now is not None and now == later_merges.find_survivor(db, field, left):
        return before
    if isinstance(field, TextList):
        was, made, kept = (field.to_json(value) for value in state)
        return field.store([*(part for part in kept if part in was or part not in made), *_subtract(was, made)])
    return KEPT


def _subtract(parts: Iterable[str], others: Collection[str]) -> list[str]:
    return [part for part in parts if part not in others]


KEPT = object()
"""In place of a value: the one that is there stays."""

_SYSTEM = frozenset({"updated_at", *triggers.DERIVED_COLUMNS})


def _write_row(db: sqlite3.Connection, change: Change, values: dict[str, Any], parting: Parting) -> bool:
    assignments = ", ".join(f"{name} = ?" for name in values)
    try:
        db.execute(f"UPDATE {change.kind} SET {assignments} WHERE id = ?", [*values.values(), change.record])
    except sqlite3.IntegrityError:  # a code that another record has by now
        unique = [name for name in _UNIQUE if name in values]
        parting.left += [(change.kind, change.record, name, TAKEN) for name in unique]
        rest = {name: value for name, value in values.items() if name not in unique}
        return bool(rest.keys() - _SYSTEM) and bool(unique) and _write_row(db, change, rest, parting)
    return True


_UNIQUE = ("code", "official_code")


def _restore_row(
    db: sqlite3.Connection, change: Change, before: dict[str, Any], known: set[str], parting: Parting
) -> bool:
    values = before | {name: "" for name in triggers.DERIVED_COLUMNS if name in known}
    for name in (one for one in _UNIQUE if values.get(one) is not None):
        if db.execute(f"SELECT 1 FROM {change.kind} WHERE {name} = ?", [values[name]]).fetchone():
            parting.left.append((change.kind, change.record, name, TAKEN))
            values[name] = None
    marks = ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {change.kind} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
    if change.kind in BY_NAME:
        later_merges.take_back_moves(db, change.kind, change.record, change.id)
    return True


def _remove_row(db: sqlite3.Connection, change: Change, row: dict[str, Any] | None, parting: Parting) -> bool:
    """Remove a row that the merge made: always a former key, else one that nobody changed since."""
    if row is None:
        return False
    if change.kind != "former_key" and any(row.get(name) != value for name, value in (change.after or {}).items()):
        parting.left.append((change.kind, change.record, None, CHANGED))
        return False
    if change.kind in BY_NAME:
        search_columns.delete_name_keys(db, BY_NAME[change.kind], change.record)
    db.execute(f"DELETE FROM {change.kind} WHERE id = ?", [change.record])
    return True


def _mend_broken_references(db: sqlite3.Connection, parting: Parting) -> None:
    """Point what was restored for a record merged since to the one that stayed.

    For a record that is gone altogether: remove what belongs to it, and blank what else points to it.
    """
    while broken := db.execute("PRAGMA foreign_key_check").fetchall():
        for row in broken:
            kind, number = row["table"], row["rowid"]
            column = db.execute(f"PRAGMA foreign_key_list({kind})").fetchall()[row["fkid"]]["from"]
            reference = next(one for one in BY_NAME[kind].references if one.column == column)
            if later_merges.follow_merge(db, kind, number, reference):
                parting.left.append((kind, number, reference.name, MERGED))
                continue
            parting.left.append((kind, number, reference.name, GONE))
            if reference.required:
                search_columns.delete_name_keys(db, BY_NAME[kind], number)
                db.execute(f"DELETE FROM {kind} WHERE id = ?", [number])
            else:
                db.execute(f"UPDATE {kind} SET {column} = NULL WHERE id = ?", [number])


def _find_later_links(db: sqlite3.Connection, entity: Entity, kept: int, since: int) -> Iterator[tuple[str, int]]:
    """Find the records that were added after the merge, and point to the record that stayed."""
    for kind in BY_NAME.values():
        for reference in (one for one in kind.references if one.to == entity.name):
            first = "SELECT min(c.id) FROM change c WHERE c.kind = ? AND c.record_id = t.id"
            sql = f"SELECT t.id FROM {kind.name} t WHERE t.{reference.column} = ? AND ({first}) > ?"
            yield from ((kind.name, row[0]) for row in db.execute(sql, [kept, kind.name, since]).fetchall())
