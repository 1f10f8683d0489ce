"""Accepted findings: kept as records, matched with what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import ACCEPTANCE, BY_NAME
from netreg.store.records import matching, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.entities.checks.findings import Finding, NamedFinding


def mark_accepted(db: sqlite3.Connection, found: Iterable[Finding]) -> list[Finding]:
    """Return findings, those with the reason that were accepted and whose facts are still the same."""
    accepted = _read_acceptances(db)
    if not accepted:
        return list(found)
    return [one._replace(reason=accepted.get((*one.key, one.hash_facts()))) for one in found]


def _read_acceptances(db: sqlite3.Connection) -> dict[tuple[object, ...], str]:
    """Return the reasons by what a finding is known by, and its facts."""
    kept = db.execute("SELECT kind, record, flag, other, facts, reason FROM acceptance").fetchall()
    numbers = {
        kind: dict(db.execute(f"SELECT uid, id FROM {kind} WHERE uid IN (SELECT record FROM acceptance)").fetchall())
        for kind in {row["kind"] for row in kept} & BY_NAME.keys()
    }
    others = {
        kind: dict(db.execute(f"SELECT uid, id FROM {kind} WHERE uid IN (SELECT other FROM acceptance)").fetchall())
        for kind in {row["kind"] for row in kept if row["other"]} & BY_NAME.keys()
    }
    return {
        (kind, numbers[kind].get(uid), flag, (kind, others[kind].get(other)) if other else None, facts): reason
        for kind, uid, flag, other, facts, reason in map(tuple, kept)
        if kind in numbers
    }


def accept_finding(db: sqlite3.Connection, named: NamedFinding, reason: str) -> int:
    """Accept a finding as it is now, and return the number of the acceptance."""
    one = named.finding
    key = {"kind": one.kind, "record": records.find_uid(db, one.kind, one.number), "flag": one.check.id}
    if one.is_pair:
        key["other"] = records.find_uid(db, *one.records[1])
    values = {"facts": one.hash_facts(), "reason": reason, "title": named.refs[0].name}
    if known := matching.match_record(db, ACCEPTANCE, key):
        checked_writes.edit_record(db, ACCEPTANCE, known[0], values)
        return known[0]
    return checked_writes.add_record(db, ACCEPTANCE, {**key, **values})


def find_acceptance(db: sqlite3.Connection, one: Finding) -> int | None:
    """Find the acceptance of a finding."""
    other = records.find_uid(db, *one.records[1]) if one.is_pair else None
    found = db.execute(
        "SELECT id FROM acceptance WHERE kind = ? AND record = ? AND flag = ? AND other IS ?",
        [one.kind, records.find_uid(db, one.kind, one.number), one.check.id, other],
    ).fetchone()
    return int(found[0]) if found else None
