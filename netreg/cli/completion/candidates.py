"""The words that may stand at the cursor: commands and options, choices, fields, and records of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.cli.completion import words
from netreg.cli.completion.places import TypedPlace, find_place, list_options
from netreg.cli.completion.shells import FILES, Candidate, format_candidates, read_typed
from netreg.cli.framework.lazy_group import LazyGroup
from netreg.errors import Failure
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.cli.completion.shells import Typed


def answer(root: LazyGroup, shell: str, arguments: Sequence[str]) -> str:
    """Return what the script of a shell reads: a line for each candidate.

    Nothing is said of what is wrong, with the register least of all: whoever presses Tab has not typed a command yet.
    """
    typed = read_typed(shell, arguments)
    try:
        found = list(find_candidates(root, typed))
    except Failure:
        return ""
    if any(one.value == FILES for one in found):
        return f"{FILES}\n"
    lines = format_candidates(shell, typed, [one for one in found if one.value.isprintable()])
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def find_candidates(root: LazyGroup, typed: Typed) -> Iterator[Candidate]:
    """Yield the candidates at the cursor."""
    place = find_place(root, typed.words)
    current = typed.current
    if current.startswith("-") and not place.is_plain and not _is_awaited_option(place):
        name, equals, value = current.partition("=")
        option = next((one for one in list_options(place) if name in one.opts), None) if equals else None
        if option is not None:
            found = words.find_values(place, option, value)
            yield from (one._replace(value=f"{name}={one.value}") for one in found if one.value != FILES)
            return
        if not equals:
            yield from _list_option_names(place)
            if words.takes_query(place) and len(current) > 1:
                yield from words.find_values(place, place.awaited, current)
        return
    if place.open_verbs and not _is_awaited_option(place):
        yield from _list_verbs(place)
    if place.awaited is not None:
        yield from words.find_values(place, place.awaited, current)


def _is_awaited_option(place: TypedPlace) -> bool:
    return place.awaited is not None and place.awaited.param_type_name == "option"


def _list_verbs(place: TypedPlace) -> Iterator[Candidate]:
    assert isinstance(place.command, LazyGroup)
    for name, entry in place.command.entries.items():
        yield Candidate(name, _(entry.help))


def _list_option_names(place: TypedPlace) -> Iterator[Candidate]:
    """Yield the options not yet given, but for those that may be given again."""
    for option in list_options(place):
        if getattr(option, "multiple", False) or not any(name in place.given for name in option.opts):
            help_text = getattr(option, "help", None) or ""
            yield from (Candidate(name, help_text) for name in option.opts if name.startswith("--"))
    yield Candidate("--help", _("Show this message and exit."))
