"""How much of a target is done: which records count, what could be expected, and how it stands."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, TARGET
from netreg.entities.targets.progress import derive_target

FIRST, LAST = date(2025, 10, 1), date(2028, 9, 30)
AGREED = AGREEMENT.make_blank_row() | {"signed_on": FIRST.isoformat(), "term": "P3Y"}


def derive(day: date, results: list[list[Any]], **more: Any) -> dict[str, Any]:
    """Derive a target of 10 things from its results as of a day."""
    row = TARGET.make_blank_row() | {"amount": 1000, "text": "ก", "result_rows": json.dumps(results)}
    agreement = more.pop("agreement", AGREED)
    return derive_target(row | {"agreement_row": json.dumps(agreement)} | more, TimeFrame(day))


def test_what_counts_and_how_a_target_stands() -> None:
    half, end = date(2027, 4, 1), date(2028, 9, 30)
    ended = AGREED | {"final_status": "terminated", "final_on": "2026-12-31"}
    unsigned = AGREED | {"signed_on": None}
    cases: list[tuple[date, list[list[Any]], dict[str, Any], tuple[Any, ...]]] = [
        (half, [], {}, (0, 400, "behind")),
        (half, [["2026-01-01", 400]], {}, (400, 400, "on_track")),
        (half, [["2026-01-01", 999]], {}, (999, 400, "on_track")),
        (half, [["2026-01-01", 1000]], {}, (1000, 400, "reached")),
        (
            half,
            [["2025-09-30", 500], ["2025-10-01", 100], ["2027-04-01", 100], ["2027-04-02", 500]],
            {},
            (200, 400, "behind"),
        ),
        (half, [["2025", 300], ["2027-04", 100], ["2027-05", 500], ["2024", 500]], {}, (400, 400, "on_track")),
        (half, [[None, 500]], {}, (500, 400, "on_track")),
        (half, [["2026-01-01T09:30", 100]], {}, (100, 400, "behind")),
        (half, [["2026-01-01", 100], ["2027-03-01", 900]], {"due_on": "2026-12-31"}, (100, 1000, "missed")),
        (half, [["2026-01-01", 100]], {"since": "2026-06-01", "due_on": "2028"}, (0, 300, "behind")),
        (half, [], {"since": "2027-04-02"}, (0, 0, "not_begun")),
        (half, [], {"unit": "บาท"}, (0, 499, "behind")),
        (end, [["2026-01-01", 900]], {}, (900, 1000, "behind")),
        (end + timedelta(1), [["2026-01-01", 900]], {}, (900, 1000, "missed")),
        (half, [["2026-01-01", 900]], {"agreement": ended}, (900, 1000, "missed")),
        (half, [["2026-01-01", 900]], {"agreement": unsigned}, (900, None, "not_begun")),
        (half, [["2026-01-01", 900]], {"agreement": AGREED | {"term": None}}, (900, None, "on_track")),
    ]
    found = [derive(day, results, **more) for day, results, more, _right in cases]
    wrong = [
        (case, [row[name] for name in ("done", "expected", "progress")])
        for case, row in zip(cases, found, strict=True)
        if tuple(row[name] for name in ("done", "expected", "progress")) != case[3]
    ]
    assert not wrong


def test_people_are_trained_once_and_the_nameless_of_a_stated_number_beside_them() -> None:
    def named(*people: int) -> str:
        return json.dumps([[person, "completed"] for person in people])

    absent = json.dumps([[9, "absent"], [1, "completed"]])
    cases = [
        ([["2026-01-01", 0, named(1, 2)], ["2026-02-01", 0, named(2, 3)]], 3),
        ([["2026-01-01", 4000, named(1, 2)], ["2026-02-01", 100, named(2, 3)]], 38 + 3),
        ([["2026-01-01", 0, absent]], 1),
        ([["2026-01-01", 4000, "[]"]], 40),
    ]
    assert [derive(LAST, rows, measure="trained")["done"] for rows, _right in cases] == [100 * n for _rows, n in cases]


@given(
    st.lists(st.tuples(st.dates(FIRST - timedelta(90), LAST + timedelta(90)).map(str), st.integers(0, 500))),
    st.lists(st.dates(FIRST - timedelta(90), LAST + timedelta(90)), min_size=2, max_size=6),
)
def test_what_is_done_is_the_sum_up_to_the_day_and_never_falls(
    results: list[tuple[str, int]], days: list[date]
) -> None:
    rows = [derive(day, [list(one) for one in results]) for day in sorted(days)]
    for day, row in zip(sorted(days), rows, strict=True):
        assert row["done"] == sum(n for at, n in results if FIRST <= date.fromisoformat(at) <= min(day, LAST))
        assert (row["progress"] == "reached") == (row["done"] >= 1000)
    assert [row["done"] for row in rows] == sorted(row["done"] for row in rows)
