"""``netreg remind``: what has newly become due, once; silent where there is no news, as cron wants it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli import options, standard
from netreg.cli.context import Session
from netreg.errors import DeviceError, Usage
from netreg.language import _
from netreg.render import console, notices
from netreg.render.results import Told
from netreg.store import reminders
from netreg.store.database import immediate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.entities.due import Notice


@options.shows
def remind(
    session: Session,
    mail: Annotated[bool, typer.Option("--mail", help="One e-mail for each person responsible.")] = False,
    outbox: Annotated[
        Path | None, typer.Option("--outbox", metavar="DIR", readable=False, help="The e-mails as .eml files instead.")
    ] = None,
    retry_refused: Annotated[
        bool, typer.Option("--retry-refused", help="Also what a mail server refused for good.")
    ] = False,
    dry_run: options.DryRun = False,
) -> Told | int:
    """Tell what has become due since the last run, each warning once; nothing when there is no news."""
    if mail or outbox is not None:
        from netreg.cli import remind_mail

        if mail and outbox is not None:
            raise Usage(_("--mail and --outbox are two ways"), _("choose one"))
        wanted = remind_mail.Wanted(outbox, retry_refused)
        return remind_mail.tried(session) if dry_run else remind_mail.handed_over(session, wanted)
    if retry_refused:
        raise Usage(_("--retry-refused is about e-mail"), _("add --mail or --outbox DIR"))
    if dry_run:
        with session.reading() as db:
            return _news(session, reminders.pending(db, session.question, reminders.STDOUT)) or 0
    _to_stdout(session)
    return 0


def _to_stdout(session: Session) -> None:
    """Tell on the standard output; what could not be written there is told the next time.

    Raises:
        DeviceError: when nobody could read it.
    """
    if console.is_closed():
        raise DeviceError(
            _("the standard output is closed, so nothing was told"), _("let cron mail it, or send it to a file")
        )
    with session.unlocked() as db:
        with immediate(db):
            at = reminders.now()
            reminders.drop_stale(db, at)
            digest = reminders.claim(db, session.question, reminders.STDOUT, at)
        news = _news(session, digest.notices if digest else ())
        with reminders.telling(db, digest):
            if news:
                console.emit(news)
        with immediate(db):
            reminders.note_run(db, "remind", reminders.now(), session.as_of, len(digest.notices) if digest else 0)


def _news(session: Session, found: Sequence[Notice]) -> Told | None:
    """What is printed; for scripts that asked for JSON an empty list is an answer too."""
    if not found and session.view.format not in ("json", "ndjson"):
        return None
    return notices.told(found, session.as_of.isoformat(), session.view)


COMMAND = standard.command(remind, "remind")
