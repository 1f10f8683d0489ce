"""Opinions of a meeting are opinions of the group that met; nobody answers one before it was voiced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities.rough_dates import can_be_in_order, parse_rough_date
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport


_DAY = len("2021-08-05")


def fill_group(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the group of the meeting at which a new opinion was voiced, where it names none."""
    row = write.before | dict(write.given)
    is_new_there = row["meeting"] is not None and row["meeting"] != write.before["meeting"]
    if not is_new_there or row["group"] is not None:
        return {}
    found = db.execute("SELECT group_id FROM meeting WHERE id = ?", [row["meeting"]]).fetchone()
    return {"group": found[0]} if found and found[0] is not None else {}


def rows_of_meetings(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that name a meeting, from which they get their group or the day of the answer; those answered."""
    for field in ("meeting", "answered_in"):
        if meeting := task.column_of(OWN, field):
            yield f"resolved WHERE {meeting.name} IS NOT NULL"
    if task.column_of(OWN, "answered_on") or task.column_of(OWN, "voiced_on"):
        yield "changed_rows"


_TOLD = ("meeting", "voiced_on", "answered_on", "answered_in")


def refuse_early_answer(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse an answer on a day, or in a meeting, before the opinion was voiced.

    Raises:
        RefusedChange: naming the field.
    """
    after = write.after
    if after is None or all(after[one] == write.before[one] for one in _TOLD):
        return
    voiced = after["voiced_on"] or _find_day(db, after["meeting"])
    answers = {"answered_on": after["answered_on"], "answered_in": _find_day(db, after["answered_in"])}
    for field, day in answers.items():
        if not can_be_in_order(voiced, day):
            raise RefusedChange(_("the answer comes before the opinion"), _("check {field}").format(field=field))


def _find_day(db: sqlite3.Connection, meeting: int | None) -> str | None:
    """Return the day of a meeting, None where it is not known."""
    found = db.execute("SELECT starts_at FROM meeting WHERE id = ?", [meeting]).fetchone() if meeting else None
    day = str(found[0] or "")[:_DAY] if found else ""
    return day if parse_rough_date(day) else None


RULE = WriteRule(refuse=refuse_early_answer, fill=fill_group, rows_needing_row_import=rows_of_meetings)
