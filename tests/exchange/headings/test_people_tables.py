"""A list of people that is imported as records of another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg

PEOPLE = "คำนำหน้า,ชื่อ,นามสกุล,หน่วยงาน\nนาย,ทดสอบ,สมมติกุล,คณะสมมติ\nนาง,ทดลอง,สมมติกุล,คณะสมมติ\n"
KINDS = {
    "training": ("หลักสูตร", "training enrolment import --cohort รุ่น"),
    "meeting": ("การประชุม", "meeting attendance import --meeting การประชุม"),
    "group": ("กลุ่ม", "group membership import --group กลุ่ม"),
    "org": ("องค์กร", "member import"),
}


def test_it_is_refused_with_the_import_that_takes_people(register: Netreg) -> None:
    """Their given names would be the titles of three courses."""
    said = "netreg: error: ข้อมูลนำเข้ามาตรฐาน: แต่ละแถวเป็นบุคคล (มีคอลัมน์ 'นามสกุล') ไม่ใช่{}; นำเข้าด้วย 'netreg {}'\n"
    for noun, (kind, words) in KINDS.items():
        run = register(noun, "import", "--create-missing", "-", stdin=PEOPLE)
        assert (run.code, run.err) == (65, said.format(kind, words))


def test_people_are_taken_where_they_belong(register: Netreg) -> None:
    """And a table in which a contact has two columns is none of people."""
    assert register("member", "import", "--create-missing", "-", stdin=PEOPLE).code == 0
    register("group", "add", "เครือข่ายสมมติ", "--code", "net")
    assert register("group", "membership", "import", "--group", "net", "-", stdin=PEOPLE).code == 0
    units = "ชื่อหน่วยงาน,ชื่อผู้ประสานงาน,นามสกุลผู้ประสานงาน\nคณะทดลอง,ทดสอบ,สมมติกุล\n"
    assert register("org", "import", "-", stdin=units).code == 0
