"""``netreg meeting hold``, ``cancel`` and ``postpone``: what became of a meeting that was planned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.cli.meeting.agenda import Meeting
from netreg.entities import MEETING
from netreg.entities.due.planned_events import STATES
from netreg.entities.rough_dates import is_ahead
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.render.results import Detail
from netreg.store.records import lookup, records
from netreg.store.writes import checked_writes
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row

Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="When it ended.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; it is kept in the note.")]
_DAY = len("2021-08-05")


@options.add_write_options
def hold(
    session: Session,
    meeting: Meeting,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day, if it was another than planned.")
    ] = None,
    until: Until = None,
) -> Detail:
    """Record that a planned meeting was held."""
    with session.writing() as db:
        number, row = _find_meeting(db, meeting)
        values = {"state": "held", **_move(row, _read_days(db, on, until))}
        starts = values.get("starts_at", row["starts_at"])
        if is_ahead(starts, session.as_of):
            raise RefusedChange(
                _("{day} is in the future, so nothing was held then").format(day=_show_day(str(starts))),
                _("give the day on which meeting {number} was held with --on").format(number=number),
            )
        return _change_state(db, session, number, row, values)


@options.add_write_options
def cancel(session: Session, meeting: Meeting, reason: Reason = None) -> Detail:
    """Record that a meeting is cancelled."""
    with session.writing() as db:
        number, row = _find_meeting(db, meeting)
        values: Row = {"state": "cancelled"}
        if reason:
            values["note"] = _add_line(row["note"], f"{STATES['cancelled']}: {reason}")
        return _change_state(db, session, number, row, values)


@options.add_write_options
def postpone(
    session: Session,
    meeting: Meeting,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="The new day; without it no day holds until one is given."),
    ] = None,
    until: Until = None,
    reason: Reason = None,
) -> Detail:
    """Record that a meeting is postponed, to another day if that is known; it keeps its number."""
    with session.writing() as db:
        number, row = _find_meeting(db, meeting)
        values = {"state": "postponed" if to is None else "planned", **_move(row, _read_days(db, to, until))}
        before = row["starts_at"]
        told = _("moved from {day}").format(day=_show_day(before)) if to and before else str(STATES["postponed"])
        if to or reason:
            values["note"] = _add_line(row["note"], ": ".join(filter(None, (told, reason))))
        if to is not None and values.get("starts_at") == row["starts_at"]:
            raise RefusedChange(
                _("meeting {number} is on that day already").format(number=number), _("give another day with --to")
            )
        return _change_state(db, session, number, row, values, is_moved=to is not None)


def _find_meeting(db: sqlite3.Connection, written: str) -> tuple[int, Row]:
    number = lookup.find_record(db, MEETING, written)
    return number, records.read_values(db, MEETING, number)


def _read_days(db: sqlite3.Connection, starts: str | None, ends: str | None) -> Row:
    return arguments.parse_values(db, MEETING, {"starts_at": starts, "ends_at": ends})


def _move(row: Row, given: Row) -> Row:
    """Return the days of a meeting that takes place on another: its hours stay, and so does how long it lasts."""
    starts, before = given.get("starts_at"), row["starts_at"] or ""
    if starts is None:
        return given
    if len(starts) == _DAY < len(before):
        starts += before[_DAY:]
    moved = {**given, "starts_at": starts}
    if row["ends_at"] and "ends_at" not in given:
        moved["ends_at"] = _move_end(before, row["ends_at"], starts)
    return moved


def _move_end(before: str, ends: str, starts: str) -> str | None:
    """Return the end as long after a new start as it was after the one before; None where that is not known."""
    if not _DAY <= len(before) == len(ends) == len(starts):
        return None
    moved = datetime.fromisoformat(starts) + (datetime.fromisoformat(ends) - datetime.fromisoformat(before))
    return moved.isoformat()[: len(ends)]


def _add_line(note: str | None, line: str) -> str:
    return "\n".join(filter(None, (note, line)))


def _show_day(day: str) -> str:
    return format_date(day, lang=get_language())


def _change_state(
    db: sqlite3.Connection, session: Session, number: int, row: Row, values: Row, *, is_moved: bool = False
) -> Detail:
    """Write the new state of a meeting.

    Raises:
        RefusedChange: when it is recorded so already.
    """
    if row["state"] == values["state"] and not is_moved:
        raise RefusedChange(
            _("meeting {number} is recorded as '{state}' already").format(number=number, state=STATES[row["state"]]),
            _("change it with 'netreg meeting edit {number} FIELD=VALUE'").format(number=number),
        )
    checked_writes.edit_record(db, MEETING, number, values)
    return generic_verbs.show_written(db, session, MEETING, number)
