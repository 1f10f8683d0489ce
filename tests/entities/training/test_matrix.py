"""The matrix: courses by region, province or fiscal year, planned against held, and what is missing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from netreg.core.entity import Row, TimeFrame
from netreg.core.fields import Ref, Style
from netreg.entities import COHORT, COURSE
from netreg.entities.training.matrix import AXES, FIELDS, build_brief_matrix, build_matrix, select_brief_fields

TODAY = date(2022, 4, 1)
DAY = TODAY.isoformat()
QUESTION = TimeFrame(TODAY)
NORTHEAST = "ภาคตะวันออกเฉียงเหนือ"
COUNTED = dict.fromkeys(("session_count", "province_count", "certificate_count"), 0)


def course(number: int, *cohorts: dict[str, Any], **values: Any) -> tuple[Row, list[Row]]:
    """A course and its cohorts, complete."""
    ref = Ref("course", number, f"c{number}", f"หลักสูตร {number}")
    made = [COHORT.make_blank_row() | COUNTED | {"course": ref} | one for one in cohorts]
    told = "\x1e".join(
        "\x1f".join((str(one["number"]), one["state"], one["planned_from"] or "", one["held_from"] or ""))
        for one in made
    )
    row = COURSE.make_blank_row() | {"id": number, "code": f"c{number}", "title": f"หลักสูตร {number}"} | values
    complete = COURSE.add_derived(row | {"cohort_standings": told}, QUESTION)
    return complete, [COHORT.add_derived(one, QUESTION) for one in made]


HELD: dict[str, Any] = {"state": "held"}
ELECTION = course(
    1,
    {"number": 1, "region": "ภาคใต้", **HELD},
    {"number": 2, "region": "ภาคเหนือ", **HELD},
    {"number": 3, "region": "ภาคกลาง"},
    {
        **HELD,
        "number": 4,
        "region": NORTHEAST,
        "province": "นครพนม",
        "held_from": "2022-03-24",
        "held_until": "2022-03-25",
        "people_stated": 42,
        "provinces_stated": 20,
        "session_count": 7,
        "venue": Ref("organisation", 1, None, "โรงแรมสมมติ"),
    },
    cohorts_planned=4,
)


def trainees(*people: int) -> str:
    """The people enrolled in a cohort, as the store has them."""
    return json.dumps([[person, "enrolled"] for person in people])


def rows(by: str, *courses: tuple[Row, list[Row]]) -> list[Row]:
    return list(build_matrix([one for one, _own in courses], [row for _one, own in courses for row in own], by, DAY))


def seen(found: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in found]


def test_four_planned_two_without_dates_a_hole_and_one_in_full() -> None:
    found = rows("region", ELECTION)
    assert seen(found, "bucket", "cohorts", "planned", "held", "holes", "undated", "held_on") == [
        ("ภาคใต้", [1], 1, 1, [], [1], []),
        ("ภาคเหนือ", [2], 1, 1, [], [2], []),
        ("ภาคกลาง", [3], 1, 0, [3], [], []),
        (NORTHEAST, [4], 1, 1, [], [], ["2022-03-24/2022-03-25"]),
    ]
    last = found[-1]
    assert {name: last[name] for name in ("provinces", "venues", "people", "people_named", "sessions")} == {
        "provinces": ["นครพนม"],
        "venues": ["โรงแรมสมมติ"],
        "people": 42,
        "people_named": 0,
        "sessions": 7,
    }
    assert (last["provinces_stated"], last["region_provinces"], last["course_planned"]) == (20, 20, 4)


@pytest.mark.parametrize("by", AXES)
def test_every_cohort_is_in_one_row(by: str) -> None:
    found = rows(by, ELECTION)
    assert sorted(number for row in found for number in row["cohorts"]) == [1, 2, 3, 4]
    assert sum(row["planned"] for row in found) == 4
    assert [set(row) for row in found] == [{field.name for field in FIELDS}] * len(found)


def test_by_year_and_by_province_what_has_none_stands_last() -> None:
    assert seen(rows("year", ELECTION), "bucket", "cohorts") == [(2565, [4]), (None, [1, 2, 3])]
    assert seen(rows("province", ELECTION), "bucket", "cohorts") == [("นครพนม", [4]), (None, [1, 2, 3])]


def test_years_are_in_their_order_and_the_course_tells_what_a_cohort_does_not() -> None:
    later = {"number": 1, "held_from": "2022-10-01", **HELD}
    one = course(1, later, {"number": 2, "held_from": "2021-10", **HELD}, {"number": 3, "course_fiscal_year": 2565})
    assert seen(rows("year", one), "bucket", "cohorts") == [(2565, [2, 3]), (2566, [1])]


def test_cohorts_planned_by_number_only_are_a_row_without_a_bucket() -> None:
    one = course(1, {"number": 1, "region": "ภาคใต้", "held_from": "2022-01", **HELD}, cohorts_planned=3)
    names = ("bucket", "cohorts", "planned", "held", "holes", "unlisted")
    assert seen(rows("region", one), *names) == [("ภาคใต้", [1], 1, 1, [], []), (None, [], 2, 0, [2, 3], [2, 3])]


def test_a_number_that_is_counted_past_is_a_hole() -> None:
    one = course(1, {"number": 1, "region": "ภาคใต้", **HELD}, {"number": 3, "region": "ภาคใต้", **HELD})
    assert seen(rows("region", one), "bucket", "holes") == [("ภาคใต้", []), (None, [2])]


BEYOND = {
    # Numbers of the cohorts held, the plan: what each row says was planned, and the whole.
    ((1, 2, 3), 2): ([3], 2),
    ((1, 2, 5), 3): ([3, 0], 3),
    ((1, 2, 5), 4): ([3, 1], 4),
    ((3, 51), 4): ([2, 2], 4),
    ((51, 53), 4): ([2, 2], 4),
    ((1, 2, 3), None): ([3], 3),
    ((1, 3), None): ([2, 1], 3),
    ((1, 2), 4): ([2, 2], 4),
}


@pytest.mark.parametrize(("held", "plan"), BEYOND)
def test_cohorts_beyond_the_plan_do_not_make_it_larger(held: tuple[int, ...], plan: int | None) -> None:
    cohorts = [{"number": number, "region": "ภาคใต้", **HELD} for number in held]
    one, own = course(1, *cohorts, cohorts_planned=plan)
    planned, whole = BEYOND[held, plan]
    assert [row["planned"] for row in rows("region", (one, own))] == planned
    told = list(build_brief_matrix([one], own, "region", DAY))
    assert told[-1]["held_planned"] == (len(held), whole)


def test_a_course_of_which_nothing_is_known_is_listed_all_the_same() -> None:
    found = rows("region", course(2), ELECTION)
    assert seen(found[:1], "bucket", "planned", "held", "holes", "people") == [(None, 0, 0, [], None)]
    assert [row["course"].id for row in found] == [2, 1, 1, 1, 1]


def test_what_lies_ahead_is_planned_and_no_hole_and_what_was_cancelled_is_neither() -> None:
    one = course(
        1,
        {"number": 1, "region": "ภาคใต้", "planned_from": "2022-05-01", "planned_until": "2022-05-02"},
        {"number": 2, "region": "ภาคใต้", "state": "cancelled"},
    )
    names = ("cohorts", "planned", "held", "holes", "planned_on")
    assert seen(rows("region", one), *names) == [([1, 2], 1, 0, [], ["2022-05-01/2022-05-02"])]


def test_figures_of_a_region_add_up_but_provinces_do_not() -> None:
    one = course(
        1,
        {
            "number": 1,
            "region": "ภาคใต้",
            "people_stated": 40,
            "trainee_rows": trainees(1, 2, 3),
            "seats": 50,
            "provinces_stated": 7,
        },
        {
            "number": 2,
            "region": "ภาคใต้",
            "trainee_rows": trainees(3, 4, 5, 6, 7),
            "provinces_stated": 9,
            "session_count": 2,
        },
        {"number": 3, "province": "สงขลา", "venue_as_written": "หอประชุม"},
    )
    [row] = rows("region", one)
    names = ("people", "people_stated", "people_named", "seats", "provinces_stated", "sessions", "venues")
    assert seen([row], *names) == [(45, 40, 7, 50, 9, 2, ["หอประชุม"])]


def test_courses_are_in_the_order_given() -> None:
    two = course(2, {"number": 1, "region": "ภาคใต้", **HELD})
    assert [row["course"].id for row in rows("region", two, ELECTION)] == [2, 1, 1, 1, 1]


# --- for people ---------------------------------------------------------------------------


def shown(by: str, *courses: tuple[Row, list[Row]], lang: str = "th", one_course: bool = True) -> list[list[str]]:
    fields, style = select_brief_fields(by, one_course=one_course), Style("be", lang)
    found = build_brief_matrix([one for one, _own in courses], [row for _one, own in courses for row in own], by, DAY)
    return [[field.show(row[field.name], style) for field in fields] for row in found]


def test_figures_stand_side_by_side_and_the_course_is_summed_up() -> None:
    assert shown("region", ELECTION) == [
        ["ใต้", "1", "1/1", "", "no date", "", "", "", "", "–/14", "0"],
        ["เหนือ", "2", "1/1", "", "no date", "", "", "", "", "–/17", "0"],
        ["กลาง", "3", "0/1", "3", "", "", "", "", "", "–/26", "0"],
        [
            "ตะวันออกเฉียงเหนือ", "4", "1/1", "", "24–25 มี.ค. 2565", "", "นครพนม", "โรงแรมสมมติ", "42", "20/20", "7",
        ],
        ["total", "1–4", "3/4", "3", "", "", "", "", "42", "", "7"],
    ]  # fmt: skip


def test_in_english() -> None:
    assert [row[0] for row in shown("region", ELECTION, lang="en")] == [
        "South", "North", "Central", "Northeast", "total",
    ]  # fmt: skip
    assert [row[6] for row in shown("region", ELECTION, lang="en")] == ["", "", "", "Nakhon Phanom", ""]
    assert [row[0] for row in shown("province", ELECTION, lang="en")] == ["Nakhon Phanom", "not stated", "total"]


def test_a_course_of_one_row_needs_no_sum_and_is_named_among_others() -> None:
    one = course(2, {"number": 1, "region": "ภาคใต้", "seats": 40, **HELD}, {"number": 2, "region": "ภาคใต้", **HELD})
    assert shown("region", one, one_course=False) == [
        ["c2", "ใต้", "1–2", "2/2", "", "no date: 1–2", "", "", "", "–/40", "–/14", "0"]
    ]


def test_the_columns_are_headed_by_what_the_rows_are_parted_by() -> None:
    assert [str(select_brief_fields(by, one_course=True)[0].label.th) for by in AXES] == ["ภาค", "จังหวัด", "ปีงบประมาณ"]
    assert [field.name for field in select_brief_fields("province", one_course=True)].count("provinces") == 0
