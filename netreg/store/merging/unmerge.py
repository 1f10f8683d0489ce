"""Part two records again that were merged, whatever was changed since, as far as that can be.

Each change of the merge is reversed where the register is still as the merge left it; what was
changed since stays, and is told. A reversal at once, as that of ``undo``, would be refused then.
Later merges that rest on it are taken back before, and made again after it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netreg.core.fields import TextList
from netreg.entities import BY_NAME
from netreg.store import commands
from netreg.store.history import triggers
from netreg.store.merging import later_merges, made_merges
from netreg.store.records import records, search_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from netreg.core.entity import Entity
    from netreg.store.history.changes import Change
    from netreg.store.merging.later_merges import Choices
    from netreg.store.merging.made_merges import MadeMerge, Merged


@dataclass
class Parting:
    """How much was reversed, and what was not: kind, number, the column or none for the whole record, and why."""

    reversed: int = 0
    left: list[tuple[str, int, str | None, str]] = field(default_factory=list)
    stayed: list[tuple[str, int]] = field(default_factory=list)
    """The records that were linked with the one that stayed after the merge: they stay with it."""
    again: list[tuple[str, int, int]] = field(default_factory=list)
    """The later merges that were made again: the kind, the record that stays, the one that goes."""


GONE, CHANGED, TAKEN = "gone", "changed", "taken"
"""Why something was not reversed: it was removed, or changed since, or its code is used by another by now."""


def part_records(db: sqlite3.Connection, entity: Entity, merged: Merged, actor: str) -> Parting:
    """Part a record from the one that it was merged into.

    Each later merge that is made again is a command of the same batch, of the same ``actor``.

    Raises:
        RefusedChange: when the history does not know the merge, or a later one could not be made again.
    """
    made = made_merges.read_merge(db, entity, merged)
    later = made_merges.find_dependent_merges(db, made, merged.key)
    db.execute("PRAGMA defer_foreign_keys = ON")
    chosen = [(one, _take_back(db, one)) for one in reversed(later)]
    parting = Parting()
    _reverse_merge(db, made, parting)
    parting.stayed = list(dict.fromkeys(_find_later_links(db, made, later)))
    for one, choices in reversed(chosen):
        kept = later_merges.find_record(db, one.entity, one.kept_uid)
        if kept is not None:
            commands.begin_next(db, f"{one.entity.command} merge", actor)
            later_merges.merge_again(db, one, choices)
            parting.again.append((one.entity.name, kept, one.gone))
    return parting


def _take_back(db: sqlite3.Connection, made: MadeMerge) -> Choices:
    """Part two records for a while; return what was chosen of either."""
    kept = later_merges.find_record(db, made.entity, made.kept_uid)
    final = records.read_values(db, made.entity, kept) if kept is not None else {}
    _reverse_merge(db, made, Parting())
    rows = [records.read_values(db, made.entity, one) for one in (kept, made.gone) if one is not None]
    return later_merges.read_choices(made.entity, final, *rows) if len(rows) == 2 else later_merges.Choices({}, {}, {})


def _reverse_merge(db: sqlite3.Connection, made: MadeMerge, parting: Parting) -> None:
    for change in reversed(made.changes):
        if _reverse_change(db, change, parting):
            parting.reversed += 1
    _mend_broken_references(db, {one.kind for one in made.changes}, parting)
    for kind, number in {one for one in made.touched if one[0] in BY_NAME}:
        search_columns.refresh_record(db, BY_NAME[kind], number)


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
        name: given for name, state in states.items() if (given := _restore(change.kind, name, state)) is not KEPT
    }
    own = values.keys() - _SYSTEM
    kept = [name for name in before if name not in values and name not in _SYSTEM and row[name] != before[name]]
    parting.left += [(change.kind, change.record, name, CHANGED) for name in kept]
    if not own:
        return False
    if kept or "updated_at" not in values:
        values["updated_at"] = records.now_in_utc()
    return _write_row(db, change, values, parting)


def _restore(kind: str, name: str, state: tuple[Any, Any, Any]) -> Any:
    """Return what a column is to hold again, or `KEPT` where it was changed since; its state: before, left, now.

    From a list, or the lines of a note, goes only what the merge added.
    """
    before, left, now = state
    if now == left or kind not in BY_NAME:
        return before if now == left else KEPT
    field = next((one for one in BY_NAME[kind].stored if one.column == name), None)
    if isinstance(field, TextList):
        was, made, kept = (field.to_json(value) for value in state)
        return field.store([*(part for part in kept if part in was or part not in made), *_subtract(was, made)])
    if name == "note" and None not in (left, now):
        was, made, kept = ((value or "").split("\n") for value in state)
        return "\n".join(_subtract(kept, _subtract(made, was))) or None if set(kept) >= set(made) else KEPT
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


def _mend_broken_references(db: sqlite3.Connection, kinds: Collection[str], parting: Parting) -> None:
    """Remove what was restored for a record that is gone, where it belonged to it; blank what else points to it."""
    while broken := [row for kind in kinds for row in db.execute(f"PRAGMA foreign_key_check({kind})")]:
        for row in broken:
            kind, number = row["table"], row["rowid"]
            column = db.execute(f"PRAGMA foreign_key_list({kind})").fetchall()[row["fkid"]]["from"]
            reference = next(one for one in BY_NAME[kind].references if one.column == column)
            parting.left.append((kind, number, reference.name, GONE))
            if reference.required:
                search_columns.delete_name_keys(db, BY_NAME[kind], number)
                db.execute(f"DELETE FROM {kind} WHERE id = ?", [number])
            else:
                db.execute(f"UPDATE {kind} SET {column} = NULL WHERE id = ?", [number])


def _find_later_links(db: sqlite3.Connection, made: MadeMerge, later: Iterable[MadeMerge]) -> Iterator[tuple[str, int]]:
    """Find the records that were added after a merge, and point to the record that stayed, or to where that went."""
    kept, since = made.kept_uid, made.changes[-1].id
    for one in (made, *later):
        if one is not made and one.gone_uid != kept:
            continue
        kept, since = one.kept_uid, one.changes[-1].id
        number = later_merges.find_record(db, one.entity, kept)
        for kind in BY_NAME.values() if number is not None else ():
            for reference in (link for link in kind.references if link.to == one.entity.name):
                first = "SELECT min(c.id) FROM change c WHERE c.kind = ? AND c.record_id = t.id"
                sql = f"SELECT t.id FROM {kind.name} t WHERE t.{reference.column} = ? AND ({first}) > ?"
                found = db.execute(sql, [number, kind.name, since]).fetchall()
                yield from ((kind.name, row[0]) for row in found)
