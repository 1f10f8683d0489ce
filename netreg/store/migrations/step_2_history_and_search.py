"""Step 2: the history of every change, and the text of each record that is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SEARCHED = (
    "organisation", "person", "post", "agreement", "purpose", "party", "signatory", "witness", "meeting",
    "agenda_item", "attendance", "head_count",
)  # fmt: skip
STATEMENTS = (
    """CREATE TABLE command (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        words TEXT NOT NULL,
        undoes INTEGER REFERENCES command (id),
        digest TEXT
    ) STRICT""",
    "CREATE INDEX command_undoes ON command (undoes) WHERE undoes IS NOT NULL",
    """CREATE TABLE layout (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, columns TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command_id INTEGER REFERENCES command (id),
        at TEXT NOT NULL,
        layout_id INTEGER NOT NULL REFERENCES layout (id),
        kind TEXT NOT NULL,
        record_id INTEGER NOT NULL,
        before TEXT,
        after TEXT
    ) STRICT""",
    "CREATE INDEX change_command ON change (command_id)",
    "CREATE INDEX change_record ON change (kind, record_id)",
    "CREATE TABLE running (id INTEGER NOT NULL REFERENCES command (id)) STRICT",
    "ALTER TABLE setting RENAME TO setting_without_number",
    """CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, value TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO setting (name, value) SELECT name, value FROM setting_without_number",
    "DROP TABLE setting_without_number",
)


def history_and_search(db: Database) -> None:
    """The history of every change, and the text of each record that is searched."""
    for table in SEARCHED:
        db.execute(f"ALTER TABLE {table} ADD COLUMN search_text TEXT NOT NULL DEFAULT ''")
    for statement in STATEMENTS:
        db.execute(statement)
