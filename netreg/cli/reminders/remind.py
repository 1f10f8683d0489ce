"""``netreg remind``: what has newly become due, once; silent where there is no news, as cron wants it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.cli.reminders.remind_run import add_held_note, recording_run
from netreg.errors import DeviceError, UsageError
from netreg.language import _
from netreg.render import console, due_warnings
from netreg.render.results import Message, RecordedMessage
from netreg.store.connections import immediate_transaction
from netreg.store.reminders import ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.entities.due.due_items import DueWarning


@options.add_view_options
def remind(
    session: Session,
    mail: Annotated[bool, typer.Option("--mail", help="Send one e-mail to each member responsible.")] = False,
    outbox: Annotated[
        Path | None,
        typer.Option("--outbox", metavar="DIR", readable=False, help="Write the e-mails as .eml files instead."),
    ] = None,
    retry_refused: Annotated[
        bool, typer.Option("--retry-refused", help="Retry what a mail server refused for good.")
    ] = False,
    dry_run: options.DryRun = False,
) -> Message | RecordedMessage:
    """Print what has become due since the last run, each warning once; nothing if there is none."""
    if mail or outbox is not None:
        from netreg.cli.reminders import remind_mail

        if mail and outbox is not None:
            raise UsageError(_("--mail and --outbox cannot be combined"), _("choose one of them"))
        wanted = remind_mail.MailOptions(outbox, retry_refused)
        return remind_mail.preview_digests(session, wanted) if dry_run else remind_mail.send_digests(session, wanted)
    if retry_refused:
        raise UsageError(_("--retry-refused needs --mail or --outbox"), _("add --mail or --outbox DIR"))
    if dry_run:
        with session.reading() as db:
            return _show_warnings(session, ledger.find_pending_warnings(db, session.frame, ledger.STDOUT))
    return _remind_on_stdout(session)


def _remind_on_stdout(session: Session) -> RecordedMessage:
    """Tell on the standard output; what could not be written there is told the next time.

    Raises:
        DeviceError: when nobody could read it.
    """
    if console.is_output_closed():
        raise DeviceError(
            _("standard output is closed; nothing was shown"), _("let cron mail it, or send it to a file")
        )
    with session.writing_unrecorded() as db, immediate_transaction(db):
        at = ledger.get_current_time()
        ledger.drop_stale_claims(db, at)
        held = ledger.find_held(db, at, [ledger.STDOUT])
        digest = ledger.claim_pending(db, session.frame, ledger.STDOUT, at)
    told = add_held_note(session, _show_warnings(session, digest.warnings if digest else ()), held)
    return RecordedMessage(told, lambda: recording_run(session, digest, ledger.STDOUT, complete=held is None))


def _show_warnings(session: Session, found: Sequence[DueWarning]) -> Message:
    """Return the warnings to print: nothing if there are none, but for scripts an empty list."""
    return due_warnings.build_message(found, session.as_of.isoformat(), session.view)
