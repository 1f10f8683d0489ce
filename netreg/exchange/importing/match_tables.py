"""Match the headings of all tables of a file, with what the options and an earlier file of the source say."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Reference
from netreg.entities import BY_NAME
from netreg.entities.rough_dates import is_ahead
from netreg.errors import Failure, InvalidOption, InvalidValue, UnknownRecord, UnusableInput, quote_word
from netreg.exchange.columns.ditto_marks import mark_dittos
from netreg.exchange.columns.people_rows import place_people
from netreg.exchange.columns.section_rows import place_sections
from netreg.exchange.headings import table_headings
from netreg.exchange.headings.targets import SCOPE, find_named_target
from netreg.exchange.headings.virtual_columns import Constant
from netreg.exchange.shapes.shaped_parts import shape_part
from netreg.language import _, name_within, translate_placeholders
from netreg.named_tuples import NamedTuple
from netreg.store.records import lookup, records
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netreg.core.entity import Entity
    from netreg.exchange.columns.table_kinds import EntityTable
    from netreg.exchange.headings.heading_refusals import UnknownHeadings
    from netreg.exchange.headings.table_headings import HeadingOptions, TableHeadings
    from netreg.exchange.headings.targets import ColumnTarget
    from netreg.exchange.tables.source_tables import SourceRow

OF_SHEET = "@sheet"
"""The value of a field that is the name of the sheet."""
_SET = "--set "
"""Begins the name under which the value of a field is kept beside the mapping of a source."""


class FieldSetting(NamedTuple):
    """A field that has one value in the whole file: the option that says so, the field and the value as written."""

    option: str
    field: str
    value: str


def split_mapping(kept: Mapping[str, str]) -> tuple[dict[str, str], list[FieldSetting]]:
    """Return the mapping of headings, and the fields set, of what was kept for a source."""
    mapping = {heading: field for heading, field in kept.items() if not heading.startswith(_SET)}
    fields = ((name.removeprefix(_SET), value) for name, value in kept.items() if name.startswith(_SET))
    return mapping, [FieldSetting(f"--set {field}", field, value) for field, value in fields]


def join_mapping(mapping: Mapping[str, str], fields: Iterable[FieldSetting]) -> dict[str, str]:
    """Return both as they are kept for a source."""
    return {**mapping, **{f"{_SET}{one.field}": one.value for one in fields}}


def resolve_constants(
    db: sqlite3.Connection, entity: Entity, fields: Iterable[FieldSetting], *, years: str | None, may_create: bool
) -> dict[ColumnTarget, Constant]:
    """Return the values of the fields that are set for the whole file; a record is looked up once.

    With `may_create` an unknown record is left to the rows.

    Raises:
        Failure: naming the option, when its value is not valid or no record has that name.
    """
    named = [(find_named_target(entity, one.field, one.option), one) for one in fields]
    found: dict[ColumnTarget, Constant] = {}
    within: int | None = None
    for target, one in sorted(named, key=lambda pair: pair[0].place != SCOPE):
        if one.value == OF_SHEET:
            found[target] = Constant(OF_SHEET, frozenset(), one.option)
        elif isinstance(target.field, Reference):
            number, found[target] = _resolve_reference(db, target, one, within, may_create=may_create)
            within = number if target.place == SCOPE else within
        else:
            _check_value(target, one, years)
            found[target] = Constant(one.value, frozenset({text.match_key(one.value)}), one.option)
    return found


def is_meeting_ahead(db: sqlite3.Connection, constants: Mapping[ColumnTarget, Constant], today: str) -> bool:
    """Return whether the meeting that is set for all rows is planned for a day after `today`."""
    set_for_all = next((one.value for target, one in constants.items() if target.name == "meeting"), "")
    if not set_for_all.startswith("#"):
        return False
    meeting = records.read_values(db, BY_NAME["meeting"], int(set_for_all[1:]))
    return bool(meeting["state"] == "planned" and today and is_ahead(meeting["starts_at"], date.fromisoformat(today)))


def _check_value(target: ColumnTarget, one: FieldSetting, years: str | None) -> None:
    field = target.field
    try:
        _parsed = field.split(one.value) if isinstance(field, CompoundColumn) else field.parse(one.value, years)
    except InvalidValue as refusal:
        raise InvalidOption(one.option, refusal) from None


def _resolve_reference(
    db: sqlite3.Connection, target: ColumnTarget, one: FieldSetting, scope: int | None, *, may_create: bool
) -> tuple[int | None, Constant]:
    """Return the number of the record that an option names, and its value in the rows."""
    field = target.field
    assert isinstance(field, Reference)
    kind = BY_NAME[field.to]
    try:
        number = lookup.find_record(db, kind, one.value, within=scope if field.parent else None)
    except UnknownRecord as failure:
        if may_create and kind.from_name and kind.from_name(one.value):
            return None, Constant(one.value, frozenset({text.match_key(one.value)}), one.option)
        named = _name_option(failure, one.option)
        if kind.from_name and "\n" not in one.value:
            named.advice += _("; to create it: netreg {command} add {name}, or add --create-missing").format(
                command=kind.command, name=quote_word(one.value)
            )
        raise named from None
    except Failure as failure:
        raise _name_option(failure, one.option) from None
    ref = records.find_refs(db, kind.name, [number])[number]
    names = {one.value, f"#{number}", ref.name, ref.code or ref.name}
    if kind.number_field:
        names |= set(_list_numbers(db, kind, number))
    return number, Constant(f"#{number}", frozenset(map(text.match_key, names)), one.option)


def _list_numbers(db: sqlite3.Connection, kind: Entity, number: int) -> list[str]:
    row = records.read_values(db, kind, number)
    value = row[kind.number_field or "id"]
    return [str(value), f"รุ่นที่ {value}"]


def _name_option(failure: Failure, option: str) -> Failure:
    return type(failure)(f"{option}: {failure.sentence}", failure.advice)


def match_tables(
    parts: Sequence[EntityTable], wishes: HeadingOptions, *, skip_others: bool = False
) -> tuple[list[EntityTable], list[TableHeadings], list[str]]:
    """Return the tables of a file with their headings, and notes on those that have none.

    With `skip_others` a sheet without a known heading, such as a cover, is left out beside others.

    Raises:
        UnknownHeadings: with the columns of all tables that no field fits.
    """
    refused: list[UnknownHeadings] = []
    kept: list[EntityTable] = []
    heads: list[TableHeadings] = []
    notes: list[str] = []
    answers: dict[str, str] = {}
    waiting = [shaped for part in parts for shaped in shape_part(part, wishes)]
    while waiting:
        part = waiting.pop(0)
        mine = wishes if part.entity is parts[0].entity else wishes._replace(constants={})
        if part.is_tree:
            mine = mine._replace(constants={t: one for t, one in mine.constants.items() if t.name != "parent"})
        head = _try_to_match(part, mine._replace(mapping={**wishes.mapping, **answers}))
        if isinstance(head, UnusableInput):
            if beside := _part_side_by_side(part):
                notes.append(_("{file}: tables side by side are read one after the other").format(file=part.name))
                waiting[:0] = beside
            elif skip_others and not head.has_known:
                notes.append(_("{file}: skipped, it has no known heading").format(file=part.name))
            else:
                refused.append(head)
            continue
        if (source := place_people(place_sections(part.source, head), head)) is not part.source:
            part = part._replace(source=source)
            head = _match_table(part, mine._replace(mapping={**wishes.mapping, **answers, **head.answers}))
        answers |= head.answers
        kept.append(part if head.is_export else part._replace(source=mark_dittos(part.source, head.first)))
        heads.append(head)
    if refused:
        from netreg.exchange.headings.heading_refusals import join_refusals

        raise join_refusals(refused)
    return [part._replace(number=n) for n, part in enumerate(kept)] if len(kept) != len(parts) else kept, heads, notes


def _try_to_match(part: EntityTable, wishes: HeadingOptions) -> TableHeadings | UnknownHeadings:
    """Match a table, or return its refusal where no field fits one of its columns."""
    try:
        return _match_table(part, wishes)
    except UnusableInput as refusal:
        from netreg.exchange.headings.heading_refusals import UnknownHeadings

        if not isinstance(refusal, UnknownHeadings):
            raise
        return refusal


def _part_side_by_side(part: EntityTable) -> list[EntityTable]:
    """Part a table with headings that repeat themselves, which no field takes twice; none where they do not."""
    from netreg.exchange.shapes.side_tables import part_side_by_side

    if part.nested_in is not None or part.source.has_headings:
        return []
    return [
        part._replace(source=source, name=f"{part.name} [{source.name}]") for source in part_side_by_side(part.source)
    ]


def describe_columns(file: str, heads: Sequence[TableHeadings]) -> list[str]:
    """Return what is said of the columns that were left out, once for all tables of which it is true."""
    said: dict[str, list[str]] = {}
    for head in heads:
        for sentence in _list_sentences(head):
            said.setdefault(sentence, []).append(head.name)
    return [f"{file if len(names) == len(heads) else ', '.join(names)}: {sentence}" for sentence, names in said.items()]


def _list_sentences(head: TableHeadings) -> Iterator[str]:
    if head.left_out:
        yield _("columns that netreg fills itself were left out: {names}").format(names=", ".join(head.left_out))
    if head.skipped:
        groups = (f"{', '.join(names)} ({reason})" for reason, names in head.skipped.items())
        yield _("columns left out: {names}").format(names="; ".join(groups))
    if head.are_invited:
        yield _("whether somebody came is not told: they are recorded as invited")
    if head.signers:
        names = ", ".join(head.names[side.name] for side in head.signers)
        yield _("columns read as those who signed: {names}; what names no person is kept in the note").format(
            names=names
        )
    if head.noted:
        yield _("columns kept in the note: {names}").format(names=", ".join(head.noted))
    if head.ignored:
        yield _("unknown columns left out: {names}").format(names=", ".join(head.ignored))


def _match_table(part: EntityTable, wishes: HeadingOptions) -> TableHeadings:
    source = part.source
    constants = {
        target: constant._replace(value=source.name) if constant.value == OF_SHEET else constant
        for target, constant in wishes.constants.items()
    }
    options = wishes._replace(constants=constants)
    with _closing_rows(source.rows()) as lines:
        head = table_headings.match_headings(
            part.entity, part.name, lines, options, headed=source.has_headings, nested=part.nested_in is not None
        )
    _refuse_without_parent(part, head)
    return head


@contextmanager
def _closing_rows(lines: Iterator[SourceRow]) -> Iterator[Iterator[SourceRow]]:
    """Close the rows of a table behind the ones that are looked at, where a file is open for them."""
    try:
        yield lines
    finally:
        if isinstance(lines, Generator):
            lines.close()


def _refuse_without_parent(part: EntityTable, head: TableHeadings) -> None:
    """Refuse a table of records that belong to another one, where no column or option says to which."""
    parent = part.entity.parent
    if parent is None or head.nested or any(target.field is parent for target in head.targets.values()):
        return
    sentence = "{file}: no column says which {kind} the rows belong to"
    raise UnusableInput(
        _(sentence).format(file=part.name, kind=name_within(sentence, parent.label)),
        _("add --{option} {value}, or if a column does: --map 'HEADING={field}'").format(
            option=parent.name.replace("_", "-"), value=translate_placeholders(parent.name.upper()), field=parent.name
        ),
    )
