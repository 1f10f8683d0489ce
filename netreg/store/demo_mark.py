"""The settings that a register keeps of itself: whether it is a demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.database import reading

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def mark_demo(db: sqlite3.Connection) -> None:
    """Mark the register as a demonstration."""
    db.execute("INSERT INTO setting (name, value) VALUES ('demo', 'yes')")


def is_demo(path: Path) -> bool:
    """Tell whether the register at `path` was created as a demonstration."""
    with reading(path) as db:
        return db.execute("SELECT 1 FROM setting WHERE name = 'demo'").fetchone() is not None
