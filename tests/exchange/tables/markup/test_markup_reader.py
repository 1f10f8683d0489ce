"""Web pages and XML spreadsheets under the name of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.exchange.tables.open_file import open_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

PAGES = {
    "merged cells, entities, breaks": (
        (
            "<html><head><style>td > a {}</style></head><body><table border=1><tr><th colspan=3>รายงาน</th></tr>"
            "<tr><th rowspan=2>ที่</th><th colspan='2'>ชื่อ</th></tr><tr><th>ตัว</th><th>สกุล</th></tr>"
            "<tr><td>1<td>ก&nbsp;ข<br>ค &amp; ง</td><td><b>จ</b></tr></table>"
        ),
        [["รายงาน", "", ""], ["ที่", "ชื่อ", ""], ["ที่", "ตัว", "สกุล"], ["1", "ก ข\nค & ง", "จ"]],
    ),
    "an XML spreadsheet": (
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
            ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="แผ่น"><Table>'
            '<Row><Cell><Data ss:Type="String">ชื่อ</Data></Cell><Cell ss:Index="3"><Data>วันเกิด</Data></Cell></Row>'
            "<Row><Cell><Data>ก</Data></Cell><Cell/><Cell><Data>1990-02-01T00:00:00.000</Data></Cell></Row>"
            "</Table></Worksheet></Workbook>"
        ),
        [["ชื่อ", "", "วันเกิด"], ["ก", "", "1990-02-01"]],
    ),
    "tables in a table, comments, damage": (
        "<!-- <table> --><table><tr><td>เมนู<td><table><tr><td>ก<td>ข<tr><td>< 5<td>=1+1</table></table><!-- ",
        [["ก", "ข"], ["< 5", "\ufdd0=1+1"]],
    ),
}


def test_tables_of_pages_are_read(tmp_path: Path) -> None:
    for name, (page, rows) in PAGES.items():
        for encoding in ("utf-8", "utf-16", "cp874"):
            path = tmp_path / f"{encoding}.xls"
            path.write_text(page.replace("รายงาน", "รายงานผล").replace("รายงานผล", "รายงาน"), encoding=encoding)
            with open_file(path) as file:
                [table] = file.tables
                assert [row.cells for row in table.rows()] == rows, (name, encoding)


def test_pages_are_imported_or_refused(netreg: Netreg, tmp_path: Path) -> None:
    netreg("init")
    (tmp_path / "people.xls").write_text(
        "<table><tr><td>ชื่อ-สกุล<td>โทร<tr><td>นายสมมุติ ทดสอบ<td>0812345678</table>", encoding="utf-8"
    )
    assert netreg("member", "import", str(tmp_path / "people.xls")).err.endswith("เพิ่มใหม่ 1 แก้ไข 0 ไม่เปลี่ยน 0\n")
    two = "<table><tr><td>ชื่อ<td>โทร<tr><td>ก<td>1</table>" * 2
    for page, options, said in (
        ("\n<!DOCTYPE html><html>ไม่มีตาราง", [], "หน้าเว็บหรือ XML"),
        ("\ufeff<?xml version='1.0'?>", [], "หน้าเว็บหรือ XML"),
        ("<table><tr><td>ก</table>", [], "หน้าเว็บหรือ XML"),
        (two, [], "หลายแผ่นงาน"),
        (two, ["--sheet", "9"], "--sheet"),
    ):
        (tmp_path / "page.xls").write_text(page, encoding="utf-8")
        run = netreg("member", "import", str(tmp_path / "page.xls"), *options)
        assert (run.code > 0, said in run.err) == (True, True), (page[:60], run.err)


def test_a_damaged_page_takes_no_longer_than_its_length() -> None:
    from netreg.exchange.tables.markup.markup_reader import _collect_tables

    for piece in ("<!--", "<a ", "<", "<table>", "<a b='", "<![CDATA[", "&#", "<script>", "<td colspan=1000>"):
        _collect_tables("<table><tr>" + piece * 5_000)
