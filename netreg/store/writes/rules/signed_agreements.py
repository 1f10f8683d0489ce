"""What was signed is not edited: parties, signatories and witnesses of a signed agreement.

An agreement is *signed* here once a signature stands and either its day of signing is known
or every party has signed; it is *complete* once every party that it states has signed. What
a running command itself has recorded does not count, so that a record can be written down
in any order. Blank details can always be filled; anything else is an amendment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.table_import import CHILD, OWN
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.importing import staging_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport

KINDS = ("party", "signatory", "witness")
# What is noted beside a record was never signed.
_NOT_SIGNED = ("note", "source")

# The + keeps SQLite from reading all changes of a long command rather than the few of the record.
_NEW = "SELECT 1 FROM change n WHERE +n.command_id = (SELECT id FROM running) AND n.before IS NULL"
_SIGNS = f"""SELECT 1 FROM signatory s WHERE s.party_id = p.id AND coalesce(s.signed_on, a.signed_on) IS NOT NULL
    AND NOT EXISTS ({_NEW} AND n.kind = 'signatory' AND n.record_id = s.id)"""
_LISTED = f"""FROM party p WHERE p.agreement_id = a.id
    AND NOT EXISTS ({_NEW} AND n.kind = 'party' AND n.record_id = p.id)"""
_ALL_SIGNED = f"""EXISTS (SELECT 1 {_LISTED})
    AND NOT EXISTS (SELECT 1 {_LISTED} AND NOT EXISTS ({_SIGNS}))"""
SIGNED = f"""SELECT a.id FROM agreement a WHERE EXISTS (SELECT 1 {_LISTED} AND EXISTS ({_SIGNS}))
    AND (a.signed_on IS NOT NULL OR ({_ALL_SIGNED}))"""
COMPLETE = f"""SELECT a.id FROM agreement a WHERE {_ALL_SIGNED}
    AND (SELECT count(*) {_LISTED}) >= coalesce(a.parties_stated, 0)"""


def refuse_addition(db: sqlite3.Connection, entity: Entity, row: Mapping[str, Any]) -> None:
    """Refuse a party or a signatory more once everybody has signed.

    Raises:
        RefusedChange: naming what to type instead.
    """
    if entity.name not in ("party", "signatory"):
        return
    agreement = row["agreement"] if entity.name == "party" else _agreement_of(db, row["party"])
    if _is(db, COMPLETE, agreement):
        raise _refusal(agreement, _("everybody has signed agreement {number}, so nothing is added to it"))


def refuse_edit(db: sqlite3.Connection, entity: Entity, before: Row, changes: Mapping[str, Any]) -> None:
    """Refuse to change what was signed; a blank may be filled.

    Raises:
        RefusedChange: naming the first such field.
    """
    if entity.name not in KINDS:
        return
    changed = next(_changed(before, changes), None)
    agreement = before["agreement"] if entity.name == "party" else _agreement_of(db, before["party"])
    if changed and _is(db, SIGNED, agreement):
        sentence = _("agreement {number} is signed, so its {field} is not edited")
        raise _refusal(agreement, sentence, field=changed)


def _changed(before: Row, changes: Mapping[str, Any]) -> Iterator[str]:
    for name, value in changes.items():
        if before[name] is not None and before[name] != value and name not in _NOT_SIGNED:
            yield name


def refuse_removal(db: sqlite3.Connection, entity: Entity, number: int) -> None:
    """Refuse to take away what was signed.

    Raises:
        RefusedChange: naming what to type instead.
    """
    if entity.name not in KINDS:
        return
    assert entity.parent is not None
    owner = db.execute(f"SELECT {entity.parent.column} FROM {entity.name} WHERE id = ?", [number]).fetchone()[0]
    agreement = owner if entity.name == "party" else _agreement_of(db, owner)
    if _is(db, SIGNED, agreement):
        raise _refusal(agreement, _("agreement {number} is signed, so nothing is removed from it"))


def _refusal(agreement: int, sentence: str, **more: str) -> RefusedChange:
    return RefusedChange(
        sentence.format(number=agreement, **more),
        _("record the change with 'netreg agreement amend {number} …'").format(number=agreement),
    )


def _agreement_of(db: sqlite3.Connection, party: int) -> int:
    found: int = db.execute("SELECT agreement_id FROM party WHERE id = ?", [party]).fetchone()[0]
    return found


def _is(db: sqlite3.Connection, those: str, agreement: int) -> bool:
    return db.execute(f"SELECT 1 FROM ({those} AND a.id = ?)", [agreement]).fetchone() is not None


# --- imports --------------------------------------------------------------------------


def set_aside(db: sqlite3.Connection, task: TableImport) -> None:
    """Leave the rows that would add to a complete agreement to be put, and refused, one by one."""
    for level, kind in ((OWN, task.entity), (CHILD, task.child)):
        if kind is not None and kind.name in ("party", "signatory") and any(task.columns_of(level)):
            staging_tables.set_aside(db, [row[0] for row in db.execute(_rows(task, level, kind))])


def _rows(task: TableImport, level: str, kind: Entity) -> str:
    """The new rows of a level whose agreement is complete."""
    if level == CHILD:
        rows = "SELECT row, owner FROM child_new WHERE owner IS NOT NULL"
    else:
        assert kind.parent is not None
        owner = task.column_of(OWN, kind.parent.name)
        new = "FROM resolved WHERE row NOT IN (SELECT row FROM found)"
        rows = f"SELECT row, {owner.name if owner else 'NULL'} AS owner {new}"
    if kind.name == "signatory":
        rows = f"SELECT r.row, p.agreement_id AS owner FROM ({rows}) r JOIN party p ON p.id = r.owner"
    return f"SELECT row FROM ({rows}) WHERE owner IN ({COMPLETE})"
