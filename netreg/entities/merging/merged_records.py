"""Memory of records that look alike: pairs that are not the same, and the keys of merged ones.

Both name records of any kind, by kind and UID, as rules and silences do.
"""

from __future__ import annotations

from netreg.core.entity import Entity
from netreg.core.fields import Text
from netreg.core.keys import Key
from netreg.language import Label

_KIND = Text("kind", "ชนิดรายการ", "Kind of record", required=True)

NOT_SAME = Entity(
    name="not_same",
    collection="not_same",
    command="duplicates not-same",
    label=Label("คู่ที่ไม่ใช่รายการเดียวกัน", "Not the same"),
    plural=Label("คู่ที่ไม่ใช่รายการเดียวกัน", "Pairs that are not the same"),
    fields=(
        _KIND,
        Text("one", "รายการหนึ่ง", "One record", required=True),
        Text("other", "อีกรายการหนึ่ง", "The other record", required=True),
        Text("title", "เรื่อง", "About"),
        Text("reason", "เหตุผล", "Reason"),
    ),
    columns=("id", "kind", "title", "reason"),
    display_name=lambda row: str(row["title"] or f"{row['one']} ≠ {row['other']}"),
    names=lambda row: (row["title"] or f"{row['one']} ≠ {row['other']}",),
    keys=(Key("code"), Key("kind", "one", "other")),
)

FORMER_KEY = Entity(
    name="former_key",
    collection="former_keys",
    command="duplicates former-key",
    label=Label("รหัสเดิมของรายการที่รวมแล้ว", "Former key"),
    plural=Label("รหัสเดิมของรายการที่รวมแล้ว", "Former keys"),
    fields=(
        _KIND,
        Text("record", "รายการที่คงอยู่", "Record", required=True),
        Text("field", "ช่อง", "Field", required=True),
        Text("value", "ค่าเดิม", "Former value", required=True),
        Text("merged", "รายการที่รวมเข้า", "Merged record", required=True),
        Text("title", "เรื่อง", "About"),
    ),
    columns=("id", "kind", "title", "field", "value"),
    display_name=lambda row: f"{row['title'] or row['merged']}: {row['field']} {row['value']}",
    names=lambda row: (f"{row['title'] or row['merged']}: {row['field']} {row['value']}",),
    keys=(Key("code"), Key("kind", "field", "value", "merged")),
)
