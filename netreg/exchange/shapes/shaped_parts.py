"""Give the tables of a file a shape in which each column is a field, and each row a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.exchange.shapes.agenda_places import place_items
from netreg.exchange.shapes.several_people import part_people
from netreg.exchange.shapes.table_shapes import TableShape
from netreg.exchange.shapes.ticked_columns import place_ticked
from netreg.exchange.shapes.unit_trees import place_tree

if TYPE_CHECKING:
    from netreg.exchange.columns.table_kinds import EntityTable
    from netreg.exchange.headings.table_headings import HeadingOptions
    from netreg.exchange.tables.source_tables import SourceTable


def shape_part(part: EntityTable, wishes: HeadingOptions) -> list[EntityTable]:
    """Return the tables that a table becomes: one for each of several people in a row, trees and ticks read."""
    if part.nested_in is not None or part.source.has_headings:
        return [part]
    shape = TableShape(part.entity, part.name, part.source, wishes.mapping)
    if shape.headings is None:
        return [part]
    if people := part_people(shape):
        named = [part._replace(source=source, name=f"{part.name} [{source.name}]") for source in people]
        return [one for person in named for one in shape_part(person, wishes)]
    if (placed := place_items(shape, wishes.mapping)) is not part.source:
        return [part._replace(source=placed)]
    above = next((constant.value for target, constant in wishes.constants.items() if target.name == "parent"), "")
    source: SourceTable = place_tree(shape, above)
    is_tree = source is not part.source
    if is_tree:
        shape = TableShape(part.entity, part.name, source, wishes.mapping)
    return [part._replace(source=place_ticked(shape), is_tree=is_tree)]
