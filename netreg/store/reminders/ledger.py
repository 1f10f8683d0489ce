"""The ledger of what was told: each step of each clock once to each recipient, whatever night is missed.

A channel is ``stdout`` or ``mail:ADDRESS``. What is about to be told is claimed first and
held for a while, then told, then confirmed: a run that dies in between loses nothing, and
two runs at the same time tell nothing twice. None of this is in the history of the
register: an undo must not make a warning go out again.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from netreg.entities.due import due_items
from netreg.entities.due.due_items import Notice, WarningStep
from netreg.store.connections import immediate_transaction
from netreg.store.reminders import due_list
from netreg.thai.dates import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from netreg.core.entity import TimeFrame
    from netreg.entities.due.due_items import DueItem

STDOUT, MAIL = "stdout", "mail"
HOLD = timedelta(minutes=15)
"""How long a claim is another run's: longer than any server is waited for."""


class OutgoingDigest(NamedTuple):
    """Notices on their way to one recipient; the `id` is the same for the same notices."""

    id: str
    channel: str
    notices: tuple[Notice, ...]
    claimed_at: str


class LastRun(NamedTuple):
    """When something last ran: the moment (UTC), the day asked about, how many notices it told."""

    at: str
    as_of: str
    told: int


def make_mail_channel(address: str) -> str:
    """The channel of those who are told by mail at an address."""
    return f"mail:{address}"


def get_current_time() -> datetime:
    """This moment."""
    return datetime.now(UTC)


# --- what is to be told --------------------------------------------------------


def find_pending_notices(db: sqlite3.Connection, frame: TimeFrame, channel: str) -> list[Notice]:
    """What was not yet told on a channel and should be by the day asked about, the earliest day first.

    To ``mail:ADDRESS`` goes what the one with that address is responsible for; ``stdout``
    is told of everything.
    """
    found = find_warnings(db, frame, STDOUT if channel == STDOUT else MAIL)
    return select_new_notices(db, found if channel == STDOUT else _select_channel(channel, found), channel, frame.as_of)


def _select_channel(
    channel: str, found: Iterable[tuple[DueItem, list[WarningStep]]]
) -> list[tuple[DueItem, list[WarningStep]]]:
    """Of the items those that somebody with the address of the channel looks after."""
    return [
        (item, steps)
        for item, steps in found
        if item.responsible and channel == make_mail_channel(item.responsible.email or "")
    ]


def find_warnings(db: sqlite3.Connection, frame: TimeFrame, way: str) -> list[tuple[DueItem, list[WarningStep]]]:
    """Every item of which there is something to say by the day asked about, told or not, with its steps.

    What has lapsed since the last run that told this `way` is among them: a night was missed.
    """
    kept = due_list.select_rules(db)
    until = max(_find_horizon(frame.as_of, kept), due_list.find_last_snoozed_day(db))
    found = due_list.list_due_items(db, frame, until, since=_find_lapsed_since(db, frame.as_of, way))
    stepped = (
        (item, due_items.list_warning_steps(item, due_list.find_rule(kept, item), frame.as_of)) for item in found
    )
    return [(item, steps) for item, steps in stepped if steps]


def _find_lapsed_since(db: sqlite3.Connection, as_of: date, way: str) -> date | None:
    """From which day on what has lapsed is still told: the last run's, not too long ago; None before the first run.

    A last run on a day that is still to come had a wrong clock: it says nothing of when one came before it.
    """
    ran = find_last_run(db, way)
    if ran is None:
        return None
    last = date.fromisoformat(ran.as_of)
    return (
        as_of - due_items.LAPSED_WARNING_PERIOD if last > as_of else max(last, as_of - due_items.LAPSED_WARNING_PERIOD)
    )


def _find_horizon(as_of: date, kept: Iterable[dict[str, object]]) -> date:
    """The last day of which any rule speaks today."""
    offsets = [clock.offsets for kind in due_list.KINDS for clock in kind.clocks]
    offsets += [str(rule["offsets"]) for rule in kept if rule["offsets"]]
    # A month more: the offset is taken off the day, which is not the same as adding it to today.
    return max(terms.add_term(as_of, part) for text in offsets for part in text.split()) + timedelta(days=31)


def select_new_notices(
    db: sqlite3.Connection, found: Iterable[tuple[DueItem, list[WarningStep]]], channel: str, as_of: date
) -> list[Notice]:
    """Of the items those whose latest step is later than any the channel was told by the same day.

    What was told on a day that is still to come counts from that day on, and so does what was
    folded into it: a clock that ran ahead takes no warning away. Each step is told once by itself.
    """
    told, today, notices = _read_told_steps(db, channel), as_of.isoformat(), []
    for item, (*overtaken, latest) in found:
        known = told.get((item.uid, item.clock.name, item.day), {})
        until = max((step.day for step, itself in known.items() if itself and step.day <= today), default="")
        if latest.day > until:
            folded = tuple(step for step in overtaken if step.day > until or step not in known)
            notices.append(due_items.make_notice(item, latest, folded))
    return notices


ClockDay = tuple[str, str, str]  # a record by its UID, a clock, the day that it had


def _read_told_steps(db: sqlite3.Connection, channel: str) -> dict[ClockDay, dict[WarningStep, bool]]:
    """Every step that was told on a channel or is on its way there: by itself, or folded into a later one."""
    told: dict[ClockDay, dict[WarningStep, bool]] = defaultdict(dict)
    sql = "SELECT record, clock, day, step, step_day, told FROM reminder WHERE channel = ?"
    for record, clock, day, step, step_day, itself in db.execute(sql, [channel]):
        told[record, clock, day][WarningStep(step, step_day)] = bool(itself)
    for digest in list_outgoing(db, channel):
        for notice in digest.notices:
            known = told[notice.uid, notice.clock, notice.day]
            known |= {step: known.get(step, False) for step in notice.folded}
            known[_get_told_step(notice)] = True
    return told


def _get_told_step(notice: Notice) -> WarningStep:
    return WarningStep(notice.offset, notice.step_day)


def _list_steps(notice: Notice) -> tuple[WarningStep, ...]:
    return (*notice.folded, _get_told_step(notice))


# --- telling -------------------------------------------------------------------


def mark_as_told(db: sqlite3.Connection, notices: Iterable[Notice], channel: str, at: str) -> None:
    """Keep that these were told on a channel, with what is folded into them; again changes nothing."""
    db.executemany(
        "INSERT INTO reminder (channel, kind, record, clock, day, step, step_day, told, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET told = 1, at = excluded.at"
        " WHERE excluded.told AND NOT told",
        [
            (
                channel,
                n.kind,
                n.uid,
                n.clock,
                n.day,
                step.name,
                step.day,
                int(step == _get_told_step(n)),
                at,
            )
            for n in notices
            for step in _list_steps(n)
        ],
    )


def claim_pending(db: sqlite3.Connection, frame: TimeFrame, channel: str, at: datetime) -> OutgoingDigest | None:
    """Put what is pending on a channel on its way, in the caller's transaction; None if nothing is."""
    return claim_notices(db, find_pending_notices(db, frame, channel), channel, at)


def claim_for_recipients(
    db: sqlite3.Connection, frame: TimeFrame, address: Callable[[DueItem], str | None], at: datetime
) -> list[OutgoingDigest]:
    """Put what is pending on its way to everybody, a digest for each, in the caller's transaction.

    `address` says to whom an item goes; what goes to nobody is for the standard output.
    """
    parts: dict[str, list[tuple[DueItem, list[WarningStep]]]] = {}
    for item, steps in find_warnings(db, frame, MAIL):
        written = address(item)
        parts.setdefault(make_mail_channel(written) if written else STDOUT, []).append((item, steps))
    found = (
        claim_notices(db, select_new_notices(db, part, channel, frame.as_of), channel, at)
        for channel, part in parts.items()
    )
    return [digest for digest in found if digest]


def claim_notices(db: sqlite3.Connection, notices: list[Notice], channel: str, at: datetime) -> OutgoingDigest | None:
    """Put these notices on their way, held for the caller alone for a while."""
    if not notices:
        return None
    digest = OutgoingDigest(
        due_items.make_digest_id(channel, (n.key for n in notices)), channel, tuple(notices), _format_moment(at)
    )
    db.execute(
        "INSERT INTO outgoing (id, channel, notices, claimed_at, held_until) VALUES (?, ?, ?, ?, ?)",
        [digest.id, channel, json.dumps(notices, ensure_ascii=False), _format_moment(at), _format_moment(at + HOLD)],
    )
    return digest


def list_outgoing(db: sqlite3.Connection, channel: str | None = None) -> list[OutgoingDigest]:
    """What was claimed and not confirmed, the oldest first; on one channel or on all."""
    sql = "SELECT id, channel, notices, claimed_at FROM outgoing WHERE :channel IN (channel, '')"
    found = db.execute(f"{sql} ORDER BY claimed_at, id", {"channel": channel or ""}).fetchall()
    return [
        OutgoingDigest(row["id"], row["channel"], _parse_notices(row["notices"]), row["claimed_at"]) for row in found
    ]


def reclaim_abandoned(db: sqlite3.Connection, at: datetime, channels: str = "mail:") -> list[OutgoingDigest]:
    """What an earlier run claimed and could not tell, now held for the caller; to be sent as it stands.

    `channels` is how the channels begin that the caller serves.
    """
    free = [row[0] for row in db.execute(f"SELECT id FROM outgoing WHERE NOT {_HELD}", _make_hold_parameters(at))]
    mine = [digest for digest in list_outgoing(db) if digest.id in free and digest.channel.startswith(channels)]
    db.executemany("UPDATE outgoing SET held_until = ? WHERE id = ?", [(_format_moment(at + HOLD), d.id) for d in mine])
    return mine


_HELD = "(held_until = :parked OR held_until > :at AND held_until <= :longest)"
# A hold that ends later than one from now would was made by a clock that ran ahead, and is none.


def _make_hold_parameters(at: datetime) -> dict[str, str]:
    return {"at": _format_moment(at), "longest": _format_moment(at + HOLD), "parked": PARKED}


class HeldDigests(NamedTuple):
    """Return how many digests another run has in hand, and until when at the latest (UTC)."""

    number: int
    until: datetime


def find_held(
    db: sqlite3.Connection, at: datetime, channels: Iterable[str], ours: Iterable[OutgoingDigest] = ()
) -> HeldDigests | None:
    """What another run has in hand of what goes to `channels`, by how they begin; or had, when it was killed."""
    sql = f"SELECT id, channel, held_until FROM outgoing WHERE held_until <> :parked AND {_HELD}"
    mine, begins = {digest.id for digest in ours}, tuple(channels)
    found = [
        row[2] for row in db.execute(sql, _make_hold_parameters(at)) if row[0] not in mine and row[1].startswith(begins)
    ]
    return HeldDigests(len(found), datetime.fromisoformat(max(found))) if found else None


def confirm_digest(db: sqlite3.Connection, digest: OutgoingDigest, at: datetime) -> None:
    """Keep that a digest was told, in the caller's transaction."""
    mark_as_told(db, digest.notices, digest.channel, _format_moment(at))
    db.execute("DELETE FROM outgoing WHERE id = ?", [digest.id])


def release_digest(db: sqlite3.Connection, digest: OutgoingDigest, at: datetime) -> None:
    """Let go of a digest that could not be sent, so that the next run sends it as it stands."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE id = ?", [_format_moment(at), digest.id])


def extend_hold(db: sqlite3.Connection, digest: OutgoingDigest, at: datetime) -> None:
    """Hold a digest that was claimed for longer."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE id = ?", [_format_moment(at + HOLD), digest.id])


PARKED = "9999"
"""Until when a digest is held that its recipient refused for good."""


def park_digest(db: sqlite3.Connection, digest: OutgoingDigest) -> None:
    """Keep a digest that was refused for good: it does not go again until a person asks for it."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE id = ?", [PARKED, digest.id])


RETRY_PERIOD = timedelta(days=5)
"""How long a message is offered again that the server does not take for what it says."""


def count_parked(db: sqlite3.Connection) -> int:
    """Return how many digests were refused for good and wait for a person."""
    return int(db.execute("SELECT count(*) FROM outgoing WHERE held_until = ?", [PARKED]).fetchone()[0])


def list_parked_channels(db: sqlite3.Connection) -> set[str]:
    """The channels on which something was refused for good and waits for a person."""
    return {row[0] for row in db.execute("SELECT channel FROM outgoing WHERE held_until = ?", [PARKED])}


def release_parked(db: sqlite3.Connection, at: datetime) -> None:
    """Let the refused digests go again, in the caller's transaction."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE held_until = ?", [_format_moment(at), PARKED])


def drop_orphaned_digests(db: sqlite3.Connection, channels: Iterable[str]) -> None:
    """Forget the refused digests whose address is nobody's any more: what is in them goes to the new one."""
    parked = {row[0]: row[1] for row in db.execute("SELECT id, channel FROM outgoing WHERE held_until = ?", [PARKED])}
    known = set(channels)
    db.executemany(
        "DELETE FROM outgoing WHERE id = ?", [(id,) for id, channel in parked.items() if channel not in known]
    )


def drop_digest(db: sqlite3.Connection, digest: OutgoingDigest) -> None:
    """Forget a digest that nobody has seen: what is in it is pending again."""
    db.execute("DELETE FROM outgoing WHERE id = ?", [digest.id])


def settle_digests(
    db: sqlite3.Connection,
    gone: Iterable[OutgoingDigest] = (),
    left: Iterable[OutgoingDigest] = (),
    rest: OutgoingDigest | None = None,
) -> None:
    """Settle what a run that ends early has in hand: confirm what is `gone`, release what is `left`, drop the `rest`.

    Where that cannot be written, each hold ends by itself; what ended the run is what is told.
    """
    with suppress(sqlite3.Error), immediate_transaction(db):
        for digest in gone:
            confirm_digest(db, digest, get_current_time())
        for digest in left:
            release_digest(db, digest, get_current_time())
        if rest is not None:
            drop_digest(db, rest)


def drop_stale_claims(db: sqlite3.Connection, at: datetime) -> None:
    """Forget what a run that died had claimed for the standard output."""
    db.execute(
        f"DELETE FROM outgoing WHERE channel = :channel AND NOT {_HELD}",
        {"channel": STDOUT, **_make_hold_parameters(at)},
    )


@contextmanager
def confirming(db: sqlite3.Connection, digest: OutgoingDigest | None) -> Iterator[None]:
    """What is told inside is confirmed when that went well, else pending as before; no lock is held meanwhile."""
    try:
        yield
    except BaseException:  # whatever ended it, a signal or a full disk: it was not told, and that is to be known
        settle_digests(db, rest=digest)
        raise
    if digest:
        with immediate_transaction(db):
            confirm_digest(db, digest, get_current_time())


def _parse_notices(written: str) -> tuple[Notice, ...]:
    found = (Notice(*values) for values in json.loads(written))
    return tuple(notice._replace(folded=tuple(WarningStep(*step) for step in notice.folded)) for notice in found)


def _format_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# --- when it last ran ------------------------------------------------------------


def note_run(db: sqlite3.Connection, name: str, at: datetime, as_of: date, told: int) -> None:
    """Keep when a command that cron starts last ran to its end."""
    db.execute(
        "INSERT INTO last_run (name, at, as_of, told) VALUES (?, ?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET at = excluded.at, as_of = excluded.as_of, told = excluded.told",
        [name, _format_moment(at), as_of.isoformat(), told],
    )


def find_last_run(db: sqlite3.Connection, name: str) -> LastRun | None:
    """When a command that cron starts last ran to its end; None if it never did."""
    found = db.execute("SELECT at, as_of, told FROM last_run WHERE name = ?", [name]).fetchone()
    return LastRun(*found) if found else None
