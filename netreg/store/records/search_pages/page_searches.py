"""The search of texts in the pages of a kind, several in one pass: how each stands there, whom that belongs to."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.named_tuples import NamedTuple
from netreg.store.records.search_pages.numbers import (
    ALL,
    Numbers,
    compile_search,
    find_numbers,
    is_in_pages,
    is_told_apart,
    join_numbers,
    read_pages,
)
from netreg.store.records.search_pages.pages import BITS, CODES, DIGITS, EDGE, ENCODING, PLACES, read_number

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

_DENSE = 1 << BITS - 1
"""From so many lines of a page on a text is in nearly all."""
_LONG = 8
"""Texts of so many letters are found sooner alone than with what stands behind them; most pages have none."""
_MARK, _FILLER = b"\xff", b"\xfe"
"""Bytes that no text has in the encoding of pages."""
_MARKED_WHOLE = EDGE.encode() + _MARK + EDGE.encode()
_ONCE = (_MARK + b"\n") * len(CODES)
"""What is left of a full page in which each line has a text once."""
_PARTING = f"{EDGE} ".encode()
"""What stands around parts and words."""
_NO_SIGN = bytes(set(range(256)) - {*_MARK, *_PARTING, *b"\n"})
_BEFORE = 600
"""So many bytes before the place where a line would begin, were all of one length, it is looked for."""
_FEW_LINES = 3
"""So many lines of a page are looked at sooner than all of it."""


class FoundParts(NamedTuple):
    """The records of a kind in whose own text a text stands; where they are many, those in which it stands better.

    `whole` are those of which it is a whole part, `starts` those in which a word begins with it: None where that
    was not looked for.
    """

    own: Numbers
    whole: Numbers | None = None
    starts: Numbers | None = None


class FoundWords(NamedTuple):
    """The records of a kind in whose own text each of some words stands, and those with `every` word, if known."""

    each: list[Numbers]
    every: Numbers | None = None


def find_parts(
    db: sqlite3.Connection,
    kind: str,
    forms: Sequence[str],
    words: Sequence[Sequence[str]] = (),
    *,
    many: float,
    starts: bool,
) -> tuple[FoundParts, FoundWords | None]:
    """Find the records of a kind in whose own text one of some folded texts stands, and of more than `many` how.

    Those of some words, which have forms too, are found on the way: None where more than `many` have the text itself.
    """
    if not all(is_in_pages(form) and is_told_apart(form) for form in (*forms, *chain(*words))):
        return FoundParts(find_numbers(db, kind, forms)), FoundWords([find_numbers(db, kind, word) for word in words])
    searches = [_PageSearch(form, many, starts=starts) for form in forms]
    together = _WordSearches(forms, words) if words else None
    for page, texts in read_pages(db, kind):
        lines = None
        if together and (lines := together.look(page, texts)) == []:
            continue
        for search in searches:
            search.look(page, texts, lines)
        if together and any(search.count > many for search in searches):
            together = None
    own = join_numbers([search.own for search in searches])
    found = FoundWords([word.own for word in together.words], together.every) if together else None
    if len(own) <= many:
        return FoundParts(own), found
    sql = "SELECT page, texts FROM search_page WHERE kind = ? AND page IN (SELECT value FROM json_each(?))"
    for search in searches:
        for page, texts in db.execute(sql, [kind, str(search.left)]):
            search.look_how(page, texts)
    begun = [search.starts for search in searches if search.starts is not None]
    whole = join_numbers([search.whole for search in searches])
    return FoundParts(own, whole, join_numbers(begun) if len(begun) == len(searches) else None), found


class _Line(NamedTuple):
    """The text of a record in a page, and what stands for the record there."""

    code: bytes
    start: int
    end: int


def _find_lines(texts: bytes, codes: Iterable[bytes]) -> list[_Line]:
    """Find the lines of some records of a page, which are named by what stands for them there."""
    lines = []
    for code in codes:
        # They are of much the same length, so that one is soon found from somewhat before its place.
        end = texts.find(b"\n" + code, max(len(texts) * PLACES[code] // len(CODES) - _BEFORE, 0))
        end = texts.find(b"\n" + code) if end < 0 else end
        lines.append(_Line(code, texts.rfind(b"\n", 0, end) + 1, end))
    return lines


class _WordSearch:
    """The search of a word, in its forms, in one page after the other."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.own = Numbers()
        self._finds = [compile_search(form, "anywhere") for form in forms]

    def look(self, page: int, texts: bytes) -> list[bytes]:
        """Keep the records of a page that have the word; list what stands for them there."""
        found: list[bytes] = []
        for find in self._finds:
            if codes := find(texts):
                self.own.add_to_page(page, b"".join(codes))
                found += codes
        return found


class _WordSearches:
    """The search of several words, in one page after the other, and of where a text of them can stand."""

    def __init__(self, forms: Sequence[str], words: Sequence[Sequence[str]]) -> None:
        self.words, self.every = [_WordSearch(word) for word in words], Numbers()
        self._is_within = _has_all_words(forms, words)

    def look(self, page: int, texts: bytes) -> list[_Line] | None:
        """Look at a page; return the lines in which alone the text can stand, None where these are many."""
        met = [word.look(page, texts) for word in self.words]
        first, *others = met
        codes = sorted(set(first).intersection(*others)) if all(met) else []
        if codes:
            self.every.add_page(page, b"".join(codes))
        return _find_lines(texts, codes) if self._is_within and len(codes) <= _FEW_LINES else None


def _has_all_words(forms: Sequence[str], words: Sequence[Sequence[str]]) -> bool:
    """Tell whether there are words, and a record with one of some texts always has them all, in one of their forms."""
    return bool(words) and all(any(one in form for one in word) for form in forms for word in words)


class _PageSearch:
    """The search of a text in one page after the other; after `many` finds, how it stands there is looked at too."""

    def __init__(self, form: str, many: float, *, starts: bool) -> None:
        self.own, self.whole = Numbers(), Numbers()
        self.starts = Numbers() if starts else None
        self.left: list[int] = []
        self.count = 0
        # Every record of the page before has it, and it is known to be in too many for looking on where words begin.
        self._is_everywhere = False
        self._form, self._many = form, many
        self._find = compile_search(form, "anywhere")
        self._packed = form.encode(ENCODING)
        self._whole = f"{EDGE}{form}{EDGE}".encode(ENCODING)
        self._mark = _MARK + _FILLER * (len(self._packed) - 1)

    def look(self, page: int, texts: bytes, lines: Sequence[_Line] | None = None) -> None:
        """Look at a page; where it is known in which few lines alone it can stand, at these."""
        if self._is_everywhere and self._look_in_all_lines(page, texts):
            return
        codes = self._list_codes(texts, lines)
        if not codes:
            return
        self.own.add_page(page, codes)
        self.count += len(codes) >> 1
        if self.count <= self._many:
            self.left.append(page)
            return
        self.look_how(page, texts)

    def _list_codes(self, texts: bytes, lines: Sequence[_Line] | None) -> bytes:
        if lines is not None:
            return b"".join([line.code for line in lines if texts.find(self._packed, line.start, line.end) >= 0])
        if len(self._packed) >= _LONG and self._packed not in texts:
            return b""
        codes = b"".join(self._find(texts))
        self._is_everywhere = codes == ALL and self.starts is None and self.count > self._many
        return codes

    def _look_in_all_lines(self, page: int, texts: bytes) -> bool:
        """Keep all records of a page if it is full and they all have the text; tell whether that is so.

        The text is marked where it stands, and all is left out but marks, line ends and what parts words: so it is
        told in half the time that listing the records takes.
        """
        marked = texts.replace(self._packed, self._mark)  # of one length, so that it is put in its place at once
        signs = marked.translate(None, _NO_SIGN)
        marks = signs.translate(None, _PARTING)
        if marks != _ONCE and (marks.count(b"\n") < len(CODES) or b"\n\n" in marks or marks.startswith(b"\n")):
            return False
        self.own.add_page(page, ALL)
        # What stands between letters of a word has lost these here, so that the signs alone do not tell.
        if _MARKED_WHOLE in signs and self._whole in texts:
            self.whole.add_page(page, b"".join(self._find_whole(texts)))
        return True

    def look_how(self, page: int, texts: bytes) -> None:
        if self.starts is not None:
            codes = self._find_start(texts)
            if not codes:
                return  # so it is no whole part either
            self.starts.add_page(page, b"".join(codes))
            if len(codes) > _DENSE:
                self.starts = None  # to look on takes longer than to look at the first records alone
        if self._whole in texts:
            self.whole.add_page(page, b"".join(self._find_whole(texts)))

    @cached_property
    def _find_start(self) -> Callable[[bytes], list[bytes]]:
        return compile_search(self._form, "start")

    @cached_property
    def _find_whole(self) -> Callable[[bytes], list[bytes]]:
        return compile_search(self._form, "whole")


def find_owners(
    db: sqlite3.Connection, kind: str, forms: Sequence[str], words: Sequence[Sequence[str]] = ()
) -> list[Numbers]:
    """Find the records to which those of a kind belong in whose own text one of some folded texts stands.

    Behind these come those of each of some words, found on the way, which have forms too.
    """
    parent = BY_NAME[kind].parent
    assert parent is not None
    if not all(is_in_pages(form) and is_told_apart(form) for form in (*forms, *chain(*words))):
        sql = f"SELECT DISTINCT {parent.column} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"
        numbers = [str(list(find_numbers(db, kind, each))) for each in (forms, *words)]
        return [Numbers(row[0] for row in db.execute(sql, [one])) for one in numbers]
    search, others = _OwnerSearch(forms), [_OwnerSearch(word) for word in words]
    within = _has_all_words(forms, words)
    is_thai = not any(form.isascii() for form in (*forms, *chain(*words)))
    for _page, texts in read_pages(db, kind):
        if is_thai and texts.isascii():  # it has numbers and addresses alone
            continue
        met = [other.look(texts) for other in others]
        if not within or all(met):
            search.look(texts)
    return [search.list_owners(), *(other.list_owners() for other in others)]


class _OwnerSearch:
    """The search of a text, in its forms, in one page after the other, for the records to which those belong."""

    def __init__(self, forms: Sequence[str]) -> None:
        behind = rb"..([%b]*)" % re.escape(DIGITS)
        self._searches = [(form.encode(ENCODING), compile_search(form, "anywhere", behind)) for form in forms]
        self._pages: dict[bytes, set[bytes]] = {}

    def look(self, texts: bytes) -> bool:
        """Keep the owners of the records of a page that have the text; tell whether there are any."""
        met = False
        for packed, find in self._searches:
            if len(packed) < _LONG or packed in texts:
                for owner in set(find(texts)):
                    met = True
                    if (above := owner[:-2]) in self._pages:
                        self._pages[above].add(owner[-2:])
                    else:
                        self._pages[above] = {owner[-2:]}
        return met

    def list_owners(self) -> Numbers:
        owners = Numbers()
        for above, codes in self._pages.items():
            owners.add_page(read_number(above), b"".join(sorted(codes)))
        return owners
