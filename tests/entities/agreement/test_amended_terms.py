"""What was amended holds from the day it was signed; days before it answer as they did."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.core.fields import TextList
from netreg.entities import AGREEMENT
from netreg.entities.agreement.amended_terms import list_old_values, restore_terms
from netreg.entities.agreement.derived_dates import derive_agreement
from netreg.entities.agreement.explanation import explain_dates

if TYPE_CHECKING:
    from netreg.core.entity import Row

ONE: Row = {"signed_on": "2023-01-01", "term": "P3Y"}


def agreement(*amendments: tuple[str, str], **known: Any) -> Row:
    """An agreement as it is now, with the day of each amendment and what it replaced."""
    rows = [
        "\x1f".join((str(number), day, str(TextList.store(before.split(";")))))
        for number, (day, before) in enumerate(amendments, 1)
    ]
    return AGREEMENT.make_blank_row() | {"title": "ข้อตกลงสมมติ", "amendment_rows": "\x1e".join(rows) or None} | known


def asked(as_of: str, row: Row) -> Row:
    return derive_agreement(row, TimeFrame(date.fromisoformat(as_of)))


LATER = ("2024-06-01", "term=P1Y")
TACIT: Row = {"signed_on": "2020-01-01", "term": "P1Y", "renewal": "none"}
ENDS: list[tuple[str, tuple[tuple[str, str], ...], Row, str, str]] = [
    ("2024-05-31", (LATER,), ONE, "2023-12-31", "expired"),
    ("2024-06-01", (LATER,), ONE, "2025-12-31", "in_force"),
    ("2023-06-01", (LATER,), ONE, "2023-12-31", "in_force"),
    # Each in its turn.
    ("2023-06-01", (("2023-08-01", "term=P1Y"), ("2024-06-01", "term=P2Y")), ONE, "2023-12-31", "in_force"),
    ("2023-08-01", (("2023-08-01", "term=P1Y"), ("2024-06-01", "term=P2Y")), ONE, "2024-12-31", "in_force"),
    ("2024-06-01", (("2023-08-01", "term=P1Y"), ("2024-06-01", "term=P2Y")), ONE, "2025-12-31", "in_force"),
    # A stated end that was none before.
    ("2024-05-31", (("2024-06-01", "end_stated="),), ONE | {"end_stated": "2024-12-31"}, "2025-12-31", "in_force"),
    ("2024-06-01", (("2024-06-01", "end_stated="),), ONE | {"end_stated": "2024-12-31"}, "2024-12-31", "in_force"),
    # The first day counted until then.
    ("2024-05-31", (("2024-06-01", "first_day_counted=1"),), ONE | {"first_day_counted": 0}, "2025-12-31", "in_force"),
    ("2024-06-01", (("2024-06-01", "first_day_counted=1"),), ONE | {"first_day_counted": 0}, "2026-01-01", "in_force"),
    # The grace.
    ("2026-01-15", (("2026-01-10", "grace_days="),), ONE | {"grace_days": 30}, "2025-12-31", "in_grace"),
    ("2026-01-09", (("2026-01-10", "grace_days="),), ONE | {"grace_days": 30}, "2025-12-31", "expired"),
    # It renewed itself until that was amended: the rounds that had happened stand.
    ("2023-03-01", (("2023-06-01", "renewal=tacit"),), TACIT, "2023-12-31", "in_force"),
    ("2023-06-01", (("2023-06-01", "renewal=tacit"),), TACIT, "2023-12-31", "in_force"),
    ("2024-01-01", (("2023-06-01", "renewal=tacit"),), TACIT, "2023-12-31", "expired"),
    # In a round an end was stated.
    (
        "2023-07-01",
        (("2023-06-01", "renewal=tacit;end_stated="),),
        TACIT | {"end_stated": "2024-03-31"},
        "2024-03-31",
        "in_force",
    ),
]


@pytest.mark.parametrize(("as_of", "amendments", "known", "end", "state"), ENDS)
def test_the_end_by_what_was_agreed_on_the_day(
    as_of: str, amendments: tuple[tuple[str, str], ...], known: Row, end: str, state: str
) -> None:
    found = asked(as_of, agreement(*amendments, **known))
    assert (found["end"], found["state"]) == (end, state)


def test_the_settlement_before_it_is_back_too() -> None:
    known = {"signed_on": "2023-01-01", "term": "P3Y", "end_stated": "2024-12-31"}
    before = "term=P1Y;end_settled=term;settled_on=2023-02-01;settled_stated=2024-12-31;settled_term=2023-12-31"
    row = agreement(("2024-06-01", before), **known, end_settled="stated", settled_on="2024-07-01")
    assert asked("2023-03-01", row)["end"] == "2023-12-31"
    assert [flag["id"] for flag in asked("2023-01-15", row)["flags"]] == ["term-mismatch", "amended-later"]
    assert asked("2024-07-01", row)["end"] == "2024-12-31"


def test_what_is_kept_is_what_changed() -> None:
    before = agreement(**ONE)
    assert list_old_values(before, before | {"term": "P1Y", "title": "อื่น", "notice": "P1M"}) == [
        "term=P3Y",
        "notice=",
        "title=ข้อตกลงสมมติ",
    ]
    assert list_old_values(before, before | {"title": "อื่น"}) == ["title=ข้อตกลงสมมติ"]
    assert list_old_values(before, before | {"note": "อื่น"}) == []
    settled = before | {"end_settled": "term"}
    assert list_old_values(settled, settled | {"term": "P1Y"})[:2] == ["term=P3Y", "end_settled=term"]


def test_explained_with_what_it_said() -> None:
    row = agreement(LATER, **ONE)
    for as_of, end, rule in (("2024-05-31", "2023-12-31", "amended_later"), ("2024-06-01", "2025-12-31", "amended")):
        steps = explain_dates(row, {}, date.fromisoformat(as_of))
        assert end in [step.value for step in steps if step.clock == "end"]
        assert [step.rule for step in steps if step.rule.startswith("amended")] == [rule]


def test_nothing_amended_nothing_put_back() -> None:
    row = agreement(**ONE)
    assert restore_terms(row, date.min) is row
