"""Part of step 4: rules and silences, what was told, what is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.migrations.tables import TOP, create

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = {
    "rule": (
        TOP,
        """
        kind TEXT NOT NULL
        clock TEXT NOT NULL
        sort TEXT
        record TEXT
        offsets TEXT
        repeat TEXT
        enabled INTEGER
        search_text TEXT NOT NULL DEFAULT ''
    """,
    ),
    "silence": (
        TOP,
        """
        kind TEXT NOT NULL
        clock TEXT NOT NULL
        record TEXT NOT NULL
        day TEXT NOT NULL
        until TEXT
        reason TEXT
        title TEXT
        search_text TEXT NOT NULL DEFAULT ''
    """,
    ),
}
STATEMENTS = (
    """CREATE TABLE reminder (
        channel TEXT NOT NULL,
        kind TEXT NOT NULL,
        record TEXT NOT NULL,
        clock TEXT NOT NULL,
        day TEXT NOT NULL,
        step TEXT NOT NULL,
        step_day TEXT NOT NULL,
        told INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (record, clock, day, channel, step, step_day)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE outgoing (
        id TEXT PRIMARY KEY,
        channel TEXT NOT NULL,
        notices TEXT NOT NULL,
        claimed_at TEXT NOT NULL,
        held_until TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE last_run (
        name TEXT PRIMARY KEY, at TEXT NOT NULL, as_of TEXT NOT NULL, told INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX post_until ON post (until) WHERE until IS NOT NULL",
)


def what_is_due(db: Database) -> None:
    """Rules and silences; what was told of which day to whom, what is being sent, what ran when."""
    create(db, TABLES)
    for statement in STATEMENTS:
        db.execute(statement)
