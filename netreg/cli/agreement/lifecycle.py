"""An agreement in force and after: when it takes effect, what is decided of its end, what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netreg.cli.agreement.agreement_options import Agreement, DecisionOptions, Term, Until
from netreg.cli.framework import arguments, generic_verbs, options
from netreg.cli.framework.session import Session
from netreg.core.entity import TimeFrame
from netreg.entities import AGREEMENT, DECISION
from netreg.entities.agreement import name_state
from netreg.entities.agreement.agreements import FINAL, is_unsigned
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.agreement.periods import parse_decisions
from netreg.entities.rough_dates import has_come, parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.render.results import Detail
from netreg.store.records import lookup, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row

From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="The first day of the new period; by default the next day.")
]
With = Annotated[str, typer.Option("--with", metavar="AGREEMENT", help="The agreement that follows it.")]
MaybeWith = Annotated[
    str | None, typer.Option("--with", metavar="AGREEMENT", help="The agreement that is to follow it.")
]


@options.add_write_options
def effect(
    session: Session,
    agreement: Agreement,
    starts: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day on which it holds.")],
) -> Detail:
    """Record from which day a signed agreement takes effect."""
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        row = get_agreement_on(db, session, number)
        if is_unsigned(row["state"]) or row["state"] in FINAL:
            raise RefusedChange(
                _("agreement {number} cannot take effect: it is {state}").format(
                    number=number, state=state_in_words(row)
                ),
                _("see 'netreg agreement show {number}'").format(number=number),
            )
        if parse_decisions(row):
            raise RefusedChange(
                _("agreement {number} has decisions that depend on its first day").format(number=number),
                _("correct a mistake with 'netreg agreement edit {number} effective_from=DATE --correction'").format(
                    number=number
                ),
            )
        values = arguments.parse_values(db, AGREEMENT, {"effective_from": starts})
        # Its first day says itself what it moves; another first day would be an amendment.
        is_first = row["effective_from"] is None
        checked_writes.edit_record(db, AGREEMENT, number, values, amending=is_first, today=session.today.isoformat())
        shown = generic_verbs.show_written(db, session, AGREEMENT, number)
    flags = [flag for flag in shown.card.row["flags"] if flag["id"] == "retroactive"]
    told = AGREEMENT.by_name["flags"].show(flags, session.view.style._replace(long=True)) if flags else ""
    return shown._replace(notes=(*shown.notes, *filter(None, (told,))))


@options.add_write_options
def decide(
    session: Session,
    agreement: Agreement,
    kind: Annotated[
        str, typer.Argument(metavar="DECISION", help="renew, extend, replace, lapse or undecided.", show_default=False)
    ],
    until: Until = None,
    term: Term = None,
    starts: From = None,
    successor: MaybeWith = None,
    *,
    decided: DecisionOptions,
    note: options.Note = None,
) -> Detail:
    """Record what was decided of its end: renew, lapse, replace, undecided."""
    texts = {"kind": kind, "until": until, "term": term, "first_day": starts, "successor": successor, "note": note}
    return _record_decision(session, agreement, texts | _name_decision_fields(decided))


@options.add_write_options
def renew(
    session: Session,
    agreement: Agreement,
    until: Until = None,
    term: Term = None,
    starts: From = None,
    *,
    decided: DecisionOptions,
    note: options.Note = None,
) -> Detail:
    """Renew it: one more period, until a day or for a term."""
    texts = {"kind": "renew", "until": until, "term": term, "first_day": starts, "note": note}
    return _record_decision(session, agreement, texts | _name_decision_fields(decided))


@options.add_write_options
def extend(
    session: Session,
    agreement: Agreement,
    until: Until = None,
    term: Term = None,
    *,
    decided: DecisionOptions,
    note: options.Note = None,
) -> Detail:
    """Move its end: until a day or by a term."""
    if until is None and term is None:
        raise RefusedChange(_("no new end given"), _("add --until DATE or --term TERM"))
    texts = {"kind": "extend", "until": until, "term": term, "note": note}
    return _record_decision(session, agreement, texts | _name_decision_fields(decided))


@options.add_write_options
def replace(
    session: Session,
    agreement: Agreement,
    successor: With,
    starts: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The day from which the new one replaces it.")
    ] = None,
    *,
    decided: DecisionOptions,
    note: options.Note = None,
) -> Detail:
    """Put a newer agreement in its place."""
    texts = {
        "kind": "replace",
        "successor": successor,
        "first_day": starts,
        "note": note,
        **_name_decision_fields(decided),
    }
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        values = _read_decision(db, session, texts)
        newer = records.get_record(db, AGREEMENT, values["successor"], session.as_of)
        assert newer is not None
        values.setdefault("first_day", _first_day_of(newer, values["decided_on"]))
        checked_writes.add_record(db, DECISION, {"agreement": number, **_know_at_once(session, values)})
        if newer["predecessor"] is None:
            checked_writes.edit_record(db, AGREEMENT, newer["id"], {"predecessor": number})
        return generic_verbs.show_written(db, session, AGREEMENT, number)


def _first_day_of(newer: Row, decided_on: str) -> str:
    """Return the day from which the newer agreement holds, but none before the decision."""
    decided = parse_rough_date(decided_on)
    assert decided is not None
    begins = compute_dates(newer, decided.first).begins
    return max(decided.first, begins.first if begins else decided.first).isoformat()


def _name_decision_fields(decided: DecisionOptions) -> dict[str, str | None]:
    return dict(zip(("decided_on", "by", "document_no", "reason"), decided, strict=True))


def _record_decision(session: Session, agreement: str, texts: dict[str, str | None]) -> Detail:
    with session.writing() as db:
        number = lookup.find_record(db, AGREEMENT, agreement)
        refuse_closed_ahead(db, session, number)
        values = _know_at_once(session, _read_decision(db, session, texts))
        checked_writes.add_record(db, DECISION, {"agreement": number, **values})
        return generic_verbs.show_written(db, session, AGREEMENT, number)


def _read_decision(db: sqlite3.Connection, session: Session, texts: dict[str, str | None]) -> Row:
    """Return the values of a decision, by default made on the day asked about."""
    return {"decided_on": session.as_of.isoformat(), **arguments.parse_values(db, DECISION, texts)}


def refuse_closed_ahead(db: sqlite3.Connection, session: Session, number: int) -> None:
    """Refuse to decide on an agreement that is closed ahead, or to close it once more: that closing would still count.

    Raises:
        RefusedChange: with the day of the closing, and how to withdraw it.
    """
    row = get_agreement_on(db, session, number)
    if row["final_status"] and row["final_on"] and not has_come(row["final_on"], session.as_of):
        raise RefusedChange(
            _("agreement {number} is already recorded as {state} on {day}").format(
                number=number,
                state=AGREEMENT.by_name["final_status"].show(row["final_status"], session.view.style),
                day=AGREEMENT.by_name["end"].show(row["final_on"], session.view.style),
            ),
            _(
                "move that day with 'netreg agreement edit {number} final_on=DATE final_reason=TEXT', "
                "or withdraw it with 'netreg agreement edit {number} final_status= final_on= final_reason=TEXT'"
            ).format(number=number),
        )


def _know_at_once(session: Session, values: Row) -> Row:
    """Return a replacement on a day to come as decided now: its end counts at once, as that of a closing does."""
    day = parse_rough_date(values["decided_on"])
    if values["kind"] != "replace" or day is None or day.first <= session.as_of:
        return values
    return {"first_day": day.first.isoformat(), **values, "decided_on": session.as_of.isoformat()}


def get_agreement_on(db: sqlite3.Connection, session: Session, number: int, day: str | None = None) -> Row:
    """Return an agreement with its derived fields on a day, by default the day asked about."""
    found = parse_rough_date(day)
    asked = found.first if found else session.as_of
    row = records.get_record(db, AGREEMENT, number, asked)
    assert row is not None
    return AGREEMENT.add_derived(row, TimeFrame(asked))


def state_in_words(row: Row) -> str:
    """Return the state of an agreement as words of a sentence."""
    return name_state(row["state"])
