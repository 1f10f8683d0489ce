"""``netreg remind``: what has newly become due, once; silent where there is no news, as cron wants it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netreg import config
from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.context import Session
from netreg.errors import BUSY, DeviceError, UsageError
from netreg.language import _, ngettext
from netreg.render import console, notices
from netreg.render.results import Once, Told
from netreg.store.database import immediate
from netreg.store.reminders import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netreg.entities.due.due import Notice


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
) -> Told | Once:
    """Tell what has become due since the last run, each warning once; nothing when there is no news."""
    if mail or outbox is not None:
        from netreg.cli.reminders import remind_mail

        if mail and outbox is not None:
            raise UsageError(_("--mail and --outbox are two ways"), _("choose one"))
        wanted = remind_mail.Wanted(outbox, retry_refused)
        return remind_mail.tried(session, wanted) if dry_run else remind_mail.handed_over(session, wanted)
    if retry_refused:
        raise UsageError(_("--retry-refused is about e-mail"), _("add --mail or --outbox DIR"))
    if dry_run:
        with session.reading() as db:
            return _news(session, ledger.pending(db, session.question, ledger.STDOUT))
    return _to_stdout(session)


def _to_stdout(session: Session) -> Once:
    """Tell on the standard output; what could not be written there is told the next time.

    Raises:
        DeviceError: when nobody could read it.
    """
    if console.is_closed():
        raise DeviceError(
            _("the standard output is closed, so nothing was told"), _("let cron mail it, or send it to a file")
        )
    with session.unlocked() as db, immediate(db):
        at = ledger.now()
        ledger.drop_stale(db, at)
        held = ledger.held(db, at, [ledger.STDOUT])
        digest = ledger.claim(db, session.question, ledger.STDOUT, at)
    told = with_held(session, _news(session, digest.notices if digest else ()), held)
    return Once(told, lambda: telling(session, digest, ledger.STDOUT, complete=held is None))


def with_held(session: Session, told: Told, held: ledger.Held | None) -> Told:
    """What is told, and what is not since another run has it in hand: that one may have been killed."""
    if held is None:
        return told
    sentence = ngettext(
        "netreg: error: {n} digest is held by another run until {time}; run it again then",
        "netreg: error: {n} digests are held by another run until {time}; run it again then",
        held.number,
    )
    time = held.until.astimezone(config.zone(session.settings.timezone)).strftime("%H:%M")
    line = sentence.format(n=held.number, time=time)
    return told._replace(report=(*told.report, line), exit_code=told.exit_code or BUSY)


@contextmanager
def telling(
    session: Session, digest: ledger.Digest | None, way: str, sent: int = 0, *, complete: bool = True
) -> Iterator[None]:
    """What is printed meanwhile is kept as told, and that the command came to its end.

    It told this `way`; `sent` notices went by mail before that. It is not `complete` where
    another run had something in hand: whether that came to its end nobody knows.
    """
    with session.unlocked() as db:
        with ledger.telling(db, digest):
            yield
        told = sent + (len(digest.notices) if digest else 0)
        with immediate(db):
            for name in ("remind", way) if complete else ():
                ledger.note_run(db, name, ledger.now(), session.as_of, told)


def _news(session: Session, found: Sequence[Notice]) -> Told:
    """What is printed: nothing at all where there is no news, but for a script an empty list."""
    return notices.told(found, session.as_of.isoformat(), session.view)


COMMAND = generic_verbs.command(remind, "remind")
