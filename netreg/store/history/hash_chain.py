"""The hash chain of the history: the SHA-256 of each command covers the one before it, itself and its changes.

So tampering shows: whoever changes a command or a change has to sign every later command again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

_AT_ONCE = 5000
"""Changes that SQLite writes out at once: large imports are signed in bounded memory."""


def sign_command(db: sqlite3.Connection, number: int) -> None:
    """Put a command that is complete at the end of the chain."""
    last = db.execute("SELECT hash FROM command WHERE id < ? ORDER BY id DESC LIMIT 1", [number]).fetchone()
    own = _hash_command(db, number, last[0] if last else None)
    db.execute("UPDATE command SET hash = ? WHERE id = ?", [own, number])


def find_broken_link(db: sqlite3.Connection) -> int | None:
    """Return the first command whose hash does not fit what the history says; None if all do."""
    before = None
    for number, written in db.execute("SELECT id, hash FROM command ORDER BY id").fetchall():
        if written != _hash_command(db, number, before):
            return int(number)
        before = written
    return None


def is_cut_off(db: sqlite3.Connection) -> bool:
    """Tell whether the end of the history is missing: its numbers were never given back."""
    for table in ("command", "change"):
        given = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchone()
        last = db.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
        if given and given[0] != (last or 0):
            return True
    return False


def find_gap(db: sqlite3.Connection) -> tuple[str, int] | None:
    """Find the first number that a command or a change should have and none has: numbers are given without gaps."""
    for table in ("command", "change"):
        count, last = db.execute(f"SELECT count(*), max(id) FROM {table}").fetchone()
        if last is not None and count != last:
            known = f"SELECT 0 AS id UNION ALL SELECT id FROM {table}"
            sql = f"SELECT min(id) + 1 FROM ({known}) WHERE id + 1 NOT IN (SELECT id FROM {table})"
            return table, int(db.execute(sql).fetchone()[0])
    return None


def lacks_changes(db: sqlite3.Connection, number: int) -> bool:
    """Tell whether changes of a command are missing: its numbers, with those around them, have no gap."""
    sql = "SELECT min(id), max(id), count(*) FROM change WHERE command_id = ?"
    first, last, count = db.execute(sql, [number]).fetchone()
    if not count or count != last - first + 1:
        return True
    before = db.execute("SELECT max(id) FROM change WHERE id < ?", [first]).fetchone()[0] or 0
    after = db.execute("SELECT min(id) FROM change WHERE id > ?", [last]).fetchone()[0]
    given = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'change'").fetchone()
    next_number = after or (_as_number(given[0]) if given else last) + 1
    return not (before == first - 1 and next_number == last + 1)


def find_lost_numbers(db: sqlite3.Connection, tables: Iterable[str]) -> list[str]:
    """Return the tables of which it is not kept any more which numbers were given: one could be given twice."""
    given = dict(db.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    last = {table: db.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0 for table in tables}
    return [table for table, number in last.items() if number and not number <= _as_number(given.get(table))]


def _as_number(given: object) -> int:
    return given if isinstance(given, int) else 0


def _hash_command(db: sqlite3.Connection, number: int, before: str | None) -> str:
    import hashlib

    total = hashlib.sha256((before or "").encode("utf-8", "surrogateescape"))
    total.update(_write_command(db, number))
    for first, last in _yield_spans(db, number):
        for text in db.execute(_CHANGES, [number, first, last]).fetchone():
            total.update(text or b"")
    return total.hexdigest()


def _write_command(db: sqlite3.Connection, number: int) -> bytes:
    """Write out a command: its numbers and the lengths of its texts in bytes, then the texts."""
    found = db.execute(_COMMAND, [number]).fetchone()
    if found is None:  # a damaged page hides from a look-up what a scan still shows
        return b""
    texts = [text or b"" for text in found[3:]]
    return ",".join(map(str, (*found[:3], *map(len, texts)))).encode() + b";" + b"".join(texts)


def _yield_spans(db: sqlite3.Connection, number: int) -> Iterator[tuple[int, int]]:
    """Yield the numbers of a command's changes in spans; stretches without any are left out."""
    first = found = _next_change(db, number, 0)
    while first is not None and found is not None:
        start = found - (found - first) % _AT_ONCE
        yield start, start + _AT_ONCE - 1
        found = _next_change(db, number, start + _AT_ONCE - 1)


def _next_change(db: sqlite3.Connection, number: int, after: int) -> int | None:
    found = db.execute("SELECT min(id) FROM change WHERE command_id = ? AND id > ?", [number, after]).fetchone()[0]
    return None if found is None else int(found)


_COMMAND = """SELECT id, undoes, batch_id, CAST(at AS BLOB), CAST(actor AS BLOB), CAST(words AS BLOB)
    FROM command WHERE id = ?"""
_TEXTS = ("at", "kind", "before", "after")
_LENGTHS = ", ".join(f"length(CAST({name} AS BLOB))" for name in _TEXTS)
# Each column behind the numbers and lengths of its changes, so that no two lists are written alike.
# Without an index SQLite goes through the rows in their order.
_CHANGES = f"""SELECT
    CAST(group_concat(printf('%d,%d,%d,%d,%d,%s,%s', id, layout_id, record_id, {_LENGTHS}), ';') AS BLOB),
    {", ".join(f"CAST(group_concat({name}, '') AS BLOB)" for name in _TEXTS)}
    FROM change NOT INDEXED WHERE command_id = ? AND id BETWEEN ? AND ?"""
