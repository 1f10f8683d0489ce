"""What the file says of itself: when a command last ran, which is no change of the register."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from netreg.store import database, doctor, history
from netreg.store.settings import REMIND, beat, last_beat, last_run, ran

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "register.db"
    database.create(file)
    return file


def test_it_never_ran(path: Path) -> None:
    assert last_run(path) is None


def test_it_ran_just_now_and_again(path: Path) -> None:
    ran(path, REMIND)
    first = last_run(path)
    assert first
    assert timedelta() <= datetime.now(UTC) - datetime.fromisoformat(first) < timedelta(seconds=60)
    ran(path, REMIND)
    second = last_run(path)
    assert second
    assert second >= first
    assert last_run(path, "another") is None


def test_that_it_ran_is_no_change(path: Path) -> None:
    ran(path, REMIND)
    with database.reading(path) as db:
        assert history.commands(db) == []
        assert db.execute("SELECT count(*) FROM change").fetchone()[0] == 0
    assert doctor.examine(path, full=True) == []


def test_in_a_transaction_of_the_caller_it_stands_or_falls_with_it(path: Path) -> None:
    with database.unlocked(path) as db:
        with database.immediate(db, keep=False):
            beat(db, REMIND)
            assert last_beat(db, REMIND)
        assert last_beat(db, REMIND) is None
        with database.immediate(db):
            beat(db, REMIND)
    assert last_run(path)
