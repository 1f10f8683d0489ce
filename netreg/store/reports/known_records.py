"""Records that were known on a past day: of each kind those dated or recorded by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.store.agreements.dates import select_known
from netreg.store.records.conditions import Condition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Entity

_DAYS = {
    "activity": ("starts_on",),
    "amendment": ("signed_on",),
    "cohort": ("held_from", "planned_from"),
    "decision": ("decided_on",),
    "document": ("dated",),
    "figure": ("stated_on",),
    "former_name": ("until",),
    "former_organisation_name": ("until",),
    "graduation": ("graduated_on",),
    "meeting": ("starts_at",),
    "member_group": ("founded", "term_from"),
    "membership": ("joined", "left"),
    "news_item": ("published_on",),
    "organisation": ("founded",),
    "post": ("since", "first_confirmed_on", "until"),
    "session": ("starts_at",),
    "signatory": ("signed_on",),
    "step": ("taken_on",),
}
"""The days of each kind of which the earliest says from when on a record was known at the latest."""

# Of a party that an amendment added the history knows by which.
_NOT_ADDED_LATER = """NOT EXISTS (SELECT 1 FROM change c JOIN change m ON m.command_id = c.command_id
        AND m.kind = 'amendment' AND m.before IS NULL
    JOIN amendment a ON a.id = m.record_id AND a.kind = 'amended' AND a.signed_on > :known_on || 'T24'
    WHERE c.kind = 'party' AND c.record_id = t.id AND c.before IS NULL)"""


def select_known_on(kind: Entity, as_of: date) -> list[Condition]:
    """Select records of a kind that were known on a day: recorded by then, or dated by then.

    One without any day of its own is always selected: nothing says that it was not known.
    """
    if kind.name == "agreement":
        return [select_known(as_of)]
    if kind.name == "party":
        return [Condition(_NOT_ADDED_LATER, {"known_on": as_of.isoformat()})]
    days = _DAYS.get(kind.name)
    if days is None:
        return []
    known = ("substr(t.created_at, 1, 10) <= :known_on", *(f"t.{name} <= :known_on || 'T24'" for name in days))
    undated = " AND ".join(f"t.{name} IS NULL" for name in days)
    return [Condition(f"({' OR '.join(known)} OR ({undated}))", {"known_on": as_of.isoformat()})]


def select_known_with(kind: Entity, as_of: date) -> list[Condition]:
    """Select records of a kind that were known on a day along with all that they belong to."""
    chain = [kind]
    while chain[-1].parent is not None:
        chain.append(BY_NAME[chain[-1].parent.to])
    found: Condition | None = None
    for one in reversed(chain):
        clauses = list(_list_clauses(one, found, as_of))
        found = Condition(" AND ".join(clauses), {"known_on": as_of.isoformat()}) if clauses else None
    return [found] if found else []


def _list_clauses(kind: Entity, above: Condition | None, as_of: date) -> Iterator[str]:
    """List the clauses about a record itself, and about what it belongs to."""
    yield from (condition.sql for condition in select_known_on(kind, as_of))
    if above is not None and kind.parent is not None:
        yield f"t.{kind.parent.column} IN (SELECT t.id FROM {kind.parent.to} t WHERE {above.sql})"
