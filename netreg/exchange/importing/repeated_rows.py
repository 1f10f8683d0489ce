"""Rows that say the same as an earlier one in all that is imported: a column that was left out may tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import RowDecision
from netreg.exchange.headings.targets import is_rejects_heading
from netreg.language import _
from netreg.store.importing import staging_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.table_import import TableImport
    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.tables.source_tables import SourceTable
    from netreg.store.importing.apply_sets import RowCounts


def judge_repeated_rows(
    db: sqlite3.Connection, task: TableImport, headed: TableHeadings, source: SourceTable, counts: RowCounts
) -> RowCounts:
    """Decide on the repeated rows that differ in a column that was left out, as on doubtful ones; count them anew.

    Of the others it is said that they repeat an earlier row.
    """
    repeated = staging_tables.list_repeated_rows(db)
    if not repeated:
        return counts
    columns = list(_list_left_out_columns(headed))
    needed = {line for _row, *lines, _record in repeated for line in lines}
    # Where all targets are composed of several columns, none of the file's own is one.
    first = min((column for column in headed.targets if column < len(headed.names)), default=0)
    cells = {line.number: line.cells for line in source.rows() if line.number in needed}
    rejected = 0
    for row, line, before, record in repeated:
        one, other = (cells.get(number, []) for number in (line, before))
        differing = [n for n in columns if one[n : n + 1] != other[n : n + 1]]
        if not differing:
            value = "".join(one[first : first + 1])
            staging_tables.add_row_note(db, row, headed.names[first], value, _("it repeats an earlier row"))
            continue
        if task.policy.doubtful != "reject":
            counts = _put_aside(db, task, row, line, counts)
            continue
        rejected += 1
        name = headed.names[differing[0]]
        reason = _("repeats line {line}; differs in '{heading}', which is left out").format(line=before, heading=name)
        advice = _("map that column, or give each a code")
        staging_tables.reject_row(db, row, name, "".join(one[differing[0] :][:1]), f"{reason}; {advice}",
                                  candidates=(record,) if record else ())  # fmt: skip
    return counts._replace(unchanged=counts.unchanged - rejected, rejected=counts.rejected + rejected)


def _put_aside(db: sqlite3.Connection, task: TableImport, row: int, line: int, counts: RowCounts) -> RowCounts:
    """Add the record of a repeated row, or leave the row out, as was decided for all that are doubtful."""
    counts = counts._replace(unchanged=counts.unchanged - 1)
    if task.policy.doubtful == "skip":
        staging_tables.leave_out_row(db, row, line, "", _("left out by decision, or as doubtful"))
        return counts._replace(left_out=counts.left_out + 1)
    from netreg.store.importing import apply_rows
    from netreg.store.writes.imported_rows import RowContext, import_row

    own, child = apply_rows.read_row_values(db, task, row)
    says = any(value is not None for value in child.values())
    context = RowContext(task.policy, decision=RowDecision(row, "new"))
    _outcome, number = import_row(db, task.entity, own, child if says else None, context)
    staging_tables.place_row(db, row, number)
    return counts._replace(new=counts.new + 1)


def _list_left_out_columns(headed: TableHeadings) -> Iterator[int]:
    """Yield the columns that a person left out: not those that netreg fills, or that say nothing of a record."""
    skipped = {heading for headings in headed.skipped.values() for heading in headings}
    for column, heading in enumerate(headed.names):
        if column in headed.targets or column in headed.blank or not heading or is_rejects_heading(heading):
            continue
        if heading not in headed.left_out and heading not in skipped:
            yield column
