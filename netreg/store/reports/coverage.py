"""Coverage: which units, provinces and people are in a group, came to a meeting, have an agreement, were trained."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netreg.entities import AGREEMENT, ORGANISATION, PERSON
from netreg.named_tuples import NamedTuple
from netreg.store.agreements.dates import select_known
from netreg.store.records import records
from netreg.store.records.conditions import (
    BELONGING,
    CURRENT,
    NEAREST_PROVINCE,
    UNITS,
    select_numbers,
    select_with_post,
    select_with_post_in,
)
from netreg.thai.provinces import PROVINCES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.entity import Row, TimeFrame


def _held_on(day: str) -> str:
    """Make the clause that a post ``p`` was held on a day, as far as is known: without a day at any time."""
    return f"""({day} IS NULL OR ((p.since IS NULL OR p.since <= {day})
        AND (p.until IS NULL OR p.until >= substr({day}, 1, length(p.until)))))"""


_TOOK_PLACE = "coalesce({0}.state, '') NOT IN ('cancelled', 'postponed')"
_MET_ON = "substr(w.starts_at, 1, 10)"
_TRAINED_ON = "substr(coalesce(c.held_from, c.planned_from), 1, 10)"

# Who is there for which unit, by what is asked for: the unit that is named, else those where the person holds a
# post, or held one on the day; at a ceremony also who signed that day, for the party. Without a number in :what
# any record of the kind counts.
_SEATS = {
    "group": f"""SELECT coalesce(m.organisation_id, p.organisation_id) AS unit, m.person_id AS person
        FROM membership m LEFT JOIN post p ON p.person_id = m.person_id AND m.organisation_id IS NULL AND {CURRENT}
        WHERE (:what IS NULL OR m.group_id = :what) AND {BELONGING}""",
    "meeting": f"""SELECT coalesce(a.organisation_id, p.organisation_id) AS unit, a.person_id AS person
        FROM attendance a JOIN meeting w ON w.id = a.meeting_id
        LEFT JOIN post p ON p.person_id = a.person_id AND a.organisation_id IS NULL AND {_held_on(_MET_ON)}
        WHERE (:what IS NULL OR w.id = :what) AND coalesce(a.organisation_id, a.person_id) IS NOT NULL
            AND {_MET_ON} <= :as_of AND coalesce(a.presence, '') NOT IN ('apology', 'absent', 'invited')
            AND {_TOOK_PLACE.format("w")}
        UNION SELECT coalesce(f.unit_id, f.organisation_id), s.person_id
        FROM meeting w JOIN agreement g ON g.id = w.agreement_id JOIN party f ON f.agreement_id = g.id
        JOIN signatory s ON s.party_id = f.id
        WHERE (:what IS NULL OR w.id = :what) AND substr(coalesce(s.signed_on, g.signed_on), 1, 10) = {_MET_ON}
            AND {_MET_ON} <= :as_of AND {_TOOK_PLACE.format("w")}""",
    "agreement": """SELECT f.unit, s.person_id AS person FROM (
            SELECT id, organisation_id AS unit, agreement_id FROM party
            UNION SELECT id, unit_id, agreement_id FROM party
        ) f LEFT JOIN signatory s ON s.party_id = f.id
        WHERE f.unit IS NOT NULL AND f.agreement_id IN (SELECT value FROM json_each(:agreements))""",
    "training": f"""SELECT coalesce(e.organisation_id, p.organisation_id) AS unit, e.person_id AS person
        FROM enrolment e JOIN cohort c ON c.id = e.cohort_id
        LEFT JOIN post p ON p.person_id = e.person_id AND e.organisation_id IS NULL AND {_held_on(_TRAINED_ON)}
        WHERE (:what IS NULL OR c.course_id = :what) AND coalesce(e.role, 'trainee') = 'trainee'
            AND coalesce(e.result, '') NOT IN ('withdrawn', 'absent')
            AND {_TOOK_PLACE.format("c")} AND ({_TRAINED_ON} IS NULL OR {_TRAINED_ON} <= :as_of)""",
}
# How many were counted there without their names, or without all of them.
_UNNAMED = {
    "meeting": f"""SELECT h.count FROM head_count h JOIN meeting w ON w.id = h.meeting_id
        WHERE (:what IS NULL OR w.id = :what) AND {_MET_ON} <= :as_of AND {_TOOK_PLACE.format("w")}""",
    "training": f"""SELECT c.people_stated - (SELECT count(*) FROM enrolment e
            WHERE e.cohort_id = c.id AND coalesce(e.role, 'trainee') = 'trainee')
        FROM cohort c WHERE (:what IS NULL OR c.course_id = :what) AND {_TOOK_PLACE.format("c")}
            AND ({_TRAINED_ON} IS NULL OR {_TRAINED_ON} <= :as_of)""",
}
PLACES = {"group": "member_group", "meeting": "meeting", "agreement": "agreement", "training": "course"}
"""What can be asked for, with the kind of the record that may be named."""

_COVERED = """WITH RECURSIVE
    scope (id, depth) AS (
        SELECT id, 1 FROM organisation WHERE parent_id = :root
        UNION SELECT o.id, s.depth + 1 FROM organisation o JOIN scope s ON o.parent_id = s.id
        WHERE :depth = 0 OR s.depth < :depth),
    below (unit, id) AS (
        SELECT id, id FROM scope UNION SELECT b.unit, o.id FROM organisation o JOIN below b ON o.parent_id = b.id)
    SELECT s.id AS unit, seats.unit IS NOT NULL AS covered, seats.person AS person
    FROM (SELECT DISTINCT id FROM scope) s
    JOIN organisation o ON o.id = s.id
    LEFT JOIN (SELECT DISTINCT below.unit, found.person FROM below JOIN ({seats}) found ON found.unit = below.id)
        seats ON seats.unit = s.id
    WHERE (o.dissolved IS NULL OR o.dissolved >= substr(:as_of, 1, length(o.dissolved)))
        AND (:kind IS NULL OR o.kind = :kind)"""


_INVITED = """WITH RECURSIVE below (unit, id) AS (
        SELECT organisation_id, organisation_id FROM invitation WHERE meeting_id = :what
        UNION SELECT b.unit, o.id FROM organisation o JOIN below b ON o.parent_id = b.id)
    SELECT b.unit AS unit, found.unit IS NOT NULL AS covered, found.person AS person
    FROM below b LEFT JOIN ({seats}) found ON found.unit = b.id"""


class CoveredPlace(NamedTuple):
    """One of :data:`PLACES`, and the number of one record of it; None for any."""

    name: str
    number: int | None = None


def read_unit_coverage(
    db: sqlite3.Connection, place: CoveredPlace, root: int, frame: TimeFrame, *, depth: int = 1, kind: str | None = None
) -> list[Row]:
    """Return the units under `root`, each with `covered`, how many `people` are there for it, and their names.

    A unit is covered where somebody is there for it or for a unit below it, or where it belongs or
    is a party itself. `depth` 0 goes all the way down; dissolved units are not asked after. Those
    that are missing come first.
    """
    values = {**_list_values(db, place, frame), "root": root, "depth": depth, "kind": kind}
    return _read_units(db, db.execute(_COVERED.format(seats=_SEATS[place.name]), values), frame)


def read_invited_coverage(db: sqlite3.Connection, meeting: int, frame: TimeFrame) -> list[Row]:
    """Return the units that were invited to a meeting, likewise: those of which nobody came first."""
    values = _list_values(db, CoveredPlace("meeting", meeting), frame)
    return _read_units(db, db.execute(_INVITED.format(seats=_SEATS["meeting"]), values), frame)


def _read_units(db: sqlite3.Connection, found: Iterable[tuple[int, bool, int | None]], frame: TimeFrame) -> list[Row]:
    people: dict[int, set[int]] = {}
    covered: set[int] = set()
    for unit, is_covered, person in found:
        people.setdefault(unit, set()).update(() if person is None else (person,))
        covered |= {unit} if is_covered else set()
    units = records.select_records(db, ORGANISATION, [select_numbers(list(people))], as_of=frame.as_of)
    return _put_missing_first(_add_people(db, [(unit, unit["id"] in covered, people[unit["id"]]) for unit in units]))


def read_province_coverage(
    db: sqlite3.Connection, place: CoveredPlace, root: int | None, frame: TimeFrame
) -> list[Row]:
    """Return all 77 provinces, or those of the units under `root`, each with who is there for it, or for such a unit.

    The province is that of the unit, or of the nearest one above it that has one; of people
    without either their own.
    """
    values = {**_list_values(db, place, frame), "root": root}
    of_unit = NEAREST_PROVINCE.format(unit="found.unit")
    sql = f"""SELECT DISTINCT coalesce({of_unit}, o.province) AS province, found.person
        FROM ({_SEATS[place.name]}) found LEFT JOIN person o ON o.id = found.person
        WHERE :root IS NULL OR found.unit IN ({UNITS})"""
    people: dict[str, set[int]] = {}
    for province, person in db.execute(sql, values):
        people.setdefault(province, set()).update({person} - {None})
    asked = {province.name_th for province in PROVINCES}
    if root is not None:
        units = f"SELECT DISTINCT {NEAREST_PROVINCE.format(unit='t.id')} FROM organisation t WHERE t.id IN ({UNITS})"
        asked &= {row[0] for row in db.execute(units, {"root": root})}
    rows = [
        ({"province": name.name_th}, name.name_th in people, people.get(name.name_th, set()))
        for name in PROVINCES
        if name.name_th in asked
    ]
    return _put_missing_first(_add_people(db, rows))


def read_person_coverage(db: sqlite3.Connection, place: CoveredPlace, root: int | None, frame: TimeFrame) -> list[Row]:
    """Return the people with a current post under `root`, or anywhere, each with `covered`."""
    values = _list_values(db, place, frame)
    there = {row[0] for row in db.execute(f"SELECT DISTINCT person FROM ({_SEATS[place.name]})", values)}
    with_post = select_with_post(frame.as_of) if root is None else select_with_post_in(root, frame.as_of)
    people = records.select_records(db, PERSON, [with_post], as_of=frame.as_of)
    return _put_missing_first(
        [{**PERSON.add_derived(person, frame), "covered": person["id"] in there} for person in people]
    )


def count_unnamed(db: sqlite3.Connection, place: CoveredPlace, frame: TimeFrame) -> int:
    """Count the people who are stated by their number alone: they were there, and for which unit is not known."""
    if place.name not in _UNNAMED:
        return 0
    counts = db.execute(_UNNAMED[place.name], {"what": place.number, "as_of": frame.as_of.isoformat()})
    return sum(max(0, count or 0) for (count,) in counts)


def _list_values(db: sqlite3.Connection, place: CoveredPlace, frame: TimeFrame) -> dict[str, Any]:
    """List the values that the statements name; of agreements those in force, or one that was known on the day."""
    values: dict[str, Any] = {"what": place.number, "as_of": frame.as_of.isoformat()}
    if place.name == "agreement":
        asked = [] if place.number is None else [select_numbers([place.number]), select_known(frame.as_of)]
        rows = [
            AGREEMENT.add_derived(row, frame) for row in records.select_records(db, AGREEMENT, asked, as_of=frame.as_of)
        ]
        found = [row["id"] for row in rows if asked or row["state"] in _IN_FORCE]
        values["agreements"] = json.dumps(found)
    return values


_IN_FORCE = ("in_force", "in_grace")


def _add_people(db: sqlite3.Connection, found: Iterable[tuple[Row, bool, set[int]]]) -> list[Row]:
    found = list(found)
    names = records.find_refs(db, "person", {number for _row, _covered, people in found for number in people})
    return [
        {
            **row,
            "covered": is_covered,
            "people": len(people),
            "members": json.dumps([names[number].name for number in sorted(people)], ensure_ascii=False),
        }
        for row, is_covered, people in found
    ]


def _put_missing_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: bool(row["covered"]))
