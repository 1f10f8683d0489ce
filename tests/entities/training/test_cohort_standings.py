"""Which cohorts are held and which are missing, and which figures of a course contradict each other."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreg.core.entity import TimeFrame
from netreg.core.fields import Ref, Style
from netreg.entities import COHORT, COURSE
from netreg.entities.training.cohort_standings import (
    CohortStanding,
    find_missing,
    find_unlisted,
    list_expected_numbers,
    parse_standings,
)

TODAY = date(2022, 4, 1)


def course(cohorts: str = "", **values: Any) -> dict[str, Any]:
    """A course as it is derived; `cohorts` as ``number state planned held``, separated by commas."""
    lines = [[*one.split(" "), "", "", ""][:4] for one in cohorts.split(",") if one]
    told = "\x1e".join("\x1f".join("" if part == "-" else part for part in line) for line in lines)
    row = COURSE.make_blank_row() | {"title": "หลักสูตรสมมติ", "cohort_standings": told or None} | values
    return COURSE.add_derived(row, TimeFrame(TODAY))


def cohort(trainees: int = 0, **values: Any) -> dict[str, Any]:
    """A cohort as it is derived, with so many `trainees` of different names."""
    rows = json.dumps([[person, "enrolled"] for person in range(trainees)])
    row = COHORT.make_blank_row() | {"course": 1, "number": 1, "trainee_rows": rows} | values
    return COHORT.add_derived(row, TimeFrame(TODAY))


def flags(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": flag["id"], **flag["data"]} for flag in row["flags"]]


# --- what is held and what is missing ------------------------------------------------------

DAY = TODAY.isoformat()
STANDING = [
    (CohortStanding(1, "held", "", ""), True, False),
    (CohortStanding(1, "held", "", "2022-03-24"), True, False),
    (CohortStanding(1, "held", "", "2022-04-01"), True, False),
    (CohortStanding(1, "held", "", "2022-04"), True, False),
    (CohortStanding(1, "held", "", "2022-05"), False, False),
    (CohortStanding(1, "planned", "", ""), False, True),
    (CohortStanding(1, "planned", "2022-03-31", ""), False, True),
    (CohortStanding(1, "planned", "2022-03", ""), False, True),
    (CohortStanding(1, "planned", "2022-04-01", ""), False, False),
    (CohortStanding(1, "planned", "2022-04", ""), False, False),
    (CohortStanding(1, "planned", "2022", ""), False, False),
    (CohortStanding(1, "postponed", "", ""), False, True),
    (CohortStanding(1, "cancelled", "", ""), False, False),
]


@pytest.mark.parametrize(("one", "held", "missing"), STANDING)
def test_held_or_missing(one: CohortStanding, held: bool, missing: bool) -> None:
    assert (one.is_held(DAY), one.is_missing(DAY)) == (held, missing)


EXPECTED = [
    ([], None, []),
    ([], 3, [1, 2, 3]),
    ([1, 2, 4], None, [1, 2, 3, 4]),
    ([2], None, [1, 2]),
    ([1, 2], 4, [1, 2, 3, 4]),
    ([51, 52, 54], 4, [51, 52, 53, 54]),
    ([51], 2, [51, 52]),
    ([1, 2, 3], 2, [1, 2, 3]),
    ([3], 0, [3]),
]


@pytest.mark.parametrize(("listed", "planned", "numbers"), EXPECTED)
def test_the_numbers_that_a_course_counts_through(listed: list[int], planned: int | None, numbers: list[int]) -> None:
    assert list(list_expected_numbers(listed, planned)) == numbers


@given(st.sets(st.integers(1, 60)), st.none() | st.integers(0, 60))
def test_no_cohort_is_lost_and_none_of_those_planned(listed: set[int], planned: int | None) -> None:
    numbers = set(list_expected_numbers(listed, planned))
    assert listed <= numbers
    assert len(numbers) >= (planned or 0)
    found = [CohortStanding(number, "held", "", "") for number in listed]
    assert set(find_unlisted(found, planned)) == numbers - listed == set(find_missing(found, planned, DAY))


def test_standings_are_read_from_what_the_store_tells() -> None:
    told = "4\x1fheld\x1f\x1f2022-03-24\x1e3\x1f\x1f2022-02\x1f"
    assert parse_standings(told) == [
        CohortStanding(4, "held", "", "2022-03-24"),
        CohortStanding(3, "planned", "2022-02", ""),
    ]
    assert parse_standings(None) == []


# --- courses ---------------------------------------------------------------------------

GONE = {"responsible": Ref("person", 1, None, "นายสมมติ หนึ่ง"), "responsible_left": "2022-03"}
COURSES: list[tuple[str, dict[str, Any], list[dict[str, Any]]]] = [
    ("", {}, []),
    ("", {"cohorts_planned": 4}, []),
    ("1 held,2 held,3 planned,4 held", {}, [{"id": "cohort-missing", "numbers": [3], "later": 4}]),
    ("1 held,2 held,4 held", {}, [{"id": "cohort-missing", "numbers": [3], "later": 4}]),
    ("1 held,3 cancelled,2 held,4 held", {}, []),
    ("1 held,2 planned", {"cohorts_planned": 4}, []),
    ("2 held", {"cohorts_planned": 2}, [{"id": "cohort-missing", "numbers": [1], "later": 2}]),
    ("1 held,2 planned", GONE, [{"id": "responsible-left", "name": "นายสมมติ หนึ่ง", "last_day": "2022-03"}]),
    (
        "1 held",
        {**GONE, "cohorts_planned": 2},
        [{"id": "responsible-left", "name": "นายสมมติ หนึ่ง", "last_day": "2022-03"}],
    ),
    ("1 held,2 cancelled", GONE, []),
    ("51 held,52 held", {"cohorts_planned": 4}, []),
    ("1 planned,2 planned", {"cohorts_planned": 1}, [{"id": "cohort-count", "stated": 1, "listed": 2}]),
    ("1 held", {"cohorts_held_stated": 2}, [{"id": "held-count", "stated": 2, "listed": 1}]),
    ("1 held,2 held,3 held", {"cohorts_held_stated": 2}, []),
]


@pytest.mark.parametrize(("cohorts", "values", "found"), COURSES)
def test_what_does_not_agree_in_a_course(cohorts: str, values: dict[str, Any], found: list[dict[str, Any]]) -> None:
    assert flags(course(cohorts, **values)) == found


def test_what_is_counted_of_a_course() -> None:
    row = course("1 held,2 held - 2022-03,3 planned 2022-03,4 planned 2023,6 held - 2022-05", cohorts_planned=6)
    counted = {name: row[name] for name in ("cohort_count", "held_count", "holes", "undated")}
    assert counted == {"cohort_count": 5, "held_count": 2, "holes": [3, 5], "undated": [1]}


# --- cohorts ---------------------------------------------------------------------------

HELD: dict[str, Any] = {"state": "held", "held_from": "2022-03-24"}
NORTHEAST = "ภาคตะวันออกเฉียงเหนือ"
COHORTS: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
    ({}, []),
    (HELD, []),
    ({"state": "held"}, [{"id": "cohort-undated"}]),
    ({"planned_from": "2022-03"}, [{"id": "cohort-overdue", "planned": "2022-03", "days": 1}]),
    ({"planned_from": "2022-03", "planned_until": "2022-04-01"}, []),
    ({"planned_from": "2022-03", "state": "cancelled"}, []),
    ({**HELD, "planned_from": "2022-02"}, []),
    ({**HELD, "people_stated": 42, "trainees": 40}, [{"id": "people-count", "stated": 42, "listed": 40}]),
    ({**HELD, "people_stated": 42, "trainees": 42}, []),
    ({**HELD, "people_stated": 42}, []),
    (
        {**HELD, "people_stated": 40, "people_qualifier": "more_than", "trainees": 40},
        [{"id": "people-count", "stated": 40, "listed": 40}],
    ),
    ({**HELD, "people_stated": 40, "people_qualifier": "more_than", "trainees": 41}, []),
    ({**HELD, "people_stated": 40, "people_qualifier": "at_least", "trainees": 40}, []),
    ({**HELD, "people_stated": 40, "people_qualifier": "about", "trainees": 30}, []),
    ({**HELD, "people_stated": 42, "seats": 40}, [{"id": "over-seats", "people": 42, "seats": 40}]),
    ({**HELD, "trainees": 41, "seats": 40}, [{"id": "over-seats", "people": 41, "seats": 40}]),
    ({**HELD, "people_stated": 40, "seats": 40}, []),
    (
        {**HELD, "people_stated": 2, "trainees": 3, "certificate_count": 3},
        [{"id": "people-count", "stated": 2, "listed": 3}, {"id": "certificates", "certificates": 3, "people": 2}],
    ),
    (
        {**HELD, "trainees": 1, "certificate_count": 2},
        [{"id": "certificates", "certificates": 2, "people": 1}],
    ),
    ({**HELD, "people_stated": 2, "people_qualifier": "about", "trainees": 3, "certificate_count": 3}, []),
    (
        {**HELD, "repeated_certificates": "2/2565\x1e1/2565"},
        [{"id": "certificate-twice", "numbers": ["1/2565", "2/2565"]}],
    ),
    (
        {**HELD, "region": "ภาคใต้", "province": "นครพนม"},
        [{"id": "province-region", "province": "นครพนม", "lies_in": NORTHEAST, "region": "ภาคใต้"}],
    ),
    ({**HELD, "region": NORTHEAST, "province": "นครพนม", "provinces_stated": 20}, []),
    (
        {**HELD, "region": NORTHEAST, "provinces_stated": 21},
        [{"id": "province-region-count", "stated": 21, "provinces": 20, "region": NORTHEAST}],
    ),
    (
        {**HELD, "provinces_stated": 2, "province_count": 3},
        [{"id": "province-count", "stated": 2, "listed": 3}],
    ),
    ({**HELD, "provinces_stated": 3, "province_count": 2}, []),
]


@pytest.mark.parametrize(("values", "found"), COHORTS)
def test_what_does_not_agree_in_a_cohort(values: dict[str, Any], found: list[dict[str, Any]]) -> None:
    assert flags(cohort(**values)) == found


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_flag_can_be_told_in_both_languages(lang: str) -> None:
    raised = {flag["id"]: flag for values, _found in COHORTS for flag in cohort(**values)["flags"]}
    field = COHORT.by_name["flags"]
    assert set(raised) == set(field.checks)  # type: ignore[attr-defined]
    told = field.show(list(raised.values()), Style("be", lang, long=True))
    assert told.count("\n") == len(raised) - 1
    assert "{" not in told
    courses = {flag["id"]: flag for cohorts, values, _found in COURSES for flag in course(cohorts, **values)["flags"]}
    field = COURSE.by_name["flags"]
    assert set(courses) == set(field.checks)  # type: ignore[attr-defined]
    assert "{" not in field.show(list(courses.values()), Style("be", lang, long=True))


DAYS = [
    ({}, None, None, None),
    ({"planned_from": "2022-03"}, "2022-03", "2022-03", 2565),
    ({"planned_from": "2022-03", "held_from": "2021-09-30"}, "2021-09-30", "2021-09-30", 2564),
    ({"held_from": "2022-03-24", "held_until": "2022-03-25"}, "2022-03-24", "2022-03-25", 2565),
    ({"course_fiscal_year": 2566}, None, None, 2566),
    ({"planned_from": "2022", "course_fiscal_year": 2566}, "2022", "2022", 2566),
]


@pytest.mark.parametrize(("values", "first", "last", "year"), DAYS)
def test_the_days_of_a_cohort(values: dict[str, Any], first: str, last: str, year: int) -> None:
    row = cohort(**values)
    assert (row["first_day"], row["last_day"], row["fiscal_year"]) == (first, last, year)
