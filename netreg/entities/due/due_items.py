"""Due items: the days of records that must not be missed, and when to warn of each.

A kind has due items by the ``clocks`` in its description. Everything here is computed from
a row with derived fields and the day asked about; the ledger in the store knows which
warnings were given. A rough day is warned of by its earliest day, and is past after its
latest.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from netreg.core.entity import DueClock, Entity, Row
from netreg.core.naming.record_addresses import RecordAddress
from netreg.entities.due.warning_rules import Rule
from netreg.errors import quote_word
from netreg.named_tuples import NamedTuple
from netreg.thai.dates import terms, working_days
from netreg.thai.dates.formats import find_earliest_day, find_latest_day

if TYPE_CHECKING:
    from collections.abc import Iterable


class Responsible(NamedTuple):
    """The person or organisation that looks after a record; a person `has_left` once all posts have ended."""

    kind: str
    id: int
    code: str | None
    name: str
    email: str | None
    has_left: bool = False


class DueItem(NamedTuple):
    """One clock of one record as of a day.

    `day` is the day as the record has it, perhaps only a month; `first` and `last` are the
    days it can mean. `days_left` counts to the first, and back to the last once that is
    past: then the item is overdue. An item of which nothing is to be decided any more has
    lapsed: a missed warning of it is made up for, and no other follows. `settled_by` are the
    commands that may settle it, the likeliest first, with ``{record}`` in them; `flags` those
    of the record that say more of it, `findings` others that matter.
    """

    kind: Entity
    clock: DueClock
    id: int
    uid: str
    code: str | None
    name: str
    day: str
    first: date
    last: date
    days_left: int
    sort: str | None = None
    responsible: Responsible | None = None
    silence: Silence | None = None
    has_lapsed: bool = False
    settled_by: tuple[str, ...] = ()
    flags: tuple[dict[str, Any], ...] = ()
    findings: tuple[dict[str, Any], ...] = ()

    @property
    def is_overdue(self) -> bool:
        """Tell whether the day is past and nobody has decided what comes after it."""
        return self.days_left < 0

    @property
    def is_silenced(self) -> bool:
        """Tell whether it was acknowledged or is snoozed."""
        return self.silence is not None and self.silence.is_active

    @property
    def address(self) -> str:
        """The address of the record among those of all kinds: its code, else its kind and number."""
        return self.code or RecordAddress.make(self.kind, self.id)

    @property
    def act_on(self) -> date | None:
        """The last working day to act in time; None when that is past."""
        if self.is_overdue:
            return None
        day = working_days.find_previous_working_day(self.first)
        begun = self.days_left == 0 and self.first != self.last
        return None if begun or (self.first - day).days > self.days_left else day

    @property
    def extends_to(self) -> date | None:
        """The next working day, where a term ends on a day that is none (section 193/8)."""
        after = working_days.find_next_working_day(self.last) if self.clock.ends_term else self.last
        return after if after != self.last else None

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands that may settle it, the likeliest first."""
        named = quote_word(self.code or self.id)
        return tuple(f"netreg {command}".format(record=named) for command in self.settled_by)

    @property
    def command(self) -> str:
        """The command that settles it."""
        return self.commands[0]

    @property
    def is_left_behind(self) -> bool:
        """Tell whether whoever looks after it has left; somebody's own post is nobody else's affair."""
        return self.responsible is not None and self.responsible.has_left and self.kind.name != "post"

    @property
    def handover(self) -> str:
        """The command by which somebody else looks after it, where whoever did has left."""
        who = self.responsible
        return f"netreg member handover {who.id} --to MEMBER" if who and self.is_left_behind else ""

    @property
    def acknowledgement(self) -> str:
        """The command after which it is not warned of any more."""
        return f"netreg due ack {quote_word(self.address)} --clock {self.clock.name}"


class Silence(NamedTuple):
    """The acknowledgement of a clock, or its snooze until a day, and whether that is active."""

    until: date | None
    is_active: bool


class WarningStep(NamedTuple):
    """One occasion of a warning: its name (``30d``, ``+7d``, ``snooze``) and day (ISO)."""

    name: str
    day: str


class DueWarning(NamedTuple):
    """One warning of an item, in values that can be kept and sent.

    `day` may be a month only. `offset` names the step of the warning, `folded` are earlier
    steps that it takes along. `key` says what it is about, and is the same whenever it is
    made again.
    """

    kind: str
    record: int
    code: str | None
    name: str
    clock: str
    clock_label: str
    day: str
    days_left: int
    responsible_id: int | None
    responsible_name: str | None
    responsible_email: str | None
    act_on: str | None
    command: str
    offset: str
    key: str
    uid: str
    step_day: str
    folded: tuple[WarningStep, ...] = ()
    kind_label: str = ""
    extends_to: str | None = None
    acknowledgement: str = ""
    lapsed: bool = False
    commands: tuple[str, ...] = ()
    flags: tuple[dict[str, Any], ...] = ()
    responsible_left: bool = False
    handover: str = ""
    findings: tuple[dict[str, Any], ...] = ()


# --- items -------------------------------------------------------------------


LAPSED_WARNING_PERIOD = timedelta(days=31)
"""How long after its day a missed warning of a lapsed item is made up for."""


def find_due_items(
    kind: Entity, row: Row, as_of: date, name: str, since: date | None = None, until: date = date.max
) -> Iterable[DueItem]:
    """Find the due items of one row with derived fields; `name` is the name of the record in a list of many kinds.

    With `since`, the day on which warnings were last given, items that lapsed from then on as well; with
    `until` none that can only come later.
    """
    last_day = until.isoformat()
    for clock in kind.clocks:
        day = clock.get_day(row)
        if day is None or (earliest := find_earliest_day(day)) > last_day:
            continue
        first, last = date.fromisoformat(earliest), date.fromisoformat(find_latest_day(day))
        matters = clock.matters_before if as_of <= last else clock.matters_after
        lapsed = not (matters and matters(row))
        if lapsed and not (since and since <= last < as_of and clock.matters_before(row)):
            continue
        left, code, sort = _count_days_left(first, last, as_of), row.get("code"), row.get("kind")
        flags, own = row.get("flags") or (), (clock.flag, *clock.own_flags)
        yield DueItem(
            kind, clock, row["id"], row["uid"], code, name, day, first, last, left, sort,
            has_lapsed=lapsed,
            settled_by=clock.list_commands(row, is_late=left < 0),
            flags=tuple(flag for flag in flags if flag["id"] == clock.flag),
            findings=tuple(flag for flag in flags if flag["id"] not in own and flag["severity"] != "low"),
        )  # fmt: skip


def _count_days_left(first: date, last: date, as_of: date) -> int:
    """Count the days to the earliest day, at least 0 while the day can still come."""
    return max(0, (first - as_of).days) if as_of <= last else (last - as_of).days


def is_near(item: DueItem, as_of: date, window: str) -> bool:
    """Tell whether the day is inside the window that opens on `as_of`, both ends counted, or past."""
    return item.is_overdue or item.first <= terms.add_term(as_of, window)


def make_sort_key(item: DueItem) -> tuple[date, date, str, int]:
    """Make a key that sorts by the earliest day, and a day before the month that begins with it."""
    return item.first, item.last, item.name, item.id


# --- when to warn of it -----------------------------------------------------


SNOOZE = "snooze"


def list_warning_steps(item: DueItem, rule: Rule, as_of: date) -> list[WarningStep]:
    """List the steps that were reached by `as_of`, the latest last.

    Of the steps after the day only the latest counts.
    """
    if not rule.enabled or item.is_silenced:
        return []
    found = [*_list_steps_before(item, rule, as_of), *_list_repetitions(item, rule, as_of), *_list_ended_snoozes(item)]
    return sorted((step for step in found if step.day <= as_of.isoformat()), key=lambda step: step.day)


def _list_steps_before(item: DueItem, rule: Rule, as_of: date) -> Iterable[WarningStep]:
    """Yield the offsets that are reached, the longest first."""
    for offset in rule.offsets:
        day = terms.subtract_term(item.first, offset)
        if day > as_of:
            return
        yield WarningStep(terms.abbreviate_term(offset), day.isoformat())


def _list_repetitions(item: DueItem, rule: Rule, as_of: date) -> Iterable[WarningStep]:
    """Yield the latest repetition after the day."""
    again = rule.repeat if item.is_overdue and not item.has_lapsed else None
    times = terms.count_terms_between(item.last, again, as_of) if again else 0
    if times and again:
        day = terms.add_term(item.last, again, times)
        yield WarningStep(f"+{(day - item.last).days}d", day.isoformat())


def _list_ended_snoozes(item: DueItem) -> Iterable[WarningStep]:
    """Yield the day on which a snooze ended."""
    if item.silence and item.silence.until:
        yield WarningStep(SNOOZE, item.silence.until.isoformat())


# --- warnings ------------------------------------------------------------


def _make_warning_key(item: DueItem, step: WarningStep) -> str:
    """Return what a warning is about: the record, the clock and its day, the step and its day."""
    return f"{item.uid}:{item.clock.name}:{item.day}:{step.name}:{step.day}"


def make_warning(item: DueItem, step: WarningStep, folded: tuple[WarningStep, ...]) -> DueWarning:
    """Make the warning of one step of an item."""
    who = item.responsible
    return DueWarning(
        kind=item.kind.name,
        record=item.id,
        code=item.code,
        name=item.name,
        clock=item.clock.name,
        clock_label=str(item.clock.label),
        day=item.day,
        days_left=item.days_left,
        responsible_id=who.id if who else None,
        responsible_name=who.name if who else None,
        responsible_email=who.email if who else None,
        act_on=item.act_on.isoformat() if item.act_on else None,
        command=item.command,
        offset=step.name,
        key=_make_warning_key(item, step),
        uid=item.uid,
        step_day=step.day,
        folded=folded,
        kind_label=str(item.kind.label),
        extends_to=item.extends_to.isoformat() if item.extends_to else None,
        acknowledgement=item.acknowledgement,
        lapsed=item.has_lapsed,
        commands=item.commands,
        flags=item.flags,
        responsible_left=item.is_left_behind,
        handover=item.handover,
        findings=item.findings,
    )


def make_digest_id(channel: str, keys: Iterable[str]) -> str:
    """Make the name of a digest: the same whenever it holds the same warnings to the same recipient."""
    import hashlib

    return hashlib.sha256("\n".join((channel, *sorted(keys))).encode()).hexdigest()[:32]
