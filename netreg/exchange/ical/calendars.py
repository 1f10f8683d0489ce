"""Meetings, and the days of agreements that must not be missed, as calendars (iCalendar, RFC 5545).

The same records give the same bytes: the time stamp of an event is that of the last
change to its record, and the time zone is written here, not taken from this machine.
An event counts its revisions (``SEQUENCE``) by the history, which an undo only adds to.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from netreg.core.fields import Style
from netreg.entities import AGREEMENT, BY_NAME, MEETING
from netreg.entities.agreement.agreements import FINAL
from netreg.entities.agreement.clocks import compute_clocks
from netreg.entities.rough_dates import RoughDate, is_ahead, parse_rough_date
from netreg.exchange.ical.events import ZONE, CalendarFile, build_calendar, build_event
from netreg.language import Label, _, get_language
from netreg.store.records import records
from netreg.thai.dates.formats import find_latest_day
from netreg.thai.dates.formats import format_date as show_date

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from icalendar import Event, vCalAddress

    from netreg.core.cards import Card
    from netreg.core.entity import Row
    from netreg.core.fields import Ref
    from netreg.store.records.revisions import Revision

    Revisions = Mapping[int, Revision]

# A planned meeting has its day, so it is definite; the day of a postponed one no longer holds.
STATUS = {"planned": "CONFIRMED", "held": "CONFIRMED", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
ROLES = {"presiding": "CHAIR", "chair": "CHAIR", "observer": "NON-PARTICIPANT"}
PARTICIPATION = {"present": "ACCEPTED", "partial": "ACCEPTED", "apology": "DECLINED", "absent": "DECLINED"}
DAY_LABELS = {
    "signed": Label("ลงนาม", "Signed"),
    "effective": Label("เริ่มมีผล", "In force from"),
    "notice": Label("วันสุดท้ายที่แจ้งได้", "Last day for notice"),
    "end": Label("สิ้นสุด", "Ends"),
    "grace": Label("สิ้นสุดช่วงผ่อนผัน", "Grace ends"),
}


def find_no_address(ref: Ref) -> str | None:  # noqa: ARG001
    """No address of anybody."""
    return None


def make_address_finder(db: sqlite3.Connection) -> Callable[[Ref], str | None]:
    """How the e-mail address of a person or an organisation is looked up in the register."""
    known: dict[tuple[str, int], str | None] = {}

    def find(ref: Ref) -> str | None:
        key = (ref.kind, ref.id)
        if key not in known:
            known[key] = records.read_values(db, BY_NAME[ref.kind], ref.id)["email"]
        return known[key]

    return find


# --- meetings --------------------------------------------------------------


def build_meetings_calendar(
    cards: Iterable[Card],
    as_of: date,
    email: Callable[[Ref], str | None] = find_no_address,
    revisions: Revisions | None = None,
) -> CalendarFile:
    """One event for each meeting of which the day is known, as :func:`build_meeting_events` has it."""
    return build_calendar(MEETING.plural, build_meeting_events(cards, as_of, email, revisions))


def build_meeting_events(
    cards: Iterable[Card],
    as_of: date,
    email: Callable[[Ref], str | None] = find_no_address,
    revisions: Revisions | None = None,
) -> Iterator[Event | str]:
    """The event of each meeting, or why it has none.

    `email` gives the address of a person or an organisation; without it nobody is named
    as organiser or attendee. Who was to come to a meeting after `as_of` has not answered.
    """
    for card in cards:
        if len(card.row["starts_at"]) < 10:
            yield _no_day(card.row["title"], card.row["starts_at"])
        else:
            yield _meeting(card, as_of, email, revisions or {})


def _meeting(card: Card, as_of: date, email: Callable[[Ref], str | None], revisions: Revisions) -> Event:
    row = card.row
    link = row["link"] or ""
    start, end = _times(row["starts_at"], row["ends_at"])
    facts = {
        "dtstart": start,
        "dtend": end,
        "summary": row["title"],
        "location": ", ".join(filter(None, (row["venue"], row["platform"]))),
        # Without its scheme it is no URI; in the description it can be read all the same.
        "url": link if "://" in link else None,
        "status": STATUS.get(row["state"]),
        "description": "\n".join((*_agenda(card), *filter(None, (link,)))),
        "organizer": _organiser(row["organiser"], email),
    }
    # RFC 5545 has attendees only where somebody has invited them.
    facts["attendee"] = _attendees(card, as_of, email) if facts["organizer"] else None
    return build_event(f"{row['uid']}@netreg", facts, _revision(card, revisions))


def _times(starts: str, ends: str | None) -> tuple[date, date | None]:
    """Start and end as iCalendar has them: an end that is a day is the day after the last one.

    A meeting with an hour but no end gets none: how long it took is not known.
    """
    start = _moment(starts)
    end = _moment(ends) if ends and len(ends) >= 10 else None
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end
        return start, (last or start) + timedelta(days=1)
    if end and not isinstance(end, datetime):
        midnight = datetime.combine(end + timedelta(days=1), time(), start.tzinfo)
        return start, midnight if end > start.date() else None
    return start, end if end and end > start else None


def _moment(value: str) -> date:
    """A day, or a day and hour as the clock in Thailand has it."""
    from zoneinfo import ZoneInfo

    if len(value) == 10:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(ZONE))


def _agenda(card: Card) -> Iterator[str]:
    for item in _rows(card, "agenda"):
        yield f"{item['seq']}. {item['title']}" if item["seq"] is not None else item["title"]
        if item["detail"]:
            yield item["detail"]


def _organiser(ref: Ref | None, email: Callable[[Ref], str | None]) -> vCalAddress | None:
    address = email(ref) if ref else None
    return _address(ref.name, address) if ref and address else None


def _attendees(card: Card, as_of: date, email: Callable[[Ref], str | None]) -> list[vCalAddress]:
    """Everybody once, in the first role that is recorded."""
    ahead = is_ahead(card.row["starts_at"], as_of)
    found: dict[str, vCalAddress] = {}
    for row in _rows(card, "attendance"):
        if row["person"] and (address := email(row["person"])) and address not in found:
            part, answer = ROLES.get(row["role"], "REQ-PARTICIPANT"), _answer(row["presence"], ahead=ahead)
            found[address] = _address(row["person"].name, address, ROLE=part, PARTSTAT=answer)
    return list(found.values())


def _answer(presence: str | None, *, ahead: bool) -> str:
    """What presence says; that of a meeting ahead is filled in before anybody has come."""
    answer = PARTICIPATION.get(presence or "", "NEEDS-ACTION")
    return "NEEDS-ACTION" if ahead and answer == "ACCEPTED" else answer


def _address(name: str, email: str, **parameters: str) -> vCalAddress:
    """An address that no server writes to: an invitation to a meeting long past would be a shock."""
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{email}")
    address.params.update({"CN": name, "SCHEDULE-AGENT": "NONE", **parameters})
    return address


# --- agreements ------------------------------------------------------------


DEADLINES = ("notice", "end", "grace")
"""The marks of the days by which somebody has to act."""


def build_agreements_calendar(cards: Iterable[Card], as_of: date, revisions: Revisions | None = None) -> CalendarFile:
    """For each agreement one event for each day that matters, as :func:`build_agreement_events` has it."""
    return build_calendar(AGREEMENT.plural, build_agreement_events(cards, as_of, revisions))


def build_agreement_events(
    cards: Iterable[Card], as_of: date, revisions: Revisions | None = None, marks: Iterable[str] = tuple(DAY_LABELS)
) -> Iterator[Event | str]:
    """The events of each agreement as it stands on the day `as_of`, or why a day has none.

    The rows are those that ``AGREEMENT.complete`` gave for the same day.
    """
    wanted = set(marks)
    for card in cards:
        for mark, day in _days(card.row, as_of):
            if mark not in wanted:
                continue
            if day.first != day.last:
                yield _no_day(f"{DAY_LABELS[mark]}: {card.row['title']}", day.value)
            else:
                yield _day(card, mark, day.first, _renewed(card, as_of, _revision(card, revisions or {})))


def _renewed(card: Card, as_of: date, revision: Revision) -> Revision:
    """The revision, counted on where a tacit renewal has moved the end: no change tells of that one."""
    times = compute_clocks(card.row, as_of)
    agreed = times.end_stated or times.end_by_term
    months = 0
    if agreed and times.end:
        months = 12 * (times.end.first.year - agreed.first.year) + times.end.first.month - agreed.first.month
    return revision._replace(number=revision.number * _RENEWALS + min(months, _RENEWALS - 1))


_RENEWALS = 1000
"""Room for the months by which renewals move an end before the next change of the record counts."""


def _days(row: Row, as_of: date) -> Iterator[tuple[str, RoughDate]]:
    """The days that are known; of a closed agreement none that would have come after."""
    times = compute_clocks(row, as_of)
    effective = parse_rough_date(row["effective_from"])
    days = {"signed": times.signed, "effective": effective}
    if row["state"] not in FINAL:
        days |= {"notice": _exact(times.notice), "end": times.end, "grace": _exact(times.grace)}
    elif effective and effective.first > date.fromisoformat(find_latest_day(row["final_on"] or as_of.isoformat())):
        del days["effective"]
    yield from ((mark, day) for mark, day in days.items() if day)


def _exact(day: date | None) -> RoughDate | None:
    return RoughDate(day.isoformat(), day, day) if day else None


def _day(card: Card, mark: str, day: date, revision: Revision) -> Event:
    row = card.row
    facts = {
        "dtstart": day,
        "dtend": day + timedelta(days=1),
        "summary": f"{DAY_LABELS[mark]}: {row['title']}",
        "categories": [str(AGREEMENT.label), str(DAY_LABELS[mark])],
        "transp": "TRANSPARENT",
        "description": "\n".join(filter(None, (*_parties(card), _flags(row)))),
    }
    return build_event(f"{row['uid']}-{mark}@netreg", facts, revision)


def _parties(card: Card) -> Iterator[str]:
    for group in card.sections:
        if group.collection == "parties" and group.cards:
            yield f"{group.label}:"
            yield from (f"- {group.kind.display_name(party.row)}" for party in group.cards)


def _flags(row: Row) -> str:
    return AGREEMENT.by_name["flags"].show(row.get("flags"), Style(lang=get_language(), long=True))


# --- training --------------------------------------------------------------


def build_cohort_events(cards: Iterable[Card], revisions: Revisions | None = None) -> Iterator[Event | str]:
    """The event of each cohort of a training course, over whole days, or why it has none."""
    for card in cards:
        first, title = card.row["first_day"], f"{card.row['course'].name} {card.kind.display_name(card.row)}"
        if not first:
            yield _("{title}: it has no day yet").format(title=title)
        elif len(first) < 10:
            yield _no_day(title, first)
        else:
            yield _cohort(card, title, _revision(card, revisions or {}))


def _cohort(card: Card, title: str, revision: Revision) -> Event:
    row = card.row
    start = _moment(row["first_day"])
    last = row["last_day"] or row["first_day"]
    place = row["venue"].name if row["venue"] else row["venue_as_written"]
    facts = {
        "dtstart": start,
        "dtend": max(start, _moment(last) if len(last) == 10 else start) + timedelta(days=1),
        "summary": title,
        "location": ", ".join(filter(None, (place, row["province"]))),
        "status": STATUS.get(row["state"]),
        "description": "\n".join(session["topic"] for session in _rows(card, "sessions")),
    }
    return build_event(f"{row['uid']}@netreg", facts, revision)


# --- terms and activities --------------------------------------------------


def build_term_events(cards: Iterable[Card], revisions: Revisions | None = None) -> Iterator[Event | str]:
    """The last day of each post, membership or term of a group, by the clock of its kind; or why it has none."""
    for card in cards:
        clock = card.kind.clocks[0]
        owner = card.row[card.kind.parent.name] if card.kind.parent else None
        name = ": ".join(filter(None, (owner and owner.name, card.kind.display_name(card.row))))
        day = card.row[clock.day_field]
        if len(day) < 10:
            yield _no_day(f"{clock.label}: {name}", day)
        else:
            yield _term(card, f"{clock.label}: {name}", date.fromisoformat(day), _revision(card, revisions or {}))


def _term(card: Card, summary: str, day: date, revision: Revision) -> Event:
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
    """The event of each activity, or why it has none."""
    for card in cards:
        row = card.row
        if len(row["starts_on"]) < 10:
            yield _no_day(row["title"], row["starts_on"])
            continue
        start, end = _times(row["starts_on"], row["ends_on"])
        facts = {
            "dtstart": start,
            "dtend": end,
            "summary": row["title"],
            "location": ", ".join(filter(None, (row["venue"], row["province"]))),
            "status": STATUS.get(row["state"]),
            "description": row["note"],
        }
        yield build_event(f"{row['uid']}@netreg", facts, _revision(card, revisions or {}))


# --- what all have in common -------------------------------------------------


def _revision(card: Card, known: Revisions) -> Revision:
    """How often the record was changed after it was made, and when last.

    Where the history was not asked, the latest moment among the record and what belongs to it.
    """
    from netreg.store.records.revisions import Revision

    if (found := known.get(card.row["id"])) is not None:
        return found._replace(number=found.number - 1)
    own = [group for group in card.sections if group.kind.parent and group.kind.parent.to == card.kind.name]
    moments = [card.row["updated_at"], *(inner.row["updated_at"] for group in own for inner in group.cards)]
    return Revision(0, max(moments))


def _rows(card: Card, collection: str) -> Iterator[Row]:
    return (inner.row for group in card.sections if group.collection == collection for inner in group.cards)


def _no_day(title: str, value: str) -> str:
    shown = " – ".join(show_date(part, lang=get_language()) for part in value.split("/"))
    return _("{title}: the day is not known ({date})").format(title=title, date=shown)
