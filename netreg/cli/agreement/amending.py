"""``netreg agreement amend`` and ``edit``: a change of what was signed, made and recorded in one command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netreg.cli.agreement.agreement_options import Agreement, Document, Reason
from netreg.cli.agreement.lifecycle import get_agreement_on, state_in_words
from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session, make_unchanged_note
from netreg.core.fields import Style, TextList
from netreg.entities import AGREEMENT, AMENDMENT, ORGANISATION, PARTY, SIGNATORY, WITNESS
from netreg.entities.agreement import amended_terms
from netreg.entities.agreement.agreements import FINAL, is_unsigned
from netreg.entities.agreement.derived_dates import compute_dates, find_start
from netreg.entities.rough_dates import has_come
from netreg.errors import RefusedChange, UsageError
from netreg.language import _, get_language
from netreg.render.results import Detail
from netreg.store.records import lookup, records
from netreg.store.writes import checked_writes
from netreg.store.writes.rules import signed_agreements
from netreg.thai.dates.formats import find_latest_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.cli.framework.command_builder import Verb
    from netreg.core.entity import Entity, Row


class AmendmentChanges(NamedTuple):
    """The changes of an amendment: fields of the agreement, a party or a signatory; parties added or removed."""

    changes: Annotated[list[str] | None, typer.Argument(metavar="[FIELD=VALUE...]", show_default=False)] = None
    party: Annotated[str | None, typer.Option("--party", metavar="ORG", help="The fields are those of this party.")] = (
        None
    )
    signatory: Annotated[
        str | None,
        typer.Option("--signatory", metavar="NAME", help="The fields are those of this signatory of --party."),
    ] = None
    add_party: Annotated[list[str] | None, typer.Option("--add-party", metavar="ORG", help="A party to add.")] = None
    remove_party: Annotated[
        list[str] | None, typer.Option("--remove-party", metavar="ORG", help="A party to remove.")
    ] = None
    remove_signatory: Annotated[
        str | None, typer.Option("--remove-signatory", metavar="NAME", help="A signatory of --party to remove.")
    ] = None
    remove_witness: Annotated[
        str | None, typer.Option("--remove-witness", metavar="NAME", help="A witness of --party to remove.")
    ] = None


@options.add_write_options
def edit(
    session: Session,
    record: options.Record,
    changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", show_default=False)],
    if_updated_at: options.IfUpdatedAt = None,
    correction: Annotated[
        bool, typer.Option("--correction", help="Correct a slip in what everybody has signed; kept in the history.")
    ] = False,
) -> Detail:
    """Change fields: FIELD=VALUE; an empty value clears the field."""
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, record)
        checked_writes.refuse_stale(db, AGREEMENT, number, if_updated_at)
        if correction and _is_begun(db, session, number):
            changed = _correct_fields(db, number, changes)
        else:
            values = arguments.parse_changes(db, AGREEMENT, changes)
            changed = checked_writes.edit_record(db, AGREEMENT, number, values, today=session.today.isoformat())
        shown = generic_verbs.show_written(db, session, AGREEMENT, number)
    return shown if changed else shown._replace(notes=make_unchanged_note(changed=changed))


def _is_begun(db: sqlite3.Connection, session: Session, number: int) -> bool:
    """Tell whether somebody has signed an agreement, or it counts as signed today."""
    signed = records.read_values(db, AGREEMENT, number)
    has_closed = signed["final_status"] is not None
    return has_closed or has_come(signed["signed_on"], session.today) or signed_agreements.has_signatures(db, number)


def make_part_edit(kind: Entity) -> Verb:
    """Make the verb that edits a signatory, a witness or a decision; a correction of what is signed is recorded."""

    @options.add_write_options
    def edit(
        session: Session,
        record: options.Record,
        changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", show_default=False)],
        if_updated_at: options.IfUpdatedAt = None,
        correction: options.CorrectKept = False,
    ) -> Detail:
        with session.writing() as db:
            number = lookup.find_record(db, kind, record)
            checked_writes.refuse_stale(db, kind, number, if_updated_at)
            agreement = signed_agreements.find_agreement(db, records.read_values(db, kind, number))
            if correction and signed_agreements.has_signatures(db, agreement):
                changed = _correct_fields(db, agreement, changes, kind, number)
            else:
                values = arguments.parse_changes(db, kind, changes)
                today = session.today.isoformat()
                changed = checked_writes.edit_record(db, kind, number, values, amending=correction, today=today)
            shown = generic_verbs.show_written(db, session, kind, number)
        return shown if changed else shown._replace(notes=make_unchanged_note(changed=changed))

    return edit


def _correct_fields(
    db: sqlite3.Connection, agreement: int, changes: list[str], kind: Entity = AGREEMENT, number: int | None = None
) -> bool:
    """Change fields of an agreement or a part of it, and record that as a correction; return whether any differed."""
    told = "; ".join(_edit_fields(db, kind, number or agreement, changes))
    if told:
        checked_writes.add_record(db, AMENDMENT, {"agreement": agreement, "kind": "corrected", "text": told})
    return bool(told)


@options.add_write_options
def amend(
    session: Session,
    agreement: Agreement,
    *,
    wanted: AmendmentChanges,
    text: Annotated[
        str | None, typer.Option("--text", help="What is changed; described automatically by default.")
    ] = None,
    signed: Annotated[str | None, typer.Option("--signed", metavar="DATE", help="The day it was signed.")] = None,
    document: Document = None,
    reason: Reason = None,
    correction: Annotated[
        bool, typer.Option("--correction", help="Only the register was wrong; nothing new was agreed.")
    ] = False,
) -> Detail:
    """Record a change of what was signed, and make it."""
    if (wanted.signatory or wanted.remove_signatory or wanted.remove_witness) and not wanted.party:
        raise UsageError(_("--signatory, --remove-signatory and --remove-witness need --party"), _("add --party ORG"))
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        _check_state(db, session, number, correction=correction)
        was = _get_row(db, AGREEMENT, number)
        sides = _list_parties(db, number, was)
        told = "; ".join(_apply_changes(db, number, wanted))
        texts = {"signed_on": signed, "document_no": document, "reason": reason, "text": text or told}
        if not texts["text"] and wanted.changes:
            raise RefusedChange(
                _("agreement {number} has these values already").format(number=number),
                _("see 'netreg agreement show {number}'").format(number=number),
            )
        if not texts["text"]:
            raise UsageError(_("no change given"), _("add FIELD=VALUE, --add-party, --remove-party or --text"))
        values = arguments.parse_values(db, AMENDMENT, texts)
        if not correction:
            kept = _list_old_parties(sides, _list_parties(db, number, was))
            values = _date_amendment(was, _get_row(db, AGREEMENT, number), values, session, kept)
        checked_writes.add_record(
            db, AMENDMENT, {"agreement": number, "kind": "corrected" if correction else "amended", **values}
        )
        return generic_verbs.show_written(db, session, AGREEMENT, number)


def _apply_changes(db: sqlite3.Connection, number: int, wanted: AmendmentChanges) -> Iterator[str]:
    """Make the changes, telling each."""
    kind, target = _find_target(db, number, wanted.party, wanted.signatory)
    yield from _edit_fields(db, kind, target, wanted.changes or ())
    yield from _add_parties(db, number, wanted.add_party or ())
    yield from _remove_children(db, PARTY, number, wanted.remove_party or ())
    for part, name in ((SIGNATORY, wanted.remove_signatory), (WITNESS, wanted.remove_witness)):
        if name:
            yield from _remove_children(db, part, _find_party(db, number, wanted.party or ""), (name,))


def _check_state(db: sqlite3.Connection, session: Session, number: int, *, correction: bool) -> None:
    """Refuse an agreement that is not signed, since it is edited, and one that is closed, but for a correction.

    One whose signatures are all recorded is amended, although some may be dated ahead; what some have
    signed is corrected.
    """
    row = get_agreement_on(db, session, number)
    if is_unsigned(row["state"]) and not signed_agreements.is_fully_signed(db, number):
        if not signed_agreements.has_signatures(db, number):
            raise RefusedChange(
                _("agreement {number} is not signed yet").format(number=number),
                _("change it with 'netreg agreement edit {number} FIELD=VALUE'").format(number=number),
            )
        if not correction:
            raise RefusedChange(
                _("not everybody has signed agreement {number} yet, so it cannot be amended").format(number=number),
                _("add --correction if the register is wrong"),
            )
    if row["state"] in FINAL and not correction:
        raise RefusedChange(
            _("agreement {number} is {state} and can no longer be amended").format(
                number=number, state=state_in_words(row)
            ),
            _("add --correction if the register is wrong"),
        )


def _list_parties(db: sqlite3.Connection, number: int, agreement: Row) -> dict[int, str]:
    """List the parties of an agreement by their numbers, each with the day on which it signed, blank if it has not."""
    from datetime import date

    found = {}
    for party in records.select_belonging(db, PARTY, "agreement", number, date.max):
        signed = records.select_belonging(db, SIGNATORY, "party", party["id"], date.max)
        days = [day for one in signed if (day := one["signed_on"] or agreement["signed_on"])]
        found[party["id"]] = min(days, default="")
    return found


def _list_old_parties(before: dict[int, str], after: dict[int, str]) -> list[str]:
    """List what an amendment keeps of the parties: how many they were, and when those that left had signed."""
    if before.keys() == after.keys():
        return []
    left = ",".join(day for number, day in before.items() if number not in after)
    return [f"party_count={len(before)}", f"left_signed_on={left}"]


def _date_amendment(before: Row, after: Row, values: Row, session: Session, kept_parties: list[str]) -> Row:
    """Return the values of an amendment with the terms that it replaces, and the day from which it holds.

    Raises:
        RefusedChange: when it was signed before the agreement, or before another that changed the same.
    """
    kept = [*amended_terms.list_old_values(before, after), *kept_parties]
    if kept:
        values = {"signed_on": session.as_of.isoformat(), **values, "before": TextList.store(kept)}
    signed = compute_dates(before, session.as_of).signed
    day = values.get("signed_on")
    if signed and day and find_latest_day(day) < signed.first.isoformat():
        raise RefusedChange(_("the amendment is dated before the agreement was signed"), _("check --signed"))
    names = {pair.partition("=")[0] for pair in kept}
    for other in amended_terms.parse_amendments(before):
        if day and other.signed_on > day and names & other.before.keys():
            raise RefusedChange(
                _("amendment {number} of {day} changed the same field later").format(
                    number=other.id, day=other.signed_on
                ),
                _("record amendments in the order in which they were signed, or add --correction"),
            )
    return values


def _find_target(db: sqlite3.Connection, number: int, party: str | None, signatory: str | None) -> tuple[Entity, int]:
    """Return the record whose fields are changed."""
    if party is None:
        return AGREEMENT, number
    side = _find_party(db, number, party)
    return (SIGNATORY, lookup.find_record(db, SIGNATORY, signatory, within=side)) if signatory else (PARTY, side)


def _find_party(db: sqlite3.Connection, number: int, party: str) -> int:
    return lookup.find_record(db, PARTY, party, within=number)


def _edit_fields(db: sqlite3.Connection, kind: Entity, number: int, pairs: Iterable[str]) -> Iterator[str]:
    """Change fields, telling each with what it was and what it is."""
    changes = arguments.parse_changes(db, kind, pairs)
    before = _get_row(db, kind, number)
    checked_writes.edit_record(db, kind, number, changes, amending=True)
    after = _get_row(db, kind, number)
    style = Style(lang=get_language())
    for name in changes:
        field = kind.by_name[name]
        was, now = field.show(before[name], style), field.show(after[name], style)
        if was != now:
            yield f"{kind.label} {kind.display_name(before)}: {field.label} {was or '–'} → {now or '–'}"


def _get_row(db: sqlite3.Connection, kind: Entity, number: int) -> Row:
    from datetime import date

    row = records.get_record(db, kind, number, date.max)
    assert row is not None
    return row


def _add_parties(db: sqlite3.Connection, number: int, parties: Iterable[str]) -> Iterator[str]:
    """Add parties, telling each; the day on which those before them signed is kept for good."""
    row = _get_row(db, AGREEMENT, number)
    if parties and row["signed_on"] is None and find_start(row)[0]:
        checked_writes.edit_record(db, AGREEMENT, number, {"signed_on": row["last_signed_on"]})
    for written in parties:
        organisation = lookup.find_record(db, ORGANISATION, written)
        added = checked_writes.add_record(db, PARTY, {"agreement": number, "organisation": organisation}, amending=True)
        yield f"+ {PARTY.label} {PARTY.display_name(_get_row(db, PARTY, added))}"


def _remove_children(db: sqlite3.Connection, kind: Entity, owner: int, names: Iterable[str]) -> Iterator[str]:
    for written in names:
        found = lookup.find_record(db, kind, written, within=owner)
        name = kind.display_name(_get_row(db, kind, found))
        checked_writes.remove_record(db, kind, found, amending=True)
        yield f"− {kind.label} {name}"
