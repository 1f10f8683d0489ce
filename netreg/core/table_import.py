"""The description of an import: the columns of a table, what they fill, and how known records take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.confirmations import CONFIRMED_ON
from netreg.core.fields import Reference
from netreg.core.uid_field import UID_NAME
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai.text import mend_signs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

OWN, CHILD = "own", "child"
"""The levels of a row: the record itself, and the child that stands in the same row."""
OWNER_LEVEL = "owner"
"""The level of a reference whose text is the line of the record that nested rows belong to."""


NEW, CHANGED, UNCHANGED, LEFT_OUT = "new", "changed", "unchanged", "left out"
"""What becomes of a row that is put into the register."""


DECISION_HEADING = Label("ผลการพิจารณา", "Decision")
"""The heading of the column of a file in which a person says which record a doubtful row is about."""
NEW_RECORD, NEITHER = Label("ใหม่", "new"), Label("ข้าม", "skip")
"""What stands in it, beside a number or a code: a record of its own, or neither."""


class ImportColumn(NamedTuple):
    """A column of the rows: a field of the record, or of the child in the same row."""

    level: str
    field: Field

    @property
    def is_uid(self) -> bool:
        """Tell whether it holds the UUID of the record, which finds it and never changes."""
        return self.field.name == UID_NAME

    @property
    def name(self) -> str:
        """The column's name in the staging table."""
        return f"{self.level}_{self.field.column}"


class NamedReference(NamedTuple):
    """Another record as rows name it: in which column, by which text, among the children of which other one."""

    number: int
    level: str
    field: str
    text: str
    within: int | None = None


class RowDecision(NamedTuple):
    """The decision of a person about a row: it is about a ``record``, is ``new``, or is left out (``skip``)."""

    row: int
    action: str
    record: int | None = None


class MatchPolicy(NamedTuple):
    """How a known record takes the values of a row that matches it.

    `on_match` is ``update``, ``overwrite`` (other spellings and lower titles too), ``fill`` (only
    fields that are blank) or ``skip``; a blank cell
    of a field in `clearing`, by level and name, empties the field of the record. A row of which it
    is doubtful which record it is about is rejected, a ``new`` record, or left out (``skip``).
    The fields in `filling`, by level and name, are only filled where they are blank.
    """

    on_match: str = "update"
    clearing: frozenset[tuple[str, str]] = frozenset()
    doubtful: str = "reject"
    filling: frozenset[tuple[str, str]] = frozenset()

    def fills_only(self, level: str, field: str) -> bool:
        """Tell whether a field of a known record takes a value only where it is blank."""
        return self.on_match == "fill" or (level, field) in self.filling

    def select_changes(self, level: str, values: Row, before: Row, kind: Entity) -> Row:
        """Return those values of a row that a known record of the kind takes.

        Another spelling of what the record has is no change, nor is a lower title, unless
        `on_match` is ``overwrite``.
        """
        if self.on_match == "skip":
            return {}
        said = {name: value for name, value in values.items() if value is not None and name != UID_NAME}
        clear = {name: None for name in values.keys() - said.keys() if (level, name) in self.clearing}
        if self.filling:
            said = {name: v for name, v in said.items() if before[name] is None or (level, name) not in self.filling}
        if self.on_match == "overwrite":
            return said | clear
        respelt = kind.find_respelt_parts(before, said)
        respelt = frozenset(name for name in respelt if said.get(name) != mend_signs(str(before[name])))
        said = {name: value for name, value in said.items() if name not in respelt}
        if self.on_match == "fill":
            return {name: value for name, value in said.items() if before[name] is None}
        return clear | {
            name: value if before[name] in (None, value) else kind.by_name[name].merge(before[name], value)
            for name, value in said.items()
        }

    def find_kept_fields(self, values: Row, before: Row, kind: Entity) -> Iterator[Field]:
        """Yield the fields of which a known record keeps its own value, or some of it, though a row says another."""
        if self.on_match != "update":
            return
        for name, value in values.items():
            field = kind.by_name[name]
            if name == UID_NAME:
                continue
            if None in (value, before[name]) or field.is_same(before[name], value):
                continue
            if field.merge(before[name], value) != value:
                yield field


class TableImport(NamedTuple):
    """The import of one table: the kinds its rows are about, its columns, and the policy for known records.

    `nested_in` names the table of the placed rows of another table in which the rows of this one are nested.
    `today` is the day asked about, an ISO 8601 day, empty where there is none.
    `filled` are the names of the columns that have a value in every row, `distinct` of those that are known
    to have another one in each.
    `confirmed` are the levels whose records the rows confirm, each with the ISO 8601 day.
    """

    entity: Entity
    child: Entity | None
    columns: tuple[ImportColumn, ...]
    policy: MatchPolicy = MatchPolicy()
    nested_in: str | None = None
    confirmed: tuple[tuple[str, str], ...] = ()
    today: str = ""
    filled: frozenset[str] = frozenset()
    distinct: frozenset[str] = frozenset()

    def confirm_on(self, day: str) -> TableImport:
        """Return the same import, of rows that are true on a day; days that the file has itself are taken instead."""
        kinds = {OWN: self.entity} | ({CHILD: self.child} if self.child else {})
        confirmed = [
            (level, day)
            for level, kind in kinds.items()
            if day and kind.confirmed_fields and self.column_of(level, CONFIRMED_ON) is None
        ]
        return self._replace(confirmed=tuple(confirmed))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the records that rows are about or refer to."""
        named = {column.field.to for column in self.columns if isinstance(column.field, Reference)}
        return frozenset({self.entity.name, *named} | ({self.child.name} if self.child else set()))

    def find_confirmation(self, level: str) -> str | None:
        """Return the day on which the rows confirm the records of a level; None where they do not.

        A row with a UUID is one of netreg's own exports, and confirms nothing.
        """
        return dict(self.confirmed).get(level)

    def columns_of(self, level: str) -> Iterator[ImportColumn]:
        """Yield the columns of one level."""
        return (column for column in self.columns if column.level == level)

    def entity_of(self, level: str) -> Entity:
        """Return the kind of record at a level."""
        kind = self.entity if level == OWN else self.child
        assert kind is not None
        return kind

    def column_of(self, level: str, field: str) -> ImportColumn | None:
        """Return the column that holds a field, or None if the file lacks it."""
        return next((c for c in self.columns_of(level) if c.field.name == field), None)
