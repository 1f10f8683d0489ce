"""The doctor: each kind of damage is found, named with its cure, and mended where nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg.entities import AGREEMENT, ORGANISATION, PERSON, POST
from netreg.errors import Failure, NewerDatabase, NoDatabase, NotAllowed, NotARegister
from netreg.store import commands, connections, database
from netreg.store.doctor import examination, repair
from netreg.store.records import records
from netreg.store.writes import checked_writes
from tests import one_step_more

if TYPE_CHECKING:
    from collections.abc import Callable

    Harm = Callable[[Path], object]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "register.db"
    database.create(path)
    for number in range(3):
        with database.writing(path, "org add", "ผู้ทดสอบ") as db:
            checked_writes.add_record(db, ORGANISATION, {"name_th": f"หน่วยสมมติ {number}", "code": f"c{number}"})
    with database.writing(path, "member add", "ผู้ทดสอบ") as db:
        values = {"given_name": "สมมติ", "family_name": "ตัวอย่าง", "birth_date": "1970-01-02"}
        checked_writes.add_record(db, PERSON, values, {"organisation": 1, "position": "อาจารย์"})
    with database.writing(path, "agreement add", "ผู้ทดสอบ") as db:
        checked_writes.add_record(db, AGREEMENT, {"title": "ข้อตกลงสมมติ", "signed_on": "2024-09-11", "grace_days": 30})
    with database.writing(path, "org edit", "ผู้ทดสอบ") as db:
        checked_writes.edit_record(db, ORGANISATION, 2, {"note": "แก้แล้ว"})
    with database.writing(path, "org remove", "ผู้ทดสอบ") as db:
        records.delete_record(db, ORGANISATION, 3)
    return path.read_bytes()


@pytest.fixture
def path(template: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "register.db"
    file.write_bytes(template)
    file.chmod(0o600)
    return file


def list_findings(path: Path, *, full: bool = False) -> set[str]:
    return {finding.id for finding in examination.examine_register(path, full=full)}


def run_sql(sql: str) -> Callable[[Path], None]:
    """Change the file as another tool does, without netreg's settings."""

    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.executescript(sql)

    return harm


def change_unrecorded(table: str, event: str, sql: str) -> Callable[[Path], None]:
    """Make a change that no trigger records, as if nothing had been done to the trigger."""

    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            name = f"history_{table}_{event}"
            trigger = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [name]).fetchone()[0]
            db.executescript(f"PRAGMA foreign_keys = OFF; DROP TRIGGER {name}; {sql}; {trigger}")

    return harm


def put_beside(name: str) -> Callable[[Path], None]:
    return lambda path: path.with_name(name).touch()


# --- what is wrong inside ----------------------------------------------------------------


# Name, what is done, what is found, what --full finds besides, what is left after mending.
INSIDE: list[tuple[str, Harm, set[str], set[str], set[str]]] = [
    ("nothing", run_sql(""), set(), set(), set()),
    ("a change from outside", run_sql("UPDATE organisation SET address = 'ใหม่'"), {"search-index"}, set(), set()),
    ("a trigger gone", run_sql("DROP TRIGGER history_person_update"), {"triggers"}, set(), set()),
    (
        "a trigger changed",
        run_sql("""DROP TRIGGER history_post_delete;
            CREATE TRIGGER history_post_delete AFTER DELETE ON post BEGIN SELECT 1; END"""),
        {"triggers"},
        set(),
        set(),
    ),
    (
        "a trigger of somebody else's",
        run_sql("CREATE TRIGGER other AFTER INSERT ON person BEGIN UPDATE person SET note = 'x'; END"),
        {"strange-triggers"},
        set(),
        {"strange-triggers"},
    ),
    (
        "a trigger that calls itself ours",
        run_sql("CREATE TRIGGER history_other AFTER INSERT ON person BEGIN UPDATE person SET note = 'x'; END"),
        {"strange-triggers"},
        set(),
        {"strange-triggers"},
    ),
    ("names gone", run_sql("DELETE FROM name_key"), {"search-index"}, set(), set()),
    ("a name too many", run_sql("INSERT INTO name_key VALUES ('person', 'x', 99, 0)"), {"search-index"}, set(), set()),
    ("search text gone", run_sql("UPDATE person SET search_text = ''"), {"search-index"}, set(), set()),
    ("sort key wrong", run_sql("UPDATE agreement SET sort_key = 'ฮ'"), {"search-index"}, set(), set()),
    ("marked as running", run_sql("INSERT INTO running VALUES (1)"), {"running"}, set(), set()),
    ("an index gone", run_sql("DROP INDEX person_email"), {"schema"}, set(), {"schema"}),
    ("a table gone", run_sql("DROP TABLE head_count"), {"schema"}, set(), {"schema"}),
    (
        "a column gone",
        run_sql("""DROP TRIGGER history_post_insert; DROP TRIGGER history_post_update;
            DROP TRIGGER history_post_delete; ALTER TABLE post DROP COLUMN acting"""),
        {"schema"},
        set(),
        {"schema"},
    ),
    ("a column too many", run_sql("ALTER TABLE post ADD COLUMN more TEXT"), {"schema"}, set(), {"schema"}),
    (
        "pointing to nothing",
        run_sql("PRAGMA foreign_keys = OFF; DELETE FROM organisation WHERE id = 1"),
        {"dangling-reference", "search-index"},
        set(),
        {"dangling-reference"},
    ),
    (
        "a command changed",
        run_sql("UPDATE command SET actor = 'คนอื่น' WHERE id = 2"),
        set(),
        {"history-changed"},
        {"history-changed"},
    ),
    (
        "a change changed",
        run_sql("UPDATE change SET after = replace(after, 'แก้แล้ว', 'แก้แลว')"),
        set(),
        {"history-changed", "record-changed"},
        {"history-changed", "record-changed"},
    ),
    (
        "a command gone",
        run_sql("PRAGMA foreign_keys = OFF; DELETE FROM change WHERE command_id = 3; DELETE FROM command WHERE id = 3"),
        set(),
        {"history-changed", "history-gap"},
        {"history-changed", "history-gap"},
    ),
    (
        "the last command gone",
        run_sql("""PRAGMA foreign_keys = OFF; DELETE FROM change WHERE command_id = 7;
            DELETE FROM command WHERE id = 7"""),
        set(),
        {"history-cut-off", "record-changed"},
        {"history-cut-off", "record-changed"},
    ),
    (
        "all of the history gone",
        run_sql("PRAGMA foreign_keys = OFF; DELETE FROM change; DELETE FROM command"),
        set(),
        {"history-cut-off", "record-changed"},
        {"history-cut-off", "record-changed"},
    ),
    (
        "all of it gone without a trace",
        run_sql("PRAGMA foreign_keys = OFF; DELETE FROM change; DELETE FROM command; DELETE FROM sqlite_sequence"),
        set(),
        {"record-changed", "numbers-lost"},
        {"record-changed", "numbers-lost"},
    ),
    (
        "a text changed unseen",
        change_unrecorded("organisation", "update", "UPDATE organisation SET note = 'ปลอม'"),
        {"search-index"},
        {"record-changed"},
        {"search-index", "record-changed"},  # recomputing would hide it
    ),
    (
        "a day changed unseen",
        change_unrecorded("agreement", "update", "UPDATE agreement SET signed_on = '2024-09-12'"),
        {"search-index"},
        {"record-changed"},
        {"search-index", "record-changed"},
    ),
    (
        "a number changed unseen",
        change_unrecorded("agreement", "update", "UPDATE agreement SET grace_days = 31"),
        set(),
        {"record-changed"},
        {"record-changed"},
    ),
    (
        "a value cleared unseen",
        change_unrecorded("person", "update", "UPDATE person SET birth_date = NULL"),
        set(),
        {"record-changed"},
        {"record-changed"},
    ),
    (
        "a stamp changed unseen",
        change_unrecorded("person", "update", "UPDATE person SET updated_at = '2000-01-01T00:00:00.000000Z'"),
        set(),
        {"record-changed"},
        {"record-changed"},
    ),
    (
        "a reference changed unseen",
        change_unrecorded("post", "update", "UPDATE post SET organisation_id = 2"),
        set(),
        {"record-changed"},
        {"record-changed"},
    ),
    (
        "a row removed unseen",
        change_unrecorded("post", "delete", "DELETE FROM post"),
        {"search-index"},
        {"record-changed"},
        {"search-index", "record-changed"},
    ),
    (
        "a row added unseen",
        change_unrecorded("setting", "insert", "INSERT INTO setting (name, value) VALUES ('demo', 'yes')"),
        set(),
        {"record-changed"},
        {"record-changed"},
    ),
    (
        "what the columns mean",
        run_sql("UPDATE layout SET columns = replace(columns, 'name_th:', 'name_en:')"),
        {"triggers"},
        {"record-changed"},
        {"record-changed"},
    ),
    ("a table of another tool", run_sql("CREATE TABLE visit (x TEXT); CREATE VIEW v AS SELECT 1"), set(), set(), set()),
    ("a search index of another tool", run_sql("CREATE VIRTUAL TABLE person_fts USING fts5 (x)"), set(), set(), set()),
]


@pytest.mark.parametrize(("harm", "ids", "more", "left"), [case[1:] for case in INSIDE], ids=[c[0] for c in INSIDE])
def test_what_is_wrong_inside(path: Path, harm: Harm, ids: set[str], more: set[str], left: set[str]) -> None:
    harm(path)
    before = path.read_bytes()
    findings = examination.examine_register(path)
    assert {finding.id for finding in findings} == ids
    assert all(finding.cure and finding.what for finding in findings)
    assert list_findings(path, full=True) == ids | more
    assert path.read_bytes() == before, "an examination changes nothing"
    repair.repair_register(path, findings)
    assert list_findings(path, full=True) == left


def test_a_write_ahead_log_is_found_where_it_can_do_harm(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_sql("PRAGMA journal_mode = WAL")(path)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    findings = examination.examine_register(path)
    assert {finding.id for finding in findings} == {"wal"}
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert list_findings(path) == set()
    repair.repair_register(path, findings)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_a_mended_register_records_again(path: Path) -> None:
    run_sql("DROP TRIGGER history_organisation_update")(path)
    repair.repair_register(path, examination.examine_register(path))
    with database.writing(path, "org edit", "ผู้ทดสอบ") as db:
        checked_writes.edit_record(db, ORGANISATION, 1, {"note": "ใหม่"})
    assert list_findings(path, full=True) == set()


# --- content that changed by itself --------------------------------------------------------------


def read_rows(path: Path) -> list[tuple[object, ...]]:
    """Read all rows of the register, the history included."""
    with closing(sqlite3.connect(path)) as db:
        named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY 1"
        tables = [r[0] for r in db.execute(named)]
        return [row for table in tables for row in sorted(db.execute(f"SELECT * FROM {table}"), key=repr)]


def list_used_bytes(template: bytes) -> list[int]:
    """List the places of bytes other than zero."""
    return [at for at, byte in enumerate(template) if byte]


@pytest.mark.parametrize("count", [30, pytest.param(1000, marks=pytest.mark.stress)])
def test_no_changed_byte_of_content_is_called_sound(template: bytes, path: Path, count: int) -> None:
    before = read_rows(path)
    chance = random.Random(20261121)
    for at in chance.sample(list_used_bytes(template)[100:], count):
        content = bytearray(template)
        content[at] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        try:
            ids = list_findings(path, full=True)
        except Failure:
            continue
        if not ids:
            assert read_rows(path) == before, f"byte {at}"


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_changed_byte_of_the_header_is_no_fault_of_netreg(template: bytes, path: Path, at: int) -> None:
    content = bytearray(template)
    content[at] ^= 0xFF
    path.write_bytes(content)
    with suppress(Failure):
        examination.examine_register(path, full=True)


@pytest.mark.parametrize("size", [100, 512, 4096, 20_000, 100_000, 200_000])
def test_a_file_cut_short_is_damaged(path: Path, size: int) -> None:
    os.truncate(path, size)
    assert "damaged" in list_findings(path)


@pytest.mark.parametrize("at", [4096, 8192, 20_480])
def test_a_page_destroyed_is_damaged(template: bytes, path: Path, at: int) -> None:
    path.write_bytes(template[:at] + b"\xff" * 4096 + template[at + 4096 :])
    assert "damaged" in list_findings(path)


def test_a_text_that_is_no_text_is_named(path: Path) -> None:
    run_sql("UPDATE organisation SET note = CAST(x'ff41' AS TEXT) WHERE id = 1")(path)
    assert list_findings(path) != set()


# --- an older file ----------------------------------------------------------------------------------


def test_an_older_file_is_named_and_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_step_more.install(monkeypatch)
    before = path.read_bytes()
    findings = examination.examine_register(path, full=True)
    assert [finding.id for finding in findings] == ["old-schema"]
    assert path.read_bytes() == before
    repair.repair_register(path, findings)
    assert list_findings(path, full=True) == set()


@pytest.mark.parametrize(
    ("table", "sql"),
    [
        ("organisation", "UPDATE organisation SET name_th = 'ปลอม'"),
        ("organisation", "UPDATE organisation SET founded = '2024-09-12'"),
        ("organisation", "UPDATE organisation SET kind = 'x'"),
    ],
)
def test_records_older_than_the_history_are_held_against_it_too(path: Path, table: str, sql: str) -> None:
    run_sql("DELETE FROM change")(path)
    with connections.open_transaction(path) as db:
        commands.record_migration(db, "netreg")
    change_unrecorded(table, "update", sql)(path)
    assert "record-changed" in list_findings(path, full=True)


# --- the place ------------------------------------------------------------------------------------------


PLACES: list[tuple[str, Harm, str, bool]] = [
    ("open to others", lambda path: path.chmod(0o644), "permissions", True),
    ("open to the group", lambda path: path.chmod(0o660), "permissions", True),
    ("a hard link", lambda path: path.with_name("second.db").hardlink_to(path), "hard-link", False),
    ("dropbox", put_beside("register (conflicted copy 2026-11-20).db"), "conflicted-copy", False),
    ("syncthing", put_beside("register.sync-conflict-20261120-101010-ABCDEFG.db"), "conflicted-copy", False),
    ("nextcloud", put_beside("register (Conflict).db"), "conflicted-copy", False),
    ("a backup broken off", put_beside("register.20261120T000000.000000Z.db.partial"), "leftover", True),
    ("its journal", put_beside("register.20261120T000000.000000Z.db.partial-journal"), "leftover", True),
    ("a restore broken off", put_beside("register.db.restoring"), "leftover", True),
]


@pytest.mark.parametrize(("harm", "id_", "fixable"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_what_is_wrong_with_the_place(path: Path, harm: Harm, id_: str, fixable: bool) -> None:
    harm(path)
    findings = examination.examine_register(path)
    assert [finding.id for finding in findings] == [id_]
    assert [finding.fixable for finding in findings] == [fixable]
    repair.repair_register(path, findings)
    assert list_findings(path) == (set() if fixable else {id_})


@pytest.mark.parametrize(
    "name",
    ["register.20261120T000000.000000Z.db", "register.before-restore.20261120T000000.000000Z.db", "register2.db"],
)
def test_what_is_nothing_wrong(path: Path, name: str) -> None:
    put_beside(name)(path)
    assert list_findings(path) == set()


def test_leftovers_of_another_register_are_let_be(path: Path) -> None:
    put_beside("register2.db.partial")(path)
    repair.repair_register(path, examination.examine_register(path))
    assert path.with_name("register2.db.partial").exists()


@pytest.mark.parametrize("folder", ["Dropbox", "OneDrive - สมมติ", "Google Drive", "Nextcloud"])
def test_a_folder_of_a_sync_client(path: Path, folder: str) -> None:
    (path.parent / folder).mkdir()
    moved = path.rename(path.parent / folder / "register.db")
    assert list_findings(moved) == {"synced-folder"}


@pytest.mark.parametrize(("system", "ids"), [("nfs4", {"network-drive"}), ("cifs", {"network-drive"}), ("ext4", set())])
def test_a_network_drive(path: Path, monkeypatch: pytest.MonkeyPatch, system: str, ids: set[str]) -> None:
    monkeypatch.setattr(examination, "_find_file_system", lambda _path: system)
    assert list_findings(path) == ids


def test_an_old_sqlite_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    assert "sqlite-version" in list_findings(path)


def test_who_may_not_mend_is_told_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.chmod(0o644)

    def refused(_self: Path, _mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    with pytest.raises(NotAllowed):
        repair.repair_register(path, examination.examine_register(path))


# --- what is no register -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("harm", "failure"),
    [
        (lambda path: path.unlink(), NoDatabase),
        (lambda path: path.write_bytes(b""), NotARegister),
        (lambda path: path.write_text("รหัส,ชื่อ\n"), NotARegister),
        (run_sql("PRAGMA application_id = 1"), NotARegister),
        (run_sql("PRAGMA user_version = 99"), NewerDatabase),
    ],
)
def test_what_is_no_register_is_refused_untouched(path: Path, harm: Harm, failure: type[Failure]) -> None:
    harm(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(failure):
        examination.examine_register(path)
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.fixture
def crashed(path: Path) -> Path:
    """A register whose writer was killed: a hot journal lies beside it."""
    script = f"""
import os, signal, sqlite3
db = sqlite3.connect({str(path)!r}, isolation_level=None)
db.executescript("PRAGMA cache_size = 2; BEGIN IMMEDIATE; UPDATE organisation SET name_th = 'ครึ่งเดียว'")
for number in range(1500):
    db.execute("INSERT INTO setting (name, value) VALUES (?, ?)", [str(number), "x" * 300])
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("register.db-journal").stat().st_size > 0
    return path


def test_what_a_killed_writer_left_is_no_damage(crashed: Path) -> None:
    assert list_findings(crashed, full=True) == set()


# --- the demonstration --------------------------------------------------------------------------------------------


def test_the_demonstration_is_sound(demo_file: Path) -> None:
    assert list_findings(demo_file, full=True) == set()


def test_posts_are_told_by_the_words_of_the_command_line(path: Path) -> None:
    change_unrecorded("post", "update", "UPDATE post SET position = 'ปลอม'")(path)
    [wrong] = [finding for finding in examination.examine_register(path, full=True) if finding.id == "record-changed"]
    assert wrong.what.startswith(POST.command)
