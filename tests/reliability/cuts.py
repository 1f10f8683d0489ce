"""Power cuts, replayed from the log of what a command wrote: what was not synced is there or not, torn or whole."""

from __future__ import annotations

import random
import shutil
import struct
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tests.reliability import shim
from tests.reliability.faults import Outcome, Trial
from tests.reliability.files import judge_files, read_files
from tests.reliability.registers import digest, run_forked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECTOR = 512
TORN = 0.2
_HEAD = struct.Struct("<cqIII")


class Event(NamedTuple):
    """One call: create, write, truncate, sync, unlink or rename."""

    what: str
    path: str
    other: str
    offset: int
    data: bytes


def read_log(path: Path) -> Iterator[Event]:
    """Yield the calls that the shim logged."""
    content, at = path.read_bytes() if path.exists() else b"", 0
    while at + _HEAD.size <= len(content):
        what, offset, first, second, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        ends = (at + first, at + first + second, at + first + second + length)
        yield Event(
            what.decode(), content[at : ends[0]].decode(), content[ends[0] : ends[1]].decode(), offset,
            content[ends[1] : ends[2]],
        )  # fmt: skip
        at = ends[2]


class Disk:
    """The files of a folder: what is safe, and what a cut may lose."""

    def __init__(self, folder: Path, *, obeys_sync: bool) -> None:
        self.obeys_sync = obeys_sync
        self.safe = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self.pending: list[Event] = []

    def do(self, event: Event) -> None:
        """Take a call; a sync makes what it covers safe."""
        if event.what != "s":
            self.pending.append(event)
        elif self.obeys_sync:
            mine, rest = list[Event](), list[Event]()
            for one in self.pending:
                (mine if self._covers(event.path, one) else rest).append(one)
            self._apply(self.safe, mine, None)
            self.pending = rest

    def _covers(self, synced: str, event: Event) -> bool:
        """Tell whether the sync of a file covers a call, or that of a folder the names in it."""
        if event.what in "wt":
            return event.path == synced
        named = event.other if event.what == "r" else event.path
        return named.rpartition("/")[0] == synced or (event.what == "c" and event.path == synced)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return the files after a cut now."""
        found = dict(self.safe)
        self._apply(found, [one for one in self.pending if chance.random() < 0.5], chance)
        return found

    def whole(self) -> dict[str, bytes]:
        """Return the files without a cut."""
        found = dict(self.safe)
        self._apply(found, self.pending, None)
        return found

    @staticmethod
    def _apply(files: dict[str, bytes], events: list[Event], chance: random.Random | None) -> None:
        for event in events:
            content = files.get(event.path)
            if event.what == "c":
                files.setdefault(event.path, b"")
            elif event.what == "u":
                files.pop(event.path, None)
            elif event.what == "r" and content is not None:
                files[event.other] = files.pop(event.path)
            elif event.what == "t" and content is not None:
                files[event.path] = content[: event.offset].ljust(event.offset, b"\0")
            elif event.what == "w" and content is not None:
                data = event.data
                if chance is not None and chance.random() < TORN:
                    data = data[: chance.randrange(0, len(data) + 1, SECTOR)]
                padded = content.ljust(event.offset, b"\0")
                files[event.path] = padded[: event.offset] + data + padded[event.offset + len(data) :]


def replay_cuts(base: Path, name: str, count: int, *, obeys_sync: bool = True, seed: int = 1) -> Outcome:
    """Run a command once, then cut the power at `count` random moments of it; after its end nothing may be lost."""
    trial, log, chance = Trial(base, name), base.parent / "log", random.Random(f"{seed}{name}")
    netreg = trial.lay()
    disk = Disk(trial.folder, obeys_sync=obeys_sync)
    code, told = run_forked(netreg, trial.words, trial.begin(partial(shim.arm, trial.folder, 0, 0, log=log)))
    assert code == trial.code, told
    trial.new = digest(netreg.db)
    trial.new_files = trial.marks.of(read_files(trial.folder))
    events, faults, seen = list(read_log(log)), list[str](), dict[frozenset[tuple[str, bytes]], list[str]]()
    late = max(1, count // TENTH)
    moments = sorted([len(events)] * late + [chance.randint(0, len(events)) for _ in range(count - late)])
    done = 0
    for moment in moments:
        while done < moment:
            disk.do(events[done])
            done += 1
        files = disk.cut(chance)
        at_end = moment == len(events)
        key = frozenset(files.items()) | {("", b"end" if at_end else b"")}
        if key not in seen:
            seen[key] = _judge_cut(trial, files, base.parent / "cut", at_end=at_end)
        faults += [f"{name} at {moment}/{len(events)}: {what}" for what in seen[key]]
    return Outcome(count, tuple(faults))


TENTH = 10
"""One of so many cuts comes after the command has ended."""


def _judge_cut(trial: Trial, files: dict[str, bytes], place: Path, *, at_end: bool) -> list[str]:
    """Lay the files that a cut left, open the register as SQLite does, and say what is wrong."""
    inside = {name[len(str(trial.folder)) + 1 :]: content for name, content in files.items()}
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in inside.items():
        if name.startswith("register.db") and "/" not in name:
            (place / name).write_bytes(content)
    found = digest(place / "register.db")
    needed = "" if trial.old == trial.new else "old" if found == trial.old else "new"
    marks = trial.marks.of(inside)
    wrong = judge_files(marks, trial.old_files, trial.new_files, needed)
    if found not in (trial.old, trial.new):
        wrong.append("damaged" if found == "damaged" else "half done")
    elif at_end and (
        found != trial.new or marks.keys() - trial.old_files.keys() < trial.new_files.keys() - trial.old_files.keys()
    ):
        wrong.append("lost after its end")
    return wrong


CUTS_IN_VAIN = 300


def replay_in_vain(base: Path, long: bool) -> Outcome:
    """Replay cuts on a disk that obeys no sync: damage must be seen, or the cuts prove nothing."""
    count = CUTS_IN_VAIN * (3 if long else 1)
    found = len(replay_cuts(base, "edit", count, obeys_sync=False).faults)
    return Outcome(count, () if found else ("no damage seen though no sync was obeyed",), f"{found} of {count} seen")
