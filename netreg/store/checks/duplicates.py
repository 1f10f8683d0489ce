"""Records that are perhaps the same, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.entities.checks.duplicates import DUPLICATE
from netreg.entities.checks.findings import Finding
from netreg.store.records import records
from netreg.store.similarity import duplicates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import TimeFrame


def find_duplicates(kind: str, db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find the pairs of records of a kind that are perhaps the same, each with the reason."""
    found = duplicates.find_duplicates(db, BY_NAME[kind])
    names = records.find_refs(db, kind, {number for pair in found for number in (pair.one, pair.other)})
    for pair in found:
        shown = {"one": names[pair.one].name, "other": names[pair.other].name}
        data = {**shown, "reason": pair.reason, "points": pair.points}
        yield Finding(DUPLICATE, ((kind, pair.one), (kind, pair.other)), (data,), is_pair=True)
