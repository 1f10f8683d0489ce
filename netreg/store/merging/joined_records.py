"""Everything that points to one record moved to another; what would then stand there twice is joined.

It is written past the rules of single writes: a signature of a signed agreement is moved as any other
link. What a record keeps as it was on its day (`Entity.kept_name`) stays as it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON
from netreg.core.fields import Reference, TextList
from netreg.entities import BY_NAME
from netreg.named_tuples import NamedTuple
from netreg.store.records import records
from netreg.store.records.matching import match_record
from netreg.store.writes.rules import double_seats

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

UID_LINKS = (
    ("rule", "record"),
    ("silence", "record"),
    ("former_key", "record"),
    ("not_same", "one"),
    ("not_same", "other"),
    ("acceptance", "record"),
    ("acceptance", "other"),
)
"""The kinds whose records name others by kind and UID, and the field that does."""
_SAY_LESS = ("post", "graduation", "membership", "attendance", "enrolment", "involvement", "credit", "figure")
"""Kinds of which one that says nothing more than another of the same two records is that one."""
_SPANS = {"post": ("since", "until"), "membership": ("joined", "left")}
_BESIDE = ("id", "seq", "note", "source", CONFIRMED_ON, FIRST_CONFIRMED_ON)
"""Fields that tell no two records apart."""


class JoinedRecord(NamedTuple):
    """A record that became part of another of its kind, and those of its values that the other has otherwise."""

    kind: str
    kept: int
    gone: int
    left: tuple[tuple[str, Any], ...]


@dataclass
class Outcome:
    """The links that were moved, by kind, and the records that were joined."""

    moved: Counter[str] = field(default_factory=Counter)
    joined: list[JoinedRecord] = field(default_factory=list)


def find_children(db: sqlite3.Connection, kind: Entity, owner: int) -> list[int]:
    """Return the numbers of the records of a kind that belong to a record."""
    assert kind.parent is not None
    sql = f"SELECT id FROM {kind.name} WHERE {kind.parent.column} = ? ORDER BY id"
    return [row[0] for row in db.execute(sql, [owner])]


def move_links(db: sqlite3.Connection, entity: Entity, kept: int, gone: int, outcome: Outcome) -> None:
    """Let everything that points to a record point to another one."""
    for kind in BY_NAME.values():
        for reference in (one for one in kind.references if one.to == entity.name):
            sql = f"SELECT id FROM {kind.name} WHERE {reference.column} = ? ORDER BY id"
            for (number,) in db.execute(sql, [gone]).fetchall():
                _move_link(db, kind, number, reference, kept, outcome)
    _move_uid_links(db, entity.name, *(records.find_uid(db, entity.name, one) for one in (kept, gone)))


def _move_link(
    db: sqlite3.Connection, kind: Entity, number: int, reference: Reference, kept: int, outcome: Outcome
) -> None:
    if db.execute(f"SELECT 1 FROM {kind.name} WHERE id = ?", [number]).fetchone() is None:
        return  # it was joined with another one meanwhile
    row = records.read_values(db, kind, number) | {reference.name: kept}
    twin = _find_twin(db, kind, number, reference, row)
    if twin is not None:
        _join_records(db, kind, (twin, number), {reference.name: kept}, outcome)
        return
    changes = {reference.name: kept}
    if reference.parent and row.get("seq") is not None:
        changes |= _find_free_place(db, kind, reference, row)
    records.update_record(db, kind, number, changes)
    outcome.moved[kind.name] += 1


def _find_free_place(db: sqlite3.Connection, kind: Entity, parent: Reference, row: Row) -> dict[str, int]:
    """Return the last place among those of the new parent, where another has the place of a record."""
    places = f"FROM {kind.name} WHERE {parent.column} = ?"
    if db.execute(f"SELECT 1 {places} AND seq = ?", [row[parent.name], row["seq"]]).fetchone() is None:
        return {}
    return {"seq": db.execute(f"SELECT max(seq) + 1 {places}", [row[parent.name]]).fetchone()[0]}


def _join_records(db: sqlite3.Connection, kind: Entity, pair: tuple[int, int], link: Row, outcome: Outcome) -> None:
    """Make one record of two: the first takes what it lacks of the second with its new link, and what points to it."""
    kept, gone = pair
    move_links(db, kind, kept, gone, outcome)
    row, other = (records.read_values(db, kind, one) for one in pair)
    taken, left = _join_values(kind, row, other | link)
    records.delete_record(db, kind, gone)
    records.update_record(db, kind, kept, taken)
    outcome.joined.append(JoinedRecord(kind.name, kept, gone, left))


# --- which are one --------------------------------------------------------------------------


def _find_twin(db: sqlite3.Connection, kind: Entity, number: int, reference: Reference, row: Row) -> int | None:
    """Return the record that is the same as one with these values, once `reference` points to another.

    Only what belongs to a record is ever joined.
    """
    if kind.parent is None:
        return None
    found = double_seats.find_same_seats(db, kind, row, number) if kind.name in _SPANS else []
    found += [one for one in match_record(db, kind, row) if one != number]
    if not found and kind.name in _SAY_LESS:
        sql = f"SELECT id FROM {kind.name} WHERE {reference.column} = ? AND {kind.parent.column} = ? AND id <> ?"
        beside = db.execute(sql, [row[reference.name], row[kind.parent.name], number]).fetchall()
        others = ((one[0], records.read_values(db, kind, one[0])) for one in beside)
        found = [one for one, other in others if _says_no_more(kind, row, other) or _says_no_more(kind, other, row)]
    return found[0] if found else None


def _says_no_more(kind: Entity, row: Row, other: Row) -> bool:
    """Tell whether a record says nothing that another one does not say."""
    kept = (kind.kept_name.name, kind.kept_name.position) if kind.kept_name else ()
    said = [
        one
        for one in kind.stored
        if one.name not in (*_BESIDE, *kept) and row[one.name] not in (None, kind.defaults.get(one.name))
    ]
    return all(other[one.name] is not None and one.is_same(other[one.name], row[one.name]) for one in said)


def _join_values(kind: Entity, row: Row, other: Row) -> tuple[Row, tuple[tuple[str, Any], ...]]:
    """Return what a record takes of another one that is the same, and what of it the record has otherwise."""
    taken: Row = {}
    left: list[tuple[str, Any]] = []
    for one in kind.stored:
        mine, theirs = row[one.name], other[one.name]
        if theirs is None or mine == theirs or (isinstance(one, Reference) and one.parent) or one.name == "seq":
            continue
        value = _join_value(kind, one, mine, theirs)
        if value != mine:
            taken[one.name] = value
        if value != theirs and not isinstance(one, TextList) and one.name != "note":
            left.append((one.name, theirs))
    last = _SPANS.get(kind.name, ("", ""))[1]
    if last and row[last] is not None and other[last] is None:
        taken[last] = None  # the other one goes on
        left.append((last, row[last]))
    return taken, tuple(left)


def _join_value(kind: Entity, one: Field, mine: Any, theirs: Any) -> Any:
    """Return the value of a record that takes over another one in a field in which they differ."""
    first, last = _SPANS.get(kind.name, ("", ""))
    if mine is None:
        return None if one.name == last else theirs
    if isinstance(one, TextList):
        return one.store([*one.to_json(mine), *one.to_json(theirs)])
    if one.name == "note":
        return mine if theirs in mine else f"{mine}\n{theirs}"
    if one.name in (first, FIRST_CONFIRMED_ON):
        return min(mine, theirs)
    if one.name in (last, CONFIRMED_ON):
        return max(mine, theirs)
    is_said_by_default = one.name in kind.optional_key_fields and mine == kind.defaults.get(one.name)
    return theirs if is_said_by_default else mine


# --- links by UID ---------------------------------------------------------------------------


def _move_uid_links(db: sqlite3.Connection, kind: str, kept: str, gone: str) -> None:
    """Let what names a record by its UID name another one; what would then stand twice, or name itself, goes."""
    for name, column in UID_LINKS:
        entity = BY_NAME[name]
        found = db.execute(f"SELECT id FROM {name} WHERE kind = ? AND {column} = ? ORDER BY id", [kind, gone])
        for (number,) in found.fetchall():
            row = records.read_values(db, entity, number) | {column: kept}
            if name == "not_same":
                row["one"], row["other"] = sorted((row["one"], row["other"]))
            twins = [one for one in match_record(db, entity, row | {"code": None}) if one != number]
            if twins or kept == row.get("other") == row.get("one", row.get("record")):
                records.delete_record(db, entity, number)
            else:
                records.update_record(db, entity, number, row)
    db.execute("UPDATE import_decision SET record_uid = ? WHERE record_uid = ?", [kept, gone])
