"""Counts of many records at once, by what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.fields import Reference
from netreg.entities import GRADUATION, PERSON
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.fields import Field
    from netreg.store.records.conditions import Condition

# The index that holds them all: one pass through it in its own order, and what comes behind is added up.
_TOGETHER = ("organisation_id", "class_no", "academic_year", "campus_id", "level")


class GroupCount(NamedTuple):
    """The number of records that have a value in common."""

    value: Any
    number: int


def count_graduations(db: sqlite3.Connection, field: Field, conditions: Iterable[Condition] = ()) -> list[GroupCount]:
    """Return how many graduations there are by a field of theirs, or by one of the person; the least value first."""
    where, values = [], dict[str, Any]()
    for condition in conditions:
        where.append(condition.sql)
        values |= condition.values
    clause = f"WHERE {' AND '.join(where)}" if where else ""
    found = [GroupCount(*row) for row in db.execute(_count_rows(field, clause), values)]
    if not isinstance(field, Reference):
        return found
    named = records.find_refs(db, field.to, [one.value for one in found if one.value is not None])
    return [one._replace(value=named.get(one.value)) for one in found]


def _count_rows(field: Field, clause: str) -> str:
    if field.name in PERSON.by_name and field.name not in GRADUATION.by_name:
        return f"""SELECT p.{field.column}, count(*) FROM graduation t LEFT JOIN person p ON p.id = t.person_id
            {clause} GROUP BY 1 ORDER BY 1 NULLS LAST"""
    together = ", ".join(_TOGETHER[: _TOGETHER.index(field.column) + 1])
    return f"""SELECT {field.column}, sum(n) FROM (
            SELECT {together}, count(*) AS n FROM graduation t {clause} GROUP BY {together}
        ) GROUP BY 1 ORDER BY 1 NULLS LAST"""
