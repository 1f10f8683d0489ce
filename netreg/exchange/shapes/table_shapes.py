"""The headings and first rows of a table, before any of its columns has a field; and the table with other columns."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING

from netreg.exchange.headings.assignment import find_left_out_reason
from netreg.exchange.headings.heading_rows import MAX_ABOVE, find_heading_row
from netreg.exchange.headings.targets import find_targets, map_known_headings
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.exchange.headings.heading_rows import HeadingRow
    from netreg.exchange.headings.targets import ColumnTarget
    from netreg.exchange.tables.source_tables import SourceRow, SourceTable

    MakeRows = Callable[[list[str]], list[list[str]]]
    """Returns the rows that one row becomes: none, one or several."""
    StartRows = Callable[[], MakeRows]
    """Begins anew with the first row."""

_LOOKED_AT = 200
"""The rows below the headings that tell of which shape a table is."""


class TableShape:
    """The headings of a table as they stand, the upper heading over each, and the first rows below them."""

    def __init__(self, entity: Entity, name: str, source: SourceTable, mapping: Mapping[str, str]) -> None:
        """Read the first rows of a table; `name` is that in messages, `mapping` says fields of headings."""
        self.entity, self.name, self.source = entity, name, source
        self.known = map_known_headings(entity)
        self.wanted = {*map(text.match_key, mapping)}
        rows = source.rows()
        first = [*islice(rows, MAX_ABOVE)]
        self.headings: HeadingRow | None = find_heading_row(first, self._is_known)
        self.rows: list[SourceRow] = []
        self._upper: list[str] = []
        if self.headings:
            place = self.headings.place
            self.rows = [*first[place + 1 :], *islice(rows, _LOOKED_AT)]
            own = [text.clean(strip_mark(cell)) for cell in first[place].cells]
            if place and own[: len(self.names)] != self.names:
                self._upper = [text.clean(strip_mark(cell)) for cell in first[place - 1].cells]

    def _is_known(self, cell: str) -> bool:
        return bool(text.match_key(cell) in self.wanted or find_targets(self.known, cell) or find_left_out_reason(cell))

    @property
    def has_two_rows(self) -> bool:
        """Tell whether the headings stand in two rows."""
        return bool(self._upper)

    @cached_property
    def names(self) -> list[str]:
        """The headings, those of two rows as one."""
        return self.headings.names if self.headings else []

    @cached_property
    def groups(self) -> list[str]:
        """The upper heading over each column that is one of several below it; empty over any other."""
        above = [*self._upper, *[""] * (len(self.names) - len(self._upper))][: len(self.names)]
        found: list[str] = []
        for place, (up, name) in enumerate(zip(above, self.names, strict=True)):
            is_under = not up and bool(name) and place > 0 and bool(found[-1])
            found.append(up if up and up != name else found[-1] if is_under else "")
        return found if self._upper else [""] * len(self.names)

    def get_leaf(self, column: int) -> str:
        """Return the heading of a column without the upper one."""
        name, group = self.names[column], self.groups[column]
        return name.removeprefix(group).strip() if group and name != group else name

    def is_mapped(self, column: int) -> bool:
        """Return whether an option says what a column is."""
        return bool({text.match_key(self.names[column]), f"@{column + 1}"} & self.wanted)

    def find_target(self, heading: str) -> ColumnTarget | None:
        """Return the likeliest target of a heading."""
        return next(iter(find_targets(self.known, heading)), None) if heading else None

    def list_cells(self, column: int) -> list[str]:
        """Return the cells of a column in the first rows, without those that are blank."""
        cells = (text.clean(strip_mark(row.cells[column])) for row in self.rows if column < len(row.cells))
        return [cell for cell in cells if cell]

    def list_rows(self) -> list[list[str]]:
        """Return the first rows, each with a cell for every heading; short rows of a title or a total apart."""
        width = len(self.names)
        return [row.cells[:width] for row in self.rows if len(row.cells) >= width]

    def replace(self, names: Sequence[str], start: StartRows, note: str) -> SourceTable:
        """Return the table with other headings, in one row, and other rows below; a `note` tells of it."""
        rows = partial(_iterate_rows, self, list(names), start)
        notes = [f"{self.name}: {note}"] if note else []
        return self.source._replace(rows=rows, blocks=None, notes=(*self.source.notes, *notes))


def _iterate_rows(shape: TableShape, names: list[str], start: StartRows) -> Iterator[SourceRow]:
    assert shape.headings is not None
    make_rows = start()
    last, width = shape.headings.number, len(shape.names)
    for place, row in enumerate(shape.source.rows()):
        if row.number == last:
            yield row._replace(cells=[*names])
        elif row.number > last:
            cells = [*row.cells, *[""] * (width - len(row.cells))]
            for made in make_rows(cells):
                yield row._replace(cells=made)
        elif place != shape.headings.place - 1 or not shape.has_two_rows:
            yield row
