"""The examples of help pages: every page has some, and every one works as it stands."""

from __future__ import annotations

import shlex
from contextlib import chdir
from typing import TYPE_CHECKING

import pytest

from netreg.cli import build_program
from netreg.cli.framework.guidance.examples import _EXAMPLES, list_examples
from netreg.cli.framework.lazy_group import LazyGroup
from tests.conftest import laid, lay_examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Netreg

# What must be done before an example can be.
BEFORE = {
    "netreg meeting open meet --path": ["netreg meeting attach meet new.pdf"],
    "netreg news open item --path": ["netreg news attach item new.pdf"],
    "netreg redo": ["netreg undo"],
    "netreg restore copy.db --yes": ["netreg backup copy.db"],
}
# Those that make a register where none is yet.
ALONE = ("netreg init", "netreg demo")


def list_pages(group: LazyGroup, path: str = "netreg") -> Iterator[str]:
    """Yield the path of every page."""
    yield path
    for name in group.entries:
        command = group.load_command(name)
        if isinstance(command, LazyGroup):
            yield from list_pages(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_every_page_begins_with_examples_of_its_command() -> None:
    """At most a few, none of another command and none twice."""
    lines = _EXAMPLES.splitlines()
    assert len(lines) == len(set(lines))
    pages = list(list_pages(build_program()))
    wrong = [page for page in pages if not 1 <= len(list_examples(page)) <= 4]
    assert not wrong
    unused = [line for line in _EXAMPLES.splitlines() if not any(line.startswith(page) for page in pages[1:])]
    assert not unused


def test_the_page_shows_them_before_its_options(netreg: Netreg) -> None:
    """Each on a line of its own, brackets as they are."""
    run = netreg("agreement", "list", "--help")
    before = run.out.partition("--expired")[0]
    assert "\n   netreg agreement list 'state:in_force end:<2572'  " in before


def run_examples(netreg: Netreg, folder: Path, lines: list[str]) -> list[str]:
    """Run examples in a folder that has the files they name; return what failed."""
    failed = []
    for line in lines:
        with chdir(folder):
            run = netreg(*shlex.split(line)[1:])
        if run.code:
            failed.append(f"{line}: {run.err}")
    return failed


@pytest.fixture
def folder(netreg: Netreg, example_folder: Path) -> Path:
    """The folder of the register of examples, with the files that they read."""
    return lay_examples(example_folder, netreg, "damaged")


@pytest.mark.stress
def test_every_example_works(netreg: Netreg, folder: Path, example_folder: Path) -> None:
    """Each on a fresh copy of the register."""
    failed = []
    pages = [line for page in list_pages(build_program()) for line in list_examples(page)]
    for line in dict.fromkeys([*_EXAMPLES.splitlines(), *pages]):
        if line in ALONE:
            continue
        laid(netreg.db, (example_folder / "register.db").read_bytes())
        for new in ("list.xlsx", "orgs.xlsx", "members.xlsx", "agreements.xlsx", "missing.xlsx", "copy.db", "new.db"):
            (folder / new).unlink(missing_ok=True)
        failed += run_examples(netreg, folder, [*BEFORE.get(line, ()), line])
    assert not failed, "\n".join(failed)
