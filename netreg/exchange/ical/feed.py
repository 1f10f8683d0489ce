"""Build the calendar that phones follow: deadlines, terms, meetings, trainings and activities, with alarms.

A new kind with a day joins it by one line in :data:`SOURCES`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.cards import Card
from netreg.entities import ACTIVITY, AGREEMENT, COHORT, MEETING, MEMBER_GROUP, MEMBERSHIP, POST, TARGET
from netreg.errors import NotAllowed
from netreg.exchange.atomic_files import saving
from netreg.exchange.ical import calendars, events, target_days
from netreg.language import Label, _
from netreg.store.agreements.dates import select_known
from netreg.store.records import conditions, records, revisions
from netreg.store.reports.earlier_cards import read_card_on

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from icalendar import Alarm, Event

    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.exchange.ical.calendars import Revisions
    from netreg.exchange.ical.events import CalendarFile

    Events = Callable[[sqlite3.Connection, list[Card], date, Revisions], Iterable[Event | str]]

NAME = Label("กำหนดการของเครือข่าย", "Network calendar")
MORNING = timedelta(hours=9)
"""The time at which alarms of whole days ring: at midnight they would wake people."""


class CalendarSource(NamedTuple):
    """The events of a kind, and how long before them the alarms ring.

    `days` counts from nine in the morning of a whole day, `before` from the hour of a meeting.
    Without `long_past`, for kinds with very many records, only records whose day is not long
    past are read, and none that belong to them.
    """

    kind: Entity
    events: Events
    days: tuple[int, ...]
    before: tuple[timedelta, ...] = ()
    long_past: bool = True


def _build_meetings(db: sqlite3.Connection, cards: list[Card], as_of: date, known: Revisions) -> Iterable[Event | str]:
    return calendars.build_meeting_events(cards, as_of, calendars.make_address_finder(db), known)


def _build_deadlines(
    _db: sqlite3.Connection, cards: list[Card], as_of: date, known: Revisions
) -> Iterable[Event | str]:
    return calendars.build_agreement_events(cards, as_of, known, calendars.DEADLINES)


def _build_trainings(
    _db: sqlite3.Connection, cards: list[Card], _as_of: date, known: Revisions
) -> Iterable[Event | str]:
    return calendars.build_cohort_events(cards, known)


def _build_targets(_db: sqlite3.Connection, cards: list[Card], _as_of: date, known: Revisions) -> Iterable[Event | str]:
    return target_days.build_target_events(cards, known)


def _build_terms(_db: sqlite3.Connection, cards: list[Card], _as_of: date, known: Revisions) -> Iterable[Event | str]:
    return calendars.build_term_events(cards, known)


def _build_activities(
    _db: sqlite3.Connection, cards: list[Card], _as_of: date, known: Revisions
) -> Iterable[Event | str]:
    return calendars.build_activity_events(cards, known)


SOURCES = (
    CalendarSource(AGREEMENT, _build_deadlines, days=(30, 7, 1, 0)),
    CalendarSource(TARGET, _build_targets, days=(30, 7, 1, 0)),
    CalendarSource(MEETING, _build_meetings, days=(1,), before=(timedelta(days=1), timedelta(hours=1))),
    CalendarSource(COHORT, _build_trainings, days=(7, 1)),
    CalendarSource(
        ACTIVITY, _build_activities, days=(7, 1), before=(timedelta(days=1), timedelta(hours=1)), long_past=False
    ),
    CalendarSource(POST, _build_terms, days=(30, 7, 0), long_past=False),
    CalendarSource(MEMBERSHIP, _build_terms, days=(30, 7, 0), long_past=False),
    CalendarSource(MEMBER_GROUP, _build_terms, days=(90, 30, 7, 0), long_past=False),
)
_PAST = timedelta(days=366)


def build_feed(db: sqlite3.Connection, frame: TimeFrame, *, is_past: bool = False) -> CalendarFile:
    """Build the deadlines, terms, meetings, trainings and activities as of a day as an iCalendar file (RFC 5545).

    Of a past day (`is_past`) agreements are left out that were not known then.
    """
    return events.build_calendar(NAME, _iterate_events(db, frame, is_past=is_past))


def _iterate_events(db: sqlite3.Connection, frame: TimeFrame, *, is_past: bool) -> Iterator[Event | str]:
    for source in SOURCES:
        cards = list(_iterate_cards(db, source, frame.as_of, is_past=is_past))
        known = revisions.count_revisions(db, source.kind) if cards else {}
        for event in source.events(db, [card.add_derived(frame) for card in cards], frame.as_of, known):
            if not isinstance(event, str):
                for alarm in _build_alarms(event, source, frame.as_of):
                    event.add_component(alarm)
            yield event


def _iterate_cards(db: sqlite3.Connection, source: CalendarSource, as_of: date, *, is_past: bool) -> Iterator[Card]:
    kind = source.kind
    if source.long_past:
        known = [select_known(as_of)] if is_past and kind is AGREEMENT else []
        rows: list[Row] = records.select_records(db, kind, known, as_of=as_of)
        read = read_card_on if is_past else records.read_card
        yield from (read(db, kind, row["id"], as_of) for row in rows)
        return
    not_past = conditions.select_within(kind.by_name[kind.clocks[0].day_field], as_of - _PAST, date.max)
    yield from (Card(kind, row, ()) for row in records.select_records(db, kind, [not_past], as_of=as_of))


def _build_alarms(event: Event, source: CalendarSource, as_of: date) -> Iterator[Alarm]:
    """Yield the alarms that are still ahead: programs that reload the file would ring missed ones all at once."""
    from icalendar import Alarm

    if event.get("status") in ("CANCELLED", "TENTATIVE"):
        return
    start = event.start
    timed = isinstance(start, datetime)
    opening = start if isinstance(start, datetime) else datetime.combine(start, time())
    for trigger in [-delta for delta in source.before] if timed else [MORNING - timedelta(days=n) for n in source.days]:
        if (opening + trigger).date() >= as_of:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", str(event["summary"]))
            alarm.add("trigger", trigger)
            yield alarm


def refresh_file(path: Path, content: bytes, *, force: bool, dry_run: bool = False) -> bool:
    """Write the calendar to `path`, whole, and return whether anything in it is new.

    A calendar that netreg wrote is replaced, so that cron can refresh it; one with the same
    content is left alone, so that programs that follow it do not copy it again.

    Raises:
        NotAllowed: when another file exists, unless with `force`.
    """
    current = _read_current(path)
    if current == content:
        return False
    ours = current is not None and _is_ours(current)
    if path.exists() and not ours and not force:
        raise NotAllowed(
            _("{file} already exists and was not written by netreg").format(file=path), _("add --force to replace it")
        )
    if not dry_run:
        with saving(path, force=force or ours) as file:
            file.write(content)
    return True


def _read_current(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _is_ours(content: bytes) -> bool:
    head = content[:300].splitlines()
    return bool(head) and head[0] == b"BEGIN:VCALENDAR" and f"PRODID:{events.PRODUCT}".encode() in content[:300]
