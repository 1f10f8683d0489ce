"""Typer commands built from functions, and the lines of a group's table that build them when they are named."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.main import get_command

from netreg.cli.framework import options
from netreg.cli.framework.guidance.help_pages import TranslatedCommand, translate_command
from netreg.cli.framework.lazy_group import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typer._click.core import Command

Verb = Callable[..., Any]


def build_command(function: Verb, name: str, sentence: str | None = None) -> Command:
    """Build the Typer command of one function; `sentence` replaces its docstring on the help page."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
    app.command(name, help=sentence, cls=TranslatedCommand)(options.expand_options(function))
    built = translate_command(get_command(app))
    built.name = name
    return built


def build_entry(function: Verb, name: str) -> Entry:
    """Build the line of a group's table for one function, with the first line of its docstring."""
    return Entry((function.__doc__ or "").split("\n")[0], lambda: build_command(function, name))


def build_lazy_entry(module: str, attribute: str, sentence: str, panel: str | None = None) -> Entry:
    """Build the line of a group's table for a function, or a group, in a module below ``netreg.cli``.

    The module is imported when the command is named, and not before: starts are counted in milliseconds.
    """

    def load() -> Command:
        found: Any = getattr(import_module(f"netreg.cli.{module}"), attribute)
        return build_command(found, attribute.rstrip("_")) if callable(found) and hasattr(found, "__code__") else found

    return Entry(sentence, load, panel)


def build_lazy_entries(verbs: Mapping[str, tuple[str, str, str]]) -> dict[str, Entry]:
    """Build the lines of a group's table from the module, the function and the sentence of each verb."""
    return {name: build_lazy_entry(*place) for name, place in verbs.items()}
