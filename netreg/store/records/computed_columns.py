"""Columns that a kind is listed with besides its own: pieces of a SELECT over the table ``t``."""

from __future__ import annotations

from netreg.entities.people.leaving import OFFICES
from netreg.store.records.conditions import BELONGING, CURRENT, LAST_CONFIRMED, UNITS

# Posts as one text: the parts of each by the unit separator, the posts by the record separator.
_POSTS = f"""(SELECT group_concat(
        coalesce(p.acting, '') || char(31) || coalesce(p.position, '')
        || char(31) || coalesce(o.name_th, o.name_en, ''), char(30))
    FROM post p LEFT JOIN organisation o ON o.id = p.organisation_id
    WHERE p.person_id = t.id AND {CURRENT})"""


def make_last_day(person: str) -> str:
    """Make the expression for the last day in post of a person of whom all posts have ended."""
    return f"""(SELECT max(p.until) FROM post p WHERE p.person_id = {person}
        AND p.until < substr(:as_of, 1, length(p.until))
        AND NOT EXISTS (SELECT 1 FROM post p WHERE p.person_id = {person} AND {CURRENT}))"""


_RESPONSIBLE_LEFT = {"responsible_left": make_last_day("t.responsible_id")}

# Who holds an office in a group, and no post any more: the parts of the name and the last day, as JSON.
_OFFICERS_LEFT = f"""(SELECT json_group_array(json_array(titles, given_name, family_name, last_day)) FROM (
    SELECT DISTINCT o.titles, o.given_name, o.family_name, {make_last_day("m.person_id")} AS last_day
    FROM membership m JOIN person o ON o.id = m.person_id
    WHERE m.group_id = t.id AND m.role IN {OFFICES} AND m.person_id IS NOT t.responsible_id AND {BELONGING}
    ORDER BY o.id) WHERE last_day IS NOT NULL)"""

_SIGNED = """EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id
    AND coalesce(s.signed_on, t.signed_on) <= :as_of || 'T24')"""

# A party of whose signature the day is still to come.
_SIGNS_LATER = f"""EXISTS (SELECT 1 FROM signatory s WHERE s.party_id = p.id
    AND coalesce(s.signed_on, t.signed_on) > :as_of || 'T24') AND NOT {_SIGNED}"""

# Another seat of the same person in the same role at the same time.
# Of a person by the index of people, "+" says so: a group may have tens of thousands of members.
_OVERLAPPING = """(SELECT min(o.id) FROM membership o
    WHERE +o.group_id = t.group_id AND o.person_id = t.person_id AND o.role IS t.role AND o.id <> t.id
    AND +o.organisation_id IS t.organisation_id
    AND (o.joined IS NULL OR t.left IS NULL OR o.joined <= t.left)
    AND (t.joined IS NULL OR o.left IS NULL OR t.joined <= o.left))"""

# The last meeting of the group that somebody came to after leaving it, and not as a member again.
_ATTENDED_LATER = """(SELECT max(substr(m.starts_at, 1, 10)) FROM attendance a JOIN meeting m ON m.id = a.meeting_id
    WHERE a.person_id = t.person_id AND m.group_id = t.group_id AND substr(m.starts_at, 1, length(t.left)) > t.left
    AND a.role IN ('member', 'chair', 'secretary') AND a.presence IN ('present', 'partial')
    AND NOT EXISTS (SELECT 1 FROM membership o WHERE +o.group_id = t.group_id AND o.person_id = t.person_id
        AND (o.joined IS NULL OR o.joined <= m.starts_at)
        AND (o.left IS NULL OR o.left >= substr(m.starts_at, 1, length(o.left)))))"""

# Cohorts as one text: the parts of each by the unit separator, the cohorts by the record separator.
_STANDINGS = """(SELECT group_concat(c.number || char(31) || coalesce(c.state, '') || char(31)
        || coalesce(c.planned_until, c.planned_from, '') || char(31) || coalesce(c.held_from, ''), char(30))
    FROM cohort c WHERE c.course_id = t.id)"""

# Those who were trained: of trainees all but who withdrew or stayed away.
_TRAINED = """coalesce(e.role, 'trainee') = 'trainee'
    AND coalesce(e.result, 'enrolled') NOT IN ('withdrawn', 'absent')"""

# The people of a list as one text (JSON), a row for each: the person, else the keys of the name, the people
# whose name it is unless they are known to be of other units only, and the unit named with those above it.
# See netreg.entities.people.listed_people.
_UP = """WITH RECURSIVE up (id) AS (SELECT {unit} WHERE {unit} IS NOT NULL
    UNION SELECT o.parent_id FROM organisation o JOIN up ON o.id = up.id WHERE o.parent_id IS NOT NULL)"""
_KIN = f"""{_UP}, down (id) AS (SELECT {{unit}}
    UNION SELECT o.id FROM organisation o JOIN down ON o.parent_id = down.id)
    SELECT id FROM up UNION SELECT id FROM down"""
_NAMESAKES = """(SELECT json_group_array(DISTINCT p.record_id) FROM name_key k
    CROSS JOIN name_key p ON p.kind = 'person' AND p.key = k.key
    WHERE k.kind = '{kind}' AND k.record_id = a.id{fitting})"""
_OF_UNITS = f""" AND (a.organisation_id IS NULL
    OR NOT EXISTS (SELECT 1 FROM ({{units}}) WHERE unit IS NOT NULL)
    OR EXISTS (SELECT 1 FROM ({{units}}) WHERE unit IN ({_KIN.format(unit="a.organisation_id")})))"""
_UNITS_OF_PERSON = """SELECT h.organisation_id AS unit FROM post h WHERE h.person_id = p.record_id
    UNION SELECT e.organisation_id FROM {kind} e WHERE e.person_id = p.record_id AND e.{list} = a.{list}"""
_KEYS = "(SELECT json_group_array(k.key) FROM name_key k WHERE k.kind = '{kind}' AND k.record_id = a.id)"


_LINEAGE = f"({_UP.format(unit='a.organisation_id')} SELECT json_group_array(id) FROM up)"


def _find_namesakes_of_units(kind: str, of_list: str) -> str:
    """Make the expression for the people of a row's name whose posts and rows in the same list name no other unit."""
    units = _UNITS_OF_PERSON.format(kind=kind, list=of_list)
    return _NAMESAKES.format(kind=kind, fitting=_OF_UNITS.format(units=units))


def _list_people(kind: str, standing: str, namesakes: str, units: str) -> str:
    """Make the expression for the people of a kind in one list; ``{of_list}`` is the clause that selects it."""
    named = f"json({_KEYS.format(kind=kind)}), json({namesakes}), json({units})"
    return f"""(SELECT json_group_array(CASE WHEN a.person_id IS NULL
        THEN json_array(NULL, {standing}, {named}) ELSE json_array(a.person_id, {standing}) END)
        FROM {kind} a WHERE {{of_list}})"""


LISTED_PEOPLE = {
    "attendance": _list_people(
        "attendance", "coalesce(a.presence, 'present')", _NAMESAKES.format(kind="attendance", fitting=""), "'[]'"
    ),
    "enrolment": _list_people(
        "enrolment",
        "coalesce(a.result, 'enrolled')",
        _find_namesakes_of_units("enrolment", "cohort_id"),
        _LINEAGE,
    ).replace("{of_list}", "coalesce(a.role, 'trainee') = 'trainee' AND {of_list}"),
    "involvement": _list_people(
        "involvement", "'present'", _find_namesakes_of_units("involvement", "activity_id"), _LINEAGE
    ).replace("{of_list}", "coalesce(a.person_id, a.name_as_recorded) IS NOT NULL AND {of_list}"),
}

_COURSE = """(SELECT coalesce(c.title, c.code) FROM cohort h JOIN course c ON c.id = h.course_id
    WHERE h.id = t.cohort_id)"""

_AGREEMENT_OF_PARTY = """(SELECT a.title FROM party q JOIN agreement a ON a.id = q.agreement_id
    WHERE q.id = t.party_id)"""

# The founding of the unit itself, else of the nearest above it that has one.
_FOUNDED = """(WITH RECURSIVE above (id, height) AS (
    SELECT t.organisation_id, 0
    UNION SELECT o.parent_id, a.height + 1 FROM organisation o JOIN above a ON o.id = a.id WHERE a.height < 16
) SELECT o.founded FROM above a JOIN organisation o ON o.id = a.id
    WHERE o.founded IS NOT NULL ORDER BY a.height LIMIT 1)"""

# What the register itself holds of what an office states, up to the year it states it for.
_OURS = UNITS.replace(":root", "t.organisation_id").replace("SELECT id FROM units", "")
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
# Decisions as one text, as the posts are.
_DECISIONS = """(SELECT group_concat(d.id || char(31) || d.kind || char(31) || d.decided_on
        || char(31) || coalesce(d.first_day, '') || char(31) || coalesce(d.until, '')
        || char(31) || coalesce(d.term, '') || char(31) || coalesce(d.document_no, '')
        || char(31) || substr(d.created_at, 1, 10), char(30))
    FROM decision d WHERE d.agreement_id = t.id)"""

# Amendments that changed its dates, likewise; a correction holds for all days.
_AMENDMENTS = """(SELECT group_concat(m.id || char(31) || m.signed_on || char(31) || m.before, char(30))
    FROM amendment m WHERE m.agreement_id = t.id AND m.kind = 'amended'
        AND m.signed_on IS NOT NULL AND m.before IS NOT NULL)"""

# From when an agreement that follows this one stands; one that nobody signed follows nothing yet.
_SUCCEEDED = """(SELECT min(coalesce(s.signed_on,
        (SELECT max(g.signed_on) FROM signatory g JOIN party p ON p.id = g.party_id WHERE p.agreement_id = s.id)))
    FROM agreement s WHERE s.predecessor_id = t.id)"""

# While it is not signed, what has moved it by the day: its steps as one text, with the names of whom
# each says, the last signature, and the parties that have not signed. The others, nearly all, are not asked.
_MOVEMENTS = f"""CASE WHEN t.signed_on IS NULL OR t.signed_on > :as_of || 'T24' THEN
    coalesce((SELECT group_concat(w.id || char(31) || w.kind || char(31) || w.taken_on
            || char(31) || coalesce(w.answer_by, '') || char(31) || coalesce(g.name_th, g.name_en, '')
            || char(31) || coalesce(o.name_th, o.name_en, '') || char(31) || coalesce(h.titles, '')
            || char(31) || coalesce(h.given_name, '') || char(31) || coalesce(h.family_name, ''), char(30))
        FROM step w LEFT JOIN organisation o ON o.id = w.organisation_id LEFT JOIN member_group g ON g.id = w.group_id
            LEFT JOIN person h ON h.id = w.person_id
        WHERE w.agreement_id = t.id AND w.taken_on <= :as_of || 'T24'), '')
    || char(29) || coalesce((SELECT max(s.signed_on) FROM signatory s JOIN party p ON p.id = s.party_id
        WHERE p.agreement_id = t.id AND s.signed_on <= :as_of || 'T24'), '')
    || char(29) || coalesce((SELECT group_concat(name, char(30)) FROM (
        SELECT coalesce(o.name_th, o.name_en, '') AS name FROM party p
            JOIN organisation o ON o.id = coalesce(p.unit_id, p.organisation_id)
        WHERE p.agreement_id = t.id AND NOT {_SIGNED} ORDER BY p.seq, p.id)), '') END"""

_SIGNATURES = {
    "party_count": "(SELECT count(*) FROM party p WHERE p.agreement_id = t.id)",
    "parties_signed": f"(SELECT count(*) FROM party p WHERE p.agreement_id = t.id AND {_SIGNED})",
    "last_signed_on": """(SELECT max(s.signed_on) FROM signatory s
        JOIN party p ON p.id = s.party_id WHERE p.agreement_id = t.id)""",
}

# The agreement that an addendum belongs to, with all that its last day rests on.
_OF_ITS_END = (
    "signed_on", "effective_from", "term", "first_day_counted", "end_stated", "renewal", "renewal_term", "notice",
    "grace_days", "final_status", "final_on", "end_settled", "settled_on", "settled_stated", "settled_term",
)  # fmt: skip
_PARENT_PARTS = {
    **{name: f"t.{name}" for name in _OF_ITS_END},
    **_SIGNATURES,
    "decision_rows": _DECISIONS,
    "amendment_rows": _AMENDMENTS,
}
_AGREEMENT_ROW = f"""(SELECT json_object({", ".join(f"'{name}', {sql}" for name, sql in _PARENT_PARTS.items())})
    FROM ({{number}}) a JOIN agreement t ON t.id = a.number)"""
_PARENT_ROW = _AGREEMENT_ROW.format(number="SELECT t.addendum_to_id AS number")

_DONATED = "(SELECT sum(i.amount) FROM involvement i WHERE i.activity_id = {activity}.id AND i.role = 'donor')"

# What counts towards a target as one text (JSON): of each record the day, how much in hundredths, and of a
# cohort its people. See netreg.entities.targets.progress.
_PROMISED_IN = "(SELECT u.agreement_id FROM purpose u WHERE u.id = t.purpose_id)"
_SERVES = f"""b.state = 'held' AND (b.target_id = t.id
    OR (b.purpose_id = t.purpose_id AND b.target_id IS NULL AND (t.activity_kind IS NULL OR b.kind = t.activity_kind))
    OR (b.agreement_id = {_PROMISED_IN} AND b.kind = t.activity_kind
        AND b.purpose_id IS NULL AND b.target_id IS NULL))"""
_MEASURE = """coalesce(t.measure,
    CASE WHEN lower(rtrim(trim(t.unit), '.')) IN ('บาท', 'baht', 'thb', '฿') THEN 'money' ELSE 'activities' END)"""
_BY_ACTIVITIES = f"""(SELECT json_group_array(json_array(b.starts_on, coalesce(b.achieved, CASE {_MEASURE}
        WHEN 'money' THEN coalesce(b.amount, {_DONATED.format(activity="b")})
        WHEN 'participants' THEN 100 * b.people
        WHEN 'activities' THEN 100 END, 0),
        CASE WHEN t.measure = 'participants' AND coalesce(b.achieved, b.people) IS NULL
            THEN {LISTED_PEOPLE["involvement"].format(of_list="a.activity_id = b.id")} || '' END))
    FROM activity b WHERE {_SERVES})"""
# The ceremony of the day of signing is no meeting that was promised.
_BY_MEETINGS = f"""(SELECT json_group_array(json_array(b.starts_at, 100)) FROM meeting b
    JOIN agreement g ON g.id = b.agreement_id
    WHERE b.agreement_id = {_PROMISED_IN} AND b.state = 'held'
        AND substr(b.starts_at, 1, 10) IS NOT substr(g.signed_on, 1, 10))"""
_BY_COHORTS = f"""(SELECT json_group_array(json_array(coalesce(b.held_until, b.held_from),
        CASE t.measure WHEN 'trained' THEN 100 * coalesce(b.people_stated, 0) ELSE 100 END,
        {LISTED_PEOPLE["enrolment"].format(of_list="a.cohort_id = b.id")} || ''))
    FROM cohort b JOIN course s ON s.id = b.course_id
    WHERE s.agreement_id = {_PROMISED_IN} AND b.state = 'held')"""
_RESULTS = f"""CASE WHEN t.measure = 'meetings' THEN {_BY_MEETINGS}
    WHEN t.measure IN ('trainings', 'trained') THEN {_BY_COHORTS} ELSE {_BY_ACTIVITIES} END"""

# The day of the meeting that something was said or resolved at.
_MEETING_DAY = "(SELECT substr(m.starts_at, 1, 10) FROM meeting m WHERE m.id = t.meeting_id)"


def _climb_agenda(place: str) -> str:
    """Make the expression for the places of an item of an agenda from the top, each written by `place`."""
    return f"""(WITH RECURSIVE up (above, place, height) AS (
        SELECT t.under_id, {place.format(item="t")}, 0 UNION ALL
        SELECT a.under_id, {place.format(item="a")} || '.' || up.place, height + 1
        FROM up JOIN agenda_item a ON a.id = up.above WHERE height < 9
    ) SELECT place FROM up ORDER BY height DESC LIMIT 1)"""


_ITEM_PLACE = _climb_agenda("coalesce({item}.seq, '') || ''")
ORDERS = {"agenda_item": _climb_agenda("printf('%05d', coalesce({item}.seq, 99999))")}
"""The keys by which those of one parent are ordered that stand below each other: item 4.1 comes between 4 and 5."""

# The rule of the quorum of the body that met, its members on the day, those who came, and for whom others came: the
# names of the members who did not, and whom the substitutes name.
_BODY = "coalesce(t.group_id, (SELECT s.group_id FROM meeting_series s WHERE s.id = t.series_id))"
_SEATED = """FROM membership m WHERE m.group_id = g.id
    AND coalesce(m.role, '') NOT IN ('observer', 'adviser')
    AND (m.joined IS NULL OR m.joined <= substr(t.starts_at, 1, 10))
    AND (m.left IS NULL OR m.left >= substr(t.starts_at, 1, length(m.left)))"""
_SEATS_COUNTED = "count(DISTINCT coalesce(m.person_id, -m.organisation_id))"
_THERE = "a.meeting_id = t.id AND a.presence IN ('present', 'partial')"
_CAME = f"""EXISTS (SELECT 1 FROM attendance a WHERE {_THERE} AND (a.person_id = m.person_id
    OR (m.person_id IS NULL AND a.organisation_id = m.organisation_id)
    OR (a.person_id IS NULL AND EXISTS (SELECT 1 FROM name_key k WHERE k.kind = 'attendance' AND k.record_id = a.id
        AND k.key IN (SELECT p.key FROM name_key p WHERE p.kind = 'person' AND p.record_id = m.person_id)))))"""
_NAMES_OF_ABSENT = f"""SELECT json_group_array(json((SELECT json_group_array(p.key) FROM name_key p
        WHERE p.kind = 'person' AND p.record_id = o.id)))
    FROM (SELECT DISTINCT m.person_id AS id {_SEATED} AND m.person_id IS NOT NULL AND NOT {_CAME}) o"""
_STOOD_FOR = f"FROM attendance a WHERE {_THERE} AND a.substitute_for IS NOT NULL"
_QUORUM = f"""(SELECT json_array(g.quorum, (SELECT {_SEATS_COUNTED} {_SEATED}),
        (SELECT {_SEATS_COUNTED} {_SEATED} AND {_CAME}),
        CASE WHEN EXISTS (SELECT 1 {_STOOD_FOR}) THEN json(({_NAMES_OF_ABSENT})) ELSE json_array() END,
        (SELECT json_group_array(a.substitute_for) {_STOOD_FOR}))
    FROM member_group g WHERE g.id = {_BODY} AND g.quorum IS NOT NULL)"""

# What a kind is listed with besides its own columns; every one may use :as_of.
COUNTED: dict[str, dict[str, str]] = {
    "person": {"current_posts": _POSTS, "last_confirmed": LAST_CONFIRMED},
    "post": {"is_held": f"(SELECT {CURRENT} FROM post p WHERE p.id = t.id)"},
    "agreement": {
        **_SIGNATURES,
        "parties_ahead": f"(SELECT count(*) FROM party p WHERE p.agreement_id = t.id AND {_SIGNS_LATER})",
        "decision_rows": _DECISIONS,
        "amendment_rows": _AMENDMENTS,
        "succeeded_on": _SUCCEEDED,
        "movements": _MOVEMENTS,
        **_RESPONSIBLE_LEFT,
        "parent_row": _PARENT_ROW,
    },
    "target": {
        "agreement_name": f"(SELECT a.title FROM agreement a WHERE a.id = {_PROMISED_IN})",
        "agreement_code": f"(SELECT a.code FROM agreement a WHERE a.id = {_PROMISED_IN})",
        "agreement_row": _AGREEMENT_ROW.format(
            number="SELECT u.agreement_id AS number FROM purpose u WHERE u.id = t.purpose_id"
        ),
        "result_rows": _RESULTS,
    },
    "party": {
        "member_phone": "(SELECT m.phone FROM person m WHERE m.id = t.contact_id)",
        "member_email": "(SELECT m.email FROM person m WHERE m.id = t.contact_id)",
        "contact_left": make_last_day("t.contact_id"),
        "witnesses_listed": "(SELECT count(*) FROM witness w WHERE w.party_id = t.id)",
        "agreement_closed": """(SELECT a.final_status FROM agreement a WHERE a.id = t.agreement_id
            AND (a.final_on IS NULL OR a.final_on < substr(:as_of, 1, length(a.final_on))))""",
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
        **_RESPONSIBLE_LEFT,
        "officers_left": _OFFICERS_LEFT,
        "same_class": """(SELECT min(o.id) FROM member_group o WHERE t.kind = 'class' AND o.kind = 'class'
            AND o.class_no = t.class_no AND o.organisation_id = t.organisation_id AND o.id <> t.id
            AND (o.dissolved IS NULL OR o.dissolved > :as_of))""",
    },
    "membership": {
        "overlapping": _OVERLAPPING,
        "person_left": f"CASE WHEN t.role IN {OFFICES} THEN {make_last_day('t.person_id')} END",
        "group_dissolved": "(SELECT g.dissolved FROM member_group g WHERE g.id = t.group_id)",
        "attended_later": _ATTENDED_LATER,
        "term_from": "(SELECT g.term_from FROM member_group g WHERE g.id = t.group_id)",
        "term_until": "(SELECT g.term_until FROM member_group g WHERE g.id = t.group_id)",
    },
    "activity": {
        "donated": _DONATED.format(activity="t"),
    },
    "course": {"cohort_standings": _STANDINGS, **_RESPONSIBLE_LEFT},
    "cohort": {
        "session_count": "(SELECT count(*) FROM session s WHERE s.cohort_id = t.id)",
        "trainee_rows": LISTED_PEOPLE["enrolment"].format(of_list="a.cohort_id = t.id"),
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
    "signatory": {"agreement_name": _AGREEMENT_OF_PARTY},
    "witness": {"agreement_name": _AGREEMENT_OF_PARTY},
    "session": {"course_name": _COURSE},
    "enrolment": {"course_name": _COURSE},
    "agenda_item": {"item_place": _ITEM_PLACE},
    "opinion": {"meeting_day": _MEETING_DAY},
    "action_item": {"meeting_day": _MEETING_DAY},
    "meeting": {
        "attendance_rows": LISTED_PEOPLE["attendance"].format(of_list="a.meeting_id = t.id"),
        "quorum_facts": _QUORUM,
    },
}
