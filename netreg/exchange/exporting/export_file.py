"""An export: records of a kind, in a file that an import reads back unchanged."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.entity import CompoundColumn
from netreg.core.fields import PLAIN, Count, Field, Flag, Ref, Reference, Style, Texts
from netreg.entities import BY_NAME, children
from netreg.errors import UsageError
from netreg.exchange.atomic_files import saving
from netreg.exchange.columns import headings
from netreg.exchange.exporting.file_formats import choose_cell_type, encode_delimited, format_json, is_typed_value
from netreg.language import Label, _, ngettext
from netreg.store.records import conditions, lookup, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from netreg.core.cards import Card
    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.exchange.columns.headings import ColumnTarget
    from netreg.exchange.exporting import workbook
    from netreg.store.records.conditions import Condition

HEADINGS = ("th", "en", "names")


class ExportOptions(NamedTuple):
    """How an export is to be: its form, headings and encoding, and what it is narrowed to.

    The `conditions` are about the records; those of a variant, about its ``row_child``.
    """

    form: str
    headings: str
    encoding: str | None
    frame: TimeFrame
    match: str | None = None
    conditions: tuple[Condition, ...] = ()

    def narrowed(self, kind: Entity) -> list[Condition]:
        """What the records of a kind have to meet."""
        matching = [conditions.matches(self.match, kind)] if self.match else []
        return [*matching, *self.conditions]


class ExportResult(NamedTuple):
    """What was written: how many records of each kind, and what is to be said about it."""

    counts: dict[str, int]
    notes: tuple[str, ...] = ()


def export_records(
    db: sqlite3.Connection, entity: Entity, wanted: ExportOptions, path: Path, *, force: bool
) -> ExportResult:
    """Write the records to a file, whole or not at all.

    Raises:
        UsageError: when this kind has no such form, or a heading or encoding is not known.
        NotAllowed: when a file is there already and `force` was not said.
    """
    with saving(path, force=force) as file:
        made, saved = _made(db, entity, wanted, mark=True)
        file.write(made)
    return saved


def build_export(db: sqlite3.Connection, entity: Entity, wanted: ExportOptions) -> tuple[bytes, ExportResult]:
    """The same as the content of a file, a table without the mark that Excel needs.

    Raises:
        UsageError: as for :func:`export_records`.
    """
    return _made(db, entity, wanted, mark=False)


def _made(db: sqlite3.Connection, entity: Entity, wanted: ExportOptions, *, mark: bool) -> tuple[bytes, ExportResult]:
    if wanted.headings not in HEADINGS:
        raise UsageError(
            _("--headings: '{text}' is none of {names}").format(text=wanted.headings, names=", ".join(HEADINGS))
        )
    if wanted.form in ("vcf", "ics"):
        return _cards(db, entity, wanted)
    numbered: list[str] = []
    tables = _tables(db, entity, wanted, numbered)
    if wanted.form in ("csv", "tsv"):
        left = () if entity.variant else _left(db, tables[0])
        return _text(tables[0], wanted, mark=mark), _saved(tables[:1], (*left, *_by_number(numbered)))
    made = _workbook(tables, wanted) if wanted.form == "xlsx" else _objects(tables, wanted).encode()
    return made, _saved(tables, _by_number(numbered))


def _by_number(names: list[str]) -> tuple[str, ...]:
    """What is to be said of records that a file can only name by their number."""
    if not names:
        return ()
    sentence = ngettext(
        "{n} record has no code and no name of its own ({name}); its number holds in this register only",
        "{n} records have no code and no name of their own ({name}); their numbers hold in this register only",
        len(names),
    )
    return (sentence.format(n=len(names), name=names[0]),)


def _left(db: sqlite3.Connection, table: ExportTable) -> tuple[str, ...]:
    """What belongs to the records and has no room in one table."""
    kinds = [kind for kind in children(table.kind) if table.rows and records.count(db, kind)]
    commands = [f"netreg {kind.command} export" for kind in kinds]
    if not commands:
        return ()
    return (_("what belongs to them is not in it: {commands}").format(commands=", ".join(commands)),)


# --- tables ----------------------------------------------------------------------------


class ExportTable(NamedTuple):
    """The records of one kind: its fields, with the grandparent's if it needs one to be found."""

    kind: Entity
    fields: tuple[Field, ...]
    rows: list[Row]
    name: Callable[[Ref], str]


def _tables(db: sqlite3.Connection, entity: Entity, wanted: ExportOptions, numbered: list[str]) -> list[ExportTable]:
    """The records asked for, and everything that belongs to them."""
    name = _reference_writer(db, numbered)
    if entity.variant:
        return [_flat(db, entity, wanted, name)]
    rows = records.select(db, entity, wanted.narrowed(entity), as_of=wanted.frame.as_of)
    tables = [_table(db, entity, rows, name)]
    for kind in _below(entity):
        above = next(table for table in tables if kind.parent and table.kind.name == kind.parent.to)
        owners = {row["id"] for row in above.rows}
        assert kind.parent is not None
        found = records.select(db, kind, as_of=wanted.frame.as_of)
        tables.append(_table(db, kind, [row for row in found if row[kind.parent.name].id in owners], name))
    return tables


def _flat(db: sqlite3.Connection, entity: Entity, wanted: ExportOptions, name: Callable[[Ref], str]) -> ExportTable:
    """A row for each child, with the record that it belongs to in the same row."""
    kind, found = _children(db, entity, wanted)
    columns = list(_columns(entity))
    owners = records.select(db, entity, [_owners(kind, found)], as_of=wanted.frame.as_of)
    by_number = {row["id"]: row for row in owners}
    sides = ((by_number[child[kind.parent.name].id], child) for child in found if kind.parent)
    rows = [
        {field.name: (own if place == headings.OWN else child)[target.name] for (place, target), field in columns}
        for own, child in sides
    ]
    return ExportTable(kind, tuple(field for _target, field in columns), rows, name)


def _children(db: sqlite3.Connection, entity: Entity, wanted: ExportOptions) -> tuple[Entity, list[Row]]:
    """The children asked for, in the order of those they belong to."""
    kind = BY_NAME[entity.row_child or ""]
    order = records.ordering(kind, kind.parent)
    return kind, records.select(db, kind, wanted.narrowed(kind), as_of=wanted.frame.as_of, order=order)


def _owners(kind: Entity, rows: list[Row]) -> Condition:
    assert kind.parent is not None
    return conditions.numbered(list({row[kind.parent.name].id: None for row in rows}))


def _columns(entity: Entity) -> Iterator[tuple[ColumnTarget, Field]]:
    """What stands in a row of a variant; where two fields go by one name, the child's is told apart."""
    taken: set[str] = set()
    for target in headings.list_targets(entity):
        if isinstance(target.field, CompoundColumn):
            continue
        field = target.field
        if taken & {field.name, field.label.th, field.label.en}:
            field = copy.copy(field)
            field.name, field.label = target.name, Label(target.name, target.name)
        taken |= {field.name, field.label.th, field.label.en}
        yield target, field


def _below(entity: Entity) -> Iterator[Entity]:
    for kind in children(entity):
        yield kind
        yield from _below(kind)


def _table(db: sqlite3.Connection, kind: Entity, rows: list[Row], name: Callable[[Ref], str]) -> ExportTable:
    scope = BY_NAME[kind.parent.to].parent if kind.parent else None
    if scope is None:
        return ExportTable(kind, kind.stored, rows, name)
    assert kind.parent is not None
    above = {row[kind.parent.name].id: None for row in rows}
    scoped = {number: _above(db, kind, number) for number in above}
    rows = [{**row, scope.name: scoped[row[kind.parent.name].id]} for row in rows]
    return ExportTable(kind, (scope, *kind.stored), rows, name)


def _above(db: sqlite3.Connection, kind: Entity, parent: int) -> Ref:
    """The grandparent, so that the parent's name can be looked for among its children."""
    assert kind.parent is not None
    middle = BY_NAME[kind.parent.to]
    assert middle.parent is not None
    number = records.values_of(db, middle, parent)[middle.parent.name]
    return records.refs(db, middle.parent.to, [number])[number]


def _saved(tables: Sequence[ExportTable], notes: tuple[str, ...] = ()) -> ExportResult:
    return ExportResult({table.kind.collection: len(table.rows) for table in tables}, notes)


def _heading(field: Field, headings: str) -> str:
    if headings == "names":
        return field.name
    return field.label.th if headings == "th" else field.label.en


def _style(headings: str) -> Style:
    return Style("ce" if headings == "names" else "be", "en" if headings == "en" else "th")


def _cell(table: ExportTable, field: Field, row: Row, headings: str) -> str:
    value = row[field.name]
    if isinstance(field, Reference):
        return table.name(value) if value else ""
    return field.flat(value) if headings == "names" else field.show(value, _style(headings))


def _reference_writer(db: sqlite3.Connection, numbered: list[str]) -> Callable[[Ref], str]:
    """How another record is named in a cell: by code, else by a name only it has, else by number.

    Those `numbered` can be found again in this register alone.
    """
    known: dict[tuple[str, int], str] = {}

    def write(ref: Ref) -> str:
        key = (ref.kind, ref.id)
        if key not in known:
            known[key] = ref.code or _only_name(db, ref) or f"#{ref.id}"
            if known[key] == f"#{ref.id}":
                numbered.append(ref.name)
        return known[key]

    return write


def _only_name(db: sqlite3.Connection, ref: Ref) -> str | None:
    """A name that no other record has, among those of the same parent."""
    entity = BY_NAME[ref.kind]
    row = records.values_of(db, entity, ref.id)
    within = row[entity.parent.name] if entity.parent else None
    names = [ref.name] if entity.naming_references else [ref.name, *filter(None, entity.names(row))]
    return next((name for name in names if lookup.candidates(db, entity, name, within) == [ref.id]), None)


# --- forms -----------------------------------------------------------------------------


def _text(table: ExportTable, wanted: ExportOptions, *, mark: bool) -> bytes:
    rows = ([_cell(table, field, row, wanted.headings) for field in table.fields] for row in table.rows)
    names = [_heading(field, wanted.headings) for field in table.fields]
    return encode_delimited(names, rows, wanted.form, wanted.encoding, mark=mark)


def _workbook(tables: Sequence[ExportTable], wanted: ExportOptions) -> bytes:
    from netreg.exchange.exporting import workbook

    out = io.BytesIO()
    workbook.write_workbook(
        out, [_sheet(table, wanted.headings) for table in tables if table.rows or table is tables[0]]
    )
    return out.getvalue()


def _sheet(table: ExportTable, headings: str) -> workbook.WorkbookSheet:
    from netreg.exchange.exporting import workbook

    plural = table.kind.plural
    return workbook.WorkbookSheet(
        plural.th if _style(headings).lang == "th" else plural.en,
        [_heading(field, headings) for field in table.fields],
        [choose_cell_type(field) for field in table.fields],
        ([_typed(table, field, row, headings) for field in table.fields] for row in table.rows),
    )


def _typed(table: ExportTable, field: Field, row: Row, headings: str) -> Any:
    value = row[field.name]
    return value if is_typed_value(field, value) else _cell(table, field, row, headings)


def _objects(tables: Sequence[ExportTable], wanted: ExportOptions) -> str:
    """JSON: each record with its stored fields, and what belongs to it in lists under it."""
    owned = {table.kind.name: _by_owner(table) for table in tables[1:]}
    return format_json([_object(tables[0], row, tables, owned) for row in tables[0].rows], wanted.form)


def _by_owner(table: ExportTable) -> dict[int, list[Row]]:
    """The records of a table by the number of the one that each belongs to."""
    assert table.kind.parent is not None
    found: dict[int, list[Row]] = {}
    for row in table.rows:
        found.setdefault(row[table.kind.parent.name].id, []).append(row)
    return found


def _object(
    table: ExportTable, row: Row, tables: Sequence[ExportTable], owned: Mapping[str, dict[int, list[Row]]]
) -> dict[str, Any]:
    parent = table.kind.parent
    fields = table.fields if table is tables[0] else [field for field in table.kind.stored if field is not parent]
    made = {field.name: _valued(table, field, row[field.name]) for field in fields if row[field.name] is not None}
    for inner in tables[1:]:
        if inner.kind.parent and inner.kind.parent.to == table.kind.name:
            mine = [_object(inner, child, tables, owned) for child in owned[inner.kind.name].get(row["id"], ())]
            made |= {inner.kind.collection: mine} if mine else {}
    return made


def _valued(table: ExportTable, field: Field, value: Any) -> Any:
    if isinstance(field, Reference):
        return table.name(value)
    return field.plain(value) if isinstance(field, Texts | Flag | Count) else field.show(value, PLAIN)


def _cards(db: sqlite3.Connection, entity: Entity, wanted: ExportOptions) -> tuple[bytes, ExportResult]:
    """People as vCards, meetings and the days of agreements as a calendar."""
    as_of = wanted.frame.as_of
    narrowed = [_owners(*_children(db, entity, wanted))] if entity.variant else wanted.narrowed(entity)
    if (wanted.form, entity.name) not in (("vcf", "person"), ("ics", "meeting"), ("ics", "agreement")):
        raise UsageError(
            _("{kind} has no {form}").format(kind=entity.plural.en.lower(), form=wanted.form),
            _("vcf is for members, ics for meetings and agreements"),
        )
    rows = records.select(db, entity, narrowed, as_of=as_of)
    cards = [records.card(db, entity, row["id"], as_of).add_derived(wanted.frame) for row in rows]
    made, left_out = _written(db, entity, cards, wanted)
    return made, ExportResult({entity.collection: len(cards)}, left_out)


def _written(
    db: sqlite3.Connection, entity: Entity, cards: list[Card], wanted: ExportOptions
) -> tuple[bytes, tuple[str, ...]]:
    if wanted.form == "vcf":
        from netreg.exchange.exporting import vcards

        return vcards.format_vcards(cards, wanted.frame.as_of).encode(), ()
    from netreg.exchange.ical import calendars
    from netreg.store.records import revisions

    as_of, known = wanted.frame.as_of, revisions.of_kind(db, entity)
    if entity.name == "meeting":
        return calendars.build_meetings_calendar(cards, as_of, calendars.make_address_finder(db), known)
    return calendars.build_agreements_calendar(cards, as_of, known)
