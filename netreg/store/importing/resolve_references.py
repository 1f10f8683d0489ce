"""The references of rows resolved: each name looked up once for all rows that have it, or its record created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.core.table_import import CHILD, OWN
from netreg.entities import BY_NAME
from netreg.errors import Failure, InvalidValue, UnknownRecord
from netreg.language import _
from netreg.store.importing import match_rows, staging_tables
from netreg.store.records import lookup
from netreg.store.writes import checked
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import NamedReference, TableImport


def resolve_references(db: sqlite3.Connection, table: TableImport, *, may_create: bool) -> None:
    """Find the records that the rows name; reject rows that name unknown ones.

    A name that a row further down may bring is left open: the rows with it need row import. With
    `may_create` so is a name of which :func:`create_missing` can make a record.
    """
    staging_tables.reset_references(db)
    names: lookup.NameCache = {}
    records: dict[int, int] = {}
    in_file = _references_to_rows(db, table) if may_create else set[int]()
    for reference in staging_tables.list_references(db):
        if reference.within is not None and reference.within not in records:
            continue  # the scope is rejected itself
        within = records.get(reference.within or 0)
        kind = referenced_kind(table, reference)
        found = _candidates(db, kind, reference.text, within)
        if len(found) == 1:
            records[reference.number] = found[0]
            staging_tables.settle_reference(db, reference.number, found[0])
        elif may_create and not found and _can_create(table, kind, reference, in_file):
            continue
        elif kind is table.entity and not text.to_ascii_digits(reference.text).isdecimal():
            staging_tables.postpone_reference(db, reference.number)
        else:
            reason = str(explain(db, table, reference, names, within=within))
            staging_tables.refuse_reference(db, reference.number, reason)
    staging_tables.apply_open_references(db, table)


def create_missing(db: sqlite3.Connection, table: TableImport) -> list[str]:
    """Add the records that rows name and nobody knows; return how each is addressed."""
    created = []
    in_file = _references_to_rows(db, table)
    for reference in staging_tables.list_references(db, "record IS NULL"):
        kind = referenced_kind(table, reference)
        within = staging_tables.settled_record(db, reference.within)
        found = _candidates(db, kind, reference.text, within)
        if not found and _can_create(table, kind, reference, in_file):
            row = _row_from_name(kind, reference.text)
            assert row is not None
            found = [checked.add_record(db, kind, row)]
            created.append(f"{kind.command} {found[0]} ({reference.text})")
        if len(found) == 1:
            staging_tables.settle_reference(db, reference.number, found[0])
    return created


def _can_create(table: TableImport, kind: Entity, reference: NamedReference, in_file: set[int]) -> bool:
    """Return whether a record can be made of an unknown name: not of one that a row of the file has."""
    if kind is table.entity and reference.number in in_file:
        return False
    return _row_from_name(kind, reference.text) is not None


def _references_to_rows(db: sqlite3.Connection, table: TableImport) -> set[int]:
    """Return the numbers of the references that name a row of the file itself."""
    if not any(isinstance(c.field, Reference) and c.field.to == table.entity.name for c in table.columns):
        return set()
    match_rows.name_rows(db, table, "1")
    return staging_tables.references_to_rows(db)


def _row_from_name(kind: Entity, name: str) -> Row | None:
    try:
        return kind.from_name(name) if kind.from_name else None
    except InvalidValue:
        return None


def reject_orphans(db: sqlite3.Connection, table: TableImport) -> None:
    """Reject rows that are nested in a rejected one: they have nothing to belong to."""
    if table.nested_in is None or table.entity.parent is None:
        return
    column = f"own_{table.entity.parent.column}"
    for row in db.execute(f"SELECT row FROM temp.resolved WHERE {column} IS NULL").fetchall():
        staging_tables.fault(db, row[0], "", "", _("what it belongs to was not taken"))


def find_record(db: sqlite3.Connection, table: TableImport, reference: NamedReference) -> int | None:
    """Return the one record that a reference can mean by now, or None."""
    within = staging_tables.settled_record(db, reference.within)
    found = _candidates(db, referenced_kind(table, reference), reference.text, within)
    return found[0] if len(found) == 1 else None


def _candidates(db: sqlite3.Connection, kind: Entity, name: str, within: int | None) -> list[int]:
    return [] if _is_foreign_number(kind, name, within) else lookup.find_candidates(db, kind, name, within)


def _is_foreign_number(kind: Entity, name: str, within: int | None) -> bool:
    """Return whether a name is a number of the sender's own.

    That of a record here is written ``#7``; among records that are numbered within the same
    parent a bare number is the one they are known by.
    """
    return not (within is not None and kind.number_field) and text.to_ascii_digits(name).isdecimal()


def explain(
    db: sqlite3.Connection,
    table: TableImport,
    reference: NamedReference,
    names: lookup.NameCache,
    *,
    within: int | None,
) -> Failure:
    """Return why a reference means no record, or none alone; `names` keeps those to suggest from."""
    kind = referenced_kind(table, reference)
    if _is_foreign_number(kind, reference.text, within):
        return UnknownRecord(
            _("'{text}' is a number, and may be the sender's own").format(text=reference.text),
            _("write the name or code; #{text} is {kind} {text} of this register").format(
                text=text.to_ascii_digits(reference.text), kind=kind.command
            ),
        )
    try:
        lookup.find_record(db, kind, reference.text, within=within, names=names)
    except Failure as failure:
        return failure
    raise AssertionError(reference)


def referenced_kind(table: TableImport, reference: NamedReference) -> Entity:
    """Return the kind of record that a reference names; a scope names the parent of a parent."""
    owner = table.entity
    if reference.level == CHILD:
        owner = table.entity_of(CHILD)
    elif reference.level != OWN:
        assert owner.parent is not None
        owner = BY_NAME[owner.parent.to]
    field = owner.by_name[reference.field]
    assert isinstance(field, Reference)
    return BY_NAME[field.to]
