"""The chain of the history: each command with a SHA-256 digest over the one before it, itself and its changes.

So tampering shows. A digest says by what it begins with in which form its command was
written out; the forms of old are only verified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    Digest = Callable[[sqlite3.Connection, int, str | None], str]
    _WrittenOut = Callable[[sqlite3.Connection, list[int]], Iterable[bytes | None]]


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
    """The digest over texts that SQLite writes out, of many records made at once what they share only once."""
    return f"{_FOURTH}{_over(db, number, before, _as_one_or_by_column, _own)}"


def _third_digest(db: sqlite3.Connection, number: int, before: str | None) -> str:
    """The digest as the third schema last had it."""
    return f"{_THIRD}{_over(db, number, before, _by_column, _own_quoted)}"


def _second_digest(db: sqlite3.Connection, number: int, before: str | None) -> str:
    """The digest as the third schema first had it."""
    return f"{_SECOND}{_over(db, number, before, _by_row, _own_quoted)}"


def _over(
    db: sqlite3.Connection, number: int, before: str | None, written_out: _WrittenOut, own: Callable[..., bytes]
) -> str:
    import hashlib

    total = hashlib.sha256((before or "").encode())
    total.update(own(db, number))
    for span in _spans(db, number):
        for text in written_out(db, [number, *span]):
            total.update(text or b"")
    return total.hexdigest()


def _spans(db: sqlite3.Connection, number: int) -> Iterator[tuple[int, int]]:
    """The numbers of the changes, so many at a time from the first on; stretches without any are left out."""
    first = found = _next(db, number, None)
    while first is not None and found is not None:
        start = found - (found - first) % _AT_ONCE
        yield start, start + _AT_ONCE - 1
        found = _next(db, number, start + _AT_ONCE - 1)


def _next(db: sqlite3.Connection, number: int, after: int | None) -> int | None:
    """The first change of a command behind a number, which SQLite finds by an index."""
    behind = "" if after is None else f" AND id > {after}"
    found = db.execute(f"SELECT min(id) FROM change WHERE command_id = ?{behind}", [number]).fetchone()[0]
    return None if found is None else int(found)


def _own(db: sqlite3.Connection, number: int) -> bytes:
    """What a command says of itself, each text behind its length in bytes."""
    sql = """SELECT id, undoes, batch_id, CAST(at AS BLOB), CAST(actor AS BLOB), CAST(words AS BLOB)
        FROM command WHERE id = ?"""
    found = db.execute(sql, [number]).fetchone()
    if found is None:  # a damaged page hides what a scan still shows
        return b""
    numbers = ",".join(map(str, (*found[:3], *(len(text or b"") for text in found[3:]))))
    return b"".join((f"{numbers};".encode(), *(text or b"" for text in found[3:])))


def _own_quoted(db: sqlite3.Connection, number: int) -> bytes:
    """The same as the second and the third form had it: a text ends at its first NUL."""
    own = "SELECT printf('%d,%Q,%Q,%Q,%Q,%Q', id, at, actor, words, undoes, batch_id) FROM command WHERE id = ?"
    found = db.execute(own, [number]).fetchone()
    return found[0].encode() if found else b""


def _as_one_or_by_column(db: sqlite3.Connection, span: list[int]) -> Iterator[bytes | None]:
    written = _as_one(db, span)
    yield from (b"one:", *written) if written else (b"many:", *_by_column(db, span))


def _as_one(db: sqlite3.Connection, span: list[int]) -> tuple[bytes, ...]:
    """The bytes of changes that differ only in their texts, and whose numbers and records follow one another.

    An import makes its records so. The texts have a NUL between them, which none of them has; before
    them stand their number and length, and what all changes share. Nothing where they are not so.
    """
    first = db.execute(_FIRST, span).fetchone()
    if not first:
        return ()
    count, alike, last, befores, afters, before, after = db.execute(_ALIKE, [*span, *first]).fetchone()
    number, layout, record, at, kind = first
    if not alike == count == last - number + 1 or not {befores, afters} <= {0, count}:
        return ()
    sizes = (len(one or b"") for one in (at, kind, before))
    numbers = ",".join(map(str, (count, befores, afters, number, layout, record, *sizes)))
    return (f"{numbers};".encode(), at, kind, before or b"", after or b"")


def _by_column(db: sqlite3.Connection, span: list[int]) -> Iterator[bytes | None]:
    """The bytes of all texts of a column behind one another, after their lengths with the numbers.

    So no two lists of changes are written alike. A text that all have is only repeated.
    """
    count, numbers, *ends, before, after = db.execute(_CHANGES, span).fetchone()
    yield numbers
    for name, first, last in zip(("at", "kind"), ends[::2], ends[1::2], strict=True):
        whole = f"SELECT CAST(group_concat({name}, '') AS BLOB) {_OF_SPAN}"
        yield db.execute(whole, span).fetchone()[0] if first != last else (first or b"") * count
    yield from (before, after)


def _by_row(db: sqlite3.Connection, span: list[int]) -> Iterator[bytes | None]:
    """Each text behind its length, so that no two lists of changes are written alike."""
    yield from db.execute(_CHANGES_OF_SECOND, span).fetchone()


_TEXTS = ("at", "kind", "before", "after")
_SIZES = ", ".join(f"length(CAST({name} AS BLOB))" for name in _TEXTS)

# Without an index SQLite goes through the rows in order.
_OF_SPAN = "FROM change NOT INDEXED WHERE command_id = ? AND id BETWEEN ? AND ?"
_CHANGES = f"""SELECT count(*),
    CAST(group_concat(printf('%d,%d,%d,%d,%d,%s,%s', id, layout_id, record_id, {_SIZES}), ';') AS BLOB),
    CAST(min(at) AS BLOB), CAST(max(at) AS BLOB), CAST(min(kind) AS BLOB), CAST(max(kind) AS BLOB),
    CAST(group_concat(before, '') AS BLOB), CAST(group_concat(after, '') AS BLOB) {_OF_SPAN}"""
_FIRST = f"""SELECT id, layout_id, record_id, CAST(at AS BLOB), CAST(kind AS BLOB) {_OF_SPAN} ORDER BY id LIMIT 1"""
_ALIKE = """SELECT count(*), sum(layout_id = ?5 AND record_id - id = ?6 - ?4 AND kind = CAST(?8 AS TEXT)
        AND at = CAST(?7 AS TEXT)), max(id), count(before), count(after),
    CAST(group_concat(before, char(0)) AS BLOB), CAST(group_concat(after, char(0)) AS BLOB)
    FROM change NOT INDEXED WHERE command_id = ?1 AND id BETWEEN ?2 AND ?3"""
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


_SECOND, _THIRD, _FOURTH = "2:", "3:", "4:"
_FORMS: dict[str, Digest] = {_SECOND: _second_digest, _THIRD: _third_digest, _FOURTH: _digest}
"""The forms by what a digest begins with; the first began with nothing of its own."""
