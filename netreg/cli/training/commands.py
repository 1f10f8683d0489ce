"""``netreg training``: courses, their cohorts planned and held, sessions and who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session, make_unchanged_note
from netreg.cli.training import enrolments, training_lists
from netreg.cli.training.enrolments import Course, Number
from netreg.cli.training.training_lists import InProvince, InRegion
from netreg.core.fields import TextList
from netreg.entities import COHORT, COURSE, ENROLMENT, SESSION
from netreg.entities.rough_dates import is_ahead
from netreg.entities.training.trainings import parse_cohort_number
from netreg.errors import InvalidValue, RefusedChange, UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Message
from netreg.store.records import lookup
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row

On = Annotated[str | None, typer.Option("--on", metavar="DAYS", help="For example '24 - 25 มีนาคม 2565'.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day, if not --on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day, if not --on.")]
Venue = Annotated[str | None, typer.Option("--venue", metavar="ORG", help="The place, an organisation.")]
VenueName = Annotated[
    str | None, typer.Option("--venue-name", metavar="TEXT", help="The place, if it is not in the register.")
]
Seats = Annotated[str | None, typer.Option("--seats", metavar="N", help="The number of seats.")]
Title = Annotated[str | None, typer.Option("--title", help="A name of its own.")]


class CohortDays(NamedTuple):
    """The days of a cohort: both in one, or the first and the last."""

    on: On = None
    starts: From = None
    until: Until = None


class CohortPlace(NamedTuple):
    """The place, the seats and the title of a cohort; each option named as its field."""

    region: InRegion = None
    province: InProvince = None
    venue: Venue = None
    venue_as_written: VenueName = None
    seats: Seats = None
    title: Title = None


class CourseFields(NamedTuple):
    """The options of a new course, each named as its field."""

    organiser: Annotated[
        str | None, typer.Option("--organiser", metavar="ORG", help="The organiser of the course.")
    ] = None
    run_by: Annotated[str | None, typer.Option("--run-by", metavar="ORG", help="The unit that runs it.")] = None
    cohorts_planned: Annotated[str | None, typer.Option("--cohorts", metavar="N", help="How many are planned.")] = None
    fiscal_year: Annotated[str | None, typer.Option("--year", metavar="YEAR", help="The fiscal year, in พ.ศ.")] = None
    responsible: options.Responsible = None
    agreement: Annotated[str | None, typer.Option("--agreement", help="The agreement it belongs to.")] = None
    group: Annotated[str | None, typer.Option("--group", help="The group or network it is for.")] = None


@options.add_record_options
def add(
    session: Session,
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", show_default=False)] = None,
    *,
    described: CourseFields,
    purpose: Annotated[list[str] | None, typer.Option("--purpose", metavar="TEXT", help="A purpose, in order.")] = None,
    audience: Annotated[
        list[str] | None, typer.Option("--audience", metavar="TEXT", help="An audience, in order.")
    ] = None,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Record a course, with how many cohorts of it are planned."""
    texts = {"title": title, **described._asdict(), **own._asdict()}
    lists = {"purposes": TextList.store(purpose or ()), "audience": TextList.store(audience or ())}
    with session.writing() as db:
        number = checked_writes.add_record(
            db, COURSE, arguments.parse_values(db, COURSE, texts) | lists, even_if_known=force
        )
        return generic_verbs.confirm_added(db, session, COURSE, number)


@options.add_record_options
def plan(
    session: Session,
    course: Course,
    number: Number,
    *,
    days: CohortDays,
    place: CohortPlace,
    own: options.Provenance,
) -> Detail | Message:
    """Plan a cohort of a course: when, where, with how many seats."""
    texts = {**place._asdict(), **own._asdict()}
    with session.writing() as db:
        values = arguments.parse_values(db, COHORT, texts) | _read_days(db, "planned", days)
        key = {"course": lookup.find_record(db, COURSE, course), "number": _read_number(number), "state": "planned"}
        cohort = checked_writes.add_record(db, COHORT, values | key)
        return generic_verbs.confirm_added(db, session, COHORT, cohort)


@options.add_write_options
def hold(
    session: Session,
    course: Course,
    number: Number,
    *,
    days: CohortDays,
    people: Annotated[str | None, typer.Option("--people", metavar="N", help="42, or 'more than 40'.")] = None,
    provinces: Annotated[
        str | None, typer.Option("--provinces", metavar="N", help="The number of provinces they came from.")
    ] = None,
    place: CohortPlace,
    state: Annotated[str | None, typer.Option("--state", help="held, or cancelled, postponed, planned.")] = None,
    own: options.Provenance,
) -> Detail:
    """Record that a cohort was held; it need not have been planned."""
    texts = {
        **place._asdict(), "provinces_stated": provinces, "state": state or "held", **own._asdict(),
    }  # fmt: skip
    counted = {} if people is None else arguments.parse_compound(COHORT, "people", people)
    with session.writing() as db:
        values = arguments.parse_values(db, COHORT, texts) | _read_days(db, "held", days) | counted
        _refuse_future_day(session, values.get("held_from"))
        cohort, changed = _upsert_cohort(db, lookup.find_record(db, COURSE, course), number, values)
        shown = generic_verbs.show_written(db, session, COHORT, cohort)
    return shown if changed else shown._replace(notes=make_unchanged_note(changed=changed))


def _upsert_cohort(db: sqlite3.Connection, course: int, number: str, values: Row) -> tuple[int, bool]:
    """Add the cohort or bring it up to date; its number in the register, and whether anything differed."""
    found = lookup.find_candidates(db, COHORT, number, course)
    if not found and parse_cohort_number(number) is not None:
        return checked_writes.add_record(db, COHORT, {"course": course, "number": _read_number(number), **values}), True
    cohort = lookup.find_record(db, COHORT, number, within=course)
    return cohort, checked_writes.edit_record(db, COHORT, cohort, values)


def _read_number(written: str) -> int:
    """Return the number of a cohort that does not exist yet.

    Raises:
        UsageError: when the text is none.
    """
    number = parse_cohort_number(written)
    if number is None:
        raise UsageError(_("'{text}' is not a cohort number").format(text=written), _("write it like 4"))
    return number


def _read_days(db: sqlite3.Connection, which: str, days: CohortDays) -> Row:
    """Return the first and the last day, from two options or from one with both.

    Raises:
        UsageError: when it is no day, or both ways were taken.
    """
    on = days.on
    if on is None:
        return arguments.parse_values(db, COHORT, {f"{which}_from": days.starts, f"{which}_until": days.until})
    if days.starts is not None or days.until is not None:
        raise UsageError(_("--on cannot be combined with --from or --until; leave out one of them"))
    from netreg.thai.dates.date_parser import parse_date

    try:
        value = parse_date(on).value
    except InvalidValue as refusal:
        raise UsageError(_("--on: {reason}").format(reason=refusal)) from None
    if "T" in value:
        raise UsageError(_("--on: '{text}' has a time of day; write the days alone").format(text=on))
    first, _slash, last = value.partition("/")
    return {f"{which}_from": first, f"{which}_until": last or None}


def _refuse_future_day(session: Session, day: str | None) -> None:
    """Refuse a cohort that was held on a day still to come.

    Raises:
        RefusedChange: when the day lies ahead.
    """
    if day is not None and is_ahead(day, session.as_of):
        shown = COHORT.by_name["held_from"].show(day, session.view.style)
        raise RefusedChange(
            _("{day} is in the future, so nothing was held then").format(day=shown), _("use 'netreg training plan'")
        )


# --- groups ------------------------------------------------------------------


@options.add_record_options
def add_session(
    session: Session,
    course: Course,
    number: Number,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", show_default=False)],
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="MEMBER", help="Who spoke.")] = None,
    speaker_name: Annotated[
        str | None, typer.Option("--speaker-name", help="The name of a speaker who is not a member.")
    ] = None,
    affiliation: Annotated[str | None, typer.Option("--affiliation", metavar="ORG", help="Of the speaker.")] = None,
    affiliation_name: Annotated[
        str | None, typer.Option("--affiliation-name", metavar="TEXT", help="Its name, if it is not in the register.")
    ] = None,
    starts: Annotated[str | None, typer.Option("--from", metavar="DATE", help="When it begins.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="When it ends.")] = None,
    seq: options.Order = None,
    note: options.Note = None,
) -> Detail | Message:
    """Add a session to a cohort: its topic and who spoke."""
    texts = {
        "topic": topic, "speaker": speaker, "speaker_as_written": speaker_name, "affiliation": affiliation,
        "affiliation_as_written": affiliation_name, "starts_at": starts, "ends_at": until, "seq": seq, "note": note,
    }  # fmt: skip
    with session.writing() as db:
        cohort = lookup.find_record(db, COHORT, number, within=lookup.find_record(db, COURSE, course))
        added = checked_writes.add_record(db, SESSION, {"cohort": cohort, **arguments.parse_values(db, SESSION, texts)})
        return generic_verbs.confirm_added(db, session, SESSION, added)


GROUP = generic_verbs.build_noun(
    COURSE,
    {
        "add": add,
        "list": training_lists.list_courses,
        "plan": plan,
        "hold": hold,
        "enrol": enrolments.enrol,
        "certify": enrolments.certify,
        "matrix": training_lists.show_matrix,
    },
    "Training: courses, cohorts planned and held, sessions, who took part.",
    {
        "cohort": generic_verbs.build_noun_entry(
            COHORT, {"add": plan, "list": training_lists.list_cohorts}, "The cohorts of courses."
        ),
        "session": generic_verbs.build_noun_entry(
            SESSION, {"add": add_session, "list": training_lists.list_sessions}, "Topics and who spoke."
        ),
        "enrolment": generic_verbs.build_noun_entry(
            ENROLMENT, {"add": enrolments.enrol, "list": training_lists.list_enrolments}, "Who took part."
        ),
    },
)
