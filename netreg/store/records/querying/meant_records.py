"""The records that a value of a query names: by code, number or name, else by a part of what is written in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.store.records import lookup
from netreg.store.records.querying.containing import find_text
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3

    from netreg.core.entity import Entity
    from netreg.core.fields import Reference
    from netreg.store.records.querying.clauses import Parameters

# An organisation is meant with its units.
_WITH_UNITS = """WITH RECURSIVE units (id) AS (
    SELECT id FROM ({roots}) UNION SELECT o.id FROM organisation o JOIN units u ON o.parent_id = u.id
) SELECT id FROM units"""


def select_meant(db: sqlite3.Connection, kind: Entity, written: str, bound: Parameters) -> str:
    """Return the query of the numbers of all records of a kind that a value means.

    What belongs to another record is meant by what it points to, as a party is by its organisation; digits are
    the number of a cohort in its course, and with ``#`` before them that of the record.

    Raises:
        UnknownRecord: with the nearest names, when nothing is meant.
    """
    found = _find_roots(db, kind, written, bound)
    if found is None:
        named = _find_named(kind)
        if named is None:
            return "SELECT NULL WHERE 0"
        lookup.find_record(db, named, written)
        return "SELECT NULL WHERE 0"
    return _WITH_UNITS.format(roots=found) if kind.name == "organisation" else found


def select_named(db: sqlite3.Connection, kind: Entity, written: str, bound: Parameters) -> str:
    """Return the query of the numbers of the records that a value names whole: an organisation without its units.

    Raises:
        UnknownRecord: with the nearest names, when there is none.
    """
    find_exactly = lookup.find_candidates if kind.parent is None else lookup.find_own
    if numbers := find_exactly(db, kind, written):
        return f"SELECT value AS id FROM json_each({bound.bind(json.dumps(numbers))})"
    clauses = [
        f"o.{reference.column} IN (SELECT value FROM json_each({bound.bind(json.dumps(numbers))}))"
        for reference in _list_naming(kind)
        if (numbers := lookup.find_candidates(db, BY_NAME[reference.to], written))
    ]
    if not clauses and (named := _find_named(kind)):
        lookup.find_record(db, named, written)
    return f"SELECT o.id FROM {kind.name} o WHERE {' OR '.join(clauses) or 0}"


def _find_roots(db: sqlite3.Connection, kind: Entity, written: str, bound: Parameters) -> str | None:
    """Return the query of what is named itself, exactly or in part; None where nothing is."""
    find_exactly = lookup.find_candidates if kind.parent is None else lookup.find_own
    if numbers := find_exactly(db, kind, written):
        return f"SELECT value AS id FROM json_each({bound.bind(json.dumps(numbers))})"
    if _is_number(kind, written):
        return None
    naming = _list_naming(kind)
    named = [reference for reference in naming if reference.name in kind.naming_references]
    if named and text.to_ascii_digits(text.clean(written)).isdecimal():  # the number of what it is named after
        naming, clauses = named, []
    else:
        clauses = [find_text(db, kind, written, "o", bound).sql]
    for reference in naming:
        target = BY_NAME[reference.to]
        if _find_roots(db, target, written, bound) is not None:
            clauses.append(f"o.{reference.column} IN ({select_meant(db, target, written, bound)})")
    found = f"SELECT o.id FROM {kind.name} o WHERE {' OR '.join(clauses) or 0}"
    return found if db.execute(f"{found} LIMIT 1", bound.values).fetchone() else None


def _is_number(kind: Entity, written: str) -> bool:
    """Tell whether a value can only be a number of such a child: a digit in its texts says nothing."""
    digits = text.to_ascii_digits(text.clean(written))
    number = digits.removeprefix("#")
    return kind.parent is not None and number.isdecimal() and (digits != number or kind.number_field is not None)


def _list_naming(kind: Entity) -> list[Reference]:
    """Return the references that say which child is meant; of an organisation, what it belongs to is none."""
    if kind.parent is None:
        return []
    return [one for one in kind.references if not one.parent and one.to in ("organisation", "person", "member_group")]


def _find_named(kind: Entity) -> Entity | None:
    """Return the kind whose names are looked through for the nearest."""
    if kind.parent is None:
        return kind
    named = [one for one in _list_naming(kind) if one.name in kind.naming_references]
    return BY_NAME[named[-1].to] if named else None
