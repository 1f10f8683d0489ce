"""``NOUN add`` with nothing behind it on a terminal: asked for field by field, each answer checked at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from netreg.cli.completion.places import find_place, list_options
from netreg.cli.completion.words import find_asked_kind, find_place_entity, find_shown_field, open_register
from netreg.cli.framework import arguments as written_arguments
from netreg.cli.framework import options
from netreg.core.choice_fields import Choice
from netreg.errors import Failure, InvalidValue, quote_word
from netreg.language import _
from netreg.render.safe_text import make_one_line
from netreg.store.records import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.cli.completion.places import TypedPlace
    from netreg.cli.framework.lazy_group import LazyGroup

_NOT_ASKED = (*options._LIST_OPTIONS, "dry_run", "note", "source", "force", "help")
_MOST_CHOICES = 12


def can_ask(words: Sequence[str]) -> bool:
    """Tell whether somebody sits at the terminal and has typed ``NOUN add`` alone."""
    return words[-1:] == ["add"] and sys.stdin.isatty() and sys.stderr.isatty() and sys.stdout.isatty()


def ask_arguments(root: LazyGroup, words: list[str]) -> list[str]:
    """Return the words of a command with what was answered behind them.

    Raises:
        Abort: when the input ends, or is interrupted; nothing was written then.
    """
    place = find_place(root, words)
    wanted = [one for one in place.command.params if one.param_type_name == "argument" or one in list_options(place)]
    wanted = [one for one in wanted if one.name not in _NOT_ASKED and not getattr(one, "is_flag", False)]
    if not any(one.required for one in wanted):
        return words
    _say(_("Answer with Enter; an empty answer leaves a field out, Ctrl-C ends without writing."))
    answered = list(words)
    for parameter in sorted(wanted, key=lambda one: not one.required):
        answered += _ask_parameter(place, parameter)
    _say(_("The same in one line: {command}").format(command=" ".join(["netreg", *map(quote_word, answered)])))
    return answered


def _ask_parameter(place: TypedPlace, parameter: Any) -> Iterator[str]:
    """Yield the words that give a parameter what was answered, until nothing is where it may be given again."""
    several = parameter.multiple if parameter.param_type_name == "option" else parameter.nargs == -1
    required = parameter.required
    while True:
        answer = _ask_value(place, parameter, required=required)
        if not answer:
            return
        yield from ([parameter.opts[0], answer] if parameter.param_type_name == "option" else [answer])
        if not several:
            return
        required = False


def _ask_value(place: TypedPlace, parameter: Any, *, required: bool) -> str:
    """Ask until the answer is valid."""
    field = find_shown_field(place, parameter)
    label = str(field.label) if field else parameter.name
    choices = ""
    if isinstance(field, Choice):
        shown = [f"{word} ({option.th})" for word, option in list(field.options.items())[:_MOST_CHOICES]]
        choices = f" [{', '.join(shown)}{', …' if len(field.options) > _MOST_CHOICES else ''}]"
    elif parameter.help:
        choices = f" ({parameter.help})"
    mark = " *" if required else ""
    while True:
        print(make_one_line(f"{label}{mark}{choices}") + ": ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            print(file=sys.stderr)
            raise typer.Abort
        answer = line.strip()
        if not answer:
            if not required:
                return ""
            _say(_("this is needed"))
            continue
        problem = _find_problem(place, parameter, answer)
        if problem is None:
            return answer
        _say(problem)


def _find_problem(place: TypedPlace, parameter: Any, answer: str) -> str | None:
    """Say what is wrong with an answer, with what comes near; nothing where it can be taken."""
    kind = find_asked_kind(place, parameter)
    try:
        if kind is not None:
            with open_register(place) as db:
                lookup.find_record(db, kind, answer)
            return None
        entity, field = find_place_entity(place), find_shown_field(place, parameter)
        compounds = {one.name for one in entity.compound_columns} if entity else set()
        if entity is not None and parameter.name in compounds:
            written_arguments.parse_compound(entity, parameter.name, answer)
        elif field is not None and parameter.name == field.name:
            field.parse(answer)
    except (Failure, InvalidValue) as error:
        return str(error)
    return None


def _say(line: str) -> None:
    print(make_one_line(line), file=sys.stderr)
