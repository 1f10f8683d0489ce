"""Dates that a spreadsheet program made of years of two digits; births in the future."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from tests.conftest import Netreg

DAY = {"num_format": "d/m/yyyy"}


def _write(netreg: Netreg, rows: list[tuple[object, ...]], heading: str = "วันเกิด") -> str:
    path = netreg.folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format(DAY)
        sheet.write_row(0, 0, ("ชื่อ", heading, "ตั้งแต่", "ตำแหน่ง"))
        sheet.write_column(1, 3, ["อาจารย์"] * len(rows))
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return str(path)


def _list_births(netreg: Netreg) -> list[str]:
    return [row["birth_date"] for row in netreg("member", "list", "--all", "--sort", "id", "--json").data]


def test_a_year_of_two_digits_in_excel_is_doubtful_beside_buddhist_years(netreg: Netreg) -> None:
    netreg("init")
    file = _write(netreg, [("สมมุติ", date(1964, 8, 5), "1 ต.ค. 2565"), ("ทดสอบ", date(1985, 8, 5), None)])
    run = netreg("--lang", "en", "member", "import", file)
    assert run.code == 65
    assert run.err.splitlines()[0] == (
        f"{file}:2: วันเกิด '1964-08-05': a spreadsheet program makes 1964 of 64, which may mean พ.ศ. 2564 here; "
        "write the year in full, or add --short-years be or --short-years ce"
    )
    assert netreg("--lang", "en", "member", "import", file, "--short-years", "ce").code == 0
    assert _list_births(netreg) == ["1964-08-05", "1985-08-05"]


def test_short_years_may_be_buddhist_and_serial_numbers(netreg: Netreg) -> None:
    netreg("init")
    file = _write(
        netreg, [("สมมุติ", date(1964, 8, 5), "1 ต.ค. 2565"), ("ทดสอบ", 23594, None), ("ลอง", "5/8/2560", None)]
    )
    refused = netreg("--lang", "en", "member", "import", file).err
    assert "serial number of an Excel date; give the cell a date format and check its year" in refused
    assert netreg("--lang", "en", "member", "import", file, "--short-years", "be").code == 0
    assert _list_births(netreg) == ["2021-08-05", "2021-08-05", "2017-08-05"]


def test_where_no_year_is_buddhist_nothing_is_doubtful(netreg: Netreg) -> None:
    netreg("init")
    file = _write(netreg, [("สมมุติ", date(1964, 8, 5), date(2020, 1, 1))])
    assert netreg("--lang", "en", "member", "import", file).code == 0
    file = _write(netreg, [("ทดลอง", date(1964, 8, 5), None)], "วันเกิด (พ.ศ.)")
    assert "--short-years" in netreg("--lang", "en", "member", "import", file, "--map", "วันเกิด (พ.ศ.)=birth_date").err


def test_births_are_in_no_future_and_need_four_digits(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    file.write_text("ชื่อ,วันเกิด\nสมมุติ,1/1/2600\nทดสอบ,5/8/64\n", encoding="utf-8")
    assert [
        line.split(": ", 1)[1] for line in netreg("--lang", "en", "member", "import", str(file)).err.splitlines()[:2]
    ] == [
        "วันเกิด '1/1/2600': 1 ม.ค. 2600 lies in the future; nobody was born then: check the year and its era",
        "วันเกิด '5/8/64': the year 64 of a birth may be พ.ศ. 2564 or ค.ศ. 1964; write it in four digits",
    ]
    for born, reason in {
        "5/8/64": "may be พ.ศ. 2564 or ค.ศ. 1964", "5-Aug-64": "write it in four digits",
        "5 ส.ค. 64": "may be พ.ศ. 2564 or ค.ศ. 1964", "1/1/2600": "lies in the future",
    }.items():  # fmt: skip
        run = netreg("--lang", "en", "member", "add", "สมมุติ", "--born", born)
        assert (run.code, reason in run.err) == (2, True), run.err
    assert netreg("--lang", "en", "member", "add", "สมมุติ", "--born", "1936-01-24").code == 0
    assert netreg("--lang", "en", "member", "add", "ทดสอบ", "--born", "5 ส.ค. พ.ศ. 64").code == 0
