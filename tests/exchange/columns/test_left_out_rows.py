"""Rows that are no records: left out with the reason, counted, neither rejected nor imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg


def test_rows_that_are_only_numbered_are_left_out(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    rows = ["1,นายสมมุติ,ตัวอย่าง", "2,,", '3,"",', "4,นางสมมุติ,ทดสอบ"]
    file.write_text("\n".join(["ที่,ชื่อ,นามสกุล", *rows, ""]), encoding="utf-8")
    found = netreg("member", "import", str(file), "--json").data[0]
    assert {name: found[name] for name in ("rows", "new", "rejected", "left_out")} == {
        "rows": 4, "new": 2, "rejected": 0, "left_out": 2,
    }  # fmt: skip
    assert found["left_out_rows"] == [
        {
            "table": str(file),
            "heading": "",
            "note": "a row with its number alone",
            "rows": 2,
            "lines": [3, 4],
            "value": "2",
        }
    ]
    assert {row["name"] for row in netreg("member", "list", "--all", "--json").data} == {
        "นายสมมุติ ตัวอย่าง", "นางสมมุติ ทดสอบ",
    }  # fmt: skip
