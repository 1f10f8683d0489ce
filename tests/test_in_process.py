"""A command in the process of the tests says, does and returns what it does in a process of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netreg import cli, language

if TYPE_CHECKING:
    from tests.conftest import Netreg


SAMPLE = [
    "",
    "--lang th --help",
    "agreement party add --help",
    "org shwo 1",
    "agreement list --format table",
    "--lang en --era ce agreement show 1 --format table",
    "org import -",
    "member remove 1",
    "due --format nagios --as-of never",
    "org show ขอนแก่น --format csv",
    "--db nowhere/r.db stats",
]
CHANGES = ["org add หน่วยสมมติ --code s", "org edit s note=ก --json", "undo", "backup copy.db"]

pytestmark = pytest.mark.usefixtures("cards_in_pipes")


@pytest.mark.parametrize("line", SAMPLE)
def test_both_say_the_same(netreg: Netreg, demo_file: Path, line: str) -> None:
    shutil.copy(demo_file, netreg.db)
    stdin = "code,name_th,kind\nnew,หน่วยสมมติ,facluty\n" if line.endswith(" -") else None
    before = netreg.db.read_bytes()
    runs = [program(*shlex.split(line), stdin=stdin) for program in (netreg, replace(netreg, as_process=True))]
    assert runs[0] == runs[1]
    assert netreg.db.read_bytes() == before


def test_both_do_the_same(register: Netreg) -> None:
    """The one does what the other has undone, so that each finds what the other wrote."""
    process = replace(register, as_process=True)
    for line in CHANGES:
        empty = register.db.read_bytes()
        runs = []
        for program in (register, process):
            register.db.write_bytes(empty)
            (register.folder / "copy.db").unlink(missing_ok=True)
            run = program(*shlex.split(line))
            runs.append(
                (run.out.count("\n"), run.err, run.code, sorted(path.name for path in register.folder.iterdir()))
            )
        assert runs[0] == runs[1], line
        assert runs[0][2] == 0


def test_nothing_is_left_behind(register: Netreg) -> None:
    def around() -> tuple[object, ...]:
        return os.environ.copy(), Path.cwd(), language.get_language(), signal.getsignal(signal.SIGTERM), sys.stdout

    before = around()
    assert register("--lang", "th", "org", "list", "--nope").code == 2
    assert around() == before


@pytest.mark.parametrize("left", ["a thread was left running", "a file was left open"])
def test_what_a_command_leaves_open_fails_the_test(
    register: Netreg, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    end = threading.Event()
    files: list[int] = []
    threads: list[threading.Thread] = []

    def leave(_arguments: list[str]) -> None:
        if "thread" in left:
            threads.append(threading.Thread(target=end.wait))
            threads[0].start()
        else:
            files.append(os.open(register.db, os.O_RDONLY))

    monkeypatch.setattr(cli, "run", leave)
    with pytest.raises(AssertionError, match=left):
        register("org", "list")
    end.set()
    for thread in threads:
        thread.join()
    for file in files:
        os.close(file)
