"""The short form of what ``python -m tests.reliability --long`` tries; docs/reliability.md shows its figures."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.reliability import shim
from tests.reliability.cuts import Disk, Event

if TYPE_CHECKING:
    from pathlib import Path


def test_a_disk_loses_what_was_not_synced_and_nothing_else(tmp_path: Path) -> None:
    """The model of a disk: a write is safe with the sync of its file, a name with that of its folder."""
    file, copy = str(tmp_path / "a"), str(tmp_path / "b")
    (tmp_path / "a").write_bytes(b"old")
    disk = Disk(tmp_path, obeys_sync=True)
    disk.do(Event("w", file, "", 0, b"new"))
    assert {disk.cut(random.Random(n))[file] for n in range(40)} == {b"old", b"new"}
    disk.do(Event("s", file, "", 0, b""))
    disk.do(Event("r", file, copy, 0, b""))
    assert {tuple(disk.cut(random.Random(n))) for n in range(40)} == {(file,), (copy,)}
    disk.do(Event("s", str(tmp_path), "", 0, b""))
    assert disk.cut(random.Random(1)) == {copy: b"new"} == disk.whole()


@pytest.mark.stress
@pytest.mark.skipif(shim.find_compiler() is None, reason="NOT TRIED: no compiler of C, so no faults and no power cuts")
@pytest.mark.parametrize("item", ["faults", "cuts", "kills", "harness"])
def test_the_short_form_finds_nothing(item: str) -> None:
    words = [sys.executable, "-m", "tests.reliability", "--only", item, "--commands", "edit,document remove"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
