"""The verbs ``import`` and ``export``, for any kind of record."""

from __future__ import annotations

import io
import re
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreg import config
from netreg.cli.framework import import_files, import_options, listing, options
from netreg.cli.framework.session import Session
from netreg.entities import BY_NAME
from netreg.errors import UsageError, quote_word
from netreg.exchange.atomic_files import check_outputs, refuse_configuration
from netreg.exchange.exporting.file_formats import choose_format, is_writable_name
from netreg.exchange.importing.change_file import collecting_changes, writing_changes
from netreg.language import _, get_language
from netreg.named_tuples import NamedTuple
from netreg.render.results import Message, RawOutput
from netreg.thai.dates.formats import format_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from netreg.cli.framework.options import Verb
    from netreg.core.entity import Entity
    from netreg.exchange.importing.change_file import Write
    from netreg.store.records.conditions import Condition

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE...",
        readable=False,
        show_default=False,
        help="CSV, Excel, ODS, JSON, vCard; - is standard input.",
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
        about: import_options.FileOptions,
        rows: import_options.RowOptions,
        files: Files = None,
        template: Template = None,
        out: import_options.Changes = None,
        force: options.Replace = False,
        dry_run: options.DryRun = False,
    ) -> Message | RawOutput:
        outputs = {"--template": template, "--out": out, "--rejects": rows.rejects}
        named = {
            option: path
            for option, path in outputs.items()
            if path is not None and (option == "--rejects" or not options.is_standard_output(path))
        }
        check_outputs(named, files or [], session.db, config.locate_config_file())
        if template is not None:
            return _write_template(session, entity, template, force=force)
        if not files:
            raise UsageError(_("name a file to import"), _("see 'netreg {words} -h'").format(words=session.words))
        _refuse_future_file(session)
        wishes = import_options.read_import_options(entity, about, rows, files, force=force, dry_run=dry_run)

        def run(told: Session, write: Write | None) -> Message:
            settings = import_files.FileSettings(
                [name for name in about.sheet or [] if name != import_options.ALL_SHEETS],
                about.encoding,
                import_options.read_hidden(about.hidden),
                about.source_from_name,
                write,
            )
            imports = import_files.FileImports(told, entity, wishes, settings)
            return imports.try_all(files) if dry_run else imports.import_all(files)

        if out is not None and options.is_standard_output(out):
            return _stream_changes(session, run)
        with writing_changes(out, force=force) if out else nullcontext() as write:
            return run(session, write)

    import_.__annotations__["about"] = import_options.make_file_options(entity)
    return import_


def _refuse_future_file(session: Session) -> None:
    """Refuse files as of a day to come: what they say is confirmed by that day.

    Raises:
        UsageError: naming the day.
    """
    if session.as_of > config.find_today(session.settings):
        raise UsageError(
            _("--as-of: {day} lies in the future; no file can be known to be right by then").format(
                day=format_date(session.as_of.isoformat(), lang=get_language())
            ),
            _("give the day of the file, or leave --as-of out"),
        )


def _stream_changes(session: Session, run: Callable[[Session, Write], Message]) -> RawOutput:
    """Import, and write what changes to the standard output: ``--format`` is that of the changes."""
    content, form = io.BytesIO(), session.view.format or "csv"
    with collecting_changes(content, "csv" if form == "table" else form) as write:
        result = run(session._replace(view=session.view._replace(format=None)), write)
    return RawOutput(content.getvalue(), result.view, result.notes, result.exit_code, result.report)


def _write_template(session: Session, entity: Entity, path: Path, *, force: bool) -> Message | RawOutput:
    from netreg.exchange.exporting import templates

    if options.is_standard_output(path):
        return RawOutput(templates.build_heading_line(entity, session.view.style), session.view)
    templates.save_template(path, entity, session.view.style, force=force)
    return Message((_("wrote {file}").format(file=path),), session.view, {"file": str(path)})


def make_export(entity: Entity) -> Verb:
    """Make the verb ``export`` of a noun."""

    @options.add_export_options
    def export(
        session: Session,
        file: options.File = Path("-"),
        query: options.Query = None,
        out: options.SameFile = None,
        match: options.Match = None,
        headings: options.Headings = "th",
        encoding: options.WrittenIn = None,
        force: options.Replace = False,
    ) -> RawOutput | Message:
        file, query = choose_file(file, query, out)
        with session.reading() as db:
            narrowed = select_exported(session, db, entity, file, query)
            return export_records(session, db, entity, ExportTarget(file, headings, encoding, force, match), narrowed)

    return export


def choose_file(file: Path, query: list[str] | None, out: Path | None) -> tuple[Path, list[str] | None]:
    """Return the file of an export and its query, of which the first word stands in the place of FILE with --out.

    Raises:
        UsageError: when both are files.
    """
    if out is None:
        return file, query
    if is_writable_name(file):
        raise UsageError(
            _("two files are named: {one} and {other}").format(one=file, other=out), _("leave out one of them")
        )
    return out, [*([] if str(file) == "-" else [str(file)]), *(query or [])]


# A word that is a term of a query, a view or a range, and no path: "C:" of Windows is one letter.
_TERM = re.compile(r"-?[^\W\d][^\\/:<>=]+(:|<|>|=).|@\w", re.DOTALL)


def select_exported(
    session: Session, db: sqlite3.Connection, entity: Entity, file: Path, query: list[str] | None
) -> tuple[Condition, ...]:
    """Return the conditions of the query of an export; of a variant it is about the records of its rows.

    Raises:
        UsageError: when the query stands in the place of the file.
    """
    if _TERM.match(str(file)) and not file.suffix:
        raise UsageError(
            _("'{text}' is a query, which stands behind the file").format(text=file),
            _("type: {command}").format(command=f"netreg {session.words} - {quote_word(str(file))}"),
        )
    kind = BY_NAME[entity.row_child] if entity.variant and entity.row_child else entity
    return tuple(listing.select_queried(db, kind, " ".join(query or ()), session.frame))


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
    options.require_file_format(form, asked.file)
    from netreg.exchange.exporting import export_file

    wanted = export_file.ExportOptions(form, asked.headings, asked.encoding, session.frame, asked.match, narrowed)
    if options.is_standard_output(asked.file):
        made, saved = export_file.build_export(db, entity, wanted)
        return RawOutput(made, session.view, saved.notes)
    refuse_configuration(asked.file, config.locate_config_file())
    saved = export_file.export_records(db, entity, wanted, asked.file, force=asked.force)
    told = _("wrote {file}").format(file=asked.file)
    return Message((told,), session.view._replace(format=None), {"file": str(asked.file), **saved.counts}, saved.notes)
