"""Agreements, meetings, activities, courses and news that are perhaps the same: a title, a day and who is in it.

Which fields these are is read from the key of the kind that has its name. What takes place may come
again with the same title, and is the same only on the same day or near it; what has parties of its
own, as an agreement has, on any day.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.similarity.alike import Alike
from netreg.thai.similarity import NearNames, are_spelled_alike, make_name_key
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.keys import Key

_FEWEST_LETTERS = 6
"""The fewest letters of a title of which one may be wrong."""
_FEW_DAYS = 3
"""How far apart two days may be, in days, of which one is perhaps a mistake."""
_MOVED_DAYS = 31
"""How far something is moved, in days; with a title that came again already it takes place once more."""


class Titled(NamedTuple):
    """A title with its day, who is in it, and the codes that it has."""

    record: int
    title: str
    day: str
    who: frozenset[int]
    codes: Mapping[str, Any]


def find_named_key(entity: Entity) -> Key | None:
    """Return the key by which a kind with titles is matched, None for other kinds."""
    if entity.parent is not None or entity.apart_fields:
        return None
    return next((key for key in entity.keys if key.has_name and _list_who(entity, key)), None)


def _list_who(entity: Entity, key: Key) -> list[tuple[str | None, str]]:
    """List the references in a key: the kind of the child that has it, and its name."""
    kinds = (
        (part.child, (BY_NAME[part.child] if part.child else entity), part.field) for part in key if not part.is_name
    )
    return [(child, name) for child, kind, name in kinds if isinstance(kind.by_name[name], Reference)]


def _find_day(entity: Entity, key: Key) -> str | None:
    own = (part.field for part in key if not (part.child or part.is_name))
    return next((name for name in own if isinstance(entity.by_name[name], Date)), None)


def find_pairs(
    db: sqlite3.Connection, entity: Entity, rows: Iterable[tuple[int, Row]], matched: Container[int] = ()
) -> Iterator[tuple[int, int, Alike]]:
    """Yield each pair of a row and a record that it is perhaps about, with how alike they are and why.

    Of the `matched` records other rows tell, so that none of them was moved to another day.
    """
    key = find_named_key(entity)
    if key is None:
        return
    asked = [one for number, row in rows if (one := _read_row(entity, key, number, row))]
    yield from _find_pairs(db, entity, key, asked, matched)


def find_pairs_of_all(db: sqlite3.Connection, entity: Entity) -> Iterator[tuple[int, int, Alike]]:
    """Yield each pair of records of a kind that are perhaps the same, both ways round, with how alike they are."""
    key = find_named_key(entity)
    if key is not None:
        yield from _find_pairs(db, entity, key, list(_iterate_known(db, entity, key)))


def _find_pairs(
    db: sqlite3.Connection, entity: Entity, key: Key, asked: list[Titled], matched: Container[int] = ()
) -> Iterator[tuple[int, int, Alike]]:
    by_key: dict[str, list[Titled]] = {}
    for one in asked:
        by_key.setdefault(make_name_key(one.title), []).append(one)
    near = NearNames(name for name in by_key if len(name) >= _FEWEST_LETTERS)
    comes_once = any(part.child for part in key)
    moved = _MovedRecords()
    for known in _iterate_known(db, entity, key):
        name = make_name_key(known.title)
        for alike in (name, *near.find(name)):
            for one in by_key.get(alike, ()):
                if (found := _compare(one, known, comes_once=comes_once)) is not None:
                    yield one.record, known.record, found
                elif not comes_once and alike == name and known.record not in matched:
                    moved.note(one, known)
    yield from moved.list_pairs()


class _MovedRecords:
    """The records of the title of a row, of which the only one was perhaps moved to the day of the row."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, bool]] = {}

    def note(self, one: Titled, known: Titled) -> None:
        """Note a record of the same title on another day."""
        if match_key(one.title) != match_key(known.title):
            return
        near = _can_be_one(one, known) and _are_near(one.day, known.day, _MOVED_DAYS)
        self._known.setdefault(one.record, {})[known.record] = near

    def list_pairs(self) -> Iterator[tuple[int, int, Alike]]:
        """Yield each row with the only record of its title, if that is near."""
        for row, known in self._known.items():
            if [*known.values()] == [True]:
                yield row, next(iter(known)), Alike(56, _("the same title, perhaps moved to another day"))


def _read_row(entity: Entity, key: Key, number: int, row: Row) -> Titled | None:
    title = next(filter(None, entity.names(entity.make_blank_row() | row)), None)
    if title is None:
        return None
    day = _find_day(entity, key)
    who = frozenset(row[name] for _child, name in _list_who(entity, key) if row.get(name) is not None)
    codes = {name: row.get(name) for name in _list_codes(entity, key)}
    return Titled(number, title, (row.get(day) or "")[:10] if day else "", who, codes)


def _list_codes(entity: Entity, key: Key) -> list[str]:
    """List what tells two records of one title apart: codes, the parts of other keys, the year of a course."""
    parts = [part.field for one in entity.keys for part in one if not (part.child or part.is_name)]
    left = {_find_day(entity, key), *(name for _child, name in _list_who(entity, key))}
    return [name for name in dict.fromkeys((*entity.distinguishing_fields, *parts)) if name not in left]


def _iterate_known(db: sqlite3.Connection, entity: Entity, key: Key) -> Iterator[Titled]:
    """Yield each title that a record has, with its day and all who are in it."""
    day, who = _find_day(entity, key), dict[int, set[int]]()
    for child, name in _list_who(entity, key):
        kind = BY_NAME[child] if child else entity
        owner = kind.parent.column if child and kind.parent else "id"
        column = kind.by_name[name].column
        for record, other in db.execute(f"SELECT {owner}, {column} FROM {kind.name} WHERE {column} IS NOT NULL"):
            who.setdefault(record, set()).add(other)
    columns = [field.name for field in entity.stored if field.column == field.name]
    for found in db.execute(f"SELECT id, {', '.join(columns)} FROM {entity.name}"):
        row = entity.make_blank_row() | {name: found[name] for name in columns}
        codes = {name: row[name] for name in _list_codes(entity, key)}
        for title in filter(None, entity.names(row)):
            yield Titled(
                found["id"], title, (row[day] or "")[:10] if day else "", frozenset(who.get(found["id"], ())), codes
            )


def _compare(one: Titled, known: Titled, *, comes_once: bool) -> Alike | None:
    """Return how alike a row and a record are, and why in words; None where they are two."""
    is_same, is_with_same = match_key(one.title) == match_key(known.title), bool(one.who & known.who)
    if not _can_be_one(one, known) or not (is_same or are_spelled_alike(one.title, known.title)):
        return None
    if one.day == known.day and (one.day or is_with_same):
        return Alike(75, _("the same title")) if is_same else Alike(66, _("one letter of the title differs"))
    if one.day != known.day and is_with_same and (comes_once or _are_near(one.day, known.day)):
        reason = _("the same title and party, another day") if comes_once else _("the same title, a day nearby")
        return Alike(60, reason)
    return None


def _can_be_one(one: Titled, known: Titled) -> bool:
    """Tell whether no code, and nobody who is in them, says that two are two."""
    if any(value and known.codes[name] and value != known.codes[name] for name, value in one.codes.items()):
        return False
    return not (one.who and known.who) or bool(one.who & known.who)


def _are_near(one: str, other: str, most: int = _FEW_DAYS) -> bool:
    try:
        days = [date.fromisoformat(day) for day in (one, other)]
    except ValueError:  # one of them is blank, or only a year
        return False
    return abs((days[0] - days[1]).days) <= most
