"""The import of one table of a file, step by step: read, planned, applied, reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN, MatchPolicy, TableImport
from netreg.entities import BY_NAME
from netreg.exchange.columns.column_readers import ReadingRules, TableReader
from netreg.exchange.columns.read_fields import list_clearable_fields, list_columns, list_implied_fields
from netreg.exchange.columns.table_kinds import FurtherParties
from netreg.exchange.headings.targets import is_reason_heading
from netreg.exchange.importing import doubtful_participants
from netreg.exchange.importing.decided_rows import DecidedRows
from netreg.exchange.importing.further_parties import check_further_parties
from netreg.exchange.importing.grouped_lines import RowRemark, group_remarks
from netreg.exchange.importing.import_report import RowError, RowNote
from netreg.exchange.importing.rejects import RejectedLine, RejectsFile
from netreg.exchange.importing.repeated_rows import judge_repeated_rows
from netreg.exchange.importing.stage_rows import StagedRows
from netreg.language import _, ngettext
from netreg.store.importing import (
    apply_sets,
    plan_rows,
    resolve_references,
    similar_rows,
    staging_tables,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from netreg.exchange.columns.table_kinds import EntityTable
    from netreg.exchange.forms.form_tables import DoubtfulParticipant
    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.importing.import_options import ImportContext, ImportOptions
    from netreg.store.importing.apply_sets import RowCounts
    from netreg.store.importing.resolve_references import CreatedRecord


_LINES_SHOWN = 5
"""The number of lines that are named for rows with the same note."""
_MAX_ERRORS = 1000
"""The most row errors that a report lists; the rejects file has all of them."""


def name_placed_table(number: int) -> str:
    """Return the name of the temporary table that has the record of each line of a table."""
    return f"placed_{number}"


class TableImporter:
    """The import of one table of a file, step by step."""

    db: sqlite3.Connection
    staging: StagedRows
    decided: DecidedRows

    def __init__(
        self, part: EntityTable, headed: TableHeadings, options: ImportOptions, context: ImportContext
    ) -> None:
        self.part = part
        self.doubts: Mapping[int, DoubtfulParticipant] = {}
        self.created: list[CreatedRecord] = []
        self.headed = headed
        self.options = options
        self.context = context
        child = BY_NAME[part.entity.row_child] if part.entity.row_child else None
        cleared = list_clearable_fields(headed) if options.blank_clears else frozenset[tuple[str, str]]()
        nested_in = None if part.nested_in is None else name_placed_table(part.nested_in)
        implied = list_implied_fields(headed)
        policy = MatchPolicy(options.on_match, cleared - implied, options.doubtful, implied)
        self.task = TableImport(part.entity, child, list_columns(headed), policy, nested_in, today=context.today)
        # In an export of netreg's own a day of 1950 is what it says.
        short_years = options.short_years or ("ce" if headed.is_export else None)
        rules = ReadingRules(
            options.years, options.blank_words, part.typed, part.source.delimiter, short_years, context.today
        )
        self.reader = TableReader(self.task, headed, rules)

    @property
    def total(self) -> int:
        """The number of rows that were read."""
        return self.staging.total

    def prepare(self, db: sqlite3.Connection) -> None:
        """Read the rows and plan what is done with each."""
        self.db = db
        if self.part.further and self.task.nested_in:
            kept = apply_sets.list_placed_lines(db, self.task.nested_in)
            self.part = self.part._replace(source=self.part.further.make_source(kept))
        staging_tables.create_staging_tables(db, self.task)
        self.staging = staging = StagedRows(db, self.reader, skip_bad=self.options.skip_bad)
        # Where the register has no such record, every row is a new one: its columns are derived as it is read.
        derived = self.task.nested_in is None and not staging_tables.has_records(db, self.task)
        rows = staging.read_rows(
            self.part.source, lambda: self._show_progress(_("reading"), staging.total), derived=derived
        )
        staging_tables.insert_rows(db, self.task, rows, derived=derived)
        self.task = staging.note_blanks(self.task.confirm_on(self.context.today))
        staging.reject_rarer_eras(self.part.source)
        if isinstance(self.part.further, FurtherParties) and not self.task.nested_in:
            check_further_parties(db, self.task, self.part.further, may_create=self.options.create_missing)
        self.decided = DecidedRows(db, self.task, self.options.source, is_forgetful=self.options.forget_decisions)
        self.decided.take(staging.decisions)
        doubtful_participants.stage_doubts(db, self.doubts, self.options.doubtful)
        self.plan(may_create=self.options.create_missing)

    def plan(self, *, may_create: bool = False) -> None:
        """Plan what is done with each row; with `may_create` they may name records that are created first."""
        self._show_progress(_("comparing"), self.total)
        plan_rows.plan_rows(
            self.db, self.task, may_create=may_create, derived=self.staging.derived, created=self.created
        )

    def create_missing(self, *, stale: bool, is_planned_again: bool) -> None:
        """Create the unknown records that rows name, if that is asked for, and plan again with them.

        A row that is not rejected in the plan with these may name further ones.
        """
        may_create = self.options.create_missing
        while True:
            made = resolve_references.create_missing(self.db, self.task, is_stale=stale) if may_create else []
            self.created += made
            if not is_planned_again or not (made or stale):
                return
            stale = False
            self.plan(may_create=may_create)

    def keep_used(self) -> list[CreatedRecord]:
        """Return the records that were created for rows that are not rejected; remove the others."""
        return resolve_references.remove_unused(self.db, self.task, self.created)

    def apply(self, *, placing: bool) -> RowCounts:
        """Apply the plan; with `placing` the rows nested in these can find their records."""
        self._show_progress(_("writing"), self.total)
        counts = apply_sets.apply_plan(self.db, self.task, placing=placing)
        return judge_repeated_rows(self.db, self.task, self.headed, self.part.source, counts)

    def _show_progress(self, what: str, rows: int) -> None:
        self.context.progress(what, rows)

    def list_errors(self) -> list[RowError]:
        """Return the first row errors, in the order of the rows."""
        found = staging_tables.list_row_errors(self.db, _MAX_ERRORS)
        return [RowError(self.part.name, one.line, self._find_heading(one.heading), *one[2:]) for one in found]

    def group_errors(self) -> list[str]:
        """Return the lines that tell all row errors, the same reason once."""
        errors = staging_tables.iterate_row_errors(self.db)
        remarks = (
            RowRemark(one.line, self._find_heading(one.heading), one.value, one.reason, tuple(one.candidates))
            for one in errors
        )
        lines, untold = group_remarks(self.part.name, remarks)
        if untold:
            sentence = ngettext("{file}: {n} more row rejected", "{file}: {n} more rows rejected", untold)
            lines.append(sentence.format(file=self.part.name, n=untold))
        return lines

    def _find_heading(self, place: str) -> str:
        """Return the heading of the column that an error is in; an error of the plan names the field.

        A field without a column is known by its label.
        """
        if heading := self.headed.find_heading(place):
            return heading
        level, _dot, name = place.partition(".")
        kind = {OWN: self.task.entity, CHILD: self.task.child}.get(level)
        return str(kind.by_name[name].label) if kind and name in kind.by_name else place

    def list_row_notes(self) -> Iterable[RowNote]:
        """Yield what is to be said of rows that were read, the same once for all of them."""
        for heading, note, count, lines, value in staging_tables.group_row_notes(self.db, _LINES_SHOWN):
            yield RowNote(self.part.name, self._find_heading(heading), note, count, tuple(lines), value)

    def list_left_out_rows(self) -> Iterable[RowNote]:
        """Yield the rows that are no records, those of one reason together."""
        for heading, note, count, lines, value in staging_tables.group_left_out_rows(self.db, _LINES_SHOWN):
            yield RowNote(self.part.name, heading, note, count, tuple(lines), value)

    def list_notes(self) -> Iterable[str]:
        """Yield what of the table is hidden, and what was decided with an earlier file."""
        yield from self.part.source.notes
        rejected = staging_tables.count_rejected_rows(self.db)
        yield from self.decided.describe(self.part.name)
        if similar_rows.has_too_many_rows(self.db, self.task):
            yield _("{file}: too many new rows to look among them for names spelled nearly alike").format(
                file=self.part.name
            )
        if any(map(is_reason_heading, self.headed.names)):
            yield from self.decided.describe_corrected(self.part.name, self.total - rejected)

    def write_rejects(self, file: RejectsFile) -> None:
        """Write the rejected rows to a file in which they can be corrected, or decided."""
        if staging_tables.has_rejected_rows(self.db):
            name = self.part.source.name if self.part.number else ""
            doubtful = staging_tables.has_doubtful_rows(self.db)
            rows = self._iterate_rejected()
            file.write_table(name, self.headed, self.part.source, rows, with_candidates=doubtful)

    def _iterate_rejected(self) -> Iterator[RejectedLine]:
        for one in staging_tables.iterate_row_errors(self.db):
            reason = f"{self._find_heading(one.heading)}: {one.reason}" if one.heading else one.reason
            shown = doubtful_participants.describe_candidates(self.db, self.task.entity, one, self.doubts)
            yield RejectedLine(one.line, reason, tuple(shown))
