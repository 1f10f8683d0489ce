"""Import a file: read its tables, compare them with the register, write all of it or nothing.

Everything that needs no lock comes first: the rows are read and checked into staging tables
(:mod:`~netreg.exchange.importing.stage_rows`), their references are resolved, they are matched to
known records, and what to do with each is planned (:mod:`~netreg.store.importing.plan_rows`).
Then one transaction applies the plan (:mod:`~netreg.store.importing.apply_sets`). If the
register has changed in between, the plan is made again inside it.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN, MatchPolicy, TableImport
from netreg.entities import BY_NAME
from netreg.exchange.columns.column_readers import (
    ReadingRules,
    TableReader,
    list_clearable_fields,
    list_columns,
    list_implied_fields,
)
from netreg.exchange.columns.table_kinds import assign_tables
from netreg.exchange.forms.form_tables import open_known_form
from netreg.exchange.headings import table_headings
from netreg.exchange.headings.table_headings import HeadingOptions
from netreg.exchange.headings.targets import is_reason_heading
from netreg.exchange.importing import doubtful_participants, import_report, match_tables
from netreg.exchange.importing.decided_rows import DecidedRows
from netreg.exchange.importing.further_parties import check_further_parties, count_parties_in, split_parties
from netreg.exchange.importing.grouped_lines import RowRemark, group_remarks
from netreg.exchange.importing.import_report import ImportReport, RowError, RowNote, RowsRefused
from netreg.exchange.importing.rejects import RejectedLine, RejectsFile
from netreg.exchange.importing.repeated_rows import judge_repeated_rows
from netreg.exchange.importing.stage_rows import StagedRows
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple
from netreg.store import commands, connections, database
from netreg.store.importing import (
    apply_sets,
    import_log,
    plan_rows,
    resolve_references,
    similar_rows,
    staging_tables,
)
from netreg.store.importing.record_changes import CommandChanges
from netreg.store.writes.confirmations import count_confirmed_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.exchange.columns.table_kinds import EntityTable
    from netreg.exchange.forms.form_tables import DoubtfulParticipant
    from netreg.exchange.forms.stays import Threshold
    from netreg.exchange.headings.heading_refusals import HeadingQuestion
    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.importing.match_tables import FieldSetting
    from netreg.exchange.importing.preview import Preview
    from netreg.exchange.tables.source_tables import SourceFile
    from netreg.store.importing.apply_sets import RowCounts
    from netreg.store.importing.resolve_references import CreatedRecord


class ImportOptions(NamedTuple):
    """How a file is imported; see the options of ``import``."""

    mapping: Mapping[str, str] = {}
    years: str | None = None
    source: str | None = None
    on_match: str = "update"
    blank_clears: bool = False
    skip_bad: bool = False
    create_missing: bool = False
    rejects: Path | None = None
    dry_run: bool = False
    force: bool = False
    doubtful: str = "reject"
    forget_decisions: bool = False
    blank_words: tuple[str, ...] | None = None
    short_years: str | None = None
    ignore_unknown: bool = False
    fields: Sequence[FieldSetting] = ()
    all_sheets: bool = False
    skip_other_sheets: bool = False
    partial_below: Threshold | None = None


class ImportContext(NamedTuple):
    """Who imports, by which command, who follows the progress, and who is to see what changes."""

    words: str
    actor: str
    batch: int | None = None
    progress: Callable[[str, int], None] = lambda _what, _rows: None
    preview: Preview | None = None
    ask: Callable[[HeadingQuestion], str] | None = None
    #: The ISO 8601 day after which nobody can be born.
    today: str = ""


def import_file(
    path: Path, entity: Entity, file: SourceFile, options: ImportOptions, context: ImportContext
) -> ImportReport:
    """Import a file into the register at `path`.

    Raises:
        RowsRefused: with every row error, unless the other rows are to be imported.
        UnusableInput: when it is not a table of such records.
    """
    wishes, stored = _find_wishes(path, entity, options, context)
    file, form = open_known_form(path, entity, file, wishes.mapping, options.partial_below)
    if form:
        options = options._replace(blank_clears=False)  # a blank there says nothing
        wishes = wishes._replace(mapping={**form.mapping, **wishes.mapping})
    parts, notes = assign_tables(entity, file, all_sheets=options.all_sheets)
    parts, heads, skipped = match_tables.match_tables(parts, wishes, skip_others=options.skip_other_sheets)
    notes += [*file.notes, *skipped, *match_tables.describe_columns(file.name, heads)]
    for head in heads:
        table_headings.refuse_double_mapping(head.names, options.mapping)
    table_headings.refuse_unused_mapping((name for head in heads for name in head.names), options.mapping)
    stored |= {heading: field for head in heads for heading, field in head.answers.items()}
    mapping = {**wishes.mapping, **stored}
    with database.writing_unrecorded(path) as db:
        parts, heads = split_parties(db, parts, heads)
        importers = [_TableImporter(part, head, options, context) for part, head in zip(parts, heads, strict=True)]
        for importer, doubts in zip(importers, form.doubts if form else (), strict=False):
            importer.doubts = doubts
        seen = apply_sets.read_data_version(db)
        importers[0].prepare(db)
        many, words, actor = apply_sets.adds_many_rows(db), context.words, context.actor
        with (
            _keeping_mapping(db, entity, options, stored, context),
            commands.open_command(db, words, actor, dry_run=options.dry_run, batch=context.batch, many=many) as command,
        ):
            stale = apply_sets.read_data_version(db) != seen
            with RejectsFile(options.rejects, force=options.force) if options.rejects else nullcontext() as rejected:
                report = _import_tables(db, importers, file.name, rejected, stale=stale)
                report = report._replace(rejects=tuple(map(str, rejected.written)) if rejected else ())
            report = import_report.add_form_remarks(report, form) if form else report
            if not options.skip_bad:
                import_report.refuse_rejected(report, options.source)
            for importer in importers:
                importer.decided.remember()
            if context.preview:
                _preview_changes(db, command, importers, context.preview)
            log = _make_log_entry(entity, file, options, mapping, report)
            changed = bool(report.new or report.changed or report.confirmed)
            if changed:
                import_log.add_import(db, command, log)
            if options.source:
                import_log.store_mapping(db, entity.variant or entity.name, options.source, stored)
        if not changed and not options.dry_run:
            with connections.immediate_transaction(db):
                import_log.add_import(db, None, log)
    return report._replace(notes=(*notes, *report.notes), command=command if changed and not options.dry_run else None)


@contextmanager
def _keeping_mapping(
    db: sqlite3.Connection, entity: Entity, options: ImportOptions, mapping: Mapping[str, str], context: ImportContext
) -> Iterator[None]:
    """Keep the mapping of a source though rows are refused: the file of the rejected rows has the same headings."""
    try:
        yield
    except RowsRefused:
        if options.source and options.rejects and not options.dry_run:
            with commands.open_command(db, context.words, context.actor, batch=context.batch):
                import_log.store_mapping(db, entity.variant or entity.name, options.source, mapping)
        raise


def import_within_transaction(db: sqlite3.Connection, entity: Entity, file: SourceFile) -> ImportReport:
    """Import a file inside the transaction that runs already.

    Raises:
        RowsRefused: with every row error.
        UnusableInput: when it is not a table of such records.
    """
    options, context = ImportOptions(), ImportContext("", "")
    parts, _notes = assign_tables(entity, file)
    parts, heads, _skipped = match_tables.match_tables(parts, HeadingOptions())
    importers = [_TableImporter(part, head, options, context) for part, head in zip(parts, heads, strict=True)]
    importers[0].prepare(db)
    report = _import_tables(db, importers, file.name, stale=False)
    import_report.refuse_rejected(report)
    return report


def _find_wishes(
    path: Path, entity: Entity, options: ImportOptions, context: ImportContext
) -> tuple[HeadingOptions, dict[str, str]]:
    """Return how the headings are matched, and the same as it is kept for the source: its files were read so before."""
    if not options.source and not options.fields:
        return HeadingOptions(options.mapping, options.ignore_unknown, ask=context.ask), dict(options.mapping)
    with database.reading(path) as db:
        before = import_log.read_mapping(db, entity.variant or entity.name, options.source) if options.source else {}
        mapping, fields = match_tables.split_mapping(before)
        mapping |= options.mapping
        fields = [*{one.field: one for one in (*fields, *options.fields)}.values()]
        constants = match_tables.resolve_constants(
            db, entity, fields, years=options.years, may_create=options.create_missing
        )
    kept = match_tables.join_mapping(mapping, fields)
    return HeadingOptions(mapping, options.ignore_unknown, constants, context.ask), kept


def _import_tables(
    db: sqlite3.Connection,
    importers: list[_TableImporter],
    file: str,
    rejected_rows: RejectsFile | None = None,
    *,
    stale: bool,
) -> ImportReport:
    """Import the tables of a file, a table before those that are nested in its rows."""
    outcomes: list[RowCounts] = []
    confirmed, rows, errors, lines, created, notes = 0, 0, list[RowError](), list[str](), list[str](), list[str]()
    row_notes, left_out_rows = list[RowNote](), list[RowNote]()
    for number, importer in enumerate(importers):
        if number:
            importer.prepare(db)
        importer.create_missing(stale=stale and number == 0, is_planned_again=number == 0)
        placing = len(importers) > 1 or importer.context.preview is not None or importer.decided.needs_placing
        outcome = importer.apply(placing=placing)
        if importer.part.further and importer.task.nested_in:
            outcomes[0] = count_parties_in(outcomes[0], outcome)
            rows += outcome.rejected
        else:
            outcomes.append(outcome)
            rows += importer.total
        confirmed += count_confirmed_rows(db)
        made = importer.keep_used()
        created += map(str, made)
        notes += (f"{importer.part.name}: {sentence}" for sentence in resolve_references.describe_similar(db, made))
        importer.decided.note_records()
        errors += importer.list_errors()
        lines += importer.group_errors()
        notes += importer.list_notes()
        row_notes += importer.list_row_notes()
        left_out_rows += importer.list_left_out_rows()
        if rejected_rows is not None:
            importer.write_rejects(rejected_rows)
        if placing:
            apply_sets.keep_placed_rows(db, _placed_table(number))
    new, changed, unchanged, rejected, left_out = counts = [sum(column) for column in zip(*outcomes, strict=True)]
    assert sum(counts) == rows, (counts, rows)
    return ImportReport(
        file, rows, new, changed, unchanged, rejected, tuple(errors), tuple(lines), tuple(created), tuple(notes), None,
        left_out, tuple(row_notes), tuple(left_out_rows), confirmed,
    )  # fmt: skip


def _preview_changes(db: sqlite3.Connection, command: int, importers: list[_TableImporter], preview: Preview) -> None:
    """Collect the records that the command adds or changes, table by table."""
    for number, importer in enumerate(importers):
        changes = CommandChanges(db, command, importer.task, _placed_table(number))
        preview.add_table(importer.part.name, changes)


def _placed_table(number: int) -> str:
    """Return the name of the temporary table that has the record of each line of a table."""
    return f"placed_{number}"


def _make_log_entry(
    entity: Entity, file: SourceFile, options: ImportOptions, mapping: Mapping[str, str], report: ImportReport
) -> import_log.ImportedFile:
    kind = entity.variant or entity.name
    counts = (report.rows, report.new, report.changed, report.unchanged, report.rejected, report.left_out)
    return import_log.ImportedFile(
        kind, file.name, file.sha256, file.format, file.encoding, options.source, mapping, *counts
    )


_LINES_SHOWN = 5
"""The number of lines that are named for rows with the same note."""
_MAX_ERRORS = 1000
"""The most row errors that a report lists; the rejects file has all of them."""


class _TableImporter:
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
        nested_in = None if part.nested_in is None else _placed_table(part.nested_in)
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
        if self.part.further and not self.task.nested_in:
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
