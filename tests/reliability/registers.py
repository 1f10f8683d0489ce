"""A register with records of every kind to try things on, and what is in one."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.store import database
from tests.conftest import MEMORY, Netreg
from tests.examples import PREPARED, TABLES, name_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ENGLISH = 'lang = "en"\n'
PASSING = {"uid", "created_at", "updated_at"}
"""Columns that differ each time."""
HISTORY = {"command", "change", "running", "imported_file", "sqlite_sequence"}
LEDGER = {"outgoing", "reminder", "last_run"}
"""Tables in which each message is recorded by itself, as it goes: a stop between two of them is no half state."""


@contextmanager
def open_folder() -> Iterator[Path]:
    """Open a folder in memory, where there is one: a disk would make it ten times as long."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def prepare(folder: Path) -> Netreg:
    """Make the register of the examples in a folder, with its files."""
    netreg = Netreg(folder)
    database.create(netreg.db)
    (folder / "config.toml").write_text(ENGLISH, encoding="utf-8")
    for name in ("scan", "new"):
        (folder / f"{name}.pdf").write_bytes(b"%PDF-1.7 " + name.encode())
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    for words in PREPARED:
        run = netreg(*name_files(words, folder))
        assert run.code == 0, run.err
    for words in (("undo",), ("backup", str(folder / "kept.db"))):
        assert netreg(*words).code == 0
    return netreg


def copy_register(source: Path, target: Path) -> Netreg:
    """Copy such a folder."""
    shutil.copytree(source, target)
    return Netreg(target)


def digest(path: Path) -> str:
    """Return a digest of every record and of the number of commands; ``damaged`` if it is so."""
    try:
        with closing(sqlite3.connect(path)) as db:
            if (
                db.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
                or db.execute("PRAGMA foreign_key_check").fetchone()
            ):
                return "damaged"
            total = hashlib.sha256()
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
            for table in tables:
                if table not in HISTORY | LEDGER and not table.startswith(("sqlite_", "_")):
                    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in PASSING]
                    rows = sorted(map(repr, db.execute(f"SELECT {', '.join(names)} FROM {table}")))
                    total.update(repr((table, len(rows), rows if table not in SEALED else "")).encode())
            total.update(repr(db.execute("SELECT count(*) FROM command").fetchone()).encode())
            return total.hexdigest()
    except sqlite3.DatabaseError:
        return "damaged"


SEALED = {"name_page", "search_page", "layout"}
"""Tables of which the rows hold moments, or are packed; they are counted."""


def run_forked(
    netreg: Netreg, words: Sequence[str], before: object = None, kill_after: float | None = None
) -> tuple[int, str]:
    """Run a command in a fork of this process, which costs a tenth of a start; return its code and standard error.

    `before` is called in the fork first. The code is negative where a signal ended it.
    """
    errors = netreg.folder.parent / f"{netreg.folder.name}.stderr"
    number = os.fork()
    if number == 0:
        _be_program(netreg, words, before, errors)
    if kill_after is not None:
        import time

        time.sleep(kill_after)
        os.kill(number, 9)
    code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    return code, errors.read_text(encoding="utf-8", errors="replace") if errors.exists() else ""


def _be_program(netreg: Netreg, words: Sequence[str], before: object, errors: Path) -> None:
    code = 1
    try:
        null = os.open(os.devnull, os.O_RDWR)
        err = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for number, handle in enumerate((null, null, err)):
            os.dup2(handle, number)
        os.chdir(netreg.folder)
        os.environ.clear()
        os.environ.update(netreg.pinned, SQLITE_TMPDIR=str(netreg.folder), TMPDIR=str(netreg.folder))
        import sys

        from netreg import cli

        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            number = ("stdin", "stdout", "stderr").index(name)
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace", closefd=False))  # noqa: SIM115
        sys.argv = ["netreg", *words]
        if callable(before):
            before()
        try:
            cli.run(list(words))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        sys.stderr.flush()
    finally:
        os._exit(code)
