"""People with a current post counted by unit, each once, and the units in which nobody has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Ref
from netreg.entities import ORGANISATION
from netreg.named_tuples import NamedTuple
from netreg.store.records import records
from netreg.store.records.conditions import CURRENT, select_without_member
from netreg.thai.text import sort_key

if TYPE_CHECKING:
    import sqlite3
    from datetime import date


class UnitCount(NamedTuple):
    """A unit with those below it: the people with a post there, the units, and those in which nobody has one.

    People whose post names no unit are counted under None.
    """

    unit: Ref | None
    people: int
    units: int
    empty: int


class UnitMembers(NamedTuple):
    """The units that stand for the whole register, most people first, and what they sum up to."""

    rows: tuple[UnitCount, ...]
    people: int
    units: int
    empty: int
    missing: tuple[Ref, ...]


MISSING_NAMED = 12
"""How many of the units without anybody are named."""


class _Tree:
    """Organisations with the people in each, to be summed from any of them downwards."""

    def __init__(self, parents: dict[int, int | None], people: dict[int | None, set[int]]) -> None:
        self.below: dict[int | None, list[int]] = {}
        for unit, parent in parents.items():
            self.below.setdefault(parent if parent in parents else None, []).append(unit)
        self.people = people

    def sum_unit(self, unit: int | None) -> tuple[set[int], int, int]:
        """Return the people of a unit and all below it, the number of these units, and of those without anybody."""
        found, units, empty, todo = set[int](), 0, 0, [unit]
        while todo:
            at = todo.pop()
            own = self.people.get(at, set())
            found |= own
            units, empty = units + (at is not None), empty + (at is not None and not own)
            todo += self.below.get(at, ()) if at is not None else ()
        return found, units, empty


def read_unit_members(db: sqlite3.Connection, as_of: date) -> UnitMembers:
    """Count the people of the topmost units; one with more than half of all people by its own units."""
    day = {"as_of": as_of.isoformat()}
    parents = dict(map(tuple, db.execute("SELECT id, parent_id FROM organisation")))
    people: dict[int | None, set[int]] = {}
    for unit, person in db.execute(f"SELECT p.organisation_id, p.person_id FROM post p WHERE {CURRENT}", day):
        people.setdefault(unit, set()).add(person)
    tree = _Tree(parents, people)
    everybody = set[int]().union(*people.values())
    counted = _split_large(tree, len(everybody))
    named = records.find_refs(db, "organisation", [unit for unit in counted if unit is not None])
    rows = [UnitCount(named.get(unit) if unit is not None else None, *counts) for unit, counts in counted.items()]
    rows.sort(key=lambda row: (-row.people, sort_key(row.unit.name if row.unit else "")))
    missing = records.select_records(db, ORGANISATION, [select_without_member(as_of)], as_of=as_of, limit=MISSING_NAMED)
    return UnitMembers(
        tuple(row for row in rows if row.people),
        len(everybody),
        len(parents),
        len(parents) - len(people.keys() - {None}),
        tuple(Ref("organisation", row["id"], row["code"], ORGANISATION.display_name(row)) for row in missing),
    )


def _split_large(tree: _Tree, everybody: int) -> dict[int | None, tuple[int, int, int]]:
    """Sum the topmost units; take one apart while it has more than half of all people, most of them in its units."""
    counted: dict[int | None, tuple[int, int, int]] = {}
    todo: list[int | None] = [None, *tree.below.get(None, ())]
    while todo:
        unit = todo.pop()
        found, units, empty = tree.sum_unit(unit)
        own = tree.people.get(unit, set())
        if unit is not None and tree.below.get(unit) and 2 * len(found) > everybody and 2 * len(own) < len(found):
            todo += tree.below[unit]
            found, units, empty = own, 1, int(not own)
        counted[unit] = (len(found), units, empty)
    return counted
