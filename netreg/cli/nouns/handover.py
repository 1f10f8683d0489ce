"""``netreg member handover``: a post that ends passes its open responsibilities on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, listing, options
from netreg.cli.framework.session import Session, make_dry_run_note
from netreg.core.fields import Field, Number, Style, Text
from netreg.entities import BY_NAME, PERSON, POST
from netreg.entities.rough_dates import can_hold_on
from netreg.errors import RefusedChange, UsageError
from netreg.language import _
from netreg.render.results import Listing
from netreg.store.records import lookup, records
from netreg.store.writes.handover import HandedOver, hand_over

if TYPE_CHECKING:
    import sqlite3

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
        wanted = arguments.parse_values(db, POST, {"organisation": org, "position": position})
        posts = [] if keep_posts else _find_posts(db, one, wanted, last_day)
        passed = hand_over(db, one, other, posts, last_day)
        if not passed:
            raise RefusedChange(
                _("member {number} has nothing to hand over").format(number=one),
                _("see 'netreg member show {number}'").format(number=one),
            )
        names = records.find_refs(db, "person", [one, other])
    rows = [{**item._asdict(), "kind": BY_NAME[item.kind].command} for item in passed]
    day = POST.by_name["until"].show(last_day.isoformat(), session.view.style)
    sentence = _("{one} hands over to {other}; last day {day}")
    sentence = sentence.format(one=names[one].name, other=names[other].name, day=day)
    notes = (sentence, *_note_early_handover(passed, last_day, session), *make_dry_run_note(dry_run=session.dry_run))
    return Listing(fields, listing.sort_rows(rows, FIELDS, choice.sort)[: choice.limit], session.view, notes=notes)


def _note_early_handover(passed: list[HandedOver], last_day: date, session: Session) -> tuple[str, ...]:
    """Note that responsibilities, which have no first day, pass at once although the post still lasts."""
    if last_day <= session.as_of or all(item.field == "person" for item in passed):
        return ()
    return (_("the last day is in the future; responsibilities pass now"),)


def _read_last_day(db: sqlite3.Connection, session: Session, on: str | None) -> date:
    """Return the giver's last day, known to the day: the taker's first is the next.

    Raises:
        UsageError: when only its month or year is known.
    """
    written = arguments.parse_value(db, POST.by_name["until"], on or session.as_of.isoformat())
    if written is None or len(written) < len("2021-08-05"):
        raise UsageError(_("--on: '{text}' is not a valid day").format(text=on), _("write it like 30/9/2569"))
    return date.fromisoformat(written)


def _find_posts(db: sqlite3.Connection, person: int, wanted: Row, last_day: date) -> list[Row]:
    """Return the posts without an end that fit the options.

    Raises:
        RefusedChange: when one was described and there is none, or one began after the last day.
    """
    open_ = [post for post in records.select_belonging(db, POST, "person", person, last_day) if post["until"] is None]
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
