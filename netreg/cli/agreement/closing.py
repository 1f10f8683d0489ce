"""Closing an agreement for good, and saying which of its two ends is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.agreement.agreement_options import Agreement, DecisionOptions, On, Reason
from netreg.cli.agreement.lifecycle import get_agreement_on, refuse_closed_ahead
from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.entities import AGREEMENT
from netreg.entities.agreement import name_state
from netreg.entities.agreement.agreements import FINAL, is_unsigned
from netreg.entities.agreement.derived_dates import RUNNING
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.render.results import Detail
from netreg.store.records import lookup
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    from netreg.core.entity import Row

# What can be closed how: a state and what to type for it instead.
_CLOSES = {
    "completed": ("in_force", "in_grace", "expired", "not_yet_in_force"),
    "terminated": ("in_force", "in_grace", "not_yet_in_force"),
    "cancelled": ("draft", "awaiting_signatures", "not_yet_in_force"),
}
_INSTEAD = {"draft": "cancel", "awaiting_signatures": "cancel", "expired": "complete", "in_force": "terminate"}


@options.add_write_options
def complete(session: Session, agreement: Agreement, *, decided: DecisionOptions) -> Detail:
    """Close it: what was agreed is done."""
    return _close_agreement(session, agreement, "completed", decided)


@options.add_write_options
def terminate(session: Session, agreement: Agreement, *, decided: DecisionOptions) -> Detail:
    """Close it: a party ended it before its time."""
    return _close_agreement(session, agreement, "terminated", decided)


@options.add_write_options
def cancel(session: Session, agreement: Agreement, *, decided: DecisionOptions) -> Detail:
    """Close it: it never took effect."""
    return _close_agreement(session, agreement, "cancelled", decided)


_FIELDS = ("final_on", "final_by", "final_document_no", "final_reason")


def _close_agreement(session: Session, agreement: str, how: str, decided: DecisionOptions) -> Detail:
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        refuse_closed_ahead(db, session, number)
        given = arguments.parse_values(db, AGREEMENT, dict(zip(_FIELDS, decided, strict=True)))
        day = str(given.get("final_on") or session.as_of.isoformat())
        values = {**dict.fromkeys(_FIELDS), **given, "final_on": day, "final_status": how}
        row = get_agreement_on(db, session, number, day)
        closed = row["final_status"] or (row["state"] if row["state"] in FINAL else None)
        if not closed:
            _refuse_other_day(session, get_agreement_on(db, session, number), row, how, day)
        if closed or row["state"] not in _CLOSES[how]:
            raise RefusedChange(
                _("agreement {number} is {state}, so it cannot be {how}").format(
                    number=number, state=name_state(closed or row["state"]), how=name_state(how)
                ),
                _suggest_command(number, "" if closed else row["state"]),
            )
        checked_writes.edit_record(db, AGREEMENT, number, values)
        return generic_verbs.show_written(db, session, AGREEMENT, number)


def _refuse_other_day(session: Session, now: Row, then: Row, how: str, day: str) -> None:
    """Refuse to close an agreement on a day before it was signed, or after its end, where another day would do.

    Raises:
        RefusedChange: naming the day that it can be closed from, or up to.
    """
    shown = AGREEMENT.by_name["end"].show
    asked, style = shown(day, session.view.style), session.view.style
    if is_unsigned(then["state"]) and not is_unsigned(now["state"]) and how != "cancelled":
        raise RefusedChange(
            _("agreement {number} was not signed by {day}, so it cannot be {how} then").format(
                number=now["id"], day=asked, how=name_state(how)
            ),
            _("give a later day with --on"),
        )
    if then["state"] == "expired" and now["state"] in RUNNING:
        raise RefusedChange(
            _("agreement {number} ends on {end}, before {day}, so it cannot be {how} then").format(
                number=now["id"], end=shown(then["end"], style), day=asked, how=name_state(how)
            ),
            _("give a day up to its end with --on"),
        )


def _suggest_command(number: int, state: str) -> str:
    if state in _INSTEAD:
        return _("run 'netreg agreement {verb} {number}'").format(verb=_INSTEAD[state], number=number)
    return _("see 'netreg agreement history {number}'").format(number=number)


@options.add_write_options
def settle(
    session: Session,
    agreement: Agreement,
    basis: Annotated[str, typer.Option("--by", metavar="stated|term", help="Which of the two ends is right.")],
    on: On = None,
    member: Annotated[str | None, typer.Option("--decided-by", metavar="MEMBER", help="Who decided it.")] = None,
    reason: Reason = None,
) -> Detail:
    """Say whether the stated end or the term is right, which removes the flag."""
    texts = {"end_settled": basis, "settled_on": on, "settled_by": member, "settled_reason": reason}
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        values = {"settled_on": session.as_of.isoformat(), **arguments.parse_values(db, AGREEMENT, texts)}
        row = get_agreement_on(db, session, number, values["settled_on"])
        _check_settling(row)
        if row["end_by_term"] is not None and row["end_stated"] == row["end_by_term"]:
            raise RefusedChange(
                _("agreement {number} ends on the same day by its term: there is nothing to settle").format(
                    number=number
                ),
                _("see 'netreg agreement explain {number}'").format(number=number),
            )
        checked_writes.edit_record(db, AGREEMENT, number, {**values, **_settled_dates(row)})
        return generic_verbs.show_written(db, session, AGREEMENT, number)


def _settled_dates(row: Row) -> Row:
    """Return the two dates that are settled: once either changes, the settlement no longer holds."""
    return {"settled_stated": row["end_stated"], "settled_term": row["end_by_term"]}


def _check_settling(row: Row) -> None:
    """Refuse an agreement that is not signed, or that is settled already: the state of earlier days must not change."""
    number = row["id"]
    if is_unsigned(row["state"]):
        raise RefusedChange(
            _("agreement {number} was not signed by then, so there is nothing to settle").format(number=number),
            _("correct it with 'netreg agreement edit {number} end_stated=DATE'").format(number=number),
        )
    dates = _settled_dates(row)
    if row["end_settled"] and all(row[name] in (None, value) for name, value in dates.items()):
        raise RefusedChange(
            _("agreement {number} was already settled by {basis} on {day}").format(
                number=number, basis=row["end_settled"], day=row["settled_on"] or "?"
            ),
            _("record what was agreed since with 'netreg agreement amend {number} end_stated=DATE'").format(
                number=number
            ),
        )
