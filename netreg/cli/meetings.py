"""``netreg meeting``: meetings, their agenda and who came."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli import options, standard
from netreg.cli.context import Session
from netreg.entities import AGENDA_ITEM, AGREEMENT, ATTENDANCE, HEAD_COUNT, MEETING, MEMBER_GROUP, ORGANISATION
from netreg.errors import Usage
from netreg.language import _
from netreg.render.results import Listing, Shown
from netreg.store import conditions, register
from netreg.thai.calendar_show import earliest
from netreg.thai.text import digits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.group import LazyGroup
    from netreg.store.conditions import Condition

Meeting = Annotated[str, typer.Argument(metavar="MEETING", show_default=False)]
Mode = Annotated[str | None, typer.Option("--mode", help="online, onsite or hybrid.")]


@options.shows
def add(
    session: Session,
    title: Annotated[str, typer.Argument(metavar="TITLE", show_default=False)],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When, for example '5 ส.ค. 2564 09:30'.")],
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="When it ended.")] = None,
    mode: Mode = None,
    platform: Annotated[str | None, typer.Option("--platform", help="For example Zoom Meeting.")] = None,
    venue: Annotated[str | None, typer.Option("--venue", help="The place.")] = None,
    series: Annotated[str | None, typer.Option("--series", help="The series it belongs to.")] = None,
    number: Annotated[str | None, typer.Option("--number", help="ครั้งที่: its number, or 2/2567.")] = None,
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Who called it.")] = None,
    agreement: Annotated[str | None, typer.Option("--agreement", help="The agreement it is about.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="The group that met.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="planned, held, cancelled or postponed.")] = None,
    chair: Annotated[list[str] | None, typer.Option("--chair", metavar="MEMBER", help="Who chaired.")] = None,
    attendee: Annotated[list[str] | None, typer.Option("--attendee", metavar="MEMBER", help="Who came.")] = None,
    agenda: Annotated[list[str] | None, typer.Option("--agenda", metavar="TEXT", help="An item, in order.")] = None,
    code: options.Code = None,
    note: options.Note = None,
    source: options.Source = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record a meeting, with chair, attendees and agenda if they are known."""
    edition, _slash, year = (number or "").partition("/")
    if number and not re.fullmatch(r"\d+(/(1[89]|2[0-6])\d\d)?", digits(number)):
        raise Usage(_("--number: '{text}' is no number and year").format(text=number), _("write it such as 2/2567"))
    texts = {
        "title": title, "starts_at": on, "ends_at": until, "mode": mode, "platform": platform, "venue": venue,
        "series": series, "number": edition or None, "year": year or None, "organiser": organiser,
        "agreement": agreement, "group": group, "state": state, "code": code, "note": note, "source": source,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        values = standard.read_values(db, MEETING, texts)
        starts = values["starts_at"]
        ahead = starts is not None and earliest(starts) > session.as_of.isoformat()
        values.setdefault("state", "planned" if ahead else "held")
        meeting = register.add(db, MEETING, values, even_if_known=force)
        for role, people in (("chair", chair), ("member", attendee)):
            for person in people or ():
                _attend(db, meeting, {"person": person, "role": role})
        for item in agenda or ():
            values = standard.read_values(db, AGENDA_ITEM, {"title": item})
            register.add(db, AGENDA_ITEM, {"meeting": meeting, **values})
        return standard.written(db, session, MEETING, meeting, dry_run=dry_run)


@options.lists
def list_(
    session: Session,
    choice: options.Choice,
    agreement: Annotated[str | None, typer.Option("--agreement", help="About this agreement.")] = None,
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Called by it.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Of this group.")] = None,
    missing: options.Missing = None,
    match: options.Match = None,
) -> Listing:
    """List meetings."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from standard.matching(match)
        yield from standard.lacking(MEETING, missing)
        asked = (
            ("agreement", AGREEMENT, agreement), ("organiser", ORGANISATION, organiser), ("group", MEMBER_GROUP, group),
        )  # fmt: skip
        for field, kind, written in asked:
            if written is not None:
                yield conditions.equals(MEETING.by_name[field], standard.find(db, kind, written))

    return standard.listing(session, MEETING, choice, narrowed)


@options.shows
def attend(
    session: Session,
    meeting: Meeting,
    member: Annotated[str | None, typer.Argument(metavar="[MEMBER]", show_default=False)] = None,
    name: Annotated[str | None, typer.Option("--name", help="A name, for somebody who is no member.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="chair, secretary, presenter, member, observer …")] = None,
    presence: Annotated[str | None, typer.Option("--presence", help="present, apology, absent or partial.")] = None,
    mode: Annotated[str | None, typer.Option("--mode", help="online or onsite.")] = None,
    position: Annotated[str | None, typer.Option("--position", help="The post as recorded.")] = None,
    substitute_for: Annotated[str | None, typer.Option("--substitute-for", help="In whose place.")] = None,
    note: options.Note = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record that somebody attended a meeting, or did not."""
    if member is None and name is None:
        raise Usage(_("nobody is named"), _("give a member, or --name for somebody who is none"))
    texts = {
        "person": member, "name_as_recorded": name, "role": role, "presence": presence, "mode": mode,
        "position_as_recorded": position, "substitute_for": substitute_for, "note": note,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        number = _attend(db, standard.find(db, MEETING, meeting), texts)
        return standard.written(db, session, ATTENDANCE, number, dry_run=dry_run)


def _attend(db: sqlite3.Connection, meeting: int, texts: dict[str, str | None]) -> int:
    return register.add(db, ATTENDANCE, {"meeting": meeting, **standard.read_values(db, ATTENDANCE, texts)})


@options.shows
def add_agenda(
    session: Session,
    meeting: Meeting,
    title: Annotated[str, typer.Argument(metavar="TITLE", show_default=False)],
    detail: Annotated[str | None, typer.Option("--detail", help="More about it.")] = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Add an item to the agenda."""
    with session.writing(dry_run=dry_run) as db:
        values = standard.read_values(db, AGENDA_ITEM, {"title": title, "detail": detail})
        number = register.add(db, AGENDA_ITEM, {"meeting": standard.find(db, MEETING, meeting), **values})
        return standard.written(db, session, AGENDA_ITEM, number, dry_run=dry_run)


@options.shows
def add_head_count(
    session: Session,
    meeting: Meeting,
    category: Annotated[str, typer.Argument(metavar="CATEGORY", help="Whom, for example นักศึกษา.", show_default=False)],
    count: Annotated[str, typer.Argument(metavar="COUNT", help="How many.", show_default=False)],
    qualifier: Annotated[str | None, typer.Option("--qualifier", help="exact, more_than or about.")] = None,
    mode: Annotated[str | None, typer.Option("--mode", help="online or onsite.")] = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Add a number of people counted and not named."""
    texts = {"category": category, "count": count, "qualifier": qualifier, "mode": mode}
    with session.writing(dry_run=dry_run) as db:
        values = standard.read_values(db, HEAD_COUNT, texts)
        number = register.add(db, HEAD_COUNT, {"meeting": standard.find(db, MEETING, meeting), **values})
        return standard.written(db, session, HEAD_COUNT, number, dry_run=dry_run)


def _agenda() -> LazyGroup:
    return standard.noun(AGENDA_ITEM, {"add": add_agenda}, "The items of the agenda.")


def _attendance() -> LazyGroup:
    return standard.noun(ATTENDANCE, {"add": attend}, "Who attended.")


def _head_counts() -> LazyGroup:
    return standard.noun(HEAD_COUNT, {"add": add_head_count}, "People counted and not named.")


COMMAND = standard.noun(
    MEETING,
    {"add": add, "list": list_, "attend": attend},
    "Meetings: agenda, who came, head-counts.",
    {
        "agenda": ("The items of the agenda.", _agenda),
        "attendance": ("Who attended.", _attendance),
        "headcount": ("People counted and not named.", _head_counts),
    },
)
