"""What was imported is kept: each file, how it was read, what became of it, and how its source is mapped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from netreg.store import commands, database
from netreg.store.history import changes
from netreg.store.importing import import_log
from netreg.store.importing.import_log import ImportedFile

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

FILE = ImportedFile(
    "person", "คณะ.csv", "ab" * 32, "csv", "cp874", "คณะสมมติ", {"ชื่อเรา": "given_name", "สี": "-"}, 9, 4, 3, 1, 1, 0
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("imports") / "register.db"
    database.create(path)
    with database.writing_unrecorded(path) as db:
        yield db


@pytest.fixture
def db(opened: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An empty register in which a command runs; what a test writes is rolled back."""
    with commands.open_command(opened, "member import", "ผู้ทดสอบ", dry_run=True):
        yield opened


def test_a_file_is_kept_with_all_that_is_known_of_it(db: sqlite3.Connection) -> None:
    command = db.execute("SELECT id FROM running").fetchone()[0]
    import_log.add_import(db, command, FILE)
    [kept] = import_log.list_imports(db)
    assert kept.pop("at").endswith("Z")
    assert json.loads(kept.pop("mapping")) == FILE.mapping
    told = {name: value for name, value in FILE._asdict().items() if name != "mapping"}
    assert kept == {"id": kept["id"], "command_id": command, **told}


def test_the_newest_stands_first(db: sqlite3.Connection) -> None:
    for name in ("ก.csv", "ข.csv"):
        import_log.add_import(db, None, FILE._replace(file=name))
    assert [kept["file"] for kept in import_log.list_imports(db)] == ["ข.csv", "ก.csv"]


def test_what_is_kept_is_in_no_history(db: sqlite3.Connection) -> None:
    import_log.add_import(db, None, FILE)
    assert db.execute("SELECT count(*) FROM change").fetchone()[0] == 0


def test_a_mapping_is_that_of_its_kind_and_source(db: sqlite3.Connection) -> None:
    assert import_log.read_mapping(db, "person", "คณะสมมติ") == {}
    import_log.store_mapping(db, "person", "คณะสมมติ", FILE.mapping)
    import_log.store_mapping(db, "person", "คณะอื่น", {"x": "note"})
    assert import_log.read_mapping(db, "person", "คณะสมมติ") == FILE.mapping
    assert import_log.read_mapping(db, "person", "คณะอื่น") == {"x": "note"}
    assert import_log.read_mapping(db, "organisation", "คณะสมมติ") == {}


def test_the_last_mapping_counts(db: sqlite3.Connection) -> None:
    import_log.store_mapping(db, "person", "x", FILE.mapping)
    import_log.store_mapping(db, "person", "x", {"ชื่อเรา": "family_name"})
    assert import_log.read_mapping(db, "person", "x") == {"ชื่อเรา": "family_name"}


def test_a_mapping_that_did_not_change_writes_nothing(db: sqlite3.Connection) -> None:
    command = db.execute("SELECT id FROM running").fetchone()[0]
    import_log.store_mapping(db, "person", "x", {})
    assert changes.read_command_changes(db, command) == []
    import_log.store_mapping(db, "person", "x", FILE.mapping)
    import_log.store_mapping(db, "person", "x", dict(reversed(list(FILE.mapping.items()))))
    assert [(change.kind, change.before is None) for change in changes.read_command_changes(db, command)] == [
        ("setting", True)
    ]


def test_counts_of_a_committed_import_outlive_its_undo(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    database.create(path)
    with database.writing_unrecorded(path) as db:
        with commands.open_command(db, "member import", "ผู้ทดสอบ") as command:
            import_log.store_mapping(db, "person", "x", FILE.mapping)
            import_log.add_import(db, command, FILE)
        with commands.open_command(db, "undo", "ผู้ทดสอบ"):
            db.execute("DELETE FROM setting")
        assert [kept["command_id"] for kept in import_log.list_imports(db)] == [command]
        assert import_log.read_mapping(db, "person", "x") == {}
