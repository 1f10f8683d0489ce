"""``netreg training``: courses, their cohorts planned and held, sessions and who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli import enrolments, options, standard
from netreg.cli.context import Session
from netreg.core.fields import Texts
from netreg.entities import COHORT, COURSE, ENROLMENT, ORGANISATION, SESSION
from netreg.entities.training_matrix import AXES, FIELDS, brief, for_people, matrix
from netreg.entities.trainings import number_meant
from netreg.errors import Refused, RefusedChange, Usage
from netreg.language import _
from netreg.render.results import Listing, Shown
from netreg.store import conditions, lookup, records, register
from netreg.thai.calendar_show import earliest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from netreg.cli.group import LazyGroup
    from netreg.core.entity import Row
    from netreg.store.conditions import Condition

Course = Annotated[str, typer.Argument(metavar="COURSE", show_default=False)]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="รุ่นที่: the cohort's number.", show_default=False)]
On = Annotated[str | None, typer.Option("--on", metavar="DAYS", help="For example '24 - 25 มีนาคม 2565'.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, if not --on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day, if not --on.")]
InRegion = Annotated[str | None, typer.Option("--region", help="Of the four: ภาคเหนือ, Northeast …")]
InProvince = Annotated[str | None, typer.Option("--province", help="For example นครพนม.")]
Venue = Annotated[str | None, typer.Option("--venue", metavar="ORG", help="The place, an organisation.")]
VenueName = Annotated[str | None, typer.Option("--venue-name", metavar="TEXT", help="A place that is none.")]
Seats = Annotated[str | None, typer.Option("--seats", metavar="N", help="How many there is room for.")]
Title = Annotated[str | None, typer.Option("--title", help="A name of its own.")]
Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="Of this fiscal year, in พ.ศ.")]
OfCourse = Annotated[str | None, typer.Option("--course", metavar="COURSE", help="Of this course.")]
OfCohort = Annotated[str | None, typer.Option("--cohort", metavar="NUMBER", help="With --course: of this cohort.")]


@options.shows
def add(
    session: Session,
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", show_default=False)] = None,
    organiser: Annotated[str | None, typer.Option("--organiser", metavar="ORG", help="Whose course it is.")] = None,
    run_by: Annotated[str | None, typer.Option("--run-by", metavar="ORG", help="The unit that runs it.")] = None,
    purpose: Annotated[list[str] | None, typer.Option("--purpose", metavar="TEXT", help="What for, in order.")] = None,
    audience: Annotated[list[str] | None, typer.Option("--audience", metavar="TEXT", help="Whom, in order.")] = None,
    cohorts: Annotated[str | None, typer.Option("--cohorts", metavar="N", help="How many are planned.")] = None,
    year: Annotated[str | None, typer.Option("--year", metavar="YEAR", help="The fiscal year, in พ.ศ.")] = None,
    responsible: Annotated[str | None, typer.Option("--responsible", metavar="MEMBER")] = None,
    agreement: Annotated[str | None, typer.Option("--agreement", help="The agreement it belongs to.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="The group or network it is for.")] = None,
    code: options.Code = None,
    note: options.Note = None,
    source: options.Source = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record a course, with how many cohorts of it are planned."""
    texts = {
        "title": title, "organiser": organiser, "run_by": run_by, "cohorts_planned": cohorts, "fiscal_year": year,
        "responsible": responsible, "agreement": agreement, "group": group, "code": code, "note": note,
        "source": source,
    }  # fmt: skip
    lists = {"purposes": Texts.store(purpose or ()), "audience": Texts.store(audience or ())}
    with session.writing(dry_run=dry_run) as db:
        number = register.add(db, COURSE, standard.read_values(db, COURSE, texts) | lists, even_if_known=force)
        return standard.written(db, session, COURSE, number, dry_run=dry_run)


@options.shows
def plan(
    session: Session,
    course: Course,
    number: Number,
    on: On = None,
    starts: From = None,
    until: Until = None,
    region: InRegion = None,
    province: InProvince = None,
    venue: Venue = None,
    venue_name: VenueName = None,
    seats: Seats = None,
    title: Title = None,
    note: options.Note = None,
    source: options.Source = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Plan a cohort of a course: when, where, with how many seats."""
    texts = {
        "region": region, "province": province, "venue": venue, "venue_as_written": venue_name, "seats": seats,
        "title": title, "note": note, "source": source,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        values = standard.read_values(db, COHORT, texts) | _days(db, "planned", on, starts, until)
        own = {"course": standard.find(db, COURSE, course), "number": _number(number), "state": "planned"}
        cohort = register.add(db, COHORT, values | own)
        return standard.written(db, session, COHORT, cohort, dry_run=dry_run)


@options.shows
def hold(
    session: Session,
    course: Course,
    number: Number,
    on: On = None,
    starts: From = None,
    until: Until = None,
    people: Annotated[str | None, typer.Option("--people", metavar="N", help="42, or 'more than 40'.")] = None,
    provinces: Annotated[str | None, typer.Option("--provinces", metavar="N", help="From how many.")] = None,
    region: InRegion = None,
    province: InProvince = None,
    venue: Venue = None,
    venue_name: VenueName = None,
    seats: Seats = None,
    title: Title = None,
    state: Annotated[str | None, typer.Option("--state", help="held, or cancelled, postponed, planned.")] = None,
    note: options.Note = None,
    source: options.Source = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record that a cohort was held; it need not have been planned."""
    texts = {
        "provinces_stated": provinces, "region": region, "province": province, "venue": venue, "seats": seats,
        "venue_as_written": venue_name, "title": title, "state": state or "held", "note": note, "source": source,
    }  # fmt: skip
    counted = {} if people is None else standard.read_compound(COHORT, "people", people)
    with session.writing(dry_run=dry_run) as db:
        values = standard.read_values(db, COHORT, texts) | _days(db, "held", on, starts, until) | counted
        _refuse_day_ahead(session, values.get("held_from"))
        cohort, changed = _put(db, standard.find(db, COURSE, course), number, values)
        shown = standard.written(db, session, COHORT, cohort, dry_run=dry_run)
    return shown if changed else shown._replace(notes=(_("nothing differed; nothing was written"),))


def _put(db: sqlite3.Connection, course: int, number: str, values: Row) -> tuple[int, bool]:
    """Add the cohort or bring it up to date; its number in the register, and whether anything differed."""
    found = lookup.candidates(db, COHORT, number, course)
    if not found and number_meant(number) is not None:
        return register.add(db, COHORT, {"course": course, "number": _number(number), **values}), True
    cohort = lookup.find(db, COHORT, number, within=course)
    return cohort, register.edit(db, COHORT, cohort, values)


def _number(written: str) -> int:
    """The number of a cohort that is not there yet.

    Raises:
        Usage: when the text is none.
    """
    number = number_meant(written)
    if number is None:
        raise Usage(_("'{text}' is no number of a cohort").format(text=written), _("write it such as 4"))
    return number


def _days(db: sqlite3.Connection, which: str, on: str | None, starts: str | None, until: str | None) -> Row:
    """The first and the last day, from two options or from one that says both.

    Raises:
        Usage: when it is no day, or both ways were taken.
    """
    if on is None:
        return standard.read_values(db, COHORT, {f"{which}_from": starts, f"{which}_until": until})
    if starts is not None or until is not None:
        raise Usage(_("--on says both days; leave out --from and --until"))
    from netreg.thai.calendar import read

    try:
        value = read(on).value
    except Refused as refusal:
        raise Usage(_("--on: {reason}").format(reason=refusal)) from None
    if "T" in value:
        raise Usage(_("--on: '{text}' has a time of day; write the days alone").format(text=on))
    first, _slash, last = value.partition("/")
    return {f"{which}_from": first, f"{which}_until": last or None}


def _refuse_day_ahead(session: Session, day: str | None) -> None:
    """What is still to come was not held.

    Raises:
        RefusedChange: when the day lies ahead.
    """
    if day is not None and earliest(day) > session.as_of.isoformat():
        shown = COHORT.by_name["held_from"].show(day, session.view.style)
        raise RefusedChange(
            _("{day} is still to come, so nothing was held then").format(day=shown), _("use 'netreg training plan'")
        )


# --- lists -------------------------------------------------------------------


MISSING = {"dates": "undated", "cohorts": "holes"}


@options.lists
def list_(
    session: Session,
    choice: options.Choice,
    organiser: Annotated[
        str | None, typer.Option("--organiser", metavar="ORG", help="Organised or run by it or a unit of it.")
    ] = None,
    region: InRegion = None,
    province: InProvince = None,
    year: Year = None,
    missing: Annotated[
        str | None, typer.Option("--missing", metavar="WHAT", help="dates: held without; cohorts: not held.")
    ] = None,
    match: options.Match = None,
) -> Listing:
    """List courses; --missing those with something to ask about."""
    if missing is not None and missing not in MISSING:
        raise Usage(_("--missing: '{text}' is nothing that is looked for").format(text=missing), _("dates or cohorts"))

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from standard.matching(match)
        if organiser is not None:
            yield conditions.run_by(standard.find(db, ORGANISATION, organiser))
        yield from _with_cohort(db, region, province, year, of_course=True)

    return standard.listing(
        session, COURSE, choice, narrowed, (lambda row: bool(row[MISSING[missing]])) if missing else None
    )


def _with_cohort(
    db: sqlite3.Connection, region: str | None, province: str | None, year: str | None, *, of_course: bool
) -> Iterator[Condition]:
    """The condition on cohorts that the options make, if any was given."""
    values = standard.read_values(db, COHORT, {"region": region, "province": province})
    if values.get("region"):
        from netreg.thai.places import provinces_of

        values["region_provinces"] = Texts.store(one.name_th for one in provinces_of(values["region"], 4))
    if year is not None:
        from netreg.thai.terms import fiscal_span

        values["year"] = standard.read_value(db, COURSE.by_name["fiscal_year"], year)
        first, last = fiscal_span(values["year"])
        values |= {"year_from": first.isoformat(), "year_until": last.isoformat()}
    if values:
        yield conditions.with_cohort(values, of_course=of_course)


@options.lists
def list_cohorts(
    session: Session,
    choice: options.Choice,
    course: OfCourse = None,
    region: InRegion = None,
    province: InProvince = None,
    year: Year = None,
    state: Annotated[str | None, typer.Option("--state", help="planned, held, cancelled or postponed.")] = None,
    match: options.Match = None,
) -> Listing:
    """List cohorts, in the order of their numbers."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from standard.matching(match)
        if course is not None:
            yield conditions.equals(COHORT.by_name["course"], standard.find(db, COURSE, course))
        if state is not None:
            yield conditions.equals(COHORT.by_name["state"], standard.read_value(db, COHORT.by_name["state"], state))
        yield from _with_cohort(db, region, province, year, of_course=False)

    return standard.listing(session, COHORT, choice, narrowed)


def _of_course(
    db: sqlite3.Connection, course: str | None, cohort: str | None, match: str | None
) -> Iterator[Condition]:
    yield from standard.matching(match)
    if course is not None:
        owner = standard.find(db, COURSE, course)
        yield conditions.in_course(owner)
        if cohort is not None:
            found = lookup.find(db, COHORT, cohort, within=owner)
            yield conditions.equals(SESSION.by_name["cohort"], found)
    elif cohort is not None:
        raise Usage(_("--cohort is a number within a course"), _("say --course too"))


@options.lists
def list_sessions(
    session: Session,
    choice: options.Choice,
    course: OfCourse = None,
    cohort: OfCohort = None,
    match: options.Match = None,
) -> Listing:
    """List sessions, in their order."""
    return standard.listing(session, SESSION, choice, lambda db: _of_course(db, course, cohort, match))


@options.lists
def list_enrolments(
    session: Session,
    choice: options.Choice,
    course: OfCourse = None,
    cohort: OfCohort = None,
    match: options.Match = None,
) -> Listing:
    """List who took part."""
    return standard.listing(session, ENROLMENT, choice, lambda db: _of_course(db, course, cohort, match))


@options.tells
def show_matrix(
    session: Session,
    choice: options.Choice,
    course: Annotated[str | None, typer.Argument(metavar="[COURSE]", show_default=False)] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="region, province or year (fiscal).")] = "region",
) -> Listing:
    """Show each course by region, province or fiscal year: planned against held, and the holes."""
    if by not in AXES:
        raise Usage(
            _("--by: '{text}' is nothing to part courses by").format(text=by),
            _("there are: {names}").format(names=", ".join(AXES)),
        )
    fields = standard.picked(FIELDS, choice)
    with session.reading() as db:
        wanted = [conditions.numbered([standard.find(db, COURSE, course)])] if course is not None else []
        courses = _completed(session, records.select(db, COURSE, wanted, as_of=session.as_of), COURSE.complete)
        cohorts = _completed(session, records.select(db, COHORT, as_of=session.as_of), COHORT.complete)
    day = session.as_of.isoformat()
    rows = list(matrix(courses, cohorts, by, day))[: choice.limit]
    listing = Listing(fields, rows, session.view)
    if choice.columns:
        return listing
    shown = list(for_people(courses, cohorts, by, day))[: choice.limit]
    return listing._replace(for_people=Listing(brief(by, one_course=course is not None), shown, session.view))


def _completed(session: Session, rows: list[Row], complete: Callable[..., Row]) -> list[Row]:
    return [complete(row, session.question) for row in rows]


# --- groups ------------------------------------------------------------------


@options.shows
def add_session(
    session: Session,
    course: Course,
    number: Number,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", show_default=False)],
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="MEMBER", help="Who spoke.")] = None,
    speaker_name: Annotated[str | None, typer.Option("--speaker-name", help="A speaker who is no member.")] = None,
    affiliation: Annotated[str | None, typer.Option("--affiliation", metavar="ORG", help="Of the speaker.")] = None,
    affiliation_name: Annotated[
        str | None, typer.Option("--affiliation-name", metavar="TEXT", help="The same as it is written.")
    ] = None,
    starts: Annotated[str | None, typer.Option("--from", metavar="DATE", help="When it begins.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="When it ends.")] = None,
    seq: Annotated[str | None, typer.Option("--seq", help="Its place in the order; the last if not said.")] = None,
    note: options.Note = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Add a session to a cohort: its topic and who spoke."""
    texts = {
        "topic": topic, "speaker": speaker, "speaker_as_written": speaker_name, "affiliation": affiliation,
        "affiliation_as_written": affiliation_name, "starts_at": starts, "ends_at": until, "seq": seq, "note": note,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        cohort = lookup.find(db, COHORT, number, within=standard.find(db, COURSE, course))
        added = register.add(db, SESSION, {"cohort": cohort, **standard.read_values(db, SESSION, texts)})
        return standard.written(db, session, SESSION, added, dry_run=dry_run)


def _cohorts() -> LazyGroup:
    return standard.noun(COHORT, {"add": plan, "list": list_cohorts}, "The cohorts of courses.")


def _sessions() -> LazyGroup:
    return standard.noun(SESSION, {"add": add_session, "list": list_sessions}, "Topics and who spoke.")


def _enrolments() -> LazyGroup:
    return standard.noun(ENROLMENT, {"add": enrolments.enrol, "list": list_enrolments}, "Who took part.")


COMMAND = standard.noun(
    COURSE,
    {
        "add": add,
        "list": list_,
        "plan": plan,
        "hold": hold,
        "enrol": enrolments.enrol,
        "certify": enrolments.certify,
        "matrix": show_matrix,
    },
    "Training: courses, cohorts planned and held, sessions, who took part.",
    {
        "cohort": ("The cohorts of courses.", _cohorts),
        "session": ("Topics and who spoke.", _sessions),
        "enrolment": ("Who took part.", _enrolments),
    },
)
