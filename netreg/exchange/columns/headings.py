"""Match the headings of a table with fields, by the labels and synonyms of the kinds."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.fields import shorten
from netreg.entities import BY_NAME, find_child_entities
from netreg.errors import EmptyTable, UnusableInput, UsageError, suggest_names
from netreg.exchange.tables.cell_marks import BLANK, describe_blank_before_quote
from netreg.language import Label, _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from netreg.core.entity import CompoundColumn, Entity
    from netreg.core.fields import Field
    from netreg.exchange.tables.source_tables import SourceRow

OWN, CHILD, SCOPE = "own", "child", "scope"


class ColumnTarget(NamedTuple):
    """The target of a column: a field or compound of the kind, of its child, or its grandparent."""

    place: str
    field: Field | CompoundColumn

    @property
    def name(self) -> str:
        """The name of the target in ``--map``."""
        return self.field.name if self.place == OWN else f"{self.place}.{self.field.name}"


class TableHeadings(NamedTuple):
    """The heading row of a table: the names in it, and the target of each column.

    `name` is that of the table in messages, `first` the number of the heading row; `left_out`
    are columns that netreg itself fills. The rows of a table that is `nested` belong to those
    of another table of the file.
    """

    entity: Entity
    name: str
    first: int
    names: list[str]
    targets: dict[int, ColumnTarget]
    left_out: list[str]
    nested: bool = False


def match_headings(
    entity: Entity,
    name: str,
    rows: Iterable[SourceRow],
    mapping: Mapping[str, str],
    *,
    headed: bool,
    nested: bool = False,
) -> TableHeadings:
    """Find the heading row of a table, below any title rows, and the target of each column.

    Columns that `mapping` sends to ``-`` have none; it may name headings that the table lacks.

    Raises:
        UnusableInput: naming the unknown headings, each with the nearest known one.
    """
    wanted = {text.match_key(heading): field for heading, field in mapping.items()}
    known = _map_known_names(entity)
    first_rows = list(islice(rows, 1 if headed else _MAX_ABOVE))
    line = _find_heading_row(first_rows, {*known, *wanted})
    if line is None:
        raise EmptyTable(name)
    _refuse_late_quotes(name, line)
    names = [text.clean(heading) for heading in line.cells]
    while names and not names[-1]:
        names.pop()
    _refuse_equal_headings(name, line.number, names)
    targets, left_out, unknown = _assign_targets(entity, names, known, wanted)
    if nested:
        unknown = [heading for heading in unknown if heading]
    if unknown:
        missing = _describe_missing(heading for heading in mapping if not _contains_heading(heading, names))
        if not targets:
            raise _no_known_heading(entity, name, missing, searched=len(first_rows))
        raise _unknown_headings(entity, name, unknown, missing)
    _refuse_equal_targets(name, names, targets)
    return TableHeadings(entity, name, line.number, names, targets, left_out, nested)


def _refuse_late_quotes(name: str, line: SourceRow) -> None:
    if any(cell[:1] == BLANK for cell in line.cells):
        raise UnusableInput(
            _("{file}:{line}: {reason}").format(file=name, line=line.number, reason=describe_blank_before_quote())
        )


_MAX_ABOVE = 30
"""The number of rows in which the heading row is searched."""


def _find_heading_row(rows: list[SourceRow], known: set[str]) -> SourceRow | None:
    """Return the row with the most known headings; the first if none has any."""
    scores = [sum(text.match_key(cell) in known for cell in set(filter(None, row.cells))) for row in rows]
    return rows[scores.index(max(scores))] if rows else None


_ROW_NUMBERS = frozenset(map(text.match_key, ("ลำดับ", "ลำดับที่", "ที่", "no.", "#", "เลขที่แถว")))
"""The headings of a column that merely numbers the rows, unless the kind has a field of that name."""


def is_row_number_heading(heading: str) -> bool:
    """Return whether this is the heading of a column that merely numbers the rows."""
    return text.match_key(heading) in _ROW_NUMBERS


REASON = Label("เหตุผลที่ไม่รับ", "Why it was rejected")
"""The heading of the reasons in a file of rejected rows; it is not a field."""


def is_reason_heading(heading: str) -> bool:
    """Return whether this is the heading of such reasons, in either language."""
    return text.match_key(heading) in map(text.match_key, (REASON.th, REASON.en))


def _assign_targets(
    entity: Entity, names: list[str], known: Mapping[str, ColumnTarget], wanted: Mapping[str, str]
) -> tuple[dict[int, ColumnTarget], list[str], list[str]]:
    """Return the target of each column, the headings that netreg fills itself, and the unknown ones."""
    filled = {text.match_key(name) for name in entity.by_name.keys() - {field.name for field in entity.stored}}
    # In the list of a kind as a table, `end` is the derived one, whatever else the word means.
    derived = {field.name for field in entity.derived}
    collections = {kind.collection for kind in find_child_entities(entity)}
    targets: dict[int, ColumnTarget] = {}
    left_out, unknown = [], []
    for column, heading in enumerate(names):
        key = text.match_key(heading)
        field = wanted.get(key)
        if field == "-" or (is_reason_heading(heading) and not field):
            continue
        target = _find_target(entity, field) if field else known.get(key)
        if not field and heading in derived and (derived - {heading}) & {*names}:
            left_out.append(heading)
        elif target is not None:
            targets[column] = target
        elif key in filled or key in _ROW_NUMBERS:
            left_out.append(heading)
        elif heading in collections:
            continue  # an object of JSON without any
        else:
            unknown.append(heading)
    return targets, left_out, unknown


def _refuse_equal_headings(name: str, line: int, names: list[str]) -> None:
    seen: dict[str, int] = {}
    for column, heading in enumerate(names, 1):
        key = text.match_key(heading)
        if not key:
            raise UnusableInput(
                _("{file}:{line}: column {column} has no heading").format(file=name, line=line, column=column),
                _("add one, or remove the column"),
            )
        if key in seen:
            raise UnusableInput(
                _("{file}: columns {first} and {second} have the same heading '{heading}'").format(
                    file=name, first=seen[key], second=column, heading=heading
                ),
                _("rename one of them"),
            )
        seen[key] = column


def _contains_heading(heading: str, names: Iterable[str]) -> bool:
    return text.match_key(heading) in map(text.match_key, names)


def refuse_unused_mapping(names: Iterable[str], mapping: Mapping[str, str]) -> None:
    """Refuse a ``--map`` of a heading that no table of the file has.

    Raises:
        UsageError: with the nearest heading.
    """
    names = list(names)
    for heading in mapping:
        if not _contains_heading(heading, names):
            near = text.find_nearest(heading, names, limit=1)
            raise UsageError(
                _("--map: the file has no heading '{heading}'").format(heading=heading), suggest_names(near, names)
            )


def list_targets(entity: Entity) -> Iterator[ColumnTarget]:
    """Yield every target that a column can have, the likelier first."""
    yield from (ColumnTarget(OWN, field) for field in entity.stored)
    yield from (ColumnTarget(OWN, compound) for compound in entity.compound_columns)
    yield from (ColumnTarget(SCOPE, field) for field in _list_scopes(entity))
    if entity.row_child:
        child = BY_NAME[entity.row_child]
        yield from (ColumnTarget(CHILD, field) for field in child.stored if field is not child.parent)


def _list_scopes(entity: Entity) -> Iterator[Field]:
    """Yield the grandparent, if any, among whose children the parent is searched."""
    if entity.parent and (above := BY_NAME[entity.parent.to].parent):
        yield above


def _map_known_names(entity: Entity) -> dict[str, ColumnTarget]:
    found: dict[str, ColumnTarget] = {}
    for target in list_targets(entity):
        field = target.field
        for name in (target.name, field.name, field.label.th, field.label.en, *field.headings):
            found.setdefault(text.match_key(name.replace("_", " ")), target)
            found.setdefault(text.match_key(name), target)
    return found


def _find_target(entity: Entity, name: str) -> ColumnTarget:
    for target in list_targets(entity):
        if name in (target.name, target.field.name):
            return target
    if target_by_label := _map_known_names(entity).get(text.match_key(name)):
        return target_by_label
    names = [target.name for target in list_targets(entity)]
    raise UsageError(
        _("--map: '{field}' is not a field of {kind}").format(field=name, kind=entity.command),
        suggest_names(text.find_nearest(name, names), names),
    )


def _describe_missing(unused: Iterable[str]) -> str:
    """Describe the headings that are mapped and not in the table: they may be the unknown ones, mistyped."""
    names = ", ".join(f"'{shorten(heading)}'" for heading in unused)
    return _("; mapped, but not in the file: {headings}").format(headings=names) if names else ""


def _no_known_heading(entity: Entity, file: str, missing: str, *, searched: int) -> UnusableInput:
    sentence = _("{file}: no column has a known heading").format(file=file)
    advice = _("is the first line the heading row? known headings: {names}")
    if searched == _MAX_ABOVE:
        sentence += _(" in the first {n} rows").format(n=_MAX_ABOVE)
        advice = _("is the heading row among them? known headings: {names}")
    names = ", ".join(str(target.field.label) for target in list(list_targets(entity))[:8])
    return UnusableInput(sentence + missing, advice.format(names=names))


def _unknown_headings(entity: Entity, file: str, unknown: Iterable[str], missing: str) -> UnusableInput:
    words = [name for t in list_targets(entity) for name in (t.field.label.th, t.field.label.en, *t.field.headings)]
    shown = []
    for heading in unknown:
        near = text.find_nearest(heading, words, limit=1)
        shown.append(f"'{shorten(heading)}'" + (_(" (nearest: {name})").format(name=near[0]) if near else ""))
    return UnusableInput(
        _("{file}: unknown headings: {headings}").format(file=file, headings=", ".join(shown)) + missing,
        _("rename them, or add --map 'HEADING=FIELD' (HEADING=- leaves the column out)"),
    )


def _refuse_equal_targets(file: str, headings: list[str], found: Mapping[int, ColumnTarget]) -> None:
    seen: dict[str, int] = {}
    for column, target in found.items():
        if target.name in seen:
            raise UnusableInput(
                _("{file}: '{first}' and '{second}' both mean {field}").format(
                    file=file, first=headings[seen[target.name]], second=headings[column], field=target.name
                ),
                _("leave one out with --map 'HEADING=-'"),
            )
        seen[target.name] = column
