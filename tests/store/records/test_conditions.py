"""What a list is narrowed to: the tree of organisations, posts current on a day, parties."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, BY_NAME, MEETING, ORGANISATION, PARTY, PERSON, POST, SIGNATORY
from netreg.store.database import create, writing
from netreg.store.records import records
from netreg.store.records.conditions import (
    Condition,
    select_below,
    select_equal,
    select_numbers,
    select_with_cohort,
    select_with_party,
    select_with_post,
    select_with_post_in,
    select_without_member,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("conditions") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        yield connection


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty register; what a test writes is rolled back."""
    opened.execute("SAVEPOINT test")
    yield opened
    opened.execute("ROLLBACK TO test")


def organisation(db: sqlite3.Connection, name: str, parent: int | None = None, **more: Any) -> int:
    return records.insert_record(db, ORGANISATION, {"name_th": name, "parent": parent, **more})


def person(db: sqlite3.Connection, given: str, *posts: dict[str, Any]) -> int:
    number = records.insert_record(db, PERSON, {"given_name": given})
    for post in posts:
        records.insert_record(db, POST, {"person": number, "first_confirmed_on": "2000-01-01", **post})
    return number


def found(db: sqlite3.Connection, kind: Entity, *conditions: Condition, as_of: date = TODAY) -> set[str]:
    return {kind.display_name(row) for row in records.select_records(db, kind, conditions, as_of=as_of)}


# --- the tree ----------------------------------------------------------------------


@pytest.fixture
def tree(db: sqlite3.Connection) -> dict[str, int]:
    """U over F and L, F over D; apart from them X."""
    made = {"U": organisation(db, "U")}
    made["F"] = organisation(db, "F", made["U"])
    made["L"] = organisation(db, "L", made["U"])
    made["D"] = organisation(db, "D", made["F"])
    made["X"] = organisation(db, "X")
    return made


@pytest.mark.parametrize(
    ("root", "itself", "units"),
    [
        ("U", True, "UFLD"),
        ("U", False, "FLD"),
        ("F", True, "FD"),
        ("F", False, "D"),
        ("D", True, "D"),
        ("D", False, ""),
        ("X", True, "X"),
    ],
)
def test_the_organisations_under_one(
    db: sqlite3.Connection, tree: dict[str, int], root: str, itself: bool, units: str
) -> None:
    assert found(db, ORGANISATION, select_below(tree[root], itself=itself)) == set(units)


def test_a_circle_made_with_another_tool_ends(db: sqlite3.Connection, tree: dict[str, int]) -> None:
    db.execute("UPDATE organisation SET parent_id = ? WHERE id = ?", [tree["D"], tree["U"]])
    assert found(db, ORGANISATION, select_below(tree["U"])) == set("UFLD")


# --- current posts ------------------------------------------------------------------------

CURRENT: list[tuple[str | None, str | None, str, bool]] = [
    # Both ends count.
    ("2021-08-05", None, "2021-08-04", False),
    ("2021-08-05", None, "2021-08-05", True),
    (None, "2021-08-05", "2021-08-05", True),
    (None, "2021-08-05", "2021-08-06", False),
    ("2021-08-05", "2021-08-05", "2021-08-05", True),
    ("2020-01-01", "2021-12-31", "2022-01-01", False),
    ("2020-01-01", "2021-12-31", "2019-12-31", False),
    # A month holds from its first day to its last.
    ("2021-08", None, "2021-07-31", False),
    ("2021-08", None, "2021-08-01", True),
    (None, "2021-08", "2021-08-31", True),
    (None, "2021-08", "2021-09-01", False),
    (None, "2024-02", "2024-02-29", True),
    (None, "2024-02", "2024-03-01", False),
    # And a year.
    ("2021", None, "2020-12-31", False),
    ("2021", None, "2021-01-01", True),
    (None, "2021", "2021-12-31", True),
    (None, "2021", "2022-01-01", False),
    ("2021", "2021", "2021-06-15", True),
    ("2021-08", "2021", "2021-08-01", True),
]


@pytest.mark.parametrize(("since", "until", "as_of", "current"), CURRENT)
def test_a_post_is_current_on_a_day(
    db: sqlite3.Connection, since: str | None, until: str | None, as_of: str, current: bool
) -> None:
    day = date.fromisoformat(as_of)
    unit = organisation(db, "หน่วยสมมติ")
    person(db, "กานดา", {"organisation": unit, "position": "ครู", "since": since, "until": until})
    assert (found(db, PERSON, select_with_post(day), as_of=day) == {"กานดา"}) is current
    assert (found(db, PERSON, select_with_post_in(unit, day), as_of=day) == {"กานดา"}) is current
    assert (found(db, ORGANISATION, select_without_member(day), as_of=day) == set()) is current
    [row] = records.select_records(db, PERSON, as_of=day)
    assert bool(row["current_posts"]) is current
    [post] = records.select_records(db, POST, as_of=day)
    assert POST.add_derived(post, TimeFrame(day))["current"] is current


def test_a_post_outside_any_organisation_is_a_post(db: sqlite3.Connection) -> None:
    unit = organisation(db, "หน่วยสมมติ")
    person(db, "กานดา", {"position": "ที่ปรึกษาอิสระ"})
    assert found(db, PERSON, select_with_post(TODAY)) == {"กานดา"}
    assert found(db, PERSON, select_with_post_in(unit, TODAY)) == set()
    assert found(db, ORGANISATION, select_without_member(TODAY)) == {"หน่วยสมมติ"}


def test_who_never_held_a_post(db: sqlite3.Connection) -> None:
    person(db, "กานดา")
    assert found(db, PERSON, select_with_post(TODAY)) == set()
    assert found(db, PERSON) == {"กานดา"}


POSTED: list[tuple[str, bool, bool, set[str]]] = [
    ("U", True, True, {"หนึ่ง", "สอง", "สาม"}),
    ("U", False, True, {"หนึ่ง"}),
    ("F", True, True, {"สอง", "สาม"}),
    ("F", False, True, {"สอง"}),
    ("D", True, True, {"สาม"}),
    ("L", True, True, set()),
    ("X", True, True, set()),
    ("L", True, False, {"สี่"}),
    ("U", True, False, {"หนึ่ง", "สอง", "สาม", "สี่"}),
]


@pytest.mark.parametrize(("root", "sub_units", "now", "people"), POSTED)
def test_people_of_an_organisation(
    db: sqlite3.Connection, tree: dict[str, int], root: str, sub_units: bool, now: bool, people: set[str]
) -> None:
    for name, unit, until in (("หนึ่ง", "U", None), ("สอง", "F", None), ("สาม", "D", None), ("สี่", "L", "2020")):
        person(db, name, {"organisation": tree[unit], "until": until})
    asked = select_with_post_in(tree[root], TODAY if now else None, sub_units=sub_units)
    assert found(db, PERSON, asked) == people


def test_units_without_a_member_are_those_with_nobody_in_the_unit_itself(
    db: sqlite3.Connection, tree: dict[str, int]
) -> None:
    person(db, "กานดา", {"organisation": tree["D"]}, {"organisation": tree["L"], "until": "2020-12-31"})
    assert found(db, ORGANISATION, select_without_member(TODAY)) == set("UFLX")
    assert found(db, ORGANISATION, select_below(tree["U"]), select_without_member(TODAY)) == set("UFL")
    assert found(db, ORGANISATION, select_below(tree["U"]), select_without_member(date(2020, 12, 31))) == set("UF")


# --- what a list shows besides -------------------------------------------------------------


def shown(db: sqlite3.Connection, kind: Entity, as_of: date = TODAY) -> Row:
    [row] = records.select_records(db, kind, as_of=as_of)
    return row


POSTS = [
    ([{"position": "ครู"}], "ครู"),
    ([{"organisation": "คณะสมมติ"}], "คณะสมมติ"),
    ([{"position": "คณบดี", "organisation": "คณะสมมติ"}], "คณบดี คณะสมมติ"),
    # The organisation is not named twice.
    ([{"position": "คณบดีคณะสมมติ", "organisation": "คณะสมมติ"}], "คณบดีคณะสมมติ"),
    ([{"position": "ครู"}, {"position": "เลขานุการ", "until": "2020"}], "ครู"),
]


@pytest.mark.parametrize(("posts", "text"), POSTS)
def test_current_posts_in_a_list(db: sqlite3.Connection, posts: list[dict[str, str]], text: str) -> None:
    unit = organisation(db, "คณะสมมติ")
    person(db, "กานดา", *({**post, "organisation": unit} if "organisation" in post else post for post in posts))
    row = PERSON.add_derived(shown(db, PERSON), TimeFrame(TODAY))
    assert row["current_posts"] == text


def test_several_current_posts_are_all_listed(db: sqlite3.Connection) -> None:
    person(db, "กานดา", {"position": "ครู"}, {"position": "เลขานุการ"})
    row = PERSON.add_derived(shown(db, PERSON), TimeFrame(TODAY))
    assert set(row["current_posts"].split("; ")) == {"ครู", "เลขานุการ"}


SIGNED: list[tuple[str | None, list[str | None], str, tuple[int, int, str | None]]] = [
    # Day of the agreement, days of the signatories, day asked about: parties, signed, last day.
    ("2017-09-11", [None, None], "2017-09-11", (2, 2, None)),
    ("2017-09-11", [None, None], "2017-09-10", (2, 0, None)),
    ("2017-09-11T13:00", [None, None], "2017-09-11", (2, 2, None)),
    (None, ["2021-08-01", "2021-08-05"], "2021-07-31", (2, 0, "2021-08-05")),
    (None, ["2021-08-01", "2021-08-05"], "2021-08-04", (2, 1, "2021-08-05")),
    (None, ["2021-08-01", "2021-08-05"], "2021-08-05", (2, 2, "2021-08-05")),
    (None, ["2021-08", "2021-08-05"], "2021-08-01", (2, 1, "2021-08-05")),
    (None, [None, "2021-08-05"], "2021-08-05", (2, 1, "2021-08-05")),
    (None, [], "2021-08-05", (0, 0, None)),
]


@pytest.mark.parametrize(("day", "signed", "as_of", "counted"), SIGNED)
def test_parties_and_how_many_have_signed(
    db: sqlite3.Connection,
    day: str | None,
    signed: list[str | None],
    as_of: str,
    counted: tuple[int, int, str | None],
) -> None:
    owner = records.insert_record(db, AGREEMENT, {"title": "ข้อตกลงสมมติ", "signed_on": day})
    for number, when in enumerate(signed):
        unit = organisation(db, f"หน่วยที่ {number}")
        party = records.insert_record(db, PARTY, {"agreement": owner, "organisation": unit})
        records.insert_record(db, SIGNATORY, {"party": party, "name_as_signed": "ก", "signed_on": when})
        records.insert_record(db, SIGNATORY, {"party": party, "name_as_signed": "ข", "signed_on": when})
    row = shown(db, AGREEMENT, date.fromisoformat(as_of))
    assert (row["party_count"], row["parties_signed"], row["last_signed_on"]) == counted


def test_a_party_without_signatory_has_not_signed(db: sqlite3.Connection) -> None:
    owner = records.insert_record(db, AGREEMENT, {"title": "ข้อตกลงสมมติ", "signed_on": "2017-09-11"})
    records.insert_record(db, PARTY, {"agreement": owner, "organisation": organisation(db, "หน่วย")})
    assert shown(db, AGREEMENT)["parties_signed"] == 0


def test_how_many_came_to_a_meeting(db: sqlite3.Connection) -> None:
    records.insert_record(db, MEETING, {"title": "ประชุม", "starts_at": "2021-08-05"})
    meeting = shown(db, MEETING)
    assert meeting["attendance_rows"] == "[]"
    assert MEETING.add_derived(meeting, TimeFrame(date(2021, 8, 6)))["attendance_count"] == 0


def test_agreements_of_an_organisation_and_its_units(db: sqlite3.Connection, tree: dict[str, int]) -> None:
    for title, party in (
        ("ของ U", {"organisation": tree["U"]}),
        ("ของ D", {"organisation": tree["D"]}),
        ("ของ X โดย L", {"organisation": tree["X"], "unit": tree["L"]}),
    ):
        owner = records.insert_record(db, AGREEMENT, {"title": title})
        records.insert_record(db, PARTY, {"agreement": owner, **party})
    assert found(db, AGREEMENT, select_with_party(tree["U"])) == {"ของ U", "ของ D", "ของ X โดย L"}
    assert found(db, AGREEMENT, select_with_party(tree["F"])) == {"ของ D"}
    assert found(db, AGREEMENT, select_with_party(tree["L"])) == {"ของ X โดย L"}
    assert found(db, AGREEMENT, select_with_party(tree["X"])) == {"ของ X โดย L"}


# --- pieces ------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["'; DROP TABLE organisation; --", "%", "100%", "a'b", '"', "\x00", "ก" * 5000])
def test_no_value_is_ever_read_as_sql(db: sqlite3.Connection, value: str) -> None:
    organisation(db, "อื่น")
    organisation(db, "สมมติ", district=value)
    assert found(db, ORGANISATION, select_equal(ORGANISATION.by_name["district"], value)) == {"สมมติ"}


def test_a_reference_is_asked_for_by_number(db: sqlite3.Connection, tree: dict[str, int]) -> None:
    assert found(db, ORGANISATION, select_equal(ORGANISATION.by_name["parent"], tree["U"])) == {"F", "L"}
    assert found(db, ORGANISATION, select_equal(ORGANISATION.by_name["parent"], None)) == {"U", "X"}


def test_records_by_their_numbers(db: sqlite3.Connection, tree: dict[str, int]) -> None:
    assert found(db, ORGANISATION, select_numbers([tree["D"], tree["X"], 10**9])) == {"D", "X"}


# --- courses by their cohorts -------------------------------------------------------

YEAR = {"year": 2565, "year_from": "2021-10-01", "year_until": "2022-09-30"}
SOUTH = {"region": "ภาคใต้", "region_provinces": '["สงขลา", "ยะลา"]'}
TRAINED: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({"held_from": "2022-03-24"}, YEAR, True),
    ({"held_from": "2021-10-01"}, YEAR, True),
    ({"held_from": "2022-09-30"}, YEAR, True),
    ({"held_from": "2021-09-30"}, YEAR, False),
    ({"held_from": "2022-10-01"}, YEAR, False),
    ({"planned_from": "2021-10"}, YEAR, True),
    ({"planned_from": "2022-10"}, YEAR, False),
    ({"planned_from": "2022"}, YEAR, True),
    ({"planned_from": "2022-03", "held_from": "2022-11-01"}, YEAR, False),
    ({}, YEAR, True),  # the course is of that year
    ({"region": "ภาคใต้"}, SOUTH, True),
    ({"province": "สงขลา"}, SOUTH, True),
    ({"province": "สงขลา", "region": "ภาคกลาง"}, SOUTH, False),
    ({"province": "เลย"}, SOUTH, False),
    ({"province": "สงขลา"}, {**SOUTH, "province": "ยะลา"}, False),
    ({"province": "ยะลา", "held_from": "2022-03"}, {**SOUTH, "province": "ยะลา", **YEAR}, True),
]


@pytest.mark.parametrize(("cohort", "asked", "found"), TRAINED)
def test_courses_and_cohorts_by_region_province_and_year(
    db: sqlite3.Connection, cohort: dict[str, Any], asked: dict[str, Any], found: bool
) -> None:
    course = records.insert_record(db, BY_NAME["course"], {"title": "หลักสูตรสมมติ", "fiscal_year": 2565})
    number = records.insert_record(db, BY_NAME["cohort"], {"course": course, "number": 1, **cohort})
    of_course, itself = (select_with_cohort(asked, of_course=one) for one in (True, False))
    courses = [row["id"] for row in records.select_records(db, BY_NAME["course"], [of_course], as_of=TODAY)]
    cohorts = [row["id"] for row in records.select_records(db, BY_NAME["cohort"], [itself], as_of=TODAY)]
    assert (courses, cohorts) == (([course], [number]) if found else ([], []))


def test_a_course_of_the_year_that_has_no_cohort_yet(db: sqlite3.Connection) -> None:
    course = records.insert_record(db, BY_NAME["course"], {"title": "หลักสูตรสมมติ", "fiscal_year": 2565})
    condition = select_with_cohort(YEAR, of_course=True)
    assert [row["id"] for row in records.select_records(db, BY_NAME["course"], [condition], as_of=TODAY)] == [course]
    other = select_with_cohort({**YEAR, "year": 2566}, of_course=True)
    assert records.select_records(db, BY_NAME["course"], [other], as_of=TODAY) == []
