"""Rows and people that do not come one by one: an English name below each Thai one, several people in one cell.

A row in Latin letters alone below that of a person is the English name of that person. A cell that names
several people, each on a line of its own, is a row for each, with what the other cells say of all of them
or line by line; where they say neither, such as one e-mail address for two, the row is left to be refused.
"""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from netreg.core.address_fields import Email
from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import OfficeNumber, Reference
from netreg.core.thai_fields import Date, Phone
from netreg.exchange.headings.assignment import is_row_number_heading
from netreg.exchange.headings.targets import list_targets
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.language import _
from netreg.thai import text
from netreg.thai.names.title_table import get_default_titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.tables.source_tables import SourceRow, SourceTable

_LOOKED_AT = 200
_NAMES = {"name", "titles", "given_name", "family_name"}
_OF_ONE = (Email, Phone, Date, OfficeNumber)
"""Fields whose value is that of one person, beside the position and the number."""


def place_people(source: SourceTable, head: TableHeadings) -> SourceTable:
    """Return a table with a row for each person, and English names in a column of their own; itself if it is so."""
    names = _find_name_columns(head)
    if source.has_headings or head.is_export or not names:
        return source
    rows = [row for row in islice(source.rows(), _LOOKED_AT + head.first) if row.number > head.first]
    placed = source
    if _may_have_latin(head) and _are_translated(rows, head, names):
        note = _("{file}: rows in Latin letters were read as the English names of those above").format(file=head.name)
        placed = placed._replace(
            rows=partial(_join_translated, placed, head, names), blocks=None, notes=(*placed.notes, note)
        )
    elif _may_have_latin(head) and _are_bilingual(rows, names):
        note = _("{file}: cells with a name in Thai and in Latin letters were read as the two names").format(
            file=head.name
        )
        placed = placed._replace(
            rows=partial(_part_names, placed, head, names[0]), blocks=None, notes=(*placed.notes, note)
        )
    if len(names) == 1 and any(_split_people(row, names[0]) for row in rows):
        note = _("{file}: cells that name several people were read as a row for each").format(file=head.name)
        placed = placed._replace(
            rows=partial(_part_people, placed, head, names[0]), blocks=None, notes=(*placed.notes, note)
        )
    return placed


def _find_name_columns(head: TableHeadings) -> list[int]:
    """Return the columns with the names of people, in their order."""
    return sorted(
        column
        for column, field in head.read_fields.items()
        if (isinstance(field, Reference) and field.to == "person" and field.name == "person")
        or (head.entity.name == "person" and field.name in _NAMES)
    )


# --- English names below the Thai ones --------------------------------------------------------------


def _may_have_latin(head: TableHeadings) -> bool:
    taken = {target.field.name for target in head.targets.values()}
    return "name_latin" not in taken and any(one.field.name == "name_latin" for one in list_targets(head.entity))


def _are_translated(rows: Sequence[SourceRow], head: TableHeadings, names: Sequence[int]) -> bool:
    """Return whether half of the people or more have a row in Latin letters below their own."""
    below = sum(_translates(row, above, head, names) for above, row in pairwise(rows))
    return below > 0 and below * 2 >= sum(bool(_has_thai(_join_cells(row, names))) for row in rows)


def _translates(row: SourceRow, above: SourceRow, head: TableHeadings, names: Sequence[int]) -> bool:
    """Return whether a row says in Latin letters who stands in the row above it, and nothing of its own."""
    name = _join_cells(row, names)
    if not name or _has_thai(name) or not _LATIN.search(name) or not _has_thai(_join_cells(above, names)):
        return False
    numbers = [n for n, heading in enumerate(head.names) if n not in names and is_row_number_heading(heading)]
    if any(_get_cell(row, n) for n in numbers):
        return False
    others = [cell for n, cell in enumerate(row.cells) if n not in (*names, *numbers) and text.clean(cell)]
    return all(map(str.isascii, others)) and not any("@" in cell or _DIGITS.search(cell) for cell in others)


_LATIN = re.compile(r"[A-Za-z]{2,}")
_DIGITS = re.compile(r"\d{4,}")
_has_thai = re.compile("[ก-ฮ]").search


def _join_translated(source: SourceTable, head: TableHeadings, names: Sequence[int]) -> Iterator[SourceRow]:
    """Yield the rows with the English name from the row below each behind their cells."""
    width = len(head.names)
    heading = _name_column(head)
    waiting: SourceRow | None = None
    for row in source.rows():
        if row.number <= head.first:
            yield _add_cell(row, width, heading if row.number == head.first else "")
        elif waiting is not None and _translates(row, waiting, head, names):
            yield _add_cell(waiting, width, _join_cells(row, names))
            waiting = None
        else:
            if waiting is not None:
                yield _add_cell(waiting, width, "")
            waiting = row
    if waiting is not None:
        yield _add_cell(waiting, width, "")


def _name_column(head: TableHeadings) -> str:
    return next(one.field.label.th for one in list_targets(head.entity) if one.field.name == "name_latin")


def _add_cell(row: SourceRow, width: int, cell: str) -> SourceRow:
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    return row._replace(cells=[*cells[:width], cell, *cells[width:]])


def _get_cell(row: SourceRow, column: int) -> str:
    return text.clean(strip_mark(row.cells[column])) if column < len(row.cells) else ""


def _join_cells(row: SourceRow, columns: Sequence[int]) -> str:
    return " ".join(filter(None, (_get_cell(row, column) for column in columns)))


# --- both names in one cell -------------------------------------------------------------------------


_IN_BOTH = re.compile(
    r"(?P<thai>[^A-Za-z]*[ก-๛][^A-Za-z]*?)[\s/|,;(\[–-]+(?P<latin>[A-Za-z][A-Za-z.'’-]*(?:\s+[A-Za-z.'’-]+)+)[)\]\s]*"
    r"|(?P<first>[A-Za-z][A-Za-z.'’-]*(?:\s+[A-Za-z.'’-]+)+?)[\s/|,;(\[–-]+(?P<then>[ก-๛][^A-Za-z()]*)[)\]\s]*"
)
"""A name in Thai and then in Latin letters, or the other way round."""


def _are_bilingual(rows: Sequence[SourceRow], names: Sequence[int]) -> bool:
    """Return whether half of the names or more stand in Thai and in Latin letters in one cell."""
    cells = [cell for row in rows if (cell := _get_cell(row, names[0]))] if len(names) == 1 else []
    found = sum(_split_name(cell) is not None for cell in cells)
    return found > 0 and found * 2 >= len(cells)


def _split_name(cell: str) -> tuple[str, str] | None:
    found = _IN_BOTH.fullmatch(cell.strip())
    return (found["thai"] or found["then"], found["latin"] or found["first"]) if found else None


def _part_names(source: SourceTable, head: TableHeadings, column: int) -> Iterator[SourceRow]:
    """Yield the rows with the name in Thai letters alone, and that in Latin ones behind their cells."""
    width, heading = len(head.names), _name_column(head)
    for row in source.rows():
        if row.number <= head.first:
            yield _add_cell(row, width, heading if row.number == head.first else "")
            continue
        both = _split_name(row.cells[column]) if column < len(row.cells) else None
        cells = row.cells if both is None else [*row.cells[:column], both[0], *row.cells[column + 1 :]]
        yield _add_cell(row._replace(cells=cells), width, both[1] if both else "")


# --- several people in one cell ----------------------------------------------------------------------


@cache
def _number_pattern() -> re.Pattern[str]:
    """Match the number or the bullet before each of several people."""
    return re.compile(r"^\s*(?:\(?[0-9๐-๙]{1,2}[.)]\s*|[-–•*·]\s+)")


def _split_people(row: SourceRow, column: int) -> list[str]:
    """Return the people whom a cell names on a line each, every one with a title; none for one person."""
    cell = row.cells[column] if column < len(row.cells) else ""
    if "\n" not in cell:
        return []
    people = [_number_pattern().sub("", line).strip() for line in cell.splitlines() if text.clean(line)]
    are_people = len(people) > 1 and all(map(_is_titled, people)) and len({bool(_has_thai(one)) for one in people}) == 1
    return people if are_people else []


def _is_titled(line: str) -> bool:
    titles, name = get_default_titles().take_titles(line)
    return bool(titles) and " " in name.strip() and bool(_has_thai(name) or _LATIN.search(name))


def _part_people(source: SourceTable, head: TableHeadings, column: int) -> Iterator[SourceRow]:
    """Yield a row for each person; a row whose other cells cannot be parted is left as it is."""
    fields = head.read_fields
    single = {
        n
        for n, field in fields.items()
        if isinstance(field, _OF_ONE)
        or field.name in ("position", "position_as_recorded", "external_key", "nickname")
        or (isinstance(field, CompoundColumn) and n != column)
    }
    for row in source.rows():
        people = _split_people(row, column) if row.number > head.first else []
        parts = [_split_cell(cell, len(people)) for cell in row.cells]
        if not people or any(parts[n] is None and text.clean(row.cells[n]) for n in single if n < len(parts)):
            yield row
            continue
        parts[column] = people
        for place in range(len(people)):
            cells = [part[place] if part else cell for part, cell in zip(parts, row.cells, strict=True)]
            yield row._replace(cells=cells)


def _split_cell(cell: str, count: int) -> list[str] | None:
    """Return the lines of a cell, if there are as many as people; one for all is said of nobody in particular."""
    lines = [_number_pattern().sub("", line).strip() for line in cell.splitlines() if text.clean(line)]
    return lines if count and len(lines) == count else None
