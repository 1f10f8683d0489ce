"""What a list is narrowed to: pieces of a WHERE clause over the table ``t``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities.documents import SIGNED
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
CURRENT = """(p.since IS NULL OR p.since <= :as_of)
    AND (p.until IS NULL OR p.until >= substr(:as_of, 1, length(p.until)))"""

# As for posts: who joined and left on dates that may be rough.
BELONGING = """(m.joined IS NULL OR m.joined <= :as_of)
    AND (m.left IS NULL OR m.left >= substr(:as_of, 1, length(m.left)))"""


def below(root: int, *, itself: bool = True) -> Condition:
    """Organisations in the tree under `root`."""
    sql = f"t.id IN ({_UNITS})" + ("" if itself else " AND t.id <> :root")
    return Condition(sql, {"root": root})


def of_units(column: str, root: int) -> Condition:
    """Records whose column points to an organisation or a unit under it."""
    return Condition(f"t.{column} IN ({_UNITS})", {"root": root})


def in_group(group: int, as_of: date, column: str = "id") -> Condition:
    """People who belong to a group on the day; or what points to such with another column."""
    return Condition(
        f"EXISTS (SELECT 1 FROM membership m WHERE m.person_id = t.{column} AND m.group_id = :group AND {BELONGING})",
        {"group": group, "as_of": as_of.isoformat()},
    )


def joined_by(person: int, as_of: date) -> Condition:
    """Groups to which a person belongs on the day."""
    return Condition(
        f"EXISTS (SELECT 1 FROM membership m WHERE m.group_id = t.id AND m.person_id = :person AND {BELONGING})",
        {"person": person, "as_of": as_of.isoformat()},
    )


def involving(person: int) -> Condition:
    """Activities in which a person took part."""
    sql = "EXISTS (SELECT 1 FROM involvement i WHERE i.activity_id = t.id AND i.person_id = :person)"
    return Condition(sql, {"person": person})


def credited(person: int) -> Condition:
    """News items that a person made."""
    sql = "EXISTS (SELECT 1 FROM credit c WHERE c.news_item_id = t.id AND c.person_id = :person)"
    return Condition(sql, {"person": person})


def days_within(field: Field, first: date, last: date) -> Condition:
    """The field holds a day from the first to the last of these, or one that may be.

    A month or a year sorts before its days, so that texts compare as what they mean; the
    bare year as the lower bound lets an index be used.
    """
    name = field.column
    sql = f"""t.{name} >= :first_year AND t.{name} <= :last_day || 'T24'
        AND t.{name} >= substr(:first_day, 1, length(t.{name}))"""
    first_day = first.isoformat()
    return Condition(sql, {"first_year": first_day[:4], "first_day": first_day, "last_day": last.isoformat()})


def without_member(as_of: date) -> Condition:
    """Organisations in which nobody holds a current post (in the unit itself)."""
    return Condition(
        f"NOT EXISTS (SELECT 1 FROM post p WHERE p.organisation_id = t.id AND {CURRENT})",
        {"as_of": as_of.isoformat()},
    )


def holding_post(as_of: date) -> Condition:
    """People with a current post anywhere."""
    return Condition(
        f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {CURRENT})",
        {"as_of": as_of.isoformat()},
    )


def posted_in(root: int, as_of: date | None, *, sub_units: bool = True) -> Condition:
    """People with a post in an organisation; with `as_of` a post current on that day."""
    where = f"p.organisation_id IN ({_UNITS})" if sub_units else "p.organisation_id = :root"
    if as_of is None:
        return Condition(f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {where})", {"root": root})
    return Condition(
        f"EXISTS (SELECT 1 FROM post p WHERE p.person_id = t.id AND {where} AND {CURRENT})",
        {"root": root, "as_of": as_of.isoformat()},
    )


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


def party_to(root: int) -> Condition:
    """Agreements to which an organisation or a unit under it is a party."""
    return Condition(
        f"""EXISTS (SELECT 1 FROM party p WHERE p.agreement_id = t.id
            AND (p.organisation_id IN ({_UNITS}) OR p.unit_id IN ({_UNITS})))""",
        {"root": root},
    )


def run_by(root: int) -> Condition:
    """Courses that an organisation or a unit under it organises or runs."""
    return Condition(f"(t.organiser_id IN ({_UNITS}) OR t.run_by_id IN ({_UNITS}))", {"root": root})


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


def with_cohort(values: dict[str, Any], *, of_course: bool) -> Condition:
    """Courses that have a cohort in the region, province and fiscal year asked for; or those cohorts.

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


def in_course(course: int) -> Condition:
    """What belongs to the cohorts of a course."""
    return Condition("t.cohort_id IN (SELECT c.id FROM cohort c WHERE c.course_id = :course)", {"course": course})


_DOCUMENT = "NOT EXISTS (SELECT 1 FROM document d WHERE d.{owner}_id = t.id{kinds})"

# What records of a kind can lack, for ``list --missing``; every clause may use :as_of.
MISSING: dict[str, dict[str, str]] = {
    "agreement": {
        "document": _DOCUMENT.format(owner="agreement", kinds=f" AND d.kind IN {SIGNED}"),
    },
    "meeting": {
        "document": _DOCUMENT.format(owner="meeting", kinds=""),
    },
}


def missing(kind: str, what: str) -> Condition:
    """Records of a kind that lack what one of :data:`MISSING` names."""
    return Condition(MISSING[kind][what], {})


# Posts as one text: the parts of each by the unit separator, the posts by the record separator.
_POSTS = f"""(SELECT group_concat(
        coalesce(p.acting, '') || char(31) || coalesce(p.position, '')
        || char(31) || coalesce(o.name_th, o.name_en, ''), char(30))
    FROM post p LEFT JOIN organisation o ON o.id = p.organisation_id
    WHERE p.person_id = t.id AND {CURRENT})"""

_SIGNED = """EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id
    AND coalesce(s.signed_on, t.signed_on) <= :as_of || 'T24')"""

# Another seat of the same person in the same role at the same time.
_OVERLAPPING = """(SELECT min(o.id) FROM membership o
    WHERE o.group_id = t.group_id AND o.person_id = t.person_id AND o.role IS t.role AND o.id <> t.id
    AND o.organisation_id IS t.organisation_id
    AND (o.joined IS NULL OR t.left IS NULL OR o.joined <= t.left)
    AND (t.joined IS NULL OR o.left IS NULL OR t.joined <= o.left))"""

# The last meeting of the group that somebody came to after leaving it, and not as a member again.
_ATTENDED_LATER = """(SELECT max(substr(m.starts_at, 1, 10)) FROM attendance a JOIN meeting m ON m.id = a.meeting_id
    WHERE a.person_id = t.person_id AND m.group_id = t.group_id AND substr(m.starts_at, 1, length(t.left)) > t.left
    AND a.role IN ('member', 'chair', 'secretary') AND a.presence IN ('present', 'partial')
    AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.group_id = t.group_id AND o.person_id = t.person_id
        AND (o.joined IS NULL OR o.joined <= m.starts_at)
        AND (o.left IS NULL OR o.left >= substr(m.starts_at, 1, length(o.left)))))"""

# Cohorts as one text: the parts of each by the unit separator, the cohorts by the record separator.
_STANDINGS = """(SELECT group_concat(c.number || char(31) || coalesce(c.state, '') || char(31)
        || coalesce(c.planned_until, c.planned_from, '') || char(31) || coalesce(c.held_from, ''), char(30))
    FROM cohort c WHERE c.course_id = t.id)"""

# Those who were trained: of trainees all but who withdrew or stayed away.
_TRAINED = """coalesce(e.role, 'trainee') = 'trainee'
    AND coalesce(e.result, 'enrolled') NOT IN ('withdrawn', 'absent')"""

_COURSE = """(SELECT coalesce(c.title, c.code) FROM cohort h JOIN course c ON c.id = h.course_id
    WHERE h.id = t.cohort_id)"""

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
            WHERE m.group_id = t.id AND {BELONGING})""",
        "organisation_count": f"""(SELECT count(DISTINCT m.organisation_id) FROM membership m
            WHERE m.group_id = t.id AND {BELONGING})""",
    },
    "membership": {"overlapping": _OVERLAPPING, "attended_later": _ATTENDED_LATER},
    "course": {"cohort_standings": _STANDINGS},
    "cohort": {
        "session_count": "(SELECT count(*) FROM session s WHERE s.cohort_id = t.id)",
        "trainee_count": f"(SELECT count(*) FROM enrolment e WHERE e.cohort_id = t.id AND {_TRAINED})",
        "province_count": f"""(SELECT count(DISTINCT o.province) FROM enrolment e
            JOIN organisation o ON o.id = e.organisation_id WHERE e.cohort_id = t.id AND {_TRAINED})""",
        "certificate_count": """(SELECT count(*) FROM enrolment e
            WHERE e.cohort_id = t.id AND e.certificate_no IS NOT NULL)""",
        "repeated_certificates": """(SELECT group_concat(no, char(30)) FROM (
            SELECT DISTINCT e.certificate_no AS no FROM enrolment e WHERE e.cohort_id = t.id
                AND e.certificate_no IN (SELECT o.certificate_no FROM enrolment o
                    JOIN cohort c ON c.id = o.cohort_id WHERE c.course_id = t.course_id AND o.id <> e.id)))""",
        "course_fiscal_year": "(SELECT c.fiscal_year FROM course c WHERE c.id = t.course_id)",
    },
    "session": {"course_name": _COURSE},
    "enrolment": {"course_name": _COURSE},
    "meeting": {"attendance_count": "(SELECT count(*) FROM attendance a WHERE a.meeting_id = t.id)"},
}
