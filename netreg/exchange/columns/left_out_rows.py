"""Find the rows of a table that are no records, by where they are filled: they are left out, and told.

Such are the rows that an office has numbered in advance and never filled.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any

from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.exchange.columns.cell_columns import RowRemarks
    from netreg.exchange.columns.headings import TableHeadings

    Cells = Sequence[str]


class LeftOutRows:
    """The rows of a table that are no records, found chunk by chunk."""

    def __init__(self, headed: TableHeadings) -> None:
        """Look at the columns that are read."""
        self.read = tuple(headed.targets)

    def leave_out(
        self, rows: tuple[Sequence[Any], ...], cells: list[Cells], remarks: RowRemarks
    ) -> tuple[tuple[Sequence[Any], ...], list[Cells]]:
        """Return the rows that are records: number, line and owner of each, and their cells by column."""
        reasons = self._find_reasons(cells)
        if not reasons:
            return rows, cells
        numbers, lines, _owners = rows
        for index, reason in sorted(reasons.items()):
            content = " ".join(dict.fromkeys(filter(None, (text.clean(column[index]) for column in cells))))
            remarks.left_out.append((numbers[index], lines[index], content, reason))
        kept = [index not in reasons for index in range(len(numbers))]
        return tuple(list(compress(part, kept)) for part in rows), [list(compress(column, kept)) for column in cells]

    def _find_reasons(self, cells: Sequence[Cells]) -> dict[int, str]:
        """Return why each row is left out that is, by its index."""
        read = [cells[place] for place in self.read]
        if not read or any("" not in column for column in read):
            return {}
        return {
            index: _("a row with its number alone") for index, row in enumerate(zip(*read, strict=True)) if not any(row)
        }
