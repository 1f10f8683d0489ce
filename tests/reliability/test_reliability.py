"""The short form of what ``python -m tests.reliability --long`` tries; docs/reliability.md shows its figures."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.examples import EXAMPLES
from tests.reliability import figures, many, narrow, shim
from tests.reliability.__main__ import BY_COMMAND
from tests.reliability.commands import list_commands, list_paths
from tests.reliability.cuts import Disk, Event
from tests.reliability.tried import TRIED, find_path, list_others
from tests.test_every_write import READS

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


# --- nothing is forgotten ------------------------------------------------------------------


def test_every_command_that_writes_is_tried() -> None:
    """What the tree has and neither reads alone nor is tried: each such command needs a line in ``tried.TRIED``."""
    tried = {find_path(one.words.replace("\t", " ")) for one in TRIED.values()} | list_others().keys()
    reading = {path for path in list_paths() if path.rpartition(" ")[2] in READS and path not in EXAMPLES}
    assert set(list_paths()) - tried - reading - {"meeting invite"} == set(), "which writes what meeting minutes does"


def test_every_option_that_names_a_file_to_write_is_tried() -> None:
    words = {word for one in TRIED.values() for word in one.words.split()}
    untried = {
        option
        for _path, command in list_commands()
        for parameter in command.params
        for option in parameter.opts[:1]
        if getattr(parameter, "metavar", None) in ("FILE", "DIR", "NEW") and option.startswith("--")
    } - words
    assert untried == READ_OR_PRINTED


READ_OR_PRINTED = {"--backups", "--calendar"}
"""Options of ``cron`` whose files are named in the lines that it prints, and written by none."""


def test_the_page_shows_the_figures_that_are_kept() -> None:
    page = figures.PAGE.read_text(encoding="utf-8")
    tables = "\n".join(figures.format_tables(list(figures.read_kept().values())))
    assert page.split(figures.BEGIN)[1].split(figures.END)[0].strip() == tables


# --- the short form ------------------------------------------------------------------------

ITEMS = (*BY_COMMAND, "harness", "told", *many.ITEMS, *narrow.ITEMS)


@pytest.mark.stress
@pytest.mark.skipif(shim.find_compiler() is None, reason="NOT TRIED: no compiler of C, so no faults and no power cuts")
@pytest.mark.parametrize("item", ITEMS)
def test_the_short_form_finds_nothing(item: str) -> None:
    words = ["--only", item, "--commands", "edit,document remove,restore,meeting minutes"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
