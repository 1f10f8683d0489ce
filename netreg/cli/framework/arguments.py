"""What the texts of options and arguments stand for: values of fields, records, days."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from netreg.core.entity import Entity
from netreg.core.fields import Ref, Reference
from netreg.core.thai_fields import AcademicYear, Date
from netreg.entities import BY_NAME
from netreg.entities.rough_dates import is_ahead
from netreg.errors import InvalidValue, UsageError
from netreg.language import _
from netreg.store.records import lookup
from netreg.thai import text
from netreg.thai.dates import fiscal_years

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from netreg.core.entity import Row
    from netreg.core.fields import Field


def find_record(db: sqlite3.Connection, kind: Entity, written: str, within: int | None = None) -> int:
    """The number of the record meant by an argument."""
    return lookup.find(db, kind, written, within=within)


def read_values(db: sqlite3.Connection, entity: Entity, written: Mapping[str, str | None]) -> Row:
    """Stored values for the texts of options, by field name; absent ones are left out.

    Raises:
        UsageError: naming the option whose text cannot be taken.
    """
    return {name: read_value(db, entity.by_name[name], value) for name, value in written.items() if value is not None}


def read_compound(entity: Entity, name: str, written: str) -> Row:
    """The stored values that one text is made of, such as a name with its titles.

    Raises:
        UsageError: when it cannot be taken apart.
    """
    compound = next(compound for compound in entity.compound_columns if compound.name == name)
    try:
        return dict(zip(compound.into, compound.split(written), strict=True))
    except InvalidValue as refusal:
        raise UsageError(_("{field}: {reason}").format(field=name, reason=refusal)) from None


def read_value(db: sqlite3.Connection, field: Field, written: str) -> Any:
    """The stored value of one text, a reference as the number of the record it means."""
    if isinstance(field, Reference):
        return find_record(db, BY_NAME[field.to], written) if text.clean(written) else None
    try:
        return field.parse(written)
    except InvalidValue as refusal:
        raise UsageError(_("{field}: {reason}").format(field=field.label.en, reason=refusal)) from None


def read_days(entity: Entity, first: str, last: str, written: str | None) -> Row:
    """The stored values of two dates out of one text: a day, or a span of days.

    Raises:
        UsageError: when it is neither.
    """
    if written is None or not text.clean(written):
        return {}
    from netreg.thai.dates.date_parser import parse_date

    try:
        reading = parse_date(written)
        if reading.precision == "span":
            begins, ends = reading.value.split("/")
            return {first: begins, last: ends}
        return {first: entity.by_name[first].parse(written)}
    except InvalidValue as refusal:
        raise UsageError(_("{field}: {reason}").format(field=entity.by_name[first].label.en, reason=refusal)) from None


def state_by_day(day: str | None, as_of: date) -> str:
    """The state of what takes place on a day, where nobody said it: planned if the day lies ahead, else held."""
    return "planned" if is_ahead(day, as_of) else "held"


def read_fiscal_year(written: str) -> tuple[date, date]:
    """The first and the last day of the fiscal year (ปีงบประมาณ) that ``--year`` means.

    Raises:
        UsageError: when it is no year.
    """
    field = AcademicYear("year", "ปี", "--year")
    try:
        year = field.parse(written.replace("ปีงบประมาณ", ""))
    except InvalidValue:
        year = None
    if year is None:
        raise UsageError(_("--year: '{text}' is no year").format(text=written), _("write it such as 2569"))
    return fiscal_years.build_fiscal_year(int(year))


def read_recorded_at(written: str) -> str:
    """The moment in UTC that ``--recorded-at`` means; a day or minute is meant to its end.

    A moment as the history prints it for scripts is taken to the fraction of a second.

    Raises:
        UsageError: when it is no day or moment.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", written):
        return written
    field = Date("recorded_at", "เมื่อ", "--recorded-at", time=True)
    try:
        value = str(field.parse(written) or "")
    except InvalidValue as refusal:
        raise UsageError(_("--recorded-at: {reason}").format(reason=refusal)) from None
    if len(value) < len("2021-08-05"):
        raise UsageError(_("--recorded-at: '{text}' is no day").format(text=written), _("write '5 ส.ค. 2568 09:30'"))
    return convert_to_utc(value + ":59.999999" if "T" in value else value + "T23:59:59.999999")


def convert_to_utc(moment: str) -> str:
    """The moment in UTC that clocks in Thailand (UTC+7) show as `moment`."""
    return (datetime.fromisoformat(moment) - timedelta(hours=7)).isoformat()


def filter_rows(rows: Iterable[Row], wanted: Row) -> list[Row]:
    """The rows that have all of these values; a reference is asked for by its number."""

    def is_meant(value: Any, asked: Any) -> bool:
        return bool((value.id if isinstance(value, Ref) else value) == asked)

    return [row for row in rows if all(is_meant(row[name], asked) for name, asked in wanted.items())]


def read_changes(db: sqlite3.Connection, entity: Entity, pairs: Iterable[str]) -> Row:
    """The stored values that ``FIELD=VALUE`` arguments stand for.

    Raises:
        UsageError: when one of them is none.
    """
    changes: Row = {}
    compounds = {compound.name for compound in entity.compound_columns}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(_("'{pair}' has no '='").format(pair=pair), _("write FIELD=VALUE, for example note=…"))
        if name in compounds:
            changes |= read_compound(entity, name, value)
        elif name in {field.name for field in entity.stored}:
            changes[name] = read_value(db, entity.by_name[name], value)
        else:
            raise _unknown_field(entity, name, [*compounds])
    return changes


def _unknown_field(entity: Entity, name: str, more: list[str]) -> UsageError:
    names = [field.name for field in entity.stored] + more
    near = [known for known in names if known.startswith(name)] or text.find_nearest(name, names) or [*names[:8], "…"]
    return UsageError(
        _("'{name}' is no field of {kind} that can be edited").format(name=name, kind=entity.command),
        _("nearest: {names}").format(names=", ".join(near)),
    )
