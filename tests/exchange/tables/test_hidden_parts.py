"""Hidden rows are refused until it is said what is meant; hidden columns and sheets are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter

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
