"""``netreg meeting series`` and ``netreg meeting plan``: series of meetings, and a year of one planned at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import generic_verbs, options
from netreg.cli.framework.option_values import check_known, naming_option, read_year
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.entities import MEETING, MEETING_SERIES
from netreg.entities.meeting.planned_days import HOLIDAYS, PlannedDay, build_year, plan_days
from netreg.errors import InvalidValue, RefusedChange, UsageError
from netreg.language import _, get_language, ngettext
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Listing, Message
from netreg.store.meetings import agendas
from netreg.store.meetings.numbering import complete_from_series, find_counting_year, link_next_meeting
from netreg.store.records import conditions, lookup, records
from netreg.store.writes import checked_writes
from netreg.thai.dates.formats import format_date
from netreg.thai.dates.recurrence import parse_recurrence
from netreg.thai.dates.working_days import has_announced_holidays

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row

_COLUMNS = ("id", "number", "year", "starts_at", "ends_at", "state", "note")


class PlannedTimes(NamedTuple):
    """The hours of planned meetings."""

    at: Annotated[str | None, typer.Option("--at", metavar="MOMENT", help="When each begins, for example 13:30.")] = (
        None
    )
    until: Annotated[str | None, typer.Option("--until", metavar="MOMENT", help="When each ends.")] = None


@options.add_record_options
def add(
    session: Session,
    title: options.Title,
    numbering: Annotated[str | None, typer.Option("--numbering", help="calendar, fiscal or continuous.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="The group that meets.")] = None,
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Who calls it.")] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="RULE", help="When it meets: 'last Tuesday of each month'.")
    ] = None,
    items: Annotated[
        list[str] | None,
        typer.Option(
            "--agenda", metavar="TEXT", help="An item of the agenda of each meeting, in order; '- …' under it."
        ),
    ] = None,
    *,
    own: options.RecordOptions,
) -> Detail | Message:
    """Add a series of meetings."""
    template = "".join(f"{item}\n" for item in items) if items else None
    texts = {
        "title": title, "numbering": numbering, "group": group, "organiser": organiser, "recurrence": rule,
        "agenda_template": template, **own._asdict(),
    }  # fmt: skip
    return generic_verbs.add_from_options(session, MEETING_SERIES, texts)


@options.add_write_options
def plan(
    session: Session,
    series: Annotated[str, typer.Argument(metavar="SERIES", show_default=False)],
    year: Annotated[
        str, typer.Option("--year", metavar="YEAR", help="The year (พ.ศ.), a fiscal one where the series counts so.")
    ],
    rule: Annotated[
        str | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help="'last Tuesday of each month', 'วันอังคารสุดท้ายของทุกเดือน' or an RRULE; by default that of the series.",
        ),
    ] = None,
    holidays: Annotated[
        str,
        typer.Option("--holidays", metavar="after|before|skip|keep", help="What becomes of a day that is a holiday."),
    ] = "after",
    *,
    times: PlannedTimes,
) -> Listing:
    """Plan the meetings of a series for a year, none on a public holiday.

    A meeting that falls on one is moved to the next working day, or as --holidays says.
    Days on which the series already has a meeting are left as they are.
    """
    check_known("--holidays", holidays, HOLIDAYS)
    span = tuple(_read_time(option, text) for option, text in zip(("--at", "--until"), times, strict=True))
    with session.writing() as db:
        number = lookup.find_record(db, MEETING_SERIES, series)
        known = records.read_values(db, MEETING_SERIES, number)
        first, last = build_year(known["numbering"], read_year(year))
        days = plan_days(_read_rule(number, known, rule), first, last, holidays, get_language())
        if rule and not known["recurrence"]:
            checked_writes.edit_record(db, MEETING_SERIES, number, {"recurrence": rule})
        taken = _list_taken_days(db, number)
        added = [_add_meeting(db, number, known, one, span) for one in days if one.day and str(one.day) not in taken]
        rows = [records.get_record(db, MEETING, one, session.as_of) for one in added]
        left = [one for one in days if one.day and str(one.day) in taken]
    fields = [MEETING.by_name[name] for name in _COLUMNS]
    notes = (*_describe_plan(days, len(added), len(left)), *make_dry_run_note(dry_run=session.dry_run))
    return Listing(fields, [row for row in rows if row], session.view, notes=notes)


def _read_time(option: str, written: str | None) -> str:
    """Return the part of a stored moment that follows the day, for ``--at`` and ``--until``."""
    if not written:
        return ""
    try:
        moment = str(MEETING.by_name["starts_at"].parse(f"2025-01-01 {written}"))
    except InvalidValue:
        moment = ""
    if "T" not in moment:
        raise UsageError(
            _("{option}: '{text}' is not a time").format(option=option, text=written), _("write it like 13:30")
        )
    return moment[10:]


def _read_rule(number: int, series: Row, rule: str | None) -> str:
    """Return the RRULE that was given, else that of the series."""
    if not (written := rule or series["recurrence"]):
        raise UsageError(
            _("series {number} does not say when it meets").format(number=number),
            _("add --rule, for example --rule 'last Tuesday of each month'"),
        )
    with naming_option("--rule"):
        return parse_recurrence(written)


def _list_taken_days(db: sqlite3.Connection, series: int) -> set[str]:
    """List the days on which the series has a meeting already."""
    from datetime import date

    of_series = conditions.select_equal(MEETING.by_name["series"], series)
    rows = records.select_records(db, MEETING, [of_series], as_of=date.max)
    return {row["starts_at"][:10] for row in rows if row["starts_at"]}


def _add_meeting(db: sqlite3.Connection, series: int, known: Row, one: PlannedDay, span: tuple[str, ...]) -> int:
    values: dict[str, Any] = {
        "series": series,
        "starts_at": f"{one.day}{span[0]}",
        "ends_at": f"{one.day}{span[1]}" if span[1] else None,
        "state": "planned",
        "year": find_counting_year(known["numbering"], str(one.due)),
        "note": _describe_move(one),
    }
    number = checked_writes.add_record(db, MEETING, complete_from_series(db, values))
    link_next_meeting(db, number)
    agendas.lay_agenda(db, number, usual=False)
    return number


def _describe_move(one: PlannedDay) -> str | None:
    if one.holiday is None:
        return None
    due = format_date(str(one.due), lang=get_language())
    if one.day == one.due:
        return _("a holiday: {name}").format(name=one.holiday)
    return _("moved from {day}: {name}").format(day=due, name=one.holiday)


def _describe_plan(days: list[PlannedDay], added: int, left: int) -> Iterator[str]:
    """Say how many meetings were planned, which were left out, and whether the holidays are certain."""
    if not days:
        raise RefusedChange(_("the rule gives no day in that year"), _("give another with --rule"))
    yield ngettext("planned {n} meeting", "planned {n} meetings", added).format(n=added)
    if left:
        yield ngettext(
            "{n} day has a meeting of the series already", "{n} days have a meeting of the series already", left
        ).format(n=left)
    for one in days:
        if one.day is None:
            day = format_date(str(one.due), lang=get_language())
            yield _("left out {day}: {name}").format(day=day, name=one.holiday)
    if not has_announced_holidays(days[-1].due):
        yield _("the holidays of that year are not all announced yet: look at the days again once they are")
