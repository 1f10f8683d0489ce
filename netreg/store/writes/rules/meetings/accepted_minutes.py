"""Accepted minutes: what a meeting was told and resolved stands from then on, and is corrected, not edited.

They are sealed with the meeting that accepted them, as an agreement is with its signatures. What becomes of
an action item or an opinion afterwards is no part of them; blanks can be filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.kept_names import POSITION_KNOWN_ON
from netreg.core.table_import import OWN
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import TableImport

SEALED: dict[str, tuple[str, ...]] = {
    "meeting": (
        "title", "series", "number", "year", "starts_at", "ends_at", "mode", "platform", "venue", "state", "organiser",
        "group", "outcome", "minutes_by", "checked_by", "accepted_in", "corrections",
    ),
    "action_item": ("meeting", "agenda_item", "text"),
    "opinion": (
        "meeting", "agenda_item", "person", "name_as_recorded", "position_as_recorded", "organisation", "kind",
        "topic", "text", "voiced_on",
    ),
}  # fmt: skip
"""The fields that are part of the minutes; of other kinds all but notes, sources and what is not certain."""
_NOT_SEALED = ("note", "source", POSITION_KNOWN_ON.name)


def refuse_sealed(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to change, add to or take from accepted minutes; a blank may be filled.

    Raises:
        RefusedChange: naming what to type instead.
    """
    if write.amending:
        return
    meeting = _find_sealed(db, write)
    if meeting is None:
        return
    kind = write.entity.command
    if write.number is None:
        raise RefusedChange(
            _("the minutes of meeting {meeting} are accepted, so nothing can be added to them").format(meeting=meeting),
            _("correct a slip with --correction behind the command, or {take_back}").format(
                take_back=_advise_to_take_back(meeting)
            ),
        )
    if write.after is None:
        raise RefusedChange(
            _("the minutes of meeting {meeting} are accepted, so nothing can be removed from them").format(
                meeting=meeting
            ),
            _advise_to_take_back(meeting)
            if write.entity.name == "meeting"
            else _("correct a slip with 'netreg {kind} remove {number} --correction'").format(
                kind=kind, number=write.number
            ),
        )
    if changed := next(_find_changed(write.entity, write.before, write.after), None):
        raise RefusedChange(
            _("the minutes of meeting {meeting} are accepted, so {field} cannot be edited").format(
                meeting=meeting, field=changed
            ),
            _("correct a slip with 'netreg {kind} edit {number} {field}=… --correction'").format(
                kind=kind, number=write.number, field=changed
            ),
        )


def _advise_to_take_back(meeting: int) -> str:
    return _("take the acceptance back first with 'netreg meeting edit {meeting} accepted_in= --correction'").format(
        meeting=meeting
    )


def _find_sealed(db: sqlite3.Connection, write: ProposedWrite) -> int | None:
    """Find the meeting with accepted minutes that a write is about, before it or after; None if there is none."""
    if write.entity.name == "meeting":
        is_sealed = write.number is not None and write.before["accepted_in"] is not None
        return write.number if is_sealed else None
    for row in (write.before, write.after or {}):
        sql = "SELECT 1 FROM meeting WHERE id = ? AND accepted_in_id IS NOT NULL"
        if row.get("meeting") is not None and db.execute(sql, [row["meeting"]]).fetchone():
            return int(row["meeting"])
    return None


def _find_changed(entity: Entity, before: Row, after: Row) -> Iterator[str]:
    sealed = SEALED.get(entity.name)
    for name, value in before.items():
        is_part = name in sealed if sealed else name not in _NOT_SEALED
        if is_part and value is not None and after[name] != value:
            yield name


# --- imports --------------------------------------------------------------------------

_ACCEPTED = "SELECT id FROM meeting WHERE accepted_in_id IS NOT NULL"


def rows_of_accepted_minutes(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that would add to accepted minutes, or change them."""
    if task.entity.name == "meeting":
        yield f"changed_rows d WHERE d.record IN ({_ACCEPTED})"
        return
    table = task.entity.name
    yield f"changed_rows d WHERE d.record IN (SELECT id FROM {table} WHERE meeting_id IN ({_ACCEPTED}))"
    if meeting := task.column_of(OWN, "meeting"):
        yield f"resolved WHERE {meeting.name} IN ({_ACCEPTED}) AND row NOT IN (SELECT row FROM matches)"


RULE = WriteRule(refuse=refuse_sealed, rows_needing_row_import=rows_of_accepted_minutes)
