"""Conditions that narrow a list: pieces of a WHERE clause over the table ``t``.

The functions ``select_…`` build a condition and read nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.entities.documents import SIGNED_KINDS
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from netreg.core.entity import Entity
    from netreg.core.fields import Field


class KnownRecords(NamedTuple):
    """The numbers of all records that meet a condition, and what the sort keys of many of these may begin with."""

    numbers: Collection[int]
    keys: tuple[str, ...] = ()


class Condition(NamedTuple):
    """A clause about the row ``t`` and the values it names.

    It is about `few` records where the values have the numbers of all that can meet it. A clause that asks each
    record may have a query of the `numbers` of those that meet it, and another for when all are looked `through`;
    or it is `known` which these are.
    """

    sql: str
    values: dict[str, Any]
    few: bool = False
    numbers: str = ""
    through: str = ""
    known: KnownRecords | None = None


class CompiledQuery(NamedTuple):
    """The demands of a query: conditions of SQL, and a test of rows with derived fields, None where SQL tells all."""

    conditions: tuple[Condition, ...] = ()
    keep: Callable[[dict[str, Any]], bool] | None = None


def select_equal(field: Field, value: Any) -> Condition:
    """Select records whose field holds just this value."""
    return Condition(f"t.{field.column} IS :{field.column}", {field.column: value})


def select_targets(agreement: int) -> Condition:
    """Select the targets of an agreement."""
    return Condition(
        "t.purpose_id IN (SELECT id FROM purpose WHERE agreement_id = :agreement)", {"agreement": agreement}
    )


def select_numbers(ids: list[int]) -> Condition:
    """Select the records with these numbers."""
    return Condition("t.id IN (SELECT value FROM json_each(:ids))", {"ids": str(ids)})


def build_parent_clause(kind: Entity, sql: str) -> str:
    """Return a clause about the parent of a row, there called ``o``."""
    assert kind.parent is not None
    return f"EXISTS (SELECT 1 FROM {kind.parent.to} o WHERE o.id = t.{kind.parent.column} AND {sql})"


def select_in_state(states: Collection[str]) -> Condition:
    """Select records that are in one of these states, as far as is recorded."""
    import json

    return Condition(
        "(t.state IS NULL OR t.state IN (SELECT value FROM json_each(:states)))", {"states": json.dumps(sorted(states))}
    )


UNITS = """WITH RECURSIVE units (id) AS (
    SELECT :root UNION SELECT o.id FROM organisation o JOIN units u ON o.parent_id = u.id
) SELECT id FROM units"""

# The province of a unit, or of the nearest one above it that has one.
NEAREST_PROVINCE = """(WITH RECURSIVE up (id, parent_id, province, depth) AS (
        SELECT id, parent_id, province, 0 FROM organisation WHERE id = {unit}
        UNION SELECT o.id, o.parent_id, o.province, up.depth + 1 FROM organisation o JOIN up ON o.id = up.parent_id)
    SELECT province FROM up WHERE province IS NOT NULL ORDER BY depth LIMIT 1)"""

# From when a post without a first day is known: its first confirmation, the day it was recorded, its last day.
KNOWN_FROM = "min(coalesce(p.first_confirmed_on, '9999'), substr(p.created_at, 1, 10), coalesce(p.until, '9999'))"

# The one rule of who holds a post ``p`` on a day: not before it began or, where nobody says when it did, before
# anybody knew of it; not after it ended. A date known only to the month or year holds from its first day to its last.
_NOT_OVER = "(p.until IS NULL OR p.until >= substr(:as_of, 1, length(p.until)))"
CURRENT = f"(p.since <= :as_of OR p.since IS NULL AND {KNOWN_FROM} <= :as_of) AND {_NOT_OVER}"

# The last confirmation of a post ``p`` up to a day: of two the last is known, and the first one.
_CONFIRMED = """CASE WHEN p.confirmed_on <= :as_of THEN p.confirmed_on
    WHEN p.first_confirmed_on <= :as_of THEN p.first_confirmed_on END"""

# When a person was last known to be right: in the current posts, of which the last confirmed counts; without
# one, by the contact data.
LAST_CONFIRMED = f"""CASE WHEN EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {CURRENT})
    THEN (SELECT max({_CONFIRMED}) FROM post p WHERE p.person_id = t.id AND {CURRENT})
    WHEN t.confirmed_on <= :as_of THEN t.confirmed_on END"""

# As for posts: who joined and left on dates that may be rough.
BELONGING = """(m.joined IS NULL OR m.joined <= :as_of)
    AND (m.left IS NULL OR m.left >= substr(:as_of, 1, length(m.left)))"""


def select_below(root: int, *, itself: bool = True) -> Condition:
    """Select organisations in the tree under `root`."""
    sql = f"t.id IN ({UNITS})" + ("" if itself else " AND t.id <> :root")
    return Condition(sql, {"root": root})


def select_of_units(column: str, root: int) -> Condition:
    """Select records whose column points to an organisation or a unit under it."""
    return Condition(f"t.{column} IN ({UNITS})", {"root": root})


def select_in_group(group: int, as_of: date, column: str = "id") -> Condition:
    """Select people who belong to a group on the day; or what points to such with another column."""
    values = {"group": group, "as_of": as_of.isoformat()}
    return _select_related(column, "membership m", "m.person_id", f"m.group_id = :group AND {BELONGING}", values)


def _select_related(column: str, table: str, other: str, where: str, values: dict[str, Any]) -> Condition:
    """Select records that are named in a column of others, which meet a clause."""
    sql = f"EXISTS (SELECT 1 FROM {table} WHERE {other} = t.{column} AND {where})"
    return Condition(sql, values, numbers=f"SELECT {other} FROM {table} WHERE {where}" if column == "id" else "")


def select_joined_by(person: int, as_of: date) -> Condition:
    """Select groups to which a person belongs on the day."""
    return Condition(
        f"EXISTS (SELECT 1 FROM membership m WHERE m.group_id = t.id AND m.person_id = :person AND {BELONGING})",
        {"person": person, "as_of": as_of.isoformat()},
    )


def select_involving(person: int) -> Condition:
    """Select activities in which a person took part."""
    sql = "EXISTS (SELECT 1 FROM involvement i WHERE i.activity_id = t.id AND i.person_id = :person)"
    return Condition(sql, {"person": person})


def select_credited_to(person: int) -> Condition:
    """Select news items that a person made."""
    sql = "EXISTS (SELECT 1 FROM credit c WHERE c.news_item_id = t.id AND c.person_id = :person)"
    return Condition(sql, {"person": person})


def select_within(field: Field, first: date, last: date) -> Condition:
    """Select records whose field holds a day from the first to the last of these, or one that may be.

    A month or a year sorts before its days, so that texts compare as what they mean; the
    bare year as the lower bound lets an index be used.
    """
    name = field.column
    sql = f"""t.{name} >= :first_year AND t.{name} <= :last_day || 'T24'
        AND t.{name} >= substr(:first_day, 1, length(t.{name}))"""
    first_day = first.isoformat()
    return Condition(sql, {"first_year": first_day[:4], "first_day": first_day, "last_day": last.isoformat()})


def select_without_member(as_of: date) -> Condition:
    """Select organisations in which nobody holds a current post (in the unit itself)."""
    return Condition(
        f"NOT EXISTS (SELECT 1 FROM post p WHERE p.organisation_id = t.id AND {CURRENT})",
        {"as_of": as_of.isoformat()},
    )


def select_with_post(as_of: date) -> Condition:
    """Select people with a current post anywhere."""
    return _select_related("id", "post p", "p.person_id", CURRENT, {"as_of": as_of.isoformat()})


def select_confirmed_since(day: date, as_of: date, *, is_not: bool = False) -> Condition:
    """Select people who were last confirmed on a day or later; with `is_not` the others, never confirmed ones too."""
    sql = f"""coalesce((SELECT c.day >= substr(:confirmed_since, 1, length(c.day))
        FROM (SELECT {LAST_CONFIRMED} AS day) c), 0)"""
    values = {"confirmed_since": day.isoformat(), "as_of": as_of.isoformat()}
    return Condition(f"NOT {sql}" if is_not else sql, values)


def select_with_post_in(root: int, as_of: date | None, *, sub_units: bool = True) -> Condition:
    """Select people with a post in an organisation; with `as_of` a post current on that day."""
    where, values = f"p.organisation_id IN ({UNITS})" if sub_units else "p.organisation_id = :root", {"root": root}
    if as_of is None:
        return _select_related("id", "post p", "p.person_id", where, values)
    current = {**values, "as_of": as_of.isoformat()}
    return _select_related("id", "post p", "p.person_id", f"{where} AND {CURRENT}", current)


def select_confirmable_in(root: int, day: date) -> Condition:
    """Select people with a post in an organisation or a unit of it that may have been held on a day, if known later."""
    held = f"(p.since IS NULL OR p.since <= :as_of) AND {_NOT_OVER}"
    sql = f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND p.organisation_id IN ({UNITS}) AND {held})"
    return Condition(sql, {"root": root, "as_of": day.isoformat()})


def select_on_campus(root: int) -> Condition:
    """Select graduations on a campus; where none is said, those of what is under it in the tree."""
    units = UNITS.replace(":root", ":campus")
    return Condition(
        f"(t.campus_id IN ({units}) OR (t.campus_id IS NULL AND t.organisation_id IN ({units})))", {"campus": root}
    )


def select_between(field: Field, first: int, last: int) -> Condition:
    """Select records whose field holds a number from `first` to `last`, both included."""
    name = field.column
    return Condition(f"t.{name} BETWEEN :{name}_from AND :{name}_to", {f"{name}_from": first, f"{name}_to": last})


def select_of_province(kind: Entity, province: str) -> Condition:
    """Select records that belong to an organisation or a person of a province."""
    return Condition(build_parent_clause(kind, "o.province = :province"), {"province": province})


def select_with_party(root: int) -> Condition:
    """Select agreements to which an organisation or a unit under it is a party."""
    return Condition(
        f"""EXISTS (SELECT 1 FROM party p WHERE p.agreement_id = t.id
            AND (p.organisation_id IN ({UNITS}) OR p.unit_id IN ({UNITS})))""",
        {"root": root},
    )


def select_run_by(root: int) -> Condition:
    """Select courses that an organisation or a unit under it organises or runs."""
    return Condition(f"(t.organiser_id IN ({UNITS}) OR t.run_by_id IN ({UNITS}))", {"root": root})


_IN_YEAR = """CASE WHEN coalesce(c.held_from, c.planned_from) IS NULL
    THEN (SELECT y.fiscal_year FROM course y WHERE y.id = c.course_id) = :year
    ELSE coalesce(c.held_from, c.planned_from) BETWEEN
        substr(:year_from, 1, length(coalesce(c.held_from, c.planned_from)))
        AND substr(:year_until, 1, length(coalesce(c.held_from, c.planned_from))) END"""
# What a cohort is asked for, by the name of the first value of the clause.
_OF_COHORT = {
    "region": """(c.region = :region OR c.region IS NULL
        AND c.province IN (SELECT value FROM json_each(:region_provinces)))""",
    "province": "c.province = :province",
    "year": _IN_YEAR,
}


def select_with_cohort(values: dict[str, Any], *, of_course: bool) -> Condition:
    """Select courses that have a cohort in the region, province and fiscal year asked for; or those cohorts.

    `values` has ``region`` with its ``region_provinces`` (a JSON array), ``province``, and
    ``year`` (พ.ศ.) with its first and last day as ``year_from`` and ``year_until``. A course
    of the year that has no cohort yet is in it too.
    """
    clauses = " AND ".join(sql for name, sql in _OF_COHORT.items() if name in values)
    if not of_course:
        return Condition(f"EXISTS (SELECT 1 FROM cohort c WHERE c.id = t.id AND {clauses})", values)
    found = f"EXISTS (SELECT 1 FROM cohort c WHERE c.course_id = t.id AND {clauses})"
    if "region" in values or "province" in values:
        return Condition(found, values)
    none_yet = "NOT EXISTS (SELECT 1 FROM cohort c WHERE c.course_id = t.id)"
    return Condition(f"({found} OR t.fiscal_year = :year AND {none_yet})", values)


def select_in_course(course: int) -> Condition:
    """Select records that belong to the cohorts of a course."""
    return Condition("t.cohort_id IN (SELECT c.id FROM cohort c WHERE c.course_id = :course)", {"course": course})


_DOCUMENT = "NOT EXISTS (SELECT 1 FROM document d WHERE d.{owner}_id = t.id{kinds})"

_SOME_PARTY = "EXISTS (SELECT 1 FROM party p WHERE p.agreement_id = t.id AND"

# What records of a kind can lack, for ``list --missing``; every clause may use :as_of. An authority is
# missing where somebody signed acting or on behalf of another and the order's number or date is unknown;
# a witness where a party has none named, or fewer than it counted.
MISSING: dict[str, dict[str, str]] = {
    "agreement": {
        "authority": f"""{_SOME_PARTY} EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id
            AND s.capacity IN ('acting', 'on_behalf') AND (s.authority_no IS NULL OR s.authority_date IS NULL)))""",
        "signatory": f"{_SOME_PARTY} NOT EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id))",
        "witness": f"""{_SOME_PARTY} (SELECT count(*) FROM witness w WHERE w.party_id = p.id)
            < max(1, coalesce(p.witness_count, 0)))""",
        "document": _DOCUMENT.format(owner="agreement", kinds=f" AND d.kind IN {SIGNED_KINDS}"),
    },
    "meeting": {
        "document": _DOCUMENT.format(owner="meeting", kinds=""),
    },
}


def select_lacking(kind: str, what: str) -> Condition:
    """Select records of a kind that lack what one of :data:`MISSING` names."""
    return Condition(MISSING[kind][what], {})


def select_signed_between(first: date, last: date) -> Condition:
    """Select agreements signed in a stretch of days: by their own day, else by the last signature."""
    signed = """coalesce(t.signed_on, (SELECT max(s.signed_on) FROM signatory s
        JOIN party p ON p.id = s.party_id WHERE p.agreement_id = t.id))"""
    day = f"substr({signed} || substr('0000-01-01', length({signed}) + 1), 1, 10)"  # of a rough day the first
    return Condition(f"{day} BETWEEN :first AND :last", {"first": first.isoformat(), "last": last.isoformat()})
