"""Groups whose commands are loaded when named, and whose failures become one line."""

from __future__ import annotations

import errno
import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import typer

# Typer carries its own Click and offers no other way to this class; pinned below 0.29.
from typer._click.core import ParameterSource
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer.core import TyperCommand, TyperGroup

from netreg.errors import INTERRUPTED, Failure, UnusableInput, UsageError
from netreg.language import _
from netreg.render.console import is_output_closed, print_result
from netreg.render.results import RecordedMessage
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType

    from typer._click.core import Command, Context

Complaint = Callable[[str, int], int]
"""Says what went wrong; the exit code that it ends with, the usual one being given."""
FAULT = 70
DEVICE = 74


class Entry(NamedTuple):
    """A command in a group's table: what it does, under which heading, how to get it."""

    help: str
    load: Callable[[], Command]
    panel: str | None = None


class LazyGroup(TyperGroup):
    """A group that knows its commands by a table and builds one only when it is named."""

    def __init__(self, *args: Any, entries: Mapping[str, Entry] | None = None, **more: Any) -> None:
        """`entries` is the table, in the order in which help lists it."""
        super().__init__(*args, **more)
        self.entries: dict[str, Entry] = {}
        for name, entry in (entries or {}).items():
            self.register(name, entry)

    def register(self, name: str, entry: Entry) -> None:
        """Put a command into the table; help shows a stub until it is named."""
        self.entries[name] = entry
        self.commands[name] = TyperCommand(name, help=entry.help, short_help=entry.help, rich_help_panel=entry.panel)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """The command itself in place of the stub that help lists."""
        name, command, rest = super().resolve_command(ctx, args)
        if name in self.entries:
            command = self.entries[name].load()
        return name, command, rest

    def loaded(self, name: str) -> Command:
        """The command of that name, built."""
        return self.entries[name].load()


class ListingGroup(LazyGroup):
    """A group that by itself is a command too, such as ``netreg due``."""

    def __init__(self, *args: Any, alone: Command, **more: Any) -> None:
        """`alone` is what it does when no command of it is named."""
        super().__init__(*args, params=alone.params, callback=alone.callback, invoke_without_command=True, **more)

    def invoke(self, ctx: Context) -> Any:
        """The command named, or else its own; the options of its own are none of the other's."""
        if not ctx._protected_args:
            return super().invoke(ctx)
        given = [p for p in self.params if ctx.get_parameter_source(p.name or "") is ParameterSource.COMMANDLINE]
        if given:
            raise UsageError(
                _("{option} stands before '{command}'").format(
                    option=given[0].opts[-1], command=ctx._protected_args[0]
                ),
                _("put it behind"),
            )
        alone, self.callback = self.callback, None
        try:
            return super().invoke(ctx)
        finally:
            self.callback = alone


class Root(LazyGroup):
    """The whole program: results are rendered here, failures become a line and a code."""

    def path_of(self, words: Sequence[str]) -> str:
        """The command that the words of a command line lead to, as far as they do."""
        group: Any = self
        path = ["netreg"]
        for word in words:
            if isinstance(group, LazyGroup) and word in group.entries:
                path.append(word)
                group = group.loaded(word)
        return " ".join(path)

    def main(self, args: Sequence[str] | None = None, *_settings: Any, **more: Any) -> Any:
        """Run, show, and leave with the exit code."""
        standalone = more.pop("standalone_mode", True)
        more["prog_name"] = "netreg"
        words = list(sys.argv[1:] if args is None else args)
        run = super().main
        code = run_guarded(
            lambda: _raise_interrupt(run(args, standalone_mode=False, **more)), lambda: self.path_of(words), words
        )
        return sys.exit(code) if standalone else code


def _raise_interrupt(result: Any) -> Any:
    """What a command returned; Typer makes a quiet exit code of Ctrl-C, which is to be said."""
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result


def run_guarded(  # noqa: C901, PLR0911 - a return for each way to end
    run: Callable[[], Any], path: Callable[[], str] = lambda: "netreg", words: Sequence[str] = ()
) -> int:
    """Run and show; the exit code, whatever happened. `path` tells which command was meant by the `words`."""
    complain = _report_as_plugin if _is_plugin(words) else _report_error
    result: Any = None
    try:
        result = _run_with_signals(run)
        return _show_result(result)
    except NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except ClickException as error:
        return complain(_format_usage_error(error, path()), error.exit_code)
    except UnusableInput as failure:
        for line in failure.details:
            print(make_one_line(line), file=sys.stderr)
        return complain(str(failure), failure.exit_code)
    except Failure as failure:
        return complain(str(failure), failure.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return complain(_("interrupted; {rest}").format(rest=_describe_interruption(result)), INTERRUPTED)
    except SystemExit as end:
        return complain(_("terminated; {rest}").format(rest=_describe_interruption(result)), int(end.code or 0))
    except BrokenPipeError:
        return _silence_stdout()
    except Exception as error:  # the outermost door: what comes here is a fault, and a traceback could hold a record
        if os.environ.get("NETREG_DEBUG") == "1":
            raise
        return _report_unexpected(error, complain)


def _describe_interruption(result: Any) -> str:
    """What became of a command that a signal ended: what it returned is done, and was being told."""
    if result is None:
        return _("nothing was written")
    if isinstance(result, RecordedMessage):
        return _("what was not told is told the next time")
    return _("the command was done, only its answer is cut short")


def install_signal_handlers() -> None:
    """Let SIGTERM and Ctrl-C unwind the program, so that a transaction is rolled back, and be remembered.

    A Ctrl-C that whoever started the program has it ignore stays ignored.
    """
    signal.signal(signal.SIGTERM, _handle_signal)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _handle_signal)


_signals: list[int] = []


def _handle_signal(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature signals ask for
    _signals.append(signum)
    _raise_for_signal(signum)


def _raise_for_signal(signum: int) -> NoReturn:
    raise KeyboardInterrupt if signum == signal.SIGINT else SystemExit(128 + signum)


def _run_with_signals(run: Callable[[], Any]) -> Any:
    """What a command returns; where a signal broke a statement off, that is why it failed, whatever SQLite says."""
    try:
        return run()
    except Exception:
        if _signals:
            _raise_for_signal(_signals[-1])
        raise


def _report_unexpected(error: Exception, complain: Complaint) -> int:
    """A full disk behind the standard output is the system's fault, the rest is netreg's."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT):
        _silence_stdout()
        return complain(_("the output cannot be written: {reason}").format(reason=error.strerror), DEVICE)
    return complain(_describe_fault(error), FAULT)


def _show_result(result: Any) -> int:
    if result is None or isinstance(result, int):
        return result or 0
    if isinstance(result, RecordedMessage):
        with result.recording():
            return _show_result(result.result)
    print_result(result)
    return int(result.exit_code)


def _format_usage_error(error: ClickException, path: str) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else path
    advice = _("see '{command} --help'").format(command=path)
    message = error.format_message().rstrip(".")
    return f"{message} {advice}" if message.endswith("?") else f"{message}; {advice}"


def _describe_fault(error: Exception) -> str:
    """Where it happened, and never what was in the variables."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
    return _("a fault of netreg itself ({kind} at {where}); run it again with NETREG_DEBUG=1 and report it").format(
        kind=type(error).__name__, where=where
    )


def _report_error(sentence: str, code: int) -> int:
    print(f"netreg: error: {make_one_line(sentence)}", file=sys.stderr)
    return code


def _is_plugin(words: Sequence[str]) -> bool:
    """Whether a monitoring system asks, which knows no exit codes but its own."""
    form = f"--format={_PLUGIN}" in words or ("--format", _PLUGIN) in itertools.pairwise(words)
    return form and "due" in words


_PLUGIN = "nagios"


def _report_as_plugin(sentence: str, code: int) -> int:  # noqa: ARG001 - whatever the reason, nothing could be found out
    """The one line of a plugin on the standard output; on the other where that cannot be written."""
    from netreg.render import nagios

    print(nagios.format_unknown(sentence), file=sys.stderr if is_output_closed() or _silenced else sys.stdout)
    return nagios.UNKNOWN


_silenced: list[bool] = []


def _silence_stdout() -> int:
    """The reader of a pipe has gone: leave quietly, also when Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _silenced.append(True)
    return 0
