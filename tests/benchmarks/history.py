"""What the history costs: a single write and a bulk import, with its triggers and without, side by side.

Run it with the Python of an environment that has netreg installed:

    .venv/bin/python tests/benchmarks/history.py

It prints the median ratio of whole processes, round by round, beside the bound that the
program is held to, and exits with 1 where a bound is exceeded. ``ROUNDS`` and ``MEMBERS``
in the environment make it shorter or longer.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from netreg.store.history import triggers

# The program as it is; without triggers it would refuse to write what they did not see.
START = "from netreg.__main__ import main; main()"
WITHOUT = f"""
from contextlib import nullcontext
from netreg.store.history import hash_chain, command_log, triggers
triggers.adding = lambda *_table: nullcontext()
def end(db, **_more):
    number = db.execute("SELECT id FROM running").fetchone()[0]
    db.execute("DELETE FROM running")
    hash_chain.sign_command(db, number)
    return True
command_log.end = end
{START}
"""
WITH = f"from netreg.store.history import command_log; {START}"

ROUNDS = int(os.environ.get("ROUNDS", "25"))
MEMBERS = int(os.environ.get("MEMBERS", "20000"))


def main() -> int:
    """Measure and report; 1 where a bound is exceeded."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        table = folder / "members.csv"
        rows = "".join(f"K{n:06},นางสมมติ{n} ตัวอย่าง,อาจารย์,m{n}@example.org\n" for n in range(MEMBERS))
        table.write_text("external_key,name,position,email\n" + rows, encoding="utf-8")
        return max(
            [
                report("a single write", folder, ["org", "edit", "a", "note=สมมติ"], ROUNDS, 1.1),
                report(f"an import of {MEMBERS:,}", folder, ["member", "import", str(table)], max(5, ROUNDS // 4), 1.4),
            ]
        )


def prepared(folder: Path) -> None:
    """A register as it is, and a copy of it without the triggers of the history."""
    run(folder / "with.db", ["init"])
    run(folder / "with.db", ["org", "add", "หน่วยสมมติ", "--code", "a"])
    shutil.copy(folder / "with.db", folder / "without.db")
    with closing(sqlite3.connect(folder / "without.db", isolation_level=None)) as db:
        triggers.drop_triggers(db)


def run(db: Path, command: list[str], script: str = WITH) -> float:
    """Seconds that one run takes."""
    words = [sys.executable, "-c", script, "--db", str(db), *command]
    start = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def report(name: str, folder: Path, command: list[str], rounds: int, bound: float) -> int:
    """One line; 1 where the bound is exceeded."""
    ratios, seconds = [], []
    for number in range(rounds + 1):
        order = ("with", "without") if number % 2 else ("without", "with")
        taken = {which: once(folder, which, command) for which in order}
        ratios.append(taken["with"] / taken["without"])
        seconds.append(taken["with"])
    ratio = statistics.median(ratios[1:])
    print(f"{name:24} {ratio:6.2f} times (bound {bound:4.1f})  {statistics.median(seconds[1:]) * 1000:8.1f} ms")
    return int(ratio > bound)


def once(folder: Path, which: str, command: list[str]) -> float:
    """Run it on a fresh copy and see that it did something."""
    copy = folder / "copy.db"
    shutil.copy(folder / f"{which}.db", copy)
    before = copy.read_bytes()
    taken = run(copy, command, WITH if which == "with" else WITHOUT)
    assert copy.read_bytes() != before
    return taken


if __name__ == "__main__":
    sys.exit(main())
