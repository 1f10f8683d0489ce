"""Opinions of a meeting are opinions of the group that met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport


def fill_group(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the group of the meeting at which a new opinion was voiced, where it names none."""
    row = write.before | dict(write.given)
    is_new_there = row["meeting"] is not None and row["meeting"] != write.before["meeting"]
    if not is_new_there or row["group"] is not None:
        return {}
    found = db.execute("SELECT group_id FROM meeting WHERE id = ?", [row["meeting"]]).fetchone()
    return {"group": found[0]} if found and found[0] is not None else {}


def rows_of_meetings(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that name a meeting, from which they get their group."""
    if meeting := task.column_of(OWN, "meeting"):
        yield f"resolved WHERE {meeting.name} IS NOT NULL"


RULE = WriteRule(fill=fill_group, rows_needing_row_import=rows_of_meetings)
