"""The searched texts of the records, packed in pages that are read faster than the records themselves.

A page has the texts of up to 256 records with neighbouring numbers, a line each, in one byte a
letter; behind the text of a record stands its number, and that of the record it belongs to. So one
regular expression finds a text in a page together with the records that hold it, and a million
people are looked through in an eighth of the time that their table takes. Pages are derived from
``search_text``, so they are in no history.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.store.records.search_columns import PARTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

BITS = 8
"""How many bits of a number tell the records of a page apart."""
LAST = (1 << BITS) - 1
"""Those bits."""
ENCODING = "cp874"
EDGE = "|"
"""What stands around each part of a text in a page."""
LOST = "?"
"""What stands for a letter that the encoding lacks."""
DIGITS = bytes(range(0x0E, 0x1E))
"""Numbers are written in signs that no text has: two for each byte of a number."""
CODES = [bytes((high, low)) for high in DIGITS for low in DIGITS]
"""The two signs that stand for each byte: for the number of a record within its page, or a part of another number."""
PLACES = {code: place for place, code in enumerate(CODES)}
_BYTES = [code.decode() for code in CODES]
_EDGE = EDGE.encode()
_ENDS = [f"{EDGE}\n{code}" for code in _BYTES]


_FEW = 16
"""Of how many records of a page the lines are written anew; where more changed, all of it is."""


def find_touched(db: sqlite3.Connection, command: int) -> dict[str, dict[int, set[int]]]:
    """Return the pages of the records that a command changed, by the kind of these.

    With each page stand the numbers of these, or none where they are many.
    """
    touched: dict[str, dict[int, set[int]]] = {}
    first, last = (
        db.execute(f"SELECT id FROM change WHERE command_id = ? ORDER BY id {order} LIMIT 1", [command]).fetchone()
        or (0,)
        for order in ("", "DESC")
    )
    if last[0] - first[0] > last[0] // 2:  # most of the history: then there is one of the command in nearly each page
        found = _iterate_pages(db, first[0], last[0])
    else:
        sql = f"SELECT DISTINCT kind, record_id >> {BITS} FROM change WHERE command_id = ?"
        found = iter(db.execute(sql, [command]).fetchall())
    for kind, page in found:
        touched.setdefault(kind, {})[page] = set()
    most = _FEW * sum(map(len, touched.values()))
    sql = "SELECT kind, record_id FROM change WHERE command_id = ? LIMIT ?"
    changed = db.execute(sql, [command, most + 1]).fetchall()
    if len(changed) <= most:
        for kind, number in changed:
            if kind in touched:
                touched[kind][number >> BITS].add(number)
    return touched


def _iterate_pages(db: sqlite3.Connection, first: int, last: int) -> Iterator[tuple[str, int]]:
    """Yield the kinds and pages of the records changed within a stretch of the history, by one look-up for each."""
    sql = """SELECT record_id FROM change
        WHERE kind = ? AND record_id >= ? AND +id BETWEEN ? AND ? ORDER BY record_id LIMIT 1"""
    for kind in _list_kinds():
        after = 0
        while found := db.execute(sql, [kind, after, first, last]).fetchone():
            yield kind, found[0] >> BITS
            after = (found[0] | LAST) + 1


def refresh_pages(db: sqlite3.Connection, touched: Mapping[str, Mapping[int, set[int]]]) -> None:
    """Write pages anew, which are given by kind, or of each the lines of some records alone."""
    for kind in touched.keys() & set(_list_kinds()):
        for page, numbers in sorted(touched[kind].items()):
            patched = _patch_page(db, kind, page, numbers) if 0 < len(numbers) <= _FEW else None
            _write_page(db, kind, page, patched or _make_page(db, kind, page))


def rebuild_pages(db: sqlite3.Connection) -> int:
    """Write every page that is out of step with its records anew; return how many were."""
    stale = list(_find_stale(db))
    for kind, page in stale:
        _write_pages(db, kind, [page])
    return len(stale)


def write_all_pages(db: sqlite3.Connection) -> None:
    """Write the pages of every record, whatever there was."""
    for kind in _list_kinds():
        _write_pages(db, kind, [row[0] for row in db.execute(f"SELECT DISTINCT id >> {BITS} FROM {kind}").fetchall()])


def count_stale(db: sqlite3.Connection) -> int:
    """Return how many pages do not fit their records."""
    return sum(1 for _page in _find_stale(db))


def read_number(signs: bytes) -> int:
    """Return the number for which some signs stand; of none it is 0."""
    return int.from_bytes(bytes(PLACES[signs[at : at + 2]] for at in range(0, len(signs), 2)), "big")


@cache
def _list_kinds() -> tuple[str, ...]:
    return tuple(kind for kind in BY_NAME if kind not in HOUSEKEEPING)


def _find_stale(db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    kinds = _list_kinds()
    for kind in kinds:
        kept = {
            row[0]: bytes(row[1]) for row in db.execute("SELECT page, texts FROM search_page WHERE kind = ?", [kind])
        }
        wanted = {row[0] for row in db.execute(f"SELECT DISTINCT id >> {BITS} FROM {kind}").fetchall()}
        for page in sorted(kept.keys() | wanted):
            if _make_page(db, kind, page) != kept.get(page):
                yield kind, page


def _write_pages(db: sqlite3.Connection, kind: str, pages: Iterable[int]) -> None:
    for page in sorted(pages):
        _write_page(db, kind, page, _make_page(db, kind, page))


def _write_page(db: sqlite3.Connection, kind: str, page: int, made: bytes | None) -> None:
    if made is None:
        db.execute("DELETE FROM search_page WHERE kind = ? AND page = ?", [kind, page])
    else:
        db.execute(
            "INSERT INTO search_page (kind, page, texts) VALUES (?, ?, ?) "
            "ON CONFLICT (kind, page) DO UPDATE SET texts = excluded.texts",
            [kind, page, made],
        )


def _patch_page(db: sqlite3.Connection, kind: str, page: int, numbers: Iterable[int]) -> bytes | None:
    """Return a page with the lines of some records as they are now; None where it has not just these lines."""
    kept = db.execute("SELECT texts FROM search_page WHERE kind = ? AND page = ?", [kind, page]).fetchone()
    texts, parent = bytes(kept[0]) if kept else b"", BY_NAME[kind].parent
    sql = f"SELECT search_text{f', {parent.column}' if parent else ''} FROM {kind} WHERE id = ?"
    for number in numbers:
        found = db.execute(sql, [number]).fetchone()
        behind = f"\n{_BYTES[number & LAST]}"
        end = texts.find(behind.encode())
        if end < 0 or found is None:
            return None
        if parent:
            behind += _write_number((found[1] or 0) >> BITS) + _BYTES[(found[1] or 0) & LAST]
        line = f"{EDGE}{found[0].replace(chr(10), ' ')}{EDGE}{behind}".replace(PARTED, EDGE).encode(ENCODING, "replace")
        start, stop = texts.find(_EDGE, max(texts.rfind(b"\n", 0, end), 0)), texts.find(_EDGE, end)
        texts = texts[:start] + line + (texts[stop:] if stop > 0 else b"")
    return texts


def _make_page(db: sqlite3.Connection, kind: str, page: int) -> bytes | None:
    """Make a page: of each record the text, and behind it the numbers; None for a page without records."""
    first, parent = page << BITS, BY_NAME[kind].parent
    bounds = [first, first + (1 << BITS)]
    # SQLite goes through a table in the order of its numbers.
    among = f"FROM {kind} WHERE id >= ? AND id < ?"
    owner = f", group_concat(coalesce({parent.column}, 0), ' ')" if parent else ""
    joining = f"SELECT count(*), group_concat(search_text, char(10)){owner} {among}"
    count, joined, *owners = db.execute(joining, bounds).fetchone()
    if not count:
        return None
    texts = joined.split("\n")
    if len(texts) > count:  # one has a line break within
        texts = [row[0].replace("\n", " ") for row in db.execute(f"SELECT search_text {among}", bounds)]
    ends = _ENDS if count > LAST else [_ENDS[row[0] - first] for row in db.execute(f"SELECT id {among}", bounds)]
    lines = [EDGE] * (5 * count if owners else 3 * count)
    if owners:
        above = list(map(int, owners[0].split(" ")))
        higher = {number: _write_number(number) for number in {number >> BITS for number in above}}
        lines[3::5] = [higher[number >> BITS] for number in above]
        lines[4::5] = [_BYTES[number & LAST] for number in above]
    lines[1 :: len(lines) // count], lines[2 :: len(lines) // count] = texts, ends
    return "".join(lines).replace(PARTED, EDGE).encode(ENCODING, "replace")


def _write_number(number: int) -> str:
    return "".join(map(_BYTES.__getitem__, number.to_bytes((number.bit_length() + 7) // 8, "big")))
