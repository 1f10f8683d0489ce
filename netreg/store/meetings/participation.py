"""Who came to the meetings of a group, again and again: the share of them, and how many were missed in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import ATTENDANCE, MEETING, MEETING_SERIES, MEMBERSHIP
from netreg.entities.meeting.attendance import CAME
from netreg.named_tuples import NamedTuple
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

    from netreg.core.entity import Row
    from netreg.core.fields import Ref

_NOT_HELD = ("planned", "cancelled", "postponed")


class HeldMeeting(NamedTuple):
    """A meeting that took place: its number, its day (ISO 8601), and who was in its list."""

    number: int
    day: str
    attendance: list[Row]


def read_held_meetings(db: sqlite3.Connection, group: int, series: int | None, as_of: date) -> list[HeldMeeting]:
    """Read the meetings of a group, or of one series, that took place and where somebody is recorded to have come."""
    read = records.select_belonging
    if series is not None:
        found = read(db, MEETING, "series", series, as_of)
    else:
        own = read(db, MEETING_SERIES, "group", group, as_of)
        found = read(db, MEETING, "group", group, as_of)
        found += [row for one in own for row in read(db, MEETING, "series", one["id"], as_of)]
    held = {
        row["id"]: row["starts_at"][:10]
        for row in found
        if row["state"] not in _NOT_HELD and row["starts_at"][:10] <= as_of.isoformat()
    }
    listed = [HeldMeeting(one, day, read(db, ATTENDANCE, "meeting", one, as_of)) for one, day in held.items()]
    kept = [one for one in listed if any(row["presence"] in CAME for row in one.attendance)]
    return sorted(kept, key=lambda one: (one.day, one.number))


def read_participation(
    db: sqlite3.Connection, group: int, meetings: Iterable[HeldMeeting], as_of: date, by: str
) -> list[Row]:
    """Read how often each member of a group came, or each unit (`by`) sent somebody, those who missed most first.

    Members are expected at the meetings of their time in the group; others in a list only
    there. A substitute comes for the unit, not for the person.
    """
    expected: dict[int, list[bool]] = {}
    refs: dict[int, Ref] = {}
    seats = records.select_belonging(db, MEMBERSHIP, "group", group, as_of)
    for meeting in meetings:
        came: dict[int, bool] = {}
        members = [row for row in seats if _belongs_on(row, meeting.day)]
        for row in members + meeting.attendance:
            if (ref := row[by]) is not None:
                refs[ref.id] = ref
                came[ref.id] = came.get(ref.id, False) or row.get("presence") in CAME
        if by == "organisation":
            _count_seats_of(members, meeting.attendance, came)
        for one, is_there in came.items():
            expected.setdefault(one, []).append(is_there)
    rows = [_make_row(refs[one], history) for one, history in expected.items()]
    return sorted(rows, key=lambda row: (-row["missed_in_a_row"], row["rate"], row["name"]))


def _belongs_on(seat: Row, day: str) -> bool:
    """Tell whether somebody belonged to a group on a day; days known by year or month alone count whole."""
    joined, left = seat["joined"], seat["left"]
    return (not joined or day[: len(joined)] >= joined) and (not left or day[: len(left)] <= left)


def _count_seats_of(members: Iterable[Row], attendance: Iterable[Row], came: dict[int, bool]) -> None:
    """Count whoever came without a unit of their own for the unit of their seat."""
    units = {row["person"].id: row["organisation"].id for row in members if row["person"] and row["organisation"]}
    for row in attendance:
        if row["person"] and not row["organisation"] and row["presence"] in CAME and row["person"].id in units:
            came[units[row["person"].id]] = True


def _make_row(ref: Ref, history: list[bool]) -> Row:
    missed = next((n for n, is_there in enumerate(reversed(history)) if is_there), len(history))
    return {
        "id": ref.id,
        "name": ref.name,
        "meetings": len(history),
        "came": sum(history),
        "rate": round(100 * sum(history) / len(history)),
        "missed_in_a_row": missed,
    }
