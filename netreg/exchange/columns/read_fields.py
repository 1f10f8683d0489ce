"""The fields that the columns of a table are read as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.choice_fields import Choice
from netreg.core.compound_columns import CompoundColumn
from netreg.core.table_import import CHILD, OWN, ImportColumn
from netreg.entities import BY_NAME
from netreg.entities.noted_choices import make_noted_choice
from netreg.exchange.headings.targets import SCOPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netreg.core.entity import Entity
    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.headings.targets import ColumnTarget

    Cells = Sequence[str]
    Chunk = tuple[int, str, str] | tuple[Sequence[int], Sequence[list[str]], Sequence[int]]


def list_columns(headed: TableHeadings) -> tuple[ImportColumn, ...]:
    """Return the columns that the rows of a table have once they are read."""
    found: dict[tuple[str, str], ImportColumn] = {}
    for target in headed.targets.values():
        if target.place != SCOPE:
            for field in _list_fields(target, headed):
                found.setdefault((target.place, field.name), ImportColumn(target.place, field))
    if headed.nested:
        assert headed.entity.parent is not None
        found.setdefault((OWN, headed.entity.parent.name), ImportColumn(OWN, headed.entity.parent))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[0] != OWN))


def list_clearable_fields(headed: TableHeadings) -> frozenset[tuple[str, str]]:
    """Return the fields that a blank cell can clear: those with a column of their own, not the parts of a name."""
    whole = (t for t in headed.targets.values() if t.place != SCOPE and not isinstance(t.field, CompoundColumn))
    return frozenset((target.place, target.field.name) for target in whole)


def list_implied_fields(headed: TableHeadings) -> frozenset[tuple[str, str]]:
    """Return the fields of which the file says nothing itself, and its headings imply a value."""
    implied = (headed.targets[number] for number, column in headed.virtual.items() if column.is_implied)
    return frozenset((target.place, target.field.name) for target in implied)


def _list_fields(target: ColumnTarget, headed: TableHeadings) -> list[Any]:
    field = choose_target(target, headed).field
    if isinstance(field, CompoundColumn):
        return [_find_kind(target, headed).by_name[name] for name in field.fills]
    return [field]


def choose_target(target: ColumnTarget, headed: TableHeadings) -> ColumnTarget:
    """Return the target of a column with the compound by which its field is read, if there is one.

    In an export of netreg's own each column has its field alone.
    """
    if target.place == SCOPE or isinstance(target.field, CompoundColumn) or headed.is_export:
        return target
    columns = {each.field.name for each in headed.targets.values() if each.place == target.place}
    compound = _find_kind(target, headed).choose_compound(target.field.name, columns)
    if compound is None and isinstance(target.field, Choice) and target.field.notes_others:
        compound = make_noted_choice(target.field)
    return target if compound is None else target._replace(field=compound)


def _find_kind(target: ColumnTarget, headed: TableHeadings) -> Entity:
    """Return the kind that has the field of a target: that of the rows, or of their child."""
    return BY_NAME[headed.entity.row_child] if target.place == CHILD and headed.entity.row_child else headed.entity
