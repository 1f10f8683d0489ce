"""Who comes to a meeting: nobody to one that was cancelled, no substitute for somebody who is there too."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities import PERSON
from netreg.entities.due.planned_events import OFF, STATES
from netreg.entities.meeting.attendance import CAME
from netreg.entities.rough_dates import is_ahead
from netreg.errors import RefusedChange
from netreg.language import _, get_language
from netreg.store.records import lookup, records
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule
from netreg.thai import text
from netreg.thai.dates.formats import format_date
from netreg.thai.names.title_table import remove_titles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

_KNOWN_AFTERWARDS = ("present", "partial", "absent")
_TOLD = ("meeting", "presence", "person", "name_as_recorded", "substitute_for")


def fill_substitute(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the name of the member in whose place somebody comes, where a code or number says who that is."""
    written = write.given.get("substitute_for")
    if not written or written == write.before["substitute_for"]:
        return {}
    found = lookup.find_candidates(db, PERSON, written)
    return {"substitute_for": records.find_refs(db, PERSON.name, found)[found[0]].name} if len(found) == 1 else {}


def expect_presence(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return that somebody is invited to a meeting that is still ahead, where nothing else is said."""
    after = write.after
    if write.number is not None or after is None or write.given.get("presence") or not _find_day_ahead(db, write):
        return {}
    return {"presence": "invited"}


def _find_day_ahead(db: sqlite3.Connection, write: ProposedWrite) -> str | None:
    """Return the day of the meeting of an attendance, if it is planned for one that has not come yet."""
    meeting = write.after["meeting"] if write.after else None
    found = db.execute("SELECT state, starts_at FROM meeting WHERE id = ?", [meeting]).fetchone()
    if not write.today or found is None or found[0] != "planned":
        return None
    return str(found[1]) if is_ahead(found[1], date.fromisoformat(write.today)) else None


def _refuse_ahead(db: sqlite3.Connection, write: ProposedWrite, after: Row) -> None:
    """Refuse that anybody has come, or has not, to a meeting that is still ahead.

    Raises:
        RefusedChange: with how an answer to the invitation is kept.
    """
    if after["presence"] in _KNOWN_AFTERWARDS and (day := _find_day_ahead(db, write)):
        raise RefusedChange(
            _("meeting {number} is still ahead, on {day}: nobody has come to it yet").format(
                number=after["meeting"], day=format_date(day[:10], lang=get_language())
            ),
            _("record an answer as 'invited' with a note, or an apology as 'apology'"),
        )


def refuse_attendance(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse that somebody came to a meeting that did not take place, or came beside their substitute.

    Raises:
        RefusedChange: with what to type where the meeting was held after all.
    """
    after = write.after
    if after is None or all(after[one] == write.before[one] for one in _TOLD):
        return
    _refuse_ahead(db, write, after)
    if after["presence"] not in CAME or all(after[one] == write.before[one] for one in _TOLD):
        return
    state = db.execute("SELECT state FROM meeting WHERE id = ?", [after["meeting"]]).fetchone()[0]
    if state in OFF:
        raise RefusedChange(
            _("nobody came to meeting {number}: it is recorded as '{state}'").format(
                number=after["meeting"], state=STATES[state]
            ),
            _("if it was held, first run 'netreg meeting hold {number}'").format(number=after["meeting"]),
        )
    _refuse_substitution(db, write, after)


def _refuse_substitution(db: sqlite3.Connection, write: ProposedWrite, after: Row) -> None:
    """Refuse a substitute for somebody who came, for themselves, or beside whom the member came after all."""
    if after["substitute_for"] and _is_named(db, after["substitute_for"], after["person"], after["name_as_recorded"]):
        raise RefusedChange(
            _("nobody can be a substitute for themselves"), _("give in --substitute-for who was to come")
        )
    sql = f"""SELECT id, person_id, name_as_recorded, substitute_for FROM attendance
        WHERE meeting_id = ? AND id IS NOT ? AND presence IN {CAME}"""
    for number, person, name, absent in db.execute(sql, [after["meeting"], write.number]).fetchall():
        both = (
            (after["substitute_for"], person, name),
            (absent, after["person"], after["name_as_recorded"]),
        )
        if any(written and _is_named(db, written, *who) for written, *who in both):
            raise RefusedChange(
                _("the member and the substitute cannot both be present: see attendance {number}").format(
                    number=number
                ),
                _("correct it with 'netreg meeting attendance edit {number} presence=apology'").format(number=number),
            )


def _is_named(db: sqlite3.Connection, written: str, person: int | None, name: str | None) -> bool:
    """Tell whether a text names a member, or the name of somebody who is none."""
    if person is not None:
        return lookup.find_candidates(db, PERSON, written) == [person]
    return bool(name) and text.match_key(remove_titles(written)) == text.match_key(remove_titles(name or ""))


def rows_of_presence(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows of meetings that did not take place, and all where anybody stands in for another."""
    meeting, substitute = task.column_of(OWN, "meeting"), task.column_of(OWN, "substitute_for")
    if meeting is not None:
        yield f"resolved WHERE {meeting.name} IN (SELECT id FROM meeting WHERE state IN {OFF})"
        ahead = f"SELECT id FROM meeting WHERE state = 'planned' AND starts_at > '{task.today}'"
        yield f"resolved WHERE {meeting.name} IN ({ahead})"
        stood_in = "SELECT meeting_id FROM attendance WHERE substitute_for IS NOT NULL"
        yield f"resolved WHERE {meeting.name} IN ({stood_in})"
    if substitute is not None:
        yield f"resolved WHERE EXISTS (SELECT 1 FROM resolved WHERE {substitute.name} IS NOT NULL)"


RULE = WriteRule(
    refuse=refuse_attendance,
    fill=lambda db, write: fill_substitute(db, write) | expect_presence(db, write),
    rows_needing_row_import=rows_of_presence,
)
