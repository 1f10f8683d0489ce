"""One trial after another on the same register, each judged by what every run must hold to."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from netreg.errors import EXIT_CODES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conftest import Netreg, Run

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What data must never bring to a screen: C0 and C1 controls, DEL, marks of direction, tags."""
FAULT, STATES = 70, (10, 11)


def judge(run: Run, words: Sequence[str] = ()) -> str:
    """Return what is wrong with a run, whatever it was told; empty if nothing is."""
    if run.code == FAULT or run.code not in EXIT_CODES:
        return f"exit {run.code}: {run.err[-200:]!r}"
    if "Traceback" in run.err or "MarkupError" in run.err:
        return f"traceback: {run.err[-300:]!r}"
    if found := set(UNSAFE.findall(run.out + run.err)):
        return f"unsafe characters {found} of {words!r}"
    failed = run.code not in (0, 3, *STATES)
    is_told = bool(run.out) and run.code == 1  # what was asked for each is answered for each: doctor, date, name
    if failed and not is_told and not (run.err.splitlines() or [""])[-1].startswith("netreg: "):
        return f"exit {run.code} without a reason: {run.err[-200:]!r}"
    return f"output of a failure: {run.out[:80]!r}" if failed and run.out and run.code == 2 else ""


class Trials:
    """A register that is laid anew whenever a run has changed it or left files."""

    def __init__(self, netreg: Netreg, base: Path) -> None:
        """`base` is a folder with the register of the examples, `netreg` the program in an empty folder."""
        self.netreg, self.base = netreg, base
        self.count, self.faults = 0, list[str]()
        self._lay()

    def run(self, *words: str, stdin: str | bytes | None = None, called: str = "", **environment: str) -> Run | None:
        """Run the program and note what is wrong with it; `called` is how the trial is named in a note."""
        shown = (called, *words) if called else words
        self.count += 1
        try:
            run = self.netreg(*words, stdin=stdin, **environment)
        except UnicodeDecodeError as error:
            self.note(shown, f"output that is not UTF-8: {error.object[:80]!r}")
            return None
        except Exception as error:  # noqa: BLE001 - a file left open, a thread left running
            self.note(shown, f"{type(error).__name__}: {error}")
            return None
        if wrong := judge(run, words):
            self.note(shown, wrong)
        if self._stamp() != self._laid:
            self.examine(words)
            self._lay()
        return run

    def examine(self, words: Sequence[str]) -> None:
        """Note what a run has done to the folder that none may do; here nothing is looked for."""

    def note(self, words: Sequence[str], wrong: str) -> None:
        """Note a fault."""
        shown = " ".join(word if len(word) < 80 else f"{word[:60]}…({len(word)})" for word in words)
        self.faults.append(f"{shown!r}: {wrong}")

    def stamp(self) -> None:
        """Take the folder as it is for what each run finds."""
        self._laid = self._stamp()

    def _lay(self) -> None:
        for path in self.netreg.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        shutil.copytree(self.base, self.netreg.folder, dirs_exist_ok=True)
        self._laid = self._stamp()

    def _stamp(self) -> list[tuple[str, int, int]]:
        found = []
        for path in sorted(self.netreg.folder.rglob("*")):
            stat = path.lstat()
            found.append((str(path), stat.st_size, stat.st_mtime_ns))
        return found
