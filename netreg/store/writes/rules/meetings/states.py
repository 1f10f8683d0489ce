"""Meetings that did not take place: nobody came, and nothing was resolved; the one after them follows another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities import MEETING
from netreg.entities.due.planned_events import OFF, STATES
from netreg.entities.meeting.attendance import CAME
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.records import records
from netreg.store.records.editions import find_meeting_before
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

_CAME = f"SELECT {{}} FROM attendance WHERE presence IN {CAME}"
_COUNTED = "SELECT {} FROM head_count WHERE count > 0"
_RESOLVED = "SELECT {} FROM agenda_item WHERE resolution IS NOT NULL"
_TO_DO = "SELECT {} FROM action_item WHERE meeting_id IS NOT NULL"
_VOICED = "SELECT {} FROM opinion WHERE meeting_id IS NOT NULL"
_RECORDED = (_CAME, _COUNTED, _RESOLVED, _TO_DO, _VOICED)


def refuse_off(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to cancel or postpone a meeting that people came to, or from which something followed.

    Raises:
        RefusedChange: with what to type where it did not take place after all.
    """
    after = write.after
    if write.number is None or after is None or after["state"] not in OFF or write.before["state"] == after["state"]:
        return
    found = {
        sql: db.execute(f"{sql.format('min(id), count(*)')} AND meeting_id = ?", [write.number]).fetchone()
        for sql in _RECORDED
    }
    sentences = {
        _CAME: _("somebody came to meeting {number}, so it cannot be recorded as '{state}'"),
        _COUNTED: _("people were counted at meeting {number}, so it cannot be recorded as '{state}'"),
        _RESOLVED: _("meeting {number} resolved something, so it cannot be recorded as '{state}'"),
        _TO_DO: _("something is to be done after meeting {number}, so it cannot be recorded as '{state}'"),
        _VOICED: _("opinions were voiced at meeting {number}, so it cannot be recorded as '{state}'"),
    }
    commands = {
        _CAME: "netreg meeting attendance edit {one} presence=absent",
        _COUNTED: "netreg meeting headcount remove {one} --yes",
        _RESOLVED: "netreg meeting agenda edit {one} resolution=",
        _TO_DO: "netreg meeting action remove {one} --yes",
        _VOICED: "netreg opinion edit {one} meeting=",
    }
    for sql, (first, count) in found.items():
        if count:
            raise RefusedChange(
                sentences[sql].format(number=write.number, state=STATES[after["state"]]),
                _("if that is not so, first run '{command}' (for each of {n})").format(
                    command=commands[sql].format(one=first), n=count
                )
                if count > 1
                else _("if that is not so, first run '{command}'").format(command=commands[sql].format(one=first)),
            )


def follow_another(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Let a meeting that moved, and those around it in its series, follow the one that is now before each."""
    before, after = write.before, write.after
    if write.number is None or after is None or after["series"] is None or not _changes_order(before, after):
        return
    sql = """SELECT id FROM meeting WHERE series_id = :series AND id <> :number AND previous_id = :number
        UNION SELECT id FROM (SELECT id FROM meeting WHERE series_id = :series AND starts_at > :day
            AND state IS NOT 'cancelled' ORDER BY starts_at, id LIMIT 1)"""
    asked = {"series": after["series"], "number": write.number, "day": after["starts_at"]}
    around = [row[0] for row in db.execute(sql, asked).fetchall()]
    found = find_meeting_before(db, after["series"], after["starts_at"])
    if is_own := found != after["previous"] and _follows_its_series(db, after):
        # First nothing, so that it does not follow one that follows it.
        records.update_record(db, MEETING, write.number, {"previous": None})
    for number in (*around, *((write.number,) if is_own else ())):
        row = records.read_values(db, MEETING, number)
        if _follows_its_series(db, row):
            found = find_meeting_before(db, row["series"], row["starts_at"])
            records.update_record(db, MEETING, number, {"previous": found})


def _follows_its_series(db: sqlite3.Connection, row: Row) -> bool:
    """Tell whether a meeting follows one of its own series, or none."""
    if row["previous"] is None:
        return True
    return bool(records.read_values(db, MEETING, row["previous"])["series"] == row["series"])


def _changes_order(before: Row, after: Row) -> bool:
    """Tell whether a meeting moves, or is cancelled or planned again."""
    is_off = [row["state"] == "cancelled" for row in (before, after)]
    return bool(before["starts_at"] != after["starts_at"]) or is_off[0] != is_off[1]


def rows_that_call_off(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that may cancel a meeting at which something is recorded, or move one of a series."""
    if task.column_of(OWN, "state") or task.column_of(OWN, "starts_at"):
        recorded = " UNION ".join(sql.format("meeting_id") for sql in _RECORDED)
        in_series = "SELECT id FROM meeting WHERE series_id IS NOT NULL"
        yield f"changed_rows d WHERE d.record IN ({recorded} UNION {in_series})"


RULE = WriteRule(refuse=refuse_off, follow=follow_another, rows_needing_row_import=rows_that_call_off)
