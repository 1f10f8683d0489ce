"""Records that a command removed come back as they were, all at once where they can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import ORGANISATION, PERSON
from netreg.errors import RefusedChange
from netreg.store import database, indexes
from netreg.store.doctor import examination
from netreg.store.history import changes, command_log, hash_chain
from netreg.store.records import records
from netreg.store.undo import restored_records, reversal
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

TABLES = ("organisation", "person", "post", "name_key")


@pytest.fixture
def path(path: Path) -> Path:
    """A register with an organisation, people in it with a post each, and the people removed again."""
    with database.writing(path, "org add", "ผู้ทดสอบ") as db:
        unit = checked_writes.add_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ", "code": "unit"})
    with database.writing(path, "member add", "ผู้ทดสอบ") as db:
        for number in range(1, 6):
            values = {"code": f"m{number}", "titles": "ดร.", "given_name": f"สมชาย{number}", "family_name": "ทด'สอบ"}
            checked_writes.add_record(db, PERSON, values, {"organisation": unit, "position": "ครู"})
    return path


def read_tables(path: Path) -> dict[str, list[Any]]:
    with database.reading(path) as db:
        return {t: sorted((tuple(row) for row in db.execute(f"SELECT * FROM {t}")), key=repr) for t in TABLES}


def remove_people(path: Path) -> None:
    with database.writing(path, "member remove", "ผู้ทดสอบ") as db:
        for number in range(1, 6):
            records.delete_record(db, PERSON, number)


def undo_last(path: Path) -> reversal.UndoResult:
    with database.writing(path, "undo", "ผู้ทดสอบ") as db:
        command = reversal.choose_commands(db, None, redo=False)[0]
        command_log.mark_undone(db, command.id)
        return reversal.undo_command(db, command, force_unaffected=False)


@pytest.mark.parametrize("many", [1, 1000])
def test_records_come_back_as_they_were(path: Path, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(indexes, "MANY", many)
    before = read_tables(path)
    remove_people(path)
    assert undo_last(path).records == 10
    assert read_tables(path) == before
    with database.reading(path) as db:
        assert hash_chain.find_broken_link(db) is None
        assert [
            finding.what
            for finding in (
                *examination._examine_derived_data(db),
                *examination._examine_history(db),
                *examination._examine_triggers(db),
            )
        ] == []
        last = changes.read_command_changes(db, 4)
    assert {change.kind for change in last} == {"person", "post"}
    assert all(change.before is None and change.after for change in last)


def _count_restored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the records restored all at once, each time it is tried."""
    counts: list[int] = []
    put_back: Callable[[sqlite3.Connection], int] = restored_records.restore_records

    def counted(db: sqlite3.Connection) -> int:
        counts.append(-1)
        counts[-1] = put_back(db)
        return counts[-1]

    monkeypatch.setattr(restored_records, "restore_records", counted)
    return counts


def test_all_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = _count_restored(monkeypatch)
    remove_people(path)
    undo_last(path)
    assert counts == [10]


def test_where_one_has_no_place_each_goes_by_itself_and_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = _count_restored(monkeypatch)
    remove_people(path)
    with database.writing(path, "member add", "ผู้ทดสอบ") as db:
        checked_writes.add_record(db, PERSON, {"code": "m3", "given_name": "สมหญิง", "family_name": "ทดสอบ"})
    before = read_tables(path)
    with (
        pytest.raises(RefusedChange, match="สมชาย3"),
        database.writing(path, "undo", "ผู้ทดสอบ") as db,
    ):
        reversal.undo_command(db, reversal.choose_commands(db, 3, redo=False)[0], force_unaffected=False)
    assert counts[0] == -1
    assert read_tables(path) == before


def test_where_one_points_to_nothing_each_goes_by_itself(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = _count_restored(monkeypatch)
    remove_people(path)
    with database.writing(path, "org remove", "ผู้ทดสอบ") as db:
        records.delete_record(db, ORGANISATION, 1)
    with pytest.raises(RefusedChange), database.writing(path, "undo", "ผู้ทดสอบ") as db:
        reversal.undo_command(db, reversal.choose_commands(db, 3, redo=False)[0], force_unaffected=False)
    assert counts == [10, 0]
