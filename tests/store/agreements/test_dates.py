"""The dates that are kept beside agreements: in step with every change, and enough to find what is asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from netreg.core.entity import TimeFrame
from netreg.core.fields import TextList
from netreg.entities import AGREEMENT, AMENDMENT, DECISION, ORGANISATION, PARTY, SIGNATORY
from netreg.entities.agreement.forecast import forecast_endings
from netreg.store import connections, database
from netreg.store.agreements import dates
from netreg.store.records import records
from netreg.store.reports.agreement_states import NAMED, count_agreements
from netreg.store.reports.network import choose_quarters
from netreg.store.writes import checked_writes
from netreg.thai.dates import terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

KNOWN: list[dict[str, Any]] = [
    {"title": "ร่าง", "end_stated": "2024-06-30"},
    {"title": "ธรรมดา", "signed_on": "2022-01-01", "term": "P2Y", "notice": "P3M"},
    {"title": "ผ่อนผัน", "signed_on": "2022-03-01", "end_stated": "2024", "grace_days": 30},
    {"title": "โดยปริยาย", "signed_on": "2021-05-15", "term": "P6M", "renewal": "tacit", "notice": "P1M"},
    {"title": "ไม่มีสิ้นสุด", "signed_on": "2021-01-01"},
    {"title": "ปิด", "signed_on": "2021-01-01", "term": "P3Y", "final_status": "terminated", "final_on": "2023-02-01"},
    {"title": "ตัดสิน", "signed_on": "2021-01-01", "term": "P2Y"},
    {"title": "แจ้งไม่ต่อ", "signed_on": "2021-02-01", "term": "P1Y", "renewal": "tacit"},
    {"title": "ลงนามทีละฝ่าย", "effective_from": "2022-02-01", "term": "P1Y"},
    {
        "title": "ต่อแล้วเลิก",
        "signed_on": "2021-01-01",
        "term": "P1Y",
        "renewal": "tacit",
        "final_status": "terminated",
        "final_on": "2023-02-01",
    },
    {"title": "แก้ไข", "signed_on": "2021-01-01", "term": "P3Y", "grace_days": 30},
    {"title": "ร่างที่ต่อเอง", "effective_from": "2021-01-01", "term": "P1Y", "renewal": "tacit"},
    {"title": "ตามมา", "signed_on": "2024-05-01", "term": "P1Y"},
]


@pytest.fixture
def path(path: Path) -> Path:
    """A register with an agreement of each kind, their numbers those of the table from 1."""
    with database.writing(path, "prepare", "ผู้ทดสอบ") as db:
        unit = checked_writes.add_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ"})
        for values in KNOWN:
            number = checked_writes.add_record(db, AGREEMENT, values)
            checked_writes.add_record(db, PARTY, {"agreement": number, "organisation": unit})
    with database.writing(path, "decide", "ผู้ทดสอบ") as db:
        checked_writes.add_record(db, DECISION, {"agreement": 7, "kind": "renew", "decided_on": "2022-11-01"})
        before = {"before": TextList.store(["term=P1Y", "renewal=tacit", "grace_days="])}
        checked_writes.add_record(
            db, AMENDMENT, {"agreement": 11, "kind": "amended", "signed_on": "2022-08-01", "text": "ก", **before}
        )
        checked_writes.add_record(db, DECISION, {"agreement": 8, "kind": "lapse", "decided_on": "2023-01-10"})
        checked_writes.add_record(db, SIGNATORY, {"party": 9, "name_as_signed": "นายสมมติ", "signed_on": "2022-01-20"})
        checked_writes.edit_record(db, AGREEMENT, 13, {"predecessor": 2})
    return path


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with database.reading(path) as connection:
        yield connection


def found(db: sqlite3.Connection, as_of: date, window: str, *conditions: Any) -> list[dict[str, Any]]:
    rows = records.select_records(db, AGREEMENT, conditions, as_of=as_of)
    return [AGREEMENT.add_derived(row, TimeFrame(as_of, window)) for row in rows]


@pytest.mark.parametrize(("window", "first"), [("P0D", 0), ("P90D", 11), ("P1Y", 22)])
def test_nothing_that_is_asked_for_is_left_out(db: sqlite3.Connection, window: str, first: int) -> None:
    for days in range(first, 6 * 365, 33):
        as_of = date(2020, 12, 1) + timedelta(days=days)
        everything = found(db, as_of, window)
        until = terms.add_term(as_of, window)
        due = {row["id"] for row in everything if row["due"] != "none"}
        near = {row["id"] for row in found(db, as_of, window, dates.select_possibly_due(as_of, until))}
        assert due <= near
        past = {row["id"] for row in everything if row["undecided"]}
        number, latest = dates.read_ended(db, [], as_of, 99)
        unsettled = {row["id"] for row in found(db, as_of, window, dates.select_open(as_of)) if row["undecided"]}
        assert number == len(latest)
        assert set(latest) | unsettled == past
        assert past <= {row["id"] for row in found(db, as_of, window, dates.select_possibly_over(as_of))}
        endless = {row["id"] for row in everything if not row["has_end"]}
        assert endless <= {row["id"] for row in found(db, as_of, window, dates.select_possibly_endless(as_of))}


def test_what_ended_last_comes_first(db: sqlite3.Connection) -> None:
    number, latest = dates.read_ended(db, [], date(2026, 1, 1), 2)
    assert (number, latest) == (5, [13, 3]), "one has a successor, one was to lapse"


def test_states_and_quarters_are_counted_as_each_agreement_says(db: sqlite3.Connection) -> None:
    for days in range(0, 6 * 365, 37):
        frame = TimeFrame(date(2020, 12, 1) + timedelta(days=days), "P90D")
        ahead = choose_quarters(frame.as_of, None)
        counted = count_agreements(db, [], ahead, frame)
        rows = found(db, frame.as_of, frame.window)
        assert counted.states == Counter(row["state"] for row in rows), frame.as_of
        assert counted.endless == sum(row["state"] == "in_force" and not row["end"] for row in rows), frame.as_of
        ending = [{row["id"] for row in (*one.ends, *one.renews)} for one in forecast_endings(rows, ahead, frame.as_of)]
        for quarter, expected in zip(counted.endings, ending, strict=True):
            assert quarter.number == len(expected), (frame.as_of, quarter)
            assert {row["id"] for row in quarter.first} <= expected
            assert len(quarter.first) == min(NAMED, len(expected))


def test_every_change_keeps_them_in_step(path: Path) -> None:
    changes: list[Any] = [
        lambda db: checked_writes.edit_record(db, AGREEMENT, 2, {"term": "P5Y"}, amending=True),
        lambda db: checked_writes.edit_record(db, AGREEMENT, 13, {"predecessor": None}),
        lambda db: checked_writes.remove_record(db, DECISION, 1),
        lambda db: checked_writes.edit_record(db, AMENDMENT, 1, {"signed_on": "2022-11-01"}),
        lambda db: checked_writes.remove_record(db, AMENDMENT, 1),
        lambda db: checked_writes.remove_record(db, SIGNATORY, 1, amending=True),
        lambda db: checked_writes.add_record(
            db, SIGNATORY, {"party": 1, "name_as_signed": "นายสมมติ", "signed_on": "2023-01-20"}
        ),
        lambda db: checked_writes.remove_record(db, AGREEMENT, 8),
        lambda db: checked_writes.remove_record(db, PARTY, 5, amending=True),
        lambda db: checked_writes.edit_record(db, PARTY, 3, {"agreement": 5}, amending=True),
    ]
    for change in changes:
        with database.writing(path, "change", "ผู้ทดสอบ") as db:
            change(db)
        with database.reading(path) as db:
            assert dates.count_stale(db) == 0
            assert db.execute("SELECT count(*) FROM agreement_dates").fetchone()[0] == records.count_records(
                db, AGREEMENT
            )


def test_they_are_recomputed_where_they_are_out_of_step(path: Path) -> None:
    with connections.open_transaction(path) as db:
        db.execute("UPDATE agreement_dates SET end_last = '2000-01-01' WHERE agreement_id = 2")
        db.execute("DELETE FROM agreement_dates WHERE agreement_id = 3")
        assert dates.rebuild_dates(db) == 2
        assert dates.rebuild_dates(db) == 0


def test_a_list_by_name_uses_the_index_of_names(db: sqlite3.Connection) -> None:
    plan = db.execute("EXPLAIN QUERY PLAN SELECT t.* FROM agreement t ORDER BY t.sort_key, t.id LIMIT 20").fetchall()
    assert "agreement_sort_key" in plan[0][3]
    assert not any("TEMP B-TREE" in row[3] for row in plan)
