"""``attach`` and ``open``: the documents of an agreement, a meeting or any other kind that has some."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import arguments, options
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.core.entity import Entity
from netreg.entities import DOCUMENT
from netreg.entities.documents import DEFAULT_KINDS, SIGNED_KINDS, guess_media_type
from netreg.errors import AmbiguousRecord, UnknownRecord, UsageError
from netreg.exchange.attachments import incoming_files, outgoing_files
from netreg.language import _
from netreg.render import console
from netreg.render.results import Listing, Message, RawOutput
from netreg.store.records import lookup, matching, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from netreg.cli.framework.command_builder import Verb
    from netreg.core.entity import Row
    from netreg.exchange.attachments.incoming_files import IncomingFile


# --- attach --------------------------------------------------------------------


def make_attach(entity: Entity) -> Verb:
    """Make the verb ``attach`` of a noun."""

    @options.add_record_options
    def attach(
        session: Session,
        record: options.Record,
        file: Annotated[list[Path], typer.Argument(metavar="FILE...", readable=False, show_default=False)],
        kind: Annotated[
            str | None, typer.Option("--kind", help="signed, scan, draft, annex, minutes, authority, decision …")
        ] = None,
        title: Annotated[str | None, typer.Option("--title", help="What it is; the file's name by default.")] = None,
        document: Annotated[str | None, typer.Option("--document", metavar="NO", help="Its number.")] = None,
        dated: Annotated[str | None, typer.Option("--dated", metavar="DATE", help="The date it bears.")] = None,
        *,
        own: options.RecordOptions,
    ) -> Listing | Message:
        if len(file) > 1 and (title or own.code):
            raise UsageError(
                _("--title and --code cannot be used with several files"), _("attach the files one by one")
            )
        texts = {
            "kind": kind or DEFAULT_KINDS.get(entity.name), "title": title, "document_no": document, "dated": dated,
            **own._asdict(),
        }  # fmt: skip
        with session.reading() as db:  # what cannot be is refused before anything is copied
            _read_document(db, entity, record, texts)
        most = int(session.settings.document_mb)
        with (
            incoming_files.receiving_files(session.db, file, most, dry_run=session.dry_run) as taken,
            session.writing() as db,
        ):
            values = _read_document(db, entity, record, texts)
            kept = [_attach_file(db, session, one, values) for one in taken]
            rows = [row for number, _note in kept if (row := records.get_record(db, DOCUMENT, number, session.as_of))]
        notes = [note for _number, known in kept for note in known] + [*make_dry_run_note(dry_run=session.dry_run)]
        listed = _list_documents(session, rows, notes)
        if session.show_card or console.choose_card_format(session.view) != "table":
            return listed
        return Message((_describe_attached(entity, values, rows),), session.view, notes=listed.notes)

    return attach


def _describe_attached(entity: Entity, values: Row, documents: Sequence[Row]) -> str:
    names = "; ".join(f"{row['file_name']} ({DOCUMENT.spoken_name} {row['id']})" for row in documents)
    sentence = _("attached to {kind} {number}: {files}")
    return sentence.format(kind=entity.spoken_name, number=values[entity.name], files=names)


def _read_document(db: sqlite3.Connection, entity: Entity, record: str, texts: dict[str, str | None]) -> Row:
    return {entity.name: lookup.find_record(db, entity, record)} | arguments.parse_values(db, DOCUMENT, texts)


def _attach_file(db: sqlite3.Connection, session: Session, taken: IncomingFile, values: Row) -> tuple[int, list[str]]:
    """Record one file and keep it; its document's number, and what is to be said of it."""
    row = {
        "title": Path(taken.name).stem or taken.name, "file_name": taken.name, "size": taken.content.size,
        "media_type": taken.media_type, "sha256": taken.content.sha256,
    } | values  # fmt: skip
    known = matching.match_record(db, DOCUMENT, DOCUMENT.make_blank_row() | row | {"code": None})
    number = known[0] if known else checked_writes.add_record(db, DOCUMENT, row, even_if_known=True)
    incoming_files.keep_file(session.db, taken)
    return number, [*_note_known(taken, number, known=bool(known)), *_note_unlikely_type(taken)]


def _note_known(taken: IncomingFile, number: int, *, known: bool) -> list[str]:
    sentence = _("{file} is already attached, as document {number}")
    return [sentence.format(file=taken.source, number=number)] if known else []


def _note_unlikely_type(taken: IncomingFile) -> list[str]:
    """Note a file that is not of the type its name says: often a web page saved in place of the document."""
    if taken.media_type == guess_media_type(taken.name):
        return []
    return [_("{file} does not match its extension; check the file").format(file=taken.source)]


def _list_documents(session: Session, rows: Sequence[Row], notes: Sequence[str]) -> Listing:
    fields = [DOCUMENT.by_name[name] for name in DOCUMENT.columns]
    return Listing(fields, rows, session.view, tuple(DOCUMENT.by_name.values()), tuple(notes))


# --- open -----------------------------------------------------------------------


def make_open(entity: Entity) -> Verb:
    """Make the verb ``open`` of a noun whose records have documents."""

    @options.add_view_options
    def open_(
        session: Session,
        record: options.Record,
        document: Annotated[
            str | None, typer.Argument(metavar="[DOCUMENT]", help="Which; the signed one by default.")
        ] = None,
        path: options.PathOnly = False,
        out: options.CopyTo = None,
        force: options.Replace = False,
    ) -> Message | RawOutput:
        with session.reading() as db:
            row = _find_document(db, entity, lookup.find_record(db, entity, record), document, session)
        return present_document(session, row, path=path, out=out, force=force)

    return open_


def _find_document(db: sqlite3.Connection, entity: Entity, owner: int, document: str | None, session: Session) -> Row:
    """Return the one document of a record that is named, or else the signed one."""
    rows = records.select_belonging(db, DOCUMENT, entity.name, owner, session.as_of)
    if document is not None:
        meant = lookup.find_candidates(db, DOCUMENT, document)
        found = [row for row in rows if row["id"] in meant]
    else:
        found = rows if len(rows) == 1 else [row for row in rows if row["kind"] in SIGNED_KINDS] or rows
    if len(found) == 1:
        return found[0]
    raise _unclear_document(entity, owner, document, found or rows, several=bool(found))


def _unclear_document(
    entity: Entity, owner: int, document: str | None, rows: Sequence[Row], *, several: bool
) -> AmbiguousRecord | UnknownRecord:
    whose = {"kind": entity.spoken_name, "number": owner}
    if not rows:
        advice = _("attach one with 'netreg {kind} attach {number} FILE'").format(kind=entity.command, number=owner)
        return UnknownRecord(_("{kind} {number} has no document").format(**whose), advice)
    names = "; ".join(f"{row['id']} {row['title']}" for row in rows[:5]) + ("; …" if len(rows) > 5 else "")
    advice = _("name one of: {names}").format(names=names)
    if not several:
        return UnknownRecord(_("{kind} {number} has no document '{text}'").format(**whose, text=document), advice)
    return AmbiguousRecord(_("{kind} {number} has several documents").format(**whose), advice)


def present_document(session: Session, row: Row, *, path: bool, out: Path | None, force: bool) -> Message | RawOutput:
    """Show a document, or say where it is, or write a copy, to a file or the standard output."""
    file = outgoing_files.find_intact_file(session.db, row)
    data: dict[str, Any] = {"document": row["id"], "path": str(file), "file_name": row["file_name"]}
    if str(out) == "-":
        console.require_pipe(_("a document is not for the screen"))
        return RawOutput(outgoing_files.yield_content(file, row), session.view)
    if out is not None:
        written = outgoing_files.save_copy(file, row, out, force=force)
        return Message((_("wrote {file}").format(file=written),), session.view, data | {"path": str(written)})
    if path or session.view.format or not console.is_terminal():
        return Message((str(file),), session.view, data)
    by = outgoing_files.find_opener()
    if by is None or not outgoing_files.can_be_shown(row) or not outgoing_files.show_copy(file, row, by):
        return Message(
            (str(file),), session.view, data, (_("it cannot be opened here; use --out FILE to save a copy"),)
        )
    return Message((_("opened a copy of {file}").format(file=row["file_name"]),), session.view, data)
