"""Courses and cohorts: what is asked for by number, and what cannot be."""

from __future__ import annotations

import pytest

from netreg.entities import BY_NAME, COHORT, ENROLMENT
from netreg.entities.training.trainings import _split_people, parse_cohort_number

# --- a number within a course -----------------------------------------------------------

MEANT = [
    ("4", 4), ("๔", 4), ("รุ่นที่ 4", 4), ("รุ่น 4", 4), ("รุ่นที่4", 4), ("รุ่น ที่ ๑๒", 12), ("Cohort 4", 4), (" 4 ", 4),
    ("#4", None), ("สี่", None), ("รุ่นที่", None), ("4/2565", None), ("", None), ("9999999", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "number"), MEANT)
def test_the_number_of_a_cohort(written: str, number: int | None) -> None:
    assert parse_cohort_number(written) == number


@pytest.mark.parametrize(("written", "number"), [case for case in MEANT if case[1]])
def test_a_cohort_is_asked_for_by_its_number_however_it_is_spoken_of(written: str, number: int) -> None:
    assert f"รุ่นที่ {number}" in COHORT.search_names(written)


def test_people_are_read_with_how_exact_they_are() -> None:
    assert _split_people("มากกว่า 40 คน") == (40, "more_than")
    assert _split_people(" ") == (None, None)


# --- what cannot be ----------------------------------------------------------------------

PROBLEMS = [
    ("course", {}, ["title"]),
    ("course", {"code": "c"}, []),
    ("course", {"title": "ก", "cohorts_planned": 9999}, []),
    ("course", {"title": "ก", "cohorts_planned": 10000}, ["cohorts_planned"]),
    ("cohort", {"course": 1}, ["number"]),
    ("cohort", {"course": 1, "number": 0}, ["number"]),
    ("cohort", {"course": 1, "number": 10000}, ["number"]),
    ("cohort", {"course": 1, "number": 1, "planned_from": "2022-03", "planned_until": "2022-02"}, ["planned_until"]),
    ("cohort", {"course": 1, "number": 1, "held_from": "2022-03", "held_until": "2022-02"}, ["held_until"]),
    ("cohort", {"course": 1, "number": 1, "held_until": "2022-02"}, ["held_from"]),
    ("cohort", {"course": 1, "number": 1, "held_from": "2022-03", "state": "cancelled"}, ["state"]),
    ("session", {"cohort": 1}, ["topic"]),
    ("session", {"cohort": 1, "topic": "ก", "starts_at": "2022-03-24", "ends_at": "2022-03-23"}, ["ends_at"]),
    ("enrolment", {"cohort": 1}, ["person"]),
    ("enrolment", {"cohort": 1, "name_as_recorded": "นายสมมติ"}, []),
    ("enrolment", {"cohort": 1, "person": 1, "certificate_no": "1", "result": "failed"}, ["certificate_no"]),
    ("enrolment", {"cohort": 1, "person": 1, "certificate_no": "1", "result": "completed"}, []),
]


@pytest.mark.parametrize(("name", "values", "fields"), PROBLEMS)
def test_what_cannot_be_within_one_record(name: str, values: dict[str, object], fields: list[str]) -> None:
    kind = BY_NAME[name]
    assert [problem.field for problem in kind.find_problems(kind.make_blank_row() | values)] == fields


def test_what_they_are_called() -> None:
    assert COHORT.display_name({"title": None, "number": 4}) == "รุ่นที่ 4"
    assert COHORT.display_name({"title": "รุ่นพิเศษ", "number": 4}) == "รุ่นพิเศษ"
    assert ENROLMENT.display_name({"person": None, "name_as_recorded": "นายสมมติ"}) == "นายสมมติ"
