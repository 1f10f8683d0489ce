"""How steps write tables: the columns that every record has, and an index for each reference.

Every step rests on this, so it is history as they are and is never edited once released.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

SYSTEM = (
    "id INTEGER PRIMARY KEY AUTOINCREMENT",
    "uid TEXT NOT NULL UNIQUE",
    "note TEXT",
    "source TEXT",
    "created_at TEXT NOT NULL",
    "updated_at TEXT NOT NULL",
)
TOP = (*SYSTEM, "code TEXT UNIQUE", "sort_key TEXT NOT NULL")
SEARCHED = "search_text TEXT NOT NULL DEFAULT ''"


def create(db: Database, tables: Mapping[str, tuple[tuple[str, ...], str]]) -> None:
    """Make tables: the columns each begins with, and its own, one a line."""
    for table, (system, columns) in tables.items():
        own = [line.strip() for line in columns.strip().splitlines()]
        db.execute(f"CREATE TABLE {table} (\n  {', '.join((*system, *own))}\n) STRICT")
        for column in own:
            name = column.split()[0]
            if name.endswith("_id"):
                db.execute(f"CREATE INDEX {table}_{name} ON {table} ({name})")
        if system is TOP:
            db.execute(f"CREATE INDEX {table}_sort_key ON {table} (sort_key)")
