"""Confirmations: the day on which what a record says was last known to be true, and how long ago that is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from netreg.core.fields import PLAIN, Style, Value
from netreg.core.thai_fields import PastDate
from netreg.language import _
from netreg.thai.dates.formats import find_earliest_day, find_latest_day, is_stored_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

CONFIRMED_ON, FIRST_CONFIRMED_ON = "confirmed_on", "first_confirmed_on"
"""The fields of the last confirmation and, where a kind has it, of the first one."""
SPAN = ("since", "until")
"""The first and the last day of what has a first confirmation: it is true on none outside of them."""


class AgedDay(str):
    """A day as it is stored, seen from another: its age can be said."""

    __slots__ = ("as_of",)
    as_of: date

    @classmethod
    def make(cls, value: str | None, as_of: date) -> AgedDay | None:
        """Make one of a stored day, None of none."""
        if value is None:
            return None
        made = cls(value)
        made.as_of = as_of
        return made


def date_confirmation(row: Row, as_of: date) -> AgedDay | None:
    """Return the last confirmation of a record that is known up to a day, None without one.

    Of several the last and the first are stored: before the last one the first one counts.
    """
    days = (row[CONFIRMED_ON], row.get(FIRST_CONFIRMED_ON))
    return AgedDay.make(next((day for day in days if day and day <= as_of.isoformat()), None), as_of)


class _ConfirmationDay(PastDate):
    """A day of a confirmation: it lies in no future."""

    def _describe_future(self, day: str) -> str:
        return _("{day} lies in the future; nothing can be confirmed before that day").format(day=day)


class ConfirmedOn(_ConfirmationDay):
    """The day on which something was last known to be true; people see how long ago that is."""

    def merge(self, before: Any, given: Any) -> Value:
        """Keep the later day."""
        kept: Value = max(before, given, key=lambda day: find_latest_day(str(day)))
        return kept

    def contradicts(self, one: Any, other: Any) -> bool:  # noqa: ARG002
        """Tell that two confirmations never contradict each other."""
        return False

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Write how long ago the day was, in long form with the day itself."""
        written = super().show(value, style)
        if style.plain or not isinstance(value, AgedDay):
            return written
        age = describe_age(value, value.as_of, style.lang)
        if age is None:
            return written
        return f"{age} ({written})" if style.long else age


class FirstConfirmedOn(_ConfirmationDay):
    """The day on which something was first known to be true."""

    def merge(self, before: Any, given: Any) -> Value:
        """Keep the earlier day."""
        kept: Value = min(before, given, key=lambda day: find_earliest_day(str(day)))
        return kept


def describe_age(value: str, as_of: date, lang: str) -> str | None:
    """Describe how long before a day another was, which counts from its last day; None where it lies ahead."""
    if not is_stored_date(value):
        return None
    last = min(date.fromisoformat(find_latest_day(value)), as_of)
    if find_earliest_day(value) > as_of.isoformat():
        return None
    days = (as_of - last).days
    months = (as_of.year - last.year) * 12 + as_of.month - last.month - (as_of.day < last.day)
    if not days:
        return "วันนี้" if lang == "th" else "today"
    count, thai, english = next(
        unit for unit in ((months // 12, "ปี", "year"), (months, "เดือน", "month"), (days, "วัน", "day")) if unit[0]
    )
    return f"{count} {thai}ก่อน" if lang == "th" else f"{count} {english}{'s' * (count != 1)} ago"


def find_confirmation(entity: Entity, values: Mapping[str, Any], before: Row | None, day: str | None) -> Row:
    """Return what a record is to be given along with values that are known to be true on a day.

    Nothing where no value is one that is confirmed, where the values have a confirmation of their own,
    or where the record does not hold on the day. A confirmation never goes back; the first one may.

    Args:
        entity: The kind of the record.
        values: What is said of it, by field name.
        before: The record as it is, None for a new one.
        day: ISO 8601; None confirms nothing.
    """
    if (
        day is None
        or CONFIRMED_ON in values
        or not any(values.get(name) is not None for name in entity.confirmed_fields)
    ):
        return {}
    row = {**(before or {}), **values}
    if FIRST_CONFIRMED_ON in entity.by_name and not can_be_confirmed(row, day):
        return {}
    found: Row = {}
    last, first = row.get(CONFIRMED_ON), row.get(FIRST_CONFIRMED_ON)
    if last is None or find_latest_day(last) < day:
        found[CONFIRMED_ON] = day
    if FIRST_CONFIRMED_ON in entity.by_name and (first is None or find_earliest_day(first) > day):
        found[FIRST_CONFIRMED_ON] = day
    return found


def find_repeated_confirmation(entity: Entity, values: Mapping[str, Any], after: Row, day: str | None) -> Row:
    """Return the confirmation that a row of a file is of a known record: by what it says that the record has then."""
    same = {
        name: values[name]
        for name in (CONFIRMED_ON, *entity.confirmed_fields)
        if name in values and (name == CONFIRMED_ON or _is_equal(entity.by_name[name], values[name], after[name]))
    }
    return find_confirmation(entity, same, after, day)


def _is_equal(field: Field, one: Any, other: Any) -> bool:
    """Tell whether two values are equal as SQL compares them: addresses whatever their capitals."""
    return bool(one == other or (field.collate_clause and str(one).lower() == str(other).lower()))


def can_be_confirmed(row: Mapping[str, Any], day: str) -> bool:
    """Return whether what has a first and a last day can be true on a day."""
    first, last = (row.get(name) for name in SPAN)
    return not (first and find_earliest_day(first) > day) and not (last and find_latest_day(last) < day)
