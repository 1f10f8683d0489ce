"""What a list is narrowed to: pieces of a WHERE clause over the table ``t``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.thai import text

if TYPE_CHECKING:
    from datetime import date

    from netreg.core.fields import Field


class Condition(NamedTuple):
    """A clause about the row ``t`` and the values it names."""

    sql: str
    values: dict[str, Any]


def equals(field: Field, value: Any) -> Condition:
    """The field holds just this value."""
    return Condition(f"t.{field.column} IS :{field.column}", {field.column: value})


def numbered(ids: list[int]) -> Condition:
    """One of these records."""
    return Condition("t.id IN (SELECT value FROM json_each(:ids))", {"ids": str(ids)})


def matches(sought: str) -> Condition:
    """The folded text is somewhere in the record: with or without tone marks.

    A telephone number is found however its digits are parted.
    """
    folded = text.fold(sought)
    dialled = re.sub(r"[\s()./-]", "", folded)
    if dialled == folded or not dialled.isdigit():
        return Condition("instr(t.search_text, :sought)", {"sought": folded})
    found = "(instr(t.search_text, :sought) OR instr(t.search_text, :dialled))"
    return Condition(found, {"sought": folded, "dialled": dialled})


UNITS = """WITH RECURSIVE units (id) AS (
    SELECT :root UNION SELECT o.id FROM organisation o JOIN units u ON o.parent_id = u.id
) SELECT id FROM units"""

# A date known only to the month or year holds from its first day to its last.
_CURRENT = """(p.since IS NULL OR p.since <= :as_of)
    AND (p.until IS NULL OR p.until >= substr(:as_of, 1, length(p.until)))"""


def below(root: int, *, itself: bool = True) -> Condition:
    """Organisations in the tree under `root`."""
    sql = f"t.id IN ({UNITS})" + ("" if itself else " AND t.id <> :root")
    return Condition(sql, {"root": root})


def without_member(as_of: date) -> Condition:
    """Organisations in which nobody holds a current post (in the unit itself)."""
    return Condition(
        f"NOT EXISTS (SELECT 1 FROM post p WHERE p.organisation_id = t.id AND {_CURRENT})",
        {"as_of": as_of.isoformat()},
    )


def holding_post(as_of: date) -> Condition:
    """People with a current post anywhere."""
    return Condition(
        f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {_CURRENT})",
        {"as_of": as_of.isoformat()},
    )


def posted_in(root: int, as_of: date | None, *, sub_units: bool = True) -> Condition:
    """People with a post in an organisation; with `as_of` a post current on that day."""
    where = f"p.organisation_id IN ({UNITS})" if sub_units else "p.organisation_id = :root"
    if as_of is None:
        return Condition(f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {where})", {"root": root})
    return Condition(
        f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {where} AND {_CURRENT})",
        {"root": root, "as_of": as_of.isoformat()},
    )


def party_to(root: int) -> Condition:
    """Agreements to which an organisation or a unit under it is a party."""
    return Condition(
        f"""EXISTS (SELECT 1 FROM party p WHERE p.agreement_id = t.id
            AND (p.organisation_id IN ({UNITS}) OR p.unit_id IN ({UNITS})))""",
        {"root": root},
    )


def signed_between(first: date, last: date) -> Condition:
    """Agreements signed in a stretch of days: by their own day, else by the last signature."""
    signed = """coalesce(t.signed_on, (SELECT max(s.signed_on) FROM signatory s
        JOIN party p ON p.id = s.party_id WHERE p.agreement_id = t.id))"""
    day = f"substr({signed} || substr('0000-01-01', length({signed}) + 1), 1, 10)"  # of a rough day the first
    return Condition(f"{day} BETWEEN :first AND :last", {"first": first.isoformat(), "last": last.isoformat()})


# What may be missing in an agreement; each may use nothing but the row.
_SOME_PARTY = "EXISTS (SELECT 1 FROM party p WHERE p.agreement_id = t.id AND"
MISSING: dict[str, str] = {
    "authority": f"""{_SOME_PARTY} EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id
        AND s.capacity IN ('acting', 'on_behalf') AND (s.authority_no IS NULL OR s.authority_date IS NULL)))""",
    "signatory": f"{_SOME_PARTY} NOT EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id))",
    "witness": f"""{_SOME_PARTY} (SELECT count(*) FROM witness w WHERE w.party_id = p.id)
        < max(1, coalesce(p.witness_count, 0)))""",
}


def missing(what: str) -> Condition:
    """Agreements that lack something: one of :data:`MISSING`.

    An authority is missing where somebody signed acting or on behalf of another and the order's
    number or date is unknown; a witness where a party has none named, or fewer than it counted.
    """
    return Condition(MISSING[what], {})


# Posts as one text: the parts of each by the unit separator, the posts by the record separator.
_POSTS = f"""(SELECT group_concat(
        coalesce(p.acting, '') || char(31) || coalesce(p.position, '')
        || char(31) || coalesce(o.name_th, o.name_en, ''), char(30))
    FROM post p LEFT JOIN organisation o ON o.id = p.organisation_id
    WHERE p.person_id = t.id AND {_CURRENT})"""

_SIGNED = """EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id
    AND coalesce(s.signed_on, t.signed_on) <= :as_of || 'T24')"""

# Decisions as one text, as the posts are.
_DECISIONS = """(SELECT group_concat(d.id || char(31) || d.kind || char(31) || d.decided_on
        || char(31) || coalesce(d.first_day, '') || char(31) || coalesce(d.until, '')
        || char(31) || coalesce(d.term, '') || char(31) || coalesce(d.document_no, ''), char(30))
    FROM decision d WHERE d.agreement_id = t.id)"""

# From when an agreement that follows this one stands; one that nobody signed follows nothing yet.
_SUCCEEDED = """(SELECT min(coalesce(s.signed_on,
        (SELECT max(g.signed_on) FROM signatory g JOIN party p ON p.id = g.party_id WHERE p.agreement_id = s.id)))
    FROM agreement s WHERE s.predecessor_id = t.id)"""

# What a kind is listed with besides its own columns; every one may use :as_of.
COUNTED: dict[str, dict[str, str]] = {
    "person": {"current_posts": _POSTS},
    "agreement": {
        "party_count": "(SELECT count(*) FROM party p WHERE p.agreement_id = t.id)",
        "parties_signed": f"(SELECT count(*) FROM party p WHERE p.agreement_id = t.id AND {_SIGNED})",
        "last_signed_on": """(SELECT max(s.signed_on) FROM signatory s
            JOIN party p ON p.id = s.party_id WHERE p.agreement_id = t.id)""",
        "decision_rows": _DECISIONS,
        "succeeded_on": _SUCCEEDED,
    },
    "meeting": {"attendance_count": "(SELECT count(*) FROM attendance a WHERE a.meeting_id = t.id)"},
}
