"""Matters arising: what earlier meetings of the series resolved and is still to be done when the next one meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.entity import TimeFrame
from netreg.entities import ACTION_ITEM
from netreg.entities.meeting.action_items import is_open_on
from netreg.entities.rough_dates import ONE_DAY, parse_rough_date
from netreg.store.records import records
from netreg.store.records.conditions import Condition

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from netreg.core.entity import Row

# The meetings before one: along the chain of previous ones, and those of its series with an earlier day or number.
_BEFORE = """WITH RECURSIVE chain (id) AS (
        SELECT previous_id FROM meeting WHERE id = :meeting AND previous_id IS NOT NULL
        UNION SELECT m.previous_id FROM meeting m JOIN chain c ON m.id = c.id WHERE m.previous_id IS NOT NULL)
    SELECT id FROM chain WHERE id <> :meeting
    UNION SELECT e.id FROM meeting m JOIN meeting e ON e.series_id = m.series_id
    WHERE m.id = :meeting AND e.id <> m.id AND e.starts_at < m.starts_at"""


def list_matters_arising(db: sqlite3.Connection, meeting: int, as_of: date) -> list[Row]:
    """List the action items of earlier meetings that are open when a meeting begins, with derived fields.

    Of a meeting to come these are those open on the day asked about; of a past one, those that were open when it
    began, whatever became of them since. The oldest meeting comes first.
    """
    found = db.execute("SELECT starts_at FROM meeting WHERE id = ?", [meeting]).fetchone()
    began = parse_rough_date(found[0])
    last = began.last if began else as_of
    day, eve = min(as_of, last), min(as_of, last - ONE_DAY)  # what was closed on its day was reported there
    rows = records.select_records(db, ACTION_ITEM, [select_before(meeting)], as_of=day, order=_ORDER)
    return [ACTION_ITEM.add_derived(row, TimeFrame(day)) for row in rows if is_open_on(row, eve)]


_ORDER = "(SELECT m.starts_at FROM meeting m WHERE m.id = t.meeting_id), t.id"


def select_before(meeting: int) -> Condition:
    """Select what belongs to the meetings before one."""
    return Condition(f"t.meeting_id IN ({_BEFORE})", {"meeting": meeting})
