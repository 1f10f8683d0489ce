"""Who took part in what shows an agreement alive: the organisations and the parties to be credited with it.

Credited are the organisations that the record names, those of the posts that people who came
held on that day, the parties for which one of them signed or witnessed, and at the ceremony of
signing every party that signed there. Who was absent or sent an apology is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import BY_NAME, find_child_entities
from netreg.store.records.conditions import UNITS
from netreg.thai.dates.formats import find_earliest_day, find_latest_day

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.store.agreements.proof_of_life import SignOfLife

_STAYED_AWAY = {"presence": ("apology", "absent"), "result": ("absent", "withdrawn")}
_CEREMONY = re.compile("ลงนาม|signing", re.IGNORECASE)


class Participants(NamedTuple):
    """The organisations that took part, by number, and the parties of the agreement that did themselves."""

    organisations: frozenset[int]
    parties: frozenset[int]

    def include(self, party: int, units: set[int]) -> bool:
        """Tell whether a party took part, itself or by one of its units."""
        return party in self.parties or not self.organisations.isdisjoint(units)


def find_participants(db: sqlite3.Connection, agreement: int, sign: SignOfLife) -> Participants:
    """Find who took part in what a sign of life is of."""
    kind = BY_NAME[sign.kind]
    named = list(_list_named(db, kind, sign.id))
    people = {number for to, number in named if to == "person"}
    organisations = {number for to, number in named if to == "organisation"}
    posts = {found for person in people for found in _read_posts(db, person, sign.day)}
    parties = {*_find_parties_of(db, agreement, people), *_find_parties_signing_at(db, agreement, kind, sign)}
    return Participants(frozenset(organisations | posts), frozenset(parties))


def _list_named(db: sqlite3.Connection, kind: Entity, number: int) -> Iterator[tuple[str, int]]:
    """List the organisations and people that a record, what belongs to it and what it belongs to name."""
    row = db.execute(f"SELECT * FROM {kind.name} WHERE id = ?", [number]).fetchone()
    yield from _list_references(kind, row)
    if kind.parent is not None:
        owner = BY_NAME[kind.parent.to]
        above = db.execute(f"SELECT * FROM {owner.name} WHERE id = ?", [row[kind.parent.column]]).fetchone()
        yield from (pair for pair in _list_references(owner, above) if pair[0] == "organisation")
    yield from _list_named_below(db, kind, number)


def _list_named_below(db: sqlite3.Connection, kind: Entity, number: int) -> Iterator[tuple[str, int]]:
    for child in find_child_entities(kind):
        assert child.parent is not None
        sql = f"SELECT * FROM {child.name} WHERE {child.parent.column} = ?"
        for row in db.execute(sql, [number]).fetchall():
            if any(name in child.by_name and row[name] in words for name, words in _STAYED_AWAY.items()):
                continue
            yield from _list_references(child, row)
            yield from _list_named_below(db, child, row["id"])


def _list_references(kind: Entity, row: sqlite3.Row) -> Iterator[tuple[str, int]]:
    for reference in kind.references:
        if reference.to in ("organisation", "person") and row[reference.column] is not None:
            yield reference.to, row[reference.column]


def _read_posts(db: sqlite3.Connection, person: int, day: str | None) -> Iterator[int]:
    """Read where somebody held a post on a day, as far as is known; without a day at any time."""
    values = {"person": person, "first": "", "last": "9999"}
    if day:
        values |= {"first": find_earliest_day(day), "last": find_latest_day(day)}
    sql = """SELECT organisation_id FROM post WHERE person_id = :person AND organisation_id IS NOT NULL
        AND (since IS NULL OR since <= :last) AND (until IS NULL OR until >= substr(:first, 1, length(until)))"""
    return (row[0] for row in db.execute(sql, values))


def _find_parties_of(db: sqlite3.Connection, agreement: int, people: set[int]) -> Iterator[int]:
    """Find the parties for which one of these people signed or witnessed."""
    for table in ("signatory", "witness"):
        sql = f"""SELECT DISTINCT p.id FROM party p JOIN {table} s ON s.party_id = p.id
            WHERE p.agreement_id = ? AND s.person_id IN (SELECT value FROM json_each(?))"""
        yield from (row[0] for row in db.execute(sql, [agreement, str(sorted(people))]))


def _find_parties_signing_at(db: sqlite3.Connection, agreement: int, kind: Entity, sign: SignOfLife) -> Iterator[int]:
    """Find the parties that signed at a meeting or ceremony: on its day, or on any where it is called a signing."""
    row = db.execute(f"SELECT * FROM {kind.name} WHERE id = ?", [sign.id]).fetchone()
    if kind.name != "meeting" and not (kind.name == "activity" and row["kind"] == "ceremony"):
        return
    is_signing = bool(_CEREMONY.search(row["title"]))
    sql = """SELECT DISTINCT p.id, coalesce(s.signed_on, a.signed_on) AS day FROM party p
        JOIN signatory s ON s.party_id = p.id JOIN agreement a ON a.id = p.agreement_id WHERE a.id = ?"""
    for party, day in db.execute(sql, [agreement]):
        if is_signing or (day and sign.day and _can_be_same_day(day, sign.day)):
            yield party


def _can_be_same_day(one: str, other: str) -> bool:
    return find_earliest_day(one) <= find_latest_day(other) and find_earliest_day(other) <= find_latest_day(one)


def read_units(db: sqlite3.Connection, root: int) -> set[int]:
    """Return an organisation and all units under it."""
    return {row[0] for row in db.execute(UNITS, {"root": root})}
