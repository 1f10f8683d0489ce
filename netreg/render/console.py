"""Where results go: the one place that prints them, and chooses for whom."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from netreg.render import machine
from netreg.render.results import Bytes, Listing, Result, Several, Shown, Timeline, Told, Tree, View
from netreg.render.safe import one_line

if TYPE_CHECKING:
    from rich.console import Console


def emit(result: Result) -> None:
    """Data to the standard output, notes to the standard error."""
    form = format_of(result.view)
    if isinstance(result, Bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(result.content)
    else:
        sys.stdout.write(_text(result, form))
    sys.stdout.flush()
    if not result.view.quiet:
        for line in result.report if isinstance(result, Told) else ():
            print(one_line(line), file=sys.stderr)
        # What stands under a table is a note where there is none: a pipe has rows alone.
        told = result.told if isinstance(result, Listing) and form != "table" else ()
        for note in (*told, *result.notes):
            print(f"netreg: {one_line(note)}", file=sys.stderr)


def format_of(view: View) -> str:
    """The format asked for; else a table for people and tab-separated values for a pipe."""
    return view.format or ("table" if is_terminal() else "tsv")


def _text(result: Listing | Shown | Tree | Timeline | Told | Several, form: str) -> str:
    if isinstance(result, Several):
        return "\n".join(_text(part, form) for part in result.parts)
    if isinstance(result, Told):
        return machine.told(result, form)
    if isinstance(result, Timeline) and form == "table":
        from netreg.render import timelines

        return timelines.drawn(result, console())
    if isinstance(result, Timeline):
        return machine.listing(result.listing, form)
    if form != "table":
        return _for_machines(result, form)
    from netreg.render import tables

    return tables.drawn(result, console())


def _for_machines(result: Listing | Shown | Tree, form: str) -> str:
    if isinstance(result, Listing):
        return machine.listing(result, form)
    return machine.shown(result, form) if isinstance(result, Shown) else machine.tree(result, form)


def is_closed() -> bool:
    """Whether the program was started without a standard output, so that what is printed is lost."""
    return getattr(sys.stdout, "name", None) == os.devnull


def is_terminal() -> bool:
    """Whether a person reads the standard output."""
    return sys.stdout.isatty()


def console() -> Console:
    """A console as wide as the terminal that renders into a text, in colour where allowed.

    ``NO_COLOR``, ``FORCE_COLOR`` and ``TERM=dumb`` are obeyed; Rich guesses nothing else.
    """
    from rich.console import Console

    coloured = is_terminal() and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        coloured = True
    if os.environ.get("NO_COLOR"):
        coloured = False
    return Console(
        force_terminal=coloured,
        color_system="standard" if coloured else None,
        no_color=not coloured,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        width=width(),
    )


def width() -> int:
    """Columns of the terminal, ``COLUMNS`` first; 80 where there is none."""
    import shutil

    return max(20, shutil.get_terminal_size((80, 24)).columns)
