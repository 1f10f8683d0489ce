"""The best of the records that a search found, each with the place where the text stands."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from netreg.core.cards import HitGroup, SearchHit, list_shown_values, summarise
from netreg.entities import BY_NAME
from netreg.store.records import records
from netreg.store.records.conditions import select_numbers
from netreg.store.searching.found_records import (
    FoundRecords,
    Sought,
    find_exact,
    find_records,
    find_starts,
    select_beginning,
    select_named,
)
from netreg.thai.matched_spans import find_span

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.core.fields import Style

_FEW = 5_000
"""Of more records than these the names are not looked at by themselves: so many are narrowed by another word."""
_MANY = 20_000
"""From so many records on the best are found along the index of their order, not by sorting them."""


def search_register(
    db: sqlite3.Connection,
    sought: Sought,
    kinds: Iterable[Entity] | None,
    *,
    limit: int,
    frame: TimeFrame,
    style: Style,
) -> list[HitGroup]:
    """Search the records of some kinds, or of all; return a group for each kind in which something was found.

    Of each kind the `limit` best are described: exact ones, those in whose name it stands, those
    where a word begins so, others; then those that are linked to the text; in the order of their names.
    """
    groups = []
    for found in find_records(db, sought, kinds):
        best = _choose_best(db, found, sought, limit)
        hits = _describe_hits(db, best, found, sought, frame, style)
        groups.append(HitGroup(found.kind, found.total, tuple(hits), tuple(found.unlisted)))
    return groups


def _choose_best(db: sqlite3.Connection, found: FoundRecords, sought: Sought, limit: int) -> dict[int, str]:
    """Choose the best records by how they match, then by their order."""
    chosen: dict[int, str] = {}
    starts = find_starts(found)
    # What is called so comes before what only mentions it.
    named = select_named(db, found.kind, found.own, sought) if len(found.own) < _FEW else set[int]()

    def take(match: str, numbers: Collection[int]) -> bool:
        if isinstance(numbers, AbstractSet):
            rest = numbers - chosen.keys()
            numbers = _select_first(db, found.kind.name, rest, limit - len(chosen)) if rest else ()
        for number in numbers:
            if len(chosen) < limit:
                chosen.setdefault(number, match)
        return len(chosen) >= limit

    def choose() -> bool:
        return (
            take("exact", find_exact(db, found, sought, starts))
            or take("start", select_beginning(db, found, sought, limit))
            or take("start", starts & named)
            or take("inside", named)
            or take("start", starts)
            or take("inside", found.own)
            or take("linked", found.linked.keys())
        )

    choose()
    return chosen


def _select_first(db: sqlite3.Connection, kind: str, wanted: AbstractSet[int], limit: int) -> list[int]:
    order = f"FROM {kind} t{{}} ORDER BY t.sort_key, t.id"
    if len(wanted) < _MANY:
        clause = " WHERE t.id IN (SELECT value FROM json_each(?))"
        rows = db.execute(f"SELECT t.id {order.format(clause)} LIMIT ?", [str(list(wanted)), limit])
        return [row[0] for row in rows]
    found: list[int] = []
    for row in db.execute(f"SELECT t.id {order.format('')}"):
        if row[0] in wanted:
            found.append(row[0])
            if len(found) == limit:
                break
    return found


def _describe_hits(
    db: sqlite3.Connection,
    best: dict[int, str],
    found: FoundRecords,
    sought: Sought,
    frame: TimeFrame,
    style: Style,
) -> list[SearchHit]:
    kind = found.kind
    rows = _read_rows(db, kind, list(best), frame)
    through: dict[tuple[str, int], Row] = {}
    linked = {place for number in best if (place := found.linked.get(number))}
    for name in {name for name, _number in linked}:
        inner = _read_rows(db, BY_NAME[name], [number for of, number in linked if of == name], frame)
        through |= {(name, number): row for number, row in inner.items()}
    hits = []
    for number, match in best.items():
        row = rows[number]
        hit = SearchHit(kind, number, row.get("code"), kind.display_name(row), match, summarise(kind, row, style))
        if place := found.linked.get(number):
            hits.append(_describe_linked(hit, BY_NAME[place[0]], through[place], sought, style))
        else:
            hits.append(_describe_own(hit, row, sought, style))
    return hits


def _read_rows(db: sqlite3.Connection, kind: Entity, numbers: list[int], frame: TimeFrame) -> dict[int, Row]:
    rows = records.select_records(db, kind, [select_numbers(numbers)], as_of=frame.as_of)
    return {row["id"]: kind.add_derived(row, frame) for row in rows}


def _describe_own(hit: SearchHit, row: Row, sought: Sought, style: Style) -> SearchHit:
    """Say which field of the record holds the text, unless its name does."""
    if find_span(hit.name, sought.folded):
        return hit._replace(field="name")
    if hit.code and find_span(hit.code, sought.folded):
        return hit._replace(field="code")
    for field, label, shown in list_shown_values(hit.kind, row, style):
        if find_span(shown, sought.folded):
            return hit._replace(field=field, label=label, text=shown)
    return hit


def _describe_linked(hit: SearchHit, kind: Entity, row: Row, sought: Sought, style: Style) -> SearchHit:
    """Say what belongs to the record and holds the text."""
    name = kind.display_name(row)
    found = hit._replace(field=kind.collection, label=str(kind.label), text=name)
    if find_span(name, sought.folded):
        return found
    for field, label, shown in list_shown_values(kind, row, style):
        if find_span(shown, sought.folded):
            return found._replace(field=f"{kind.collection}.{field}", label=f"{kind.label}: {label}", text=shown)
    return found
