"""Columns that hold the name of somebody and the position or the unit in one cell, or now the one and now the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.exchange.headings.virtual_columns import VirtualColumn, is_blank
from netreg.thai.names import offices
from netreg.thai.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINES = re.compile(r"\s*[\r\n]+\s*|\s+/\s+|\s*[|;]\s*|\s+ตำแหน่ง\s*:?\s*|\s*\(ตำแหน่ง\s*|\s{3,}|\s+[-–—]\s+")
"""What parts the name from what follows it in a cell."""


def make_mixed_names(heading: str, column: int) -> VirtualColumn:
    """Make the column of the names of a mixed one; a post that nobody holds keeps only the word for that."""
    return VirtualColumn(heading, (column,), lambda cells: _split(cells[0])[0])


def make_mixed_others(heading: str, column: int) -> VirtualColumn:
    """Make the column of what stands behind the names."""
    return VirtualColumn(heading, (column,), lambda cells: _split(cells[0])[1])


def make_responsible_people(heading: str, column: int) -> VirtualColumn:
    """Make the column of the people who are responsible, where units stand among them."""
    return VirtualColumn(heading, (column,), lambda cells: "" if offices.names_unit(cells[0].strip()) else cells[0])


def make_responsible_units(heading: str, column: int) -> VirtualColumn:
    """Make the column of the units that are responsible, where people stand among them."""

    def join(cells: tuple[str, ...]) -> str:
        return cells[0] if offices.names_unit(cells[0].strip()) else ""

    return VirtualColumn(heading, (column,), join, is_implied=True)


def are_mixed(cells: Sequence[str]) -> bool:
    """Return whether half of the cells or more can be parted."""
    return sum(bool(_split(cell)[1]) for cell in cells) * 2 >= len(cells)


def _split(cell: str) -> tuple[str, str]:
    """Return the name in a cell and the other lines, which are joined."""
    first, *others = [part for part in _LINES.split(cell.strip()) if not is_blank(part)] or [cell]
    words = [clean(other) for other in others]
    return (first, " ".join(word if "(" in word else word.rstrip(")") for word in words)) if words else (cell, "")
