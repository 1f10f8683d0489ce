"""Texts and days of the records of all kinds, read for the checks of them: by SQL those alone that may be odd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Text, TextList
from netreg.core.thai_fields import BirthDate, Date
from netreg.entities import ENTITIES, HOUSEKEEPING
from netreg.entities.checks import days, texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity, TimeFrame
    from netreg.core.fields import Field
    from netreg.entities.checks.findings import Finding

# At a glance: question marks, signs of fonts, letters of another encoding, the word for a day of the week.
_SUSPECT = """(t.{column} GLOB '*[?]*' OR t.{column} GLOB '*[\ufffd\ue000-\uf8ff]*'
    OR t.{column} GLOB '*[¡-û][¡-û][¡-û]*' OR t.{column} GLOB '*à[¸¹]*' OR t.{column} GLOB '*วัน[จอพศส]*[0-9๐-๙]*')"""


def find_damaged_texts(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find lost letters and wrong weekdays in the texts of all records."""
    for kind in _list_kinds():
        fields = [field for field in kind.stored if isinstance(field, Text | TextList)]
        for field in fields:
            suspect = _SUSPECT.format(column=field.column)
            sql = f"SELECT t.id, t.{field.column} FROM {kind.name} t WHERE t.{field.column} IS NOT NULL AND {suspect}"
            for number, text in db.execute(sql):
                written = texts.WrittenText(kind.name, number, field.name, text, field.is_name)
                yield from texts.find_damage(written)


def find_odd_days(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:
    """Find days whose year is of another era or century."""
    year = frame.as_of.year
    for kind in _list_kinds():
        for field in kind.stored:
            if not isinstance(field, Date) or field.name in _ANY_TIME:
                continue
            for day in _read_odd_days(db, kind, field, year):
                if isinstance(field, BirthDate):
                    found = days.find_era(day) or days.find_birth(day, year)
                else:
                    found = days.find_era(day) or days.find_century(day, year)
                if found:
                    yield found


_ANY_TIME = ("founded", "graduated_on", "until")
"""Days that may well lie two generations back."""


def _read_odd_days(db: sqlite3.Connection, kind: Entity, field: Field, year: int) -> Iterator[days.WrittenDay]:
    """Read the days that lie outside of what is usual for the field."""
    bounds = (f"{year - 104:04}", f"{year - 5:04}") if isinstance(field, BirthDate) else ("1980", "2200")
    column = f"t.{field.column}"
    sql = f"SELECT t.id, {column} FROM {kind.name} t WHERE {column} < ? OR {column} > ?"
    for number, value in db.execute(sql, bounds):
        if str(value)[:4].isdecimal():
            yield days.WrittenDay(kind.name, number, field.name, value)


def _list_kinds() -> list[Entity]:
    return [kind for kind in ENTITIES if kind.name not in HOUSEKEEPING]
