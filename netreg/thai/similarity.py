"""How alike two names are: spelled differently by one letter, by a tone mark or by a blank; pure.

Names are compared by their key: without blanks and punctuation (`match_key`), without tone marks
and ์ (`fold_text`), which people in a hurry leave out or type twice.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEWEST_LETTERS = 3
"""The fewest letters of a name that may be another one with one wrong: of two, every name is near to many."""


@lru_cache(1 << 16)
def make_name_key(name: str) -> str:
    """Return the key of a name that is equal for names which differ in blanks, punctuation, tone marks and ์ alone."""
    return text.match_key(name).translate(_LEFT_OUT)


_LEFT_OUT = dict.fromkeys(range(ord("่"), ord("์") + 1))
"""The tone marks and ์, as `fold_text` leaves them out."""


def is_one_letter_off(one: str, other: str) -> bool:
    """Tell whether two keys differ by one letter: left out, added, replaced, or changed places with the next one."""
    if one == other or max(len(one), len(other)) < _FEWEST_LETTERS:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) == 1


def are_spelled_alike(one: str, other: str) -> bool:
    """Tell whether two names differ in a letter, a tone mark or ์ at most, and count nothing differently."""
    keys = make_name_key(one), make_name_key(other)
    return (keys[0] == keys[1] or is_one_letter_off(*keys)) and not have_other_numbers(one, other)


class NearNames:
    """Many keys of names, of which those one letter off another are found without a look at each.

    Two keys that are one letter off are the same once a letter, or none, is cut out of either: so
    the keys are kept by what is left of them.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._found: dict[str, tuple[str, ...]] = {}
        self._by_cut: dict[str, list[str]] = {}
        distinct = dict.fromkeys(keys)
        self._lengths = {len(key) + more for key in distinct for more in (-1, 0, 1)}
        for key in distinct:
            for cut in _cut_letters(key):
                self._by_cut.setdefault(cut, []).append(key)

    def find(self, key: str) -> tuple[str, ...]:
        """Return the keys that are one letter off."""
        if len(key) not in self._lengths:
            return ()
        if key not in self._found:
            likely = {near: None for cut in _cut_letters(key) for near in self._by_cut.get(cut, ())}
            self._found[key] = tuple(near for near in likely if is_one_letter_off(near, key))
        return self._found[key]


def _cut_letters(key: str) -> set[str]:
    """Return the key itself, and what is left of it without any one of its letters."""
    return {key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}


def have_other_numbers(one: str, other: str) -> bool:
    """Tell whether two names count something differently: ``เขต 1`` and ``เขต 2``, ``ภาค ก`` and ``ภาค ข``."""
    return _list_numbers(one) != _list_numbers(other)


@lru_cache(1 << 14)
def _list_numbers(name: str) -> list[str]:
    """List what numbers a name: its digits, letters that stand alone, Roman numerals."""
    normal = text.to_ascii_digits(text.normalise(name))
    return [found.lstrip("0") or "0" if found.isdecimal() else found for found in _number_pattern().findall(normal)]


@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(r"[0-9]+|(?<![^\s(])(?:[ivx]+|[a-zก-ฮ])(?![^\s)])")
