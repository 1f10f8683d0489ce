"""The clauses by which the parts of a key tie one row to the records that it may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import TextList
from netreg.entities import BY_NAME
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field
    from netreg.core.keys import Key, KeyPart


def is_selective(entity: Entity, row: Row, key: Key, part: KeyPart) -> bool:
    """Tell whether SQLite is to look records up by this part of a key.

    Among the records of a parent it is the person, who has few of a kind, and where there is
    none the parent: very many have the same unit, or none.
    """
    if entity.parent is None:
        return key.is_by_child if part.child else not part.optional
    by_person = any(one.field == "person" for one in key) and row.get("person") is not None
    return part.field == ("person" if by_person else entity.parent.name)


def build_key_clause(
    entity: Entity, row: Row, child: Mapping[str, Any], part: KeyPart, *, is_indexed: bool = True
) -> tuple[str, Any]:
    """Return the clause by which a part of a key ties a row to the record ``t``, and the value it needs."""
    name = part.field
    if part.child:
        return _build_child_clause(BY_NAME[part.child], part, child, is_indexed=is_indexed)
    if part.is_name:
        first = next(filter(None, entity.names(entity.make_blank_row() | row)), None)
        key = text.match_key(first) if first else None
        return f"t.id IN (SELECT record_id FROM name_key WHERE kind = '{entity.name}' AND key = ?)", key
    if name not in row:
        return "", None
    row = {name: entity.defaults.get(name), **{name: value for name, value in row.items() if value is not None}}
    field, value = entity.by_name[name], row[name]
    return _build_own_clause(field, value, agrees=part.must_agree, is_indexed=is_indexed), value


def _build_own_clause(field: Field, value: Any, *, agrees: bool, is_indexed: bool) -> str:
    if agrees:
        return f"(t.{field.column} IS NULL OR t.{field.column} = ?{field.collate_clause})"
    if isinstance(field, TextList):
        pairs = f"json_each(coalesce(t.{field.column}, '[]')) a JOIN json_each(?) b ON a.value = b.value"
        return f"EXISTS (SELECT 1 FROM {pairs})"
    if getattr(field, "time", False):
        return f"substr(t.{field.column}, 1, 10) IS substr(?, 1, 10)"
    # For an IS, SQLite uses no index that leaves blanks out.
    return f"{'' if is_indexed else '+'}t.{field.column} {'IS' if value is None else '='} ?{field.collate_clause}"


def _build_child_clause(kind: Entity, part: KeyPart, child: Mapping[str, Any], *, is_indexed: bool) -> tuple[str, Any]:
    assert kind.parent is not None
    column, parent = kind.by_name[part.field].column, kind.parent.column
    clause = f"EXISTS (SELECT 1 FROM {kind.name} c WHERE c.{parent} = t.id AND +c.{column} = ?)"
    if is_indexed:
        clause = f"t.id IN (SELECT {parent} FROM {kind.name} WHERE {column} = ?)"
    if part.must_agree:
        said = f"SELECT 1 FROM {kind.name} c WHERE c.{parent} = t.id AND c.{column} IS NOT NULL"
        clause = f"(NOT EXISTS ({said}) OR {clause})"
    return clause, child.get(part.field)
