"""The records whose code or name begins with what was typed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple
from netreg.store.records.conditions import select_numbers
from netreg.store.records.records import select_records
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from netreg.core.entity import Entity, Row

_END = "\U0010ffff"


class NamedRecord(NamedTuple):
    """A record by a word that names it, and what else is known of it."""

    word: str
    about: str


def select_beginning(
    db: sqlite3.Connection, entity: Entity, typed: str, as_of: date, most: int = 50
) -> list[NamedRecord]:
    """Select records by their codes, else by their names, that begin with a text; by numbers those without either.

    Where nothing is typed those with a code come first, and names only where there is none.
    """
    if entity.parent is not None and not entity.naming_references:
        return _select_numbered(db, entity, typed, as_of, most)
    found: list[NamedRecord] = []
    if entity.parent is None:
        codes = f"SELECT id FROM {entity.name} WHERE code >= ? AND code < ? ORDER BY code LIMIT ?"
        rows = _read_rows(db, entity, codes, [typed, typed + _END, most], as_of)
        found = sorted(NamedRecord(row["code"], entity.display_name(row)) for row in rows)
    if typed or not found:
        found += _select_named(db, entity, typed, as_of, most)
    return found or _select_numbered(db, entity, typed, as_of, most)


def _select_named(db: sqlite3.Connection, entity: Entity, typed: str, as_of: date, most: int) -> list[NamedRecord]:
    named: dict[str, NamedRecord] = {}
    sql = "SELECT DISTINCT record_id FROM name_key WHERE kind = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"
    for key in dict.fromkeys(map(text.match_key, (typed, *entity.search_names(typed)))):
        for row in _read_rows(db, entity, sql, [entity.name, key, key + _END, most], as_of):
            shown = entity.display_name(row)
            word = next((name for name in (shown, *entity.names(row)) if name.startswith(typed)), None)
            if word:
                named.setdefault(word, NamedRecord(word, row.get("code") or (shown if word != shown else "")))
    return sorted(named.values(), key=lambda one: text.sort_key(one.word))[:most]


def _select_numbered(db: sqlite3.Connection, entity: Entity, typed: str, as_of: date, most: int) -> list[NamedRecord]:
    if typed and not typed.isdecimal():
        return []
    sql = f"SELECT id FROM {entity.name} WHERE CAST(id AS TEXT) GLOB ? ORDER BY id DESC LIMIT ?"
    rows = _read_rows(db, entity, sql, [f"{typed}*", most], as_of)
    return sorted((NamedRecord(str(row["id"]), entity.display_name(row)) for row in rows), key=lambda one: int(one[0]))


def _read_rows(db: sqlite3.Connection, entity: Entity, sql: str, values: list[object], as_of: date) -> list[Row]:
    numbers = [row[0] for row in db.execute(sql, values)]
    return select_records(db, entity, [select_numbers(numbers)], as_of=as_of) if numbers else []
