"""The numbers of certificates: none stands for two people of one course, not even for one who is gone."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from netreg.core.fields import shorten
from netreg.core.table_import import OWN
from netreg.entities import COHORT, ENROLMENT
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.history import changes
from netreg.store.records import records
from netreg.store.records.revisions import find_parents
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from netreg.core.table_import import TableImport


def refuse_given(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a number that another enrolment of the course has, or somebody else once had.

    Raises:
        RefusedChange: naming who has it, or that it was taken back.
    """
    row, number = write.after, write.number
    if row is None or row["certificate_no"] is None:
        return
    if number is not None and all(row[name] == write.before[name] for name in ("certificate_no", "cohort")):
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
                name=records.find_refs(db, ENROLMENT.name, [found[0]])[found[0]].name,
                cohort=records.find_refs(db, COHORT.name, [found[1]])[found[1]].name,
            ),
            _("give another number, or first run 'netreg training enrolment edit {id} certificate_no=…'").format(
                id=found[0]
            ),
        )
    _refuse_taken_back(db, row, number)


def _refuse_taken_back(db: sqlite3.Connection, row: Mapping[str, Any], number: int | None) -> None:
    course = db.execute("SELECT course_id FROM cohort WHERE id = ?", [row["cohort"]]).fetchone()[0]
    running = db.execute("SELECT id FROM running").fetchone()
    before = _read_given_before(db, running[0] if running else None).get((course, row["certificate_no"]), ())
    who = _identify(row["person"], row["name_as_recorded"])
    if any(one.record != number and one.who != who for one in before):
        raise RefusedChange(
            _("certificate {number} was issued in this course and revoked").format(
                number=shorten(row["certificate_no"])
            ),
            _("give another number; see 'netreg history --command certify'"),
        )


def rows_with_given_numbers(db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows whose certificate another row or another enrolment has, or somebody once had."""
    column = task.column_of(OWN, "certificate_no")
    if column is None:
        return
    shared = f"SELECT {column.name} FROM incoming GROUP BY {column.name} HAVING count(*) > 1"
    other = f"SELECT 1 FROM enrolment e WHERE e.certificate_no = i.{column.name} AND e.id IS NOT f.record"
    yield f"incoming i LEFT JOIN matches f USING (row) WHERE i.{column.name} IN ({shared}) OR EXISTS ({other})"
    current = {one[0] for one in db.execute("SELECT certificate_no FROM enrolment WHERE certificate_no IS NOT NULL")}
    gone = json.dumps(list({number for (_course, number), _one in _read_given(db)} - current)).replace("'", "''")
    yield f"incoming WHERE {column.name} IN (SELECT value FROM json_each('{gone}'))"


class GivenNumber(NamedTuple):
    """A number once given: the enrolment, and the person and the name that it was for."""

    record: int
    who: tuple[int | None, str | None]


def _identify(person: int | None, name: str | None) -> tuple[int | None, str | None]:
    """Return who somebody is: the member, else the name."""
    return person, name if person is None else None


def find_given_numbers(db: sqlite3.Connection, course: int) -> set[str]:
    """Return every number given in a course, also those gone since; not those whose giving was undone."""
    return {number for (of, number), _one in _read_given(db) if of == course}


@lru_cache(maxsize=1)
def _read_given_before(db: sqlite3.Connection, command: int | None) -> dict[tuple[int, str], list[GivenNumber]]:
    """Return to whom each number of a course was given before a command; asked for every row of an import."""
    found: dict[tuple[int, str], list[GivenNumber]] = {}
    for key, one in _read_given(db, but=command):
        found.setdefault(key, []).append(one)
    return found


def _read_given(db: sqlite3.Connection, but: int | None = None) -> Iterator[tuple[tuple[int, str], GivenNumber]]:
    """Yield each number in the history with its course, and to whom it was given."""
    courses = find_parents(db, COHORT)
    known = changes.read_layouts(db)
    undone = changes.find_undone_commands(db)
    sql = """SELECT h.command_id, h.layout_id, h.record_id, h.after FROM change h
        LEFT JOIN command c ON c.id = h.command_id
        WHERE h.kind = 'enrolment' AND h.after IS NOT NULL AND c.undoes IS NULL"""
    for command, layout, record, after in db.execute(sql):
        values = changes.decode_row(known.get(layout), after) or {}
        number, course = values.get("certificate_no"), courses.get(values.get("cohort_id", 0))
        if number and course and command not in undone and (but is None or command != but):
            yield (course, number), GivenNumber(record, _identify(values["person_id"], values["name_as_recorded"]))


RULE = WriteRule(refuse=refuse_given, rows_needing_row_import=rows_with_given_numbers)
