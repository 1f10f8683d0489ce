"""The shim of C: built where a compiler is, loaded before the program."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = Path(__file__).with_name("shim.c")
LOADED = "NETREG_SHIM"


def find_compiler() -> str | None:
    """Find a compiler of C, on Linux alone."""
    return shutil.which("cc") or shutil.which("gcc") if sys.platform == "linux" else None


@cache
def build() -> Path:
    """Build the shim."""
    compiler = find_compiler()
    assert compiler is not None
    target = Path(tempfile.mkdtemp()) / "shim.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", str(target), str(SOURCE), "-ldl"], check=True)
    return target


def run_with_shim(arguments: Sequence[str]) -> int:
    """Run ``python -m tests.reliability`` again with the shim before all libraries."""
    library = str(build())
    environment = os.environ | {"LD_PRELOAD": library, LOADED: library}
    return subprocess.run(
        [sys.executable, "-m", "tests.reliability", *arguments], env=environment, check=False
    ).returncode


@cache
def is_loaded() -> bool:
    """Tell whether this process, or that of which it is a fork, runs with the shim."""
    return LOADED in os.environ


@cache
def load() -> Any:
    """Return the functions of the shim."""
    return ctypes.CDLL(os.environ[LOADED])


def arm(folder: Path, number: int, error: int, *, log: Path | None = None, count: Path | None = None) -> None:
    """Let the `number`-th call that writes below a folder fail with an error (0: none).

    All calls are logged to the file `log`, their number to the file `count`.
    """
    load().shim_arm(str(folder).encode(), number, error, str(log or "").encode(), str(count or "").encode())


def read_count(path: Path) -> int:
    """Return how many calls there were."""
    return int.from_bytes(path.read_bytes()[:4], sys.byteorder)
