"""Write an Excel workbook of texts row by row, as the rows come."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from netreg.exchange.exporting import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MAX_LISTS = 60_000
"""The most cells with a list of choices; Excel opens no sheet with more than 65,534."""
_MAX_LIST_LENGTH = 255
"""The most characters of a list of choices."""


@contextmanager
def writing_workbook(file: IO[bytes]) -> Iterator[RowWorkbook]:
    """Write a workbook to the file; it is complete when the block ends.

    Raises:
        UsageError: when a table has more rows, or a cell more text, than a workbook can have.
        OSError: when its temporary files cannot be written.
    """
    with workbook.create_workbook(file, constant_memory=True) as book:
        growing = RowWorkbook(book)
        yield growing
        growing.finish_sheet()


class RowWorkbook:
    """A workbook that grows row by row; every cell is text, so that zeros survive."""

    def __init__(self, book: Workbook) -> None:
        """Grow a workbook that is open."""
        self._book = book
        self._formats = workbook.create_formats(book)
        self._names: list[str] = []
        self._page: Worksheet | None = None
        self._row = 0
        self._widths: list[int] = []
        self._lists = 0

    def start_sheet(self, name: str, headings: Sequence[str]) -> None:
        """Begin another sheet."""
        self.finish_sheet()
        self._names = workbook.choose_sheet_names([*self._names, name])
        self._page, self._row, self._lists = self._book.add_worksheet(self._names[-1]), 0, 0
        workbook.write_headings(self._page, headings, self._formats)
        self._widths = [workbook.measure_width(heading) + 3 for heading in headings]

    def add_row(self, cells: Sequence[str], choices: Mapping[int, Sequence[str]] | None = None) -> None:
        """Add a row of texts; `choices` are offered in a list by the column of the cell."""
        assert self._page is not None
        self._row += 1
        workbook.refuse_many_rows(self._page, self._row)
        workbook.set_row_height(self._page, self._row, cells)
        for column, text in enumerate(cells):
            workbook.write_cell(self._page, (self._row, column), text, self._formats)
            if column < len(self._widths) and len(text) > self._widths[column] < workbook.MAX_WIDTH:
                self._widths[column] = max(self._widths[column], workbook.measure_width(text))
        for column, words in (choices or {}).items():
            self._offer_choices(column, words)

    def _offer_choices(self, column: int, words: Sequence[str]) -> None:
        assert self._page is not None
        if self._lists < _MAX_LISTS and len(",".join(words)) <= _MAX_LIST_LENGTH:
            self._lists += 1
            options = {"validate": "list", "source": list(words), "error_type": "warning"}
            self._page.data_validation(self._row, column, self._row, column, options)

    def finish_sheet(self) -> None:
        """Set the widths of the columns of the sheet that was begun last, if any."""
        if self._page is None:
            return
        for column, width in enumerate(self._widths):
            self._page.set_column(column, column, min(width, workbook.MAX_WIDTH) + 1, self._formats.text)
        self._page.autofilter(0, 0, self._row, max(len(self._widths) - 1, 0))
        self._page = None
