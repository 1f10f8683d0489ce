"""The texts that stand beside commands and options, as the source has them: what a catalogue must hold of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli import build_program
from netreg.cli.framework.lazy_group import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click.core import Command

NAMES = ("help", "options_metavar", "subcommand_metavar", "metavar", "rich_help_panel", "name")
"""Attributes of commands, parameters and types that are translated."""


def list_help_texts() -> set[str]:
    """Return every text of the help pages, with the names of arguments and the types of values."""
    return {text for command in _walk(build_program()) for text in _read_texts(command)}


def _walk(group: LazyGroup) -> Iterator[Command]:
    yield group
    for name in group.entries:
        command = group.load_command(name)
        yield from _walk(command) if isinstance(command, LazyGroup) else (command,)


def _read_texts(command: Command) -> Iterator[str]:
    if isinstance(command, LazyGroup):
        for entry in command.entries.values():
            yield from filter(None, (entry.help, entry.panel))
    texts = [_find_text(command, name) for name in NAMES[:3]]
    for parameter in command.params:
        texts += [
            _find_text(parameter, "help"),
            _find_text(parameter, "metavar"),
            _find_text(parameter, "rich_help_panel"),
        ]
        if parameter.metavar is None and not getattr(parameter, "is_flag", False):
            texts.append(_find_text(parameter.type, "name"))
    yield from (text for text in texts if text)


def _find_text(thing: Any, name: str) -> str | None:
    """Return a text as the source has it, before it was translated."""
    text: str | None = getattr(thing, f"_written_{name}", getattr(thing, name, None))
    return text
