"""Match a row with the record that it is about, by the keys of its kind: the strongest first.

A weak key, such as a name, never wins over a stronger field that contradicts it: then it is doubtful
which record is meant. :mod:`netreg.store.importing.match_rows` has the same rule for all rows of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference, shorten
from netreg.core.thai_fields import Date
from netreg.core.uid_field import UID_NAME
from netreg.entities import BY_NAME
from netreg.named_tuples import NamedTuple
from netreg.store.records import key_clauses, known_pairs, records
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field
    from netreg.core.keys import Key, KeyPart


class Match(NamedTuple):
    """The records that a row is about, and how certain that is.

    `contradicting` are the fields by which the row contradicts the one record; it `is_loose` where
    nothing but the name agrees; `namesakes` are records that it may be about though no key matches.
    """

    records: list[int]
    key: Key | None = None
    contradicting: tuple[str, ...] = ()
    is_loose: bool = False
    namesakes: tuple[int, ...] = ()


def match_record(
    db: sqlite3.Connection,
    entity: Entity,
    row: Row,
    child: Mapping[str, Any] | None = None,
    others: Container[int] = (),
) -> list[int]:
    """Return the records that `row` is about, by the first of the kind's keys that it can fill.

    `row` holds stored values by field name; a field it lacks does not narrow a key.
    `child` holds those of the child that stands in the same row. The records in `others`
    are known to be others, unless they have the very child of the row.
    """
    for key in entity.match_keys:
        found = _select_matches(db, entity, row, child or {}, key, others)
        if key.is_weak:  # where one has a parent and the other none, it is no more than a look-alike
            found = [one for one in found if _fills_alike(db, entity, row, key, one)]
        if found := [
            one for one in found if not _is_another_record(db, entity, one, row, entity.distinguishing_fields)
        ]:
            return found
    return []


def find_match(
    db: sqlite3.Connection,
    entity: Entity,
    row: Row,
    child: Mapping[str, Any],
    others: Container[int] = (),
    since: int | None = None,
) -> Match:
    """Match a row of a file, with what is doubtful about it.

    Records with a higher number than `since` came with the same file: of these none is a mere namesake.
    """
    for key in entity.match_keys:
        found = _select_matches(db, entity, row, child, key, others)
        apart = entity.official_fields if key.has_name else entity.distinguishing_fields
        found = [one for one in found if not _is_another_record(db, entity, one, row, apart)]
        if key.is_weak:
            found = [one for one in found if not is_other_by_code(db, entity, one, row, child)]
        if since is not None and key.is_weak and not any(part.child for part in key):
            # Of one file, one that has a parent and one that has none are two.
            found = [one for one in found if one <= since or _fills_alike(db, entity, row, key, one)]
        if found:
            if len(found) > 1 and not key.has_name:
                found = _narrow_by_name(db, entity, row, child, found)
            if len(found) == 1 and not key.has_name and key.unique_field != UID_NAME:
                rivals = _find_rivals(db, entity, row, child, key, found[0])
                found += [one for one in rivals if known_pairs.find_pair(db, entity, found[0], one) is None]
            return _weigh_match(db, entity, row, child, key, found)
    return _find_namesakes(db, entity, row, child, others, since)


def is_other_by_code(db: sqlite3.Connection, entity: Entity, number: int, row: Row, child: Mapping[str, Any]) -> bool:
    """Tell whether a record of nearly the same name is another: it has another code, and nothing else agrees.

    Two people of one unit with two codes are perhaps one that somebody numbered twice.
    """
    apart = _find_contradicting(db, entity, number, row, entity.distinguishing_fields)
    if not entity.has_doubtful_namesakes or not apart:
        return False
    before = records.read_values(db, entity, number)
    if all(str(before[name]).lstrip("0") == str(row[name]).lstrip("0") for name in apart):
        return False
    said = [name for name in entity.agreeing_fields if row.get(name) is not None and before[name] is not None]
    if any(entity.by_name[name].is_same(before[name], row[name]) for name in said):
        return False
    for part in (part for key in entity.keys if key.is_weak for part in key if part.child):
        clause, value = key_clauses.build_key_clause(entity, row, child, part)
        if value is not None and select_numbers(db, entity, f"{clause} AND t.id = ?", [value, number]):
            return False
    return True


def _select_matches(
    db: sqlite3.Connection, entity: Entity, row: Row, child: Mapping[str, Any], key: Key, others: Container[int]
) -> list[int]:
    """Return the records that have all of a key; none where the row does not fill it."""
    clauses, values = [], []
    for part in key:
        clause, value = key_clauses.build_key_clause(
            entity, row, child, part, is_indexed=key_clauses.is_selective(entity, row, key, part)
        )
        if value is None and part in key.required:
            return []
        if clause and (value is not None or part.optional):
            clauses.append(clause)
            values.append(value)
    found = select_numbers(db, entity, " AND ".join(clauses), values)
    return [number for number in found if key.is_by_child or number not in others]


def _is_another_record(db: sqlite3.Connection, entity: Entity, number: int, row: Row, fields: Iterable[str]) -> bool:
    """Tell whether a record has a code, or another of these fields, that differs from the row's."""
    return bool(_find_contradicting(db, entity, number, row, fields))


def _find_contradicting(
    db: sqlite3.Connection, entity: Entity, number: int, row: Row, fields: Iterable[str]
) -> tuple[str, ...]:
    """Return those of the fields in which a record and a row contradict each other."""
    asked = [name for name in dict.fromkeys(fields) if row.get(name) is not None and name in entity.by_name]
    if not asked:
        return ()
    before = records.read_values(db, entity, number)
    return tuple(
        name for name in asked if before[name] is not None and entity.by_name[name].contradicts(before[name], row[name])
    )


def _weigh_match(
    db: sqlite3.Connection, entity: Entity, row: Row, child: Mapping[str, Any], key: Key, found: list[int]
) -> Match:
    """Weigh the records that a key gives for a row: of those that have its name the best, and the doubts."""
    contradicted = {
        one: _find_contradicting(db, entity, one, row, list_contradicting_fields(entity, key)) for one in found
    }
    if len(found) > 1 and not key.has_name:
        return Match(found, key)
    if len(found) > 1:
        found = [one for one in found if not contradicted[one]] or found
        weights = {one: _count_agreeing(db, entity, row, child, key, one) for one in found}
        found = [one for one in found if weights[one] == max(weights.values())]
    if len(found) > 1:  # a record that says as little as the row is nearer than one that says more
        found = [one for one in found if not _says_more(db, entity, row, child, key, one)] or found
    if len(found) > 1:
        return Match(found, key)
    [number] = found
    is_loose = key.is_weak and not _is_certain(db, entity, row, child, key, number)
    return Match(
        found, key, contradicted[number], is_loose=is_loose and _says_more(db, entity, row, child, key, number)
    )


def _narrow_by_name(
    db: sqlite3.Connection, entity: Entity, row: Row, child: Mapping[str, Any], found: list[int]
) -> list[int]:
    """Return the one of several records sharing a value, such as an office's e-mail, that has the row's name too.

    All of them where not exactly one has it: then it remains open which is meant.
    """
    for key in (key for key in entity.match_keys if key.has_name):
        named = {*_select_matches(db, entity, row, child, key, ())}
        if len(narrowed := [one for one in found if one in named]) == 1:
            return narrowed
    return found


def _find_rivals(
    db: sqlite3.Connection, entity: Entity, row: Row, child: Mapping[str, Any], key: Key, number: int
) -> list[int]:
    """Return other records that a row is about by its name, in the unit that it names, or by another e-mail.

    A staff number or an e-mail of one person and the name in a unit of another: one of them is wrong.
    """
    apart = (*entity.distinguishing_fields, *entity.apart_fields)
    for named in (one for one in entity.keys if one.has_name):
        if any(part.child and child.get(part.field) is None for part in named):
            continue
        found = _select_matches(db, entity, row, child, named, ())
        if number not in found and (
            rivals := [one for one in found if not _is_another_record(db, entity, one, row, apart)]
        ):
            return rivals
    shared = entity.shareable_fields if entity.has_doubtful_namesakes else ()
    for field in (one for one in shared if one != key.unique_field):
        if field in _find_contradicting(db, entity, number, row, (field,)):
            clause = f"t.{field} = ?{entity.by_name[field].collate_clause}"
            if len(found := select_numbers(db, entity, clause, [row[field]])) == 1:
                return found
    return []


def list_contradicting_fields(entity: Entity, key: Key) -> tuple[str, ...]:
    """Return the fields that contradict a match by a key: of one with more than a name, the distinguishing ones.

    A match by what several records may share, such as an e-mail, is contradicted by what tells them apart,
    such as a date of birth.
    """
    fields = entity.contradicting_fields
    if not key.has_name:
        is_shared = is_shareable_key(entity, key)
        return tuple(name for name in entity.apart_fields if name in fields) if is_shared else ()
    return fields if key.is_weak else tuple(name for name in fields if name in entity.distinguishing_fields)


def is_shareable_key(entity: Entity, key: Key) -> bool:
    """Tell whether a key is one field that two records may share, such as an e-mail; a staff number is none."""
    return key.unique_field in entity.shareable_fields and key.unique_field not in entity.distinguishing_fields


def list_certain_fields(entity: Entity, key: Key) -> tuple[str, ...]:
    """Return the fields of which one that agrees makes a match by a weak key certain.

    They are what corroborates it, the parts of the key that have to be equal, the parent, and of what
    must only not contradict the last and narrowest: of a place the district, not the province.
    """
    own = [part for part in key if not (part.child or part.is_name)]
    parts = [p for p in own if not p.must_agree or p is own[-1] or isinstance(entity.by_name[p.field], Reference)]
    return tuple(dict.fromkeys((*(part.field for part in parts), *entity.agreeing_fields)))


def _is_certain(
    db: sqlite3.Connection, entity: Entity, row: Row, child: Mapping[str, Any], key: Key, number: int
) -> bool:
    """Tell whether enough agrees beside the name between a record and a row."""
    if any(child.get(part.field) is not None for part in key if part.child and not part.must_agree):
        return True
    before = records.read_values(db, entity, number)
    said = [n for n in list_certain_fields(entity, key) if row.get(n) is not None and before[n] is not None]
    return any(entity.by_name[name].is_same(before[name], row[name]) for name in said)


def _count_agreeing(
    db: sqlite3.Connection, entity: Entity, row: Row, child: Mapping[str, Any], key: Key, number: int
) -> int:
    """Count what agrees between a record and a row beside the name: the rest of the key, and what corroborates it."""
    before = records.read_values(db, entity, number)
    parts = sum(child.get(part.field) is not None for part in key if part.child and not part.must_agree)
    names = dict.fromkeys([*(part.field for part in key if not (part.child or part.is_name)), *entity.agreeing_fields])
    said = [name for name in names if row.get(name) is not None and before[name] is not None]
    return parts + sum(entity.by_name[name].is_same(before[name], row[name]) for name in said)


def list_days(kind: Entity) -> list[str]:
    """Return the fields of the keys of a child that are days and may be blank: a row may bring one later."""
    return [name for name in kind.optional_key_fields if isinstance(kind.by_name[name], Date)]


def list_spelt_parts(kind: Entity) -> list[str]:
    """Return the fields of the keys of a child that are texts, such as a position, and the same however spelled."""
    names = dict.fromkeys(part.field for key in kind.keys for part in key if part.field in kind.by_name)
    return [name for name in names if kind.by_name[name].is_name]


def _fills_alike(db: sqlite3.Connection, entity: Entity, row: Row, key: Key, number: int) -> bool:
    """Tell whether a record and a row both have the parent in a key, or both none; a field it lacks says nothing."""
    names = [part.field for part in key if part.must_agree and not part.child and part.field in row]
    names = [name for name in names if isinstance(entity.by_name[name], Reference)]
    before = records.read_values(db, entity, number) if names else {}
    return all((row.get(name) is None) == (before[name] is None) for name in names)


def _says_more(
    db: sqlite3.Connection, entity: Entity, row: Row, child: Mapping[str, Any], key: Key, number: int
) -> bool:
    """Tell whether a record has a value in a part of a key in which the row has none."""
    before = records.read_values(db, entity, number)
    if any(row.get(p.field) is None and before[p.field] is not None for p in key if not (p.child or p.is_name)):
        return True
    return any(child.get(p.field) is None and _has_child_value(db, p, number) for p in key if p.child)


def _has_child_value(db: sqlite3.Connection, part: KeyPart, number: int) -> bool:
    kind = BY_NAME[part.child or ""]
    assert kind.parent is not None
    sql = f"SELECT 1 FROM {kind.name} WHERE {kind.parent.column} = ? AND {kind.by_name[part.field].column} IS NOT NULL"
    return db.execute(f"{sql} LIMIT 1", [number]).fetchone() is not None


def _find_namesakes(
    db: sqlite3.Connection,
    entity: Entity,
    row: Row,
    child: Mapping[str, Any],
    others: Container[int],
    since: int | None,
) -> Match:
    """Find the records of the same name that a row without a match may be about.

    An official key or a birth date that differs tells them apart. Where one has nothing that could narrow
    the key, such as a post, and more than the name agrees, it is the record.
    """
    key = next((key for key in entity.keys if key.is_weak), None)
    if not entity.has_doubtful_namesakes or key is None:
        return Match([])
    _clause, name = key_clauses.build_key_clause(entity, row, child, next(part for part in key if part.is_name))
    found = select_numbers(db, entity, NAMED, [entity.name, name]) if name else []
    found = [
        one
        for one in found
        if one not in others
        and (since is None or one <= since)
        and not _is_another_record(db, entity, one, row, (*entity.distinguishing_fields, *entity.apart_fields))
        and not _has_another_child(db, entity, one, child)
    ]
    if len(found) == 1 and not any(_has_child_value(db, part, found[0]) for part in key if part.child):
        match = _weigh_match(db, entity, row, {}, key, found)
        if not match.contradicting and _count_agreeing(db, entity, row, {}, key, found[0]):
            return match
    return Match([], namesakes=tuple(found))


def _has_another_child(db: sqlite3.Connection, entity: Entity, number: int, child: Mapping[str, Any]) -> bool:
    """Tell whether a record has a child with an official key, such as a student number, and the row another."""
    for part in (key[0] for key in entity.keys if key.is_by_child and len(key) == 1):
        if child.get(part.field) is not None and _has_child_value(db, part, number):
            return True
    return False


def find_namesakes(db: sqlite3.Connection, entity: Entity, row: Row, mark: str) -> list[int]:
    """Return the records with the name of a row and the same value in a unique field, such as an e-mail."""
    name = next(filter(None, entity.names(row)), None)
    if name is None or row.get(mark) is None:
        return []
    clause = f"{NAMED} AND +t.{mark} = ?{entity.by_name[mark].collate_clause}"
    return select_numbers(db, entity, clause, [entity.name, text.match_key(name), row[mark]])


NAMED = "t.id IN (SELECT record_id FROM name_key WHERE kind = ? AND key = ?)"


def select_numbers(db: sqlite3.Connection, entity: Entity, where: str, values: list[Any]) -> list[int]:
    """Return the numbers of the records ``t`` that meet a condition."""
    return [row[0] for row in db.execute(f"SELECT t.id FROM {entity.name} t WHERE {where}", values)]


class UniqueValue(NamedTuple):
    """A value that identifies by itself: its level and field as ``own.code``, the label of the field, the value."""

    place: str
    label: str
    value: str


def find_unique_value(
    db: sqlite3.Connection, entity: Entity, number: int, row: Row, child: Mapping[str, Any]
) -> UniqueValue | None:
    """Return the strongest value by which a row and a record are the same, if there is one."""
    for part, mark, _level, _field in _unique_values(entity, (row, child)):
        clause, value = key_clauses.build_key_clause(entity, row, child, part)
        if select_numbers(db, entity, f"{clause} AND t.id = ?", [value, number]):
            return mark
    return None


def find_common_value(entity: Entity, one: tuple[Row, Row], other: tuple[Row, Row]) -> UniqueValue | None:
    """Return the strongest value that identifies two rows, each with its child, as one, if there is one."""
    for _part, mark, level, field in _unique_values(entity, other):
        before = one[level].get(field.name)
        if before is not None and not field.contradicts(before, other[level][field.name]):
            return mark
    return None


def _unique_values(
    entity: Entity, sides: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> Iterator[tuple[KeyPart, UniqueValue, int, Field]]:
    """Yield the values of a row that identify by themselves: key part, value, side of the row, field."""
    for part in (key[0] for key in entity.keys if len(key) == 1):
        field = (BY_NAME[part.child] if part.child else entity).by_name[part.field]
        value = sides[bool(part.child)].get(part.field)
        if value is not None:
            place = f"{'child' if part.child else 'own'}.{part.field}"
            yield part, UniqueValue(place, str(field.label), shorten(field.show(value))), bool(part.child), field
