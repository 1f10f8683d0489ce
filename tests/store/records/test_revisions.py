"""How often a record was changed: by the history, which only grows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from netreg.entities import AGREEMENT, ORGANISATION, PARTY, SIGNATORY
from netreg.store.database import reading, writing
from netreg.store.records import records, revisions
from netreg.store.undo import reversal
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(path: Path) -> Path:
    with writing(path, "agreement add", "ผู้ทดสอบ") as db:
        office = checked_writes.add_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ"})
        for title in ("ข้อตกลงหนึ่งสมมติ", "ข้อตกลงสองสมมติ"):
            number = checked_writes.add_record(db, AGREEMENT, {"title": title})
            checked_writes.add_record(db, PARTY, {"agreement": number, "organisation": office})
    return path


@contextmanager
def command(path: Path) -> Iterator[sqlite3.Connection]:
    with writing(path, "test", "ผู้ทดสอบ") as db:
        yield db


def numbers(path: Path) -> list[int]:
    with reading(path) as db:
        return [revision.number for _record, revision in sorted(revisions.count_revisions(db, AGREEMENT).items())]


def test_a_command_is_one_revision_whatever_it_touches(path: Path) -> None:
    assert numbers(path) == [1, 1]
    with command(path) as db:
        records.update_record(db, AGREEMENT, 1, {"note": "ก"})
        records.update_record(db, AGREEMENT, 1, {"note": "ข"})
        records.update_record(db, PARTY, 1, {"note": "ค"})
    assert numbers(path) == [2, 1]


def test_what_belongs_to_it_counts_also_when_it_is_gone(path: Path) -> None:
    with command(path) as db:
        checked_writes.add_record(db, SIGNATORY, {"party": 2, "name_as_signed": "ผู้ลงนามสมมติ"})
    assert numbers(path) == [1, 2]
    with command(path) as db:
        records.delete_record(db, PARTY, 2)
    assert numbers(path) == [1, 3]
    with command(path) as db:
        records.update_record(db, PARTY, 1, {"note": "ก"})
    assert numbers(path) == [2, 3]


def test_an_undo_is_a_revision_too_and_a_later_one(path: Path) -> None:
    with reading(path) as db:
        before = revisions.count_revisions(db, AGREEMENT)[1]
        stamp = records.find_updated_at(db, AGREEMENT, 1)
    with command(path) as db:
        records.update_record(db, AGREEMENT, 1, {"note": "ก"})
    with command(path) as db:
        for one in reversal.choose_commands(db, None, redo=False):
            reversal.undo_command(db, one, force_unaffected=False)
    with reading(path) as db:
        after = revisions.count_revisions(db, AGREEMENT)[1]
        assert records.find_updated_at(db, AGREEMENT, 1) == stamp, "the record itself is as it was"
    assert after.number == before.number + 2
    assert after.at > before.at
