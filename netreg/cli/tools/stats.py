"""``netreg stats``: the network on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import options
from netreg.cli.framework.option_values import note_other_era, read_year
from netreg.cli.framework.session import Session
from netreg.cli.tools.stats_parts import build_parts
from netreg.core.fields import Count, Money, Number, Text, TextList
from netreg.entities import BY_NAME
from netreg.entities.agreement import STATES
from netreg.render.results import Listing, Overview
from netreg.store.agreements import dates
from netreg.store.reports.network import choose_quarters, count_kinds, read_network
from netreg.thai.dates.fiscal_years import find_fiscal_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.store.reports.network import Network

WHAT, COUNT = Text("what", "รายการ", "What"), Count("count", "จำนวน", "Count")
NAME, AMOUNT = Text("name", "ชื่อ", "Name"), Money("amount", "ยอดเงิน (บาท)", "Amount (baht)")
ALL_FIELDS = (
    WHAT,
    COUNT,
    NAME,
    Number("year", "ปีงบประมาณ", "Fiscal year (BE)"),
    AMOUNT,
    TextList("records", "ระเบียน", "Records"),
)
Fiscal = Annotated[
    str | None,
    typer.Option("--year", metavar="YEAR", help="ปีงบประมาณ: the year of meetings, trainings, money, and of what ends."),
]


@options.add_view_options
def stats(session: Session, year: Fiscal = None) -> Overview:
    """Show the network on one screen: members, agreements, meetings, trainings, money.

    Meetings, trainings and money are those of the fiscal year of the day asked about, or of --year.
    """
    asked = read_year(year) if year is not None else None
    fiscal = asked or find_fiscal_year(session.as_of)
    known = [dates.select_known(session.as_of)] if session.is_past else []
    with session.reading() as db:
        found = read_network(
            db, session.frame, known, fiscal, choose_quarters(session.as_of, asked), is_past=session.is_past
        )
    rows = [dict.fromkeys(_NAMES) | row for row in _list_rows(found)]
    listing = Listing((WHAT, COUNT, NAME, AMOUNT), rows, session.view, ALL_FIELDS)
    head, parts, hints = build_parts(found, session, is_year_asked=asked is not None)
    return Overview(head, parts, hints, listing, session.view, note_other_era(year))


_NAMES = tuple(field.name for field in ALL_FIELDS)


def count_records(session: Session) -> Listing:
    """Count the records of each kind that has any."""
    with session.reading() as db:
        counts = {word: count for word, count in count_kinds(db, ()).items() if count}
    rows = [{"what": word, "count": count} for word, count in counts.items()]
    labels = {kind.collection: str(kind.plural) for kind in BY_NAME.values()}
    shown = [{"what": labels[word], "count": count} for word, count in counts.items()]
    fields, view = (WHAT, COUNT), session.view
    return Listing(fields, rows, view, for_terminal=Listing(fields, shown, view))


def _list_rows(found: Network) -> Iterator[Row]:
    """List every figure by a word of its own; of the figures behind a dot those that are not zero."""
    yield from ({"what": collection, "count": count} for collection, count in found.records.items())
    yield from (row for row in _list_figures(found) if row["count"])


def _list_figures(found: Network) -> Iterator[Row]:
    members, agreements = found.members, found.agreements
    yield {"what": "members.current", "count": members.people}
    yield {
        "what": "organisations.empty",
        "count": members.empty,
        "records": TextList.store(str(ref.code or ref.id) for ref in members.missing),
    }
    yield {"what": "attendance.people", "count": found.attending}
    yield {"what": "enrolments.people", "count": found.trained}
    yield from ({"what": f"agreements.{state}", "count": agreements.states.get(state, 0)} for state in STATES)
    yield {"what": "agreements.no_end", "count": agreements.endless}
    for one in agreements.endings:
        named = TextList.store(str(row["code"] or row["id"]) for row in one.first)
        what = f"agreements.ending.{one.quarter.year}/{one.quarter.number}"
        yield {"what": what, "count": one.number, "year": one.quarter.year, "records": named}
    for row in members.rows:
        key = (row.unit.code or row.unit.id) if row.unit else ""
        yield {"what": f"members.unit.{key}", "count": row.people, "name": row.unit.name if row.unit else None}
    yield from _list_year_figures(found)


def _list_year_figures(found: Network) -> Iterator[Row]:
    for one in found.meetings:
        year: dict[str, Any] = {"year": one.year}
        of = f".{one.year}" if one.year else ""
        yield {"what": f"meetings.held{of}", "count": one.meetings, **year}
        yield {"what": f"meetings.people{of}", "count": one.people, **year}
        yield {"what": f"meetings.heads{of}", "count": one.heads, **year}
    for row in found.follow_ups:
        what = f"{BY_NAME[row.kind].collection}.{row.standing}"
        yield {"what": what, "count": row.total}
        yield {"what": f"{what}.{found.year}", "count": row.of_year, "year": found.year}
        yield {"what": f"{what}.{found.year - 1}", "count": row.of_last, "year": found.year - 1}
    for region in found.trainings.regions:
        name = {"name": region.region}
        yield {"what": f"cohorts.held.{region.region or ''}", "count": region.held, **name}
        yield {"what": f"cohorts.planned.{region.region or ''}", "count": region.planned, **name}
        yield {"what": f"cohorts.people.{region.region or ''}", "count": region.people, **name}
    yield {"what": f"cohorts.held.{found.year}", "count": found.trainings.year_total.held, "year": found.year}
    yield {"what": f"cohorts.people.{found.year}", "count": found.trainings.year_total.people, "year": found.year}
    for fund in found.funds:
        for at, money in ((None, fund.total), (found.year, fund.of_year), (found.year - 1, fund.of_last)):
            what = f"funds.{fund.fund or ''}" + (f".{at}" if at else "")
            counted = {"count": money.activities, "amount": money.amount}
            yield {"what": what, "name": fund.fund, "year": at, **counted}
