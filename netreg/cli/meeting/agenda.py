"""``netreg meeting agenda``: the items of a meeting, in the usual order, and what was resolved on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.entities import AGENDA_ITEM, MEETING
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.render.results import Detail, Message
from netreg.store.meetings import agendas
from netreg.store.records import lookup, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from netreg.cli.framework.command_builder import Verb

Meeting = Annotated[str, typer.Argument(metavar="MEETING", show_default=False)]
Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="Its place on the agenda, 4.1 or ๔.๑, or its title.", show_default=False)
]
ReportedBy = Annotated[str | None, typer.Option("--by", metavar="MEMBER", help="Who reported it.")]


@options.add_record_options
def add_item(
    session: Session,
    meeting: Meeting,
    title: options.Title,
    under: Annotated[
        str | None, typer.Option("--under", metavar="ITEM", help="The item it is under: its place, 4, or title.")
    ] = None,
    detail: Annotated[str | None, typer.Option("--detail", help="More about it.")] = None,
    resolution: Annotated[str | None, typer.Option("--resolution", help="What was resolved.")] = None,
    by: ReportedBy = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", help="announcements, minutes, matters_arising, information, consideration or other; by its title."
        ),
    ] = None,
    note: options.Note = None,
    correction: options.CorrectKept = False,
) -> Detail | Message:
    """Add an item to the agenda, at its end or under another."""
    texts = {
        "title": title, "detail": detail, "resolution": resolution, "reported_by": by, "kind": kind, "note": note,
    }  # fmt: skip
    with session.writing() as db:
        number = lookup.find_record(db, MEETING, meeting)
        values = {"meeting": number, **arguments.parse_values(db, AGENDA_ITEM, texts)}
        if under is not None:
            values["under"] = agendas.find_item(db, number, under, session.as_of)
        item = checked_writes.add_record(db, AGENDA_ITEM, values, amending=correction)
        return generic_verbs.confirm_added(db, session, AGENDA_ITEM, item)


@options.add_write_options
def lay(session: Session, meeting: Meeting, correction: options.CorrectKept = False) -> Detail:
    """Lay the agenda of a meeting: by the template of its series, or the usual six items."""
    with session.writing() as db:
        number = lookup.find_record(db, MEETING, meeting)
        agendas.refuse_laid(agendas.lay_agenda(db, number, correction=correction), number)
        return generic_verbs.show_written(db, session, MEETING, number)


@options.add_write_options
def resolve(
    session: Session,
    meeting: Meeting,
    item: Item,
    resolution: Annotated[str, typer.Argument(metavar="TEXT", help="What was resolved.", show_default=False)],
    by: ReportedBy = None,
    detail: Annotated[str | None, typer.Option("--detail", help="What was said.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of the resolution that it has.")] = False,
) -> Detail:
    """Record what a meeting resolved on an item of its agenda."""
    texts = {"resolution": resolution, "reported_by": by, "detail": detail}
    with session.writing() as db:
        owner = lookup.find_record(db, MEETING, meeting)
        _refuse_planned(records.read_values(db, MEETING, owner)["state"], owner)
        number = agendas.find_item(db, owner, item, session.as_of)
        known = records.read_values(db, AGENDA_ITEM, number)["resolution"]
        values = arguments.parse_values(db, AGENDA_ITEM, texts)
        if known is not None and known != values["resolution"] and not replace:
            raise RefusedChange(
                _("agenda item {item} has a resolution already").format(item=number),
                _("add --replace, or see 'netreg meeting agenda show {item}'").format(item=number),
            )
        checked_writes.edit_record(db, AGENDA_ITEM, number, values)
        return generic_verbs.show_written(db, session, AGENDA_ITEM, number)


def _refuse_planned(state: str | None, meeting: int) -> None:
    """Refuse a resolution of a meeting that was not held.

    Raises:
        RefusedChange: naming what records that it was.
    """
    if state in ("planned", "cancelled", "postponed"):
        raise RefusedChange(
            _("meeting {meeting} was not held, so it resolved nothing").format(meeting=meeting),
            _("record that it was held with 'netreg meeting hold {meeting}'").format(meeting=meeting),
        )


VERBS: dict[str, Verb] = {"add": add_item, "lay": lay, "resolve": resolve}
