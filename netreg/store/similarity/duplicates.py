"""The records of a kind that are perhaps the same, in the register itself: by the rules that rows are doubted by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.records import known_pairs
from netreg.store.similarity import evidence, similar_bodies, similar_people, similar_records, similar_titles
from netreg.store.similarity.alike import LEAST_POINTS, SOUND, Alike
from netreg.thai.names.title_table import shorten_title

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Entity
    from netreg.store.similarity.similar_people import NameOfPerson


class Duplicate(NamedTuple):
    """Two records that are perhaps the same, the older first, with points from 0 to 100, and why in words."""

    one: int
    other: int
    points: int
    reason: str


def find_duplicates(db: sqlite3.Connection, entity: Entity) -> list[Duplicate]:
    """Find the pairs of records of a kind that are perhaps the same, the likeliest first.

    Those that are known to be two, and those of which one follows the other, are none.
    """
    found: dict[tuple[int, int], Alike] = {}
    for one, other, alike in _compare_all(db, entity):
        if one != other and alike.points >= LEAST_POINTS:
            pair = (min(one, other), max(one, other))
            found[pair] = max(found.get(pair, alike), alike)
    apart = known_pairs.read_pairs(db, entity) | _read_linked_pairs(db, entity) if found else set()
    duplicates = [Duplicate(*pair, min(alike.points, 100), alike.words) for pair, alike in found.items()]
    return sorted((d for d in duplicates if (d.one, d.other) not in apart), key=lambda d: (-d.points, d.one, d.other))


def _compare_all(db: sqlite3.Connection, entity: Entity) -> Iterator[tuple[int, int, Alike]]:
    if not similar_records.is_looked_for(entity):
        return
    if not entity.apart_fields:
        yield from similar_titles.find_pairs_of_all(db, entity)
    elif "given_name" in entity.by_name:
        yield from _compare_all_people(db, entity)
    else:
        bodies = similar_bodies.KnownBodies(db, entity)
        asked = similar_bodies.AskedBodies(bodies, bodies.rows.items(), bodies.former)
        pairs = ((one, other) for one, other in asked.find_pairs(bodies) if one.record < other.record)
        yield from similar_records.compare_bodies(entity, bodies, pairs)
        for one, other, alike in similar_records.find_cut_names(db, entity, list(bodies.rows.items())):
            if similar_records.can_be_one(entity.name, bodies.rows[one], bodies.rows[other]):
                yield one, other, alike


def _compare_all_people(db: sqlite3.Connection, entity: Entity) -> Iterator[tuple[int, int, Alike]]:
    rows = similar_people.read_rows(db)
    names = {number: similar_people.read_name(number, row) for number, row in rows.items()}
    asked = similar_people.AskedNames(names.values())
    alike_units = {(d.one, d.other) for d in find_duplicates(db, BY_NAME["organisation"])}
    units = evidence.Units(db, alike_units | {(other, one) for one, other in alike_units})
    units.read_all()
    counts = similar_people.NameCounts(db)
    students = _read_student_numbers(db)
    pairs = (
        (name, known._replace(row=rows[known.record]) if known.is_former else known)
        for name, known in similar_people.find_pairs(db, asked)
        if name.record < known.record or (known.is_former and name.record != known.record)
    )
    by_sound: dict[int, tuple[int, int, Alike]] = {}
    for name, known, alike in similar_records.compare_people(entity, pairs):
        numbers = students.get(name.record), students.get(known.record)
        if numbers[0] and numbers[1] and numbers[0].isdisjoint(numbers[1]):
            continue
        weighed = units.weigh(alike, units.find(name.record), units.find(known.record))
        compared = name.record, known.record, counts.weigh(name, known, weighed)
        if alike.basis != SOUND:
            yield compared
            continue
        latin = name.record if name.is_latin else known.record  # of whom it sounds like several, one is meant at most
        by_sound[latin] = max(by_sound.get(latin, compared), compared, key=lambda found: found[2].points)
    yield from by_sound.values()
    yield from _find_married(names.values(), units)
    yield from similar_records.find_numbers_with_zeros(db, list(rows.items()))


def _find_married(names: Iterable[NameOfPerson], units: evidence.Units) -> Iterator[tuple[int, int, Alike]]:
    """Yield the pairs of นางสาว and นาง of one given name, which nobody else has, in one unit."""
    by_given: dict[str, list[NameOfPerson]] = {}
    for name in names:
        by_given.setdefault(name.given, []).append(name)
    reason = _("the same given name and unit, perhaps under the name from before or after a marriage")
    for pair in (found for found in by_given.values() if len(found) == 2):
        one, other = pair
        if {shorten_title(str(name.row["titles"] or "")) for name in pair} != {"นาง", "นางสาว"}:
            continue
        is_same_unit = bool(units.find(one.record) & units.find(other.record))
        if is_same_unit and one.family != other.family and similar_records.can_be_one("person", one.row, other.row):
            yield one.record, other.record, Alike(54, reason)


def _read_student_numbers(db: sqlite3.Connection) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for person, number in db.execute("SELECT person_id, student_no FROM graduation WHERE student_no IS NOT NULL"):
        found.setdefault(person, set()).add(number)
    return found


def _read_linked_pairs(db: sqlite3.Connection, entity: Entity) -> set[tuple[int, int]]:
    """Return the pairs of which one points to the other: a unit to its parent, an agreement to what it follows."""
    found: set[tuple[int, int]] = set()
    for reference in (one for one in entity.references if one.to == entity.name):
        column = reference.column
        found |= {tuple(row) for row in db.execute(f"SELECT id, {column} FROM {entity.name} WHERE {column} NOT NULL")}
    return found | {(other, one) for one, other in found}
