"""The names of the records that findings are about, and of what these belong to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.entities.checks.findings import NamedFinding
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.fields import Ref
    from netreg.entities.checks.findings import Finding, RecordAddress


def name_findings(db: sqlite3.Connection, found: list[Finding]) -> list[NamedFinding]:
    """Name the records of findings, and what the first of them belongs to."""
    parents = _find_parents(db, {one.records[0] for one in found})
    above = {address for owners in parents.values() for address in owners}
    known = _name_records(db, {address for one in found for address in one.records} | above)
    return [
        NamedFinding(
            one,
            tuple(known[address] for address in one.records if address in known),
            tuple(known[address] for address in parents[one.records[0]]),
        )
        for one in found
    ]


def _name_records(db: sqlite3.Connection, addresses: Iterable[RecordAddress]) -> dict[RecordAddress, Ref]:
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in addresses:
        numbers[kind].add(number)
    found = {kind: records.find_refs(db, kind, wanted) for kind, wanted in numbers.items()}
    return {(kind, number): found[kind][number] for kind, wanted in numbers.items() for number in wanted}


def _find_parents(db: sqlite3.Connection, addresses: set[RecordAddress]) -> dict[RecordAddress, list[RecordAddress]]:
    """Find what each record belongs to, from the top."""
    found: dict[RecordAddress, list[RecordAddress]] = {address: [] for address in addresses}
    for kind in {kind for kind, _number in addresses}:
        parent = BY_NAME[kind].parent
        if parent is None:
            continue
        numbers = [number for name, number in addresses if name == kind]
        sql = f"SELECT id, {parent.column} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
        own = {row[0]: (parent.to, int(row[1])) for row in db.execute(sql, [str(numbers)])}
        further = _find_parents(db, set(own.values()))
        found |= {(kind, number): [*further[above], above] for number, above in own.items()}
    return found
