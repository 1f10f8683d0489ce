"""Commands of every kind where something around them is amiss: they do their work, or say in one line why not."""

from __future__ import annotations

import os
import shlex
import sqlite3
import tempfile
import time
from contextlib import ExitStack, chdir, closing, contextmanager
from stat import S_ISDIR
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import pytest

from netreg.cli import build_program
from netreg.cli.framework.guidance.examples import list_examples
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.errors import EXIT_CODES
from tests.conftest import PROGRAM, lay_examples
from tests.in_process import run_in_process
from tests.powers import without_powers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.conftest import Netreg

pytestmark = pytest.mark.skipif(os.name != "posix", reason="users, modes and the mask are those of POSIX")
FAULT = 70
# One command of each kind, with the code that it ends with where nothing is amiss.
KINDS = """\
netreg agreement list
netreg org add หน่วยใหม่สมมติ
netreg org export out.csv
netreg backup copy.db
netreg remind --outbox out
netreg completion bash
netreg member show one
netreg due
netreg doctor
netreg undo
netreg org export out.xlsx
netreg org import organisation.csv
netreg backup copy.db
netreg restore kept.db --yes
netreg restore --salvage kept.db --out saved.db
netreg demo sample.db
netreg --db new.db init
""".splitlines()


class Surroundings(NamedTuple):
    """What is around a command: variables that are set (or gone: None), and what else is done to it.

    The `codes` are those by which a command may refuse, where it need not work.
    """

    variables: Mapping[str, str | None] = {}
    around: Callable[[Path], AbstractContextManager[None]] | None = None
    codes: tuple[int, ...] = ()


@contextmanager
def open_mask(_folder: Path) -> Iterator[None]:
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def no_temporary_folder(_folder: Path) -> Iterator[None]:
    """None that can be written, as in a container without one."""
    with (
        mock.patch.object(tempfile, "tempdir", None),
        mock.patch.object(tempfile, "_candidate_tempdir_list", return_value=["/nowhere"]),
    ):
        yield


@contextmanager
def zone_of_new_york(_folder: Path) -> Iterator[None]:
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ", None)
        time.tzset()


@contextmanager
def read_only_folder(folder: Path) -> Iterator[None]:
    """As on a disk that is mounted to be read."""
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in folders:
        path.chmod(0o500)
    try:
        with without_powers():
            yield
    finally:
        for path in folders:
            path.chmod(0o700)


@contextmanager
def folder_of_another(folder: Path) -> Iterator[None]:
    """A register that another user lets everybody read."""
    if os.geteuid():
        pytest.skip("only root gives files away")
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o444)
        os.chown(path, 65534, 65534)
    try:
        with without_powers():
            yield
    finally:
        for path in paths:
            os.chown(path, 0, 0)
            path.chmod(0o700 if path.is_dir() else 0o600)


@contextmanager
def vanished_folder(folder: Path) -> Iterator[None]:
    gone = folder.parent / "gone"
    gone.mkdir()
    with chdir(gone):
        gone.rmdir()
        yield
        os.chdir(folder)  # or nobody could go back


AMISS = {
    "no home": Surroundings({"HOME": None}),
    "only what must be": Surroundings({"HOME": None, "PATH": None, "COLUMNS": None, "NETREG_TODAY": None}),
    "one column": Surroundings({"COLUMNS": "1"}),
    "no columns": Surroundings({"COLUMNS": "0"}),
    "columns in words": Surroundings({"COLUMNS": "many"}),
    "everything open to everybody": Surroundings(around=open_mask),
    "no temporary folder": Surroundings(around=no_temporary_folder, codes=(66, 74)),
    "an actor that is not UTF-8": Surroundings({"NETREG_ACTOR": b"\xff\xfe".decode("utf-8", "surrogateescape")}),
    "a user that is not UTF-8": Surroundings({"USER": b"\xe0".decode("utf-8", "surrogateescape")}),
    "another time zone": Surroundings({"TZ": "America/New_York"}, zone_of_new_york),
    "a read-only folder": Surroundings(around=read_only_folder, codes=(77,)),
    "another owner": Surroundings(around=folder_of_another, codes=(77,)),
    "a folder that vanished": Surroundings(around=vanished_folder, codes=(66,)),
}


@pytest.fixture
def folder(netreg: Netreg, example_folder: Path) -> Path:
    """A register with records of every kind, and the files that examples read."""
    (netreg.folder / "out").mkdir(0o700)
    return lay_examples(example_folder, netreg, "kept")


def run_amiss(netreg: Netreg, line: str, given: Surroundings, kept: Mapping[Path, bytes | None]) -> list[str]:
    """Run a command in such surroundings; return what is wrong with how it ends or what it leaves."""
    environment = {name: value for name, value in {**netreg.pinned, **given.variables}.items() if value is not None}
    is_gone = given.around is vanished_folder
    with ExitStack() as around:
        if "TZ" in environment:
            around.enter_context(mock.patch.dict(os.environ, {"TZ": environment["TZ"]}))
        if given.around:
            around.enter_context(given.around(netreg.folder))
        with mock.patch("tests.in_process.chdir", stay if is_gone else chdir):
            command = [*PROGRAM, *shlex.split(line)[1:]]
            out, err, code = run_in_process(command, folder=netreg.folder, environment=environment, stdin=None)
    told = err.decode()
    wrong = []
    if code == FAULT or code not in EXIT_CODES or b"Traceback" in out + err:
        wrong.append(f"ends with {code}: {told}")
    if code == 1 and line == "netreg doctor" and given.around is folder_of_another:
        return []  # it finds that others can read the register
    if code and given.codes and (code not in given.codes or out or told.count("\n") != 1):
        wrong.append(f"refuses with {code}: {out.decode()}{told}")
    if code and not given.codes:
        wrong.append(f"does not work: {code} {told}")
    if code and netreg.db.read_bytes() != kept[netreg.db]:
        wrong.append("has written and fails")
    wrong += list_left(netreg.folder, kept, is_refused=bool(code))
    clear(netreg.folder, kept)
    return [f"{line}: {what}" for what in wrong]


def list_left(folder: Path, kept: Mapping[Path, bytes | None], *, is_refused: bool) -> Iterator[str]:
    """List new files that others can read, that are unfinished, or that a refused command made."""
    for path in folder.rglob("*"):
        if path not in kept:
            mode = path.lstat().st_mode
            if mode & 0o077:
                yield f"{path.name} has the mode {mode & 0o777:o}"
            if ".netreg-" in path.name or path.name.endswith("-journal") or (is_refused and not S_ISDIR(mode)):
                yield f"{path.name} is left"


def clear(folder: Path, kept: Mapping[Path, bytes | None]) -> None:
    """Put everything back that a command may have changed."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path not in kept:
            path.rmdir() if path.is_dir() else path.unlink()
    for path, content in kept.items():
        if content is not None and path.suffix == ".db" and path.read_bytes() != content:
            path.write_bytes(content)


def read_all(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@contextmanager
def stay(_folder: Path) -> Iterator[None]:
    yield


@pytest.mark.parametrize("lines", [KINDS[:6], pytest.param(KINDS[6:], marks=pytest.mark.exhaustive)])
def test_commands_of_every_kind(netreg: Netreg, folder: Path, lines: list[str]) -> None:
    kept, wrong = read_all(folder), list[str]()
    for name, given in AMISS.items():
        for line in lines:
            wrong += [f"{name}: {what}" for what in run_amiss(netreg, line, given, kept)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.exhaustive
def test_every_command_by_its_examples(netreg: Netreg, folder: Path) -> None:
    """All that the help pages show, found by walking the tree of commands."""
    kept, wrong = read_all(folder), list[str]()
    lines = dict.fromkeys(line for page in list_pages(build_program()) for line in list_examples(page))
    usual = [line for line in lines if not run_amiss(netreg, line, Surroundings(), kept)]
    assert len(usual) > len(lines) // 2
    for name, given in AMISS.items():
        for line in usual:
            wrong += [f"{name}: {what}" for what in run_amiss(netreg, line, given, kept)]
    assert not wrong, "\n".join(wrong)


def list_pages(group: LazyGroup, path: str = "netreg") -> Iterator[str]:
    for name in group.entries:
        command = group.load_command(name)
        if isinstance(command, LazyGroup):
            yield from list_pages(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_the_days_left_are_those_of_the_day_that_is_given(netreg: Netreg, folder: Path) -> None:
    """Whatever the zone of the machine: cron's is often UTC."""
    said = set()
    for zone in ("UTC", "Asia/Bangkok", "America/New_York", "Pacific/Kiritimati"):
        with mock.patch.dict(os.environ, {"TZ": zone}), zone_of_new_york(folder):
            said.add(netreg("due", "--json").out + netreg("agreement", "list", "--json").out)
    assert len(said) == 1


def test_a_clock_that_was_set_back_leaves_the_order_of_the_history(register: Netreg) -> None:
    for code in ("first", "second"):
        register("org", "add", f"หน่วย {code} สมมติ", "--code", code)
    with closing(sqlite3.connect(register.db, isolation_level=None)) as db:
        db.execute("UPDATE command SET at = '2001-01-01T00:00:00.000Z' WHERE id = 2")
    assert [row["id"] for row in register("history", "--json").data] == [2, 1]
    assert register("undo").code == 0
    assert register("org", "list", "--columns", "code", "--no-header").out.split() == ["first"]


PROCESSES: dict[str, tuple[dict[str, str], str]] = {
    "no stdin": ({}, "<&-"),
    "no stdout": ({}, ">&-"),
    "no stderr": ({}, "2>&-"),
    "no streams": ({}, "<&- >&- 2>&-"),
    "a locale of bytes": ({"LANG": "C"}, ""),
    "a Thai locale that is not UTF-8": ({"LC_ALL": "th_TH.TIS-620"}, ""),
    "a Python of ASCII": ({"PYTHONIOENCODING": "ascii"}, ""),
}


@pytest.mark.exhaustive
def test_streams_and_locales_of_processes(netreg: Netreg, folder: Path) -> None:
    """What is around a process as it starts: whichever, the command does its work."""
    kept, wrong = read_all(folder), list[str]()
    for name, (variables, streams) in PROCESSES.items():
        for line in KINDS:
            command = f"exec {shlex.quote(PROGRAM[0])} {line.partition(' ')[2]} {streams}"
            with netreg.start(command, program=("sh", "-c"), env=netreg.pinned | variables) as process:
                _out, err = process.communicate(timeout=60)
            if process.returncode or b"Traceback" in err or b"ignored" in err:
                wrong.append(f"{name}: {line}: {process.returncode} {err.decode()}")
            wrong += [f"{name}: {line}: {what}" for what in list_left(folder, kept, is_refused=False)]
            clear(folder, kept)
    assert not wrong, "\n".join(wrong)
