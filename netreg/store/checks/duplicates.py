"""Records that are perhaps the same, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.entities.checks.duplicates import DUPLICATE
from netreg.entities.checks.findings import Finding
from netreg.store.checks import acceptances
from netreg.store.records import records
from netreg.store.similarity import duplicates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, TimeFrame
    from netreg.store.similarity.duplicates import Duplicate


def find_duplicates(kind: str, db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find the pairs of records of a kind that are perhaps the same, each with the reason."""
    yield from _build_findings(db, kind, duplicates.find_duplicates(db, BY_NAME[kind]))


def part_accepted(db: sqlite3.Connection, entity: Entity) -> tuple[list[Duplicate], int]:
    """Find the pairs of records of a kind that are perhaps the same, but those accepted; and how many those are."""
    found = duplicates.find_duplicates(db, entity)
    marked = acceptances.mark_accepted(db, _build_findings(db, entity.name, found))
    loud = [pair for pair, one in zip(found, marked, strict=True) if one.reason is None]
    return loud, len(found) - len(loud)


def _build_findings(db: sqlite3.Connection, kind: str, found: list[Duplicate]) -> Iterator[Finding]:
    names = records.find_refs(db, kind, {number for pair in found for number in (pair.one, pair.other)})
    for pair in found:
        shown = {"one": names[pair.one].name, "other": names[pair.other].name}
        data = {**shown, "reason": pair.reason, "points": pair.points}
        yield Finding(DUPLICATE, ((kind, pair.one), (kind, pair.other)), (data,), is_pair=True)
