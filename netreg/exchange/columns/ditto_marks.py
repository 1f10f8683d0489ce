"""Ditto marks: signs and words below a cell that stand for the value above, in any column.

They are marked while the rows are read one after the other, since the value above may stand in another
chunk; the readers of the columns put the values in their place, and say so.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from netreg.exchange.tables.cell_marks import DITTO, FORMULA, strip_mark
from netreg.exchange.tables.csv_reader import split_rows
from netreg.exchange.tables.source_tables import SourceRow, SourceTable, TextBlock
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netreg.exchange.columns.cell_columns import RowRemarks
    from netreg.exchange.headings.table_headings import TableHeadings

_SIGNS = ('"', ",", "''", "〃", "″", "”", "“", "„", "״", "’’", "‘‘", "´´", "``", ",,", "''''", "//")
_WORDS = (
    *("ditto", "Ditto", "DITTO", "same as above", "Same as above", "เช่นเดียวกัน", "เช่นเดียวกับข้างบน"),
    *("เช่นเดียวกับด้านบน", "เหมือนข้างบน", "เหมือนด้านบน", "เหมือนบรรทัดบน", "ตามข้างบน", "ตามด้านบน", "ซ้ำข้างบน"),
)
_DASHES = ("", "-", "–", "—")
DITTO_MARKS = frozenset(
    form
    for word in (*_SIGNS, *_WORDS)
    for dash in _DASHES
    for blank in ("", " ")
    for form in (f"{dash}{blank}{word}{blank}{dash}", f"{word} {word}", f"({word})", f"{word}{blank}{dash}")
)
_HINTS = {
    **{sign: (sign,) for sign in "〃″”“„״"},
    **{sign: (sign * 2,) for sign in "'’‘´`"},
    "t": ("itto",), "D": ("DITTO",), "s": ("ame as a",), "บน": ("างบน", "านบน", "ดบน"),
    "เดียว": ("เช่นเดียว",), "//": ("//-", "// ", "//,", "//;", "//\t", "//\n"),
}  # fmt: skip
"""A text without these has no ditto mark, but for those with a quote or a comma, which are in no block of lines.

Before them stands what is found faster: a sign alone, or what several have in common.
"""
_LOOKED_BACK = 4
_FEWEST = 2
"""The cells of a row that can be meant by the mark below it: not the title of a section."""


def mark_dittos(source: SourceTable, first: int) -> SourceTable:
    """Return a table whose ditto marks below row `first` are marked, with the values above them.

    Every object of JSON is whole by itself.
    """
    if source.has_headings:
        return source
    blocks = source.blocks and partial(_mark_blocks, source.blocks, first)
    return source._replace(rows=partial(_mark_rows, source.rows, first), blocks=blocks)


def _mark_rows(rows: Callable[[], Iterator[SourceRow]], first: int) -> Iterator[SourceRow]:
    above: deque[list[str]] = deque(maxlen=_LOOKED_BACK)
    for row in rows():
        yield row if row.number <= first else _mark_row(row, above)


def _mark_blocks(blocks: Callable[[], Iterator[TextBlock | SourceRow]], first: int) -> Iterator[TextBlock | SourceRow]:
    """Yield the blocks; those in which there may be a ditto mark are split into rows."""
    above: deque[list[str]] = deque(maxlen=_LOOKED_BACK)
    before: TextBlock | None = None
    for block in blocks():
        if not isinstance(block, TextBlock):
            _remember_rows(before, above, first)
            before = None
            yield block if block.number <= first else _mark_row(block, above)
        elif _may_have_dittos(block.text):
            _remember_rows(before, above, first)
            before = None
            for row in split_rows(block):
                yield row if row.number <= first else _mark_row(row, above)
        else:
            before = block
            yield block


def _may_have_dittos(lines: str) -> bool:
    """Return whether there may be a ditto mark in lines, at one glance."""
    return any(hint in lines for first, hints in _HINTS.items() if first in lines for hint in hints)


def _remember_rows(block: TextBlock | None, above: deque[list[str]], first: int) -> None:
    if block:
        above.extend(row.cells for row in split_rows(block) if row.number > first)


def _mark_row(row: SourceRow, above: deque[list[str]]) -> SourceRow:
    """Return a row with its ditto marks marked, and remember it for the rows below."""
    if not DITTO_MARKS.isdisjoint(row.cells):
        values: list[str] = next((cells for cells in reversed(above) if sum(map(bool, cells)) >= _FEWEST), [])
        row = row._replace(cells=[_mark_cell(cell, n, values) for n, cell in enumerate(row.cells)])
    above.append(row.cells)
    return row


def _mark_cell(cell: str, place: int, values: Sequence[str]) -> str:
    if cell not in DITTO_MARKS:
        return cell
    value = values[place] if place < len(values) else ""
    if value[:1] == DITTO:
        value = value[1:].partition(DITTO)[2]
    return f"{DITTO}{cell}{DITTO}{value if text.clean(value) else ''}"


def fill_dittos(
    cells: Sequence[Sequence[str]], placed: Sequence[Sequence[int]], headed: TableHeadings, remarks: RowRemarks
) -> list[Sequence[str]]:
    """Return the columns with the values for which ditto marks stand; those without one keep their mark."""
    filled = list(cells)
    read = headed.read_fields
    for place, column in enumerate(cells):
        if max(column, default="") < FORMULA:
            continue
        filled[place] = [fill_ditto(cell) for cell in column]
        if place not in read:
            continue
        sentence = _("a ditto mark was read as the value above it")
        for number, line, before, cell in zip(*placed[:2], column, filled[place], strict=True):
            if before != cell:
                remarks.notes.append((number, headed.get_heading(place), strip_mark(cell), sentence, line))
    return filled


def fill_ditto(cell: str) -> str:
    """Return the value that a ditto mark stands for, or the cell itself."""
    return (cell[1:].partition(DITTO)[2] or cell) if cell[:1] == DITTO else cell
