"""Pairs of records that are known to be two: remembered by their UIDs, whichever is named first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.entities import NOT_SAME
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.records import known_pairs, records
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.entity import Entity


def add_pair(db: sqlite3.Connection, entity: Entity, one: int, other: int, reason: str | None) -> bool:
    """Remember that two records are not the same; return whether that was not known yet, or for another reason.

    Raises:
        RefusedChange: when they are one record.
    """
    if one == other:
        raise RefusedChange(
            _("{kind} {number} cannot be another than itself").format(kind=entity.spoken_name, number=one),
            _("name two records"),
        )
    if (known := known_pairs.find_pair(db, entity, one, other)) is not None:
        return reason is not None and checked_writes.edit_record(db, NOT_SAME, known, {"reason": reason})
    refs = records.find_refs(db, entity.name, [one, other])
    uids = sorted(records.find_uid(db, entity.name, number) for number in (one, other))
    title = " ≠ ".join(
        f"{shorten(refs[number].name, 60)} ({entity.command} {number})" for number in sorted((one, other))
    )
    values = {"kind": entity.name, "one": uids[0], "other": uids[1], "title": title, "reason": reason}
    checked_writes.add_record(db, NOT_SAME, values)
    return True


def part_from(db: sqlite3.Connection, entity: Entity, one: int, others: Iterable[int]) -> None:
    """Remember that a new record is none of those that it was taken for, as far as they still exist."""
    for other in others:
        if other != one and db.execute(f"SELECT 1 FROM {entity.name} WHERE id = ?", [other]).fetchone():
            add_pair(db, entity, one, other, None)


def remove_pair(db: sqlite3.Connection, entity: Entity, one: int, other: int) -> None:
    """Forget that two records are not the same.

    Raises:
        RefusedChange: when nothing says so.
    """
    known = known_pairs.find_pair(db, entity, one, other)
    if known is None:
        raise RefusedChange(
            _("nothing says that {kind} {one} and {kind} {other} are two").format(
                kind=entity.spoken_name, one=one, other=other
            ),
            _("see 'netreg duplicates not-same list'"),
        )
    checked_writes.remove_record(db, NOT_SAME, known)
