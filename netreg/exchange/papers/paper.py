"""A paper as a value: what it says, block by block, before anybody decides how it is written."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import category

from netreg.named_tuples import NamedTuple
from netreg.thai.text import to_thai_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_NUMBER, _LEAST, _MOST = 9, 21, 32
"""Parts of 100 of a line of a roll: for the number, and the least and the most for the role or the reason."""
_WIDER = 0.6
"""The most that the name or the post takes of what is left for both."""


def count_places(text: str) -> int:
    """Return how many signs stand side by side in a text: vowels and tone marks above and below take no place."""
    return sum(category(sign) != "Mn" for sign in text)


class Title(NamedTuple):
    """The lines at the head of a paper, in bold and centred; a rule below them."""

    lines: tuple[str, ...]


class Heading(NamedTuple):
    """A line in bold that stays with what follows: of `level` 1, or 2 below another, or 3 below that."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """Running text, after a `lead` in bold if it has one; `depth` says how far it is indented.

    One that `keeps` stands on the page of what follows it.
    """

    text: str
    lead: str = ""
    depth: int = 0
    keeps: bool = False


class Roll(NamedTuple):
    """A numbered list of people: of each the number, the name, the position, and in which role."""

    rows: tuple[tuple[str, str, str, str], ...]

    @property
    def shares(self) -> tuple[int, int, int, int]:
        """The widths of the columns, as parts of 100: the last as its longest text asks for, the others as most do."""
        name, post, roles = (tuple(count_places(row[column]) for row in self.rows) for column in (1, 2, 3))
        longest = max(roles, default=0)
        last = min(max(longest * 2, _LEAST), _MOST) if longest else 0
        rest = 100 - _NUMBER - last
        share = sum(name) / max(sum(name) + sum(post), 1)
        first = round(rest * min(max(share, 1 - _WIDER), _WIDER))
        return _NUMBER, first, rest - first, last


class Table(NamedTuple):
    """A table with lines, to be filled in by hand: `shares` are the widths of its columns, as parts of 100."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


class Signature(NamedTuple):
    """A place to sign: the name below it, and in which capacity."""

    name: str
    capacity: str


Block = Title | Heading | Paragraph | Roll | Table | Signature


class Paper(NamedTuple):
    """A paper: its `parts` in order, and the single `fields` that a template may name beside them.

    `blanks` are what stands in it as dotted lines, by the fields of the meeting that would say it,
    `unrecorded` those who were expected and of whom nothing says whether they came.
    """

    kind: str
    title: str
    parts: Mapping[str, tuple[Block, ...]]
    fields: Mapping[str, str]
    blanks: Mapping[str, str] = MappingProxyType({})
    unrecorded: tuple[str, ...] = ()

    def list_blocks(self) -> Iterator[Block]:
        """List the blocks of all parts."""
        for blocks in self.parts.values():
            yield from blocks

    def with_thai_digits(self) -> Paper:
        """Return the paper with every number in Thai digits but those of addresses and of names in Latin letters."""
        parts = {name: tuple(_convert(block) for block in blocks) for name, blocks in self.parts.items()}
        fields = {name: to_thai_digits(text) for name, text in self.fields.items()}
        return self._replace(title=to_thai_digits(self.title), parts=parts, fields=fields)


Content = TypeVar("Content")


def _convert(content: Content) -> Content:
    """Return a block, or what is in it, with Thai digits."""
    found: Any = content
    if isinstance(found, str):
        found = to_thai_digits(found)
    elif hasattr(found, "_make"):
        found = found._make(map(_convert, found))
    elif isinstance(found, tuple):
        found = tuple(map(_convert, found))
    return found  # type: ignore[no-any-return]
