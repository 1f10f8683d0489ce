"""Stored values as the fields of their kind read them: what another tool wrote amiss takes nothing else with it.

Each value is decoded by itself. One that its field cannot have is None in the record, which goes
on without it; the record keeps it as it stands under :data:`~netreg.core.entity.UNREADABLE`, so that it is shown.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from netreg.core.entity import UNREADABLE
from netreg.core.fields import Reference
from netreg.core.thai_fields import Moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

_SYSTEM = ("created_at", "updated_at")


def decode_rows(entity: Entity, rows: list[Row]) -> list[Row]:
    """Decode rows of the table of a kind, in place; references are left as they are."""
    for column, name, holds in _list_readers(entity):
        for row in rows:
            value = row.get(column)
            if value is not None and not holds(value):
                row[column] = entity.by_name[name].find_stand_in(value)
                row.setdefault(UNREADABLE, {})[name] = value
    return rows


def decode_values(entity: Entity, found: Mapping[str, Any] | sqlite3.Row) -> Row:
    """Return the values of a row of the table by field name, references as numbers; what is unreadable is None."""
    row = {field.name: found[field.column] for field in entity.stored}
    for _column, name, holds in _list_readers(entity):
        value = row.get(name)
        if value is not None and not holds(value):
            row[name] = entity.by_name[name].find_stand_in(value)
    return row


def find_unreadable(db: sqlite3.Connection, entity: Entity) -> Iterator[tuple[int, Field, Any]]:
    """Find each value of the kind's records that its field cannot have: the record, the field, what is there."""
    columns = ["id", *(column for column, _name, _holds in _list_readers(entity))]
    for found in db.execute(f"SELECT {', '.join(columns)} FROM {entity.name}"):
        for column, name, holds in _list_readers(entity):
            if found[column] is not None and not holds(found[column]):
                yield found["id"], entity.by_name[name], found[column]


@cache
def _list_readers(entity: Entity) -> tuple[tuple[str, str, Callable[[Any], bool]], ...]:
    """List the column and name of each field that another tool may have filled amiss, and how to tell."""
    own: Iterable[Field] = (field for field in entity.stored if not isinstance(field, Reference))
    system = [field for name in _SYSTEM if isinstance(field := entity.by_name.get(name), Moment)]
    return tuple((field.column, field.name, field.holds) for field in (*own, *system))
