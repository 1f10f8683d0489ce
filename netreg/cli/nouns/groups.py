"""``netreg group``: networks, associations, committees, who belongs to them, and who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, generic_verbs, listing, options
from netreg.cli.framework.command_builder import build_lazy_entry
from netreg.cli.framework.session import Session
from netreg.cli.nouns.look_alikes import ask_about_look_alikes, remember_others
from netreg.entities import MEMBER_GROUP, MEMBERSHIP, ORGANISATION, PERSON
from netreg.errors import RefusedChange, UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Listing, Message
from netreg.store.records import conditions, lookup, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.store.records.conditions import Condition

Group = Annotated[str, typer.Argument(metavar="GROUP", show_default=False)]
Org = Annotated[str | None, typer.Option("--org", metavar="ORG", help="The unit somebody stands for, or that belongs.")]
Role = Annotated[str | None, typer.Option("--role", help="chair, secretary, coordinator, committee_member, member …")]


class GroupFields(NamedTuple):
    """The options of a new group, each named as its field."""

    kind: Annotated[
        str | None, typer.Option("--kind", help="practitioner_network, alumni_provincial, class, committee …")
    ] = None
    organisation: Annotated[
        str | None, typer.Option("--of", metavar="ORG", help="The organisation it is a group of.")
    ] = None
    parent: Annotated[str | None, typer.Option("--parent", metavar="GROUP", help="The group it is part of.")] = None
    founded_by: Annotated[str | None, typer.Option("--founded-by", metavar="ORG", help="Who set it up.")] = None
    founded: Annotated[str | None, typer.Option("--founded", metavar="DATE", help="When it was set up.")] = None
    name_en: Annotated[str | None, typer.Option("--name-en", help="Its name in English.")] = None
    variants: Annotated[str | None, typer.Option("--variants", help="Other names, separated by ;")] = None
    province: Annotated[str | None, typer.Option("--province", help="Of which province.")] = None
    class_no: Annotated[str | None, typer.Option("--class", metavar="N", help="รุ่นที่: of which class.")] = None
    responsible: options.Responsible = None
    audience: Annotated[str | None, typer.Option("--audience", help="Who may belong to it.")] = None
    quorum: Annotated[
        str | None, typer.Option("--quorum", metavar="RULE", help="องค์ประชุม: กึ่งหนึ่ง, 2/3, or a number.")
    ] = None
    term_from: Annotated[str | None, typer.Option("--term-from", metavar="DATE", help="A committee's term.")] = None
    term_until: Annotated[str | None, typer.Option("--term-until", metavar="DATE", help="Its last day.")] = None


@options.add_record_options
def add(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name in Thai.", show_default=False)],
    *,
    described: GroupFields,
    objective: Annotated[list[str] | None, typer.Option("--objective", help="An objective, in order.")] = None,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Record a group: a network, an alumni group, a class, a committee."""
    texts = {"name_th": name, **described._asdict(), "objectives": "\n".join(objective or ()) or None, **own._asdict()}
    others = ask_about_look_alikes(
        session, MEMBER_GROUP, lambda db: (arguments.parse_values(db, MEMBER_GROUP, texts), None), force=force
    )
    with session.writing() as db:
        values = arguments.parse_values(db, MEMBER_GROUP, texts)
        if not force:
            _refuse_duplicate_class(db, session, values)
        number = checked_writes.add_record(db, MEMBER_GROUP, values, even_if_known=force)
        remember_others(db, MEMBER_GROUP, number, others)
        return generic_verbs.confirm_added(db, session, MEMBER_GROUP, number)


def _refuse_duplicate_class(db: sqlite3.Connection, session: Session, values: Row) -> None:
    """Refuse a second group of one class, whatever its name.

    Raises:
        RefusedChange: naming the group that there is.
    """
    telling = ("kind", "organisation", "class_no")
    if values.get("kind") != "class" or any(values.get(name) is None for name in telling):
        return
    same = [conditions.select_equal(MEMBER_GROUP.by_name[name], values[name]) for name in telling]
    for row in records.select_records(db, MEMBER_GROUP, same, as_of=session.as_of, limit=1):
        raise RefusedChange(
            _("that class already exists: group {number}, {name}").format(
                number=row["id"], name=MEMBER_GROUP.display_name(row)
            ),
            _("join it, or add --force if there are two"),
        )


@options.add_query_options
def list_(
    session: Session,
    choice: options.ListOptions,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind of group.")] = None,
    of: Annotated[str | None, typer.Option("--of", metavar="ORG", help="Groups of it or of a unit of it.")] = None,
    member: Annotated[str | None, typer.Option("--member", metavar="MEMBER", help="To which somebody belongs.")] = None,
    match: options.Match = None,
) -> Listing:
    """List groups."""

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from listing.match_text(db, match, MEMBER_GROUP, session.as_of)
        yield from listing.match_fields(db, MEMBER_GROUP, {"kind": kind})
        if of is not None:
            yield conditions.select_of_units("organisation_id", lookup.find_record(db, ORGANISATION, of))
        if member is not None:
            yield conditions.select_joined_by(lookup.find_record(db, PERSON, member), session.as_of)

    return listing.list_records(session, MEMBER_GROUP, choice, narrowed)


@options.add_record_options
def join(
    session: Session,
    group: Group,
    members: options.Members = None,
    org: Org = None,
    role: Role = None,
    position: Annotated[str | None, typer.Option("--position", help="The place in the group as written.")] = None,
    term_no: Annotated[str | None, typer.Option("--term", metavar="N", help="วาระที่: which term.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The first day, if it is known.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day of the term.")] = None,
    *,
    own: options.Provenance,
) -> Detail | Message:
    """Add people or an organisation to a group."""
    if not members and org is None:
        raise UsageError(_("no member given"), _("give a member, --org, or both"))
    texts = {
        "organisation": org, "role": role, "position": position, "term_no": term_no,
        "joined": on, "left": until, **own._asdict(),
    }  # fmt: skip
    people: list[str | None] = [*members] if members else [None]
    with session.writing() as db:
        number = lookup.find_record(db, MEMBER_GROUP, group)
        rows = [{"person": one, **texts} for one in people]
        numbers = generic_verbs.add_children(db, MEMBERSHIP, number, rows, session.typed_on)
        seats = records.select_belonging(db, MEMBERSHIP, "group", number, session.as_of)
        shown = generic_verbs.show_written(db, session, MEMBER_GROUP, number)
    added = [row for row in seats if row["id"] in numbers]
    notes = [note for row in added for note in _note_other_memberships(seats, row, session)]
    shown = shown._replace(notes=(*notes, *shown.notes))
    sentence = _("{names} joined {group}{role}{blanks}").format(
        names=", ".join(MEMBERSHIP.display_name(row) for row in added),
        group=MEMBER_GROUP.display_name(shown.card.row),
        role=f" ({MEMBERSHIP.by_name['role'].show(added[0]['role'], session.view.style)})" if added[0]["role"] else "",
        blanks=generic_verbs.list_blanks(MEMBERSHIP, added[0], ("role", "joined")),
    )
    return generic_verbs.confirm_change(session, shown, sentence)


def _note_other_memberships(seats: list[Row], added: Row, session: Session) -> Iterator[str]:
    """Note the memberships that the person just added already has in the group, in any role."""
    for row in seats:
        same = row["person"] and added["person"] and row["person"].id == added["person"].id
        if row is not added and same and MEMBERSHIP.add_derived(row, session.frame)["current"]:
            yield _("{name} already belongs to it: membership {id} ({role})").format(
                name=row["person"].name, id=row["id"], role=MEMBERSHIP.by_name["role"].show(row["role"])
            )


@options.add_write_options
def leave(
    session: Session,
    group: Group,
    member: options.Member = None,
    org: Org = None,
    role: Role = None,
    on: options.LastDay = None,
) -> Detail:
    """End a membership."""
    with session.writing() as db:
        number = lookup.find_record(db, MEMBER_GROUP, group)
        wanted = arguments.parse_values(db, MEMBERSHIP, {"person": member, "organisation": org, "role": role})
        last = arguments.parse_last_day(db, MEMBERSHIP.by_name["left"], on, session.as_of)
        checked_writes.edit_record(
            db, MEMBERSHIP, _open_membership(db, session, number, wanted, last)["id"], {"left": last}
        )
        return generic_verbs.show_written(db, session, MEMBER_GROUP, number)


def _open_membership(db: sqlite3.Connection, session: Session, group: int, wanted: Row, last: str) -> Row:
    """Return the one current membership that fits the options.

    Raises:
        RefusedChange: when none or several fit.
    """
    found = records.select_belonging(db, MEMBERSHIP, "group", group, session.as_of)
    found = [row for row in found if MEMBERSHIP.add_derived(row, session.frame)["current"]]
    fitting = arguments.filter_rows(found, wanted)
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise RefusedChange(
            _("no such current membership in group {number}").format(number=group),
            _("see 'netreg group show {number}'").format(number=group),
        )
    names = "; ".join(f"{row['id']} {MEMBERSHIP.display_name(row)}" for row in fitting[:5])
    raise RefusedChange(
        _("several memberships match: {names}").format(names=names),
        arguments.advise_which(
            MEMBERSHIP, fitting, {"person": _("a member"), "organisation": "--org", "role": "--role"}, "left", last
        ),
    )


@options.add_list_options
def coverage(
    session: Session,
    choice: options.ListOptions,
    group: Group,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="ORG", help="Whose units; by default those of the group's organisation."),
    ] = None,
    depth: Annotated[int, typer.Option("--depth", min=0, metavar="N", help="How deep; 0 is all of them.")] = 1,
    kind: Annotated[str | None, typer.Option("--kind", help="Only units of this kind, such as faculty.")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only units without anybody.")] = False,
) -> Listing:
    """List which units of an organisation have somebody in a group, and which have nobody."""
    from netreg.cli.tools import coverage as tool
    from netreg.store.reports.coverage import CoveredPlace

    with session.reading() as db:
        number = lookup.find_record(db, MEMBER_GROUP, group)
        root = lookup.find_record(db, ORGANISATION, of) if of is not None else tool.get_organisation(db, number)
        found, note = tool.read_coverage(db, session, CoveredPlace("group", number), root, depth=depth, kind=kind)
    return tool.list_coverage(session, choice, "unit", found, note, missing=missing)


GROUP = generic_verbs.build_noun(
    MEMBER_GROUP,
    {
        "add": add,
        "list": list_,
        "join": join,
        "leave": leave,
        "coverage": coverage,
        "attendance": build_lazy_entry(
            "meeting.participation", "attendance", "List how often people came to the meetings of a group."
        ),
    },
    "Groups: networks, alumni groups, classes, committees, and who belongs to them.",
    {"membership": generic_verbs.build_noun_entry(MEMBERSHIP, {"add": join}, "Who belongs to a group.")},
)
