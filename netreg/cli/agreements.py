"""``netreg agreement``: what was agreed and signed, by whom, and what runs out next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli import options, standard
from netreg.cli.context import Session, window
from netreg.core.entity import Question
from netreg.entities import AGREEMENT, ORGANISATION, PARTY, PURPOSE, SIGNATORY, WITNESS
from netreg.entities.agreements import due_soon, expired, still_open
from netreg.entities.order import latest_day
from netreg.errors import IN_WINDOW, RUN_OUT, RefusedChange, Usage
from netreg.language import _, ngettext
from netreg.render.results import Listing, Shown
from netreg.store import conditions, lookup, records, register

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.cli.group import LazyGroup
    from netreg.core.entity import Row
    from netreg.store.conditions import Condition

Agreement = Annotated[str, typer.Argument(metavar="AGREEMENT", show_default=False)]
Party = Annotated[str, typer.Option("--party", metavar="ORG", help="Which party; its organisation or unit.")]
Person = Annotated[str | None, typer.Argument(metavar="[MEMBER]", show_default=False)]
AsSigned = Annotated[str | None, typer.Option("--name", help="The name as signed, for somebody who is no member.")]
Position = Annotated[str | None, typer.Option("--position", help="The post as signed.")]
Order = Annotated[str | None, typer.Option("--seq", help="Its place in the order; the last if not said.")]


@options.shows
def add(
    session: Session,
    title: Annotated[str, typer.Argument(metavar="TITLE", show_default=False)],
    kind: Annotated[str | None, typer.Option("--kind", help="mou, moa, loi or addendum; mou if not said.")] = None,
    signed: Annotated[str | None, typer.Option("--signed", metavar="DATE", help="The day it was signed.")] = None,
    starts: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The day it takes effect.")] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="DATE", help="The last day, as stated.")] = None,
    term: Annotated[str | None, typer.Option("--term", help="How long, for example '2 ปี' or '1y6m'.")] = None,
    party: Annotated[list[str] | None, typer.Option("--party", metavar="ORG", help="A party, in order.")] = None,
    purpose: Annotated[list[str] | None, typer.Option("--purpose", metavar="TEXT", help="A purpose, in order.")] = None,
    renewal: Annotated[str | None, typer.Option("--renewal", help="none, express or tacit.")] = None,
    notice: Annotated[str | None, typer.Option("--notice", help="Notice before the end, for example 3m.")] = None,
    place: Annotated[str | None, typer.Option("--place", help="Where it was signed.")] = None,
    project: Annotated[str | None, typer.Option("--project", help="The project it belongs to.")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="NO", help="Numbers, parted by ;")] = None,
    responsible: Annotated[
        str | None, typer.Option("--responsible", metavar="MEMBER", help="Who looks after it.")
    ] = None,
    predecessor: Annotated[
        str | None, typer.Option("--predecessor", metavar="AGREEMENT", help="What it follows.")
    ] = None,
    code: options.Code = None,
    note: options.Note = None,
    source: options.Source = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record an agreement, with its parties, term and purposes."""
    texts = {
        "title": title, "kind": kind, "signed_on": signed, "effective_from": starts, "end_stated": end, "term": term,
        "renewal": renewal, "notice": notice, "place": place, "project": project, "document_no": document,
        "responsible": responsible, "predecessor": predecessor, "code": code, "note": note, "source": source,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        parties = [standard.find(db, ORGANISATION, written) for written in party or ()]
        first = {"organisation": parties[0]} if parties else None
        values = standard.read_values(db, AGREEMENT, texts)
        number = register.add(db, AGREEMENT, values, first, even_if_known=force)
        for organisation in parties[1:]:
            register.add(db, PARTY, {"agreement": number, "organisation": organisation})
        for text in purpose or ():
            register.add(db, PURPOSE, {"agreement": number, **standard.read_values(db, PURPOSE, {"text": text})})
        return standard.written(db, session, AGREEMENT, number, dry_run=dry_run)


@options.lists
def list_(
    session: Session,
    choice: options.Choice,
    expiring: Annotated[bool, typer.Option("--expiring", help="Those whose end or notice day is near.")] = False,
    within: Annotated[
        str | None, typer.Option("--within", metavar="TIME", help="How near: 90d, 3m, 1y; 90 days if not configured.")
    ] = None,
    ended: Annotated[bool, typer.Option("--expired", help="Those that have ended and nobody decided on.")] = False,
    no_end: Annotated[bool, typer.Option("--no-end", help="Those without an end date.")] = False,
    party: Annotated[
        str | None, typer.Option("--party", metavar="ORG", help="With this party or a unit of it.")
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 10 if something is near, 11 if something has run out.")
    ] = False,
    missing: options.Missing = None,
    match: options.Match = None,
) -> Listing:
    """List agreements; --expiring those that run out soon."""
    if sum((expiring, ended, no_end)) > 1:
        raise Usage(_("--expiring, --expired and --no-end exclude one another"), _("choose one"))
    if (expiring or within or ended) and choice.sort is None:
        choice = choice._replace(sort="days_left")
    question = Question(session.as_of, window(within) or session.settings.within)
    keep = (
        due_soon if expiring or within else expired if ended else (lambda row: not row["has_end"]) if no_end else None
    )

    def narrowed(db: sqlite3.Connection) -> Iterator[Condition]:
        yield from standard.matching(match)
        yield from standard.lacking(AGREEMENT, missing)
        if party is not None:
            yield conditions.party_to(standard.find(db, ORGANISATION, party))

    seen: list[Row] = []

    def kept(row: Row) -> bool:
        seen.append(row)
        return keep is None or keep(row)

    result = standard.listing(session, AGREEMENT, choice, narrowed, kept, question)
    gone = [row for row in seen if expired(row)] if expiring or within else []
    code = (RUN_OUT if any(map(expired, seen)) else IN_WINDOW if any(map(due_soon, seen)) else 0) if exit_code else 0
    return result._replace(notes=_ended(gone), exit_code=code)


def _ended(rows: list[Row]) -> tuple[str, ...]:
    """What a list of what is near must not hide: what is past already."""
    if not rows:
        return ()
    names = "; ".join(f"{row['code'] or row['id']} {row['title']}" for row in rows[:3])
    sentence = ngettext(
        "{n} agreement has ended and nobody has decided on it: {names}; see 'netreg agreement list --expired'",
        "{n} agreements have ended and nobody has decided on them: {names}; see 'netreg agreement list --expired'",
        len(rows),
    )
    return (sentence.format(n=len(rows), names=names + ("; …" if len(rows) > 3 else "")),)


@options.shows
def sign(
    session: Session,
    agreement: Agreement,
    party: Party,
    member: Person = None,
    name: AsSigned = None,
    position: Position = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; the agreement's or today if not said.")
    ] = None,
    capacity: Annotated[str | None, typer.Option("--capacity", help="own_right, acting or on_behalf.")] = None,
    on_behalf_of: Annotated[str | None, typer.Option("--on-behalf-of", help="Whose signature it stands for.")] = None,
    authority: Annotated[
        str | None, typer.Option("--authority", help="What empowers to sign: an order, a letter.")
    ] = None,
    authority_no: Annotated[str | None, typer.Option("--authority-no", help="Its number.")] = None,
    authority_date: Annotated[str | None, typer.Option("--authority-date", metavar="DATE", help="Its date.")] = None,
    note: options.Note = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Record that a party signed, by whom and in which capacity."""
    texts = {
        "person": member, "name_as_signed": name, "position_as_signed": position, "on_behalf_of": on_behalf_of,
        "capacity": capacity or ("on_behalf" if on_behalf_of else None), "authority_kind": authority,
        "authority_no": authority_no, "authority_date": authority_date, "note": note, "signed_on": on,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        number = standard.find(db, AGREEMENT, agreement)
        side = lookup.find(db, PARTY, party, within=number)
        _sign(db, side, _on_an_open_day(db, session, number, standard.read_values(db, SIGNATORY, texts)))
        return standard.written(db, session, AGREEMENT, number, dry_run=dry_run)


def _on_an_open_day(db: sqlite3.Connection, session: Session, number: int, values: Row) -> Row:
    """The signature with its day: the one given, else the agreement's, else the day asked about.

    Raises:
        RefusedChange: when the agreement had ended or was closed on that day.
    """
    row = records.get(db, AGREEMENT, number, session.as_of)
    assert row is not None
    signed = values.get("signed_on") or (row["signed_on"] or session.as_of.isoformat())[:10]
    then = AGREEMENT.complete(row, Question(latest_day(signed)))
    if not still_open(then["state"]):
        style = session.view.style
        raise RefusedChange(
            _("agreement {number} was {state} on {day}, so nobody signed it then").format(
                number=number,
                state=AGREEMENT.by_name["state"].show(then["state"], style._replace(lang="en")).lower(),
                day=AGREEMENT.by_name["end"].show(signed, style),
            ),
            _("give the day it was signed with --on"),
        )
    return values | {"signed_on": signed}


def _sign(db: sqlite3.Connection, side: int, values: Row) -> None:
    """Sign, or fill in the day of a signature that was expected."""
    row = {"party": side, "person": None, "name_as_signed": None} | values
    known = lookup.identify(db, SIGNATORY, row)
    if known and records.values_of(db, SIGNATORY, known[0])["signed_on"] is None:
        register.edit(db, SIGNATORY, known[0], values)
    else:
        register.add(db, SIGNATORY, {"party": side, **values})


@options.shows
def add_party(
    session: Session,
    agreement: Agreement,
    organisation: Annotated[str, typer.Argument(metavar="ORG", show_default=False)],
    unit: Annotated[str | None, typer.Option("--unit", metavar="ORG", help="The unit that is to act for it.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="lead, party, observer or funder.")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="NO", help="Its own number.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Its name as signed.")] = None,
    witnesses: Annotated[str | None, typer.Option("--witnesses", metavar="N", help="Witnesses counted.")] = None,
    seq: Order = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Add a party to an agreement."""
    texts = {
        "organisation": organisation, "unit": unit, "role": role, "document_no": document,
        "name_as_signed": name, "witness_count": witnesses, "seq": seq,
    }  # fmt: skip
    with session.writing(dry_run=dry_run) as db:
        number = standard.find(db, AGREEMENT, agreement)
        register.add(db, PARTY, {"agreement": number, **standard.read_values(db, PARTY, texts)})
        return standard.written(db, session, AGREEMENT, number, dry_run=dry_run)


@options.shows
def add_purpose(
    session: Session,
    agreement: Agreement,
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)],
    seq: Order = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Add a purpose to an agreement."""
    with session.writing(dry_run=dry_run) as db:
        number = standard.find(db, AGREEMENT, agreement)
        register.add(
            db, PURPOSE, {"agreement": number, **standard.read_values(db, PURPOSE, {"text": text, "seq": seq})}
        )
        return standard.written(db, session, AGREEMENT, number, dry_run=dry_run)


@options.shows
def add_witness(
    session: Session,
    agreement: Agreement,
    party: Party,
    member: Person = None,
    name: AsSigned = None,
    position: Position = None,
    dry_run: options.DryRun = False,
) -> Shown:
    """Add a witness who is named."""
    texts = {"person": member, "name_as_signed": name, "position_as_signed": position}
    with session.writing(dry_run=dry_run) as db:
        number = standard.find(db, AGREEMENT, agreement)
        side = lookup.find(db, PARTY, party, within=number)
        register.add(db, WITNESS, {"party": side, **standard.read_values(db, WITNESS, texts)})
        return standard.written(db, session, AGREEMENT, number, dry_run=dry_run)


def _parties() -> LazyGroup:
    return standard.noun(PARTY, {"add": add_party}, "The parties, in order.")


def _purposes() -> LazyGroup:
    return standard.noun(PURPOSE, {"add": add_purpose}, "The purposes, in order.")


def _signatories() -> LazyGroup:
    return standard.noun(SIGNATORY, {"add": sign}, "Who signs for a party.")


def _witnesses() -> LazyGroup:
    return standard.noun(WITNESS, {"add": add_witness}, "Witnesses who are named.")


COMMAND = standard.noun(
    AGREEMENT,
    {"add": add, "list": list_, "sign": sign},
    "Agreements (MOUs): parties, signatures, terms, what runs out.",
    {
        "party": ("The parties, in order.", _parties),
        "purpose": ("The purposes, in order.", _purposes),
        "signatory": ("Who signs for a party.", _signatories),
        "witness": ("Witnesses who are named.", _witnesses),
    },
)
