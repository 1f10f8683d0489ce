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
    total: int
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
    faults = [Fault(number, "", "", reason) for number, reason in table.ragged]
    rows = [_incoming(line, table.headings, found, years, faults) for line in table.rows]
    columns = {(target.place, target.field.name): table.headings[column] for column, target in found.items()}
    return Staged(table.name, len(table.rows) + len(table.ragged), rows, faults, columns)


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
    merging = _Merging(db, entity, staged)
    merging.run()
    if merging.faults:
        raise _refusal(staged, merging.faults)
    return Counts(staged.total, *(merging.outcomes.count(word) for word in ("new", "changed", "unchanged")))


class _Merging:
    """One file on its way into the register."""

    def __init__(self, db: sqlite3.Connection, entity: Entity, staged: Staged) -> None:
        self.db = db
        self.entity = entity
        self.staged = staged
        self.faults = list(staged.faults)
        self.outcomes: list[str] = []
        self._bad = {fault.line for fault in self.faults}
        self._known: dict[tuple[Any, ...], int] = {}
        self._seen: dict[int, Incoming] = {}

    def run(self) -> None:
        """Put row after row; one that points to a row further down waits for it."""
        waiting = self.staged.rows
        while waiting:
            later = []
            for row in waiting:
                unresolved = self._resolve(row)
                if unresolved and all(one.kind == self.entity.name for one in unresolved):
                    later.append((row, unresolved))
                elif unresolved:
                    self.faults += [one.fault for one in unresolved]
                elif row.line not in self._bad:
                    self._put(row)
            if len(later) == len(waiting):
                self.faults += [self._circular(later, one) for _row, unresolved in later for one in unresolved]
                return
            waiting = [row for row, _unresolved in later]

    def _put(self, row: Incoming) -> None:
        try:
            child = row.child if any_value(row.child) else None
            outcome, number = register.put(self.db, self.entity, row.own, child)
        except Failure as failure:
            self.faults.append(_fault_of_row(self.staged, row, str(failure)))
            return
        before = self._seen.setdefault(number, row)
        if name := _contradiction(before, row):
            reason = _("line {line} has another {field} for the same record").format(line=before.line, field=name)
            self.faults.append(_fault_of_row(self.staged, row, reason))
        self.outcomes.append(outcome)

    def _resolve(self, row: Incoming) -> list[_Unresolved]:
        """Turn the names of other records into their numbers; the cells that name none."""
        scope: int | None = None
        unresolved: list[_Unresolved] = []
        for place, name in sorted(row.pointers, key=lambda place: place[0] != headings.SCOPE):
            reference = self._reference(place, name)
            within = scope if place == headings.OWN and reference.parent else None
            try:
                number = self._meant(reference, row.pointers[place, name], within)
            except Failure as failure:
                asked = row.pointers[place, name]
                fault = Fault(row.line, self.staged.columns[place, name], asked, str(failure))
                unresolved.append(_Unresolved(reference.to, asked, fault))
                continue
            if place == headings.SCOPE:
                scope = number
            else:
                (row.child if place == headings.CHILD else row.own)[name] = number
        return unresolved

    def _reference(self, place: str, name: str) -> Reference:
        owner = self.entity
        if place == headings.CHILD:
            owner = BY_NAME[self.entity.row_child or ""]
        elif place == headings.SCOPE:
            assert self.entity.parent is not None
            owner = BY_NAME[self.entity.parent.to]
        reference = owner.by_name[name]
        assert isinstance(reference, Reference)
        return reference

    def _meant(self, reference: Reference, asked: str, within: int | None) -> int:
        key = (reference.to, asked, within)
        if key not in self._known:
            self._known[key] = lookup.find(self.db, BY_NAME[reference.to], asked, within=within)
        return self._known[key]

    def _circular(self, later: list[tuple[Incoming, list[_Unresolved]]], one: _Unresolved) -> Fault:
        """What to say of a row that waits for one that waits for it."""
        names = {text.match_key(str(value)) for row, _u in later for value in row.own.values() if value is not None}
        if text.match_key(one.asked) not in names:
            return one.fault
        return one.fault._replace(reason=_("it stands in this file, in a row that cannot be taken or above itself"))


class _Unresolved(NamedTuple):
    """A cell that names no record, or several."""

    kind: str
    asked: str
    fault: Fault


def _contradiction(before: Incoming, row: Incoming) -> str | None:
    """The field for which two rows about the same record have different values."""
    if before is row:
        return None
    both = [name for name, value in row.own.items() if value is not None and before.own.get(name) is not None]
    return next((name for name in both if row.own[name] != before.own[name]), None)


def any_value(values: Mapping[str, Any]) -> bool:
    """Whether anything is known at all."""
    return any(value is not None for value in values.values())


def _fault_of_row(staged: Staged, row: Incoming, reason: str) -> Fault:
    """A fault of the record as a whole: shown with the first column of the row."""
    place = next(iter(staged.columns))
    value = row.pointers.get(place) or row.own.get(place[1]) or ""
    return Fault(row.line, staged.columns[place], str(value), reason)


def _refusal(staged: Staged, faults: Iterable[Fault]) -> UnusableInput:
    ordered = sorted(faults)
    bad = len({fault.line for fault in ordered})
    total = staged.total
    return UnusableInput(
        ngettext(
            "{file}: {bad} of {total} row cannot be taken, nothing was written",
            "{file}: {bad} of {total} rows cannot be taken, nothing was written",
            total,
        ).format(file=staged.file, bad=bad, total=total),
        _("mend the file and import it again"),
        tuple(f"{staged.file}:{fault.line}: {_told(fault)}" for fault in ordered),
    )


def _told(fault: Fault) -> str:
    return f"{fault.column} '{shorten(fault.value)}': {fault.reason}" if fault.column else fault.reason
