"""The dates by which agreements are found quickly: kept beside them, derived from them, never states.

Each command that touches an agreement, or what hangs on it, recomputes its dates before it
is closed in the history, whatever way it wrote them. A list narrows by them to the agreements
that may be meant; what each of those is on the day asked about is derived from its record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.entity import UNREADABLE_ERRORS
from netreg.entities import BY_NAME
from netreg.entities.agreement.derived_dates import SearchDates, compute_search_dates
from netreg.store import decoding
from netreg.store.history.changes import read_command_changes
from netreg.store.records.computed_columns import COUNTED
from netreg.store.records.conditions import Condition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import date

    from netreg.core.entity import Row


_TABLE = "agreement_dates"
_AT_ONCE = 2000
_COLUMNS = ", ".join(("agreement_id", *SearchDates._fields))
# Every signature is to be seen; what counts from which day the dates say themselves.
_ALL_TIME = {"as_of": "9999-12-31"}


# --- keeping --------------------------------------------------------------------------


def refresh_touched(db: sqlite3.Connection, command: int) -> None:
    """Recompute the dates of the agreements that a command touched."""
    db.execute(f"DELETE FROM {_TABLE} WHERE agreement_id NOT IN (SELECT id FROM agreement)")
    store_dates(db, _find_touched(db, command))


_LIVE = """
    SELECT record_id FROM change WHERE command_id = :command AND kind = 'agreement'
    UNION SELECT agreement_id FROM party
        WHERE id IN (SELECT record_id FROM change WHERE command_id = :command AND kind = 'party')
    UNION SELECT p.agreement_id FROM signatory s JOIN party p ON p.id = s.party_id
        WHERE s.id IN (SELECT record_id FROM change WHERE command_id = :command AND kind = 'signatory')
    UNION SELECT agreement_id FROM decision
        WHERE id IN (SELECT record_id FROM change WHERE command_id = :command AND kind = 'decision')
    UNION SELECT agreement_id FROM amendment
        WHERE id IN (SELECT record_id FROM change WHERE command_id = :command AND kind = 'amendment')
"""


def _find_touched(db: sqlite3.Connection, command: int) -> set[int]:
    found = {row[0] for row in db.execute(_LIVE, {"command": command})} | set(_find_former_agreements(db, command))
    above = f"SELECT predecessor_id FROM agreement WHERE id IN (SELECT value FROM json_each('{sorted(found)}'))"
    return found | {row[0] for row in db.execute(above) if row[0] is not None}


def _find_former_agreements(db: sqlite3.Connection, command: int) -> Iterator[int]:
    """Yield the agreements that records belonged to, or followed, before the command."""
    where = "before IS NOT NULL AND kind IN ('agreement', 'party', 'signatory', 'decision', 'amendment')"
    for change in read_command_changes(db, command, where):
        before = change.before or {}
        for name in ("agreement_id", "predecessor_id"):
            if before.get(name) is not None:
                yield before[name]
        if change.kind == "signatory":
            yield from (row[0] for row in db.execute(_PARTY, [before.get("party_id")]))


_PARTY = "SELECT agreement_id FROM party WHERE id = ?"


_NO_DATES = SearchDates(None, 1, None, None, None, None)


def store_dates(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Derive and store the dates of these agreements."""
    marks = ", ".join("?" * (len(SearchDates._fields) + 1))
    ordered = sorted(numbers)
    for at in range(0, len(ordered), _AT_ONCE):
        found = _derive_dates(db, f"WHERE t.id IN (SELECT value FROM json_each('{ordered[at : at + _AT_ONCE]}'))")
        db.executemany(f"INSERT OR REPLACE INTO {_TABLE} ({_COLUMNS}) VALUES ({marks})", found)


def _derive_dates(db: sqlite3.Connection, where: str = "") -> list[tuple[Any, ...]]:
    counted = "".join(f", {sql} AS {name}" for name, sql in COUNTED["agreement"].items())
    rows = db.execute(f"SELECT t.*{counted} FROM agreement t {where}", _ALL_TIME)
    return [_compute_dates(row) for row in decoding.decode_rows(BY_NAME["agreement"], [dict(row) for row in rows])]


def _compute_dates(row: Row) -> tuple[Any, ...]:
    """Compute the dates of one agreement: none of them where what belongs to it cannot be read."""
    try:
        return (row["id"], *compute_search_dates(row))
    except UNREADABLE_ERRORS:
        return (row["id"], *_NO_DATES)


def rebuild_dates(db: sqlite3.Connection) -> int:
    """Recompute the dates of every agreement; return how many were out of step."""
    stale = count_stale(db)
    if stale:
        db.execute(f"DELETE FROM {_TABLE}")
        store_dates(db, (row[0] for row in db.execute("SELECT id FROM agreement").fetchall()))
    return stale


def count_stale(db: sqlite3.Connection) -> int:
    """Return how many agreements have other dates than their records say."""
    kept = {tuple(row) for row in db.execute(f"SELECT {_COLUMNS} FROM {_TABLE}")}
    return len({row[0] for row in kept.symmetric_difference(_derive_dates(db))})


def read_ended(
    db: sqlite3.Connection, conditions: Iterable[Condition], as_of: date, most: int
) -> tuple[int, list[int]]:
    """Return how many agreements have ended undecided by the day for certain, and the latest of them.

    Those that :func:`select_open` names are left out: their records must say.
    """
    values: dict[str, Any] = {"as_of": as_of.isoformat(), "most": most}
    joined, clauses = _TABLE, ["d.over_after < :as_of", "d.known_from <= :as_of"]
    for condition in conditions:
        joined = f"{_TABLE} d CROSS JOIN agreement t ON t.id = d.agreement_id"
        clauses.append(condition.sql)
        values |= condition.values
    found = f"FROM {joined if ' ' in joined else joined + ' d'} WHERE {' AND '.join(clauses)}"
    count = db.execute(f"SELECT count(*) {found}", values).fetchone()[0]
    latest = db.execute(f"SELECT d.agreement_id {found} ORDER BY d.over_after DESC LIMIT :most", values)
    return int(count), [row[0] for row in latest]


def read_successions(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return pairs of an agreement and one that follows it, whichever of them records that."""
    found = db.execute("""SELECT predecessor_id, id FROM agreement WHERE predecessor_id IS NOT NULL
        UNION SELECT agreement_id, successor_id FROM decision WHERE successor_id IS NOT NULL ORDER BY 1, 2""")
    return [(row[0], row[1]) for row in found]


# --- narrowing ------------------------------------------------------------------------


def select_possibly_due(as_of: date, until: date) -> Condition:
    """Select agreements whose end or notice day may lie between the two days.

    A date known to its year lies within 366 days, so an end that began longer ago is past.
    """
    return _among(
        "SELECT agreement_id FROM agreement_dates WHERE notice BETWEEN :as_of AND :until",
        "SELECT agreement_id FROM agreement_dates WHERE end_first BETWEEN date(:as_of, '-2 years') AND :until "
        "AND end_last >= :as_of",
        "SELECT agreement_id FROM agreement_dates WHERE moving",
        # In its grace: the end is past, the last day of grace is not.
        "SELECT agreement_id FROM agreement_dates WHERE over_after > end_last AND over_after >= :as_of "
        "AND end_last < :as_of",
        _OPEN,
        as_of=as_of.isoformat(),
        until=until.isoformat(),
    )


def select_possibly_over(as_of: date) -> Condition:
    """Select agreements that may have ended by the day with nobody having decided what comes after."""
    return _among(_OVER, _OPEN, as_of=as_of.isoformat())


def select_open(as_of: date) -> Condition:
    """Select agreements with events recorded after this day that change the answer."""
    return _among(_OPEN, as_of=as_of.isoformat())


def select_possibly_unsigned(as_of: date) -> Condition:
    """Select agreements that may not be signed on the day."""
    return _among("SELECT agreement_id FROM agreement_dates WHERE known_from IS NULL", _OPEN, as_of=as_of.isoformat())


def select_possibly_endless(as_of: date) -> Condition:
    """Select agreements of which no end may be known."""
    return _among(
        "SELECT agreement_id FROM agreement_dates WHERE end_first IS NULL OR known_from IS NULL",
        _OPEN,
        as_of=as_of.isoformat(),
    )


def select_known(as_of: date) -> Condition:
    """Select agreements that were known on a day: those with anything dated by then, or recorded by then.

    It is known from the earliest day of its own on (signed, in effect, a signature, a decision, a step,
    closed), so that a register filled later shows its history; one that was recorded before its
    days come, such as with signatures dated ahead, from then on. One without any day is always
    listed: nothing says that it was not known.
    """
    own = ("signed_on", "effective_from", "final_on")
    dated = (
        "SELECT 1 FROM signatory s JOIN party p ON p.id = s.party_id WHERE p.agreement_id = t.id AND s.signed_on",
        "SELECT 1 FROM decision d WHERE d.agreement_id = t.id AND d.decided_on",
        "SELECT 1 FROM step w WHERE w.agreement_id = t.id AND w.taken_on",
    )
    known = ["substr(t.created_at, 1, 10) <= :known_on", *(f"t.{name} <= :known_on || 'T24'" for name in own)]
    known += [f"EXISTS ({rows} <= :known_on || 'T24')" for rows in dated]
    undated = [*(f"t.{name} IS NULL" for name in own), *(f"NOT EXISTS ({rows} IS NOT NULL)" for rows in dated)]
    return Condition(f"({' OR '.join(known)} OR ({' AND '.join(undated)}))", {"known_on": as_of.isoformat()})


_OVER = "SELECT agreement_id FROM agreement_dates WHERE over_after < :as_of"
_OPEN = "SELECT agreement_id FROM agreement_dates WHERE known_from > :as_of"


def _among(*queries: str, **values: str) -> Condition:
    return Condition(f"t.id IN ({' UNION '.join(queries)})", values)
