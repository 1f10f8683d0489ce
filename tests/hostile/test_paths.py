"""Paths that lead somewhere else, in every option and argument that takes one, found by walking the tree."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.hostile.trials import Trials
from tests.hostile.walk import list_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.conftest import Netreg
    from tests.examples import Words
    from tests.hostile.walk import Place

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and devices of POSIX")
PATHS = (
    "register.db", "./register.db", "{here}/register.db", "register.db-journal", "register.db-wal",
    "register.db-shm", "register.db.files", "register.db.files/x.csv", "register.db.restoring", "to-register",
    "to-journal", "config.toml", "existing.csv", "hard.csv", "link.csv", "dangling.csv", "loop", "folder",
    "folder/", "folder/.", "nowhere/x.csv", "existing.csv/x.csv", "../outside.csv", "{here}/../outside.csv",
    "folder/../existing.csv", "socket", "", " ", ".", "..", "/", "//", "-", "--", "~/x.csv", "new\nline.csv",
    "x\x1b[31m.csv", "ก" * 100 + ".csv", "ก" * 83 + ".csv", "x" * 5000, "CON", "nul.txt", "a:b.csv", "a\\b.csv",
    "x.csv.", "file:register.db?mode=ro", "*.csv", "$HOME", "[/b].csv", "/dev/full", "/dev/null", "/dev/stdin",
    "/dev/stdout", "/dev/fd/1", "/dev/tty", "/dev/zero", "/proc/self/mem", "/proc/self/environ",
    "/proc/self/cwd/existing.csv", "/nowhere/x", "a\udcff.csv", "fifo", "fifo.files",
)  # fmt: skip
WAITING = ("FILES",)
"""What may be a pipe, and waits for whoever writes to it as any program does."""
WRITTEN_BEFORE = {"existing.csv": b"code,name_th\nx,y\n", "../outside.csv": b"outside"}


@pytest.fixture
def lair(example_folder: Path) -> Iterator[Path]:
    """A folder with a register, and beside it what must not be touched."""
    with tempfile.TemporaryDirectory(dir=example_folder.parent) as folder:
        base = Path(folder) / "base"
        shutil.copytree(example_folder, base)
        shutil.copytree(base / "register.db.files", base / "folder")
        (base / "config.toml").write_text('lang = "en"\n', encoding="utf-8")
        yield base


def lay_traps(folder: Path) -> None:
    """Make the files that the paths name."""
    for name, content in WRITTEN_BEFORE.items():
        (folder / name).write_bytes(content)
    (folder / "kept.csv").write_bytes(b"kept")
    for name, target in {
        "to-register": "register.db", "to-journal": "register.db-journal", "link.csv": "kept.csv",
        "dangling.csv": "nothing.csv", "loop": "loop",
    }.items():  # fmt: skip
        (folder / name).symlink_to(target)
    os.link(folder / "kept.csv", folder / "hard.csv")
    os.mkfifo(folder / "fifo")
    with socket.socket(socket.AF_UNIX) as one, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        one.bind("socket")


def find_harm(folder: Path, words: Sequence[str], *, is_forced: bool) -> list[str]:
    """Return what was done to what must not be touched."""
    kept = {} if is_forced else WRITTEN_BEFORE | {"kept.csv": b"kept"}
    kept |= {} if words[0] == "config" else {"config.toml": b'lang = "en"\n'}
    changed = [f"{name} was written over" for name, content in kept.items() if (folder / name).read_bytes() != content]
    links = ("to-register", "to-journal", "link.csv", "loop")
    changed += [f"the link {name} was replaced" for name in links if not (folder / name).is_symlink()]
    changed += [f"{name} was replaced" for name in ("fifo", "socket") if (folder / name).is_file()]
    changed += [f"{name} was replaced" for name in ("/dev/full", "/dev/null") if not Path(name).is_char_device()]
    beside = ("register.db-journal", "register.db-wal", "register.db-shm", "register.db.restoring")
    changed += [f"{name} was written" for name in beside if (folder / name).exists()]
    with closing(sqlite3.connect(f"file:{folder}/register.db?mode=ro", uri=True)) as db:
        is_sound = db.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    return changed if is_sound else [*changed, "the register is damaged"]


class Lair(Trials):
    """Trials in a folder full of traps, each followed by a look at what must not be touched."""

    def _lay(self) -> None:
        super()._lay()
        lay_traps(self.netreg.folder)
        self._laid = self._stamp()

    def _stamp(self) -> list[tuple[str, int, int]]:
        outside = self.netreg.folder.parent / "outside.csv"
        return [*super()._stamp(), *((str(file), 0, file.stat().st_mtime_ns) for file in [outside] if file.exists())]

    def examine(self, words: Sequence[str]) -> None:
        """Note the harm that was done."""
        for harm in find_harm(self.netreg.folder, words, is_forced="--force" in words):
            self.note(words, harm)


def say_paths(lair: Lair, places: Iterable[Place], step: int, begin: int = 0) -> None:
    """Say every `step`-th path in each place, with and without ``--force`` where that is known."""
    turn = begin
    for place in places:
        forms: list[Words] = [(), ("--force",)] if place.can_force else [()]
        for path in PATHS:
            turn += 1
            if turn % step == 0 and not (path == "fifo" and place.name in WAITING):
                words = place.say(path.replace("{here}", str(lair.netreg.folder)))
                lair.run(*words, *forms[turn // step % len(forms)])


@pytest.fixture
def traps(netreg: Netreg, lair: Path) -> Lair:
    """The program in a folder full of traps."""
    inner = netreg.folder / "inner"
    inner.mkdir()
    netreg.folder = inner
    return Lair(netreg, lair)


def list_path_places(folder: Path) -> list[Place]:
    """List the places that take a path; what says where the register or the configuration is comes after them."""
    return [place for place in list_places(folder) if place.is_path]


def test_a_few_paths_in_a_few_places(traps: Lair) -> None:
    places = list_path_places(traps.base)
    assert len(places) > 300
    say_paths(traps, places[::30], 13)
    assert not traps.faults, "\n".join(traps.faults)


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(4))
def test_every_path_in_every_place(traps: Lair, part: int) -> None:
    say_paths(traps, list_path_places(traps.base)[part::4], 1)
    assert not traps.faults, "\n".join(traps.faults)


OPENING = (("org", "list"), ("org", "add", "หน่วยสมมติ"))
WAITS = ("fifo", "/dev/tty", "/dev/stdin")
"""From these no configuration is read here: it would wait."""


def test_a_circle_of_links_is_followed_by_no_command(traps: Lair) -> None:
    for words in (("agreement", "open", "1"), ("meeting", "open", "second"), ("org", "export")):
        traps.run(*words, *(("loop",) if words[1] == "export" else ("--out=loop",)), "--force")
    assert not traps.faults, "\n".join(traps.faults)


def test_the_register_and_the_configuration_are_looked_for_anywhere(traps: Lair) -> None:
    for path in PATHS:
        for words in OPENING:
            here = path.replace("{here}", str(traps.netreg.folder))
            traps.run("--db", here, *words)
            if path not in WAITS:
                traps.run(*words, NETREG_CONFIG=here, NETREG_DB=here)
    assert not traps.faults, "\n".join(traps.faults)
