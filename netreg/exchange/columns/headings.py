"""Which column of a file is which field: by the labels and synonyms of the kinds."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.fields import shorten
from netreg.entities import BY_NAME, children
from netreg.errors import UnusableInput, UsageError
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
    """Where a column goes: a field or compound of the kind, of its child, or its grandparent."""

    place: str
    field: Field | CompoundColumn

    @property
    def name(self) -> str:
        """The name by which ``--map`` means it."""
        return self.field.name if self.place == OWN else f"{self.place}.{self.field.name}"


class TableHeadings(NamedTuple):
    """A table whose columns are known: the names in its heading row, and what each is.

    `name` is what messages call the table, `first` the line its headings stand on;
    `left_out` are columns that netreg itself fills. The rows of one that is `nested`
    belong to those of another table of the file.
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
    lines: Iterable[SourceRow],
    mapping: Mapping[str, str],
    *,
    headed: bool,
    nested: bool = False,
) -> TableHeadings:
    """The heading row of a table, below any title rows, and the target of each column.

    Columns that `mapping` sends to ``-`` have none; it may name headings that are not there.

    Raises:
        UnusableInput: naming the headings that are not known, each with its nearest.
    """
    wanted = {text.match_key(heading): field for heading, field in mapping.items()}
    known = _known(entity)
    rows = list(islice(lines, 1 if headed else _ABOVE))
    line = _heading_row(rows, {*known, *wanted})
    if line is None:
        raise UnusableInput(_("{file} is empty").format(file=name), _("its first line must be the headings"))
    _refuse_late_quotes(name, line)
    names = [text.clean(heading) for heading in line.cells]
    while names and not names[-1]:
        names.pop()
    _refuse_twins(name, line.number, names)
    targets, left_out, unknown = _sorted_out(entity, names, known, wanted)
    if nested:
        unknown = [heading for heading in unknown if heading]
    if unknown:
        missing = _missing(heading for heading in mapping if not _is_among(heading, names))
        if not targets:
            raise _none_known(entity, name, missing, searched=len(rows))
        raise _unknown(entity, name, unknown, missing)
    _refuse_same(name, names, targets)
    return TableHeadings(entity, name, line.number, names, targets, left_out, nested)


def _refuse_late_quotes(name: str, line: SourceRow) -> None:
    if any(cell[:1] == BLANK for cell in line.cells):
        raise UnusableInput(
            _("{file}:{line}: {reason}").format(file=name, line=line.number, reason=describe_blank_before_quote())
        )


_ABOVE = 30
"""How many rows may stand above the headings."""


def _heading_row(rows: list[SourceRow], known: set[str]) -> SourceRow | None:
    """The row with the most headings that are known, of those near the top; the first if none has any."""
    scores = [sum(text.match_key(cell) in known for cell in set(filter(None, row.cells))) for row in rows]
    return rows[scores.index(max(scores))] if rows else None


_ROW_NUMBERS = frozenset(map(text.match_key, ("ลำดับ", "ลำดับที่", "ที่", "no.", "#", "เลขที่แถว")))
"""The headings of a column that only counts the rows, where they mean nothing else."""

REASON = Label("เหตุผลที่ไม่รับ", "Why it was not taken")
"""The heading under which rejected rows have their reasons; it is no field."""


def is_reason_heading(heading: str) -> bool:
    """Whether it is the heading of such reasons, in whichever language."""
    return text.match_key(heading) in map(text.match_key, (REASON.th, REASON.en))


def _sorted_out(
    entity: Entity, names: list[str], known: Mapping[str, ColumnTarget], wanted: Mapping[str, str]
) -> tuple[dict[int, ColumnTarget], list[str], list[str]]:
    """The target of each column, the headings that netreg fills itself, those nobody knows."""
    filled = {text.match_key(name) for name in entity.by_name.keys() - {field.name for field in entity.stored}}
    # The list of a kind as a table: its `end` is the one that was derived, whatever else the word means.
    derived = {field.name for field in entity.derived}
    collections = {kind.collection for kind in children(entity)}
    targets: dict[int, ColumnTarget] = {}
    left_out, unknown = [], []
    for column, heading in enumerate(names):
        key = text.match_key(heading)
        field = wanted.get(key)
        if field == "-" or (is_reason_heading(heading) and not field):
            continue
        target = _named(entity, field) if field else known.get(key)
        if not field and heading in derived and (derived - {heading}) & {*names}:
            left_out.append(heading)
        elif target is not None:
            targets[column] = target
        elif key in filled or key in _ROW_NUMBERS:
            left_out.append(heading)
        elif heading in collections:
            continue  # an object that has none of them
        else:
            unknown.append(heading)
    return targets, left_out, unknown


def _refuse_twins(name: str, line: int, names: list[str]) -> None:
    seen: dict[str, int] = {}
    for column, heading in enumerate(names, 1):
        key = text.match_key(heading)
        if not key:
            raise UnusableInput(
                _("{file}:{line}: column {column} has no heading").format(file=name, line=line, column=column),
                _("give it one, or take the column out"),
            )
        if key in seen:
            raise UnusableInput(
                _("{file}: columns {first} and {second} have the same heading '{heading}'").format(
                    file=name, first=seen[key], second=column, heading=heading
                ),
                _("rename one of them"),
            )
        seen[key] = column


def _is_among(heading: str, names: Iterable[str]) -> bool:
    return text.match_key(heading) in map(text.match_key, names)


def refuse_unused_mapping(names: Iterable[str], mapping: Mapping[str, str]) -> None:
    """Refuse a ``--map`` about a heading that no table of the file has.

    Raises:
        UsageError: with the nearest heading.
    """
    names = list(names)
    for heading in mapping:
        if not _is_among(heading, names):
            near = text.nearest(heading, names, limit=1)
            raise UsageError(
                _("--map: the file has no heading '{heading}'").format(heading=heading),
                _("nearest: {names}").format(names=near[0]) if near else "",
            )


def list_targets(entity: Entity) -> Iterator[ColumnTarget]:
    """Every target that a column can have, the likelier first."""
    yield from (ColumnTarget(OWN, field) for field in entity.stored)
    yield from (ColumnTarget(OWN, compound) for compound in entity.compound_columns)
    yield from (ColumnTarget(SCOPE, field) for field in _scope(entity))
    if entity.row_child:
        child = BY_NAME[entity.row_child]
        yield from (ColumnTarget(CHILD, field) for field in child.stored if field is not child.parent)


def _scope(entity: Entity) -> Iterator[Field]:
    """The grandparent, which tells in whose children the parent is to be looked for."""
    if entity.parent and (above := BY_NAME[entity.parent.to].parent):
        yield above


def _known(entity: Entity) -> dict[str, ColumnTarget]:
    found: dict[str, ColumnTarget] = {}
    for target in list_targets(entity):
        field = target.field
        for name in (target.name, field.name, field.label.th, field.label.en, *field.headings):
            found.setdefault(text.match_key(name.replace("_", " ")), target)
            found.setdefault(text.match_key(name), target)
    return found


def _named(entity: Entity, name: str) -> ColumnTarget:
    for target in list_targets(entity):
        if name in (target.name, target.field.name):
            return target
    if target_by_label := _known(entity).get(text.match_key(name)):
        return target_by_label
    near = text.nearest(name, _names(entity)) or [*_names(entity)[:8], "…"]
    raise UsageError(
        _("--map: '{field}' is no field of {kind}").format(field=name, kind=entity.command),
        _("nearest: {names}").format(names=", ".join(near)),
    )


def _names(entity: Entity) -> list[str]:
    return [target.name for target in list_targets(entity)]


def _missing(unused: Iterable[str]) -> str:
    """What was mapped and is not there, which may be what is not known, mistyped."""
    names = ", ".join(f"'{shorten(heading)}'" for heading in unused)
    return _(", and mapped, but not there: {headings}").format(headings=names) if names else ""


def _none_known(entity: Entity, file: str, missing: str, *, searched: int) -> UnusableInput:
    sentence = _("{file}: no column has a heading that is known").format(file=file)
    advice = _("is the first line the headings? they may be: {names}")
    if searched == _ABOVE:
        sentence += _(", and only the first {n} rows are searched for them").format(n=_ABOVE)
        advice = _("are the headings among those? they may be: {names}")
    names = ", ".join(str(target.field.label) for target in list(list_targets(entity))[:8])
    return UnusableInput(sentence + missing, advice.format(names=names))


def _unknown(entity: Entity, file: str, unknown: Iterable[str], missing: str) -> UnusableInput:
    words = [name for t in list_targets(entity) for name in (t.field.label.th, t.field.label.en, *t.field.headings)]
    shown = []
    for heading in unknown:
        near = text.nearest(heading, words, limit=1)
        shown.append(f"'{shorten(heading)}'" + (_(" (nearest: {name})").format(name=near[0]) if near else ""))
    return UnusableInput(
        _("{file}: headings that are not known: {headings}").format(file=file, headings=", ".join(shown)) + missing,
        _("rename them, or say --map 'HEADING=FIELD' (HEADING=- leaves a column out)"),
    )


def _refuse_same(file: str, headings: list[str], found: Mapping[int, ColumnTarget]) -> None:
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
