"""Refusals of command lines: Typer's sentences in the words and the language of netreg."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

from typer._click.exceptions import BadOptionUsage, BadParameter, ClickException, MissingParameter, NoSuchOption

from netreg.cli.framework.guidance import synonyms
from netreg.entities import BY_NAME
from netreg.errors import quote_word, suggest_names
from netreg.language import _

if TYPE_CHECKING:
    from typer._click.core import Context

    from netreg.core.entity import Entity


def format_usage_error(error: ClickException, path: str) -> str:
    """Return one line: what is wrong with the command line, and what to type; `path` is the command it names."""
    context: Context | None = getattr(error, "ctx", None)
    advice = _("see '{command} --help'").format(command=context.command_path if context else path)
    if isinstance(error, NoSuchOption):
        return _format_unknown_option(error, context, advice)
    if context and "unexpected extra" in error.message and (other := _OTHER_COMMANDS.get(context.command_path)):
        advice = _("to invite them, type: {command}").format(command=other)
    elif context and (quoted := _quote_extra_words(error.message, context)):
        advice = _("did you mean: {names}?").format(names=quoted)
    return f"{_format_sentence(error)}; {advice}"


def _quote_extra_words(message: str, context: Context) -> str | None:
    """Return the command line with the words that were too many in one text with the word before them.

    None where no text stands before them, or the command destroys.
    """
    words: list[str] = list(getattr(context.find_root().command, "words", ()))
    found = _EXTRA.fullmatch(message)
    if found is None or not synonyms.DANGEROUS.isdisjoint(context.command_path.split()):
        return None
    for start, end in combinations(range(len(context.command_path.split()), len(words) + 1), 2):
        joined = words[start - 1 : end]
        if any(word.startswith("-") or word.isdecimal() for word in joined) or all(map(_KEY.fullmatch, joined)):
            continue
        if " ".join(joined[1:]) == found[1]:
            line = [*words[: start - 1], " ".join(joined).strip(_CURLY_QUOTES), *words[end:]]
            return " ".join(("netreg", *map(quote_word, line)))
    return None


_EXTRA = re.compile(r"Got unexpected extra argument\(?s?\)? \((.*)\)\.?", re.DOTALL)
_KEY = re.compile(r"[A-Za-z0-9_.@-]+")
_CURLY_QUOTES = "“”‘’„«»"
_OTHER_COMMANDS = {"netreg meeting invite": "netreg meeting invitation add MEETING ORG"}
"""What to type for a command that is often given more than it takes."""


def _format_sentence(error: ClickException) -> str:
    if isinstance(error, MissingParameter) and error.param is not None:
        return _format_missing(error.param)
    if isinstance(error, BadParameter) and error.param is not None:
        return _("{option}: {reason}").format(
            option=_name_parameter(error.param), reason=_translate_reason(error.message)
        )
    if isinstance(error, BadOptionUsage):
        sentence = _("{option} needs a value") if "requires" in error.message else _("{option} takes no value")
        return sentence.format(option=error.option_name)
    if extra := _EXTRA.fullmatch(error.message):
        return _("too many words: '{words}'; put a text with blanks in quotes").format(words=extra[1])
    return error.format_message().rstrip(".")


def _format_missing(parameter: Any) -> str:
    """Say what is missing, and what it is."""
    name, described = _name_parameter(parameter), (getattr(parameter, "help", "") or "").rstrip(".")
    if described:
        return _("{name} is missing ({described})").format(name=name, described=described)
    return _("{name} is missing").format(name=name)


def _name_parameter(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name)
    return str(max(parameter.opts, key=len))


def _translate_reason(message: str) -> str:
    """Return why a value is not valid; the reasons of netreg's own checks are sentences already."""
    if found := re.fullmatch(r"'(.*)' is not a valid (?:int|float|integer|จำนวนเต็ม)\.?", message, re.DOTALL):
        return _("'{text}' is not a whole number").format(text=found[1])
    return message.rstrip(".")


def _format_unknown_option(error: NoSuchOption, context: Context | None, advice: str) -> str:
    known = [name for parameter in context.command.get_params(context) for name in parameter.opts] if context else []
    name = error.option_name
    near = synonyms.suggest_options(name, known)
    if near:
        advice = suggest_names(near)
    elif context and (field := _find_queried_field(name.lstrip("-"), context)):
        advice = _("ask by a query, such as {name}:VALUE, or {help}").format(name=field, help=advice)
    return _("no such option: {option}; {advice}").format(option=name, advice=advice)


def _find_queried_field(word: str, context: Context) -> str | None:
    """Return the name by which a query of the command asks for what an unknown option means, if it can ask for it."""
    kind = _find_queried_kind(context)
    if kind is None:
        return None
    from netreg.store.records.querying.targets import find_asked_name  # few options are unknown

    return next((name for each in synonyms.list_fields(word) if (name := find_asked_name(kind, each))), None)


def _find_queried_kind(context: Context) -> Entity | None:
    """Return the kind that the query of a command narrows: that of its group, or the one whose view it saves."""
    parameters = {parameter.name for parameter in context.command.params}
    if "query" not in parameters:
        return None
    kind = getattr(context.parent and context.parent.command, "kind", None)
    if "noun" in parameters:
        words = getattr(context.find_root().command, "words", ())
        kind = next((one.name for one in BY_NAME.values() if one.command in words[words.index("save") :]), None)
    return BY_NAME.get(kind or "")
