"""Print results, in the format asked for or the one that suits the output."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from netreg.errors import UsageError
from netreg.language import _
from netreg.render import data_formats
from netreg.render.results import (
    Detail,
    Findings,
    Hits,
    Listing,
    Message,
    Overview,
    RawOutput,
    Result,
    ResultGroup,
    Timeline,
    Tree,
    View,
)
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from rich.console import Console


def print_result(result: Result) -> None:
    """Print a result: data to the standard output, notes to the standard error."""
    form = choose_card_format(result.view) if _has_card(result) else choose_format(result.view)
    if isinstance(result, RawOutput):
        _write_raw(result)
    else:
        sys.stdout.write(_format(result, form))
    sys.stdout.flush()
    if not result.view.quiet:
        for line in result.report if isinstance(result, Message | RawOutput) else ():
            print_line(line)
        # A pipe gets rows alone, so the footer of a table becomes a note.
        listing = result.listing if isinstance(result, Message) else result
        footer = listing.footer if isinstance(listing, Listing) and form in ("csv", "tsv") else ()
        for note in (*footer, *result.notes):
            print_line(f"netreg: {note}")


def print_line(line: str) -> None:
    """Print a line on the standard error: one line into a pipe, on a terminal as many as it needs, cut between words.

    Lines that are set in, such as the one that points to a place in a query, stay as they are.
    """
    text = make_one_line(line)
    if sys.stderr.isatty() and len(text) > _LEAST_WIDTH and not text.startswith(" "):
        text = _fold(text, _measure_error_width())
    print(text, file=sys.stderr)


def _fold(text: str, width: int) -> str:
    if not len(text) > width >= _LEAST_WIDTH:
        return text
    from netreg.render.wrapping import fold_sentence

    return fold_sentence(text, width)


_LEAST_WIDTH = 20
"""Columns of the narrowest terminal for which anything is folded."""


def _measure_error_width() -> int:
    """Return the columns of the terminal that shows the standard error."""
    with suppress(ValueError):
        if (columns := int(os.environ.get("COLUMNS", "0"))) > 0:
            return columns
    with suppress(OSError, ValueError):
        return os.get_terminal_size(sys.stderr.fileno()).columns
    return 80


def _write_raw(result: RawOutput) -> None:
    """Write the pieces of a file; what made them is closed, whatever happens."""
    sys.stdout.flush()
    if isinstance(result.content, bytes):
        sys.stdout.buffer.write(result.content)
        return
    with closing(result.content) as pieces:
        for piece in pieces:
            sys.stdout.buffer.write(piece)


def _has_card(result: Result) -> bool:
    return isinstance(result, Detail) or (isinstance(result, ResultGroup) and any(map(_has_card, result.parts)))


def choose_format(view: View) -> str:
    """Return the format asked for, else a table for a terminal and tab-separated values for a pipe."""
    return view.format or ("table" if is_terminal() else "tsv")


def choose_card_format(view: View) -> str:
    """Return the format of a card: whoever pipes one to a pager still reads it, so data only where asked for."""
    return view.format or "table"


Rendered = Listing | Detail | Tree | Timeline | Hits | Overview | Findings


def _format(result: Rendered | Message | ResultGroup, form: str) -> str:
    if isinstance(result, ResultGroup):
        return "\n".join(_format(part, form) for part in result.parts)
    if isinstance(result, Message):
        if result.listing is not None and form not in ("json", "ndjson"):
            return _format(result.listing, form)
        if result.is_prose and form == "table" and is_terminal():
            sentences = tuple(_fold(make_one_line(one), measure_width()) for one in result.sentences)
            return "".join(f"{one}\n" for one in sentences)
        return data_formats.format_message(result, form)
    if form != "table":
        return _format_data(result, form)
    return _render(result)


def _render(result: Rendered) -> str:
    """Render a result for people; what renders it is loaded for it alone."""
    if isinstance(result, Timeline):
        from netreg.render.charts import timelines

        return timelines.render_timeline(result, make_console())
    if isinstance(result, Hits):
        from netreg.render import search_hits

        return search_hits.render_hits(result, make_console())
    if isinstance(result, Overview):
        from netreg.render.charts import overviews

        return overviews.render_overview(result, make_console())
    if isinstance(result, Findings):
        from netreg.render import findings

        return findings.render_findings(result, make_console())
    from netreg.render import tables

    return tables.render_result(result, make_console())


def _format_data(result: Rendered, form: str) -> str:
    if isinstance(result, Hits) and form in ("json", "ndjson"):
        return data_formats.dump_json(result.data if form == "json" else result.data["hits"], form)
    if isinstance(result, Timeline | Hits | Overview | Findings):
        return data_formats.format_listing(result.listing, form)
    if isinstance(result, Listing):
        return data_formats.format_listing(result, form)
    if isinstance(result, Detail):
        return data_formats.format_detail(result, form)
    return data_formats.format_tree(result, form)


def is_output_closed() -> bool:
    """Return whether the program was started without a standard output, so that all output is lost."""
    return getattr(sys.stdout, "name", None) == os.devnull


def is_terminal() -> bool:
    """Return whether the standard output is a terminal."""
    return sys.stdout.isatty()


def require_pipe(sentence: str) -> None:
    """Refuse to write the bytes of a file to a terminal, which would take them for commands.

    Raises:
        UsageError: with the sentence that says what it is.
    """
    if is_terminal():
        raise UsageError(sentence, _("name a file with --out FILE, or send it on through a pipe"))


def make_console() -> Console:
    """Make a console as wide as the terminal that renders to text, in colour where allowed.

    ``NO_COLOR``, ``FORCE_COLOR`` and ``TERM=dumb`` are respected; Rich detects nothing else.
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
        width=measure_width(),
    )


def measure_width() -> int:
    """Return the columns of the terminal, or of ``COLUMNS``; 80 where there is neither."""
    import shutil

    return max(_LEAST_WIDTH, shutil.get_terminal_size((80, 24)).columns)
