"""Rows that say the same as an earlier one in all that is imported: a column that was left out may tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.exchange.headings.targets import is_rejects_heading
from netreg.language import _
from netreg.store.importing import staging_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.tables.source_tables import SourceTable


def judge_repeated_rows(db: sqlite3.Connection, headed: TableHeadings, source: SourceTable) -> int:
    """Reject the repeated rows that differ in a column that was left out; return how many.

    Of the others it is said that they repeat an earlier row.
    """
    repeated = staging_tables.list_repeated_rows(db)
    if not repeated:
        return 0
    columns = list(_list_left_out_columns(headed))
    needed = {line for _row, *lines, _record in repeated for line in lines}
    first = min(column for column in headed.targets if column < len(headed.names))
    cells = {line.number: line.cells for line in source.rows() if line.number in needed}
    rejected = 0
    for row, line, before, record in repeated:
        one, other = (cells.get(number, []) for number in (line, before))
        differing = [n for n in columns if one[n : n + 1] != other[n : n + 1]]
        if not differing:
            value = "".join(one[first : first + 1])
            staging_tables.add_row_note(db, row, headed.names[first], value, _("it repeats an earlier row"))
            continue
        rejected += 1
        name = headed.names[differing[0]]
        reason = _("repeats line {line}; differs in '{heading}', which is left out").format(line=before, heading=name)
        advice = _("map that column, or give each a code")
        staging_tables.reject_row(db, row, name, "".join(one[differing[0] :][:1]), f"{reason}; {advice}",
                                  candidates=(record,) if record else ())  # fmt: skip
    return rejected


def _list_left_out_columns(headed: TableHeadings) -> Iterator[int]:
    """Yield the columns that a person left out: not those that netreg fills, or that say nothing of a record."""
    skipped = {heading for headings in headed.skipped.values() for heading in headings}
    for column, heading in enumerate(headed.names):
        if column in headed.targets or column in headed.blank or not heading or is_rejects_heading(heading):
            continue
        if heading not in headed.left_out and heading not in skipped:
            yield column
