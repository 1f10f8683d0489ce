"""Reads in lots leave no statement open, and a plan is stale where others changed what it has read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from netreg.entities import BY_NAME
from netreg.store import connections, database
from netreg.store.concurrency import SeenState, iterate_in_lots
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with database.writing(path, "add", "ผู้ทดสอบ") as other:
        add(other, "organisation", name_th="คณะสมมติ")
        add(other, "person", given_name="กานดา", family_name="สมมติ")
    with closing(connections.connect(path, "rw")) as connection:
        yield connection


def add(db: sqlite3.Connection, kind: str, **values: object) -> None:
    checked_writes.add_record(db, BY_NAME[kind], values)


def add_elsewhere(path: Path, kind: str, **values: object) -> None:
    with database.writing(path, "add", "อีกคน") as other:
        add(other, kind, **values)


NAMES = "SELECT record_id FROM name_key WHERE kind = 'person'"
PEOPLE, BODIES, RUNS = "SELECT id FROM person", "SELECT id FROM organisation", "SELECT * FROM last_run"
BODY: tuple[str, dict[str, object]] = ("organisation", {"name_th": "ศูนย์สมมติ"})
FORMER: tuple[str, dict[str, object]] = ("former_name", {"person": 1, "given_name": "ทดสอบ"})


def test_a_plan_is_stale_where_others_changed_what_it_read(path: Path, db: sqlite3.Connection) -> None:
    cases: list[
        tuple[list[str], tuple[str, ...], tuple[str, dict[str, object]], bool]
    ] = [  # what is read while it is watched, of which kinds, what another process adds, whether that matters
        ([PEOPLE], (), BODY, False),
        ([PEOPLE, NAMES], ("person",), BODY, False),
        ([PEOPLE, NAMES], ("person", "organisation"), BODY, True),
        ([PEOPLE, BODIES], (), BODY, True),
        (["SELECT count(*) FROM organisation"], (), BODY, True),
        ([NAMES], ("person",), FORMER, True),  # which the person has as a name
        ([PEOPLE, RUNS], (), BODY, True),  # no history has that table
    ]
    found = []
    for number, (statements, kinds, (kind, values), _matters) in enumerate(cases):
        seen = SeenState(db)
        with seen.watching_reads(db, kinds):
            for sql in statements:
                db.execute(sql).fetchall()
        assert not seen.is_stale(db)
        add_elsewhere(
            path, kind, **{name: f"{one}ที่{number}" if name == "name_th" else one for name, one in values.items()}
        )
        found.append((statements, kinds, (kind, values), seen.is_stale(db)))
    assert found == cases


def test_what_was_not_watched_is_stale_at_any_change(path: Path, db: sqlite3.Connection) -> None:
    seen = SeenState(db)
    assert not seen.is_stale(db)
    add_elsewhere(path, BODY[0], **BODY[1])
    assert seen.is_stale(db)


def test_a_change_that_no_history_has_may_matter(path: Path, db: sqlite3.Connection) -> None:
    seen = SeenState(db)
    with seen.watching_reads(db, ()):
        db.execute(NAMES).fetchall()
    with closing(sqlite3.connect(path)) as other:
        other.execute("DELETE FROM name_key")
        other.commit()
    assert seen.is_stale(db)


def test_no_statement_is_open_between_lots(path: Path, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netreg.store.concurrency._LOT", 2)
    with database.writing(path, "add", "ผู้ทดสอบ") as other:
        for number in range(5):
            add(other, "organisation", name_th=f"หน่วยสมมติที่ {number}")
    lots = iterate_in_lots(db, "SELECT id, name_th FROM organisation WHERE id <> 3", "id")
    assert [row[0] for row in next(lots)] == [1, 2]
    with closing(sqlite3.connect(path, timeout=0)) as writer:
        writer.execute("UPDATE organisation SET note = 'x'")
        writer.commit()
    assert [[row[0] for row in lot] for lot in lots] == [[4, 5], [6]]
