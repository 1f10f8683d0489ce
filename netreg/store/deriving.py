"""What is kept beside new records, made from the rows of a file alone: pure, for any process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.store import derived
from netreg.store.incoming import CHILD, OWN
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from netreg.store.incoming import Task

Names = tuple[str, ...]
_REMEMBERED = 10_000


Kept = tuple[str | None, str | None, Names]
"""What a record is ordered by and searched in, and the keys of its names, the one that identifies it first.

Nothing searched says that there can be no such record.
"""

IMPOSSIBLE: Kept = (None, None, ())


def of_records(task: Task) -> Callable[[Iterable[Sequence[Any]]], list[Kept]]:
    """What is kept beside new records whose fields have the values of these rows."""
    entity, fields = task.entity, [column.field.name for column in task.of(OWN)]
    search = derived.searched(entity, frozenset((*fields, *entity.defaults)))
    ordered_by = None if entity.parent else entity.sorted_by or entity.called
    names_of, needed = entity.names, entity.needed
    problems = entity.problems if entity.is_checked else None
    blank, defaults = entity.blank(), {name: value for name, value in entity.defaults.items() if name in fields}

    def derive(rows: Iterable[Sequence[Any]]) -> list[Kept]:
        found, full = [], blank.copy()
        for values in rows:
            full.update(zip(fields, values, strict=True))
            for name, default in defaults.items():
                if full[name] is None:
                    full[name] = default
            if None in map(full.get, needed) or (problems and problems(full)):
                found.append(IMPOSSIBLE)
                continue
            ordered = ordered_by(full) if ordered_by else None
            keys, order = [], None
            for name in names_of(full):
                if name == ordered and order is None:
                    key, order = text.keys(name)
                else:
                    key = name and text.match_key(name)
                if key:
                    keys.append(key)
            if order is None and ordered is not None:
                order = text.sort_key(ordered)
            found.append((order, search(full), tuple(keys)))
        return found

    return derive


def of_children(task: Task) -> Callable[[tuple[Any, ...]], Kept]:
    """The same of a new child with these values; they are mostly the same again and again."""
    kind = task.kind(CHILD)
    blank, fields = kind.blank(), [column.field.name for column in task.of(CHILD)]
    parent = kind.parent.name if kind.parent else ""

    def derive(values: tuple[Any, ...]) -> Kept:
        said = {name: value for name, value in zip(fields, values, strict=True) if value is not None}
        full = {**blank, **said, parent: 0}
        if kind.problems(full):
            return IMPOSSIBLE
        return None, derived.search_text(kind, full), tuple(derived.name_keys(kind, full))

    return lru_cache(_REMEMBERED)(derive)


class Beside(NamedTuple):
    """What is kept beside the rows of a table: the columns of ``KEPT``, and further names with their rows.

    It is `complete` where no row lacks it: none is impossible, and each has a child if they have children.
    """

    columns: tuple[Sequence[str | None], ...]
    complete: bool
    names: list[tuple[int, str]]
    child_names: list[tuple[int, str]]


def of_rows(task: Task) -> Callable[[Sequence[int], Sequence[Sequence[Any]]], Beside]:
    """What is kept beside rows of which nobody is known yet, by their numbers and the columns of their values.

    Of another record a value need only say whether there is one.
    """
    own, own_count = of_records(task), len(list(task.of(OWN)))
    child = of_children(task) if task.child and len(task.columns) > own_count else None

    def derive(numbers: Sequence[int], columns: Sequence[Sequence[Any]]) -> Beside:
        kept = own(zip(*columns[:own_count], strict=True)) if own_count else [IMPOSSIBLE] * len(numbers)
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
