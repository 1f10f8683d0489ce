"""Signatures, meetings and the posts of whoever took part, as they are read for the checks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import MEETING
from netreg.entities.checks import signing as checks
from netreg.entities.checks.findings import Finding
from netreg.store.records import records
from netreg.store.records.conditions import select_numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import TimeFrame

# Who did something on a day at which all posts had ended: every post has a last day, and the last lies before it.
_ENDED = """SELECT d.id, d.person, d.day, max(p.until) AS last_day FROM ({did}) d JOIN post p ON p.person_id = d.person
    WHERE d.day IS NOT NULL GROUP BY d.id
    HAVING count(*) = count(p.until) AND last_day < substr(d.day, 1, length(last_day)) ORDER BY d.id"""
_SIGNED = """SELECT s.id, s.person_id AS person, substr(coalesce(s.signed_on, a.signed_on), 1, 10) AS day
    FROM signatory s JOIN party y ON y.id = s.party_id JOIN agreement a ON a.id = y.agreement_id"""
_CHAIRED = """SELECT a.id, a.person_id AS person, substr(m.starts_at, 1, 10) AS day
    FROM attendance a JOIN meeting m ON m.id = a.meeting_id
    WHERE a.role IN ('presiding', 'chair', 'secretary') AND coalesce(a.presence, 'present') IN ('present', 'partial')
        AND coalesce(m.state, 'held') NOT IN ('cancelled', 'postponed')"""


def find_ended_posts(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find who signed an agreement, or chaired a meeting, after the last of their posts had ended."""
    for check, kind, did in (
        (checks.SIGNED_AFTER_POST, "signatory", _SIGNED),
        (checks.CHAIRED_AFTER_POST, "attendance", _CHAIRED),
    ):
        for number, person, day, last_day in db.execute(_ENDED.format(did=did)):
            data = {"last_day": last_day, "day": day, "person": str(person)}
            yield Finding(check, ((kind, number), ("person", person)), (data,))


def find_unsigned(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find agreements that were signed by a day, and no signatory of them is recorded."""
    sql = """SELECT a.id, a.signed_on FROM agreement a WHERE a.signed_on <= :as_of || 'T24'
        AND NOT EXISTS (SELECT 1 FROM party p JOIN signatory s ON s.party_id = p.id WHERE p.agreement_id = a.id)"""
    for number, signed_on in db.execute(sql, {"as_of": frame.as_of.isoformat()}):
        yield Finding(checks.NOBODY_SIGNED, (("agreement", number),), ({"signed_on": signed_on},))


def find_unclear_positions(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find signatories of a unit of a party whose position may be one of the unit or of the party itself."""
    marks = ", ".join("?" * len(checks.BARE_POSITIONS))
    sql = f"""SELECT s.id, s.position_as_signed, coalesce(u.name_th, u.name_en), coalesce(o.name_th, o.name_en)
        FROM signatory s JOIN party p ON p.id = s.party_id JOIN organisation u ON u.id = p.unit_id
            JOIN organisation o ON o.id = p.organisation_id
        WHERE s.position_as_signed IN ({marks}) AND u.id <> o.id"""
    for number, position, unit, organisation in db.execute(sql, checks.BARE_POSITIONS):
        data = {"position": position, "unit": unit, "organisation": organisation}
        yield Finding(checks.POSITION_UNCLEAR, (("signatory", number),), (data,))


def find_miscounted_meetings(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find meetings at which people were counted, all exactly, and another number of people is listed."""
    counts = dict(
        db.execute(
            """SELECT meeting_id, sum(count) FROM head_count GROUP BY meeting_id
            HAVING sum(coalesce(qualifier, 'exact') <> 'exact') = 0"""
        ).fetchall()
    )
    chosen = [select_numbers(list(counts))]
    for row in records.select_records(db, MEETING, chosen, as_of=frame.as_of) if counts else ():
        listed, stated = MEETING.add_derived(row, frame)["attendance_count"], counts[row["id"]]
        if listed and listed != stated:
            yield Finding(checks.ATTENDANCE_COUNT, (("meeting", row["id"]),), ({"stated": stated, "listed": listed},))
