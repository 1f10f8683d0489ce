"""Acceptances: findings that somebody accepted as they are, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.entity import Entity, Problem, Row
from netreg.core.fields import Text
from netreg.core.keys import Key
from netreg.language import Label, _

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check_acceptance(row: Row) -> Iterator[Problem]:
    """Find a kind of record that there is none of."""
    from netreg.entities import BY_NAME

    if row["kind"] not in BY_NAME:
        yield Problem("kind", _("unknown kind of record: '{kind}'").format(kind=row["kind"]))


def _name_acceptance(row: Row) -> str:
    """Name it by check and record: it must not be found by the name of the record alone."""
    return f"{row['flag']} {row['title'] or row['record']}"


ACCEPTANCE = Entity(
    name="acceptance",
    collection="acceptances",
    command="check acceptance",
    label=Label("ข้อตรวจพบที่ยอมรับ", "Accepted finding"),
    plural=Label("ข้อตรวจพบที่ยอมรับ", "Accepted findings"),
    fields=(
        Text("kind", "ชนิดรายการ", "Kind of record", required=True),
        Text("record", "รายการ", "Record", required=True),
        Text("flag", "ข้อตรวจ", "Check", required=True),
        Text("other", "อีกรายการ", "Other record"),
        Text("facts", "ข้อเท็จจริงที่ยอมรับ", "Facts", required=True),
        Text("reason", "เหตุผล", "Reason", required=True),
        Text("title", "เรื่อง", "About"),
    ),
    columns=("id", "kind", "title", "flag", "reason"),
    display_name=_name_acceptance,
    names=lambda row: (_name_acceptance(row),),
    keys=(Key("code"), Key("kind", "record", "flag", optional=("other",))),
    check=_check_acceptance,
)
"""A finding that was accepted: of the record with this UID, found by the check `flag`.

`facts` is a short text made of what the finding rested on: once that changes it is found again.
`other` is the UID of the second record of a pair.
"""
