"""The records that have all words of a text, though not beside each other: in themselves or what is linked to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import PERSON
from netreg.named_tuples import NamedTuple
from netreg.store.records.list_pages import find_first
from netreg.store.records.search_pages.numbers import Numbers
from netreg.store.searching.found_records import (
    FEW,
    FoundInPages,
    FoundRecords,
    Sought,
    find_records,
    list_forms,
    list_searched,
)
from netreg.store.searching.places_found import list_ways, read_texts, tell_named

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from netreg.core.entity import Entity

_WEIGHTS = (0, 1, 3, 100)
"""How far a record is for a word in its name, elsewhere in it, in what is linked, or in a note or a source alone."""


_NEAR = 4
"""So many times as many as are wanted are weighed before all are."""


class AllWords(NamedTuple):
    """The records of a kind that have all words, without those that have the whole text; and those of each word."""

    numbers: Numbers
    words: list[tuple[Sought, FoundRecords]]


def split_words(written: str) -> list[Sought]:
    """Split a text into the words that count, the longest first: not single letters, nor titles of people.

    None counts where the text is but one word.
    """
    words = written.split()
    if len(words) < 2:
        return []
    sought = {word.folded: word for word in map(list_forms, words) if word.folded and not _is_title(word.written)}
    return sorted(sought.values(), key=lambda word: -len(word.folded[0]))


def _is_title(word: str) -> bool:
    """Tell whether a word is but a title: of any other there is a name without its title, too."""
    return len([*PERSON.search_names(word)]) == 1


def find_all_words(
    db: sqlite3.Connection,
    words: Sequence[Sought],
    kinds: Iterable[Entity] | None,
    phrase: Iterable[FoundRecords],
    pages: Sequence[FoundInPages],
) -> dict[str, AllWords]:
    """Find the records that have all words, by kind; `phrase` has those that have the text itself.

    Of a kind of which very many have the text itself, as a name that thousands bear, no others are looked for.
    The `pages` have what was found there of the text, and of each word.
    """
    beside = pages[0].every
    known = {each.kind.name: each for each in phrase}
    left = list_searched(db) if kinds is None else list(kinds)
    left = [kind for kind in left if kind.name not in known or known[kind.name].total <= FEW]
    found: list[dict[str, FoundRecords]] = []
    for word, looked in zip(words, pages[1:], strict=True):
        found.append({each.kind.name: each for each in find_records(db, word, left, looked)})
        left = [each.kind for each in found[-1].values()]
    every: dict[str, AllWords] = {}
    for name in found[-1] if found else ():
        each = [one[name] for one in found]
        numbers = beside[name] if name in beside and not any(one.linked for one in each) else _find_common(each)
        if name in known:
            numbers.remove_all(_join(known[name]))
        if numbers:
            every[name] = AllWords(numbers, list(zip(words, each, strict=True)))
    return every


def _find_common(found: Iterable[FoundRecords]) -> Numbers:
    numbers, *others = sorted(map(_join, found), key=len)
    for other in others:
        numbers.keep_all(other)
    return numbers


def _join(found: FoundRecords) -> Numbers:
    numbers = Numbers()
    numbers.add_all(found.own)
    numbers.add_all(found.linked)
    return numbers


def select_best(db: sqlite3.Connection, kind: Entity, every: AllWords, limit: int) -> list[int]:
    """Select those with most words in their names first, then in themselves or what is linked, in notes last.

    Those of one weight are in their order; of very many the first are as good as any.
    """
    if limit <= 0:
        return []
    if len(every.numbers) > FEW:
        return find_first(db, kind.name, every.numbers, limit)
    ordered, ranked = find_first(db, kind.name, every.numbers, FEW), dict[int, list[int]]()
    near = _NEAR * limit
    for some in (ordered[:near], ordered[near:]):
        for number, weight in _weigh(db, kind, some, every.words).items() if some else ():
            ranked.setdefault(weight, []).append(number)
        if len(ranked.get(0, ())) >= limit:
            break  # none can be better
    return [number for weight in sorted(ranked) for number in ranked[weight]][:limit]


def _weigh(
    db: sqlite3.Connection, kind: Entity, numbers: Iterable[int], words: Iterable[tuple[Sought, FoundRecords]]
) -> dict[int, int]:
    weights = dict.fromkeys(numbers, 0)
    texts = read_texts(db, kind, weights)
    for word, found in words:
        named, own = tell_named(texts, word)
        through = list_ways(db, found, weights, word)
        for number in weights:
            held = (number in named, number in own, number in through, True)
            weights[number] += _WEIGHTS[held.index(True)]
    return weights
