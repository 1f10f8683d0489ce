"""The lists of ``netreg training``: courses, cohorts, sessions, who took part, and the matrix of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, listing, options
from netreg.cli.framework.option_values import check_known, note_other_era, read_year
from netreg.cli.framework.session import Session
from netreg.core.fields import TextList
from netreg.entities import COHORT, COURSE, ENROLMENT, ORGANISATION, SESSION
from netreg.entities.training.matrix import AXES, FIELDS, build_brief_matrix, build_matrix, select_brief_fields
from netreg.errors import UsageError
from netreg.language import _
from netreg.render.results import Listing
from netreg.store.records import conditions, lookup, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import date

    from netreg.core.entity import Entity, Row
    from netreg.store.records.conditions import Condition

InRegion = Annotated[str | None, typer.Option("--region", help="Of the four: ภาคเหนือ, Northeast …")]
InProvince = Annotated[str | None, typer.Option("--province", help="For example นครพนม.")]
Year = Annotated[str | None, typer.Option("--year", metavar="YEAR", help="Of this fiscal year, in พ.ศ.")]
OfCourse = Annotated[str | None, typer.Option("--course", metavar="COURSE", help="Of this course.")]
OfCohort = Annotated[str | None, typer.Option("--cohort", metavar="NUMBER", help="With --course: of this cohort.")]

MISSING = {"dates": "undated", "cohorts": "holes"}


@options.add_query_options
def list_courses(
    session: Session,
    choice: options.ListOptions,
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
    if missing is not None:
        missing = check_known("--missing", missing, MISSING)

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, COURSE, session.as_of)
        if organiser is not None:
            yield conditions.select_run_by(lookup.find_record(db, ORGANISATION, organiser))
        yield from _match_cohorts(db, region, province, year, of_course=True)

    found = listing.list_records(
        session, COURSE, choice, narrowed, (lambda row: bool(row[MISSING[missing]])) if missing else None
    )
    return found._replace(notes=note_other_era(year))


def _match_cohorts(
    db: sqlite3.Connection, region: str | None, province: str | None, year: str | None, *, of_course: bool
) -> Iterator[Condition]:
    """Yield the condition on cohorts of the options, if any was given."""
    values = arguments.parse_values(db, COHORT, {"region": region, "province": province})
    if values.get("region"):
        from netreg.thai.places import list_provinces

        values["region_provinces"] = TextList.store(one.name_th for one in list_provinces(values["region"], 4))
    if year is not None:
        from netreg.thai.dates.fiscal_years import build_fiscal_year

        values["year"] = read_year(year)
        first, last = build_fiscal_year(values["year"])
        values |= {"year_from": first.isoformat(), "year_until": last.isoformat()}
    if values:
        yield conditions.select_with_cohort(values, of_course=of_course)


@options.add_query_options
def list_cohorts(
    session: Session,
    choice: options.ListOptions,
    course: OfCourse = None,
    region: InRegion = None,
    province: InProvince = None,
    year: Year = None,
    state: Annotated[str | None, typer.Option("--state", help="planned, held, cancelled or postponed.")] = None,
    match: options.Match = None,
) -> Listing:
    """List cohorts, in the order of their numbers."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, COHORT, session.as_of)
        yield from listing.match_fields(db, COHORT, {"course": course, "state": state})
        yield from _match_cohorts(db, region, province, year, of_course=False)

    return listing.list_records(session, COHORT, choice, narrowed)._replace(notes=note_other_era(year))


def _match_course(
    db: sqlite3.Connection, kind: Entity, course: str | None, cohort: str | None, match: str | None, as_of: date
) -> Iterator[Condition]:
    yield from listing.match_text(db, match, kind, as_of)
    if course is not None:
        owner = lookup.find_record(db, COURSE, course)
        yield conditions.select_in_course(owner)
        if cohort is not None:
            found = lookup.find_record(db, COHORT, cohort, within=owner)
            yield conditions.select_equal(SESSION.by_name["cohort"], found)
    elif cohort is not None:
        raise UsageError(_("--cohort is a number within a course"), _("add --course"))


@options.add_query_options
def list_sessions(
    session: Session,
    choice: options.ListOptions,
    course: OfCourse = None,
    cohort: OfCohort = None,
    match: options.Match = None,
) -> Listing:
    """List sessions, in their order."""
    narrow = partial(_match_course, kind=SESSION, course=course, cohort=cohort, match=match, as_of=session.as_of)
    return listing.list_records(session, SESSION, choice, narrow)


@options.add_query_options
def list_enrolments(
    session: Session,
    choice: options.ListOptions,
    course: OfCourse = None,
    cohort: OfCohort = None,
    match: options.Match = None,
) -> Listing:
    """List who took part."""
    narrow = partial(_match_course, kind=ENROLMENT, course=course, cohort=cohort, match=match, as_of=session.as_of)
    return listing.list_records(session, ENROLMENT, choice, narrow)


@options.add_unsorted_list_options
def show_matrix(
    session: Session,
    choice: options.ListOptions,
    course: Annotated[str | None, typer.Argument(metavar="[COURSE]", show_default=False)] = None,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="region, province or year (fiscal).")] = "region",
) -> Listing:
    """Show each course by region, province or fiscal year: planned against held, and the holes."""
    by = check_known("--by", by, AXES)
    fields = listing.select_columns(FIELDS, choice)
    with session.reading() as db:
        wanted = [conditions.select_numbers([lookup.find_record(db, COURSE, course)])] if course is not None else []
        courses = _complete_rows(
            session, records.select_records(db, COURSE, wanted, as_of=session.as_of), COURSE.add_derived
        )
        cohorts = _complete_rows(session, records.select_records(db, COHORT, as_of=session.as_of), COHORT.add_derived)
    day = session.as_of.isoformat()
    rows = list(build_matrix(courses, cohorts, by, day))[: choice.limit]
    result = Listing(fields, rows, session.view)
    if choice.columns:
        return result
    shown = list(build_brief_matrix(courses, cohorts, by, day))[: choice.limit]
    return result._replace(
        for_terminal=Listing(select_brief_fields(by, one_course=course is not None), shown, session.view)
    )


def _complete_rows(session: Session, rows: list[Row], complete: Callable[..., Row]) -> list[Row]:
    return [complete(row, session.frame) for row in rows]
