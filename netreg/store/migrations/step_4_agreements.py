"""Part of step 4: the life of agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.migrations.tables import SEARCHED, SYSTEM, create

if TYPE_CHECKING:
    from sqlite_utils import Database

AGREEMENT = (
    "addendum_to_id INTEGER REFERENCES agreement (id)",
    "final_by_id INTEGER REFERENCES person (id)",
    "final_document_no TEXT",
    "end_settled TEXT",
    "settled_on TEXT",
    "settled_by_id INTEGER REFERENCES person (id)",
    "settled_reason TEXT",
    "settled_stated TEXT",
    "settled_term TEXT",
)
TABLES = {
    "decision": (
        (*SYSTEM, SEARCHED),
        """
        agreement_id INTEGER NOT NULL REFERENCES agreement (id)
        kind TEXT NOT NULL
        decided_on TEXT NOT NULL
        by_id INTEGER REFERENCES person (id)
        document_no TEXT
        first_day TEXT
        until TEXT
        term TEXT
        successor_id INTEGER REFERENCES agreement (id)
        reason TEXT
    """,
    ),
    "amendment": (
        (*SYSTEM, SEARCHED),
        """
        agreement_id INTEGER NOT NULL REFERENCES agreement (id)
        seq INTEGER
        kind TEXT
        signed_on TEXT
        document_no TEXT
        text TEXT NOT NULL
        reason TEXT
        before TEXT
    """,
    ),
}
DATES = (
    """CREATE TABLE agreement_dates (
        agreement_id INTEGER PRIMARY KEY,
        known_from TEXT, moving INTEGER NOT NULL, notice TEXT, end_first TEXT, end_last TEXT, over_after TEXT
    ) STRICT""",
    "CREATE INDEX agreement_dates_known_from ON agreement_dates (known_from)",
    "CREATE INDEX agreement_dates_moving ON agreement_dates (moving) WHERE moving",
    "CREATE INDEX agreement_dates_notice ON agreement_dates (notice) WHERE notice IS NOT NULL",
    "CREATE INDEX agreement_dates_end ON agreement_dates (end_first, end_last)",
    "CREATE INDEX agreement_dates_grace ON agreement_dates (over_after, end_last) WHERE over_after > end_last",
    "CREATE INDEX agreement_dates_over ON agreement_dates (over_after, known_from)",
)


def life_of_agreements(db: Database) -> None:
    """Decisions on the end of an agreement, amendments, addenda, what was settled; dates to find them by."""
    for column in AGREEMENT:
        db.execute(f"ALTER TABLE agreement ADD COLUMN {column}")
    for name in ("addendum_to_id", "final_by_id", "settled_by_id"):
        db.execute(f"CREATE INDEX agreement_{name} ON agreement ({name})")
    create(db, TABLES)
    for statement in DATES:
        db.execute(statement)
