"""Verbs whose modules are loaded when they are named: a group's table knows them by name only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from netreg.cli.framework.generic_verbs import build_command
from netreg.cli.framework.lazy_group import Entry
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from typer._click.core import Command


def build_lazy_entry(module: str, function: str, sentence: str, panel: str | None = None) -> Entry:
    """A line of a group's table for a function whose module is loaded when it is named."""

    def load() -> Command:
        verb: Callable[..., Any] = getattr(import_module(f"netreg.cli.{module}"), function)
        return build_command(verb, function.rstrip("_"), sentence)

    return Entry(_(sentence), load, panel)


def build_lazy_entries(verbs: Mapping[str, tuple[str, str, str]]) -> dict[str, Entry]:
    """The lines of a group's table for verbs in other modules: module, function and sentence of each."""
    return {name: build_lazy_entry(*where) for name, where in verbs.items()}
