"""What runs out among 100,000 agreements against what does among 100, side by side.

Run it with the Python of an environment that has netreg installed:

    .venv/bin/python tests/benchmarks/agreements.py

It makes both registers by importing files, each with as many agreements that are near
their end, and prints the median ratio of whole processes, round by round, beside the bound
that the program is held to. It exits with 1 where a bound is exceeded. ``ROUNDS`` and
``AGREEMENTS`` in the environment make it shorter or longer. The last line tells, without a
bound, what a register of a tenth as many costs in which one in fifty is near its end.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROUNDS = int(os.environ.get("ROUNDS", "15"))
AGREEMENTS = int(os.environ.get("AGREEMENTS", "100000"))
NETREG = str(Path(sys.executable).parent / "netreg")
TODAY = date(2026, 11, 26)
NEAR = 5

CASES = [
    ("--expiring", ["agreement", "list", "--expiring"], 2.0),
    ("--expiring --exit-code", ["agreement", "list", "--expiring", "--exit-code"], 2.0),
    ("--expiring --within 1y", ["agreement", "list", "--expiring", "--within", "1y"], 2.0),
    ("list --limit 20", ["agreement", "list", "--limit", "20"], 2.0),
    ("stats", ["stats"], 5.0),
]


def main() -> int:
    """Make the registers, measure and report; 1 where a bound is exceeded."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = made(folder / "small.db", 100, NEAR), made(folder / "large.db", AGREEMENTS, NEAR)
        worst = max(report(title, command, (small, large), bound) for title, command, bound in CASES)
        many = made(folder / "many.db", AGREEMENTS // 10, AGREEMENTS // 500)
        report("a tenth, 1 in 50 near", CASES[0][1], (small, many), float("inf"))
        return worst


def made(db: Path, agreements: int, near: int) -> Path:
    """A register with so many agreements of two parties; `near` of them end within 90 days."""
    run(db, ["init"])
    table = db.with_suffix(".csv")
    table.write_text("code,name_th\n" + "".join(f"o{n},หน่วยสมมติ{n}\n" for n in range(2000)), encoding="utf-8")
    run(db, ["org", "import", str(table)])
    rows = "".join(row(n, n < near) for n in range(agreements))
    table.write_text("code,title,signed_on,end_stated,notice,renewal,renewal_term,organisation\n" + rows, "utf-8")
    start = time.perf_counter()
    run(db, ["agreement", "import", str(table)])
    parties = "".join(f"a{n},o{(n + 1) % 2000}\n" for n in range(agreements))
    table.write_text("agreement,organisation\n" + parties, encoding="utf-8")
    run(db, ["agreement", "party", "import", str(table)])
    print(f"made {db.stem} of {agreements:,} agreements in {time.perf_counter() - start:.1f} s", flush=True)
    return db


def row(number: int, near: bool) -> str:
    """An agreement that ended in the last twenty years or ends in the next thirty, or is near its end.

    One in a thousand renews itself.
    """
    if near:
        end = TODAY + timedelta(days=number % 90)
    else:
        days = (number * 7919) % (50 * 365) - 20 * 365
        end = TODAY + timedelta(days=days if days < -1 else days + 500)
    signed = min(end - timedelta(days=3 * 365), TODAY) - timedelta(days=number % 700)
    tacit = "tacit,P1Y" if number % 1000 == 999 else "none,"
    notice = "P1M" if number % 2 else ""
    return f"a{number},ข้อตกลงสมมติ{number},{signed},{end},{notice},{tacit},o{number % 2000}\n"


def run(db: Path, command: list[str]) -> float:
    """Seconds that one run takes; exit codes 10 and 11 are answers."""
    environment = {**os.environ, "NETREG_TODAY": TODAY.isoformat(), "NETREG_CONFIG": str(db.with_name("config"))}
    words = [NETREG, "--db", str(db), *command]
    start = time.perf_counter()
    done = subprocess.run(words, capture_output=True, env=environment, check=False)
    taken = time.perf_counter() - start
    assert done.returncode in (0, 10, 11), done.stderr.decode()
    return taken


def report(title: str, command: list[str], registers: tuple[Path, Path], bound: float) -> int:
    """One line; 1 where the bound is exceeded."""
    ratios, seconds = [], []
    for number in range(ROUNDS + 1):
        order = registers if number % 2 else registers[::-1]
        taken = {db: run(db, command) for db in order}
        ratios.append(taken[registers[1]] / taken[registers[0]])
        seconds.append(taken[registers[1]])
    ratio = statistics.median(ratios[1:])
    print(
        f"{title:24} {ratio:6.2f} times (bound {bound:4.1f})  {statistics.median(seconds[1:]) * 1000:8.1f} ms",
        flush=True,
    )
    return int(ratio > bound)


if __name__ == "__main__":
    sys.exit(main())
