"""Columns whose cells hold several fields, such as a whole name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Field, Value, have_one_key
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netreg.language import Label


class RemarkableValues(tuple[Value, ...]):
    """The values that a cell was split into, where there may be something to say of it."""

    __slots__ = ()


class SplitColumns(NamedTuple):
    """The values that the cells of a column were split into, by field: where nothing is to be said of any."""

    parts: tuple[Sequence[Value], ...]


class CompoundColumn(NamedTuple):
    """A column that files have in one piece and the register in several fields."""

    name: str
    label: Label
    headings: tuple[str, ...]
    #: The fields that it fills.
    into: tuple[str, ...]
    #: Split a text into the values of those fields; raises ``InvalidValue``.
    split: Callable[[str], tuple[Value, ...]]
    #: What may be written, for whoever fills in a template.
    meaning: Label
    example: str
    #: As that of a `Field`: what is to be said of a cell that was split into `RemarkableValues`.
    find_remark: Callable[[str, tuple[Value, ...]], str | None] = lambda _cell, _values: None
    #: Find the former family name that such a cell gives as well, and whether it says that it is one.
    find_former: Callable[[str], tuple[str, bool] | None] = lambda _cell: None
    knows_word: Callable[[str], bool] = lambda _word: False
    #: The fields that it may fill as well, and that have columns of their own, such as a nickname.
    beside: tuple[str, ...] = ()
    #: Combine two values of one field, from two columns of a row, into one; None where they do not agree.
    combine: Callable[[str, str], Value] = lambda one, other: other if have_one_key(one, other) else None

    #: The field of `into` that it is read for, where `split` is about words that may stand in place of a value
    #: of it; with `keeps_words` the last of `beside` keeps these as written. So a term may be ``2 ปี ต่ออายุอัตโนมัติ``.
    in_place_of: Field | None = None
    keeps_words: bool = True
    #: Split all texts of a column as `split` does each, None for a blank: where that takes less time.
    split_all: Callable[[Sequence[str]], Sequence[tuple[Value, ...] | None] | SplitColumns] | None = None

    @property
    def fills(self) -> tuple[str, ...]:
        """Every field that `split` has a value for."""
        return (*self.into, *self.beside)
