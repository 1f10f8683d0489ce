"""The file: what is opened, with which safeguards, and what a failure is called."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg.errors import (
    DamagedDatabase,
    DatabaseBusy,
    DeviceError,
    Failure,
    MissingFile,
    NewerDatabase,
    NoDatabase,
    NotAllowed,
    NotARegister,
)
from netreg.store import commands, connections, database
from netreg.store.connections import APPLICATION_ID, SCHEMA_VERSION, is_register
from netreg.store.database import create, reading, writing
from tests.conftest import laid

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("schema_built")

Opened = Callable[[Path], AbstractContextManager[sqlite3.Connection]]
posix = pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")


@pytest.fixture
def path(empty: bytes, tmp_path: Path) -> Path:
    return laid(tmp_path / "register.db", empty)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WAIT_SECONDS", 0.05)


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def changing(path: Path, *, dry_run: bool = False) -> AbstractContextManager[sqlite3.Connection]:
    return writing(path, "test", "tester", dry_run=dry_run)


def put(db: sqlite3.Connection, name: str) -> None:
    db.execute("INSERT INTO setting (name, value) VALUES (?, 'x')", [name])


def kept(path: Path) -> list[str]:
    with reading(path) as db:
        return [row[0] for row in db.execute("SELECT name FROM setting ORDER BY name")]


def put_and_raise(path: Path, error: BaseException) -> None:
    with changing(path) as db:
        put(db, "a")
        raise error


def fill(path: Path) -> None:
    """Write more than the file may hold."""
    with changing(path) as db:
        db.execute(f"PRAGMA max_page_count = {pragma(db, 'page_count')}")
        db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", ((f"k{n}", "x" * 500) for n in range(400)))


def pragma(db: sqlite3.Connection, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


# --- how it is opened ------------------------------------------------------------

PRAGMAS = [
    ("foreign_keys", 1),
    ("synchronous", 3),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("journal_mode", "delete"),
    ("application_id", APPLICATION_ID),
    ("user_version", SCHEMA_VERSION),
]


@pytest.mark.parametrize("opened", [reading, changing])
@pytest.mark.parametrize(("name", "value"), PRAGMAS)
def test_the_safeguards_are_on(path: Path, opened: Opened, name: str, value: object) -> None:
    with opened(path) as db:
        assert pragma(db, name) == value


@pytest.mark.parametrize(("platform", "value"), [("darwin", 1), ("linux", 0), ("win32", 0)])
def test_the_drive_of_a_mac_is_told_to_empty_its_cache(
    path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, value: int
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    with changing(path) as db:
        assert pragma(db, "fullfsync") == value


def test_a_writer_waits_for_half_a_minute(path: Path) -> None:
    with changing(path) as db:
        assert pragma(db, "busy_timeout") == 30_000


def test_the_mark_of_the_file_is_netregs() -> None:
    assert APPLICATION_ID.to_bytes(4, "big") == b"NREG"


# --- creating ----------------------------------------------------------------------


def test_a_database_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert create(path) is True
    before = path.read_bytes()
    assert create(path) is False
    assert path.read_bytes() == before


@posix
@pytest.mark.usefixtures("no_umask")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "deeper" / "new.db"
    create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@posix
@pytest.mark.usefixtures("no_umask")
def test_its_journal_is_its_owners_too(path: Path) -> None:
    with changing(path) as db:
        put(db, "a")
        db.execute("PRAGMA cache_spill = 1")
        db.execute("PRAGMA cache_size = 1")
        db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", ((f"k{n}", "x" * 500) for n in range(200)))
        journal = path.with_name(path.name + "-journal")
        assert journal.stat().st_mode & 0o777 == 0o600


def test_a_database_is_made_in_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert create(path) is True
    assert kept(path) == []


@pytest.mark.parametrize(
    ("make", "failure"),
    [
        (lambda path: path.mkdir(), NotARegister),
        (lambda path: path.write_text("name,email\n"), NotARegister),
    ],
)
def test_no_database_is_made_where_something_else_is(
    tmp_path: Path, make: Callable[[Path], object], failure: type[Failure]
) -> None:
    path = tmp_path / "thing"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(failure):
        create(path)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_file_is_no_folder_to_make_it_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Failure) as failure:
        create(tmp_path / "file" / "new.db")
    assert failure.value.exit_code in (66, 77)


# --- reading never writes ------------------------------------------------------------


def test_reading_leaves_bytes_and_times_as_they_were(path: Path) -> None:
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    before = path.read_bytes()
    with reading(path) as db:
        db.execute("SELECT * FROM organisation").fetchall()
        assert sorted(path.parent.iterdir()) == [path]
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == 1_000_000_000
    assert sorted(path.parent.iterdir()) == [path]


def test_who_reads_cannot_write(path: Path) -> None:
    with pytest.raises(NotAllowed), reading(path) as db:
        put(db, "a")
    assert kept(path) == []


@pytest.mark.usefixtures("impatient")
def test_a_reader_sees_one_state_from_first_to_last(path: Path) -> None:
    with reading(path) as db:
        before = db.execute("SELECT count(*) FROM setting").fetchone()[0]
        with pytest.raises(DatabaseBusy), changing(path) as other:
            put(other, "a")
        assert db.execute("SELECT count(*) FROM setting").fetchone()[0] == before == 0
    assert kept(path) == []


def test_no_lock_is_left_when_a_reader_is_done(path: Path) -> None:
    kept(path)
    with changing(path) as db:
        put(db, "a")
    assert kept(path) == ["a"]


KILLED = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA synchronous=EXTRA")
db.execute("PRAGMA cache_size=2")
db.execute("BEGIN IMMEDIATE")
db.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", ((f"k{n}", "x" * 500) for n in range(400)))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def crashed(path: Path) -> Path:
    """A database whose writer was killed in the middle: a hot journal lies beside it."""
    with changing(path) as db:
        put(db, "before")
    whole = path.read_bytes()
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert path.with_name(path.name + "-journal").stat().st_size > 0
    assert path.read_bytes() != whole
    return path


@posix
def test_a_read_rolls_back_what_a_killed_writer_left(crashed: Path) -> None:
    assert kept(crashed) == ["before"]
    assert sorted(crashed.parent.iterdir()) == [crashed]


@posix
def test_a_write_rolls_back_what_a_killed_writer_left(crashed: Path) -> None:
    with changing(crashed) as db:
        put(db, "after")
    assert kept(crashed) == ["after", "before"]


@posix
def test_who_read_a_crashed_file_still_cannot_write(crashed: Path) -> None:
    with pytest.raises(NotAllowed), reading(crashed) as db:
        put(db, "a")
    assert kept(crashed) == ["before"]


# --- writing ---------------------------------------------------------------------------


def test_a_transaction_is_kept_whole(path: Path) -> None:
    with changing(path) as db:
        assert db.in_transaction
        put(db, "a")
        put(db, "b")
    assert kept(path) == ["a", "b"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, NotARegister])
def test_a_transaction_that_fails_leaves_nothing(path: Path, error: type[BaseException]) -> None:
    before = path.read_bytes()
    with pytest.raises(error):
        put_and_raise(path, error("no"))
    assert path.read_bytes() == before


def test_a_dry_run_is_the_same_transaction_rolled_back(path: Path) -> None:
    before = path.read_bytes()
    with changing(path, dry_run=True) as db:
        put(db, "a")
        assert db.execute("SELECT count(*) FROM setting").fetchone()[0] == 1
    assert path.read_bytes() == before


def test_a_dry_run_meets_the_same_errors(path: Path) -> None:
    with changing(path) as db:
        put(db, "a")
    with pytest.raises(sqlite3.IntegrityError), changing(path, dry_run=True) as db:
        put(db, "a")


def test_a_reference_to_nothing_cannot_be_written(path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), changing(path) as db:
        db.execute("INSERT INTO post (uid, created_at, updated_at, person_id) VALUES ('u', 'c', 'u', 99)")


def test_a_column_holds_its_own_type_only(path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"), changing(path) as db:
        db.execute("INSERT INTO post (uid, created_at, updated_at, person_id) VALUES ('u', 'c', 'u', 'x')")


@pytest.mark.usefixtures("impatient")
def test_the_second_of_two_writers_is_busy_from_the_start(path: Path) -> None:
    began = False
    with changing(path):
        with pytest.raises(DatabaseBusy), changing(path):
            began = True
        assert not began


def test_the_second_of_two_writers_waits_for_the_first(path: Path) -> None:
    inside, done = threading.Event(), threading.Event()

    def second() -> None:
        inside.wait(10)
        with changing(path) as db:
            put(db, f"second after {[row[0] for row in db.execute('SELECT name FROM setting')]}")
        done.set()

    thread = threading.Thread(target=second)
    thread.start()
    with changing(path) as db:
        inside.set()
        put(db, "first")
        assert not done.wait(0.1)
    thread.join(10)
    assert kept(path) == ["first", "second after ['first']"]


def test_reading_goes_on_while_somebody_writes(path: Path) -> None:
    with changing(path) as db:
        put(db, "a")
        assert kept(path) == []


# --- what may be wrong with it ------------------------------------------------------------


def leave(path: Path) -> None:
    """Make nothing."""
    assert not path.exists()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (x)")
    db.close()


def newer(path: Path) -> None:
    create(path)
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()


def negative(path: Path) -> None:
    create(path)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = -1")
    db.close()


def draft(path: Path) -> None:
    create(path)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 4")
    db.close()


def linked(path: Path) -> None:
    create(path)
    path.with_name("second.db").hardlink_to(path)


UNFIT: list[tuple[str, Callable[[Path], object], type[Failure], int, str]] = [
    ("missing", leave, NoDatabase, 66, "init"),
    ("in no folder", lambda path: path.parent.joinpath("x").mkdir(), NoDatabase, 66, "netreg demo"),
    ("folder", lambda path: path.mkdir(), NotARegister, 78, "is a folder"),
    ("empty", lambda path: path.touch(), NotARegister, 78, "init"),
    ("table", lambda path: path.write_text("ชื่อ,อีเมล\n"), NotARegister, 78, "import"),
    ("workbook", lambda path: path.write_bytes(b"PK\x03\x04rest"), NotARegister, 78, "Excel"),
    ("garbage", lambda path: path.write_bytes(b"\x00\x01" * 80), NotARegister, 78, "--db"),
    ("cut short", lambda path: path.write_bytes(b"SQLite format 3\x00"), NotARegister, 78, "--db"),
    ("another program's", foreign, NotARegister, 78, "another program"),
    ("newer", newer, NewerDatabase, 76, "newer netreg"),
    ("negative", negative, DamagedDatabase, 74, "user_version -1"),
    ("hard link", linked, NotAllowed, 77, "hard link"),
]


@pytest.mark.parametrize("opened", [reading, changing])
@pytest.mark.parametrize(("make", "kind", "code", "word"), [row[1:] for row in UNFIT], ids=[row[0] for row in UNFIT])
def test_a_file_that_is_no_register_is_refused_untouched(
    tmp_path: Path,
    opened: Opened,
    make: Callable[[Path], object],
    kind: type[Failure],
    code: int,
    word: str,
) -> None:
    path = tmp_path / "thing.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Failure) as failure, opened(path):
        pass
    assert type(failure.value) is kind
    assert failure.value.exit_code == code
    assert word in str(failure.value)
    assert failure.value.advice
    assert "\n" not in str(failure.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@posix
def test_a_pipe_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(NotARegister, match="not a file"), reading(path):
        pass


@pytest.mark.parametrize(
    ("make", "ours"),
    [(create, True), (draft, False), (newer, False), (foreign, False), (leave, False)],
)
def test_whether_a_file_is_ours(tmp_path: Path, make: Callable[[Path], object], ours: bool) -> None:
    path = tmp_path / "thing.db"
    make(path)
    assert is_register(path) is ours


def test_a_file_that_may_not_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_arguments: object, **_more: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(MissingFile, match="not readable") as failure, reading(path):
        pass
    assert failure.value.exit_code == 66


@pytest.mark.parametrize("shut", ["register.db", ""])
def test_a_file_or_folder_that_may_not_be_written(path: Path, shut: str, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = path.parent / shut if shut else path.parent
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != closed or mode != os.W_OK)
    with pytest.raises(NotAllowed, match="not writable") as failure, changing(path):
        pass
    assert failure.value.exit_code == 77
    assert kept(path) == []


def test_a_full_disk_leaves_the_file_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(DeviceError, match="full") as failure:
        fill(path)
    assert failure.value.exit_code == 74
    assert path.read_bytes() == before


def damage(path: Path) -> None:
    """Everything behind the header becomes nonsense."""
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xde\xad" * ((len(content) - 100) // 2))


@pytest.mark.parametrize("opened", [reading, changing])
def test_a_damaged_file_is_called_damaged(path: Path, opened: Opened) -> None:
    damage(path)
    with pytest.raises(DeviceError, match="damaged") as failure, opened(path) as db:
        db.execute("SELECT * FROM organisation").fetchall()
    assert failure.value.exit_code == 74


def test_the_first_cause_is_kept(path: Path) -> None:
    damage(path)
    with pytest.raises(DeviceError) as failure, reading(path) as db:
        db.execute("SELECT * FROM organisation").fetchall()
    assert isinstance(failure.value.__cause__, sqlite3.DatabaseError)


def test_a_fault_in_a_statement_is_no_failure_of_the_file(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), reading(path) as db:
        db.execute("SELECT * FROM nowhere")


@pytest.mark.parametrize("name", ["ทะเบียน เครือข่าย.db", "a?b#c%20.db", "it's.db"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    create(path)
    with changing(path) as db:
        put(db, "a")
    assert kept(path) == ["a"]
    assert [p.name for p in tmp_path.iterdir()] == [name]


# --- references --------------------------------------------------------------------

POST = "INSERT INTO post (uid, created_at, updated_at, person_id) VALUES ('u', '', '', ?)"
PERSON = "INSERT INTO person (uid, created_at, updated_at, sort_key, given_name) VALUES ('p', '', '', '', 'สมมติ')"


def posts(path: Path) -> int:
    with reading(path) as db:
        return int(db.execute("SELECT count(*) FROM post").fetchone()[0])


def test_a_reference_to_nothing_is_refused_at_once(path: Path) -> None:
    with (
        database.writing_unrecorded(path) as db,
        pytest.raises(sqlite3.IntegrityError),
        commands.open_command(db, "test", "tester"),
    ):
        db.execute(POST, [1])
    assert posts(path) == 0


def test_of_many_rows_a_reference_to_nothing_is_refused_in_the_end(path: Path) -> None:
    with database.writing_unrecorded(path) as db:
        with (
            pytest.raises(DeviceError, match="a record of post refers to a record that does not exist") as failure,
            commands.open_command(db, "test", "tester", many=True),
        ):
            db.execute(POST, [1])
        assert failure.value.exit_code == 74
        assert pragma(db, "foreign_keys") == 1
    assert posts(path) == 0


def test_many_rows_may_come_before_what_they_point_to(path: Path) -> None:
    with database.writing_unrecorded(path) as db:
        with commands.open_command(db, "test", "tester", many=True):
            assert pragma(db, "foreign_keys") == 0
            db.execute(POST, [1])
            db.execute(PERSON)
        assert pragma(db, "foreign_keys") == 1
    assert posts(path) == 1


def test_what_pointed_to_nothing_before_is_no_fault_of_many_rows(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute(POST, [7])
        other.execute("CREATE TABLE _tool (n INTEGER REFERENCES person (id))")
        other.execute("INSERT INTO _tool VALUES (8)")
    other.close()
    with database.writing_unrecorded(path) as db, commands.open_command(db, "test", "tester", many=True):
        db.execute(PERSON)
        db.execute(POST.replace("'u'", "'v'"), [1])
    assert posts(path) == 2
