"""The ledger of warnings: each step of each clock is told once to each recipient, also after missed nights.

A channel is ``stdout`` or ``mail:ADDRESS``. Warnings are claimed first and held for a while,
then told, then confirmed: a run that dies in between loses nothing, and two runs at the same
time tell nothing twice. None of this is in the history of the register: an undo must not
make a warning go out again.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from netreg.entities.due import due_items
from netreg.entities.due.due_items import DueWarning, WarningStep
from netreg.named_tuples import NamedTuple
from netreg.store.connections import immediate_transaction
from netreg.store.reminders import due_list
from netreg.thai.dates import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from netreg.core.entity import TimeFrame
    from netreg.entities.due.due_items import DueItem

STDOUT, MAIL = "stdout", "mail"
HOLD = timedelta(minutes=15)
"""How long a claim keeps other runs off: longer than any server is waited for."""


class OutgoingDigest(NamedTuple):
    """Warnings claimed for one recipient and not confirmed; the `id` is the same for the same warnings."""

    id: str
    channel: str
    warnings: tuple[DueWarning, ...]
    claimed_at: str


class LastRun(NamedTuple):
    """The last run of a command: the time (UTC), the day asked about, how many warnings it told."""

    at: str
    as_of: str
    told: int


def make_mail_channel(address: str) -> str:
    """Return the channel of an e-mail address."""
    return f"mail:{address}"


def get_current_time() -> datetime:
    """Return the current time (UTC)."""
    return datetime.now(UTC)


# --- selecting warnings ---------------------------------------------------------


def find_pending_warnings(db: sqlite3.Connection, frame: TimeFrame, channel: str) -> list[DueWarning]:
    """Find the warnings due by the day asked about and not yet told on a channel, the earliest day first.

    ``mail:ADDRESS`` gets those that the person or organisation with this address is responsible
    for, ``stdout`` gets all.
    """
    found = find_warnings(db, frame, STDOUT if channel == STDOUT else MAIL)
    return select_new_warnings(
        db, found if channel == STDOUT else _select_channel(channel, found), channel, frame.as_of
    )


def _select_channel(
    channel: str, found: Iterable[tuple[DueItem, list[WarningStep]]]
) -> list[tuple[DueItem, list[WarningStep]]]:
    """Select the items for which somebody with the address of the channel is responsible."""
    addresses = ((item.responsible and item.responsible.email, item, steps) for item, steps in found)
    return [(item, steps) for one, item, steps in addresses if one and channel == make_mail_channel(one)]


def find_warnings(db: sqlite3.Connection, frame: TimeFrame, way: str) -> list[tuple[DueItem, list[WarningStep]]]:
    """Find every item with warning steps by the day asked about, told or not, and its steps.

    What has lapsed since the last run by this `way`, ``stdout`` or ``mail``, is included: a night was missed.
    """
    rules = due_list.select_rules(db)
    until = max(_find_horizon(frame.as_of, rules), due_list.find_last_snoozed_day(db))
    found = due_list.list_due_items(db, frame, until, since=_find_lapsed_since(db, frame.as_of, way))
    stepped = (
        (item, due_items.list_warning_steps(item, due_list.find_rule(rules, item), frame.as_of)) for item in found
    )
    return [(item, steps) for item, steps in stepped if steps]


def _find_lapsed_since(db: sqlite3.Connection, as_of: date, way: str) -> date | None:
    """Find the day from which lapsed items are still told: that of the last run, limited; None before the first.

    A last run on a future day had a wrong clock, and does not tell when the one before it was.
    """
    ran = find_last_run(db, way)
    if ran is None:
        return None
    last = date.fromisoformat(ran.as_of)
    earliest = as_of - due_items.LAPSED_WARNING_PERIOD
    return earliest if last > as_of else max(last, earliest)


def _find_horizon(as_of: date, rules: Iterable[dict[str, object]]) -> date:
    """Find the last day of which any rule can warn today."""
    offsets = [clock.offsets for kind in due_list.KINDS for clock in kind.clocks]
    offsets += [str(rule["offsets"]) for rule in rules if rule["offsets"]]
    # A month more: the offset is subtracted from the day, which is not the same as adding it to today.
    return max(terms.add_term(as_of, part) for text in offsets for part in text.split()) + timedelta(days=31)


def select_new_warnings(
    db: sqlite3.Connection, found: Iterable[tuple[DueItem, list[WarningStep]]], channel: str, as_of: date
) -> list[DueWarning]:
    """Make warnings of the items whose latest step is later than any told on the channel by the same day.

    What was told on a future day, by a computer whose clock was ahead, counts from that day on
    only, with what was folded into it: no warning gets lost. Each step is told once by itself.
    """
    told, today, warnings = _read_told_steps(db, channel), as_of.isoformat(), []
    for item, (*overtaken, latest) in found:
        known = told.get((item.uid, item.clock.name, item.day), {})
        until = max((step.day for step, itself in known.items() if itself and step.day <= today), default="")
        if latest.day > until:
            folded = tuple(step for step in overtaken if step.day > until or step not in known)
            warnings.append(due_items.make_warning(item, latest, folded))
    return warnings


ClockDay = tuple[str, str, str]  # a record by its UID, a clock, the day that it had


def _read_told_steps(db: sqlite3.Connection, channel: str) -> dict[ClockDay, dict[WarningStep, bool]]:
    """Read every step told or claimed on a channel, and whether by itself or folded into a later one."""
    told: dict[ClockDay, dict[WarningStep, bool]] = defaultdict(dict)
    sql = "SELECT record, clock, day, step, step_day, told FROM reminder WHERE channel = ?"
    for record, clock, day, step, step_day, itself in db.execute(sql, [channel]):
        told[record, clock, day][WarningStep(step, step_day)] = bool(itself)
    for digest in list_outgoing(db, channel):
        for warning in digest.warnings:
            known = told[warning.uid, warning.clock, warning.day]
            known |= {step: known.get(step, False) for step in warning.folded}
            known[_get_told_step(warning)] = True
    return told


def _get_told_step(warning: DueWarning) -> WarningStep:
    return WarningStep(warning.offset, warning.step_day)


def _list_steps(warning: DueWarning) -> tuple[WarningStep, ...]:
    return (*warning.folded, _get_told_step(warning))


# --- claiming, confirming, releasing -------------------------------------------


def mark_as_told(db: sqlite3.Connection, warnings: Iterable[DueWarning], channel: str, at: str) -> None:
    """Store that these warnings, with what is folded into them, were told on a channel; repeating changes nothing."""
    db.executemany(
        "INSERT INTO reminder (channel, kind, record, clock, day, step, step_day, told, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET told = 1, at = excluded.at"
        " WHERE excluded.told AND NOT told",
        [
            (channel, n.kind, n.uid, n.clock, n.day, step.name, step.day, int(step == _get_told_step(n)), at)
            for n in warnings
            for step in _list_steps(n)
        ],
    )


def claim_pending(db: sqlite3.Connection, frame: TimeFrame, channel: str, at: datetime) -> OutgoingDigest | None:
    """Claim what is pending on a channel, in the caller's transaction; None if nothing is."""
    return claim_warnings(db, find_pending_warnings(db, frame, channel), channel, at)


def claim_for_recipients(
    db: sqlite3.Connection,
    frame: TimeFrame,
    address: Callable[[DueItem], str | None],
    at: datetime,
    beside: Callable[[DueItem], Iterable[str | None]] = lambda _item: (),
) -> list[OutgoingDigest]:
    """Claim what is pending for everybody, a digest for each, in the caller's transaction.

    `address` returns where an item goes, `beside` where else; without an address it goes to the standard output.
    """
    parts: dict[str, list[tuple[DueItem, list[WarningStep]]]] = {}
    for item, steps in find_warnings(db, frame, MAIL):
        channels = (make_mail_channel(one) if one else STDOUT for one in (address(item), *beside(item)))
        for channel in dict.fromkeys(channels):
            parts.setdefault(channel, []).append((item, steps))
    found = (
        claim_warnings(db, select_new_warnings(db, part, channel, frame.as_of), channel, at)
        for channel, part in parts.items()
    )
    return [digest for digest in found if digest]


def claim_warnings(
    db: sqlite3.Connection, warnings: list[DueWarning], channel: str, at: datetime
) -> OutgoingDigest | None:
    """Claim warnings: they are held for the caller alone for a while."""
    if not warnings:
        return None
    digest = OutgoingDigest(
        due_items.make_digest_id(channel, (n.key for n in warnings)), channel, tuple(warnings), _format_moment(at)
    )
    db.execute(
        "INSERT INTO outgoing (id, channel, notices, claimed_at, held_until) VALUES (?, ?, ?, ?, ?)",
        [digest.id, channel, json.dumps(warnings, ensure_ascii=False), _format_moment(at), _format_moment(at + HOLD)],
    )
    return digest


def list_outgoing(db: sqlite3.Connection, channel: str | None = None) -> list[OutgoingDigest]:
    """List what was claimed and not confirmed, the oldest first, on one channel or on all."""
    sql = "SELECT id, channel, notices, claimed_at FROM outgoing WHERE :channel IN (channel, '')"
    found = db.execute(f"{sql} ORDER BY claimed_at, id", {"channel": channel or ""}).fetchall()
    return [OutgoingDigest(one, to, _parse_warnings(notices), claimed) for one, to, notices, claimed in found]


def reclaim_abandoned(db: sqlite3.Connection, at: datetime, channels: str = "mail:") -> list[OutgoingDigest]:
    """Claim for the caller what an earlier run claimed and could not tell; it is to be sent unchanged.

    `channels` is the beginning of the channels that the caller serves.
    """
    free = [row[0] for row in db.execute(f"SELECT id FROM outgoing WHERE NOT {_HELD}", _make_hold_parameters(at))]
    mine = [digest for digest in list_outgoing(db) if digest.id in free and digest.channel.startswith(channels)]
    db.executemany("UPDATE outgoing SET held_until = ? WHERE id = ?", [(_format_moment(at + HOLD), d.id) for d in mine])
    return mine


_HELD = "(held_until = :parked OR held_until > :at AND held_until <= :longest)"
# A hold that ends later than one from now would was made by a clock that was ahead, and does not count.


def _make_hold_parameters(at: datetime) -> dict[str, str]:
    return {"at": _format_moment(at), "longest": _format_moment(at + HOLD), "parked": PARKED}


class HeldDigests(NamedTuple):
    """The number of digests that another run holds, and until when at the latest (UTC)."""

    number: int
    until: datetime


def find_held(
    db: sqlite3.Connection, at: datetime, channels: Iterable[str], ours: Iterable[OutgoingDigest] = ()
) -> HeldDigests | None:
    """Find what another run holds, or a killed run held, on channels that begin with one of `channels`."""
    sql = f"SELECT id, channel, held_until FROM outgoing WHERE held_until <> :parked AND {_HELD}"
    mine, prefixes = {digest.id for digest in ours}, tuple(channels)
    found = [
        row[2]
        for row in db.execute(sql, _make_hold_parameters(at))
        if row[0] not in mine and row[1].startswith(prefixes)
    ]
    return HeldDigests(len(found), datetime.fromisoformat(max(found))) if found else None


def confirm_digest(db: sqlite3.Connection, digest: OutgoingDigest, at: datetime) -> None:
    """Store that a digest was told, in the caller's transaction."""
    mark_as_told(db, digest.warnings, digest.channel, _format_moment(at))
    db.execute("DELETE FROM outgoing WHERE id = ?", [digest.id])


def release_digest(db: sqlite3.Connection, digest: OutgoingDigest, at: datetime) -> None:
    """Release a digest that could not be sent, so that the next run sends it unchanged."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE id = ?", [_format_moment(at), digest.id])


def extend_hold(db: sqlite3.Connection, digest: OutgoingDigest, at: datetime) -> None:
    """Hold a claimed digest for longer."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE id = ?", [_format_moment(at + HOLD), digest.id])


PARKED = "9999"
"""The end of the hold of a digest that the server refused for good."""


def park_digest(db: sqlite3.Connection, digest: OutgoingDigest) -> None:
    """Park a digest that was refused for good: it is not sent again until a person asks for it."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE id = ?", [PARKED, digest.id])


RETRY_PERIOD = timedelta(days=5)
"""How long a message that the server rejects for its content is tried again."""


def count_parked(db: sqlite3.Connection) -> int:
    """Return how many digests are parked."""
    return int(db.execute("SELECT count(*) FROM outgoing WHERE held_until = ?", [PARKED]).fetchone()[0])


def list_parked_channels(db: sqlite3.Connection) -> set[str]:
    """List the channels with parked digests."""
    return {row[0] for row in db.execute("SELECT channel FROM outgoing WHERE held_until = ?", [PARKED])}


def release_parked(db: sqlite3.Connection, at: datetime) -> None:
    """Release the parked digests, in the caller's transaction."""
    db.execute("UPDATE outgoing SET held_until = ? WHERE held_until = ?", [_format_moment(at), PARKED])


def drop_orphaned_digests(db: sqlite3.Connection, channels: Iterable[str]) -> None:
    """Drop the parked digests whose address is nobody's any more: their warnings go to the new address."""
    parked = {row[0]: row[1] for row in db.execute("SELECT id, channel FROM outgoing WHERE held_until = ?", [PARKED])}
    known = set(channels)
    db.executemany(
        "DELETE FROM outgoing WHERE id = ?", [(id,) for id, channel in parked.items() if channel not in known]
    )


def drop_digest(db: sqlite3.Connection, digest: OutgoingDigest) -> None:
    """Drop a digest that nobody has seen: its warnings are pending again."""
    db.execute("DELETE FROM outgoing WHERE id = ?", [digest.id])


def settle_digests(
    db: sqlite3.Connection,
    gone: Iterable[OutgoingDigest] = (),
    left: Iterable[OutgoingDigest] = (),
    rest: OutgoingDigest | None = None,
) -> None:
    """Settle what a run that ends early holds: confirm what is `gone`, release what is `left`, drop the `rest`.

    Where that cannot be written, each hold ends by itself, and what ended the run is reported.
    """
    with suppress(sqlite3.Error), immediate_transaction(db):
        for digest in gone:
            confirm_digest(db, digest, get_current_time())
        for digest in left:
            release_digest(db, digest, get_current_time())
        if rest is not None:
            drop_digest(db, rest)


def drop_stale_claims(db: sqlite3.Connection, at: datetime) -> None:
    """Drop what a run that died had claimed for the standard output."""
    db.execute(
        f"DELETE FROM outgoing WHERE channel = :channel AND NOT {_HELD}",
        {"channel": STDOUT, **_make_hold_parameters(at)},
    )


@contextmanager
def confirming(db: sqlite3.Connection, digest: OutgoingDigest | None) -> Iterator[None]:
    """Confirm a digest when the block has told it, or make it pending again; no lock is held meanwhile."""
    try:
        yield
    except BaseException:  # whatever ended it, a signal or a full disk: it was not told
        settle_digests(db, rest=digest)
        raise
    if digest:
        with immediate_transaction(db):
            confirm_digest(db, digest, get_current_time())


def _parse_warnings(written: str) -> tuple[DueWarning, ...]:
    return tuple(_restore_tuples(DueWarning(*values)) for values in json.loads(written))


def _restore_tuples(one: DueWarning) -> DueWarning:
    folded = tuple(WarningStep(*step) for step in one.folded)
    flags, findings = tuple(one.flags), tuple(one.findings)
    return one._replace(folded=folded, commands=tuple(one.commands), flags=flags, findings=findings)


def _format_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# --- the last run ----------------------------------------------------------------


def note_run(db: sqlite3.Connection, name: str, at: datetime, as_of: date, told: int) -> None:
    """Store when a command that cron starts last ran to its end."""
    db.execute(
        "INSERT INTO last_run (name, at, as_of, told) VALUES (?, ?, ?, ?) ON CONFLICT (name)"
        " DO UPDATE SET at = excluded.at, as_of = excluded.as_of, told = excluded.told",
        [name, _format_moment(at), as_of.isoformat(), told],
    )


def find_last_run(db: sqlite3.Connection, name: str) -> LastRun | None:
    """Find when a command that cron starts last ran to its end; None if it never did."""
    found = db.execute("SELECT at, as_of, told FROM last_run WHERE name = ?", [name]).fetchone()
    return LastRun(*found) if found else None
