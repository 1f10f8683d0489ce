"""The records in whose page a text stands: found in all pages of a kind, and kept as they are written there."""

from __future__ import annotations

import re
from collections.abc import Collection
from math import inf
from typing import TYPE_CHECKING, Final, Literal

from netreg.store import connections
from netreg.store.records.search_columns import PARTED
from netreg.store.records.search_pages.pages import (
    BITS,
    CODES,
    DIGITS,
    EDGE,
    ENCODING,
    LAST,
    LOST,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

Part = Literal["anywhere", "start", "whole"]
"""Where a text stands: anywhere, where a word begins, or as a whole part."""
ALL = b"".join(CODES)
"""The signs of all records of a page that has as many as it can."""
_UNIT: Final = "H"
"""The two signs of a code as one number of the machine: a set of these is made in a third of the time."""
_UNITS = memoryview(ALL).cast(_UNIT).tolist()
_PLACES = {unit: place for place, unit in enumerate(_UNITS)}
_AS_HEX = bytes.maketrans(DIGITS, b"0123456789abcdef")
"""The signs of codes as the digits that they are: what Python reads at once."""
_COMMON = " นราอสมกงวย.เทลีัดิหตปบพจคุขำชู"
"""The letters of names, the most frequent first; all others are rare."""
_RARE = len(_COMMON) + 1
_BEFORE_WORDS = f"{EDGE} .(@"


class Numbers(Collection[int]):
    """Numbers of records, kept by page as they stand there: of a million, few are ever asked for one by one."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        """Keep some numbers."""
        # Of a page the codes one behind the other, or the set of them where it was asked for.
        self._pages: dict[int, bytes | set[int]] = {}
        for number in numbers:
            self._open(number >> BITS).add(_UNITS[number & LAST])

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(len(codes) if isinstance(codes, set) else len(codes) >> 1 for codes in self._pages.values())

    def __contains__(self, number: object) -> bool:
        """Tell whether a number is one of them."""
        assert isinstance(number, int)
        return number >> BITS in self._pages and _UNITS[number & LAST] in self._open(number >> BITS)

    def __iter__(self) -> Iterator[int]:
        """Yield them in their order."""
        for page in sorted(self._pages):
            first, codes = page << BITS, self._pages[page]
            if isinstance(codes, set):
                yield from sorted([first + _PLACES[unit] for unit in codes])
            else:
                yield from [first + place for place in bytes.fromhex(codes.translate(_AS_HEX).decode())]

    def __conform__(self, _protocol: object) -> str:
        """Return them as a JSON array: it is written where a statement is executed that binds them."""
        return f"[{','.join(map(str, self))}]"

    def add_page(self, page: int, codes: bytes) -> None:
        """Keep those of a page of which none is known yet, by what stands for them there."""
        self._pages[page] = codes

    def add_to_page(self, page: int, codes: bytes) -> None:
        """Keep those of a page too, by what stands for them there."""
        if page in self._pages:
            self._open(page).update(memoryview(codes).cast(_UNIT).tolist())
        else:
            self._pages[page] = codes

    def add_all(self, others: Numbers) -> None:
        """Keep those of others too."""
        for page, codes in others._pages.items():
            if page in self._pages:
                self._open(page).update(others.list_units(page))
            else:
                self._pages[page] = codes if isinstance(codes, bytes) else set(codes)

    def keep_all(self, others: Numbers) -> None:
        """Keep those alone that are one of others."""
        for page in list(self._pages):
            if page not in others._pages:
                del self._pages[page]
            elif others._pages[page] != ALL:
                self._open(page).intersection_update(others.list_units(page))

    def remove_all(self, others: Numbers) -> None:
        """Keep none that is one of others."""
        for page in self._pages.keys() & others._pages.keys():
            self._open(page).difference_update(others.list_units(page))

    def list_units(self, page: int) -> Collection[int]:
        """Return what is kept of a page, as it is."""
        codes = self._pages.get(page, b"")
        return codes if isinstance(codes, set) else memoryview(codes).cast(_UNIT).tolist()

    def _open(self, page: int) -> set[int]:
        """Return the set of what is kept of a page."""
        codes = self._pages.setdefault(page, set())
        if not isinstance(codes, set):
            codes = self._pages[page] = set(self.list_units(page))
        return codes


def find_numbers(
    db: sqlite3.Connection, kind: str, forms: Iterable[str], part: Part = "anywhere", most: float = inf
) -> Numbers:
    """Find the records of a kind in whose own text one of some folded texts stands, of each just over `most` at most.

    Where a text has letters that pages do not tell apart, the records that may have it are looked at.
    """
    return join_numbers([_find_form(db, kind, form, part, most) for form in forms])


def _find_form(db: sqlite3.Connection, kind: str, form: str, part: Part, most: float) -> Numbers:
    if not is_in_pages(form):
        rows = db.execute(f"SELECT id FROM {kind} WHERE instr(search_text, ?)", [form])
        return Numbers(row[0] for row in rows)
    numbers, find, count = Numbers(), compile_search(form, part), 0
    for page, texts in read_pages(db, kind):
        if codes := find(texts):
            numbers.add_page(page, b"".join(codes))
            count += len(codes)
            if count > most:
                break
    if count > most or is_told_apart(form):
        return numbers
    sql = f"SELECT id FROM {kind} WHERE id IN (SELECT value FROM json_each(?)) AND instr(search_text, ?)"
    return Numbers(row[0] for row in db.execute(sql, [str(list(numbers)), form]))


def read_pages(db: sqlite3.Connection, kind: str) -> Iterator[tuple[int, bytes]]:
    """Yield the pages of a kind by their numbers."""
    with connections.reading_through(db):
        yield from db.execute("SELECT page, texts FROM search_page WHERE kind = ?", [kind])


def join_numbers(found: list[Numbers]) -> Numbers:
    """Join some numbers in the first of them."""
    first, *others = found
    for other in others:
        first.add_all(other)
    return first


def tell_part(searched: str, forms: Iterable[str]) -> Part | None:
    """Tell where in the text of a record one of some folded texts stands; None where none does."""
    packed = f"{EDGE}{searched.replace(PARTED, EDGE)}{EDGE}"
    found = [form for form in forms if form in packed]
    if any(f"{EDGE}{form}{EDGE}" in packed for form in found):
        return "whole"
    if any(f"{before}{form}" in packed for form in found for before in _BEFORE_WORDS):
        return "start"
    return "anywhere" if found else None


def compile_search(form: str, part: Part, behind: bytes = b"(..)") -> Callable[[bytes], list[bytes]]:
    """Compile the search of a page for a text, and for what stands behind the line in which it does."""
    packed, edge = (re.escape(one.encode(ENCODING, "replace")) for one in (form, EDGE))
    beside = {
        "anywhere": b"",
        "start": b"(?<=[%b]%b)" % (re.escape(_BEFORE_WORDS.encode()), packed),
        "whole": b"(?<=%b%b)(?=%b)" % (edge, packed, edge),
    }[part]
    # It begins with letters themselves, for which Python looks fastest: with a rare one, so that few are tried in vain.
    first = max(range(len(form)), key=lambda at: (_COMMON.find(form[at]) % _RARE, -at))
    before = b"(?<=%b)" % packed if first else b""
    rest = re.escape(form[first:].encode(ENCODING, "replace"))
    return re.compile(rest + before + beside + rb"[^\n]*\n" + behind, re.DOTALL).findall


def is_in_pages(form: str) -> bool:
    """Tell whether a text stands in pages as it does in the records: not what parts their texts, nor their numbers."""
    return PARTED.strip() not in form and min(form) >= " "


def is_told_apart(form: str) -> bool:
    """Tell whether a text in a page is that text in the record: letters that the encoding lacks are all one."""
    return EDGE not in form and LOST not in form and LOST not in form.encode(ENCODING, "replace").decode(ENCODING)
