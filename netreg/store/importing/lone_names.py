"""Rows about nobody known whose name is one word, in a file of whole names: perhaps no person at all.

Telephone lists name a room or a service beside people, and sign-in sheets a nickname. A list of
nothing but such names is let be, and so is one person with a key of another office or an e-mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import DECISION_HEADING, NEITHER, NEW_RECORD, OWN, RowDecision
from netreg.core.uid_field import UID_NAME
from netreg.language import _
from netreg.store.importing import staging_tables

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.table_import import TableImport

_FEWEST_WHOLE = 3
"""The rows with a family name that make a list one of whole names; they are also twice as many as the others."""


def reject_lone_names(db: sqlite3.Connection, task: TableImport) -> None:
    """Reject the new people of one word without a title, where the others have family names, unless it is decided."""
    given, family = (task.column_of(OWN, name) for name in ("given_name", "family_name"))
    if given is None or family is None or family.name in task.filled or task.policy.doubtful == "new":
        return
    keys = (*task.entity.unique_fields, UID_NAME, "code", "titles")
    others = [column.name for name in dict.fromkeys(keys) if (column := task.column_of(OWN, name))]
    blank = "".join(f" AND i.{name} IS NULL" for name in others)
    # What hardly any row lacks is asked for first.
    lone = f"i.{family.name} IS NULL AND i.{given.name} IS NOT NULL AND instr(i.{given.name}, ' ') = 0{blank}"
    sql = f"""SELECT i.row, i.{given.name} FROM incoming i WHERE {lone} AND i.row IN (SELECT row FROM unmatched_rows)
        AND i.row NOT IN (SELECT row FROM rejected_rows) AND i.row NOT IN (SELECT row FROM decisions)"""
    found = db.execute(sql).fetchall()
    if not found or not _are_exceptions(db, family.name, lone):
        return
    if task.policy.doubtful == "skip":
        staging_tables.insert_decisions(db, [RowDecision(row, "skip") for row, _name in found])
        return
    reason = _(
        "one word alone, though the other rows have family names; "
        "complete it, write {new} or {skip} in a column '{heading}', or add --doubtful new"
    ).format(new=NEW_RECORD, skip=NEITHER, heading=DECISION_HEADING)
    for row, name in found:
        staging_tables.reject_row(db, row, f"{OWN}.{given.field.name}", name, reason)


def _are_exceptions(db: sqlite3.Connection, family: str, lone: str) -> bool:
    """Return whether most rows of the file have a family name."""
    sql = f"SELECT count(i.{family}), count(*) FILTER (WHERE {lone}) FROM incoming i"
    whole, alone = db.execute(sql).fetchone()
    return bool(whole >= max(_FEWEST_WHOLE, 2 * alone))
