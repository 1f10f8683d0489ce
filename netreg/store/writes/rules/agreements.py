"""What holds between an agreement and others: its main agreement, its decisions, what was settled of its end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from netreg.core.table_import import OWN
from netreg.entities import AGREEMENT, DECISION
from netreg.entities.agreement.clocks import compute_ends
from netreg.entities.agreement.decisions import describe_upset, find_upset_decision
from netreg.entities.rough_dates import parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.importing import match_rows
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport

_CLOSING = ("final_status", "final_on")
_SETTLED = ("settled_stated", "settled_term")


# --- one change -----------------------------------------------------------------------


def completed(
    db: sqlite3.Connection, entity: Entity, number: int | None, before: Row, changes: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The changes with the two dates that a settlement is of, where they settle it anew without naming them."""
    if entity is not AGREEMENT or changes.get("end_settled", before["end_settled"]) == before["end_settled"]:
        return changes
    if any(changes.get(name) is not None for name in _SETTLED):
        return changes
    if changes["end_settled"] is None:
        return {**changes, **dict.fromkeys(_SETTLED)}
    row = (_row(db, number) if number else before) | dict(changes)
    day = parse_rough_date(row["settled_on"])
    return {**changes, **dict(zip(_SETTLED, compute_ends(row, day.first if day else date.max), strict=True))}


def refuse(db: sqlite3.Connection, entity: Entity, number: int | None, before: Row, after: Row) -> None:
    """Refuse an addendum to an addendum, and a closing before the day of a decision that stands.

    Raises:
        RefusedChange: naming the main agreement, or the decision.
    """
    if entity is not AGREEMENT:
        return
    if after["addendum_to"] is not None and after["addendum_to"] != before["addendum_to"]:
        _refuse_nested(db, number, after["addendum_to"])
    if number is not None and after["final_on"] and any(after[name] != before[name] for name in _CLOSING):
        _refuse_upsetting(db, number, after)


def _refuse_nested(db: sqlite3.Connection, number: int | None, parent: int) -> None:
    main = db.execute("SELECT addendum_to_id FROM agreement WHERE id = ?", [parent]).fetchone()[0]
    if main is not None:
        raise RefusedChange(
            _("agreement {parent} is an addendum itself").format(parent=parent),
            _("name the main agreement, {main}").format(main=main),
        )
    own = db.execute("SELECT id FROM agreement WHERE addendum_to_id = ?", [number]).fetchone()
    if own:
        raise RefusedChange(
            _("agreement {number} has an addendum of its own, {own}, so it is none itself").format(
                number=number, own=own[0]
            ),
            _("say first of which main agreement that is: 'netreg agreement edit {own} addendum_to={parent}'").format(
                own=own[0], parent=parent
            ),
        )


def _refuse_upsetting(db: sqlite3.Connection, number: int, after: Row) -> None:
    row = _row(db, number)
    found = find_upset_decision(row, row | {name: after[name] for name in _CLOSING})
    if found:
        decision, reason = found
        raise RefusedChange(
            describe_upset(decision, reason),
            _("close it on a later day, or see 'netreg {kind} show {id}'").format(
                kind=DECISION.command, id=decision.id
            ),
        )


def _row(db: sqlite3.Connection, number: int) -> Row:
    row = records.get(db, AGREEMENT, number, date.max)
    assert row is not None
    return row


# --- imports --------------------------------------------------------------------------


def set_aside(db: sqlite3.Connection, task: TableImport) -> None:
    """Leave rows to be put one by one that close, settle, or belong to what is no main agreement."""
    if task.entity is not AGREEMENT:
        return
    parent, closing, settled = (task.column_of(OWN, name) for name in ("addendum_to", "final_on", "end_settled"))
    if parent:
        nested = "SELECT id FROM agreement WHERE addendum_to_id IS NOT NULL"
        match_rows.set_aside(db, f"resolved WHERE {parent.name} IN ({nested})")
    if closing:
        match_rows.set_aside(db, f"differs d JOIN resolved i USING (row) WHERE i.{closing.name} IS NOT NULL")
    if settled:
        kept = [column.name for name in _SETTLED if (column := task.column_of(OWN, name))]
        bare = " AND ".join(f"{name} IS NULL" for name in (*kept, "NULL"))
        match_rows.set_aside(db, f"resolved WHERE {settled.name} IS NOT NULL AND {bare}")
