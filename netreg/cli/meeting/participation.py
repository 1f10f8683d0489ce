"""``netreg group attendance``: how often the members of a group come, and who missed several meetings in a row."""

from __future__ import annotations

from typing import Annotated

import typer

from netreg.cli.framework import listing, options
from netreg.cli.framework.option_values import check_known
from netreg.cli.framework.session import Session
from netreg.core.fields import Count, Text
from netreg.entities import MEETING_SERIES, MEMBER_GROUP
from netreg.language import _, ngettext
from netreg.render.results import Listing
from netreg.store.meetings.participation import read_held_meetings, read_participation
from netreg.store.records import lookup

_BY = {"person": "person", "unit": "organisation"}
_FIELDS = (
    Count("id", "เลขที่", "No."),
    Text("name", "ชื่อ", "Name"),
    Count("meetings", "ประชุม (ครั้ง)", "Meetings"),
    Count("came", "มา (ครั้ง)", "Came"),
    Count("rate", "ร้อยละ", "Percent"),
    Count("missed_in_a_row", "ขาดติดต่อกัน", "Missed in a row"),
)


@options.add_list_options
def attendance(
    session: Session,
    choice: options.ListOptions,
    group: Annotated[str, typer.Argument(metavar="GROUP", show_default=False)],
    series: Annotated[str | None, typer.Option("--series", help="Only the meetings of this series.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="person|unit", help="Who is counted.")] = "person",
    missed: Annotated[
        int, typer.Option("--missed", min=0, metavar="N", help="Only who missed the last N or more.")
    ] = 0,
) -> Listing:
    """List how often people or units came to the meetings of a group, those who missed most in a row first."""
    by = check_known("--by", by, _BY)
    with session.reading() as db:
        number = lookup.find_record(db, MEMBER_GROUP, group)
        one = lookup.find_record(db, MEETING_SERIES, series) if series is not None else None
        meetings = read_held_meetings(db, number, one, session.as_of)
        found = read_participation(db, number, meetings, session.as_of, _BY[by])
    fields = listing.select_columns(_FIELDS, choice)
    rows = listing.sort_rows([row for row in found if row["missed_in_a_row"] >= missed], _FIELDS, choice.sort)
    note = _("no meeting of group {number} is recorded to which anybody came").format(number=number)
    if meetings:
        note = ngettext("over {n} meeting", "over {n} meetings", len(meetings)).format(n=len(meetings))
    return Listing(fields, rows[: choice.limit], session.view, notes=(note,))
