"""Which tables of a file hold which kinds of record: the main one, and what belongs to its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import children
from netreg.errors import UnusableInput
from netreg.language import Label, _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.exchange.tables.source_tables import SourceFile, SourceTable

EXPLANATION = Label("คำอธิบาย", "About the columns")
"""The sheet of a template that explains the others; it holds no records."""


class EntityTable(NamedTuple):
    """One table of a file: its kind, what messages call it, and the number of the part it is nested in.

    In one that is `typed` a spreadsheet knows which cells are dates.
    """

    entity: Entity
    source: SourceTable
    name: str
    number: int
    nested_in: int | None = None
    typed: bool = False


def assign_tables(entity: Entity, file: SourceFile) -> tuple[list[EntityTable], list[str]]:
    """The tables of a file in the order in which they are taken, and notes on what was left out.

    Raises:
        UnusableInput: when it cannot be told which table is meant.
    """
    if file.format in ("json", "ndjson"):
        return _nested(entity, file)
    sources = [source for source in file.tables if not _is(source.name, EXPLANATION.th, EXPLANATION.en)]
    if not sources:
        raise UnusableInput(_("{file} is empty").format(file=file.name), _("its first line must be the headings"))
    if len(sources) == 1:
        return [EntityTable(entity, sources[0], file.name, 0, typed=file.format in ("xlsx", "xls", "ods"))], []
    return _sheets(entity, file.name, sources)


def _sheets(entity: Entity, file: str, sources: list[SourceTable]) -> tuple[list[EntityTable], list[str]]:
    """The sheets by their names: that of the kind itself, then those of what belongs to it."""
    parts: list[EntityTable] = []
    left = list(sources)
    for kind in (entity, *_below(entity)):
        for source in sources:
            if source in left and _names(kind, source.name):
                parts.append(EntityTable(kind, source, f"{file} [{source.name}]", len(parts), typed=True))
                left.remove(source)
    if not parts or parts[0].entity is not entity:
        raise UnusableInput(
            _("{file} has the sheets {names}").format(file=file, names=", ".join(f"'{s.name}'" for s in sources)),
            _("say which with --sheet NAME"),
        )
    return parts, [_("{file}: the sheet '{name}' was left out").format(file=file, name=s.name) for s in left]


def _names(kind: Entity, name: str) -> bool:
    words = (kind.name, kind.collection, kind.label.th, kind.label.en, kind.plural.th, kind.plural.en)
    return _is(name, *words)


def _is(name: str, *words: str) -> bool:
    return text.match_key(name) in map(text.match_key, words)


def _below(entity: Entity) -> Iterator[Entity]:
    """The kinds that belong to one, and theirs."""
    for kind in children(entity):
        yield kind
        yield from _below(kind)


def _nested(entity: Entity, file: SourceFile) -> tuple[list[EntityTable], list[str]]:
    """The objects themselves, and the collections in them by the names of theirs."""
    parts: dict[str, EntityTable] = {}
    notes = []
    for source in file.tables:
        above, _slash, collection = source.name.rpartition("/")
        if not source.name:
            parts[""] = EntityTable(entity, source, file.name, 0)
        elif kind := _collected(parts.get(above), collection):
            name = f"{file.name} [{source.name}]"
            parts[source.name] = EntityTable(kind, source, name, len(parts), parts[above].number)
        elif above in parts and collection in {related.collection for related in parts[above].entity.related_records}:
            notes.append(_("{file}: '{name}' was left out").format(file=file.name, name=source.name))
        else:
            raise _unknown(file.name, source.name, parts.get(above))
    return list(parts.values()), notes


def _unknown(file: str, name: str, above: EntityTable | None) -> UnusableInput:
    known = [kind.collection for kind in children(above.entity)] if above else []
    return UnusableInput(
        _("{file}: '{name}' is no collection that is known").format(file=file, name=name),
        _("there are: {names}").format(names=", ".join(known)) if known else "",
    )


def _collected(above: EntityTable | None, collection: str) -> Entity | None:
    if above is None:
        return None
    return next((kind for kind in children(above.entity) if kind.collection == collection), None)
