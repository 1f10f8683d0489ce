"""What a list is narrowed to: pieces of a WHERE clause over the table ``t``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.thai import text

if TYPE_CHECKING:
    from datetime import date

    from netreg.core.entity import Entity
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


def matches(sought: str, kind: Entity | None = None) -> Condition:
    """The folded text is somewhere in the record: with or without tone marks.

    A telephone number is found however its digits are parted. A `kind` that is asked for by
    what it belongs to is found by what is written there, too.
    """
    folded = text.fold(sought)
    dialled = re.sub(r"[\s()./-]", "", folded)
    values = {"sought": folded}
    found = "instr({table}.search_text, :sought)"
    if dialled != folded and dialled.isdigit():
        values["dialled"] = dialled
        found = f"({found} OR instr({{table}}.search_text, :dialled))"
    own = found.format(table="t")
    if kind is None or not kind.named_by_parent:
        return Condition(own, values)
    return Condition(f"({own} OR {of_parent(kind, found.format(table='o'))})", values)


def of_parent(kind: Entity, sql: str) -> str:
    """A clause about what the row belongs to, there called ``o``."""
    assert kind.parent is not None
    return f"EXISTS (SELECT 1 FROM {kind.parent.to} o WHERE o.id = t.{kind.parent.column} AND {sql})"


_UNITS = """WITH RECURSIVE units (id) AS (
    SELECT :root UNION SELECT o.id FROM organisation o JOIN units u ON o.parent_id = u.id
) SELECT id FROM units"""

# A date known only to the month or year holds from its first day to its last.
_CURRENT = """(p.since IS NULL OR p.since <= :as_of)
    AND (p.until IS NULL OR p.until >= substr(:as_of, 1, length(p.until)))"""


def below(root: int, *, itself: bool = True) -> Condition:
    """Organisations in the tree under `root`."""
    sql = f"t.id IN ({_UNITS})" + ("" if itself else " AND t.id <> :root")
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
    where = f"p.organisation_id IN ({_UNITS})" if sub_units else "p.organisation_id = :root"
    if as_of is None:
        return Condition(f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {where})", {"root": root})
    return Condition(
        f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {where} AND {_CURRENT})",
        {"root": root, "as_of": as_of.isoformat()},
    )


def graduated_from(root: int) -> Condition:
    """Graduations of a faculty or a unit under it."""
    return Condition(f"t.organisation_id IN ({_UNITS})", {"root": root})


def on_campus(root: int) -> Condition:
    """Graduations on a campus; where none is said, those of what is under it in the tree."""
    units = _UNITS.replace(":root", ":campus")
    return Condition(
        f"(t.campus_id IN ({units}) OR (t.campus_id IS NULL AND t.organisation_id IN ({units})))", {"campus": root}
    )


def between(field: Field, first: int, last: int) -> Condition:
    """The field holds a number from `first` to `last`, both included."""
    name = field.column
    return Condition(f"t.{name} BETWEEN :{name}_from AND :{name}_to", {f"{name}_from": first, f"{name}_to": last})


def of_province(kind: Entity, province: str) -> Condition:
    """What belongs to somebody of a province."""
    return Condition(of_parent(kind, "o.province = :province"), {"province": province})


def of_group(group: int, as_of: date) -> Condition:
    """What belongs to a person who is in a group on a day."""
    return Condition(
        f"""EXISTS (SELECT 1 FROM membership m WHERE m.person_id = t.person_id AND m.group_id = :group
            AND {_BELONGING})""",
        {"group": group, "as_of": as_of.isoformat()},
    )


def party_to(root: int) -> Condition:
    """Agreements to which an organisation or a unit under it is a party."""
    return Condition(
        f"""EXISTS (SELECT 1 FROM party p WHERE p.agreement_id = t.id
            AND (p.organisation_id IN ({_UNITS}) OR p.unit_id IN ({_UNITS})))""",
        {"root": root},
    )


# Posts as one text: the parts of each by the unit separator, the posts by the record separator.
_POSTS = f"""(SELECT group_concat(
        coalesce(p.acting, '') || char(31) || coalesce(p.position, '')
        || char(31) || coalesce(o.name_th, o.name_en, ''), char(30))
    FROM post p LEFT JOIN organisation o ON o.id = p.organisation_id
    WHERE p.person_id = t.id AND {_CURRENT})"""

_SIGNED = """EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id
    AND coalesce(s.signed_on, t.signed_on) <= :as_of || 'T24')"""

# As for posts: who joined and left on dates that may be rough.
_BELONGING = """(m.joined IS NULL OR m.joined <= :as_of)
    AND (m.left IS NULL OR m.left >= substr(:as_of, 1, length(m.left)))"""

# The founding of the unit itself, else of the nearest above it that has one.
_FOUNDED = """(WITH RECURSIVE above (id, height) AS (
    SELECT t.organisation_id, 0
    UNION SELECT o.parent_id, a.height + 1 FROM organisation o JOIN above a ON o.id = a.id WHERE a.height < 16
) SELECT o.founded FROM above a JOIN organisation o ON o.id = a.id
    WHERE o.founded IS NOT NULL ORDER BY a.height LIMIT 1)"""

# What the register itself holds of what an office states, up to the year it states it for.
_OURS = _UNITS.replace(":root", "t.organisation_id").replace("SELECT id FROM units", "")
_UP_TO = "(t.academic_year IS NULL OR g.academic_year <= t.academic_year)"
_BY_UNIT = f"g.organisation_id IN (SELECT id FROM units) AND {_UP_TO}"
_BY_CAMPUS = f"g.organisation_id IS NULL AND +g.campus_id IN (SELECT id FROM units) AND {_UP_TO}"
_HELD = f"""CASE t.subject
    WHEN 'graduates' THEN ({_OURS} SELECT (SELECT count(*) FROM graduation g WHERE {_BY_UNIT})
        + (SELECT count(*) FROM graduation g WHERE {_BY_CAMPUS}))
    WHEN 'classes' THEN ({_OURS} SELECT count(*) FROM (
        SELECT g.class_no FROM graduation g WHERE {_BY_UNIT} AND g.class_no IS NOT NULL
        UNION SELECT g.class_no FROM graduation g WHERE {_BY_CAMPUS} AND g.class_no IS NOT NULL))
    WHEN 'years' THEN t.academic_year - 543 - (
        SELECT substr(o.founded, 1, 4) FROM organisation o WHERE o.id = t.organisation_id)
    WHEN 'groups' THEN ({_OURS} SELECT count(*) FROM member_group g
        WHERE g.organisation_id IN (SELECT id FROM units) AND g.dissolved IS NULL)
    WHEN 'group_kinds' THEN ({_OURS} SELECT count(DISTINCT g.kind) FROM member_group g
        WHERE g.organisation_id IN (SELECT id FROM units) AND g.kind LIKE 'alumni_%')
    END"""

# What a kind is listed with besides its own columns; every one may use :as_of.
COUNTED: dict[str, dict[str, str]] = {
    "person": {"current_posts": _POSTS},
    "agreement": {
        "party_count": "(SELECT count(*) FROM party p WHERE p.agreement_id = t.id)",
        "parties_signed": f"(SELECT count(*) FROM party p WHERE p.agreement_id = t.id AND {_SIGNED})",
        "last_signed_on": """(SELECT max(s.signed_on) FROM signatory s
            JOIN party p ON p.id = s.party_id WHERE p.agreement_id = t.id)""",
    },
    "graduation": {
        "born_on": "(SELECT p.birth_date FROM person p WHERE p.id = t.person_id)",
        "founded_on": _FOUNDED,
    },
    "figure": {"in_register": _HELD},
    "member_group": {
        "people_count": f"""(SELECT count(DISTINCT m.person_id) FROM membership m
            WHERE m.group_id = t.id AND {_BELONGING})""",
        "organisation_count": f"""(SELECT count(DISTINCT m.organisation_id) FROM membership m
            WHERE m.group_id = t.id AND {_BELONGING})""",
    },
    "course": {
        "cohort_count": "(SELECT count(*) FROM cohort c WHERE c.course_id = t.id)",
        "held_count": "(SELECT count(*) FROM cohort c WHERE c.course_id = t.id AND c.state = 'held')",
        "held_numbers": "(SELECT group_concat(c.number) FROM cohort c WHERE c.course_id = t.id AND c.state = 'held')",
    },
    "cohort": {
        "session_count": "(SELECT count(*) FROM session s WHERE s.cohort_id = t.id)",
        "trainee_count": "(SELECT count(*) FROM enrolment e WHERE e.cohort_id = t.id AND e.role = 'trainee')",
        "certificate_count": """(SELECT count(*) FROM enrolment e
            WHERE e.cohort_id = t.id AND e.certificate_no IS NOT NULL)""",
    },
    "meeting": {"attendance_count": "(SELECT count(*) FROM attendance a WHERE a.meeting_id = t.id)"},
}
