"""Every command of the tree with words that let it run, so that a new one cannot be forgotten."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tests.examples import EXAMPLES, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click.core import Command

    from netreg.cli.framework.lazy_group import LazyGroup


@cache
def list_paths() -> tuple[str, ...]:
    """List the words that lead to each command."""
    return tuple(path for path, _command in list_commands())


@cache
def list_commands() -> tuple[tuple[str, Command], ...]:
    """List the commands at the ends of the tree with the words that lead to each."""
    from netreg.cli import build_program

    return tuple(_walk(build_program()))


def _walk(group: LazyGroup, path: Words = ()) -> Iterator[tuple[str, Command]]:
    from netreg.cli.framework.lazy_group import LazyGroup

    for name in group.entries:
        found = group.load_command(name)
        if isinstance(found, LazyGroup):
            yield from _walk(found, (*path, name))
        else:
            yield " ".join((*path, name)), found


def list_reading() -> list[Words]:
    """List the commands that read, each with words that name something of the example register."""
    from tests.test_every_write import READING, READS

    paths = [path for path in list_paths() if path.rpartition(" ")[2] in READS and path not in EXAMPLES]
    words = {path: READING.get(path, READING.get(path.rpartition(" ")[2], ())) for path in paths}
    return [(*path.split(), *(() if path == "history" else words[path])) for path in paths]
