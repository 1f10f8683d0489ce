"""``netreg remind --mail`` and ``--outbox``: digests handed over, and what is said of it.

The command that gathers what is new calls :func:`mailed` or :func:`into_outbox` with the
digests that are still to go and the ledger that keeps what became of each.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from netreg import config
from netreg.errors import BadConfiguration
from netreg.exchange import digests as letters
from netreg.exchange import outbox, post, sending
from netreg.exchange.outcomes import State
from netreg.language import _, ngettext
from netreg.render.results import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from netreg.cli.context import Session
    from netreg.exchange.digests import Digest, Letterhead
    from netreg.exchange.outcomes import Outcome
    from netreg.exchange.sending import Ledger, Report


def mailed(session: Session, digests: Iterable[Digest], ledger: Ledger) -> Told:
    """Send the digests through the configured server.

    Raises:
        BadConfiguration: when the settings say too little, or the server cannot be used so.
    """
    head = letterhead(session, needed=True)
    with post.Connection(server(session.settings)) as connection:
        report = sending.send_all(digests, _by(connection.send, head), ledger)
    return told(session, report)


def into_outbox(session: Session, digests: Iterable[Digest], ledger: Ledger, folder: Path) -> Told:
    """Write the digests as ``.eml`` files into a folder.

    Raises:
        Failure: when the folder cannot be written.
    """
    head = letterhead(session, needed=False)
    return told(session, sending.send_all(digests, _by(lambda message: outbox.put(message, folder), head), ledger))


def _by(way: Callable[[Any], Outcome], head: Letterhead) -> Callable[[Digest], Outcome]:
    return lambda digest: way(letters.message(digest, head))


def letterhead(session: Session, *, needed: bool) -> Letterhead:
    """The sender, the style and the moment of the digests of a run.

    An outbox takes messages without a known sender: whoever sends them on has one.

    Raises:
        BadConfiguration: when a sender is `needed` and none is configured.
    """
    sender = session.settings.mail_from
    if not sender and needed:
        raise BadConfiguration(
            _("mail_from is not set, so nobody could be named as the sender"),
            _("type 'netreg config mail_from ADDRESS'"),
        )
    now = datetime.now(config.zone(session.settings.timezone)).replace(microsecond=0)
    return letters.Letterhead(sender or f"netreg@{letters.NO_DOMAIN}", session.view.style, now)


def server(settings: config.Settings) -> post.Server:
    """The mail server as it is configured.

    Raises:
        BadConfiguration: when there is none, or its password cannot be had.
    """
    if not settings.smtp_host:
        raise BadConfiguration(
            _("smtp_host is not set, so mail cannot be sent"),
            _("type 'netreg config smtp_host HOST', or write files with --outbox DIR"),
        )
    password = post.Secret(config.smtp_password(settings)) if settings.smtp_user else None
    return post.Server(
        settings.smtp_host,
        int(settings.smtp_port or 0),
        settings.smtp_security,
        settings.smtp_user,
        password,
        settings.smtp_ca_file,
        float(settings.smtp_timeout or 30),
    )


def told(session: Session, report: Report) -> Told:
    """What became of the digests: those sent on the standard output, a line for each other one."""
    sentences: tuple[str, ...] = ()
    if report.sent:
        sentences = (ngettext("sent {n} digest", "sent {n} digests", len(report.sent)).format(n=len(report.sent)),)
    lines = [_complaint(digest, outcome) for digest, outcome in report.failed]
    data = {
        "sent": [_data(digest) for digest in report.sent],
        "refused": [_data(digest, outcome) for digest, outcome in report.refused],
        "waiting": [_data(digest, outcome) for digest, outcome in report.waiting],
    }
    return Told(sentences, session.view, data, exit_code=report.exit_code, report=tuple(lines))


def _complaint(digest: Digest, outcome: Outcome) -> str:
    pattern = {
        State.REFUSED: _("netreg: error: {address} was refused: {reason}; mend the address, it is not tried again"),
        State.WAITING: _("netreg: error: not sent to {address}: {reason}; it is tried again next time"),
        State.UNCERTAIN: _("netreg: error: perhaps sent to {address}: {reason}; it is tried again next time"),
    }[outcome.state]
    return pattern.format(address=digest.address or "?", reason=outcome.reason)


def _data(digest: Digest, outcome: Outcome | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "message_id": digest.message_id,
        "address": digest.address,
        "notices": len(digest.notices),
    }
    return found if outcome is None else found | {"state": outcome.state.value, "reason": outcome.reason}
