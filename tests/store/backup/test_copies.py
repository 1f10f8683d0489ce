"""Backups: whole or not at all, the right ones kept; restore: the old state or the new."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import ORGANISATION
from netreg.errors import DatabaseBusy, DeviceError, InvalidValue, MissingFile, NewerDatabase, NotAllowed, NotARegister
from netreg.store import connections, database
from netreg.store.backup import copies
from netreg.store.backup.copies import Retention
from netreg.store.writes import checked_writes
from tests import one_step_more

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "register.db"
    database.create(path)
    add(path, "หน่วยสมมติ")
    return path.read_bytes()


@pytest.fixture
def path(template: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "register.db"
    file.write_bytes(template)
    return file


def add(path: Path, name: str) -> None:
    with database.writing(path, "org add", "ผู้ทดสอบ") as db:
        checked_writes.add_record(db, ORGANISATION, {"name_th": name})


def read_dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def list_names(path: Path) -> list[str]:
    with database.reading(path) as db:
        return [row[0] for row in db.execute("SELECT name_th FROM organisation ORDER BY id")]


def list_files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def run_sql(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(sql)


def crash(path: Path) -> None:
    """Kill a writer in the middle: pages half written, a hot journal beside the file."""
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
    assert path.with_name(path.name + "-journal").stat().st_size > 0


# --- making one ------------------------------------------------------------------------


def test_a_backup_is_the_register(path: Path, tmp_path: Path) -> None:
    copies.write_copy(path, tmp_path / "copy.db")
    assert read_dump(tmp_path / "copy.db") == read_dump(path)
    assert list_files(tmp_path) == {"register.db", "copy.db"}


def test_a_backup_of_a_backup_is_the_same(path: Path, tmp_path: Path) -> None:
    copies.write_copy(path, tmp_path / "first.db")
    copies.write_copy(tmp_path / "first.db", tmp_path / "second.db")
    assert read_dump(tmp_path / "second.db") == read_dump(path)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_its_owner_may_read_it(path: Path, tmp_path: Path, umask: int) -> None:
    old = os.umask(umask)
    try:
        copies.write_copy(path, tmp_path / "copy.db")
        made = copies.back_up_before(path, "test")
        copies.restore_backup(path, tmp_path / "copy.db")
    finally:
        os.umask(old)
    replaced = next(tmp_path.glob("*.before-restore.*"))
    for file in (tmp_path / "copy.db", made, path, replaced):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_its_name_holds_the_moment(path: Path, tmp_path: Path) -> None:
    first, second = copies.back_up_into_folder(path, tmp_path), copies.back_up_into_folder(path, tmp_path)
    assert first.name < second.name
    assert first.name.startswith("register.2")
    assert copies.verify_copy(first) == copies.verify_copy(second) > 0


def test_it_is_read_while_others_read_and_write(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM organisation")
        copies.write_copy(path, tmp_path / "copy.db")
    assert list_names(tmp_path / "copy.db") == ["หน่วยสมมติ"]


def test_while_a_writer_commits_it_is_a_state_that_was(path: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def in_pairs() -> None:
        number = 0
        with closing(connections.connect(path, "rw")) as db:
            while not stop.wait(0.002):
                number += 1
                db.execute("BEGIN IMMEDIATE")
                for half in "ab":
                    db.execute("INSERT INTO setting (name, value) VALUES (?, ?)", [f"{number}{half}", "x" * 500])
                db.execute("COMMIT")

    writer = threading.Thread(target=in_pairs)
    writer.start()
    try:
        made = [copies.back_up_into_folder(path, tmp_path) for _ in range(8)]
    finally:
        stop.set()
        writer.join()
    counts = []
    for copy in made:
        with closing(sqlite3.connect(copy)) as db:
            counts.append(db.execute("SELECT count(*) FROM setting").fetchone()[0])
    assert all(count % 2 == 0 for count in counts)
    assert counts == sorted(counts)


def test_what_a_killed_writer_left_is_no_part_of_it(path: Path, tmp_path: Path) -> None:
    crash(path)
    copies.write_copy(path, tmp_path / "copy.db")
    assert list_names(tmp_path / "copy.db") == list_names(path) == ["หน่วยสมมติ"]


def make_file(folder: Path) -> Path:
    (folder / "file").touch()
    return folder / "file"


@pytest.mark.parametrize(
    ("target", "failure"),
    [
        (lambda folder: folder / "register.db", NotAllowed),  # itself
        (lambda folder: folder / "sub" / ".." / "register.db", NotAllowed),  # itself by another name
        (make_file, NotAllowed),  # there already
        (lambda folder: folder, NotAllowed),
        (lambda _folder: Path("/dev/null"), NotAllowed),
        (lambda folder: folder / "none" / "copy.db", MissingFile),
        (lambda folder: make_file(folder) / "copy.db", MissingFile),
        (lambda folder: folder / ("ก" * 100), NotAllowed),
        (lambda folder: folder / "register.db-journal", NotAllowed),
        (lambda folder: folder / "other.db-wal", NotAllowed),
        (lambda folder: folder / "register.db.files", NotAllowed),
        (lambda _folder: Path("/dev/stdout"), NotAllowed),
    ],
)
def test_where_none_can_be_made_nothing_is(
    path: Path, tmp_path: Path, target: Callable[[Path], Path], failure: type[Exception]
) -> None:
    (tmp_path / "sub").mkdir()
    before = path.read_bytes()
    with pytest.raises(failure):
        copies.write_copy(path, target(tmp_path))
    assert path.read_bytes() == before
    assert list_files(tmp_path) <= {"register.db", "sub", "file"}
    assert not (tmp_path / "file").exists() or (tmp_path / "file").read_bytes() == b""


def test_a_folder_that_is_not_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="no such folder"):
        copies.back_up_into_folder(path, tmp_path / "none")


@pytest.mark.parametrize("step", [f"{copies.__name__}.copy_database", f"{copies.__name__}.verify_copy", "os.fsync"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, OSError(28, "No space left on device")])
def test_one_that_is_broken_off_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: Any
) -> None:
    def broken(*_arguments: Path) -> None:
        raise error

    monkeypatch.setattr(step, broken)
    with pytest.raises((KeyboardInterrupt, SystemExit, DeviceError)):
        copies.write_copy(path, tmp_path / "copy.db")
    assert list_files(tmp_path) == {"register.db"}


def test_a_copy_that_is_not_whole_gets_no_name(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = copies.copy_database

    def spoilt(source: Path, target: Path) -> None:
        real(source, target)
        content = bytearray(target.read_bytes())
        content[8192:12288] = b"\xff" * 4096
        target.write_bytes(content)

    monkeypatch.setattr(copies, "copy_database", spoilt)
    with pytest.raises(DeviceError, match="damaged"):
        copies.write_copy(path, tmp_path / "copy.db")
    assert list_files(tmp_path) == {"register.db"}


# --- verifying -------------------------------------------------------------------------


def make_newer(path: Path) -> None:
    run_sql(path, "PRAGMA user_version = 99")


def make_foreign(path: Path) -> None:
    path.unlink()
    run_sql(path, "CREATE TABLE bookmark (url TEXT)")


def spoil_at(at: int, count: int = 400) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[at : at + count] = b"\xff" * count
        path.write_bytes(content)

    return spoil


def cut_at(size: int) -> Callable[[Path], None]:
    return lambda path: os.truncate(path, size)


BAD = [
    (make_newer, NewerDatabase),
    (make_foreign, NotARegister),
    (lambda path: path.write_text("code,name\n"), NotARegister),
    (lambda path: path.write_bytes(b""), NotARegister),
    (cut_at(50), NotARegister),
    (cut_at(5000), DeviceError),
    (cut_at(40960), DeviceError),
    (spoil_at(100), DeviceError),
    (spoil_at(8192, 4096), DeviceError),
    (lambda path: run_sql(path, "PRAGMA foreign_keys = OFF; UPDATE change SET command_id = 99"), DeviceError),
    (lambda path: path.unlink(), MissingFile),
]


@pytest.mark.parametrize(("harm", "failure"), BAD)
def test_what_is_no_whole_register_is_neither_verified_nor_restored(
    path: Path, tmp_path: Path, harm: Callable[[Path], None], failure: type[Exception]
) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    harm(copy)
    before = path.read_bytes()
    with pytest.raises(failure):
        copies.verify_copy(copy)
    with pytest.raises(failure):
        copies.restore_backup(path, copy)
    assert path.read_bytes() == before
    assert list_files(tmp_path) <= {"register.db", "copy.db"}


# --- the ones that are kept ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("14d,8w,12m", Retention(14, 8, 12)),
        ("1d", Retention(1, 0, 0)),
        ("2w, 3m", Retention(0, 2, 3)),
        ("12m,8w,14d", Retention(14, 8, 12)),
        ("0d", Retention(0, 0, 0)),
        ("9999d", Retention(9999, 0, 0)),
    ],
)
def test_what_is_asked_to_be_kept(written: str, kept: Retention) -> None:
    assert copies.parse_retention(written) == kept


@pytest.mark.parametrize(
    "written", ["", "d", "14", "14y", "-1d", "1.5d", "14d;8w", "14d,", "all", "99999d", "๑dd", "14D"]
)
def test_what_cannot_be_kept(written: str) -> None:
    with pytest.raises(InvalidValue):
        copies.parse_retention(written)


# In November 2026 the 1st, 8th, 15th and 22nd are Sundays, the last days of their weeks.
KEPT = [
    ("2d", "11-21T02 11-21T14 11-20T02 11-19T02", "11-21T14 11-20T02"),
    ("2d", "11-21T02 11-01T02 10-01T02", "11-21T02 11-01T02"),  # days without a backup do not count
    ("1d", "11-21T02 11-21T01 11-20T02", "11-21T02"),
    ("0d", "11-21T02 11-20T02", "11-21T02"),  # the newest always
    ("9d", "11-21T02 11-20T02", "11-21T02 11-20T02"),
    ("2w", "11-21T02 11-16T02 11-15T02 11-14T02 11-09T02 11-08T02", "11-21T02 11-15T02"),
    ("3w", "11-22T02 11-21T02 11-15T02 11-08T02 11-01T02", "11-22T02 11-15T02 11-08T02"),
    ("3m", "11-21T02 11-01T02 10-31T02 10-01T02 09-30T02 08-31T02", "11-21T02 10-31T02 09-30T02"),
    ("1d,2w,2m", "11-21T02 11-20T02 11-15T02 11-08T02 10-31T02 10-30T02", "11-21T02 11-15T02 10-31T02"),
    ("2d,1w,1m", "11-21T02 11-20T02 11-19T02 10-31T02", "11-21T02 11-20T02"),
]
# The 28th of December 2025 is a Sunday: the 31st is in the first week of 2026.
ACROSS = [
    ("2w", "2026-01-01 2025-12-31 2025-12-28 2025-12-21", "2026-01-01 2025-12-28"),
    ("2m", "2026-01-01 2025-12-31 2025-12-28 2025-11-30", "2026-01-01 2025-12-31"),
    ("2d", "2026-01-01 2025-12-31 2025-12-30 2025-01-01", "2026-01-01 2025-12-31"),
    ("13m", "2026-01-01 2025-01-31 2025-01-01 2024-01-31", "2026-01-01 2025-01-31 2024-01-31"),
]


def name_backup(word: str) -> str:
    """Return the name of a backup whose time is written in short."""
    day, _at, hour = word.partition("T")
    day = day if len(day) == len("2026-01-01") else f"2026-{day}"
    return f"register.{day.replace('-', '')}T{hour or '00'}0000.000000Z.db"


@pytest.mark.parametrize(("keep", "there", "kept"), KEPT + ACROSS)
def test_the_right_ones_are_kept(tmp_path: Path, keep: str, there: str, kept: str) -> None:
    for word in there.split():
        (tmp_path / name_backup(word)).touch()
    gone = copies.thin_out_backups(Path("register.db"), tmp_path, copies.parse_retention(keep))
    assert list_files(tmp_path) == {name_backup(word) for word in kept.split()}
    assert {file.name for file in gone} == {name_backup(word) for word in there.split()} - list_files(tmp_path)


OTHERS = [
    "register.db",
    "register.old.20200101T000000.000000Z.db",  # of a register called register.old.db
    "register.before-restore.20200101T000000.000000Z.db",
    "register.before-schema-2.20200101T000000.000000Z.db",
    "other.20200101T000000.000000Z.db",
    "Register.20200101T000000.000000Z.db",
    "register.20200101T000000.000000Z.db.partial",
    "register.20209999T000000.000000Z.db",  # no day
    "register.20200101T000000Z.db",
    "register.20200101T000000.000000Z.csv",
    "my-register.20200101T000000.000000Z.db",
    "notes.txt",
]


def test_other_files_are_let_be(tmp_path: Path) -> None:
    for name in OTHERS:
        (tmp_path / name).touch()
    for word in ("11-21", "11-20", "11-19"):
        (tmp_path / name_backup(word)).touch()
    gone = copies.thin_out_backups(Path("register.db"), tmp_path, Retention(1))
    assert {file.name for file in gone} == {name_backup("11-20"), name_backup("11-19")}
    assert list_files(tmp_path) == {*OTHERS, name_backup("11-21")}


@pytest.mark.parametrize("stem", ["ทะเบียน", "[1]", "a*b", "a.b", "a b", "20260101T000000.000000Z"])
def test_whatever_the_register_is_called(tmp_path: Path, stem: str) -> None:
    for word in ("11-21", "11-20"):
        (tmp_path / name_backup(word).replace("register", stem, 1)).touch()
    gone = copies.thin_out_backups(Path(f"{stem}.db"), tmp_path, Retention(1))
    assert [file.name for file in gone] == [name_backup("11-20").replace("register", stem, 1)]


def test_the_one_just_made_is_kept(path: Path, tmp_path: Path) -> None:
    for name in OTHERS[1:]:
        (tmp_path / name).touch()
    made = copies.back_up_into_folder(path, tmp_path)
    copies.thin_out_backups(path, tmp_path, Retention())
    assert copies.verify_copy(made) > 0


# --- putting one back ------------------------------------------------------------------------


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """A backup, after which the register was changed."""
    copies.write_copy(path, tmp_path / "copy.db")
    add(path, "หน่วยที่สองสมมติ")
    return tmp_path / "copy.db"


def test_a_restored_register_is_the_backup(path: Path, copy: Path) -> None:
    copies.restore_backup(path, copy)
    assert read_dump(path) == read_dump(copy)
    assert list_names(path) == ["หน่วยสมมติ"]


def test_what_it_replaced_is_kept_and_can_be_restored(path: Path, copy: Path) -> None:
    before = path.read_bytes()
    replaced = copies.restore_backup(path, copy)
    assert replaced is not None
    assert replaced.read_bytes() == before
    copies.restore_backup(path, replaced)
    assert len(list_names(path)) == 2


def test_one_is_restored_where_none_was(path: Path, copy: Path, tmp_path: Path) -> None:
    path.unlink()
    assert copies.restore_backup(path, copy) is None
    assert list_names(path) == ["หน่วยสมมติ"]
    assert list_files(tmp_path) == {"register.db", "copy.db"}


def test_an_older_backup_is_restored_and_then_brought_up_to_date(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_step_more.install(monkeypatch)
    copies.restore_backup(path, copy)
    assert connections.read_schema_version(path) == one_step_more.VERSION - 1
    database.create(path)
    assert list_names(path) == ["หน่วยสมมติ"]


HARMS = [
    spoil_at(0, 20),
    spoil_at(16, 20),
    spoil_at(60, 20),
    spoil_at(100, 20),
    spoil_at(0, 4096),
    spoil_at(4096, 4096),
    spoil_at(0, 300_000),
    cut_at(0),
    cut_at(50),
    cut_at(5000),
    cut_at(100_000),
    lambda path: path.write_bytes(b"<html>" + b"\x00" * 9000),
]


@pytest.mark.parametrize(
    ("harm", "journal"),
    [
        *((harm, False) for harm in HARMS),
        *(pytest.param(harm, True, marks=() if n % 4 == 0 else pytest.mark.stress) for n, harm in enumerate(HARMS)),
    ],
)
def test_a_damaged_register_is_replaced(path: Path, copy: Path, harm: Callable[[Path], None], journal: bool) -> None:
    if journal:
        crash(path)
    harm(path)
    before = path.read_bytes()
    replaced = copies.restore_backup(path, copy)
    assert list_names(path) == ["หน่วยสมมติ"]
    assert read_dump(path) == read_dump(copy)
    assert replaced is not None
    assert journal or replaced.read_bytes() == before


@pytest.mark.parametrize("there", [True, False])
def test_a_journal_of_the_old_file_does_not_spoil_the_new(path: Path, copy: Path, there: bool) -> None:
    for number in range(40):
        add(path, f"หน่วยเพิ่มสมมติ {number}")
    crash(path)
    if not there:
        path.unlink()
    copies.restore_backup(path, copy)
    assert not path.with_name("register.db-journal").exists()
    assert read_dump(path) == read_dump(copy)
    assert copies.verify_copy(path) > 0


def test_a_register_in_wal_mode_is_replaced_with_all_it_has(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("INSERT INTO setting (name, value) VALUES ('ก', 'ข')")
    replaced = copies.restore_backup(path, copy)
    assert read_dump(path) == read_dump(copy)
    assert replaced is not None
    with closing(sqlite3.connect(replaced)) as db:
        assert db.execute("SELECT count(*) FROM setting").fetchone()[0] == 1


@pytest.mark.parametrize(("there", "failure"), [(make_foreign, NotARegister), (make_newer, NewerDatabase)])
def test_what_is_not_ours_is_not_replaced(
    path: Path, copy: Path, there: Callable[[Path], None], failure: type[Exception]
) -> None:
    there(path)
    before = path.read_bytes()
    with pytest.raises(failure):
        copies.restore_backup(path, copy)
    assert path.read_bytes() == before


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_while_somebody_writes_it_is_refused_at_once(path: Path, copy: Path, begin: str) -> None:
    before = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute(begin)
        with pytest.raises(DatabaseBusy):
            copies.restore_backup(path, copy)
    assert path.read_bytes() == before
    assert list_files(path.parent) == {"register.db", "copy.db"}


def test_a_register_is_no_backup_of_itself(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(path)
    for source in (path, tmp_path / "link.db"):
        with pytest.raises(NotAllowed, match="itself"):
            copies.restore_backup(path, source)


def test_through_a_link_the_file_behind_it_is_replaced(path: Path, copy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    copies.restore_backup(link, copy)
    assert link.is_symlink()
    assert list_names(path) == ["หน่วยสมมติ"]


@pytest.mark.parametrize("step", ["replace", "rename", "unlink"])
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_broken_off_anywhere_there_is_a_register(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, step: str, turn: int
) -> None:
    before = list_names(path)
    real, calls = getattr(Path, step), iter(range(1, 100))

    def broken(self: Path, *arguments: Any, **more: Any) -> Any:
        if next(calls) == turn:
            raise KeyboardInterrupt
        return real(self, *arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, step, broken)
        try:
            copies.restore_backup(path, copy)
        except KeyboardInterrupt:
            assert list_names(path) in (before, ["หน่วยสมมติ"])
        else:
            assert list_names(path) == ["หน่วยสมมติ"]


def test_nobody_loses_the_lock_that_is_taken_for_it(path: Path, copy: Path) -> None:
    copies.restore_backup(path, copy)
    add(path, "หน่วยที่สามสมมติ")
    assert len(list_names(path)) == 2


WRITE_ELSEWHERE = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"


@pytest.mark.process
def test_nobody_writes_between_the_copy_of_the_old_and_the_new(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change in between would be lost; only another process sees the lock that the system holds."""
    real, tried = Path.replace, list[bytes]()

    def replace(self: Path, target: Path) -> Path:
        command = [sys.executable, "-c", WRITE_ELSEWHERE, str(path)]
        tried.append(subprocess.run(command, capture_output=True, check=False).stderr)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    copies.restore_backup(path, copy)
    (said,) = tried
    assert b"database is locked" in said


# --- Windows ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fsync_of_windows")
def test_no_file_is_synced_through_a_handle_that_only_reads(path: Path, copy: Path, tmp_path: Path) -> None:
    copies.write_copy(path, tmp_path / "another.db")
    assert copies.restore_backup(path, copy)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="sees by /proc what is open")
@pytest.mark.parametrize("busy", [False, True])
def test_no_open_file_is_replaced_or_deleted(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, busy: bool
) -> None:
    """Windows refuses both. Of a register in WAL mode its companions are open too."""

    def on_windows(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(self: Path, *arguments: Any, **more: Any) -> Any:
            if {str(self), *map(str, arguments)} & list_open_files():
                raise PermissionError(13, "in use by another process")
            return real(self, *arguments, **more)

        return step

    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("INSERT INTO setting (name, value) VALUES ('ก', 'ข')")
    before = read_dump(path)
    monkeypatch.setattr(copies, "os", SimpleNamespace(**vars(os) | {"name": "nt"}))
    for step in ("replace", "rename", "unlink"):
        monkeypatch.setattr(Path, step, on_windows(getattr(Path, step)))
    if busy:
        with path.open("rb"), pytest.raises(DatabaseBusy):
            copies.restore_backup(path, copy)
        assert read_dump(path) == before
    else:
        assert copies.restore_backup(path, copy)
        assert read_dump(path) == read_dump(copy)


def list_open_files() -> set[str]:
    return {str(handle.resolve()) for handle in Path("/proc/self/fd").iterdir()}
