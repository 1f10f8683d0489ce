"""Merges that rest on one that is parted: they are taken back before it, and made again after it.

What was chosen in them is kept, and what was changed since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import TextList
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.merging import chosen_values
from netreg.store.merging.chosen_values import ONE, OTHER
from netreg.store.merging.merge import merge_records
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Entity, Row
    from netreg.store.merging.made_merges import MadeMerge


class Choices(NamedTuple):
    """The values of one record made of two: whose value it has, or which other, and what it lacks of lists."""

    sides: Mapping[str, str]
    given: Mapping[str, Any]
    dropped: Mapping[str, frozenset[str]]


def find_record(db: sqlite3.Connection, entity: Entity, uid: str) -> int | None:
    """Return the number of the record with a UID, if there is one."""
    found = db.execute(f"SELECT id FROM {entity.name} WHERE uid = ?", [uid]).fetchone()
    return int(found[0]) if found else None


def read_choices(entity: Entity, final: Row, row: Row, other: Row) -> Choices:
    """Return what was chosen of two records, by the values of the one that was made of them."""
    sides: dict[str, str] = {}
    given: dict[str, Any] = {}
    dropped: dict[str, frozenset[str]] = {}
    for usual in chosen_values.choose_values(entity, row, other, {}, {}):
        field, value = usual.field, final[usual.field.name]
        if isinstance(field, TextList):
            dropped[field.name] = frozenset(field.to_json(usual.kept)) - frozenset(field.to_json(value))
        elif _is_same(field.name, value, usual.kept):
            continue
        elif value in (usual.one, usual.other):
            sides[field.name] = ONE if value == usual.one else OTHER
        else:
            given[field.name] = value
    return Choices(sides, given, dropped)


def _is_same(name: str, value: Any, other: Any) -> bool:
    """Tell whether a value is another one, of a note: whether it has the same lines."""
    if name == "note" and None not in (value, other):
        return bool(sorted(value.split("\n")) == sorted(other.split("\n")))
    return bool(value == other)


def merge_again(db: sqlite3.Connection, made: MadeMerge, choices: Choices) -> None:
    """Merge two records again that were parted for a while.

    Raises:
        RefusedChange: when they cannot be one any more, saying which is to be parted first.
    """
    entity, kept = made.entity, find_record(db, made.entity, made.kept_uid)
    if kept is None:
        return  # it was removed since
    rows = [records.read_values(db, entity, number) for number in (kept, made.gone)]
    given = dict(choices.given)
    for usual in chosen_values.choose_values(entity, rows[0], rows[1], {}, {}):
        if isinstance(usual.field, TextList) and (left := choices.dropped.get(usual.field.name)):
            given[usual.field.name] = usual.field.store(
                [one for one in usual.field.to_json(usual.kept) if one not in left]
            )
    chosen = chosen_values.choose_values(entity, rows[0], rows[1], choices.sides, given)
    try:
        merge_records(db, entity, kept, made.gone, chosen)
    except RefusedChange as refusal:
        raise RefusedChange(
            _("{kind} {gone}, merged into {kind} {kept} later, could not be merged again: {reason}").format(
                kind=entity.spoken_name, gone=made.gone, kept=kept, reason=refusal.sentence
            ),
            _("first run 'netreg {kind} unmerge {number}'").format(kind=entity.command, number=made.gone),
        ) from None
