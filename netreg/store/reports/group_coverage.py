"""The units of an organisation that have somebody in a group."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.entities import ORGANISATION
from netreg.store.records import records
from netreg.store.records.conditions import BELONGING, CURRENT, select_numbers

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from netreg.core.entity import Row

# Who sits for which unit: the unit a membership names, else those where the person holds a post.
_SEATS = f"""SELECT coalesce(m.organisation_id, p.organisation_id) AS unit, m.person_id AS person
    FROM membership m LEFT JOIN post p ON p.person_id = m.person_id AND m.organisation_id IS NULL AND {CURRENT}
    WHERE m.group_id = :group AND {BELONGING}"""

_COVERED = f"""WITH RECURSIVE
    scope (id, depth) AS (
        SELECT id, 1 FROM organisation WHERE parent_id = :root
        UNION SELECT o.id, s.depth + 1 FROM organisation o JOIN scope s ON o.parent_id = s.id
        WHERE :depth = 0 OR s.depth < :depth),
    below (unit, id) AS (
        SELECT id, id FROM scope UNION SELECT b.unit, o.id FROM organisation o JOIN below b ON o.parent_id = b.id)
    SELECT s.id AS unit, seats.unit IS NOT NULL AS covered, seats.person AS person
    FROM (SELECT DISTINCT id FROM scope) s
    JOIN organisation o ON o.id = s.id
    LEFT JOIN (SELECT DISTINCT below.unit, found.person FROM below JOIN ({_SEATS}) found ON found.unit = below.id)
        seats ON seats.unit = s.id
    WHERE (o.dissolved IS NULL OR o.dissolved >= substr(:as_of, 1, length(o.dissolved)))
        AND (:kind IS NULL OR o.kind = :kind)"""


def read_group_coverage(
    db: sqlite3.Connection, group: int, root: int, as_of: date, *, depth: int = 1, kind: str | None = None
) -> list[Row]:
    """Return the units under `root`, each with `covered`, how many `people` sit for it, and their names.

    A unit is covered where somebody sits for it or for a unit below it, or where it belongs
    itself. `depth` 0 goes all the way down; dissolved units are not asked after.
    """
    values = {"group": group, "root": root, "depth": depth, "kind": kind, "as_of": as_of.isoformat()}
    people: dict[int, list[int]] = {}
    covered: set[int] = set()
    for unit, is_covered, person in db.execute(_COVERED, values):
        people.setdefault(unit, []).extend([person] if person is not None else [])
        covered |= {unit} if is_covered else set()
    names = records.find_refs(db, "person", {person for found in people.values() for person in found})
    return [
        {
            **row,
            "covered": row["id"] in covered,
            "people": len(people[row["id"]]),
            "members": json.dumps([names[person].name for person in people[row["id"]]], ensure_ascii=False),
        }
        for row in records.select_records(db, ORGANISATION, [select_numbers(list(people))], as_of=as_of)
    ]
