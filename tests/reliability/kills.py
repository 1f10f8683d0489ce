"""Kills at random moments: old or new, and the next command works with no manual step."""

from __future__ import annotations

import random
import shutil
import time
from typing import TYPE_CHECKING

from tests.examples import name_files
from tests.reliability.faults import TRIED, Outcome
from tests.reliability.registers import copy_register, digest, run_forked

if TYPE_CHECKING:
    from pathlib import Path


def kill_at_random(base: Path, name: str, count: int, seed: int = 1) -> Outcome:
    """Kill a command `count` times with a signal that nothing can catch."""
    chance, trial = random.Random(f"{seed}{name}"), base.parent / "trial"
    words = name_files(tuple(TRIED[name].split()), trial)
    old, faults = digest(base / "register.db"), []
    shutil.rmtree(trial, ignore_errors=True)
    netreg = copy_register(base, trial)
    began = time.monotonic()
    code, told = run_forked(netreg, words)
    took, new = time.monotonic() - began, digest(netreg.db)
    assert code == 0, told
    for _ in range(count):
        shutil.rmtree(trial)
        netreg = copy_register(base, trial)
        run_forked(netreg, words, kill_after=chance.random() * took)
        found = digest(netreg.db)
        if found not in (old, new):
            faults.append(f"{name}: {'damaged' if found == 'damaged' else 'half done'}")
        code, told = run_forked(netreg, ("org", "edit", "uni", "note=หลังถูกตัดสมมติ"))
        if code != 0:
            faults.append(f"{name}: the next command ends with {code}: {told[-160:]}")
    return Outcome(count, tuple(faults))
