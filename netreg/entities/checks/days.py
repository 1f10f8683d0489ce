"""Checks of days: years of the other era, and years of two digits that were read in the wrong century."""

from __future__ import annotations

from netreg.core.flags import Check
from netreg.entities.checks.findings import Finding
from netreg.language import Label
from netreg.named_tuples import NamedTuple

_WHY = Label("ปีถูกอ่านผิดศักราชหรือผิดศตวรรษ การเตือนและรายงานจึงผิดไปด้วย", "the year was read in another era or century")
_COMMANDS = ("{noun} edit {record} {field}={meant}",)

ERA_OFF = Check(
    "year-543-off",
    "high",
    Label("ปีคลาดไป 543 ปี", "Year 543 years off"),
    Label("{field} เป็นปี {written} น่าจะเป็น {meant}", "{field} is {written}; probably {meant}"),
    _WHY,
    _COMMANDS,
)
CENTURY_OFF = Check(
    "year-57-off",
    "medium",
    Label("ปีคลาดไป 57 ปี", "Year 57 years off"),
    Label("{field} เป็นปี {written} อาจเป็น {meant}", "{field} is {written}; perhaps {meant}"),
    _WHY,
    _COMMANDS,
)
ALL = (ERA_OFF, CENTURY_OFF)

_ERA, _CENTURY = 543, 57
_EARLIEST, _LATEST = 1750, 2300
"""The CE years that a day of a register may have."""
_FROM_TWO_DIGITS = range(1937, 1980)
"""The CE years that 2480 to 2522 BE are, as a program takes ``37`` to ``79`` for 1937 to 1979."""
_OLDEST, _YOUNGEST = 105, 5


class WrittenDay(NamedTuple):
    """A day of a record, in ISO 8601, perhaps known to the month or year alone."""

    kind: str
    id: int
    field: str
    value: str


def find_era(day: WrittenDay) -> Finding | None:
    """Find a day whose year is one of the other era: 2564 or 1478 where 2021 is meant."""
    year = int(day.value[:4])
    if _EARLIEST <= year <= _LATEST:
        return None
    meant = year - _ERA if year > _LATEST else year + _ERA
    return _make_finding(ERA_OFF, day, year, meant)


def find_century(day: WrittenDay, this_year: int) -> Finding | None:
    """Find a day of an event that lies 57 years back, as ``64`` does where 1964 was read for 2564."""
    year = int(day.value[:4])
    if year in _FROM_TWO_DIGITS and year + _CENTURY <= this_year + 1:
        return _make_finding(CENTURY_OFF, day, year, year + _CENTURY)
    return None


def find_birth(day: WrittenDay, this_year: int) -> Finding | None:
    """Find a birth so long ago, or so lately, that it must be another."""
    year = int(day.value[:4])
    if this_year - year > _OLDEST:
        return _make_finding(CENTURY_OFF, day, year, year + _CENTURY)
    if this_year - year < _YOUNGEST:
        return _make_finding(CENTURY_OFF, day, year, year - _CENTURY)
    return None


def _make_finding(check: Check, day: WrittenDay, year: int, meant: int) -> Finding:
    data = {"field": day.field, "written": year, "meant": f"{meant:04}{day.value[4:]}"}
    return Finding(check, ((day.kind, day.id),), (data,))
