"""The description of an import: the columns of a table, what they fill, and how known records take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

OWN, CHILD = "own", "child"
"""The levels of a row: the record itself, and the child that stands in the same row."""


class ImportColumn(NamedTuple):
    """A column of the rows: a field of the record, or of the child in the same row."""

    level: str
    field: Field

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


class MatchPolicy(NamedTuple):
    """How a known record takes the values of a row that matches it.

    `on_match` is ``update``, ``fill`` (only fields that are blank) or ``skip``; a blank cell
    of a field in `clearing`, by level and name, empties the field of the record. A row of which it
    is doubtful which record it is about is rejected, a ``new`` record, or left out (``skip``).
    """

    on_match: str = "update"
    clearing: frozenset[tuple[str, str]] = frozenset()
    doubtful: str = "reject"

    def select_changes(self, level: str, values: Row, before: Row) -> Row:
        """Return those values of a row that a known record takes."""
        if self.on_match == "skip":
            return {}
        if self.on_match == "fill":
            return {name: value for name, value in values.items() if value is not None and before[name] is None}
        return {name: value for name, value in values.items() if value is not None or (level, name) in self.clearing}


class TableImport(NamedTuple):
    """The import of one table: the kinds its rows are about, its columns, and the policy for known records.

    `nested_in` names the table of the placed rows of another table in which the rows of this one are nested.
    """

    entity: Entity
    child: Entity | None
    columns: tuple[ImportColumn, ...]
    policy: MatchPolicy = MatchPolicy()
    nested_in: str | None = None

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
