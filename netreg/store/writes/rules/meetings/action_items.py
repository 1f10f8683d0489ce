"""Action items that are taken up again have no day of closing any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities.meeting.action_items import OPEN
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport


def clear_closing(_db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return no day of closing for what is open again; the day that it is closed on for what is closed today."""
    state = write.given.get("state")
    if write.number is None or state is None or "closed_on" in write.given or state == write.before["state"]:
        return {}
    if state in OPEN:
        return {"closed_on": None}
    return {"closed_on": write.today} if write.today and write.before["closed_on"] is None else {}


def rows_that_change_state(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that may open what was closed."""
    if task.column_of(OWN, "state"):
        yield "changed_rows"


RULE = WriteRule(fill=clear_closing, rows_needing_row_import=rows_that_change_state)
