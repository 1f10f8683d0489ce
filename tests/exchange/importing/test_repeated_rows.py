"""Rows that repeat an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg


def test_rows_are_repeated_though_no_column_of_the_file_is_a_field_by_itself(register: Netreg) -> None:
    register("member", "add", "สมมติ ตัวอย่าง")
    register("meeting", "add", "ประชุมสมมติ", "--on", "2026-11-20", "--code", "m-1")
    file = "First name,Last name,Time joi;ed\nสมมติ,ตัวอย่าง,9:00 AM\nสมมติ,ตัวอย่าง,9:00 AM\n"
    run = register("meeting", "attendance", "import", "--meeting", "m-1", "-", stdin=file)
    assert run.code == 0
    assert run.err == (
        "ข้อมูลนำเข้ามาตรฐาน: คอลัมน์ที่เก็บไว้ในหมายเหตุ: Time joi;ed\n"
        "ข้อมูลนำเข้ามาตรฐาน:3: First name 'สมมติ': ซ้ำกับแถวก่อนหน้า\n"
        "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 1\n"
    )
