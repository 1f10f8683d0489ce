"""A register that another process has locked: busy, never damaged; whoever waits is told for whom."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from netreg.store import connections
from netreg.store.lock_holders import describe_holder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


HOLDER = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); print(1, flush=True); input()"


@contextmanager
def held(netreg: Netreg, how: str) -> Iterator[int]:
    """Let another process hold the register; give its number."""
    with netreg.start("-c", HOLDER, str(netreg.db), how, program=[sys.executable], stdin=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        yield other.pid
        other.communicate(timeout=10)


def test_a_locked_register_is_busy(register: Netreg) -> None:
    commands = ["doctor", "org list", "org add หน่วยงานสมมติ", "undo", "backup copy.db", "check"]
    with held(register, "BEGIN EXCLUSIVE"):
        runs = {words: register("--wait", "0", *words.split()) for words in commands}
    for words, run in runs.items():
        assert (words, run.code, run.out) == (words, 75, "")
        assert "is busy" in run.err
        assert "damaged" not in run.err
        assert register(*words.split()).code in (0, 1)


def test_a_longer_wait_is_told(register: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_UNTOLD", 0.0)
    assert describe_holder(register.db) is None
    with held(register, "BEGIN IMMEDIATE") as number:
        told = register("--wait", "0.3", "org", "add", "หน่วยงานสมมติ").err
        quiet = register("-q", "--wait", "0.3", "org", "add", "หน่วยงานสมมติ").err
        found = describe_holder(register.db)
    assert re.match(r"netreg: waiting for .*, which is using .*register.db\nnetreg: error: .* is busy", told)
    assert quiet.count("\n") == 1
    if found is not None:  # not every system tells
        assert re.match(rf"process {number} \(.*\), started at \d\d:\d\d:\d\d$", found)
