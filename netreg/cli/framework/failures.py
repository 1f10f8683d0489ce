"""The one place where a command ends: its result is shown, and every failure becomes one line and an exit code."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError

from netreg.errors import INTERRUPTED, Failure, InterruptedCommand
from netreg.language import _
from netreg.render.console import is_output_closed, print_line, print_result
from netreg.render.results import RecordedMessage
from netreg.store import done_work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

Reporter = Callable[[str, int], int]
"""Prints what went wrong and returns the exit code, which is usually the one it is given."""
FAULT = 70
DEVICE = 74
_PLUGIN = "nagios"

# What happened to this process: the signals it caught, and whether its standard output was given up.
_signals: list[int] = []
_silenced: list[bool] = []


def run_guarded(  # noqa: C901, PLR0911 - a return for each way to end
    run: Callable[[], Any], find_path: Callable[[], str] = lambda: "netreg", words: Sequence[str] = ()
) -> int:
    """Run a command, show its result and return the exit code, whatever happens.

    `words` are those of the command line, `find_path` the command that they name.
    """
    report = _report_as_plugin if _is_plugin(words) else _report_error
    done_work.forget_done()
    result: Any = None
    try:
        result = _run_with_signals(run)
        return _show_result(result)
    except NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except ClickException as error:
        from netreg.cli.framework.guidance.usage_errors import format_usage_error  # few commands are refused

        return report(format_usage_error(error, find_path()), error.exit_code)
    except Failure as failure:
        for line in failure.details:
            print_line(line)
        return report(_describe_failure(failure), failure.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return report(_("interrupted; {rest}").format(rest=_describe_interruption(result)), INTERRUPTED)
    except SystemExit as end:
        if end.code == 1 and not _signals:  # Rich's way to say that the reader of a pipe has gone
            return _silence_stdout()
        return report(_("terminated; {rest}").format(rest=_describe_interruption(result)), int(end.code or 0))
    except BrokenPipeError:
        return _silence_stdout()
    except Exception as error:  # the last resort: what comes here is a fault, and a traceback could show a record
        if os.environ.get("NETREG_DEBUG") == "1":
            raise
        return _report_unexpected(error, report, result)


def _show_result(result: Any) -> int:
    if result is None or isinstance(result, int):
        return result or 0
    if isinstance(result, RecordedMessage):
        with result.recording():
            return _show_result(result.result)
    print_result(result)
    return int(result.exit_code)


# --- signals ---------------------------------------------------------------------------


def install_signal_handlers() -> None:
    """Let SIGTERM, Ctrl-C and a closed terminal unwind the program: a transaction is rolled back, nothing is left.

    What the caller has had ignored stays ignored, such as a Ctrl-C, or with nohup the end of the terminal.
    """
    signal.signal(signal.SIGTERM, _handle_signal)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, _handle_signal)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _handle_signal)


def _handle_signal(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
    _signals.append(signum)
    _raise_for_signal(signum)


def _raise_for_signal(signum: int) -> NoReturn:
    raise KeyboardInterrupt if signum == signal.SIGINT else SystemExit(128 + signum)


def _run_with_signals(run: Callable[[], Any]) -> Any:
    """Run the command; where a signal cut a statement short, that is the failure, whatever SQLite says."""
    try:
        return run()
    except Exception:
        if _signals:
            _raise_for_signal(_signals[-1])
        raise


def _describe_interruption(result: Any) -> str:
    """Say what became of a command that a signal ended: once it has returned or committed, its work is done."""
    if result is None and not done_work.is_done():
        return _("nothing was written")
    if isinstance(result, RecordedMessage):
        return _("what was not shown will be shown by the next run")
    return _("the command was completed, only its output was cut short")


# --- reports ---------------------------------------------------------------------------


def _report_error(sentence: str, code: int) -> int:
    with suppress(OSError):  # the terminal may be gone
        print_line(f"netreg: error: {sentence}")
    return code


def _describe_failure(failure: Failure) -> str:
    """Say what failed and what to do next, or that the work was done before it failed."""
    if not done_work.is_done() or isinstance(failure, InterruptedCommand):
        return str(failure)
    return _("{reason}; the command itself was completed").format(reason=failure.sentence)


def _report_unexpected(error: Exception, report: Reporter, result: Any) -> int:
    """Report what the system refused as its failure, all else as netreg's; what was done by then is said."""
    if isinstance(error, MemoryError):
        return report(_("out of memory; nothing was written, unless 'netreg history' shows it"), DEVICE)
    if not isinstance(error, OSError):
        return report(_describe_fault(error), FAULT)
    if result is not None and error.filename is None:
        _silence_stdout()
        sentence = _("the output cannot be written: {reason}; the command itself was completed")
        return report(sentence.format(reason=error.strerror), DEVICE)
    from netreg.store.system_errors import make_failure  # hardly ever needed

    failure = make_failure(error)
    return report(_describe_failure(failure), failure.exit_code)


def _describe_fault(error: Exception) -> str:
    """Say where it happened, and never what was in the variables."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
    return _("internal error ({kind} at {where}); run it again with NETREG_DEBUG=1 and report it").format(
        kind=type(error).__name__, where=where
    )


def _is_plugin(words: Sequence[str]) -> bool:
    """Tell whether a monitoring system asks, which knows no exit codes but its own."""
    chosen = f"--format={_PLUGIN}" in words or ("--format", _PLUGIN) in itertools.pairwise(words)
    return chosen and "due" in words


def _report_as_plugin(sentence: str, code: int) -> int:  # noqa: ARG001 - "unknown", for whatever reason
    """Print the one line of a plugin; on the standard error if the output cannot be written."""
    from netreg.render import nagios

    print(nagios.format_unknown(sentence), file=sys.stderr if is_output_closed() or _silenced else sys.stdout)
    return nagios.UNKNOWN


def _silence_stdout() -> int:
    """End quietly, also when Python flushes at exit: whoever read the standard output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _silenced.append(True)
    return 0
