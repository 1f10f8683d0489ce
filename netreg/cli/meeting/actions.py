"""``netreg meeting action``: what somebody is to do after a meeting, by when, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.session import Session
from netreg.cli.meeting.agenda import Meeting
from netreg.entities import ACTION_ITEM, MEETING
from netreg.entities.meeting.action_items import STATES, is_open_on, split_due
from netreg.errors import InvalidOption, InvalidValue, RefusedChange
from netreg.language import _
from netreg.render.results import Detail, Listing, Message
from netreg.store.meetings import agendas, matters_arising
from netreg.store.records import lookup, records
from netreg.store.records.conditions import select_numbers
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.framework.command_builder import Verb
    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition

OnDay = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today by default.")]
Owner = Annotated[str | None, typer.Option("--owner", metavar="MEMBER", help="Who does it.")]


@options.add_record_options
def add_action(
    session: Session,
    meeting: Meeting,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be done.", show_default=False)],
    owner: Owner = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="ORG", help="The unit that does it.")] = None,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar="DATE|TIME", help="By when: a date, or from the meeting '30 วัน', '15 วันทำการ'."),
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ITEM", help="The item of the agenda it is from: 5.1, or its title.")
    ] = None,
    *,
    own: options.Provenance,
    correction: options.CorrectKept = False,
) -> Detail | Message:
    """Record what somebody is to do, by a day."""
    texts = {"text": text, "owner": owner, "unit": unit, **own._asdict()}
    with session.writing() as db:
        number = lookup.find_record(db, MEETING, meeting)
        values = {"meeting": number, **arguments.parse_values(db, ACTION_ITEM, texts), **_read_due(due)}
        if item is not None:
            values["agenda_item"] = agendas.find_item(db, number, item, session.as_of)
        action = checked_writes.add_record(db, ACTION_ITEM, values, amending=correction)
        return generic_verbs.confirm_added(db, session, ACTION_ITEM, action)


def _read_due(written: str | None) -> Row:
    """Return the day of ``--due``, or the term where it is one."""
    if written is None:
        return {}
    try:
        due, term = split_due(written)
    except InvalidValue as refusal:
        raise InvalidOption("--due", refusal) from None
    return {"due": due} if term is None else {"term": term}


@options.add_query_options
def list_actions(
    session: Session,
    choice: options.ListOptions,
    owner: Owner = None,
    only_open: Annotated[bool, typer.Option("--open", help="Still to be done.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Still to be done, and past its day.")] = False,
    meeting: Annotated[str | None, typer.Option("--meeting", help="Of this meeting.")] = None,
    arising: Annotated[
        str | None,
        typer.Option("--arising", metavar="MEETING", help="Of earlier meetings, still open when this one begins."),
    ] = None,
    match: options.Match = None,
) -> Listing:
    """List what is to be done after meetings, by whom and by when."""

    def narrow(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, ACTION_ITEM, session.as_of)
        yield from listing.match_fields(db, ACTION_ITEM, {"owner": owner, "meeting": meeting})
        if arising is not None:
            number = lookup.find_record(db, MEETING, arising)
            found = matters_arising.list_matters_arising(db, number, session.as_of)
            yield select_numbers([row["id"] for row in found])

    def keep(row: Row) -> bool:
        return row["standing"] == "overdue" if overdue else is_open_on(row, session.as_of)

    return listing.list_records(session, ACTION_ITEM, choice, narrow, keep if only_open or overdue else None)


@options.add_write_options
def done(
    session: Session,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="Its number.", show_default=False)],
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="TEXT", help="What shows that it is.")] = None,
    on: OnDay = None,
) -> Detail:
    """Record that an action item is done."""
    return _close(session, action, {"state": "done", "evidence": evidence, "closed_on": on})


@options.add_write_options
def drop(
    session: Session,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="Its number.", show_default=False)],
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it is not done.")] = None,
    on: OnDay = None,
) -> Detail:
    """Record that an action item will not be done."""
    return _close(session, action, {"state": "dropped", "evidence": reason, "closed_on": on})


def _close(session: Session, action: str, texts: dict[str, str | None]) -> Detail:
    """Close an action item, on the day asked about unless another is given.

    Raises:
        RefusedChange: when it is closed already.
    """
    with session.writing() as db:
        number = lookup.find_record(db, ACTION_ITEM, action)
        before = records.get_record(db, ACTION_ITEM, number, session.as_of)
        assert before is not None
        if before["state"] in ("done", "dropped"):
            style = session.view.style
            day = ACTION_ITEM.by_name["closed_on"].show(before["closed_on"], style)
            raise RefusedChange(
                _("meeting action {number} is closed already: {state} {day}")
                .format(number=number, state=STATES[before["state"]].in_language(style.lang), day=day)
                .rstrip(),
                _("take it up again with 'netreg meeting action edit {number} state=open'").format(number=number),
            )
        given = {**texts, "closed_on": texts["closed_on"] or session.as_of.isoformat()}
        checked_writes.edit_record(db, ACTION_ITEM, number, arguments.parse_values(db, ACTION_ITEM, given))
        return generic_verbs.show_written(db, session, ACTION_ITEM, number)


VERBS: dict[str, Verb] = {"add": add_action, "list": list_actions, "done": done, "drop": drop}
