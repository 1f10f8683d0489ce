"""Step 3: what each import read, and the commands that are undone together; no index holds empty cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def files_imported(db: Database) -> None:
    """What each import read, and the commands that are undone together; no index holds empty cells."""
    db.execute("ALTER TABLE command ADD COLUMN batch_id INTEGER REFERENCES command (id)")
    db.execute("CREATE INDEX command_batch ON command (batch_id) WHERE batch_id IS NOT NULL")
    db.execute("""CREATE TABLE imported_file (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        command_id INTEGER REFERENCES command (id),
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        form TEXT NOT NULL,
        encoding TEXT NOT NULL,
        source TEXT,
        mapping TEXT NOT NULL,
        rows INTEGER NOT NULL,
        new INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        rejected INTEGER NOT NULL
    ) STRICT""")
    db.execute("CREATE INDEX imported_file_sha256 ON imported_file (sha256)")
    for column in ("external_key", "email"):
        db.execute(f"DROP INDEX person_{column}")
        db.execute(f"CREATE INDEX person_{column} ON person ({column}) WHERE {column} IS NOT NULL")
