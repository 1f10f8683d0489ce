"""A paper as a value: what it says, block by block, before anybody decides how it is written."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from netreg.named_tuples import NamedTuple
from netreg.thai.text import to_thai_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Title(NamedTuple):
    """The lines at the head of a paper, in bold and centred; a rule below them."""

    lines: tuple[str, ...]


class Heading(NamedTuple):
    """A line in bold that stays with what follows: of `level` 1, or 2 below another."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """Running text, after a `lead` in bold if it has one; `depth` says how far it is indented."""

    text: str
    lead: str = ""
    depth: int = 0


class Roll(NamedTuple):
    """A numbered list of people: of each the number, the name, the position, and in which role."""

    rows: tuple[tuple[str, str, str, str], ...]


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
