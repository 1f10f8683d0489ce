"""The verbs ``import`` and ``export``, for any kind of record."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from netreg import config
from netreg.cli.framework import options
from netreg.cli.framework.option_values import check_known, read_era
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.errors import Failure, InterruptedCommand, UsageError
from netreg.exchange.exporting import export_file
from netreg.exchange.exporting.file_formats import choose_format
from netreg.exchange.importing import import_file
from netreg.exchange.tables import open_file
from netreg.language import _, ngettext
from netreg.render.console import print_result
from netreg.render.progress import Progress
from netreg.render.results import Message, RawOutput
from netreg.store.backup import copies

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.cli.framework.options import Verb
    from netreg.core.entity import Entity
    from netreg.exchange.importing.import_file import ImportOptions, ImportReport
    from netreg.store.records.conditions import Condition

ON_MATCH = ("update", "fill", "skip")
_FILES = "What is in the file"
_KNOWN = "Records that exist already"
_BAD = "Rows that are not valid"

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE...",
        readable=False,
        show_default=False,
        help="CSV, Excel, ODS, JSON; - is standard input.",
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="HEADING=FIELD", help="The field of a column; HEADING=- skips it.", rich_help_panel=_FILES
    ),
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="The sheet, by name or number.", rich_help_panel=_FILES)
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="utf-8, cp874 or utf-16.", rich_help_panel=_FILES)
]
ReadYears = Annotated[
    str | None,
    typer.Option(
        "--read-years", metavar="be|ce", help="The era in which all years are written.", rich_help_panel=_FILES
    ),
]
SourceName = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="NAME", help="Who sent it; --map is remembered for each source.", rich_help_panel=_FILES
    ),
]
SourceFromName = Annotated[
    bool, typer.Option("--source-from-name", help="Use the file's name as the source.", rich_help_panel=_FILES)
]
OnMatch = Annotated[
    str,
    typer.Option(
        "--on-match",
        metavar="update|fill|skip",
        help="Update records, fill only blanks, or skip them.",
        rich_help_panel=_KNOWN,
    ),
]
BlankClears = Annotated[
    bool, typer.Option("--blank-clears", help="An empty cell clears the field.", rich_help_panel=_KNOWN)
]
CreateMissing = Annotated[
    bool,
    typer.Option("--create-missing", help="Create organisations and people named in rows.", rich_help_panel=_KNOWN),
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Import the other rows; exit with 3.", rich_help_panel=_BAD)]
Rejects = Annotated[
    Path | None,
    typer.Option(
        "--rejects", metavar="FILE", readable=False, help="Write them here, with the reasons.", rich_help_panel=_BAD
    ),
]
Template = Annotated[
    Path | None,
    typer.Option("--template", metavar="FILE", readable=False, help="Write an empty .xlsx or .csv with the headings."),
]


def make_import(entity: Entity) -> Verb:
    """Make the verb ``import`` of a noun."""

    @options.add_view_options
    def import_(
        session: Session,
        files: Files = None,
        mapping: Map = None,
        sheet: Sheet = None,
        encoding: Encoding = None,
        read_years: ReadYears = None,
        source: SourceName = None,
        source_from_name: SourceFromName = False,
        on_match: OnMatch = "update",
        blank_clears: BlankClears = False,
        create_missing: CreateMissing = False,
        skip_bad: SkipBad = False,
        rejects: Rejects = None,
        template: Template = None,
        force: options.Replace = False,
        dry_run: options.DryRun = False,
    ) -> Message:
        if template is not None:
            return _write_template(session, entity, template, force=force)
        if not files:
            raise UsageError(_("name a file to import"), _("see 'netreg {words} -h'").format(words=session.words))
        _check_rejects(rejects, files)
        if source and source_from_name:
            raise UsageError(_("--source and --source-from-name cannot be combined"), _("use only one of them"))
        wishes = import_file.ImportOptions(
            _read_mapping(mapping or []), read_era(read_years), source,
            check_known("--on-match", on_match, ON_MATCH), blank_clears, skip_bad, create_missing, rejects,
            dry_run, force,
        )  # fmt: skip
        imports = _FileImports(session, entity, wishes, sheet, encoding, by_name=source_from_name)
        return imports.try_all(files) if dry_run else imports.import_all(files)

    return import_


def _check_rejects(rejects: Path | None, files: list[Path]) -> None:
    """Refuse ``--rejects`` with several files, into the imported file itself, or in another format than CSV."""
    if rejects is None:
        return
    if len(files) > 1:
        raise UsageError(_("--rejects cannot be used with several files"), _("import the files one by one"))
    if rejects.exists() and any(path.exists() and path.samefile(rejects) for path in files):
        raise UsageError(
            _("--rejects: {file} is the imported file itself").format(file=rejects), _("choose another file")
        )
    if rejects.suffix.lower() not in (".csv", ".txt", ""):
        raise UsageError(_("--rejects writes a CSV file"), _("name it {file}").format(file=rejects.with_suffix(".csv")))


class _FileImports:
    """Files imported one after another: each its own entry in the history, all of them one batch."""

    def __init__(
        self,
        session: Session,
        entity: Entity,
        wishes: ImportOptions,
        sheet: str | None,
        encoding: str | None,
        *,
        by_name: bool,
    ) -> None:
        self.session, self.entity, self.wishes = session, entity, wishes
        self.sheet, self.encoding, self.by_name = sheet, encoding, by_name
        self.batch: int | None = None
        self.on_a_copy = False

    def import_all(self, files: list[Path]) -> Message:
        """Import every file; one that is refused does not keep the others out, and ends the command if it is alone."""
        view, lines, data, code = self.session.view, list[str](), list[Any](), 0
        refused = list[str]()
        for path in files:
            try:
                report = self.import_one(path)
            except (KeyboardInterrupt, SystemExit) as end:
                raise self._cut_short(sum("error" not in one for one in data), len(files), end) from None
            except Failure as failure:
                data.append(_refusal_data(path, failure))
                if len(files) == 1:
                    print_result(Message((), view, data))
                    raise
                sentences = [*getattr(failure, "details", ()), _("netreg: error: {reason}").format(reason=failure)]
                lines += sentences
                refused += sentences
                code = max(code, failure.exit_code)
            else:
                lines += _report_lines(report, self.wishes)
                data.append(_report_data(report))
                code = max(code, 3 if report.rejected else 0)
        if view.quiet and refused:  # an error is no note
            return Message((), view._replace(quiet=False), data, (), code, report=tuple(refused))
        return Message((), view, data, (), code, report=tuple(lines))

    def _cut_short(self, taken: int, total: int, end: BaseException) -> BaseException:
        """Return how a signal ends the command: the files before this one are saved."""
        if self.batch is None or self.on_a_copy:
            return end
        sentence = ngettext(
            "interrupted; {n} of {total} files was imported", "interrupted; {n} of {total} files were imported", taken
        )
        return InterruptedCommand(
            sentence.format(n=taken, total=total),
            _("import the remaining files, or run 'netreg undo' to remove those already imported"),
            end,
        )

    def try_all(self, files: list[Path]) -> Message:
        """Import the files as a trial that keeps nothing: several on a copy, where one sees what came before it."""
        if len(files) == 1:
            result = self.import_all(files)
        else:
            with copies.private_copy(self.session.db) as copy:
                self.session, self.on_a_copy = self.session._replace(db=copy), True
                self.wishes = self.wishes._replace(dry_run=False)
                result = self.import_all(files)
        return result if self.session.view.quiet else result._replace(notes=make_dry_run_note(dry_run=True))

    def import_one(self, path: Path) -> ImportReport:
        """Import one file."""
        wishes = self.wishes._replace(source=path.stem) if self.by_name else self.wishes
        gc.disable()  # rows make no cycles, and looking for them takes a twentieth of the time
        with (
            open_file.open_file(path, sheet=self.sheet, encoding=self.encoding) as file,
            Progress(file.name, file.line_count, quiet=self.session.view.quiet) as progress,
        ):
            doing = import_file.ImportContext(self.session.words, config.find_actor(), self.batch, progress)
            report = import_file.import_file(self.session.db, self.entity, file, wishes, doing)
        self.batch = self.batch or report.command
        return report


def _report_lines(report: ImportReport, wishes: ImportOptions) -> Iterable[str]:
    """Yield the lines about a file: its row errors, the records created for it, its counts."""
    yield from map(str, report.errors)
    if more := report.rejected - len({(fault.table, fault.line) for fault in report.errors}):
        sentence = ngettext("{file}: {n} more row rejected", "{file}: {n} more rows rejected", more)
        yield sentence.format(file=report.file, n=more)
    yield from report.notes
    for made in report.created:
        yield _("{file}: created {record}").format(file=report.file, record=made)
    yield report.sentence
    if report.rejected and wishes.rejects:
        yield ngettext("the rejected row is in {file}", "the rejected rows are in {file}", report.rejected).format(
            file=wishes.rejects
        )


def _report_data(report: ImportReport) -> dict[str, Any]:
    counts = ("rows", "new", "changed", "unchanged", "rejected")
    return {
        "file": report.file,
        **{name: getattr(report, name) for name in counts},
        "faults": [fault._asdict() for fault in report.errors],
        "created": list(report.created),
        "command": report.command,
    }


def _refusal_data(path: Path, failure: Failure) -> dict[str, Any]:
    """Return the same data for a refused file, with the reason; the rows of an unreadable one were not counted."""
    report = getattr(failure, "report", None)
    nothing = _report_data(import_file.ImportReport(str(path), 0, 0, 0, 0, 0)) | {"rows": None, "rejected": None}
    return (_report_data(report) if report else nothing) | {"error": str(failure), "exit": failure.exit_code}


def _read_mapping(pairs: Iterable[str]) -> dict[str, str]:
    split = [pair.rpartition("=") for pair in pairs]
    for pair, (heading, _equals, field) in zip(pairs, split, strict=True):
        if not heading or not field:
            raise UsageError(_("--map: '{pair}' is not HEADING=FIELD").format(pair=pair), _("for example ชื่อ=name_th"))
    return {heading: field for heading, _equals, field in split}


def _write_template(session: Session, entity: Entity, path: Path, *, force: bool) -> Message:
    from netreg.exchange.exporting import templates

    templates.save_template(path, entity, session.view.style, force=force)
    return Message((_("wrote {file}").format(file=path),), session.view, {"file": str(path)})


def make_export(entity: Entity) -> Verb:
    """Make the verb ``export`` of a noun."""

    @options.add_export_options
    def export(
        session: Session,
        file: options.File = Path("-"),
        match: options.Match = None,
        headings: options.Headings = "th",
        encoding: options.WrittenIn = None,
        force: options.Replace = False,
    ) -> RawOutput | Message:
        with session.reading() as db:
            return export_records(session, db, entity, ExportTarget(file, headings, encoding, force, match))

    return export


class ExportTarget(NamedTuple):
    """The file of an export, and how it is written."""

    file: Path
    headings: str
    encoding: str | None
    force: bool
    match: str | None = None


def export_records(
    session: Session, db: sqlite3.Connection, entity: Entity, asked: ExportTarget, narrowed: tuple[Condition, ...] = ()
) -> RawOutput | Message:
    """Export the records that meet the conditions, to a file or to the standard output."""
    form = choose_format(asked.file, session.view.format)
    wanted = export_file.ExportOptions(form, asked.headings, asked.encoding, session.frame, asked.match, narrowed)
    if str(asked.file) == "-":
        made, saved = export_file.build_export(db, entity, wanted)
        return RawOutput(made, session.view, saved.notes)
    saved = export_file.export_records(db, entity, wanted, asked.file, force=asked.force)
    told = _("wrote {file}").format(file=asked.file)
    return Message((told,), session.view._replace(format=None), {"file": str(asked.file), **saved.counts}, saved.notes)
