"""Activities and news: what cannot be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.entities import ACTIVITY, CREDIT, INVOLVEMENT, NEWS_ITEM

if TYPE_CHECKING:
    from netreg.core.entity import Entity

CASES: list[tuple[Entity, dict[str, Any], list[str]]] = [
    (ACTIVITY, {}, ["title"]),
    (ACTIVITY, {"title": "ก"}, []),
    (ACTIVITY, {"title": "ก", "fund": "กองทุน"}, []),
    (ACTIVITY, {"title": "ก", "starts_on": "2022-03-25", "ends_on": "2022-03-24"}, ["ends_on"]),
    (ACTIVITY, {"title": "ก", "starts_on": "2022", "ends_on": "2022-03"}, []),
    (INVOLVEMENT, {"activity": 1}, ["person"]),
    (INVOLVEMENT, {"activity": 1, "name_as_recorded": "ร้านสมมติ"}, []),
    (INVOLVEMENT, {"activity": 1, "organisation": 2}, []),
    (INVOLVEMENT, {"activity": 1, "organisation": 2, "role": "honouree", "amount": 500}, ["role"]),
    (INVOLVEMENT, {"activity": 1, "organisation": 2, "role": "donor", "amount": 500}, []),
    (NEWS_ITEM, {"headline": "ข่าว", "reads_on": "2022"}, ["reads"]),
    (NEWS_ITEM, {"headline": "ข่าว", "published_on": "2022-03-02", "reads": 1, "reads_on": "2022-03-01"}, ["reads_on"]),
    (NEWS_ITEM, {"headline": "ข่าว", "published_on": "2022-03-02T09:00", "reads": 1, "reads_on": "2022-03-02"}, []),
    (NEWS_ITEM, {"headline": "ข่าว", "reads": 0, "reads_on": "2022"}, []),
    (CREDIT, {"news_item": 1}, ["person"]),
    (CREDIT, {"news_item": 1, "name_as_credited": "ผู้สื่อข่าว สมมติ"}, []),
]


@pytest.mark.parametrize(("kind", "values", "fields"), CASES)
def test_what_cannot_be_is_named(kind: Entity, values: dict[str, Any], fields: list[str]) -> None:
    assert [problem.field for problem in kind.find_problems(kind.make_blank_row() | values)] == fields


@pytest.mark.parametrize(
    ("amount", "donated", "data"),
    [
        (None, 100, None),
        (100, None, None),
        (100, 100, None),
        (0, 5, {"stated": "0.00", "listed": "0.05"}),
        (150050, 100000, {"stated": "1500.50", "listed": "1000.00"}),
    ],
)
def test_a_sum_that_its_donors_did_not_give_is_flagged(
    amount: int | None, donated: int | None, data: dict[str, str] | None
) -> None:
    row = ACTIVITY.make_blank_row() | {"title": "ก", "amount": amount, "donated": donated}
    found = [flag["data"] for flag in ACTIVITY.add_derived(row, TimeFrame(date(2026, 11, 26)))["flags"]]
    assert found == ([] if data is None else [data])
