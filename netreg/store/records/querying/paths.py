"""The ways from the records of one kind to those of another, along the references of either."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import BY_NAME, HOUSEKEEPING, find_child_entities
from netreg.store.records.conditions import BELONGING, CURRENT
from netreg.store.records.querying.clauses import Clause, Related, find_related

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from netreg.core.entity import Entity
    from netreg.core.fields import Reference
    from netreg.store.records.querying.clauses import Parameters


class Link(NamedTuple):
    """A step from a record to another: the one that a reference of it points to, or those whose reference points to it.

    With `if_blank` it is taken only where that column of the record is blank.
    """

    kind: str
    column: str
    is_down: bool = False
    if_blank: str = ""


Path = tuple[Link, ...]

# Posts and memberships count while they are held.
_WHILE_HELD = {"post": ("p", CURRENT), "membership": ("m", BELONGING)}


def find_along(
    db: sqlite3.Connection, path: Path, find_inner: Callable[[str], Clause], bound: Parameters, table: str = "t"
) -> Clause:
    """Return the clause that a record at the end of the path meets what `find_inner` says of its table."""
    if not path:
        return find_inner(table)
    link, *rest = path
    alias, held = _WHILE_HELD.get(link.kind, (f"w{len(rest)}", "")) if link.is_down else (f"w{len(rest)}", "")
    inner = find_along(db, tuple(rest), find_inner, bound, alias)
    where = f"({held}) AND {inner.sql}" if held else inner.sql
    own, other = ("id", link.column) if link.is_down else (link.column, "id")
    clause = find_related(db, f"{table}.{own}", Related(link.kind, alias, other, where, inner.many and not held), bound)
    return Clause(f"({table}.{link.if_blank} IS NULL AND {clause.sql})", clause.few) if link.if_blank else clause


@cache
def find_paths(start: str, goal: str) -> tuple[Path, ...]:
    """Return the ways from records of a kind to those of another that people mean by naming that.

    From what belongs to a record, such as an attendance, its own references come first; a person is asked
    for the current posts.
    """
    if start == goal:
        return ((),)
    entity = BY_NAME[start]
    if start == "person" and goal == "organisation":
        return ((Link("post", "person_id", is_down=True), Link("organisation", "organisation_id")),)
    found = [(_up(reference),) for reference in entity.references if reference.to == goal]
    if entity.parent is not None:
        return tuple(found + _find_post(entity, goal)) or tuple(
            (_up(entity.parent), *path) for path in find_paths(entity.parent.to, goal)
        )
    return tuple(dict.fromkeys([*found, *_go_down(entity, goal)])) or tuple(_go_across(entity, goal))


def _up(reference: Reference) -> Link:
    return Link(reference.to, reference.column)


def _down(kind: Entity, reference: Reference) -> Link:
    return Link(kind.name, reference.column, is_down=True)


def _find_post(entity: Entity, goal: str) -> list[Path]:
    """Return the way to where a person is in post, for a record that names the person and no unit."""
    person = next((one for one in entity.references if one.name == "person" and not one.parent), None)
    if goal != "organisation" or person is None or (entity.parent and entity.parent.to == "party"):
        return []
    own = next((one.column for one in entity.references if one.to == goal), "")
    return [(Link("person", person.column, if_blank=own), *find_paths("person", goal)[0])]


def _go_down(entity: Entity, goal: str) -> Iterator[Path]:
    """Yield the ways through what belongs to a record, and what belongs to that."""
    for child in find_child_entities(entity):
        if child.parent is None or child.name in HOUSEKEEPING:
            continue
        down = _down(child, child.parent)
        if child.name == goal:
            yield (down,)
            continue
        for reference in child.references:
            if reference.to == goal and not reference.parent:
                yield (down, _up(reference))
        for path in _go_down(child, goal):
            yield (down, *path)


def _go_across(entity: Entity, goal: str) -> Iterator[Path]:
    """Yield the ways through records of other kinds that point to a record, and what these belong to."""
    for kind in BY_NAME.values():
        for reference in kind.references:
            if reference.to != entity.name or kind.name in (*HOUSEKEEPING, entity.name):
                continue
            down = _down(kind, reference)
            if kind.name == goal:
                yield (down,)
            above: Path = ()
            owner = kind
            while owner.parent is not None and not reference.parent:
                above = (*above, _up(owner.parent))
                owner = BY_NAME[owner.parent.to]
                if owner.name == goal:
                    yield (down, *above)
            for other in kind.references:
                if other.to == goal and not other.parent:
                    yield (down, _up(other))
