"""Step 4: groups, training, alumni, activities and news; what is due; documents; the life of agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.migrations.step_4_agreements import life_of_agreements
from netreg.store.migrations.step_4_documents import attached_documents
from netreg.store.migrations.step_4_due import what_is_due
from netreg.store.migrations.step_4_groups import groups_trainings_alumni

if TYPE_CHECKING:
    from sqlite_utils import Database


def whole_network(db: Database) -> None:
    """Groups, training, alumni, activities and news; what is due; documents; the life of agreements."""
    groups_trainings_alumni(db)
    what_is_due(db)
    attached_documents(db)
    life_of_agreements(db)
    db.execute("DROP INDEX person_line_id")  # a LINE id only looks like a reference
