"""Cards of a past day: nothing on them that nobody knew then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.agreements.earlier_parties import restore_parties
from netreg.store.records import records
from netreg.store.reports.known_records import select_known_on

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from netreg.core.cards import Card
    from netreg.core.entity import Entity


def read_card_on(db: sqlite3.Connection, entity: Entity, number: int, as_of: date, most: int | None = None) -> Card:
    """Return the record with what belongs to it and what is related to it, as known on a past day."""
    card = records.read_card(db, entity, number, as_of, most, lambda kind: select_known_on(kind, as_of))
    return restore_parties(db, card, as_of) if entity.name == "agreement" else card
