"""What rows name of other records: looked up once for all rows that name the same, or made."""

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

Known = dict[tuple[str, str, int | None], int | Failure]


def create_missing(db: sqlite3.Connection, task: TableImport) -> list[str]:
    """Add the records that rows name and nobody knows; their names."""
    created = []
    for pointer in staging_tables.pointers(db):
        kind = BY_NAME[reference(task, pointer).to]
        meant = meant_by(db, task, pointer, {})
        if _can_be_made(db, task, pointer, meant) and (row := _born(kind, pointer.text)):
            meant = checked.add(db, kind, row)
            created.append(f"{kind.command} {meant} ({pointer.text})")
        if isinstance(meant, int):
            staging_tables.settle(db, pointer.number, meant)
    return created


def _can_be_made(db: sqlite3.Connection, task: TableImport, pointer: NamedReference, meant: int | Failure) -> bool:
    """Whether a record that nobody knows can be made of its name: not one that stands in the file itself."""
    kind = BY_NAME[reference(task, pointer).to]
    if not isinstance(meant, UnknownRecord) or not _born(kind, pointer.text):
        return False
    return kind is not task.entity or not match_rows.stands_in_file(db, task, pointer.text)


def _born(kind: Entity, name: str) -> Row | None:
    """The record that a mere name makes, if one can."""
    try:
        return kind.from_name(name) if kind.from_name else None
    except InvalidValue:
        return None


def refuse_orphans(db: sqlite3.Connection, task: TableImport) -> None:
    """A row nested in one that was not taken has nothing to belong to."""
    if task.nested_in is None or task.entity.parent is None:
        return
    column = f"own_{task.entity.parent.column}"
    for row in db.execute(f"SELECT row FROM temp.resolved WHERE {column} IS NULL").fetchall():
        staging_tables.fault(db, row[0], "", "", _("what it belongs to was not taken"))


def look_up(db: sqlite3.Connection, task: TableImport, *, may_create: bool) -> None:
    """Find the records that the rows name; rows whose like may still come wait for it."""
    known: Known = {}
    for pointer in staging_tables.pointers(db, "1"):
        if pointer.within is not None and staging_tables.meant(db, pointer.within) is None:
            continue  # its scope has a fault of its own
        meant = meant_by(db, task, pointer, known)
        if isinstance(meant, int):
            staging_tables.settle(db, pointer.number, meant)
            continue
        staging_tables.settle(db, pointer.number, None)
        kind = BY_NAME[reference(task, pointer).to]
        waits = kind is task.entity and not text.digits(pointer.text).isdecimal()
        if may_create and _can_be_made(db, task, pointer, meant):
            continue
        if waits:
            staging_tables.set_aside(db, staging_tables.rows_pointing(db, task, pointer))
        else:
            _fault_all(db, task, pointer, str(meant))


def meant_by(db: sqlite3.Connection, task: TableImport, pointer: NamedReference, known: Known) -> int | Failure:
    """The record that a pointer means, or why there is none; `known` remembers both."""
    within = staging_tables.meant(db, pointer.within) if pointer.within is not None else None
    key = (reference(task, pointer).to, pointer.text, within)
    if key not in known:
        try:
            if within is None or not BY_NAME[key[0]].number_field:
                _refuse_number(BY_NAME[key[0]], pointer.text)
            known[key] = lookup.find(db, BY_NAME[key[0]], pointer.text, within=within)
        except Failure as failure:
            known[key] = failure
    return known[key]


def _refuse_number(kind: Entity, asked: str) -> None:
    """A number in a file is the sender's own as a rule: that of a record here is written ``#7``.

    Among records that are numbered within the same parent it is the number they are known by.

    Raises:
        UnknownRecord: when it is a bare number.
    """
    if text.digits(asked).isdecimal():
        raise UnknownRecord(
            _("'{text}' is a number, and may be the sender's own").format(text=asked),
            _("write the name or code; #{text} is {kind} {text} of this register").format(
                text=text.digits(asked), kind=kind.command
            ),
        )


def reference(task: TableImport, pointer: NamedReference) -> Reference:
    """The field that names the other record; one of the grandparent for a scope."""
    owner = task.entity
    if pointer.level == CHILD:
        owner = task.entity_of(CHILD)
    elif pointer.level != OWN:
        assert owner.parent is not None
        owner = BY_NAME[owner.parent.to]
    found = owner.by_name[pointer.field]
    assert isinstance(found, Reference)
    return found


def _fault_all(db: sqlite3.Connection, task: TableImport, pointer: NamedReference, reason: str) -> None:
    for row in staging_tables.rows_pointing(db, task, pointer):
        if not db.execute("SELECT 1 FROM temp.fault WHERE row = ? AND reason = ?", [row, reason]).fetchone():
            staging_tables.fault(db, row, f"{pointer.level}.{pointer.field}", pointer.text, reason)
