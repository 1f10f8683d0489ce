"""Help pages in the language of the interface: those of Typer, and the sentences written beside options.

Sentences beside options, docstrings and metavars are English in the source and translated when a
command is built.
"""

from __future__ import annotations

import re
from copy import copy
from inspect import cleandoc
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TypeVar

from typer.core import TyperCommand

from netreg.language import _

if TYPE_CHECKING:
    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter
    from typer.core import TyperOption

AnyCommand = TypeVar("AnyCommand", bound="Command")


class HelpPage:
    """The base of commands and groups: Typer's own words in the language of the interface."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page, what may be typed first."""
        _translate_headings()
        page: Any = self
        written = page.help
        page.help = _add_examples(_join_lines(written or ""), ctx.command_path)
        try:
            super().format_help(ctx, formatter)  # type: ignore[misc]
        finally:
            page.help = written

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line that shows how the command is typed."""
        # Typer puts what is needed into braces: nobody types those.
        pieces = [one.removeprefix("{").removesuffix("}") for one in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return ``--help``, with what it does."""
        option: TyperOption | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


def _join_lines(text: str) -> str:
    """Return a text with each paragraph in one line, since it is wrapped anew; Typer does so with the first alone."""
    return re.sub(r"(?<=\S)\n(?=\S)", " ", text)


def _add_examples(text: str, path: str) -> str:
    """Return the text of a page with examples of its command, each on a line of its own."""
    from netreg.cli.framework.guidance.examples import list_examples
    from netreg.render.wrapping import fold_command

    width = get_terminal_size().columns - _MARGINS
    folded = (line for example in list_examples(path) for line in fold_command(example, width))
    # Typer takes blanks away with which a line begins.
    lines = "\n".join(f"[none]  [/none]{line.replace('[', _ESCAPED)}" for line in folded)
    return f"{text}\n\n{_('Examples:')}\n{lines}" if lines else text


_ESCAPED = "\\["
_MARGINS = 4
"""The blanks before and behind a line of an example."""


class TranslatedCommand(HelpPage, TyperCommand):
    """A command whose help page speaks the language of the interface."""


def _translate_headings() -> None:
    """Put the headings of Typer into the language, and its colours right for dark and light terminals."""
    from typer import rich_utils

    rich_utils.STYLE_HELPTEXT = ""  # examples are no less than what stands before them
    rich_utils.STYLE_REQUIRED_LONG = "red"
    rich_utils.STYLE_USAGE = rich_utils.STYLE_TYPES = "bold"  # yellow cannot be read on white
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")


def translate_command(command: AnyCommand) -> AnyCommand:
    """Put what is written beside a command and its options into the language of the interface.

    What was written in the source is kept, so that a command which outlives a change of the language
    can be translated again.
    """
    if command.help:
        command.help = cleandoc(command.help)
    _translate(command, "help", "options_metavar", "subcommand_metavar")
    for parameter in command.params:
        _translate(parameter, "help", "metavar", "rich_help_panel")
        parameter.type = copy(parameter.type)  # one value that all parameters of the type share
        _translate(parameter.type, "name")
        _name_type(parameter)
    return command


def _name_type(parameter: Any) -> None:
    """Show a placeholder for a text, and no type beside an argument: Typer names them by Python's ``str``."""
    if parameter.param_type_name == "argument":
        parameter.type.get_metavar = lambda **_given: ""
    elif not vars(parameter)["_written_metavar"] and get_written(parameter.type, "name") == "str":
        parameter.metavar = _("TEXT")


def get_written(thing: object, name: str) -> str:
    """Return a text among the attributes of a command, a parameter or a type as the code has it, in no language."""
    return str(vars(thing).get(f"_written_{name}") or getattr(thing, name, None) or "")


def _translate(thing: object, *names: str) -> None:
    """Translate texts among the attributes of a command, a parameter or a type."""
    for name in names:
        written = vars(thing).setdefault(f"_written_{name}", getattr(thing, name, None))
        if written:
            setattr(thing, name, _(written))
