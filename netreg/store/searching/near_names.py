"""The names that are most like a text in which nothing was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.store.records.records import find_refs
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.core.entity import Entity

_MOST_KEYS = 6_000
"""Of a long register so many names are compared, those first that begin as the text does."""
_MOST_CODES = 500
_BEGINNINGS = (6, 4, 3, 2, 1, 0)
_FEWEST = 3
"""A text of fewer letters is like too many names."""
_ALIKE = 0.7


def find_near_names(db: sqlite3.Connection, written: str, kinds: Iterable[Entity] | None, most: int = 3) -> list[str]:
    """Return the names of the records whose name, or the beginning or end of it, is most like a text.

    A name that differs in blanks, marks and tone marks alone comes first.
    """
    sought = text.match_key(written)
    if len(sought) < _FEWEST:
        return []
    chosen = [kind.name for kind in kinds or BY_NAME.values() if kind.parent is None]
    named: dict[str, tuple[str, int]] = {}
    for kind, number, key in (*_read_keys(db, sought, chosen), *_read_codes(db, chosen)):
        for part in (key, key[: len(sought)], key[-len(sought) :]):
            named.setdefault(part, (kind, number))
    folded = text.fold_text(sought)
    holding = [key for key in named if folded in text.fold_text(key)]
    near = [*sorted(holding, key=len)[:most], *text.find_nearest(sought, named, most, _ALIKE)]
    records = list(dict.fromkeys(named[key] for key in near))[:most]
    return list(dict.fromkeys(find_refs(db, kind, [number])[number].name for kind, number in records))


def _read_keys(db: sqlite3.Connection, sought: str, kinds: list[str]) -> Iterator[tuple[str, int, str]]:
    """Read the keys of names of some kinds, those that begin as the text does before others, up to the most."""
    left = _MOST_KEYS
    places = ", ".join("?" * len(kinds))
    for length in _BEGINNINGS:
        if left <= 0 or length > len(sought):
            continue
        begin = sought[:length]
        sql = f"SELECT kind, record_id, key FROM name_key WHERE kind IN ({places}) AND key >= ? AND key < ? LIMIT ?"
        found = db.execute(sql, [*kinds, begin, f"{begin}\U0010ffff", left]).fetchall()
        left -= len(found)
        yield from (tuple(row) for row in found)


def _read_codes(db: sqlite3.Connection, kinds: list[str]) -> Iterator[tuple[str, int, str]]:
    """Read the codes of the newest records of some kinds, as keys."""
    for kind in kinds:
        if "code" in BY_NAME[kind].by_name:
            sql = f"SELECT id, code FROM {kind} WHERE code IS NOT NULL ORDER BY id DESC LIMIT {_MOST_CODES}"
            yield from ((kind, row["id"], text.match_key(row["code"])) for row in db.execute(sql))
