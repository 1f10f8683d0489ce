"""Export records of a kind, in a file that an import reads back unchanged."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.choice_fields import YesNo
from netreg.core.compound_columns import CompoundColumn
from netreg.core.entity import UID
from netreg.core.fields import PLAIN, Count, Field, Ref, Reference, Style, TextList
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME, find_child_entities
from netreg.errors import UnknownRecord, UsageError, list_names
from netreg.exchange.atomic_files import saving
from netreg.exchange.exporting.file_formats import (
    CARD_FORMATS,
    choose_cell_type,
    encode_delimited,
    format_json,
    is_typed_value,
)
from netreg.exchange.headings import targets
from netreg.language import Label, _
from netreg.store.records import conditions, lookup, records
from netreg.store.records.querying.containing import select_containing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from netreg.core.cards import Card
    from netreg.core.entity import Entity, Row, TimeFrame
    from netreg.exchange.exporting import workbook
    from netreg.exchange.headings.targets import ColumnTarget
    from netreg.store.records.conditions import Condition

HEADINGS = ("th", "en", "names")


class ExportOptions(NamedTuple):
    """The options of an export: its format, headings and encoding, and the records to select.

    The `conditions` are about the records; of a variant, about its ``row_child``.
    """

    format: str
    headings: str
    encoding: str | None
    frame: TimeFrame
    match: str | None = None
    conditions: tuple[Condition, ...] = ()

    def list_conditions(self, db: sqlite3.Connection, kind: Entity) -> list[Condition]:
        """Return the conditions that records of a kind have to meet."""
        matching = [select_containing(db, self.match, kind, self.frame.as_of)] if self.match else []
        return [*matching, *self.conditions]


class ExportResult(NamedTuple):
    """The result of an export: the number of records of each kind, and notes."""

    counts: dict[str, int]
    notes: tuple[str, ...] = ()


def export_records(
    db: sqlite3.Connection, entity: Entity, options: ExportOptions, path: Path, *, force: bool
) -> ExportResult:
    """Write the records to a file, whole or not at all.

    Raises:
        UsageError: when this kind has no such format, or the headings or the encoding are unknown.
        NotAllowed: when the file already exists, unless with `force`.
    """
    with saving(path, force=force) as file:
        content, result = build_export(db, entity, options, mark=True)
        file.write(content)
    return result


def build_export(
    db: sqlite3.Connection, entity: Entity, options: ExportOptions, *, mark: bool = False
) -> tuple[bytes, ExportResult]:
    """Return the content of the file; a CSV file begins with the byte order mark that Excel needs if `mark` says so.

    Raises:
        UsageError: as for :func:`export_records`.
    """
    if options.headings not in HEADINGS:
        raise UsageError(_("--headings: unknown headings '{text}'").format(text=options.headings), list_names(HEADINGS))
    if options.format in CARD_FORMATS:
        return _export_cards(db, entity, options)
    tables = _select_tables(db, entity, options)
    if options.format in ("csv", "tsv"):
        left = () if entity.variant else _note_left_out(db, tables[0])
        return _encode_table(tables[0], options, mark=mark), _count_records(tables[:1], left)
    content = (
        _build_workbook(tables, options) if options.format == "xlsx" else _format_objects(tables, options).encode()
    )
    return content, _count_records(tables)


def _note_left_out(db: sqlite3.Connection, table: ExportTable) -> tuple[str, ...]:
    """Return the note about records that belong to these and do not fit into a single table, if any."""
    kinds = [kind for kind in find_child_entities(table.kind) if table.rows and records.count_records(db, kind)]
    commands = [f"netreg {kind.command} export" for kind in kinds]
    if not commands:
        return ()
    return (
        _("not included: the records that belong to them; export them with {commands}").format(
            commands=", ".join(commands)
        ),
    )


# --- tables ----------------------------------------------------------------------------


class ExportTable(NamedTuple):
    """The records of one kind: its fields, with the grandparent where it is needed to find the parent."""

    kind: Entity
    fields: tuple[Field, ...]
    rows: list[Row]
    name_reference: Callable[[Ref], str]


def _select_tables(db: sqlite3.Connection, entity: Entity, options: ExportOptions) -> list[ExportTable]:
    """Select the records asked for, and everything that belongs to them."""
    name_reference = _make_reference_namer(db)
    if entity.variant:
        return [_select_flat(db, entity, options, name_reference)]
    rows = records.select_records(db, entity, options.list_conditions(db, entity), as_of=options.frame.as_of)
    tables = [_make_table(db, entity, rows, name_reference)]
    for kind in _list_kinds_below(entity):
        above = next(table for table in tables if kind.parent and table.kind.name == kind.parent.to)
        owners = {row["id"] for row in above.rows}
        assert kind.parent is not None
        found = records.select_records(db, kind, as_of=options.frame.as_of)
        tables.append(
            _make_table(db, kind, [row for row in found if row[kind.parent.name].id in owners], name_reference)
        )
    return tables


def _select_flat(
    db: sqlite3.Connection, entity: Entity, options: ExportOptions, name_reference: Callable[[Ref], str]
) -> ExportTable:
    """Select a row for each child, with the record that it belongs to in the same row."""
    kind, found = _select_children(db, entity, options)
    columns = list(_list_flat_columns(entity))
    owners = records.select_records(db, entity, [_are_owners(kind, found)], as_of=options.frame.as_of)
    by_number = {row["id"]: row for row in owners}
    sides = (
        (by_number[child[kind.parent.name].id], child)
        for child in found
        if kind.parent and child[kind.parent.name].id in by_number
    )
    rows = [
        {field.name: (own if place == targets.OWN else child)[target.name] for (place, target, _part), field in columns}
        for own, child in sides
    ]
    return ExportTable(kind, tuple(field for _target, field in columns), rows, name_reference)


def _select_children(db: sqlite3.Connection, entity: Entity, options: ExportOptions) -> tuple[Entity, list[Row]]:
    """Select the children asked for, in the order of the records they belong to."""
    kind = BY_NAME[entity.row_child or ""]
    order = records.order_by(kind, kind.parent)
    found = options.list_conditions(db, kind)
    return kind, records.select_records(db, kind, found, as_of=options.frame.as_of, order=order)


def _are_owners(kind: Entity, rows: list[Row]) -> Condition:
    assert kind.parent is not None
    return conditions.select_numbers(list({row[kind.parent.name].id: None for row in rows}))


def _list_flat_columns(entity: Entity) -> Iterator[tuple[ColumnTarget, Field]]:
    """Yield the columns of a variant; where two fields share a name, the child's is renamed."""
    taken: set[str] = set()
    for target in (*targets.list_targets(entity), *targets.list_uid_targets(entity)):
        if isinstance(target.field, CompoundColumn):
            continue
        field = target.field
        if taken & {field.name, field.label.th, field.label.en}:
            field = copy.copy(field)
            field.name, field.label = target.name, Label(target.name, target.name)
        taken |= {field.name, field.label.th, field.label.en}
        yield target, field


def _list_kinds_below(entity: Entity) -> Iterator[Entity]:
    for kind in find_child_entities(entity):
        yield kind
        yield from _list_kinds_below(kind)


def _make_table(
    db: sqlite3.Connection, kind: Entity, rows: list[Row], name_reference: Callable[[Ref], str]
) -> ExportTable:
    scope = BY_NAME[kind.parent.to].parent if kind.parent else None
    if scope is None:
        return ExportTable(kind, (*kind.stored, UID), rows, name_reference)
    assert kind.parent is not None
    above = {row[kind.parent.name].id: None for row in rows}
    scoped = {number: _find_grandparent(db, kind, number) for number in above}
    rows = [{**row, scope.name: scoped[row[kind.parent.name].id]} for row in rows]
    return ExportTable(kind, (scope, *kind.stored, UID), rows, name_reference)


def _find_grandparent(db: sqlite3.Connection, kind: Entity, parent: int) -> Ref:
    """Return the grandparent, among whose children the name of the parent is searched."""
    assert kind.parent is not None
    middle = BY_NAME[kind.parent.to]
    assert middle.parent is not None
    try:
        number = records.read_values(db, middle, parent)[middle.parent.name]
    except UnknownRecord:  # another tool removed it
        return records.find_refs(db, middle.name, [parent])[parent]
    return records.find_refs(db, middle.parent.to, [number])[number]


def _count_records(tables: Sequence[ExportTable], notes: tuple[str, ...] = ()) -> ExportResult:
    return ExportResult({table.kind.collection: len(table.rows) for table in tables}, notes)


def _choose_heading(field: Field, headings: str) -> str:
    if headings == "names":
        return field.name
    return field.label.th if headings == "th" else field.label.en


def _choose_style(headings: str) -> Style:
    return Style("ce" if headings == "names" else "be", "en" if headings == "en" else "th")


def _format_cell(table: ExportTable, field: Field, row: Row, headings: str) -> str:
    value = row[field.name]
    if isinstance(field, Reference):
        return table.name_reference(value) if value else ""
    return field.to_cell(value) if headings == "names" else field.show(value, _choose_style(headings))


def _make_reference_namer(db: sqlite3.Connection) -> Callable[[Ref], str]:
    """Return a function that names another record in a cell: by code, else a unique name, else its UUID."""
    known: dict[tuple[str, int], str] = {}

    def name_reference(ref: Ref) -> str:
        key = (ref.kind, ref.id)
        if key not in known:
            is_missing = records.find_updated_at(db, BY_NAME[ref.kind], ref.id) is None
            known[key] = (
                ref.code or (is_missing and ref.name) or _find_unique_name(db, ref) or records.find_uid(db, *key)
            )
        return known[key]

    return name_reference


def _find_unique_name(db: sqlite3.Connection, ref: Ref) -> str | None:
    """Return a name that no other record of the same parent has, if any."""
    entity = BY_NAME[ref.kind]
    row = records.read_values(db, entity, ref.id)
    within = row[entity.parent.name] if entity.parent else None
    names = [ref.name] if entity.naming_references else [ref.name, *filter(None, entity.names(row))]
    return next((name for name in names if lookup.find_candidates(db, entity, name, within) == [ref.id]), None)


# --- formats -----------------------------------------------------------------------------


def _encode_table(table: ExportTable, options: ExportOptions, *, mark: bool) -> bytes:
    rows = ([_format_cell(table, field, row, options.headings) for field in table.fields] for row in table.rows)
    names = [_choose_heading(field, options.headings) for field in table.fields]
    return encode_delimited(names, rows, options.format, options.encoding, mark=mark)


def _build_workbook(tables: Sequence[ExportTable], options: ExportOptions) -> bytes:
    from netreg.exchange.exporting import workbook

    filled = [table for table in tables if table.rows or table is tables[0]]
    return workbook.build_workbook([_make_sheet(table, options.headings) for table in filled])


def _make_sheet(table: ExportTable, headings: str) -> workbook.WorkbookSheet:
    from netreg.exchange.exporting import workbook

    return workbook.WorkbookSheet(
        table.kind.plural.in_language(_choose_style(headings).lang),
        [_choose_heading(field, headings) for field in table.fields],
        [choose_cell_type(field) for field in table.fields],
        ([_choose_value(table, field, row, headings) for field in table.fields] for row in table.rows),
    )


def _choose_value(table: ExportTable, field: Field, row: Row, headings: str) -> Any:
    value = row[field.name]
    return value if is_typed_value(field, value) else _format_cell(table, field, row, headings)


def _format_objects(tables: Sequence[ExportTable], options: ExportOptions) -> str:
    """Return JSON: each record with its stored fields, and the records that belong to it in lists under it."""
    owned = {table.kind.name: _group_by_owner(table) for table in tables[1:]}
    return format_json([_make_object(tables[0], row, tables, owned) for row in tables[0].rows], options.format)


def _group_by_owner(table: ExportTable) -> dict[int, list[Row]]:
    """Group the records of a table by the number of the one that each belongs to."""
    assert table.kind.parent is not None
    found: dict[int, list[Row]] = {}
    for row in table.rows:
        found.setdefault(row[table.kind.parent.name].id, []).append(row)
    return found


def _make_object(
    table: ExportTable, row: Row, tables: Sequence[ExportTable], owned: Mapping[str, dict[int, list[Row]]]
) -> dict[str, Any]:
    parent = table.kind.parent
    fields = (
        table.fields
        if table is tables[0]
        else [field for field in table.fields if field is not parent and field in (*table.kind.stored, UID)]
    )
    found = {field.name: _make_value(table, field, row[field.name]) for field in fields if row[field.name] is not None}
    for inner in tables[1:]:
        if inner.kind.parent and inner.kind.parent.to == table.kind.name:
            mine = [_make_object(inner, child, tables, owned) for child in owned[inner.kind.name].get(row["id"], ())]
            found |= {inner.kind.collection: mine} if mine else {}
    return found


def _make_value(table: ExportTable, field: Field, value: Any) -> Any:
    if isinstance(field, Reference):
        return table.name_reference(value)
    return field.to_json(value) if isinstance(field, TextList | YesNo | Count | Date) else field.show(value, PLAIN)


def _export_cards(db: sqlite3.Connection, entity: Entity, options: ExportOptions) -> tuple[bytes, ExportResult]:
    """Export people as vCards, meetings and the days of agreements as a calendar."""
    as_of = options.frame.as_of
    selected = (
        [_are_owners(*_select_children(db, entity, options))] if entity.variant else options.list_conditions(db, entity)
    )
    form = options.format.rstrip("4")
    if (form, entity.name) not in (("vcf", "person"), ("ics", "meeting"), ("ics", "agreement")):
        raise UsageError(
            _("{kind} cannot be exported as {format}").format(kind=str(entity.plural).lower(), format=options.format),
            _("vcf is for members, ics for meetings and agreements"),
        )
    rows = records.select_records(db, entity, selected, as_of=as_of)
    cards = [records.read_card(db, entity, row["id"], as_of).add_derived(options.frame) for row in rows]
    content, left_out = _format_cards(db, entity, cards, options)
    return content, ExportResult({entity.collection: len(cards)}, left_out)


def _format_cards(
    db: sqlite3.Connection, entity: Entity, cards: list[Card], options: ExportOptions
) -> tuple[bytes, tuple[str, ...]]:
    if options.format in ("vcf", "vcf4"):
        from netreg.exchange.exporting import vcards

        version = "3.0" if options.format == "vcf" else "4.0"
        return vcards.format_vcards(cards, options.frame.as_of, version).encode(), ()
    from netreg.exchange.ical import calendars
    from netreg.store.records import revisions

    as_of, known = options.frame.as_of, revisions.count_revisions(db, entity)
    if entity.name == "meeting":
        return calendars.build_meetings_calendar(cards, as_of, calendars.make_address_finder(db), known)
    return calendars.build_agreements_calendar(cards, as_of, known)
