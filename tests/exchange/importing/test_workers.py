"""Workers: what they make of rows comes back in order, however large the rows are."""

from __future__ import annotations

import random
from typing import Any

import pytest

from netreg.exchange.importing import workers
from netreg.exchange.importing.workers import Workers
from netreg.store.importing.staging_tables import chunks


def doubled(chunk: list[Any]) -> list[Any]:
    return [(number, written * 2) for number, written in chunk]


def rows(count: int, longest: int) -> list[Any]:
    chance = random.Random(longest)
    return [(number, "ก" * chance.randint(0, longest)) for number in range(count)]


@pytest.mark.parametrize("many", [True, False], ids=["processes", "on the spot"])
@pytest.mark.parametrize(("count", "longest"), [(0, 1), (1, 5), (4321, 20), (3000, 3000)])
def test_answers_come_in_the_order_of_the_rows(many: bool, count: int, longest: int) -> None:
    items = rows(count, longest)
    with Workers({"double": doubled}, many=many) as at_work:
        found = [row for answer in at_work.spread("double", chunks(items)) for row in answer]
    assert found == doubled(items)


def test_where_pipes_cannot_be_widened_nothing_waits_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_widened", lambda _pipe: 0)
    items = rows(3000, 500)
    with Workers({"double": doubled}, many=True) as at_work:
        found = [row for answer in at_work.spread("double", chunks(items)) for row in answer]
    assert found == doubled(items)


def test_a_worker_that_ends_is_no_silence() -> None:
    def broken(_chunk: list[Any]) -> list[Any]:
        raise ValueError

    with Workers({"break": broken}, many=True) as at_work, pytest.raises((RuntimeError, BrokenPipeError)):
        list(at_work.spread("break", chunks(rows(5000, 3))))
