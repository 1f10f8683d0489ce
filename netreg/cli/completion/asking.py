"""``NOUN add`` with nothing behind it on a terminal: asked for field by field, each answer checked at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from netreg.cli.completion.places import find_place, list_options
from netreg.cli.completion.words import find_asked_kind, find_place_entity, open_register
from netreg.cli.framework import arguments as written_arguments
from netreg.cli.framework import options
from netreg.cli.framework.guidance.help_pages import get_written
from netreg.core.choice_fields import Choice
from netreg.core.thai_fields import Date
from netreg.entities import find_child_entities
from netreg.errors import Failure, InvalidValue, quote_word
from netreg.exchange.columns.blank_words import choose_forms, list_forms
from netreg.language import _
from netreg.render.safe_text import make_one_line
from netreg.store.records import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.cli.completion.places import TypedPlace
    from netreg.cli.framework.lazy_group import LazyGroup
    from netreg.core.fields import Field

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
    if not any(one.required or one.param_type_name == "argument" for one in wanted):
        return words
    _say(_("Answer with Enter; an empty answer leaves a field out, Ctrl-C ends without writing."))
    given, arguments = list[str](), list[str]()
    for parameter in sorted(wanted, key=lambda one: (not one.required, one.param_type_name == "option")):
        is_option = parameter.param_type_name == "option"
        (given if is_option else arguments).extend(_ask_parameter(place, parameter))
    answered = _join_words(words, given, arguments)
    _say(_("The same in one line: {command}").format(command=" ".join(["netreg", *map(quote_word, answered)])))
    return answered


def _join_words(words: list[str], options: list[str], arguments: list[str]) -> list[str]:
    """Return the whole command: arguments first, unless one looks like an option."""
    if any(one.startswith("-") for one in arguments):
        return [*words, *options, "--", *arguments]
    return [*words, *arguments, *options]


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
    field, hint = _find_asked_field(place, parameter), _get_hint(parameter)
    label = str(field.label) if field else hint or parameter.name
    choices = f" ({hint})" if hint and hint != label else ""
    if isinstance(field, Choice):
        shown = [field.describe_word(word) for word in list(field.options)[:_MOST_CHOICES]]
        choices = f" [{', '.join(shown)}{', …' if len(field.options) > _MOST_CHOICES else ''}]"
    mark = " *" if required else ""
    forms = choose_forms(field, list_forms(None)) if field else list_forms(None)
    while True:
        line = _read_line(make_one_line(f"{label}{mark}{choices}") + ": ")
        answer = line.strip()
        if not answer or answer in forms:
            if not required:
                return ""
            _say(_("this is needed"))
            continue
        problem = _find_problem(place, parameter, answer)
        if problem is None:
            return answer
        _say(problem)


def _read_line(question: str) -> str:
    """Ask, and read the answer.

    Raises:
        Abort: when the input has ended, or Ctrl-C was pressed; what is said of it begins on a line of its own.
    """
    try:
        print(question, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        line = ""
    if not line:
        print(file=sys.stderr)
        raise typer.Abort
    return line


def _find_asked_field(place: TypedPlace, parameter: Any) -> Field | None:
    """Return the field that a parameter fills: of the kind, or of a child that is added with it."""
    entity, name = find_place_entity(place), parameter.name or ""
    if entity is None:
        return None
    if field := entity.by_name.get(name):
        return field
    options = {one.name for one in place.command.params}
    children = [kind for kind in find_child_entities(entity) if name in kind.by_name]
    if children:
        return max(children, key=lambda kind: len(options & kind.by_name.keys())).by_name[name]
    is_date = get_written(parameter, "metavar") == "DATE"
    return Date(name, hint, hint, time=True, span=True) if is_date and (hint := _get_hint(parameter)) else None


def _get_hint(parameter: Any) -> str:
    return (parameter.help or "").rstrip(".")


def _find_problem(place: TypedPlace, parameter: Any, answer: str) -> str | None:
    """Say what is wrong with an answer, with what comes near; nothing where it can be taken."""
    kind = find_asked_kind(place, parameter)
    try:
        if kind is not None:
            with open_register(place) as db:
                lookup.find_record(db, kind, answer)
            return None
        entity, field = find_place_entity(place), _find_asked_field(place, parameter)
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
