"""Hidden rows are refused until it is said what is meant; hidden columns and sheets are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter
import xlwt

if TYPE_CHECKING:
    from tests.conftest import Netreg


def _write(netreg: Netreg) -> str:
    with xlsxwriter.Workbook(netreg.folder / "list.xlsx") as book:
        sheet, other = book.add_worksheet("รายชื่อ"), book.add_worksheet("เก่า")
        sheet.write_column(0, 0, ("ชื่อ", "หนึ่ง", "สอง", "สาม", "สี่"))
        sheet.write_column(0, 1, ("หมายเหตุ", "", "ลับ", "", ""))
        for row in (2, 4, 9):  # the last one is empty
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        other.write_column(0, 0, ("ชื่อ", "ห้า"))
        other.hide()
    return "list.xlsx"


def test_hidden_rows_are_taken_or_skipped_when_that_is_said(netreg: Netreg) -> None:
    netreg("init")
    file = _write(netreg)
    run = netreg("--lang", "en", "member", "import", file)
    assert run.code == 65
    assert run.err == (
        f"netreg: error: {file}: the sheet 'รายชื่อ' has 2 hidden or filtered rows: 3, 5; "
        "add --hidden skip to leave them out, or --hidden take to import them\n"
    )
    assert netreg("--lang", "en", "member", "import", file, "--hidden", "some").code == 2
    sheet = f"{file}: the hidden sheet 'เก่า' was skipped\n"
    columns = f"{file} [รายชื่อ]: hidden columns read as well: 1\n"
    assert netreg("--lang", "en", "member", "import", file, "--hidden", "skip").err == (
        f"{sheet}{file} [รายชื่อ]: hidden rows left out: 2 (3, 5)\n{columns}{file}: 2 new, 0 changed, 0 unchanged\n"
    )
    assert netreg("--lang", "en", "member", "import", file, "--hidden", "take").err == (
        f"{sheet}{file} [รายชื่อ]: hidden rows imported as well: 2 (3, 5)\n{columns}"
        f"{file}: 2 new, 0 changed, 2 unchanged\n"
    )


def test_hidden_rows_and_zeros_of_an_old_workbook(netreg: Netreg) -> None:
    netreg("init")
    book = xlwt.Workbook()
    sheet = book.add_sheet("รายชื่อ")
    for column, heading in enumerate(("ชื่อ", "รหัสพนักงาน", "โทรศัพท์")):
        sheet.write(0, column, heading)
    rows = (("หนึ่ง", 40001, 811111111, "000-000-0000"), ("สอง", 40002, 43202222, "0-0000-0000"))
    for row, (name, key, number, shown) in enumerate(rows, 1):
        sheet.write(row, 0, name)
        sheet.write(row, 1, key, xlwt.easyxf(num_format_str="0000000"))
        sheet.write(row, 2, number, xlwt.easyxf(num_format_str=shown))
    sheet.row(2).hidden = True
    book.save(netreg.folder / "old.xls")
    assert "has 1 hidden or filtered row: 3" in netreg("--lang", "en", "member", "import", "old.xls").err
    assert netreg("member", "import", "old.xls", "--hidden", "take").code == 0
    listed = netreg("member", "list", "--all", "--sort", "id", "--json").data
    assert [(row["external_key"], row["phone"]) for row in listed] == [
        ("0040001", "0811111111"),
        ("0040002", "043202222"),
    ]


def test_a_cell_far_from_the_table_is_left_out_and_told(netreg: Netreg) -> None:
    """It stands where a key leads by a slip; a format without a value, as far away, is no cell."""
    netreg("init")
    with xlsxwriter.Workbook(netreg.folder / "far.xlsx") as book:
        sheet, other = book.add_worksheet("รายชื่อ"), book.add_worksheet("อื่น")
        sheet.write_column(0, 0, ("ชื่อ", "หนึ่ง", "สอง"))
        sheet.write("XFD1048576", "x")
        sheet.write("B1000000", 1)
        other.write_column(0, 0, ("ชื่อ", "สาม"))
        other.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    run = netreg("--lang", "en", "member", "import", "far.xlsx", "--sheet", "all")
    assert run.err == (
        "far.xlsx [รายชื่อ]: far from the table, and left out: B1000000, XFD1048576\n"
        "far.xlsx: 3 new, 0 changed, 0 unchanged\n"
    )
