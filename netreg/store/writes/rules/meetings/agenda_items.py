"""Items of an agenda, and what names one: all of the same meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities import AGENDA_ITEM
from netreg.entities.meeting.agenda import find_kind
from netreg.errors import RefusedChange
from netreg.language import _
from netreg.store.writes.rules.rule import ProposedWrite, WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport


def fill_item(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the kind of a new item with a usual title, the place of one that moves under another, a meeting."""
    if write.entity is not AGENDA_ITEM:
        return _fill_meeting(db, write)
    row, filled = write.before | dict(write.given), {}
    if (
        write.number is None
        and row["kind"] is None
        and row["under"] is None
        and (kind := find_kind(row["title"] or ""))
    ):
        filled["kind"] = kind
    moves = write.number is not None and row["under"] != write.before["under"]
    if moves and row["seq"] == write.before["seq"]:
        sql = "SELECT coalesce(max(seq), 0) + 1 FROM agenda_item WHERE meeting_id = ? AND under_id IS ? AND id <> ?"
        filled["seq"] = db.execute(sql, [row["meeting"], row["under"], write.number]).fetchone()[0]
    return filled


def _fill_meeting(db: sqlite3.Connection, write: ProposedWrite) -> Row:
    """Return the meeting of the item that an opinion is about, where it names none."""
    row = write.before | dict(write.given)
    if row["agenda_item"] is None or row["meeting"] is not None:
        return {}
    return {"meeting": _find_meeting(db, row["agenda_item"])}


def refuse_other_meeting(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse an item of another meeting's agenda.

    Raises:
        RefusedChange: naming both meetings.
    """
    after = write.after
    name = "under" if write.entity is AGENDA_ITEM else "agenda_item"
    if after is None or after[name] is None:
        return
    meeting = _find_meeting(db, after[name])
    if meeting != after["meeting"]:
        raise RefusedChange(
            _("agenda item {item} is on the agenda of meeting {meeting}, not of meeting {given}").format(
                item=after[name], meeting=meeting, given=after["meeting"]
            ),
            _("see the items with 'netreg meeting agenda list meeting:#{given}'").format(given=after["meeting"]),
        )


def _find_meeting(db: sqlite3.Connection, item: int) -> int | None:
    found = db.execute("SELECT meeting_id FROM agenda_item WHERE id = ?", [item]).fetchone()
    return found[0] if found else None


def refuse_moved_item(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse to move an item to another meeting while others stand under it, or something names it.

    Raises:
        RefusedChange: naming its meeting.
    """
    after = write.after
    if write.entity is not AGENDA_ITEM or write.number is None or after is None:
        return
    if after["meeting"] != write.before["meeting"] and db.execute(_NAMING, {"item": write.number}).fetchone():
        raise RefusedChange(
            _("agenda item {item} is named by other records of meeting {meeting}").format(
                item=write.number, meeting=write.before["meeting"]
            ),
            _("change or remove those first"),
        )


_NAMING = """SELECT 1 FROM agenda_item WHERE under_id = :item UNION ALL
    SELECT 1 FROM action_item WHERE agenda_item_id = :item UNION ALL
    SELECT 1 FROM opinion WHERE agenda_item_id = :item"""


def rows_with_items(_db: sqlite3.Connection, task: TableImport) -> Iterator[str]:
    """Yield the rows that name an item of an agenda, new items, and rows that may move to another meeting."""
    for name in ("under", "agenda_item"):
        if column := task.column_of(OWN, name):
            yield f"resolved WHERE {column.name} IS NOT NULL"
    if task.entity is AGENDA_ITEM and not task.column_of(OWN, "kind"):
        yield "unmatched_rows"
    if task.column_of(OWN, "meeting"):
        yield "changed_rows"


def refuse(db: sqlite3.Connection, write: ProposedWrite) -> None:
    """Refuse an item of another meeting's agenda, and to take one from its meeting that is named there."""
    refuse_other_meeting(db, write)
    refuse_moved_item(db, write)


RULE = WriteRule(refuse=refuse, fill=fill_item, rows_needing_row_import=rows_with_items)
