"""``netreg meeting``: meetings, their agenda and who came."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.command_builder import build_lazy_entry
from netreg.cli.framework.session import Session
from netreg.cli.meeting import actions, agenda, attending, series
from netreg.cli.meeting.acceptance import accept
from netreg.cli.meeting.agenda import Meeting
from netreg.cli.nouns.look_alikes import ask_about_look_alikes, remember_others
from netreg.entities import (
    ACTION_ITEM,
    AGENDA_ITEM,
    ATTENDANCE,
    HEAD_COUNT,
    INVITATION,
    MEETING,
    MEETING_SERIES,
)
from netreg.entities.due.planned_events import OFF, STATES
from netreg.entities.meeting.attendance import CAME
from netreg.entities.rough_dates import is_ahead
from netreg.errors import UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Listing, Message
from netreg.store.meetings import agendas
from netreg.store.meetings.numbering import complete_from_series, link_next_meeting
from netreg.store.records import conditions, records
from netreg.store.writes import checked_writes
from netreg.store.writes.rules import kept_names
from netreg.thai.text import to_ascii_digits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition

Mode = Annotated[str | None, typer.Option("--mode", help="online, onsite or hybrid.")]


class MeetingFields(NamedTuple):
    """The options of a new meeting, each named as its field."""

    ends_at: Annotated[str | None, typer.Option("--until", metavar="DATE", help="When it ended.")] = None
    mode: Mode = None
    platform: Annotated[str | None, typer.Option("--platform", help="For example Zoom Meeting.")] = None
    venue: Annotated[str | None, typer.Option("--venue", help="The place.")] = None
    series: Annotated[str | None, typer.Option("--series", help="The series it belongs to.")] = None
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Who called it.")] = None
    agreement: Annotated[str | None, typer.Option("--agreement", help="The agreement it is about.")] = None
    group: Annotated[str | None, typer.Option("--group", help="The group that met.")] = None
    state: Annotated[str | None, typer.Option("--state", help="planned, held, cancelled or postponed.")] = None


@options.add_record_options
def add(
    session: Session,
    title: Annotated[
        str | None, typer.Argument(metavar="[TITLE]", help="By default that of --series.", show_default=False)
    ] = None,
    *,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When, for example '5 ส.ค. 2564 09:30'.")],
    described: MeetingFields,
    number: Annotated[str | None, typer.Option("--number", help="ครั้งที่: its number, or 2/2567.")] = None,
    chair: Annotated[list[str] | None, typer.Option("--chair", metavar="MEMBER", help="Who chaired.")] = None,
    attendee: Annotated[list[str] | None, typer.Option("--attendee", metavar="MEMBER", help="Who came.")] = None,
    items: Annotated[list[str] | None, typer.Option("--agenda", metavar="TEXT", help="An item, in order.")] = None,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Record a meeting, with chair, attendees and agenda if they are known."""
    texts = {"title": title, **described._asdict(), "starts_at": on, **_read_number_and_year(number), **own._asdict()}
    if not (title or described.series):
        raise UsageError(_("the meeting has no title"), _("give one, or --series"))

    def read(db: sqlite3.Connection) -> Row:
        return complete_from_series(db, arguments.parse_values(db, MEETING, texts))

    # Meetings of a series are told apart by their numbers.
    others = (
        [] if described.series else ask_about_look_alikes(session, MEETING, lambda db: (read(db), None), force=force)
    )
    with session.writing() as db:
        values = read(db)
        values.setdefault("state", arguments.state_by_day(values["starts_at"], session.as_of))
        meeting = checked_writes.add_record(db, MEETING, values, even_if_known=force)
        link_next_meeting(db, meeting)
        remember_others(db, MEETING, meeting, others)
        presence = _expect_presence(values, session.as_of)
        for role, people in (("chair", chair), ("member", attendee)):
            named = [{"person": one, "role": role, "presence": presence} for one in people or ()]
            generic_verbs.add_children(db, ATTENDANCE, meeting, named)
        generic_verbs.add_children(db, AGENDA_ITEM, meeting, [{"title": item} for item in items or ()])
        if values.get("series") is not None and not items:
            agendas.lay_agenda(db, meeting, usual=False)
        return generic_verbs.confirm_added(db, session, MEETING, meeting)


def _expect_presence(meeting: Row, as_of: date) -> str:
    """Return the presence of somebody of whom nothing is said: nobody has come to a meeting still to come."""
    return "invited" if meeting["state"] == "planned" and is_ahead(meeting["starts_at"], as_of) else "present"


def _read_number_and_year(written: str | None) -> dict[str, str | None]:
    """Return the number of a meeting (ครั้งที่) and the year it counts in, from ``--number``.

    Raises:
        UsageError: when the text is neither 2 nor 2/2567.
    """
    if not written:
        return {}
    if not re.fullmatch(r"\d+(/(1[89]|2[0-6])\d\d)?", to_ascii_digits(written)):
        raise UsageError(
            _("--number: '{text}' is not a number and year").format(text=written), _("write it like 2/2567")
        )
    number, _slash, year = written.partition("/")
    return {"number": number, "year": year or None}


@options.add_query_options
def list_(
    session: Session,
    choice: options.ListOptions,
    agreement: Annotated[str | None, typer.Option("--agreement", help="About this agreement.")] = None,
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Called by it.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Of this group.")] = None,
    missing: options.Missing = None,
    match: options.Match = None,
) -> Listing:
    """List meetings."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, MEETING, session.as_of)
        yield from listing.match_missing(MEETING, missing)
        yield from listing.match_fields(db, MEETING, {"agreement": agreement, "organiser": organiser, "group": group})

    return listing.list_records(session, MEETING, choice, narrowed)


@options.add_record_options
def attend(
    session: Session,
    meeting: Meeting,
    members: options.Members = None,
    name: Annotated[list[str] | None, typer.Option("--name", help="The name of a person who is not a member.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="chair, secretary, presenter, member, observer …")] = None,
    presence: Annotated[str | None, typer.Option("--presence", help="present, apology, absent or partial.")] = None,
    mode: Annotated[str | None, typer.Option("--mode", help="online or onsite.")] = None,
    position: options.Position = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="The unit somebody stands for.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why somebody does not come.")] = None,
    substitute_for: Annotated[str | None, typer.Option("--substitute-for", help="In whose place.")] = None,
    note: options.Note = None,
    correction: options.CorrectKept = False,
) -> Detail | Message:
    """Record that people attended a meeting, or did not."""
    if not members and not name:
        raise UsageError(_("no member given"), _("give a member, or --name for a person who is not one"))
    texts = {
        "role": role, "presence": presence, "mode": mode, "position_as_recorded": position,
        "substitute_for": substitute_for, "organisation": org, "reason": reason, "note": note,
    }  # fmt: skip
    people = [{"person": one} for one in members or ()] + [{"name_as_recorded": one} for one in name or ()]
    with session.writing() as db:
        values = arguments.parse_values(db, ATTENDANCE, {"meeting": meeting, **texts})
        held = records.read_values(db, MEETING, values["meeting"])
        values.setdefault("presence", _expect_presence(held, session.as_of))
        each = [values | arguments.parse_values(db, ATTENDANCE, one) for one in people]
        today = session.today.isoformat()
        added = [_record_presence(db, one, amending=correction, today=today) for one in each]
        shown = generic_verbs.show_written(db, session, ATTENDANCE, added[-1])
        notes = filter(None, (kept_names.describe_open_posts(db, ATTENDANCE, one) for one in added))
        shown = shown._replace(notes=(*shown.notes, *notes, *_describe_state(values, held["state"])))
        names = [ref.name for ref in records.find_refs(db, ATTENDANCE.name, added).values()]
    row = shown.card.row
    presence = ATTENDANCE.by_name["presence"].show(row["presence"], session.view.style)
    if row["substitute_for"]:
        presence = _("{presence} in place of {name}").format(presence=presence, name=row["substitute_for"])
    sentence = _("{meeting}: {names} ({presence}){blanks}").format(
        meeting=row["meeting"].name, names=", ".join(names), presence=presence,
        blanks=generic_verbs.list_blanks(ATTENDANCE, row, ("role",)),
    )  # fmt: skip
    return generic_verbs.confirm_change(session, shown, sentence)


def _describe_state(attendance: Row, state: str | None) -> Iterator[str]:
    """Say that the meeting of an attendance is not recorded as held."""
    number = attendance["meeting"]
    if state in OFF:
        yield _("meeting {number} is recorded as '{state}'").format(number=number, state=STATES[state])
    elif state == "planned" and attendance["presence"] in CAME:
        yield _(
            "meeting {number} is recorded as planned; once it was held, type 'netreg meeting hold {number}'"
        ).format(number=number)


def _record_presence(db: sqlite3.Connection, values: Row, *, amending: bool, today: str) -> int:
    """Add an attendance, or say of somebody who was invited whether they came; return its number."""
    sql = [
        conditions.select_equal(ATTENDANCE.by_name[name], value)
        for name, value in (*((name, values.get(name)) for name in ("meeting", "person")), ("presence", "invited"))
    ]
    found = records.select_records(db, ATTENDANCE, sql, as_of=date.max) if values.get("person") is not None else []
    if not found:
        return checked_writes.add_record(db, ATTENDANCE, values, amending=amending, today=today)
    number = int(found[0]["id"])
    checked_writes.edit_record(db, ATTENDANCE, number, values, amending=amending, today=today)
    return number


@options.add_record_options
def add_head_count(
    session: Session,
    meeting: Meeting,
    category: Annotated[str, typer.Argument(metavar="CATEGORY", help="Whom, for example นักศึกษา.", show_default=False)],
    count: Annotated[str, typer.Argument(metavar="COUNT", help="How many.", show_default=False)],
    qualifier: Annotated[str | None, typer.Option("--qualifier", help="exact, more_than or about.")] = None,
    mode: Annotated[str | None, typer.Option("--mode", help="online or onsite.")] = None,
    correction: options.CorrectKept = False,
) -> Detail | Message:
    """Add a number of people counted and not named."""
    texts = {"meeting": meeting, "category": category, "count": count, "qualifier": qualifier, "mode": mode}
    return generic_verbs.add_from_options(session, HEAD_COUNT, texts, correction=correction)


GROUP = generic_verbs.build_noun(
    MEETING,
    {
        "add": add,
        "list": list_,
        "attend": attend,
        "accept": accept,
        "hold": build_lazy_entry("meeting.states", "hold", "Record that a planned meeting was held."),
        "postpone": build_lazy_entry("meeting.states", "postpone", "Record that a meeting is postponed."),
        "cancel": build_lazy_entry("meeting.states", "cancel", "Record that a meeting is cancelled."),
        "plan": series.plan,
        "coverage": attending.coverage,
        "minutes": build_lazy_entry("meeting.papers", "write_minutes", "Write the minutes, as Markdown, Word or HTML."),
        "sign-in": build_lazy_entry("meeting.papers", "write_sign_in", "Write the sheet to sign in on."),
        "invite": build_lazy_entry("meeting.papers", "write_invitation", "Write the text of the invitation."),
    },
    "Meetings: agenda, who came, head-counts.",
    {
        "agenda": generic_verbs.build_noun_entry(
            AGENDA_ITEM,
            {
                **agenda.VERBS,
                "print": build_lazy_entry(
                    "meeting.papers", "write_agenda", "Write the agenda; 'print' may be left out."
                ),
            },
            "The items of the agenda; 'agenda MEETING' writes it.",
            alone="print",
        ),
        "attendance": generic_verbs.build_noun_entry(ATTENDANCE, {"add": attend}, "Who attended."),
        "headcount": generic_verbs.build_noun_entry(
            HEAD_COUNT, {"add": add_head_count}, "People counted and not named."
        ),
        "invitation": generic_verbs.build_noun_entry(INVITATION, {"add": attending.invite}, "Units that were invited."),
        "action": generic_verbs.build_noun_entry(ACTION_ITEM, actions.VERBS, "What is to be done, by whom."),
        "series": generic_verbs.build_noun_entry(MEETING_SERIES, {"add": series.add}, "Series of meetings."),
    },
)
