"""Open responsibilities of people who have left: all posts that they held have ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.flags import Check
from netreg.language import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.flags import Flag

LEFT_CHECK = Check(
    "responsible-left",
    "medium",
    Label("ผู้รับผิดชอบพ้นตำแหน่ง", "Who looks after it has left"),
    Label(
        "{name} ซึ่งดูแลเรื่องนี้ไม่มีตำแหน่งแล้วตั้งแต่พ้นตำแหน่งเมื่อ {last_day}",
        "{name}, who looks after it, has held no post since {last_day}",
    ),
    Label("การเตือนไปถึงผู้ที่ไม่อยู่แล้ว", "warnings reach somebody who is gone"),
    ("member handover '{name}' --to MEMBER",),
)
OFFICES = ("chair", "vice_chair", "secretary", "assistant_secretary", "treasurer", "coordinator")
"""The roles in a group whose holder looks after it."""


def find_left_flags(row: Row, *fields: str) -> Iterator[Flag]:
    """Flag each of these references to people whose posts have all ended.

    The store gives the last day of such a person as ``FIELD_left``.
    """
    for name in fields or ("responsible",):
        if last_day := row.get(f"{name}_left"):
            yield LEFT_CHECK.make_flag(name=row[name].name, last_day=last_day)


def flag_officer(titles: str | None, given: str | None, family: str | None, last_day: str) -> Flag:
    """Flag somebody who holds an office in a group, and no post any more."""
    from netreg.thai.names.name_format import format_name  # a list of agreements needs no names

    return LEFT_CHECK.make_flag(name=format_name(titles or "", given or "", family or ""), last_day=last_day)
