"""The minutes of a meeting, accepted in a later one of its series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import MEETING
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.records import records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row


def accept_minutes(db: sqlite3.Connection, meeting: int, later: int, corrections: str | None) -> None:
    """Record that a later meeting accepted the minutes of one; they are sealed from then on.

    Raises:
        RefusedChange: when they are accepted already, when either was not held, or the other is not later.
    """
    row, other = (records.read_values(db, MEETING, number) for number in (meeting, later))
    if row["accepted_in"] is not None:
        raise RefusedChange(
            _("the minutes of meeting {meeting} were accepted in meeting {later} already").format(
                meeting=meeting, later=row["accepted_in"]
            ),
            _("see 'netreg meeting show {meeting}'").format(meeting=meeting),
        )
    for number, one in ((meeting, row), (later, other)):
        _refuse_not_held(number, one)
    _refuse_not_later(meeting, row, later, other)
    values = {"accepted_in": later, **({"corrections": corrections} if corrections else {})}
    checked_writes.edit_record(db, MEETING, meeting, values)


def _refuse_not_held(number: int, row: Row) -> None:
    if row["state"] != "held":
        raise RefusedChange(
            _("meeting {meeting} was not held, so no minutes are accepted").format(meeting=number)
            if row["state"] != "planned"
            else _("meeting {meeting} is still planned, so no minutes are accepted").format(meeting=number),
            _("record that it was held with 'netreg meeting hold {meeting}'").format(meeting=number),
        )


def _refuse_not_later(meeting: int, row: Row, later: int, other: Row) -> None:
    """Refuse a meeting that is not after the other, or is of another series."""
    known = None not in (other["starts_at"], row["starts_at"])  # unless another tool wrote what is no moment
    if later == meeting or (known and other["starts_at"] < row["starts_at"]):
        raise RefusedChange(
            _("meeting {later} does not come after meeting {meeting}").format(later=later, meeting=meeting),
            _("name the meeting that accepted the minutes with --in"),
        )
    if (row["series"] is None) != (other["series"] is None):
        inside, outside = (meeting, later) if other["series"] is None else (later, meeting)
        raise RefusedChange(
            _("meeting {inside} is of a series, meeting {outside} of none").format(inside=inside, outside=outside),
            _("if it is of the same series, first run 'netreg meeting edit {outside} series={series}'").format(
                outside=outside, series=row["series"] or other["series"]
            ),
        )
    if row["series"] != other["series"]:
        raise RefusedChange(
            _("meetings {meeting} and {later} are of different series").format(meeting=meeting, later=later),
            _("name a later meeting of its series with --in"),
        )
