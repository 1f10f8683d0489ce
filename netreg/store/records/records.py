"""Records of any kind, read and written by their descriptions alone."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from netreg.core.cards import Card, CardSection
from netreg.core.fields import Ref, Reference
from netreg.core.thai_fields import Date
from netreg.core.uid_field import UID_NAME
from netreg.entities import BY_NAME, find_child_entities
from netreg.errors import RefusedChange, UnknownRecord
from netreg.language import Label, _
from netreg.store import connections, decoding
from netreg.store.records import search_columns
from netreg.store.records.computed_columns import COUNTED, ORDERS
from netreg.store.records.conditions import Condition, select_equal, select_numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

    Narrowing = Callable[[Entity], Iterable[Condition]]


# A number that no record can have: SQLite counts to 2^63.
TOO_LARGE = 1 << 62


# --- reading ---------------------------------------------------------------


def select_records(
    db: sqlite3.Connection,
    entity: Entity,
    conditions: Iterable[Condition] = (),
    *,
    as_of: date,
    order: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Row]:
    """Return the records that meet all conditions, each with its references named.

    `order` is a clause from :func:`order_by`; the natural order of the kind otherwise.
    """
    counted = "".join(f", {sql} AS {name}" for name, sql in COUNTED.get(entity.name, {}).items())
    values: dict[str, Any] = {"as_of": as_of.isoformat(), "limit": limit, "offset": offset}
    for condition in (conditions := list(conditions)):
        values |= condition.values
    clause = f" WHERE {' AND '.join(c.through or c.sql for c in conditions)}" if conditions else ""
    order = order or order_by(entity)
    assert order is not None  # only another field may have none
    chosen = f"{entity.name} t{clause} ORDER BY {order}"
    if limit is not None:  # what a row is shown with is asked of those alone that are shown
        from netreg.store.records.list_pages import find_page  # few commands need what it does

        known = conditions[0].known if len(conditions) == 1 else None
        few = any(c.few for c in conditions)
        values["chosen"] = _array(find_page(db, entity.name, clause, order, values, few=few, known=known))
        chosen = f"json_each(:chosen) f CROSS JOIN {entity.name} t ON t.id = f.value ORDER BY f.key"
    rows = db.execute(f"SELECT t.*{counted} FROM {chosen}", values)
    decoded = decoding.decode_rows(entity, [dict(row) for row in rows])
    return _add_acceptances(db, entity, name_references(db, entity, decoded))


def _add_acceptances(db: sqlite3.Connection, entity: Entity, rows: list[Row]) -> list[Row]:
    """Add to each record the facts that were accepted of it, by the id of the check: its flags are parted by them."""
    if "flags" in entity.by_name:
        accepted: dict[str, dict[str, list[str]]] = {}
        for uid, flag, facts in db.execute("SELECT record, flag, facts FROM acceptance WHERE kind = ?", [entity.name]):
            accepted.setdefault(uid, {}).setdefault(flag, []).append(facts)
        for row in rows if accepted else ():
            if row["uid"] in accepted:
                row["accepted"] = accepted[row["uid"]]
    return rows


def order_by(entity: Entity, field: Field | None = None, *, descending: bool = False) -> str | None:
    """Return the ORDER BY clause for a field, or for the kind's own order; None if SQL has none.

    Texts are ordered by stored Thai sort keys only; other texts are the caller's to sort. Records of one day
    are in the kind's own order, those without one come last.
    """
    direction = " DESC" if descending else ""
    if isinstance(field, Date) and field in entity.stored:
        return f"t.{field.column}{direction} NULLS LAST, {order_by(entity)}"
    if field is None:
        own = f"t.sort_key{direction}" if entity.parent is None else _by_parent(entity.parent)
        if entity.name in ORDERS:
            return f"{own}, {ORDERS[entity.name]}, t.id"
        place = "seq" if "seq" in entity.by_name else entity.order_field or entity.number_field
        return f"{own}, t.{place}, t.id" if place else f"{own}, t.id"
    if field.name in ("id", "created_at", "updated_at"):
        return f"t.{field.name}{direction}, t.id{direction}"  # as an index has them
    if isinstance(field, Reference) and BY_NAME[field.to].parent is None:
        return f"(SELECT sort_key FROM {field.to} WHERE id = t.{field.column}){direction} NULLS LAST, t.id"
    return None


def _by_parent(parent: Reference) -> str:
    """Return the order of the parents: by their numbers, where they are numbered within theirs."""
    above = BY_NAME[parent.to]
    if above.parent is None or above.number_field is None:
        return f"t.{parent.column}"
    order = (above.parent.column, above.number_field)
    return ", ".join(f"(SELECT {column} FROM {above.name} WHERE id = t.{parent.column})" for column in order)


def get_record(db: sqlite3.Connection, entity: Entity, number: int, as_of: date) -> Row | None:
    """Return the record with this number."""
    return next(iter(select_records(db, entity, [select_numbers([number])], as_of=as_of)), None)


def count_records(db: sqlite3.Connection, entity: Entity, *conditions: Condition) -> int:
    """Return how many records meet all conditions."""
    values: dict[str, Any] = {}
    for condition in conditions:
        values |= condition.values
    clause = " WHERE " + " AND ".join(c.through or c.sql for c in conditions) if conditions else ""
    with connections.reading_through(db):
        return int(db.execute(f"SELECT count(*) FROM {entity.name} t{clause}", values).fetchone()[0])


def select_belonging(db: sqlite3.Connection, kind: Entity, field: str, owner: int, as_of: date) -> list[Row]:
    """Return the records of `kind` whose reference `field` points to `owner`."""
    return select_records(db, kind, [select_equal(kind.by_name[field], owner)], as_of=as_of)


def read_card(
    db: sqlite3.Connection,
    entity: Entity,
    number: int,
    as_of: date,
    most: int | None = None,
    narrow: Narrowing = lambda _kind: (),
) -> Card:
    """Return the record with its children, theirs, and the records related to it.

    With `most`, no more of each kind than so many, and of the related ones those alone that are shown in full.
    `narrow` gives the conditions that all but the record itself have to meet, by kind.
    """
    rows = select_records(db, entity, [select_numbers([number])], as_of=as_of)
    related = (r for r in entity.related_records if most is None or r.in_full)
    others = ((r.collection, r.label, BY_NAME[r.kind], r.field, r.in_full) for r in related)
    return _build_card(db, entity, rows[0], as_of, most, narrow, others)


_Section = tuple[str, Label, "Entity", str, bool]


def _build_card(
    db: sqlite3.Connection,
    entity: Entity,
    row: Row,
    as_of: date,
    most: int | None,
    narrow: Narrowing,
    others: Iterable[_Section] = (),
) -> Card:
    owned = (
        (kind.collection, kind.plural, kind, kind.parent.name, True)
        for kind in find_child_entities(entity)
        if kind.parent
    )
    groups = []
    for collection, label, kind, field, whole in (*owned, *others):
        chosen = [select_equal(kind.by_name[field], row["id"]), *narrow(kind)]
        found = select_records(db, kind, chosen, as_of=as_of, limit=most)
        count = count_records(db, kind, *chosen) if len(found) == most else None
        cards = tuple(_build_card(db, kind, inner, as_of, most, narrow) for inner in found)
        groups.append(CardSection(collection, label, kind, field, cards, whole, count))
    return Card(entity, row, tuple(groups))


def name_references(db: sqlite3.Connection, entity: Entity, rows: list[Row]) -> list[Row]:
    """Replace each ``x_id`` column of the rows by ``x``, a :class:`Ref` or None."""
    for reference in entity.references:
        column = reference.column
        known = find_refs(db, reference.to, {row[column] for row in rows if row[column] is not None})
        for row in rows:
            number = row.pop(column)
            row[reference.name] = None if number is None else known[number]
    if entity.kept_name:
        for row in rows:
            _apply_kept_name(entity, row)
    return rows


def _apply_kept_name(entity: Entity, row: Row) -> None:
    """Name the person that a record points to as on its day, where it keeps that name."""
    assert entity.kept_name is not None
    person, name = row[entity.kept_name.person], row.get(entity.kept_name.name)
    if person and name:
        row[entity.kept_name.person] = person._replace(name=name)


def find_refs(db: sqlite3.Connection, kind: str, ids: Iterable[int]) -> dict[int, Ref]:
    """Return the records with these numbers, named as what points to them names them.

    Whoever asks for one that is gone by its number gets a reference that says so.
    """
    entity = BY_NAME[kind]
    found = db.execute(f"SELECT * FROM {kind} WHERE id IN (SELECT value FROM json_each(?))", [_array(ids)])
    rows = decoding.decode_rows(entity, [dict(row) for row in found])
    if entity.naming_references:
        rows = name_references(db, entity, rows)
    return _Refs(kind, ((row["id"], Ref(kind, row["id"], row.get("code"), entity.display_name(row))) for row in rows))


class _Refs(dict[int, Ref]):
    """Records by their numbers; one that another tool removed is named so, and what points to it goes on."""

    def __init__(self, kind: str, found: Iterable[tuple[int, Ref]]) -> None:
        super().__init__(found)
        self.kind = kind

    def __missing__(self, number: int) -> Ref:
        named = _("(missing: {kind} {number})").format(kind=BY_NAME[self.kind].spoken_name, number=number)
        return Ref(self.kind, number, None, named)


def _array(numbers: Iterable[int]) -> str:
    """Return the numbers as a JSON array."""
    return f"[{','.join(map(str, numbers))}]"


def find_display_name(db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any]) -> str:
    """Return the name of a record with these columns, which may be gone; an empty text if it is not known."""
    row: Row = {field.name: values.get(field.column) for field in entity.stored}
    for reference in entity.references:
        number = row[reference.name]
        row[reference.name] = find_refs(db, reference.to, [number]).get(number) if number is not None else None
    if entity.kept_name:
        _apply_kept_name(entity, row)
    try:
        return entity.display_name(row)
    except (AttributeError, TypeError):
        return ""  # what it was called after is gone as well


# --- writing ---------------------------------------------------------------


def insert_record(db: sqlite3.Connection, entity: Entity, values: Mapping[str, Any]) -> int:
    """Add a record; `values` are stored values by field name, references as numbers."""
    now = now_in_utc()
    row = {field.name: values.get(field.name) for field in entity.stored}
    stored = {entity.by_name[name].column: value for name, value in row.items() if value is not None}
    stored |= {
        "uid": values.get(UID_NAME) or make_uid(),
        "created_at": now,
        "updated_at": now,
        **search_columns.derive_columns(entity, row),
    }
    names = ", ".join(stored)
    marks = ", ".join("?" * len(stored))
    cursor = db.execute(f"INSERT INTO {entity.name} ({names}) VALUES ({marks})", list(stored.values()))
    number = cursor.lastrowid
    assert number is not None
    search_columns.store_name_keys(db, entity, number, row)
    return number


def update_record(db: sqlite3.Connection, entity: Entity, number: int, changes: Mapping[str, Any]) -> bool:
    """Change fields of a record; return whether anything differed from what was there."""
    found = _select_row(db, entity, number)
    changes = {name: value for name, value in changes.items() if found[entity.by_name[name].column] != value}
    if not changes:
        return False
    after = decoding.decode_values(entity, found) | changes
    stored = {entity.by_name[name].column: value for name, value in changes.items()}
    stored |= {"updated_at": now_in_utc(), **search_columns.derive_columns(entity, after)}
    assignments = ", ".join(f"{name} = ?" for name in stored)
    db.execute(f"UPDATE {entity.name} SET {assignments} WHERE id = ?", [*stored.values(), number])
    _refuse_circle(db, entity, number, changes)
    search_columns.store_name_keys(db, entity, number, after)
    return True


def find_uid(db: sqlite3.Connection, kind: str, number: int) -> str:
    """Return the UUID of a record."""
    return str(db.execute(f"SELECT uid FROM {kind} WHERE id = ?", [number]).fetchone()[0])


def find_updated_at(db: sqlite3.Connection, entity: Entity, number: int) -> str | None:
    """Return when the record was last changed; None when it is gone."""
    found = db.execute(f"SELECT updated_at FROM {entity.name} WHERE id = ?", [number]).fetchone()
    return str(found[0]) if found else None


def read_values(db: sqlite3.Connection, entity: Entity, number: int) -> Row:
    """Return the stored values of a record by field name, references as numbers."""
    return decoding.decode_values(entity, _select_row(db, entity, number))


def _select_row(db: sqlite3.Connection, entity: Entity, number: int) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(f"SELECT * FROM {entity.name} WHERE id = ?", [number]).fetchone()
    if row is None:
        missing = _("{kind} {number} does not exist, though other records refer to it")
        raise UnknownRecord(missing.format(kind=entity.spoken_name, number=number), _("run 'netreg doctor'"))
    return row


def delete_record(db: sqlite3.Connection, entity: Entity, number: int) -> int:
    """Delete a record and what belongs to it; return how many records went.

    Raises:
        RefusedChange: when a record that does not belong to it points to it.
    """
    _refuse_if_pointed_to(db, entity, number)
    gone = 1
    for kind in find_child_entities(entity):
        assert kind.parent is not None
        found = db.execute(f"SELECT id FROM {kind.name} WHERE {kind.parent.column} = ?", [number]).fetchall()
        gone += sum(delete_record(db, kind, row["id"]) for row in found)
    search_columns.delete_name_keys(db, entity, number)
    db.execute(f"DELETE FROM {entity.name} WHERE id = ?", [number])
    return gone


def find_pointing(db: sqlite3.Connection, entity: Entity, number: int) -> Iterator[tuple[Entity, int]]:
    """Yield the records, other than its own children, that point to a record."""
    for kind in BY_NAME.values():
        for reference in kind.references:
            if reference.to == entity.name and not reference.parent:
                found = db.execute(f"SELECT id FROM {kind.name} WHERE {reference.column} = ?", [number])
                yield from ((kind, row["id"]) for row in found)


def _refuse_if_pointed_to(db: sqlite3.Connection, entity: Entity, number: int) -> None:
    users = list(find_pointing(db, entity, number))
    if not users:
        return
    shown = "; ".join(f"{kind.spoken_name} {id} ({find_refs(db, kind.name, [id])[id].name})" for kind, id in users[:5])
    more = _(" and {count} more").format(count=len(users) - 5) if len(users) > 5 else ""
    raise RefusedChange(
        _("{kind} {number} is still used by {users}{more}").format(
            kind=entity.spoken_name, number=number, users=shown, more=more
        ),
        _("change or remove those first"),
    )


def _refuse_circle(db: sqlite3.Connection, entity: Entity, number: int, changes: Iterable[str]) -> None:
    """Refuse a tree or a chain that would come back to itself: it would never end."""
    for reference in entity.references:
        if reference.to != entity.name or reference.name not in changes:
            continue
        sql = f"""WITH RECURSIVE above (id) AS (
            SELECT {reference.column} FROM {entity.name} WHERE id = :number
            UNION SELECT t.{reference.column} FROM {entity.name} t JOIN above a ON t.id = a.id
        ) SELECT 1 FROM above WHERE id = :number"""
        if db.execute(sql, {"number": number}).fetchone():
            raise RefusedChange(
                _("{kind} {number} would become its own ancestor").format(kind=entity.spoken_name, number=number),
                _("choose another {field}").format(field=reference.name),
            )


def now_in_utc() -> str:
    """Return this moment in UTC, as records keep it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def make_uid() -> str:
    """Return a UUID of version 7 (RFC 9562): ordered by time, so that its index stays compact."""
    number = int.from_bytes(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10), "big")
    number = number & ~(0xF << 76) & ~(0x3 << 62) | (0x7 << 76) | (0x2 << 62)
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def uid_expression(count: str) -> str:
    """Return an SQL expression for as many UUIDs as there are rows, each told apart by its `count`.

    They are of version 7 too, with a counter in the last 48 bits (RFC 9562, 6.2, method 1).
    """
    first = make_uid()
    # Twelve decimal digits are hexadecimal ones as well, and SQLite writes them at a third of the cost.
    return f"'{first[:24]}' || ({10**11 + int(first[24:], 16) % (8 * 10**11)} + {count})"
