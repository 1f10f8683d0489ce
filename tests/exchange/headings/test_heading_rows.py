"""The heading row of a table: below titles, in one row or in two that are joined."""

from __future__ import annotations

from netreg.exchange.headings.heading_rows import find_heading_row
from netreg.exchange.tables.source_tables import SourceRow

KNOWN = {
    "ที่",
    "ชื่อ - สกุล",
    "สังกัด",
    "โทรศัพท์",
    "โทรศัพท์ มือถือ",
    "วัน เดือน ปี เกิด",
    "คำนำหน้า",
    "ชื่อ",
    "สกุล",
    "MOU Database",
    "No.",
    "Type",
}

FOUND = {
    "merged over two, merged down": (
        "ที่|ชื่อ - สกุล|สังกัด|12 มิ.ย. 68|12 มิ.ย. 68\nที่|ชื่อ - สกุล|สังกัด|เช้า|บ่าย\n1|นายสมมุติ หนึ่ง|กองสมมติ|/|",
        2, "ที่|ชื่อ - สกุล|สังกัด|12 มิ.ย. 68 เช้า|12 มิ.ย. 68 บ่าย",
    ),
    "blank below and to the right, as in CSV": (
        "ที่|ชื่อ - สกุล|สังกัด|12 มิ.ย. 68|\n|||เช้า|บ่าย\n1|นายสมมุติ หนึ่ง|กองสมมติ|/|",
        2, "ที่|ชื่อ - สกุล|สังกัด|12 มิ.ย. 68 เช้า|12 มิ.ย. 68 บ่าย",
    ),
    "days of two kinds": (
        "ที่|ชื่อ - สกุล|วัน เดือน ปี||สังกัด\n||เกิด|บรรจุ|\n1|นายสมมุติ หนึ่ง|1 ม.ค. 2530|1 ม.ค. 2555|กองสมมติ",
        2, "ที่|ชื่อ - สกุล|วัน เดือน ปี เกิด|วัน เดือน ปี บรรจุ|สังกัด",
    ),
    "telephones, numbered parts": (
        "ที่|ชื่อ - สกุล|โทรศัพท์|โทรศัพท์|ครั้งที่|ครั้งที่\n||ที่ทำงาน|มือถือ|ครั้งที่ 1|ครั้งที่ 2\n1|นายสมมุติ หนึ่ง|043|081|/|/",
        2, "ที่|ชื่อ - สกุล|โทรศัพท์ ที่ทำงาน|โทรศัพท์ มือถือ|ครั้งที่ ครั้งที่ 1|ครั้งที่ ครั้งที่ 2",
    ),
    "parts of a name below it": (
        "ที่|ชื่อ - สกุล|ชื่อ - สกุล|ชื่อ - สกุล|สังกัด\nที่|คำนำหน้า|ชื่อ|สกุล|สังกัด\n1|นาย|สมมุติ|หนึ่ง|กอง",
        2, "ที่|คำนำหน้า|ชื่อ|สกุล|สังกัด",
    ),
    "no second row: blank headings": ("ชื่อ|สกุล|\nสมมุติ|หนึ่ง|ครู\nทดสอบ|สอง|ครู", 1, "ชื่อ|สกุล"),
    "no second row: headings twice": ("ที่|โทรศัพท์|โทรศัพท์\n1|043|081", 1, "ที่|โทรศัพท์|โทรศัพท์"),
    "no second row: a person without a number": (
        "ที่|ชื่อ - สกุล|\n|นายสมมุติ|หนึ่ง\n2|นายทดสอบ|สอง", 1, "ที่|ชื่อ - สกุล",
    ),
    "a section below the headings": (
        "ที่|ชื่อ - สกุล|สังกัด\nฝ่ายบริหาร|ฝ่ายบริหาร|ฝ่ายบริหาร\n1|นายสมมุติ หนึ่ง|กอง", 1, "ที่|ชื่อ - สกุล|สังกัด",
    ),
    "a title that is known": (
        "MOU Database||\nNo.|Title of Agreement|Type\n1|A|MOU\n2|B|MOA", 2, "No.|Title of Agreement|Type",
    ),
    "a title merged over all": (
        "MOU Database|MOU Database|MOU Database\nรหัสเอกสาร|หัวเรื่อง|ประเภท\n1|A|MOU\n2|B|MOA",
        2, "รหัสเอกสาร|หัวเรื่อง|ประเภท",
    ),
    "no word is known, a date below the title": (
        "ทะเบียนตัวอย่าง||\nข้อมูล|1 ม.ค. 2568|\nเลขเอกสาร|หัวเรื่อง|ประเภท\n1|A|MOU\n2|B|MOA", 3, "เลขเอกสาร|หัวเรื่อง|ประเภท",
    ),
    "a known word in the rows": ("เลข|หัวเรื่อง|ประเภท\n1|A|ชื่อ\n2|B|ที่", 1, "เลข|หัวเรื่อง|ประเภท"),
    "one column": ("ชื่อ\nสมมุติ\nทดสอบ", 1, "ชื่อ"),
}  # fmt: skip


def test_the_heading_row_is_found_by_its_words_and_by_its_form() -> None:
    found = {}
    for name, (table, _number, _names) in FOUND.items():
        rows = [SourceRow(number, line.split("|")) for number, line in enumerate(table.splitlines(), 1)]
        row = find_heading_row(rows, KNOWN.__contains__)
        assert row
        found[name] = (table, row.number, "|".join(row.names))
    assert found == FOUND
