"""Signed agreements: their parties, signatories and witnesses are amended, not edited.

An agreement is *signed* here once a signature stands and either its day of signing is known
or every party has signed; it is *fully signed* once every party that it states has. What
a running command itself has recorded does not count, so that a record can be written down
in any order. Blank details can always be filled; anything else is an amendment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN
from netreg.entities.agreement.amended_terms import DATED
from netreg.entities.agreement.contacts import CONTACT_FIELDS
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport

# What is noted beside a record was never signed, and whom to ask changes.
_NOT_SIGNED = ("note", "source", *(field.name for field in CONTACT_FIELDS))
# The fields of an agreement itself that are sealed once everybody has signed.
SEALED = ("kind", "title", "signed_on", "effective_from", "term_as_written", *DATED)

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
_FULLY = f"{_ALL_SIGNED} AND (SELECT count(*) {_LISTED}) >= coalesce(a.parties_stated, 0)"
FULLY_SIGNED = f"SELECT a.id FROM agreement a WHERE {_FULLY}"
# Parties added by an amendment break no seal: they sign what stands.
SEALED_AGREEMENTS = f"""SELECT a.id FROM agreement a WHERE (({_FULLY}) OR EXISTS (
    SELECT 1 FROM amendment m WHERE m.agreement_id = a.id AND m.before LIKE '%party\\_count=%' ESCAPE '\\'
    AND NOT EXISTS ({_NEW} AND n.kind = 'amendment' AND n.record_id = m.id)))"""


def is_sealed(db: sqlite3.Connection, agreement: int) -> bool:
    """Tell whether every party of an agreement has signed, but for those that an amendment added since."""
    return _is_among(db, SEALED_AGREEMENTS, agreement)


def is_fully_signed(db: sqlite3.Connection, agreement: int) -> bool:
    """Tell whether every party of an agreement has a signature with a day, passed or ahead."""
    return _is_among(db, FULLY_SIGNED, agreement)


def is_signed(db: sqlite3.Connection, agreement: int) -> bool:
    """Tell whether an agreement is signed, by some or by all."""
    return _is_among(db, SIGNED, agreement)


def refuse_signed(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to add to a fully signed agreement, and to change or remove what was signed; a blank may be filled.

    Raises:
        RefusedChange: naming what to type instead.
    """
    if write.amending or (write.number is None and write.entity.name == "witness"):
        return
    if write.number is None:
        assert write.after is not None
        sealed = SEALED_AGREEMENTS if write.entity.name == "party" else FULLY_SIGNED
        if _is_among(db, sealed, agreement := find_agreement(db, write.after)):
            sentence = _("everybody has signed agreement {number}, so nothing can be added to it")
            raise _make_refusal(write, agreement, sentence)
    elif write.after is None:
        if _is_among(db, SIGNED, agreement := find_agreement(db, write.before)):
            raise _make_refusal(write, agreement, _("agreement {number} is signed, so nothing can be removed from it"))
    else:
        changed = next(_find_changed_fields(write.before, write.after), None)
        if changed and _is_among(db, SIGNED, agreement := find_agreement(db, write.before)):
            sentence = _("agreement {number} is signed, so its {field} cannot be edited")
            raise _make_refusal(write, agreement, sentence, changed)


def refuse_sealed(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to change the title, the term or a date of an agreement that everybody has signed; a blank may be filled.

    Raises:
        RefusedChange: naming what to type instead.
    """
    if write.amending or write.number is None or write.after is None:
        return
    changed = next((name for name in _find_changed_fields(write.before, write.after) if name in SEALED), None)
    if changed and is_sealed(db, write.number):
        raise RefusedChange(
            _("everybody has signed agreement {number}, so its {field} cannot be edited").format(
                number=write.number, field=changed
            ),
            _(
                "record the change with 'netreg agreement amend {number} {field}=…', "
                "or correct a slip with 'netreg agreement edit {number} {field}=… --correction'"
            ).format(number=write.number, field=changed),
        )


def _find_changed_fields(before: Row, after: Row) -> Iterator[str]:
    for name, value in before.items():
        if value is not None and after[name] != value and name not in _NOT_SIGNED:
            yield name


def _make_refusal(write: ProposedWrite, agreement: int, sentence: str, field: str = "") -> RefusedChange:
    """Make the refusal of a write, with the amendment to record in its place."""
    return RefusedChange(
        sentence.format(number=agreement, field=field),
        _("record the change with 'netreg agreement amend {number} {options}'").format(
            number=agreement, options=_choose_amend_options(write, field)
        ),
    )


def _choose_amend_options(write: ProposedWrite, field: str) -> str:
    """Return the options of ``amend`` that make the change; what cannot be told is left to the reader."""
    kind, number = write.entity.name, write.number
    if kind == "party":
        options = {
            "add": "--add-party ORG",
            "edit": f"--party {number} {field}=…",
            "remove": f"--remove-party {number}",
        }
    elif kind == "signatory":
        party = write.before.get("party")
        options = {
            "edit": f"--party {party} --signatory {number} {field}=…",
            "remove": f"--party {party} --remove-signatory {number}",
        }
    else:
        options = {}
    return options.get("add" if number is None else "edit" if write.after else "remove", "…")


def find_agreement(db: sqlite3.Connection, row: Row) -> int:
    """Return the number of the agreement that a party, or what belongs to a party, is of."""
    if "agreement" in row:
        return int(row["agreement"])
    return int(db.execute("SELECT agreement_id FROM party WHERE id = ?", [row["party"]]).fetchone()[0])


def _is_among(db: sqlite3.Connection, agreements: str, agreement: int) -> bool:
    return db.execute(f"SELECT 1 FROM ({agreements} AND a.id = ?)", [agreement]).fetchone() is not None


# --- imports --------------------------------------------------------------------------


def rows_that_change_sealed(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the changed rows of fully signed agreements that have a sealed field."""
    if any(task.column_of(OWN, name) for name in SEALED):
        yield f"changed_rows d JOIN matches m USING (row) WHERE EXISTS ({SEALED_AGREEMENTS} AND a.id = m.record)"


def rows_of_fully_signed_agreements(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that would add to a fully signed agreement."""
    for level, kind in ((OWN, task.entity), (CHILD, task.child)):
        if kind is not None and kind.name in ("party", "signatory") and any(task.columns_of(level)):
            yield f"({_build_row_query(task, level, kind)})"


def _build_row_query(task: TableImport, level: str, kind: Entity) -> str:
    """Return the query for the new rows of a level whose agreement is fully signed."""
    if level == CHILD:
        rows = "SELECT row, owner FROM new_children WHERE owner IS NOT NULL"
    else:
        assert kind.parent is not None
        owner = task.column_of(OWN, kind.parent.name)
        new = "FROM resolved WHERE row NOT IN (SELECT row FROM matches)"
        rows = f"SELECT row, {owner.name if owner else 'NULL'} AS owner {new}"
    if kind.name == "signatory":
        rows = f"SELECT r.row, p.agreement_id AS owner FROM ({rows}) r JOIN party p ON p.id = r.owner"
    return f"SELECT row FROM ({rows}) WHERE owner IN ({FULLY_SIGNED})"


RULE = WriteRule(refuse=refuse_signed, rows_needing_row_import=rows_of_fully_signed_agreements)
