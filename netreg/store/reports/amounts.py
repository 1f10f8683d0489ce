"""Sums of the amounts of activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.entities import ACTIVITY
from netreg.entities.rough_dates import get_fiscal_year
from netreg.store.records.conditions import select_within

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from netreg.core.entity import Row

# An activity's own amount, else what its donors gave.
_AMOUNTS = """SELECT t.fund, t.kind, t.starts_on, coalesce(t.amount,
        (SELECT sum(i.amount) FROM involvement i WHERE i.activity_id = t.id AND i.role = 'donor')) AS amount
    FROM activity t WHERE coalesce(t.state, '') <> 'cancelled'"""


def sum_amounts(db: sqlite3.Connection, names: Sequence[str], span: tuple[date, date] | None = None) -> list[Row]:
    """Return sums in satang by fund, fiscal year or kind; amounts that lack one stand under ``None``.

    A day known only to its year may lie in either of two fiscal years and is in none.
    """
    narrowed = select_within(ACTIVITY.by_name["starts_on"], *span) if span else None
    sql = _AMOUNTS + (f" AND {narrowed.sql}" if narrowed else "")
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in db.execute(f"SELECT * FROM ({sql}) WHERE amount IS NOT NULL", narrowed.values if narrowed else {}):
        key = tuple(get_fiscal_year(row["starts_on"]) if name == "year" else row[name] for name in names)
        total = sums.setdefault(key, [0, 0])
        total[0] += 1
        total[1] += row["amount"]
    ordered = sorted(sums, key=lambda key: [(value is None, value) for value in key])
    return [
        {**dict(zip(names, key, strict=True)), "activities": sums[key][0], "amount": sums[key][1]} for key in ordered
    ]
