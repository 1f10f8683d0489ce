"""Former names: each is a name of the record that it belongs to, so the rows of a file are written one by one.

A party keeps the one under which it signed an agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN
from netreg.entities import BY_NAME
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.store.writes.rules.signed_agreements import find_agreement

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.table_import import TableImport


def _find_new_names(_db: sqlite3.Connection, task: TableImport) -> Iterable[str]:
    """Find the rows with a new former name: written in sets, they would name only themselves.

    And those of parties that had another name: written in sets, they would not keep it.
    """
    if task.entity.name in ("former_name", "former_organisation_name"):
        yield "unmatched_rows"
    for level, kind, rows in ((OWN, task.entity, "unmatched_rows"), (CHILD, task.child, "new_children")):
        column = task.column_of(level, "organisation") if kind is not None and kind.name == "party" else None
        if column is not None:
            had = f"SELECT 1 FROM former_organisation_name f WHERE f.organisation_id = i.{column.name}"
            yield f"{rows} CROSS JOIN resolved i USING (row) WHERE EXISTS ({had})"


# A rough last day counts to its end: '2547~' is after every day of that year.
_NAME_OF_PARTY = """SELECT p.id, (SELECT f.former_name FROM former_organisation_name f
        WHERE f.organisation_id = p.organisation_id AND f.until || '~' >= coalesce(a.signed_on, (
            SELECT max(g.signed_on) FROM party q JOIN signatory g ON g.party_id = q.id WHERE q.agreement_id = a.id))
        ORDER BY f.until, f.id LIMIT 1) AS name
    FROM party p JOIN agreement a ON a.id = p.agreement_id
    WHERE p.unit_id IS NULL AND p.name_as_signed IS NULL AND p.{column} = ?"""


def keep_signed_names(db: sqlite3.Connection, column: str, number: int) -> None:
    """Keep the former name of an organisation with each agreement that it signed up to the last day of that name.

    Args:
        db: The register.
        column: Whose parties: ``organisation_id``, or ``agreement_id``.
        number: The number of that record.
    """
    for party, name in db.execute(_NAME_OF_PARTY.format(column=column), [number]).fetchall():
        if name is not None:
            records.update_record(db, BY_NAME["party"], party, {"name_as_signed": name})


def _follow_name(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Keep a name with what was signed under it, where a write made its last day known, or the day of signing."""
    if write.after is None:
        return
    if write.entity.name == "former_organisation_name" and write.after["until"]:
        keep_signed_names(db, "organisation_id", write.after["organisation"])
    elif write.entity.name == "agreement" and write.number is not None:
        keep_signed_names(db, "agreement_id", write.number)
    elif write.entity.name in ("party", "signatory"):
        keep_signed_names(db, "agreement_id", find_agreement(db, write.after))


RULE = WriteRule(follow=_follow_name, rows_needing_row_import=_find_new_names)
