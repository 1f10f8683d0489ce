"""Starts: what a command loads, and what it must not, so that it stays quick."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from netreg.late_modules import MODULES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

# Runs the program as its script does, then tells on the standard error what was loaded.
TELL = """
import json, os, sys
from netreg.__main__ import main
os._exit = sys.exit
try:
    main()
except SystemExit:
    pass
loaded = [name for name, module in sys.modules.items() if type(module).__name__ != "LateModule"]
print(json.dumps(sorted(loaded)), file=sys.stderr)
"""
HEAVY = {
    "holidays",
    "sqlite_utils", "rich", "pydantic", "dateutil", "dateutil.parser", "click", "click_default_group", "csv",
    "platformdirs", "zoneinfo", "tomllib", "asyncio", "email", "http", "xml", "unittest", "hashlib", "getpass",
    "jinja2", "smtplib", "ssl", "icalendar",
}  # fmt: skip
NOUNS = {
    "agreement.commands", "alumni.commands", "nouns.activities", "nouns.documents", "nouns.groups", "meeting.commands",
    "nouns.members", "nouns.news", "nouns.organisations", "training.commands",
}  # fmt: skip


def loaded(netreg: Netreg, *arguments: str) -> set[str]:
    """The modules that are loaded when the program has run, piped."""
    done = subprocess.run(
        [sys.executable, "-c", TELL, *arguments],
        cwd=netreg.folder,
        env=netreg.pinned,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=True,
    )
    modules = set(json.loads(done.stderr.decode().splitlines()[-1]))
    assert done.stdout, "it said nothing"
    return modules


@pytest.fixture(scope="module")
def bare() -> set[str]:
    """What Python and the virtual environment load by themselves."""
    tell = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    return set(json.loads(subprocess.run([sys.executable, "-c", tell], capture_output=True, check=True).stdout))


PIPED = [
    ("training", "matrix"),
    ("alumni", "stats"),
    ("agreement", "list", "--format", "json"),
    ("agreement", "list", "--expiring"),
    ("due", "--kind", "meeting"),
    ("agreement", "list", "--missing", "document"),
]


@pytest.mark.parametrize("arguments", PIPED, ids=" ".join)
def test_a_piped_answer_loads_nothing_heavy(
    netreg: Netreg, demo_file: Path, bare: set[str], arguments: tuple[str, ...]
) -> None:
    assert loaded(netreg, "--db", str(demo_file), *arguments) & (HEAVY - bare) == set()


@pytest.mark.parametrize(
    ("noun", "module"),
    [
        ("agreement", "agreement.commands"),
        ("member", "nouns.members"),
        ("org", "nouns.organisations"),
        ("meeting", "meeting.commands"),
        ("group", "nouns.groups"),
        ("activity", "nouns.activities"),
        ("news", "nouns.news"),
        ("training", "training.commands"),
        ("alumni", "alumni.commands"),
        ("document", "nouns.documents"),
    ],
)
def test_a_piped_list_loads_one_noun_and_nothing_heavy(
    netreg: Netreg, demo_file: Path, bare: set[str], noun: str, module: str
) -> None:
    modules = loaded(netreg, "--db", str(demo_file), noun, "list")
    assert modules & (HEAVY - bare) == set()
    assert {name for name in NOUNS if f"netreg.cli.{name}" in modules} == {module}


def test_a_list_loads_neither_files_nor_migrations(netreg: Netreg, demo_file: Path) -> None:
    modules = loaded(netreg, "--db", str(demo_file), "agreement", "list")
    assert not {name for name in modules if name.startswith(("netreg.exchange", "netreg.store.atta"))}
    assert not modules & {"netreg.store.migrations", "netreg.store.undo.reversal", "netreg.render.tables"}
    assert not modules & {
        "netreg.store.writes.rules.agreements",
        "netreg.store.writes.rules.graduations",
        "netreg.entities.graduations",
        "netreg.entities.organisations",
        "netreg.store.writes.checked_writes",
    }
    assert not modules & {*MODULES, "dataclasses"}


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_loads_next_to_nothing(netreg: Netreg, option: str) -> None:
    modules = loaded(netreg, option)
    assert not modules & {"typer", "sqlite3", "dataclasses", "typing", "netreg.cli", "netreg.config"}
    assert {name for name in modules if name.startswith("netreg.")} == {"netreg.__main__"}


def test_a_table_loads_rich_and_still_not_the_writers_library(netreg: Netreg, demo_file: Path) -> None:
    modules = loaded(netreg, "--db", str(demo_file), "agreement", "list", "--format", "table")
    assert "rich.table" in modules
    assert not modules & {"sqlite_utils", "pydantic", "dateutil", "click"}


def test_help_loads_no_noun_and_no_database(netreg: Netreg) -> None:
    modules = loaded(netreg, "--help")
    assert {name for name in NOUNS if f"netreg.cli.{name}" in modules} == set()
    assert not modules & {"sqlite_utils", "pydantic", "click"}


def test_the_version_is_printed_by_the_installed_program(netreg: Netreg) -> None:
    from netreg import __version__

    run = netreg("--version")
    assert (run.out, run.err, run.code) == (f"netreg {__version__}\n", "", 0)
    assert netreg("-V") == run
    assert netreg("--era", "be", "--version").out == run.out
