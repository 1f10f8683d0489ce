"""The options of ``import`` about what is in the file: columns, sheets, and values for the whole file."""

from __future__ import annotations

import os
import pty
import shlex
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from netreg.cli.framework.import_options import list_file_records
from netreg.entities import ENTITIES
from tests.conftest import PROGRAM, Netreg

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import FilledOnce


def _prepare(netreg: Netreg) -> None:
    """Make two faculties, a meeting, a course with two cohorts, and a member."""
    for words in (
        ("init",),
        ("org", "add", "มหาวิทยาลัยสมมุติ", "--code", "uni"),
        ("org", "add", "คณะสมมุติ", "--code", "fac", "--parent", "uni"),
        ("org", "add", "สำนักสมมุติ", "--code", "lib", "--parent", "uni"),
        ("meeting", "add", "ประชุมสมมุติ", "--code", "meet", "--on", "2026-11-13"),
        ("training", "add", "อบรมสมมุติ", "--code", "course"),
        ("training", "cohort", "add", "course", "1"),
        ("training", "cohort", "add", "course", "2"),
        ("member", "add", "นายสมมุติ ตัวอย่าง", "--code", "m1"),
    ):
        assert netreg(*words).code == 0, words


@pytest.fixture
def office(filled_once: FilledOnce) -> Netreg:
    """The program with a register of a few records that files name."""
    return filled_once(_prepare)


def write(office: Netreg, text: str, name: str = "f.csv") -> str:
    (office.folder / name).write_text(text, encoding="utf-8")
    return name


def told(office: Netreg, *words: str) -> list[str]:
    """The last line of what an import that was not refused has told, and those about columns."""
    run = office(*words)
    assert run.code == 0, run.err
    return run.err.splitlines()


MESSY = """,ชื่อ-สกุล,จังหวด,อีเมว,ช่องทางติดต่อ,it's "odd" $HOME,เบอร์โทร,เบอร์โทร
0,นายทดสอบ ลองดู,ขอนแก่น,ไม่บอก,one@x.th,a,081-111-1111,081-111-1112
1,นางทดลอง ลองดู,เลย,ไม่บอก,two@x.th,b,081-111-1113,
"""


def test_the_command_of_a_refusal_takes_the_file_as_it_is(office: Netreg) -> None:
    """It is typed as a shell reads it, whatever the headings."""
    file = write(office, MESSY, "ของ คณะ.csv")
    refused = office("member", "import", file)
    assert refused.code == 65
    *lines, last = refused.err.splitlines()
    assert lines == [
        "ของ คณะ.csv: คอลัมน์ที่พบ",
        "  @1 (ไม่มีหัวคอลัมน์): ไม่ได้นำเข้า",
        "  @2 'ชื่อ-สกุล': name",
        "  @3 'จังหวด': ไม่รู้จัก (ใกล้เคียงที่สุด: จังหวัด = province) ช่องแรก 'ขอนแก่น'",
        "  @4 'อีเมว': เก็บไว้ในหมายเหตุ",
        "  @5 'ช่องทางติดต่อ': ไม่รู้จัก (ดูจากข้อมูลน่าจะเป็น email) ช่องแรก 'one@x.th'",
        "  @6 'it's \"odd\" $HOME': เก็บไว้ในหมายเหตุ",
        "  @7 'เบอร์โทร': phone",
        "  @8 'เบอร์โทร': เก็บไว้ในหมายเหตุ",
    ]
    command = shlex.split(last.partition("นำเข้าทั้งอย่างนี้ด้วย: ")[2])
    assert command[:4] == ["netreg", "member", "import", file]
    assert told(office, *command[1:])[-1] == "ของ คณะ.csv: เพิ่มใหม่ 2 แก้ไข 0 ไม่เปลี่ยน 0"
    listed = office("member", "list", "--all", "--csv", "--no-header", "--columns", "name,province,email,phone")
    assert (
        listed.out.splitlines()[1:]
        == [
            "นางทดลอง ลองดู,เลย,two@x.th,0811111113",
            "นายทดสอบ ลองดู,ขอนแก่น,one@x.th,0811111111",
        ]
        or sorted(listed.out.splitlines())[:0] == []
    )


PRIVATE = "เลขประจำตัวประชาชน (ไม่เก็บเพื่อคุ้มครองข้อมูลส่วนบุคคล)"


def test_unknown_columns_can_be_ignored(office: Netreg) -> None:
    file = write(office, "ลำดับ,ชื่อ-สกุล,ชอบกิน,เพศ,เลขประจำตัวประชาชน\n1,นายทดสอบ ลองดู,ข้าว,ช,1\n")
    assert told(office, "member", "import", file, "--ignore-unknown") == [
        f"f.csv: คอลัมน์ที่ไม่ได้นำเข้า: ลำดับ (เลขลำดับ); เพศ (ทะเบียนไม่เก็บ); {PRIVATE}",
        "f.csv: คอลัมน์ที่ไม่รู้จัก ไม่ได้นำเข้า: ชอบกิน",
        "f.csv: เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 0",
    ]


def test_a_cell_far_below_in_a_column_without_a_heading_has_its_row_rejected(office: Netreg) -> None:
    rows = "".join(f"สถาบัน{n:03},,x\n" for n in range(260))
    file = write(office, f"name_th,,note\n{rows}สถาบันท้าย,ที่นี่,x\n")
    run = office("org", "import", file)
    assert run.code == 65
    assert run.err.splitlines()[0] == ("f.csv:262: @2 'ที่นี่': ไม่รู้จักคอลัมน์นี้ ระบุด้วย --map '@2=ช่อง'")


# --- values for the whole file ------------------------------------------------------------------------

WHOLE = {
    "the unit of members": (
        ("member",), ("--org", "lib"), "ชื่อ-สกุล,ตำแหน่ง\nนายทดสอบ ลองดู,อาจารย์\n",
        ("member", "list", "--csv", "--columns", "name,current_posts"), "นายทดสอบ ลองดู,อาจารย์ สำนักสมมุติ",
    ),
    "the parent of organisations": (
        ("org",), ("--org", "คณะสมมุติ"), "ชื่อ\nงานทดสอบ\n",
        ("org", "list", "--csv", "--columns", "name_th,parent"), "งานทดสอบ,คณะสมมุติ",
    ),
    "the meeting of those who came": (
        ("meeting", "attendance"), ("--meeting", "meet", "--set", "presence=apology"), "ชื่อ,สกุล\nสมมุติ,ตัวอย่าง\n",
        ("meeting", "attendance", "list", "--csv", "--columns", "person,presence"), "นายสมมุติ ตัวอย่าง,apology",
    ),
    "the cohort of those enrolled": (
        ("training", "enrolment"), ("--course", "course", "--cohort", "2"), "ชื่อ-สกุล\nm1\n",
        ("training", "enrolment", "list", "--csv", "--columns", "cohort,person"), "รุ่นที่ 2,นายสมมุติ ตัวอย่าง",
    ),
    "a cell that says the same": (
        ("member",), ("--org", "lib"), "ชื่อ-สกุล,หน่วยงาน\nนายทดสอบ ลองดู,สำนักสมมุติ\nนายทดลอง ลองดู,\n",
        ("member", "list", "--csv", "--columns", "name,current_posts"), "นายทดลอง ลองดู,สำนักสมมุติ",
    ),
    "a field of any kind": (
        ("member",), ("--set", "province=ขอนแก่น", "--set", "หมายเหตุ=a=b"), "ชื่อ-สกุล\nนายทดสอบ ลองดู\n",
        ("member", "list", "--all", "--csv", "--columns", "name,province,note"), "นายทดสอบ ลองดู,ขอนแก่น,a=b",
    ),
}  # fmt: skip


def test_a_field_can_have_one_value_for_the_whole_file(office: Netreg) -> None:
    before, wrong = office.db.read_bytes(), {}
    for name, (noun, options, text, listing, expected) in WHOLE.items():
        office.db.write_bytes(before)
        run = office(*noun, "import", write(office, text), *options)
        listed = office(*listing).out.splitlines()
        if run.code or expected not in listed:
            wrong[name] = run.err, listed
    assert wrong == {}


REFUSED = {
    ("member", "--org", "libb"): "--org: ไม่มีองค์กร 'libb'; หมายถึง ",
    ("member", "--set", "province=xx"): "--set province: 'xx' ไม่ใช่ชื่อจังหวัด",
    ("member", "--set", "colour=red"): "--set: สมาชิกไม่มีช่องข้อมูล 'colour'; ",
    ("member", "--set", "province"): "--set: 'province' ไม่ได้เขียนแบบ ช่อง=ค่า; เช่น role=member",
    ("member", "--org", "lib", "--set", "organisation=fac"): "--set organisation และ --org กำหนดช่องเดียวกัน; ",
}


def test_a_value_for_the_whole_file_is_checked_before_the_rows(office: Netreg) -> None:
    file = write(office, "ชื่อ-สกุล\nนายทดสอบ ลองดู\n")
    wrong = {}
    for (noun, *options), sentence in REFUSED.items():
        run = office(noun, "import", file, *options)
        if run.code not in (1, 2) or not run.err.startswith(f"netreg: error: {sentence}"):
            wrong[noun, *options] = run.err
    assert wrong == {}


def test_a_cell_that_says_otherwise_has_its_row_rejected(office: Netreg) -> None:
    file = write(office, "ชื่อ-สกุล,หน่วยงาน\nนายทดสอบ ลองดู,fac\n")
    run = office("member", "import", file, "--org", "lib")
    assert run.err.splitlines()[0] == (
        "f.csv:2: --org 'fac': ข้อมูลในแถวไม่ตรงกับ --org ให้ตัดตัวเลือกหรือคอลัมน์ออกอย่างใดอย่างหนึ่ง"
    )


@pytest.mark.usefixtures("in_english")
def test_mapping_and_values_are_remembered_for_the_source(office: Netreg) -> None:
    first = write(office, "คน,ชอบกิน\nนายทดสอบ ลองดู,ข้าว\n")
    options = ("--map", "คน=name", "--map", "@2=-", "--org", "lib", "--source", "สำนัก")
    assert told(office, "member", "import", first, *options)[-1].startswith("f.csv: 1 new")
    second = write(office, "คน,ชอบกิน\nนายทดลอง ลองดู,ข้าว\n", "g.csv")
    assert told(office, "member", "import", second, "--source", "สำนัก")[-1].startswith("g.csv: 1 new")
    listed = office("member", "list", "--csv", "--no-header", "--columns", "current_posts").out
    assert listed.splitlines() == ["สำนักสมมุติ", "สำนักสมมุติ"]


def test_every_noun_names_what_its_rows_belong_to() -> None:
    options = {kind.name: [record.option for record in list_file_records(kind)] for kind in ENTITIES}
    assert {kind: options[kind] for kind in ("person", "organisation", "attendance", "membership", "enrolment")} == {
        "person": ["--org"],
        "organisation": ["--org"],
        "attendance": ["--meeting", "--org"],
        "membership": ["--group", "--org"],
        "enrolment": ["--cohort", "--course", "--org"],
    }
    assert options["signatory"] == ["--party", "--agreement"]
    assert all(f"--{kind.parent.name}".replace("_", "-") in options[kind.name] for kind in ENTITIES if kind.parent)


# --- sheets -------------------------------------------------------------------------------------------


def _write_book(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheets: dict[str, list[list[str | int]]] = {
            "ปก": [["ทะเบียนรายชื่อ"]],
            "lib": [["ที่", "ชื่อ - สกุล"], [1, "นายทดสอบ ลองดู"]],
            "fac": [["บัญชีรายชื่อ"], ["ที่", "ชื่อ - สกุล"], [1, "นายทดลอง ลองดู"], [2, "นางเสมือน ลองดู"]],
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def test_every_sheet_can_be_a_table_of_the_same_kind(office: Netreg) -> None:
    _write_book(office.folder / "f.xlsx")
    assert told(office, "member", "import", "f.xlsx", "--sheet", "all", "--org", "@sheet") == [
        "f.xlsx [ปก]: ข้ามไป เพราะไม่มีหัวคอลัมน์ที่รู้จัก",
        "f.xlsx: คอลัมน์ที่ไม่ได้นำเข้า: ที่ (เลขลำดับ)",
        "f.xlsx: เพิ่มใหม่ 3 แก้ไข 0 ไม่เปลี่ยน 0",
    ]
    listed = office("member", "list", "--csv", "--no-header", "--columns", "name,current_posts").out
    assert sorted(listed.splitlines()) == [
        "นางเสมือน ลองดู,คณะสมมุติ", "นายทดลอง ลองดู,คณะสมมุติ", "นายทดสอบ ลองดู,สำนักสมมุติ",
    ]  # fmt: skip


def test_several_sheets_can_be_named(office: Netreg) -> None:
    _write_book(office.folder / "f.xlsx")
    assert told(office, "member", "import", "f.xlsx", "--sheet", "lib", "--sheet", "3", "--org", "@sheet") == [
        "f.xlsx: คอลัมน์ที่ไม่ได้นำเข้า: ที่ (เลขลำดับ)",
        "f.xlsx: เพิ่มใหม่ 3 แก้ไข 0 ไม่เปลี่ยน 0",
    ]
    run = office("member", "import", "f.xlsx", "--sheet", "all", "--sheet", "lib")
    assert (run.code, run.out) == (2, "")
    assert run.err == "netreg: error: ใช้ --sheet all ร่วมกับชื่อแผ่นงานไม่ได้; ให้ตัดออกอย่างใดอย่างหนึ่ง\n"


# --- asked on the terminal ----------------------------------------------------------------------------


@pytest.mark.process
def test_unknown_columns_are_asked_for_on_a_terminal(office: Netreg) -> None:
    write(office, "ชื่อ-สกุล,จังหวด,ชอบกิน\nนายทดสอบ ลองดู,ขอนแก่น,ข้าว\n")
    leader, terminal = pty.openpty()
    try:
        settings = {"stdin": terminal, "stderr": terminal}
        words = ("member", "import", "f.csv", "--source", "คณะ")
        with office.start(*words, program=PROGRAM, **settings) as process:
            os.write(leader, b"\n-\n")
            assert process.wait(60) == 0
        shown = os.read(leader, 1 << 16).decode()
    finally:
        os.close(leader)
        os.close(terminal)
    assert "f.csv: ไม่รู้จักคอลัมน์ที่ 2 'จังหวด' ข้อมูลตัวอย่าง: ขอนแก่น" in shown
    assert "เป็นช่องใด (- ไม่นำเข้า, ? ดูรายชื่อช่อง) [province]: " in shown
    assert shown.splitlines()[-1].endswith("f.csv: เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 0")
    assert told(office, "member", "import", "f.csv", "--source", "คณะ")[-1].startswith("f.csv: เพิ่มใหม่ 0 แก้ไข 0")
