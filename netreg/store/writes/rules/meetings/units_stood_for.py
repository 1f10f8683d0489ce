"""For which unit somebody came to a meeting, or said something: that of the seat in the body, else of the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities.rough_dates import can_hold_on, parse_rough_date

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row

_SEATS = """SELECT m.organisation_id AS unit, m.joined AS first, m.left AS last FROM membership m
    WHERE m.person_id = :person AND m.group_id = coalesce(:group,
        (SELECT w.group_id FROM meeting w WHERE w.id = :meeting),
        (SELECT s.group_id FROM meeting w JOIN meeting_series s ON s.id = w.series_id WHERE w.id = :meeting))"""
_POSTS = "SELECT p.organisation_id AS unit, p.since AS first, p.until AS last FROM post p WHERE p.person_id = :person"


def find_unit_stood_for(db: sqlite3.Connection, row: Row, person: int, day: str) -> int | None:
    """Find the only unit for which somebody can have stood on a day; None where there are several, or none.

    Without a day those of the present count.
    """
    days = parse_rough_date(day or None)
    asked = {"person": person, "group": row.get("group"), "meeting": row["meeting"]}
    for sql in (_SEATS, _POSTS):
        units = {
            one["unit"]
            for one in db.execute(sql, asked)
            if one["unit"] is not None
            and (can_hold_on(one["first"], one["last"], days.first) if days else one["last"] is None)
        }
        if units:
            return units.pop() if len(units) == 1 else None
    return None
