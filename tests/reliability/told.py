"""Warnings under faults and kills: whatever ended a run of ``remind``, each is written at least once."""

from __future__ import annotations

import errno
import random
import re
import shutil
import time
from datetime import timedelta
from email import message_from_bytes, policy
from functools import partial
from typing import TYPE_CHECKING, Any

from netreg.store.reminders import ledger
from tests.reliability import shim
from tests.reliability.faults import Outcome
from tests.reliability.registers import copy_register, run_forked

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
    found = set()
    for file in folder.glob("*.eml"):
        body: Any = message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("plain",))
        found |= {line.strip() for line in body.get_content().splitlines() if re.search(r"\d", line)}
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


def loop_told(base: Path, most: int | None, kills: int) -> Outcome:
    """Try each call failing in turn, then kills at random moments."""
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
    for number in range(kills):
        faults += _try(base, expected, f"kill {number}", partial(_run, kill_after=chance.random() * took))
    return Outcome(trials + kills, tuple(faults))
