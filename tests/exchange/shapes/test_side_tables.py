"""Tables side by side in one sheet are read one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netreg.exchange.shapes.side_tables import part_side_by_side
from netreg.exchange.tables.source_tables import SourceRow, SourceTable

if TYPE_CHECKING:
    from tests.conftest import Netreg

PARTED = {
    "ที่,ชื่อ,หน่วยงาน,,ที่,ชื่อ,หน่วยงาน": ["A-D", "E-G"],
    "ชื่อ,หน่วยงาน,ชื่อ,หน่วยงาน,ชื่อ,หน่วยงาน": ["A-B", "C-D", "E-F"],
    "ชื่อ,โทร,โทร": [],
    "ชื่อ,โทร,ชื่อ,อีเมล": [],
    "ชื่อ,ชื่อ": [],
}
"""Headings, and the columns of the tables that they are of."""


def test_the_same_headings_begin_another_table() -> None:
    for headings, columns in PARTED.items():
        rows = [SourceRow(1, ["รายชื่อ"]), SourceRow(2, headings.split(","))]
        assert [one.name for one in part_side_by_side(SourceTable("", partial(iter, rows)))] == columns


def test_tables_side_by_side_are_imported(register: Netreg) -> None:
    rows = "รายชื่อ\nชื่อ-สกุล,โทร,,ชื่อ-สกุล,โทร\nนายสมมุติ ทดสอบ,0812345678,,นางลองดู ตัวอย่าง,0812345679\nนายใจดี ทดลอง,,,,\n"
    run = register("member", "import", "-", stdin=rows)
    assert run.err == ("ข้อมูลนำเข้ามาตรฐาน: อ่านตารางที่วางเคียงกันทีละตาราง\nข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 3 แก้ไข 0 ไม่เปลี่ยน 0\n")
    listed = register("member", "list", "--all", "--columns", "name,phone", "--sort", "id", "--no-header").out
    assert listed.splitlines() == ["นายสมมุติ ทดสอบ\t0812345678", "นายใจดี ทดลอง\t", "นางลองดู ตัวอย่าง\t0812345679"]
