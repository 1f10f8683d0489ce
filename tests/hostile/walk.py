"""The tree of commands walked: for each parameter of each command, words with a text in its place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from netreg.cli import build_program
from netreg.entities import BY_NAME
from tests.examples import EXAMPLES, Words, name_files
from tests.test_every_write import READING, READS, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer._click.core import Command, Parameter

OTHERS: dict[str, Words] = {
    "init": (),
    "demo": ("new-demo.db",),
    "backup": ("copy.db",),
    "restore": ("kept.db", "--yes"),
    "undo": (),
    "redo": (),
    "doctor": (),
    "config": (),
    "calendar": (),
    "meeting invite": ("second",),
    "cron": (),
    "document purge": (),
    "remind": (),
}
"""Words that let a command run that has no example."""


class Place(NamedTuple):
    """Where a text can be said: a command, its usual words, and what stands before the text."""

    path: str
    usual: Words
    name: str
    """The option, or the argument in capitals; with the field where it names one: ``CHANGES note=``."""
    before: str
    """What stands before the text in its word."""
    option: str
    """The option, empty for an argument."""
    replaced: str | None
    """The word that an argument replaces; none where it is added."""
    is_path: bool
    can_force: bool = False
    """Whether the command may be told to replace a file."""
    takes: str = ""
    """What the help says that it takes, as ``DATE``; where a field is named, its class."""

    def say(self, text: str) -> Words:
        """Return the words of the command with this text in its place."""
        word, words = self.before + text, (*self.path.split(), *self.usual)
        if self.option:
            return (*words, f"{self.option}={word}") if self.option.startswith("--") else (*words, self.option, word)
        if self.replaced is not None:
            at = len(self.path.split()) + self.usual.index(self.replaced)
            return (*words[:at], word, *words[at + 1 :])
        return (*words, word)


def find_usual_words(path: str, folder: Path) -> Words:
    """Return words that let a command of the tree run on the register of the examples."""
    if path in EXAMPLES:
        return name_files(EXAMPLES[path][0], folder)
    if path in OTHERS:
        return OTHERS[path]
    last = path.rpartition(" ")[2]
    assert last in READS, f"give '{path}' words that let it run"
    return () if path == "history" else READING.get(path, READING.get(last, ()))


@cache
def list_places(folder: Path) -> tuple[Place, ...]:
    """List every place of every command in which a text can be said; what only can be set or not has none."""
    found = list[Place]()
    for leaf in leaves(build_program()):
        found += _find_places(leaf.path, leaf.command, find_usual_words(leaf.path, folder))
    return tuple(found)


def _find_places(path: str, command: Command, usual: Words) -> Iterator[Place]:
    given = _parse(command, usual)
    can_force = any("--force" in parameter.opts for parameter in command.params) and "--force" not in usual
    for parameter in command.params:
        if getattr(parameter, "is_flag", False):
            continue
        is_path = type(parameter.type).__name__ == "TyperPath"
        option = max(parameter.opts, key=len) if parameter.param_type_name == "option" else ""
        name = option or str(parameter.name).upper()
        value = given.get(str(parameter.name))
        first = str(value[0] if isinstance(value, (tuple, list)) and value else value) if value else None
        replaced = None if option or first not in usual else first
        takes = str(parameter.metavar).strip("[].")
        yield Place(path, usual, name, "", option, replaced, is_path, can_force, takes)
        for field, kind in _name_fields(path, parameter).items():
            yield Place(path, usual, f"{name} {field}", field, option, replaced, is_path=False, takes=kind)


def _parse(command: Command, usual: Words) -> dict[str, object]:
    with command.make_context("netreg", list(usual), resilient_parsing=True) as context:
        return dict(context.params)


def _name_fields(path: str, parameter: Parameter) -> dict[str, str]:
    """Return what may stand before a value in a word of this parameter, each field of the kind, and its class."""
    metavar = str(parameter.metavar)
    kind = next((kind for kind in BY_NAME.values() if path.rpartition(" ")[0] == kind.command), None)
    if kind is None:
        return {}
    if metavar.startswith(("FIELD=VALUE", "[FIELD=VALUE")):
        return {f"{field.name}=": type(field).__name__ for field in kind.fields}
    if "QUERY" in metavar:
        return {f"{field.name}:": "QUERY" for field in kind.fields}
    return {"สมมติ=": "NAME"} if metavar == "HEADING=FIELD" else {}
