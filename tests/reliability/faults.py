"""The fault loop: the N-th write, sync, truncate, unlink, rename or open fails, for N = 1, 2, … until none is left."""

from __future__ import annotations

import errno
import random
import re
import shutil
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import BUSY
from tests.reliability import shim
from tests.reliability.files import Fingerprints, find_left, judge_files, read_files
from tests.reliability.registers import copy_register, digest, run_forked
from tests.reliability.tried import become_newer, get_tried, prepare_base, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.conftest import Netreg

DONE = "saved|completed|was done|restored|is in|are in"
"""Words of the messages that a command failed after its work was done."""
NEXT = ("org", "add", "หน่วยถัดไปสมมติ")
"""The next command that anybody may run."""
FROM_THERE = -1
"""Makes every write from the N-th on fail, as on a disk that stays full."""


class Outcome(NamedTuple):
    """What the trials of one item found, and figures worth telling."""

    trials: int
    faults: tuple[str, ...]
    note: str = ""


class Trial:
    """One command on copies of one register, with the states before and after it."""

    def __init__(self, base: Path, name: str, folder: Path | None = None) -> None:
        self.name = name
        self.base = prepare_base(base, name)
        self.folder = folder or base.parent / "trial"
        self.words = split_words(name, self.folder)
        self.marks = Fingerprints(base.parent / "place")
        self.old = digest(self.base / "register.db")
        self.old_files = self.marks.of(read_files(self.base))
        self.calls = 0
        self.code, told = self.run(partial(self.arm, 0, 0))
        assert self.code in (0, 3), (name, told)
        self.calls = shim.read_count(self.count) if self.count.exists() else 0
        self.new = digest(self.folder / "register.db")
        self.new_files = self.marks.of(read_files(self.folder))

    @property
    def count(self) -> Path:
        """The file in which calls are counted."""
        return self.base.parent / "count"

    def lay(self) -> Netreg:
        """Lay the register of before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        return copy_register(self.base, self.folder)

    def arm(self, number: int, error: int) -> None:
        """Arm the shim, where it is loaded."""
        if shim.is_loaded():
            shim.arm(self.folder, number, error, count=self.count)

    def begin(self, then: Callable[[], object] | None = None) -> Callable[[], None]:
        """Return what a fork does first."""

        def first() -> None:
            if get_tried(self.name).is_newer:
                become_newer()
            if then is not None:
                then()

        return first

    def run(self, then: Callable[[], object] | None = None) -> tuple[int, str]:
        """Run the command on the register of before; return its code and what it said."""
        return run_forked(self.lay(), self.words, self.begin(then))

    def look(self) -> tuple[str, list[str]]:
        """Return the state of the register, and what is wrong with the folder."""
        found = digest(self.folder / "register.db")
        needed = "" if self.old == self.new else "old" if found == self.old else "new"
        wrong = judge_files(self.marks.of(read_files(self.folder)), self.old_files, self.new_files, needed)
        if found not in (self.old, self.new):
            wrong.append("damaged" if found == "damaged" else "half done")
        return found, wrong

    def find_left_for_ever(self) -> list[str]:
        """Find what an ended command left and ``doctor --fix`` does not remove."""
        if not find_left(read_files(self.folder)) or not (self.folder / "register.db").exists():
            return []
        netreg = _get_netreg(self.folder)
        run_forked(netreg, ("init",) if digest(netreg.db) == "none" else NEXT, self.begin())
        if find_left(read_files(self.folder)):
            run_forked(netreg, self.words, self.begin())  # the next of its kind, which may write elsewhere
        if not find_left(read_files(self.folder)):
            return []
        code, told = run_forked(netreg, ("doctor", "--fix"), self.begin())
        left = find_left(read_files(self.folder))
        wrong = [f"left for ever: {name}" for name in left]
        return wrong + ([f"doctor --fix ends with {code}: {told[-160:]}"] if code not in (0, 1) else [])

    def try_again(self) -> list[str]:
        """Run the command where the disk has space again; a message in hand when it failed is held for a while."""
        code, told = run_forked(_get_netreg(self.folder), self.words, self.begin())
        if code == BUSY:
            return []
        if code != self.code:
            return [f"once there is space again it ends with {code}: {told[-160:]}"]
        found, wrong = self.look()
        return wrong + ([] if found == self.new else ["once there is space again it does not do its work"])


def _get_netreg(folder: Path) -> Netreg:
    from tests.conftest import Netreg

    return Netreg(folder)


def loop_faults(base: Path, name: str, most: int | None = None) -> Outcome:
    """Try one command with every call failing in turn, or `most` of them chosen at random.

    Once for want of space, once for a failing device, and once on a disk that stays full from there on; after
    the latter there is space again, and the command must do its work.
    """
    trial, trials, faults = Trial(base, name), 0, list[str]()
    for kind, error, sign in (("ENOSPC", errno.ENOSPC, 1), ("EIO", errno.EIO, 1), ("full", errno.ENOSPC, FROM_THERE)):
        for number in _choose(trial.calls, most, f"{name}{kind}"):
            code, told = trial.run(partial(trial.arm, sign * number, error))
            found, wrong = trial.look()
            wrong += judge_end(code, told, found, trial)
            if kind == "full" and code not in (0, 3) and found == trial.old and not wrong:
                wrong += trial.try_again()
            wrong += trial.find_left_for_ever()
            trials += 1
            faults += [f"{name} {kind} {number}/{trial.calls}: {what}" for what in wrong]
    return Outcome(trials, tuple(faults))


def _choose(calls: int, most: int | None, seed: str) -> Iterable[int]:
    numbers = range(1, calls + 2)
    return numbers if most is None or most > calls else sorted(random.Random(seed).sample(numbers, most))


def judge_end(code: int, told: str, found: str, trial: Trial) -> list[str]:
    """Say what is wrong with the end of a command."""
    wrong, failed = [], code not in (0, trial.code)
    if "Traceback" in told or code == 70 or code < 0:
        wrong.append(f"ended with {code}: {told[-160:]}")
    if failed and found == trial.new != trial.old and not re.search(DONE, told):
        wrong.append(f"failed though it is done ({code}): {told[-160:]}")
    if failed and found == trial.old != trial.new and re.search("saved|was done", told):
        wrong.append(f"said that it is done, and it is not ({code}): {told[-160:]}")
    if not failed and found == trial.old != trial.new:
        wrong.append("succeeded though nothing was done")
    return wrong
