"""Notes on the rows of a file that are not refused: what a record keeps or gives up, what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.confirmations import ConfirmedOn
from netreg.core.fields import Reference, choose_sentence_style, shorten
from netreg.core.table_import import CHILD, OWN, MatchPolicy
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME
from netreg.errors import quote_word
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field


class PlannedNote(NamedTuple):
    """A remark on a row that is not refused: its place as ``own.titles``, the value there, the note."""

    place: str
    value: str
    note: str


def describe_kept_name(entity: Entity, number: int, before: Row, left: Row) -> Iterator[PlannedNote]:
    """Say that a record keeps its name, though the row that was decided to be about it spells another."""
    apart = {name: value for name, value in left.items() if not entity.by_name[name].is_same(before[name], value)}
    for place in list(apart)[:1]:
        changes = " ".join(quote_word(f"{name}={entity.by_name[name].show(value)}") for name, value in apart.items())
        note = _("the register keeps its own name; to take this one, type: netreg {kind} edit {number} {changes}")
        yield PlannedNote(
            f"{OWN}.{place}",
            shorten(entity.by_name[place].show(apart[place])),
            note.format(kind=entity.command, number=number, changes=changes),
        )


def describe_known_family(former: Row) -> PlannedNote:
    """Say that a word in brackets is the former family name of somebody known."""
    note = _("a known family name of this person, and no nickname")
    return PlannedNote(f"{OWN}.family_name", shorten(str(former["family_name"])), note)


def describe_former_name(
    db: sqlite3.Connection, entity: Entity, kept: int, before: Row, changes: Mapping[str, Any]
) -> PlannedNote:
    """Say that a row gave a record a new name, and that the one before is kept."""
    kind = BY_NAME[entity.naming_child or ""]
    differing = [one for one in changes if changes[one] != before[one]]
    place = next((one for one in differing if entity.by_name[one].is_name), differing[0])
    name = records.find_refs(db, kind.name, [kept])[kept].name
    note = (
        _("new titles; the name with the former ones, {name}, is kept as {kind} {number}")
        if place == "titles"
        else _("a new name; the former one, {name}, is kept as {kind} {number}")
    )
    return PlannedNote(
        f"{OWN}.{place}",
        shorten(str(changes[place])),
        note.format(name=shorten(name), kind=kind.spoken_name, number=kept),
    )


def describe_kept_fields(
    policy: MatchPolicy, level: str, values: Row, before: Row, kind: Entity
) -> Iterator[PlannedNote]:
    """Yield a remark for each field of which a known record keeps its own value, though a row says another."""
    for one in policy.find_kept_fields(values, before, kind):
        yield PlannedNote(
            f"{level}.{one.name}",
            shorten(one.show(values[one.name])),
            _("the register has a later confirmation, and keeps it")
            if isinstance(one, ConfirmedOn)
            else _("the register has a more exact date, and keeps it (see --on-match)")
            if isinstance(one, Date)
            else _("the register has a higher one, or the same in another form, and keeps it (see --on-match)"),
        )


def describe_replaced_fields(entity: Entity, before: Row, changes: Mapping[str, Any]) -> Iterator[PlannedNote]:
    """Yield a remark for each value that tells records apart, such as a date of birth, and is replaced."""
    for one in map(entity.by_name.__getitem__, entity.apart_fields):
        value = changes.get(one.name)
        if isinstance(one, Reference) or value is None or before[one.name] is None:
            continue
        if one.contradicts(before[one.name], value):
            yield PlannedNote(f"{OWN}.{one.name}", "", _("replaces another value, which the history keeps"))


def describe_open_child(db: sqlite3.Connection, entity: Entity, owner: int, row: Row, found: list[int]) -> PlannedNote:
    """Say that a row leaves open which child of a record it means, and what it would have to name."""
    kind = BY_NAME[entity.row_child or ""]
    assert kind.parent is not None
    names = [part.field for key in kind.keys for part in key if row.get(part.field) is None]
    said = next(name for name, value in row.items() if value is not None and name != kind.parent.name)
    return PlannedNote(
        f"{CHILD}.{said}",
        _show_value(db, kind.by_name[said], row[said]),
        _(
            "{record} has {count} {kind} that match ({numbers}); the row names no {fields}, so they were left alone"
        ).format(
            record=f"{entity.spoken_name} {owner}",
            count=len(found),
            kind=str(kind.plural).lower(),
            numbers=", ".join(f"{kind.spoken_name} {number}" for number in found),
            fields=", ".join(str(kind.by_name[name].label) for name in names),
        ),
    )


def _show_value(db: sqlite3.Connection, field: Field, value: Any) -> str:
    """Return a value in words, another record by its name."""
    if isinstance(field, Reference):
        return shorten(records.find_refs(db, field.to, [value])[value].name)
    return shorten(field.show(value, choose_sentence_style()))
