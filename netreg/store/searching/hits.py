"""The best of the records that a search found, each with the place where the text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.cards import HitGroup, SearchHit, list_shown_values, summarise
from netreg.entities import BY_NAME
from netreg.store.records import records
from netreg.store.records.conditions import select_numbers
from netreg.store.records.list_pages import find_first
from netreg.store.records.search_pages.numbers import Numbers, find_numbers, tell_part
from netreg.store.records.search_pages.page_searches import FoundParts
from netreg.store.searching.all_words import AllWords, find_all_words, select_best
from netreg.store.searching.found_records import (
    FEW,
    FoundRecords,
    Sought,
    find_exact,
    find_records,
    find_way,
    look_in_pages,
    select_beginning,
)
from netreg.store.searching.places_found import NOTES, Through, list_ways, read_parts
from netreg.thai.matched_spans import find_span

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.core.fields import Style

_FIRST, _NEAR = 1_000, 100
"""Of so many in their order it is looked at one by one how a text stands in them that nearly all have; in steps."""


def search_register(
    db: sqlite3.Connection,
    sought: Sought,
    kinds: Iterable[Entity] | None,
    *,
    words: Sequence[Sought] = (),
    limit: int,
    frame: TimeFrame,
    style: Style,
) -> list[HitGroup]:
    """Search the records of some kinds, or of all; return a group for each kind in which something was found.

    Of each kind the `limit` best are described: exact ones, those in whose name it stands, those where a
    word begins so, others; then those that are linked to the text, those with it in a note or a source,
    and those that have all `words`; in the order of their names.
    """
    kinds = None if kinds is None else list(kinds)
    pages = look_in_pages(db, sought, words, kinds, limit)
    found = {each.kind.name: each for each in find_records(db, sought, kinds, pages[0])}
    every = find_all_words(db, words, kinds, found.values(), pages)
    groups = []
    for kind in (BY_NAME[name] for name in BY_NAME if name in found or name in every):
        one = found.get(kind.name) or FoundRecords(kind, FoundParts(Numbers()), Numbers(), [], [])
        best, through = _choose_best(db, one, sought, limit)
        hits = _describe_hits(db, best, one, through, sought, frame, style)
        total, unlisted = one.total, one.unlisted
        if more := every.get(kind.name):
            total += len(more.numbers)
            hits += _find_with_words(db, kind, more, limit - len(hits), frame, style)
        groups.append(HitGroup(kind, total, tuple(hits), tuple(unlisted)))
    return groups


def _choose_best(
    db: sqlite3.Connection, found: FoundRecords, sought: Sought, limit: int
) -> tuple[dict[int, str], Through]:
    """Choose the best records by how they match, then by their order; with what leads to those that are linked."""
    chosen, through = dict[int, str](), Through()
    for match, numbers in _list_ranks(db, found, sought, limit, through):
        wanted = numbers if isinstance(numbers, list) else _select_first(db, found.kind.name, numbers, chosen, limit)
        for number in wanted:
            if len(chosen) < limit:
                chosen.setdefault(number, match)
        if len(chosen) >= limit:
            break
    return chosen, through


def _list_ranks(
    db: sqlite3.Connection, found: FoundRecords, sought: Sought, limit: int, through: Through
) -> Iterator[tuple[str, list[int] | Collection[int]]]:
    """Yield the records by how they match, the best first; each may come again in a later rank."""
    exact = find_exact(db, found, sought)
    beginning = select_beginning(db, found.kind, sought, limit)
    if found.parts.whole is None:
        # What is called so comes before what only mentions the text.
        parts, named = read_parts(db, found.kind, found.own, sought)
        starts = {number for number, part in parts.items() if part != "anywhere"}
        yield "exact", exact | {number for number, part in parts.items() if part == "whole"}
        yield "start", beginning
        yield "start", starts & named
        yield "inside", named
        yield "start", starts
        yield "inside", parts.keys()
    else:
        found.parts.whole.add_all(Numbers(exact))
        yield "exact", found.parts.whole
        yield "start", beginning
        yield from (("start", numbers) for numbers in _list_starts(db, found, sought))
        yield "inside", found.own
    if len(found.linked) <= FEW:
        through |= list_ways(db, found, [*found.linked, *(found.own if len(found.own) <= FEW else ())], sought)
        yield "linked", through.keys()
        yield "noted", found.own
        yield "noted", found.linked
    yield "linked", found.linked


def _list_starts(db: sqlite3.Connection, found: FoundRecords, sought: Sought) -> Iterator[list[int] | Numbers]:
    """Yield the records in which a word begins with the text; where it is in very many, those near first."""
    kind = found.kind.name
    if found.parts.starts is not None:
        yield found.parts.starts
        return
    rows = db.execute(f"SELECT id, search_text FROM {kind} t ORDER BY t.sort_key, t.id LIMIT {_FIRST}")
    while near := rows.fetchmany(_NEAR):
        yield [row[0] for row in near if tell_part(row[1], sought.folded) in ("whole", "start")]
    yield find_numbers(db, kind, sought.folded, "start")


def _select_first(
    db: sqlite3.Connection, kind: str, wanted: Collection[int], known: Collection[int], limit: int
) -> list[int]:
    """Select the first of some records in their order, with those that are known already so many."""
    return [number for number in find_first(db, kind, wanted, limit + len(known)) if number not in known]


def _describe_hits(
    db: sqlite3.Connection,
    best: dict[int, str],
    found: FoundRecords,
    leading: Through,
    sought: Sought,
    frame: TimeFrame,
    style: Style,
) -> list[SearchHit]:
    kind = found.kind
    rows = _read_rows(db, kind, list(best), frame)
    through: dict[tuple[str, int], Row] = {}
    ways = {
        number: leading[number] if number in leading else find_way(db, found, number, sought)
        for number, match in best.items()
        if number not in found.own or match == "linked"
    }
    linked = {(way[0].name, way[1]) for way in ways.values() if way}
    for name in {name for name, _number in linked}:
        inner = _read_rows(db, BY_NAME[name], [number for of, number in linked if of == name], frame)
        through |= {(name, number): row for number, row in inner.items()}
    hits = []
    for number, match in best.items():
        row = rows[number]
        hit = SearchHit(kind, number, row.get("code"), kind.display_name(row), match, summarise(kind, row, style))
        if way := ways.get(number):
            hits.append(_describe_linked(hit, way[0], through[way[0].name, way[1]], sought, style))
        else:
            hits.append(_describe_own(hit, row, sought, style))
    return hits


def _find_with_words(
    db: sqlite3.Connection, kind: Entity, every: AllWords, limit: int, frame: TimeFrame, style: Style
) -> list[SearchHit]:
    """Describe the best of the records that have all words, each by the first word that is not in its name."""
    best = select_best(db, kind, every, limit)
    described: dict[int, SearchHit] = {}
    for word, found in every.words:
        left = [number for number in best if number not in described or described[number].field in ("name", "code")]
        own, _named = read_parts(db, kind, left, word)
        through = list_ways(db, found, [number for number in left if number not in own], word)
        matches = {number: "linked" if number in through else "words" for number in left}
        for hit in _describe_hits(db, matches, found, through, word, frame, style):
            described[hit.id] = hit._replace(match="words")
    return [described[number] for number in best]


def _read_rows(db: sqlite3.Connection, kind: Entity, numbers: list[int], frame: TimeFrame) -> dict[int, Row]:
    rows = records.select_records(db, kind, [select_numbers(numbers)], as_of=frame.as_of)
    return {row["id"]: kind.add_derived(row, frame) for row in rows}


def _describe_own(hit: SearchHit, row: Row, sought: Sought, style: Style) -> SearchHit:
    """Say which field of the record holds the text, unless its name does; a note where it stands in these alone."""
    if find_span(hit.name, sought.folded):
        return hit._replace(field="name")
    if hit.code and find_span(hit.code, sought.folded):
        return hit._replace(field="code")
    for field, label, shown in list_shown_values(hit.kind, row, style):
        if (field in NOTES or hit.match != "noted") and find_span(shown, sought.folded):
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
