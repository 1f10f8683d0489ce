"""Titles of people that a register knows beside netreg's own, for the names that it parses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Text
from netreg.core.keys import Key
from netreg.entities import choice_words
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASSES = {
    "civil": Label("คำนำหน้าทั่วไป", "everyday"),
    "teacher": Label("ครู", "teacher"),
    "degree": Label("คุณวุฒิ", "degree"),
    "academic": Label("ตำแหน่งทางวิชาการ", "academic rank"),
    "medical": Label("วิชาชีพด้านสุขภาพ", "health profession"),
    "police": Label("ยศตำรวจ", "police rank"),
    "army": Label("ยศทหารบก", "army rank"),
    "navy": Label("ยศทหารเรือ", "navy rank"),
    "air": Label("ยศทหารอากาศ", "air force rank"),
    "volunteer": Label("ยศอาสารักษาดินแดน", "rank of the defence volunteers"),
    "royal": Label("ฐานันดรศักดิ์", "royal or noble"),
    "monk": Label("พระภิกษุ", "Buddhist order"),
    "church": Label("นักบวชคริสต์", "church"),
    "honour": Label("คำยกย่อง", "form of address"),
    "own": Label("อื่น ๆ", "other"),
}
"""The classes of titles, which say what may follow what."""


def _check_title(row: Row) -> Iterator[Problem]:
    """Find a title that no name could begin with."""
    title = row["title"] or ""
    if not title[:1].isalpha() or any(map(str.isdecimal, title)):
        yield Problem("title", _("'{text}' is not a title; write it as it stands before a name").format(text=title))


OWN_TITLE = Entity(
    name="own_title",
    collection="own_titles",
    command="title",
    label=Label("คำนำหน้าชื่อที่เพิ่มเอง", "Title"),
    plural=Label("คำนำหน้าชื่อที่เพิ่มเอง", "Titles"),
    fields=(
        Text("title", "คำนำหน้าชื่อ", "Title", "คำนำหน้า", "รูปที่เขียน", "form", required=True),
        Text("short", "คำย่อ", "Short form", "ตัวย่อ", "อักษรย่อ", "abbreviation", "canonical"),
        Choice("sort", "ประเภท", "Class", "หมวด", "kind", options=CLASSES, synonyms=choice_words.TITLE_CLASS),
    ),
    columns=("id", "title", "short", "sort"),
    display_name=lambda row: row["title"] or "",
    names=lambda row: (row["title"] or "",),
    keys=(Key("code"), Key("title")),
    check=_check_title,
)
