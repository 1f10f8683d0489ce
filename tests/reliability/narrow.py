"""Too little of something: room on the disk, in the temporary folder, in a file, in memory; and stale journals."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from tests.conftest import PROGRAM, Netreg
from tests.reliability.commands import list_reading
from tests.reliability.faults import Outcome, Trial, judge_end
from tests.reliability.registers import copy_register, digest, run_forked
from tests.reliability.tried import SLOW, TRIED, become_newer, prepare_base, split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KIB = 1024
FEW = ("import", "edit", "backup", "attach", "export", "undo")


def limit_file_size(base: Path, long: bool) -> Outcome:
    """Let no file grow beyond a size (ulimit -f)."""
    sizes = (*range(0, 2048, 128), 3072, 4096) if long else (64, 1400)
    return _loop_commands(
        base, long, sizes, lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size * KIB, resource.RLIM_INFINITY))
    )


def _loop_commands(
    base: Path, long: bool, values: Iterator[int] | tuple[int, ...], before: Callable[[int], object]
) -> Outcome:
    """Try commands with each of some values of a limit; each is done, or leaves what was there."""
    wrong, trials, ends = list[str](), 0, list[int]()
    for name in (one for one in TRIED if one not in SLOW) if long else FEW[:2]:
        trial = Trial(base, name)
        for value in values:
            code, told = trial.run(partial(before, value))
            found, faults = trial.look()
            faults += judge_end(code, told, found, trial)
            wrong += [f"{name} {value}: {fault}" for fault in faults]
            trials += 1
            ends.append(code)
    return Outcome(trials, tuple(wrong), f"{sum(code == 0 for code in ends)} were done all the same")


def limit_memory(base: Path, long: bool) -> Outcome:
    """Let a process of its own have so much memory and no more (ulimit -v)."""
    trial, wrong, ends = Trial(base, "import"), list[str](), list[int]()
    for size in range(40, 300, 5) if long else (100,):
        netreg = trial.lay()
        done = subprocess.run(
            [*PROGRAM, *trial.words], cwd=netreg.folder, env=netreg.pinned, capture_output=True, text=True, check=False,
            preexec_fn=partial(resource.setrlimit, resource.RLIMIT_AS, (size * KIB * KIB, size * KIB * KIB)),
        )  # fmt: skip
        _found, faults = trial.look()
        if b"Traceback" in done.stderr.encode() or done.returncode not in (0, 70, 74):
            faults.append(f"ended with {done.returncode}: {done.stderr[-160:]}")
        wrong += [f"{size} MB: {fault}" for fault in faults]
        ends.append(done.returncode)
    return Outcome(len(ends), tuple(wrong), f"{sum(code == 0 for code in ends)} were done all the same")


@contextmanager
def _mounted(place: Path, size: int) -> Iterator[bool]:
    """Mount a disk of some KiB in memory; give whether that was possible."""
    place.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)]
    try:
        can = os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        can = False
    try:
        yield can
    finally:
        if can:
            subprocess.run(["umount", str(place)], check=True)  # noqa: S607 - where mount is


def fill_disk(base: Path, long: bool) -> Outcome:
    """Try every command on a disk of 10 MB with little room: the reading ones work, the others are done or are not."""
    wrong, trials = list[str](), 0
    place = base.parent / "small"
    with _mounted(place, 10 * KIB) as can:
        if not can:
            return Outcome(0, (), "NOT TRIED: no disk could be mounted")
        for name in (one for one in TRIED if one not in SLOW) if long else FEW[:2]:
            trial = Trial(base, name, place / "trial")
            for room in (0, 4, 32, 128, 512, 1400) if long else (0, 32):
                code, told, found, faults = _run_with_room(trial, place, room)
                faults += judge_end(code, told, found, trial)
                if code not in (0, trial.code) and found == trial.old and not faults:
                    faults += trial.try_again()
                wrong += [f"{name} with {room} KiB: {fault}" for fault in faults]
                trials += 1
        reading = list_reading() if long else random.Random(1).sample(list_reading(), 3)
        netreg = copy_register(base, place / "read")
        _fill(place, 0)
        for words in reading:
            code, told = run_forked(netreg, words)
            trials += 1
            if code not in (0, 1):
                wrong.append(f"{' '.join(words)} with 0 KiB: ends with {code}: {told[-160:]}")
    return Outcome(trials, tuple(wrong), f"{len(reading)} reading commands among them")


def _run_with_room(trial: Trial, place: Path, room: int) -> tuple[int, str, str, list[str]]:
    (place / "filling").unlink(missing_ok=True)
    netreg = trial.lay()
    _fill(place, room)
    code, told = run_forked(netreg, trial.words, trial.begin())
    (place / "filling").unlink(missing_ok=True)
    return code, told, *trial.look()


def _fill(place: Path, room: int) -> None:
    """Leave some KiB of a disk."""
    free = os.statvfs(place)
    with (place / "filling").open("wb") as file:
        file.write(b"\1" * max(0, free.f_bavail * free.f_frsize - room * KIB))


def use_read_only_disk(base: Path, long: bool) -> Outcome:
    """Try every command on a disk that is mounted to be read only: what writes says so, what reads works."""
    wrong, names, place = list[str](), list(TRIED) if long else list(FEW[:2]), base.parent / "read only"
    reading = list_reading() if long else random.Random(1).sample(list_reading(), 3)
    for name in (*names, ""):
        with _mounted(place, 64 * KIB) as can:
            if not can:
                return Outcome(0, (), "NOT TRIED: no disk could be mounted")
            shutil.copytree(prepare_base(base, name) if name else base, place, dirs_exist_ok=True)
            subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)  # noqa: S607 - as above
            netreg, before = Netreg(place), digest(place / "register.db")
            for words in [split_words(name, place)] if name else reading:
                code, told = run_forked(netreg, words, become_newer if name and TRIED[name].is_newer else None)
                if not _is_refused(told, code) if name else code not in (0, 1):
                    wrong.append(f"{name or ' '.join(words)}: ends with {code}: {told[-160:]}")
            if digest(netreg.db) != before:
                wrong.append(f"{name}: the register is another")
    return Outcome(len(names) + len(reading), tuple(wrong), f"{len(reading)} reading commands among them")


def _is_refused(told: str, code: int) -> bool:
    """Tell whether a command was refused for the disk, or had nothing to write."""
    return code == 0 or (code == 77 and bool(re.search("can only be read|on a copy", told)))


def fill_temporary_folder(base: Path, long: bool) -> Outcome:
    """Let only the folder of temporary files be full."""
    place = base.parent / "temporary"

    def use_full_folder(_value: int) -> None:
        os.environ.update(TMPDIR=str(place), SQLITE_TMPDIR=str(place))
        tempfile.tempdir = None

    with _mounted(place, 64) as can:
        if not can:
            return Outcome(0, (), "NOT TRIED: no disk could be mounted")
        _fill(place, 0)
        return _loop_commands(base, long, (0,), use_full_folder)


def lay_stale_journals(base: Path, long: bool) -> Outcome:
    """Lay what is no journal of this register beside it, and a journal where no register is."""
    old, wrong, trials = digest(base / "register.db"), list[str](), 0
    place = base.parent / "stale"
    contents = {
        "empty": b"",
        "zeros": bytes(4096),
        "noise": random.Random(1).randbytes(8192),
        "cut short": bytes.fromhex("d9d505f920a163d7") + bytes(8),
    }
    commands = (
        ("stats",),
        ("org", "add", "หน่วยสมมติ"),
        ("backup", "copy.db"),
        ("doctor",),
        ("restore", "kept.db", "--yes"),
    )
    for ending in ("-journal", "-wal", "-shm"):
        for what, content in contents.items():
            for words in commands if long else commands[:2]:
                shutil.rmtree(place, ignore_errors=True)
                netreg = copy_register(base, place)
                (place / f"register.db{ending}").write_bytes(content)
                code, told = run_forked(netreg, words)
                found = digest(netreg.db)
                trials += 1
                if (
                    code not in (0, 1)
                    or (words[0] in ("stats", "backup", "doctor") and found != old)
                    or found == "damaged"
                ):
                    wrong.append(f"{what} {ending} {words}: ends with {code}, {found[:8]}: {told[-160:]}")
    for words, expected in ((("stats",), 66), (("org", "add", "หน่วยสมมติ"), 66), (("init",), 77)):
        shutil.rmtree(place, ignore_errors=True)
        netreg = copy_register(base, place)
        shutil.copy(netreg.db, place / "register.db-journal")
        netreg.db.unlink()
        code, told = run_forked(netreg, words)
        trials += 1
        if code != expected or netreg.db.exists():
            wrong.append(f"a journal alone, {words}: ends with {code}: {told[-160:]}")
    return Outcome(trials, tuple(wrong))


ITEMS: dict[str, tuple[str, Callable[[Path, bool], Outcome]]] = {
    "small disk": ("7", fill_disk),
    "read-only disk": ("10", use_read_only_disk),
    "full temporary folder": ("7", fill_temporary_folder),
    "file-size limit": ("8", limit_file_size),
    "memory limit": ("4", limit_memory),
    "stale journals": ("27", lay_stale_journals),
}
"""What is tried where something is short, by the numbers of the battery."""
