"""``netreg member confirm``: posts and contact data that somebody said are right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from netreg.cli.framework import arguments, options
from netreg.cli.framework.session import Session, make_dry_run_note, make_unchanged_note
from netreg.core.confirmations import CONFIRMED_ON, ConfirmedOn, can_be_confirmed
from netreg.core.fields import Field, Number, Style, Text
from netreg.entities import BY_NAME, ORGANISATION, PERSON, POST
from netreg.entities.rough_dates import can_be_in_order
from netreg.errors import RefusedChange, UsageError
from netreg.language import _
from netreg.render.results import Listing
from netreg.store.records import conditions, lookup, records
from netreg.store.writes import confirmations

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row

Members = Annotated[list[str] | None, typer.Argument(metavar="[MEMBER]...", show_default=False)]
FIELDS: tuple[Field, ...] = (
    Number("member", "สมาชิก", "Member"),
    Text("name", "ชื่อ-สกุล", "Name"),
    Text("kind", "ชนิด", "Kind"),
    Number("id", "เลข", "No."),
    Text("what", "สิ่งที่ยืนยัน", "What"),
    ConfirmedOn("before", "ยืนยันครั้งก่อน", "Confirmed before"),
    ConfirmedOn("confirmed_on", "ยืนยันเมื่อ", "Confirmed"),
)


class _Wish(NamedTuple):
    """The confirmation of each person: the day, which posts, whether contact data; posts below which unit."""

    day: str
    post: str | None
    contact: bool
    unit: int | None = None

    @property
    def has_posts(self) -> bool:
        """Tell whether posts are to be confirmed."""
        return not self.contact or self.post is not None

    @property
    def has_contact(self) -> bool:
        """Tell whether contact data are to be confirmed."""
        return self.contact or self.post is None


@options.add_write_options
def confirm(
    session: Session,
    members: Members = None,
    org: Annotated[
        str | None, typer.Option("--org", metavar="ORG", help="Everybody with a current post in it or its units.")
    ] = None,
    post: Annotated[
        str | None, typer.Option("--post", metavar="POST", help="Only this post: position, number as #12, or all.")
    ] = None,
    contact: Annotated[bool, typer.Option("--contact", help="Only the contact data.")] = False,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today by default.")] = None,
) -> Listing:
    """Confirm that people's current posts and contact data are right, as of a day."""
    if bool(members) == (org is not None):
        raise UsageError(_("name members, or a unit with --org"), _("for example 'netreg member confirm 12'"))
    with session.writing() as db:
        unit = lookup.find_record(db, ORGANISATION, org) if org is not None else None
        wish = _Wish(_read_day(db, session, on), post, contact, unit)
        people = _find_people(db, wish, members or [])
        found = [(person, one) for person in people for one in _find_confirmed(db, wish, person)]
        rows = [_describe(db, wish.day, person, *one) for person, one in found]
        count = 0
        for kind in (POST, PERSON):
            numbers = {number for _person, (own, number) in found if own is kind}
            count += confirmations.confirm_records(db, kind, numbers, wish.day)
    notes = (*make_unchanged_note(changed=bool(count)), *make_dry_run_note(dry_run=session.dry_run))
    return Listing(FIELDS, rows, session.view, notes=notes)


def _read_day(db: sqlite3.Connection, session: Session, on: str | None) -> str:
    """Return the day, known to the day.

    Raises:
        UsageError: when only its month or year is known, or it lies in the future.
    """
    field = POST.by_name[CONFIRMED_ON]
    on = session.as_of.isoformat() if on is None else on
    written = arguments.parse_value(db, field, on)
    if written is None or len(written) < len("2021-08-05"):
        raise UsageError(_("--on: '{text}' is not a valid day").format(text=on), _("write it like 30/9/2569"))
    return str(written)


def _find_people(db: sqlite3.Connection, wish: _Wish, members: list[str]) -> list[int]:
    """Return the people who are named, or who hold a post of the unit on the day.

    Raises:
        RefusedChange: when nobody does.
    """
    if wish.unit is None:
        return list(dict.fromkeys(lookup.find_record(db, PERSON, member) for member in members))
    day = date.fromisoformat(wish.day)
    condition = conditions.select_confirmable_in(wish.unit, day)
    found = [row["id"] for row in records.select_records(db, PERSON, [condition], as_of=day)]
    if not found:
        raise RefusedChange(
            _("nobody held a post in org {number} on {day}").format(number=wish.unit, day=_show_day(wish.day)),
            _("see 'netreg member list --org {number} --all'").format(number=wish.unit),
        )
    return found


def _find_confirmed(db: sqlite3.Connection, wish: _Wish, person: int) -> Iterator[tuple[Entity, int]]:
    """Yield the posts and the contact data of a person that are confirmed, each by kind and number.

    Raises:
        RefusedChange: when there is nothing to confirm, a post was not held on the day, or nobody was born by then.
    """
    values = records.read_values(db, PERSON, person)
    if not can_be_in_order(values["birth_date"], wish.day):
        raise RefusedChange(
            _("member {number} was born on {born}, so nothing can be confirmed before that day").format(
                number=person, born=_show_day(values["birth_date"])
            ),
            _("confirm another day with --on"),
        )
    posts = _find_posts(db, wish, person) if wish.has_posts else []
    yield from ((POST, number) for number in posts)
    reachable = any(values[name] is not None for name in PERSON.confirmed_fields)
    if wish.has_contact and reachable:
        yield PERSON, person
    elif not posts and wish.unit is None:
        raise RefusedChange(
            _("member {number} has no contact data to confirm").format(number=person)
            if not wish.has_posts
            else _("member {number} has neither a post nor contact data to confirm").format(number=person),
            _("add it with 'netreg member edit {number} phone=…'").format(number=person),
        )


def _find_posts(db: sqlite3.Connection, wish: _Wish, person: int) -> list[int]:
    """Return the posts of a person that are meant and held on the day."""
    posts = records.select_belonging(db, POST, "person", person, date.fromisoformat(wish.day))
    if wish.unit is not None:
        units = {row[0] for row in db.execute(conditions.UNITS, {"root": wish.unit})}
        posts = [row for row in posts if row["organisation"] and row["organisation"].id in units]
    if wish.post is not None and wish.post.strip().lower() not in ("all", "ทั้งหมด"):
        posts = _choose_posts(wish.post, posts, person)
    held = [row for row in posts if can_be_confirmed(row, wish.day)]
    if posts and not held:
        raise _refuse_post(posts[-1], wish.day)
    if wish.post is not None and not posts:
        raise RefusedChange(
            _("member {number} holds no post").format(number=person),
            _("add one with 'netreg member post add {number} --org ORG --position TEXT'").format(number=person),
        )
    return [row["id"] for row in held]


def _choose_posts(written: str, posts: list[Row], person: int) -> list[Row]:
    """Return the posts that a text means: by number, by position, or by organisation.

    Raises:
        RefusedChange: when none is meant, with those that there are.
    """
    text = written.strip()
    by_number = [row for row in posts if text.removeprefix("#") == str(row["id"])]
    position = POST.by_name["position"]
    found = by_number or [row for row in posts if row["position"] and position.is_same(row["position"], text)]
    found = found or [
        row for row in posts if row["organisation"] and text in (row["organisation"].code, row["organisation"].name)
    ]
    if found:
        return found
    names = "; ".join(f"#{row['id']} {POST.display_name(row)}" for row in posts)
    raise RefusedChange(
        _("member {number} has no such post: '{text}'").format(number=person, text=text),
        _("choose one of {posts}").format(posts=names)
        if posts
        else _("see 'netreg member show {number}'").format(number=person),
    )


def _refuse_post(row: Row, day: str) -> RefusedChange:
    """Return why a post cannot be confirmed on a day: it had ended, or was still to begin."""
    had_ended = not can_be_confirmed({"since": row["since"], "until": None}, day)
    name = "since" if had_ended else "until"
    sentence = (
        _("member post {number} ({name}) began after {day}: {limit}")
        if had_ended
        else _("member post {number} ({name}) had ended before {day}: {limit}")
    )
    return RefusedChange(
        sentence.format(number=row["id"], name=POST.display_name(row), day=_show_day(day), limit=_show_day(row[name])),
        _("confirm another day with --on, or only the contact data with --contact"),
    )


def _describe(db: sqlite3.Connection, day: str, person: int, kind: Entity, number: int) -> dict[str, Any]:
    """Return the row that tells what is confirmed of a person."""
    before = records.read_values(db, kind, number)[CONFIRMED_ON]
    contact = kind is PERSON
    name = records.find_refs(db, kind.name, [number])[number].name
    return {
        "member": person,
        "name": records.find_refs(db, PERSON.name, [person])[person].name,
        "kind": BY_NAME[kind.name].command,
        "id": number,
        "what": _("contact data") if contact else name,
        "before": before,
        "confirmed_on": max(day, before or ""),
    }


def _show_day(day: str) -> str:
    return POST.by_name["since"].show(day, Style(lang="th"))
