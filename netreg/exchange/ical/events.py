"""What every calendar is made of: its head, its time zone, and events that count their revisions (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.language import Label, get_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Calendar, Event, Timezone

    from netreg.store.records.revisions import Revision

ZONE = "Asia/Bangkok"
PRODUCT = "-//netreg//netreg//"


class CalendarFile(NamedTuple):
    """A calendar as the bytes of its file, and what has no place in one, each with the reason."""

    content: bytes
    left_out: tuple[str, ...]


def build_calendar(name: Label, found: Iterable[Event | str]) -> CalendarFile:
    """A calendar of these events; the sentences among them say what has no place in it."""
    calendar = _calendar(name)
    left_out = []
    for one in found:
        if isinstance(one, str):
            left_out.append(one)
        else:
            calendar.add_component(one)
    return CalendarFile(bytes(calendar.to_ical()), tuple(left_out))


def _calendar(name: Label) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"{PRODUCT}{get_language().upper()}")
    calendar.add("version", "2.0")
    calendar.calendar_name = str(name)  # as NAME (RFC 7986), and as X-WR-CALNAME, which clients read
    calendar.add_component(_zone())  # always: a calendar with nothing in it would be none by the RFC
    return calendar


def build_event(uid: str, facts: dict[str, Any], revision: Revision) -> Event:
    """An event; in a calendar that nobody sends around, its stamp is that of its last change."""
    from icalendar import Event

    changed = datetime.fromisoformat(revision.at).replace(microsecond=0)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", revision.number)
    for name, value in facts.items():
        if value:
            event.add(name, value)
    return event


def _zone() -> Timezone:
    """Thailand: the same clock all year, and no other since 1920."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1920, 4, 1))  # noqa: DTZ001 - by the very clock that it describes
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone
