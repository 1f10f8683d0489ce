"""What an agreement covers, what lies between it and the next, and what ends in which quarter."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest

from netreg.core.entity import Row, TimeFrame
from netreg.entities import AGREEMENT
from netreg.entities.agreement.forecast import find_quarter, forecast_endings, list_quarters
from netreg.entities.agreement.period_coverage import find_gaps

AS_OF = date(2026, 11, 21)


def agreement(**known: Any) -> Row:
    return AGREEMENT.make_blank_row() | {"title": "ข้อตกลงสมมติ"} | known


OLD = agreement(signed_on="2020-01-01", end_stated="2022-12-31")
FOLLOWED: list[tuple[Row, Row, tuple[str, str, str | None, int | None] | None]] = [
    (OLD, agreement(signed_on="2023-01-01"), None),
    (OLD, agreement(signed_on="2023-01-11"), ("gap", "2023-01-01", "2023-01-10", 10)),
    (OLD, agreement(signed_on="2022-12-22"), ("overlap", "2022-12-22", "2022-12-31", 10)),
    (OLD, agreement(), ("gap", "2023-01-01", None, 1421)),
    (OLD | {"final_status": "terminated", "final_on": "2022-06-30"}, agreement(signed_on="2023-01-01"),
     ("gap", "2022-07-01", "2022-12-31", 184)),
    (agreement(signed_on="2020-01-01"), agreement(signed_on="2023-01-01", end_stated="2023-01-31"),
     ("overlap", "2023-01-01", "2023-01-31", 31)),
    (agreement(signed_on="2020-01-01"), agreement(signed_on="2023-01-01"), ("overlap", "2023-01-01", None, None)),
    (agreement(), agreement(signed_on="2023-01-01"), None),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "expected"), FOLLOWED)
def test_between_an_agreement_and_its_successor(
    first: Row, second: Row, expected: tuple[str, str, str | None, int | None] | None
) -> None:
    found = [(gap.kind, gap.since, gap.until, gap.days) for gap in find_gaps(first, [second], AS_OF)]
    assert found == ([expected] if expected else [])


def test_between_two_periods_of_one_agreement() -> None:
    row = OLD | {"term": "P1Y", "decision_rows": "1\x1frenew\x1f2022-06-01\x1f2023-02-01\x1f\x1f\x1f"}
    [gap] = find_gaps(row, [], AS_OF)
    assert (gap.kind, gap.since, gap.until, gap.days, gap.successor) == ("gap", "2023-01-01", "2023-01-31", 31, None)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2026-10-01", (2570, 1, "2026-10-01", "2026-12-31")),
        ("2026-12-31", (2570, 1, "2026-10-01", "2026-12-31")),
        ("2027-01-01", (2570, 2, "2027-01-01", "2027-03-31")),
        ("2027-06-30", (2570, 3, "2027-04-01", "2027-06-30")),
        ("2027-09-30", (2570, 4, "2027-07-01", "2027-09-30")),
        ("2024-02-29", (2567, 2, "2024-01-01", "2024-03-31")),
    ],
)
def test_the_quarter_of_the_fiscal_year(day: str, quarter: tuple[int, int, str, str]) -> None:
    year, number, first, last = find_quarter(date.fromisoformat(day))
    assert (year, number, first.isoformat(), last.isoformat()) == quarter


def test_quarters_follow_one_another() -> None:
    ahead = list_quarters(AS_OF, 3)
    assert len(ahead) == 12
    assert all((after.first - before.last).days == 1 for before, after in itertools.pairwise(ahead))


def test_what_ends_stands_in_its_quarter_once() -> None:
    rows = [
        agreement(signed_on="2024-01-01", end_stated="2026-12-31", notice="P3M"),
        agreement(signed_on="2024-01-01", end_stated="2027", notice="P1M"),
        agreement(signed_on="2024-02-01", term="P1Y", renewal="tacit"),
        agreement(signed_on="2020-01-01", end_stated="2022-12-31"),
        agreement(end_stated="2026-12-31"),
    ]
    rows = [AGREEMENT.add_derived(row, TimeFrame(AS_OF)) for row in rows]
    found = forecast_endings(rows, list_quarters(AS_OF, 1), AS_OF)
    assert [(len(one.ends), len(one.renews), len(one.notices)) for one in found] == [
        (1, 0, 1),
        (1, 1, 0),
        (0, 0, 0),
        (0, 0, 0),
    ]
