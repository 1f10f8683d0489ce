"""The changes that an import makes, record by record, read from the history of its command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.named_tuples import NamedTuple
from netreg.store.history.changes import read_changes_of_records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from netreg.core.entity import Entity
    from netreg.core.table_import import TableImport
    from netreg.store.history.changes import Change


class RecordValues(NamedTuple):
    """The columns of a record, or of its child, before and after a command; a new one had none before."""

    kind: Entity
    number: int
    is_new: bool
    before: dict[str, Any]
    after: dict[str, Any]


class CommandChanges(NamedTuple):
    """The changes of a running command to the records of one table of a file.

    `placed` names the temporary table that has the record of each line. One that is only confirmed is not changed.
    """

    db: sqlite3.Connection
    command: int
    task: TableImport
    placed: str

    def count_records(self) -> int:
        """Return the number of records that are new or changed."""
        shown = f"record IN ({self._touched()}) AND NOT is_confirmed"
        sql = f"SELECT count(DISTINCT record) FROM temp.{self.placed} WHERE {shown}"
        return int(self.db.execute(sql).fetchone()[0])

    def iterate_records(self, limit: int) -> Iterator[tuple[int, int]]:
        """Yield the first records that are new or changed: the line of each, and its number."""
        sql = f"""SELECT min(line), record FROM temp.{self.placed} WHERE record IN ({self._touched()})
            AND NOT is_confirmed GROUP BY record ORDER BY 1 LIMIT {limit}"""
        yield from self.db.execute(sql)

    def read_values(self, numbers: Sequence[int]) -> dict[int, list[RecordValues]]:
        """Return how these records and their children were, and are now, the record itself first."""
        found: dict[int, list[RecordValues]] = {number: [] for number in numbers}
        for number, one in self._read_kind(self.task.entity, numbers):
            found[number].append(one)
        if (kind := self.task.child) is not None and kind.parent is not None:
            marks = ", ".join(map(str, numbers))
            owner = f"t.{kind.parent.column}"
            sql = f"SELECT t.id, {owner} FROM {kind.name} t WHERE {owner} IN ({marks})"
            owners = {row[0]: row[1] for row in self.db.execute(sql)}
            for number, one in self._read_kind(kind, list(owners)):
                found[owners[number]].append(one)
        return found

    def _read_kind(self, kind: Entity, numbers: Sequence[int]) -> Iterator[tuple[int, RecordValues]]:
        by_record: dict[int, list[Change]] = {}
        for change in read_changes_of_records(self.db, self.command, kind.name, numbers):
            by_record.setdefault(change.record, []).append(change)
        for number, changes in by_record.items():
            yield number, _join_changes(kind, number, changes)

    def _touched(self) -> str:
        """Return the statement that selects the records with a change of their own or of a child."""
        kind, child = self.task.entity, self.task.child
        sql = f"SELECT record_id FROM change WHERE command_id = {self.command} AND kind = '{kind.name}'"
        if child is not None and child.parent is not None:
            sql += f""" UNION SELECT t.{child.parent.column} FROM change c JOIN {child.name} t ON t.id = c.record_id
                WHERE c.command_id = {self.command} AND c.kind = '{child.name}'"""
        return sql


def _join_changes(kind: Entity, number: int, changes: Sequence[Change]) -> RecordValues:
    """Join the changes of one command to a record: how it was before the first, and is after the last."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    is_new = changes[0].before is None
    for change in changes:
        for column, value in (change.before or {}).items():
            before.setdefault(column, value)
        after |= change.after or {}
    return RecordValues(kind, number, is_new, {} if is_new else before, after)
