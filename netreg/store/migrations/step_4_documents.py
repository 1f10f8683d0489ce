"""Part of step 4: documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.migrations.tables import SEARCHED, TOP, create

if TYPE_CHECKING:
    from sqlite_utils import Database

TABLES = {
    "document": (
        (*TOP, SEARCHED),
        """
        title TEXT NOT NULL
        kind TEXT
        document_no TEXT
        dated TEXT
        agreement_id INTEGER REFERENCES agreement (id)
        meeting_id INTEGER REFERENCES meeting (id)
        news_item_id INTEGER REFERENCES news_item (id)
        file_name TEXT NOT NULL
        size INTEGER NOT NULL
        media_type TEXT NOT NULL
        sha256 TEXT NOT NULL
    """,
    ),
}


def attached_documents(db: Database) -> None:
    """The documents of agreements, meetings and news: what is known of each, and the digest its file is kept under."""
    create(db, TABLES)
    db.execute("CREATE INDEX document_sort_key ON document (sort_key)")
    db.execute("CREATE INDEX document_sha256 ON document (sha256)")
