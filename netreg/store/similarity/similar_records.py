"""Find the known records that are perhaps the one that a row is about, though no key of the kind says so.

None is ever taken for the other by this alone: a person decides. Records that differ in what tells
them apart for certain (`Entity.apart_fields`: a staff number, a date of birth, a province) are not
alike, whatever they are called, nor are names with other numbers.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.records import known_pairs
from netreg.store.records.lookup import find_by_cut_name
from netreg.store.similarity import evidence, similar_bodies, similar_people, similar_titles
from netreg.store.similarity.alike import LEAST_DOUBT, Alike
from netreg.thai.similarity import have_other_numbers
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field
    from netreg.store.similarity.similar_bodies import KnownBodies, NameOfBody
    from netreg.store.similarity.similar_people import NameOfPerson

    _Pairs = Iterator[tuple[int, int, Alike]]
    _Search = Callable[[sqlite3.Connection, Entity, list[tuple[int, Row]]], _Pairs]

_AT_ONCE = 50_000
"""How many rows are held at once: the known records are read again for each such lot."""
_MOST = 5
"""How many similar records are named for one row."""


class Similar(NamedTuple):
    """A known record that is perhaps the one that a row is about, and why in words."""

    record: int
    reason: str


def find_similar_records(
    db: sqlite3.Connection, entity: Entity, rows: Iterable[tuple[int, Row]], matched: Container[int] = ()
) -> Iterator[tuple[int, list[Similar]]]:
    """Yield the rows that have similar known records, with these, the likeliest first, five at most.

    `rows` are numbers, each with the stored values by field name; what is not known may be absent.
    The `matched` records are told by other rows of the same file.
    """
    if not is_looked_for(entity):
        return
    numbered = iter(rows)
    while lot := list(islice(numbered, _AT_ONCE)):
        if not db.execute(f"SELECT 1 FROM {entity.name} LIMIT 1").fetchone():
            return
        find = _choose_search(entity, matched)
        found: dict[int, dict[int, Alike]] = {}
        for row, record, alike in find(db, entity, lot):
            if alike.points >= LEAST_DOUBT:
                known = found.setdefault(row, {})
                known[record] = max(known.get(record, alike), alike)
        apart = known_pairs.read_pairs(db, entity) if found else set()
        for row in sorted(found):
            ordered = sorted(found[row].items(), key=lambda pair: (-pair[1].points, pair[1].reason, pair[0]))
            ordered = [pair for pair in ordered if not _is_other_than_likelier(*pair, ordered, apart)]
            yield row, [Similar(record, alike.reason) for record, alike in ordered[:_MOST]]


def _is_other_than_likelier(
    record: int, alike: Alike, ordered: list[tuple[int, Alike]], apart: set[tuple[int, int]]
) -> bool:
    """Tell whether a record is known not to be the same as one that is likelier to be meant."""
    return any((record, one) in apart for one, likelier in ordered if likelier.points > alike.points)


def is_looked_for(entity: Entity) -> bool:
    """Tell whether records of a kind are looked for that are perhaps the same."""
    return bool(entity.apart_fields) or similar_titles.find_named_key(entity) is not None


def _choose_search(entity: Entity, matched: Container[int]) -> _Search:
    if not entity.apart_fields:
        return partial(similar_titles.find_pairs, matched=matched)
    return _find_people if "given_name" in entity.by_name else _find_bodies


def find_similar(db: sqlite3.Connection, entity: Entity, row: Row) -> list[Similar]:
    """Return the known records that are perhaps the one that a row is about, the likeliest first."""
    return next((found for _number, found in find_similar_records(db, entity, [(0, row)])), [])


def _find_people(db: sqlite3.Connection, entity: Entity, rows: list[tuple[int, Row]]) -> _Pairs:
    """Yield each pair of a row and a similar person, with how alike they are and why."""
    yield from find_numbers_with_zeros(db, rows)
    married = _("the same given name and unit, perhaps under the name from before or after a marriage")
    for number, row, person in similar_people.find_married(db, rows):
        known = db.execute("SELECT external_key, birth_date FROM person WHERE id = ?", [person]).fetchone()
        if not _contradict(entity, row, dict(zip(("external_key", "birth_date"), known, strict=True))):
            yield number, person, Alike(54, married)
    asked = similar_people.AskedNames(similar_people.read_name(number, row) for number, row in rows)
    units, counts = evidence.Units(db), similar_people.NameCounts(db)
    for name, known, alike in compare_people(entity, similar_people.find_pairs(db, asked)):
        if not _has_other_student_number(db, name.row, known.record):
            own = [name.row["organisation"]] if name.row.get("organisation") is not None else []
            weighed = units.weigh(alike, own, units.find(known.record) if own else ())
            yield name.record, known.record, counts.weigh(name, known, weighed)


def compare_people(
    entity: Entity, pairs: Iterable[tuple[NameOfPerson, NameOfPerson]]
) -> Iterator[tuple[NameOfPerson, NameOfPerson, Alike]]:
    """Yield the pairs of names that may be one person's, with how alike they are, and what else is in their rows."""
    for name, known in pairs:
        if _contradict(entity, name.row, known.row) or _count_differently(name.row, known.row):
            continue
        if (alike := similar_people.explain(name, known)) is not None:
            yield name, known, evidence.weigh_values(alike, name.row, known.row, of_people=True)


def find_similar_pairs(
    db: sqlite3.Connection, entity: Entity, rows: list[tuple[int, Row]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the pairs of rows of one file that are perhaps about one record, the later first, and why in words.

    Rows of the very same name are none: they are one record, or are told apart otherwise.
    """
    if not entity.apart_fields:
        return
    if "given_name" in entity.by_name:
        for later, earlier, reason in similar_people.find_pairs_within(rows):
            if not (_contradict(entity, later.row, earlier.row) or _count_differently(later.row, earlier.row)):
                yield later.record, earlier.record, reason
        return
    for body, other, reason in similar_bodies.find_pairs_within(db, entity, rows):
        if not _contradict(entity, body.row, other.row, body.above, other.above):
            yield body.record, other.record, reason


_NUMBERS = (
    ("external_key", "person", "id"),
    ("student_no", "graduation", "person_id"),
    ("official_code", "organisation", "id"),
)
"""Fields with numbers of offices, which spreadsheets rob of their leading zeros: table, and column of the record."""


def find_numbers_with_zeros(db: sqlite3.Connection, rows: list[tuple[int, Row]]) -> _Pairs:
    """Yield each pair of a row and a record whose numbers differ in nothing but zeros before them."""
    for field, table, record in _NUMBERS:
        asked = [(number, str(row[field])) for number, row in rows if row.get(field) is not None]
        if not asked:
            continue
        known: dict[str, list[tuple[int, str]]] = {}
        for one, found in db.execute(f"SELECT {record}, {field} FROM {table} WHERE {field} GLOB '0*'"):
            known.setdefault(found.lstrip("0"), []).append((one, found))
        for number, written in asked:
            bare = written.lstrip("0")
            same = list(known.get(bare, ()))
            if bare != written:
                same += db.execute(f"SELECT {record}, {field} FROM {table} WHERE {field} = ?", [bare]).fetchall()
            for one, found in same:
                if found != written and bare:
                    yield (
                        number,
                        one,
                        Alike(75, _("the number {number} differs only in zeros before it").format(number=found)),
                    )


def _has_other_student_number(db: sqlite3.Connection, row: Mapping[str, Any], person: int) -> bool:
    """Tell whether somebody studied here, and under other numbers than that of a row of alumni."""
    if row.get("student_no") is None:
        return False
    sql = "SELECT student_no FROM graduation WHERE person_id = ? AND student_no IS NOT NULL"
    known = {found[0] for found in db.execute(sql, [person])}
    return bool(known) and row["student_no"] not in known


def _find_bodies(db: sqlite3.Connection, entity: Entity, rows: list[tuple[int, Row]]) -> _Pairs:
    """Yield each pair of a row and a similar organisation or group, with how alike they are and why."""
    yield from find_numbers_with_zeros(db, rows)
    yield from find_cut_names(db, entity, rows)
    bodies = similar_bodies.KnownBodies(db, entity)
    yield from compare_bodies(entity, bodies, similar_bodies.AskedBodies(bodies, rows).find_pairs(bodies))


def find_cut_names(db: sqlite3.Connection, entity: Entity, rows: list[tuple[int, Row]]) -> _Pairs:
    """Yield each pair of a body whose name is cut short by ฯ and one whose whole name begins so."""
    for number, row in rows:
        for other in find_by_cut_name(db, entity, row.get("name_th") or ""):
            yield number, other, Alike(62, _("the name is cut short by ฯ"))


def compare_bodies(entity: Entity, bodies: KnownBodies, pairs: Iterable[tuple[NameOfBody, NameOfBody]]) -> _Pairs:
    """Yield the pairs of names that may be one body's, with how alike they are."""
    for name, known in pairs:
        if not _contradict(entity, name.row, known.row, name.above, known.above) and (
            alike := similar_bodies.explain(name, known)
        ):
            weighed = evidence.weigh_values(alike, name.row, known.row, of_people=False)
            yield name.record, known.record, similar_bodies.weigh_names(bodies, name, known, weighed)


def _count_differently(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether the names of two people have other numbers in them."""
    names = [f"{row.get('given_name') or ''} {row.get('family_name') or ''}" for row in (one, other)]
    return any(sign.isdecimal() for name in names for sign in name) and have_other_numbers(*names)


def can_be_one(kind: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether nothing that tells two records of a kind apart differs."""
    return not _contradict(BY_NAME[kind], one, other)


def _contradict(
    entity: Entity,
    asked: Mapping[str, Any],
    known: Mapping[str, Any],
    above: Sequence[int] = (),
    above_known: Sequence[int] = (),
) -> bool:
    """Tell whether two records differ in a field that tells them apart; what is blank contradicts nothing."""
    for name in entity.apart_fields:
        one, other = asked.get(name), known.get(name)
        if one is None or other is None or one == other:
            continue
        field = entity.by_name[name]
        if isinstance(field, Reference) and (one in above_known or other in above):
            continue  # one says only the university, the other the faculty in it
        if not _may_be_same(field, one, other):
            return True
    return False


def _may_be_same(field: Field, one: Any, other: Any) -> bool:
    """Tell whether two values may mean the same: a year and a day in it, a district with and without its province."""
    if isinstance(field, Date):
        return str(one).startswith(str(other)) or str(other).startswith(str(one))
    if field.name == "district":
        keys = match_key(str(one)), match_key(str(other))
        return keys[0] in keys[1] or keys[1] in keys[0]
    return False
