"""Worker processes: what they make of chunks comes back in order, however large the rows are."""

from __future__ import annotations

import os
import random
import sys
from typing import Any

import pytest

from netreg.store.importing import worker_processes
from netreg.store.importing.worker_processes import map_chunks, split_chunks


def double(chunk: list[Any]) -> list[Any]:
    return [(number, written * 2) for number, written in chunk]


def make_rows(count: int, longest: int) -> list[Any]:
    chance = random.Random(longest)
    return [(number, "ก" * chance.randint(0, longest)) for number in range(count)]


@pytest.mark.parametrize("platform", ["linux", "win32"])
@pytest.mark.parametrize(("count", "longest"), [(0, 1), (1, 5), (12_345, 20), (12_000, 3000)])
def test_answers_come_in_the_order_of_the_rows(
    monkeypatch: pytest.MonkeyPatch, platform: str, count: int, longest: int
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    rows = make_rows(count, longest)
    assert [row for answer in map_chunks(double, split_chunks(rows)) for row in answer] == double(rows)


def test_a_worker_that_ends_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_chunk: list[Any]) -> list[Any]:
        raise ValueError

    monkeypatch.setattr(worker_processes, "_FEW", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(EOFError):
        list(map_chunks(fail, split_chunks(make_rows(5000, 3))))
