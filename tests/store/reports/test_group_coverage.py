"""Coverage: which units have somebody in a group, by membership, by post, by a unit below."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import BY_NAME, MEMBER_GROUP, MEMBERSHIP, ORGANISATION, PERSON
from netreg.store.database import create, writing
from netreg.store.reports.group_coverage import read_group_coverage
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("coverage") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


@pytest.fixture
def units(db: sqlite3.Connection) -> dict[str, int]:
    """A university with three faculties, a department in the first; a group of it; two people."""
    made = {"uni": checked_writes.add_record(db, ORGANISATION, {"name_th": "มหาวิทยาลัยสมมติ", "kind": "university"})}
    for name in ("หนึ่ง", "สอง", "สาม"):
        made[name] = checked_writes.add_record(
            db, ORGANISATION, {"name_th": f"คณะ{name}", "parent": made["uni"], "kind": "faculty"}
        )
    made["ภาค"] = checked_writes.add_record(
        db, ORGANISATION, {"name_th": "ภาควิชาสมมติ", "parent": made["หนึ่ง"], "kind": "department"}
    )
    made["group"] = checked_writes.add_record(db, MEMBER_GROUP, {"name_th": "เครือข่ายสมมติ", "organisation": made["uni"]})
    for name, unit in (("กานดา", "ภาค"), ("ขจร", "สอง")):
        made[name] = checked_writes.add_record(
            db,
            PERSON,
            {"given_name": name},
            {"organisation": made[unit], "position": "ครู", "confirmed_on": "2026-01-01"},
        )
    return made


def join(db: sqlite3.Connection, units: dict[str, int], **values: Any) -> None:
    checked_writes.add_record(db, MEMBERSHIP, {"group": units["group"], **values})


def covered(db: sqlite3.Connection, units: dict[str, int], **more: Any) -> dict[str, list[str]]:
    """The units that are covered, with the people."""
    found = read_group_coverage(db, units["group"], units["uni"], DAY, **more)
    return {unit["name_th"]: json.loads(unit["members"]) for unit in found if unit["covered"]}


def test_nobody_is_anywhere_at_first(db: sqlite3.Connection, units: dict[str, int]) -> None:
    assert covered(db, units) == {}
    names = [unit["name_th"] for unit in read_group_coverage(db, units["group"], units["uni"], DAY)]
    assert sorted(names) == ["คณะสอง", "คณะสาม", "คณะหนึ่ง"]


def test_a_person_covers_the_unit_of_the_post_and_those_above(db: sqlite3.Connection, units: dict[str, int]) -> None:
    join(db, units, person=units["กานดา"])
    assert covered(db, units) == {"คณะหนึ่ง": ["กานดา"]}
    assert covered(db, units, depth=0) == {"คณะหนึ่ง": ["กานดา"], "ภาควิชาสมมติ": ["กานดา"]}


def test_a_person_covers_the_unit_that_the_membership_names(db: sqlite3.Connection, units: dict[str, int]) -> None:
    join(db, units, person=units["ขจร"], organisation=units["สาม"])
    assert covered(db, units) == {"คณะสาม": ["ขจร"]}


def test_a_unit_that_belongs_itself_is_covered_by_nobody(db: sqlite3.Connection, units: dict[str, int]) -> None:
    join(db, units, organisation=units["สอง"])
    assert covered(db, units) == {"คณะสอง": []}


def test_who_has_left_or_not_yet_come_covers_nothing(db: sqlite3.Connection, units: dict[str, int]) -> None:
    join(db, units, person=units["ขจร"], left="2026-11-20")
    join(db, units, person=units["กานดา"], joined="2026-12")
    assert covered(db, units) == {}


def test_a_post_that_has_ended_covers_nothing(db: sqlite3.Connection, units: dict[str, int]) -> None:
    join(db, units, person=units["ขจร"])
    post = db.execute("SELECT id FROM post WHERE person_id = ?", [units["ขจร"]]).fetchone()[0]
    checked_writes.edit_record(db, BY_NAME["post"], post, {"until": "2026-11-20"})
    assert covered(db, units) == {}


def test_a_unit_with_two_people_is_counted_once(db: sqlite3.Connection, units: dict[str, int]) -> None:
    join(db, units, person=units["กานดา"], organisation=units["หนึ่ง"])
    join(db, units, person=units["ขจร"], organisation=units["ภาค"])
    [faculty] = [u for u in read_group_coverage(db, units["group"], units["uni"], DAY) if u["covered"]]
    assert (faculty["people"], sorted(json.loads(faculty["members"]))) == (2, ["กานดา", "ขจร"])


def test_units_of_one_kind_only_and_none_that_are_dissolved(db: sqlite3.Connection, units: dict[str, int]) -> None:
    checked_writes.edit_record(db, ORGANISATION, units["สาม"], {"dissolved": "2026-11-20"})
    found = read_group_coverage(db, units["group"], units["uni"], DAY, depth=0, kind="faculty")
    assert sorted(unit["name_th"] for unit in found) == ["คณะสอง", "คณะหนึ่ง"]
