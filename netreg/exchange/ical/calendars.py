"""Build calendar events of meetings, agreements, cohorts, terms and activities (iCalendar, RFC 5545).

The same records give the same bytes: the time stamp of an event is that of the last
change to its record, and the time zone is defined here, not taken from this machine.
An event counts its revisions (``SEQUENCE``) by the history, to which an undo only adds.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from netreg.core.fields import Style
from netreg.entities import AGREEMENT, BY_NAME, MEETING, PERSON
from netreg.entities.agreement.agreements import FINAL
from netreg.entities.agreement.derived_dates import compute_dates, find_renewal
from netreg.entities.rough_dates import RoughDate, is_ahead, parse_rough_date
from netreg.exchange.ical.attendees import list_attendees, make_address
from netreg.exchange.ical.events import ZONE, CalendarFile, build_calendar, build_event
from netreg.language import Label, _, get_language
from netreg.store.records import lookup, records
from netreg.thai.dates.formats import find_latest_day
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from icalendar import Event, vCalAddress

    from netreg.core.cards import Card
    from netreg.core.entity import Row
    from netreg.core.fields import Ref
    from netreg.exchange.ical.attendees import AddressFinder
    from netreg.store.records.revisions import Revision

    Revisions = Mapping[int, Revision]

# A planned meeting has its day, so it is definite; the day of a postponed one no longer holds.
STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
DAY_LABELS = {
    "signed": Label("ลงนาม", "Signed"),
    "step": Label("รอขั้นตอนก่อนลงนาม", "Next step before signing"),
    "effective": Label("เริ่มมีผล", "In force from"),
    "notice": Label("วันสุดท้ายที่แจ้งได้", "Last day for notice"),
    "end": Label("สิ้นสุด", "Ends"),
    "renewal": Label("ต่ออายุเองโดยปริยาย", "Renews itself"),
    "grace": Label("สิ้นสุดช่วงผ่อนผัน", "Grace ends"),
}


def find_no_address(ref: Ref | str) -> str | None:  # noqa: ARG001
    """Return no address, for any record."""
    return None


def make_address_finder(db: sqlite3.Connection) -> AddressFinder:
    """Return a function that finds the e-mail address of a person or an organisation, or of a member by name."""
    known: dict[tuple[str, int], str | None] = {}

    def find(ref: Ref | str) -> str | None:
        if isinstance(ref, str):
            named = lookup.find_candidates(db, PERSON, ref)
            return records.read_values(db, PERSON, named[0])["email"] if len(named) == 1 else None
        key = (ref.kind, ref.id)
        if key not in known:
            known[key] = records.read_values(db, BY_NAME[ref.kind], ref.id)["email"]
        return known[key]

    return find


# --- meetings --------------------------------------------------------------


def build_meetings_calendar(
    cards: Iterable[Card],
    as_of: date,
    email: AddressFinder = find_no_address,
    revisions: Revisions | None = None,
) -> CalendarFile:
    """Build a calendar of the events of :func:`build_meeting_events`."""
    return build_calendar(MEETING.plural, build_meeting_events(cards, as_of, email, revisions))


def build_meeting_events(
    cards: Iterable[Card],
    as_of: date,
    email: AddressFinder = find_no_address,
    revisions: Revisions | None = None,
) -> Iterator[Event | str]:
    """Yield the event of each meeting, or why it has none.

    `email` gives the address of a person or an organisation; without it nobody is named
    as organiser or attendee. Nobody has answered yet for a meeting after `as_of`.
    """
    for card in cards:
        if len(day := card.row["starts_at"] or "") < 10:
            yield _describe_unknown_day(card.row["title"], day)
        else:
            yield _build_meeting_event(card, as_of, email, revisions or {})


def _build_meeting_event(card: Card, as_of: date, email: AddressFinder, revisions: Revisions) -> Event:
    row = card.row
    link = row["link"] or ""
    start, end = _parse_times(row["starts_at"], row["ends_at"])
    facts = {
        "dtstart": start,
        "dtend": end,
        "summary": MEETING.display_name(row),
        "location": ", ".join(filter(None, (row["venue"], row["platform"]))),
        # Without a scheme it is not a URI; in the description it can still be read.
        "url": link if "://" in link else None,
        "status": STATUS.get(row["state"]),
        "description": "\n".join((*_list_agenda(card), *filter(None, (link,)))),
        "organizer": _find_organiser(row["organiser"], email),
    }
    # RFC 5545 has attendees only where somebody has invited them.
    ahead = is_ahead(row["starts_at"], as_of)
    invited = list_attendees(_list_rows(card, "attendance"), email, is_ahead=ahead)
    facts["attendee"] = invited if facts["organizer"] else None
    return build_event(f"{row['uid']}@netreg", facts, find_revision(card, revisions))


def _parse_times(starts: str, ends: str | None) -> tuple[date, date | None]:
    """Return start and end for iCalendar, where an end that is a day is the day after the last one.

    A meeting with an hour but no end gets none: its duration is not known.
    """
    start = _parse_moment(starts)
    end = _parse_moment(ends) if ends and len(ends) >= 10 else None
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end
        return start, (last or start) + timedelta(days=1)
    if end and not isinstance(end, datetime):
        midnight = datetime.combine(end + timedelta(days=1), time(), start.tzinfo)
        return start, midnight if end > start.date() else None
    return start, end if end and end > start else None


def _parse_moment(value: str) -> date:
    """Parse a day, or a day and hour in Thai time."""
    from zoneinfo import ZoneInfo

    if len(value) == 10:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(ZONE))


def _list_agenda(card: Card) -> Iterator[str]:
    for item in _list_rows(card, "agenda"):
        place = str(item.get("item_place") or item["seq"] or "")
        yield f"{place}{'' if '.' in place else '.'} {item['title']}" if place else item["title"]
        if item["detail"]:
            yield item["detail"]


def _find_organiser(ref: Ref | None, email: AddressFinder) -> vCalAddress | None:
    address = email(ref) if ref else None
    return make_address(ref.name, address) if ref and address else None


# --- agreements ------------------------------------------------------------


DEADLINES = ("step", "notice", "end", "renewal", "grace")
"""The days by which somebody has to act."""


def build_agreements_calendar(cards: Iterable[Card], as_of: date, revisions: Revisions | None = None) -> CalendarFile:
    """Build a calendar of the events of :func:`build_agreement_events`."""
    return build_calendar(AGREEMENT.plural, build_agreement_events(cards, as_of, revisions))


def build_agreement_events(
    cards: Iterable[Card], as_of: date, revisions: Revisions | None = None, days: Iterable[str] = tuple(DAY_LABELS)
) -> Iterator[Event | str]:
    """Yield the events of each agreement as of a day, one for each of its `days`, or why a day has none.

    The rows are those that ``AGREEMENT.complete`` returned for the same day.
    """
    wanted = set(days)
    for card in cards:
        for name, day in _list_days(card.row, as_of):
            if name not in wanted:
                continue
            # An end that is known roughly warns by its earliest day, as it does everywhere.
            if day.first != day.last and name not in ("end", "renewal"):
                yield _describe_unknown_day(f"{DAY_LABELS[name]}: {card.row['title']}", day.value)
            else:
                yield _build_day_event(
                    card, name, day.first, _count_renewals(card, as_of, find_revision(card, revisions or {}))
                )


def _count_renewals(card: Card, as_of: date, revision: Revision) -> Revision:
    """Return the revision, increased by the tacit renewals that have moved the end without a change."""
    dates = compute_dates(card.row, as_of)
    agreed = dates.end_stated or dates.end_by_term
    months = 0
    if agreed and dates.end:
        months = 12 * (dates.end.first.year - agreed.first.year) + dates.end.first.month - agreed.first.month
    return revision._replace(
        number=revision.number * _MAX_RENEWAL_MONTHS + max(0, min(months, _MAX_RENEWAL_MONTHS - 1))
    )


_MAX_RENEWAL_MONTHS = 1000
"""More than the months by which renewals move an end; the next change of the record counts as so many."""


def _list_days(row: Row, as_of: date) -> Iterator[tuple[str, RoughDate]]:
    """Yield the known days; of a closed agreement none that would have come after its end."""
    dates = compute_dates(row, as_of)
    effective = parse_rough_date(row["effective_from"])
    days = {"signed": dates.signed, "step": parse_rough_date(row["stage_due"]), "effective": effective}
    if row["state"] not in FINAL:
        renewal = find_renewal(row, dates, row["state"])
        last = {"renewal": renewal.first} if renewal else {"end": dates.end}
        days |= {"notice": _span_day(dates.notice), **last, "grace": _span_day(dates.grace)}
    elif effective and effective.first > date.fromisoformat(find_latest_day(row["final_on"] or as_of.isoformat())):
        del days["effective"]
    yield from ((name, day) for name, day in days.items() if day)


def _span_day(day: date | None) -> RoughDate | None:
    return RoughDate(day.isoformat(), day, day) if day else None


def _build_day_event(card: Card, name: str, day: date, revision: Revision) -> Event:
    row = card.row
    facts = {
        "dtstart": day,
        "dtend": day + timedelta(days=1),
        "summary": f"{DAY_LABELS[name]}: {row['title']}",
        "categories": [str(AGREEMENT.label), str(DAY_LABELS[name])],
        "transp": "TRANSPARENT",
        "description": "\n".join(filter(None, (*_list_parties(card), _describe_flags(row)))),
    }
    return build_event(f"{row['uid']}-{name}@netreg", facts, revision)


def _list_parties(card: Card) -> Iterator[str]:
    for group in card.sections:
        if group.collection == "parties" and group.cards:
            yield f"{group.label}:"
            yield from (f"- {group.kind.display_name(party.row)}" for party in group.cards)


def _describe_flags(row: Row) -> str:
    return AGREEMENT.by_name["flags"].show(row.get("flags"), Style(lang=get_language(), long=True))


# --- training --------------------------------------------------------------


def build_cohort_events(cards: Iterable[Card], revisions: Revisions | None = None) -> Iterator[Event | str]:
    """Yield the event of each cohort of a training course, over whole days, or why it has none."""
    for card in cards:
        first, title = card.row["first_day"], f"{card.row['course'].name} {card.kind.display_name(card.row)}"
        if not first:
            yield _("{title}: no day yet").format(title=title)
        elif len(first) < 10:
            yield _describe_unknown_day(title, first)
        else:
            yield _build_cohort_event(card, title, find_revision(card, revisions or {}))


def _build_cohort_event(card: Card, title: str, revision: Revision) -> Event:
    row = card.row
    start = _parse_moment(row["first_day"])
    last = row["last_day"] or row["first_day"]
    place = row["venue"].name if row["venue"] else row["venue_as_written"]
    facts = {
        "dtstart": start,
        "dtend": max(start, _parse_moment(last) if len(last) == 10 else start) + timedelta(days=1),
        "summary": title,
        "location": ", ".join(filter(None, (place, row["province"]))),
        "status": STATUS.get(row["state"]),
        "description": "\n".join(session["topic"] for session in _list_rows(card, "sessions")),
    }
    return build_event(f"{row['uid']}@netreg", facts, revision)


# --- terms and activities --------------------------------------------------


def build_term_events(cards: Iterable[Card], revisions: Revisions | None = None) -> Iterator[Event | str]:
    """Yield the last day of each post, membership or term of a group, by its kind's clock, or why it has none."""
    for card in cards:
        clock = card.kind.clocks[0]
        owner = card.row[card.kind.parent.name] if card.kind.parent else None
        name = ": ".join(filter(None, (owner and owner.name, card.kind.display_name(card.row))))
        day = card.row[clock.day_field] or ""
        if len(day) < 10:
            yield _describe_unknown_day(f"{clock.label}: {name}", day)
        else:
            yield _build_term_event(
                card, f"{clock.label}: {name}", date.fromisoformat(day), find_revision(card, revisions or {})
            )


def _build_term_event(card: Card, summary: str, day: date, revision: Revision) -> Event:
    facts = {
        "dtstart": day,
        "dtend": day + timedelta(days=1),
        "summary": summary,
        "categories": [str(card.kind.label)],
        "transp": "TRANSPARENT",
        "description": card.row["note"],
    }
    return build_event(f"{card.row['uid']}-{card.kind.clocks[0].name}@netreg", facts, revision)


def build_activity_events(cards: Iterable[Card], revisions: Revisions | None = None) -> Iterator[Event | str]:
    """Yield the event of each activity, or why it has none."""
    for card in cards:
        row = card.row
        if len(day := row["starts_on"] or "") < 10:
            yield _describe_unknown_day(row["title"], day)
            continue
        start, end = _parse_times(row["starts_on"], row["ends_on"])
        facts = {
            "dtstart": start,
            "dtend": end,
            "summary": row["title"],
            "location": ", ".join(filter(None, (row["venue"], row["province"]))),
            "status": STATUS.get(row["state"]),
            "description": row["note"],
        }
        yield build_event(f"{row['uid']}@netreg", facts, find_revision(card, revisions or {}))


# --- shared parts -------------------------------------------------


def find_revision(card: Card, known: Revisions) -> Revision:
    """Return how often the record was changed after it was made, and when last.

    Without a history, it is the latest change of the record and of those that belong to it.
    """
    from netreg.store.records.revisions import Revision

    if (found := known.get(card.row["id"])) is not None:
        return found._replace(number=found.number - 1)
    own = [group for group in card.sections if group.kind.parent and group.kind.parent.to == card.kind.name]
    moments = [card.row["updated_at"], *(inner.row["updated_at"] for group in own for inner in group.cards)]
    return Revision(0, max(moments))


def _list_rows(card: Card, collection: str) -> Iterator[Row]:
    return (inner.row for group in card.sections if group.collection == collection for inner in group.cards)


def _describe_unknown_day(title: str, value: str) -> str:
    shown = " – ".join(show_date(part, lang=get_language()) for part in value.split("/"))
    return _("{title}: the day is not known ({date})").format(title=title, date=shown)
