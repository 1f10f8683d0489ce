"""A register with records of every kind to try things on, and what is in one."""

from __future__ import annotations

import gc
import hashlib
import importlib
import os
import pkgutil
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.store import database
from tests.conftest import MEMORY, Netreg
from tests.examples import PREPARED, TABLES, name_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    """Return a digest of every record and of the number of commands; ``damaged`` if it is so, ``none`` if empty."""
    if not path.exists() or not path.stat().st_size:
        return "none"
    try:
        with closing(sqlite3.connect(path)) as db:
            if (
                db.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
                or db.execute("PRAGMA foreign_key_check").fetchone()
            ):
                return "damaged"
            total = hashlib.sha256()
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
            if not tables:
                return "none"
            for table in tables:
                if table not in HISTORY | LEDGER and not table.startswith(("sqlite_", "_")):
                    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in PASSING]
                    rows = sorted(map(repr, db.execute(f"SELECT {', '.join(names)} FROM {table}")))
                    total.update(repr((table, len(rows), rows if table not in SEALED else "")).encode())
            total.update(repr(db.execute("SELECT count(*) FROM command").fetchone()).encode())
            triggers = db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").fetchall()
            total.update(repr(triggers).encode())
            return total.hexdigest()
    except sqlite3.DatabaseError:
        return "damaged"


SEALED = {"name_page", "search_page", "layout"}
"""Tables of which the rows hold moments, or are packed; they are counted."""


def run_forked(
    netreg: Netreg, words: Sequence[str], before: Callable[[], object] | None = None, kill_after: float | None = None
) -> tuple[int, str]:
    """Run a command in a fork of this process, which costs a tenth of a start; return its code and standard error.

    `before` is called in the fork first. The code is negative where a signal ended it.
    """
    number = start_forked(netreg, words, before)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(number, signal.SIGKILL)
    return end_forked(netreg, number)


def start_forked(
    netreg: Netreg, words: Sequence[str], before: Callable[[], object] | None = None, name: str = ""
) -> int:
    """Start a command in a fork; return its number once it is about to run."""
    ready, told = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(ready)
        _be_program(netreg, words, before, _name_errors(netreg, name), told)
    os.close(told)
    os.read(ready, 1)
    os.close(ready)
    return number


def end_forked(netreg: Netreg, number: int, name: str = "") -> tuple[int, str]:
    """Wait for a command that was started; return its code and standard error."""
    code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    errors = _name_errors(netreg, name)
    return code, errors.read_text(encoding="utf-8", errors="replace") if errors.exists() else ""


def _name_errors(netreg: Netreg, name: str) -> Path:
    return netreg.folder.parent / f"{netreg.folder.name}{name}.stderr"


def _be_program(
    netreg: Netreg, words: Sequence[str], before: Callable[[], object] | None, errors: Path, told: int
) -> None:
    code = 1
    try:
        be_at_home(netreg, errors)
        sys.argv = ["netreg", *words]
        if before is not None:
            before()
        os.write(told, b"1")
        os.close(told)
        code = run_here(words)
    finally:
        os._exit(code)


def be_at_home(netreg: Netreg, errors: Path) -> None:
    """Let this process, a fork, have the streams, the folder, the environment and the signals of a program."""
    null = os.open(os.devnull, os.O_RDWR)
    err = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for number, handle in enumerate((null, null, err)):
        os.dup2(handle, number)
    os.chdir(netreg.folder)
    os.environ.clear()
    os.environ.update(netreg.pinned, SQLITE_TMPDIR=str(netreg.folder), TMPDIR=str(netreg.folder))
    tempfile.tempdir = None
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        number = ("stdin", "stdout", "stderr").index(name)
        setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace", closefd=False))  # noqa: SIM115


def run_here(words: Sequence[str]) -> int:
    """Run a command in this process; return its code."""
    from netreg import cli

    code = 1
    try:
        cli.run(list(words))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    sys.stderr.flush()
    return code


def load_everything() -> None:
    """Load every module of the program, so that a fork need not."""
    import netreg

    for module in pkgutil.walk_packages(netreg.__path__, "netreg."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
