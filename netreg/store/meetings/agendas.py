"""The agenda of a meeting: items found by their places, laid from the template of the series."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.entities import AGENDA_ITEM, MEETING_SERIES
from netreg.entities.meeting.agenda import USUAL_ITEMS
from netreg.errors import RefusedChange, UnknownRecord
from netreg.language import _
from netreg.store.records import lookup, records
from netreg.store.records.conditions import select_equal
from netreg.store.writes import checked_writes
from netreg.thai.text import clean, match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

    from netreg.core.entity import Row


def find_item(db: sqlite3.Connection, meeting: int, written: str, as_of: date) -> int:
    """Return the number of the item of a meeting's agenda that a text means: its place, ``4.1`` or ``๔.๑``, or title.

    Raises:
        UnknownRecord: with the items that there are.
        AmbiguousRecord: when several have the title.
    """
    place = lookup.read_place(written)
    if place is None:
        return lookup.find_record(db, AGENDA_ITEM, written, within=meeting)
    if found := lookup.find_candidates(db, AGENDA_ITEM, place, meeting):
        return found[0]
    rows = records.select_records(db, AGENDA_ITEM, [select_equal(AGENDA_ITEM.by_name["meeting"], meeting)], as_of=as_of)
    known = ", ".join(f"{row['item_place']} {shorten(row['title'], 20)}" for row in rows[:_MOST_NAMED])
    raise UnknownRecord(
        _("meeting {meeting} has no agenda item {place}").format(meeting=meeting, place=shorten(place)),
        _("its items: {items}").format(items=known)
        if known
        else _("lay its agenda with 'netreg meeting agenda lay {meeting}'").format(meeting=meeting),
    )


_MOST_NAMED = 12


def lay_agenda(db: sqlite3.Connection, meeting: int, *, usual: bool = True, correction: bool = False) -> int:
    """Add the items of the template of a meeting's series that its agenda lacks; return how many.

    An item that begins with ``-`` is under the one before it. Without a template the usual six are added, unless
    not even these are wanted. With `correction` they are added even to minutes that were accepted.
    """
    items = _read_template(db, meeting) or (USUAL_ITEMS if usual else ())
    known = {match_key(row[1]): row[0] for row in _read_items(db, meeting)}
    above, added = None, 0
    for title, is_below in _split_items(items):
        number = known.get(match_key(title))
        if number is None:
            values: Row = {"meeting": meeting, "title": title, "under": above if is_below else None}
            number = known[match_key(title)] = checked_writes.add_record(db, AGENDA_ITEM, values, amending=correction)
            added += 1
        above = above if is_below else number
    return added


def _read_template(db: sqlite3.Connection, meeting: int) -> tuple[str, ...]:
    """Read the template of the series of a meeting; empty where there is none."""
    sql = "SELECT s.id FROM meeting m JOIN meeting_series s ON s.id = m.series_id WHERE m.id = ?"
    found = db.execute(sql, [meeting]).fetchone()
    if found is None:
        return ()
    template = MEETING_SERIES.by_name["agenda_template"]
    return tuple(template.to_json(records.read_values(db, MEETING_SERIES, found[0])["agenda_template"]))


def _read_items(db: sqlite3.Connection, meeting: int) -> list[tuple[int, str]]:
    found = db.execute("SELECT id, title FROM agenda_item WHERE meeting_id = ?", [meeting])
    return [(row[0], row[1]) for row in found]


def _split_items(items: Iterable[str]) -> Iterable[tuple[str, bool]]:
    """Yield the titles of a template and whether each is under the one before it, without their own numbers."""
    for item in items:
        written = clean(item)
        numbered = re.match(r"([0-9๐-๙]+(?:\.[0-9๐-๙]+)?)[.)]? +(?=\S)", written)
        is_below = written.startswith("-") or bool(numbered and "." in numbered[1])
        title = written.lstrip("- ") if written.startswith("-") else written[numbered.end() if numbered else 0 :]
        if title:
            yield title, is_below


def refuse_laid(added: int, meeting: int) -> None:
    """Refuse to lay an agenda that has all items of its template already.

    Raises:
        RefusedChange: naming what adds one.
    """
    if not added:
        raise RefusedChange(
            _("the agenda of meeting {meeting} has all items of its template").format(meeting=meeting),
            _("add one with 'netreg meeting agenda add {meeting} TITLE'").format(meeting=meeting),
        )
