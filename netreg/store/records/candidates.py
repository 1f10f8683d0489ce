"""Candidates: the records that somebody may mean, each with what tells it from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity


def describe_candidate(db: sqlite3.Connection, kind: Entity, number: int) -> str:
    """Describe a record that may be meant, by what tells it from others: ``member 12 (…; fac; one@x.th)``."""
    name = shorten(records.find_refs(db, kind.name, [number])[number].name, 60)
    return f"{kind.command} {number} ({'; '.join(dict.fromkeys((name, *_list_facts(db, kind, number))))})"


def _list_facts(db: sqlite3.Connection, kind: Entity, number: int) -> Iterator[str]:
    """Yield the code of a record, where it belongs, its province, its e-mail and telephone."""
    row = records.read_values(db, kind, number)
    if row["code"]:
        yield row["code"]
    if kind.name == "person":
        posts = "SELECT DISTINCT organisation_id FROM post WHERE person_id = ? AND organisation_id IS NOT NULL LIMIT 3"
        units = [found[0] for found in db.execute(posts, [number])]
    else:
        units = [row[name] for name in ("parent", "organisation") if row.get(name) and _is_organisation(kind, name)]
    yield from (ref.code or shorten(ref.name) for ref in records.find_refs(db, "organisation", units).values())
    for name in ("official_code", "external_key", "province", "email", "phone"):
        if row.get(name):
            yield shorten(kind.by_name[name].show(row[name]))


def _is_organisation(kind: Entity, name: str) -> bool:
    return any(reference.name == name and reference.to == "organisation" for reference in kind.references)
