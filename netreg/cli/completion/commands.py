"""``netreg completion SHELL``, and the options of the program that do the same for the shell one sits in."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from netreg.cli.completion.shells import SCRIPTS, VARIABLE
from netreg.cli.framework.option_values import check_known
from netreg.cli.framework.session import Session
from netreg.errors import UsageError
from netreg.language import _
from netreg.render.results import RawOutput


def completion(
    ctx: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help="Your shell.", show_default=False)],
) -> RawOutput:
    """Print the script that completes commands, options and names of records with Tab."""
    session: Session = ctx.obj
    check_known("SHELL", shell, SCRIPTS)
    return RawOutput(SCRIPTS[shell].encode(), session.view)


def show_script() -> NoReturn:
    """Print the script of the shell that netreg was called from."""
    sys.stdout.write(SCRIPTS[_detect_shell()])
    raise typer.Exit


def install_script() -> NoReturn:
    """Put the script where the shell that netreg was called from reads it at its start."""
    from typer import _completion_shared

    shell = _detect_shell()
    # Typer knows where each shell looks; its own scripts quote no blanks.
    _completion_shared._completion_scripts[shell] = SCRIPTS[shell].replace("%", "%%")
    _shell, path = _completion_shared.install(shell=shell, prog_name="netreg", complete_var=VARIABLE)
    print(_("wrote {file}").format(file=path))
    print("netreg: " + _("open a new terminal to complete words with Tab"), file=sys.stderr)
    raise typer.Exit


def _detect_shell() -> str:
    from typer import _completion_shared

    name = _completion_shared._get_shell_name()
    if name not in SCRIPTS:
        raise UsageError(
            _("no completion for the shell '{name}'").format(name=name or "?"),
            _("see 'netreg {command} --help'").format(command="completion"),
        )
    return name
