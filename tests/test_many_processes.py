"""Many processes at once: every change is kept, every first start succeeds, nobody is turned away."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netreg.store import database
from netreg.store.doctor import examination
from netreg.store.history import changes
from tests import one_step_more

if TYPE_CHECKING:
    from tests.conftest import Netreg


# Lets them know one schema step more.
NEWER = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from netreg.store import connections, migrations
from tests import one_step_more
migrations.STEPS, connections.SCHEMA_VERSION = one_step_more.STEPS, one_step_more.VERSION
"""
# Starts processes that run the program's own main some times each; start-up is paid once.
SCRIPT = """
import importlib, os, pkgutil, sys, time
import netreg
from netreg.cli import build_program

for module in pkgutil.walk_packages(netreg.__path__, "netreg."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)

count, times, *words = sys.argv[1:]
together = time.monotonic() + 0.3
children = {}
for number in range(int(count)):
    child = os.fork()
    if child:
        children[child] = None
        continue
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    time.sleep(max(0, together - time.monotonic()))
    code = 0
    for turn in range(int(times)):
        code = code or build_program().main([w.replace("@", f"{number}-{turn}") for w in words], standalone_mode=False)
    sys.stderr.flush()
    os._exit(code)
for child in children:
    children[child] = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(*children.values())
"""


def at_once(netreg: Netreg, count: int, *words: str, times: int = 1, newer: bool = False) -> tuple[list[int], str]:
    """How `count` processes ended that ran a command at once, and what they complained of."""
    done = subprocess.run(
        [sys.executable, "-c", (NEWER if newer else "") + SCRIPT, str(count), str(times), *words],
        cwd=netreg.folder,
        env=netreg.pinned,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    told = done.stderr.decode().splitlines(keepends=True)
    return [int(code) for code in done.stdout.split()], "".join(line for line in told if not is_about_waiting(line))


def is_about_waiting(line: str) -> bool:
    """Whether a line says no more than that another process is waited for, as it does on a slow machine."""
    return line.startswith(("netreg: waiting for process ", "netreg: waiting for another command"))


def rows(netreg: Netreg, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(netreg.db)) as db:
        return db.execute(sql).fetchall()


def sound(netreg: Netreg) -> bool:
    netreg.db.chmod(0o600)
    return examination.examine_register(netreg.db, full=True) == []


@pytest.mark.stress
def test_fifty_processes_lose_nothing(register: Netreg) -> None:
    assert register("meeting", "add", "ประชุมสมมติ", "--code", "meet", "--on", "5 ส.ค. 2568").code == 0
    codes, complaints = at_once(register, 50, "meeting", "attend", "meet", "--name", "ผู้เข้าประชุมสมมติ @", times=10)
    assert (codes, complaints) == ([0] * 50, "")
    names = [row[0] for row in rows(register, "SELECT name_as_recorded FROM attendance")]
    assert sorted(names) == sorted(f"ผู้เข้าประชุมสมมติ {process}-{turn}" for process in range(50) for turn in range(10))
    assert rows(register, "SELECT count(*) FROM command WHERE words = 'meeting attend'") == [(500,)]
    assert rows(register, "SELECT count(DISTINCT command_id), count(*) FROM change WHERE kind = 'attendance'") == [
        (500, 500)
    ]
    assert sound(register)


@pytest.mark.stress
def test_twenty_first_starts_at_once(netreg: Netreg) -> None:
    codes, complaints = at_once(netreg, 20, "init")
    assert (codes, complaints) == ([0] * 20, "")
    assert [path.name for path in netreg.folder.iterdir()] == ["register.db"]
    assert sound(netreg)


@pytest.mark.usefixtures("in_english")
def test_a_start_on_a_register_that_is_there(register: Netreg) -> None:
    before = register.db.read_bytes()
    run = register("init")
    assert (run.code, run.out) == (0, f"{register.db} already exists and is up to date\n")
    assert register.db.read_bytes() == before


@pytest.mark.stress
@pytest.mark.parametrize("words", [("init",), ("org", "add", "หน่วยสมมติ @")])
def test_twenty_at_once_on_an_older_file(
    register: Netreg, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    assert at_once(register, 1, "org", "add", "หน่วยสมมติ", times=1)[0] == [0]
    codes, complaints = at_once(register, 20, *words, newer=True)
    assert (codes, complaints) == ([0] * 20, "")
    copies = list(register.folder.glob("register.before-schema-*.db"))
    assert len(copies) == 1
    assert {path.name for path in register.folder.iterdir()} == {"register.db", copies[0].name}
    assert rows(register, "SELECT count(*) FROM command WHERE words = 'migrate'") == [(1,)]
    assert rows(register, "SELECT count(*) FROM organisation") == [(21 if "add" in words else 1,)]
    one_step_more.install(monkeypatch)
    assert sound(register)


@pytest.mark.stress
def test_twenty_undo_twenty_commands(register: Netreg) -> None:
    assert at_once(register, 1, "org", "add", "หน่วยสมมติ @", times=20)[0] == [0]
    codes, complaints = at_once(register, 20, "undo")
    assert (codes, complaints) == ([0] * 20, "")
    assert rows(register, "SELECT count(*) FROM organisation") == [(0,)]
    with database.reading(register.db) as db:
        assert sorted(c.undoes for c in changes.select_commands(db) if c.undoes) == list(range(1, 21))


def test_of_many_who_change_what_they_read_one_does(register: Netreg) -> None:
    assert register("org", "add", "หน่วยสมมติ", "--code", "a").code == 0
    read = register("org", "show", "a", "--json").data["updated_at"]
    codes, complaints = at_once(register, 10, "org", "edit", "a", "note=@", "--if-updated-at", read)
    assert sorted(codes) == [0] + [1] * 9
    assert complaints.count("was changed since it was read") == 9
    assert rows(register, "SELECT count(*) FROM command WHERE words = 'org edit'") == [(1,)]


def test_of_many_who_add_the_same_one_does(register: Netreg) -> None:
    codes, complaints = at_once(register, 10, "org", "add", "หน่วยสมมติ", "--code", "a")
    assert sorted(codes) == [0] + [1] * 9
    assert complaints.count("netreg: error: ") == 9
    assert rows(register, "SELECT count(*) FROM organisation") == [(1,)]
