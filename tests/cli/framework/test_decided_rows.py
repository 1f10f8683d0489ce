"""What a person decides about doubtful rows, in the file of the rejected ones: it holds, and is remembered."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg, Run

KNOWN = """\
ชื่อ-สกุล,หน่วยงาน,อีเมล
นายสมมุติ เหมือนกัน,fac,one@x.th
นางตัวอย่าง ทดสอบ,fac,two@x.th
นายทดลอง ทดสอบ,fac,three@x.th
"""
LATER = """\
ชื่อ-สกุล,หน่วยงาน,อีเมล
นายสมมุติ เหมือนกัน,fac,five@x.th
นางตัวอย่าง ทดสอบ,fac,other@x.th
นายทดลอง ทดสอบ,fac,x@x.th
"""


@pytest.fixture
def office(netreg: Netreg) -> Netreg:
    database.create(netreg.db)
    assert netreg("org", "add", "คณะทดสอบ", "--code", "fac").code == 0
    assert netreg("member", "import", "-", stdin=KNOWN).code == 0
    return netreg


def reject(office: Netreg, content: str, *options: str) -> list[list[str]]:
    """The rejected rows of a file."""
    run = office("member", "import", "-", "--rejects", "bad.csv", "--force", *options, stdin=content)
    assert run.code == 65, run.err
    return list(csv.reader(io.StringIO((office.folder / "bad.csv").read_text(encoding="utf-8-sig"))))


def decide(office: Netreg, rows: list[list[str]], *decisions: str, options: tuple[str, ...] = ()) -> Run:
    """The import of rejected rows with a decision about each."""
    place = rows[0].index("ผลการพิจารณา")
    content = io.StringIO()
    decided = ([*row[:place], one, *row[place + 1 :]] for row, one in zip(rows[1:], decisions, strict=True))
    csv.writer(content).writerows([rows[0], *decided])
    return office("member", "import", "-", *options, stdin=content.getvalue())


def list_members(office: Netreg) -> list[str]:
    return office("member", "list", "--all", "--no-header", "--sort", "id", "--columns", "id,email").out.splitlines()


def test_decisions_hold_and_are_remembered_for_the_next_file(office: Netreg) -> None:
    rows = reject(office, LATER)
    assert rows[0][3:] == ["เหตุผลที่ไม่รับ", "ผลการพิจารณา", "อาจเป็น"]
    assert [(row[4], row[5]) for row in rows[1:]] == [
        ("", "#1 นายสมมุติ เหมือนกัน (one@x.th; fac)"),
        ("", "#2 นางตัวอย่าง ทดสอบ (two@x.th; fac)"),
        ("", "#3 นายทดลอง ทดสอบ (three@x.th; fac)"),
    ]
    for counts in ("เพิ่มใหม่ 1 แก้ไข 1 ไม่เปลี่ยน 0", "เพิ่มใหม่ 0 แก้ไข 0 ไม่เปลี่ยน 2"):
        run = decide(office, rows, "ใหม่", rows[2][5], "ข้าม")
        assert run.err.splitlines()[-1] == f"ข้อมูลนำเข้ามาตรฐาน: {counts}, ไม่ใช่รายการ 1"
    assert list_members(office) == ["1\tone@x.th", "2\tother@x.th", "3\tthree@x.th", "4\tfive@x.th"]
    again = office("member", "import", "-", stdin=LATER)
    assert (again.code, again.err.splitlines()) == (
        0,
        [
            "ข้อมูลนำเข้ามาตรฐาน: ใช้ผลการพิจารณาจากแฟ้มก่อน 3 แถว (บรรทัด 2, 3, 4) ให้ใช้ --forget-decisions หากต้องการพิจารณาใหม่",
            "ข้อมูลนำเข้ามาตรฐาน:4: ไม่นำเข้า 'ทดลอง ทดสอบ': ตามผลการพิจารณา",
            "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 0 แก้ไข 0 ไม่เปลี่ยน 2, ไม่ใช่รายการ 1",
        ],
    )
    assert office("member", "import", "-", "--source", "another", stdin=LATER).code == 65
    assert office("member", "import", "-", "--forget-decisions", stdin=LATER).code == 65


def test_decisions_are_undone_with_their_import(office: Netreg) -> None:
    rows = reject(office, LATER)
    assert decide(office, rows, "new", "#2", "skip", options=("--dry-run",)).code == 0
    assert len(list_members(office)) == 3
    assert decide(office, rows, "new", "#2", "skip").code == 0
    assert office("undo").code == 0
    assert len(reject(office, LATER)) == 4
    assert office("doctor", "--full").code == 0


def test_a_decision_about_a_removed_record_is_forgotten(office: Netreg) -> None:
    rows = reject(office, LATER)
    assert decide(office, rows, "#3", "#2", "#3").code == 65  # both would be about one
    assert decide(office, rows, "ใหม่", "ใหม่", "ใหม่").code == 0
    assert office("member", "remove", "5", "--yes").code == 0
    assert office("member", "import", "-", stdin=LATER).code == 65
    assert office("member", "import", "-", "--forget-decisions", "--doubtful", "skip", stdin=LATER).code == 0


def test_what_is_no_decision_is_told(office: Netreg) -> None:
    assert office("member", "edit", "2", "code=m2").code == 0
    rows = reject(office, LATER)
    run = decide(office, rows, "#99", "m2", "12")
    assert run.code == 65
    assert run.err.splitlines()[:-1] == [
        "ข้อมูลนำเข้ามาตรฐาน:2: ผลการพิจารณา '#99': ไม่มีสมาชิก #99 ให้ดูรายการด้วย 'netreg member list'",
        "ข้อมูลนำเข้ามาตรฐาน:4: ผลการพิจารณา '12': '12' ไม่ใช่ผลการพิจารณา ให้เขียน #12 หรือรหัสของรายการนั้น ใหม่ หรือ ข้าม",
    ]
    assert decide(office, rows, "ข้าม", "m2", "ข้าม").err.splitlines()[-1].endswith("แก้ไข 1 ไม่เปลี่ยน 0, ไม่ใช่รายการ 2")


def test_a_row_that_is_wrong_may_be_left_out(office: Netreg) -> None:
    rows = reject(office, "ชื่อ-สกุล,หน่วยงาน,อีเมล\n,คณะไม่มี,x\nนางใหม่ สมมติ,fac,y@x.th\n")
    assert rows[0][3:] == ["เหตุผลที่ไม่รับ", "ผลการพิจารณา"]
    run = decide(office, rows, "ข้าม")
    assert (run.code, run.err.splitlines()[-1]) == (
        0,
        "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 0 แก้ไข 0 ไม่เปลี่ยน 0, ไม่ใช่รายการ 1",
    )


def test_created_look_alikes_are_named(office: Netreg) -> None:
    names = ("เทศบาลนครตัวอย่าง", "เทศบาลนครตัวอย่าว", "คณะทดสอบบ", "สำนักลอง")
    people = ("นายเอ สมมติ", "นายบี ตัวอย่าง", "นางซี ทดสอบ", "นางดี ทดลอง")
    rows = "".join(f"{person},{name}\n" for person, name in zip(people, names, strict=True))
    run = office("member", "import", "-", "--create-missing", stdin=f"ชื่อ-สกุล,หน่วยงาน\n{rows}")
    assert run.code == 0
    assert [line for line in run.err.splitlines() if "อาจเป็น" in line] == [
        "ข้อมูลนำเข้ามาตรฐาน: สร้างองค์กร 3 (เทศบาลนครตัวอย่าว) ซึ่งอาจเป็นองค์กร 2 (เทศบาลนครตัวอย่าง): ต่างกันหนึ่งตัวอักษร",
        "ข้อมูลนำเข้ามาตรฐาน: สร้างองค์กร 4 (คณะทดสอบบ) ซึ่งอาจเป็นองค์กร 1 (คณะทดสอบ): ต่างกันหนึ่งตัวอักษร",
    ]


def test_two_columns_of_decisions_must_agree(netreg: Netreg) -> None:
    database.create(netreg.db)
    content = "ชื่อ-สกุล,Decision,ผลการพิจารณา\nนายสมมุติ หนึ่ง,{},{}\n"
    for first, second, code in (("ใหม่", "ข้าม", 65), ("ข้าม", "new", 65), ("ใหม่", "new", 0), ("", "ข้าม", 0)):
        run = netreg("member", "import", "-", "-n", stdin=content.format(first, second))
        assert run.code == code, (first, second, run.err)
        if code:
            assert "ผลการพิจารณา" in run.err
            assert "'Decision'" in run.err


@pytest.mark.usefixtures("in_english")
def test_only_decisions_that_work_are_offered(office: Netreg) -> None:
    head = "รหัส,ชื่อ-สกุล,หน่วยงาน,อีเมล\n"
    rows = "m7,นายสมมุติ เจ็ด,fac,office@x.th\nm8,นายสมมุติ แปด,fac,office@x.th\n"
    assert office("member", "import", "-", stdin=head + rows).code == 0
    run = office("member", "import", "-", stdin=head + "m7,นางอื่นมาก ต่างไป,fac,\n")
    assert (run.code, "--doubtful" in run.err, "#4" in run.err) == (65, False, True), run.err
    again = "ชื่อ-สกุล,หน่วยงาน,อีเมล\nนายสมมุติ เจ็ด,fac,office@x.th\nนายสมมุติ แปด,fac,office@x.th\n"
    run = office("member", "import", "-", stdin=again)
    assert run.err == "standard input: 0 new, 0 changed, 2 unchanged\n"
    run = office("member", "import", "-", stdin=again + "นายสมมุติ เก้า,fac,office@x.th\n")
    assert (run.code, "#4, #5" in run.err) == (65, True), run.err


def test_a_mistyped_number_does_not_beat_every_key(office: Netreg) -> None:
    row = "ชื่อ-สกุล,หน่วยงาน,อีเมล,ผลการพิจารณา\nนางตัวอย่าง ทดสอบ,fac,two@x.th,{}\n"
    run = office("--lang", "en", "member", "import", "-", stdin=row.format("#3"))
    assert (run.code, "the decision #3 is perhaps mistyped: the row is about member 2" in run.err) == (65, True), (
        run.err
    )
    assert office("member", "import", "-", stdin=row.format("#2")).code == 0


def test_what_was_made_by_a_decision_is_not_made_twice(office: Netreg) -> None:
    row = "ชื่อ-สกุล,หน่วยงาน,อีเมล,ผลการพิจารณา\nนายสมมุติ เหมือนกัน,fac,five@x.th,ใหม่\n"
    assert office("member", "import", "-", stdin=row).code == 0
    for options in (("--source", "another"), ("--forget-decisions",)):
        run = office("--lang", "en", "member", "import", "-", *options, stdin=row)
        assert (run.code, "member 4 says the same already" in run.err) == (0, True), run.err
    assert len(list_members(office)) == 4


def test_two_rows_decided_to_be_one_record_are_both_named(office: Netreg) -> None:
    content = "ชื่อ-สกุล,หน่วยงาน,ผลการพิจารณา\nนายหนึ่ง ลอง,fac,#1\nนายสอง ลอง,fac,#1\n"
    run = office("member", "import", "-", stdin=content)
    assert run.err.splitlines()[0] == (
        "ข้อมูลนำเข้ามาตรฐาน:3: บรรทัด 2 และ 3 ตัดสินว่าเป็นสมาชิก #1 ทั้งคู่ แต่ต่างกันที่ ชื่อตัว; ให้แก้การตัดสินของบรรทัดหนึ่ง"
    )
