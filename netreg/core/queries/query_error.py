"""The refusal of a query: the place under a caret, and of a long query the part around it."""

from __future__ import annotations

import unicodedata

from netreg.errors import UsageError
from netreg.named_tuples import NamedTuple


class Place(NamedTuple):
    """Where something stands in the text of a query: its first letter, and the one behind its last."""

    start: int
    end: int


NOWHERE = Place(0, 0)


class QueryError(UsageError):
    """A query that cannot be answered: the place under a caret, the reason, and the nearest right form."""

    def __init__(self, query: str, place: Place, sentence: str, advice: str = "") -> None:
        """`place` is what is wrong in the text of the query."""
        super().__init__(sentence, advice)
        shown = "".join(letter if letter.isprintable() else " " for letter in query)
        shown, start, end = _cut_around(shown, min(place.start, len(shown)), min(place.end, len(shown)))
        marked = max(1, _measure(shown[start:end]))
        self.details = (f"  {shown}", f"  {' ' * _measure(shown[:start])}{'^' * marked}")


_BEFORE, _MOST_SHOWN = 30, 76
"""Of a long query so many letters before the place are shown, and so many in all."""


def _cut_around(shown: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the part of a long query around a place, and where the place is in it."""
    if len(shown) <= _MOST_SHOWN:
        return shown, start, end
    left = max(0, start - _BEFORE)
    while left and not _measure(shown[left]):
        left -= 1
    right = left + _MOST_SHOWN
    before = "…" if left else ""
    part = before + shown[left:right] + ("…" if right < len(shown) else "")
    moved = len(before) - left
    return part, start + moved, min(end, right) + moved


def _measure(written: str) -> int:
    """Return how many cells of a terminal a text takes: a Thai vowel or tone mark above or below takes none."""
    return sum(
        0 if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf") else
        2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in written
    )  # fmt: skip
