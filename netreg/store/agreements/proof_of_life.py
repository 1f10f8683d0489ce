"""Proof of life: records that point to an agreement, or to one of its purposes, and have a day.

Any kind that has a reference to an agreement joins by itself: its day is the first date in its
own description, or in that of the record it belongs to. What hangs on the agreement itself
(parties, decisions, files) is no sign of life, nor is what was cancelled or postponed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.choice_fields import Choice
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME, ENTITIES, find_child_entities
from netreg.store.records.conditions import UNITS, Condition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Entity
    from netreg.core.fields import Field, Reference

NO_SIGN = ("agreement", "document")
"""The roots of kinds that point to agreements and are no sign of life."""
_CALLED_OFF = ("cancelled", "postponed")


class SignOfLife(NamedTuple):
    """A record that shows an agreement alive: its kind and number, its day, for which purpose."""

    kind: str
    id: int
    day: str
    purpose: int | None


class _SignSource(NamedTuple):
    """A way in which a kind points to agreements."""

    kind: Entity
    reference: Reference
    day: Field
    of_parent: bool


@cache
def _find_sources() -> tuple[_SignSource, ...]:
    return tuple(_list_sources())


def _list_sources() -> Iterator[_SignSource]:
    for kind in ENTITIES:
        own = _find_day_field(kind)
        parent = BY_NAME[kind.parent.to] if kind.parent else None
        day = own or (_find_day_field(parent) if parent else None)
        if day is None or _find_root_kind(kind) in NO_SIGN:
            continue
        for reference in kind.references:
            if reference.to in ("agreement", "purpose") and not reference.parent:
                yield _SignSource(kind, reference, day, own is None)


def _find_day_field(kind: Entity) -> Field | None:
    return next((field for field in kind.fields if isinstance(field, Date)), None)


def _find_root_kind(kind: Entity) -> str:
    while kind.parent is not None:
        kind = BY_NAME[kind.parent.to]
    return kind.name


def _build_query(source: _SignSource) -> str:
    """Return the query for agreement, kind, number, day and purpose of every such record."""
    kind, owner = source.kind, "r"
    joins = [f"FROM {kind.name} r"]
    if source.of_parent:
        assert kind.parent is not None
        owner = "o"
        joins.append(f"JOIN {kind.parent.to} o ON o.id = r.{kind.parent.column}")
    agreement, purpose = f"r.{source.reference.column}", "NULL"
    if source.reference.to == "purpose":
        joins.append(f"JOIN purpose u ON u.id = r.{source.reference.column}")
        agreement, purpose = "u.agreement_id", "u.id"
    day = f"{owner}.{source.day.column}"
    clauses = [f"{agreement} IS NOT NULL", f"{day} IS NOT NULL"]
    described = BY_NAME[kind.parent.to] if source.of_parent and kind.parent else kind
    state = described.by_name.get("state")
    if isinstance(state, Choice) and state in described.fields:
        clauses.append(f"coalesce({owner}.state, '') NOT IN {_CALLED_OFF}")
    return (
        f"SELECT {agreement} AS agreement, '{kind.name}' AS kind, r.id AS id, {day} AS day, {purpose} AS purpose "
        f"{' '.join(joins)} WHERE {' AND '.join(clauses)}"
    )


def _build_union() -> str:
    return " UNION ALL ".join(map(_build_query, _find_sources()))


def select_dormant(since: date, as_of: date) -> Condition:
    """Select agreements to which nothing points that took place after `since` and by `as_of`.

    A day known roughly counts as the last that it can be.
    """
    return Condition(
        f"""t.id NOT IN (SELECT agreement FROM ({_build_union()})
            WHERE day || '~' > :since AND substr(day, 1, 10) <= :as_of)""",
        {"since": since.isoformat(), "as_of": as_of.isoformat()},
    )


def read_signs(db: sqlite3.Connection, agreement: int, as_of: date) -> list[SignOfLife]:
    """Return the records that show an agreement alive up to a day, the latest first."""
    rows = db.execute(
        f"""SELECT kind, id, day, max(purpose) FROM ({_build_union()}) WHERE agreement = ? AND substr(day, 1, 10) <= ?
        GROUP BY kind, id ORDER BY day DESC, id DESC""",
        [agreement, as_of.isoformat()],
    )
    return [SignOfLife(*row) for row in rows]


# --- who took part --------------------------------------------------------------------


def find_active_parties(db: sqlite3.Connection, sign: SignOfLife) -> set[int]:
    """Return the organisations that a record names: itself, in what belongs to it, or by the posts of people."""
    return set(_find_named_organisations(db, BY_NAME[sign.kind], sign.id))


def _find_named_organisations(db: sqlite3.Connection, kind: Entity, number: int) -> Iterator[int]:
    row = db.execute(f"SELECT * FROM {kind.name} WHERE id = ?", [number]).fetchone()
    for reference in kind.references:
        target = row[reference.column]
        if target is not None and reference.to == "organisation":
            yield target
        elif target is not None and reference.to == "person":
            yield from _read_posts(db, target)
    for child in find_child_entities(kind):
        assert child.parent is not None
        for found in db.execute(f"SELECT id FROM {child.name} WHERE {child.parent.column} = ?", [number]).fetchall():
            yield from _find_named_organisations(db, child, found[0])


def _read_posts(db: sqlite3.Connection, person: int) -> Iterator[int]:
    sql = "SELECT organisation_id FROM post WHERE person_id = ? AND organisation_id IS NOT NULL"
    return (row[0] for row in db.execute(sql, [person]))


def read_units(db: sqlite3.Connection, root: int) -> set[int]:
    """Return an organisation and all units under it."""
    return {row[0] for row in db.execute(UNITS, {"root": root})}
