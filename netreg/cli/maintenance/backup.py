"""``netreg backup``: verified copies of the register, for a person or for cron."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from netreg.cli.framework import options
from netreg.cli.framework.option_values import naming_option
from netreg.cli.framework.session import Session
from netreg.errors import DeviceError, InvalidValue, UsageError
from netreg.language import _, ngettext
from netreg.render.console import require_pipe
from netreg.render.results import Message, RawOutput
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
        typer.Argument(
            metavar="[FILE] | verify FILE",
            readable=False,
            help="A new file, or - for the standard output; or a backup to verify.",
        ),
    ] = None,
    out: options.SameFile = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="A folder; the name holds the moment.")] = None,
    keep: Annotated[
        str | None,
        typer.Option("--keep", metavar="14d,8w,12m", help="With --to: days, weeks, months to keep."),
    ] = None,
    encrypt_to: Annotated[
        list[str] | None,
        typer.Option(
            "--encrypt-to",
            metavar="RECIPIENT",
            help="Encrypt it for age1…, an ssh public key or a file of them; repeat.",
        ),
    ] = None,
    identity: Annotated[
        list[Path] | None,
        typer.Option("--identity", metavar="FILE", readable=False, help="With verify: the key of an encrypted backup."),
    ] = None,
) -> Message | RawOutput:
    """Copy the register while it is used; 'backup verify FILE' checks a copy."""
    words = target or []
    if words and str(words[0]) == VERIFY and len(words) == 2 and out is None:
        return _verify_backup(session, words[1], identity or [])
    if identity:
        raise UsageError(_("--identity needs verify"), _("for example: netreg backup verify FILE --identity key.txt"))
    if words and str(words[0]) == VERIFY:
        raise UsageError(_("no backup file given"), _("for example: netreg backup verify FILE"))
    words = words if out is None else [*words, out]
    if len(words) + (to is not None) != 1:
        raise UsageError(_("give one new file, or a folder with --to"), _("for example: netreg backup --to backups"))
    if keep is not None and to is None:
        raise UsageError(_("--keep needs --to"), _("for example: netreg backup --to backups --keep 14d,8w,12m"))
    recipients = _read_recipients(encrypt_to or [])
    database.read_version(session.db)
    kept = _read_retention(keep) if keep is not None else None
    if words and options.is_standard_output(words[0]):
        return _stream_backup(session, recipients)
    if recipients:
        return _back_up_encrypted(session, words, to, kept, recipients)
    if to is None:
        copies.back_up_as(session.db, words[0])
        return _report_backup(session, words[0], usage.find_flaws_in_copy(words[0]), [])
    made = copies.back_up_into_folder(session.db, to)
    flaws = usage.find_flaws_in_copy(made)
    return _report_backup(session, made, flaws, copies.thin_out_backups(session.db, to, kept) if kept else [])


def _read_recipients(written: list[str]) -> list[Any]:
    if not written:
        return []
    from netreg.store.backup import encryption

    with naming_option("--encrypt-to"):
        return encryption.read_recipients(written)


def _stream_backup(session: Session, recipients: list[Any]) -> RawOutput:
    """Write a backup to the standard output, and say on the other one what was verified."""
    from netreg.store.backup import streams

    require_pipe(_("a backup is not for the screen"))
    flaws = usage.find_flaws_in_copy(session.db) if recipients else []
    if not recipients:
        streams.refuse_lone_register(session.db)
    sentence = (
        _("the copy was written to the standard output, without the files of some documents")
        if flaws
        else _("the copy was verified before it was written; check what arrives with 'netreg backup verify FILE'")
    )
    return RawOutput(
        streams.yield_backup(session.db, recipients),
        session.view._replace(format=None),
        note_incomplete(flaws),
        int(bool(flaws)),
        (sentence,),
    )


def _back_up_encrypted(
    session: Session, words: list[Path], to: Path | None, kept: copies.Retention | None, recipients: list[Any]
) -> Message:
    from netreg.store.backup import encrypted_copies

    if to is None:
        made, flaws = encrypted_copies.back_up_as(session.db, words[0], recipients)
    else:
        made, flaws = encrypted_copies.back_up_into_folder(session.db, to, recipients)
    gone = copies.thin_out_backups(session.db, to, kept) if kept and to else []
    report = _report_backup(session, made, flaws, gone)
    count = len(recipients)
    sentence = ngettext("it is encrypted for {n} recipient", "it is encrypted for {n} recipients", count)
    return report._replace(
        sentences=(*report.sentences, sentence.format(n=count)),
        data=report.data | {"encrypted_for": [str(recipient) for recipient in recipients]},
    )


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


def _verify_backup(session: Session, file: Path, identities: list[Path]) -> Message:
    with opening_backup(session, file, identities) as copy:
        count = copies.verify_copy(copy)
        flaws = usage.find_flaws_in_copy(copy)
    if flaws:
        raise DeviceError(
            _("{file}: {what}").format(file=file, what=note_incomplete(flaws)[0]), _("use another backup")
        )
    sentence = ngettext("{file} is intact: {n} row", "{file} is intact: {n} rows", count).format(file=file, n=count)
    return Message((sentence,), session.view, {"file": str(file), "rows": count})


@contextmanager
def opening_backup(session: Session, file: Path, identities: list[Path]) -> Iterator[Path]:
    """Give a backup as a file that can be read: itself, or for the block what the identities open of it.

    Raises:
        UsageError: when it is encrypted and there is no identity, or the other way round.
    """
    from netreg.store.backup import encryption

    if not encryption.is_encrypted(file):
        if identities and file.exists():
            raise UsageError(_("{file} is not encrypted with age").format(file=file), _("leave out --identity"))
        yield file
        return
    if not identities:
        raise UsageError(_("{file} is encrypted").format(file=file), _("add --identity FILE with the secret key"))
    from netreg.store.backup import encrypted_copies

    with encrypted_copies.opening(file, encryption.read_identities(identities), session.db) as copy:
        yield copy
