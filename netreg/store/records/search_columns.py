"""The columns and names by which records are found and ordered, derived from the record alone.

The sort key, the text that is searched and the names a record goes by, or gives the record that
it belongs to, are made from the record alone, so they are in no history: undoing a change recomputes them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice, YesNo
from netreg.core.fields import Count, Reference, TextList
from netreg.core.thai_fields import Date, TermField
from netreg.entities import BY_NAME, find_named_parent
from netreg.named_tuples import NamedTuple
from netreg.store import decoding
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from netreg.core.entity import Entity, Row

    Columns = Mapping[str, Sequence[Any]]

_NOT_SEARCHED = (Choice, Count, Date, YesNo, Reference, TermField)


def derive_columns(entity: Entity, row: Row) -> dict[str, str]:
    """Return the derived columns of a record with these stored values."""
    derived = {"search_text": derive_search_text(entity, row)}
    if entity.parent is None:
        derived["sort_key"] = derive_sort_key(entity, row)
    return derived


def derive_sort_key(entity: Entity, row: Row) -> str:
    """Return the key by which the records of the kind are ordered."""
    return text.sort_key((entity.sort_text or entity.display_name)(row))


def derive_search_text(entity: Entity, row: Row) -> str:
    """Return everything written in the record, folded so that tone marks and case do not matter.

    Between its parts stands a sign that nobody types. What stands in the name of the record
    already, as a given name does, is not repeated.
    """
    name = entity.display_name(row) if entity.parent is None else ""
    return search_text_maker(entity)({field: (value,) for field, value in row.items()}, [name])[0]


@cache
def search_text_maker(
    entity: Entity, filled: frozenset[str] | None = None
) -> Callable[[Columns, Sequence[str]], list[str]]:
    """Return a function of the columns of many records, and of their names, that makes their search texts.

    What belongs to another record has no name. It may be said which fields are `filled`.
    """
    fields = [field for field in entity.stored if not isinstance(field, _NOT_SEARCHED)]
    fields = [field for field in fields if filled is None or field.name in filled]
    lists = [field for field in fields if isinstance(field, TextList)]
    texts = [field.name for field in fields if not isinstance(field, TextList)]

    def search(columns: Columns, names: Sequence[str]) -> list[str]:
        written = filter(any, map(columns.__getitem__, texts))
        listed = [(each, columns[each.name]) for each in lists if any(columns.get(each.name, ()))]
        parts = [
            text.fold_texts(names),
            *(_fold_parts(column, names) for column in written),
            *(["".join(map(_fold_again, each.to_json(value))) for value in column] for each, column in listed),
        ]
        return [
            joined if name else joined.removeprefix(PARTED)
            for joined, name in zip(map("".join, zip(*parts, strict=True)), names, strict=True)
        ]

    return search


def _fold_parts(column: Sequence[str | None], names: Sequence[str]) -> list[str]:
    """Fold the values of a column into one more part each, an empty text for those that stand in the name.

    An address or number is only lower-cased: it hardly ever comes again.
    """
    if _is_folded(column):
        return ["" if value in name else f"{PARTED}{value}" for value, name in zip(column, names, strict=True)]  # type: ignore[operator]
    return [
        ""
        if not value or value in name
        else PARTED + value.lower()
        if value.isascii() and " " not in value and value.isprintable()
        else _fold_again(value)
        for value, name in zip(column, names, strict=True)
    ]


def _is_folded(column: Sequence[str | None]) -> bool:
    """Return whether a column has an address or a number in every row that is searched as it stands."""
    joined = "|".join(column) if all(column) else " "  # type: ignore[arg-type]
    return joined.isascii() and " " not in joined and joined.isprintable() and joined == joined.lower()


PARTED = " ¦ "
"""What stands between the parts of a record that are searched."""


@lru_cache(1 << 12)
def _fold_again(value: str) -> str:
    return PARTED + text.fold_text(value)


class NameRow(NamedTuple):
    """A name by which a record is looked up; `child` is 0 for its own, else the child of whom it is the name."""

    kind: str
    record: int
    key: str
    child: int


_NAME_ROW = "kind, record_id, key, child_id"


def derive_name_keys(entity: Entity, row: Row) -> set[str]:
    """Return the keys of every name the record goes by."""
    return set(filter(None, map(text.match_key, entity.names(row))))


def derive_name_rows(entity: Entity, number: int, row: Row) -> set[NameRow]:
    """Return the rows of ``name_key`` of a record: its names, which may be names of its parent as well."""
    keys = derive_name_keys(entity, row)
    rows = {NameRow(entity.name, number, key, 0) for key in keys}
    if (parent := find_named_parent(entity)) and entity.parent and (owner := row.get(entity.parent.name)):
        rows |= {NameRow(parent.name, owner, key, number) for key in keys}
    return rows


def store_name_keys(db: sqlite3.Connection, entity: Entity, number: int, row: Row) -> bool:
    """Store the names by which the record is looked up as they now are; return whether any was out of step."""
    known = _select_name_rows(db, entity, number)
    wanted = derive_name_rows(entity, number, row)
    db.executemany(f"DELETE FROM name_key WHERE ({_NAME_ROW}) = (?, ?, ?, ?)", sorted(known - wanted))
    insert_name_rows(db, wanted - known)
    return known != wanted


def insert_name_rows(db: sqlite3.Connection, rows: Iterable[NameRow]) -> None:
    """Insert rows of ``name_key`` in its order."""
    db.executemany(f"INSERT INTO name_key ({_NAME_ROW}) VALUES (?, ?, ?, ?)", sorted(rows))


def _select_name_rows(db: sqlite3.Connection, entity: Entity, number: int) -> set[NameRow]:
    """Select the rows of ``name_key`` that a record brought."""
    own = f"SELECT {_NAME_ROW} FROM name_key WHERE kind = ? AND record_id = ? AND child_id = 0"
    found = set(map(NameRow._make, db.execute(own, [entity.name, number])))
    if parent := find_named_parent(entity):
        of_parent = f"SELECT {_NAME_ROW} FROM name_key WHERE +kind = ? AND child_id = ? AND child_id"
        found |= set(map(NameRow._make, db.execute(of_parent, [parent.name, number])))
    return found


def delete_name_keys(db: sqlite3.Connection, entity: Entity, number: int) -> None:
    """Delete the names of a record that is gone."""
    delete_names_of(db, entity.name, f"({number})")


def delete_names_of(db: sqlite3.Connection, kind: str, records: str) -> None:
    """Delete the names of all records of a kind; `records` is a list or a query of their numbers."""
    db.execute(f"DELETE FROM name_key WHERE kind = ? AND record_id IN {records}", [kind])
    if kind in BY_NAME and (parent := find_named_parent(BY_NAME[kind])):
        of_parent = f"DELETE FROM name_key WHERE +kind = ? AND child_id IN {records} AND child_id"
        db.execute(of_parent, [parent.name])


def refresh_record(db: sqlite3.Connection, entity: Entity, number: int) -> bool:
    """Recompute the columns and names of one record; return whether any was out of step."""
    found = db.execute(f"SELECT * FROM {entity.name} WHERE id = ?", [number]).fetchone()
    if found is None:
        delete_name_keys(db, entity, number)
        return False
    row = decoding.decode_values(entity, found)
    wanted = derive_columns(entity, row)
    stale = {name: value for name, value in wanted.items() if found[name] != value}
    if stale:
        assignments = ", ".join(f"{name} = ?" for name in stale)
        db.execute(f"UPDATE {entity.name} SET {assignments} WHERE id = ?", [*stale.values(), number])
    return store_name_keys(db, entity, number, row) or bool(stale)


def refresh_all_records(db: sqlite3.Connection) -> int:
    """Recompute the columns and names of every record; return how many were out of step."""
    gone = sum(db.execute(f"DELETE FROM name_key {where}").rowcount for where in _names_of_nobody())
    stale = 0
    for entity in BY_NAME.values():
        numbers = [row[0] for row in db.execute(f"SELECT id FROM {entity.name}").fetchall()]
        stale += sum(refresh_record(db, entity, number) for number in numbers)
    return stale + gone


def _names_of_nobody() -> Iterator[str]:
    """Yield the conditions of names of records, or of children, that are gone."""
    for entity in BY_NAME.values():
        yield f"WHERE kind = '{entity.name}' AND record_id NOT IN (SELECT id FROM {entity.name})"
        known = f" AND child_id NOT IN (SELECT id FROM {entity.naming_child})" if entity.naming_child else ""
        yield f"WHERE kind = '{entity.name}' AND child_id{known}"


def count_stale(db: sqlite3.Connection) -> int:
    """Return how many records have columns or names that do not fit them."""
    return sum(_count_stale(db, entity) for entity in BY_NAME.values())


def _count_stale(db: sqlite3.Connection, entity: Entity) -> int:
    names: dict[int, set[NameRow]] = {}
    own = " AND child_id = 0" if entity.naming_child else ""
    for found in map(NameRow._make, db.execute(f"SELECT {_NAME_ROW} FROM name_key WHERE kind = ?{own}", [entity.name])):
        names.setdefault(found.record, set()).add(found)
    if parent := find_named_parent(entity):
        of_parent = f"SELECT {_NAME_ROW} FROM name_key WHERE kind = ? AND child_id"
        for found in map(NameRow._make, db.execute(of_parent, [parent.name])):
            names.setdefault(found.child, set()).add(found)
    stale = 0
    for record in db.execute(f"SELECT * FROM {entity.name}"):
        row = decoding.decode_values(entity, record)
        wrong = any(record[name] != value for name, value in derive_columns(entity, row).items())
        stale += wrong or names.pop(record["id"], set()) != derive_name_rows(entity, record["id"], row)
    return stale + len(names)
