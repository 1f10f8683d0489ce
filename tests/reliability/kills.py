"""Commands ended, or held, at random moments: old or new, and the next command works with no manual step."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import time
from typing import TYPE_CHECKING

from tests.reliability.faults import DONE, NEXT, Outcome, Trial
from tests.reliability.registers import digest, end_forked, run_forked, start_forked

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

SIGNALS = {
    signal.SIGINT: (130, -signal.SIGINT),
    signal.SIGTERM: (143, -signal.SIGTERM),
    signal.SIGHUP: (129, -signal.SIGHUP),
    signal.SIGPIPE: (141,),
}
"""The codes of a command that each signal ended; one that it does not end has its own."""


UNHEARD = (signal.SIGINT, 1, "")
"""What comes before the fork has begun to be the program."""


def measure(trial: Trial) -> float:
    """Return the seconds that the command takes here and now."""
    began = time.monotonic()
    trial.run()
    return time.monotonic() - began


def kill_at_random(base: Path, name: str, count: int, seed: int = 1) -> Outcome:
    """Kill a command `count` times with a signal that nothing can catch."""
    trial, chance, faults, ended = Trial(base, name), random.Random(f"{seed}{name}"), list[str](), 0
    took = measure(trial)
    for _ in range(count):
        netreg = trial.lay()
        code, _told = run_forked(netreg, trial.words, trial.begin(), kill_after=chance.random() * took)
        ended += code == -signal.SIGKILL
        _found, wrong = trial.look()
        wrong += go_on(trial, netreg) + trial.find_left_for_ever()
        faults += [f"{name}: {what}" for what in wrong]
    return Outcome(count, tuple(faults), f"{ended} in time")


def go_on(trial: Trial, netreg: Netreg) -> list[str]:
    """Run the next command, if there is a register."""
    if digest(netreg.db) == "none":
        code, told = run_forked(netreg, ("init",), trial.begin())
        return [f"init ends with {code}: {told[-160:]}"] if code else []
    following = trial.words if trial.name == "doctor --fix" else NEXT  # without it nothing is written, by intent
    code, told = run_forked(netreg, following, trial.begin())
    return [f"the next command ends with {code}: {told[-160:]}"] if code else []


def signal_at_random(base: Path, name: str, count: int, seed: int = 1) -> Outcome:
    """Send a command one of the signals by which people and systems end one."""
    trial, chance, faults, ended = Trial(base, name), random.Random(f"{seed}{name}"), list[str](), 0
    took = measure(trial)
    for turn in range(count):
        sent = list(SIGNALS)[turn % len(SIGNALS)]
        netreg = trial.lay()
        number = start_forked(netreg, trial.words, trial.begin())
        time.sleep(chance.random() * took)
        os.kill(number, sent)
        code, told = end_forked(netreg, number)
        found, wrong = trial.look()
        ended += code in SIGNALS[sent]
        if code not in (*SIGNALS[sent], trial.code) and (sent, code, told) != UNHEARD:
            wrong.append(f"ended with {code}: {told[-160:]}")
        if "Traceback" in told:
            wrong.append(f"a traceback: {told[-300:]}")
        if found == trial.new != trial.old and code != trial.code and code > 0 and not re.search(DONE, told):
            wrong.append(f"said that nothing was written, and it is ({code}): {told[-160:]}")
        if found == trial.old != trial.new and code == trial.code:
            wrong.append(f"succeeded though nothing was done: {told[-160:]}")
        wrong += go_on(trial, netreg) + trial.find_left_for_ever()
        faults += [f"{name} {sent.name}: {what}" for what in wrong]
    return Outcome(count, tuple(faults), f"{ended} ended by it")


def copy_at_random(base: Path, name: str, count: int, seed: int = 1) -> Outcome:
    """Hold a command at a random moment and copy the register with its journal, as a copy of a running disk does."""
    trial, chance, faults = Trial(base, name), random.Random(f"{seed}{name}"), list[str]()
    took, place, with_journal = measure(trial), base.parent / "held", 0
    for _ in range(count):
        netreg = trial.lay()
        number = start_forked(netreg, trial.words, trial.begin())
        time.sleep(chance.random() * took)
        os.kill(number, signal.SIGSTOP)
        os.waitid(os.P_PID, number, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for file in netreg.folder.glob("register.db*"):
            if file.is_file():
                shutil.copy(file, place)
        with_journal += (place / "register.db-journal").exists()
        found = digest(place / "register.db")
        os.kill(number, signal.SIGCONT)
        code, told = end_forked(netreg, number)
        if found not in (trial.old, trial.new):
            faults.append(f"{name}: the copy is {'damaged' if found == 'damaged' else 'half done'}")
        if code != trial.code:
            faults.append(f"{name}: held and let go on, it ends with {code}: {told[-160:]}")
    return Outcome(count, tuple(faults), f"{with_journal} with a journal")
