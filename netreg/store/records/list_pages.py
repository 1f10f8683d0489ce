"""Pages of lists: the numbers of the first records in an order that meet the conditions."""

from __future__ import annotations

import json
from contextlib import nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any

from netreg.store import connections

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from netreg.store.records.conditions import KnownRecords

# So many records are looked through in their order before all are; and so many where some were found there.
_NEAR, _FAR = 5_000, 60_000
_FEW = 10_000
"""Of so many records it is soonest found in which order they are by looking at them."""
_STEP = 0.4
"""A step along an index takes so much of the time that it takes to look a record up."""
_NEVER = 1 << 62
_BY_SORT_KEY = "t.sort_key, t.id"
"""The order of the records of most kinds, along an index."""


def find_page(
    db: sqlite3.Connection,
    table: str,
    clause: str,
    order: str,
    values: Mapping[str, Any],
    *,
    few: bool,
    known: KnownRecords | None = None,
) -> list[int]:
    """Return the numbers of the records of one page of a table ``t``, by the values of `limit` and `offset`.

    Of a clause about `few` records these are looked up. All that meet it may be `known`.
    """
    if known is not None and order == _BY_SORT_KEY:
        first = find_first(db, table, known.numbers, values["limit"] + values["offset"], known.keys)
        return first[values["offset"] :]
    page = None if few else _walk_page(db, table, clause, order, values)
    return _sort_page(db, table, clause, order, values, few=few) if page is None else page


def find_first(
    db: sqlite3.Connection, table: str, numbers: Collection[int], limit: int, keys: Sequence[str] = ()
) -> list[int]:
    """Return the first of some records in the order of their sort keys, which begin with one of `keys` in many of them.

    Of many that are spread evenly these are near in that order; so are those that begin alike. Others are looked up
    and sorted.
    """
    if len(numbers) > _FEW and limit > 0:
        if parted := _part_by_keys(db, table, numbers, limit, keys):
            first, rest = parted
            return find_first(db, table, [*first, *find_first(db, table, rest, limit)], limit)
        walked = _walk_first(db, table, numbers, limit)
        if walked is not None:
            return walked
    sql = f"""SELECT t.id FROM json_each(?) f CROSS JOIN {table} t ON t.id = f.value
        ORDER BY {_BY_SORT_KEY} LIMIT ?"""
    with connections.reading_through(db, scattered=True):
        return [row[0] for row in db.execute(sql, [str(list(numbers)), limit])]


def _walk_first(db: sqlite3.Connection, table: str, numbers: Collection[int], limit: int) -> list[int] | None:
    """Return the first of some records, walking along their order; None where it is sooner to look them all up."""
    found, most = list[int](), _NEAR
    for looked, (number,) in enumerate(db.execute(f"SELECT t.id FROM {table} t ORDER BY {_BY_SORT_KEY}"), 1):
        if number in numbers:
            found.append(number)
            if len(found) == limit:
                break
        if looked == most:
            # Where none is found twice as far as it should be, they are not spread evenly.
            most = 2 * looked * limit // len(found) if found and looked == _NEAR else _NEVER
            if most * _STEP > len(numbers):
                return None
    return found


def _part_by_keys(
    db: sqlite3.Connection, table: str, numbers: Collection[int], limit: int, keys: Iterable[str]
) -> tuple[list[int], list[int]] | None:
    """Part some records into the first whose sort keys begin with one of some keys, and those with other sort keys.

    None where those are less than half of them, or of the records with such a sort key.
    """
    within = f"FROM {table} t WHERE t.sort_key >= ? AND t.sort_key < ?"
    for key in filter(None, keys):
        span, known = [key, f"{key}\uffff"], len(numbers)
        listing = f"SELECT count(*), json_group_array(id) FROM (SELECT t.id {within} LIMIT {2 * known + 1})"
        with connections.reading_through(db, scattered=True):
            count, listed = db.execute(listing, span).fetchone()
        if known <= 2 * count <= 4 * known:
            ordered = db.execute(f"SELECT t.id {within} ORDER BY {_BY_SORT_KEY}", span)
            first = list(islice((row[0] for row in ordered if row[0] in numbers), limit))
            inside = set(json.loads(listed))
            return first, [number for number in numbers if number not in inside]
    return None


def _walk_page(
    db: sqlite3.Connection, table: str, clause: str, order: str, values: Mapping[str, Any]
) -> list[int] | None:
    """Return the numbers of the records of one page, where the first of all in their own order fill it.

    A frequent condition fills it from there. For a rare one to walk on in that order takes ten times as long as to
    read the table as it lies and sort what is found.
    """
    if not clause or values["offset"] or not _is_walked(db, table, order):
        return None
    with connections.reading_through(db):
        found, over = _walk(db, table, clause, order, values, _NEAR)
        if not over and values["limit"] * _NEAR < len(found) * _FAR:
            found, over = _walk(db, table, clause, order, values, _FAR)
    return found if over else None


def _read_key(order: str) -> str:
    """Return the column that an order begins with, empty where it begins with an expression."""
    first = order.partition(",")[0].removesuffix(" NULLS LAST").removesuffix(" DESC")
    return first.removeprefix("t.") if first.startswith("t.") else ""


def _is_walked(db: sqlite3.Connection, table: str, order: str) -> bool:
    """Tell whether an index has the records in an order; those without a value come last, or there is none."""
    key = _read_key(order)
    if key == "sort_key":
        return True
    known = "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?"
    if not key or not db.execute(known, [f"{table}_{key}"]).fetchone():
        return False
    if "NULLS LAST" in order.partition(",")[0]:
        return True
    return db.execute(f"SELECT 1 FROM {table} WHERE {key} IS NULL LIMIT 1").fetchone() is None


def _sort_page(
    db: sqlite3.Connection, table: str, clause: str, order: str, values: Mapping[str, Any], *, few: bool
) -> list[int]:
    """Return the numbers of the records of one page, of those that meet the conditions sorted, or of all in order."""
    walked = _read_key(order) in ("sort_key", "updated_at")  # along an index from one end of the table to the other
    page = f"SELECT t.id FROM {table} t{clause} ORDER BY {'+' if clause and walked else ''}{order}"
    with connections.reading_through(db, scattered=few) if clause else nullcontext():
        return [row[0] for row in db.execute(f"{page} LIMIT :limit OFFSET :offset", values)]


def _walk(
    db: sqlite3.Connection, table: str, clause: str, order: str, values: Mapping[str, Any], most: int
) -> tuple[list[int], bool]:
    """Return the records of a page that are among the first of all in their order, and whether these are all of it."""
    key, first, blank_last = _read_key(order), order.partition(",")[0], " NULLS LAST"
    filled = f" WHERE t.{key} IS NOT NULL" if blank_last in first else ""
    first = first.removesuffix(blank_last)
    last = db.execute(f"SELECT t.{key} FROM {table} t{filled} ORDER BY {first} LIMIT 1 OFFSET {most}").fetchone()
    index = ""
    if last is not None:
        clause += f" AND t.{key} {'>=' if first.endswith(' DESC') else '<='} :last_key"
        values = {**values, "last_key": last[0]}
        index, order = f" INDEXED BY {table}_{key}", order.replace(blank_last, "", 1)
    page = f"SELECT t.id FROM {table} t{index}{clause} ORDER BY {order} LIMIT :limit"
    found = [row[0] for row in db.execute(page, values)]
    return found, last is None or len(found) == values["limit"]
