"""Signed agreements: their text, parties, signatories and witnesses are amended or corrected, not edited.

The text and the parties are sealed with the first signature. A signature is, once its party has signed,
or the agreement is *signed*: a signature stands and either its day of signing is known or every party
has signed; it is *fully signed* once every party that it states has. What a running command itself has
recorded does not count. Blank details can be filled where no day moves that was known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.kept_names import POSITION_KNOWN_ON
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

# What is noted beside a record was never signed, nor how certain it is; and whom to ask changes.
_NOT_SIGNED = ("note", "source", POSITION_KNOWN_ON.name, *(field.name for field in CONTACT_FIELDS))
# The fields of an agreement itself that are sealed once somebody has signed.
SEALED = ("kind", "title", "signed_on", "effective_from", "term_as_written", *DATED)

# The + keeps SQLite from reading all changes of a long command rather than the few of the record.
_NEW = "SELECT 1 FROM change n WHERE +n.command_id = (SELECT id FROM running) AND n.before IS NULL"
_SIGNS = f"""SELECT 1 FROM signatory s WHERE s.party_id = p.id AND coalesce(s.signed_on, a.signed_on) IS NOT NULL
    AND NOT EXISTS ({_NEW} AND n.kind = 'signatory' AND n.record_id = s.id)"""
_LISTED = f"""FROM party p WHERE p.agreement_id = a.id
    AND NOT EXISTS ({_NEW} AND n.kind = 'party' AND n.record_id = p.id)"""
_ALL_SIGNED = f"""EXISTS (SELECT 1 {_LISTED})
    AND NOT EXISTS (SELECT 1 {_LISTED} AND NOT EXISTS ({_SIGNS}))"""
_BEGUN = f"SELECT a.id FROM agreement a WHERE EXISTS (SELECT 1 {_LISTED} AND EXISTS ({_SIGNS}))"
SIGNED = f"{_BEGUN} AND (a.signed_on IS NOT NULL OR ({_ALL_SIGNED}))"
_SIDE = f"SELECT 1 FROM party p JOIN agreement a ON a.id = p.agreement_id WHERE p.id = ? AND EXISTS ({_SIGNS})"
_FULLY = f"{_ALL_SIGNED} AND (SELECT count(*) {_LISTED}) >= coalesce(a.parties_stated, 0)"
FULLY_SIGNED = f"SELECT a.id FROM agreement a WHERE {_FULLY}"
# Parties added by an amendment break no seal: they sign what stands.
SEALED_AGREEMENTS = f"""SELECT a.id FROM agreement a WHERE (({_FULLY}) OR EXISTS (
    SELECT 1 FROM amendment m WHERE m.agreement_id = a.id AND m.before LIKE '%party\\_count=%' ESCAPE '\\'
    AND NOT EXISTS ({_NEW} AND n.kind = 'amendment' AND n.record_id = m.id)))"""


def is_fully_signed(db: sqlite3.Connection, agreement: int) -> bool:
    """Tell whether every party of an agreement has a signature with a day, passed or ahead."""
    return _is_among(db, FULLY_SIGNED, agreement)


def has_signatures(db: sqlite3.Connection, agreement: int) -> bool:
    """Tell whether somebody has signed an agreement, with a day that is passed or ahead."""
    return _is_among(db, _BEGUN, agreement)


def refuse_signed(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to add to a signed agreement, and to change or remove what was signed; a blank may be filled.

    Raises:
        RefusedChange: naming what to type instead.
    """
    if write.amending or (write.number is None and write.entity.name == "witness"):
        return
    if write.number is None:
        assert write.after is not None
        sealed = _BEGUN if write.entity.name == "party" else FULLY_SIGNED
        if _is_among(db, sealed, find_agreement(db, write.after)):
            raise _make_refusal(db, write)
    elif write.after is None:
        if _is_signed_part(db, write):
            raise _make_refusal(db, write)
    else:
        changed = next(_find_changed_fields(write.before, write.after), None)
        if changed and _is_signed_part(db, write):
            raise _make_refusal(db, write, changed)


def _is_signed_part(db: sqlite3.Connection, write: ProposedWrite) -> bool:
    """Tell whether what a write changes was signed: a party once somebody has, a signature once its own party has.

    Before everybody has signed, a signature may be taken back.
    """
    agreement = find_agreement(db, write.before)
    if write.entity.name == "party":
        return _is_among(db, _BEGUN, agreement)
    if write.after and db.execute(_SIDE, [write.before["party"]]).fetchone():
        return True
    return _is_among(db, SIGNED, agreement)


def refuse_sealed(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to change the title, the term or a date of an agreement that somebody has signed; a blank may be filled.

    Raises:
        RefusedChange: naming what to type instead.
    """
    if write.amending or write.number is None or write.after is None:
        return
    changed = next((name for name in _find_changed_fields(write.before, write.after) if name in SEALED), None)
    if changed and has_signatures(db, write.number):
        sentence = (
            _("everybody has signed agreement {number}, so its {field} cannot be edited")
            if _is_among(db, SEALED_AGREEMENTS, write.number)
            else _("somebody has signed agreement {number}, so its {field} cannot be edited")
        )
        raise RefusedChange(
            sentence.format(number=write.number, field=changed), advise_change(db, write.number, f"{changed}=…")
        )


def advise_change(db: sqlite3.Connection, agreement: int, changes: str) -> str:
    """Advise to amend an agreement that counts as signed, or to correct a slip; before that only the latter."""
    advice = (
        _(
            "record the change with 'netreg agreement amend {number} {changes}', "
            "or correct a slip with 'netreg agreement edit {number} {changes} --correction'"
        )
        if can_be_amended(db, agreement)
        else _("correct a slip with 'netreg agreement edit {number} {changes} --correction'")
    )
    return advice.format(number=agreement, changes=changes)


def can_be_amended(db: sqlite3.Connection, agreement: int) -> bool:
    """Tell whether an agreement counts as signed, by its own day or by all signatures, passed or ahead."""
    signed = db.execute("SELECT signed_on FROM agreement WHERE id = ?", [agreement]).fetchone()[0]
    return signed is not None or is_fully_signed(db, agreement) or _is_among(db, SEALED_AGREEMENTS, agreement)


def _find_changed_fields(before: Row, after: Row) -> Iterator[str]:
    for name, value in before.items():
        if value is not None and after[name] != value and name not in _NOT_SIGNED:
            yield name


def _make_refusal(db: sqlite3.Connection, write: ProposedWrite, field: str = "") -> RefusedChange:
    """Make the refusal of a write, with the amendment or, before everybody has signed, the correction to record."""
    agreement = find_agreement(db, write.after or write.before)
    is_amendable = can_be_amended(db, agreement)
    if write.entity.name == "witness" and write.after is not None:
        advice = _("correct a slip with 'netreg agreement witness edit {witness} {field}=… --correction'")
    elif is_amendable:
        advice = _("record the change with 'netreg agreement amend {number} {options}'")
    else:
        advice = _("correct a slip with 'netreg agreement amend {number} {options} --correction'")
    is_whole = write.number is None and _is_among(db, SEALED_AGREEMENTS, agreement)
    return RefusedChange(
        _choose_sentence(write, is_whole=is_whole or (write.number is not None and is_amendable)).format(
            number=agreement, field=field
        ),
        advice.format(number=agreement, options=_choose_amend_options(write, field), witness=write.number, field=field),
    )


def _choose_sentence(write: ProposedWrite, *, is_whole: bool) -> str:
    """Choose the sentence of a refusal, of what is signed as a whole or by somebody."""
    if write.number is None:
        if is_whole:
            return _("everybody has signed agreement {number}, so nothing can be added to it")
        return _("somebody has signed agreement {number}, so nothing can be added to it")
    if write.after is None:
        if is_whole:
            return _("agreement {number} is signed, so nothing can be removed from it")
        return _("somebody has signed agreement {number}, so nothing can be removed from it")
    if is_whole:
        return _("agreement {number} is signed, so its {field} cannot be edited")
    return _("somebody has signed agreement {number}, so its {field} cannot be edited")


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
        options = {"remove": f"--party {write.before.get('party')} --remove-witness {number}"}
    return options.get("add" if number is None else "edit" if write.after else "remove", "…")


def find_agreement(db: sqlite3.Connection, row: Row) -> int:
    """Return the number of the agreement that a party, or what belongs to a party, is of."""
    if "agreement" in row:
        return int(row["agreement"])
    found = db.execute("SELECT agreement_id FROM party WHERE id = ?", [row["party"]]).fetchone()
    return int(found[0]) if found else 0  # another tool removed the party


def _is_among(db: sqlite3.Connection, agreements: str, agreement: int) -> bool:
    return db.execute(f"SELECT 1 FROM ({agreements} AND a.id = ?)", [agreement]).fetchone() is not None


# --- imports --------------------------------------------------------------------------


def rows_that_change_sealed(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that change a sealed field of a known agreement: of a date it may move another."""
    columns = [column for name in SEALED if (column := task.column_of(OWN, name))]
    if columns:
        changes = " OR ".join(
            f"t.{column.field.column} IS NOT i.{column.name}"
            + ("" if (OWN, column.field.name) in task.policy.clearing else f" AND i.{column.name} IS NOT NULL")
            for column in columns
        )
        changed = "changed_rows d CROSS JOIN resolved i USING (row) CROSS JOIN agreement t ON t.id = d.record"
        yield f"{changed} WHERE {changes}"


def rows_of_signed_agreements(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that would add to an agreement that somebody has signed."""
    for level, kind in ((OWN, task.entity), (CHILD, task.child)):
        if kind is not None and kind.name in ("party", "signatory") and any(task.columns_of(level)):
            yield f"({_build_row_query(task, level, kind)})"


def _build_row_query(task: TableImport, level: str, kind: Entity) -> str:
    """Return the query for the new rows of a level whose agreement somebody has signed."""
    if level == CHILD:
        rows = "SELECT row, owner FROM new_children WHERE owner IS NOT NULL"
    else:
        assert kind.parent is not None
        owner = task.column_of(OWN, kind.parent.name)
        new = "FROM resolved WHERE row NOT IN (SELECT row FROM matches)"
        rows = f"SELECT row, {owner.name if owner else 'NULL'} AS owner {new}"
    if kind.name == "signatory":
        rows = f"SELECT r.row, p.agreement_id AS owner FROM ({rows}) r JOIN party p ON p.id = r.owner"
    return f"SELECT row FROM ({rows}) WHERE owner IN ({_BEGUN})"


RULE = WriteRule(refuse=refuse_signed, rows_needing_row_import=rows_of_signed_agreements)
