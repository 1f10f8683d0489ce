"""What a file of any form is read as: tables of text cells, each line with its number."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_LINE = 1 << 20
"""The longest line or cell that is taken, in characters: a longer one is no table."""


class Line(NamedTuple):
    """One row of a table.

    `number` is the line of the file on which it begins, the row of its sheet, or the
    place of its object; `owner` that of the line it is nested under, if it is.
    """

    number: int
    cells: list[str]
    owner: int = 0


class Raw(NamedTuple):
    """Whole lines of a text in which nothing stands in quotes: between two marks is a cell.

    `number` is that of the first line.
    """

    number: int
    text: str
    delimiter: str


class Source(NamedTuple):
    """One table of a file: `lines` goes through it from its start, as often as it is called.

    `name` is that of the sheet or nested collection, empty where the file is one table.
    With `headed` the first line is certainly the headings; else title rows may stand above.
    Its `pieces` are the same lines, of which many may come at once and not parted yet.
    The `delimiter` is what parts the cells of a text, empty where nothing does.
    """

    name: str
    lines: Callable[[], Iterator[Line]]
    headed: bool = False
    pieces: Callable[[], Iterator[Raw | Line]] | None = None
    delimiter: str = ""


class Opened(NamedTuple):
    """A file that was taken in: what it is called, its digest, how it was read, its tables.

    `size` is in bytes; `rows` about how many there are, where that is known before they are read.
    """

    name: str
    sha256: str
    form: str
    encoding: str
    sources: list[Source]
    size: int = 0
    rows: int | None = None


def fitted(cells: list[str], width: int) -> list[str]:
    """The cells of a row without empty ones beyond the headings, of which there are `width`."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


@contextmanager
def opened(path: Path, *, sheet: str | None = None, encoding: str | None = None) -> Iterator[Opened]:
    """The tables of a file (``-`` is the standard input), told apart by what it begins with.

    Raises:
        MissingFile: when it is not there or cannot be read.
        UnusableInput: when it is no table, with the line at fault.
    """
    from netreg.exchange.tables.snapshot import taken_in

    with taken_in(path) as intake:
        opened = _reader(intake.form)(intake, sheet=sheet, encoding=encoding)
        yield opened._replace(size=intake.size, rows=intake.lines)


def _reader(form: str) -> Callable[..., Opened]:
    """What reads a form; each is loaded only when there is a file of its form."""
    if form in ("xlsx", "xls", "ods"):
        from netreg.exchange.tables.spreadsheets import read as read_spreadsheet

        return read_spreadsheet
    if form in ("json", "ndjson"):
        from netreg.exchange.tables.json_reader import read as read_document

        return read_document
    from netreg.exchange.tables.csv_reader import read as read_delimited

    return read_delimited
