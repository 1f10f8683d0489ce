"""Which alumni a list is narrowed to, how they are ordered, and what is held against a stated figure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import FIGURE, GRADUATION, MEMBER_GROUP, MEMBERSHIP, ORGANISATION, PERSON, POST
from netreg.store.database import create, writing
from netreg.store.records import records
from netreg.store.records.conditions import (
    Condition,
    select_between,
    select_equal,
    select_in_group,
    select_of_province,
    select_of_units,
    select_on_campus,
)
from netreg.store.records.querying.containing import select_containing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

TODAY = date(2026, 11, 21)
UNITS: dict[str, dict[str, Any]] = {
    "U": {"founded": "1967"},
    "C": {"parent": "U"},
    "F": {"parent": "U", "founded": "1970"},
    "D": {"parent": "F"},
    "A": {"parent": "C"},
}
# Student number: name, province, faculty, campus, class, academic year.
ALUMNI: dict[str, tuple[str, str | None, str | None, str | None, int | None, int | None]] = {
    "1": ("เอก", "สงขลา", "F", None, 1, 2540),
    "2": ("โท", None, "D", "C", 2, 2541),
    "3": ("กานดา", "ตรัง", "A", None, 2, 2549),
    "4": ("แก้ว", "สงขลา", None, "C", 3, 2550),
    "5": ("ไก่", None, "U", None, None, None),
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("alumni") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        for name, values in UNITS.items():
            above = values | ({"parent": unit(connection, values["parent"])} if "parent" in values else {})
            records.insert_record(connection, ORGANISATION, {"name_th": name, "code": name, **above})
        for student_no, (name, province, faculty, campus, class_no, year) in ALUMNI.items():
            person = records.insert_record(connection, PERSON, {"given_name": name, "province": province})
            values = {
                "person": person, "student_no": student_no, "organisation": unit(connection, faculty),
                "campus": unit(connection, campus), "class_no": class_no, "academic_year": year,
            }  # fmt: skip
            records.insert_record(connection, GRADUATION, values)
        yield connection


def unit(db: sqlite3.Connection, code: str | None) -> int | None:
    found = db.execute("SELECT id FROM organisation WHERE code = ?", [code]).fetchone()
    return found[0] if found else None


def found(db: sqlite3.Connection, *narrowed: Condition, **more: Any) -> str:
    """The student numbers of those that meet the conditions."""
    return "".join(row["student_no"] for row in records.select_records(db, GRADUATION, narrowed, as_of=TODAY, **more))


@pytest.mark.parametrize(("root", "numbers"), [("U", "1235"), ("F", "12"), ("D", "2"), ("C", "3"), ("A", "3")])
def test_graduates_of_a_faculty_are_those_of_its_units(db: sqlite3.Connection, root: str, numbers: str) -> None:
    assert found(db, select_of_units("organisation_id", unit(db, root) or 0)) == numbers


@pytest.mark.parametrize(("root", "numbers"), [("C", "234"), ("F", "1"), ("U", "12345"), ("A", "3")])
def test_on_a_campus_is_what_says_so_or_lies_under_it(db: sqlite3.Connection, root: str, numbers: str) -> None:
    assert found(db, select_on_campus(unit(db, root) or 0)) == numbers


def test_by_years_class_province_and_name(db: sqlite3.Connection) -> None:
    year = GRADUATION.by_name["academic_year"]
    assert found(db, select_between(year, 2540, 2541)) == "12"
    assert found(db, select_between(year, 2549, 2549)) == "3"
    assert found(db, select_of_province(GRADUATION, "สงขลา")) == "14"
    assert (
        found(db, select_of_units("organisation_id", unit(db, "F") or 0), select_on_campus(unit(db, "C") or 0)) == "2"
    )
    assert found(db, select_containing(db, "กานดา", GRADUATION, TODAY)) == "3"
    assert found(db, select_containing(db, "3", GRADUATION, TODAY)) == "3"


def test_a_kind_is_matched_by_what_its_table_shows_of_others(db: sqlite3.Connection) -> None:
    post = {"person": 3, "organisation": unit(db, "F"), "position": "นายทะเบียน", "since": "2020"}
    records.insert_record(db, POST, post)
    for sought, kind, count in (("กานดา", POST, 1), ("ทะเบียน", PERSON, 1), ("กานดา", MEMBERSHIP, 0), ("เอก", POST, 0)):
        found = records.select_records(db, kind, [select_containing(db, sought, kind, TODAY)], as_of=TODAY)
        assert len(found) == count, sought


@pytest.mark.parametrize(
    ("joined", "left", "as_of", "there"),
    [
        (None, None, TODAY, True),
        ("2020", None, TODAY, True),
        ("2027", None, TODAY, False),
        ("2020", "2021", TODAY, False),
        ("2020", "2021", date(2021, 12, 31), True),
    ],
)
def test_in_a_group_are_those_who_are_there_on_the_day(
    db: sqlite3.Connection, joined: str | None, left: str | None, as_of: date, there: bool
) -> None:
    db.execute("SAVEPOINT test")
    group = records.insert_record(db, MEMBER_GROUP, {"name_th": "กลุ่ม"})
    person = db.execute("SELECT person_id FROM graduation WHERE student_no = '2'").fetchone()[0]
    records.insert_record(db, MEMBERSHIP, {"group": group, "person": person, "joined": joined, "left": left})
    assert found(db, select_in_group(group, as_of, "person_id")) == ("2" if there else "")
    db.execute("ROLLBACK TO test")


def test_they_are_ordered_by_the_names_of_people(db: sqlite3.Connection) -> None:
    assert found(db, order=records.order_by(GRADUATION, GRADUATION.parent)) == "34521"
    assert found(db, order=records.order_by(GRADUATION, GRADUATION.parent, descending=True)) == "12543"
    assert found(db, order=records.order_by(GRADUATION, GRADUATION.parent), limit=2) == "34"
    assert found(db, limit=0) == ""


def test_a_class_of_a_faculty_is_found_by_an_index(db: sqlite3.Connection) -> None:
    narrowed = [select_of_units("organisation_id", 1), select_equal(GRADUATION.by_name["class_no"], 2)]
    where = " AND ".join(condition.sql for condition in narrowed)
    plan = " ".join(
        row[3]
        for row in db.execute(
            f"EXPLAIN QUERY PLAN SELECT * FROM graduation t WHERE {where}", {"root": 1, "class_no": 2}
        )
    )
    assert "INDEX graduation_counted (organisation_id=? AND class_no=?)" in plan


def test_the_founding_is_that_of_the_unit_or_of_the_nearest_above(db: sqlite3.Connection) -> None:
    founded = {row["student_no"]: row["founded_on"] for row in records.select_records(db, GRADUATION, as_of=TODAY)}
    assert founded == {"1": "1970", "2": "1970", "3": "1967", "4": None, "5": "1967"}


HELD = [
    ("U", "graduates", None, 5),
    ("U", "graduates", 2549, 3),
    ("U", "graduates", 2550, 4),
    ("C", "graduates", 2550, 2),
    ("F", "graduates", 2500, 0),
    ("U", "classes", None, 3),
    ("U", "classes", 2549, 2),
    ("F", "classes", 2549, 2),
    ("U", "years", 2549, 39),
    ("U", "years", None, None),
    ("D", "years", 2549, None),
    ("U", "groups", None, 3),
    ("F", "groups", None, 1),
    ("U", "group_kinds", 2549, 2),
    ("U", "other", None, None),
]


@pytest.mark.parametrize(("org", "subject", "year", "held"), HELD)
def test_what_the_register_holds_of_a_stated_figure(
    db: sqlite3.Connection, org: str, subject: str, year: int | None, held: int | None
) -> None:
    db.execute("SAVEPOINT test")
    for kind, owner in (("alumni_faculty", "F"), ("alumni_faculty", "A"), ("alumni_campus", "C")):
        records.insert_record(
            db, MEMBER_GROUP, {"name_th": f"กลุ่ม {owner}", "kind": kind, "organisation": unit(db, owner)}
        )
    figure = {"organisation": unit(db, org), "subject": subject, "count": 1, "academic_year": year}
    number = records.insert_record(db, FIGURE, figure)
    row = records.get_record(db, FIGURE, number, TODAY)
    assert row is not None
    assert row["in_register"] == held
    db.execute("ROLLBACK TO test")
