"""The history: every change with its before and after, under the command that made it.

Triggers write it, so that a change made with any other SQLite tool is in it too: such
changes stand without a command until the next command of netreg seals them under one
of their own. A value is written ``column=literal`` as SQL writes literals, parted by
the unit separator; an update holds only what differed. The commands form a chain of
SHA-256 digests over themselves and their changes, so that tampering shows.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.entities import BY_NAME
from netreg.store.derived import COLUMNS as DERIVED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

# Tables without triggers, and why.
UNRECORDED = {
    "command": "the history itself",
    "change": "the history itself",
    "running": "says which command is running; empty between commands",
    "name_key": "derived from the records, see derived.py",
}
OUTSIDE = "outside netreg"


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


# --- recording -----------------------------------------------------------------


def make_triggers(db: sqlite3.Connection) -> None:
    """Make the triggers of every table anew, from the columns that it now has."""
    drop_triggers(db)
    for table in recorded_tables(db):
        for statement in _statements(db, table):
            db.execute(statement)


def drop_triggers(db: sqlite3.Connection) -> None:
    """Take the triggers away, in a copy or before they are made anew."""
    for name in _triggers(db):
        db.execute(f"DROP TRIGGER {name}")


def missing_triggers(db: sqlite3.Connection) -> list[str]:
    """The triggers that ought to be there and are not, or not as they ought to be."""
    found = {row[0] for row in db.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")}
    wanted = [statement for table in recorded_tables(db) for statement in _statements(db, table)]
    return [statement.split()[2] for statement in wanted if statement not in found]


def recorded_tables(db: sqlite3.Connection) -> list[str]:
    """Every table of netreg whose changes are recorded."""
    rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    names = [row[0] for row in rows if not row[0].startswith(("sqlite_", "_"))]
    return [name for name in names if name not in UNRECORDED]


def _triggers(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'history\\_%' ESCAPE '\\'")
    return [row[0] for row in rows]


def _statements(db: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in DERIVED]
    whole = {side: " || ".join(_filled(side, c) for c in columns) for side in ("old", "new")}
    differing = {side: " || ".join(_differing(side, c) for c in columns) for side in ("old", "new")}
    differs = " OR ".join(f"old.{c} IS NOT new.{c}" for c in columns)
    insert = "INSERT INTO change (command_id, at, kind, record_id, before, after) VALUES ((SELECT id FROM running),"
    now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
    for event, condition, record, before, after in (
        ("INSERT", "", "new", "NULL", whole["new"]),
        ("UPDATE", f" WHEN {differs}", "new", differing["old"], differing["new"]),
        ("DELETE", "", "old", whole["old"], "NULL"),
    ):
        yield (
            f"CREATE TRIGGER history_{table}_{event.lower()} AFTER {event} ON {table}{condition} BEGIN "
            f"{insert} {now}, '{table}', {record}.id, {before}, {after}); END"
        )


def _filled(side: str, column: str) -> str:
    value = f"{side}.{column}"
    return f"CASE WHEN {value} IS NULL THEN '' ELSE '{column}=' || quote({value}) || char(31) END"


def _differing(side: str, column: str) -> str:
    value = f"{side}.{column}"
    return f"CASE WHEN old.{column} IS new.{column} THEN '' ELSE '{column}=' || quote({value}) || char(31) END"


def begin(db: sqlite3.Connection, words: str, actor: str) -> int:
    """Open a command in the history; what follows in this transaction is its doing."""
    _seal_outside(db)
    number = _insert_command(db, words, actor)
    db.execute("INSERT INTO running (id) VALUES (?)", [number])
    return number


def undoing(db: sqlite3.Connection, number: int) -> None:
    """Say that the running command undoes command `number`."""
    db.execute("UPDATE command SET undoes = ? WHERE id = (SELECT id FROM running)", [number])


def is_new(db: sqlite3.Connection, kind: str, record: int) -> bool:
    """Whether the running command itself added the record."""
    sql = "SELECT 1 FROM change WHERE command_id = (SELECT id FROM running) AND kind = ? AND record_id = ?"
    return db.execute(f"{sql} AND before IS NULL", [kind, record]).fetchone() is not None


def end(db: sqlite3.Connection, number: int) -> bool:
    """Close the command; whether it changed anything: one that did not is to leave no trace."""
    if not db.execute("SELECT 1 FROM change WHERE command_id = ? LIMIT 1", [number]).fetchone():
        return False
    db.execute("DELETE FROM running")
    _sign(db, number)
    return True


def note(db: sqlite3.Connection, words: str, actor: str) -> None:
    """Remember a command that changed no record, such as a migration."""
    _seal_outside(db)
    _sign(db, _insert_command(db, words, actor))


def _insert_command(db: sqlite3.Connection, words: str, actor: str) -> int:
    cursor = db.execute(
        "INSERT INTO command (at, actor, words) VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?, ?)", [actor, words]
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _seal_outside(db: sqlite3.Connection) -> None:
    """Give changes that another tool made a command of their own."""
    if db.execute("SELECT 1 FROM change WHERE command_id IS NULL LIMIT 1").fetchone():
        number = _insert_command(db, OUTSIDE, "?")
        db.execute("UPDATE change SET command_id = ? WHERE command_id IS NULL", [number])
        _sign(db, number)


# --- the chain -----------------------------------------------------------------


def _sign(db: sqlite3.Connection, number: int) -> None:
    last = db.execute("SELECT digest FROM command WHERE id < ? ORDER BY id DESC LIMIT 1", [number]).fetchone()
    digest = _digest(db, number, last[0] if last else "")
    db.execute("UPDATE command SET digest = ? WHERE id = ?", [digest, number])


def _digest(db: sqlite3.Connection, number: int, before: str | None) -> str:
    total = hashlib.sha256((before or "").encode())
    for sql in (
        "SELECT id, at, actor, words, undoes FROM command WHERE id = ?",
        "SELECT id, at, kind, record_id, before, after FROM change WHERE command_id = ? ORDER BY id",
    ):
        for row in db.execute(sql, [number]):
            total.update(repr(tuple(row)).encode())
    return total.hexdigest()


def broken_link(db: sqlite3.Connection) -> int | None:
    """The first command whose digest does not fit what the history says; None if all do."""
    before = ""
    for number, digest in db.execute("SELECT id, digest FROM command ORDER BY id").fetchall():
        if digest != _digest(db, number, before):
            return int(number)
        before = digest
    return None


# --- reading -------------------------------------------------------------------


_COMMANDS = "SELECT c.id, c.at, c.actor, c.words, c.undoes FROM command c"


def commands(db: sqlite3.Connection, where: str = "1", values: Iterable[Any] = ()) -> list[Command]:
    """The commands that meet a condition on ``c``, the newest first."""
    undone = _undone(db)
    found = db.execute(f"{_COMMANDS} WHERE {where} ORDER BY c.id DESC", list(values))
    return [Command(row[0], row[1], row[2], row[3], row[4], undone.get(row[0])) for row in found]


def _undone(db: sqlite3.Connection) -> dict[int, int]:
    """The commands that are undone, each with the undo that holds: an undo can be undone."""
    holding: dict[int, int] = {}
    links = db.execute("SELECT id, undoes FROM command WHERE undoes IS NOT NULL ORDER BY id DESC").fetchall()
    for number, target in links:
        if number not in holding:
            holding.setdefault(target, number)
    return holding


def since(
    db: sqlite3.Connection, *, at: str | None = None, by: str | None = None, words: str | None = None
) -> list[Command]:
    """The commands from a moment on, of one actor, of one kind; the newest first."""
    conditions = [("c.at >= ?", at), ("c.actor = ?", by), ("instr(c.words, ?)", words)]
    asked = [(sql, value) for sql, value in conditions if value is not None]
    return commands(db, " AND ".join(sql for sql, _value in asked) or "1", [value for _sql, value in asked])


def changes_of(db: sqlite3.Connection, number: int) -> list[Change]:
    """What a command changed, in order."""
    return _changes(db, "command_id = ? ORDER BY id", [number])


def changes_to(db: sqlite3.Connection, kind: str, record: int) -> list[Change]:
    """What was ever changed in a record, in order."""
    return _changes(db, "kind = ? AND record_id = ? ORDER BY id", [kind, record])


def unsealed(db: sqlite3.Connection) -> list[Change]:
    """What another tool changed since the last command of netreg."""
    return _changes(db, "command_id IS NULL ORDER BY id", [])


def changes_after(db: sqlite3.Connection, moment: str) -> list[Change]:
    """What was changed after a moment (UTC, ISO 8601), the newest first."""
    return _changes(db, "at > ? ORDER BY id DESC", [moment])


def _changes(db: sqlite3.Connection, where: str, values: list[Any]) -> list[Change]:
    found = db.execute(f"SELECT id, command_id, at, kind, record_id, before, after FROM change WHERE {where}", values)
    return [Change(row[0], row[1], row[2], row[3], row[4], decode(row[5]), decode(row[6])) for row in found]


def decode(written: str | None) -> dict[str, Any] | None:
    """The values behind a before or an after."""
    if written is None:
        return None
    values: dict[str, Any] = {}
    at = 0
    while at < len(written):
        found = _pair().match(written, at)
        if not found:
            message = "a change that cannot be read"
            raise ValueError(message)
        values[found[1]] = _value(found[2])
        at = found.end()
    return values


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(r"(\w+)=(NULL|'(?:[^']|'')*'|X'[0-9A-F]*'|-?[0-9.]+(?:e[+-]?[0-9]+)?)\x1f")


def _value(literal: str) -> Any:
    if literal == "NULL":
        return None
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'")
    if literal.startswith("X"):
        return bytes.fromhex(literal[2:-1])
    return int(literal) if re.fullmatch(r"-?[0-9]+", literal) else float(literal)


def last_known(db: sqlite3.Connection, kind: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Each record of a kind as its history says it is now; None for one that is gone."""
    state: dict[str, Any] | None = None
    current: int | None = None
    for record, before, after in db.execute(
        "SELECT record_id, before, after FROM change WHERE kind = ? ORDER BY record_id, id", [kind]
    ):
        if record != current:
            if current is not None:
                yield current, state
            current, state = record, None
        state = _after(state, decode(before), decode(after))
    if current is not None:
        yield current, state


def _after(
    state: dict[str, Any] | None, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any] | None:
    if after is None:
        return None
    return after if before is None else {**(state or {}), **after}


def entity_of(change: Change) -> Any:
    """The description of the kind that a change is about; None for the register's own tables."""
    return BY_NAME.get(change.kind)
