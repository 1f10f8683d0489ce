"""Meetings and the people over all meetings and trainings of the register, whoever came more than once counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities.meeting.attendance import CAME
from netreg.entities.people.listed_people import collect_people, count_standings, parse_listed_people
from netreg.entities.rough_dates import get_fiscal_year, has_come
from netreg.entities.training.cohort_standings import TRAINED
from netreg.named_tuples import NamedTuple
from netreg.store.records.computed_columns import LISTED_PEOPLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import date


class MeetingCount(NamedTuple):
    """The meetings held in a fiscal year, or in all for None, the people who came, and heads counted."""

    year: int | None
    meetings: int
    people: int
    heads: int | None


def count_meetings(db: sqlite3.Connection, years: Collection[int], as_of: date) -> list[MeetingCount]:
    """Count the meetings held by a day: in each of these fiscal years (พ.ศ.), and at last in all."""
    found = db.execute("SELECT id, starts_at FROM meeting WHERE coalesce(state, 'held') = 'held'").fetchall()
    held = [(number, get_fiscal_year(day)) for number, day in found if has_come(day, as_of)]
    groups = [(year, [number for number, of_year in held if year in (None, of_year)]) for year in (*years, None)]
    return [MeetingCount(year, len(ids), *_count_attendance(db, ids)) for year, ids in groups]


def list_meeting_years(db: sqlite3.Connection, as_of: date) -> list[int]:
    """List the fiscal years (พ.ศ.) in which meetings were held by a day."""
    found = db.execute("SELECT DISTINCT starts_at FROM meeting WHERE coalesce(state, 'held') = 'held'")
    return sorted({year for (day,) in found if has_come(day, as_of) and (year := get_fiscal_year(day))})


def _count_attendance(db: sqlite3.Connection, meetings: list[int]) -> tuple[int, int | None]:
    """Count the people who came to meetings, and add up the heads counted; None where nobody counted."""
    values = {"meetings": str(meetings)}
    of_list = "a.meeting_id IN (SELECT value FROM json_each(:meetings))"
    (text,) = db.execute(f"SELECT {LISTED_PEOPLE['attendance'].format(of_list=of_list)}", values).fetchone()
    came, _others = count_standings(collect_people(parse_listed_people(text)), CAME, ())
    heads = db.execute(f"SELECT sum(a.count) FROM head_count a WHERE {of_list}", values).fetchone()[0]
    return came, heads


def count_attending(db: sqlite3.Connection) -> int:
    """Count the people who came to any meeting."""
    return _count(db, "attendance", CAME)


def count_trained(db: sqlite3.Connection) -> int:
    """Count the people who were trained in any cohort, or are to be."""
    return _count(db, "enrolment", TRAINED)


def _count(db: sqlite3.Connection, kind: str, standings: Collection[str]) -> int:
    (text,) = db.execute(f"SELECT {LISTED_PEOPLE[kind].format(of_list='1')}").fetchone()
    counted, _others = count_standings(collect_people(parse_listed_people(text)), standings, ())
    return counted
