"""People over all meetings and trainings of the register, whoever came more than once counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities.meetings import CAME
from netreg.entities.people.listed_people import collect_people, count_standings, parse_listed_people
from netreg.entities.training.cohort_standings import TRAINED
from netreg.store.records.computed_columns import LISTED_PEOPLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection


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
