"""Build calendar events of the targets of agreements."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from netreg.exchange.ical.calendars import find_revision
from netreg.exchange.ical.events import build_event
from netreg.thai.dates.formats import find_earliest_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar import Event

    from netreg.core.cards import Card
    from netreg.exchange.ical.calendars import Revisions


def build_target_events(cards: Iterable[Card], revisions: Revisions | None = None) -> Iterator[Event]:
    """Yield the day of each target that is not reached yet, of a rough one the earliest."""
    for card in cards:
        row, [clock] = card.row, card.kind.clocks
        if not (row.get("is_open") and row.get("target_day")):
            continue
        day = date.fromisoformat(find_earliest_day(row["target_day"]))
        facts = {
            "dtstart": day,
            "dtend": day + timedelta(days=1),
            "summary": f"{clock.label}: {row['text']} ({row['agreement_name']})",
            "categories": [str(card.kind.label)],
            "transp": "TRANSPARENT",
            "description": f"{card.kind.by_name['done_of'].label}: {row['done_of']}",
        }
        yield build_event(f"{row['uid']}-{clock.name}@netreg", facts, find_revision(card, revisions or {}))
