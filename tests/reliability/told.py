"""Warnings under faults and kills: whatever ended a run of ``remind``, each is written at least once."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import signal
import time
from datetime import timedelta
from email import message_from_bytes, policy
from functools import partial
from typing import TYPE_CHECKING, Any

from netreg.errors import BUSY
from netreg.store.reminders import ledger
from tests.reliability import shim
from tests.reliability.faults import Outcome
from tests.reliability.registers import copy_register, end_forked, run_forked, start_forked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Netreg

WORDS = ("remind", "--outbox", "out")


def _run(netreg: Netreg, before: Callable[[], None] | None = None, kill_after: float | None = None) -> None:
    run_forked(netreg, WORDS, before, kill_after)


def _skip_hold() -> None:
    """Let a run stand an hour later: what a killed run had claimed is held until then."""
    now = ledger.get_current_time
    ledger.get_current_time = lambda: now() + timedelta(hours=1)


def _list_told(folder: Path) -> set[str]:
    """List the lines of all messages in an outbox that are whole."""
    return {line for lines in _list_messages(folder) for line in lines}


def _list_messages(folder: Path) -> list[set[str]]:
    found = []
    for file in sorted(folder.glob("*.eml")):
        body: Any = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
        found.append({line.strip() for line in body.get_content().splitlines() if re.search(r"\d", line)})
    return found


def _try(base: Path, expected: set[str], what: str, run: Callable[[Netreg], object]) -> list[str]:
    """Have a run end in some way, then run again as the next day's cron would; return what is wrong."""
    trial = base.parent / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    netreg = copy_register(base, trial)
    (trial / "out").mkdir()
    run(netreg)
    for _again in range(2):
        code, told = run_forked(netreg, WORDS, _skip_hold)
    missing = expected - _list_told(trial / "out")
    wrong = [f"remind {what}: the next run ends with {code}: {told[-160:]}"] if code else []
    wrong += [f"remind {what}: never told: {line}" for line in sorted(missing)]
    return wrong + [f"remind {what}: left {file.name}" for file in (trial / "out").glob("*.partial")]


def loop_told(base: Path, long: bool) -> Outcome:
    """Try each call failing in turn, then kills at random moments, then two runs at the same time."""
    most, turns = (None, 200) if long else (3, 3)
    expected: set[str] = set()
    trial, trials, faults = base.parent / "trial", 0, list[str]()
    began = time.monotonic()
    faults += _try(base, expected, "unharmed", _run)
    took, expected = (time.monotonic() - began) / 3, _list_told(trial / "out")
    assert expected, "nothing is due in the register of the trials"
    for error in (errno.ENOSPC, errno.EIO):
        number = 1
        while most is None or number <= most:
            count = trial.parent / "count"
            arm = partial(shim.arm, trial, number, error, count=count)
            faults += _try(base, expected, f"{errno.errorcode[error]} {number}", partial(_run, before=arm))
            trials += 1
            if shim.read_count(count) < number:
                break
            number += 1
    chance = random.Random(1)
    for number in range(turns):
        faults += _try(base, expected, f"kill {number}", partial(_run, kill_after=chance.random() * took))
        faults += _overlap(base, expected, chance.random() * took, None)
        faults += _overlap(base, expected, chance.random() * took, chance.random() * took)
    return Outcome(trials + 3 * turns, tuple(faults), f"{trials} failing calls, {turns} kills, {2 * turns} overlaps")


def _overlap(base: Path, expected: set[str], pause: float, kill_after: float | None) -> list[str]:
    """Start a second run while the first works, which is perhaps killed; each warning is written, if none is, once."""
    twice = list[str]()

    def run_two(netreg: Netreg) -> None:
        first = start_forked(netreg, WORDS, name="1")
        time.sleep(pause)
        second = start_forked(netreg, WORDS, name="2")
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(first, signal.SIGKILL)
        ends = [end_forked(netreg, number, name) for number, name in ((first, "1"), (second, "2"))]
        twice.extend(
            f"overlapping remind ends with {code}: {told[-160:]}"
            for code, told in ends
            if code not in (0, BUSY, -signal.SIGKILL)
        )
        if kill_after is None:
            told_once = [line for lines in _list_messages(netreg.folder / "out") for line in lines]
            twice.extend(f"told twice: {line}" for line in {one for one in told_once if told_once.count(one) > 1})

    return _try(base, expected, "overlapping", run_two) + twice
