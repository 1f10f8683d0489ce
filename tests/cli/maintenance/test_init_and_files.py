"""``netreg init``, ``config``, and every file that is not a register of one's own."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg.config import Settings
from netreg.store.connections import SCHEMA_VERSION
from tests.cli.conftest import whole
from tests.powers import give_away, take_back, without_powers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Netreg, Run

OURS = 0x4E524547
NOT_OURS = "is not a netreg database; choose another file with --db PATH; this one was not touched"
ANOTHER = "is the database of another program; choose another file with --db PATH; this one was not touched"


def refusal(run: Run) -> tuple[str, int]:
    """The sentence of a refusal, which is all that a failed run prints."""
    assert run.out == ""
    assert run.err.startswith("netreg: error: ")
    assert run.err.endswith("\n")
    assert run.err.count("\n") == 1
    return run.err.removeprefix("netreg: error: ").rstrip("\n"), run.code


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an empty register is kept once a test has made it."""
    return tmp_path_factory.mktemp("empty") / "empty.db"


@pytest.fixture
def made(netreg: Netreg, empty_register: Path) -> Netreg:
    """The program with an empty register, copied rather than made each time."""
    if not empty_register.exists():
        assert netreg("init").code == 0
        shutil.copy(netreg.db, empty_register)
    shutil.copy(empty_register, netreg.db)
    return netreg


# --- init -----------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_init_makes_a_private_file_once(netreg: Netreg) -> None:
    path = netreg.db
    assert whole(netreg("init")) == (f"created {path}\n", "", 0)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    assert whole(netreg("init")) == (f"{path} already exists and is up to date\n", "", 0)
    assert path.read_bytes() == before
    assert list(netreg.folder.iterdir()) == [path]


def test_the_file_says_whose_it_is(made: Netreg) -> None:
    with closing(sqlite3.connect(made.db)) as db:
        marks = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        assert marks == [OURS, SCHEMA_VERSION]
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT GLOB '[_s]*'"
        assert db.execute(loose).fetchall() == []


@pytest.mark.usefixtures("in_english")
def test_init_makes_the_folders_private_too(netreg: Netreg) -> None:
    run = netreg("--db", "new/deep/r.db", "init")
    assert whole(run) == ("created new/deep/r.db\n", "", 0)
    assert (netreg.folder / "new" / "deep").stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("in_english")
def test_an_empty_file_becomes_a_private_register(netreg: Netreg) -> None:
    netreg.db.touch(0o644)
    assert whole(netreg("init")) == (f"created {netreg.db}\n", "", 0)
    assert netreg.db.stat().st_mode & 0o777 == 0o600


def test_init_without_a_home_uses_the_data_folder_of_the_system(netreg: Netreg) -> None:
    if sys.platform != "linux":
        pytest.skip("the XDG folders are those of Linux")
    done = subprocess.run(
        [Path(sys.executable).parent / "netreg", "init"],
        env={"HOME": str(netreg.folder)},
        capture_output=True,
        check=False,
    )
    path = netreg.folder / ".local/share/netreg/netreg.db"
    assert (done.stdout.decode(), done.stderr, done.returncode) == (f"สร้าง {path} แล้ว\n", b"", 0)
    assert path.parent.stat().st_mode & 0o777 == 0o700


# --- no register ----------------------------------------------------------------

COMMANDS = {
    "list": ("org", "list"),
    "show": ("member", "show", "1"),
    "tree": ("org", "tree"),
    "stats": ("stats",),
    "export": ("org", "export"),
    "add": ("org", "add", "มหาวิทยาลัยทดสอบ"),
    "dry-run": ("org", "add", "มหาวิทยาลัยทดสอบ", "-n"),
    "edit": ("org", "edit", "1", "note=x"),
    "remove": ("org", "remove", "1", "-y"),
    "expiring": ("agreement", "list", "--expiring", "--exit-code"),
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("name", ["list", "tree", "export", "add", "dry-run", "remove"])
def test_without_a_register_every_command_says_how_to_make_one(netreg: Netreg, name: str) -> None:
    run = netreg("--db", "mine.db", *COMMANDS[name])
    advice = "create one with 'netreg --db mine.db init', or try 'netreg demo'"
    assert refusal(run) == (f"there is no database at mine.db; {advice}", 66)
    assert list(netreg.folder.iterdir()) == []


def test_the_line_to_type_makes_it_where_it_was_looked_for(netreg: Netreg) -> None:
    sentence, _code = refusal(netreg("org", "list"))
    line = sentence.split("'")[1]
    assert netreg(*line.split()[1:]).code == 0
    assert whole(netreg("org", "list", "--no-header")) == ("", "", 0)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("path", ["nowhere/r.db", "file/r.db"])
def test_a_folder_that_is_not_there_is_no_register(netreg: Netreg, path: str) -> None:
    (netreg.folder / "file").write_text("x")
    sentence, code = refusal(netreg("--db", path, "org", "add", "x"))
    assert sentence.startswith(f"there is no database at {path}; ")
    assert code == 66
    assert [found.name for found in netreg.folder.iterdir()] == ["file"]


@pytest.mark.usefixtures("in_english")
def test_init_in_a_folder_that_is_a_file(netreg: Netreg) -> None:
    (netreg.folder / "file").write_text("x")
    sentence, code = refusal(netreg("--db", "file/r.db", "init"))
    assert (sentence.split(";")[0], code) == ("file is not a folder", 77)


def test_an_empty_path_is_not_the_usual_register(made: Netreg) -> None:
    """An unset variable in a script must not write into another file."""
    before = made.db.read_bytes()
    assert refusal(made("--db", "", "org", "add", "x"))[1] == 2
    assert made.db.read_bytes() == before


# --- files that are something else ------------------------------------------------


def foreign(application_id: int, version: int) -> Callable[[Path], None]:
    """A maker of an SQLite file with these marks and a table of its own."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE things (x)")
            db.execute(f"PRAGMA application_id = {application_id}")
            db.execute(f"PRAGMA user_version = {version}")
            db.commit()

    return make


def of(content: bytes) -> Callable[[Path], object]:
    """A maker of a file with this content."""
    return lambda path: path.write_bytes(content)


def bind(path: Path) -> None:
    """A socket."""
    with closing(socket.socket(socket.AF_UNIX)) as server:
        here = Path.cwd()
        os.chdir(path.parent)
        server.bind(path.name)
        os.chdir(here)


NEWER = (
    f"was written by a newer netreg (schema 99, this one supports {SCHEMA_VERSION}); "
    "update with 'pip install --upgrade netreg'; the file was not changed"
)
WRONG: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "a PNG": (of(b"\x89PNG\r\n\x1a\n" + bytes(300)), NOT_OURS, 78),
    "100 bytes": (of(b"x" * 100), NOT_OURS, 78),
    "a gzip": (of(b"\x1f\x8b\x08\x00" + bytes(range(200))), NOT_OURS, 78),
    "a CSV": (
        of("ชื่อ,หน่วยงาน\nสมมติ,ทดสอบ\n".encode()),
        "is not a netreg database; it looks like a table; did you mean 'netreg member import wrong.db'?",
        78,
    ),
    "another program's": (foreign(1234, 99), ANOTHER, 78),
    "nobody's": (foreign(0, 0), ANOTHER, 78),
    "a header alone": (of(b"SQLite format 3\x00" + b"x" * 84), ANOTHER, 78),
    "a newer netreg's": (foreign(OURS, 99), NEWER, 76),
    "a folder": (Path.mkdir, "is a folder; name a file in it", 78),
    "a pipe": (os.mkfifo, "is not a file; name a file with --db PATH", 78),
    "a socket": (bind, "is not a file; name a file with --db PATH", 78),
}


def state(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """All files of a folder: content, size, time of the last change."""
    found = {}
    for path in folder.iterdir():
        marks = path.stat()
        found[path.name] = (path.read_bytes() if path.is_file() else b"", marks.st_size, marks.st_mtime_ns)
    return found


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("make", "sentence", "code"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_file_is_refused_by_init_and_not_touched(
    netreg: Netreg, make: Callable[[Path], object], sentence: str, code: int
) -> None:
    make(netreg.folder / "wrong.db")
    before = state(netreg.folder)
    assert refusal(netreg("--db", "wrong.db", "init")) == (f"wrong.db {sentence}", code)
    assert state(netreg.folder) == before


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("command", [("org", "list"), ("org", "add", "x")], ids=["list", "add"])
@pytest.mark.parametrize("kind", ["a PNG", "another program's", "a newer netreg's", "a pipe"])
def test_a_wrong_file_is_refused_by_other_commands(netreg: Netreg, kind: str, command: tuple[str, ...]) -> None:
    make, sentence, code = WRONG[kind]
    make(netreg.folder / "wrong.db")
    before = state(netreg.folder)
    assert refusal(netreg("--db", "wrong.db", *command)) == (f"wrong.db {sentence}", code)
    assert state(netreg.folder) == before


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("command", [("org", "list"), ("org", "add", "x"), ("init",)], ids=["list", "add", "init"])
def test_a_device_is_refused(netreg: Netreg, command: tuple[str, ...]) -> None:
    run = netreg("--db", os.devnull, *command)
    assert refusal(run) == (f"{os.devnull} is not a file; name a file with --db PATH", 78)


@pytest.mark.usefixtures("in_english")
def test_an_empty_file_says_how_it_becomes_a_register(netreg: Netreg) -> None:
    (netreg.folder / "wrong.db").touch()
    before = state(netreg.folder)
    sentence = "wrong.db is not a netreg database; it is empty; 'netreg --db wrong.db init' makes a database there"
    for command in COMMANDS["list"], COMMANDS["add"]:
        assert refusal(netreg("--db", "wrong.db", *command)) == (sentence, 78)
    assert state(netreg.folder) == before


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("command", [("org", "list"), ("org", "add", "x"), ("init",)], ids=["list", "add", "init"])
def test_a_hard_link_is_refused(made: Netreg, command: tuple[str, ...]) -> None:
    os.link(made.db, made.folder / "second.db")
    before = state(made.folder)
    sentence = (
        "second.db has a second name (a hard link), so a crash could not be repaired; "
        "copy it with 'cp' to a new file and use that"
    )
    assert refusal(made("--db", "second.db", *command)) == (sentence, 77)
    assert state(made.folder) == before


def test_a_symbolic_link_works(made: Netreg) -> None:
    (made.folder / "link.db").symlink_to(made.db)
    assert made("--db", "link.db", "org", "add", "มหาวิทยาลัยทดสอบ").code == 0
    assert made("org", "list", "--columns", "name_th", "--no-header").out == "มหาวิทยาลัยทดสอบ\n"
    assert (made.folder / "link.db").is_symlink()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut after a page": lambda whole: whole[:5000],
    "cut in the header page": lambda whole: whole[:100],
    "pages overwritten": lambda whole: whole[:4096] + b"\xff" * (len(whole) - 4096),
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("command", [("org", "list"), ("org", "add", "x"), ("init",)], ids=["list", "add", "init"])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=list(DAMAGE))
def test_a_damaged_register_is_never_called_good(
    made: Netreg, damage: Callable[[bytes], bytes], command: tuple[str, ...]
) -> None:
    made.db.write_bytes(damage(made.db.read_bytes()))
    before = state(made.folder)
    sentence, code = refusal(made(*command))
    assert code == 74
    assert sentence.startswith(f"{made.db} is damaged")
    assert state(made.folder) == before


# --- permissions -------------------------------------------------------------------


def as_nobody_special(netreg: Netreg, *arguments: str) -> Run:
    """Run it without the power of root to write everywhere."""
    with without_powers():
        return netreg(*arguments)


@pytest.fixture
def locked(made: Netreg) -> Iterator[Netreg]:
    """A register whose file and folder tests make unwritable, or give to somebody else."""
    yield made
    take_back(made.folder)


READ_ONLY = "{path} is not writable; ask its owner, or work on a copy with --db PATH"


@pytest.mark.usefixtures("in_english")
def test_a_read_only_file_is_read_and_not_written(locked: Netreg) -> None:
    give_away(locked.db, 0o444)
    before = state(locked.folder)
    assert whole(as_nobody_special(locked, "org", "list", "--no-header")) == ("", "", 0)
    for arguments in (COMMANDS["add"], COMMANDS["dry-run"], COMMANDS["edit"]):
        assert refusal(as_nobody_special(locked, *arguments)) == (READ_ONLY.format(path=locked.db), 77)
    assert state(locked.folder) == before


@pytest.mark.usefixtures("in_english")
def test_in_a_read_only_folder_a_register_is_read_and_not_written(locked: Netreg) -> None:
    give_away(locked.folder, 0o555)
    before = state(locked.folder)
    assert whole(as_nobody_special(locked, "org", "list", "--no-header")) == ("", "", 0)
    sentence, code = refusal(as_nobody_special(locked, "org", "add", "x"))
    assert code == 77
    assert str(locked.folder) in sentence
    assert "not writable" in sentence
    assert state(locked.folder) == before


@pytest.mark.usefixtures("in_english")
def test_the_folder_is_named_so_that_one_knows_which(locked: Netreg) -> None:
    give_away(locked.folder, 0o555)
    sentence, _code = refusal(as_nobody_special(locked, "--db", "register.db", "org", "add", "x"))
    assert sentence.startswith("the folder ")
    assert "register.db" in sentence


@pytest.mark.usefixtures("in_english")
def test_nothing_is_made_in_a_read_only_folder(locked: Netreg) -> None:
    give_away(locked.folder, 0o555)
    path = str(locked.folder / "new.db")
    expected = f"no permission to create a file in the folder {locked.folder}; choose another place", 77
    assert refusal(as_nobody_special(locked, "--db", path, "init")) == expected
    assert refusal(as_nobody_special(locked, "demo", path)) == expected
    assert [path.name for path in locked.folder.iterdir()] == ["register.db"]


@pytest.mark.usefixtures("in_english")
def test_a_file_that_may_not_be_read(locked: Netreg) -> None:
    give_away(locked.db, 0o000)
    sentence = f"{locked.db} is not readable; ask its owner, or choose another with --db PATH"
    for arguments in (("org", "list"), ("org", "add", "x"), ("init",)):
        assert refusal(as_nobody_special(locked, *arguments)) == (sentence, 66)


@pytest.mark.usefixtures("in_english")
def test_an_input_file_that_may_not_be_read(locked: Netreg) -> None:
    """It is a missing file, not wrong usage; an export does not replace it unasked."""
    path = locked.folder / "x.csv"
    path.write_text("code,name_th\n")
    give_away(path, 0o000)
    sentence, code = refusal(as_nobody_special(locked, "org", "import", "x.csv"))
    assert (sentence.split(" ")[0], code) == ("x.csv", 66)
    assert refusal(as_nobody_special(locked, "org", "export", "x.csv"))[1] == 77


# --- which register ------------------------------------------------------------------


def test_option_beats_environment_beats_configuration(made: Netreg) -> None:
    for name in ("option", "environment", "configured"):
        shutil.copy(made.db, made.folder / f"{name}.db")
        assert made("--db", f"{name}.db", "org", "add", name).code == 0
    (made.folder / "config.toml").write_text('db = "configured.db"\n')
    listing = ("org", "list", "--columns", "name_th", "--no-header")
    assert made("--db", "option.db", *listing, NETREG_DB="environment.db").out == "option\n"
    assert made(*listing, NETREG_DB="environment.db").out == "environment\n"
    assert made(*listing, NETREG_DB="").out == "configured\n"


def test_reading_changes_nothing_at_all(made: Netreg) -> None:
    before = state(made.folder)
    for name in ("list", "tree", "stats", "export", "expiring"):
        assert made(*COMMANDS[name]).code == 0
    assert state(made.folder) == before


def test_writing_leaves_no_other_file(made: Netreg) -> None:
    assert made("org", "add", "มหาวิทยาลัยทดสอบ").code == 0
    assert made("org", "add", "มหาวิทยาลัยทดสอบ").code == 1
    assert [path.name for path in made.folder.iterdir()] == ["register.db"]


def test_the_journal_of_a_killed_writer_is_rolled_back(made: Netreg) -> None:
    """A writer that dies between its first page and its commit leaves the old state."""
    kill = (
        "import os, sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA cache_size = 1')\n"
        "db.execute('BEGIN IMMEDIATE')\n"
        "name = 'x' * 3000\n"
        "for n in range(200):\n"
        "    db.execute('INSERT INTO organisation (uid, name_th, sort_key, created_at, updated_at)'\n"
        "               ' VALUES (?, ?, ?, ?, ?)', [f'u{n}', name, name, 'x', 'x'])\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", kill, str(made.db)], check=False, capture_output=True)
    assert done.returncode == 9, done.stderr.decode()
    assert (made.folder / "register.db-journal").stat().st_size > 0
    assert whole(made("org", "list", "--no-header")) == ("", "", 0)
    assert whole(made("stats", "--json"))[1:] == ("", 0)


# --- settings ------------------------------------------------------------------------


def test_settings_are_shown_and_kept(made: Netreg) -> None:
    path = made.folder / "config.toml"
    assert whole(made("config", "within")) == (
        "name\tvalue\tmeaning\nwithin\tP90D\tเตือนล่วงหน้าก่อนวันสิ้นสุดนานเท่าใด\n",
        "",
        0,
    )
    assert whole(made("config", "within", "6m")) == (f"ตั้ง within เป็น 6m แล้ว เก็บไว้ใน {path}\n", "", 0)
    assert whole(made("config", "era", "ce")) == (f"ตั้ง era เป็น ce แล้ว เก็บไว้ใน {path}\n", "", 0)
    rows = {row["name"]: row["value"] for row in made("config", "--json").data}
    assert rows == Settings(db=str(made.db), era="ce", within="P6M")._asdict()
    assert made("date", "2567-02-29", "--json").data[0]["shown"] == "29 กุมภาพันธ์ 2024"


NAMES = ", ".join(Settings._fields)
SETTINGS = {
    ("colour",): (2, f"unknown setting 'colour'; expected one of: {NAMES}"),
    ("colour", "red"): (2, f"unknown setting 'colour'; expected one of: {NAMES}"),
    ("era", "ac"): (2, "era cannot be 'ac'; expected one of: be, ce"),
    ("lang", "la"): (2, "lang cannot be 'la'; expected one of: th, en"),
    ("regions", "5"): (2, "regions cannot be '5'; expected one of: 4, 6"),
    ("timezone", "Mars/Olympus"): (2, "unknown time zone 'Mars/Olympus'; write it like Asia/Bangkok"),
}


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("arguments", "expected"), SETTINGS.items(), ids=map(" ".join, SETTINGS))
def test_a_setting_that_cannot_be_is_refused(
    netreg: Netreg, arguments: tuple[str, ...], expected: tuple[int, str]
) -> None:
    code, sentence = expected
    assert refusal(netreg("config", *arguments)) == (sentence, code)
    assert list(netreg.folder.iterdir()) == []


FILES = {
    'lang = "la"': "config.toml: lang เป็น 'la' ไม่ได้; ใช้ได้: th, en",
    'colour = "red"': f"config.toml: ไม่รู้จักการตั้งค่า 'colour'; ใช้ได้: {NAMES}",
}


@pytest.mark.parametrize(("content", "sentence"), FILES.items())
def test_a_configuration_that_cannot_be_is_named(netreg: Netreg, content: str, sentence: str) -> None:
    (netreg.folder / "config.toml").write_text(content)
    assert refusal(netreg("org", "list", NETREG_CONFIG="config.toml")) == (sentence, 78)


@pytest.mark.parametrize("content", [b"lang = ", b"\xff\xfe", b"[[["])
def test_a_configuration_that_cannot_be_read_is_named(netreg: Netreg, content: bytes) -> None:
    (netreg.folder / "config.toml").write_bytes(content)
    sentence, code = refusal(netreg("org", "list", NETREG_CONFIG="config.toml"))
    assert sentence.startswith(("config.toml", "อ่าน config.toml"))
    assert sentence.endswith("; โปรดแก้ไขหรือลบแฟ้มนี้")
    assert code == 78


def test_a_today_that_cannot_be_is_named(netreg: Netreg) -> None:
    for today in ("foo", "2569"):
        sentence, code = refusal(netreg("org", "list", NETREG_TODAY=today))
        assert sentence.startswith("NETREG_TODAY")
        assert code == 78


def test_today_is_the_day_in_bangkok_wherever_the_machine_is(made: Netreg) -> None:
    """At any moment it is another day in one of these two zones than in Bangkok."""
    assert made("agreement", "add", "x", "--signed", "2569-01-01", "--end", "2640-01-01").code == 0
    bangkok = timezone(timedelta(hours=7))
    first = datetime.now(bangkok).date()
    found = [
        made("agreement", "list", "--json", NETREG_TODAY="", TZ=zone).data[0]["days_left"]
        for zone in ("Etc/GMT+12", "Pacific/Kiritimati")
    ]
    last = datetime.now(bangkok).date()
    end = date(2097, 1, 1)
    assert all((end - last).days <= days <= (end - first).days for days in found)
