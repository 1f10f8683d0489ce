"""Rows of which a number or an e-mail means one record, and the name in a unit another: both are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg

KNOWN = """\
ชื่อ-สกุล,สังกัด,ตำแหน่ง,อีเมล,รหัสบุคลากร
นายสมมติ ตัวอย่าง,ภาควิชาทดสอบ,ช่าง,one@x.th,101
นายสมมติ ตัวอย่าง,ภาควิชาตัวอย่าง,ครู,two@x.th,102
นางทดลอง ทดสอบ,ภาควิชาทดสอบ,ครู,three@x.th,103
"""
DOUBTFUL = (
    ("ชื่อ-สกุล,สังกัด,ตำแหน่ง,อีเมล", "นายสมมติ ตัวอย่าง,ภาควิชาทดสอบ,นักวิชาการ,two@x.th", "member 2 ", "member 1 "),
    ("ชื่อ-สกุล,สังกัด,อีเมล", "นายสมมติ ตัวอย่าง,ภาควิชาทดสอบ,two@x.th", "member 2 ", "member 1 "),
    ("ชื่อ-สกุล,อีเมล,รหัสบุคลากร", "นายสมมติ ตัวอย่าง,two@x.th,101", "member 1 ", "member 2 "),
    ("ชื่อ-สกุล,อีเมล,รหัสบุคลากร", "นายสมมติ ตัวอย่าง,three@x.th,101", "member 1 ", "member 3 "),
)
CERTAIN = (
    ("ชื่อ-สกุล,สังกัด,อีเมล", "นายสมมติ ตัวอย่าง,ภาควิชาตัวอย่าง,two@x.th", "0 new, 0 changed, 1 unchanged"),
    ("ชื่อ-สกุล,สังกัด,อีเมล", "นางทดลอง ทดสอบ,ภาควิชาตัวอย่าง,three@x.th", "0 new, 1 changed, 0 unchanged"),
    ("ชื่อ-สกุล,อีเมล,รหัสบุคลากร", "นายสมมติ ตัวอย่าง,new@x.th,101", "0 new, 1 changed, 0 unchanged"),
)
"""Headings, a row, and what is said of it."""


def test_a_mark_of_one_and_the_name_in_a_unit_of_another_are_doubtful(netreg: Netreg) -> None:
    database.create(netreg.db)
    assert netreg("member", "import", "-", "--create-missing", stdin=KNOWN).code == 0
    wrong = []
    for headings, row, *said in (*DOUBTFUL, *CERTAIN):
        run = netreg("--lang", "en", "member", "import", "-", "-n", stdin=f"{headings}\n{row}\n")
        if run.code != (65 if len(said) > 1 else 0) or not all(one in run.err for one in said):
            wrong.append((headings, row, run.err))
    assert not wrong


def test_a_code_of_one_organisation_with_the_name_of_another_is_doubtful(netreg: Netreg) -> None:
    database.create(netreg.db)
    known = "ชื่อหน่วยงาน,จังหวัด,รหัสทางการ\nโรงเรียนสมมติ,ตรัง,1001\nโรงเรียนตัวอย่าง,ตรัง,\n"
    assert netreg("org", "import", "-", stdin=known).code == 0
    rows = "ชื่อหน่วยงาน,จังหวัด,รหัสทางการ\nโรงเรียนตัวอย่าง,ตรัง,1001\n"
    run = netreg("--lang", "en", "org", "import", "-", stdin=rows)
    assert (run.code, "org 2 " in run.err) == (65, True), run.err
