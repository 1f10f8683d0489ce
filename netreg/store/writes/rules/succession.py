"""Agreements that follow one another: no chain of them may come back to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.errors import RefusedChange
from netreg.language import _

if TYPE_CHECKING:
    import sqlite3

_ANCESTORS = """WITH RECURSIVE above (id) AS (
    SELECT :number UNION
    SELECT a.predecessor_id FROM agreement a JOIN above o ON a.id = o.id WHERE a.predecessor_id IS NOT NULL UNION
    SELECT d.agreement_id FROM decision d JOIN above o ON d.successor_id = o.id
) SELECT 1 FROM above WHERE id = :successor"""


def refuse_circle(db: sqlite3.Connection, number: int, successor: int) -> None:
    """Refuse a successor that came before the agreement, or is the agreement itself.

    Raises:
        RefusedChange: naming both.
    """
    if db.execute(_ANCESTORS, {"number": number, "successor": successor}).fetchone():
        raise RefusedChange(
            _("agreement {successor} came before agreement {number}, so it cannot come after it").format(
                successor=successor, number=number
            ),
            _("name the newer agreement as successor"),
        )
