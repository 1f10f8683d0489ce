"""Texts in the records of a list, found in the search pages: so only the records that hold them are looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.store.records.conditions import CURRENT, KnownRecords
from netreg.store.records.querying.clauses import (
    MANY,
    MOST_NAMED,
    Clause,
    Parameters,
    Related,
    find_related,
    join_either,
    make_condition,
    name_numbers,
)
from netreg.store.records.search_pages.numbers import find_numbers
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from netreg.core.entity import Entity
    from netreg.store.records.conditions import Condition


def select_containing(db: sqlite3.Connection, sought: str, kind: Entity, as_of: date) -> Condition:
    """Select records that hold a text anywhere, with or without its tone marks.

    A telephone number is found however its digits are parted. A record is found by what its table shows of
    others, too: what it belongs to and points to, of a person the posts; one with former names by them.
    """
    bound = Parameters("sought", {"as_of": as_of.isoformat()})
    return make_condition(find_containing(db, sought, kind, bound), bound)


def find_containing(db: sqlite3.Connection, sought: str, kind: Entity, bound: Parameters) -> Clause:
    """Return the clause of :func:`select_containing` about the table ``t``."""
    forms = _list_forms(sought)
    shown = {*kind.columns, *kind.naming_references}
    ways = [find_text(db, kind, sought, "t", bound)]
    ways += [_find_through(db, one, forms, "t", bound) for one in kind.references if one.parent or one.name in shown]
    if kind.name == "person":
        units = find_folded(db, BY_NAME["organisation"], forms, "o", bound)
        of_units = find_related(db, "p.organisation_id", Related("organisation", "o", "id", units.sql), bound)
        held = f"({find_folded(db, BY_NAME['post'], forms, 'p', bound).sql} OR {of_units.sql}) AND {CURRENT}"
        ways.append(find_related(db, "t.id", Related("post", "p", "person_id", held), bound))
    return join_either(ways)


def find_text(db: sqlite3.Connection, kind: Entity, sought: str, table: str, bound: Parameters) -> Clause:
    """Return the clause that a record holds a text itself, or in a former name; not in what it points to."""
    forms = _list_forms(sought)
    own = find_folded(db, kind, forms, table, bound)
    if not kind.naming_child:
        return own
    naming = BY_NAME[kind.naming_child]
    assert naming.parent is not None
    found = find_folded(db, naming, forms, "c", bound)
    related = Related(naming.name, "c", naming.parent.column, found.sql)
    return join_either((own, find_related(db, f"{table}.id", related, bound)))


def find_folded(db: sqlite3.Connection, kind: Entity, forms: Sequence[str], table: str, bound: Parameters) -> Clause:
    """Return the clause that a record of the kind itself holds one of some folded texts."""
    if "" in forms:
        return Clause("1")
    # What a command has written is in no page before it ends; rules and saved views are in none.
    unpaged = db.total_changes or kind.name in HOUSEKEEPING
    numbers = None if unpaged else find_numbers(db, kind.name, forms, most=MANY)
    if numbers is None or len(numbers) > MANY:
        return Clause(_hold(table, forms, bound), many=numbers is not None)
    named = name_numbers(f"{table}.id", numbers, bound)
    if len(numbers) <= MOST_NAMED:
        return named
    known = None
    if table == "t" and kind.parent is None:  # many may be called so, and are neighbours in the order of their names
        known = KnownRecords(numbers, tuple(text.sort_key(form).partition("\x1f")[0] for form in forms))
    return Clause(_hold(table, forms, bound), through=named.sql, many=True, known=known)


def _hold(table: str, forms: Sequence[str], bound: Parameters) -> str:
    return f"({' OR '.join(f'instr({table}.search_text, {bound.bind(form)})' for form in forms)})"


def _list_forms(sought: str) -> list[str]:
    """List how a text may stand in a record: folded, thousands parted or not, as the digits of a telephone number."""
    folded = text.fold_text(sought)
    dialled = re.sub(r"[\s()./-]", "", folded)
    forms = [folded, *text.list_number_forms(folded)]
    return [*forms, dialled] if dialled != folded and dialled.isdigit() else forms


def _find_through(
    db: sqlite3.Connection, reference: Reference, forms: Sequence[str], table: str, bound: Parameters
) -> Clause:
    """Return the clause that a text stands in what a record points to, or in what that is named after."""
    target = BY_NAME[reference.to]
    inner = f"{table}{table[-1]}"
    ways = [find_folded(db, target, forms, inner, bound)]
    named = (*target.naming_references, *((target.parent.name,) if target.parent and reference.parent else ()))
    for name in dict.fromkeys(named):
        further = target.by_name[name]
        assert isinstance(further, Reference)
        ways.append(_find_through(db, further, forms, inner, bound))
    either = join_either(ways)
    related = Related(target.name, inner, "id", either.sql, either.many)
    return find_related(db, f"{table}.{reference.column}", related, bound)
