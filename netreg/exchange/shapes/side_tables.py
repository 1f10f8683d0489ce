"""Tables that stand side by side in one sheet: the same headings twice or more in one row."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.exchange.tables.source_tables import SourceRow, SourceTable

_MAX_ABOVE = 30
"""The number of rows in which the headings are searched."""
_FEWEST = 2
"""The fewest columns of a table, beside one that numbers its rows or not."""


def part_side_by_side(source: SourceTable) -> list[SourceTable]:
    """Part a table whose headings repeat themselves into tables of the same headings; none where they do not."""
    rows = source.rows()
    for row in islice(rows, _MAX_ABOVE):
        if starts := _find_starts([text.match_key(text.clean(cell)) for cell in row.cells]):
            ends = [*starts[1:], len(row.cells)]
            return [_cut_table(source, row.number, *span) for span in zip(starts, ends, strict=True)]
    return []


def _find_starts(headings: list[str]) -> list[int]:
    """Find the columns in which the same headings begin anew, with blank ones between them or not."""
    filled = [place for place, heading in enumerate(headings) if heading]
    for count in range(2, len(filled) // _FEWEST + 1):
        width, rest = divmod(len(filled), count)
        groups = [filled[n : n + width] for n in range(0, len(filled), width)]
        named = [[headings[place] for place in group] for group in groups]
        if not rest and len({*named[0]}) == width and all(one == named[0] for one in named):
            return [group[0] for group in groups]
    return []


def _cut_table(source: SourceTable, first: int, start: int, end: int) -> SourceTable:
    """Return the columns of a table from one to before another, below and with the row of the headings."""
    name = f"{_name_column(start)}-{_name_column(end - 1)}"
    return source._replace(
        name=f"{source.name} {name}".strip(),
        rows=partial(_iterate_cut, source, first, start, end),
        blocks=None,
        has_headings=True,
    )


def _iterate_cut(source: SourceTable, first: int, start: int, end: int) -> Iterator[SourceRow]:
    for row in source.rows():
        if row.number >= first and any(map(text.clean, row.cells[start:end])):
            yield row._replace(cells=row.cells[start:end])


def _name_column(place: int) -> str:
    """Return the letters of a column as spreadsheets have them."""
    letters = ""
    while place >= 0:
        letters = chr(ord("A") + place % 26) + letters
        place = place // 26 - 1
    return letters
