"""The parties of an agreement on a past day, with who signed for them: what was amended later is taken back.

The history keeps what each amendment changed. Of one that came from another register it knows nothing, and
its parties stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.cards import Card, CardSection
from netreg.entities import BY_NAME
from netreg.store.history.changes import read_command_changes
from netreg.store.records import records
from netreg.store.records.computed_columns import COUNTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from netreg.core.entity import Entity

    Earlier = dict[tuple[str, int], dict[str, Any] | None]
    """Of each record the columns that an amendment changed, as they were; None where there was no such record."""

_LATER = """SELECT id FROM amendment WHERE agreement_id = :agreement AND kind = 'amended'
    AND signed_on > :as_of || 'T24' ORDER BY signed_on DESC, id DESC"""
_MADE_BY = """SELECT command_id FROM change WHERE kind = 'amendment' AND record_id = ? AND before IS NULL
    ORDER BY id DESC LIMIT 1"""


def restore_parties(db: sqlite3.Connection, card: Card, as_of: date) -> Card:
    """Return the card of an agreement with its parties, signatories and witnesses before its later amendments."""
    earlier: Earlier = {}
    for (amendment,) in db.execute(_LATER, {"agreement": card.row["id"], "as_of": as_of.isoformat()}).fetchall():
        made = db.execute(_MADE_BY, [amendment]).fetchone()
        if made and made[0] is not None:
            kinds = "kind IN ('party', 'signatory', 'witness')"
            for change in reversed(read_command_changes(db, made[0], kinds)):
                key = change.kind, change.record
                earlier[key] = None if change.before is None else {**(earlier.get(key) or {}), **change.before}
    return _restore_sections(db, card, earlier) if earlier else card


def _restore_sections(db: sqlite3.Connection, card: Card, earlier: Earlier) -> Card:
    sections = tuple(
        _restore_section(db, section, card.row["id"], earlier)
        if section.kind.name in ("party", "signatory", "witness")
        else section
        for section in card.sections
    )
    return card._replace(sections=sections)


def _restore_section(db: sqlite3.Connection, section: CardSection, owner: int, earlier: Earlier) -> CardSection:
    """Return a section with its records as they were: without those that came later, with those that left."""
    kind, known = section.kind, {card.row["id"]: card for card in section.cards}
    assert kind.parent is not None
    for (name, number), before in earlier.items():
        if name != kind.name:
            continue
        if before is None:
            known.pop(number, None)
            continue
        now = db.execute(f"SELECT * FROM {name} WHERE id = ?", [number]).fetchone()
        values = {**(dict(now) if now else {}), **before}
        if values[kind.parent.column] == owner:
            known[number] = _make_card(db, kind, known.get(number), values)
    cards = sorted(known.values(), key=lambda card: (card.row.get("seq") or 0, card.row["id"]))
    return section._replace(cards=tuple(_restore_sections(db, card, earlier) for card in cards), total=None)


def _make_card(db: sqlite3.Connection, kind: Entity, known: Card | None, values: dict[str, Any]) -> Card:
    """Make the card of a record as it was, of the `values` of its columns."""
    counted = {name: known.row.get(name) if known else None for name in COUNTED.get(kind.name, {})}
    [row] = records.name_references(db, kind, [{**counted, **values}])
    return Card(kind, row, known.sections if known else tuple(_list_empty_sections(kind)))


def _list_empty_sections(kind: Entity) -> Iterator[CardSection]:
    for name in ("signatory", "witness") if kind.name == "party" else ():
        below = BY_NAME[name]
        assert below.parent is not None
        yield CardSection(below.collection, below.plural, below, below.parent.name, ())
