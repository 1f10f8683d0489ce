"""Organisations and groups that are perhaps the same: spelled or cut short otherwise, with or without a parent."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from netreg.core.fields import TextList
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.similarity import evidence
from netreg.store.similarity.alike import ONE_LETTER, Alike
from netreg.thai.short_forms import spell_out_likely
from netreg.thai.similarity import NearNames, have_other_numbers, is_one_letter_off, make_name_key
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity

_FEWEST_LETTERS = 6
"""The fewest letters of a name of which one may be wrong: abbreviations differ in one on purpose."""
_CONTACTS = ("phone", "email", "website")
_MANY_CONTACTS = 2
"""How many contacts two bodies have in common of which one is perhaps the other under a new name."""
_END_OF_NAME = 6
"""How many letters at the ends of two names have to be the same beside that, where they have a parent."""
_MOST_ABOVE = 3
"""How many of the organisations above a unit may stand behind its name."""


class NameOfBody(NamedTuple):
    """The names that a body goes by: in full and abbreviated, as written by their keys; those with a parent behind."""

    record: int
    row: Mapping[str, Any]
    full: dict[str, str]
    short: dict[str, str]
    placed: dict[str, str]
    above: tuple[int, ...]


class KnownBodies:
    """The bodies of a kind that the register has, read once: their names are parts of other names."""

    def __init__(self, db: sqlite3.Connection, entity: Entity) -> None:
        self.entity = entity
        self.parent = "parent" if entity.name == "organisation" else "organisation"
        fields = dict.fromkeys((*_list_name_fields(entity), *entity.apart_fields, *_CONTACTS))
        columns = [entity.by_name[name] for name in fields]
        shown = ", ".join(["id", "code", *(field.column for field in columns)])
        names = ["code", *(field.name for field in columns)]
        cursor = db.cursor()
        cursor.row_factory = None
        found = cursor.execute(f"SELECT {shown} FROM {entity.name}")
        self.rows = {number: dict(zip(names, values, strict=True)) for number, *values in found}
        self.former = self._read_former_names(db)
        self._counts = Counter[str]()
        self._endings: dict[int, tuple[tuple[int, ...], tuple[str, ...]]] = {}
        self.organisations = self if entity.name == "organisation" else KnownBodies(db, _get_organisation())

    def _read_former_names(self, db: sqlite3.Connection) -> dict[int, list[str]]:
        former: dict[int, list[str]] = {}
        if self.entity.name == "organisation":
            for number, name in db.execute("SELECT organisation_id, former_name FROM former_organisation_name"):
                former.setdefault(number, []).append(name)
        return former

    def count_names(self) -> Counter[str]:
        """Count how many bodies have a name, by its key."""
        if not self._counts:
            self._counts.update(key for body in self for key in body.full)
        return self._counts

    def __iter__(self) -> Iterator[NameOfBody]:
        """Yield the names of each body."""
        for number, row in self.rows.items():
            yield self.read_name(number, row, self.former.get(number, ()))

    def read_name(self, number: int, row: Mapping[str, Any], former: Iterable[str] = ()) -> NameOfBody:
        """Return the names that a row has: a stored one with its former names, or one of a file."""
        full, short = self.list_names(row, former)
        parent = row.get(self.parent)
        if parent is None:
            return NameOfBody(number, row, full, short, {}, ())
        above, behind = self.organisations.list_endings(parent)
        bare = {key.removesuffix(end): name for key, name in full.items() for end in ("", *behind) if key != end}
        placed = {key + end: name for key, name in bare.items() for end in behind}
        return NameOfBody(number, row, full, short, placed, above)

    @staticmethod
    def list_names(row: Mapping[str, Any], former: Iterable[str] = ()) -> tuple[dict[str, str], dict[str, str]]:
        """Return the full names and the abbreviations of a row as written, each by its key."""
        full = [row.get("name_th"), row.get("name_en"), *_list_texts(row.get("variants")), *former]
        written = [name for name in full if name]
        spelt = {make_name_key(_ordinal_pattern().sub("", spell_out_likely(name))): name for name in written}
        short = {make_name_key(name): name for name in _list_texts(row.get("abbreviation"))}
        return {make_name_key(name): name for name in written} | spelt, short

    def list_endings(self, record: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Return an organisation and those above it, and the keys of their names: what may stand behind a unit's."""
        if record not in self._endings:
            above = tuple(islice(self.list_above(record), _MOST_ABOVE))
            keys = [
                key
                for body in above
                for names in self.list_names(self.rows[body], self.former.get(body, ()))
                for key in names
            ]
            self._endings[record] = above, tuple(dict.fromkeys(keys))
        return self._endings[record]

    def list_above(self, record: int | None) -> Iterator[int]:
        """Yield an organisation and those above it, upwards."""
        while record is not None and record in self.rows:
            yield record
            record = self.rows[record].get("parent")


@cache
def _ordinal_pattern() -> re.Pattern[str]:
    """Match the word before a number that may be left out: รุ่นที่ 2 is รุ่น 2."""
    return re.compile(r"ที่\s*(?=[0-9๐-๙])")


def _get_organisation() -> Entity:
    from netreg.entities import ORGANISATION

    return ORGANISATION


def _list_name_fields(entity: Entity) -> Iterator[str]:
    yield from (name for name in ("name_th", "name_en", "abbreviation", "variants") if name in entity.by_name)


def _list_texts(stored: Any) -> list[str]:
    return _LIST.to_json(stored) if stored else []


_LIST = TextList("list", "", "")


class AskedBodies:
    """The names of the rows that ask, by their keys."""

    def __init__(
        self,
        bodies: KnownBodies,
        rows: Iterable[tuple[int, Mapping[str, Any]]],
        former: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        """Read the names of rows, of known ones the `former` names too."""
        self.names = [bodies.read_name(number, row, (former or {}).get(number, ())) for number, row in rows]
        self._by_key: dict[str, dict[str | None, list[int]]] = {}
        for place, name in enumerate(self.names):
            for key in {**name.full, **name.short, **name.placed}:
                self._by_key.setdefault(key, {}).setdefault(name.row.get("province"), []).append(place)
        self._by_contact: dict[tuple[str, str], list[int]] = {}
        for place, name in enumerate(self.names):
            for contact in _list_contacts(name.row):
                self._by_contact.setdefault(contact, []).append(place)
        self._near = NearNames(key for name in self.names for key in name.full if len(key) >= _FEWEST_LETTERS)

    def find_pairs(self, bodies: Iterable[NameOfBody]) -> Iterator[tuple[NameOfBody, NameOfBody]]:
        """Yield each body of a row with each known one that it may be."""
        for known in bodies:
            keys = [*known.full, *known.short, *known.placed]
            keys += [near for key in known.full if len(key) >= _FEWEST_LETTERS for near in self._near.find(key)]
            places = {place for key in keys for place in self._find_in_province(key, known.row.get("province"))}
            if self._by_contact:
                places |= self._find_by_contacts(known)
            yield from ((self.names[place], known) for place in places)

    def _find_in_province(self, key: str, province: str | None) -> Iterator[int]:
        """Yield the places of the rows with a key, but for those of another province: those are other bodies."""
        found = self._by_key.get(key, {})
        for own in found if province is None else (province, None):
            yield from found.get(own, ())

    def _find_by_contacts(self, known: NameOfBody) -> set[int]:
        """Return the places of the rows with as many contacts in common with a body as make them alike."""
        found = [place for contact in _list_contacts(known.row) for place in self._by_contact.get(contact, ())]
        return {place for place in found if found.count(place) >= _MANY_CONTACTS}


def find_pairs_within(
    db: sqlite3.Connection, entity: Entity, rows: Iterable[tuple[int, Mapping[str, Any]]]
) -> Iterator[tuple[NameOfBody, NameOfBody, str]]:
    """Yield the pairs of rows with names spelled or cut short otherwise, the later first, and why."""
    asked = AskedBodies(KnownBodies(db, entity), rows)
    for other, name in asked.find_pairs(asked.names):
        is_same = not {*map(match_key, name.full.values())}.isdisjoint(map(match_key, other.full.values()))
        if other.record < name.record and not is_same and (alike := explain(name, other)):
            yield name, other, alike.reason


def _list_contacts(row: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(name, str(row[name]).lower().rstrip("/")) for name in _CONTACTS if row.get(name)}


def explain(asked: NameOfBody, known: NameOfBody) -> Alike | None:
    """Return how alike two bodies are, and why in words; None where they are two.

    Where their present names count something differently, as ``เขต 1`` and ``เขต 2`` do, no other name makes them one.
    """
    if all(name.row.get("name_th") for name in (asked, known)) and have_other_numbers(
        spell_out_likely(asked.row["name_th"]), spell_out_likely(known.row["name_th"])
    ):
        return None
    pairs = _list_pairs(asked, known)
    return max((found for found in pairs if found), default=None)


def weigh_names(bodies: KnownBodies, asked: NameOfBody, known: NameOfBody, alike: Alike) -> Alike:
    """Weigh how many bodies have the names that differ by one letter."""
    if alike.basis != ONE_LETTER:
        return alike
    counts = bodies.count_names()
    pairs = ((one, other) for one in asked.full for other in known.full if _is_near(one, other))
    one, other = next(pairs)
    return evidence.weigh_common_names(alike, counts, one, other)


def _list_pairs(asked: NameOfBody, known: NameOfBody) -> Iterator[Alike | None]:
    for key in asked.full.keys() & known.full.keys():
        yield _compare_same_name(asked, known, key)
    if not (asked.full.keys().isdisjoint(known.short) and asked.short.keys().isdisjoint(known.full)):
        yield Alike(62, _("abbreviation and name"))
    for one, other in ((asked, known), (known, asked)):
        if not one.placed.keys().isdisjoint(other.full):
            yield Alike(66, _("the same name with and without its parent"))
    if _have_same_contacts(asked, known):
        yield Alike(58, _("the same telephone, e-mail or website under another name"), counted=_CONTACTS)
    for one_key, one_name in asked.full.items():
        for other_key, other_name in known.full.items():
            if _is_near(one_key, other_key) and not have_other_numbers(one_name, other_name):
                yield Alike(56, _("one letter differs"), basis=ONE_LETTER)


def _have_same_contacts(asked: NameOfBody, known: NameOfBody) -> bool:
    """Tell whether two bodies have so many contacts in common that one is perhaps the other renamed.

    Units of one body share them: with a parent the ends of their names have to be the same as well.
    """
    if len(_list_contacts(asked.row) & _list_contacts(known.row)) < _MANY_CONTACTS or known.record in asked.above:
        return False
    if not asked.above and not known.above:
        return True
    return asked.above[:1] == known.above[:1] and any(
        one[-_END_OF_NAME:] == other[-_END_OF_NAME:] for one in asked.full for other in known.full
    )


def _is_near(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _FEWEST_LETTERS and is_one_letter_off(one, other)


def _compare_same_name(asked: NameOfBody, known: NameOfBody, key: str) -> Alike | None:
    """Say what else is the same beside a name."""
    if have_other_numbers(asked.full[key], known.full[key]):
        return None
    if make_name_key(asked.full[key]) != make_name_key(known.full[key]):
        return Alike(62, _("abbreviation and name"))
    if match_key(asked.full[key]) != match_key(known.full[key]):
        return Alike(62, _("a tone mark differs"))
    if not asked.above and not known.above:
        return Alike(75, _("the same name"))
    if asked.above[:1] == known.above[:1]:
        return Alike(75, _("the same name and parent"))
    return Alike(66, _("the same name, with another parent or none"))
