"""The tables of an input file, as every reader gives them: rows of text cells, each with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import UnusableInput, UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAX_LINE = 1 << 20
"""The most characters of a line or cell: a file with a longer one is not a table."""


class SourceRow(NamedTuple):
    """One row of a table.

    `number` is the line of the file on which it begins, its row in the sheet, or the position
    of its object; `owner` is the number of the row it is nested under, if any.
    """

    number: int
    cells: list[str]
    owner: int = 0


class TextBlock(NamedTuple):
    """Whole lines of text without quotes, so that every delimiter separates two cells.

    `number` is the line number of the first.
    """

    number: int
    text: str
    delimiter: str


class SourceTable(NamedTuple):
    """One table of a file; each call of `rows` reads it from its start.

    `name` is that of the sheet or nested collection, empty where the file is a single table.
    With `has_headings` the first row is certainly the heading row; otherwise title rows may
    stand above it. `blocks` yields the same rows, many of them at once where they are not
    split into cells yet. `delimiter` separates the cells of a text; it is empty elsewhere.
    The `notes` tell what of it is read or left out without being asked for.
    """

    name: str
    rows: Callable[[], Iterator[SourceRow]]
    has_headings: bool = False
    blocks: Callable[[], Iterator[TextBlock | SourceRow]] | None = None
    delimiter: str = ""
    notes: tuple[str, ...] = ()


class SourceFile(NamedTuple):
    """An opened file: its name, SHA-256, format, encoding and tables.

    `size` is in bytes; `line_count` is about the number of rows, where it is known before
    they are read. The `notes` tell which tables are left out without being asked for.
    """

    name: str
    sha256: str
    format: str
    encoding: str
    tables: list[SourceTable]
    size: int = 0
    line_count: int | None = None
    notes: tuple[str, ...] = ()


def trim_cells(cells: list[str], width: int) -> list[str]:
    """Return the cells without empty ones beyond the `width` headings."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


def refuse_sheet_option(file: str, sheets: Sequence[str]) -> None:
    """Refuse the option ``--sheet`` for a file that has no sheets.

    Raises:
        UsageError: when any was asked for.
    """
    if sheets:
        raise UsageError(_("--sheet: {file} has no sheets").format(file=file), _("leave --sheet out"))


class LongLine(UnusableInput):
    """A line with more than `MAX_LINE` characters."""

    def __init__(self, file: str, line: int, advice: str) -> None:
        """`line` is its number."""
        super().__init__(
            _("{file}: line {line} is longer than a million characters").format(file=file, line=line), advice
        )
