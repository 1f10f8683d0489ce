"""``netreg activity``: what the network did, for which purpose, with whom, and what money was raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreg.cli.framework import arguments, generic_verbs, lists, options
from netreg.cli.framework.context import Session
from netreg.core.fields import Choice, Count, Field, Money, Number, Text
from netreg.entities import ACTIVITY, INVOLVEMENT, ORGANISATION, PERSON, PURPOSE
from netreg.entities.activities import KINDS
from netreg.errors import UsageError
from netreg.language import _
from netreg.render.results import Listing, Shown
from netreg.store.records import conditions
from netreg.store.writes import checked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.framework.lazy_group import LazyGroup
    from netreg.store.records.conditions import Condition

Activity = Annotated[str, typer.Argument(metavar="ACTIVITY", show_default=False)]
Fiscal = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="ปีงบประมาณ: in this fiscal year.")]


class Described(NamedTuple):
    """What is said of an activity that is added; each is named as its field."""

    kind: Annotated[
        str | None, typer.Option("--kind", help="academic, research, fund_raising, internship, jobs, honours …")
    ] = None
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Who held it.")] = None
    agreement: Annotated[str | None, typer.Option("--agreement", help="The agreement it was done under.")] = None
    group: Annotated[str | None, typer.Option("--group", help="The group that did it.")] = None
    meeting: Annotated[str | None, typer.Option("--meeting", help="The meeting it belongs to.")] = None
    venue: Annotated[str | None, typer.Option("--venue", help="The place.")] = None
    province: Annotated[str | None, typer.Option("--province", help="The province.")] = None
    people: Annotated[str | None, typer.Option("--people", metavar="N", help="How many came.")] = None
    fund: Annotated[str | None, typer.Option("--fund", help="The fund for which money was raised.")] = None
    amount: Annotated[str | None, typer.Option("--amount", metavar="BAHT", help="How much was raised.")] = None
    outcome: Annotated[str | None, typer.Option("--outcome", help="What came of it.")] = None
    state: Annotated[str | None, typer.Option("--state", help="planned, held or cancelled.")] = None


@options.shows
def add(
    session: Session,
    title: Annotated[str, typer.Argument(metavar="TITLE", show_default=False)],
    *,
    described: Described,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, or '24 - 25 มี.ค. 2565'.")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", help="Which purpose of that agreement it serves.")] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="ORG", help="An organisation that took part.")
    ] = None,
    own: options.Own,
    force: options.Force = False,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record an activity, with the organisations that took part."""
    texts = {"title": title, **described._asdict(), **own._asdict()}
    with session.writing(dry_run=dry_run) as db:
        values = arguments.read_values(db, ACTIVITY, texts) | arguments.read_days(ACTIVITY, "starts_on", "ends_on", on)
        if purpose is not None:
            values["purpose"] = _purpose_of(db, values.get("agreement"), purpose)
        values.setdefault("state", arguments.state_on(values.get("starts_on"), session.as_of))
        number = checked.add(db, ACTIVITY, values, even_if_known=force)
        generic_verbs.put_each(db, INVOLVEMENT, number, [{"organisation": org} for org in with_ or ()])
        return generic_verbs.written(db, session, ACTIVITY, number, dry_run=dry_run)


def _purpose_of(db: sqlite3.Connection, agreement: int | None, purpose: str) -> int:
    if agreement is None:
        raise UsageError(_("--purpose is one of an agreement's"), _("say which with --agreement"))
    return arguments.find(db, PURPOSE, purpose, agreement)


@options.shows
def involve(
    session: Session,
    activity: Activity,
    member: options.Member = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="The organisation that took part.")] = None,
    name: options.NoMember = None,
    role: Annotated[
        str | None, typer.Option("--role", help="organiser, host, partner, participant, speaker, donor, honouree.")
    ] = None,
    amount: Annotated[str | None, typer.Option("--amount", metavar="BAHT", help="What a donor gave.")] = None,
    detail: Annotated[str | None, typer.Option("--detail", help="The honour, the topic.")] = None,
    note: options.Note = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record who took part in an activity, gave, or was honoured."""
    texts = {
        "person": member, "organisation": org, "name_as_recorded": name, "role": role, "amount": amount,
        "detail": detail, "note": note,
    }  # fmt: skip
    return generic_verbs.put_under(session, INVOLVEMENT, activity, texts, dry_run=dry_run)


@options.lists
def list_(
    session: Session,
    choice: options.Choice,
    kind: Annotated[str | None, typer.Option("--kind", help="Only of this kind.")] = None,
    agreement: Annotated[str | None, typer.Option("--agreement", help="Done under this agreement.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Done by this group.")] = None,
    organiser: Annotated[
        str | None, typer.Option("--organiser", metavar="ORG", help="Held by it or its units.")
    ] = None,
    member: Annotated[str | None, typer.Option("--member", help="In which somebody took part.")] = None,
    year: Fiscal = None,
    match: options.Match = None,
) -> Listing:
    """List activities."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from lists.matching(match)
        yield from lists.holding(db, ACTIVITY, {"kind": kind, "agreement": agreement, "group": group})
        if organiser is not None:
            yield conditions.of_units("organiser_id", arguments.find(db, ORGANISATION, organiser))
        if member is not None:
            yield conditions.involving(arguments.find(db, PERSON, member))
        if year is not None:
            yield conditions.days_within(ACTIVITY.by_name["starts_on"], *arguments.fiscal_days(year))

    return lists.listing(session, ACTIVITY, choice, narrowed)


RAISED: dict[str, Field] = {
    "fund": Text("fund", "กองทุน", "Fund"),
    "year": Number("year", "ปีงบประมาณ", "Fiscal year (BE)"),
    "kind": Choice("kind", "ประเภท", "Kind", options=KINDS),
}
_SUMS: tuple[Field, ...] = (
    Count("activities", "กิจกรรม", "Activities"),
    Money("amount", "ยอดเงิน (บาท)", "Amount (baht)"),
)


@options.lists
def raised(
    session: Session,
    choice: options.Choice,
    by: Annotated[
        str, typer.Option("--by", metavar="A,B", help="fund, year and kind, in the order wanted.")
    ] = "fund,year",
    year: Fiscal = None,
) -> Listing:
    """Add up the money raised, by fund and fiscal year."""
    from netreg.store.reports.amounts import raised_by

    names = tuple(dict.fromkeys(name.strip() for name in by.split(",")))
    if not set(names) <= RAISED.keys():
        raise UsageError(
            _("--by: '{text}' is not made of fund, year and kind").format(text=by), _("write it such as fund,year")
        )
    fields = (*(RAISED[name] for name in names), *_SUMS)
    wanted = lists.picked(fields, choice)
    span = arguments.fiscal_days(year) if year is not None else None
    with session.reading() as db:
        rows = raised_by(db, names, span)
    return Listing(wanted, lists.sorted_by(rows, fields, choice.sort)[: choice.limit], session.view)


def _involvements() -> LazyGroup:
    return generic_verbs.noun(INVOLVEMENT, {"add": involve}, "Who took part in an activity.")


COMMAND = generic_verbs.noun(
    ACTIVITY,
    {"add": add, "list": list_, "involve": involve, "raised": raised},
    "Activities: what was done, for which purpose, with whom, and money raised.",
    {"involvement": ("Who took part in an activity.", _involvements)},
)
