"""Signing an agreement: who signed for a party, in which capacity, and whom it still waits for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.agreement.agreement_options import Agreement, AsSigned, Party, Position
from netreg.cli.agreement.lifecycle import get_agreement_on
from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, PARTY, SIGNATORY
from netreg.entities.agreement import name_state
from netreg.entities.agreement.agreements import can_be_signed, is_unsigned
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.render.results import Detail, Message
from netreg.store.records import lookup, matching, records
from netreg.store.writes import checked_writes
from netreg.store.writes.rules import kept_names, signed_agreements
from netreg.thai.dates.formats import find_latest_day

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.cards import Card
    from netreg.core.entity import Row
    from netreg.core.fields import Style


@options.add_record_options
def sign(
    session: Session,
    agreement: Agreement,
    party: Party,
    member: options.Member = None,
    name: AsSigned = None,
    position: Position = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; by default the agreement's, or today.")
    ] = None,
    capacity: Annotated[
        str | None, typer.Option("--capacity", help="own_right, acting or on_behalf; empty if nothing is said.")
    ] = None,
    on_behalf_of: Annotated[str | None, typer.Option("--on-behalf-of", help="On whose behalf it was signed.")] = None,
    authority: Annotated[
        str | None, typer.Option("--authority", help="The authority to sign: an order, a letter.")
    ] = None,
    authority_no: Annotated[str | None, typer.Option("--authority-no", help="Its number.")] = None,
    authority_date: Annotated[str | None, typer.Option("--authority-date", metavar="DATE", help="Its date.")] = None,
    note: options.Note = None,
) -> Detail | Message:
    """Record that a party signed, by whom and in which capacity; says who is still to sign."""
    texts = {
        "person": member, "name_as_signed": name, "position_as_signed": position, "on_behalf_of": on_behalf_of,
        "capacity": capacity or ("on_behalf" if on_behalf_of else None), "authority_kind": authority,
        "authority_no": authority_no, "authority_date": authority_date, "note": note, "signed_on": on,
    }  # fmt: skip
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        side = lookup.find_record(db, PARTY, party, within=number)
        values = _date_signature(db, session, number, arguments.parse_values(db, SIGNATORY, texts))
        signatory = _record_signature(db, session, number, side, values)
        posts = kept_names.describe_open_posts(db, SIGNATORY, signatory)
        shown = generic_verbs.show_written(db, session, AGREEMENT, number)
        who = records.find_refs(db, SIGNATORY.name, [signatory])[signatory].name
        organisation = records.find_refs(db, PARTY.name, [side])[side].name
    signed = describe_signing(shown.card, session.view.style)
    shown = shown._replace(notes=(*shown.notes, *filter(None, (posts,))))
    sentence = _("agreement {number}: {who} signed for {party} on {day}; {signed}").format(
        number=number, who=who, party=organisation, signed=signed,
        day=SIGNATORY.by_name["signed_on"].show(values["signed_on"], session.view.style),
    )  # fmt: skip
    confirmed = generic_verbs.confirm_change(session, shown, sentence)
    return confirmed if isinstance(confirmed, Message) else confirmed._replace(notes=(*confirmed.notes, signed))


def describe_signing(card: Card, style: Style) -> str:
    """Say how many parties have signed, which signatures are dated ahead, and whom it waits for.

    Of what counts as signed by its own day, without a single signature in the register, nobody is waited for.
    """
    row = card.row
    if row["signed_on"] and not is_unsigned(row["state"]) and not (row["parties_signed"] or row["parties_ahead"]):
        day = AGREEMENT.by_name["signed_on"].show(row["signed_on"], style)
        return _("signed on {day}; who signed is not recorded").format(day=day)
    unsigned = [party for party in card.cards_of("parties") if not _has_dated_signature(card.row, party)]
    told = _count_signatures(card.row, style)
    if not unsigned:
        return told
    names = ", ".join(party.kind.display_name(party.row) for party in unsigned[:5]) + (
        ", …" if len(unsigned) > 5 else ""
    )
    return _("{signed}; it waits for {names}").format(signed=told, names=names)


def _has_dated_signature(agreement: Row, party: Card) -> bool:
    """Tell whether a party has a signature with a day, passed or ahead."""
    return any(inner.row["signed_on"] or agreement["signed_on"] for inner in party.cards_of("signatories"))


def _count_signatures(row: Row, style: Style) -> str:
    """Say how many signatures are recorded, and of those dated ahead the last day."""
    flags = (*row["flags"], *row.get("accepted_flags", ()))
    ahead = next((flag["data"] for flag in flags if flag["id"] == "signed-ahead"), None)
    if ahead is None:
        return _("{signed} of {total} have signed").format(signed=row["parties_signed"], total=row["party_count"])
    return _("{recorded} of {total} recorded; {ahead} dated ahead, the last on {day}").format(
        recorded=ahead["recorded"],
        total=ahead["parties"],
        ahead=ahead["ahead"],
        day=SIGNATORY.by_name["signed_on"].show(ahead["last"], style),
    )


def _date_signature(db: sqlite3.Connection, session: Session, number: int, values: Row) -> Row:
    """Return the signature with its day: the one given, else the agreement's, else the day asked about.

    Raises:
        RefusedChange: when the agreement had ended or was closed on that day.
    """
    row = records.get_record(db, AGREEMENT, number, session.as_of)
    assert row is not None
    signed = values.get("signed_on") or (row["signed_on"] or session.as_of.isoformat())[:10]
    then = AGREEMENT.add_derived(row, TimeFrame(date.fromisoformat(find_latest_day(signed))))
    if not can_be_signed(then["state"]):
        style = session.view.style
        raise RefusedChange(
            _("agreement {number} was {state} on {day}, so it cannot have been signed then").format(
                number=number,
                state=name_state(then["state"]),
                day=AGREEMENT.by_name["end"].show(_find_closing_day(then, signed), style),
            ),
            _("give the day it was signed with --on"),
        )
    return values | {"signed_on": signed}


def _find_closing_day(agreement: Row, signed: str) -> str:
    """Return the day on which an agreement was closed before somebody signed, else that day itself."""
    closed: str | None = agreement["final_on"]
    return closed if closed and closed <= signed else signed


def _record_signature(db: sqlite3.Connection, session: Session, number: int, side: int, values: Row) -> int:
    """Sign, or fill in the day of a signature that was expected; return the number of the signatory."""
    row = {"party": side, "person": None, "name_as_signed": None} | values
    known = matching.match_record(db, SIGNATORY, row)
    if known and records.read_values(db, SIGNATORY, known[0])["signed_on"] is None:
        checked_writes.edit_record(db, SIGNATORY, known[0], values)
        return known[0]
    _refuse_one_more(db, session, number)
    return checked_writes.add_record(db, SIGNATORY, {"party": side, **values})


def _refuse_one_more(db: sqlite3.Connection, session: Session, number: int) -> None:
    """Refuse a signature where all are recorded and some are dated ahead, so that it does not look unsigned.

    Raises:
        RefusedChange: saying how many are dated ahead.
    """
    row = get_agreement_on(db, session, number)
    if row["parties_ahead"] and signed_agreements.is_fully_signed(db, number):
        raise RefusedChange(
            _("agreement {number}: {signed}, so nothing can be added to it").format(
                number=number, signed=_count_signatures(row, session.view.style)
            ),
            _(
                "correct a day with 'netreg agreement amend {number} --correction --party ORG --signatory NAME "
                "signed_on=DATE'"
            ).format(number=number),
        )
