"""Import a file: read its tables, compare them with the register, write all of it or nothing.

Everything that needs no lock comes first: the rows are read and checked into staging tables
(:mod:`~netreg.exchange.importing.stage_rows`), their references are resolved, they are matched to
known records, and what to do with each is planned (:mod:`~netreg.store.importing.plan_rows`).
Then one transaction applies the plan (:mod:`~netreg.store.importing.apply_sets`). If the
register has changed in between, the plan is made again: before the transaction, and inside it where
somebody has changed by then what it depends on.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from netreg.exchange.columns.table_kinds import assign_tables
from netreg.exchange.forms.form_tables import open_known_form
from netreg.exchange.headings import table_headings
from netreg.exchange.headings.table_headings import HeadingOptions
from netreg.exchange.importing import import_report, match_tables
from netreg.exchange.importing.further_parties import count_parties_in, split_parties
from netreg.exchange.importing.import_options import ImportContext, ImportOptions
from netreg.exchange.importing.import_report import ImportReport, RowError, RowNote, RowsRefused
from netreg.exchange.importing.rejects import RejectsFile
from netreg.exchange.importing.table_importer import TableImporter, name_placed_table
from netreg.store import commands, connections, database, done_work
from netreg.store.concurrency import SeenState
from netreg.store.importing import (
    apply_sets,
    import_log,
    resolve_references,
)
from netreg.store.importing.record_changes import CommandChanges
from netreg.store.writes.confirmations import count_confirmed_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.exchange.forms.form_tables import FormFile
    from netreg.exchange.importing.preview import Preview
    from netreg.exchange.tables.source_tables import SourceFile
    from netreg.store.importing.apply_sets import RowCounts


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
        importers = [TableImporter(part, head, options, context) for part, head in zip(parts, heads, strict=True)]
        for importer, doubts in zip(importers, form.doubts if form else (), strict=False):
            importer.doubts = doubts
        report = _write_tables(db, importers, file, form, stored, mapping)
    return report._replace(notes=(*notes, *report.notes))


def _write_tables(
    db: sqlite3.Connection,
    importers: list[TableImporter],
    file: SourceFile,
    form: FormFile | None,
    stored: Mapping[str, str],
    mapping: Mapping[str, str],
) -> ImportReport:
    """Write the tables of a file as one command, and log it; `stored` is the mapping as it is kept for the source."""
    entity, options, context = importers[0].part.entity, importers[0].options, importers[0].context
    seen = SeenState(db)
    importers[0].prepare(db)
    if seen.is_stale(db):  # in the transaction everybody would wait for this
        seen = SeenState(db)
        with seen.watching_reads(db, importers[0].task.kinds):
            importers[0].plan(may_create=options.create_missing)
    many, words, actor = apply_sets.adds_many_rows(db), context.words, context.actor
    with _withdrawing_rejects(options) as rejected:
        with (
            _keeping_mapping(db, entity, options, stored, context),
            commands.open_command(
                db, words, actor, dry_run=options.dry_run, batch=context.batch, many=many, is_work=True
            ) as command,
        ):
            stale = seen.is_stale(db)
            with rejected or nullcontext():
                report = _import_tables(db, importers, file.name, rejected, stale=stale)
                report = report._replace(rejects=tuple(map(str, rejected.written)) if rejected else ())
            report = import_report.add_form_remarks(report, form) if form else report
            if not options.skip_bad:
                import_report.refuse_rejected(report, options.source)
            _close_import(db, command, importers, context.preview)
            log = _make_log_entry(entity, file, options, mapping, report)
            changed = bool(report.new or report.changed or report.confirmed)
            if changed:
                import_log.add_import(db, command, log)
            if options.source:
                import_log.store_mapping(db, entity.variant or entity.name, options.source, stored)
        if not changed and not options.dry_run:
            with connections.immediate_transaction(db):
                import_log.add_import(db, None, log)
    return report._replace(command=command if changed and not options.dry_run else None)


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


@contextmanager
def _withdrawing_rejects(options: ImportOptions) -> Iterator[RejectsFile | None]:
    """Give the file of the rejected rows, which goes again where the import fails, but not for the rows in it."""
    rejected = RejectsFile(options.rejects, force=options.force) if options.rejects else None
    try:
        yield rejected
    except RowsRefused:
        raise
    except BaseException:
        if rejected and not done_work.is_done():
            rejected.withdraw()
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
    importers = [TableImporter(part, head, options, context) for part, head in zip(parts, heads, strict=True)]
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
        is_ahead = entity.name == "attendance" and match_tables.is_meeting_ahead(db, constants, context.today)
    kept = match_tables.join_mapping(mapping, fields)
    return HeadingOptions(mapping, options.ignore_unknown, constants, context.ask, is_ahead), kept


def _import_tables(
    db: sqlite3.Connection,
    importers: list[TableImporter],
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
            apply_sets.keep_placed_rows(db, name_placed_table(number))
    new, changed, unchanged, rejected, left_out = counts = [sum(column) for column in zip(*outcomes, strict=True)]
    assert sum(counts) == rows, (counts, rows)
    return ImportReport(
        file, rows, new, changed, unchanged, rejected, tuple(errors), tuple(lines), tuple(created), tuple(notes), None,
        left_out, tuple(row_notes), tuple(left_out_rows), confirmed,
    )  # fmt: skip


def _close_import(
    db: sqlite3.Connection, command: int, importers: list[TableImporter], preview: Preview | None
) -> None:
    """Remember what was decided, and collect the records that the command adds or changes, table by table."""
    for importer in importers:
        importer.decided.remember()
    for number, importer in enumerate(importers if preview else ()):
        assert preview is not None
        changes = CommandChanges(db, command, importer.task, name_placed_table(number))
        preview.add_table(importer.part.name, changes)


def _make_log_entry(
    entity: Entity, file: SourceFile, options: ImportOptions, mapping: Mapping[str, str], report: ImportReport
) -> import_log.ImportedFile:
    kind = entity.variant or entity.name
    counts = (report.rows, report.new, report.changed, report.unchanged, report.rejected, report.left_out)
    return import_log.ImportedFile(
        kind, file.name, file.sha256, file.format, file.encoding, options.source, mapping, *counts
    )
