"""The numbers of certificates: none stands for two people of one course, not even for one who is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import shorten
from netreg.entities import COHORT, ENROLMENT
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store import history, matching, records
from netreg.store.incoming import OWN
from netreg.store.revisions import parents

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Entity
    from netreg.store.incoming import Task


def refuse_given(db: sqlite3.Connection, entity: Entity, row: Mapping[str, Any], number: int | None) -> None:
    """Refuse a number that another enrolment of the course has.

    Raises:
        RefusedChange: naming who has it.
    """
    if entity is not ENROLMENT or row.get("certificate_no") is None:
        return
    found = db.execute(
        """SELECT e.id, e.cohort_id FROM enrolment e JOIN cohort c ON c.id = e.cohort_id
        WHERE e.certificate_no = ? AND e.id IS NOT ?
            AND c.course_id = (SELECT course_id FROM cohort WHERE id = ?) LIMIT 1""",
        [row["certificate_no"], number, row["cohort"]],
    ).fetchone()
    if found:
        raise RefusedChange(
            _("certificate {number} was given to {name}, {cohort}").format(
                number=shorten(row["certificate_no"]),
                name=records.refs(db, ENROLMENT.name, [found[0]])[found[0]].name,
                cohort=records.refs(db, COHORT.name, [found[1]])[found[1]].name,
            ),
            _("give another number, or first type 'netreg training enrolment edit {id} certificate_no=…'").format(
                id=found[0]
            ),
        )


def set_aside(db: sqlite3.Connection, task: Task) -> None:
    """Leave rows to be put one by one whose certificate another row or another enrolment has."""
    column = task.column(OWN, "certificate_no") if task.entity is ENROLMENT else None
    if column is None:
        return
    shared = f"SELECT {column.name} FROM incoming GROUP BY {column.name} HAVING count(*) > 1"
    other = f"SELECT 1 FROM enrolment e WHERE e.certificate_no = i.{column.name} AND e.id IS NOT f.record"
    tied = "incoming i LEFT JOIN found f USING (row)"
    matching.set_aside(db, f"{tied} WHERE i.{column.name} IN ({shared}) OR EXISTS ({other})")


def ever_given(db: sqlite3.Connection, course: int) -> set[str]:
    """Every number that was given in a course, be it gone since; not those whose giving was undone."""
    cohorts = {cohort for cohort, owner in parents(db, COHORT).items() if owner == course}
    known = history.layouts(db)
    undone = history.undone(db)
    given = set()
    sql = """SELECT h.command_id, h.layout_id, h.after FROM change h LEFT JOIN command c ON c.id = h.command_id
        WHERE h.kind = 'enrolment' AND h.after IS NOT NULL AND c.undoes IS NULL"""
    for command, layout, after in db.execute(sql):
        values = history.decode(known.get(layout), after) or {}
        if command not in undone and values.get("certificate_no") and values.get("cohort_id") in cohorts:
            given.add(values["certificate_no"])
    return given
