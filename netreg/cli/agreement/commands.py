"""``netreg agreement``: what was agreed and signed, by whom, and what runs out next."""

from __future__ import annotations

from importlib import import_module
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.agreement.agreement_list import list_
from netreg.cli.agreement.agreement_options import Agreement, AsSigned, Party, Position
from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.command_builder import build_command, build_lazy_entries, build_lazy_entry
from netreg.cli.framework.lazy_group import Entry
from netreg.cli.framework.session import Session
from netreg.entities import AGREEMENT, AMENDMENT, DECISION, PARTY, PURPOSE, SIGNATORY, STEP, WITNESS
from netreg.errors import UsageError
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.render.results import Detail, Message
from netreg.store.records import lookup

if TYPE_CHECKING:
    from typer._click.core import Command

    from netreg.core.entity import Entity

# Verb: module under netreg.cli, its function, what it does.
VERBS = {
    "effect": ("agreement.lifecycle", "effect", "Record from which day a signed agreement takes effect."),
    "decide": (
        "agreement.lifecycle",
        "decide",
        "Record what was decided of its end: renew, lapse, replace, undecided.",
    ),
    "renew": ("agreement.lifecycle", "renew", "Renew it: one more period, until a day or for a term."),
    "extend": ("agreement.lifecycle", "extend", "Move its end: until a day or by a term."),
    "replace": ("agreement.lifecycle", "replace", "Put a newer agreement in its place."),
    "complete": ("agreement.closing", "complete", "Close it: what was agreed is done."),
    "terminate": ("agreement.closing", "terminate", "Close it: a party ended it before its time."),
    "cancel": ("agreement.closing", "cancel", "Close it: it never took effect."),
    "settle": ("agreement.closing", "settle", "Say whether the stated end or the term is right."),
    "edit": ("agreement.amending", "edit", "Change fields: FIELD=VALUE; an empty value clears the field."),
    "amend": ("agreement.amending", "amend", "Record a change of what was signed, and make it."),
    "explain": ("agreement.explain", "explain", "Explain each of its dates by the law, in words for a memo."),
    "brief": ("agreement.brief", "brief", "All that a decision on its renewal needs, on one screen."),
    "timeline": ("agreement.outlook", "timeline", "Draw a bar for each agreement along the years."),
    "forecast": ("agreement.outlook", "forecast", "Count what ends in each quarter to come."),
}


class AgreementFields(NamedTuple):
    """The options of a new agreement, each named as its field."""

    kind: Annotated[str | None, typer.Option("--kind", help="mou, moa, loi, addendum or contract; mou by default.")] = (
        None
    )
    signed_on: Annotated[str | None, typer.Option("--signed", metavar="DATE", help="The day it was signed.")] = None
    effective_from: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The day it takes effect.")] = (
        None
    )
    end_stated: Annotated[str | None, typer.Option("--end", metavar="DATE", help="The last day, as stated.")] = None
    term: Annotated[str | None, typer.Option("--term", help="How long, for example '2 ปี' or '1y6m'.")] = None
    renewal: Annotated[str | None, typer.Option("--renewal", help="none, express or tacit.")] = None
    notice: Annotated[str | None, typer.Option("--notice", help="Notice before the end, for example 3m.")] = None
    place: Annotated[str | None, typer.Option("--place", help="Where it was signed.")] = None
    project: Annotated[str | None, typer.Option("--project", help="The project it belongs to.")] = None
    document_no: Annotated[str | None, typer.Option("--document", metavar="NO", help="Numbers, separated by ;")] = None
    responsible: options.Responsible = None
    predecessor: Annotated[str | None, typer.Option("--predecessor", metavar="AGREEMENT", help="What it follows.")] = (
        None
    )
    addendum_to: Annotated[
        str | None, typer.Option("--addendum-to", metavar="AGREEMENT", help="What it is an addendum to.")
    ] = None


class ContactOptions(NamedTuple):
    """The options of whom to ask at a party, each named as its field."""

    contact: Annotated[
        str | None, typer.Option("--contact", metavar="MEMBER", help="Whom to ask there, a member of the register.")
    ] = None
    contact_name: Annotated[
        str | None, typer.Option("--contact-name", metavar="TEXT", help="Whom to ask there, if not in the register.")
    ] = None
    contact_phone: Annotated[
        str | None, typer.Option("--contact-phone", metavar="TEXT", help="The telephone of the contact.")
    ] = None
    contact_email: Annotated[
        str | None, typer.Option("--contact-email", metavar="TEXT", help="The e-mail of the contact.")
    ] = None
    other_contacts: Annotated[
        str | None, typer.Option("--other-contacts", metavar="TEXT", help="More contacts, separated by ;")
    ] = None


@options.add_record_options
def add(
    session: Session,
    title: options.Title,
    *,
    described: AgreementFields,
    party: Annotated[list[str] | None, typer.Option("--party", metavar="ORG", help="A party, in order.")] = None,
    contact: Annotated[
        list[str] | None, typer.Option("--contact", metavar="MEMBER", help="Whom to ask at each party, in its order.")
    ] = None,
    purpose: Annotated[list[str] | None, typer.Option("--purpose", metavar="TEXT", help="A purpose, in order.")] = None,
    own: options.RecordOptions,
    force: options.Force = False,
) -> Detail | Message:
    """Record an agreement, with its parties, term and purposes."""
    from netreg.store.writes import checked_writes  # lists check nothing

    kind = described.kind or ("addendum" if described.addendum_to else None)
    texts = {"title": title, **described._asdict(), **own._asdict(), "kind": kind}
    if len(contact or ()) > len(party or ()):
        raise UsageError(_("there are more contacts than parties"), _("give a --party before each --contact"))
    with session.writing() as db:
        parties = [
            arguments.parse_values(db, PARTY, {"organisation": organisation, "contact": who})
            for organisation, who in zip_longest(party or (), contact or ())
        ]
        values = arguments.parse_values(db, AGREEMENT, texts)
        number = checked_writes.add_record(db, AGREEMENT, values, parties[0] if parties else None, even_if_known=force)
        for each in parties[1:]:
            checked_writes.add_record(db, PARTY, {"agreement": number, **each})
        generic_verbs.add_children(db, PURPOSE, number, [{"text": text} for text in purpose or ()])
        return generic_verbs.confirm_added(db, session, AGREEMENT, number)


@options.add_record_options
def add_party(
    session: Session,
    agreement: Agreement,
    organisation: Annotated[str, typer.Argument(metavar="ORG", show_default=False)],
    unit: Annotated[str | None, typer.Option("--unit", metavar="ORG", help="The unit that is to act for it.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="lead, party, observer or funder.")] = None,
    document: Annotated[str | None, typer.Option("--document", metavar="NO", help="Its own number.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Its name as signed.")] = None,
    witnesses: Annotated[str | None, typer.Option("--witnesses", metavar="N", help="Witnesses counted.")] = None,
    *,
    asked: ContactOptions,
    seq: options.Order = None,
) -> Detail | Message:
    """Add a party to an agreement."""
    texts = {
        "organisation": organisation, "unit": unit, "role": role, "document_no": document,
        "name_as_signed": name, "witness_count": witnesses, "seq": seq, **asked._asdict(),
    }  # fmt: skip
    return generic_verbs.add_child(session, PARTY, agreement, texts)


@options.add_record_options
def add_purpose(
    session: Session,
    agreement: Agreement,
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)],
    seq: options.Order = None,
) -> Detail | Message:
    """Add a purpose to an agreement."""
    return generic_verbs.add_child(session, PURPOSE, agreement, {"text": text, "seq": seq})


@options.add_record_options
def add_witness(
    session: Session,
    agreement: Agreement,
    party: Party,
    member: options.Member = None,
    name: AsSigned = None,
    position: Position = None,
) -> Detail | Message:
    """Add a witness who is named."""
    from netreg.store.writes import checked_writes

    texts = {"person": member, "name_as_signed": name, "position_as_signed": position}
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        side = lookup.find_record(db, PARTY, party, within=number)
        added = checked_writes.add_record(db, WITNESS, {"party": side, **arguments.parse_values(db, WITNESS, texts)})
        return generic_verbs.confirm_added(db, session, WITNESS, added, (AGREEMENT, number))


SIGN = build_lazy_entry(
    "agreement.signing", "sign", "Record that a party signed, by whom, in which capacity; says who is to sign."
)
ADD_STEP = build_lazy_entry(
    "agreement.draft_steps", "add_step", "Record a step before the signing: proposed, sent, returned, approved."
)


def _build_edit_entry(kind: Entity) -> Entry:
    """Build the line of the verb that edits, and corrects, a part of an agreement."""
    sentence = VERBS["edit"][2]

    def load() -> Command:
        make_edit = import_module("netreg.cli.agreement.amending").make_part_edit
        return build_command(make_edit(kind), "edit", sentence)

    return Entry(sentence, load)


GROUP = generic_verbs.build_noun(
    AGREEMENT,
    {"add": add, "list": list_, "sign": SIGN, **build_lazy_entries(VERBS)},
    "Agreements (MOUs): parties, signatures, terms, what runs out.",
    {
        "party": generic_verbs.build_noun_entry(PARTY, {"add": add_party}, "The parties, in order."),
        "purpose": generic_verbs.build_noun_entry(PURPOSE, {"add": add_purpose}, "The purposes, in order."),
        "target": build_lazy_entry(
            "agreement.targets", "GROUP", "What was promised: how much, by when, and how much is done."
        ),
        "signatory": generic_verbs.build_noun_entry(
            SIGNATORY, {"add": SIGN, "edit": _build_edit_entry(SIGNATORY)}, "Who signs for a party."
        ),
        "witness": generic_verbs.build_noun_entry(
            WITNESS, {"add": add_witness, "edit": _build_edit_entry(WITNESS)}, "Witnesses who are named."
        ),
        "step": generic_verbs.build_noun_entry(
            STEP,
            {"add": ADD_STEP},
            "Before the signing: where it lies. 'agreement step A sent --to ORG' adds one.",
            usual="add",
        ),
        "decision": generic_verbs.build_noun_entry(
            DECISION, {"edit": _build_edit_entry(DECISION)}, "What was decided of its end."
        ),
        "amendment": generic_verbs.build_noun_entry(AMENDMENT, {}, "What was changed in it after it was signed."),
    },
)
