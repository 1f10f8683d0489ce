"""``netreg remind --mail`` and ``--outbox``: one digest for each person, put on its way, sent, then marked.

What is on its way is kept before the first byte goes out, and held for this run alone. A
digest that did not go is sent by a later run as it stands, with the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg import config
from netreg.cli.framework.session import make_dry_run_note
from netreg.cli.reminders.remind_run import add_held_note, recording_run
from netreg.errors import ConfigurationError, InterruptedCommand
from netreg.exchange.mail import delivery, mail_server, outbox, smtp
from netreg.exchange.mail import digests as letters
from netreg.exchange.mail.delivery import REFUSED_FOR_GOOD
from netreg.exchange.mail.outcomes import DeliveryState
from netreg.language import _, ngettext
from netreg.render import due_warnings
from netreg.render.results import Message, RecordedMessage
from netreg.store.connections import immediate_transaction, tell
from netreg.store.reminders import ledger

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from netreg.cli.framework.session import Session
    from netreg.entities.due.due_items import DueItem
    from netreg.exchange.mail.delivery import DeliveryReport
    from netreg.exchange.mail.digests import AddressedDigest, Letterhead
    from netreg.exchange.mail.outcomes import DeliveryOutcome


class MailOptions(NamedTuple):
    """The way digests are sent: by the server or into a folder, and whether refused ones are tried again."""

    folder: Path | None = None
    retry: bool = False


def send_digests(session: Session, wanted: MailOptions) -> RecordedMessage:
    """Send what is new and what an earlier run could not send, and tell of it.

    Raises:
        ConfigurationError: when the settings say too little, or the server cannot be used so.
        Failure: when the register or the folder cannot be written.
    """
    head = build_letterhead(session, needed=wanted.folder is None)
    if wanted.folder is not None:
        outbox.require_folder(wanted.folder)
    with session.writing_unrecorded() as db:
        with immediate_transaction(db):
            ours, rest = _claim_digests(db, session, wanted)
            mine = [*ours, *filter(None, (rest,))]
            parked = ledger.count_parked(db)
            held = ledger.find_held(db, ledger.get_current_time(), ("mail:", ledger.STDOUT), mine)
        for note in _list_sender_notes(session) if ours else ():
            tell(note)  # before anything is written
        report = _send_round(db, session, wanted, head, ours, rest)
        if report.refused and session.settings.mail_fallback:
            with immediate_transaction(db):
                instead = _claim_new_digests(db, session, ledger.get_current_time())
            report = report.extend(_send_round(db, session, wanted, head, instead, rest, sent=len(report.sent)))
    sent = sum(len(digest.warnings) for digest in report.sent)
    told = add_held_note(session, _add_parked_note(_report_digests(session, report, rest), parked), held)
    return RecordedMessage(told, lambda: recording_run(session, rest, ledger.MAIL, sent, complete=held is None))


def preview_digests(session: Session, wanted: MailOptions) -> Message:
    """Return what would be sent, and to whom; nothing is saved."""
    build_letterhead(session, needed=wanted.folder is None)
    if wanted.folder is not None:
        outbox.require_folder(wanted.folder)
    with session.writing_unrecorded() as db, immediate_transaction(db, keep=False):
        ours, rest = _claim_digests(db, session, wanted)
    found = [(digest.channel.partition(":")[2], len(digest.warnings)) for digest in (*ours, *filter(None, (rest,)))]
    lines = [
        ngettext("{address}: {n} due item", "{address}: {n} due items", count).format(
            address=address or _("no address"), n=count
        )
        for address, count in found
    ]
    data = [{"address": address or None, "notices": count} for address, count in found]
    notes = _list_sender_notes(session) if wanted.folder is not None and ours else ()
    return Message(tuple(lines), session.view, data, (*notes, *make_dry_run_note(dry_run=True)))


def _list_sender_notes(session: Session) -> tuple[str, ...]:
    """Return the note that the messages of an outbox have no sender, where none is configured."""
    if session.settings.mail_from:
        return ()
    return (_("the messages have no valid sender: set one with 'netreg config mail_from ADDRESS'"),)


# --- putting on their way --------------------------------------------------------------


def _claim_digests(
    db: sqlite3.Connection, session: Session, wanted: MailOptions
) -> tuple[list[ledger.OutgoingDigest], ledger.OutgoingDigest | None]:
    """Claim the digests of this run, with those left by an earlier one, and the one for the standard output."""
    at = ledger.get_current_time()
    ledger.drop_stale_claims(db, at)
    if wanted.retry:
        ledger.release_parked(db, at)
    left = ledger.reclaim_abandoned(db, at)
    fresh = _claim_new_digests(db, session, at)
    rest = next((digest for digest in fresh if digest.channel == ledger.STDOUT), None)
    return [*left, *(digest for digest in fresh if digest is not rest)], rest


def _claim_new_digests(db: sqlite3.Connection, session: Session, at: datetime) -> list[ledger.OutgoingDigest]:
    """Claim what is new, one digest for each address; drop refused digests whose address nobody has any more."""
    refused, channels = ledger.list_parked_channels(db), set[str]()

    def address(item: DueItem) -> str | None:
        own, found = _own_address(item), _choose_address(session, item, refused)
        channels.update(ledger.make_mail_channel(one or "") for one in (own, found))
        return found

    def beside(item: DueItem) -> Iterator[str | None]:
        if item.is_left_behind and (own := _own_address(item)):
            found = _choose_fallback(session, own, refused)
            channels.add(ledger.make_mail_channel(found or ""))
            yield found

    fresh = ledger.claim_for_recipients(db, session.frame, address, at, beside)
    ledger.drop_orphaned_digests(db, channels)
    return fresh


def _own_address(item: DueItem) -> str | None:
    return item.responsible.email if item.responsible else None


def _choose_address(session: Session, item: DueItem, refused: Container[str]) -> str | None:
    """Return the address for an item: of the member responsible, else the fallback, if mail can be sent there.

    An address that was refused for good can only be reached where there is no other.
    """
    reachable = [one for one in (_own_address(item), session.settings.mail_fallback) if letters.is_deliverable(one)]
    taken = (one for one in reachable if ledger.make_mail_channel(one or "") not in refused)
    return next(taken, reachable[0] if reachable else None)


def _choose_fallback(session: Session, own: str, refused: Container[str]) -> str | None:
    """Return who is told as well where whoever is responsible has left: the fallback, unless it is the same address.

    None stands for the standard output, which cron mails to whoever keeps the register.
    """
    fallback = session.settings.mail_fallback
    if not letters.is_deliverable(fallback) or ledger.make_mail_channel(fallback or "") in refused:
        return None
    return own if (fallback or "").casefold() == own.casefold() else fallback


class _DigestLedger:
    """The digests of one run, whose hold and outcome are written to the ledger of the store."""

    def __init__(self, db: sqlite3.Connection, ours: Iterable[ledger.OutgoingDigest], sender: str) -> None:
        self._db = db
        self._kept: dict[AddressedDigest, ledger.OutgoingDigest] = {}
        self.gone: set[AddressedDigest] = set()
        for one in ours:
            address = one.channel.partition(":")[2]
            self._kept[letters.address_digest(one.id, address, one.warnings, sender)] = one

    def __iter__(self) -> Iterator[AddressedDigest]:
        """Iterate over the digests that are still to be sent."""
        return iter(list(self._kept))

    def get_build_time(self, digest: AddressedDigest, now: datetime) -> datetime:
        """Return when the digest was built: it is sent unchanged, with the days left as of then."""
        made = datetime.fromisoformat(self._kept[digest].claimed_at)
        return made.astimezone(now.tzinfo).replace(microsecond=0)

    def start(self, digest: AddressedDigest) -> None:
        """Extend the hold; this is written before the mail leaves, so that a full disk is found in time."""
        with immediate_transaction(self._db):
            ledger.extend_hold(self._db, self._kept[digest], ledger.get_current_time())

    def mark_sent(self, digest: AddressedDigest) -> None:
        """Record that a digest was sent, with all its warnings."""
        self.gone.add(digest)
        with immediate_transaction(self._db):
            ledger.confirm_digest(self._db, self._kept[digest], ledger.get_current_time())
        del self._kept[digest]

    def mark_failed(self, digest: AddressedDigest, outcome: DeliveryOutcome) -> None:
        """Keep a digest for the next run, or, if it was refused for good, until its address is corrected."""
        with immediate_transaction(self._db):
            if outcome.state is DeliveryState.REFUSED or self._is_hopeless(digest, outcome):
                ledger.park_digest(self._db, self._kept[digest])
            else:
                ledger.release_digest(self._db, self._kept[digest], ledger.get_current_time())
        del self._kept[digest]

    def _is_hopeless(self, digest: AddressedDigest, outcome: DeliveryOutcome) -> bool:
        """Tell whether the server has rejected this message for days."""
        made = datetime.fromisoformat(self._kept[digest].claimed_at)
        return outcome.state is DeliveryState.REJECTED and ledger.get_current_time() - made >= ledger.RETRY_PERIOD

    def let_go(self, rest: ledger.OutgoingDigest | None) -> None:
        """Release what this run does not come to for the next one, `rest` as if it had never been claimed.

        What was accepted and could not be marked is marked now, if it can be.
        """
        gone = [one for digest, one in self._kept.items() if digest in self.gone]
        left = [one for digest, one in self._kept.items() if digest not in self.gone]
        ledger.settle_digests(self._db, gone, left, rest)


def _describe_interruption(sent: int, end: BaseException) -> InterruptedCommand:
    return InterruptedCommand(
        ngettext("interrupted; {n} digest was sent", "interrupted; {n} digests were sent", sent).format(n=sent),
        _("run it again for the others"),
        end,
    )


# --- sending -----------------------------------------------------------------------------


def _send_round(
    db: sqlite3.Connection,
    session: Session,
    wanted: MailOptions,
    head: Letterhead,
    ours: Iterable[ledger.OutgoingDigest],
    rest: ledger.OutgoingDigest | None,
    *,
    sent: int = 0,
) -> DeliveryReport:
    """Send these digests, some having been `sent` before them; what was not come to is the next run's, `rest` too."""
    ledger = _DigestLedger(db, ours, head.sender)
    try:
        return _send_all(session, wanted, head, ledger)
    except BaseException as end:  # whatever ends it, a signal too: the next run is to find all that has not gone
        ledger.let_go(rest)
        if (sent + len(ledger.gone)) and isinstance(end, KeyboardInterrupt | SystemExit):
            raise _describe_interruption(sent + len(ledger.gone), end) from None
        raise


def _send_all(session: Session, wanted: MailOptions, head: Letterhead, ledger: _DigestLedger) -> DeliveryReport:
    if (folder := wanted.folder) is not None:
        return delivery.send_digests(
            ledger, _make_sender(lambda message: outbox.write_message(message, folder), head, ledger), ledger
        )
    with smtp.MailConnection(read_server(session.settings)) as connection:
        return delivery.send_digests(ledger, _make_sender(connection.send, head, ledger), ledger)


def _make_sender(
    way: Callable[[EmailMessage], DeliveryOutcome], head: Letterhead, ledger: _DigestLedger
) -> Callable[[AddressedDigest], DeliveryOutcome]:
    return lambda digest: way(letters.build_message(digest, head._replace(at=ledger.get_build_time(digest, head.at))))


def build_letterhead(session: Session, *, needed: bool) -> Letterhead:
    """Return the sender, the style and the time of this run; nothing has been claimed or written yet.

    An outbox takes messages without a known sender, whoever sends them on has one; it is said at once.

    Raises:
        ConfigurationError: when a sender is `needed` and none is configured, or when no mail can come from it.
    """
    sender, keeper = session.settings.mail_from, session.settings.mail_fallback
    if not sender and needed:
        raise ConfigurationError(
            _("mail_from is not set, so mail has no sender"),
            _("run 'netreg config mail_from ADDRESS'"),
        )
    if sender and not letters.is_deliverable(sender):
        raise ConfigurationError(
            _("mail_from: '{address}' cannot send mail").format(address=sender),
            _("run 'netreg config mail_from ADDRESS'"),
        )
    now = datetime.now(config.find_time_zone(session.settings.timezone)).replace(microsecond=0)
    return letters.Letterhead(sender or f"netreg@{letters.NO_DOMAIN}", session.view.style, now, keeper or sender)


def read_server(settings: config.Settings) -> mail_server.MailServer:
    """Return the configured mail server.

    Raises:
        ConfigurationError: when there is none, or its password cannot be had.
    """
    if not settings.smtp_host:
        raise ConfigurationError(
            _("smtp_host is not set, so mail cannot be sent"),
            _("run 'netreg config smtp_host HOST', or write files with --outbox DIR"),
        )
    password = mail_server.Password(config.read_smtp_password(settings)) if settings.smtp_user else None
    return mail_server.MailServer(
        settings.smtp_host,
        int(settings.smtp_port or 0),
        settings.smtp_security,
        settings.smtp_user,
        password,
        settings.smtp_ca_file,
        float(settings.smtp_timeout or 30),
    )


# --- what is said of it --------------------------------------------------------------------


def _report_digests(session: Session, report: DeliveryReport, rest: ledger.OutgoingDigest | None) -> Message:
    """Report the digests: those sent on the standard output, a line of the standard error for each other one.

    What no address for stands there too: cron mails it to whoever keeps the register.
    """
    sentences: list[str] = []
    if report.sent:
        sentences.append(ngettext("sent {n} digest", "sent {n} digests", len(report.sent)).format(n=len(report.sent)))
    unaddressed = rest.warnings if rest else ()
    if unaddressed:
        sentences += [
            _("whoever is responsible has left; set mail_fallback to have these sent to somebody else too:")
            if all(one.responsible_left and one.responsible_email for one in unaddressed)
            else _("no responsible member has an e-mail address; set mail_fallback to have these sent:"),
            *due_warnings.build_message(unaddressed, session.as_of.isoformat(), session.view).sentences,
        ]
    data = {
        "sent": [_digest_data(digest) for digest in report.sent],
        "refused": [_digest_data(digest, outcome) for digest, outcome in report.refused],
        "waiting": [_digest_data(digest, outcome) for digest, outcome in report.waiting],
        "unaddressed": [due_warnings.build_warning_object(warning) for warning in unaddressed],
    }
    lines = tuple(_describe_failure(digest, outcome) for digest, outcome in report.failed)
    return Message(tuple(sentences), session.view, data, exit_code=report.exit_code, report=lines)


def _add_parked_note(told: Message, parked: int) -> Message:
    """Add that digests refused earlier wait for somebody to correct the address; every run says so."""
    if not parked:
        return told
    sentence = ngettext(
        "netreg: error: {n} digest refused before is kept back; correct its address, or use --retry-refused",
        "netreg: error: {n} digests refused before are kept back; correct the addresses, or use --retry-refused",
        parked,
    )
    return told._replace(report=(*told.report, sentence.format(n=parked)), exit_code=REFUSED_FOR_GOOD)


def _describe_failure(digest: AddressedDigest, outcome: DeliveryOutcome) -> str:
    pattern = {
        DeliveryState.REFUSED: _(
            "netreg: error: {address} was refused: {reason}; correct the address, or try again with --retry-refused"
        ),
        DeliveryState.REJECTED: _(
            "netreg: error: the message was rejected for {address}: {reason}; it will be tried again for five days,"
            " then only with --retry-refused"
        ),
        DeliveryState.WAITING: _("netreg: error: not sent to {address}: {reason}; it will be tried again next time"),
        DeliveryState.UNCERTAIN: _(
            "netreg: error: perhaps sent to {address}: {reason}; it will be tried again next time"
        ),
    }[outcome.state]
    return pattern.format(address=digest.address or "?", reason=outcome.reason)


def _digest_data(digest: AddressedDigest, outcome: DeliveryOutcome | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "message_id": digest.message_id,
        "address": digest.address,
        "notices": len(digest.warnings),
    }
    return found if outcome is None else found | {"state": outcome.state.value, "reason": outcome.reason}
