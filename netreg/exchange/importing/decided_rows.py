"""The decisions of a person about the rows of a table: those in its column, and those of earlier files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import RowDecision
from netreg.errors import InvalidValue
from netreg.exchange.forms.decided_participants import SETTLED
from netreg.exchange.importing.grouped_lines import format_rows
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple
from netreg.store.importing import row_decisions, staging_tables
from netreg.store.importing.row_decisions import NEW, RECORD, SKIP, IdentifiedRow, Remembered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

    CellOfDecision = tuple[int, int, str, str]
    """A row, its line, what stands in its cell, and the heading."""


class _Decided(NamedTuple):
    """A decision that is to be remembered: its row, what the row says of itself, the action, the record."""

    row: int
    says: str
    action: str
    record: int | None


class DecidedRows:
    """The decisions about the rows of one table, taken from their column or from an earlier file of the source."""

    def __init__(
        self, db: sqlite3.Connection, task: TableImport, source: str | None, *, is_forgetful: bool = False
    ) -> None:
        """Take decisions about the rows that are staged; with `is_forgetful` none of an earlier file."""
        self.db, self.task, self.source, self.is_forgetful = db, task, source, is_forgetful
        self.kind = task.entity.variant or task.entity.name
        self.decided: list[_Decided] = []
        self.decision_count = 0
        """The number of rows of the table with a decision of their own."""
        self.settled: dict[int, Row] = {}
        """What the rows of participants said of themselves before a member was decided on, by field."""
        self.repeated: list[int] = []
        """The lines of the rows that were decided with an earlier file."""
        self.last = row_decisions.find_last_record(db, task)

    def take(self, cells: Sequence[CellOfDecision]) -> None:
        """Take the decisions of the column, then those that are remembered; leave out the rows that are to be."""
        remembered = dict[str, Remembered]()
        if not self.is_forgetful:
            remembered = row_decisions.read_decisions(self.db, self.kind, self.task.entity.name, self.source)
        decisions = self._parse_cells(cells)
        self.decision_count = len(decisions) + len(self.settled)
        if not decisions and not remembered:
            return
        skipped = []
        silent = {row for row, decision in decisions.items() if decision.action == SKIP}
        where = "1" if remembered else f"i.row IN ({', '.join(map(str, decisions))})"
        for one in row_decisions.identify_rows(self.db, self.task, where):
            decision, known = decisions.get(one.row), remembered.get(one.says)
            silent.discard(one.row)
            if decision is None and known is None:
                continue
            if decision is None:
                self.repeated.append(one.line)
            elif decision.action != NEW or known is None or known.action != NEW:
                known = Remembered(decision.action, decision.record)
                self.decided.append(_Decided(one.row, one.says, *known))
            assert known is not None  # of the same file again: the record was made of this row
            if known.action == SKIP:
                skipped.append(one)
            else:
                action = NEW if known.record is None else RECORD
                if known.action == NEW and known.record is not None:
                    staging_tables.claim_record(self.db, known.record, one.row)
                staging_tables.insert_decisions(self.db, [RowDecision(one.row, action, known.record)])
        lines = {row: line for row, line, _cell, _heading in cells} if silent else {}
        skipped += [IdentifiedRow(row, lines[row], "", "") for row in sorted(silent)]  # which say nothing of themselves
        row_decisions.leave_out_rows(self.db, skipped)

    def _parse_cells(self, cells: Iterable[CellOfDecision]) -> dict[int, RowDecision]:
        """Return the decision of each row that has one; reject a row of which two columns say different things."""
        found: dict[int, RowDecision] = {}
        first: dict[int, str] = {}
        contradicted = set()
        for row, line, written, heading in cells:
            if written.startswith(SETTLED):
                self.settled[row] = {"person": None, "name_as_recorded": written.removeprefix(SETTLED)}
                continue
            try:
                decision = row_decisions.parse_decision(self.db, self.task.entity, row, written)
            except InvalidValue as refusal:
                staging_tables.reject_row(self.db, row, heading, written, str(refusal), line)
                continue
            other = first.setdefault(row, heading)
            if found.setdefault(row, decision) != decision:
                contradicted.add(row)
                reason = _("the column '{heading}' decides otherwise; empty one of them").format(heading=other)
                staging_tables.reject_row(self.db, row, heading, written, reason, line)
        return {row: decision for row, decision in found.items() if row not in contradicted}

    @property
    def needs_placing(self) -> bool:
        """Tell whether the records of the rows have to be known once they are applied."""
        return bool(self.settled) or any(one.action == NEW for one in self.decided)

    def note_records(self) -> None:
        """Note the record that was made of each row that was decided to be new."""
        self.decided = [
            one._replace(record=row_decisions.find_placed_record(self.db, one.row)) if one.action == NEW else one
            for one in self.decided
        ]
        if self.settled:
            where = f"i.row IN ({', '.join(map(str, self.settled))})"
            self.decided += [
                _Decided(one.row, one.says, RECORD, row_decisions.find_placed_record(self.db, one.row))
                for one in row_decisions.identify_rows(self.db, self.task, where, self.settled)
            ]
        made = {one.row: one.record for one in self.decided if one.action == NEW and one.record is not None}
        row_decisions.part_from_similar(self.db, self.task, made, self.last)

    def remember(self) -> None:
        """Remember the decisions for the next file of the source."""
        table = self.task.entity.name
        if self.is_forgetful:
            row_decisions.forget_decisions(self.db, self.kind, self.source)
        row_decisions.forget_removed(self.db, self.kind, table)
        for _row, says, action, record in self.decided:
            if action == SKIP or record is not None:
                row_decisions.store_decision(self.db, self.kind, self.source, says, Remembered(action, record), table)

    def describe(self, table: str) -> Iterable[str]:
        """Yield the note about rows that were decided with an earlier file."""
        if self.repeated:
            yield _("{file}: decided as in an earlier file: {rows}; --forget-decisions asks anew").format(
                file=table, rows=format_rows(len(self.repeated), self.repeated[:5])
            )

    def describe_corrected(self, table: str, taken: int) -> Iterable[str]:
        """Yield the note about rows of a file of rejected rows that were corrected, of those that were taken."""
        corrected = taken - self.decision_count - len(self.repeated)
        if corrected > 0:
            yield ngettext(
                "{file}: {n} row was corrected here, and is in the original file as it was; "
                "correct it there too, or import that with --skip-bad",
                "{file}: {n} rows were corrected here, and are in the original file as they were; "
                "correct them there too, or import that with --skip-bad",
                corrected,
            ).format(file=table, n=f"{corrected:,}")
