"""The check of records that are perhaps the same."""

from __future__ import annotations

from netreg.core.flags import Check
from netreg.language import Label

DUPLICATE = Check(
    "duplicate",
    "medium",
    Label("อาจซ้ำกัน", "Perhaps the same"),
    Label("อาจเป็นรายการเดียวกับ {other}: {reason}", "perhaps the same as {other}: {reason}"),
    Label("ข้อมูลของรายการเดียวแยกอยู่สองแห่ง และนับซ้ำ", "what is known of one is kept in two places, and counted twice"),
    ("{noun} merge {record} {other_record}", "{noun} not-same {record} {other_record}"),
    # How the reason is worded depends on the language.
    passing=("reason", "points"),
)
