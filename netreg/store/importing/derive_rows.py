"""What is kept beside new records, made from the rows of a file alone: pure, for any process."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from netreg.core.entity import FieldFunction
from netreg.core.table_import import CHILD, OWN
from netreg.store.records import search_columns
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Row
    from netreg.core.table_import import TableImport

T = TypeVar("T")

Names = tuple[str, ...]
_REMEMBERED = 10_000


Kept = tuple[str | None, str | None, Names]
"""What a record is ordered by and searched in, and the keys of its names, the one that identifies it first.

Nothing searched says that there can be no such record.
"""

IMPOSSIBLE: Kept = (None, None, ())


class _Records:
    """Records by the columns of their values, and row by row for what knows no columns."""

    def __init__(self, blank: Row, columns: Mapping[str, Sequence[Any]], count: int) -> None:
        self.blank = blank
        self.columns = columns
        self.count = count

    def of(self, name: str) -> Sequence[Any]:
        """The column of a field; what all have of it where it is not given."""
        return self.columns[name] if name in self.columns else [self.blank[name]] * self.count

    @cached_property
    def rows(self) -> list[Row]:
        """The same, a row each."""
        if not self.columns:
            return [self.blank] * self.count
        names, blank = tuple(self.columns), self.blank
        return [blank | dict(zip(names, values, strict=True)) for values in zip(*self.columns.values(), strict=True)]

    def made(self, function: Callable[[Row], T]) -> list[T]:
        """What the function makes of each."""
        if isinstance(function, FieldFunction):
            return list(map(function.compute, *map(self.of, function.fields)))
        return list(map(function, self.rows))

    def only(self, which: Sequence[bool]) -> _Records:
        """Those of which it is true."""
        columns = {name: list(compress(column, which)) for name, column in self.columns.items()}
        return _Records(self.blank, columns, sum(which))


def of_records(task: TableImport) -> Callable[[Sequence[Sequence[Any]], int], list[Kept]]:
    """What is kept beside so many new records whose fields have the values of these columns."""
    entity, fields = task.entity, [column.field.name for column in task.columns_of(OWN)]
    search = search_columns.search_text_maker(entity, frozenset((*fields, *entity.defaults)))
    ordered_by = None if entity.parent else entity.sort_text or entity.display_name
    blank = entity.make_blank_row()

    def possible(records: _Records) -> list[bool]:
        found = [None not in needed for needed in zip(*map(records.of, entity.required_fields), strict=True)]
        found = found or [True] * records.count
        if entity.has_check:
            found = [whole and not entity.find_problems(row) for whole, row in zip(found, records.rows, strict=True)]
        return found

    def kept(records: _Records) -> Iterator[Kept]:
        called = [""] * records.count if entity.parent else records.made(entity.display_name)
        ordered = records.made(ordered_by) if ordered_by else called
        keys: Iterable[tuple[str, str | None]] = map(text.make_keys, ordered) if ordered_by else repeat(("", None))
        beside = zip(ordered, keys, search(records.columns, called), records.made(entity.names), strict=False)
        for name, (key, order), searched, names in beside:
            if key and names == [name]:  # as nearly all are
                yield order, searched, (key,)
                continue
            found = [key if one == name else text.match_key(one) for one in names if one]
            yield order, searched, tuple(filter(None, found))

    def derive(columns: Sequence[Sequence[Any]], count: int) -> list[Kept]:
        nothing, given = [None] * count, dict(zip(fields, columns, strict=True))
        for name, default in entity.defaults.items():
            given[name] = [default if value is None else value for value in given.get(name, nothing)]
        records = _Records(blank, given, count)
        which = possible(records)
        if all(which):
            return list(kept(records))
        some = kept(records.only(which))
        return [next(some) if one else IMPOSSIBLE for one in which]

    return derive


def of_children(task: TableImport) -> Callable[[tuple[Any, ...]], Kept]:
    """The same of a new child with these values; they are mostly the same again and again."""
    kind = task.entity_of(CHILD)
    blank, fields = kind.make_blank_row(), [column.field.name for column in task.columns_of(CHILD)]
    parent = kind.parent.name if kind.parent else ""

    def derive(values: tuple[Any, ...]) -> Kept:
        said = {name: value for name, value in zip(fields, values, strict=True) if value is not None}
        full = {**blank, **said, parent: 0}
        if kind.find_problems(full):
            return IMPOSSIBLE
        return None, search_columns.derive_search_text(kind, full), tuple(search_columns.derive_name_keys(kind, full))

    return lru_cache(_REMEMBERED)(derive)


class Beside(NamedTuple):
    """What is kept beside the rows of a table: the columns of ``KEPT``, and further names with their rows.

    It is `complete` where no row lacks it: none is impossible, and each has a child if they have children.
    """

    columns: tuple[Sequence[str | None], ...]
    complete: bool
    names: list[tuple[int, str]]
    child_names: list[tuple[int, str]]


def of_rows(task: TableImport) -> Callable[[Sequence[int], Sequence[Sequence[Any]]], Beside]:
    """What is kept beside rows of which nobody is known yet, by their numbers and the columns of their values.

    Of another record a value need only say whether there is one.
    """
    own, own_count = of_records(task), len(list(task.columns_of(OWN)))
    child = of_children(task) if task.child and len(task.columns) > own_count else None

    def derive(numbers: Sequence[int], columns: Sequence[Sequence[Any]]) -> Beside:
        kept = own(columns[:own_count], len(numbers)) if own_count else [IMPOSSIBLE] * len(numbers)
        ordered, searched, named = zip(*kept, strict=True) if kept else ((), (), ())
        names = [(row, key) for row, keys in zip(numbers, named, strict=True) for key in keys[1:]]
        first = [keys[0] if keys else None for keys in named]
        texts: Sequence[str | None] = [None] * len(numbers)
        child_names: list[tuple[int, str]] = []
        if child:
            children = list(map(child, zip(*columns[own_count:], strict=True)))
            texts = [one[1] for one in children]
            child_names = [(row, key) for row, one in zip(numbers, children, strict=True) for key in one[2]]
        complete = None not in searched and (child is None or None not in texts)
        return Beside((ordered, searched, first, texts), complete, names, child_names)

    return derive
