"""``netreg meeting invitation add`` and ``meeting coverage``: which units were invited, and which sent nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.cli.meeting.agenda import Meeting
from netreg.entities import ATTENDANCE, INVITATION, MEETING, MEMBER_GROUP, MEMBERSHIP, ORGANISATION
from netreg.entities.meeting.attendance import ROLES
from netreg.errors import UsageError
from netreg.language import _, ngettext
from netreg.render.results import Detail, Listing, Message
from netreg.store.records import conditions, lookup, records
from netreg.store.reports.coverage import read_invited_coverage
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row


@options.add_record_options
def invite(
    session: Session,
    meeting: Meeting,
    units: Annotated[
        list[str] | None, typer.Argument(metavar="[ORG]...", help="The units that are invited.", show_default=False)
    ] = None,
    with_units: Annotated[bool, typer.Option("--with-units", help="And all units below them.")] = False,
    group: Annotated[
        str | None, typer.Option("--group", metavar="GROUP", help="Everybody who belongs to it, each by name.")
    ] = None,
    note: options.Note = None,
    correction: options.CorrectKept = False,
) -> Detail | Message:
    """Invite units to send somebody, or the people of a group.

    Whoever is invited already stays as they are.
    """
    if not units and group is None:
        raise UsageError(_("nobody to invite"), _("give a unit, or --group"))
    if units and len(units) == 1 and not with_units and group is None:
        texts = {"meeting": meeting, "organisation": units[0], "note": note}
        return generic_verbs.add_from_options(session, INVITATION, texts, correction=correction)
    with session.writing() as db:
        number = lookup.find_record(db, MEETING, meeting)
        asked = [lookup.find_record(db, ORGANISATION, unit) for unit in units or ()]
        added = _invite_units(db, session, number, asked, note, with_units=with_units, amending=correction)
        members = lookup.find_record(db, MEMBER_GROUP, group) if group else None
        people = _invite_group(db, session, number, members, amending=correction) if members else 0
        shown = generic_verbs.show_written(db, session, MEETING, number)
    sentences = [ngettext("invited {n} unit", "invited {n} units", added).format(n=added)] if units else []
    sentences += [ngettext("invited {n} person", "invited {n} people", people).format(n=people)] if group else []
    name = MEETING.display_name(shown.card.row)
    confirmed = generic_verbs.confirm_change(session, shown, f"{name}: {', '.join(sentences)}")
    return confirmed if isinstance(confirmed, Message) else shown._replace(notes=(*sentences, *shown.notes))


def _invite_units(
    db: sqlite3.Connection,
    session: Session,
    meeting: int,
    units: list[int],
    note: str | None,
    *,
    with_units: bool,
    amending: bool,
) -> int:
    """Invite units, and those below them that still exist; return how many were not invited yet."""
    asked = list(units)
    for unit in units if with_units else ():
        below = records.select_records(db, ORGANISATION, [conditions.select_of_units("id", unit)], as_of=session.as_of)
        asked += [
            row["id"] for row in below if not (row["dissolved"] and row["dissolved"] <= session.as_of.isoformat())
        ]
    known = {row["organisation"].id for row in _select_of(db, session, INVITATION, meeting)}
    new = [unit for unit in dict.fromkeys(asked) if unit not in known]
    for unit in new:
        values = {"meeting": meeting, "organisation": unit, "note": note}
        checked_writes.add_record(db, INVITATION, values, amending=amending)
    return len(new)


def _invite_group(db: sqlite3.Connection, session: Session, meeting: int, group: int, *, amending: bool) -> int:
    """Invite the people who belong to a group on the day of the meeting; return how many were not in the list yet."""
    known = {row["person"].id for row in _select_of(db, session, ATTENDANCE, meeting) if row["person"]}
    seats = records.select_belonging(db, MEMBERSHIP, "group", group, session.as_of)
    added = 0
    for row in seats:
        if not row["person"] or row["person"].id in known or not MEMBERSHIP.add_derived(row, session.frame)["current"]:
            continue
        known.add(row["person"].id)
        values = {
            "meeting": meeting,
            "person": row["person"].id,
            "organisation": row["organisation"].id if row["organisation"] else None,
            "role": row["role"] if row["role"] in ROLES else "member",
            "presence": "invited",
        }
        checked_writes.add_record(db, ATTENDANCE, values, amending=amending)
        added += 1
    return added


def _select_of(db: sqlite3.Connection, session: Session, kind: object, meeting: int) -> list[Row]:
    return records.select_belonging(db, kind, "meeting", meeting, session.as_of)  # type: ignore[arg-type]


@options.add_list_options
def coverage(
    session: Session,
    choice: options.ListOptions,
    meeting: Meeting,
    missing: Annotated[bool, typer.Option("--missing", help="Only those that sent nobody.")] = False,
) -> Listing:
    """List the units that were invited to a meeting, those that sent nobody first."""
    from netreg.cli.tools import coverage as tool

    with session.reading() as db:
        number = lookup.find_record(db, MEETING, meeting)
        found = read_invited_coverage(db, number, session.frame)
    if not found:
        raise UsageError(
            _("no unit was invited to meeting {number}").format(number=number),
            _(
                "type 'netreg meeting invitation add {number} ORG', or 'netreg coverage {number} --in meeting --of ORG'"
            ).format(number=number),
        )
    return tool.list_coverage(session, choice, "unit", found, tool.tell_missing(found), missing=missing)
