"""``netreg opinion``: what people said and suggested, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.option_values import read_duration
from netreg.cli.framework.session import Session
from netreg.entities import MEETING, OPINION
from netreg.entities.meeting.opinions import STATES
from netreg.errors import RefusedChange, UsageError
from netreg.language import _
from netreg.render.results import Detail, Listing, Message
from netreg.store.meetings import agendas
from netreg.store.records import lookup, records
from netreg.store.writes import checked_writes
from netreg.thai.dates import terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition

By = Annotated[str | None, typer.Option("--by", metavar="MEMBER", help="Who said it.")]
Org = Annotated[str | None, typer.Option("--org", metavar="ORG", help="For which unit.")]
Group = Annotated[str | None, typer.Option("--group", help="To which group; by the meeting if not given.")]
AtMeeting = Annotated[str | None, typer.Option("--meeting", help="The meeting at which it was said.")]


@options.add_record_options
def add(
    session: Session,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was said.", show_default=False)],
    meeting: AtMeeting = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ITEM", help="The item of the agenda: 4.1, or its title.")
    ] = None,
    by: By = None,
    name: options.NoMember = None,
    position: options.Position = None,
    org: Org = None,
    group: Group = None,
    kind: Annotated[str | None, typer.Option("--kind", help="opinion, suggestion, objection or question.")] = None,
    topic: Annotated[str | None, typer.Option("--topic", help="What it is about.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; by the meeting if not given.")
    ] = None,
    *,
    own: options.RecordOptions,
    correction: options.CorrectKept = False,
) -> Detail | Message:
    """Record an opinion, a suggestion, an objection or a question."""
    texts = {
        "text": text, "person": by, "name_as_recorded": name, "position_as_recorded": position, "organisation": org,
        "group": group, "kind": kind, "topic": topic, "voiced_on": on, **own._asdict(),
    }  # fmt: skip
    if item is not None and meeting is None:
        raise UsageError(_("--item is on the agenda of a meeting"), _("add --meeting MEETING"))
    with session.writing() as db:
        values = arguments.parse_values(db, OPINION, texts)
        if meeting is not None:
            values["meeting"] = lookup.find_record(db, MEETING, meeting)
            if item is not None:
                values["agenda_item"] = agendas.find_item(db, values["meeting"], item, session.as_of)
        opinion = checked_writes.add_record(db, OPINION, values, amending=correction)
        return generic_verbs.confirm_added(db, session, OPINION, opinion)


@options.add_write_options
def answer(
    session: Session,
    opinion: options.Record,
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="The answer.", show_default=False)] = None,
    state: Annotated[
        str | None, typer.Option("--state", help="accepted, noted, rejected or done; noted if not given.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="MEMBER", help="Who answered.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; by --in, else today.")] = None,
    later: Annotated[str | None, typer.Option("--in", metavar="MEETING", help="The meeting that answered it.")] = None,
) -> Detail:
    """Answer an opinion, or record what became of one that was accepted."""
    if not (text and text.strip()) and state is None:
        raise UsageError(_("neither an answer nor --state is given"), _("write 'netreg opinion answer OPINION TEXT'"))
    with session.writing() as db:
        number = lookup.find_record(db, OPINION, opinion)
        before = records.read_values(db, OPINION, number)
        values = arguments.parse_values(
            db, OPINION, {"answer": text, "state": state, "answered_by": by, "answered_in": later, "answered_on": on}
        )
        values.setdefault("state", before["state"] if before["state"] != "open" else "noted")
        _refuse_answered(number, before, values, session)
        values.setdefault("answered_on", _find_day(db, values.get("answered_in"), session.as_of))
        if values.get("answer") and before["answer"]:
            values["answer"] = f"{before['answer']}\n{values['answer']}"
        checked_writes.edit_record(db, OPINION, number, values)
        return generic_verbs.show_written(db, session, OPINION, number)


def _find_day(db: sqlite3.Connection, meeting: int | None, today: date) -> str:
    """Return the day of the meeting that answered an opinion, else the day asked about."""
    if meeting is None:
        return today.isoformat()
    return str(records.read_values(db, MEETING, meeting)["starts_at"] or today.isoformat())[:10]


def _refuse_answered(number: int, before: Row, values: Row, session: Session) -> None:
    """Refuse to answer again what is settled; what was accepted may still be done, or not.

    Raises:
        RefusedChange: with its state and the day.
    """
    if values["state"] == "open":
        raise RefusedChange(
            _("an answer settles opinion {number}, so its state is not 'open'").format(number=number),
            _("take it up again with 'netreg opinion edit {number} state=open answered_on='").format(number=number),
        )
    said = values.get("answer")
    is_said_again = values["state"] == before["state"] and (not said or said in (before["answer"] or "").splitlines())
    if before["state"] == "open" or (before["state"] == "accepted" and not is_said_again):
        return
    style = session.view.style
    day = OPINION.by_name["answered_on"].show(before["answered_on"], style)
    raise RefusedChange(
        _("opinion {number} is answered already: {state} {day}")
        .format(number=number, state=STATES[before["state"]].in_language(style.lang), day=day)
        .rstrip(),
        _("take it up again with 'netreg opinion edit {number} state=open answered_on='").format(number=number),
    )


@options.add_query_options
def list_opinions(
    session: Session,
    choice: options.ListOptions,
    only_open: Annotated[bool, typer.Option("--open", help="Not answered yet.")] = False,
    age: Annotated[
        str | None, typer.Option("--age", metavar="TIME", help="Waiting for an answer for so long or longer: 30d, 3m.")
    ] = None,
    by: By = None,
    org: Org = None,
    group: Annotated[str | None, typer.Option("--group", help="To this group.")] = None,
    meeting: AtMeeting = None,
    match: options.Match = None,
) -> Listing:
    """List opinions and suggestions, and how each stands."""
    since = _read_first_day(age, session.as_of)

    def narrow(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, OPINION, session.as_of)
        asked = {"person": by, "organisation": org, "group": group, "meeting": meeting}
        yield from listing.match_fields(db, OPINION, asked)

    def keep(row: Row) -> bool:
        is_old = since is None or (row["day"] is not None and row["day"] <= since)
        return row["standing"] == "open" and is_old

    return listing.list_records(session, OPINION, choice, narrow, keep if only_open or age else None)


def _read_first_day(age: str | None, today: date) -> str | None:
    """Return the last day on which what is so old was said, from ``--age``."""
    duration = read_duration(age, "--age")
    return terms.subtract_term(today, duration).isoformat() if duration else None


GROUP = generic_verbs.build_noun(
    OPINION, {"add": add, "answer": answer, "list": list_opinions}, "Opinions and suggestions, and their answers."
)
