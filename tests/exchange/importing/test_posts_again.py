"""The posts in the file of the next year: the same ones known again, the second ones told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg

FIRST = """\
ชื่อ-สกุล,หน่วยงาน,ตำแหน่ง,ตั้งแต่
นายสมมุติ ทดสอบ,กองสมมติ,นายแพทย์ชำนาญการ,1 ต.ค. 2560
นายคงที่ ทดสอบ,กองสมมติ,ครู ชำนาญการ,
นางรอง ทดสอบ,กองสมมติ,(รก.) ผอ.กอง,
นางลอง ทดสอบ,กองสมมติ,ผอ.กอง (รักษาการ),
นางแทน ทดสอบ,กองสมมติ,รักษาราชการแทนผู้อำนวยการ,
"""
SECOND = """\
ชื่อ-สกุล,หน่วยงาน,ตำแหน่ง,ตั้งแต่
นายสมมุติ ทดสอบ,กองสมมติ,นายแพทย์ชำนาญการพิเศษ,1 ต.ค. 2567
นายคงที่ ทดสอบ,กองสมมติ,ครูชำนาญการ,1 ต.ค. 2560
"""
POSTS = """\
ชำนาญการ,,2017-10-01
ครู ชำนาญการ,,2017-10-01
ผอ.กอง,acting,
ผอ.กอง,acting,
ผู้อำนวยการ,acting_official,
"""


def test_a_post_is_dated_and_a_second_one_is_told(netreg: Netreg) -> None:
    netreg("init")
    assert netreg("member", "import", "-", "--create-missing", stdin=FIRST).code == 0
    run = netreg("--lang", "en", "member", "import", "-", stdin=SECOND)
    assert run.err == (
        "standard input:2: ตำแหน่ง: a second current post beside a known one; "
        "if that has ended: netreg member post edit 1 until=DATE\n"
        "standard input: 0 new, 2 changed, 0 unchanged\n"
    )
    assert (
        netreg("--lang", "en", "member", "import", "-", stdin=SECOND).err
        == "standard input: 0 new, 0 changed, 2 unchanged\n"
    )
    columns = ("--columns", "position,acting,since", "--no-header", "--sort", "id", "--format", "csv")
    shown = netreg("member", "post", "list", *columns).out
    assert shown == f"นายแพทย์{POSTS}นายแพทย์ชำนาญการพิเศษ,,2024-10-01\n"


def test_a_confirmation_without_a_post_is_left_out(netreg: Netreg) -> None:
    netreg("init")
    assert netreg("member", "add", "นายสมมุติ ทดสอบ", "--email", "a@example.org").code == 0
    rows = "นายสมมุติ ทดสอบ,a@example.org,1/11/2569\nนายลองดู ทดสอบ,b@example.org,1/11/2569\n"
    run = netreg("member", "import", "-", stdin=f"ชื่อ-สกุล,อีเมล,ยืนยันเมื่อ\n{rows}")
    assert run.err == (
        "ข้อมูลนำเข้ามาตรฐาน:2: ยืนยันเมื่อ '1 Nov 2026': ไม่ได้นำเข้า เพราะไม่มีตำแหน่งให้ยืนยัน หากเป็นข้อมูลติดต่อ "
        "ให้ใช้หัวคอลัมน์ 'ยืนยันข้อมูลติดต่อเมื่อ' (และอีก 1 แถว: 3)\n"
        "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 1\n"
    )
    assert not netreg("member", "post", "list", "--no-header").out
