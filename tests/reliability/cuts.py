"""Power cuts, replayed from the log of what a command wrote: what was not synced is there or not, torn or whole."""

from __future__ import annotations

import random
import shutil
import struct
from typing import TYPE_CHECKING, NamedTuple

from tests.examples import name_files
from tests.reliability import shim
from tests.reliability.faults import TRIED, Outcome
from tests.reliability.registers import copy_register, digest, run_forked

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
            mine = [one for one in self.pending if self._covers(event.path, one)]
            self._apply(self.safe, mine, None)
            self.pending = [one for one in self.pending if one not in mine]

    def _covers(self, synced: str, event: Event) -> bool:
        """Tell whether the sync of a file covers a call, or that of a folder the names in it."""
        if event.what in "wt":
            return event.path == synced
        return event.path.rpartition("/")[0] == synced or (event.what == "c" and event.path == synced)

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
    chance, trial, log = random.Random(f"{seed}{name}"), base.parent / "trial", base.parent / "log"
    old = digest(base / "register.db")
    shutil.rmtree(trial, ignore_errors=True)
    netreg = copy_register(base, trial)
    start = Disk(trial, obeys_sync=obeys_sync)
    words = name_files(tuple(TRIED[name].split()), trial)
    code, told = run_forked(netreg, words, lambda: shim.arm(trial, 0, 0, log=log))
    assert code == 0, told
    new, events, faults = digest(netreg.db), list(read_log(log)), []
    moments = sorted(chance.randint(0, len(events)) for _ in range(count))
    done = 0
    place = base.parent / "cut"
    for moment in moments:
        while done < moment:
            start.do(events[done])
            done += 1
        found = _open_after(start.cut(chance), trial, place)
        if found not in (old, new):
            faults.append(f"{name} at {moment}/{len(events)}: {'damaged' if found == 'damaged' else 'half done'}")
        elif moment == len(events) and found != new:
            faults.append(f"{name}: lost after its end")
    return Outcome(count, tuple(faults))


def _open_after(files: dict[str, bytes], trial: Path, place: Path) -> str:
    """Lay the files that a cut left, and open the register as SQLite does."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in files.items():
        if name.startswith(str(trial / "register.db")) and ".files/" not in name:
            (place / name[len(str(trial)) + 1 :]).write_bytes(content)
    return digest(place / "register.db")
