"""An import: a file's rows read and checked, then put into the register all or none.

First everything that a row can be asked by itself (:func:`stage`), without a database;
then, in one transaction, what it points to and which record it is (:func:`merge`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.entity import Compound
from netreg.core.fields import Reference, shorten
from netreg.entities import BY_NAME
from netreg.errors import Failure, Refused, UnusableInput
from netreg.exchange import headings, tabular
from netreg.language import _, ngettext
from netreg.store import lookup, register
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.exchange.headings import Target


class Fault(NamedTuple):
    """What is wrong with a row: where, what stood there, why it cannot be taken."""

    line: int
    column: str
    value: str
    reason: str


class Incoming(NamedTuple):
    """One row, read: values by field name for the record and its child.

    `pointers` are the cells that name other records, by place and field name.
    """

    line: int
    own: dict[str, Any]
    child: dict[str, Any]
    pointers: dict[tuple[str, str], str]


class Staged(NamedTuple):
    """The rows of a file, read and checked as far as they can be by themselves."""

    file: str
    rows: list[Incoming]
    faults: list[Fault]
    columns: dict[tuple[str, str], str]


class Counts(NamedTuple):
    """What became of the rows read."""

    rows: int
    new: int
    changed: int
    unchanged: int


def stage(entity: Entity, path: Path, mapping: Mapping[str, str], years: str | None = None) -> Staged:
    """Read a file for a kind of record.

    Raises:
        MissingFile, UnusableInput: when the file as a whole cannot be taken.
    """
    table = tabular.read(path)
    found = headings.match(entity, table.name, table.headings, mapping)
    faults: list[Fault] = []
    rows = [_incoming(line, table.headings, found, years, faults) for line in table.rows]
    columns = {(target.place, target.field.name): table.headings[column] for column, target in found.items()}
    return Staged(table.name, rows, faults, columns)


def _incoming(
    line: tabular.Line, names: list[str], found: Mapping[int, Target], years: str | None, faults: list[Fault]
) -> Incoming:
    row = Incoming(line.number, {}, {}, {})
    for column, target in found.items():
        cell = line.cells[column]
        try:
            _place(row, target, cell, years)
        except Refused as refusal:
            faults.append(Fault(line.number, names[column], cell, str(refusal)))
    return row


def _place(row: Incoming, target: Target, cell: str, years: str | None) -> None:
    field, values = target.field, row.child if target.place == headings.CHILD else row.own
    if isinstance(field, Compound):
        _fill(values, field.split(cell) if text.clean(cell) else {})
    elif isinstance(field, Reference):
        if asked := text.clean(cell):
            row.pointers[target.place, field.name] = asked
        elif target.place != headings.SCOPE:
            values[field.name] = None
    else:
        _fill(values, {field.name: field.parse(cell, years)})


def _fill(values: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Take values over; nothing does not displace what another column of the row says."""
    for name, value in more.items():
        if value is not None or name not in values:
            values[name] = value


def merge(db: sqlite3.Connection, entity: Entity, staged: Staged) -> Counts:
    """Put the rows into the register; the caller's transaction makes it all or none.

    Raises:
        UnusableInput: with every bad row, its line, column, value and reason.
    """
    faults, outcomes = list(staged.faults), []
    known: dict[tuple[Any, ...], list[int]] = {}
    bad = {fault.line for fault in faults}
    waiting = [row for row in staged.rows if row.line not in bad]
    while waiting:
        later, late_faults = [], []
        for row in waiting:
            try:
                _resolve(db, entity, row, known)
                outcomes.append(register.put(db, entity, row.own, row.child if any_value(row.child) else None))
            except _Unresolved as unresolved:
                fault = _fault(staged, row, unresolved)
                if unresolved.kind == entity.name:
                    later.append(row)
                    late_faults.append(fault)
                else:
                    faults.append(fault)
            except Failure as failure:
                faults.append(_fault_of_row(staged, row, failure))
        if len(later) == len(waiting):
            faults += late_faults
            break
        waiting = later
        known.clear()
    if faults:
        raise _refusal(staged, faults)
    return Counts(len(staged.rows), *(outcomes.count(word) for word in ("new", "changed", "unchanged")))


class _Unresolved(Exception):
    """A cell that names no record, or several."""

    def __init__(self, kind: str, place: tuple[str, str], reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.place = place


def _resolve(db: sqlite3.Connection, entity: Entity, row: Incoming, known: dict[tuple[Any, ...], list[int]]) -> None:
    """Turn the names of other records into their numbers."""
    scope = None
    places = sorted(row.pointers, key=lambda place: place[0] != headings.SCOPE)
    for place, name in places:
        owner = BY_NAME[entity.row_child or ""] if place == headings.CHILD else entity
        if place == headings.SCOPE:
            assert entity.parent is not None
            owner = BY_NAME[entity.parent.to]
        reference = owner.by_name[name]
        assert isinstance(reference, Reference)
        within = scope if place == headings.OWN and reference.parent else None
        number = _meant(db, reference, row.pointers[place, name], within, (place, name), known)
        if place == headings.SCOPE:
            scope = number
        else:
            (row.child if place == headings.CHILD else row.own)[name] = number


def _meant(
    db: sqlite3.Connection,
    reference: Reference,
    asked: str,
    within: int | None,
    place: tuple[str, str],
    known: dict[tuple[Any, ...], list[int]],
) -> int:
    kind = BY_NAME[reference.to]
    key = (reference.to, asked, within)
    if key not in known:
        try:
            known[key] = [lookup.find(db, kind, asked, within=within)]
        except Failure as failure:
            raise _Unresolved(reference.to, place, str(failure)) from None
    return known[key][0]


def any_value(values: Mapping[str, Any]) -> bool:
    """Whether anything is known at all."""
    return any(value is not None for value in values.values())


def _fault(staged: Staged, row: Incoming, unresolved: _Unresolved) -> Fault:
    column = staged.columns[unresolved.place]
    return Fault(row.line, column, row.pointers[unresolved.place], str(unresolved))


def _fault_of_row(staged: Staged, row: Incoming, failure: Failure) -> Fault:
    """A fault of the record as a whole: shown with the first column of the row."""
    place = next(iter(staged.columns))
    value = row.pointers.get(place) or row.own.get(place[1]) or ""
    return Fault(row.line, staged.columns[place], str(value), str(failure))


def _refusal(staged: Staged, faults: Iterable[Fault]) -> UnusableInput:
    ordered = sorted(faults)
    bad = len({fault.line for fault in ordered})
    total = len(staged.rows)
    return UnusableInput(
        ngettext(
            "{file}: {bad} of {total} row cannot be taken, nothing was written",
            "{file}: {bad} of {total} rows cannot be taken, nothing was written",
            total,
        ).format(file=staged.file, bad=bad, total=total),
        _("mend the file and import it again"),
        tuple(
            f"{staged.file}:{fault.line}: {fault.column} '{shorten(fault.value)}': {fault.reason}" for fault in ordered
        ),
    )
