"""Agreements counted by their state, and by the quarter in which they end, without deriving each of them.

Of most agreements the dates kept beside them tell both; the others, of which a day still to come or a
renewal changes the answer, are derived one by one as everywhere.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from netreg.entities import AGREEMENT
from netreg.entities.agreement.derived_dates import CLOSED, RUNNING
from netreg.entities.rough_dates import parse_rough_date
from netreg.named_tuples import NamedTuple
from netreg.store.records import records
from netreg.store.records.conditions import Condition, select_numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from netreg.core.entity import Row, TimeFrame
    from netreg.entities.agreement.forecast import Quarter

NAMED = 2
"""How many of the agreements that end in a quarter are named, the first to end."""

# Past the last event of an agreement nothing but the day asked about changes its state, unless it
# renews itself, is replaced, or is in a grace of which the dates do not tell.
_CERTAIN = """(d.known_from < :as_of AND NOT d.moving
    AND NOT (t.grace_days > 0 AND d.over_after IS NULL AND t.final_status IS NULL)
    AND t.id NOT IN (SELECT agreement_id FROM decision WHERE kind = 'replace'))"""
_DRAFT = """(d.agreement_id IS NOT NULL AND d.known_from IS NULL AND t.final_status IS NULL
    AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.agreement_id = t.id)
    AND NOT EXISTS (SELECT 1 FROM amendment x WHERE x.agreement_id = t.id)
    AND NOT EXISTS (SELECT 1 FROM party p JOIN signatory s ON s.party_id = p.id WHERE p.agreement_id = t.id))"""
_STATE = f"""CASE WHEN {_CERTAIN} THEN CASE
        WHEN t.final_status IS NOT NULL THEN t.final_status
        WHEN d.end_last IS NULL OR d.end_last >= :as_of THEN 'in_force'
        WHEN t.grace_days > 0 AND d.over_after >= :as_of THEN 'in_grace'
        ELSE 'expired' END
    WHEN {_DRAFT} THEN 'draft' END"""
_DATED = "agreement t LEFT JOIN agreement_dates d ON d.agreement_id = t.id"

# A rough end counts where it can come first, from the day asked about on.
_END_DAY = "CASE WHEN d.end_last >= :as_of THEN max(d.end_first, :as_of) ELSE d.end_first END"
_ENDING = f"""agreement_dates d CROSS JOIN agreement t ON t.id = d.agreement_id
    WHERE d.end_first BETWEEN date(:first, '-2 years') AND :last AND {_CERTAIN}
        AND t.final_status IS NOT 'cancelled' AND {_END_DAY} BETWEEN :first AND :last"""


class QuarterEnding(NamedTuple):
    """The agreements that end in a quarter: how many, and the first to end."""

    quarter: Quarter
    number: int
    first: tuple[Row, ...]


class AgreementCounts(NamedTuple):
    """The number of agreements in each state, of those in force without an end, and those that end in each quarter."""

    states: dict[str, int]
    endless: int
    endings: tuple[QuarterEnding, ...]


def count_agreements(
    db: sqlite3.Connection, conditions: Iterable[Condition], quarters: Sequence[Quarter], frame: TimeFrame
) -> AgreementCounts:
    """Count the agreements that meet all conditions by state and by quarter, as of a day."""
    known = tuple(conditions)
    where = " AND ".join(one.sql for one in known) or "1"
    values = {"as_of": frame.as_of.isoformat()}
    for one in known:
        values |= one.values
    sql = f"SELECT {_STATE} AS state, count(*), sum(d.end_first IS NULL) FROM {_DATED} WHERE {where} GROUP BY 1"
    found = {state: (count, endless) for state, count, endless in db.execute(sql, values) if state}
    states = Counter({state: count for state, (count, _endless) in found.items()})
    uncertain = Condition(f"t.id IN (SELECT t.id FROM {_DATED} WHERE {_STATE} IS NULL)", {})
    rows = records.select_records(db, AGREEMENT, [*known, uncertain], as_of=frame.as_of)
    derived = [AGREEMENT.add_derived(row, frame) for row in rows]
    states.update(row["state"] for row in derived)
    endless = found.get("in_force", (0, 0))[1] + sum(row["state"] == "in_force" and not row["end"] for row in derived)
    endings = tuple(_read_quarter(db, (where, values), quarter, derived, frame) for quarter in quarters)
    return AgreementCounts(dict(states), endless, endings)


def _read_quarter(
    db: sqlite3.Connection, narrowed: tuple[str, dict[str, str]], quarter: Quarter, derived: list[Row], frame: TimeFrame
) -> QuarterEnding:
    where, values = narrowed
    span = values | {"first": quarter.first.isoformat(), "last": quarter.last.isoformat()}
    count = db.execute(f"SELECT count(*) FROM {_ENDING} AND {where}", span).fetchone()[0]
    first = db.execute(f"SELECT t.id FROM {_ENDING} AND {where} ORDER BY d.end_first, t.id LIMIT {NAMED}", span)
    certain = records.select_records(db, AGREEMENT, [select_numbers([row[0] for row in first])], as_of=frame.as_of)
    others = list(_find_ending(derived, quarter, frame.as_of))
    named = [*(AGREEMENT.add_derived(row, frame) for row in certain), *others]
    named.sort(key=lambda row: (row["end"], row["id"]))
    return QuarterEnding(quarter, int(count) + len(others), tuple(named[:NAMED]))


_ENDED = {*RUNNING, *CLOSED, "in_grace", "expired"} - {"cancelled"}


def _find_ending(rows: list[Row], quarter: Quarter, as_of: date) -> Iterator[Row]:
    for row in rows:
        end = parse_rough_date(row["end"].split("/")[0]) if row["end"] else None
        last = parse_rough_date(row["end"].split("/")[-1]) if row["end"] else None
        if end and last and row["state"] in _ENDED:
            day = max(end.first, as_of) if last.last >= as_of else end.first
            if quarter.first <= day <= quarter.last:
                yield row
