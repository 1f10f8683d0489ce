"""Help pages in the language of the interface."""

from __future__ import annotations

import pytest
from typer.core import TyperCommand, TyperOption

from netreg.cli.framework.guidance.help_pages import translate_command
from netreg.language import get_language, set_language


@pytest.mark.parametrize("first", ["en", "th"])
def test_a_command_can_be_translated_again(first: str) -> None:
    """A group outlives a change of the language in the process of the tests."""
    spoken = get_language()
    option = TyperOption(param_decls=["--limit"], metavar="N", help="Show at most N rows.")
    command = TyperCommand("list", params=[option], help="nothing that a catalogue has")
    try:
        for name in (first, "th", "en"):
            set_language(name)
            translate_command(command)
        assert (option.help, option.metavar, command.help) == (
            "Show at most N rows.",
            "N",
            "nothing that a catalogue has",
        )
    finally:
        set_language(spoken)
