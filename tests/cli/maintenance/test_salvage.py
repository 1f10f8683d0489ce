"""``netreg restore --salvage``: what can be read of a damaged register, in a new one."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import refused

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")
PAGE = 4096


def damage(netreg: Netreg, table: str = "person") -> None:
    """Overwrite the first page of a table with zeros."""
    with closing(sqlite3.connect(netreg.db)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchone()[0]
    content = bytearray(netreg.db.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    netreg.db.write_bytes(content)


def test_a_damaged_register_comes_back_with_its_documents(filled: Netreg) -> None:
    damage(filled)
    damaged = filled.db.read_bytes()
    assert filled("member", "list").code == 74
    tried = filled("restore", "--salvage", "register.db", "--dry-run")
    assert (tried.code, (filled.folder / "register.salvaged.db").exists()) == (1, False)
    run = filled("restore", "--salvage", "register.db")
    target = "register.salvaged.db"
    assert run.code == 1, run.err
    first, *middle, look, use = run.out.splitlines()
    assert first.startswith(f"{target}: ")
    assert middle == ["member: from the history, as it last was: 1, 2, 3, 4"]
    assert look == f"look at it: netreg --db {target} doctor --full"
    assert filled.db.read_bytes() == damaged
    assert filled("--db", target, "doctor", "--full").code == 0
    assert (filled.folder / target).stat().st_mode & 0o777 == 0o600
    assert filled(*use.removeprefix("to use it: netreg ").split(), "--yes").code == 0
    assert filled("doctor", "--full").code == 0
    assert filled("member", "list").code == 0
    assert filled("undo").code == 0


def test_the_report_as_data(filled: Netreg) -> None:
    damage(filled)
    run = filled("restore", "register.db", "--salvage", "--out", "new.db", "--json")
    assert run.data["whole"] is False
    assert run.data["history"] == {"broken_at": None, "missing": {}, "cut_off": False}
    records: list[dict[str, object]] = [
        {"kind": "member", "id": number, "fate": "from_history", "known": {}} for number in (1, 2, 3, 4)
    ]
    assert run.data["records"] == records
    assert {"table": "person", "read": 0, "damaged": True} in run.data["tables"]


def test_without_a_register_it_takes_its_place(register: Netreg) -> None:
    shutil.move(register.db, register.folder / "found.db")
    run = register("restore", "--salvage", "found.db")
    assert (run.code, run.out.splitlines()[1]) == (0, "nothing is lost")
    assert register("doctor", "--full").code == 0


def test_what_is_refused(register: Netreg) -> None:
    (register.folder / "table.csv").write_text("a,b\n1,2\n")
    (register.folder / "empty.db").touch()
    (register.folder / "noise.db").write_bytes(b"\xff" * 500_000)
    with closing(sqlite3.connect(register.folder / "other.db")) as db:
        db.execute("CREATE TABLE bookmark (url TEXT)")
    shutil.copy(register.db, register.folder / "newer.db")
    with closing(sqlite3.connect(register.folder / "newer.db", isolation_level=None)) as db:
        db.execute("PRAGMA user_version = 10")
        db.execute("DROP TABLE silence")
    before = {path: path.read_bytes() for path in register.folder.iterdir()}
    cases = {
        ("--salvage", "none.db"): 66,
        ("--salvage", "table.csv"): 78,
        ("--salvage", "empty.db"): 78,
        ("--salvage", "noise.db"): 78,
        ("--salvage", "other.db"): 78,
        ("--salvage", "newer.db"): 76,
        ("--salvage", "."): 78,
        ("--salvage", "register.db", "--out", "register.db"): 77,
        ("--salvage", "register.db", "--out", "table.csv"): 77,
        ("--salvage", "register.db", "--out", "register.db-journal"): 77,
        ("--salvage", "register.db", "--out", "none/new.db"): 66,
        ("register.db", "--out", "new.db"): 2,
        ("--salvage",): 2,
    }
    for words, code in cases.items():
        refused(register("restore", *words), code)
    assert {path: path.read_bytes() for path in register.folder.iterdir()} == before
