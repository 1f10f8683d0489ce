"""Organisations and networks as they are read for the checks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import MEMBER_GROUP
from netreg.entities.checks import bodies as checks
from netreg.store.records import records
from netreg.store.reports import coverage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import TimeFrame
    from netreg.entities.checks.findings import Finding

_EXISTS = "(dissolved IS NULL OR dissolved >= substr(:as_of, 1, length(dissolved)))"
_OF_UNITS = "practitioner_network"
"""The kind of group in which each unit is to have somebody."""


def find_misplaced(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find organisations that lack a parent or a province."""
    return checks.find_misplaced(_read_bodies(db, frame))


def find_odd_bodies(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find names of organisations that are none of one body."""
    return checks.find_odd_bodies(_read_bodies(db, frame))


def _read_bodies(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[checks.Body]:
    sql = f"""SELECT id, coalesce(name_th, name_en, ''), kind, parent_id, province FROM organisation
        WHERE {_EXISTS} ORDER BY id"""
    return map(checks.Body._make, db.execute(sql, {"as_of": frame.as_of.isoformat()}))


def find_nobody_there(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find the units of the organisation of a network with nobody in it, where others have somebody."""
    networks = db.execute(
        f"""SELECT id, organisation_id FROM {MEMBER_GROUP.name} WHERE organisation_id IS NOT NULL AND {_EXISTS}
            AND kind = :kind""",
        {"as_of": frame.as_of.isoformat(), "kind": _OF_UNITS},
    ).fetchall()
    for group, root in networks:
        rows = coverage.read_unit_coverage(db, coverage.CoveredPlace("group", group), root, frame)
        names = records.find_refs(db, "organisation", [row["id"] for row in rows])
        units = [(row["id"], names[row["id"]].name, bool(row["covered"])) for row in rows]
        yield from checks.find_nobody_there(group, units)
