"""``netreg activity``: what the network did, for which purpose, with whom, and what money was raised."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.option_values import check_known, note_other_era, read_fiscal_year
from netreg.cli.framework.session import Session
from netreg.cli.nouns.look_alikes import ask_about_look_alikes, remember_others
from netreg.core.choice_fields import Choice
from netreg.core.fields import Count, Field, Money, Number, Text
from netreg.entities import ACTIVITY, INVOLVEMENT, ORGANISATION, PERSON, PURPOSE, TARGET
from netreg.entities.activities import KINDS
from netreg.errors import UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Listing, Message
from netreg.store.records import conditions, lookup, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.store.records.conditions import Condition

Activity = Annotated[str, typer.Argument(metavar="ACTIVITY", show_default=False)]
Fiscal = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="ปีงบประมาณ: in this fiscal year.")]


class ActivityFields(NamedTuple):
    """The options of a new activity, each named as its field."""

    kind: Annotated[
        str | None, typer.Option("--kind", help="academic, research, fund_raising, internship, jobs, honours …")
    ] = None
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Who held it.")] = None
    agreement: Annotated[str | None, typer.Option("--agreement", help="The agreement it was done under.")] = None
    group: Annotated[str | None, typer.Option("--group", help="The group that did it.")] = None
    meeting: Annotated[str | None, typer.Option("--meeting", help="The meeting it belongs to.")] = None
    venue: Annotated[str | None, typer.Option("--venue", help="The place.")] = None
    province: Annotated[str | None, typer.Option("--province", help="The province.")] = None
    achieved: Annotated[
        str | None,
        typer.Option(
            "--achieved", metavar="N", help="How much of the target it achieved, where counting is not enough."
        ),
    ] = None
    people: Annotated[str | None, typer.Option("--people", metavar="N", help="How many people came.")] = None
    fund: Annotated[str | None, typer.Option("--fund", help="The fund for which money was raised.")] = None
    amount: Annotated[str | None, typer.Option("--amount", metavar="BAHT", help="The amount raised.")] = None
    outcome: Annotated[str | None, typer.Option("--outcome", help="The outcome.")] = None
    state: Annotated[str | None, typer.Option("--state", help="planned, held or cancelled.")] = None


@options.add_record_options
def add(
    session: Session,
    title: options.Title,
    *,
    described: ActivityFields,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, or '24 - 25 มี.ค. 2565'.")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", help="Which purpose of that agreement it serves.")] = None,
    target: Annotated[
        str | None, typer.Option("--target", help="The target that it counts for; its purpose and agreement follow.")
    ] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="ORG", help="An organisation that took part.")
    ] = None,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Record an activity, with the organisations that took part."""
    texts = {"title": title, **described._asdict(), **own._asdict()}
    days = arguments.parse_days(ACTIVITY, "starts_on", "ends_on", on)
    others = ask_about_look_alikes(
        session, ACTIVITY, lambda db: (arguments.parse_values(db, ACTIVITY, texts) | days, None), force=force
    )
    with session.writing() as db:
        values = arguments.parse_values(db, ACTIVITY, texts) | days
        if purpose is not None:
            values["purpose"] = _find_purpose(db, values.get("agreement"), purpose)
        if target is not None:
            values["target"] = _find_target(db, values.get("agreement"), target)
        values.setdefault("state", arguments.state_by_day(values.get("starts_on"), session.as_of))
        number = checked_writes.add_record(db, ACTIVITY, values, even_if_known=force)
        remember_others(db, ACTIVITY, number, others)
        generic_verbs.add_children(db, INVOLVEMENT, number, [{"organisation": org} for org in with_ or ()])
        return generic_verbs.confirm_added(db, session, ACTIVITY, number)


def _find_purpose(db: sqlite3.Connection, agreement: int | None, purpose: str) -> int:
    if agreement is None:
        raise UsageError(_("--purpose needs --agreement"), _("add --agreement AGREEMENT"))
    return lookup.find_record(db, PURPOSE, purpose, within=agreement)


def _find_target(db: sqlite3.Connection, agreement: int | None, target: str) -> int:
    """Find the target of that name: among those of the agreement, if there is one."""
    found = lookup.find_candidates(db, TARGET, target)
    if agreement is not None and len(found) > 1:
        of_agreement = records.select_records(db, TARGET, [conditions.select_targets(agreement)], as_of=date.max)
        found = [row["id"] for row in of_agreement if row["id"] in found]
    return found[0] if len(found) == 1 else lookup.find_record(db, TARGET, target)


@options.add_record_options
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
) -> Detail | Message:
    """Record who took part in an activity, gave, or was honoured."""
    texts = {
        "person": member, "organisation": org, "name_as_recorded": name, "role": role, "amount": amount,
        "detail": detail, "note": note,
    }  # fmt: skip
    return generic_verbs.add_child(session, INVOLVEMENT, activity, texts)


@options.add_query_options
def list_(
    session: Session,
    choice: options.ListOptions,
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
        yield from listing.match_text(db, match, ACTIVITY, session.as_of)
        yield from listing.match_fields(db, ACTIVITY, {"kind": kind, "agreement": agreement, "group": group})
        if organiser is not None:
            yield conditions.select_of_units("organiser_id", lookup.find_record(db, ORGANISATION, organiser))
        if member is not None:
            yield conditions.select_involving(lookup.find_record(db, PERSON, member))
        if year is not None:
            yield conditions.select_within(ACTIVITY.by_name["starts_on"], *read_fiscal_year(year))

    return listing.list_records(session, ACTIVITY, choice, narrowed)._replace(notes=note_other_era(year))


RAISED: dict[str, Field] = {
    "fund": Text("fund", "กองทุน", "Fund"),
    "year": Number("year", "ปีงบประมาณ", "Fiscal year (BE)"),
    "kind": Choice("kind", "ประเภท", "Kind", options=KINDS),
}
_SUMS: tuple[Field, ...] = (
    Count("activities", "กิจกรรม", "Activities"),
    Money("amount", "ยอดเงิน (บาท)", "Amount (baht)"),
)


@options.add_list_options
def sum_raised(
    session: Session,
    choice: options.ListOptions,
    by: Annotated[
        str, typer.Option("--by", metavar="A,B", help="fund, year and kind, in the order wanted.")
    ] = "fund,year",
    year: Fiscal = None,
) -> Listing:
    """Add up the money raised, by fund and fiscal year."""
    from netreg.store.reports.amounts import sum_amounts

    names = tuple(dict.fromkeys(check_known("--by", name.strip(), RAISED) for name in by.split(",")))
    fields = (*(RAISED[name] for name in names), *_SUMS)
    wanted = listing.select_columns(fields, choice)
    span = read_fiscal_year(year) if year is not None else None
    with session.reading() as db:
        rows = sum_amounts(db, names, span)
    rows = listing.sort_rows(rows, fields, choice.sort)[: choice.limit]
    return Listing(wanted, rows, session.view, notes=note_other_era(year))


GROUP = generic_verbs.build_noun(
    ACTIVITY,
    {"add": add, "list": list_, "involve": involve, "raised": sum_raised},
    "Activities: what was done, for which purpose, with whom, and money raised.",
    {"involvement": generic_verbs.build_noun_entry(INVOLVEMENT, {"add": involve}, "Who took part in an activity.")},
)
