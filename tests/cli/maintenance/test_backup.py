"""``netreg backup`` and ``restore``: for a person, for cron, and on the worst day."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import refused

if TYPE_CHECKING:
    from tests.conftest import Netreg


@pytest.fixture
def kept(netreg: Netreg, tmp_path_factory: pytest.TempPathFactory) -> Netreg:
    """A register with a backup, ``good.db``, changed since; made once and copied for each test."""
    made = tmp_path_factory.getbasetemp() / "backups"
    if not made.exists():
        made.mkdir()
        assert netreg("init").code == 0
        assert netreg("org", "add", "หน่วยสมมติ", "--code", "a").code == 0
        assert netreg("backup", "good.db").code == 0
        assert netreg("org", "add", "หน่วยที่สองสมมติ", "--code", "b").code == 0
        shutil.copy(netreg.db, made)
        shutil.copy(netreg.folder / "good.db", made)
    for name in ("register.db", "good.db"):
        shutil.copy(made / name, netreg.folder)
    return netreg


def codes(netreg: Netreg) -> str:
    return " ".join(sorted(netreg("org", "list", "--columns", "code", "--no-header").out.split()))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- backup -----------------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_to_a_file(kept: Netreg) -> None:
    run = kept("backup", "copy.db")
    assert (run.code, run.out, run.err) == (0, "wrote copy.db and verified it\n", "")
    assert (kept.folder / "copy.db").stat().st_mode & 0o777 == 0o600
    assert kept("--db", "copy.db", "org", "list").out == kept("org", "list").out


def test_to_a_folder_for_cron(kept: Netreg) -> None:
    folder = kept.folder / "backups"
    folder.mkdir()
    for day in ("20200101", "20200102", "20200103"):
        (folder / f"register.{day}T020000.000000Z.db").touch()
    run = kept("backup", "--to", "backups", "--keep", "2d", "--json")
    assert run.code == 0
    gone = [Path(name).name for name in run.data["deleted"]]
    assert gone == ["register.20200101T020000.000000Z.db", "register.20200102T020000.000000Z.db"]
    assert names(folder) == {Path(run.data["file"]).name, "register.20200103T020000.000000Z.db"}


def test_in_the_folder_of_the_register_itself(kept: Netreg) -> None:
    assert kept("restore", "good.db", "--yes").code == 0
    before = names(kept.folder)
    run = kept("backup", "--to", ".", "--keep", "1d", "--json")
    assert run.code == 0
    assert names(kept.folder) == before | {Path(run.data["file"]).name}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("verify",), 2),
        (("a.db", "b.db"), 2),
        (("a.db", "--to", "."), 2),
        (("a.db", "--keep", "1d"), 2),
        (("--to", ".", "--keep", "viel"), 2),
        (("--to", ".", "--keep", ""), 2),
        (("register.db",), 77),
        (("./register.db",), 77),
        (("good.db",), 77),
        (("/dev/full",), 77),
        (("none/copy.db",), 66),
        (("--to", "none"), 66),
        (("good.db/copy.db",), 66),
        (("verify", "none.db"), 66),
    ],
)
def test_what_is_refused(kept: Netreg, arguments: tuple[str, ...], code: int) -> None:
    before = {path.name: path.read_bytes() for path in kept.folder.iterdir() if path.is_file()}
    refused(kept("backup", *arguments), code)
    assert {path.name: path.read_bytes() for path in kept.folder.iterdir() if path.is_file()} == before


def test_of_a_register_that_is_not_there(netreg: Netreg) -> None:
    assert "init" in refused(netreg("backup", "copy.db"), 66)
    assert names(netreg.folder) == set()


def test_a_register_as_the_name_of_the_folder_is_verified(kept: Netreg) -> None:
    run = kept("backup", "verify", "good.db", "--json")
    assert run.data["file"] == "good.db"
    assert run.data["rows"] > 1


@pytest.mark.parametrize("arguments", [("backup", "copy.db"), ("backup", "--to", "."), ("restore", "good.db", "--yes")])
@pytest.mark.parametrize("size", [0, 4096, 100_000])
def test_a_disk_that_is_full_leaves_all_as_it_was(kept: Netreg, arguments: tuple[str, ...], size: int) -> None:
    before = {path.name: path.read_bytes() for path in kept.folder.iterdir()}
    run = kept.on_full_disk(size, *arguments)
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 74)
    assert {path.name: path.read_bytes() for path in kept.folder.iterdir()} == before


# --- restore ----------------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_the_way_back_is_told(kept: Netreg) -> None:
    run = kept("restore", "good.db", "--yes")
    assert run.code == 0
    assert codes(kept) == "a"
    line = run.out.splitlines()[2]
    assert line.startswith("to go back: netreg restore ")
    assert kept("restore", line.rpartition(" ")[2], "--yes").code == 0
    assert codes(kept) == "a b"


def test_without_a_terminal_it_needs_a_yes(kept: Netreg) -> None:
    before = kept.db.read_bytes()
    assert "--yes" in refused(kept("restore", "good.db"), 1)
    assert kept.db.read_bytes() == before


def test_where_none_is_no_yes_is_needed(kept: Netreg) -> None:
    kept.db.unlink()
    run = kept("restore", "good.db", "--json")
    assert run.data == {"path": str(kept.db), "from": "good.db", "replaced": None, "incomplete": []}
    assert codes(kept) == "a"


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:30_000])


def foreign(path: Path) -> None:
    path.unlink()
    shell(path, "CREATE TABLE bookmark (url TEXT)")


def shell(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(sql)


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (spoil, 74),
        (foreign, 78),
        (lambda path: path.write_text("a,b\n"), 78),
        (lambda path: shell(path, "PRAGMA user_version = 99"), 76),
        (lambda path: path.unlink(), 66),
    ],
)
def test_what_is_no_whole_backup_is_refused(kept: Netreg, harm: object, code: int) -> None:
    assert callable(harm)
    harm(kept.folder / "good.db")
    before = kept.db.read_bytes()
    sentence = refused(kept("restore", "good.db", "--yes"), code)
    assert "good.db" in sentence
    assert "init" not in sentence, "no backup is made by init"
    refused(kept("backup", "verify", "good.db"), code)
    assert kept.db.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\xff" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_on_the_worst_day_it_helps(kept: Netreg, content: bytes) -> None:
    kept.db.write_bytes(content)
    assert kept("stats").code in (74, 78)
    run = kept("restore", "good.db", "--yes")
    assert run.code == 0, run.err
    assert codes(kept) == "a"


@pytest.mark.process
def test_while_somebody_writes_it_is_busy(kept: Netreg) -> None:
    with closing(sqlite3.connect(kept.db, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        refused(kept("restore", "good.db", "--yes"), 75)
    assert codes(kept) == "a b"


@pytest.mark.parametrize("name", ["register.db", "./register.db"])
def test_the_register_is_no_backup_of_itself(kept: Netreg, name: str) -> None:
    refused(kept("restore", name, "--yes"), 77)
