"""Groups: what cannot be, and who belongs to one on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.core.fields import Ref
from netreg.entities import MEMBER_GROUP, MEMBERSHIP

SOMEBODY = {"group": 1, "person": 1}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "name_th"),
        ({"name_th": "กลุ่ม", "founded": "2021", "dissolved": "2020-12"}, "dissolved"),
        ({"name_en": "Group", "term_from": "2021-10-01", "term_until": "2021-09-30"}, "term_until"),
    ],
)
def test_a_group_that_cannot_be(values: dict[str, Any], field: str) -> None:
    assert [problem.field for problem in MEMBER_GROUP.find_problems(MEMBER_GROUP.make_blank_row() | values)] == [field]


def test_a_group_needs_a_name_in_one_language() -> None:
    assert MEMBER_GROUP.find_problems(MEMBER_GROUP.make_blank_row() | {"name_en": "Network"}) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"group": 1}, "person"),
        (SOMEBODY | {"joined": "2021-08-06", "left": "2021-08-05"}, "left"),
        (SOMEBODY | {"joined": "2022", "left": "2021-12"}, "left"),
    ],
)
def test_a_membership_that_cannot_be(values: dict[str, Any], field: str) -> None:
    assert [problem.field for problem in MEMBERSHIP.find_problems(MEMBERSHIP.make_blank_row() | values)] == [field]


@pytest.mark.parametrize(
    ("joined", "left", "current"),
    [
        (None, None, True),
        ("2021-08-05", None, True),
        ("2021-08-06", None, False),
        (None, "2021-08-05", True),
        (None, "2021-08-04", False),
        ("2021", "2021", True),
        (None, "2021-07", False),
        ("2021-09", None, False),
    ],
)
def test_who_belongs_on_a_day(joined: str | None, left: str | None, current: bool) -> None:
    row = MEMBERSHIP.make_blank_row() | SOMEBODY | {"joined": joined, "left": left}
    assert MEMBERSHIP.add_derived(row, TimeFrame(date(2021, 8, 5)))["current"] is current


def test_a_membership_is_called_by_who_and_for_whom() -> None:
    person, unit = Ref("person", 1, None, "นายสมมติ หนึ่ง"), Ref("organisation", 2, None, "คณะสมมติ")
    assert MEMBERSHIP.display_name({"person": person, "organisation": unit}) == "นายสมมติ หนึ่ง คณะสมมติ"
    assert MEMBERSHIP.display_name({"person": None, "organisation": unit}) == "คณะสมมติ"


TERM = {"term_from": "2021-10-01", "term_until": "2023-09"}


@pytest.mark.parametrize(
    ("values", "flags"),
    [
        ({}, []),
        ({"joined": "2021-10-01", "left": "2023-09-30"}, []),
        ({"joined": "2021"}, []),
        ({"joined": "2021-09-30"}, ["outside-term"]),
        ({"joined": "2023-10-01"}, ["outside-term"]),
        ({"left": "2023-10"}, ["outside-term"]),
        ({"left": "2021-09-30"}, ["outside-term"]),
        ({"joined": "2019", "left": "2021-09-30", "term_no": 1}, []),
    ],
)
def test_a_membership_outside_the_term_is_flagged(values: dict[str, Any], flags: list[str]) -> None:
    row = MEMBERSHIP.add_derived(MEMBERSHIP.make_blank_row() | SOMEBODY | TERM | values, TimeFrame(date(2021, 8, 5)))
    assert [flag["id"] for flag in row["flags"]] == flags
