"""Opinions and action items follow from meetings that take place: none from one that is called off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities.due.planned_events import OFF, STATES
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.table_import import TableImport


def refuse_off(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a new record of a meeting that is cancelled or postponed, and to move one there.

    Raises:
        RefusedChange: with what to type where the meeting was held after all.
    """
    after = write.after
    if after is None or after["meeting"] is None or after["meeting"] == write.before["meeting"]:
        return
    state = db.execute("SELECT state FROM meeting WHERE id = ?", [after["meeting"]]).fetchone()[0]
    if state in OFF:
        raise RefusedChange(
            _("nothing follows from meeting {number}: it is recorded as '{state}'").format(
                number=after["meeting"], state=STATES[state]
            ),
            _("if it was held, first run 'netreg meeting hold {number}'").format(number=after["meeting"]),
        )


def rows_of_meetings_off(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows of meetings that did not take place."""
    if meeting := task.column_of(OWN, "meeting"):
        yield f"resolved WHERE {meeting.name} IN (SELECT id FROM meeting WHERE state IN {OFF})"


RULE = WriteRule(refuse=refuse_off, rows_needing_row_import=rows_of_meetings_off)
