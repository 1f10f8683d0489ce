"""Records that are perhaps the same, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME, MERGED_KINDS
from netreg.entities.checks.duplicates import DUPLICATE
from netreg.entities.checks.findings import Finding
from netreg.store.records import records
from netreg.store.similarity import duplicates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import TimeFrame


def find_duplicates(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find the pairs of records that are perhaps the same, each with the reason."""
    for kind in MERGED_KINDS:
        found = duplicates.find_duplicates(db, BY_NAME[kind])
        names = records.find_refs(db, kind, {number for pair in found for number in (pair.one, pair.other)})
        for pair in found:
            data = {
                "one": names[pair.one].name,
                "other": names[pair.other].name,
                "reason": pair.reason,
                "points": pair.points,
            }
            yield Finding(DUPLICATE, ((kind, pair.one), (kind, pair.other)), (data,), is_pair=True)
