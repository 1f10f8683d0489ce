"""Who holds the lock that a command waits for, and since when; best effort, on Linux alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

from netreg.language import _

PROCESSES = Path("/proc")
_MOST_WORDS = 80


def describe_holder(path: Path) -> str | None:
    """Describe the other process that has locked a database: its number, what it runs, when it started.

    None where the system does not tell: another system than Linux, another user's process, a lock already gone.
    """
    try:
        kind = path.stat()
        mark = f"{os.major(kind.st_dev):02x}:{os.minor(kind.st_dev):02x}:{kind.st_ino}"
        lines = (PROCESSES / "locks").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    # 1: POSIX  ADVISORY  WRITE 3568 fd:00:2531452 0 EOF
    held = (words for line in lines if len(words := line.split()) == 8 and words[1] == "POSIX" and words[5] == mark)
    writers = sorted(held, key=lambda words: words[3] != "WRITE")
    numbers = [int(words[4]) for words in writers if words[4].isdigit() and int(words[4]) != os.getpid()]
    return _describe_process(numbers[0]) if numbers else None


def _describe_process(number: int) -> str:
    folder = PROCESSES / str(number)
    try:
        words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        age = time.time() - folder.stat().st_mtime
    except OSError:
        return _("process {number}").format(number=number)
    names = [Path(word).name if at < 2 else word for at, word in enumerate(filter(None, words))]
    shown = " ".join(names[1:] if names and names[0].startswith("python") else names)[:_MOST_WORDS]
    began = time.strftime("%H:%M:%S", time.localtime(time.time() - max(age, 0)))
    return _("process {number} ({words}), started at {time}").format(number=number, words=shown, time=began)
