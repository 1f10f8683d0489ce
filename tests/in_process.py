"""Runs the program within the process of the tests, for a third of the price of a process of its own.

The program gets its own arguments, environment, folder and file descriptors 0, 1 and 2, and leaves
nothing behind: a run that leaves a file, a connection or a thread open fails. What a process alone has
(the loading of modules, signals, a locale, a terminal, a reader that goes away) is tested with
``@pytest.mark.process``; ``tests/test_in_process.py`` proves that both say the same.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import traceback
from contextlib import ExitStack, chdir, contextmanager, suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NoReturn, TypeVar
from unittest import mock

import pytest
import typer.main
from typer.utils import get_params_from_function

from netreg import cli, language
from netreg.cli.framework.lazy_group import Entry, LazyGroup
from netreg.store import connections, database
from netreg.store.history import triggers
from netreg.store.history.triggers import find_missing_triggers
from netreg.thai.names import name_parser
from tests.kept_connections import keep_connections, list_kept_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType
    from typing import IO

# To read the signature of the function behind the options before the noun takes a sixth of a run.
typer.main.get_params_from_function = lru_cache(64)(get_params_from_function)  # type: ignore[attr-defined]
# A sentence is looked up by halving, which is quick for the few of one run.
language.Catalogue.find = cache(language.Catalogue.find)  # type: ignore[method-assign]


AnyCommand = TypeVar("AnyCommand")


def build_once(build: Callable[[], AnyCommand]) -> Callable[[], AnyCommand]:
    """Return a function that builds a command as `build` does, once for each language."""
    built: dict[object, AnyCommand] = {}

    def build_or_take() -> AnyCommand:
        spoken = language._state["catalogue"]
        if spoken not in built:
            built[spoken] = build()
        return built[spoken]

    return build_or_take


def _register_once(self: LazyGroup, name: str, entry: Entry) -> None:
    _register(self, name, entry._replace(load=build_once(entry.load)))


# To build the program and the commands that are named takes a fifth of a run.
_register = LazyGroup.register
LazyGroup.register = _register_once  # type: ignore[method-assign]
cli.build_program = build_once(cli.build_program)


def _find_missing_once(db: sqlite3.Connection, tables: Sequence[str]) -> list[str]:
    """Find missing triggers by what the schema and the layouts are, once for all registers in which they are alike."""
    query = "SELECT group_concat(sql), (SELECT group_concat(kind || id || columns) FROM layout) FROM sqlite_schema"
    key = (*db.execute(query).fetchone(), *tables)
    if key not in _missing:
        _missing[key] = find_missing_triggers(db, tables)
    return _missing[key]


# Each command that writes asks each table for its columns: a tenth of a run.
_missing: dict[tuple[str, ...], list[str]] = {}
triggers.find_missing_triggers = _find_missing_once  # type: ignore[assignment]


def _migrate_once(path: Path) -> bool:
    """Lay into an empty file what the first run made of one: to build the schema takes five times as long as a run."""
    if path.stat().st_size:
        return build_schema(path)
    if connections.SCHEMA_VERSION not in _made:
        created = build_schema(path)
        _made[connections.SCHEMA_VERSION] = path.read_bytes()
        return created
    path.write_bytes(_made[connections.SCHEMA_VERSION])
    return True


# Tests of the schema itself take it back: see the fixture ``schema_built``.
build_schema = database.migrate_register
database.migrate_register = _migrate_once
_made: dict[int, bytes] = {}

PATIENCE = 120
"""Seconds that a run may take."""
READ_BY_COMMANDS = ("NETREG_", "XDG_", "PATH", "HOME", "COLUMNS", "EDITOR", "VISUAL")
"""Beginnings of the variables that are read when a command runs; others may be read while modules load."""
PIPE_SIZE = 1 << 16
"""Bytes that a pipe takes while nobody reads."""
FLUSH_FAILED = 120
"""The exit code of an interpreter that cannot write its last output."""


def can_run(environment: Mapping[str, str], stdin: bytes | None) -> bool:
    """Tell whether a run with these is the same as that of a process."""
    known = all(name.startswith(READ_BY_COMMANDS) for name in environment)
    return os.name == "posix" and known and len(stdin or b"") <= PIPE_SIZE


def run_in_process(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], stdin: bytes | None
) -> tuple[bytes, bytes, int]:
    """Return the standard output, the standard error and the exit code of a command; fail if it does not end."""
    with _open_memory() as out, _open_memory() as err:
        code = run_with_streams(command, out, err, folder=folder, environment=environment, stdin=stdin)
        out.seek(0)
        err.seek(0)
        return out.read(), err.read(), code


def run_with_streams(
    command: Sequence[str],
    out: IO[bytes],
    err: IO[bytes],
    *,
    folder: Path,
    environment: Mapping[str, str],
    stdin: bytes | None = None,
) -> int:
    """Run a command with these as its standard output and error, such as a terminal; return its exit code."""
    threads, files = threading.enumerate(), _open_files()
    with ExitStack() as around:
        around.callback(_forget_remarks)
        around.enter_context(keep_connections())
        around.enter_context(chdir(folder))
        around.enter_context(_environment(environment))
        around.enter_context(mock.patch.dict(language._state))
        around.enter_context(mock.patch.object(sys, "argv", list(command)))
        around.enter_context(mock.patch.object(connections, "WAIT_SECONDS", connections.WAIT_SECONDS))
        around.enter_context(mock.patch.object(connections, "LISTENERS", []))
        around.enter_context(_signal_handlers())
        around.enter_context(_standard_streams(stdin, out, err))
        code = _exit_code(command)
    assert threading.enumerate() == threads, "a thread was left running"
    assert {file for _number, file in _open_files() - files} <= list_kept_files(), "a file was left open"
    return code


# It keeps remarks, in the language of the run.
_forget_remarks: Callable[[], None] = vars(name_parser)["_parse_uncommon_name"].cache_clear


def _exit_code(command: Sequence[str]) -> int:
    """Run the program as an interpreter does, down to the flush of what it has printed."""
    code = 0
    try:
        cli.run(list(command[1:]))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 - an interpreter shows whatever comes
        traceback.print_exc()
        code = 1
    try:
        sys.stdout.flush()
    except OSError:
        code = FLUSH_FAILED
    return code


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """The environment of a process that is given these variables and no other."""
    before = dict(_VARIABLES)
    _set_environment({os.fsencode(name): os.fsencode(value) for name, value in wanted.items()})
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(wanted: dict[bytes, bytes]) -> None:
    """Replace the variables, most of which are those of the run before; by their names it takes a tenth of a run."""
    for name in _VARIABLES.keys() - wanted.keys():
        os.unsetenv(name)
    for name, value in wanted.items():
        if _VARIABLES.get(name) != value:
            os.putenv(name, value)
    _VARIABLES.clear()
    _VARIABLES.update(wanted)


_VARIABLES: dict[bytes, bytes] = vars(os.environ)["_data"]


@contextmanager
def _standard_streams(stdin: bytes | None, out: IO[bytes], err: IO[bytes]) -> Iterator[None]:
    """File descriptors 0, 1 and 2, and the streams of ``sys`` upon them, as a process finds them."""
    kept = [os.dup(number) for number in range(3)]
    source = os.open(os.devnull, os.O_RDONLY) if stdin is None else _filled_pipe(stdin)
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        for number, stream in enumerate((source, out.fileno(), err.fileno())):
            os.dup2(stream, number)
        with (
            open(0, encoding="utf-8", errors="surrogateescape", closefd=False) as new_stdin,
            open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False) as new_stdout,
            open(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False) as new_stderr,
            mock.patch.multiple(sys, stdin=new_stdin, stdout=new_stdout, stderr=new_stderr),
        ):
            yield
    finally:
        for number, stream in enumerate(kept):
            os.dup2(stream, number)
            os.close(stream)
        os.close(source)


def _open_memory() -> IO[bytes]:
    """Open a file that lies in memory where the system has such, else one on a disk."""
    return open(os.memfd_create("stream"), "w+b") if hasattr(os, "memfd_create") else tempfile.TemporaryFile()  # noqa: PTH123


def _filled_pipe(content: bytes) -> int:
    reader, writer = os.pipe()
    os.write(writer, content)
    os.close(writer)
    return reader


@contextmanager
def _signal_handlers() -> Iterator[None]:
    """The handlers of a process that has just started, and an alarm for a run that does not end."""
    before = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
    }
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _give_up(_signum: int, _frame: FrameType | None) -> NoReturn:
    pytest.fail(f"the command took more than {PATIENCE} seconds")


def _open_files() -> set[tuple[int, tuple[int, int]]]:
    """Return the file descriptors, with the device and the number of the file of each."""
    files = set()
    for number in os.listdir("/dev/fd"):  # noqa: PTH208 - twice for each run: a third of the time
        with suppress(OSError):  # the one by which this was listed
            status = os.fstat(int(number))
            files.add((int(number), (status.st_dev, status.st_ino)))
    return files
