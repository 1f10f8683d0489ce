"""Former names: the one that a change gives up is kept beside the record, which is found by it as before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.entities import BY_NAME
from netreg.store.records import matching, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Entity


def keep_former_name(
    db: sqlite3.Connection, entity: Entity, number: int, changes: Mapping[str, Any], until: str | None = None
) -> int | None:
    """Keep the name that changes to a record give up, and the last day of it where that is known.

    Return the number of the former name; None where the name stays, or is kept already.
    """
    if entity.naming_child is None or entity.find_former_name is None:
        return None
    before = records.read_values(db, entity, number)
    given_up = entity.find_former_name(before, before | dict(changes))
    if given_up is None:
        return None
    kind = BY_NAME[entity.naming_child]
    assert kind.parent is not None
    values = {kind.parent.name: number, **given_up, "until": until}
    if matching.match_record(db, kind, values):
        return None
    return checked_writes.add_record(db, kind, values)
