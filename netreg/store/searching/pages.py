"""The searched texts of the records, packed in pages that are read faster than the records themselves.

A page has the texts of up to 256 records with neighbouring numbers, a line each, in one byte a
letter. A million people are read so in a fifth of the time that their table takes. Pages are
derived from ``search_text``, so they are in no history.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import BY_NAME, HOUSEKEEPING
from netreg.store.records.search_columns import PARTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BITS = 8
_ENCODING = "cp874"
EDGE = b"|"
"""What stands around each part of a text in a page."""
_LOST = "?"
"""What stands for a letter that the encoding lacks."""
_PARTED = PARTED.strip()


def find_touched(db: sqlite3.Connection, command: int) -> dict[str, list[int]]:
    """Return the pages of the records that a command changed, by the kind of these."""
    found = db.execute(f"SELECT DISTINCT kind, record_id >> {_BITS} FROM change WHERE command_id = ?", [command])
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
        _write_pages(db, kind, [row[0] for row in db.execute(f"SELECT DISTINCT id >> {_BITS} FROM {kind}").fetchall()])


def count_stale(db: sqlite3.Connection) -> int:
    """Return how many pages do not fit their records."""
    return sum(1 for _page in _find_stale(db))


class Page(NamedTuple):
    """The numbers of records and a line for each: `texts` has ``|`` around every part of a text."""

    first: int
    numbers: Sequence[int]
    texts: bytes


def pack_text(folded: str) -> bytes | None:
    """Return a folded text as pages have it; None where pages do not tell it from others."""
    if _LOST in folded or _PARTED in folded or EDGE.decode() in folded:
        return None
    try:
        return folded.encode(_ENCODING)
    except UnicodeEncodeError:
        return None


def read_pages(db: sqlite3.Connection, kind: str, forms: Sequence[str]) -> tuple[list[Page], list[bytes]]:
    """Read the pages of a kind in which one of some folded texts stands, and those texts as they stand there.

    Where a text has letters that pages do not tell apart, the records themselves are read.
    """
    packed = [pack_text(form) for form in forms]
    if None not in packed:
        known = [form for form in packed if form is not None]
        rows = db.execute("SELECT page, numbers, texts FROM search_page WHERE kind = ?", [kind])
        if len(known) == 1:
            only = known[0]
            return [Page(row[0] << _BITS, row[1], row[2]) for row in rows if only in row[2]], known
        return [Page(row[0] << _BITS, row[1], row[2]) for row in rows if any(f in row[2] for f in known)], known
    clause = " OR ".join("instr(search_text, ?)" for _form in forms)
    found = db.execute(f"SELECT id, search_text FROM {kind} WHERE {clause}", forms).fetchall()
    texts = _part_texts(_join_texts([row[1] for row in found])).encode()
    return [Page(0, [row[0] for row in found], texts)] if found else [], [form.encode() for form in forms]


def find_numbers(pages: Iterable[Page], form: bytes, before: bytes = b"", after: bytes = b"") -> list[int]:
    """Return the numbers of the records in whose line a text stands.

    Where signs are given that may stand `before` or `after` it, it must stand beside one of them.
    """
    found: list[int] = []
    size = len(form)
    for first, numbers, texts in pages:
        line = begin = 0
        at = texts.find(form)
        while at >= 0:
            if (before and texts[at - 1] not in before) or (after and texts[at + size] not in after):
                at = texts.find(form, at + 1)
                continue
            line += texts.count(b"\n", begin, at)
            found.append(first + numbers[line])
            begin = texts.find(b"\n", at) + 1
            if not begin:
                break
            line += 1
            at = texts.find(form, begin)
    return found


@cache
def _list_kinds() -> tuple[str, ...]:
    return tuple(kind for kind in BY_NAME if kind not in HOUSEKEEPING)


def _find_stale(db: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    kinds = _list_kinds()
    for kind in kinds:
        known = db.execute("SELECT page, numbers, texts FROM search_page WHERE kind = ?", [kind])
        kept = {page: (bytes(numbers), bytes(texts)) for page, numbers, texts in known}
        wanted = {row[0] for row in db.execute(f"SELECT DISTINCT id >> {_BITS} FROM {kind}").fetchall()}
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
                "INSERT INTO search_page (kind, page, numbers, texts) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (kind, page) DO UPDATE SET numbers = excluded.numbers, texts = excluded.texts",
                [kind, page, *made],
            )


def _make_page(db: sqlite3.Connection, kind: str, page: int) -> tuple[bytes, bytes] | None:
    """Make the numbers within the page, a byte each, and the texts; None for a page without records."""
    first = page << _BITS
    bounds = [first, first + (1 << _BITS)]
    among = f"SELECT id, search_text FROM {kind} WHERE id >= ? AND id < ? ORDER BY id"
    joining = f"SELECT count(*), min(id), max(id), group_concat(search_text, ?) FROM ({among})"
    count, least, most, joined = db.execute(joining, [_SEAM, *bounds]).fetchone()
    if not count:
        return None
    if most - least < count and joined.count("\n") < count:  # no number lacks, and no text has a line break
        numbers: Sequence[int] = range(least - first, most - first + 1)
    else:
        rows = db.execute(among, bounds).fetchall()
        numbers, joined = [row[0] - first for row in rows], _join_texts([row[1] for row in rows])
    return bytes(numbers), _part_texts(joined).encode(_ENCODING, "replace")


_SEAM = f"{EDGE.decode()}\n{EDGE.decode()}"
"""What stands between the texts of two records."""


def _join_texts(texts: list[str]) -> str:
    """Join texts, one on each line."""
    return _SEAM.join([text.replace("\n", " ") if "\n" in text else text for text in texts])


def _part_texts(joined: str) -> str:
    """Return joined texts with an edge around each part of them."""
    edge = EDGE.decode()
    return f"{edge}{joined.replace(PARTED, edge)}{edge}"
