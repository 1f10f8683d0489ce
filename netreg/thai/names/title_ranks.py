"""The rank of titles: which of those that two sources give a person are the higher.

A list from another office often knows fewer titles of a person, or older ones: what is known
is not lowered by it. Titles are compared in their short forms.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple
from netreg.thai.names.title_table import (
    MARKS,
    RANKS,
    are_same_titles,
    get_default_titles,
    join_titles,
    split_titles,
)
from netreg.thai.names.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ACADEMIC = ("อ.", "ผศ.", "รศ.", "ศ.")
"""The academic ranks, the lowest first; additions such as คลินิก make no difference to the order."""
_SAME_IN_THAI = {
    "Mr.": "นาย", "Mrs.": "นาง", "Ms.": "นางสาว", "Dr.": "ดร.",
    "Prof.": "ศ.", "Assoc.Prof.": "รศ.", "Asst.Prof.": "ผศ.",
}  # fmt: skip
_ORDER = ("rank", "academic", "medical", "degree", "royal")
"""The kinds of title beside which an everyday one such as นาย says nothing more, as they are written in turn."""


class RankedTitle(NamedTuple):
    """A title with what belongs to it (``ว่าที่``, ``หญิง``): its kind, its short form, its height among its kind."""

    kind: str
    short: str
    height: float
    written: str


def merge_titles(before: str, given: str) -> str:
    """Return what a person with the titles `before` has after a source that gives others.

    A higher rank of a kind replaces the lower one, a title of a kind that is not there is added, and
    either replaces นาย. What is lower, missing, or only written in another way changes nothing.
    """
    ours, theirs = ({title.kind: title for title in _rank_titles(titles)} for titles in (before, given))
    if _list_forms(ours) == _list_forms(theirs) or are_contradictory(before, given):
        return before
    if "" in ours or "" in theirs:  # what is not known cannot be compared
        return given
    if not theirs.keys() & {*_ORDER}:
        return before if ours.keys() & {*_ORDER} or _says_less(ours, theirs) else given
    taken = {
        kind: ours[kind] if kind in ours and not _is_higher(theirs.get(kind), ours[kind]) else theirs[kind]
        for kind in _ORDER
        if kind in theirs or kind in ours
    }
    forms = _list_forms(taken)
    if forms == {title.short for kind, title in ours.items() if kind in _ORDER}:
        return before
    if forms == {title.short for kind, title in theirs.items() if kind in _ORDER}:
        return given
    return join_titles(title.written for title in taken.values())


def _says_less(ours: dict[str, RankedTitle], theirs: dict[str, RankedTitle]) -> bool:
    """Tell whether everyday titles say less than others do: คุณ, ครู and the like leave the sex open."""
    is_everyday = theirs.keys() <= {"civil", "teacher", "honour"}
    is_sexed = "civil" in ours and ours["civil"].short != "คุณ"
    return is_sexed and is_everyday and not find_sexes(title.short for title in theirs.values())


def combine_titles(one: str, other: str) -> str | None:
    """Combine the titles of a person that stand in two columns; None where they contradict each other.

    An everyday title says nothing beside another: นาย and ดร. are ดร.
    """
    if are_same_titles(one, other):
        return other
    marks = [title for titles in (one, other) for title in split_titles(titles) if _find_class(title) in MARKS]
    bare = [join_titles(t for t in split_titles(titles) if _find_class(t) not in MARKS) for titles in (one, other)]
    if marks and "" in bare:
        return join_titles(filter(None, (*bare, *marks)))
    ours, theirs = ({title.kind: title for title in _rank_titles(titles)} for titles in (one, other))
    if "" in ours or "" in theirs or are_contradictory(one, other):
        return None
    if any(ours[kind].short != theirs[kind].short for kind in ours.keys() & theirs.keys()):
        return None
    return merge_titles(one, other)


def _find_class(title: str) -> str:
    return get_default_titles().find_class(title)


_MEN = frozenset(("นาย", "เด็กชาย", "นพ.", "น.สพ.", "Mr.", "มาสเตอร์", "มิสเตอร์", "บาทหลวง", "ภราดา", "สามเณร"))
_WOMEN = frozenset((
    "นาง", "นางสาว", "เด็กหญิง", "พญ.", "ทพญ.", "ภญ.", "สพ.ญ.", "ทนพญ.", "กภญ.", "คุณหญิง", "ท่านผู้หญิง", "หญิง", "แม่ชี",
    "ภิกษุณี", "สามเณรี", "ซิสเตอร์", "มิส", "มิสซิส", "Mrs.", "Ms.", "Miss",
))  # fmt: skip
_CHILDREN = frozenset(("เด็กชาย", "เด็กหญิง"))
"""The titles, in their short forms, of whom the law calls by them until the age of 15."""


def find_sexes(stored: Iterable[str]) -> set[str]:
    """Find the sexes that titles in their short forms say: ``m``, ``f``."""
    forms = {*stored}
    return ({"m"} if forms & _MEN else set()) | ({"f"} if forms & _WOMEN else set())


def are_contradictory(before: str, given: str) -> bool:
    """Tell whether titles are hardly those of one person: of the other sex, or of a child where he or she is none."""
    ours, theirs = _list_shorts(before), _list_shorts(given)
    sexes = find_sexes(ours), find_sexes(theirs)
    if all(sexes) and not sexes[0] & sexes[1]:
        return True
    return bool(theirs & _CHILDREN and ours and not ours & _CHILDREN)


@lru_cache(1 << 12)
def _list_shorts(stored: str) -> frozenset[str]:
    shorts = (get_default_titles().shorten(title) for title in split_titles(stored))
    return frozenset(_SAME_IN_THAI.get(short, short) for short in shorts)


def _list_forms(titles: dict[str, RankedTitle]) -> set[str]:
    return {title.short for title in titles.values()}


def _is_higher(one: RankedTitle | None, other: RankedTitle) -> bool:
    """Tell whether a title replaces another of its kind: it stands higher, or as high and is another."""
    return one is not None and one.short != other.short and one.height >= other.height


def _rank_titles(stored: str) -> Iterator[RankedTitle]:
    """Yield the titles of a person, each with its height."""
    acting = ""
    for written in split_titles(stored):
        short = get_default_titles().shorten(written)
        short = _SAME_IN_THAI.get(short, short)
        kind = get_default_titles().find_class(short)
        if kind == "acting":
            acting = written
        elif kind not in MARKS:
            height = _find_height(kind, short) - 0.5 * bool(acting)
            whole = f"{acting} {written}".strip()
            yield RankedTitle("rank" if kind in RANKS else kind, f"{acting}{short}", height, whole)
            acting = ""


def _find_height(kind: str, short: str) -> float:
    """Return how high a title stands: only titles of one kind can be compared."""
    if kind == "academic":
        return next((place for place, rank in enumerate(_ACADEMIC) if short.startswith(rank)), 0)
    return _list_heights().get(short, 0)


@cache
def _list_heights() -> dict[str, int]:
    """Return the height of each rank: in the table of titles the higher stands first."""
    shorts: dict[str, list[str]] = {}
    for _form, short, kind in TITLES:
        shorts.setdefault(kind, []).append(short)
    return {short: -place for kind in sorted(RANKS) for place, short in enumerate(dict.fromkeys(shorts.get(kind, ())))}
