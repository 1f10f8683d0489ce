"""Files that are no register, or a damaged one, under every kind of command: named, and not touched."""

from __future__ import annotations

import gzip
import os
import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from netreg.store.connections import SCHEMA_VERSION
from netreg.store.history import command_log
from netreg.store.writes import checked_writes
from tests.hostile.trials import judge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Netreg

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20
XLSX = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml" + b"\x00" * 400
COMMANDS = [
    ("org", "list"),
    ("org", "add", "หน่วยสมมติ"),
    ("org", "import", "table.csv"),
    ("init",),
    ("doctor",),
    ("doctor", "--fix"),
    ("doctor", "--full"),
    ("undo",),
    ("redo",),
    ("history",),
    ("due",),
    ("remind",),
    ("stats",),
    ("search", "สม"),
    ("backup", "copy.db"),
    ("backup", "verify", "register.db"),
    ("document", "purge"),
    ("agreement", "attach", "1", "table.csv"),
    ("calendar", "--out", "x.ics"),
]
BESIDE = ("-journal", "-wal", "-shm", ".files", ".restoring")


def _other_program(path: Path, application: int, version: int) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, title TEXT)")
        db.execute("INSERT INTO items (title) VALUES ('x')")
        db.execute(f"PRAGMA application_id = {application}")
        db.execute(f"PRAGMA user_version = {version}")
        db.commit()


def _set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {version}")


def _drop_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.executescript("DROP TABLE organisation; DROP TABLE command;")


def _make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path) -> None:
    os.link(path, path.with_name("second.db"))


def _damage(at: int, content: bytes) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        whole = bytearray(path.read_bytes())
        whole[at : at + len(content)] = content
        path.write_bytes(whole)

    return damage


def _write(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 20 + 100])


WRONG: dict[str, tuple[Callable[[Path], object], set[int]]] = {
    "a picture": (_write(PNG), {78}),
    "a table": (_write("ชื่อ,จังหวัด\nก,ข\n".encode()), {78}),
    "a web page": (_write(b"<!DOCTYPE html><title>502 Bad Gateway</title>"), {78}),
    "nothing": (_write(b""), {78}),
    "a hundred bytes": (_write(b"SQLite format 3\0" + b"\1" * 84), {74, 78}),
    "an encrypted database": (_write(random.Random(1).randbytes(40_960)), {78}),
    "an encrypted backup": (_write(b"age-encryption.org/v1\n-> X25519 abc\n" + bytes(range(200))), {78}),
    "an armored one": (_write(b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl,\n"), {78}),
    "a hundred zeros": (_write(bytes(100)), {78}),
    "a gzip": (_write(gzip.compress(b"x" * 1000, mtime=0)), {78}),
    "a workbook": (_write(XLSX), {78}),
    "another program's": (lambda path: _other_program(path, 1234, 99), {78}),
    "no program's": (lambda path: _other_program(path, 0, 0), {78}),
    "a newer register": (lambda path: _set_version(path, SCHEMA_VERSION + 1), {76}),
    "one from far ahead": (lambda path: _set_version(path, 2**31 - 1), {76}),
    "one before the first": (lambda path: _set_version(path, -1), {74}),
    "a hard link": (_link, {77}),
    "one without tables": (_drop_tables, {74, 76, 78}),
    "a damaged header": (_damage(16, b"\xff\xff"), {74, 78}),
    "a damaged schema": (_damage(100, b"\xff" * 300), {74, 78}),
    "half of it": (_cut, {74}),
    "a folder": (_make_folder, {66, 77, 78}),
}
"""What stands in the place of the register, and the exit codes that may say so."""
MAY_MAKE_ONE = ("nothing",)
"""What ``init`` may write a register into."""
MAY_GO_ON = ("one without tables", "a damaged header", "half of it", "a damaged schema")
"""Of what a command may still find what it looks for."""


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"a folder"


def _try_all(netreg: Netreg, empty: bytes, names: list[str], commands: list[tuple[str, ...]]) -> list[str]:
    wrong = []
    (netreg.folder / "table.csv").write_text("code,name_th\nx,หน่วยนำเข้าสมมติ\n", encoding="utf-8")
    for name in names:
        make, codes = WRONG[name]
        for words in commands:
            for path in [*netreg.folder.glob("*.db*"), *netreg.folder.glob("x.ics")]:
                path.rmdir() if path.is_dir() else path.unlink()
            netreg.db.write_bytes(empty)
            netreg.db.chmod(0o600)
            make(netreg.db)
            before = _read(netreg.db)
            run = netreg(*words)
            told = judge(run, words)
            if words == ("init",) and name in MAY_MAKE_ONE:
                continue
            changed = "changed" if _read(netreg.db) != before else ""
            left = [end for end in BESIDE if netreg.db.with_name(netreg.db.name + end).exists()]
            allowed = codes | ({0, 1} if name in MAY_GO_ON else {77, 78} if words == ("init",) else set())
            allowed |= {0, 1, 10, 66, 74, 76, 77, 78} if words[0] == "doctor" else set()
            if words[:2] == ("backup", "verify"):
                allowed |= {0, 1, 74, 77, 78}
            if told or (changed and name not in MAY_GO_ON) or left or run.code not in allowed:
                wrong.append(
                    f"{name}: {words}: {run.code} {changed} {left} {told} {run.err[-150:]!r} {run.out[:100]!r}"
                )
    return wrong


def test_what_is_no_register_is_named_and_not_touched(netreg: Netreg, empty: bytes) -> None:
    wrong = _try_all(netreg, empty, [*WRONG], [("org", "list"), ("org", "add", "หน่วยสมมติ")])
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("in_english")
def test_what_it_looks_like_is_said(register: Netreg) -> None:
    """A guess is made of what is text alone: an encrypted database has commas as well."""
    usual = "choose another file with --db PATH; this one was not touched"
    known = {
        "an encrypted database": usual,
        "a picture": usual,
        "a table": "it looks like a table; did you mean 'netreg member import register.db'?",
        "an encrypted backup": "it is encrypted; to restore it: netreg restore register.db --identity FILE",
        "an armored one": "it is encrypted; to restore it: netreg restore register.db --identity FILE",
    }
    found = {}
    for name in known:
        WRONG[name][0](register.db)
        found[name] = register("--db", "register.db", "org", "list").err
    start = "netreg: error: register.db is not a netreg database; "
    assert found == {name: f"{start}{advice}\n" for name, advice in known.items()}


def test_a_journal_alone_makes_no_register(netreg: Netreg, empty: bytes) -> None:
    journal = netreg.db.with_name(netreg.db.name + "-journal")
    journal.write_bytes(empty[:512])
    for words in (("org", "list"), ("org", "add", "หน่วยสมมติ"), ("doctor",), ("init",)):
        run = netreg(*words)
        assert (run.out, run.code in (66, 77, 78), judge(run)) == ("", True, ""), (words, run)
        assert not netreg.db.exists()
        assert journal.read_bytes() == empty[:512]


TAKEN: dict[str, tuple[Callable[[Path], object], int, bool]] = {
    "removed": (lambda path: path.unlink(), 66, False),
    "moved": (lambda path: path.rename(path.with_name("moved.db")), 66, False),
    "replaced": (lambda path: path.with_name("other.db").replace(path), 66, False),
    "without its journal": (lambda path: path.with_name(path.name + "-journal").unlink(), 74, True),
}
"""What another program does to a register in the middle of a command, what the command says, and whether it is done."""


@pytest.mark.parametrize("how", TAKEN)
def test_a_register_taken_away_under_a_command(
    register: Netreg, monkeypatch: pytest.MonkeyPatch, empty: bytes, how: str
) -> None:
    """Never done in a file that nobody finds, and never failed though it is done."""
    take, code, is_done = TAKEN[how]
    add = checked_writes.add_record

    def add_and_take(*words: Any, **more: Any) -> int:
        number = add(*words, **more)
        (register.folder / "other.db").write_bytes(empty)
        take(register.db)
        return number

    with monkeypatch.context() as patch:
        patch.setattr(checked_writes, "add_record", add_and_take)
        run = register("org", "add", "หน่วยสมมติ")
    assert (run.out, run.code, judge(run)) == ("", code, ""), run
    for moved in register.folder.glob("moved.db"):
        moved.rename(register.db)
    if register.db.exists():
        register.db.chmod(0o600)
        assert ("หน่วยสมมติ" in register("org", "list").out) == is_done
        assert register("doctor").code == 0


@pytest.mark.parametrize(("module", "name"), [(checked_writes, "add_record"), (command_log, "stop_running")])
def test_a_link_that_leads_elsewhere_before_the_end(
    register: Netreg, monkeypatch: pytest.MonkeyPatch, empty: bytes, module: Any, name: str
) -> None:
    """What was opened under a name has it until it is written, or nothing is."""
    first, second = register.folder / "first.db", register.folder / "second.db"
    register.db.rename(first)
    second.write_bytes(empty)
    second.chmod(0o600)
    register.db.symlink_to(first.name)
    usual = getattr(module, name)

    def swap(*words: Any, **more: Any) -> Any:
        register.db.unlink()
        register.db.symlink_to(second.name)
        return usual(*words, **more)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, swap)
        run = register("org", "add", "หน่วยสมมติ")
    assert (run.out, run.code, judge(run)) == ("", 66, ""), run
    assert all("หน่วยสมมติ" not in register("--db", str(path), "org", "list").out for path in (first, second))


@pytest.mark.exhaustive
def test_no_command_touches_what_is_no_register(netreg: Netreg, empty: bytes) -> None:
    wrong = _try_all(netreg, empty, [*WRONG], COMMANDS)
    assert not wrong, "\n".join(wrong)
