"""Columns in whose cells now people stand and now units."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg

FOLLOWED = (
    "เรื่อง,ผู้รับผิดชอบ,กำหนดเสร็จ\nทำแผนทดสอบ,กองแผนงาน,31 ธ.ค. 2569\n"
    "จัดอบรมทดสอบ,นางทดสอบ สมมติกุล,31 ธ.ค. 2569\nรอผู้รับทดสอบ,,31 ธ.ค. 2569\n"
)


def test_whoever_is_responsible_is_a_person_or_a_unit(register: Netreg) -> None:
    """A unit never becomes a member, not even where missing records are created."""
    register("meeting", "add", "ประชุมสมมติ", "--on", "2026-11-20", "--code", "m")
    run = register("meeting", "action", "import", "--meeting", "m", "--create-missing", "-", stdin=FOLLOWED)
    assert run.code == 0
    listed = register("meeting", "action", "list", "--columns", "text,owner,unit", "--sort", "id", "--no-header").out
    assert listed == "ทำแผนทดสอบ\t\tกองแผนงาน\nจัดอบรมทดสอบ\tนางทดสอบ สมมติกุล\t\nรอผู้รับทดสอบ\t\t\n"
    assert register("member", "list", "--all", "--columns", "name", "--no-header").out == "นางทดสอบ สมมติกุล\n"
