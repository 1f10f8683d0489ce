"""Two records side by side: their fields, and what belongs to either or points to it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from netreg.core.fields import Field, Reference, Style, Text, shorten
from netreg.entities import BY_NAME, find_child_entities
from netreg.render.results import Listing
from netreg.store.merging.chosen_values import BOTH
from netreg.store.merging.joined_records import find_children
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from netreg.cli.framework.session import Session
    from netreg.core.entity import Entity, Row
    from netreg.store.merging.chosen_values import ChosenValue

_MOST_NAMED = 5


def build_listing(
    db: sqlite3.Connection,
    session: Session,
    entity: Entity,
    numbers: tuple[int, int],
    chosen: Sequence[ChosenValue],
) -> Listing:
    """Build the table of two records: every field that either has, and which value is kept."""
    kept = {one.field.name: one for one in chosen}
    rows = [records.read_values(db, entity, number) for number in numbers]
    style = session.view.style
    lines: list[Row] = []
    for field in entity.stored:
        values = [row[field.name] for row in rows]
        if values == [None, None] and field.name not in kept:
            continue
        one, other = (show_value(db, field, value, style) for value in values)
        choice = kept.get(field.name)
        given = show_value(db, field, choice.kept, style) if choice else one
        side = choice.side if choice else ""
        lines.append({"field": str(field.label), "a": one, "b": other, "side": side, "kept": given})
    lines += _list_belongings(db, entity, numbers)
    headings = [f"{name}: {entity.label} {number}" for name, number in zip("AB", numbers, strict=True)]
    fields = (
        Text("field", "ช่อง", "Field"),
        Text("a", headings[0], headings[0]),
        Text("b", headings[1], headings[1]),
        Text("side", "เก็บ", "Kept"),
    )
    return Listing(fields, lines, session.view, (*fields, Text("kept", "ค่าที่เก็บ", "Value kept")))


def show_value(db: sqlite3.Connection, field: Field, value: Any, style: Style | None = None) -> str:
    """Return a stored value as people see it, a reference as the name of its record."""
    if value is None:
        return ""
    if isinstance(field, Reference):
        ref = records.find_refs(db, field.to, [value]).get(value)
        return f"{ref.name} ({ref.code or ref.id})" if ref else ""
    return field.show(value, style) if style else field.show(value)


def _list_belongings(db: sqlite3.Connection, entity: Entity, numbers: tuple[int, int]) -> Iterator[Row]:
    """Yield a line for each kind that belongs to either record, and for each that points to it."""
    for kind in find_child_entities(entity):
        found = [find_children(db, kind, number) for number in numbers]
        if any(found):
            one, other = (_name_records(db, kind, one) for one in found)
            yield {"field": str(kind.plural), "a": one, "b": other, "side": BOTH, "kept": ""}
    counts = [Counter(kind.name for kind, _number in records.find_pointing(db, entity, one)) for one in numbers]
    for name in dict.fromkeys([*counts[0], *counts[1]]):
        one, other = (str(count[name] or "") for count in counts)
        yield {"field": str(BY_NAME[name].plural), "a": one, "b": other, "side": BOTH, "kept": ""}


def _name_records(db: sqlite3.Connection, kind: Entity, numbers: list[int]) -> str:
    named = records.find_refs(db, kind.name, numbers[:_MOST_NAMED])
    names = [shorten(named[number].name, 60) for number in numbers[:_MOST_NAMED]]
    return "; ".join(names) + ("; …" if len(numbers) > _MOST_NAMED else "")
