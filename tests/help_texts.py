"""The texts that stand beside commands and options, as the source has them: what a catalogue must hold of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.cli import build_program
from netreg.cli.framework.lazy_group import Entry, LazyGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click.core import Command


def list_help_texts() -> set[str]:
    """Return every text of the help pages, with the names of arguments and the types of values.

    Of a sentence with the names of kinds or fields in it, which is put together when the command is built,
    only the pattern is returned.
    """
    root = build_program()
    return {text for entry, command in ((None, root), *_walk(root)) for text in _read_texts(entry, command)}


def _walk(group: LazyGroup) -> Iterator[tuple[Entry | None, Command]]:
    for name, entry in group.entries.items():
        command = group.load_command(name)
        yield entry, command
        if isinstance(command, LazyGroup):
            yield from _walk(command)


def _read_texts(entry: Entry | None, command: Command) -> Iterator[str]:
    texts = [entry.help, entry.panel] if entry else []
    if entry is None or entry.kinds is None:
        texts.append(_find_text(command, "help"))
    texts += [_find_text(command, name) for name in ("options_metavar", "subcommand_metavar")]
    for parameter in command.params:
        texts += [_find_text(parameter, name) for name in ("help", "metavar", "rich_help_panel")]
        if parameter.metavar is None and not getattr(parameter, "is_flag", False):
            texts.append(_find_text(parameter.type, "name"))
    yield from (text for text in texts if text and " of all rows" not in text and "ของทุกแถว" not in text)


def _find_text(thing: Any, name: str) -> str | None:
    """Return a text as the source has it, before it was translated."""
    text: str | None = getattr(thing, f"_written_{name}", getattr(thing, name, None))
    return text
