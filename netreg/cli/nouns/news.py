"""``netreg news``: what was published about the network, by whom, and how often it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.session import Session
from netreg.entities import CREDIT, NEWS_ITEM, ORGANISATION, PERSON
from netreg.errors import UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Listing, Message
from netreg.store.records import conditions, lookup
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.store.records.conditions import Condition


class NewsFields(NamedTuple):
    """The options of a new news item, each named as its field."""

    published_on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was published.")] = None
    kind: Annotated[str | None, typer.Option("--kind", help="news, page, announcement, broadcast or post.")] = None
    about: Annotated[str | None, typer.Option("--about", metavar="ORG", help="The organisation it is about.")] = None
    channel: Annotated[str | None, typer.Option("--channel", help="Where it was published.")] = None
    url: Annotated[str | None, typer.Option("--url", help="Its address.")] = None
    reads: Annotated[str | None, typer.Option("--reads", metavar="N", help="How often it was read.")] = None
    reads_on: Annotated[str | None, typer.Option("--reads-on", metavar="DATE", help="When that was read off.")] = None
    agreement: Annotated[str | None, typer.Option("--agreement", help="The agreement it tells of.")] = None
    meeting: Annotated[str | None, typer.Option("--meeting", help="The meeting it tells of.")] = None
    activity: Annotated[str | None, typer.Option("--activity", help="The activity it tells of.")] = None
    course: Annotated[str | None, typer.Option("--course", help="The training it tells of.")] = None
    group: Annotated[str | None, typer.Option("--group", help="The group it tells of.")] = None


@options.add_record_options
def add(
    session: Session,
    headline: Annotated[str, typer.Argument(metavar="HEADLINE", show_default=False)],
    *,
    described: NewsFields,
    writer: Annotated[list[str] | None, typer.Option("--writer", metavar="MEMBER", help="Who wrote it.")] = None,
    photographer: Annotated[
        list[str] | None, typer.Option("--photographer", metavar="MEMBER", help="Who took the pictures.")
    ] = None,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Record a news item, with its writers and photographers."""
    texts = {"headline": headline, **described._asdict(), **own._asdict()}
    with session.writing() as db:
        number = checked_writes.add_record(
            db, NEWS_ITEM, arguments.parse_values(db, NEWS_ITEM, texts), even_if_known=force
        )
        for role, people in (("writer", writer), ("photographer", photographer)):
            generic_verbs.add_children(
                db, CREDIT, number, [{"person": person, "role": role} for person in people or ()]
            )
        return generic_verbs.confirm_added(db, session, NEWS_ITEM, number)


@options.add_record_options
def credit(
    session: Session,
    news: Annotated[str, typer.Argument(metavar="NEWS", show_default=False)],
    member: options.Member = None,
    name: options.NoMember = None,
    role: Annotated[str | None, typer.Option("--role", help="writer, photographer, editor or poster.")] = None,
    position: Annotated[str | None, typer.Option("--position", help="The position as credited.")] = None,
) -> Detail | Message:
    """Record who made a news item."""
    if member is None and name is None:
        raise UsageError(_("no member given"), _("give a member, or --name for a person who is not one"))
    texts = {"person": member, "name_as_credited": name, "role": role, "position": position}
    return generic_verbs.add_child(session, CREDIT, news, texts)


@options.add_query_options
def list_(
    session: Session,
    choice: options.ListOptions,
    about: Annotated[str | None, typer.Option("--about", metavar="ORG", help="About it or its units.")] = None,
    agreement: Annotated[str | None, typer.Option("--agreement", help="About this agreement.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="About this group.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="MEMBER", help="Made by this person.")] = None,
    match: options.Match = None,
) -> Listing:
    """List news."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, NEWS_ITEM, session.as_of)
        if about is not None:
            yield conditions.select_of_units("about_id", lookup.find_record(db, ORGANISATION, about))
        yield from listing.match_fields(db, NEWS_ITEM, {"agreement": agreement, "group": group})
        if by is not None:
            yield conditions.select_credited_to(lookup.find_record(db, PERSON, by))

    return listing.list_records(session, NEWS_ITEM, choice, narrowed)


GROUP = generic_verbs.build_noun(
    NEWS_ITEM,
    {"add": add, "list": list_},
    "News: what was published, by whom it was written and photographed, how often read.",
    {"credit": generic_verbs.build_noun_entry(CREDIT, {"add": credit}, "Who made a news item.")},
)
