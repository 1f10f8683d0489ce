"""The keys that merged records had: each leads to the record that they were merged into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import MERGED_KINDS
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from netreg.core.entity import Entity, Row


NUMBER = "id"
"""The field of the former key that is the number of a merged record: each has one."""


class FollowedKey(NamedTuple):
    """A former key by which a record was asked for: what was typed, and the record that it leads to."""

    kind: str
    written: str
    record: int


_followed: list[FollowedKey] = []


def take_followed() -> list[FollowedKey]:
    """Return the former keys that were followed since they were last taken, each once."""
    found = list(dict.fromkeys(_followed))
    _followed.clear()
    return found


def find_survivors(db: sqlite3.Connection, entity: Entity, asked: str) -> list[int]:
    """Return the record that a number, code, e-mail or official number of a merged one leads to.

    It is noted as followed. With ``#`` before it, a number is only that of a record.
    """
    if entity.name not in MERGED_KINDS or not _has_keys(db, entity):
        return []
    digits = text.to_ascii_digits(asked).removeprefix("#")
    number = digits.lstrip("0") if digits.isdecimal() else ""
    fields = [NUMBER] if asked.startswith("#") else [NUMBER, "uid", *entity.exclusive_fields, *entity.asked_for_by]
    values = {NUMBER: number, "uid": asked.lower()}
    found: list[int] = []
    for field in dict.fromkeys(fields):
        if not found and (value := values.get(field, asked)):
            found = find_by_key(db, entity, field, value)
    _followed.extend(FollowedKey(entity.name, asked, one) for one in found)
    return found


def _has_keys(db: sqlite3.Connection, entity: Entity) -> bool:
    """Tell whether any record of a kind was merged into another: in most registers none was."""
    return db.execute("SELECT 1 FROM former_key WHERE kind = ? LIMIT 1", [entity.name]).fetchone() is not None


def find_by_key(db: sqlite3.Connection, entity: Entity, field: str, value: str) -> list[int]:
    """Return the record that had this value in a field once, through one that was merged into it."""
    same = entity.by_name[field].collate_clause if field in entity.by_name else ""
    sql = f"""SELECT DISTINCT t.id FROM former_key k JOIN {entity.name} t ON t.uid = k.record
        WHERE k.kind = ? AND k.field = ? AND k.value = ?{same}"""
    return [row[0] for row in db.execute(sql, [entity.name, field, value])]


def find_by_row(db: sqlite3.Connection, entity: Entity, row: Row) -> list[int]:
    """Return the record to which a code or official number of a row leads that a merged one had."""
    if entity.name not in MERGED_KINDS:
        return []
    names = [name for name in entity.distinguishing_fields if isinstance(row.get(name), str)]
    return next(filter(None, (find_by_key(db, entity, name, row[name]) for name in names)), [])


def find_other_record(
    db: sqlite3.Connection, entity: Entity, field: str, value: str, number: int | None
) -> dict[str, int] | None:
    """Return the record, other than the one with this number, that a value leads to which a merged one had."""
    found = find_by_key(db, entity, field, value) if entity.name in MERGED_KINDS else []
    return next(({"id": one} for one in found if one != number), None)


def list_fields_with_keys(db: sqlite3.Connection, kind: str, fields: Collection[str]) -> list[str]:
    """Return those of the fields in which merged records of a kind had values."""
    found = {row[0] for row in db.execute("SELECT DISTINCT field FROM former_key WHERE kind = ?", [kind])}
    return [field for field in fields if field in found]
