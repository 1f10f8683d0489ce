"""Many at once: nobody is turned away, nothing is lost, and how long each had to wait."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from tests.conftest import Netreg
from tests.reliability.faults import Outcome
from tests.reliability.registers import be_at_home, copy_register, digest, run_forked, run_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

ROWS = 66_757
HOLDER = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); print(1, flush=True); input()"


class Run(NamedTuple):
    """One command of a process among many: its code and the seconds it took."""

    code: int
    took: float


class Process:
    """A fork that runs commands one after another, until it has done them all or a file is there."""

    def __init__(self, netreg: Netreg, name: str, commands: Sequence[str], stop: Path | None = None) -> None:
        self.report = netreg.folder.parent / f"{name}.runs"
        self.errors = netreg.folder.parent / f"{name}.errors"
        self.report.unlink(missing_ok=True)
        self.number = os.fork()
        if self.number == 0:
            try:
                be_at_home(netreg, self.errors)
                with self.report.open("w", encoding="utf-8") as report:
                    for words in commands if stop is None else _repeat(commands, stop):
                        began = time.monotonic()
                        code = run_here(words.split())
                        print(code, time.monotonic() - began, file=report, flush=True)
            finally:
                os._exit(0)

    def wait(self) -> list[Run]:
        """Wait for its end; return its runs."""
        os.waitpid(self.number, 0)
        lines = self.report.read_text(encoding="utf-8").splitlines() if self.report.exists() else []
        return [Run(int(code), float(took)) for code, took in map(str.split, lines)]

    def read_complaints(self) -> list[str]:
        """Return what it said but for what it waited for."""
        lines = self.errors.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("netreg: waiting for")]


def _repeat(commands: Sequence[str], stop: Path) -> Iterator[str]:
    turn = 0
    while not stop.exists():
        yield commands[0].replace("@", str(turn))
        turn += 1


def _lay(base: Path) -> Netreg:
    folder = base.parent / "many"
    shutil.rmtree(folder, ignore_errors=True)
    return copy_register(base, folder)


def _ask(netreg: Netreg, sql: str) -> object:
    with closing(sqlite3.connect(netreg.db)) as db:
        return db.execute(sql).fetchone()[0]


def _examine(netreg: Netreg) -> list[str]:
    code, told = run_forked(netreg, ("doctor", "--full"))
    return [f"doctor --full ends with {code}: {told[-160:]}"] if code else []


def write_at_once(base: Path, long: bool) -> Outcome:
    """Let fifty processes write ten records each."""
    count, times = (50, 10) if long else (6, 3)
    netreg = _lay(base)
    words = "--wait 300 meeting attend second --name ผู้เข้าประชุมสมมติ_{}-{}"
    processes = [
        Process(netreg, f"writer{at}", [words.format(at, turn) for turn in range(times)]) for at in range(count)
    ]
    runs = [run for process in processes for run in process.wait()]
    wrong = [line for process in processes for line in process.read_complaints()]
    wrong += [f"ended with {run.code}" for run in runs if run.code]
    written = _ask(netreg, "SELECT count(*) FROM attendance WHERE name_as_recorded LIKE 'ผู้เข้าประชุมสมมติ%'")
    if written != count * times:
        wrong.append(f"{written} of {count * times} written")
    longest = max(run.took for run in runs)
    middle = sorted(run.took for run in runs)[len(runs) // 2]
    note = f"{written} of {count * times} written; the longest command {longest:.1f} s, half of them {middle:.1f} s"
    return Outcome(len(runs), tuple(wrong + _examine(netreg)), note)


def work_beside_import(base: Path, long: bool) -> Outcome:
    """Let writers and readers work while a large file is imported."""
    rows = ROWS if long else 500
    netreg = _lay(base)
    write_large_file(netreg.folder / "large.csv", rows)
    stop = netreg.folder / "stop"
    alone = _measure_alone(netreg)
    others = [
        *(Process(netreg, f"writer{at}", [f"org add หน่วยสมมติ_{at}-@"], stop) for at in range(3)),
        *(Process(netreg, f"reader{at}", ["agreement list --json"], stop) for at in range(3)),
    ]
    began = time.monotonic()
    code, told = run_forked(netreg, ("--wait", "300", "member", "import", str(netreg.folder / "large.csv")))
    took = time.monotonic() - began
    stop.touch()
    runs = [process.wait() for process in others]
    wrong = [f"the import ends with {code}: {told[-160:]}"] if code else []
    wrong += [line for process in others for line in process.read_complaints()]
    wrong += [f"ended with {run.code}" for mine in runs for run in mine if run.code]
    if (found := _ask(netreg, "SELECT count(*) FROM person WHERE code LIKE 'L%'")) != rows:
        wrong.append(f"{found} of {rows} imported")
    longest = [max((run.took for mine in part for run in mine), default=0.0) for part in (runs[:3], runs[3:])]
    note = (
        f"{rows:,} rows in {took:.0f} s beside three writers and three readers; longest command of a writer "
        f"{longest[0]:.2f} s (alone {alone[0]:.2f} s), of a reader {longest[1]:.2f} s (alone {alone[1]:.2f} s)"
    )
    return Outcome(sum(map(len, runs)) + 1, tuple(wrong + _examine(netreg)), note)


def _measure_alone(netreg: Netreg) -> tuple[float, float]:
    """Measure the longest of some runs of the writer and of the reader where nothing else runs."""
    commands = [f"org add หน่วยเดี่ยวสมมติ_{turn}" for turn in range(5)], ["agreement list --json"] * 5
    found = [max(run.took for run in Process(netreg, "alone", list(one)).wait()) for one in commands]
    return found[0], found[1]


def write_large_file(file: Path, rows: int) -> None:
    """Write a file of many people."""
    given = ("สมมติ", "ทดสอบ", "ตัวอย่าง", "จำลอง", "ลองดู")
    lines = [f"L{at:05},นาย{given[at % 5]} สกุล{_spell(at)},p{at}@example.org" for at in range(rows)]
    file.write_text("code,name,email\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _spell(number: int) -> str:
    """Spell a number with letters, since no name has digits."""
    return "".join("กขคงจฉชซดต"[int(digit)] + "า" for digit in str(number))


def start_at_once(base: Path, long: bool) -> Outcome:
    """Let twenty processes start on a register that is not there yet, twenty times."""
    rounds, count, wrong = (20, 20, list[str]()) if long else (1, 5, list[str]())
    longest = 0.0
    for _ in range(rounds):
        folder = base.parent / "first"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        netreg = Netreg(folder)
        processes = [Process(netreg, f"start{at}", ["init"]) for at in range(count)]
        runs = [run for process in processes for run in process.wait()]
        longest = max(longest, *(run.took for run in runs))
        wrong += [line for process in processes for line in process.read_complaints()]
        wrong += [f"ended with {run.code}" for run in runs if run.code]
        wrong += [f"left {file.name}" for file in folder.iterdir() if file.name != "register.db"]
        wrong += _examine(netreg)
    return Outcome(rounds * count, tuple(wrong), f"the longest {longest:.1f} s")


def import_at_once(base: Path, long: bool) -> Outcome:
    """Import two overlapping files at once: what is there is that of one order or of the other."""
    rounds, wrong, chance, orders = 50 if long else 2, list[str](), random.Random(1), [0, 0]
    netreg = _lay(base)
    for name, start, province in (("a", 0, "สงขลา"), ("b", 150, "พัทลุง")):
        lines = [f"D{at:03},หน่วยคู่สมมติ {at},{province}" for at in range(start, start + 300)]
        (base / f"{name}.csv").write_text("code,name_th,province\n" + "\n".join(lines) + "\n", encoding="utf-8")
    wanted = []
    for order in ("ab", "ba"):
        netreg = _lay(base)
        for name in order:
            assert run_forked(netreg, ("org", "import", f"{name}.csv"))[0] == 0
        wanted.append(digest(netreg.db))
    for _ in range(rounds):
        netreg = _lay(base)
        processes = []
        for name in chance.sample("ab", 2):
            processes.append(Process(netreg, name, [f"org import {name}.csv"]))
            time.sleep(chance.random() * 0.3)
        runs = [run for process in processes for run in process.wait()]
        wrong += [line for process in processes for line in process.read_complaints() if "error" in line]
        wrong += [f"ended with {run.code}" for run in runs if run.code]
        found = digest(netreg.db)
        if found in wanted:
            orders[wanted.index(found)] += 1
        else:
            wrong.append("the register is that of neither order")
    return Outcome(rounds, tuple(wrong), f"{orders[0]} times as one after the other, {orders[1]} the other way round")


@contextmanager
def _held(netreg: Netreg) -> Iterator[int]:
    """Let another process hold the register; give its number."""
    words = [sys.executable, "-c", HOLDER, str(netreg.db), "BEGIN EXCLUSIVE"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield other.pid
        other.communicate(b"\n")


def wait_for_holder(base: Path, long: bool) -> Outcome:
    """Wait as long as ``--wait`` says, and half a minute without it; tell for whom after two seconds."""
    netreg, wrong, shown = _lay(base), list[str](), list[str]()
    seconds: list[float | None] = [0, 1, 3, 6, None] if long else [0, 0.5]
    with _held(netreg) as holder:
        for most in seconds:
            words = () if most is None else ("--wait", str(most))
            began = time.monotonic()
            code, told = run_forked(netreg, (*words, "org", "add", "หน่วยรอสมมติ"))
            took, expected = time.monotonic() - began, 30.0 if most is None else most
            shown.append(f"{expected:g} s: {took:.1f} s")
            if code != 75 or not expected * 0.9 <= took <= expected * 1.1 + 1:
                wrong.append(f"--wait {most} ends with {code} after {took:.1f} s: {told[-160:]}")
            known = re.findall(rf"waiting for process {holder} \(.*\), started at \d\d:\d\d:\d\d", told)
            if len(known) != (expected > 2):
                wrong.append(f"--wait {most} tells {told[-300:]}")
    return Outcome(len(seconds), tuple(wrong), "; ".join(shown))


def kill_large_import(base: Path, long: bool) -> Outcome:
    """Kill the import of a large file at random moments: all rows or none."""
    rows, count, wrong, chance = (ROWS, 200, list[str](), random.Random(1)) if long else (500, 2, [], random.Random(1))
    write_large_file(base / "large.csv", rows)
    words = ("member", "import", "large.csv")
    netreg = _lay(base)
    began, ended, whole = time.monotonic(), 0, 0
    assert run_forked(netreg, words)[0] == 0
    took = time.monotonic() - began
    for _ in range(count):
        netreg = _lay(base)
        ended += run_forked(netreg, words, kill_after=chance.random() * took)[0] == -signal.SIGKILL
        found = _ask(netreg, "SELECT count(*) FROM person WHERE code LIKE 'L%'")
        whole += found == rows
        if found not in (0, rows) or _ask(netreg, "PRAGMA integrity_check") != "ok":
            wrong.append(f"{found} of {rows} rows, or damaged")
        code, told = run_forked(netreg, ("org", "add", "หน่วยหลังถูกตัดสมมติ"))
        wrong += [f"the next command ends with {code}: {told[-160:]}"] if code else []
    (base / "large.csv").unlink()
    return Outcome(count, tuple(wrong), f"{rows:,} rows; {ended} killed in time, {whole} times all rows were in")


ITEMS: dict[str, tuple[str, Callable[[Path, bool], Outcome]]] = {
    "writers": ("13", write_at_once),
    "beside an import": ("14", work_beside_import),
    "waiting": ("15", wait_for_holder),
    "two imports": ("16", import_at_once),
    "first starts": ("17", start_at_once),
    "large import killed": ("1", kill_large_import),
}
"""What is tried with many processes, by the numbers of the battery."""
