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
_ENDS = [f"{EDGE}\n{code}" for code in _BYTES]


def find_touched(db: sqlite3.Connection, command: int) -> dict[str, list[int]]:
    """Return the pages of the records that a command changed, by the kind of these."""
    found = db.execute(f"SELECT DISTINCT kind, record_id >> {BITS} FROM change WHERE command_id = ?", [command])
    touched: dict[str, list[int]] = {}
    for kind, page in found.fetchall():
        touched.setdefault(kind, []).append(page)
    return touched


def refresh_pages(db: sqlite3.Connection, touched: Mapping[str, Iterable[int]]) -> None:
    """Write pages anew, which are given by kind."""
    for kind in touched.keys() & set(_list_kinds()):
        _write_pages(db, kind, touched[kind])


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
        made = _make_page(db, kind, page)
        if made is None:
            db.execute("DELETE FROM search_page WHERE kind = ? AND page = ?", [kind, page])
        else:
            db.execute(
                "INSERT INTO search_page (kind, page, texts) VALUES (?, ?, ?) "
                "ON CONFLICT (kind, page) DO UPDATE SET texts = excluded.texts",
                [kind, page, made],
            )


def _make_page(db: sqlite3.Connection, kind: str, page: int) -> bytes | None:
    """Make a page: of each record the text, and behind it the numbers; None for a page without records."""
    first, parent = page << BITS, BY_NAME[kind].parent
    bounds = [first, first + (1 << BITS)]
    among = f"FROM {kind} WHERE id >= ? AND id < ? ORDER BY id"
    column, owner = (f", {parent.column}", f", group_concat(coalesce({parent.column}, 0), ' ')") if parent else ("", "")
    joining = f"SELECT count(*), group_concat(search_text, char(10)){owner} FROM (SELECT search_text{column} {among})"
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
