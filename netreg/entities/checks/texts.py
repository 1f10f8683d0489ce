"""Checks of the words of any record: letters that were lost, weekdays that are wrong."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.core.flags import Check
from netreg.entities.checks.findings import Finding
from netreg.errors import InvalidValue
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.thai.dates.date_parser import parse_date
from netreg.thai.dates.formats import find_weekday
from netreg.thai.dates.words import THAI_MONTHS, THAI_MONTHS_SHORT

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST_LETTERS = Check(
    "lost-letters",
    "medium",
    Label("ตัวอักษรเสียหาย", "Lost letters"),
    Label("{field} มีตัวอักษรเสียหาย: {text}", "letters of {field} are lost: {text}"),
    Label("ค้นหาและเทียบชื่อไม่พบ", "it is not found by what it should say"),
    ("{noun} edit {record} {field}=TEXT",),
)
WRONG_WEEKDAY = Check(
    "wrong-weekday",
    "medium",
    Label("วันในสัปดาห์ไม่ตรง", "Wrong weekday"),
    Label("{field}: '{text}' แต่วันนั้นเป็น{right}", "{field}: '{text}', but that day is a {right}"),
    Label("วันที่หรือวันในสัปดาห์ผิด ผู้รับอาจมาผิดวัน", "the day or the weekday is wrong, and people come on another"),
    ("{noun} edit {record} {field}=TEXT",),
)
ALL = (LOST_LETTERS, WRONG_WEEKDAY)


class WrittenText(NamedTuple):
    """A text of a record, and whether it is a name."""

    kind: str
    id: int
    field: str
    text: str
    is_name: bool


def find_damage(written: WrittenText) -> Iterator[Finding]:
    """Find letters that were lost in a text, and a weekday beside a date that it does not fall on."""
    records = ((written.kind, written.id),)
    pattern = _lost_in_name() if written.is_name else _lost_in_text()
    if found := pattern.search(written.text):
        around = written.text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        yield Finding(LOST_LETTERS, records, ({"field": written.field, "text": shorten(around, 2 * _AROUND + 8)},))
    for phrase in _weekday_pattern().finditer(written.text):
        if right := _find_right_weekday(phrase):
            yield Finding(WRONG_WEEKDAY, records, ({"field": written.field, "text": phrase[0], "right": right},))


_AROUND = 12
_GARBLED = "[¡-û]{3,}|à[¸¹]"
"""Thai in cp874 or UTF-8 that was read as Latin: no word of any language."""


@cache
def _lost_in_name() -> re.Pattern[str]:
    """Match a letter that was lost in a name: a question mark too, and signs of a font that mean nothing elsewhere."""
    return re.compile(rf"[?\ufffd\ue000-\uf8ff]|{_GARBLED}")


@cache
def _lost_in_text() -> re.Pattern[str]:
    return re.compile(rf"[\ufffd\ue000-\uf8ff]|(?<=[ก-๛])\?(?=[ก-๛])|(?<!\S)\?{{3,}}(?!\S)|{_GARBLED}")


@cache
def _weekday_pattern() -> re.Pattern[str]:
    """Match a weekday with a day, a month and a year behind it."""
    months = "|".join(sorted((*THAI_MONTHS, *map(re.escape, THAI_MONTHS_SHORT)), key=len, reverse=True))
    return re.compile(
        r"(?P<weekday>วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์))\s*(?:ที่)?\s*"
        rf"(?P<day>[0-9๐-๙]{{1,2}}\s*(?:{months})\.?\s*(?:พ\.ศ\.|ค\.ศ\.)?\s*[0-9๐-๙]{{4}})"
    )


def _find_right_weekday(phrase: re.Match[str]) -> str:
    """Return the weekday of the day in a phrase where that is not the one written; else an empty text."""
    try:
        parse_date(phrase[0])
    except InvalidValue:
        try:
            return find_weekday(parse_date(phrase["day"]).value) or ""
        except InvalidValue:
            return ""
    return ""
