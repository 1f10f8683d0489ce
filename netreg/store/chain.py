"""The chain of the history: each command with a SHA-256 digest over the one before it, itself and its changes.

So tampering shows. A digest says by what it begins with in which form its command was
written out; the forms of old are only verified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    Digest = Callable[[sqlite3.Connection, int, str | None], str]


def sign(db: sqlite3.Connection, number: int) -> None:
    """Put a command that is complete at the end of the chain."""
    last = db.execute("SELECT digest FROM command WHERE id < ? ORDER BY id DESC LIMIT 1", [number]).fetchone()
    digest = _digest(db, number, last[0] if last else "")
    db.execute("UPDATE command SET digest = ? WHERE id = ?", [digest, number])


def cut_off(db: sqlite3.Connection) -> bool:
    """Whether the end of the history is missing: its numbers were never given back."""
    for table in ("command", "change"):
        given = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchone()
        last = db.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
        if given and given[0] != (last or 0):
            return True
    return False


def broken_link(db: sqlite3.Connection) -> int | None:
    """The first command whose digest does not fit what the history says; None if all do."""
    before = ""
    for number, digest in db.execute("SELECT id, digest FROM command ORDER BY id").fetchall():
        form = _FORMS.get(str(digest)[:2], _first_digest)
        if digest != form(db, number, before):
            return int(number)
        before = digest
    return None


_AT_ONCE = 5000


def _digest(db: sqlite3.Connection, number: int, before: str | None) -> str:
    """The digest over texts that SQLite writes out, column by column."""
    return f"{_THIRD}{_over(db, number, before, _CHANGES)}"


def _second_digest(db: sqlite3.Connection, number: int, before: str | None) -> str:
    """The digest as the third schema first had it."""
    return f"{_SECOND}{_over(db, number, before, _CHANGES_OF_SECOND)}"


def _over(db: sqlite3.Connection, number: int, before: str | None, changes: str) -> str:
    import hashlib

    total = hashlib.sha256((before or "").encode())
    own = "SELECT printf('%d,%Q,%Q,%Q,%Q,%Q', id, at, actor, words, undoes, batch_id) FROM command WHERE id = ?"
    found = db.execute(own, [number]).fetchone() or ("",)  # a damaged page hides what a scan still shows
    total.update(found[0].encode())
    first, last = (_end(db, number, which) for which in ("min", "max"))
    for start in range(first, last + 1, _AT_ONCE):
        for written_out in db.execute(changes, [number, start, start + _AT_ONCE - 1]).fetchone():
            total.update(written_out or b"")
    return total.hexdigest()


def _end(db: sqlite3.Connection, number: int, which: str) -> int:
    """The first or the last change of a command: SQLite finds either by an index, but not both at once."""
    found = db.execute(f"SELECT {which}(id) FROM change WHERE command_id = ?", [number]).fetchone()[0]
    return int(found or 0) if which == "min" else int(found or -1)


_TEXTS = ("at", "kind", "before", "after")
_SIZES = ", ".join(f"length(CAST({name} AS BLOB))" for name in _TEXTS)

# The bytes of all texts of a column behind one another, and their lengths with the numbers: so no two
# lists of changes are written alike. Without an index SQLite goes through the rows in order.
_CHANGES = f"""SELECT
    CAST(group_concat(printf('%d,%d,%d,%d,%d,%s,%s', id, layout_id, record_id, {_SIZES}), ';') AS BLOB),
    {", ".join(f"CAST(group_concat({name}, '') AS BLOB)" for name in _TEXTS)}
FROM change NOT INDEXED WHERE command_id = ? AND id BETWEEN ? AND ?"""

# Each text behind its length, so that no two lists of changes are written alike.
_CHANGES_OF_SECOND = """SELECT CAST(group_concat(id || ',' || at || ',' || layout_id || ',' || kind || ',' || record_id
    || ',' || coalesce(length(before) || ':' || before, '') || ',' || coalesce(length(after) || ':' || after, ''), ';'
) AS BLOB) FROM (SELECT * FROM change WHERE command_id = ? AND id BETWEEN ? AND ? ORDER BY id)"""


def _first_digest(db: sqlite3.Connection, number: int, before: str | None) -> str:
    """The digest as the second schema had it."""
    import hashlib

    total = hashlib.sha256((before or "").encode())
    for sql in (
        "SELECT id, at, actor, words, undoes FROM command WHERE id = ?",
        "SELECT id, at, layout_id, kind, record_id, before, after FROM change WHERE command_id = ? ORDER BY id",
    ):
        for row in db.execute(sql, [number]):
            total.update(repr(tuple(row)).encode())
    return total.hexdigest()


_SECOND, _THIRD = "2:", "3:"
_FORMS: dict[str, Digest] = {_SECOND: _second_digest, _THIRD: _digest}
"""The forms by what a digest begins with; the first began with nothing of its own."""
