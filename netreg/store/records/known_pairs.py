"""Pairs of records that are known to be two, as the register has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Entity


def find_pair(db: sqlite3.Connection, entity: Entity, one: int, other: int) -> int | None:
    """Return the number of what says that two records are not the same, if something does."""
    uids = f"(SELECT uid FROM {entity.name} WHERE id IN (:one, :other))"
    sql = f"SELECT id FROM not_same WHERE kind = :kind AND one IN {uids} AND other IN {uids} AND one <> other"
    found = db.execute(sql, {"kind": entity.name, "one": one, "other": other}).fetchone()
    return found[0] if found else None


def read_pairs(db: sqlite3.Connection, entity: Entity) -> set[tuple[int, int]]:
    """Return the numbers of the records of a kind that are known to be two, both ways round."""
    sql = f"""SELECT a.id, b.id FROM not_same n CROSS JOIN {entity.name} a ON a.uid = n.one
        CROSS JOIN {entity.name} b ON b.uid = n.other WHERE n.kind = ?"""
    found = {(row[0], row[1]) for row in db.execute(sql, [entity.name])}
    return found | {(other, one) for one, other in found}
