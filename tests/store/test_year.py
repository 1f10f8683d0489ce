"""A year of nights: every threshold of every clock is told once, however many nights are missed.

What ought to be told is computed here by another way than netreg's: without a ledger, from
the thresholds of each clock and the nights on which it ran. A threshold belongs to the first
night that is not before it; those of one night are one warning, about the latest of them. A
clock that ran ahead tells what it reaches, and takes away nothing that comes before that.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from dateutil.relativedelta import relativedelta

from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, MEETING, PERSON, POST, RULE
from netreg.store.connections import immediate_transaction
from netreg.store.reminders import due_list, ledger
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The year in which the library agreement of the demonstration ends, on 10 September 2020.
FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)
AHEAD = timedelta(days=300)
# The dice's seed, how many agreements end around the year, how many posts and meetings have their day in it.
YEARS = [
    pytest.param(*year, marks=pytest.mark.stress)
    for year in ((2563, 60, 20), *((seed, 200, 60) for seed in range(2563, 2567)))
]

OFFSETS = {
    "notice": ["90d", "30d", "7d", "0d"],
    "end": ["6m", "90d", "30d", "7d", "0d"],
    "grace": ["30d", "7d", "0d"],
    "until": ["90d", "30d", "7d", "0d"],
    "starts": ["30d", "7d", "1d"],
    "renewal": ["90d", "30d", "7d", "0d"],
    "held": ["0d"],
}
RARELY = {"until", "starts", "renewal"}  # never repeated, as is the notice of what renews itself
KEPT: dict[str, list[str]] = {"moa": ["45d", "10d"], "loi": []}  # rules of their own: fewer warnings, none at all


@dataclass
class Invented:
    """An agreement as this test knows it; an end known to the month has two days."""

    id: int
    kind: str
    ends: list[tuple[date, date, date]]  # from which day on it is known, the first and the last day it can be
    notice: int | None
    grace: int | None
    tacit: bool = False
    years: int = 1
    signed: date = date.min
    closed: date | None = None
    quiet: dict[tuple[str, date], tuple[date, date | None]] = field(default_factory=dict)  # from, until

    def end(self, today: date, night: date) -> tuple[date, date]:
        """The first and the last day on which it can end, as known today and renewed by itself until a night."""
        first, last = next((f, z) for since, f, z in reversed(self.ends) if since <= today)
        while self.tacit and last < night and not (self.closed and self.closed <= min(today, night)):
            last = first = first + relativedelta(years=self.years)
        return first, last

    def clocks(self, today: date, night: date, since: date) -> Iterator[tuple[str, date, date]]:
        """The clocks that run on a night, each with the first and the last day of what it warns of.

        What passed on or after `since` is told late where nothing is to be decided on it any more.
        """
        first, last = self.end(today, night)
        if night < self.signed:
            return
        if self.closed and self.closed <= today:
            if night <= self.closed <= last:  # the day on which it was closed is its last
                yield "end", self.closed, self.closed
            if self.closed <= max(last, night):
                return
        deadline = first - relativedelta(months=self.notice) if self.notice else None
        over = last + timedelta(days=self.grace) if self.grace else None
        if deadline and night <= last and (night <= deadline or not self.tacit or since <= deadline):
            yield "notice", deadline, deadline
        if self.tacit and not self.closed:  # it renews itself on the day after
            yield "renewal", first + timedelta(days=1), last + timedelta(days=1)
        elif night <= last or over is None or night <= over:
            yield "end", first, last
        if over and last < night and not self.tacit:
            yield "grace", over, over


@dataclass
class Passing:
    """A post or a meeting as this test knows it: it has its day, and nothing is decided after it."""

    kind: str
    id: int
    clock: str
    day: date
    tacit: bool = True
    quiet: dict[tuple[str, date], tuple[date, date | None]] = field(default_factory=dict)

    def clocks(self, _today: date, night: date, since: date) -> Iterator[tuple[str, date, date]]:
        """Its clock until the day, and from `since` on late."""
        if night <= self.day or since <= self.day:
            yield self.clock, self.day, self.day
        if self.kind == "meeting" and night > self.day:  # planned, and nobody says what became of it
            yield "held", self.day, self.day


class Threshold(NamedTuple):
    day: date
    place: int
    name: str


def thresholds(one: Invented | Passing, clock: str, first: date, last: date) -> list[Threshold]:
    """Every time at which a clock is spoken of until the end of the year, and as far as a clock runs ahead."""
    kept = KEPT.get(one.kind) if clock == "end" else None
    offsets, repeats = (OFFSETS[clock] if kept is None else kept), kept is None and clock not in RARELY
    repeats = repeats and not (clock == "notice" and one.tacit)
    if not offsets:
        return []
    found = []
    for place, offset in enumerate(offsets):
        number, unit = int(offset[:-1]), offset[-1]
        back = relativedelta(months=number) if unit == "m" else relativedelta(days=number)
        found.append(Threshold(first - back, place, offset))
    week = last + timedelta(days=7)
    while repeats and week <= LAST + AHEAD:
        found.append(Threshold(week, 100, f"+{(week - last).days}d"))
        week += timedelta(days=7)
    if (clock, first) in one.quiet and (until := one.quiet[clock, first][1]):
        found.append(Threshold(until, 200, "snooze"))
    return sorted(found)


def is_quiet(one: Invented | Passing, clock: str, first: date, night: date, today: date) -> bool:
    """Whether it had been acknowledged or snoozed by then."""
    if (clock, first) not in one.quiet:
        return False
    since, until = one.quiet[clock, first]
    return since <= today and (until is None or night < until)


Told = set[tuple[str, int, str, str, frozenset[str]]]


def since_each(nights: list[tuple[date, date]]) -> Iterator[date]:
    """From which day on each night tells late what passed: the last one's, a month back at most."""
    yield date.max  # nothing had run before
    for (_before, last), (_today, night) in pairwise(nights):
        month = night - timedelta(days=31)
        yield month if last > night else max(last, month)


def expected(known: list[Invented | Passing], nights: list[tuple[date, date]]) -> list[Told]:
    """What each night ought to tell: record, clock, the step told, the steps folded into it."""
    told: list[Told] = [set() for _night in nights]
    sinces = list(since_each(nights))
    for one in known:
        runs: dict[tuple[str, date, date], list[int]] = {}
        for number, (today, night) in enumerate(nights):
            for clock, first, last in one.clocks(today, night, sinces[number]):
                if not is_quiet(one, clock, first, night, today):
                    runs.setdefault((clock, first, last), []).append(number)
        for (clock, first, last), ran in runs.items():
            kind = one.kind if isinstance(one, Passing) else "agreement"
            for number, latest, folded in told_of(one, (clock, first, last), [(n, *nights[n]) for n in ran]):
                told[number].add((kind, one.id, clock, latest, folded))
    return told


def told_of(
    one: Invented | Passing, clock: tuple[str, date, date], ran: list[tuple[int, date, date]]
) -> Iterator[tuple[int, str, frozenset[str]]]:
    """The nights that tell of one clock, each with what it tells: whatever lies behind the last it told."""
    every, itself, said = thresholds(one, *clock), set[date](), set[Threshold]()
    snoozed = one.quiet.get(clock[:2], (date.max, None))[0]
    for number, today, night in ran:
        behind = max((day for day in itself if day <= night), default=date.min)
        reached = [t for t in every if t.day <= night and (t.name != "snooze" or snoozed <= today)]
        reached = [t for t in reached if t.day > behind or t not in said]
        if reached and reached[-1].day > behind:
            *overtaken, latest = reached
            said.update(reached)
            itself.add(latest.day)
            # Of the weeks that went by netreg names the last only.
            yield number, latest.name, frozenset(t.name for t in overtaken if not t.name.startswith("+"))


# --- the register and the year -----------------------------------------------------


@pytest.fixture
def db(demo_file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    original = sqlite3.connect(demo_file)
    original.backup(connection)
    original.close()
    yield connection
    connection.close()


def invent(db: sqlite3.Connection, dice: random.Random, count: int) -> list[Invented]:
    """Agreements that end around the year in every way an agreement can."""
    return [_one(db, dice, number) for number in range(count)]


def _one(db: sqlite3.Connection, dice: random.Random, number: int) -> Invented:
    kind = dice.choice(["mou", "mou", "mou", "moa", "loi"])
    notice, grace = dice.choice([None, None, 1, 3]), dice.choice([None, None, 20, 60])
    years, tacit = dice.choice([1, 2, 3]), number % 4 == 0
    end = FIRST + timedelta(days=dice.randrange(-60, 480))
    if (end.month, end.day) in ((2, 28), (2, 29)):
        end += timedelta(days=3)
    signed = end + timedelta(days=1) - relativedelta(years=years)
    values: dict[str, Any] = {
        "title": f"ข้อตกลงทดสอบที่ {number}",
        "kind": kind,
        "notice": f"P{notice}M" if notice else None,
        "grace_days": grace,
        "renewal": "tacit" if tacit else dice.choice([None, "none", "express"]),
        "signed_on": signed.isoformat(),
    }
    first = last = end
    if tacit or dice.random() < 0.3:
        values["term"] = f"P{years}Y"
    elif dice.random() < 0.2:
        first, last = end.replace(day=1), end.replace(day=1) + relativedelta(months=1, days=-1)
        values["end_stated"] = end.isoformat()[:7]
    else:
        values["end_stated"] = end.isoformat()
    if tacit:
        grace = None  # it renews itself: no grace follows this end
    made = checked_writes.add_record(db, AGREEMENT, values, even_if_known=True)
    return Invented(made, kind, [(date.min, first, last)], notice, grace, tacit, years, signed)


def invent_passing(db: sqlite3.Connection, dice: random.Random, count: int) -> list[Passing]:
    """Posts that end and meetings that are planned, all over the year."""
    person = checked_writes.add_record(db, PERSON, {"given_name": "สมชาย", "family_name": "ทดสอบ"})
    found = []
    for number in range(count):
        day = FIRST + timedelta(days=dice.randrange(-20, 420))
        if number % 2:
            values = {"person": person, "position": f"ตำแหน่งทดสอบที่ {number}", "until": day.isoformat()}
            found.append(Passing("post", checked_writes.add_record(db, POST, values), "until", day))
        else:
            values = {"title": f"ประชุมทดสอบที่ {number}", "starts_at": day.isoformat(), "state": "planned"}
            found.append(Passing("meeting", checked_writes.add_record(db, MEETING, values), "starts", day))
    return found


def renew(db: sqlite3.Connection, one: Invented, night: date, dice: random.Random) -> None:
    """A new end, written down on a day."""
    _first, last = one.end(night, night)
    new = last + relativedelta(years=dice.choice([0, 1, 2]), days=dice.choice([10, 40]))
    checked_writes.edit_record(db, AGREEMENT, one.id, {"end_stated": new.isoformat(), "term": None}, amending=True)
    one.ends.append((night, new, new))


def close(db: sqlite3.Connection, one: Invented, night: date) -> None:
    checked_writes.edit_record(db, AGREEMENT, one.id, {"final_status": "completed", "final_on": night.isoformat()})
    one.closed = night


def quieten(db: sqlite3.Connection, one: Invented, night: date, until: date | None) -> None:
    """Acknowledge or snooze whatever runs."""
    frame = TimeFrame(night)
    for item in due_list.list_due_items(db, frame, date.max, [AGREEMENT], one.id):
        if (item.clock.name, item.first) not in one.quiet:
            due_list.silence_item(db, item, until, "ทดสอบ")
            one.quiet[item.clock.name, item.first] = (night, until)


def tell(db: sqlite3.Connection, night: date) -> Told:
    """What ``netreg remind`` would tell in a night, kept in the ledger as it does."""
    with immediate_transaction(db):
        digest = ledger.claim_pending(db, TimeFrame(night), ledger.STDOUT, ledger.get_current_time())
    with ledger.confirming(db, digest):
        warnings = digest.warnings if digest else ()
    ledger.note_run(db, ledger.STDOUT, ledger.get_current_time(), night, len(warnings))
    return {
        (n.kind, n.record, n.clock, n.offset, frozenset(s.name for s in n.folded if not s.name.startswith("+")))
        for n in warnings
    }


def passed(passing: list[Passing], kind: str, number: int, night: date) -> bool:
    return any(one.day < night for one in passing if (one.kind, one.id) == (kind, number))


@pytest.mark.parametrize(("seed", "agreements", "others"), YEARS)
def test_a_year_of_nights_tells_every_threshold_once(
    db: sqlite3.Connection, seed: int, agreements: int, others: int
) -> None:
    dice = random.Random(seed)
    library = db.execute("SELECT id FROM agreement WHERE code = 'kkn-library-mou'").fetchone()[0]
    known = [
        Invented(library, "mou", [(date.min, date(2020, 9, 10), date(2020, 9, 10))], None, None),
        *invent(db, dice, agreements),
    ]
    passing = invent_passing(db, dice, others)
    ours = {("agreement", one.id) for one in known} | {(one.kind, one.id) for one in passing}
    checked_writes.add_record(
        db, RULE, {"kind": "agreement", "clock": "end", "sort": "moa", "offsets": "P45D P10D", "repeat": "never"}
    )
    checked_writes.add_record(db, RULE, {"kind": "agreement", "clock": "end", "sort": "loi", "enabled": 0})
    nights: list[tuple[date, date]] = []
    told: list[Told] = []
    today = FIRST
    while today <= LAST:
        for one in dice.sample([k for k in known[1:] if not k.tacit and not k.closed and k.signed <= today], 2):
            act = dice.random()
            if act < 0.15:
                renew(db, one, today, dice)
            elif act < 0.2:
                close(db, one, today)
            elif act < 0.3:
                quieten(db, one, today, dice.choice([None, today + timedelta(days=dice.randrange(3, 30))]))
        if dice.random() < 0.5:
            odd = dice.random()  # a clock set back, a clock that runs ahead
            wrong = -dice.randrange(1, 40) if odd < 0.05 else dice.randrange(1, AHEAD.days) if odd < 0.1 else 0
            nights.append((today, today + timedelta(days=wrong)))
            told.append({one for one in tell(db, nights[-1][1]) if one[:2] in ours})
        today += timedelta(days=1)
    wanted = expected([*known, *passing], nights)
    compared = zip(nights, told, wanted, strict=True)
    assert [(night, one - other, other - one) for night, one, other in compared if one != other] == []
    assert sum(map(len, told)) > agreements * 2
    assert any(folded for night in told for *_about, folded in night)
    late = {
        (kind, step)
        for night, (_t, day) in zip(told, nights, strict=True)
        for kind, n, _c, step, _f in night
        if passed(passing, kind, n, day)
    }
    steps = {step for night in told for _kind, _id, _clock, step, _folded in night}
    assert {"6m", "90d", "30d", "7d", "0d", "+7d", "45d", "snooze"} <= steps
    assert {("post", "0d"), ("meeting", "1d")} <= late
