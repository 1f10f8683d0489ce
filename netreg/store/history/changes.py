"""The history read: commands, and the rows they changed before and after.

A row is written as its values in the order of its layout, each as SQL writes a literal;
the layouts a table has had are kept, so that a row from before a migration can be read.

netreg stores no text with a NUL in it; of one that another tool stored, the history has
what stands before the NUL.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from netreg.errors import DeviceError
from netreg.language import _
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

OUTSIDE = "outside netreg"
MIGRATE = "migrate"
SALVAGE = "salvage"
"""The words of commands that nobody typed; the last two took stock of the register, and are never undone."""


class Change(NamedTuple):
    """One row of one table before and after; either is None where there was no row."""

    id: int
    command: int | None
    at: str
    kind: str
    record: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Command(NamedTuple):
    """One command that changed something: when, by whom, and which command it undid."""

    id: int
    at: str
    actor: str
    words: str
    undoes: int | None
    undone_by: int | None
    batch: int | None = None


_COMMANDS = "SELECT c.id, c.at, c.actor, c.words, c.undoes, c.batch_id FROM command c"


def select_commands(db: sqlite3.Connection, where: str = "1", values: Iterable[Any] = ()) -> list[Command]:
    """Return the commands that meet a condition on ``c``, the newest first."""
    by = find_undone_commands(db)
    found = db.execute(f"{_COMMANDS} WHERE {where} ORDER BY c.id DESC", list(values))
    return [Command(row[0], row[1], row[2], row[3], row[4], by.get(row[0]), row[5]) for row in found]


def select_last_commands(db: sqlite3.Connection, count: int) -> list[Command]:
    """Return so many commands, the newest first."""
    return select_commands(db, "c.id IN (SELECT id FROM command ORDER BY id DESC LIMIT ?)", [count])


def find_undone_commands(db: sqlite3.Connection) -> dict[int, int]:
    """Return the commands that are undone, each with the undo that holds: an undo can be undone."""
    holding: dict[int, int] = {}
    links = db.execute("SELECT id, undoes FROM command WHERE undoes IS NOT NULL ORDER BY id DESC").fetchall()
    for number, target in links:
        if number not in holding:
            holding.setdefault(target, number)
    return holding


def select_commands_since(
    db: sqlite3.Connection, *, at: str | None = None, by: str | None = None, words: str | None = None
) -> list[Command]:
    """Return the commands from a moment on, of one actor, of one kind; the newest first."""
    conditions = [("c.at >= ?", at), ("c.actor = ?", by), ("instr(c.words, ?)", words)]
    asked = [(sql, value) for sql, value in conditions if value is not None]
    return select_commands(db, " AND ".join(sql for sql, _value in asked) or "1", [value for _sql, value in asked])


def read_command_changes(db: sqlite3.Connection, number: int, where: str = "1") -> list[Change]:
    """Return the changes of a command in order, those that meet a condition."""
    return _select_changes(db, f"command_id = ? AND {where} ORDER BY id", [number])


def read_changes_of_records(db: sqlite3.Connection, number: int, kind: str, records: Iterable[int]) -> list[Change]:
    """Return the changes of a command to some records of a kind, in order.

    They are found by the records, however many others the command changed.
    """
    shown = ", ".join(map(str, records))
    where = f"+command_id = ? AND kind = ? AND record_id IN ({shown}) ORDER BY id"
    return _select_changes(db, where, [number, kind])


def read_first_changes(db: sqlite3.Connection, number: int | None, records: int) -> tuple[list[Change], int]:
    """Return the changes of a command to its first few records, and how many records it changed in all.

    Without a number: what another tool changed since the last command.
    """
    touched = "SELECT kind, record_id FROM change WHERE command_id IS ?"
    total = db.execute(f"SELECT count(*) FROM ({touched} GROUP BY kind, record_id)", [number]).fetchone()[0]
    first: dict[str, None] = {}
    for kind, record in db.execute(f"{touched} ORDER BY id", [number]):
        first[f"('{kind}', {record})"] = None
        if len(first) == records:
            break
    where = f"command_id IS ? AND (kind, record_id) IN (VALUES {', '.join(first)}) ORDER BY id"
    return _select_changes(db, where, [number]) if first else [], total


def read_record_changes(db: sqlite3.Connection, kind: str, record: int) -> list[Change]:
    """Return every change of a record, in order."""
    return _select_changes(db, "kind = ? AND record_id = ? ORDER BY id", [kind, record])


def read_changes_after(db: sqlite3.Connection, moment: str) -> list[Change]:
    """Return the changes after a moment (UTC, ISO 8601), the newest first.

    A command is taken whole, by the moment of its last change: half of one was never
    in the register. Taking stock at a migration is no change.
    """
    later = f"""SELECT command_id FROM change WHERE at > ? AND command_id NOT IN
        (SELECT id FROM command WHERE words IN ('{MIGRATE}', '{SALVAGE}'))"""
    return _select_changes(
        db, f"command_id IN ({later}) OR (command_id IS NULL AND at > ?) ORDER BY id DESC", [moment, moment]
    )


def find_last_values(db: sqlite3.Connection, kind: str, record: int) -> dict[str, Any] | None:
    """Return the columns of a record as they last were, also when it is gone; None if nobody knows."""
    found = db.execute(
        """SELECT layout_id, coalesce(after, before) FROM change
        WHERE kind = ? AND record_id = ? ORDER BY id DESC LIMIT 1""",
        [kind, record],
    ).fetchone()
    return decode_row(read_layouts(db).get(found[0]), found[1]) if found else None


def read_values_before(db: sqlite3.Connection, changes: str) -> Iterator[dict[str, Any]]:
    """Yield the records as they were before the changes that `changes` selects, by column."""
    known = read_layouts(db)
    found = db.execute(f"SELECT c.layout_id, c.before FROM ({changes}) m CROSS JOIN change c WHERE c.id = m.change")
    for layout, before in found:
        yield decode_row(known.get(layout), before) or {}


def _select_changes(db: sqlite3.Connection, where: str, values: list[Any]) -> list[Change]:
    known = read_layouts(db)
    sql = "SELECT id, command_id, at, kind, record_id, layout_id, before, after FROM change"
    found = db.execute(f"{sql} WHERE {where}", values).fetchall()
    return [_build_change(_restore_replaced(db, tuple(row), known), known) for row in found]


def _restore_replaced(db: sqlite3.Connection, row: tuple[Any, ...], known: dict[int, Layout]) -> tuple[Any, ...]:
    """Turn an addition by another tool into a change where it replaced a row of the same number.

    ``REPLACE`` deletes without a word to triggers; what was there is known from before.
    """
    number, command, _at, kind, record, layout, before, _after = row
    if before is not None or not _is_outside(db, command):
        return row
    earlier = db.execute(
        "SELECT layout_id, after FROM change WHERE kind = ? AND record_id = ? AND id < ? ORDER BY id DESC LIMIT 1",
        [kind, record, number],
    ).fetchone()
    if earlier is None or earlier[1] is None or known.get(earlier[0]) != known.get(layout):
        return row
    return (*row[:6], earlier[1], row[7])


def _is_outside(db: sqlite3.Connection, command: int | None) -> bool:
    if command is None:
        return True
    return bool(db.execute("SELECT words = ? FROM command WHERE id = ?", [OUTSIDE, command]).fetchone()[0])


Layout = tuple[tuple[str, str], ...]


def read_layouts(db: sqlite3.Connection) -> dict[int, Layout]:
    """Return the columns, each with its type, of every layout; of one that a broken disk made no text, none."""
    found = db.execute("SELECT id, columns FROM layout").fetchall()
    return {row[0]: _parse_layout(row[1]) for row in found if isinstance(row[1], str)}


@lru_cache(1024)
def _parse_layout(columns: str) -> Layout:
    return tuple((name, type_) for name, _colon, type_ in (part.partition(":") for part in columns.split(",")))


def _build_change(row: Any, known: dict[int, Layout]) -> Change:
    """Build a change; of an update it holds only the columns that differ."""
    number, command, at, kind, record, layout, before, after = row
    old, new = decode_row(known.get(layout), before), decode_row(known.get(layout), after)
    if old is not None and new is not None:
        differing = [name for name in old if old[name] != new[name]]
        old, new = {name: old[name] for name in differing}, {name: new[name] for name in differing}
    return Change(number, command, at, kind, record, old, new)


def decode_row(layout: Layout | None, written: str | None) -> dict[str, Any] | None:
    """Return the values of a written row by column.

    Raises:
        DeviceError: when it does not fit the layout: the file is damaged.
    """
    if written is None:
        return None
    literals = _literal_pattern().findall(written)
    unreadable = DeviceError(_("the history holds a change that cannot be read"), _("see 'netreg doctor --full'"))
    if layout is None or len(literals) != len(layout) or ",".join(literals) != written:
        raise unreadable
    try:
        return {name: _decode_value(literal, type_) for (name, type_), literal in zip(layout, literals, strict=True)}
    except ValueError:
        raise unreadable from None


@cache
def _literal_pattern() -> re.Pattern[str]:
    return re.compile(r"NULL|'(?:[^']|'')*'")


def _decode_value(literal: str, type_: str) -> Any:
    if literal == "NULL":
        return None
    text = literal[1:-1].replace("''", "'")
    return int(text) if type_ == "INTEGER" else text


def read_last_known(db: sqlite3.Connection, kind: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Yield each record of a kind as its history says it is now; None for one that is gone.

    A record has no values where its last change is damaged and cannot be read.
    """
    known = read_layouts(db)
    last = "SELECT max(id) FROM change WHERE kind = ? GROUP BY record_id"
    sql = f"SELECT record_id, layout_id, after FROM change WHERE id IN ({last})"
    for record, layout, after in db.execute(sql, [kind]):
        try:
            values = decode_row(known.get(layout), after)
        except DeviceError:
            values = {}
        yield record, values
