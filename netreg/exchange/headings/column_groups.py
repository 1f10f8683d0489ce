"""Group the columns of one field: several are joined where the field can be, or must agree."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.core.thai_fields import Date, TermField
from netreg.exchange.headings import synonyms, virtual_columns
from netreg.exchange.headings.heading_forms import list_forms, list_keys, make_key
from netreg.exchange.headings.mixed_columns import (
    are_mixed,
    make_mixed_names,
    make_mixed_others,
    make_responsible_people,
    make_responsible_units,
)
from netreg.exchange.headings.school_columns import make_school_kinds, make_school_names, names_schools
from netreg.exchange.headings.targets import list_targets, split_heading
from netreg.exchange.headings.virtual_columns import is_time, split_hours
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.exchange.headings.notes.signer_columns import SignerColumns
    from netreg.exchange.headings.synonyms import FieldPart
    from netreg.exchange.headings.targets import ColumnTarget
    from netreg.exchange.headings.virtual_columns import Constant, VirtualColumn

_STARTS = {"ends_at": "starts_at", "ends_on": "starts_on"}
"""The field whose day is meant where only the time of an end is given."""


class GroupedColumns(NamedTuple):
    """The columns that are read, the file's own and behind them the virtual ones, with one target for each field.

    `clashes` are pairs of columns of one field with different cells, `dayless` are times without a day.
    """

    targets: dict[int, ColumnTarget]
    virtual: dict[int, VirtualColumn]
    clashes: list[tuple[int, int]]
    dayless: list[int]


class ColumnGrouper:
    """The columns of a table, grouped by their fields."""

    def __init__(
        self,
        entity: Entity,
        names: Sequence[str],
        found: Mapping[int, ColumnTarget],
        rows: Sequence[Sequence[str]],
    ) -> None:
        """`found` is the target of each column, `rows` are the first ones of the table."""
        self.entity = entity
        self.names = names
        self.rows = rows
        self.grouped = GroupedColumns({}, {}, [], [])
        self.columns: dict[ColumnTarget, list[tuple[int, FieldPart | None]]] = {}
        for column, target in found.items():
            self.columns.setdefault(target.whole, []).append((column, target.part))

    def group(self) -> GroupedColumns:
        """Return the columns with one target for each field."""
        for target, columns in self.columns.items():
            self._group_field(target, self._find_times(target, columns))
        return self.grouped

    def _find_times(
        self, target: ColumnTarget, columns: list[tuple[int, FieldPart | None]]
    ) -> list[tuple[int, FieldPart | None]]:
        """Return the columns of a moment with the one of the time known as such, by its cells."""
        if not isinstance(target.field, Date) or len(columns) < 2:
            return columns
        time = next((part for part in synonyms.PARTS.get(target.field.name, ()) if part.name == "time"), None)
        return [(n, part or (time if self._are_times(n) else None)) for n, part in columns]

    def _are_times(self, column: int) -> bool:
        cells = self._list_cells(column)
        return bool(cells) and all(map(is_time, cells))

    def _list_cells(self, column: int) -> list[str]:
        return [row[column] for row in self.rows if column < len(row) and not virtual_columns.is_blank(row[column])]

    def _group_field(self, target: ColumnTarget, columns: list[tuple[int, FieldPart | None]]) -> None:
        wholes = [n for n, part in columns if part is None]
        parts = [(n, part) for n, part in columns if part is not None]
        if not parts:
            self._group_wholes(target, wholes)
        elif isinstance(target.field, Date):
            self._group_moment(target, wholes, parts)
        else:
            self._refuse_further(wholes)
            self._add(target, virtual_columns.make_of_parts(target, self._name(columns), [*_whole(wholes[:1]), *parts]))

    def _group_wholes(self, target: ColumnTarget, columns: list[int]) -> None:
        """Group columns each of which has the whole field."""
        if len(columns) == 1:
            heading = self.names[columns[0]]
            if isinstance(target.field, TermField) and (unit := virtual_columns.find_unit(heading)):
                self._add(target, virtual_columns.make_counted(heading, columns[0], unit))
            elif self.entity.name == "organisation" and target.name == "name_th" and names_schools(heading, self.names):
                self._add_schools(target, heading, columns[0])
            elif target.name == "owner" and "รับผิดชอบ" in heading and all(one.name != "unit" for one in self.columns):
                units = next(one for one in list_targets(self.entity) if one.name == "unit")
                self._add(target, make_responsible_people(heading, columns[0]))
                self._add(units, make_responsible_units(heading, columns[0]))
            elif not self._add_mixed(target, heading, columns[0]):
                self.grouped.targets[columns[0]] = target
            return
        names = [self.names[n] or f"@{n + 1}" for n in columns]
        separator = virtual_columns.find_separator(target)
        if _is_party(self.entity, target) and all(map(_names_party, names)):
            self._add(target, virtual_columns.make_first(names, tuple(columns)))
        elif levels := _find_levels(target, names):
            ordered = sorted(zip(levels, columns, strict=True))
            self._add(target, virtual_columns.make_unit_path(names, tuple(n for _level, n in ordered)))
        elif separator is not None and len(set(map(text.match_key, names))) == len(names):
            self._add(target, virtual_columns.make_joined(names, tuple(columns), separator))
        elif any(self._differ(*pair) for pair in combinations(columns, 2)):
            kept = max(columns, key=lambda column: (_find_level(self.names[column]), -column))
            self.grouped.clashes.extend((kept, column) for column in columns if column != kept)
            self.grouped.targets[kept] = target
        else:
            self._add(target, virtual_columns.make_agreeing(names, tuple(columns)))

    def _add_mixed(self, target: ColumnTarget, heading: str, column: int) -> bool:
        """Add the names and what stands beside them in one column; return whether it is such a column."""
        mixed = split_heading(heading)
        if mixed is None or not are_mixed(self._list_cells(column)):
            return False
        others = (one for one in list_targets(self.entity) if one.field.name.startswith(mixed.further))
        other = next(others, None)
        if other is None or other in self.columns:
            return False
        self._add(target, make_mixed_names(heading, column))
        self._add(other, make_mixed_others(heading, column))
        return True

    def _add_schools(self, target: ColumnTarget, heading: str, column: int) -> None:
        """Add the names of schools, and their kind where the file has no column for it."""
        kind = next(one for one in list_targets(self.entity) if one.name == "kind")
        said = self.columns.get(kind)
        self._add(target, make_school_names(heading, column, said[0][0] if said else None))
        if said is None:
            self._add(kind, make_school_kinds(heading, column))

    def _differ(self, one: int, other: int) -> bool:
        pairs = [(row[one], row[other]) for row in self.rows if max(one, other) < len(row)]
        return any(a.strip() and b.strip() and text.match_key(a) != text.match_key(b) for a, b in pairs)

    def _group_moment(self, target: ColumnTarget, days: list[int], times: list[tuple[int, FieldPart]]) -> None:
        """Group a day and a time of day; the day of a mere end is that of the beginning."""
        self._refuse_further([n for n, _part in times])
        self._refuse_further(days)
        column, part = times[0]
        day = days[0] if days else self._find_first_day(target)
        if day is None:
            self.grouped.dayless.append(column)
            return
        sources = [(day, None), (column, part)]
        self._add(target, virtual_columns.make_of_parts(target, self._name(sources), sources))
        end = next((name for name, start in _STARTS.items() if start == target.field.name), "")
        if end and not any(other.field.name == end for other in self.columns) and self._has_hours(column):
            self._add_end(target, end, sources)

    def _add_end(self, target: ColumnTarget, end: str, sources: list[tuple[int, FieldPart | None]]) -> None:
        """Add the end that hours in the column of the time name."""
        siblings = (other for other in list_targets(self.entity) if other.place == target.place)
        if sibling := next((other for other in siblings if other.field.name == end), None):
            column = virtual_columns.make_of_parts(target, self._name(sources), sources, end=True)
            self._add(sibling, column)

    def _has_hours(self, column: int) -> bool:
        return any(split_hours(cell)[1] for cell in self._list_cells(column))

    def _find_first_day(self, target: ColumnTarget) -> int | None:
        start = _STARTS.get(target.field.name)
        for other, columns in self.columns.items():
            if other.field.name == start and other.place == target.place:
                return next((n for n, part in self._find_times(other, columns) if part is None), None)
        return None

    def _refuse_further(self, columns: list[int]) -> None:
        """Refuse what cannot be joined: a second column of the same part."""
        self.grouped.clashes.extend((columns[0], n) for n in columns[1:])

    def _name(self, columns: Sequence[tuple[int, FieldPart | None]]) -> str:
        return " + ".join(self.names[n] or f"@{n + 1}" for n, _part in columns)

    def _add(self, target: ColumnTarget, column: VirtualColumn) -> None:
        number = len(self.names) + len(self.grouped.virtual)
        self.grouped.targets[number] = target
        self.grouped.virtual[number] = column


def _is_party(entity: Entity, target: ColumnTarget) -> bool:
    return entity.row_child == "party" and target.name == "child.organisation"


def _names_party(heading: str) -> bool:
    """Return whether a heading is that of a party of an agreement, such as ``คู่สัญญา 2``, not merely of a unit."""
    known = list_keys((*synonyms.BY_KIND["party", "organisation"], "ภาคี", "party", "ฝ่าย"))
    return any(form.key in known for form in list_forms(heading))


def _find_levels(target: ColumnTarget, headings: Sequence[str]) -> list[int]:
    """Return the level of each of several columns of a unit; nothing where two have one, or one is not known."""
    if not isinstance(target.field, Reference) or target.field.to != "organisation":
        return []
    keys = [{form.key for form in list_forms(heading)} for heading in headings]
    levels = [next((n for n, words in enumerate(synonyms.UNIT_LEVELS) if key & list_keys(words)), -1) for key in keys]
    return levels if len({*levels}) == len(levels) and min(levels) >= 0 else []


def _find_level(heading: str) -> int:
    """Return the level in the tree that the heading of a unit names, the higher the lower down."""
    key = make_key(heading)
    return next((n for n, words in enumerate(synonyms.UNIT_LEVELS) if key in map(make_key, words)), 0)


def _whole(columns: list[int]) -> list[tuple[int, FieldPart | None]]:
    return [(n, None) for n in columns]


def add_constants(grouped: GroupedColumns, width: int, constants: Mapping[ColumnTarget, Constant]) -> None:
    """Add the fields that have one value for the whole file."""
    for target, constant in constants.items():
        column = next((n for n, other in grouped.targets.items() if other.name == target.name), None)
        number = width + len(grouped.virtual)
        if column is not None:
            del grouped.targets[column]
        grouped.virtual[number] = virtual_columns.make_constant(constant, column)
        grouped.targets[number] = target


def add_noted(grouped: GroupedColumns, names: Sequence[str], entity: Entity, columns: Sequence[int]) -> None:
    """Add columns that have no field to the note, each with its heading, behind what the note says itself."""
    target = next(one for one in list_targets(entity) if one.name == "note")
    own = next((n for n, other in grouped.targets.items() if other.name == "note"), None)
    if own is not None:
        del grouped.targets[own]
    number = len(names) + len(grouped.virtual)
    headings = [grouped.virtual[n].heading if n in grouped.virtual else names[n] or f"@{n + 1}" for n in columns]
    grouped.virtual[number] = virtual_columns.make_noted(headings, tuple(columns), own)
    grouped.targets[number] = target


def add_signers(
    grouped: GroupedColumns, names: Sequence[str], signers: Sequence[SignerColumns], noted: Sequence[int]
) -> list[int]:
    """Return the columns for the note, of those of signers the cells alone that name none."""
    kept = list(noted)
    for side in signers:
        for column in (side.name, side.position):
            if column is not None and column in kept:
                number = len(names) + len(grouped.virtual)
                grouped.virtual[number] = side.make_note(names[column], column)
                kept[kept.index(column)] = number
    return kept


def add_titles(grouped: GroupedColumns, names: Sequence[str], entity: Entity) -> bool:
    """Let agreements without a title be called by their kind and their parties, as lists of an office abroad do."""
    if entity.name != "agreement" or any(target.name in _NAMED for target in grouped.targets.values()):
        return False
    party = next((n for n, target in grouped.targets.items() if target.name == "child.organisation"), None)
    if party is None or not any(target.name == "signed_on" for target in grouped.targets.values()):
        return False
    kind = next((n for n, target in grouped.targets.items() if target.name == "kind"), None)
    number = len(names) + len(grouped.virtual)
    grouped.virtual[number] = virtual_columns.make_titles(names, kind, party)
    grouped.targets[number] = next(one for one in list_targets(entity) if one.name == "title")
    return True


_NAMED = frozenset({"title", "code", "uid", "document_no"})
"""The targets by which an agreement is known without a title."""


def add_former_names(
    grouped: GroupedColumns, names: Sequence[str], entity: Entity, first_cells: Callable[[int], list[str]]
) -> None:
    """Take former names that stand in brackets behind those of organisations apart, as other names of them."""
    if entity.name != "organisation" or any(target.name == "variants" for target in grouped.targets.values()):
        return
    column = next((n for n, target in grouped.targets.items() if target.name == "name_th" and n < len(names)), None)
    if column is None or not any(map(virtual_columns.split_former_name, first_cells(column))):
        return
    target = grouped.targets.pop(column)
    variants = next(one for one in list_targets(entity) if one.name == "variants")
    for one, made in zip((target, variants), virtual_columns.make_former_names(names[column], column), strict=True):
        number = len(names) + len(grouped.virtual)
        grouped.virtual[number] = made
        grouped.targets[number] = one
