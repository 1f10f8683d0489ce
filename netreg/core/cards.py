"""A record together with the records that belong to it, as a card shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.core.fields import Field, Reference
    from netreg.language import Label


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
