"""What the file says of itself: whether it is a demonstration, when which command last ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store import database
from netreg.store.database import reading
from netreg.store.triggers import NOW

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def mark_demo(db: sqlite3.Connection) -> None:
    """Mark the register as a demonstration."""
    db.execute("INSERT INTO setting (name, value) VALUES ('demo', 'yes')")


def is_demo(path: Path) -> bool:
    """Whether the register at `path` was made as a demonstration."""
    with reading(path) as db:
        return db.execute("SELECT 1 FROM setting WHERE name = 'demo'").fetchone() is not None


REMIND = "remind"
"""The name under which ``netreg remind`` keeps that it ran."""


def beat(db: sqlite3.Connection, name: str) -> None:
    """Keep that the command `name` ran just now; this is no change, and the history does not have it.

    The caller has a transaction; one of :func:`database.command` that changes nothing else
    is rolled back, so :func:`ran` is there for a run without news.
    """
    db.execute(
        f"INSERT INTO heartbeat (name, at) VALUES (?, {NOW}) ON CONFLICT (name) DO UPDATE SET at = excluded.at", [name]
    )


def ran(path: Path, name: str) -> None:
    """Keep that the command `name` ran just now, in a transaction of its own."""
    with database.unlocked(path) as db, database.immediate(db):
        beat(db, name)


def last_beat(db: sqlite3.Connection, name: str) -> str | None:
    """The moment (UTC, ISO 8601) at which the command `name` last ran; None if it never did."""
    found = db.execute("SELECT at FROM heartbeat WHERE name = ?", [name]).fetchone()
    return str(found[0]) if found else None


def last_run(path: Path, name: str = REMIND) -> str | None:
    """The same, of the register at `path`."""
    with reading(path) as db:
        return last_beat(db, name)
