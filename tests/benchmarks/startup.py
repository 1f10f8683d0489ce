"""Start-up, measured side by side: each command in turn, round by round, as whole processes.

Run it with the Python of an environment that has netreg installed:

    .venv/bin/python tests/benchmarks/startup.py

It prints each command's median as a multiple of ``python -I -c pass`` of the same round,
beside the bound that the program is held to. It exits with 1 where a bound is exceeded.
"""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = int(os.environ.get("ROUNDS", "15"))
PYTHON = sys.executable
NETREG = str(Path(PYTHON).parent / "netreg")


def main() -> int:
    """Measure and report; 1 where a bound is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "demo.db")
        subprocess.run([NETREG, "demo", db], check=True, stdout=subprocess.DEVNULL)
        script = Path(folder) / "script"
        script.write_text(f"#!{PYTHON}\nimport re\nimport sys\nsys.exit(0)\n")
        script.chmod(0o755)
        base = [PYTHON, "-I", "-c", "pass"]
        cases = [
            ("--version", [NETREG, "--version"], False, [str(script)], 1.2),
            ("agreement list, piped", [NETREG, "--db", db, "agreement", "list"], False, base, 7.5),
            ("agreement list, table", [NETREG, "--db", db, "agreement", "list"], True, base, 13.0),
            ("--help", [NETREG, "--help"], True, base, 13.0),
        ]
        return max(
            [report(name, *measured(command, tty, beside), bound) for name, command, tty, beside, bound in cases]
        )


def measured(command: list[str], tty: bool, beside: list[str]) -> tuple[float, float]:
    """The median ratio of the two, round by round, and the command's median seconds."""
    ratios, seconds = [], []
    for _ in range(ROUNDS + 1):
        own, other = timed(command, tty=tty), timed(beside, tty=False)
        ratios.append(own / other)
        seconds.append(own)
    return statistics.median(ratios[1:]), statistics.median(seconds[1:])


def timed(command: list[str], *, tty: bool) -> float:
    """Seconds that one run takes, its output read and thrown away."""
    if not tty:
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        return time.perf_counter() - start
    main_end, terminal = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=terminal, stdin=subprocess.DEVNULL)
    os.close(terminal)
    while _read(main_end):
        pass
    process.wait()
    os.close(main_end)
    return time.perf_counter() - start


def _read(end: int) -> bytes:
    try:
        return os.read(end, 65536)
    except OSError:
        return b""


def report(name: str, ratio: float, seconds: float, bound: float) -> int:
    """One line; 1 where the bound is exceeded."""
    print(f"{name:24} {ratio:6.2f} times (bound {bound:4.1f})  {seconds * 1000:6.1f} ms")
    return int(ratio > bound)


if __name__ == "__main__":
    sys.exit(main())
