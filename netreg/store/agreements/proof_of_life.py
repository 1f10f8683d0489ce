"""Proof of life: records that point to an agreement, or to one of its purposes, and took place or may have.

Any kind that has a reference to an agreement joins by itself: its day is the first date in its
own description, or in that of the record it belongs to; a kind without any, such as a course,
shows life by what belongs to it and has days. What hangs on the agreement itself (parties,
decisions, files) is no sign of life, nor is what was cancelled, postponed or only planned. A
record without a day is an undated sign: it shows life, and nobody knows when.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.choice_fields import Choice
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME, ENTITIES, find_child_entities
from netreg.store.records.conditions import Condition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Entity
    from netreg.core.fields import Reference

NO_SIGN = ("agreement", "document")
"""The roots of kinds that point to agreements and are no sign of life."""
_NOT_HELD = ("planned", "cancelled", "postponed")
_DAY_FIELDS = {"cohort": ("held_from", "planned_from")}
"""The fields that hold the day of a kind, the first that is filled, where that is not its first date."""


class SignOfLife(NamedTuple):
    """A record that shows an agreement alive: its kind and number, its day if it has one, for which purpose."""

    kind: str
    id: int
    day: str | None
    purpose: int | None


class _SignSource(NamedTuple):
    """A way in which a kind points to agreements: `owner` has the reference, `dated` the day; either is the kind."""

    kind: Entity
    reference: Reference
    owner: Entity
    dated: Entity


@cache
def _find_sources() -> tuple[_SignSource, ...]:
    return tuple(_list_sources())


def _list_sources() -> Iterator[_SignSource]:
    for kind in ENTITIES:
        if _find_root_kind(kind) in NO_SIGN:
            continue
        parent = BY_NAME[kind.parent.to] if kind.parent else None
        for reference in kind.references:
            if reference.to not in ("agreement", "purpose") or reference.parent:
                continue
            if _list_day_fields(kind):
                yield _SignSource(kind, reference, kind, kind)
            elif parent and _list_day_fields(parent):
                yield _SignSource(kind, reference, kind, parent)
            else:
                dated = (child for child in find_child_entities(kind) if _list_day_fields(child))
                yield from (_SignSource(child, reference, kind, child) for child in dated)


def _list_day_fields(kind: Entity) -> tuple[str, ...]:
    own = tuple(field.name for field in kind.fields if isinstance(field, Date))
    return _DAY_FIELDS.get(kind.name, own[:1])


def _find_root_kind(kind: Entity) -> str:
    while kind.parent is not None:
        kind = BY_NAME[kind.parent.to]
    return kind.name


def _build_query(source: _SignSource) -> str:
    """Return the query for agreement, kind, number, day and purpose of every such record."""
    kind, joins = source.kind, [f"FROM {source.kind.name} r"]
    at = {True: "r", False: "o"}
    if source.owner is not source.dated:
        assert kind.parent is not None
        joins.append(f"JOIN {kind.parent.to} o ON o.id = r.{kind.parent.column}")
    points, dated = at[source.owner is kind], at[source.dated is kind]
    agreement, purpose = f"{points}.{source.reference.column}", "NULL"
    if source.reference.to == "purpose":
        joins.append(f"JOIN purpose u ON u.id = {agreement}")
        agreement, purpose = "u.agreement_id", "u.id"
    days = [f"{dated}.{name}" for name in _list_day_fields(source.dated)]
    day = f"coalesce({', '.join(days)})" if days[1:] else days[0]
    clauses = [f"{agreement} IS NOT NULL"]
    state = source.dated.by_name.get("state")
    if isinstance(state, Choice) and state in source.dated.fields:
        clauses.append(f"coalesce({dated}.state, '') NOT IN {_NOT_HELD}")
    return (
        f"SELECT {agreement} AS agreement, '{kind.name}' AS kind, r.id AS id, {day} AS day, {purpose} AS purpose "
        f"{' '.join(joins)} WHERE {' AND '.join(clauses)}"
    )


def _build_union() -> str:
    return " UNION ALL ".join(map(_build_query, _find_sources()))


def select_dormant(since: date, as_of: date) -> Condition:
    """Select agreements to which nothing points that is known to have taken place after `since` and by `as_of`.

    A day known roughly counts as the last that it can be. Of those, :func:`find_undated` names the ones that
    are perhaps alive.
    """
    return Condition(
        f"""t.id NOT IN (SELECT agreement FROM ({_build_union()})
            WHERE day || '~' > :since AND substr(day, 1, 10) <= :as_of)""",
        {"since": since.isoformat(), "as_of": as_of.isoformat()},
    )


def find_undated(db: sqlite3.Connection) -> set[int]:
    """Find the agreements of which there are signs of life without a day."""
    return {row[0] for row in db.execute(f"SELECT DISTINCT agreement FROM ({_build_union()}) WHERE day IS NULL")}


def read_signs(db: sqlite3.Connection, agreement: int, as_of: date) -> list[SignOfLife]:
    """Return the records that show an agreement alive up to a day, the latest first and undated ones last."""
    rows = db.execute(
        f"""SELECT kind, id, day, max(purpose) FROM ({_build_union()})
        WHERE agreement = ? AND (day IS NULL OR substr(day, 1, 10) <= ?)
        GROUP BY kind, id ORDER BY day DESC NULLS LAST, id DESC""",
        [agreement, as_of.isoformat()],
    )
    return [SignOfLife(*row) for row in rows]
