"""``netreg org``: organisations and their units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.command_builder import build_lazy_entry
from netreg.cli.framework.option_values import naming_option
from netreg.cli.framework.session import Session
from netreg.cli.nouns import renaming
from netreg.cli.nouns.look_alikes import ask_about_look_alikes, remember_others
from netreg.entities import FIGURE, FORMER_ORGANISATION_NAME, ORGANISATION
from netreg.named_tuples import NamedTuple
from netreg.render.results import Branch, Detail, Listing, Message, Tree
from netreg.store.records import conditions, lookup, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition


class OrganisationFields(NamedTuple):
    """The options of a new organisation, each named as its field."""

    kind: Annotated[str | None, typer.Option("--kind", help="university, faculty, office, library …")] = None
    parent: Annotated[str | None, typer.Option("--parent", help="The organisation it is part of.")] = None
    name_en: Annotated[str | None, typer.Option("--name-en", help="Its name in English.")] = None
    official_code: Annotated[
        str | None, typer.Option("--official-code", help="The code an authority gave it, for example 1040051234.")
    ] = None
    abbreviation: Annotated[str | None, typer.Option("--abbreviation", help="Abbreviations, separated by ;")] = None
    variants: Annotated[str | None, typer.Option("--variants", help="Other and former names, separated by ;")] = None
    province: Annotated[str | None, typer.Option("--province", help="Its province.")] = None
    address: Annotated[str | None, typer.Option("--address", help="Its address.")] = None
    phone: Annotated[str | None, typer.Option("--phone", help="For example '0-7428-2209 ต่อ 2209'.")] = None
    email: Annotated[str | None, typer.Option("--email", help="Its e-mail address.")] = None
    website: Annotated[str | None, typer.Option("--website", help="Its web address.")] = None


@options.add_record_options
def add(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name in Thai.", show_default=False)],
    *,
    described: OrganisationFields,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Add an organisation or a unit of one."""
    texts = {"name_th": name, **described._asdict(), **own._asdict()}
    others = ask_about_look_alikes(
        session, ORGANISATION, lambda db: (arguments.parse_values(db, ORGANISATION, texts), None), force=force
    )
    with session.writing() as db:
        values = generic_verbs.confirm_typed(session, ORGANISATION, arguments.parse_values(db, ORGANISATION, texts))
        number = checked_writes.add_record(db, ORGANISATION, values, even_if_known=force)
        remember_others(db, ORGANISATION, number, others)
        return generic_verbs.confirm_added(db, session, ORGANISATION, number)


@options.add_query_options
def list_(
    session: Session,
    choice: options.ListOptions,
    under: Annotated[str | None, typer.Option("--under", metavar="ORG", help="Units under this one.")] = None,
    without_member: Annotated[
        bool, typer.Option("--without-member", help="Without anybody who holds a current post in the unit itself.")
    ] = False,
    match: options.Match = None,
) -> Listing:
    """List organisations."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, ORGANISATION, session.as_of)
        if under is not None:
            yield conditions.select_below(lookup.find_record(db, ORGANISATION, under), itself=False)
        if without_member:
            yield conditions.select_without_member(session.as_of)

    return listing.list_records(session, ORGANISATION, choice, narrowed)


@options.add_view_options
def tree(
    session: Session,
    root: Annotated[str | None, typer.Argument(metavar="[ORG]", help="Only what is under this one.")] = None,
) -> Tree:
    """Draw organisations as a tree."""
    with session.reading() as db:
        top = lookup.find_record(db, ORGANISATION, root) if root is not None else None
        rows = records.select_records(
            db, ORGANISATION, [conditions.select_below(top)] if top else [], as_of=session.as_of
        )
    known = {row["id"] for row in rows}
    below: dict[int | None, list[Row]] = {}
    for row in rows:
        above = row["parent"].id if row["parent"] and row["parent"].id in known and row["id"] != top else None
        below.setdefault(above, []).append(row)
    return Tree(ORGANISATION, _build_branches(below, None), session.view)


def _build_branches(below: dict[int | None, list[Row]], above: int | None) -> tuple[Branch, ...]:
    return tuple(Branch(row, _build_branches(below, row["id"])) for row in below.get(above, ()))


@options.add_record_options
def add_former_name(
    session: Session,
    org: Annotated[str, typer.Argument(metavar="ORG", show_default=False)],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The former name.", show_default=False)],
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day of that name.")] = None,
    *,
    own: options.Provenance,
) -> Detail | Message:
    """Record a name that an organisation had before."""
    return generic_verbs.add_child(
        session, FORMER_ORGANISATION_NAME, org, {"former_name": name, "until": until, **own._asdict()}
    )


def _read_name(written: str) -> Row:
    """Read a name: an English one is that of its own language."""
    field = ORGANISATION.by_name["name_en" if written.isascii() else "name_th"]
    with naming_option("name"):
        return {field.name: field.parse(written)}


GROUP = generic_verbs.build_noun(
    ORGANISATION,
    {
        "add": add,
        "list": list_,
        "edit": renaming.make_edit(ORGANISATION),
        "rename": renaming.make_rename(ORGANISATION, _read_name),
        "tree": tree,
    },
    "Organisations and their units.",
    {
        "former-name": generic_verbs.build_noun_entry(
            FORMER_ORGANISATION_NAME, {"add": add_former_name}, "The names organisations had before."
        ),
        "figure": generic_verbs.build_noun_entry(
            FIGURE,
            {"add": build_lazy_entry("nouns.figures", "add", "Add a number that an office states.")},
            "What an office states of its own size.",
        ),
    },
)
