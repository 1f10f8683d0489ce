"""The parts of every calendar: its head, its time zone, and events that count their revisions (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.language import Label, get_language
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Calendar, Event, Timezone

    from netreg.store.records.revisions import Revision

ZONE = "Asia/Bangkok"
PRODUCT = "-//netreg//netreg//"


class CalendarFile(NamedTuple):
    """A calendar as the bytes of its file, and the reasons why some days are left out."""

    content: bytes
    left_out: tuple[str, ...]


def build_calendar(name: Label, items: Iterable[Event | str]) -> CalendarFile:
    """Build a calendar of these events; the sentences among them say what is left out of it."""
    calendar = _build_head(name)
    left_out = []
    for item in items:
        if isinstance(item, str):
            left_out.append(item)
        else:
            calendar.add_component(item)
    return CalendarFile(bytes(calendar.to_ical()), tuple(left_out))


def _build_head(name: Label) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"{PRODUCT}{get_language().upper()}")
    calendar.add("version", "2.0")
    calendar.calendar_name = str(name)  # as NAME (RFC 7986), and as X-WR-CALNAME, which clients read
    calendar.add_component(_build_time_zone())  # always: the RFC does not allow a calendar without any component
    return calendar


def build_event(uid: str, facts: dict[str, Any], revision: Revision) -> Event:
    """Build an event; since the calendar is not sent to anybody, its stamp is that of its last change."""
    from icalendar import Event

    changed = datetime.fromisoformat(revision.at).replace(microsecond=0)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", revision.number)
    for name, value in facts.items():
        # Another tool may have written what would control a terminal or the client; no text of a calendar has that.
        kept = text.clean(value, lines=True) if type(value) is str else value
        if kept:
            event.add(name, kept)
    return event


def _build_time_zone() -> Timezone:
    """Build the time zone of Thailand: the same all year, unchanged since 1920."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1920, 4, 1))  # noqa: DTZ001 - in the time zone that it defines
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone = Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone
