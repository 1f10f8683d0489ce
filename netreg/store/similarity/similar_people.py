"""People who are perhaps the same: under names that are spelled, ordered or written differently."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from netreg.errors import InvalidValue
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.concurrency import iterate_in_lots
from netreg.store.similarity import evidence
from netreg.store.similarity.alike import BIRTHDAY, ONE_LETTER, SOUND, Alike
from netreg.thai import sounds
from netreg.thai.names.name_parser import parse_name
from netreg.thai.names.title_table import shorten_title
from netreg.thai.similarity import NearNames, is_one_letter_off, make_name_key
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


_FIELDS = (
    "given_name", "family_name", "nickname", "name_latin", "external_key", "birth_date", "email", "phone",
    "titles", "line_id",
)  # fmt: skip


class NameOfPerson(NamedTuple):
    """A name that somebody has or had: the row that has it, and its parts by their keys."""

    record: int
    row: Mapping[str, Any]
    given: str
    family: str
    is_former: bool = False

    @property
    def is_latin(self) -> bool:
        """Tell whether the name itself is in Latin letters."""
        return self.given.isascii() and self.given.isalpha() and bool(self.family)

    @property
    def nickname(self) -> str:
        """The key of the nickname."""
        return make_name_key(self.row.get("nickname") or "")

    @property
    def latin(self) -> str:
        """The words of the name in Latin letters in the order of the alphabet."""
        given = self.row.get("given_name") or ""
        written = self.row.get("name_latin") or (
            f"{given} {self.row.get('family_name') or ''}" if given.isascii() else ""
        )
        return _make_latin_key(written) if written else ""


def read_name(record: int, row: Mapping[str, Any]) -> NameOfPerson:
    """Return the name that a row has, a stored one or one of a file."""
    return NameOfPerson(
        record, row, make_name_key(row.get("given_name") or ""), make_name_key(row.get("family_name") or "")
    )


@lru_cache(1 << 12)
def _make_latin_key(written: str) -> str:
    """Return the words of a name in Latin letters, without titles, in the order of the alphabet."""
    try:
        name = parse_name(written)
    except InvalidValue:
        return ""
    words = sorted(word.strip(".,-").lower() for word in f"{name.given} {name.family}".split())
    return " ".join(filter(None, words)) if len(words) > 1 else ""


class AskedNames:
    """The names of the rows that ask, by all that a known person may have in common with them."""

    def __init__(self, names: Iterable[NameOfPerson]) -> None:
        self.names = list(names)
        self._by_mark: dict[tuple[str, ...], list[int]] = {}
        for place, name in enumerate(self.names):
            for mark in {("whole", name.given + name.family), (name.given, name.family), *_list_rare_marks(name)}:
                self._by_mark.setdefault(mark, []).append(place)
        self._givens = {name.given for name in self.names}
        self._families = {name.family for name in self.names}
        self._near_givens, self._near_families = NearNames(self._givens), NearNames(self._families)
        self._by_sound: dict[tuple[bool, str, str], list[int]] = {}
        self._has_latin = any(name.is_latin for name in self.names)
        self._kinds_of_marks = {mark[0] for mark in self._by_mark if len(mark) > 2 or mark[0] == "latin"}

    def find(self, known: Sequence[Any]) -> Iterator[int]:
        """Yield the places of the names that one of a known person may be: record, then the values of its fields."""
        given, family = make_name_key(known[1] or ""), make_name_key(known[2] or "")
        marks: list[tuple[str, ...]] = [("whole", given + family)]
        if family:
            if given in self._families and family in self._givens:
                marks.append((family, given))
            if family in self._families:
                marks += [(near, family) for near in self._near_givens.find(given)]
            if given in self._givens:
                marks += [(given, near) for near in self._near_families.find(family)]
        if known[3]:
            marks.append((make_name_key(known[3]), family))
        if self._kinds_of_marks:
            marks += self._list_rare_marks(known, given, family)
        for mark in marks:
            yield from self._by_mark.get(mark, ())
        if family and (self._has_latin or given.isascii()):
            yield from self._find_by_sound(read_name(0, dict(zip(_FIELDS, known[1:], strict=True))))

    def _find_by_sound(self, known: NameOfPerson) -> Iterator[int]:
        """Yield the places of the names that begin with the same sounds, and are in the other letters."""
        if not self._by_sound:
            for place, name in enumerate(self.names):
                if name.family and (self._has_latin or not name.is_latin):
                    self._by_sound.setdefault((name.is_latin, *_list_first_sounds(name)), []).append(place)
        yield from self._by_sound.get((not known.is_latin, *_list_first_sounds(known)), ())

    def _list_rare_marks(self, known: Sequence[Any], given: str, family: str) -> Iterator[tuple[str, ...]]:
        """Yield the marks that only few rows have, as far as any row has them."""
        row = dict(zip(_FIELDS, known[1:], strict=True))
        yield from _list_rare_marks(NameOfPerson(0, row, given, family), self._kinds_of_marks)
        if "nickname" in self._kinds_of_marks:
            yield "nickname", given, family


def _list_first_sounds(name: NameOfPerson) -> tuple[str, str]:
    return sounds.find_first_sound(name.given), sounds.find_first_sound(name.family)


_EVERY_KIND = frozenset(("birth_date", "phone", "email", "latin", "nickname"))


def _list_rare_marks(name: NameOfPerson, kinds: Collection[str] = _EVERY_KIND) -> Iterator[tuple[str, ...]]:
    """Yield what else may be the same: name and day of birth, telephone or e-mail; the nickname; Latin letters."""
    if name.family:
        for field in ("birth_date", "phone", "email"):
            if field in kinds and name.row.get(field):
                yield field, name.given, str(name.row[field]).lower()
    if "nickname" in kinds and name.row.get("nickname"):
        yield "nickname", name.nickname, name.family
    if "latin" in kinds and (latin := name.latin):
        yield "latin", latin


def read_rows(db: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """Read the fields of everybody by which people are compared, by number."""
    known = chain.from_iterable(iterate_in_lots(db, _KNOWN, "id"))
    return {number: dict(zip(_FIELDS, values, strict=True)) for number, _same, *values in known}


def find_pairs(db: sqlite3.Connection, asked: AskedNames) -> Iterator[tuple[NameOfPerson, NameOfPerson]]:
    """Yield each name of a row with each known one, a former one too, that it may be."""
    for is_former, sql, number in ((False, _KNOWN, "id"), (True, _FORMER, "f.id")):
        for _number, *known in chain.from_iterable(iterate_in_lots(db, sql, number)):
            places = set(asked.find(known))
            if places:
                name = read_name(known[0], dict(zip(_FIELDS, known[1:], strict=True)))._replace(is_former=is_former)
                yield from ((asked.names[place], name) for place in places)


def find_pairs_within(
    rows: Iterable[tuple[int, Mapping[str, Any]]],
) -> Iterator[tuple[NameOfPerson, NameOfPerson, str]]:
    """Yield the pairs of rows with names spelled nearly alike, the later first, and why; those of two units are none.

    Nor are those with an e-mail or telephone each.
    """
    asked = AskedNames(read_name(number, row) for number, row in rows)
    for name in asked.names:
        for place in set(asked.find((name.record, *(name.row.get(field) for field in _FIELDS)))):
            other = asked.names[place]
            if other.record >= name.record or any(_differ(name.row, other.row, field) for field in _APART):
                continue
            if (alike := explain(name, other)) and alike.reason != _("the same name"):
                yield name, other, alike.reason


_APART = ("organisation", "email", "phone")
"""What two rows of one file have each for itself, if they are about two people."""


def _differ(one: Mapping[str, Any], other: Mapping[str, Any], field: str) -> bool:
    values = one.get(field), other.get(field)
    return None not in values and values[0] != values[1]


_KNOWN = f"SELECT id, id, {', '.join(_FIELDS)} FROM person WHERE 1"
_FORMER = """SELECT f.id, p.id, f.given_name, f.family_name, NULL, NULL, p.external_key, p.birth_date, NULL, NULL,
    NULL, NULL FROM former_name f CROSS JOIN person p ON p.id = f.person_id WHERE 1"""


def explain(asked: NameOfPerson, known: NameOfPerson) -> Alike | None:
    """Return how alike two names are, and why in words; None where they are two people's."""
    if (found := _compare_spelling(asked, known)) is not None:
        if known.is_former:
            reason = _("by a former name: {reason}").format(reason=found.reason)
            return Alike(found.points - _FORMER_LESS, reason, basis=found.basis)
        return found
    if asked.latin and asked.latin == known.latin:
        return Alike(64, _("the same name in Latin letters"))
    if known.is_former:
        return None
    for nickname, given in ((known.nickname, asked.given), (asked.nickname, known.given)):
        if nickname and nickname == given and asked.family == known.family:
            return Alike(56, _("nickname as given name"))
    return _compare_values(asked, known) or _compare_sounds(asked, known)


_FORMER_LESS = 2


class NameCounts:
    """How many people have a given or a family name, by its key: counted once, where that is asked at all."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    @cached_property
    def givens(self) -> Counter[str]:
        """How many have a given name."""
        return self._count("given_name")

    @cached_property
    def families(self) -> Counter[str]:
        """How many have a family name."""
        return self._count("family_name")

    def _count(self, part: str) -> Counter[str]:
        found = Counter[str]()
        for name, count in self.db.execute(f"SELECT {part}, count(*) FROM person GROUP BY {part}"):
            found[make_name_key(name or "")] += count
        return found

    def weigh(self, name: NameOfPerson, known: NameOfPerson, alike: Alike) -> Alike:
        """Weigh how many have the names that differ by one letter, or the given name alone that is the same."""
        if alike.basis == ONE_LETTER and name.given == known.given:
            return evidence.weigh_common_names(alike, self.families, name.family, known.family)
        if alike.basis in (ONE_LETTER, BIRTHDAY):
            return evidence.weigh_common_names(alike, self.givens, name.given, known.given)
        return alike


def _compare_spelling(asked: NameOfPerson, known: NameOfPerson) -> Alike | None:
    """Compare given and family name."""
    same_given, same_family = asked.given == known.given, asked.family == known.family
    if same_given and same_family:
        reason = _find_small_difference(asked, known)
        return Alike(70 if reason == _("the same name") else 66, reason)
    if asked.given + asked.family == known.given + known.family:
        return Alike(68, _("a blank is missing or misplaced"))
    if not (asked.family and known.family):
        return None
    if asked.given == known.family and asked.family == known.given:
        return Alike(66, _("given and family name are swapped"))
    if (same_family and is_one_letter_off(asked.given, known.given)) or (
        same_given and is_one_letter_off(asked.family, known.family)
    ):
        return Alike(58, _("one letter differs"), basis=ONE_LETTER)
    return None


def _compare_sounds(asked: NameOfPerson, known: NameOfPerson) -> Alike | None:
    """Compare a name in Latin letters with one in Thai by how they sound."""
    if asked.is_latin == known.is_latin or not (asked.family and known.family):
        return None
    rates: list[float] = []
    for part in ("given_name", "family_name"):
        rates.append(sounds.rate_sounds(asked.row[part], known.row[part]))
        if rates[-1] < _LEAST_SOUND:
            return None
    points = round(50 + 100 * (sum(rates) / 2 - _ALIKE_SOUND))
    return Alike(points, _("the same name by its sound, in Latin letters"), basis=SOUND)


_LEAST_SOUND = 0.75
"""How alike given and family name have to sound, each, in Thai and in Latin letters."""
_ALIKE_SOUND = 0.93
"""How alike they have to sound together to be perhaps one where nothing else says so."""


def _find_small_difference(asked: NameOfPerson, known: NameOfPerson) -> str:
    """Name what differs between two names with the same key."""
    parts = ("given_name", "family_name")
    one, other = ([match_key(name.row.get(part) or "") for part in parts] for name in (asked, known))
    if one == other:
        return _("the same name")
    marks = {sign for a, b in zip(one, other, strict=True) for sign in set(a) ^ set(b)}
    return _("a ์ is missing or added") if marks == {"์"} else _("a tone mark differs")


def _compare_values(asked: NameOfPerson, known: NameOfPerson) -> Alike | None:
    """Compare what else two people with the same given name and other family names have in common."""
    if asked.given != known.given:
        return None
    reasons = {
        "birth_date": _("the same given name and date of birth, another family name"),
        "email": _("the same given name and e-mail, another family name"),
        "phone": _("the same given name and telephone, another family name"),
    }
    for field, reason in reasons.items():
        one, other = asked.row.get(field), known.row.get(field)
        if one and other and str(one).lower() == str(other).lower():
            return Alike(56, reason, counted=(field,), basis=BIRTHDAY if field == "birth_date" else "")
    return None


def find_married(
    db: sqlite3.Connection, rows: Iterable[tuple[int, Mapping[str, Any]]]
) -> Iterator[tuple[int, Mapping[str, Any], int]]:
    """Yield each row, with its number, and a person who is perhaps the same, before or after a marriage.

    One is นางสาว and the other นาง, both are of one unit, and nobody else known has the given name.
    """
    for number, row in rows:
        other = _OTHER_TITLE.get(shorten_title(row.get("titles") or ""))
        if other is None or row.get("organisation") is None or not (row.get("given_name") and row.get("family_name")):
            continue
        key = match_key(row["given_name"])
        sql = f"SELECT DISTINCT p.id, p.titles, p.given_name FROM name_key k {_NAMED} WHERE k.key >= ? AND k.key < ?"
        same = [one for one in db.execute(sql, [key, f"{key}\U0010ffff"]) if match_key(one[2]) == key]
        if len(same) != 1 or shorten_title(same[0][1] or "") != other:
            continue
        posts = "SELECT 1 FROM post WHERE person_id = ? AND +organisation_id = ? LIMIT 1"
        if db.execute(posts, [same[0][0], row["organisation"]]).fetchone():
            yield number, row, same[0][0]


_OTHER_TITLE = {"นาง": "นางสาว", "นางสาว": "นาง"}
_NAMED = "CROSS JOIN person p ON p.id = k.record_id AND k.kind = 'person'"
