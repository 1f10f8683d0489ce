"""The numbers of the meetings of a series (ครั้งที่ 2/2567), given by themselves, and the meeting before each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.entities import MEETING, MEETING_SERIES
from netreg.entities.rough_dates import get_fiscal_year
from netreg.store.records import editions, records
from netreg.thai.dates.formats import BE_OFFSET

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Row

_INHERITED = ("group", "organiser", "mode", "platform", "link", "venue")
"""What a meeting has from its series unless something else is said."""


def complete_from_series(db: sqlite3.Connection, values: Mapping[str, Any]) -> Row:
    """Return the values of a new meeting with what follows from its series.

    Its title is that of the series, its number the next one of the year, and it knows the meeting before it.
    What was given stays; without a series nothing is added.
    """
    row: Row = dict(values)
    if (series := row.get("series")) is None:
        return row
    known = records.read_values(db, MEETING_SERIES, series)
    for name in ("title", *_INHERITED):
        if row.get(name) is None and known[name] is not None:
            row[name] = known[name]
    if row.get("year") is None:
        row["year"] = find_counting_year(known["numbering"], row.get("starts_at"))
    is_countable = row["year"] is not None or known["numbering"] == "continuous"
    if row.get("number") is None and is_countable:
        row["number"] = _find_next_number(db, series, row["year"])
    if row.get("previous") is None:
        row["previous"] = editions.find_meeting_before(db, series, row.get("starts_at"))
    return row


def find_counting_year(numbering: str | None, day: str | None) -> int | None:
    """Return the year (พ.ศ.) in which a meeting on a day is counted; None where numbers go on over the years."""
    if numbering == "continuous" or day is None:
        return None
    return get_fiscal_year(day) if numbering == "fiscal" else int(day[:4]) + BE_OFFSET


def _find_next_number(db: sqlite3.Connection, series: int, year: int | None) -> int:
    sql = "SELECT coalesce(max(number), 0) + 1 FROM meeting WHERE series_id = ? AND (? IS NULL OR year = ?)"
    return int(db.execute(sql, [series, year, year]).fetchone()[0])


def link_next_meeting(db: sqlite3.Connection, number: int) -> None:
    """Let the meeting after a new one of its series follow it, where both followed the same one."""
    new = records.read_values(db, MEETING, number)
    sql = """SELECT id FROM meeting WHERE series_id = ? AND starts_at > ? AND previous_id IS ? AND id <> ?
        ORDER BY starts_at, id LIMIT 1"""
    found = db.execute(sql, [new["series"], new["starts_at"], new["previous"], number]).fetchone()
    if new["series"] is not None and found and new["state"] != "cancelled":
        records.update_record(db, MEETING, found[0], {"previous": number})
