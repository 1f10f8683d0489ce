"""The preview of an import: who is new, and which field of whom changes from what to what."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON
from netreg.core.fields import PLAIN, Reference, Style
from netreg.entities import BY_NAME
from netreg.language import Label, _
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from netreg.core.entity import Entity
    from netreg.core.fields import Ref
    from netreg.store.importing.record_changes import CommandChanges, RecordValues

NEW, CHANGED = "new", "changed"
_OUTCOMES = {NEW: Label("ใหม่", "new"), CHANGED: Label("เปลี่ยน", "changed")}
_READ_AT_ONCE = 500


class FieldChange(NamedTuple):
    """A field before and after: as programs read the values, and as people do."""

    name: str
    label: str
    before: Any
    after: Any
    before_text: str
    after_text: str

    def list_cells(self) -> list[str]:
        """Return the name of the field and its values before and after, as cells that programs read."""
        return [self.name, _make_cell(self.before), _make_cell(self.after)]

    def __str__(self) -> str:
        """Return the change on one line."""
        before = f"{self.before_text} → " if self.before_text else ""
        return f"{self.label}: {before}{self.after_text or _('(blank)')}"


def _make_cell(value: Any) -> str:
    """Return a value of JSON as one cell: another record by its code or name."""
    if isinstance(value, dict):
        return str(value["code"] or value["name"])
    return "; ".join(value) if isinstance(value, list) else str("" if value is None else value)


class ChangedRecord(NamedTuple):
    """A record that an import adds or changes: the table and line that say so, and its fields that differ."""

    table: str
    line: int
    outcome: str
    kind: str
    id: int
    name: str
    fields: tuple[FieldChange, ...]

    @property
    def outcome_text(self) -> str:
        """The outcome in words."""
        return str(_OUTCOMES[self.outcome])

    def list_telling(self) -> Iterator[FieldChange]:
        """Yield the fields to be shown beside the name: of a new record not the parts of the name again."""
        parts = {part for compound in BY_NAME[self.kind].compound_columns for part in compound.into}
        shown = {name for name in parts if self.outcome == NEW}
        return (field for field in self.fields if field.name not in shown and field.after_text != self.name)

    def to_json(self) -> dict[str, Any]:
        """Return the record as programs read it."""
        return {
            "outcome": self.outcome,
            "line": self.line,
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "changes": {one.name: {"from": one.before, "to": one.after} for one in self.fields},
        }


class Preview:
    """The records that the import of a file adds or changes: the first of them kept, each given to a writer."""

    def __init__(
        self,
        style: Style = PLAIN,
        limit: int | None = None,
        write: Callable[[ChangedRecord], None] | None = None,
    ) -> None:
        """Keep `limit` records, all if it is None; `write` gets every one, in the order of the file."""
        self.style = style
        self.limit = limit
        self.write = write
        self._unsaid: tuple[str, ...] = ()
        self.kept: list[ChangedRecord] = []
        self.total = 0

    def add_table(self, table: str, changes: CommandChanges) -> None:
        """Add the records that a table adds or changes."""
        self._unsaid = (CONFIRMED_ON, FIRST_CONFIRMED_ON) if changes.task.confirmed else ()  # each is confirmed
        count = changes.count_records()
        self.total += count
        room = count if self.limit is None else max(self.limit - len(self.kept), 0)
        for record in self._read_records(table, changes, count if self.write else room):
            if room > 0:
                self.kept.append(record)
                room -= 1
            if self.write:
                self.write(record)

    def _read_records(self, table: str, changes: CommandChanges, limit: int) -> Iterator[ChangedRecord]:
        entity, found = changes.task.entity, changes.iterate_records(limit)
        while chunk := list(islice(found, _READ_AT_ONCE)):
            numbers = [number for _line, number in chunk]
            values = changes.read_values(numbers)
            names = records.find_refs(changes.db, entity.name, numbers)
            refs = _find_references(changes.db, (one for several in values.values() for one in several))
            for line, number in chunk:
                several = values[number]
                is_new = any(one.is_new and one.kind is entity for one in several)
                fields = _disambiguate(f for one in several for f in self._list_fields(one, entity, refs))
                outcome = NEW if is_new else CHANGED
                name = names[number].name
                yield ChangedRecord(table, line, outcome, entity.name, number, name, fields)

    def _list_fields(
        self, values: RecordValues, entity: Entity, refs: dict[tuple[str, int], Ref]
    ) -> Iterator[FieldChange]:
        kind, is_own = values.kind, values.kind is entity
        for field in kind.stored:
            before, after = values.before.get(field.column), values.after.get(field.column)
            if before == after:
                continue
            if (not is_own and field is kind.parent) or field.name in self._unsaid:
                continue
            if isinstance(field, Reference):
                before, after = (value and refs.get((field.to, value), value) for value in (before, after))
            old, new = ("" if value is None else field.show(value, self.style).strip() for value in (before, after))
            given = [None if value is None else field.to_json(value) for value in (before, after)]
            name = field.name if is_own else f"{kind.name}.{field.name}"
            yield FieldChange(name, str(field.label), given[0], given[1], old, new)


def _find_references(db: sqlite3.Connection, values: Iterable[RecordValues]) -> dict[tuple[str, int], Ref]:
    """Return the records that fields point to, by kind and number."""
    asked: dict[str, set[int]] = {}
    for one in values:
        for field in one.kind.references:
            numbers = {one.before.get(field.column), one.after.get(field.column)} - {None}
            asked.setdefault(field.to, set()).update(numbers)  # type: ignore[arg-type]
    return {
        (kind, n): ref for kind, numbers in asked.items() for n, ref in records.find_refs(db, kind, numbers).items()
    }


def _disambiguate(fields: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """Return the changes with different names: of a second child the fields are numbered."""
    seen: dict[str, int] = {}
    found = []
    for field in fields:
        seen[field.name] = count = seen.get(field.name, 0) + 1
        found.append(field if count == 1 else field._replace(name=f"{field.name} {count}"))
    return tuple(found)
