"""Meetings called by their series and number, ``ชุดประชุม ครั้งที่ 2/2567``, and the one before each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple
from netreg.thai.text import clean, to_ascii_digits

if TYPE_CHECKING:
    import sqlite3


class Edition(NamedTuple):
    """A meeting as it is called: the name of the series, the number, and the year (พ.ศ.) where one is said."""

    series: str
    number: int
    year: int | None


def split_edition(written: str) -> Edition | None:
    """Return the parts of ``ชุดประชุม ครั้งที่ 2/2567``, ``ชุดประชุม 2/2567``; None for any other name."""
    plain = to_ascii_digits(clean(written))
    found = re.fullmatch(r"(.*\S) ?(?:(?<= )|ครั้งที่ ?)(\d{1,4})(?: ?/ ?(\d{4}))?", plain)
    if found is None:
        return None
    name, number, year = found.groups()
    return Edition(name.removesuffix("ครั้งที่").strip(), int(number), int(year) if year else None)


def find_edition(db: sqlite3.Connection, edition: Edition, series: list[int]) -> list[int]:
    """Return the meetings of some series that have a number, in a year where one is said."""
    marks = ", ".join(map(str, series))
    sql = f"""SELECT id FROM meeting WHERE series_id IN ({marks}) AND number = ? AND (? IS NULL OR year = ?)
        ORDER BY id"""
    return [row[0] for row in db.execute(sql, [edition.number, edition.year, edition.year])]


def find_meeting_before(db: sqlite3.Connection, series: int, day: str | None) -> int | None:
    """Return the last meeting of a series before a day that was not cancelled."""
    sql = """SELECT id FROM meeting WHERE series_id = ? AND starts_at < ? AND coalesce(state, '') <> 'cancelled'
        ORDER BY starts_at DESC, id DESC LIMIT 1"""
    found = db.execute(sql, [series, day]).fetchone()
    return int(found[0]) if found else None
