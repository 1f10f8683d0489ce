"""``netreg member``: people and the posts they hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.command_builder import build_lazy_entry
from netreg.cli.framework.option_values import read_duration
from netreg.cli.framework.session import Session
from netreg.cli.nouns import renaming
from netreg.cli.nouns.look_alikes import ask_about_look_alikes, remember_others
from netreg.core.entity import Row
from netreg.entities import FORMER_NAME, MEMBER_GROUP, ORGANISATION, PERSON, POST
from netreg.errors import RefusedChange
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Listing, Message
from netreg.store.records import conditions, lookup, records
from netreg.store.records.querying.clauses import MOST, has_few, is_large, name_few
from netreg.store.writes import checked_writes
from netreg.thai.dates.terms import subtract_term

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.store.records.conditions import CompiledQuery, Condition

_AT_ONCE = 500
"""Of so many posts to find those held takes no time."""

Org = Annotated[str | None, typer.Option("--org", metavar="ORG", help="The organisation of the post.")]
Position = Annotated[str | None, typer.Option("--position", help="The post, for example ผู้อำนวยการ.")]
Acting = Annotated[str | None, typer.Option("--acting", help="acting, acting_for, delegated … or in Thai.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="The first day of the post.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day of the post.")]


class PostFields(NamedTuple):
    """A post that somebody holds; each option is named as its field."""

    organisation: Org = None
    position: Position = None
    acting: Acting = None
    since: Since = None
    until: Until = None


class PersonFields(NamedTuple):
    """The options of a new person, each named as its field."""

    email: Annotated[str | None, typer.Option("--email", help="E-mail address.")] = None
    phone: Annotated[str | None, typer.Option("--phone", help="For example 081-234-5678.")] = None
    line_id: Annotated[str | None, typer.Option("--line", help="LINE id.")] = None
    nickname: Annotated[str | None, typer.Option("--nickname", help="What friends call the person.")] = None
    name_latin: Annotated[str | None, typer.Option("--latin", help="The name in Latin letters.")] = None
    birth_date: Annotated[str | None, typer.Option("--born", metavar="DATE", help="Date of birth.")] = None
    province: Annotated[str | None, typer.Option("--province", help="Home province.")] = None
    external_key: Annotated[str | None, typer.Option("--key", help="Staff or student number.")] = None


@options.add_record_options
def add(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Titles, given and family name.", show_default=False)],
    *,
    post: PostFields,
    person: PersonFields,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Add a person, with the post held if --org or --position is given."""
    texts = {**person._asdict(), **own._asdict()}

    def read_values(db: sqlite3.Connection) -> tuple[Row, Row | None]:
        values = arguments.parse_compound(PERSON, "name", name) | arguments.parse_values(db, PERSON, texts)
        return values, arguments.parse_values(db, POST, post._asdict()) or None

    others = ask_about_look_alikes(session, PERSON, read_values, force=force)
    with session.writing() as db:
        values, held = read_values(db)
        values = generic_verbs.confirm_typed(session, PERSON, values)
        held = held and generic_verbs.confirm_typed(session, POST, held)
        number = checked_writes.add_record(db, PERSON, values, held, even_if_known=force)
        remember_others(db, PERSON, number, others)
        shown = generic_verbs.confirm_added(db, session, PERSON, number)
    return shown._replace(notes=(*shown.notes, *arguments.note_compound(PERSON, "name", name)))


@options.add_query_options
def list_(
    session: Session,
    choice: options.ListOptions,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help="With a post in it or its units.")] = None,
    sub_units: Annotated[bool, typer.Option("--sub-units/--no-sub-units", help="With --org: its units too.")] = True,
    group: Annotated[str | None, typer.Option("--group", metavar="GROUP", help="Who belongs to this group.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also people without a current post.")] = False,
    confirmed_within: Annotated[
        str | None, typer.Option("--confirmed-within", metavar="TIME", help="Confirmed in that time: 90d, 24m, 2y.")
    ] = None,
    unconfirmed: Annotated[
        str | None, typer.Option("--unconfirmed", metavar="TIME", help="Confirmed by nobody for that time.")
    ] = None,
    match: options.Match = None,
) -> Listing:
    """List people with a current post; --all lists everybody."""
    matched = cache(lambda db: listing.match_text(db, match, PERSON, session.as_of))

    def narrowed(db: sqlite3.Connection, *, everybody: bool = all_) -> Iterator[Condition]:
        yield from matched(db)
        for option, written in (("--confirmed-within", confirmed_within), ("--unconfirmed", unconfirmed)):
            if written is not None:
                since = subtract_term(session.as_of, read_duration(written, option) or "")
                yield conditions.select_confirmed_since(since, session.as_of, is_not=option == "--unconfirmed")
        if org is not None:
            day = None if everybody else session.as_of
            unit = lookup.find_record(db, ORGANISATION, org)
            yield name_few(db, conditions.select_with_post_in(unit, day, sub_units=sub_units))
        if group is not None:
            yield name_few(db, conditions.select_in_group(lookup.find_record(db, MEMBER_GROUP, group), session.as_of))
        if org is None and group is None and not everybody and not _asks_for_postless(choice.query):
            current = conditions.select_with_post(session.as_of)
            asked = bool(choice.query.strip() or match) or is_large(db, "person")  # the first of a list are near
            yield name_few(db, current) if has_few(db, "post", MOST if asked else _AT_ONCE) else current

    def note_hidden(db: sqlite3.Connection, asked: CompiledQuery) -> tuple[str, ...]:
        if all_ or asked.keep:
            return ()
        hidden = records.count_records(db, PERSON, *narrowed(db, everybody=True), *asked.conditions)
        return _note_hidden(hidden) if hidden else ()

    return listing.list_records(session, PERSON, choice, narrowed, note_none=note_hidden)


def _asks_for_postless(query: str) -> bool:
    """Return whether a query is about those without a post; what compiles it is loaded only where there is one."""
    if not query.strip():
        return False
    from netreg.store.records.querying.targets import asks_for_lacking

    return asks_for_lacking(PERSON, query, "post")


def _note_hidden(count: int) -> tuple[str, ...]:
    """Note what an empty list of members must not hide: people who are meant and have no current post."""
    sentence = ngettext(
        "{n} person without a current post is left out; add --all",
        "{n} people without a current post are left out; add --all",
        count,
    )
    return (sentence.format(n=count),)


@options.add_record_options
def add_post(
    session: Session,
    member: Annotated[str, typer.Argument(metavar="MEMBER", show_default=False)],
    *,
    post: PostFields,
    own: options.Provenance,
) -> Detail | Message:
    """Give a person one more post."""
    texts = {**post._asdict(), **own._asdict()}
    return generic_verbs.add_child(session, POST, member, texts)


@options.add_write_options
def end_post(
    session: Session,
    member: Annotated[str, typer.Argument(metavar="MEMBER", show_default=False)],
    org: Org = None,
    position: Position = None,
    on: options.LastDay = None,
) -> Detail:
    """End a post that a person holds."""
    with session.writing() as db:
        person = lookup.find_record(db, PERSON, member)
        wanted = arguments.parse_values(db, POST, {"organisation": org, "position": position})
        last = arguments.parse_last_day(db, POST.by_name["until"], on, session.as_of)
        post = _find_open_post(db, session, person, wanted, last)
        checked_writes.edit_record(db, POST, post["id"], {"until": last})
        from netreg.cli.nouns.handover import note_open_duties  # few commands need what it does

        notes = tuple(note_open_duties(db, session, person, last))
        shown = generic_verbs.show_written(db, session, PERSON, person)
    return shown._replace(notes=(*notes, *shown.notes))


def _find_open_post(db: sqlite3.Connection, session: Session, person: int, wanted: dict[str, Any], last: str) -> Row:
    """Return the one post without an end that fits the options, else the one that would end after that last day.

    Raises:
        RefusedChange: when none or several fit.
    """
    posts = records.select_belonging(db, POST, "person", person, session.as_of)
    fitting = arguments.filter_rows((post for post in posts if post["until"] is None), wanted)
    fitting = fitting or arguments.filter_rows((post for post in posts if (post["until"] or "") > last), wanted)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise RefusedChange(
            _("member {number} holds no such post").format(number=person),
            _("see 'netreg member show {number}'").format(number=person),
        )
    names = "; ".join(f"{post['id']} {POST.display_name(post)}" for post in fitting)
    raise RefusedChange(
        _("member {number} holds several posts: {posts}").format(number=person, posts=names),
        arguments.advise_which(POST, fitting, {"organisation": "--org", "position": "--position"}, "until", last),
    )


@options.add_write_options
def add_former_name(
    session: Session,
    member: Annotated[str, typer.Argument(metavar="MEMBER", show_default=False)],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The former name.", show_default=False)],
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day of that name.")] = None,
    *,
    own: options.Provenance,
) -> Detail:
    """Record a name that a person had before."""
    with session.writing() as db:
        person = lookup.find_record(db, PERSON, member)
        values = arguments.parse_compound(FORMER_NAME, "name", name) | arguments.parse_values(
            db, FORMER_NAME, {"until": until, **own._asdict()}
        )
        checked_writes.add_record(db, FORMER_NAME, {"person": person, **values})
        return generic_verbs.show_written(db, session, PERSON, person)


def _read_name(written: str) -> Row:
    """Read a full name; titles that are not written stay as they are."""
    values = arguments.parse_compound(PERSON, "name", written)
    return values if values["titles"] else {part: values[part] for part in ("given_name", "family_name")}


GROUP = generic_verbs.build_noun(
    PERSON,
    {
        "add": add,
        "list": list_,
        "edit": renaming.make_edit(PERSON),
        "rename": renaming.make_rename(PERSON, _read_name),
        "handover": build_lazy_entry(
            "nouns.handover",
            "handover",
            "Pass a member's posts, seats and open responsibilities on to another, in one command.",
        ),
        "confirm": build_lazy_entry(
            "nouns.confirming",
            "confirm",
            "Confirm that people's current posts and contact data are right, as of a day.",
        ),
    },
    "People and the posts they hold.",
    {
        "former-name": generic_verbs.build_noun_entry(
            FORMER_NAME, {"add": add_former_name}, "The names people had before."
        ),
        "post": generic_verbs.build_noun_entry(POST, {"add": add_post, "end": end_post}, "The posts people hold."),
    },
)
