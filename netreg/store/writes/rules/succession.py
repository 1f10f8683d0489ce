"""Decisions: from which day an agreement follows another, that no chain comes back to itself, that no end moves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.fields import Style
from netreg.entities import AGREEMENT
from netreg.entities.agreement.decisions import change_decision, find_moved_day
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.rough_dates import parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.store.records import records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Row

_PREDECESSORS = """WITH RECURSIVE earlier (id) AS (
    SELECT :number UNION
    SELECT a.predecessor_id FROM agreement a JOIN earlier e ON a.id = e.id WHERE a.predecessor_id IS NOT NULL UNION
    SELECT d.agreement_id FROM decision d JOIN earlier e ON d.successor_id = e.id
) SELECT 1 FROM earlier WHERE id = :successor"""


def fill_first_day(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the day from which a new agreement replaces another: its first, but none before the decision."""
    row = write.after
    assert row is not None
    decided = parse_rough_date(row["decided_on"])
    if write.number is not None or row["kind"] != "replace" or row["first_day"] or not (row["successor"] and decided):
        return {}
    newer = records.get_record(db, AGREEMENT, row["successor"], decided.first)
    begins = compute_dates(newer, decided.first).begins if newer else None
    return {"first_day": max(decided.first, begins.first if begins else decided.first).isoformat()}


def refuse_contradiction(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a circle of successors, and an edit that moves a known day of the agreement.

    Raises:
        RefusedChange: naming both, or what to type instead.
    """
    _refuse_circle(db, write)
    number, after = write.number, write.after
    if number is None or after is None or write.amending or all(after[name] == write.before[name] for name in _MOVING):
        return
    agreement = records.get_record(db, AGREEMENT, after["agreement"], date.max)
    assert agreement is not None
    today = date.fromisoformat(write.today) if write.today else date.max
    if moved := find_moved_day(agreement, change_decision(agreement, {**after, "id": number}), today):
        (name, was, now), style = moved, Style(lang=get_language())
        show, changed = AGREEMENT.by_name["end"].show, [one for one in _MOVING if after[one] != write.before[one]]
        raise RefusedChange(
            _("agreement {number} is signed, and this would move '{field}' from {was} to {now}").format(
                number=agreement["id"],
                field=AGREEMENT.by_name[name].label,
                was=show(was, style),
                now=show(now, style) or "–",
            ),
            _(
                "record what was decided since, as with 'netreg agreement extend {number} --until DATE', or correct "
                "a slip with 'netreg agreement decision edit {decision} {field}=… --correction'"
            ).format(number=agreement["id"], decision=number, field=changed[0]),
        )


_MOVING = ("kind", "decided_on", "until", "term", "first_day", "successor")


def _refuse_circle(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a decision whose successor came before the agreement, or is the agreement itself."""
    if write.after is None or write.after["successor"] is None:
        return
    number, successor = write.after["agreement"], write.after["successor"]
    if number == successor:
        raise RefusedChange(
            _("agreement {number} cannot follow itself").format(number=number),
            _("name the newer agreement as successor"),
        )
    if db.execute(_PREDECESSORS, {"number": number, "successor": successor}).fetchone():
        raise RefusedChange(
            _("agreement {successor} precedes agreement {number}, so it cannot follow it").format(
                successor=successor, number=number
            ),
            _("name the newer agreement as successor"),
        )


RULE = WriteRule(refuse=refuse_contradiction, fill=fill_first_day)
