"""The words that stand for a blank in files: one rule for every kind of field."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.core.address_fields import Email
from netreg.exchange.tables.cell_marks import ERROR, ERROR_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netreg.core.compound_columns import CompoundColumn
    from netreg.core.fields import Field

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d_"
BLANK_WORDS = (
    "ไม่มี", "ไม่มีข้อมูล", "ไม่ระบุ", "ไม่ทราบ", "ไม่ปรากฏ", "ไม่ประสงค์ออกนาม", "ไม่ระบุชื่อ", "ไม่ออกนาม", "ไม่เปิดเผยชื่อ",
    "ไม่เปิดเผยนาม", "anonymous", "n/a", "n.a.", "null", "none", "nan", "…", "……",
    *(mark * count for mark in _DASHES for count in range(1, 6)), *("." * count for count in range(1, 11)),
)  # fmt: skip
"""The words for a blank unless others are asked for; in any case of the letters, but Nan is a name."""


def list_forms(words: Iterable[str] | None) -> frozenset[str]:
    """Return the forms of the words for a blank, in lower and upper case and with a capital; of ours for None."""
    return _list_default_forms() if words is None else frozenset(_iterate_forms(words))


@cache
def _list_default_forms() -> frozenset[str]:
    return frozenset({*_iterate_forms(BLANK_WORDS), "NaN"} - {"Nan"})


def _iterate_forms(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield from (word, word.lower(), word.upper(), word.capitalize())


def choose_forms(field: Field | CompoundColumn, forms: frozenset[str]) -> frozenset[str]:
    """Return the forms that are blanks in the cells of a field: not those that it knows as values of its own."""
    more = _NO_ADDRESS if forms and isinstance(field, Email) else ()
    return frozenset(form for form in (*forms, *more) if not field.knows_word(form))


_NO_ADDRESS = ("anonymous", "Anonymous", "ไม่เปิดเผย")
"""What forms write in the place of an e-mail address where nobody had to sign in."""


def empty_blank_cells(cells: Sequence[str], forms: frozenset[str]) -> Sequence[str]:
    """Return the cells of a column, words for a blank emptied, error values marked as such."""
    if _list_odd_cells(forms).isdisjoint(map(str.strip, cells)):
        return cells
    return [_settle_cell(cell, cell.strip().removeprefix(ERROR), forms) for cell in cells]


@lru_cache(64)
def _list_odd_cells(forms: frozenset[str]) -> frozenset[str]:
    """Return every cell that is not to be taken as it stands: error values, and words for a blank that are such."""
    return forms | ERROR_VALUES | {f"{ERROR}{form}" for form in forms & ERROR_VALUES}


def _settle_cell(cell: str, plain: str, forms: frozenset[str]) -> str:
    if plain in forms:
        return ""
    return f"{ERROR}{plain}" if plain in ERROR_VALUES else cell
