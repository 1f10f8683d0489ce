"""The records in whose page a text stands: found in all pages of a kind, and kept as they are written there."""

from __future__ import annotations

import re
from collections.abc import Collection
from math import inf
from typing import TYPE_CHECKING, Final, Literal

from netreg.entities import BY_NAME
from netreg.named_tuples import NamedTuple
from netreg.store import connections
from netreg.store.records.search_columns import PARTED
from netreg.store.records.search_pages.pages import BITS, CODES, DIGITS, EDGE, ENCODING, LAST, LOST, read_number

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

Part = Literal["anywhere", "start", "whole"]
"""Where a text stands: anywhere, where a word begins, or as a whole part."""
_DENSE = 1 << BITS - 1
"""From so many lines of a page on a text is in nearly all."""
_ALL = b"".join(CODES)
"""The signs of all records of a page that has as many as it can."""
_UNIT: Final = "H"
"""The two signs of a code as one number of the machine: a set of these is made in a third of the time."""
_UNITS = memoryview(_ALL).cast(_UNIT).tolist()
_PLACES = {unit: place for place, unit in enumerate(_UNITS)}
_LONG = 8
"""Texts of so many letters are found sooner alone than with what stands behind them; most pages have none."""
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
                yield from [first + _PLACES[unit] for unit in memoryview(codes).cast(_UNIT)]

    def add_page(self, page: int, codes: bytes) -> None:
        """Keep those of a page of which none is known yet, by what stands for them there."""
        self._pages[page] = codes

    def add_all(self, others: Numbers) -> None:
        """Keep those of others too."""
        for page, codes in others._pages.items():
            if page in self._pages:
                self._open(page).update(others._list(page))
            else:
                self._pages[page] = codes if isinstance(codes, bytes) else set(codes)

    def keep_all(self, others: Numbers) -> None:
        """Keep those alone that are one of others."""
        for page in list(self._pages):
            if page not in others._pages:
                del self._pages[page]
            elif others._pages[page] != _ALL:
                self._open(page).intersection_update(others._list(page))

    def remove_all(self, others: Numbers) -> None:
        """Keep none that is one of others."""
        for page in self._pages.keys() & others._pages.keys():
            self._open(page).difference_update(others._list(page))

    def _list(self, page: int) -> Collection[int]:
        """Return what is kept of a page, as it is."""
        codes = self._pages[page]
        return codes if isinstance(codes, set) else memoryview(codes).cast(_UNIT).tolist()

    def _open(self, page: int) -> set[int]:
        """Return the set of what is kept of a page."""
        codes = self._pages.setdefault(page, set())
        if not isinstance(codes, set):
            codes = self._pages[page] = set(self._list(page))
        return codes


class FoundParts(NamedTuple):
    """The records of a kind in whose own text a text stands; where they are many, those in which it stands better.

    `whole` are those of which it is a whole part, `starts` those in which a word begins with it: None where that
    was not looked for.
    """

    own: Numbers
    whole: Numbers | None = None
    starts: Numbers | None = None


def find_numbers(
    db: sqlite3.Connection, kind: str, forms: Iterable[str], part: Part = "anywhere", most: float = inf
) -> Numbers:
    """Find the records of a kind in whose own text one of some folded texts stands, of each just over `most` at most.

    Where a text has letters that pages do not tell apart, the records that may have it are looked at.
    """
    return _join([_find_form(db, kind, form, part, most) for form in forms])


def _find_form(db: sqlite3.Connection, kind: str, form: str, part: Part, most: float) -> Numbers:
    if not _is_in_pages(form):
        rows = db.execute(f"SELECT id FROM {kind} WHERE instr(search_text, ?)", [form])
        return Numbers(row[0] for row in rows)
    numbers, find, count = Numbers(), _compile(form, part), 0
    for page, texts in _read_pages(db, kind):
        if codes := find(texts):
            numbers.add_page(page, b"".join(codes))
            count += len(codes)
            if count > most:
                break
    if count > most or _is_told_apart(form):
        return numbers
    sql = f"SELECT id FROM {kind} WHERE id IN (SELECT value FROM json_each(?)) AND instr(search_text, ?)"
    return Numbers(row[0] for row in db.execute(sql, [str(list(numbers)), form]))


def _read_pages(db: sqlite3.Connection, kind: str) -> Iterator[tuple[int, bytes]]:
    with connections.reading_through(db):
        yield from db.execute("SELECT page, texts FROM search_page WHERE kind = ?", [kind])


def find_parts(db: sqlite3.Connection, kind: str, forms: Sequence[str], *, many: float, starts: bool) -> FoundParts:
    """Find the records of a kind in whose own text one of some folded texts stands, and of more than `many` how."""
    if not all(_is_in_pages(form) and _is_told_apart(form) for form in forms):
        return FoundParts(find_numbers(db, kind, forms))
    searches = [_PageSearch(form, many, starts=starts) for form in forms]
    for page, texts in _read_pages(db, kind):
        for search in searches:
            search.look(page, texts)
    own = _join([search.own for search in searches])
    if len(own) <= many:
        return FoundParts(own)
    sql = "SELECT page, texts FROM search_page WHERE kind = ? AND page IN (SELECT value FROM json_each(?))"
    for search in searches:
        for page, texts in db.execute(sql, [kind, str(search.left)]):
            search.look_how(page, texts)
    found = [search.starts for search in searches if search.starts is not None]
    whole = _join([search.whole for search in searches])
    return FoundParts(own, whole, _join(found) if len(found) == len(searches) else None)


class _PageSearch:
    """The search of a text in one page after the other; after `many` finds, how it stands there is looked at too."""

    def __init__(self, form: str, many: float, *, starts: bool) -> None:
        self.own, self.whole = Numbers(), Numbers()
        self.starts = Numbers() if starts else None
        self.left: list[int] = []
        self._find, self._find_start, self._find_whole = (_compile(form, one) for one in ("anywhere", "start", "whole"))
        self._many, self._count = many, 0
        self._packed = form.encode(ENCODING)

    def look(self, page: int, texts: bytes) -> None:
        if len(self._packed) >= _LONG and self._packed not in texts:
            return
        codes = self._find(texts)
        if not codes:
            return
        self.own.add_page(page, b"".join(codes))
        self._count += len(codes)
        if self._count <= self._many:
            self.left.append(page)
            return
        self.look_how(page, texts)

    def look_how(self, page: int, texts: bytes) -> None:
        if self.starts is not None:
            codes = self._find_start(texts)
            if not codes:
                return  # so it is no whole part either
            self.starts.add_page(page, b"".join(codes))
            if len(codes) > _DENSE:
                self.starts = None  # to look on takes longer than to look at the first records alone
        if codes := self._find_whole(texts):
            self.whole.add_page(page, b"".join(codes))


def _join(found: list[Numbers]) -> Numbers:
    first, *others = found
    for other in others:
        first.add_all(other)
    return first


def find_owners(db: sqlite3.Connection, kind: str, forms: Sequence[str]) -> Numbers:
    """Find the records to which those of a kind belong in whose own text one of some folded texts stands."""
    parent = BY_NAME[kind].parent
    assert parent is not None
    if not all(_is_in_pages(form) and _is_told_apart(form) for form in forms):
        numbers = str(list(find_numbers(db, kind, forms)))
        sql = f"SELECT DISTINCT {parent.column} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
        return Numbers(row[0] for row in db.execute(sql, [numbers]))
    searches = [_compile(form, "anywhere", rb"..([%b]*)" % re.escape(DIGITS)) for form in forms]
    pages: dict[bytes, set[bytes]] = {}
    for _page, texts in _read_pages(db, kind):
        for owner in {owner for find in searches for owner in find(texts)}:
            if (above := owner[:-2]) in pages:
                pages[above].add(owner[-2:])
            else:
                pages[above] = {owner[-2:]}
    owners = Numbers()
    for above, codes in pages.items():
        owners.add_page(read_number(above), b"".join(sorted(codes)))
    return owners


def tell_part(searched: str, forms: Iterable[str]) -> Part | None:
    """Tell where in the text of a record one of some folded texts stands; None where none does."""
    packed = f"{EDGE}{searched.replace(PARTED, EDGE)}{EDGE}"
    found = [form for form in forms if form in packed]
    if any(f"{EDGE}{form}{EDGE}" in packed for form in found):
        return "whole"
    if any(f"{before}{form}" in packed for form in found for before in _BEFORE_WORDS):
        return "start"
    return "anywhere" if found else None


def _compile(form: str, part: Part, behind: bytes = b"(..)") -> Callable[[bytes], list[bytes]]:
    """Compile the search of a page for a text, and for what stands behind the line in which it does."""
    packed, edge = (re.escape(one.encode(ENCODING, "replace")) for one in (form, EDGE))
    beside = {
        "anywhere": b"",
        "start": b"(?<=[%b]%b)" % (re.escape(_BEFORE_WORDS.encode()), packed),
        "whole": b"(?<=%b%b)(?=%b)" % (edge, packed, edge),
    }[part]
    # It begins with the letters themselves, for which Python looks fastest.
    return re.compile(packed + beside + rb"[^\n]*\n" + behind, re.DOTALL).findall


def _is_in_pages(form: str) -> bool:
    """Tell whether a text stands in pages as it does in the records: not what parts their texts, nor their numbers."""
    return PARTED.strip() not in form and min(form) >= " "


def _is_told_apart(form: str) -> bool:
    """Tell whether a text in a page is that text in the record: letters that the encoding lacks are all one."""
    return EDGE not in form and LOST not in form and LOST not in form.encode(ENCODING, "replace").decode(ENCODING)
