"""Groups that know their commands by a table, and build one only when it is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

# Typer carries its own Click and offers no other way to this class; pinned below 0.29.
from typer._click.core import ParameterSource
from typer.core import TyperCommand, TyperGroup

from netreg.cli.framework.failures import run_guarded
from netreg.cli.framework.guidance.help_pages import HelpPage, translate_command
from netreg.errors import INTERRUPTED, UsageError
from netreg.language import Label, _
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from typer._click.core import Command, Context
    from typer._click.formatting import HelpFormatter


class Entry(NamedTuple):
    """A line in a group's table: what the command does, how to build it, its heading in the help.

    The texts are those of the source, `help` with ``{kinds}`` for the name of what it is about.
    """

    help: str
    load: Callable[[], Command]
    panel: str | None = None
    kinds: Label | None = None

    def describe(self) -> str:
        """Return what the command does in the language of the interface."""
        return _(self.help).format(kinds=str(self.kinds).lower()) if self.kinds else _(self.help)


class LazyGroup(HelpPage, TyperGroup):
    """A group that builds a command only when it is named."""

    def __init__(
        self,
        *args: Any,
        entries: Mapping[str, Entry] | None = None,
        usual: str | None = None,
        alone: str | None = None,
        kind: str | None = None,
        **more: Any,
    ) -> None:
        """`entries` is the table, in the order of the help page; `usual` the verb that need not be named.

        `alone` is one that need not be named either where what follows is no verb, nor where nothing follows unless
        that shows the help page; `kind` the kind of record that the commands are about.
        """
        super().__init__(*args, **more)
        self.usual, self.alone, self.kind = usual, alone, kind
        self.entries: dict[str, Entry] = {}
        for name, entry in (entries or {}).items():
            self.register(name, entry)

    def register(self, name: str, entry: Entry) -> None:
        """Add a command to the table, and for the help page a stub of it."""
        self.entries[name] = entry
        self.commands[name] = TyperCommand(name)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page, with what each command does."""
        translate_command(self)
        for name, entry in self.entries.items():
            stub: Any = self.commands[name]
            stub.help = stub.short_help = entry.describe()
            stub.rich_help_panel = _(entry.panel) if entry.panel else None
        super().format_help(ctx, formatter)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the words behind the group's name, of which the first may be left out."""
        translate_command(self)
        if self.alone and self._can_stand_alone(ctx, args):
            args = [self.alone, *args]
        return super().parse_args(ctx, args)

    def _can_stand_alone(self, ctx: Context, args: list[str]) -> bool:
        """Tell whether the words are those of the verb that need not be named.

        Where it takes a record, two words beside each other are a verb that is written wrong, and what it is about.
        """
        if not args:
            return not self.no_args_is_help
        if args[0] in self.entries or args[0] in ctx.help_option_names:
            return False
        return not (self.no_args_is_help and len(args) > 1 and not any(word.startswith("-") for word in args[:2]))

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Return the command itself in place of its stub; the usual one where more follows a word that is no verb.

        Raises:
            UsageError: for a word that is no command, with the one that may be meant.
        """
        if self.usual and args[0] not in self.entries and len(args) > 1:
            args = [self.usual, *args]
        if args[0] not in self.entries and not args[0].startswith("-"):
            from netreg.cli.framework.guidance.command_advice import advise_command  # few words are mistyped

            raise UsageError(
                _("no such command '{word}'").format(word=args[0]), advise_command(ctx, self.entries, args)
            )
        name, command, rest = super().resolve_command(ctx, args)
        if name in self.entries:
            command = self.entries[name].load()
        return name, command, _shield_exclusions(command, rest)

    def load_command(self, name: str) -> Command:
        """Build the command of that name."""
        return self.entries[name].load()


def _shield_exclusions(command: Command | None, words: list[str]) -> list[str]:
    """Return the words with a blank before each that begins with ``-`` and is part of a query, and not an option.

    No list has an option of one letter but ``-h``, and none is written in Thai.
    """
    if command is None or not any(parameter.name == "query" for parameter in command.params):
        return words
    takes_value = {name for one in command.params if not getattr(one, "is_flag", False) for name in one.opts}
    before = ["", *words]
    return [
        word if word[:1] != "-" or word[1:2] in ("", "-") or word == "-h" or last in takes_value else f" {word}"
        for last, word in zip(before, words, strict=False)
    ]


class ListingGroup(LazyGroup):
    """A group that is also a command by itself, such as ``netreg due``."""

    def __init__(self, *args: Any, alone: Command, **more: Any) -> None:
        """`alone` is the command that runs when none of the group is named."""
        super().__init__(*args, params=alone.params, callback=alone.callback, invoke_without_command=True, **more)

    def invoke(self, ctx: Context) -> Any:
        """Run the command that is named, else the group's own; the options of the one are not those of the other.

        Raises:
            UsageError: when options of the group stand before a command's name.
        """
        if not ctx._protected_args:
            return super().invoke(ctx)
        given = [p for p in self.params if ctx.get_parameter_source(p.name or "") is ParameterSource.COMMANDLINE]
        if given:
            raise UsageError(
                _("{option} is given before '{command}'").format(
                    option=given[0].opts[-1], command=ctx._protected_args[0]
                ),
                _("put it after the command"),
            )
        alone, self.callback = self.callback, None
        try:
            return super().invoke(ctx)
        finally:
            self.callback = alone


class Root(LazyGroup):
    """The whole program: it shows results and turns failures into a line and an exit code."""

    words: Sequence[str] = ()
    """The command line that is run."""

    def find_path(self, words: Sequence[str]) -> str:
        """Return the command that the words of a command line name, as far as they name one."""
        group: Any = self
        path = ["netreg"]
        for word in words:
            if isinstance(group, LazyGroup) and word in group.entries:
                path.append(word)
                group = group.load_command(word)
        return " ".join(path)

    def main(self, args: Sequence[str] | None = None, *_settings: Any, **more: Any) -> Any:
        """Run a command line and exit with its code, or return that if not ``standalone_mode``."""
        standalone = more.pop("standalone_mode", True)
        words = self.words = list(sys.argv[1:] if args is None else args)
        run = super().main
        # Shells that ask for completions were answered; with no name of a variable Click does not look for them.
        more |= {"prog_name": "netreg", "complete_var": ""}
        code = run_guarded(
            lambda: _raise_interrupt(run(args, standalone_mode=False, **more)), lambda: self.find_path(words), words
        )
        return sys.exit(code) if standalone else code


def _raise_interrupt(result: Any) -> Any:
    """Return a command's result; Typer makes an exit code of Ctrl-C, which must be reported instead."""
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result
