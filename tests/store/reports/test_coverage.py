"""Coverage: which units have somebody in a group, by membership, by post, by a unit below."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import BY_NAME, MEMBER_GROUP, MEMBERSHIP, ORGANISATION, PERSON
from netreg.store.database import create, writing
from netreg.store.reports.coverage import (
    CoveredPlace,
    count_unnamed,
    read_person_coverage,
    read_province_coverage,
    read_unit_coverage,
)
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

FRAME = TimeFrame(date(2026, 11, 21))


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


def read_units(db: sqlite3.Connection, units: dict[str, int], **more: Any) -> list[dict[str, Any]]:
    return read_unit_coverage(db, CoveredPlace("group", units["group"]), units["uni"], FRAME, **more)


def covered(db: sqlite3.Connection, units: dict[str, int], **more: Any) -> dict[str, list[str]]:
    """The units that are covered, with the people."""
    found = read_units(db, units, **more)
    return {unit["name_th"]: json.loads(unit["members"]) for unit in found if unit["covered"]}


def test_nobody_is_anywhere_at_first(db: sqlite3.Connection, units: dict[str, int]) -> None:
    assert covered(db, units) == {}
    names = [
        unit["name_th"] for unit in read_unit_coverage(db, CoveredPlace("group", units["group"]), units["uni"], FRAME)
    ]
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
    [faculty] = [
        u for u in read_unit_coverage(db, CoveredPlace("group", units["group"]), units["uni"], FRAME) if u["covered"]
    ]
    assert (faculty["people"], sorted(json.loads(faculty["members"]))) == (2, ["กานดา", "ขจร"])


def test_units_of_one_kind_only_and_none_that_are_dissolved(db: sqlite3.Connection, units: dict[str, int]) -> None:
    checked_writes.edit_record(db, ORGANISATION, units["สาม"], {"dissolved": "2026-11-20"})
    found = read_units(db, units, depth=0, kind="faculty")
    assert sorted(unit["name_th"] for unit in found) == ["คณะสอง", "คณะหนึ่ง"]


MEETING, AGREEMENT, COURSE, COHORT = (BY_NAME[name] for name in ("meeting", "agreement", "course", "cohort"))


def find_covered(db: sqlite3.Connection, place: CoveredPlace, root: int) -> list[str]:
    return [unit["name_th"] for unit in read_unit_coverage(db, place, root, FRAME) if unit["covered"]]


def test_who_came_to_a_meeting_covers_the_unit_of_the_post_held_then(
    db: sqlite3.Connection, units: dict[str, int]
) -> None:
    meet = checked_writes.add_record(db, MEETING, {"title": "ประชุม", "starts_at": "2026-02-01"})
    other = checked_writes.add_record(db, MEETING, {"title": "ประชุมอื่น", "starts_at": "2027-02-01"})
    for person, presence in (("กานดา", "present"), ("ขจร", "apology")):
        row = {"meeting": meet, "person": units[person], "presence": presence}
        checked_writes.add_record(db, BY_NAME["attendance"], row)
    checked_writes.add_record(db, BY_NAME["attendance"], {"meeting": other, "person": units["ขจร"]})
    post = db.execute("SELECT id FROM post WHERE person_id = ?", [units["กานดา"]]).fetchone()[0]
    checked_writes.edit_record(db, BY_NAME["post"], post, {"until": "2026-11-01"})
    assert find_covered(db, CoveredPlace("meeting"), units["uni"]) == ["คณะหนึ่ง"]
    assert find_covered(db, CoveredPlace("meeting", other), units["uni"]) == []


def test_who_signed_on_the_day_of_the_ceremony_was_there(db: sqlite3.Connection, units: dict[str, int]) -> None:
    agreement = checked_writes.add_record(db, AGREEMENT, {"title": "ข้อตกลง", "signed_on": "2026-02-01T09:00"})
    ceremony = {"title": "พิธี", "starts_at": "2026-02-01", "agreement": agreement}
    meet = checked_writes.add_record(db, MEETING, ceremony)
    later = checked_writes.add_record(db, MEETING, {**ceremony, "starts_at": "2026-03-01"})
    for unit, person in (("สอง", "กานดา"), ("สาม", None)):
        party = {"agreement": agreement, "organisation": units["uni"], "unit": units[unit]}
        signs = {"party": checked_writes.add_record(db, BY_NAME["party"], party), "name_as_signed": "นางสมมติ ทดสอบ"}
        checked_writes.add_record(
            db, BY_NAME["signatory"], signs if person is None else {**signs, "person": units[person]}
        )
    assert find_covered(db, CoveredPlace("meeting", meet), units["uni"]) == ["คณะสอง", "คณะสาม"]
    assert find_covered(db, CoveredPlace("meeting", later), units["uni"]) == []


def test_people_without_names_are_counted_apart(db: sqlite3.Connection, units: dict[str, int]) -> None:
    meet = checked_writes.add_record(db, MEETING, {"title": "ประชุม", "starts_at": "2026-02-01"})
    off = checked_writes.add_record(db, MEETING, {"title": "งด", "starts_at": "2026-02-01", "state": "cancelled"})
    for meeting, count in ((meet, 30), (off, 5)):
        checked_writes.add_record(db, BY_NAME["head_count"], {"meeting": meeting, "category": "นักศึกษา", "count": count})
    course = checked_writes.add_record(db, COURSE, {"title": "อบรม"})
    for number, stated in ((1, 3), (2, None), (3, 1)):
        values = {"course": course, "number": number, "held_from": "2026-03-01", "people_stated": stated}
        cohort = checked_writes.add_record(db, COHORT, values)
        if number != 2:
            checked_writes.add_record(db, BY_NAME["enrolment"], {"cohort": cohort, "person": units["กานดา"]})
    places = (("meeting", None), ("meeting", off), ("training", course), ("group", None), ("agreement", None))
    found = [count_unnamed(db, CoveredPlace(name, number), FRAME) for name, number in places]
    assert found == [30, 0, 2, 0, 0]


def test_a_party_of_an_agreement_in_force_is_covered_and_those_above(
    db: sqlite3.Connection, units: dict[str, int]
) -> None:
    made = {}
    for title, unit, end in (("มีผล", "ภาค", "2027-01-01"), ("หมดอายุ", "สอง", "2026-01-01")):
        values = {"title": title, "signed_on": "2025-01-01", "end_stated": end}
        made[title] = checked_writes.add_record(db, AGREEMENT, values)
        party = {"agreement": made[title], "organisation": units["uni"], "unit": units[unit]}
        checked_writes.add_record(db, BY_NAME["party"], party)
    assert find_covered(db, CoveredPlace("agreement"), units["uni"]) == ["คณะหนึ่ง"]
    ended = CoveredPlace("agreement", made["หมดอายุ"])
    assert find_covered(db, ended, units["uni"]) == ["คณะสอง"]
    before = read_unit_coverage(db, ended, units["uni"], TimeFrame(date(2024, 12, 31)))
    assert [unit["covered"] for unit in before] == [False, False, False]


def test_who_was_trained_covers_the_unit_province_and_person(db: sqlite3.Connection, units: dict[str, int]) -> None:
    checked_writes.edit_record(db, ORGANISATION, units["uni"], {"province": "ขอนแก่น"})
    checked_writes.edit_record(db, ORGANISATION, units["สอง"], {"province": "เลย"})
    course = checked_writes.add_record(db, COURSE, {"title": "อบรม"})
    cohort = checked_writes.add_record(db, COHORT, {"course": course, "number": 1, "held_from": "2026-03-01"})
    for person, result in (("กานดา", "completed"), ("ขจร", "withdrawn")):
        values = {"cohort": cohort, "person": units[person], "result": result}
        checked_writes.add_record(db, BY_NAME["enrolment"], values)
    asked = CoveredPlace("training", course)
    assert find_covered(db, asked, units["uni"]) == ["คณะหนึ่ง"]
    provinces = read_province_coverage(db, asked, units["uni"], FRAME)
    assert [(row["province"], row["covered"], row["people"]) for row in provinces] == [
        ("เลย", False, 0), ("ขอนแก่น", True, 1),
    ]  # fmt: skip
    assert len(read_province_coverage(db, asked, None, FRAME)) == 77
    people = read_person_coverage(db, asked, units["uni"], FRAME)
    assert [(row["given_name"], row["covered"]) for row in people] == [("ขจร", False), ("กานดา", True)]
    assert read_person_coverage(db, asked, units["สาม"], FRAME) == []
