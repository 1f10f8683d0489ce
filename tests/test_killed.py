"""Killed at any moment: the old state or the new, and the next command needs no help.

``KILLS=100`` in the environment kills more often than a stress run does.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from netreg.store import connections, database, migrations
from netreg.store.attachments import file_store, usage
from netreg.store.backup import copies
from netreg.store.doctor import examination, repair
from tests import one_step_more
from tests.conftest import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.conftest import FilledOnce, Netreg

KILLS = int(os.environ.get("KILLS", "8"))
ROWS = 3000


def start(netreg: Netreg, *arguments: str, program: Sequence[str] = PROGRAM) -> subprocess.Popen[bytes]:
    return netreg.start(*arguments, program=program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds(netreg: Netreg, *arguments: str, program: Sequence[str]) -> float:
    """How long a command takes when nobody kills it."""
    began = time.perf_counter()
    assert start(netreg, *arguments, program=program).wait() == 0
    return time.perf_counter() - began


def killed(
    netreg: Netreg, before: bytes, command: tuple[str, ...], times: int, program: Sequence[str] = PROGRAM
) -> Iterator[bool]:
    """Run a command again and again on the same file and kill it; whether it was killed."""
    netreg.db.write_bytes(before)
    whole = seconds(netreg, *command, program=program)
    chance = random.Random(len(command[0]))
    for _ in range(times):
        clear(netreg)
        netreg.db.write_bytes(before)
        process = start(netreg, *command, program=program)
        time.sleep(whole * chance.uniform(0.15, 1.05))
        process.kill()
        yield process.wait() == -signal.SIGKILL


def clear(netreg: Netreg) -> None:
    for path in netreg.folder.glob("register*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def listed(netreg: Netreg) -> int:
    """How many organisations the next command, one that reads, finds."""
    run = netreg("stats", "--json")
    assert run.code == 0, run.err
    return next(int(row["count"]) for row in run.data if row["what"] == "organisations")


def is_whole(path: Path) -> bool:
    """Whether the file is sound and each change has its command, none of them still running."""
    with closing(sqlite3.connect(path)) as db:
        sound = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        dangling = db.execute("PRAGMA foreign_key_check").fetchone()
        loose = db.execute("SELECT 1 FROM change WHERE command_id IS NULL UNION SELECT 1 FROM running").fetchone()
    return sound and not dangling and not loose


def wrong(path: Path) -> set[str]:
    """What the doctor finds, but for the leftovers of who was killed."""
    path.chmod(0o600)
    return {finding.id for finding in examination.examine_register(path, full=True)} - {"leftover"}


@pytest.fixture
def table(netreg: Netreg) -> str:
    """A file of many organisations."""
    rows = "".join(f"k{number:05},หน่วยสมมติ {number}\n" for number in range(ROWS))
    (netreg.folder / "many.csv").write_text("code,name_th\n" + rows, encoding="utf-8")
    return "many.csv"


@pytest.mark.stress
def test_an_import_is_whole_or_not_at_all(register: Netreg, table: str) -> None:
    before = register.db.read_bytes()
    command = ("org", "import", table)
    ends = []
    for was_killed in killed(register, before, command, KILLS):
        found = listed(register)
        assert found in ((0, ROWS) if was_killed else (ROWS,))
        assert is_whole(register.db)
        ends.append(was_killed)
    assert any(ends), "nothing was killed in time"
    assert register(*command).code == 0
    assert listed(register) == ROWS
    assert wrong(register.db) == set()


@pytest.fixture
def larger(imported: Netreg) -> bytes:
    """A register of many organisations, that a later release has to migrate."""
    return imported.db.read_bytes()


@pytest.mark.stress
def test_a_migration_is_done_or_done_by_the_next_command(
    netreg: Netreg, larger: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_step_more.install(monkeypatch)
    ends = []
    for was_killed in killed(netreg, larger, ("init",), KILLS * 2 // 3, [sys.executable, one_step_more.__file__]):
        assert one_step_more.run(netreg, "init")[0] == 0
        with database.reading(netreg.db) as db:
            assert db.execute("SELECT count(*) FROM organisation").fetchone()[0] == ROWS
        assert is_whole(netreg.db)
        for copy in netreg.folder.glob("register.before-schema-*.db"):
            assert copies.verify_copy(copy) > ROWS, "a backup under its name is whole"
        ends.append(was_killed)
    assert any(ends), "nothing was killed in time"
    assert wrong(netreg.db) == set()


@pytest.fixture
def imported(filled_once: FilledOnce, table: str) -> Netreg:
    """A register of many organisations."""

    def fill(netreg: Netreg) -> None:
        assert netreg("org", "import", table).code == 0

    return filled_once(fill)


@pytest.mark.stress
def test_an_undo_is_whole_or_not_at_all(imported: Netreg) -> None:
    before = imported.db.read_bytes()
    for was_killed in killed(imported, before, ("undo",), KILLS // 3):
        assert listed(imported) in ((0, ROWS) if was_killed else (0,))
        assert is_whole(imported.db)


@pytest.mark.stress
def test_a_restore_leaves_one_register_or_the_other(imported: Netreg) -> None:
    before = imported.db.read_bytes()
    assert imported("backup", "good.db").code == 0
    assert imported("org", "remove", "k00001", "--yes").code == 0
    changed = imported.db.read_bytes()
    assert before != changed
    for was_killed in killed(imported, changed, ("restore", "good.db", "--yes"), KILLS // 3):
        assert listed(imported) in ((ROWS - 1, ROWS) if was_killed else (ROWS,))
        assert is_whole(imported.db)


@pytest.mark.stress
def test_a_backup_is_whole_or_has_no_name(imported: Netreg) -> None:
    (imported.folder / "backups").mkdir()
    for _was_killed in killed(imported, imported.db.read_bytes(), ("backup", "--to", "backups"), KILLS // 3):
        for copy in (imported.folder / "backups").glob("*.db"):
            assert copies.verify_copy(copy) > ROWS
        assert is_whole(imported.db)


# --- documents and their files ------------------------------------------------------------


LARGE = 24 << 20


@pytest.fixture
def agreed(register: Netreg) -> Netreg:
    """A register with an agreement, and a large file to attach to it."""
    assert register("agreement", "add", "ข้อตกลงสมมติ", "--code", "mou").code == 0
    (register.folder / "large.pdf").write_bytes(b"%PDF-1.7" + bytes(LARGE))
    return register


@pytest.mark.stress
def test_an_attach_leaves_no_document_without_its_file(agreed: Netreg) -> None:
    command = ("agreement", "attach", "mou", "large.pdf")
    ends = []
    for was_killed in killed(agreed, agreed.db.read_bytes(), command, KILLS * 2 // 3):
        assert agreed("stats").code == 0
        assert wrong(agreed.db) == set()
        ends.append(was_killed)
        for file in file_store.list_files(file_store.get_folder(agreed.db)):
            os.utime(file, (0, 0))
        repair.repair_register(agreed.db, examination.examine_register(agreed.db))
        left = [file.stat().st_size for file in file_store.list_files(file_store.get_folder(agreed.db))]
        assert left == [LARGE + 8] * len(agreed("document", "list", "--json").data), "what nobody names is cleared away"
    assert any(ends), "nothing was killed in time"


@pytest.mark.stress
def test_a_backup_under_its_name_has_its_files(agreed: Netreg) -> None:
    assert agreed("agreement", "attach", "mou", "large.pdf").code == 0
    agreed.db.rename(agreed.folder / "office.db")
    (agreed.folder / "register.db.files").rename(agreed.folder / "office.db.files")
    ends, rounds = [], KILLS * 2 // 3
    (agreed.folder / "backups").mkdir()
    began = time.perf_counter()
    assert start(agreed, "--db", "office.db", "backup", "--to", "backups").wait() == 0
    whole = time.perf_counter() - began  # the kills are spread over what it takes here and now
    for number in range(rounds):
        shutil.rmtree(agreed.folder / "backups", ignore_errors=True)
        (agreed.folder / "backups").mkdir()
        process = start(agreed, "--db", "office.db", "backup", "--to", "backups")
        time.sleep(whole * (number + 1) / (rounds + 1))
        process.kill()
        ends.append(process.wait() == -signal.SIGKILL)
        for copy in (agreed.folder / "backups").glob("*.db"):
            assert copies.verify_copy(copy) > 0
            assert usage.find_flaws_in_copy(copy) == []
    assert any(ends), "nothing was killed in time"
    assert agreed("--db", "office.db", "backup", "--to", "backups").code == 0


# --- in the very commit ------------------------------------------------------------------


def in_the_commit(path: Path, change: Callable[[sqlite3.Connection], Any]) -> None:
    """The file as a kill leaves it when all pages are written and the journal is not yet deleted."""
    journal = path.with_name(path.name + "-journal")
    with closing(connections.connect(path, "rw")) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN IMMEDIATE")
        change(db)
        written = bytearray(journal.read_bytes())
        db.execute("COMMIT")
    sector = int.from_bytes(written[20:24], "big")
    page = int.from_bytes(written[24:28], "big")
    records = max(0, len(written) - sector) // (page + 8)
    written[:12] = bytes.fromhex("d9d505f920a163d7") + records.to_bytes(4, "big")
    journal.write_bytes(written)


FIRST = ("stats", "org show k00001", "backup copy.db", "init")
OTHERS = ("history", "org list", "org history k00001", "org export")


@pytest.mark.parametrize("commands", [FIRST, pytest.param(OTHERS, marks=pytest.mark.stress)])
def test_a_migration_killed_in_its_commit(
    netreg: Netreg, larger: bytes, monkeypatch: pytest.MonkeyPatch, commands: tuple[str, ...]
) -> None:
    netreg.db.write_bytes(larger)
    with monkeypatch.context() as later:
        one_step_more.install(later)
        in_the_commit(netreg.db, migrations.migrate)
        version = connections.read_schema_version(netreg.db)
        assert version == connections.SCHEMA_VERSION, "the header speaks of what will be rolled back"
    torn = {path: path.read_bytes() for path in netreg.folder.glob("register.db*")}
    assert len(torn) > 1
    for command in commands:
        for path, content in torn.items():
            path.write_bytes(content)
        run = netreg(*command.split())
        assert run.code == 0, (command, run.err)
        assert listed(netreg) == ROWS, command
        assert is_whole(netreg.db), command
    assert wrong(netreg.db) == set()


def test_a_change_killed_in_its_commit_never_was(register: Netreg) -> None:
    sql = "INSERT INTO organisation (uid, created_at, updated_at, sort_key, name_th) VALUES ('u', '', '', '', 'x')"
    in_the_commit(register.db, lambda db: db.execute(sql))
    assert register("doctor", "--full").code == 0
    assert listed(register) == 0


@pytest.mark.parametrize("command", ["stats", "history", "org add x"])
def test_a_first_start_killed_in_its_commit(netreg: Netreg, command: str) -> None:
    netreg.db.touch(mode=0o600)
    in_the_commit(netreg.db, migrations.migrate)
    run = netreg(*command.split())
    assert run.code in (66, 78)
    assert "init" in run.err
    assert netreg("init").code == 0
    assert listed(netreg) == 0


# --- one who stands still --------------------------------------------------------------------


SLOW_FORMS = ("list --json", "list --format table", "tree")


@pytest.mark.parametrize(
    "command",
    ["org list", "org export", *(pytest.param(f"org {form}", marks=pytest.mark.stress) for form in SLOW_FORMS)],
)
def test_a_reader_in_a_pager_holds_nobody_up(imported: Netreg, command: str) -> None:
    reader = imported.start(*command.split(), stderr=None)
    assert reader.stdout is not None
    assert reader.stdout.read(1), "it has begun to print, and nobody reads on"
    began = time.perf_counter()
    assert imported("org", "add", "หน่วยใหม่สมมติ").code == 0
    waited = time.perf_counter() - began
    assert reader.poll() is None, "it stands still all the while"
    reader.kill()
    reader.communicate()
    assert waited < 10, "a lock would have been waited for thirty seconds"
    assert listed(imported) == ROWS + 1
