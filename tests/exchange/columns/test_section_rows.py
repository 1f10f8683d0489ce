"""Titles between rows that say something of the rows below them: each row gets what its title says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.exchange.columns.section_rows import place_sections
from netreg.exchange.headings import table_headings
from netreg.exchange.tables.source_tables import SourceRow, SourceTable

if TYPE_CHECKING:
    from tests.conftest import Netreg

TABLES = {
    "who came and who did not": (
        "attendance",
        """ที่,ชื่อ-สกุล,ตำแหน่ง
        ผู้มาประชุม,,
        1,นายสมมุติ ตัวอย่าง,คณบดี
        รายชื่อผู้ไม่มาประชุม,,
        1,นางทดสอบ ตัวอย่าง,คณบดี
        ผู้ไม่มาประชุม (ติดราชการ),,
        1,นายทดลอง ตัวอย่าง,คณบดี
        ฝ่ายเลขานุการ,,
        1,นายเสมือน ตัวอย่าง,นักวิชาการ""",
        ["การเข้าร่วม"],
        [["มาประชุม"], ["ไม่มาประชุม"], ["ติดราชการ"], [""], [""]],
    ),
    "districts of provinces": (
        "organisation",
        """ที่,ชื่อโรงเรียน,โทร
        จังหวัดสงขลา,,
        อำเภอหาดใหญ่,,
        1,บ้านสมมุติ,074111111
        อำเภอสะเดา,,
        2,บ้านสมมุติ,
        จังหวัดตรัง,,
        3,บ้านสมมุติ,""",
        ["จังหวัด", "อำเภอ"],
        [["จังหวัดสงขลา", "อำเภอหาดใหญ่"], ["จังหวัดสงขลา", "อำเภอสะเดา"], ["จังหวัดตรัง", ""]],
    ),
    "faculties, and kinds of their people": (
        "person",
        """ที่,ชื่อ-สกุล,ตำแหน่ง
        1. คณะสมมุติ,1. คณะสมมุติ,1. คณะสมมุติ
        สายสนับสนุน,,
        1,นายสมมุติ ตัวอย่าง,เจ้าหน้าที่
        2. คณะตัวอย่าง,,
        1,นายสมมุติ ตัวอย่าง,อาจารย์""",
        ["หน่วยงาน"],
        [[""], ["คณะสมมุติ"], ["คณะตัวอย่าง"]],
    ),
    "parts of a committee": (
        "membership",
        """ชื่อ-สกุล,ตำแหน่ง
        ที่ปรึกษา,
        นายสมมุติ ตัวอย่าง,อธิการบดี
        คณะกรรมการ,
        นางทดสอบ ตัวอย่าง,คณบดี""",
        ["บทบาท"],
        [["ที่ปรึกษา"], [""], [""]],
    ),
    "a column says it already": ("person", "ชื่อ-สกุล,หน่วยงาน\nคณะสมมุติ,\nนายสมมุติ ตัวอย่าง,คณะตัวอย่าง", [], None),
    "a list of units": ("organisation", "ชื่อหน่วยงาน,โทร\nคณะสมมุติ,\nกองสมมุติ,021111111", [], None),
    "one column": ("person", "ชื่อ-สกุล\nคณะสมมุติ\nนายสมมุติ ตัวอย่าง", [], None),
}
"""A kind, a table, the headings that it gets, and what stands below these in the rows that are left."""


def test_each_row_gets_what_its_title_says() -> None:
    for name, (kind, table, headings, expected) in TABLES.items():
        rows = [SourceRow(n, line.strip().split(",")) for n, line in enumerate(table.splitlines(), 1)]
        source = SourceTable("", lambda rows=rows: iter(rows))  # type: ignore[misc]
        options = table_headings.HeadingOptions()
        head = table_headings.match_headings(BY_NAME[kind], "f.csv", iter(rows), options, headed=False)
        placed = place_sections(source, head)
        if expected is None:
            assert placed is source, name
            continue
        width = len(rows[0].cells)
        first, *below = [row.cells[width:] for row in placed.rows()]
        assert (first, below) == (headings, expected), name


def test_a_title_is_a_value_of_the_rows_below_it(netreg: Netreg) -> None:
    netreg("init")
    netreg("meeting", "add", "ประชุมสมมุติ", "--on", "5/8/2568", "--code", "m")
    table = "ที่,ชื่อ-สกุล\nผู้มาประชุม,\n1,นายสมมุติ ตัวอย่าง\nผู้ไม่มาประชุม,\n1,นางทดสอบ ตัวอย่าง\n"
    (netreg.folder / "f.csv").write_text(table, encoding="utf-8")
    run = netreg("meeting", "attendance", "import", "f.csv", "--meeting", "m", "--create-missing")
    assert run.err.splitlines()[:2] == [
        "f.csv: คอลัมน์ที่ไม่ได้นำเข้า: ที่ (เลขลำดับ)",
        "f.csv: อ่านหัวข้อที่คั่นระหว่างแถวเป็น 'การเข้าร่วม': ผู้มาประชุม, ผู้ไม่มาประชุม",
    ]
    listed = netreg("meeting", "attendance", "list", "--csv", "--no-header", "--columns", "person,presence")
    assert listed.out == "นายสมมุติ ตัวอย่าง,present\nนางทดสอบ ตัวอย่าง,absent\n"
    again = netreg("meeting", "attendance", "import", "f.csv", "--meeting", "m")
    assert again.err.endswith("f.csv: เพิ่มใหม่ 0 แก้ไข 0 ไม่เปลี่ยน 2\n")


def test_what_stands_below_a_table_belongs_to_no_section(register: Netreg) -> None:
    rows = (
        'สำนักทดสอบ,,\nนายสมมุติ ทดสอบ,"1235, 1236",081-234-5678\nรวม 1 คน,,\n'
        "เลิกประชุม เวลา 12.00 น.,,\nผู้จัดทำ: นางลองดู ทดสอบ,,\n"
    )
    run = register("member", "import", "-", "--create-missing", stdin=f"ชื่อ-สกุล,เบอร์ภายใน,มือถือ\n{rows}")
    assert "ข้อมูลนำเข้ามาตรฐาน: เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 0, ไม่ใช่รายการ 3" in run.err
    assert register("member", "list", "--columns", "current_posts,phone", "--no-header").out == (
        "สำนักทดสอบ\t;ext=1235, ;ext=1236, 0812345678\n"
    )


def test_a_unit_in_a_telephone_list_has_its_number_beside_it(register: Netreg) -> None:
    """It is the unit of those below it; what else stands in a row makes it none."""
    rows = (
        "หน่วยงาน/ชื่อ,ตำแหน่ง,เบอร์ภายใน,มือถือ\nสำนักงานสมมติ,,1100,\nนางทดสอบหนึ่ง สมมติกุล,หัวหน้า,1101,\n"
        "ฝ่ายสมมติ,,1200,\nนายทดสอบสอง สมมติกุล,บรรณารักษ์,1201,\n"
    )
    run = register("member", "import", "--create-missing", "-", stdin=rows)
    assert run.code == 0, run.err
    assert "อ่านหัวข้อที่คั่นระหว่างแถวเป็น 'หน่วยงาน': สำนักงานสมมติ 1100, ฝ่ายสมมติ 1200\n" in run.err
    listed = register("member", "list", "--columns", "name,current_posts,phone", "--no-header", "--sort", "id").out
    assert listed == (
        "นางทดสอบหนึ่ง สมมติกุล\tหัวหน้า สำนักงานสมมติ\t;ext=1101\nนายทดสอบสอง สมมติกุล\tบรรณารักษ์ ฝ่ายสมมติ\t;ext=1201\n"
    )
