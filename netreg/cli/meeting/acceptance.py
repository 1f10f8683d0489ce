"""``netreg meeting accept``: the minutes of a meeting, accepted in a later one and sealed."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.cli.meeting.agenda import Meeting
from netreg.entities import MEETING
from netreg.render.results import Detail
from netreg.store.meetings.acceptance import accept_minutes
from netreg.store.records import lookup


@options.add_write_options
def accept(
    session: Session,
    meeting: Meeting,
    later: Annotated[str, typer.Option("--in", metavar="MEETING", help="The later meeting that accepted them.")],
    corrections: Annotated[
        str | None, typer.Option("--with-corrections", metavar="TEXT", help="What was corrected in them.")
    ] = None,
) -> Detail:
    """Record that a later meeting accepted the minutes; from then on they are only corrected."""
    with session.writing() as db:
        number, other = (lookup.find_record(db, MEETING, written) for written in (meeting, later))
        accept_minutes(db, number, other, corrections)
        return generic_verbs.show_written(db, session, MEETING, number)
