"""Every command that writes, found by walking the tree: done and undone it leaves what was there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg.cli import build_program
from netreg.cli.framework.lazy_group import LazyGroup
from tests.conftest import TRIED, Netreg, copied_examples, examples
from tests.examples import EXAMPLES, Words, name_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer._click.core import Command

# Commands that write and are not undone, each with the reason.
EXEMPT = {
    "init": "makes the file itself",
    "demo": "makes the file itself",
    "backup": "writes another file",
    "restore": "replaces the file; what it replaced is kept",
    "undo": "is what is tested here; its own undoing stands in tests/store/test_undo.py",
    "redo": "the same",
    "doctor": "changes nothing that is recorded: triggers, permissions, what is derived",
    "config": "writes the configuration, not the register",
    "calendar": "writes another file",
    "meeting invite": "writes a text to paste",
    "cron": "writes other files",
    "document purge": "deletes files that no record names; tests/store/test_attached.py",
    "remind": "keeps what was told, which no undo may untell; see tests/cli/test_remind.py",
}
# Commands that read, by their last word.
READS = {
    "raised",
    "minutes",
    "print",
    "sign-in",
    "search",
    "completion",
    "attendance",
    "coverage",
    "matrix",
    "list",
    "show",
    "export",
    "history",
    "tree",
    "imports",
    "stats",
    "date",
    "name",
    "help",
    "open",
    "explain",
    "brief",
    "timeline",
    "forecast",
    "member",
    "org",
    "group",
    "agreement",
}

CASES = [(command, arguments) for command, examples in EXAMPLES.items() for arguments in examples]
# A plain run takes the first example of each command, a long one all of them.
FIRST = [(command, examples[0]) for command, examples in EXAMPLES.items()]
every_example = pytest.mark.parametrize(
    ("command", "arguments"),
    [
        pytest.param(*case, id=f"{case[0]}-{number}", marks=() if case in FIRST else pytest.mark.stress)
        for number, case in enumerate(CASES)
    ],
)

# --- the tree ------------------------------------------------------------------


class Leaf(NamedTuple):
    """A command at the end of the tree: the words that lead to it, and what it can be told."""

    path: str
    command: Command

    @property
    def options(self) -> set[str]:
        """The names of its parameters."""
        return {str(parameter.name) for parameter in self.command.params}


def leaves(group: LazyGroup, path: Words = ()) -> Iterator[Leaf]:
    for name in group.entries:
        found = group.load_command(name)
        if isinstance(found, LazyGroup):
            yield from leaves(found, (*path, name))
        else:
            yield Leaf(" ".join((*path, name)), found)


@pytest.fixture(scope="module")
def tree() -> dict[str, Leaf]:
    return {leaf.path: leaf for leaf in leaves(build_program())}


def test_every_command_is_known_to_write_or_to_read(tree: dict[str, Leaf]) -> None:
    unknown = {
        path for path in tree if path not in EXAMPLES and path not in EXEMPT and path.rpartition(" ")[2] not in READS
    }
    assert unknown == set(), "give each an example above, or say why it needs none"


def test_every_command_that_can_be_tried_has_an_example(tree: dict[str, Leaf]) -> None:
    dry = {path for path, leaf in tree.items() if "dry_run" in leaf.options}
    assert dry - EXEMPT.keys() == EXAMPLES.keys()


def test_what_is_exempt_is_there(tree: dict[str, Leaf]) -> None:
    assert EXEMPT.keys() <= tree.keys()
    assert all(EXEMPT.values())


# --- doing and undoing -----------------------------------------------------------


def do(netreg: Netreg, *arguments: str) -> None:
    """Run what must succeed."""
    run = netreg(*arguments)
    assert run.code == 0, (arguments, run.out, run.err)


# What looks on through all of a test is one connection, outside of any transaction: each new one parses the schema.


def dump(eye: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the history's, in order."""
    history = {"command", "change", "running", "imported_file"}
    tables = [row[0] for row in eye.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    kept = [name for name in tables if name not in history and not name.startswith(("_", "sqlite_"))]
    return {name: sorted(eye.execute(f"SELECT * FROM {name}"), key=repr) for name in kept}


def last_command(eye: sqlite3.Connection) -> int:
    return int(eye.execute("SELECT count(*) FROM command WHERE batch_id IS NULL").fetchone()[0])


def entries_of_last_batch(eye: sqlite3.Connection) -> list[int]:
    """The last command and those of its batch, the newest first: each file of an import has its own."""
    last, batch = eye.execute("SELECT id, batch_id FROM command ORDER BY id DESC LIMIT 1").fetchone()
    sql = "SELECT id FROM command WHERE id IN (?, ?) OR batch_id = ? ORDER BY id DESC"
    return [row[0] for row in eye.execute(sql, [last, batch, batch])]


def named(command: str, arguments: Words, folder: Path) -> Words:
    """The words of an example, its files named."""
    return (*command.split(), *name_files(arguments, folder))


@every_example
def test_tried_it_changes_no_byte_and_done_it_is_undone(
    filled: Netreg, example_folder: Path, command: str, arguments: Words
) -> None:
    def state() -> tuple[bytes, int, list[Path]]:
        return filled.db.read_bytes(), filled.db.stat().st_mtime_ns, sorted(filled.folder.rglob("*"))

    words, bytes_before = named(command, arguments, example_folder), state()
    run = filled(*words, "--dry-run")
    assert (TRIED in run.err, run.code) == (True, 0), run.err
    assert state() == bytes_before
    with closing(sqlite3.connect(filled.db)) as eye:
        before, number = dump(eye), last_command(eye)
        do(filled, *words)
        after = dump(eye)
        assert after != before
        assert last_command(eye) == number + 1, "one command is one entry of the history"
        several = len(entries_of_last_batch(eye)) > 1
        do(filled, "undo")
        assert dump(eye) == before
        if several:
            do(filled, "redo")
            assert dump(eye) == after
            for entry in entries_of_last_batch(eye):
                do(filled, "undo", str(entry))
            assert dump(eye) == before


@pytest.mark.stress
@every_example
def test_done_undone_and_redone(filled: Netreg, example_folder: Path, command: str, arguments: Words) -> None:
    with closing(sqlite3.connect(filled.db)) as eye:
        do(filled, *named(command, arguments, example_folder))
        after = dump(eye)
        do(filled, "undo")
        do(filled, "redo")
        assert dump(eye) == after


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_undo_and_redo_can_be_tried(filled: Netreg, command: str) -> None:
    do(filled, "org", "edit", "uni", "note=ก")
    if command == "redo":
        do(filled, "undo")
    bytes_before = filled.db.read_bytes()
    do(filled, command, "--dry-run")
    assert filled.db.read_bytes() == bytes_before


@settings(max_examples=examples(8), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from(CASES), min_size=3, max_size=6))
def test_any_sequence_undone_and_redone(
    example_folder: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Words]]
) -> None:
    netreg = copied_examples(example_folder, Netreg(tmp_path_factory.mktemp("sequence")))
    with closing(sqlite3.connect(netreg.db)) as eye:
        before, number = dump(eye), last_command(eye)
        for command, arguments in steps:  # what is gone or there already is refused
            assert netreg(*named(command, arguments, example_folder)).code in (0, 1, 65)
        after, done = dump(eye), last_command(eye) - number
        for _ in range(done):
            do(netreg, "undo")
        assert dump(eye) == before
        for _ in range(done):
            do(netreg, "redo")
        assert dump(eye) == after


# --- reading -----------------------------------------------------------------------


READING: dict[str, Words] = {
    "coverage": ("--in", "group", "net"),
    "meeting coverage": ("meet",),
    "group coverage": ("net",),
    "group attendance": ("net",),
    "search": ("สม",),
    "completion": ("bash",),
    "open": ("1",),
    "meeting open": ("second",),
    "news open": ("other",),
    "explain": ("1",),
    "brief": ("1",),
    "minutes": ("second",),
    "print": ("second",),
    "sign-in": ("second",),
    "show": ("1",),
    "history": ("1",),
    "date": ("1/1/2567",),
    "name": ("นายสมมติ ตัวอย่าง",),
}


def test_what_reads_changes_no_byte(tree: dict[str, Leaf], filled: Netreg) -> None:
    reading = [path for path in tree if path.rpartition(" ")[2] in READS and path not in EXAMPLES]
    bytes_before = filled.db.read_bytes()
    for path in reading:
        verb = path.rpartition(" ")[2]
        words = () if path == "history" else READING.get(path, READING.get(verb, ()))
        do(filled, *path.split(), *words)
    assert filled.db.read_bytes() == bytes_before
    assert reading
