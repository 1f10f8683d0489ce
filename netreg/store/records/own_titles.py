"""The titles that a register has of its own, read when it is opened."""

from __future__ import annotations

import sqlite3

from netreg.thai.names import own_titles

_SELECT = "SELECT title, coalesce(short, title), coalesce(sort, 'own') FROM own_title ORDER BY id"


def hand_on(db: sqlite3.Connection) -> None:
    """Hand the titles of a register on to whatever parses names."""
    try:
        rows = db.execute(_SELECT).fetchall()
    except sqlite3.DatabaseError:  # a damaged table is for doctor to name
        rows = []
    own_titles.use_rows((str(row[0]), str(row[1]), str(row[2])) for row in rows if row[0])
