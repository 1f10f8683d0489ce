"""Records as they are read to be shown: one on a card with those that belong to it, or found by a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.thai_fields import Date
from netreg.language import Label
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.core.fields import Field, Reference, Style


class Card(NamedTuple):
    """A record, sections with the cards of the records that belong to it, and others with what points to it."""

    kind: Entity
    row: Row
    sections: tuple[CardSection, ...]
    pointing: tuple[PointingSection, ...] = ()

    def cards_of(self, collection: str) -> tuple[Card, ...]:
        """Return the cards of one collection."""
        return next((section.cards for section in self.sections if section.collection == collection), ())

    def add_derived(self, frame: TimeFrame) -> Card:
        """Return the card with the derived fields of its record and of all cards in it."""
        sections = tuple(s._replace(cards=tuple(card.add_derived(frame) for card in s.cards)) for s in self.sections)
        return self._replace(row=self.kind.add_derived(self.row, frame), sections=sections)


class CardSection(NamedTuple):
    """The cards of one collection, whose field `parent_field` points to the record of the card above."""

    collection: str
    label: Label
    kind: Entity
    parent_field: str
    cards: tuple[Card, ...]
    in_full: bool = True
    """Whether people see the cards themselves, and not only a list of them."""
    total: int | None = None
    """How many there are, where the cards are only the first of them."""
    command: str = ""
    """What to type for all of them."""


class PointingSection(NamedTuple):
    """The nearest of the records of a kind that point to the record of the card, and how many there are."""

    kind: Entity
    label: Label
    references: tuple[Reference, ...]
    """The fields by which they point."""
    owners: tuple[Reference, ...]
    """What they belong to, from the top: a person who signs is shown with the agreement, then with the party."""
    status: tuple[Field, ...]
    """The fields that say how each stands: of its own, or of what it belongs to."""
    details: tuple[Field, ...]
    rows: tuple[Row, ...]
    total: int
    command: str
    """What to type for all of them."""


# --- what a search finds -----------------------------------------------------------------

MATCHES = {
    "exact": Label("ตรงทั้งคำ", "Exact"),
    "start": Label("ขึ้นต้นคำ", "Start of a word"),
    "inside": Label("อยู่ภายใน", "Inside"),
    "linked": Label("ข้อมูลที่เชื่อมโยง", "Linked"),
    "noted": Label("หมายเหตุหรือที่มา", "Note or source"),
    "words": Label("มีครบทุกคำ", "All words"),
}
"""How a record was found, the best first; a *linked* one by what belongs to it or what it points to.

A *noted* one has the text in notes or sources alone; *words* are all there, but not beside each other.
"""


class SearchHit(NamedTuple):
    """A record that was found: `match` is one of :data:`MATCHES`.

    `summary` is a short line of what matters most of it. `field` is where the text stands, by its
    machine name, that of a record that belongs to the one found behind the name of its
    collection; `label` and `text` say so to people.
    """

    kind: Entity
    id: int
    code: str | None
    name: str
    match: str
    summary: str = ""
    field: str = ""
    label: str = ""
    text: str = ""


class HitGroup(NamedTuple):
    """The records of one kind: how many there are, and the best of them.

    Of the kinds in `unlisted` so many records point to what was found that they are in neither.
    """

    kind: Entity
    total: int
    hits: tuple[SearchHit, ...]
    unlisted: tuple[Entity, ...] = ()


def list_shown_values(entity: Entity, row: Row, style: Style) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the label and the value as people see it of each field that is filled."""
    for field in entity.stored:
        if row.get(field.name) is not None:
            yield field.name, str(field.label), field.show(row[field.name], style).strip()


def summarise(entity: Entity, row: Row, style: Style) -> str:
    """Return a short line of a row with derived fields: the first columns of its list beside its name, in words."""
    name, shown = entity.display_name(row), []
    for column in entity.columns[2:]:
        field = entity.by_name[column]
        value = row.get(column)
        if column == "flags" or field.is_picture or value in (None, "", []) or isinstance(value, int):
            continue
        if (words := field.show(value, style).strip()) and words not in name and not words.isdigit():
            said = f"{field.label} {words}" if isinstance(field, Date) else words
            shown.append(" ".join(said.split()))
    return " · ".join(shown[:_SUMMARISED])


_SUMMARISED = 2
