"""The fault loop: the N-th write, sync, truncate, unlink, rename or open fails, for N = 1, 2, … until none is left."""

from __future__ import annotations

import errno
import re
import shutil
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tests.examples import name_files
from tests.reliability import shim
from tests.reliability.registers import copy_register, digest, run_forked

if TYPE_CHECKING:
    from pathlib import Path

TRIED = {
    "import": "org import {folder}/organisation.csv",
    "edit": "org edit fac note=แก้ไขสมมติ",
    "undo": "undo",
    "redo": "redo",
    "restore": "restore kept.db --yes",
    "backup": "backup {folder}/copy.db",
    "attach": "agreement attach draft {folder}/new.pdf",
    "remind": "remind --outbox {folder}",
    "merge": "org merge spare late --yes",
    "document remove": "document remove paper --yes",
    "export": "org export {folder}/out.xlsx",
    "config": "config era ce",
}
"""What is tried of each command, by the name that the table shows."""


class Outcome(NamedTuple):
    """What the trials of one item found."""

    trials: int
    faults: tuple[str, ...]


def loop_faults(base: Path, name: str, most: int | None = None) -> Outcome:
    """Try one command with every call failing in turn, for want of space and for a failing device."""
    words = name_files(tuple(TRIED[name].split()), base.parent / "trial")
    old = digest(base / "register.db")
    trial = base.parent / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    reference = copy_register(base, trial)
    code, told = run_forked(reference, words)
    assert code == 0, told
    new, trials, faults = digest(trial / "register.db"), 0, []
    for error in (errno.ENOSPC, errno.EIO):
        number = 1
        while most is None or number <= most:
            shutil.rmtree(trial)
            netreg = copy_register(base, trial)
            count = trial.parent / "count"
            code, told = run_forked(netreg, words, partial(shim.arm, trial, number, error, count=count))
            trials += 1
            found = digest(netreg.db)
            faults += [
                f"{name} {errno.errorcode[error]} {number}: {what}" for what in _judge(code, told, found, old, new)
            ]
            if shim.read_count(count) < number:
                break
            number += 1
    return Outcome(trials, tuple(faults))


def _judge(code: int, told: str, found: str, old: str, new: str) -> list[str]:
    """Say what is wrong with the end of a command."""
    wrong = []
    if found not in (old, new):
        wrong.append("damaged" if found == "damaged" else "half done")
    if "Traceback" in told or code == 70 or code < 0:
        wrong.append(f"ended with {code}: {told[-160:]}")
    if code != 0 and found == new != old and not re.search("saved|completed|was done|restored", told):
        wrong.append(f"failed though it is done ({code}): {told[-160:]}")
    if code == 0 and found == old != new:
        wrong.append("succeeded though nothing was done")
    return wrong
