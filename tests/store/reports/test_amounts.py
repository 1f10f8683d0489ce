"""Sums of money raised: by fund, by fiscal year, by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import ACTIVITY, INVOLVEMENT
from netreg.store.database import create, writing
from netreg.store.reports.amounts import sum_amounts
from netreg.store.writes import checked_writes
from netreg.thai.dates.fiscal_years import build_fiscal_year

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {"title": "วิ่ง 1", "starts_on": "2022-09-30", "fund": "ทุนการศึกษา", "amount": 100_050, "kind": "fund_raising"},
    {"title": "วิ่ง 2", "starts_on": "2022-10-01", "fund": "ทุนการศึกษา", "amount": 200_000, "kind": "fund_raising"},
    {"title": "โบว์ลิง", "starts_on": "2022-11", "fund": "ทุนวิจัย", "amount": 1, "kind": "research"},
    {"title": "ยกเลิก", "starts_on": "2022-11-01", "fund": "ทุนวิจัย", "amount": 999, "state": "cancelled"},
    {"title": "ไม่ทราบวัน", "amount": 5, "kind": "fund_raising"},
    {"title": "ปีเดียว", "starts_on": "2022", "amount": 7},
    {"title": "ไม่มีเงิน", "starts_on": "2022-11-01", "fund": "ทุนวิจัย"},
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("sums") / "register.db"
    create(path)
    with writing(path, "test", "tester", dry_run=True) as connection:
        for row in ROWS:
            checked_writes.add_record(connection, ACTIVITY, row)
        given = checked_writes.add_record(
            connection, ACTIVITY, {"title": "บริจาค", "starts_on": "2022-10-05", "fund": "ทุนวิจัย"}
        )
        for name, amount in (("ก", 300), ("ข", 400)):
            values = {"activity": given, "name_as_recorded": name, "role": "donor", "amount": amount}
            checked_writes.add_record(connection, INVOLVEMENT, values)
        yield connection


def sums(db: sqlite3.Connection, *names: str, **more: Any) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in sum_amounts(db, names, **more)]


def test_by_fund_and_fiscal_year(db: sqlite3.Connection) -> None:
    assert sums(db, "fund", "year") == [
        ("ทุนการศึกษา", 2565, 1, 100_050),
        ("ทุนการศึกษา", 2566, 1, 200_000),
        ("ทุนวิจัย", 2566, 2, 701),
        (None, None, 2, 12),
    ]


def test_by_kind(db: sqlite3.Connection) -> None:
    assert sums(db, "kind") == [("fund_raising", 3, 300_055), ("research", 1, 1), (None, 2, 707)]


def test_of_one_fiscal_year(db: sqlite3.Connection) -> None:
    """A day known only to its year may lie in it."""
    assert sums(db, "fund", span=tuple(build_fiscal_year(2566))) == [
        ("ทุนการศึกษา", 1, 200_000),
        ("ทุนวิจัย", 2, 701),
        (None, 1, 7),
    ]
