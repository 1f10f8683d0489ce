"""Derive the columns of new records from the rows of a file alone: pure, for any process."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any, TypeVar

from netreg.core.entity import FieldFunction
from netreg.core.table_import import CHILD, OWN
from netreg.named_tuples import NamedTuple
from netreg.store.records import search_columns
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

T = TypeVar("T")

Names = tuple[str, ...]
_REMEMBERED = 10_000


DerivedValues = tuple[str | None, str | None, Names]
"""The sort key and the search text of a record, and the keys of its names, the identifying one first.

A search text of None says that there can be no such record.
"""

IMPOSSIBLE: DerivedValues = (None, None, ())


class _RecordColumns:
    """Records by the columns of their values, and as rows for functions that know no columns."""

    def __init__(self, blank: Row, columns: Mapping[str, Sequence[Any]], count: int) -> None:
        self.blank = blank
        self.columns = columns
        self.count = count

    def column(self, name: str) -> Sequence[Any]:
        """Return the column of a field, or a column of blanks where the file lacks it."""
        return self.columns[name] if name in self.columns else [self.blank[name]] * self.count

    @cached_property
    def rows(self) -> list[Row]:
        """The records as rows."""
        if not self.columns:
            return [self.blank] * self.count
        names, blank = tuple(self.columns), self.blank
        return [blank | dict(zip(names, values, strict=True)) for values in zip(*self.columns.values(), strict=True)]

    def compute(self, function: Callable[[Row], T]) -> list[T]:
        """Return what a function computes of each record."""
        if isinstance(function, FieldFunction):
            return function.compute_all(*map(self.column, function.fields))
        return list(map(function, self.rows))

    def select(self, which: Sequence[bool]) -> _RecordColumns:
        """Return the records selected by a list of booleans."""
        columns = {name: list(compress(column, which)) for name, column in self.columns.items()}
        return _RecordColumns(self.blank, columns, sum(which))


def make_record_deriver(task: TableImport) -> Callable[[Sequence[Sequence[Any]], int], list[DerivedValues]]:
    """Return a function that derives values for new records from their columns and their number."""
    entity, fields = task.entity, [column.field.name for column in task.columns_of(OWN)]
    search = search_columns.search_text_maker(entity, frozenset((*fields, *entity.defaults)))
    ordered_by = None if entity.parent else entity.sort_text or entity.display_name
    blank = entity.make_blank_row()

    def find_possible(records: _RecordColumns) -> list[bool]:
        found = [None not in needed for needed in zip(*map(records.column, entity.required_fields), strict=True)]
        found = found or [True] * records.count
        if entity.has_check:
            found = [whole and not entity.find_problems(row) for whole, row in zip(found, records.rows, strict=True)]
        return found

    def iterate_derived(records: _RecordColumns) -> Iterator[DerivedValues]:
        called = [""] * records.count if entity.parent else records.compute(entity.display_name)
        ordered = records.compute(ordered_by) if ordered_by else called
        keys: Iterable[tuple[str, str | None]] = text.make_all_keys(ordered) if ordered_by else repeat(("", None))
        beside = zip(ordered, keys, search(records.columns, called), records.compute(entity.names), strict=False)
        for name, (key, order), searched, names in beside:
            if key and names == [name]:  # as nearly all are
                yield order, searched, (key,)
                continue
            found = [key if one == name else text.match_key(one) for one in names if one]
            yield order, searched, tuple(filter(None, found))

    def derive(columns: Sequence[Sequence[Any]], count: int) -> list[DerivedValues]:
        nothing, given = [None] * count, dict(zip(fields, columns, strict=True))
        for name, default in entity.defaults.items():
            given[name] = [default if value is None else value for value in given.get(name, nothing)]
        records = _RecordColumns(blank, given, count)
        which = find_possible(records)
        if all(which):
            return list(iterate_derived(records))
        some = iterate_derived(records.select(which))
        return [next(some) if one else IMPOSSIBLE for one in which]

    return derive


def make_child_deriver(task: TableImport) -> Callable[[tuple[Any, ...]], DerivedValues]:
    """Return a function that derives values for a new child; most rows have the same as another."""
    kind = task.entity_of(CHILD)
    blank, fields = kind.make_blank_row(), [column.field.name for column in task.columns_of(CHILD)]
    parent = kind.parent.name if kind.parent else ""

    def derive(values: tuple[Any, ...]) -> DerivedValues:
        said = {name: value for name, value in zip(fields, values, strict=True) if value is not None}
        full = {**blank, **said, parent: 0}
        if kind.find_problems(full):
            return IMPOSSIBLE
        return None, search_columns.derive_search_text(kind, full), tuple(search_columns.derive_name_keys(kind, full))

    return lru_cache(_REMEMBERED)(derive)


class DerivedColumns(NamedTuple):
    """The derived columns of the rows of a table, and further names with their rows.

    It is `complete` where no row lacks it: none is impossible, and each has a child if they have children.
    """

    columns: tuple[Sequence[str | None], ...]
    complete: bool
    names: list[tuple[int, str]]
    child_names: list[tuple[int, str]]


def make_row_deriver(task: TableImport) -> Callable[[Sequence[int], Sequence[Sequence[Any]]], DerivedColumns]:
    """Return a function that derives the columns of new rows from their numbers and their columns.

    Of another record a value need only say whether there is one.
    """
    own, own_count = make_record_deriver(task), len(list(task.columns_of(OWN)))
    child = make_child_deriver(task) if task.child and len(task.columns) > own_count else None

    def derive(numbers: Sequence[int], columns: Sequence[Sequence[Any]]) -> DerivedColumns:
        derived = own(columns[:own_count], len(numbers)) if own_count else [IMPOSSIBLE] * len(numbers)
        ordered, searched, named = zip(*derived, strict=True) if derived else ((), (), ())
        names = [(row, key) for row, keys in zip(numbers, named, strict=True) for key in keys[1:]]
        first = [keys[0] if keys else None for keys in named]
        texts: Sequence[str | None] = [None] * len(numbers)
        child_names: list[tuple[int, str]] = []
        if child:
            children = list(map(child, zip(*columns[own_count:], strict=True)))
            texts = [one[1] for one in children]
            child_names = [(row, key) for row, one in zip(numbers, children, strict=True) for key in one[2]]
        complete = None not in searched and (child is None or None not in texts)
        return DerivedColumns((ordered, searched, first, texts), complete, names, child_names)

    return derive
