"""``netreg training enrol`` and ``certify``: who takes part in a cohort, and the numbers of certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.entities import COHORT, COURSE, ENROLMENT
from netreg.entities.training.certificates import NumberPattern, parse_pattern
from netreg.entities.training.cohort_standings import get_certificate_limit
from netreg.errors import InvalidValue, RefusedChange, UsageError
from netreg.language import _, ngettext
from netreg.render.results import Detail, Message
from netreg.store.records import conditions, lookup, records
from netreg.store.writes import checked_writes
from netreg.store.writes.rules import certificates
from netreg.thai.dates.formats import BE_OFFSET, find_latest_day

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row

Course = Annotated[str, typer.Argument(metavar="COURSE", show_default=False)]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="รุ่นที่: the cohort's number.", show_default=False)]
Members = Annotated[list[str] | None, typer.Argument(metavar="[MEMBER]...", show_default=False)]


@options.add_record_options
def enrol(
    session: Session,
    course: Course,
    number: Number,
    members: Members = None,
    name: Annotated[list[str] | None, typer.Option("--name", help="The name of a person who is not a member.")] = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="Where they come from.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="trainee, presiding, guest, staff or observer.")] = None,
    position: options.Position = None,
    result: Annotated[
        str | None, typer.Option("--result", help="enrolled, completed, failed, withdrawn, absent.")
    ] = None,
    *,
    own: options.Provenance,
) -> Detail | Message:
    """Enrol people in a cohort."""
    if not members and not name:
        raise UsageError(_("no member given"), _("give members, or --name for a person who is not one"))
    texts = {
        "organisation": org, "role": role, "position_as_recorded": position, "result": result,
        **own._asdict(),
    }  # fmt: skip
    people = [{"person": member} for member in members or ()] + [{"name_as_recorded": one} for one in name or ()]
    with session.writing() as db:
        cohort = _find_cohort(db, course, number)
        shared = {"cohort": cohort, **arguments.parse_values(db, ENROLMENT, texts)}
        added = [
            checked_writes.add_record(db, ENROLMENT, shared | arguments.parse_values(db, ENROLMENT, person))
            for person in people
        ]
        names = [ref.name for ref in records.find_refs(db, ENROLMENT.name, added).values()]
        count = len(records.select_belonging(db, ENROLMENT, "cohort", cohort, session.as_of))
        shown = generic_verbs.show_written(db, session, COHORT, cohort)
    row = shown.card.row
    sentence = _("{names} enrolled in {course}, cohort {number}: {count} in all{blanks}").format(
        names=", ".join(names), course=row["course"].name, number=row["number"],
        count=count, blanks=generic_verbs.list_blanks(ENROLMENT, shared, ("result",)),
    )  # fmt: skip
    return generic_verbs.confirm_change(session, shown, sentence)


def _find_cohort(db: sqlite3.Connection, course: str, number: str) -> int:
    return lookup.find_record(db, COHORT, number, within=lookup.find_record(db, COURSE, course))


@options.add_write_options
def certify(
    session: Session,
    course: Course,
    number: Number,
    members: Members = None,
    all_: Annotated[bool, typer.Option("--all", help="All who are enrolled have completed.")] = False,
    first: Annotated[int | None, typer.Option("--from-number", min=1, metavar="N", help="Count from it.")] = None,
    pattern: Annotated[
        str, typer.Option("--pattern", help="With {n}, {year}, {cohort}; {n:03} for 007.")
    ] = "{n}/{year}",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; the last one held by default.")
    ] = None,
) -> Detail:
    """Number the certificates of those who completed; the members named have."""
    with session.writing() as db:
        owner = lookup.find_record(db, COURSE, course)
        number_ = lookup.find_record(db, COHORT, number, within=owner)
        row = records.get_record(db, COHORT, number_, session.as_of)
        assert row is not None
        day = arguments.parse_values(db, ENROLMENT, {"certificate_on": on}).get("certificate_on") or _last_day_of(
            session, row
        )
        chosen = _select_enrolments(db, session, number_, members or [], everybody=all_)
        _check_certificate_count(row, len(chosen))
        made = _number_certificates(db, session, owner, _read_pattern(pattern, day, row["number"]), first, len(chosen))
        for enrolment, certificate in zip(chosen, made, strict=True):
            given = {"result": "completed", "certificate_no": certificate, "certificate_on": day}
            checked_writes.edit_record(db, ENROLMENT, enrolment["id"], given)
        shown = generic_verbs.show_written(db, session, COHORT, number_)
    return shown._replace(notes=(_describe_certificates(made), *shown.notes))


def _last_day_of(session: Session, row: Row) -> str:
    """Return the last day on which the cohort was held, if it is known to the day, else the day asked about."""
    day = row["held_until"] or row["held_from"]
    return str(day) if day and len(day) == len("2022-03-25") else session.as_of.isoformat()


def _read_pattern(written: str, day: str, cohort: int) -> NumberPattern:
    try:
        return parse_pattern(written, int(find_latest_day(day)[:4]) + BE_OFFSET, cohort)
    except InvalidValue as refusal:
        raise UsageError(_("--pattern: {reason}").format(reason=refusal)) from None


def _select_enrolments(
    db: sqlite3.Connection, session: Session, cohort: int, members: list[str], *, everybody: bool
) -> list[Row]:
    """Return the enrolments to certify: of the members named, else of all who completed and have no certificate.

    Raises:
        RefusedChange: when there is none, or one who is named has a certificate already.
    """
    within = [conditions.select_equal(ENROLMENT.by_name["cohort"], cohort)]
    enrolled = records.select_records(db, ENROLMENT, within, as_of=session.as_of)
    if members:
        numbers = [lookup.find_record(db, ENROLMENT, member, within=cohort) for member in members]
        by_id = {row["id"]: row for row in enrolled}
        chosen = [by_id[one] for one in dict.fromkeys(numbers)]
        _refuse_certified(chosen)
        return chosen
    results = ("completed", "enrolled", None) if everybody else ("completed",)
    waiting = [row for row in enrolled if row["certificate_no"] is None and row["role"] == "trainee"]
    chosen = [row for row in waiting if row["result"] in results]
    if not chosen:
        raise RefusedChange(
            _("nobody in this cohort still needs a certificate"),
            _("name them, or add --all if everybody has completed"),
        )
    return chosen


def _refuse_certified(rows: list[Row]) -> None:
    for row in rows:
        if row["certificate_no"] is not None:
            raise RefusedChange(
                _("{name} already has a certificate: {number}").format(
                    name=ENROLMENT.display_name(row), number=row["certificate_no"]
                ),
                _("change it with 'netreg training enrolment edit {id} certificate_no=…'").format(id=row["id"]),
            )


def _check_certificate_count(row: Row, more: int) -> None:
    """Refuse more certificates than people, where their number was stated.

    Raises:
        RefusedChange: naming both numbers.
    """
    most, total = get_certificate_limit(row), row["certificate_count"] + more
    if most is not None and total > most:
        raise RefusedChange(
            _("that would be more certificates ({total}) than people stated ({people})").format(
                total=total, people=most
            ),
            _("correct the number with 'netreg training cohort edit {id} people=…'").format(id=row["id"]),
        )


def _number_certificates(
    db: sqlite3.Connection, session: Session, course: int, pattern: NumberPattern, first: int | None, count: int
) -> list[str]:
    """Return as many numbers as there are people, none of them given in the course before.

    Raises:
        RefusedChange: naming one that was.
    """
    rows = records.select_records(db, ENROLMENT, [conditions.select_in_course(course)], as_of=session.as_of)
    given = {row["certificate_no"]: row for row in rows if row["certificate_no"] is not None}
    ever = certificates.find_given_numbers(db, course)
    start = pattern.find_highest(ever | given.keys()) + 1 if first is None else first
    made = [pattern.format_number(n) for n in range(start, start + count)]
    for number in made:
        if number in given:
            owner = given[number]
            raise RefusedChange(
                _("certificate {number} was given to {name}, {cohort}").format(
                    number=number, name=ENROLMENT.display_name(owner), cohort=owner["cohort"].name
                ),
                _("leave out --from-number to count on from the last"),
            )
        if number in ever:
            raise RefusedChange(
                _("certificate {number} was issued in this course and revoked").format(number=number),
                _("leave out --from-number to count on from the last"),
            )
    return made


def _describe_certificates(made: list[str]) -> str:
    sentence = ngettext("{n} certificate: {first}", "{n} certificates: {first} to {last}", len(made))
    return sentence.format(n=len(made), first=made[0], last=made[-1])
