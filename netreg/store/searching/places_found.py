"""Where the text stands in records that were found: in notes and sources, which say least of them, or elsewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from netreg.store.records.search_columns import PARTED
from netreg.store.records.search_pages.numbers import Part, tell_part
from netreg.store.searching.found_records import select_children
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from netreg.core.entity import Entity
    from netreg.store.searching.found_records import FoundRecords, Sought

NOTES = ("note", "source")
"""The fields that say least of what a record is."""


def read_parts(
    db: sqlite3.Connection, kind: Entity, numbers: Iterable[int], sought: Sought
) -> tuple[dict[int, Part], set[int]]:
    """Return where in each record the text stands but for notes and sources, and those in whose name it does."""
    return tell_parts(read_texts(db, kind, numbers), sought)


def read_texts(db: sqlite3.Connection, kind: Entity, numbers: Iterable[int]) -> list[sqlite3.Row]:
    """Return of each record its number, the text that is searched, and its notes."""
    sql = f"SELECT id, search_text, {', '.join(NOTES)} FROM {kind.name} WHERE id IN (SELECT value FROM json_each(?))"
    return db.execute(sql, [str(list(numbers))]).fetchall()


def tell_parts(texts: Iterable[sqlite3.Row], sought: Sought) -> tuple[dict[int, Part], set[int]]:
    """Return what :func:`read_parts` does, of records whose texts were read."""
    parts, named = dict[int, Part](), set[int]()
    for number, searched, *notes in texts:
        name, parted, rest = searched.partition(PARTED)
        left = f"{name}{parted}{_leave_out(rest, notes, sought)}"
        if part := tell_part(left, sought.folded):
            parts[number] = part
        if any(form in name for form in sought.folded):
            named.add(number)
    return parts, named


def tell_named(texts: Iterable[sqlite3.Row], sought: Sought) -> tuple[set[int], set[int]]:
    """Return the records in whose name the text stands, and others with it elsewhere than in a note or a source."""
    named, others = set[int](), set[int]()
    for number, searched, *notes in texts:
        name, _parted, rest = searched.partition(PARTED)
        for form in sought.folded:
            if form in name:
                named.add(number)
                break
            if form in rest and form in _leave_out(rest, notes, sought):
                others.add(number)
    return named, others - named


Through = dict[int, "tuple[Entity, int] | None"]
"""What belongs to a record and leads to it, by its kind and number; None where it points to the text itself."""


def list_ways(db: sqlite3.Connection, found: FoundRecords, numbers: Collection[int], sought: Sought) -> Through:
    """List the records that are linked to the text otherwise than by a note or a source, with what leads to each."""
    through: Through = {}
    for way in found.ways:
        if way.pointing is not None:
            for owner, number in way.pointing.items():
                if owner in numbers:
                    through.setdefault(owner, (way.kind, number) if way.kind.parent else None)
        elif way.owners:
            for owner, number, searched, *notes in select_children(db, way.kind, numbers, sought):
                left = _leave_out(searched, notes, sought)
                if any(form in left for form in sought.folded):
                    through.setdefault(owner, (way.kind, number))
    return through


def _leave_out(searched: str, notes: Iterable[str | None], sought: Sought) -> str:
    """Leave notes out of the text that is searched, where what is sought may stand in them."""
    parts = None
    for note in filter(None, notes):
        folded = _fold(note)
        if any(form in folded for form in sought.folded):
            parts = searched.split(PARTED) if parts is None else parts
            if folded in parts:
                parts.remove(folded)
    return searched if parts is None else PARTED.join(parts)


_fold = lru_cache(1 << 12)(text.fold_text)
