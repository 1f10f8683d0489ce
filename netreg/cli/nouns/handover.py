"""``netreg member handover``: a post that ends passes its open responsibilities on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, listing, options
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.core.fields import Field, Number, Style, Text, shorten
from netreg.entities import BY_NAME, PERSON, POST
from netreg.entities.rough_dates import can_hold_on
from netreg.errors import RefusedChange, UsageError
from netreg.language import _, translate_placeholders
from netreg.render.results import Listing
from netreg.store.records import lookup, records
from netreg.store.writes.handover import (
    Duty,
    Handover,
    find_duties,
    find_former_units,
    find_seats,
    hand_over,
    has_seat_for_unit,
)
from netreg.thai.dates.formats import find_latest_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Row

FIELDS: tuple[Field, ...] = (
    Text("kind", "ประเภท", "Kind"),
    Number("id", "เลข", "No."),
    Text("name", "รายการ", "What"),
    Text("field", "ช่อง", "Field"),
)


@options.add_dry_run
@options.add_list_options
def handover(
    session: Session,
    choice: options.ListOptions,
    giver: Annotated[str, typer.Argument(metavar="MEMBER", help="Whose post ends.", show_default=False)],
    taker: Annotated[str, typer.Option("--to", metavar="MEMBER", help="Who takes over.")],
    on: options.LastDay = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="Only the posts there.")] = None,
    position: Annotated[str | None, typer.Option("--position", help="Only this post.")] = None,
    keep_posts: Annotated[
        bool, typer.Option("--keep-posts", help="Pass on responsibilities only, and no post.")
    ] = False,
    all_seats: Annotated[
        bool, typer.Option("--all-seats", help="Also the places in groups that are for no unit of a post.")
    ] = False,
) -> Listing:
    """Pass a member's posts, seats and open responsibilities on to another, in one command."""
    if keep_posts and (org or position):
        raise UsageError(
            _("--keep-posts cannot be combined with --org or --position"), _("leave out --org and --position")
        )
    fields = listing.select_columns(FIELDS, choice)
    with session.writing() as db:
        one, other = lookup.find_record(db, PERSON, giver), lookup.find_record(db, PERSON, taker)
        if one == other:
            raise RefusedChange(_("a member cannot hand over to themselves"), _("specify who takes over with --to"))
        last_day = _read_last_day(db, session, on)
        wanted = Handover(one, other, last_day, session.as_of, all_seats)
        described = arguments.parse_values(db, POST, {"organisation": org, "position": position})
        posts = [] if keep_posts else _find_posts(db, one, described, last_day)
        units = set() if keep_posts or described else find_former_units(db, one, last_day)
        passed = hand_over(db, wanted, posts, units)
        _silence_ends(db, wanted, passed)
        seats = find_seats(db, one, last_day)
        if not passed:
            raise _make_nothing_passed_error(wanted, seats)
        names = records.find_refs(db, "person", [one, other])
    rows = [{**item._asdict(), "kind": BY_NAME[item.kind].command} for item in passed]
    day = POST.by_name["until"].show(last_day.isoformat(), session.view.style)
    sentence = _("{one} hands over to {other}; last day {day}")
    sentence = sentence.format(one=names[one].name, other=names[other].name, day=day)
    more = (*_note_early_handover(passed, last_day, session), *_note_seats(wanted, seats))
    notes = (sentence, *more, *make_dry_run_note(dry_run=session.dry_run))
    return Listing(fields, listing.sort_rows(rows, FIELDS, choice.sort)[: choice.limit], session.view, notes=notes)


def _silence_ends(db: sqlite3.Connection, wanted: Handover, passed: list[Duty]) -> None:
    """Let nobody be warned of the end of what was passed on."""
    from netreg.store.reminders import due_list  # loads every kind that has days to watch

    reason = _("passed on to member {number}").format(number=wanted.taker)
    for duty in passed:
        if duty.field == "person":
            due_list.silence_passed_on(db, BY_NAME[duty.kind], duty.id, (wanted.last_day, wanted.today), reason)


def _make_nothing_passed_error(wanted: Handover, seats: list[Duty]) -> RefusedChange:
    reason = _("member {number} has nothing to hand over").format(number=wanted.giver)
    if not seats:
        return RefusedChange(reason, _("see 'netreg member show {number}'").format(number=wanted.giver))
    advice = _("or pass on {seats} with '{command}'")
    return RefusedChange(
        _("{reason} but seats that are for no unit of a post").format(reason=reason),
        advice.format(seats=list_duties(seats), command=_make_seats_command(wanted)),
    )


def _note_seats(wanted: Handover, seats: list[Duty]) -> Iterator[str]:
    """Note what the giver keeps: seats in groups that are for no unit of the posts passed on."""
    if seats:
        yield _("not passed on: {seats}; pass them on with '{command}'").format(
            seats=list_duties(seats), command=_make_seats_command(wanted)
        )


def _make_seats_command(wanted: Handover) -> str:
    """Return the command that passes on the remaining seats alone."""
    day = "" if wanted.last_day == wanted.today else f" --on {wanted.last_day.isoformat()}"
    return f"netreg member handover {wanted.giver} --to {wanted.taker} --keep-posts --all-seats{day}"


def list_duties(duties: Iterable[Duty]) -> str:
    """List duties in one line, each by its kind and number, with its name."""
    return ", ".join(f"{BY_NAME[one.kind].spoken_name} {one.id} ({shorten(one.name, 40)})" for one in duties)


def note_open_duties(db: sqlite3.Connection, session: Session, person: int, last: str) -> Iterator[str]:
    """Note what is still open for somebody whose last post ends on a day, and what to type to pass it on.

    A day known to its month only stands for its last one.
    """
    day = date.fromisoformat(find_latest_day(last))
    after = day + timedelta(days=1)
    posts = records.select_belonging(db, POST, "person", person, day)
    if any(post["until"] is None or can_hold_on(post["since"], post["until"], after) for post in posts):
        return
    duties, seats = list(find_duties(db, person, session.as_of)), find_seats(db, person, day)
    if not (duties or seats):
        return
    is_passed_on = duties or has_seat_for_unit(db, person, day)
    yield _("still open for this member: {duties}; pass it on with '{command}'").format(
        duties=list_duties([*duties, *seats]),
        command=translate_placeholders(f"netreg member handover {person} --to MEMBER")
        + ("" if is_passed_on else " --all-seats")
        + ("" if day == session.as_of else f" --on {day.isoformat()}"),
    )


def _note_early_handover(passed: list[Duty], last_day: date, session: Session) -> tuple[str, ...]:
    """Note that responsibilities, which have no first day, pass at once although the post still lasts."""
    if last_day <= session.as_of or all(item.field == "person" for item in passed):
        return ()
    return (_("the last day is in the future; responsibilities pass now"),)


def _read_last_day(db: sqlite3.Connection, session: Session, on: str | None) -> date:
    """Return the giver's last day, known to the day: the taker's first is the next.

    Raises:
        UsageError: when only its month or year is known.
    """
    written = arguments.parse_last_day(db, POST.by_name["until"], on, session.as_of)
    if len(written) < len("2021-08-05"):
        raise UsageError(_("--on: '{text}' is not a valid day").format(text=on), _("write it like 30/9/2569"))
    return date.fromisoformat(written)


def _find_posts(db: sqlite3.Connection, person: int, wanted: Row, last_day: date) -> list[Row]:
    """Return the posts that go on after the last day and fit the options.

    Raises:
        RefusedChange: when one was described and there is none, or one began after the last day.
    """
    held = records.select_belonging(db, POST, "person", person, last_day)
    open_ = [post for post in held if can_hold_on(None, post["until"], last_day + timedelta(days=1))]
    fitting = arguments.filter_rows(open_, wanted)
    if wanted and not fitting:
        raise RefusedChange(
            _("member {number} holds no such post").format(number=person),
            _("see 'netreg member show {number}'").format(number=person),
        )
    for post in fitting:
        if not can_hold_on(post["since"], post["until"], last_day):
            raise RefusedChange(
                _("member post {number} ({name}) began after that day: {since}").format(
                    number=post["id"],
                    name=POST.display_name(post),
                    since=POST.by_name["since"].show(post["since"], Style(lang="th")),
                ),
                _("give a later day with --on, or a post with --org or --position"),
            )
    return fitting
