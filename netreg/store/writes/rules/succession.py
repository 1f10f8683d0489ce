"""Agreements that follow one another: from which day, and that no chain of them comes back to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import AGREEMENT
from netreg.entities.agreement.derived_dates import compute_dates
from netreg.entities.rough_dates import parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _
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


def refuse_circle(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse a decision whose successor came before the agreement, or is the agreement itself.

    Raises:
        RefusedChange: naming both.
    """
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


RULE = WriteRule(refuse=refuse_circle, fill=fill_first_day)
