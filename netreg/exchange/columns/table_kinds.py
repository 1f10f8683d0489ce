"""Assign the tables of a file to kinds: the main one, and those of the records that belong to its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import find_child_entities
from netreg.errors import EmptyTable, UnusableInput, list_names
from netreg.exchange.tables.source_tables import SourceRow, SourceTable
from netreg.language import Label, _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.exchange.tables.source_tables import SourceFile

EXPLANATION = Label("คำอธิบาย", "About the columns")
"""The sheet of a template that explains the others; it has no records."""


class FurtherParties(NamedTuple):
    """The names of the parties of each line beyond the first, and the heading of their column in messages."""

    heading: str
    lines: Mapping[int, list[str]]

    def make_source(self, kept: Collection[int]) -> SourceTable:
        """Return the table of these parties, one in a row, for the lines that were kept."""

        def iterate_rows() -> Iterator[SourceRow]:
            yield SourceRow(0, [self.heading])
            for line, names in self.lines.items():
                if line in kept:
                    yield from (SourceRow(line, [name], line) for name in names)

        return SourceTable("", iterate_rows, has_headings=True)


class PartyRows(NamedTuple):
    """Parties of the agreements of each line with what else the row says of them: the cells below these headings."""

    headings: Sequence[str]
    lines: Mapping[int, list[list[str]]]

    def make_source(self, kept: Collection[int]) -> SourceTable:
        """Return the table of these rows, for the lines that were kept."""

        def iterate_rows() -> Iterator[SourceRow]:
            yield SourceRow(0, [*self.headings])
            for line, rows in self.lines.items():
                if line in kept:
                    yield from (SourceRow(line, cells, line) for cells in rows)

        return SourceTable("", iterate_rows, has_headings=True)


class EntityTable(NamedTuple):
    """A table of a file with its kind, its name in messages, and the number of the table it is nested in.

    In a table that is `typed` a spreadsheet knows which cells are dates.
    """

    entity: Entity
    source: SourceTable
    name: str
    number: int
    nested_in: int | None = None
    typed: bool = False
    #: The parties of agreements beyond the first one of each row: of the rows themselves, or the rows of this table.
    further: FurtherParties | PartyRows | None = None
    #: Each row has the path of the units over its own, below the one that an option names.
    is_tree: bool = False


def assign_tables(entity: Entity, file: SourceFile, *, all_sheets: bool = False) -> tuple[list[EntityTable], list[str]]:
    """Return the tables of a file in the order in which they are imported, and notes on those left out.

    With `all_sheets` each sheet is a table of this kind, whatever its name.

    Raises:
        UnusableInput: when it is not clear which table is meant.
    """
    if file.format in ("json", "ndjson"):
        return _assign_nested(entity, file)
    sources = [source for source in file.tables if not _is_one_of(source.name, EXPLANATION.th, EXPLANATION.en)]
    if not sources:
        raise EmptyTable(file.name)
    if len(sources) == 1:
        return [EntityTable(entity, sources[0], file.name, 0, typed=file.format in ("xlsx", "xls", "ods"))], []
    if all_sheets:
        names = [f"{file.name} [{source.name}]" for source in sources]
        return [
            EntityTable(entity, *one, typed=True) for one in zip(sources, names, range(len(sources)), strict=True)
        ], []
    return _assign_sheets(entity, file.name, sources)


def _assign_sheets(entity: Entity, file: str, sources: list[SourceTable]) -> tuple[list[EntityTable], list[str]]:
    """Assign sheets by their names: that of the kind itself, then those of the kinds below it."""
    parts: list[EntityTable] = []
    left = list(sources)
    for kind in (entity, *_list_kinds_below(entity)):
        for source in sources:
            if source in left and _is_named_after(kind, source.name):
                parts.append(EntityTable(kind, source, f"{file} [{source.name}]", len(parts), typed=True))
                left.remove(source)
    if not parts or parts[0].entity is not entity:
        raise UnusableInput(
            _("{file} has several sheets: {names}").format(file=file, names=", ".join(f"'{s.name}'" for s in sources)),
            _("choose one with --sheet NAME, or take each with --sheet all"),
        )
    return parts, [_("{file}: the sheet '{name}' was skipped").format(file=file, name=s.name) for s in left]


def _is_named_after(kind: Entity, name: str) -> bool:
    words = (kind.name, kind.collection, kind.label.th, kind.label.en, kind.plural.th, kind.plural.en)
    return _is_one_of(name, *words)


def _is_one_of(name: str, *words: str) -> bool:
    return text.match_key(name) in map(text.match_key, words)


def _list_kinds_below(entity: Entity) -> Iterator[Entity]:
    """Yield the kinds that belong to one, and those that belong to them."""
    for kind in find_child_entities(entity):
        yield kind
        yield from _list_kinds_below(kind)


def _assign_nested(entity: Entity, file: SourceFile) -> tuple[list[EntityTable], list[str]]:
    """Assign the table of the objects, and those of the collections in them, by the names of the collections."""
    parts: dict[str, EntityTable] = {}
    notes = []
    for source in file.tables:
        above, _slash, collection = source.name.rpartition("/")
        if not source.name:
            parts[""] = EntityTable(entity, source, file.name, 0)
        elif kind := _find_collection_kind(parts.get(above), collection):
            name = f"{file.name} [{source.name}]"
            parts[source.name] = EntityTable(kind, source, name, len(parts), parts[above].number)
        elif above in parts and collection in {related.collection for related in parts[above].entity.related_records}:
            notes.append(_("{file}: '{name}' was skipped").format(file=file.name, name=source.name))
        else:
            raise _unknown_collection(file.name, source.name, parts.get(above))
    return list(parts.values()), notes


def _unknown_collection(file: str, name: str, above: EntityTable | None) -> UnusableInput:
    known = [kind.collection for kind in find_child_entities(above.entity)] if above else []
    return UnusableInput(
        _("{file}: unknown collection '{name}'").format(file=file, name=name), list_names(known) if known else ""
    )


def _find_collection_kind(above: EntityTable | None, collection: str) -> Entity | None:
    if above is None:
        return None
    return next((kind for kind in find_child_entities(above.entity) if kind.collection == collection), None)
