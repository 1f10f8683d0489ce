"""The records that have all words of a text, though not beside each other: in themselves or what is linked to them."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import PERSON
from netreg.store.records.search_pages.numbers import Numbers
from netreg.store.searching.found_records import FEW, FoundRecords, Sought, find_records, list_forms, list_searched
from netreg.store.searching.places_found import list_ways, read_texts, tell_parts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from netreg.core.entity import Entity

_WEIGHTS = (0, 1, 3, 100)
"""How far a record is for a word in its name, elsewhere in it, in what is linked, or in a note or a source alone."""


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
    db: sqlite3.Connection, words: Sequence[Sought], kinds: Iterable[Entity] | None, phrase: Iterable[FoundRecords]
) -> dict[str, AllWords]:
    """Find the records that have all words, by kind; `phrase` has those that have the text itself.

    Of a kind of which very many have the text itself, as a name that thousands bear, no others are looked for.
    """
    known = {each.kind.name: each for each in phrase}
    left = list_searched(db) if kinds is None else list(kinds)
    left = [kind for kind in left if kind.name not in known or known[kind.name].total <= FEW]
    found: list[dict[str, FoundRecords]] = []
    for word in words:
        found.append({each.kind.name: each for each in find_records(db, word, left, many=inf)})
        left = [each.kind for each in found[-1].values()]
    every: dict[str, AllWords] = {}
    for name in found[-1] if found else ():
        each = [one[name] for one in found]
        numbers, *others = sorted(map(_join, each), key=len)
        for other in others:
            numbers.keep_all(other)
        if name in known:
            numbers.remove_all(_join(known[name]))
        if numbers:
            every[name] = AllWords(numbers, list(zip(words, each, strict=True)))
    return every


def _join(found: FoundRecords) -> Numbers:
    numbers = Numbers()
    numbers.add_all(found.own)
    numbers.add_all(found.linked)
    return numbers


def list_by_weight(db: sqlite3.Connection, kind: Entity, every: AllWords) -> Iterator[Numbers]:
    """Yield the records with most words in their names first, then in themselves or what is linked, in notes last."""
    if len(every.numbers) > FEW:
        yield every.numbers
        return
    weights = dict.fromkeys(every.numbers, 0)
    texts = read_texts(db, kind, weights)
    for word, found in every.words:
        own, named = tell_parts(texts, word)
        through = list_ways(db, found, weights, word)
        for number in weights:
            held = (number in named, number in own, number in through, True)
            weights[number] += _WEIGHTS[held.index(True)]
    for weight in sorted(set(weights.values())):
        yield Numbers(number for number, each in weights.items() if each == weight)
