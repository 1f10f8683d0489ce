"""Find records: the one that a person means by code, number or name, and those that a row is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.address_fields import Email
from netreg.core.fields import OfficialCode, TextList, shorten
from netreg.entities import BY_NAME
from netreg.errors import AmbiguousRecord, UnknownRecord, list_names, suggest_names
from netreg.language import _
from netreg.store.records.records import TOO_LARGE, find_refs
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field
    from netreg.core.keys import Key, KeyPart


NameCache = dict[tuple[str, int | None], list[str]]
"""The names to suggest from, by kind and parent, so that many unknown names load them once."""


def find_record(
    db: sqlite3.Connection,
    entity: Entity,
    written: str,
    *,
    within: int | None = None,
    names: NameCache | None = None,
) -> int:
    """Return the number of the one record that `written` means: its number, code or exact name.

    An official code, a staff number and an e-mail, compared without case, name a record too.

    `within` narrows the search to what belongs to one parent; among those a bare number is
    the one they are numbered by, where they are.

    Raises:
        UnknownRecord: with the nearest names, when there is none.
        AmbiguousRecord: with the candidates, when there are several.
    """
    found = find_candidates(db, entity, written, within)
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous_record(db, entity, written, found)
    names = {} if names is None else names
    if (entity.name, within) not in names:
        names[entity.name, within] = _select_names(db, entity, within)
    raise _unknown_record(entity, written, within, names[entity.name, within])


def find_candidates(db: sqlite3.Connection, entity: Entity, written: str, within: int | None = None) -> list[int]:
    """Return the numbers of all records that `written` can mean.

    Digits are a record's number or a code that an authority gave; with ``#`` before them the number alone.
    """
    asked = text.clean(written)
    digits = text.to_ascii_digits(asked)
    number = digits.removeprefix("#")
    if within is not None and entity.number_field and digits.isdecimal():
        return _find_by_number(db, entity, number, within, entity.number_field)
    if digits != number and number.isdecimal():
        return _find_by_number(db, entity, number, within)
    if number.isdecimal():
        found = find_by_mark(db, entity, asked, within)
        if not (found and _has_leading_zero(number)):
            found = list(dict.fromkeys([*_find_by_number(db, entity, number, within), *found]))
        return found or _find_by_name(db, entity, asked, within, through_others=within is not None)
    if entity.parent is None and (found := _select_numbers(db, entity, "t.code = ?", [asked], within)):
        return found
    return find_by_mark(db, entity, asked, within) or _find_by_name(db, entity, asked, within)


def _find_by_number(
    db: sqlite3.Connection, entity: Entity, number: str, within: int | None, column: str = "id"
) -> list[int]:
    return _select_numbers(db, entity, f"t.{column} = ?", [int(number)], within) if can_be_number(number) else []


def _has_leading_zero(number: str) -> bool:
    """Tell whether digits are written as no record's number is shown."""
    return len(number) > 1 and number.startswith("0")


def find_by_mark(db: sqlite3.Connection, entity: Entity, asked: str, within: int | None = None) -> list[int]:
    """Return the records that have a text as official code, staff number or e-mail, the strongest of these first."""
    for name in entity.asked_for_by:
        field = entity.by_name[name]
        if isinstance(field, Email) and "@" not in asked:
            continue
        value = text.to_ascii_digits(asked) if isinstance(field, OfficialCode) else asked
        if found := _select_numbers(db, entity, f"t.{field.column} = ?", [value], within):
            return found
        # No index knows an address in other letters: that is asked for last, and only of addresses.
        same = f"t.{field.column} = ? COLLATE NOCASE"
        if isinstance(field, Email) and (found := _select_numbers(db, entity, same, [value], within)):
            return found
    return []


def find_by_field(db: sqlite3.Connection, entity: Entity, field: str, written: str) -> list[int]:
    """Return the numbers of the records that have this text in a field; the case of letters does not count."""
    return _select_numbers(db, entity, f"t.{field} = ? COLLATE NOCASE", [written.strip()], None)


def read_field(db: sqlite3.Connection, entity: Entity, number: int, field: str) -> Any:
    """Return the stored value of one field of a record."""
    return db.execute(f"SELECT {field} FROM {entity.name} WHERE id = ?", [number]).fetchone()[0]


def can_be_number(number: str) -> bool:
    """Tell whether the digits can be the number of a record."""
    return len(number) < len(str(TOO_LARGE))


def _find_by_name(
    db: sqlite3.Connection, entity: Entity, asked: str, within: int | None, *, through_others: bool = True
) -> list[int]:
    """Find records by their own names, or by what they point to; the number of another is not their own."""
    found: set[int] = set()
    for name in entity.search_names(asked):
        found |= set(_select_numbers(db, entity, _NAMED, [entity.name, text.match_key(name)], within))
    for name in entity.naming_references if through_others else ():
        reference = next(r for r in entity.references if r.name == name)
        meant = find_candidates(db, BY_NAME[reference.to], asked)
        for number in meant:
            found |= set(_select_numbers(db, entity, f"t.{reference.column} = ?", [number], within))
    return sorted(found)


_NAMED = "t.id IN (SELECT record_id FROM name_key WHERE kind = ? AND key = ?)"


def _select_numbers(
    db: sqlite3.Connection, entity: Entity, where: str, values: list[Any], within: int | None
) -> list[int]:
    sql = f"SELECT t.id FROM {entity.name} t WHERE {where}"
    if within is not None and entity.parent is not None:
        sql += f" AND t.{entity.parent.column} = ?"
        values = [*values, within]
    return [row["id"] for row in db.execute(sql, values)]


def _ambiguous_record(db: sqlite3.Connection, entity: Entity, written: str, found: list[int]) -> AmbiguousRecord:
    shown = "; ".join(_describe_candidate(db, entity, number) for number in found[:5])
    return AmbiguousRecord(
        _("'{text}' matches {count} records: {candidates}").format(
            text=shorten(written), count=len(found), candidates=shown + ("; …" if len(found) > 5 else "")
        ),
        _advise_number(entity, written, found),
    )


def _advise_number(entity: Entity, written: str, found: list[int]) -> str:
    """Tell how to name one of several records; digits may be the number of one and the official code of another."""
    digits = text.to_ascii_digits(text.clean(written))
    if digits.isdecimal() and int(digits) in found:
        return _("write #{number} for {kind} {number}, or name the other by its number or code").format(
            number=int(digits), kind=entity.command
        )
    return _("name it by its number or code")


def _describe_candidate(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    ref = find_refs(db, entity.name, [number])[number]
    return f"{number} {ref.code or ''} {ref.name}{_describe_place(db, entity, number)}".replace("  ", " ")


def _describe_place(db: sqlite3.Connection, entity: Entity, number: int) -> str:
    """Say where a record stands in its tree, so that namesakes can be told apart."""
    above = next((r for r in entity.references if r.to == entity.name and r.name == "parent"), None)
    if above is None:
        return ""
    parent = db.execute(f"SELECT {above.column} FROM {entity.name} WHERE id = ?", [number]).fetchone()[0]
    return f" ({find_refs(db, entity.name, [parent])[parent].name})" if parent is not None else ""


def _unknown_record(entity: Entity, written: str, within: int | None, names: list[str]) -> UnknownRecord:
    near = _find_nearest(written, names)
    if near:
        advice = suggest_names(near)
    elif within is not None and names:
        advice = list_names(names[:12])
    else:
        advice = _("see them with 'netreg {command} list'").format(command=entity.command)
    return UnknownRecord(
        _("there is no {kind} '{text}'").format(kind=entity.label.en.lower(), text=shorten(written, 60)), advice, near
    )


def _find_nearest(written: str, names: list[str]) -> list[str]:
    """Return the names that hold what was written, else those that differ least from it."""
    key = text.match_key(written)
    holding = [name for name in names if key and key in text.match_key(name)] if len(key) > 1 else []
    return list(dict.fromkeys(holding))[:3] or text.find_nearest(written, names)


def _select_names(db: sqlite3.Connection, entity: Entity, within: int | None) -> list[str]:
    """Return codes and names to suggest from; of a very long register the newest."""
    found = _select_numbers(db, entity, "1 ORDER BY t.id DESC LIMIT 5000" if within is None else "1", [], within)
    named = find_refs(db, entity.name, found).values()
    return [name for ref in named for name in (ref.code, ref.name) if name]


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
    for key in entity.keys:
        clauses, values = [], []
        by_child = key.is_by_child
        for part in key:
            clause, value = _key_clause(
                entity, row, child or {}, part, is_indexed=_is_selective(entity, row, key, part)
            )
            if value is None and part in key.required:
                break
            if clause and (value is not None or part.optional):
                clauses.append(clause)
                values.append(value)
        else:
            found = _select_numbers(db, entity, " AND ".join(clauses), values, None)
            found = [number for number in found if by_child or number not in others]
            if found := [number for number in found if not _is_another_record(db, entity, number, row)]:
                return found
    return []


def _is_another_record(db: sqlite3.Connection, entity: Entity, number: int, row: Row) -> bool:
    """Tell whether a record has a code, or another distinguishing value, that differs from the row's."""
    for name in entity.distinguishing_fields:
        if row.get(name) is None or name not in entity.by_name:
            continue
        own = db.execute(f"SELECT {name} FROM {entity.name} WHERE id = ?", [number]).fetchone()[0]
        if own is not None and not have_common_value(entity.by_name[name], own, row[name]):
            return True
    return False


def find_namesakes(db: sqlite3.Connection, entity: Entity, row: Row, mark: str) -> list[int]:
    """Return the records with the name of a row and the same value in a unique field, such as an e-mail."""
    name = next(filter(None, entity.names(row)), None)
    if name is None or row.get(mark) is None:
        return []
    return _select_numbers(
        db, entity, f"{_NAMED} AND +t.{mark} = ?", [entity.name, text.match_key(name), row[mark]], None
    )


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
        clause, value = _key_clause(entity, row, child, part)
        if _select_numbers(db, entity, f"{clause} AND t.id = ?", [value, number], None):
            return mark
    return None


def find_common_value(entity: Entity, one: tuple[Row, Row], other: tuple[Row, Row]) -> UniqueValue | None:
    """Return the strongest value that identifies two rows, each with its child, as one, if there is one."""
    for _part, mark, level, field in _unique_values(entity, other):
        before = one[level].get(field.name)
        if before is not None and have_common_value(field, before, other[level][field.name]):
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


def have_common_value(field: Field, one: Any, other: Any) -> bool:
    """Tell whether two values are the same; of lists, whether one item is."""
    if isinstance(field, TextList):
        return not set(field.to_json(one)).isdisjoint(field.to_json(other))
    return bool(one == other)


def _is_selective(entity: Entity, row: Row, key: Key, part: KeyPart) -> bool:
    """Tell whether SQLite is to look records up by this part of a key.

    Among the records of a parent it is the person, who has few of a kind, and where there is
    none the parent: very many have the same unit, or none.
    """
    if entity.parent is None:
        return key.is_by_child if part.child else not part.optional
    by_person = any(one.field == "person" for one in key) and row.get("person") is not None
    return part.field == ("person" if by_person else entity.parent.name)


def _key_clause(
    entity: Entity, row: Row, child: Mapping[str, Any], part: KeyPart, *, is_indexed: bool = True
) -> tuple[str, Any]:
    """Return the clause by which a part of a key ties a row to the record ``t``, and the value it needs."""
    name = part.field
    if part.child:
        return _child_clause(BY_NAME[part.child], part, child, is_indexed=is_indexed)
    if part.is_name:
        first = next(filter(None, entity.names(entity.make_blank_row() | row)), None)
        key = text.match_key(first) if first else None
        return f"t.id IN (SELECT record_id FROM name_key WHERE kind = '{entity.name}' AND key = ?)", key
    if name not in row:
        return "", None
    row = {name: entity.defaults.get(name), **{name: value for name, value in row.items() if value is not None}}
    field, value = entity.by_name[name], row[name]
    return _own_clause(field, value, agrees=part.must_agree, is_indexed=is_indexed), value


def _own_clause(field: Field, value: Any, *, agrees: bool, is_indexed: bool) -> str:
    if agrees:
        return f"(t.{field.column} IS NULL OR t.{field.column} = ?)"
    if isinstance(field, TextList):
        pairs = f"json_each(coalesce(t.{field.column}, '[]')) a JOIN json_each(?) b ON a.value = b.value"
        return f"EXISTS (SELECT 1 FROM {pairs})"
    if getattr(field, "time", False):
        return f"substr(t.{field.column}, 1, 10) IS substr(?, 1, 10)"
    # For an IS, SQLite uses no index that leaves blanks out.
    return f"{'' if is_indexed else '+'}t.{field.column} {'IS' if value is None else '='} ?"


def _child_clause(kind: Entity, part: KeyPart, child: Mapping[str, Any], *, is_indexed: bool) -> tuple[str, Any]:
    assert kind.parent is not None
    column, parent = kind.by_name[part.field].column, kind.parent.column
    clause = f"EXISTS (SELECT 1 FROM {kind.name} c WHERE c.{parent} = t.id AND +c.{column} = ?)"
    if is_indexed:
        clause = f"t.id IN (SELECT {parent} FROM {kind.name} WHERE {column} = ?)"
    if part.must_agree:
        said = f"SELECT 1 FROM {kind.name} c WHERE c.{parent} = t.id AND c.{column} IS NOT NULL"
        clause = f"(NOT EXISTS ({said}) OR {clause})"
    return clause, child.get(part.field)
