"""Activities and news: what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

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
    (NEWS_ITEM, {"headline": "ข่าว", "reads_on": "2022"}, ["reads"]),
    (NEWS_ITEM, {"headline": "ข่าว", "reads": 0, "reads_on": "2022"}, []),
    (CREDIT, {"news_item": 1}, ["person"]),
    (CREDIT, {"news_item": 1, "name_as_credited": "ผู้สื่อข่าว สมมติ"}, []),
]


@pytest.mark.parametrize(("kind", "values", "fields"), CASES)
def test_what_cannot_be_is_named(kind: Entity, values: dict[str, Any], fields: list[str]) -> None:
    assert [problem.field for problem in kind.problems(kind.blank() | values)] == fields
