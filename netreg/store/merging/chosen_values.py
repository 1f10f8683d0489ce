"""The values of two records side by side, and those that the one that stays has in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.confirmations import CONFIRMED_ON
from netreg.core.fields import TextList
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field

_ENDINGS = (
    ("final_status", "final_on", "final_reason", "final_by", "final_document_no"),
    ("dissolved",),
)
"""Fields by which a record ends, the first one saying that it did: they are kept together."""
ONE, OTHER, BOTH, GIVEN = "A", "B", "A+B", "="
"""Whose value is kept: that of the first record, of the second, of both together, or one that was given."""


class ChosenValue(NamedTuple):
    """A field in which two records differ: the value of either, the one kept, and whose that is.

    It is `open` where both have one, and a person may rather keep the other.
    """

    field: Field
    one: Any
    other: Any
    kept: Any
    side: str
    is_open: bool


def choose_values(
    entity: Entity, row: Row, other: Row, sides: Mapping[str, str], given: Mapping[str, Any]
) -> list[ChosenValue]:
    """Return the fields in which two records differ, or of which a value was `given`, with what is kept.

    `sides` says of fields whose value is kept. Otherwise that of the first is, where it has one; texts in lists
    and notes are kept together, and titles as a file would change them. Two of which one has ended have not.
    """
    chosen, ends = [], _choose_endings(row, other, sides)
    for field in (one for one in entity.stored if one.name != CONFIRMED_ON or one.name in {**sides, **given}):
        pair = row[field.name], other[field.name]
        if field.name in given:
            chosen.append(ChosenValue(field, *pair, given[field.name], GIVEN, is_open=False))
        elif pair[0] != pair[1] and field.name in ends:
            side = sides.get(field.name, ends[field.name])
            chosen.append(ChosenValue(field, *pair, pair[side == OTHER], side, is_open=field.name in _SAYING_SO))
        elif pair[0] != pair[1]:
            chosen.append(_choose_value(field, *pair, sides.get(field.name)))
    if CONFIRMED_ON in row and row[CONFIRMED_ON] != other[CONFIRMED_ON] and CONFIRMED_ON not in {**sides, **given}:
        kept = row | {one.field.name: one.kept for one in chosen}
        chosen.append(_choose_confirmation(entity, row, other, kept))
    return chosen


def _choose_endings(row: Row, other: Row, sides: Mapping[str, str]) -> dict[str, str]:
    """Choose whose end is kept, by field, where one of two records has ended and the other has not: the latter's.

    Where `sides` say whose first field of an end is kept, the others go with it.
    """
    ends: dict[str, str] = {}
    for first, *more in _ENDINGS:
        if first in row and (row[first] is None) != (other[first] is None):
            side = sides.get(first, ONE if row[first] is None else OTHER)
            ends |= dict.fromkeys((first, *more), side)
    return ends


_SAYING_SO = frozenset(names[0] for names in _ENDINGS)


def find_ended(chosen: Iterable[ChosenValue]) -> ChosenValue | None:
    """Return the field that says that one of two records has ended, where the other has not and that is kept."""
    found = (one for one in chosen if one.field.name in _SAYING_SO and one.kept is None)
    return next((one for one in found if (one.one is None) != (one.other is None)), None)


def _choose_value(field: Field, one: Any, other: Any, side: str | None) -> ChosenValue:
    if side is None:
        side, kept = _choose_usual(field, one, other)
    else:
        kept = one if side == ONE else other
    is_open = side in (ONE, OTHER) and None not in (one, other)
    return ChosenValue(field, one, other, kept, side, is_open=is_open)


def _choose_usual(field: Field, one: Any, other: Any) -> tuple[str, Any]:
    if other is None or one is None:
        return (ONE, one) if other is None else (OTHER, other)
    if isinstance(field, TextList):
        return BOTH, field.store([*field.to_json(one), *field.to_json(other)])
    if field.name == "note":
        return BOTH, one if other in one else f"{one}\n{other}"
    kept = field.merge(one, other) if field.name == "titles" else one
    return (ONE if kept == one else OTHER if kept == other else BOTH), kept


def _choose_confirmation(entity: Entity, row: Row, other: Row, kept: Row) -> ChosenValue:
    """Choose the day on which what is kept was confirmed: the later one of those whose values are all kept."""
    days = {
        side: values[CONFIRMED_ON]
        for side, values in ((ONE, row), (OTHER, other))
        if values[CONFIRMED_ON] and all(values[name] in (None, kept[name]) for name in entity.confirmed_fields)
    }
    side = max(days, key=lambda one: str(days[one]), default=ONE)
    pair = row[CONFIRMED_ON], other[CONFIRMED_ON]
    return ChosenValue(entity.by_name[CONFIRMED_ON], *pair, days.get(side), side, is_open=False)
