"""Agreements, meetings, activities, courses and news that are perhaps the same: a title, a day and who is in it.

Which fields these are is read from the key of the kind that has its name. What takes place may come
again with the same title, and is the same only on the same day or near it; what has parties of its
own, as an agreement has, on any day.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from netreg.core.fields import Reference
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.language import Label, _
from netreg.named_tuples import NamedTuple
from netreg.store.concurrency import iterate_in_lots
from netreg.store.similarity.alike import OTHER_DAY, Alike
from netreg.thai.similarity import NearNames, are_spelled_alike, make_name_key
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.keys import Key

T = TypeVar("T")

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
    """Yield each pair of records of a kind that are perhaps the same, both ways round, with how alike they are.

    A title that the same have again and again on other days is that of one after the other.
    """
    key = find_named_key(entity)
    if key is None:
        return
    known = list(_iterate_known(db, entity, key))
    times = Counter((make_name_key(one.title), one.who) for one in known)
    groups = {one.record: (make_name_key(one.title), one.who) for one in known}
    for one, other, alike in _find_pairs(db, entity, key, known):
        if alike.basis == OTHER_DAY and times[groups[one]] > _COMES_AGAIN:
            yield one, other, alike.weigh(_AGAIN[0], str(_AGAIN[1]))
        else:
            yield one, other, alike


_COMES_AGAIN = 4
"""How often the same may sign or hold the same before it is seen as one after the other."""
_AGAIN = -14, Label("มีหลายรายการที่ใช้ชื่อนี้", "several have this title")


def _find_pairs(
    db: sqlite3.Connection, entity: Entity, key: Key, asked: list[Titled], matched: Container[int] = ()
) -> Iterator[tuple[int, int, Alike]]:
    by_key: dict[str, _SameTitle] = {}
    for one in asked:
        by_key.setdefault(make_name_key(one.title), _SameTitle()).rows.append(one)
    near = NearNames(name for name in by_key if len(name) >= _FEWEST_LETTERS)
    comes_once = any(part.child for part in key)
    found, alone = set[int](), dict[str, list[Titled]]()
    for known in _iterate_known(db, entity, key):
        name = make_name_key(known.title)
        for alike in (name, *near.find(name)):
            for one in by_key[alike].list_likely(known) if alike in by_key else ():
                if (compared := _compare(one, known, comes_once=comes_once)) is not None:
                    found.add(one.record)
                    yield one.record, known.record, compared
        if not comes_once and name in by_key and known.record not in matched:
            alone.setdefault(match_key(known.title), []).append(known)
    if not comes_once:
        yield from _find_moved((one for one in asked if one.record not in found), alone)


class _SameTitle:
    """The rows of one title, by their day and by who is in them: of thousands few are compared."""

    def __init__(self) -> None:
        self.rows: list[Titled] = []

    def list_likely(self, known: Titled) -> Iterable[Titled]:
        """List the rows that may be a record: on its day, or with all of its parties, or with none but those."""
        if len(self.rows) <= _FEW_ROWS:
            return self.rows
        rarest = min(known.who, key=self._rarity, default=None)
        on_the_day = self._by_day if rarest is None else self._lone_by_day
        likely = [*on_the_day.get(known.day, ())] if known.day else []
        likely += self._by_who.get(rarest, ()) if rarest is not None else ()
        for who in known.who:
            likely += self._by_rarest.get(who, ())
        return {one.record: one for one in likely}.values()

    def _rarity(self, who: int) -> tuple[int, int]:
        return len(self._by_who.get(who, ())), who

    @cached_property
    def _by_day(self) -> dict[str, list[Titled]]:
        return _group_rows(self.rows, lambda one: (one.day,))

    @cached_property
    def _lone_by_day(self) -> dict[str, list[Titled]]:
        return _group_rows((one for one in self.rows if not one.who), lambda one: (one.day,))

    @cached_property
    def _by_who(self) -> dict[int, list[Titled]]:
        return _group_rows(self.rows, lambda one: one.who)

    @cached_property
    def _by_rarest(self) -> dict[int, list[Titled]]:
        with_parties = (one for one in self.rows if one.who)
        return _group_rows(with_parties, lambda one: (min(one.who, key=self._rarity),))


_FEW_ROWS = 8


def _group_rows(rows: Iterable[Titled], list_keys: Callable[[Titled], Iterable[T]]) -> dict[T, list[Titled]]:
    groups: dict[T, list[Titled]] = {}
    for one in rows:
        for key in list_keys(one):
            groups.setdefault(key, []).append(one)
    return groups


def _find_moved(rows: Iterable[Titled], known: Mapping[str, list[Titled]]) -> Iterator[tuple[int, int, Alike]]:
    """Yield each row with the only record of its title, if that is near: it was perhaps moved to the day of the row."""
    for one in rows:
        same = known.get(match_key(one.title), ())
        if len(same) == 1 and _can_be_one(one, same[0]) and _are_near(one.day, same[0].day, _MOVED_DAYS):
            yield one.record, same[0].record, Alike(56, _("the same title, perhaps moved to another day"))


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
    found = iterate_in_lots(db, f"SELECT id, {', '.join(columns)} FROM {entity.name} WHERE 1", "id")
    for number, *values in chain.from_iterable(found):
        row = entity.make_blank_row() | dict(zip(columns, values, strict=True))
        codes = {name: row[name] for name in _list_codes(entity, key)}
        for title in filter(None, entity.names(row)):
            yield Titled(number, title, (row[day] or "")[:10] if day else "", frozenset(who.get(number, ())), codes)


def _compare(one: Titled, known: Titled, *, comes_once: bool) -> Alike | None:
    """Return how alike a row and a record are, and why in words; None where they are two."""
    is_with_same = bool(one.who & known.who)
    if not ((one.day and one.day == known.day) or is_with_same) or not _can_be_one(one, known):
        return None
    is_same = match_key(one.title) == match_key(known.title)
    if not (is_same or are_spelled_alike(one.title, known.title)):
        return None
    if one.day == known.day:
        return Alike(75, _("the same title")) if is_same else Alike(66, _("one letter of the title differs"))
    if is_with_same and (comes_once or _are_near(one.day, known.day)):
        reason = _("the same title and party, another day") if comes_once else _("the same title, a day nearby")
        return Alike(60, reason, basis=OTHER_DAY)
    return None


def _can_be_one(one: Titled, known: Titled) -> bool:
    """Tell whether no code, and nobody who is in them, says that two are two.

    An office is a party of all that it signs, often under one title on one day: they are told apart by the others.
    """
    if any(value and known.codes[name] and value != known.codes[name] for name, value in one.codes.items()):
        return False
    return one.who <= known.who or known.who <= one.who


def _are_near(one: str, other: str, most: int = _FEW_DAYS) -> bool:
    try:
        days = [date.fromisoformat(day) for day in (one, other)]
    except ValueError:  # one of them is blank, or only a year
        return False
    return abs((days[0] - days[1]).days) <= most
