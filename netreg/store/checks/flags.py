"""The flags of records as findings: each kind derives its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core import entity
from netreg.core.flags import FlagList
from netreg.entities import BY_NAME
from netreg.entities.checks.findings import Finding
from netreg.entities.checks.links import UNREADABLE
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from netreg.core.entity import Entity, TimeFrame
    from netreg.core.flags import Check
    from netreg.store.records.conditions import Condition


def find_flags(
    db: sqlite3.Connection, kind: Entity, frame: TimeFrame, conditions: Iterable[Condition] = ()
) -> Iterator[Finding]:
    """Yield the flags of the records of a kind as of a day, those that were accepted too."""
    checks = list_checks(kind)
    for row in records.select_records(db, kind, conditions, as_of=frame.as_of):
        derived = kind.add_derived(row, frame)
        if entity.UNREADABLE in derived:  # what no command of netreg writes
            yield Finding(UNREADABLE, ((kind.name, row["id"]),))
        for flag in (*derived["flags"], *derived.get("accepted_flags", ())):
            yield Finding(checks[flag["id"]], ((kind.name, row["id"]),), (flag["data"],))


def list_flagged_kinds() -> list[Entity]:
    """List the kinds that have flags."""
    return [kind for kind in BY_NAME.values() if "flags" in kind.by_name]


def list_checks(kind: Entity) -> Mapping[str, Check]:
    """List the checks whose flags a kind has, by their ids."""
    field = kind.by_name["flags"]
    assert isinstance(field, FlagList)
    return field.checks
