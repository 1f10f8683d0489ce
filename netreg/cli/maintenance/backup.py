"""``netreg backup``: verified copies of the register, for a person or for cron."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.errors import DeviceError, InvalidValue, UsageError
from netreg.language import _, ngettext
from netreg.render.results import Message
from netreg.store import database
from netreg.store.attachments import usage
from netreg.store.attachments.usage import FileFlaw
from netreg.store.backup import copies

VERIFY = "verify"


@options.add_view_options
def backup(
    session: Session,
    target: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE] | verify FILE", readable=False, help="A new file; or a backup to verify."),
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="A folder; the name holds the moment.")] = None,
    keep: Annotated[
        str | None,
        typer.Option("--keep", metavar="14d,8w,12m", help="With --to: days, weeks, months to keep."),
    ] = None,
) -> Message:
    """Copy the register while it is used; 'backup verify FILE' checks a copy."""
    words = target or []
    if words and str(words[0]) == VERIFY and len(words) == 2:
        return _verify_backup(session, words[1])
    if words and str(words[0]) == VERIFY:
        raise UsageError(_("no backup file given"), _("for example: netreg backup verify FILE"))
    if len(words) + (to is not None) != 1:
        raise UsageError(_("give one new file, or a folder with --to"), _("for example: netreg backup --to backups"))
    if keep is not None and to is None:
        raise UsageError(_("--keep needs --to"), _("for example: netreg backup --to backups --keep 14d,8w,12m"))
    database.read_version(session.db)
    if to is None:
        copies.back_up_as(session.db, words[0])
        return _report_backup(session, words[0], usage.find_flaws_in_copy(words[0]), [])
    kept = _read_retention(keep) if keep is not None else None
    made = copies.back_up_into_folder(session.db, to)
    flaws = usage.find_flaws_in_copy(made)
    return _report_backup(session, made, flaws, copies.thin_out_backups(session.db, to, kept) if kept else [])


def _read_retention(written: str) -> copies.Retention:
    try:
        return copies.parse_retention(written)
    except InvalidValue as refusal:
        raise UsageError(_("--keep: {reason}").format(reason=refusal)) from None


def _report_backup(session: Session, made: Path, flaws: list[FileFlaw], gone: list[Path]) -> Message:
    sentence = _("wrote {file}, without the files of some documents") if flaws else _("wrote {file} and verified it")
    sentences = [sentence.format(file=made)]
    if gone:
        sentences.append(
            ngettext("deleted {n} older backup", "deleted {n} older backups", len(gone)).format(n=len(gone))
        )
    data = {"file": str(made), "deleted": [str(file) for file in gone], "incomplete": list_documents(flaws)}
    return Message(tuple(sentences), session.view, data, note_incomplete(flaws), exit_code=int(bool(flaws)))


def note_incomplete(flaws: list[FileFlaw]) -> tuple[str, ...]:
    """Note the documents whose files are missing from a backup or damaged."""
    if not flaws:
        return ()
    names = "; ".join(f"{flaw.document} ({flaw.title})" for flaw in flaws[:5]) + ("; …" if len(flaws) > 5 else "")
    sentence = ngettext(
        "the file of {n} document is missing or damaged: {names}; see 'netreg doctor --full'",
        "the files of {n} documents are missing or damaged: {names}; see 'netreg doctor --full'",
        len(flaws),
    )
    return (sentence.format(n=len(flaws), names=names),)


def list_documents(flaws: list[FileFlaw]) -> list[int]:
    """List the numbers of the documents whose files are missing or damaged."""
    return [flaw.document for flaw in flaws]


def _verify_backup(session: Session, file: Path) -> Message:
    count = copies.verify_copy(file)
    if flaws := usage.find_flaws_in_copy(file):
        raise DeviceError(
            _("{file}: {what}").format(file=file, what=note_incomplete(flaws)[0]), _("use another backup")
        )
    sentence = ngettext("{file} is intact: {n} row", "{file} is intact: {n} rows", count).format(file=file, n=count)
    return Message((sentence,), session.view, {"file": str(file), "rows": count})
