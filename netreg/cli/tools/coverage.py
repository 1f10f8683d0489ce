"""``netreg coverage``: who is missing in a group, at meetings, among the parties, from trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.framework import arguments, listing, options
from netreg.cli.framework.option_values import check_known
from netreg.cli.framework.session import Session
from netreg.core.choice_fields import YesNo
from netreg.core.fields import Count, Field, TextList
from netreg.entities import BY_NAME, ORGANISATION, PERSON
from netreg.errors import UsageError
from netreg.language import _, ngettext
from netreg.render.results import Listing
from netreg.store.records import lookup, records
from netreg.store.reports import coverage as reports

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row

IS_MISSING = 10
"""The exit code of ``--exit-code`` where somebody is missing."""

_COVERED = YesNo("covered", "มีผู้แทน", "Covered", options=YesNo.EXISTENCE)
_PEOPLE = (_COVERED, Count("people", "คน", "People"), TextList("members", "สมาชิก", "Members"))
_FIELDS: dict[str, tuple[Field, ...]] = {
    "unit": (*(ORGANISATION.by_name[name] for name in ("id", "code", "name_th", "kind")), *_PEOPLE),
    "province": (ORGANISATION.by_name["province"], *_PEOPLE),
    "person": (*(PERSON.by_name[name] for name in ("id", "code", "name", "current_posts", "email", "phone")), _COVERED),
}

Depth = Annotated[int, typer.Option("--depth", min=0, metavar="N", help="How deep; 0 is all of them.")]
Kind = Annotated[str | None, typer.Option("--kind", help="Only units of this kind, such as faculty.")]
Missing = Annotated[bool, typer.Option("--missing", help="Only those that are missing.")]


@options.add_list_options
def coverage(
    session: Session,
    choice: options.ListOptions,
    which: Annotated[
        str | None,
        typer.Argument(metavar="[RECORD]", show_default=False, help="A group, meeting, agreement or course."),
    ] = None,
    place: Annotated[
        str, typer.Option("--in", metavar="WHAT", help="group, meeting, agreement or training.", show_default=False)
    ] = "",
    of: Annotated[str | None, typer.Option("--of", metavar="ORG", help="Whose units, provinces or people.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="unit|province|person", help="What is asked after.")] = "unit",
    depth: Depth = 1,
    kind: Kind = None,
    missing: Missing = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 10 if any is missing.")] = False,
) -> Listing:
    """List which units, provinces or people are in a group, came to a meeting, have an agreement, were trained.

    Those that are missing come first. Without RECORD any counts; of agreements, any in force.
    """
    if not place:
        raise UsageError(_("--in is missing"), _("add --in group, meeting, agreement or training"))
    place = check_known("--in", place, reports.PLACES)
    by = check_known("--by", by, _FIELDS)
    with session.reading() as db:
        number = lookup.find_record(db, BY_NAME[reports.PLACES[place]], which) if which is not None else None
        root = lookup.find_record(db, ORGANISATION, of) if of is not None else None
        if root is None and number is not None and place == "group" and by == "unit":
            root = get_organisation(db, number)
        asked = reports.CoveredPlace(place, number)
        found, note = read_coverage(db, session, asked, root, by, depth=depth, kind=kind)
        # Without a record named, who was only counted may have come to meetings of others.
        unnamed = reports.count_unnamed(db, asked, session.frame) if found and (number or root is None) else 0
    result = list_coverage(session, choice, by, found, note, missing=missing)
    if unnamed:
        result = result._replace(notes=(*result.notes, _note_unnamed(unnamed)))
    is_missing = any(not row["covered"] for row in found)
    return result._replace(exit_code=IS_MISSING if exit_code and is_missing else 0)


def read_coverage(
    db: sqlite3.Connection,
    session: Session,
    place: reports.CoveredPlace,
    root: int | None,
    by: str = "unit",
    *,
    depth: int = 1,
    kind: str | None = None,
) -> tuple[list[Row], str]:
    """Read the coverage of units, provinces or people, with the sentence that counts those missing."""
    if by != "unit":
        if kind is not None or depth != 1:
            raise UsageError(_("--depth and --kind are about units"), _("leave them out, or use --by unit"))
        read = reports.read_province_coverage if by == "province" else reports.read_person_coverage
        found = read(db, place, root, session.frame)
        return found, tell_missing(found)
    if root is None:
        raise UsageError(_("whose units is not said"), _("add --of ORG, or ask --by province or --by person"))
    word = arguments.parse_value(db, ORGANISATION.by_name["kind"], kind) if kind is not None else None
    found = reports.read_unit_coverage(db, place, root, session.frame, depth=depth, kind=word)
    if not found:
        name = records.find_refs(db, "organisation", [root])[root].name
        return found, _("{name} has no such units below it").format(name=name)
    if place.name != "group":
        return found, tell_missing(found)
    count = _count_missing(found)
    sentence = ngettext("{n} of {units} unit has nobody in it", "{n} of {units} units have nobody in it", len(found))
    return found, sentence.format(n=count, units=len(found)) if count else tell_missing(found)


def tell_missing(found: list[Row]) -> str:
    """Tell how many of some units, provinces or people are missing."""
    count = _count_missing(found)
    if not count:
        return _("none of {count} is missing").format(count=len(found))
    sentence = ngettext("{n} of {count} is missing", "{n} of {count} are missing", count)
    return sentence.format(n=count, count=len(found))


def list_coverage(
    session: Session, choice: options.ListOptions, by: str, found: list[Row], note: str, *, missing: bool
) -> Listing:
    """List what was read, those that are missing first, or alone."""
    fields = listing.select_columns(_FIELDS[by], choice)
    rows = [row for row in found if not (missing and row["covered"])]
    rows = listing.sort_rows(rows, _FIELDS[by], choice.sort)
    return Listing(fields, rows[: choice.limit], session.view, notes=(note,))


def get_organisation(db: sqlite3.Connection, group: int) -> int:
    """Return the organisation of a group.

    Raises:
        UsageError: when it has none.
    """
    own = records.read_values(db, BY_NAME["member_group"], group)["organisation"]
    if own is None:
        raise UsageError(
            _("group {number} belongs to no organisation").format(number=group), _("add --of ORG to choose the units")
        )
    return int(own)


def _note_unnamed(count: int) -> str:
    sentence = ngettext(
        "{n} person is stated by number alone, without a name, and is counted nowhere here",
        "{n} people are stated by number alone, without names, and are counted nowhere here",
        count,
    )
    return sentence.format(n=f"{count:,}")


def _count_missing(found: list[Row]) -> int:
    return sum(not row["covered"] for row in found)
