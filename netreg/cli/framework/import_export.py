"""The verbs ``import`` and ``export``, for any kind of record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreg.cli.framework import import_files, options
from netreg.cli.framework.option_values import check_known, read_era
from netreg.cli.framework.session import Session
from netreg.errors import UsageError
from netreg.exchange.exporting import export_file
from netreg.exchange.exporting.file_formats import choose_format
from netreg.exchange.importing import import_file
from netreg.language import _
from netreg.render.results import Message, RawOutput

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.cli.framework.options import Verb
    from netreg.core.entity import Entity
    from netreg.store.records.conditions import Condition

ON_MATCH = ("update", "fill", "skip")
DOUBTFUL = ("reject", "new", "skip")
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
Doubtful = Annotated[
    str,
    typer.Option(
        "--doubtful",
        metavar="reject|new|skip",
        help="Rows that may be about a known record: reject, add, or leave them out.",
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
        doubtful: Doubtful = "reject",
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
            dry_run, force, check_known("--doubtful", doubtful, DOUBTFUL),
        )  # fmt: skip
        imports = import_files.FileImports(session, entity, wishes, sheet, encoding, by_name=source_from_name)
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
