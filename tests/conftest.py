"""What all tests share: the program as a fixture named after it, and a register to try it on."""

from __future__ import annotations

import _sqlite3
import ctypes
import gc
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, Protocol
from unittest import mock

import pytest
from hypothesis import settings

from netreg.render import console
from netreg.store import database
from tests.examples import PREPARED, TABLES, name_files
from tests.in_process import PATIENCE, build_schema, can_run, run_in_process

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

# Where byte code is not kept, every worker of every run rewrites the assertions of all modules again: 12 seconds.
sys.dont_write_bytecode = False
# A shell that starts the tests in its background lets them ignore Ctrl-C, and so would the programs they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# The suite is to stay quick; ``pytest -m stress`` looks harder, and HYPOTHESIS_PROFILE=thorough harder still.
# Only the last looks at other examples each time: what is accepted once is not refused the next day for its luck.
USUAL = 40
"""Examples that a test searches which says nothing else, were there no hurry."""
for profile, number in {"suite": USUAL // 3, "stress": USUAL * 10, "thorough": USUAL * 50}.items():
    settings.register_profile(profile, max_examples=number, deadline=None, derandomize=profile != "thorough")


MEMORY = Path("/dev/shm")  # noqa: S108 - below it pytest makes a folder that is the user's alone
"""Where Linux keeps files in memory."""
ROOM = 1 << 30
"""Bytes that must be free there: ten times what a run holds at once, as folders of passed tests are removed."""


def use_memory_for_files() -> None:
    """Let the folders of tests be in memory: a third of the suite was waiting for a disk at each commit."""
    try:
        room = os.statvfs(MEMORY)
    except (OSError, AttributeError):
        return
    if room.f_bavail * room.f_frsize >= ROOM and not room.f_flag & os.ST_NOEXEC:  # tests make scripts, too
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def use_memory_uncounted() -> None:
    """Let SQLite not count its memory under a lock, at each of the thousand pieces of a schema that it reads."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(_sqlite3.__file__)
            library.sqlite3_shutdown()
            library.sqlite3_config(9, 0)  # SQLITE_CONFIG_MEMSTATUS
            library.sqlite3_initialize()


def examples(count: int) -> int:
    """Return how many examples this run searches with a test that asks for `count`."""
    return max(1, count * settings().max_examples // USUAL)


def is_stress(config: pytest.Config) -> bool:
    return bool(config.option.markexpr == "stress")


def pytest_configure(config: pytest.Config) -> None:
    use_memory_uncounted()
    use_memory_for_files()
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "stress" if is_stress(config) else "suite"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let a stress run search for more examples with all tests that search for examples."""
    for item in items if is_stress(config) else ():
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("stress")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Garbage is not looked for among the tests themselves, neither while they are collected nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


ROOT = Path(__file__).parent.parent
PROGRAM = (str(Path(sys.executable).parent / "netreg"),)


@dataclass(frozen=True)
class Run:
    """What one run of the program printed and how it ended."""

    out: str
    err: str
    code: int

    @property
    def data(self) -> Any:
        """The standard output as JSON."""
        import json

        return json.loads(self.out)


class FilledOnce(Protocol):
    """``filled_once(fill)``: the program with a register that `fill` made once for the module."""

    def __call__(self, fill: Callable[[Netreg], object]) -> Netreg: ...


class Program(Protocol):
    """``netreg("org", "list")``: run the program by its name."""

    def __call__(self, *arguments: str, stdin: str | bytes | None = None, **environment: str) -> Run: ...


def run_as_process(
    command: list[str], *, folder: Path, environment: dict[str, str], stdin: bytes | None
) -> tuple[bytes, bytes, int]:
    """Return the standard output, the standard error and the exit code of a command that runs by itself."""
    done = subprocess.run(
        command,
        cwd=folder,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env=environment,
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout, done.stderr, done.returncode


@dataclass
class Netreg:
    """The installed program, in an environment that holds nothing but what a test says."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    as_process: bool = False

    def __call__(self, *arguments: str, stdin: str | bytes | None = None, **environment: str) -> Run:
        """Run it in the test's folder with width, time and configuration pinned."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        around = self.pinned | self.environment | environment
        run = run_as_process if self.as_process or not can_run(around, given) else run_in_process
        out, err, code = run([*PROGRAM, *arguments], folder=self.folder, environment=around, stdin=given)
        return Run(out.decode(), err.decode(), code)

    def start(self, *arguments: str, program: Sequence[str] = PROGRAM, **settings: Any) -> subprocess.Popen[bytes]:
        """Start it as a process of its own: without an input and with its output in pipes, unless said otherwise."""
        usual: dict[str, Any] = {
            "cwd": self.folder,
            "env": self.pinned | self.environment,
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        }
        process: subprocess.Popen[bytes] = subprocess.Popen([*program, *arguments], **(usual | settings))
        return process

    def on_full_disk(self, size: int, *arguments: str) -> Run:
        """Run it where no file may grow beyond a size, as on a disk that is full."""
        resource = pytest.importorskip("resource")
        limits = (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
        environment = self.pinned | {"PYTHONDONTWRITEBYTECODE": "1"}  # or half of a compiled module stays
        with self.start(
            *arguments,
            env=environment,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),
        ) as process:
            out, err = process.communicate(timeout=PATIENCE)
        return Run(out.decode(), err.decode(), process.returncode)

    @property
    def pinned(self) -> dict[str, str]:
        """No home, no colours, 100 columns, a fixed today."""
        return {
            "PATH": os.defpath,
            "HOME": str(self.folder / "home"),
            "NETREG_CONFIG": str(self.folder / "config.toml"),
            "NETREG_DB": str(self.folder / "register.db"),
            "NETREG_TODAY": "2026-11-21",
            "COLUMNS": "100",
        }

    @property
    def db(self) -> Path:
        """The register's file."""
        return self.folder / "register.db"


@pytest.fixture
def netreg(tmp_path: Path, request: pytest.FixtureRequest) -> Netreg:
    """The program, in an empty folder; a test marked ``process`` starts it as a process of its own."""
    return Netreg(tmp_path, as_process=request.node.get_closest_marker("process") is not None)


@pytest.fixture
def register(netreg: Netreg, empty: bytes) -> Netreg:
    """The program with an empty register, as ``netreg init`` makes it."""
    laid(netreg.db, empty)
    return netreg


@pytest.fixture(scope="module")
def schema_built() -> Iterator[None]:
    """Let each new register get a schema that is built for it, as outside of the tests."""
    with mock.patch.object(database, "migrate_register", build_schema):
        yield


@pytest.fixture
def filled_once(
    request: pytest.FixtureRequest, register: Netreg, tmp_path_factory: pytest.TempPathFactory
) -> FilledOnce:
    """``filled_once(fill)``: the program with a register that `fill` made for the module, copied for each test."""

    def copied(fill: Callable[[Netreg], object]) -> Netreg:
        made = tmp_path_factory.getbasetemp() / f"{request.module.__name__}.{fill.__name__}.db"
        if made.exists():
            laid(register.db, made.read_bytes())
        else:
            fill(register)
            shutil.copy(register.db, made)
        return register

    return copied


def laid(path: Path, content: bytes) -> Path:
    """A register where there was none, its owner's alone as netreg makes it."""
    path.touch(0o600)
    path.write_bytes(content)
    return path


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a register that holds nothing yet."""
    path = tmp_path_factory.mktemp("empty") / "register.db"
    database.create(path)
    return path.read_bytes()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration register, to be read only."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "demo.db"
    run = Netreg(folder)("demo", str(path))
    assert run.code == 0, run.err
    return path


@pytest.fixture
def cards_in_pipes() -> None:
    """Let cards through a pipe be what a person reads, as they are."""


@pytest.fixture(autouse=True)
def cards_as_data(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let cards in the process of the tests be tab-separated, as with ``--format tsv``: these are short to compare."""
    if "cards_in_pipes" not in request.fixturenames:
        monkeypatch.setattr(console, "choose_card_format", console.choose_format)


@pytest.fixture
def in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program speak English in a test that compares English sentences; without it, it speaks Thai."""
    english = tmp_path.with_suffix(".english.toml")  # beside the folder, whose files some tests list
    english.write_text('lang = "en"\n', encoding="utf-8")
    call = Netreg.__call__

    def speak(self: Netreg, *arguments: str, **environment: Any) -> Run:
        return call(self, *arguments, **({"NETREG_CONFIG": str(english)} | environment))

    monkeypatch.setattr(Netreg, "__call__", speak)


@pytest.fixture
def demo(netreg: Netreg, demo_file: Path) -> Callable[..., Run]:
    """The program on the demonstration register."""

    def ask(*arguments: str, **more: Any) -> Run:
        return netreg("--db", str(demo_file), *arguments, **more)

    return ask


# --- records of every kind ------------------------------------------------------------------


TRIED = "netreg: ลองดูเท่านั้น ไม่ได้บันทึกสิ่งใด\n"
"""The note of a dry run."""


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register that has records of every kind, and with the files that examples name."""
    netreg = Netreg(tmp_path_factory.mktemp("examples"))
    database.create(netreg.db)
    for name in ("scan", "new"):
        (netreg.folder / f"{name}.pdf").write_bytes(b"%PDF-1.7 " + name.encode())
    for name, text in TABLES.items():
        (netreg.folder / f"{name}.csv").write_text(text, encoding="utf-8")
    for words in PREPARED:
        run = netreg(*name_files(words, netreg.folder))
        assert run.code == 0, run.err
    return netreg.folder


@pytest.fixture
def filled(netreg: Netreg, example_folder: Path) -> Netreg:
    """The program with a register that has records of every kind."""
    return copied_examples(example_folder, netreg)


def copied_examples(folder: Path, netreg: Netreg) -> Netreg:
    """The program with a copy of that register and of its documents."""
    laid(netreg.db, (folder / "register.db").read_bytes())
    shutil.copytree(folder / "register.db.files", netreg.folder / "register.db.files")
    return netreg


def lay_examples(folder: Path, netreg: Netreg, copy: str) -> Path:
    """Lay that register into the program's folder, the files that examples read, and a copy of it by another name."""
    copied_examples(folder, netreg)
    for name, content in TABLES.items():
        (netreg.folder / f"{name}.csv").write_text(content, encoding="utf-8")
    for name in ("scan", "new"):
        (netreg.folder / f"{name}.pdf").write_bytes(b"%PDF-1.7 " + name.encode())
    laid(netreg.folder / f"{copy}.db", (folder / "register.db").read_bytes())
    shutil.copytree(folder / "register.db.files", netreg.folder / f"{copy}.db.files")
    return netreg.folder


@pytest.fixture
def fsync_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let fsync refuse what it refuses on Windows: a handle that only reads (FlushFileBuffers wants GENERIC_WRITE)."""
    if sys.platform == "win32":
        return
    import fcntl

    real = os.fsync

    def sync(handle: int) -> None:
        if fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY and S_ISREG(os.fstat(handle).st_mode):
            raise OSError(9, "Bad file descriptor")
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
