"""The numbers of meetings, each given once in a year of its series, and the title that they have from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities import MEETING_SERIES
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

_NUMBERED = ("series", "number", "year")


def refuse_number(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a number that another meeting of the series has in the same year.

    Raises:
        RefusedChange: naming the meeting that has it.
    """
    row = write.after
    if row is None or row["series"] is None or row["number"] is None:
        return
    if write.number is not None and all(row[name] == write.before[name] for name in _NUMBERED):
        return
    sql = "SELECT id FROM meeting WHERE series_id = ? AND number = ? AND year IS ? AND id IS NOT ?"
    found = db.execute(sql, [row["series"], row["number"], row["year"], write.number]).fetchone()
    if found:
        raise RefusedChange(
            _("ครั้งที่ {edition} of {series} is taken by meeting {number}").format(
                edition=f"{row['number']}/{row['year']}" if row["year"] else row["number"],
                series=records.find_refs(db, MEETING_SERIES.name, [row["series"]])[row["series"]].name,
                number=found[0],
            ),
            _("give another number, or see 'netreg meeting show {number}'").format(number=found[0]),
        )


def fill_title(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the title of the series for a new meeting that has none of its own."""
    row = write.after or {}
    if write.number is not None or row.get("title") or row.get("series") is None:
        return {}
    return {"title": records.read_values(db, MEETING_SERIES, row["series"])["title"]}


def rows_of_series(db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that have a number of a series, or from it their title."""
    series, title = task.column_of(OWN, "series"), task.column_of(OWN, "title")
    if series:
        untitled = f" AND i.{title.name} IS NULL" if title else ""
        yield f"resolved i WHERE i.{series.name} IS NOT NULL{untitled}"
    yield from rows_with_numbers(db, task)


def rows_with_numbers(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that bring the number of a meeting which another row or another meeting has."""
    columns = [column for name in _NUMBERED if (column := task.column_of(OWN, name))]
    if [column.field.name for column in columns][:2] != ["series", "number"]:
        return
    series, number = columns[0].name, columns[1].name
    same = f"SELECT 1 FROM meeting m WHERE m.series_id = i.{series} AND m.number = i.{number} AND m.id IS NOT f.record"
    yield f"resolved i LEFT JOIN matches f USING (row) WHERE EXISTS ({same})"
    edition = ", ".join(column.name for column in columns)
    twice = f"SELECT {edition} FROM resolved WHERE {number} IS NOT NULL GROUP BY {edition} HAVING count(*) > 1"
    yield f"resolved WHERE ({edition}) IN ({twice})"


RULE = WriteRule(refuse=refuse_number, fill=fill_title, rows_needing_row_import=rows_of_series)
