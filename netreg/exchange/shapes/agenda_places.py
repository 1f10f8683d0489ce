"""Places of an agenda, ``๔.๑`` or ``วาระที่ 4.1.2``, in the column of the order or before the titles.

Each item gets its last number as its order, and in a column of its own the item that it is under: by its title
where the file has a row of that place in the same meeting, above or below, else by its place in the register.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.exchange.tables.cell_marks import strip_mark
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netreg.exchange.shapes.table_shapes import TableShape
    from netreg.exchange.tables.source_tables import SourceTable

_WORD = r"(?:(?:ระเบียบ)?วาระ(?:ที่)?|เรื่องที่|ข้อ(?:ที่)?|agenda(?: item)?|item|no\.?)"
_PLACE = re.compile(rf"{_WORD}?\s*([0-9]{{1,4}}(?:\.[0-9]{{1,4}})*)[.)]?", re.IGNORECASE)
_BEFORE_TITLE = re.compile(
    rf"(?:{_WORD}\s*)?([0-9]{{1,2}}(?:\.[0-9]{{1,2}})*)(?:[.)]\s*|\s+)(?=[^\s0-9])", re.IGNORECASE
)
_MOST_OF = 4, 5
"""The share of the titles that must begin with a place for the numbers before them to be places."""

Item = tuple[str, str]
"""The meeting as a row writes it, and the place of an item on its agenda."""


def place_items(shape: TableShape, mapping: Mapping[str, str]) -> SourceTable:
    """Return the table with the order of each item and what it is under; itself where no number has a dot or a word."""
    if shape.entity.name != "agenda_item":
        return shape.source
    columns = {name: _find_column(shape, mapping, name) for name in ("meeting", "under", "seq", "title")}
    if columns["title"] is None and columns["seq"] is not None:  # ระเบียบวาระ over ``๔.๑ รายงานผล``
        columns |= {"title": columns["seq"], "seq": None}
    if columns["title"] is None:
        return shape.source
    places = _Places(shape, columns)
    if not places.are_told:
        return shape.source
    names = [*shape.names]
    for name in ("seq", "title"):
        if (column := columns[name]) is not None and not shape.is_mapped(column):
            names[column] = shape.entity.by_name[name].label.th
    names += [*(shape.entity.by_name[name].label.th for name in places.added)]
    below = sum("." in place for _meeting, place in places.titles)
    note = _("items were placed by their numbers, {n} of them under others").format(n=below)
    return shape.replace(names, lambda: _PlacedRows(places).make_rows, note)


def _find_column(shape: TableShape, mapping: Mapping[str, str], field: str) -> int | None:
    """Return the column of a field: the one that an option names, else the first whose heading does."""
    wanted = (n for n, name in enumerate(shape.names) if field in (mapping.get(name), mapping.get(f"@{n + 1}")))
    known = (n for n, name in enumerate(shape.names) if (t := shape.find_target(name)) and t.name == field)
    return next(wanted, next(known, None))


def read_place(cell: str) -> str | None:
    """Return the place that a cell says, ``4.1`` of ``วาระที่ ๔.๑``; None where it says none."""
    found = _PLACE.fullmatch(text.to_ascii_digits(text.clean(strip_mark(cell))))
    return ".".join(str(int(number)) for number in found[1].split(".")) if found else None


def split_title(cell: str) -> tuple[str | None, str]:
    """Return the place before a title, None where there is none, and the title."""
    title = text.clean(strip_mark(cell))
    found = _BEFORE_TITLE.match(text.to_ascii_digits(title))
    return (read_place(found[1]), title[found.end() :]) if found else (None, title)


class _Places:
    """The places of the items of a table, and the title of each."""

    def __init__(self, shape: TableShape, columns: Mapping[str, int | None]) -> None:
        self.columns, self.width = columns, len(shape.names)
        self.added = [name for name in ("under", "seq") if columns[name] is None]
        self.titles: dict[Item, str] = {}
        assert shape.headings is not None
        lines = [row.cells for row in shape.source.rows() if row.number > shape.headings.number]
        rows = [cells for cells in lines if self.get(cells, "title")]
        self.are_told = self._are_told(rows)
        walk = _Walk()
        for cells in rows if self.are_told else ():
            place, title = self.read(cells)
            if place:
                self.titles.setdefault(walk.find_item(self.get(cells, "meeting"), place, title), title)

    def get(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field, empty where there is none."""
        column = self.columns[name]
        return text.clean(strip_mark(cells[column])) if column is not None and column < len(cells) else ""

    def read(self, cells: Sequence[str]) -> tuple[str | None, str]:
        """Return the place of an item and its title."""
        if self.columns["seq"] is None:
            return split_title(self.get(cells, "title"))
        return read_place(self.get(cells, "seq")), self.get(cells, "title")

    def _are_told(self, rows: Sequence[Sequence[str]]) -> bool:
        """Tell whether places stand in the column of the order, or before most titles."""
        if self.columns["seq"] is not None:
            numbers = (self.get(cells, "seq") for cells in rows)
            return any(read_place(number) and not number.isdecimal() for number in numbers)
        numbered = sum(split_title(self.get(cells, "title"))[0] is not None for cells in rows)
        share, of = _MOST_OF
        return bool(numbered) and numbered * of >= len(rows) * share

    def find_title(self, item: Item) -> str:
        """Return how a row names the item of a place: its title in this file, else the place itself."""
        return self.titles.get(item, item[1])


class _Walk:
    """The rows of a table one after the other: of which meeting each is, and which place it has."""

    def __init__(self) -> None:
        self.meeting, self.last = "", ("", "")

    def find_item(self, meeting: str, place: str, title: str) -> Item:
        """Return the item of a row; a blank meeting is the one above.

        A spreadsheet writes 4.10 as the number 4.1: behind 4.9 that is 4.10, behind 4.19 the number 4.2 is 4.20.
        """
        self.meeting = meeting or self.meeting
        above, _dot, number = place.rpartition(".")
        before_above, _dot, before = self.last[0].rpartition(".")
        if above and above == before_above and int(before) == int(number) * 10 - 1 and title != self.last[1]:
            place = f"{place}0"
        self.last = place, title
        return text.match_key(self.meeting), place


class _PlacedRows:
    """The rows with their order and what each is under, one after the other."""

    def __init__(self, places: _Places) -> None:
        self.places, self.walk = places, _Walk()

    def make_rows(self, cells: list[str]) -> list[list[str]]:
        """Return the row, its order and what it is under in place of its place."""
        places, width = self.places, self.places.width
        place, title = places.read(cells)
        made = {"under": places.get(cells, "under"), "seq": places.get(cells, "seq"), "title": title}
        if title and place:
            meeting, place = self.walk.find_item(places.get(cells, "meeting"), place, title)
            above, _dot, made["seq"] = place.rpartition(".")
            made["under"] = made["under"] or (places.find_title((meeting, above)) if above else "")
        by_column = {
            column: made[name] for name, column in places.columns.items() if column is not None and name in made
        }
        kept = [by_column.get(n, cell) for n, cell in enumerate(cells[:width])]
        return [[*kept, *(made[name] for name in places.added), *cells[width:]]]
