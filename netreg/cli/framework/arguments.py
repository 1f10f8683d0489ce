"""Arguments and options that name records or hold values of fields, turned into what the register stores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg import config
from netreg.cli.framework.option_values import naming_option
from netreg.core.compound_columns import CompoundColumn, RemarkableValues
from netreg.core.entity import Entity
from netreg.core.fields import Ref, Reference, shorten
from netreg.core.kept_names import WrittenReference
from netreg.core.naming.field_names import Named, find_field, suggest_fields
from netreg.core.thai_fields import PastDate
from netreg.entities import BY_NAME
from netreg.entities.rough_dates import is_ahead
from netreg.errors import UsageError
from netreg.language import _, find_language
from netreg.store.records import lookup
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import date

    from netreg.core.entity import Row
    from netreg.core.fields import Field


def parse_values(db: sqlite3.Connection, entity: Entity, written: Mapping[str, str | None]) -> Row:
    """Return the stored values for the texts of options, by field name; those not given are left out.

    Raises:
        UsageError: naming the field whose text is not valid.
    """
    given = {name: value for name, value in written.items() if value is not None}
    said = {name for name, value in given.items() if text.clean(value)}
    compounds = {name: compound for name in said if (compound := entity.choose_compound(name, entity.by_name))}
    plain = given.keys() - compounds.keys()
    values = {name: parse_value(db, entity.by_name[name], value) for name, value in given.items() if name in plain}
    for name, value in given.items():
        if compound := compounds.get(name):
            values = _take_parts(
                entity, compound, values, split_compound(compound, name_field(entity.by_name[name]), value)
            )
    return values


def _take_parts(entity: Entity, compound: CompoundColumn, values: Row, parts: Row) -> Row:
    """Return values with the parts of one text among them: a title before a given name, say."""
    both: Row = {}
    for name, part in parts.items():
        if part is None or name not in values or name in compound.into:
            continue
        both[name] = part if values[name] is None else entity.by_name[name].combine(values[name], part)
        if both[name] is None:
            raise UsageError(
                _("{field} is given twice: '{one}' and '{other}'").format(
                    field=name_field(entity.by_name[name]), one=values[name], other=part
                )
            )
    return parts | values | both | {name: parts[name] for name in compound.into}


def parse_value(db: sqlite3.Connection, field: Field, written: str) -> Any:
    """Return the stored value for one text, a reference as the number of the record it names."""
    if isinstance(field, Reference):
        if not text.clean(written):
            return None
        return WrittenReference.make(lookup.find_record(db, BY_NAME[field.to], written), written)
    with naming_option(name_field(field)):
        value = field.parse(written)
        if isinstance(field, PastDate):
            field.refuse_future(value, config.find_today(config.load_settings()).isoformat())
        return value


def parse_last_day(db: sqlite3.Connection, field: Field, written: str | None, as_of: date) -> str:
    """Return the stored day that an option gives; the day asked about where nothing is left of the text."""
    return str(parse_value(db, field, written or "") or as_of.isoformat())


def parse_compound(entity: Entity, name: str, written: str) -> Row:
    """Return the stored values that one text is made of, such as a name with its titles."""
    compound = next(compound for compound in entity.compound_columns if compound.name == name)
    return split_compound(compound, name, written)


def note_compound(entity: Entity, name: str, written: str) -> tuple[str, ...]:
    """Return what is to be said of how a text was split, such as that a nickname was found in it."""
    compound = next(compound for compound in entity.compound_columns if compound.name == name)
    values = compound.split(written)
    remark = compound.find_remark(written, values) if isinstance(values, RemarkableValues) else None
    return (_("'{text}': {remark}").format(text=shorten(written), remark=remark),) if remark else ()


def split_compound(compound: CompoundColumn, option: str, written: str) -> Row:
    """Return the values that a text is made of; of the fields that it fills beside only those that are there."""
    with naming_option(option):
        found = dict(zip(compound.fills, compound.split(written), strict=True))
    return {name: value for name, value in found.items() if value is not None or name in compound.into}


def parse_days(entity: Entity, first: str, last: str, written: str | None) -> Row:
    """Return the stored values of two dates from one text: a day, or a first and a last day."""
    if written is None or not text.clean(written):
        return {}
    from netreg.thai.dates.date_parser import parse_date

    with naming_option(name_field(entity.by_name[first])):
        date_ = parse_date(written)
        if date_.precision == "span":
            return dict(zip((first, last), date_.value.split("/"), strict=True))
        return {first: entity.by_name[first].parse(written)}


def state_by_day(day: str | None, as_of: date) -> str:
    """Return the state of an event for which none was given: planned if its day lies ahead, else held."""
    return "planned" if is_ahead(day, as_of) else "held"


def filter_rows(rows: Iterable[Row], wanted: Row) -> list[Row]:
    """Return the rows that have all of these values; references are compared by number."""

    def is_equal(value: Any, other: Any) -> bool:
        return bool((value.id if isinstance(value, Ref) else value) == other)

    return [row for row in rows if all(is_equal(row[name], value) for name, value in wanted.items())]


def advise_which(entity: Entity, rows: list[Row], options: Mapping[str, str], last: str, day: str) -> str:
    """Tell by which options one of several rows is meant, or by its number where they are equal in all of these.

    A row that says nothing in a field cannot be meant by its option. `day` is that on which one is to end.
    """

    def tells_apart(field: str) -> bool:
        values = {value.id if isinstance(value, Ref) else value for value in (row[field] for row in rows)}
        return len(values) == len(rows) and None not in values

    useful = [option for field, option in options.items() if tells_apart(field)]
    if useful:
        return _("say which with {options}").format(options=_(" or ").join(useful))
    return _("end one by its number: 'netreg {command} edit {number} {last}={day}'").format(
        command=entity.command, number=rows[0]["id"], last=last, day=day
    )


def parse_changes(db: sqlite3.Connection, entity: Entity, pairs: Iterable[str]) -> Row:
    """Return the stored values for ``FIELD=VALUE`` arguments.

    Raises:
        UsageError: when a pair has no ``=``, its field cannot be edited, or its value is not valid.
    """
    changes: Row = {}
    fields: dict[str, str] = {}
    known: list[Named] = [*entity.compound_columns, *entity.stored]
    compounds = {compound.name for compound in entity.compound_columns}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(_("expected FIELD=VALUE, not '{pair}'").format(pair=pair), _("for example note=…"))
        field = find_field(name, known)
        if field is None:
            raise UsageError(
                _("'{name}' is not a field of {kind} that can be edited").format(name=name, kind=entity.spoken_name),
                suggest_fields(name, [*entity.stored, *entity.compound_columns]),
            )
        if field.name in compounds:
            changes |= parse_compound(entity, field.name, value)
        else:
            fields[field.name] = value
    return changes | parse_values(db, entity, fields)


def name_field(field: Field) -> str:
    """Return the name of a field before the reason for which its value is refused."""
    return field.label.in_language(find_language("{option}: {reason}"))
