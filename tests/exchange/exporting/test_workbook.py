"""Workbooks: what is written is read back the same, looks right in Excel, and is never run by it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from netreg.errors import UsageError
from netreg.exchange.exporting import workbook
from netreg.exchange.exporting.workbook import (
    ExplanationSheet,
    TemplateColumn,
    WorkbookSheet,
    build_template,
    build_workbook,
)
from netreg.exchange.tables import spreadsheets
from netreg.exchange.tables.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn")), min_size=1, max_size=20
).filter(lambda text: "_x" not in text)
COLUMNS = (
    TemplateColumn("ชื่อ", "ชื่อเต็มของสมาชิก", "สมมติ ตัวอย่าง"),
    TemplateColumn("สถานะ", "ยังเป็นสมาชิกอยู่หรือไม่", "ใช่", ("ใช่", "ไม่ใช่")),
    TemplateColumn("จังหวัด", "ที่ตั้ง", "ขอนแก่น", tuple(f"จังหวัดสมมติที่ {n}" for n in range(77))),
    TemplateColumn("ระดับ", "หนึ่งในสองคำ", "ก, ข", ("ก, ข", "ค")),
)
ABOUT = ExplanationSheet("คำอธิบาย 'คอลัมน์'", ("คอลัมน์", "ความหมาย", "ตัวอย่าง", "คำที่ใช้ได้"))


def made(*sheets: WorkbookSheet) -> io.BytesIO:
    return io.BytesIO(build_workbook(sheets))


def table(rows: Sequence[Sequence[Any]], kinds: Sequence[str] = ("text",), name: str = "ทะเบียน") -> WorkbookSheet:
    return WorkbookSheet(name, [f"คอลัมน์ {n}" for n in range(len(kinds))], kinds, rows)


def rows(file: io.BytesIO, sheet: int = 0) -> list[list[Any]]:
    """The cells below the headings as calamine has them."""
    return load_workbook(file).get_sheet_by_index(sheet).to_python()[1:]


def part(file: io.BytesIO, name: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name).decode()


class TestCells:
    def test_all_is_read_back_by_an_import(self, tmp_path: Path) -> None:
        kinds = ("text", "text", "date", "date", "number")
        given_rows: list[list[Any]] = [
            ["สมมติ ตัวอย่าง", "0012345678901", "2021-08-01", "2021-08", 1234],
            ["=1+1", "http://example.ac.th", "1900-03-01", "2021", 0],
            ["บรรทัด 1\nบรรทัด 2", "0 2345 6789 ต่อ 12", None, "2021-08-01T09:30", None],
            [' "ก" & <ข> ', "@x", "1899-12-31", "9999-12-31", 123456789012345678],
        ]
        path = tmp_path / "a.xlsx"
        with path.open("w+b") as file:
            file.write(build_workbook([table(given_rows, kinds), table([["ก"]], name="อื่น")]))
            intake = Snapshot("a.xlsx", file, "", path.stat().st_size, "xlsx")
            opened = spreadsheets.read_spreadsheet(intake, sheets=(), encoding=None)
            assert [source.name for source in opened.tables] == ["ทะเบียน", "อื่น"]
            lines = [line.cells for line in opened.tables[0].rows()]
        assert lines[0] == [f"คอลัมน์ {n}" for n in range(5)]
        assert lines[1:] == [["" if cell is None else str(cell) for cell in row] for row in given_rows]

    @given(st.lists(PLAIN, min_size=1, max_size=20))
    def test_no_text_is_changed(self, texts: list[str]) -> None:
        assert [row[0] for row in rows(made(table([[text] for text in texts])))] == texts

    @pytest.mark.parametrize(
        "text", ["=1+1", "+66", "-1", "@a", "{=1}", "http://x.th", "1e5", "0812", "TRUE", "1/8/64"]
    )
    def test_text_is_never_a_formula_a_link_or_a_number(self, text: str) -> None:
        file = made(table([[text]]))
        assert rows(file) == [[text]]
        assert not re.search(r"<f>|<hyperlink", part(file))
        assert "<v>" not in part(file)

    def test_full_dates_are_dates_in_the_thai_calendar(self) -> None:
        file = made(table([["2021-08-01"]], ("date",)))
        assert "[$-107041E]d mmm yyyy" in part(file, "xl/styles.xml")
        assert "<v>44409</v>" in part(file)

    @pytest.mark.parametrize("text", ["2021-08", "2021", "2021-08-01T09:30", "1900-02-28", "0999-01-01", "2021-02-30"])
    def test_other_dates_are_texts(self, text: str) -> None:
        assert rows(made(table([[text]], ("date",)))) == [[text]]

    def test_numbers_are_numbers_unless_excel_would_lose_digits(self) -> None:
        found = rows(made(table([[12], [10**15], [True], ["x"]], ("number",))))
        assert found == [[12], ["1000000000000000"], [1], ["x"]]

    def test_too_long_a_text_is_refused(self) -> None:
        assert rows(made(table([["ก" * 32_767]]))) == [["ก" * 32_767]]
        for text in ("ก" * 32_768, "😀" * 16_384):
            with pytest.raises(UsageError, match=r"row 2 of 'ทะเบียน'.*CSV"):
                made(table([[text]]))

    def test_too_many_rows_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "MAX_ROWS", 3)
        assert len(rows(made(table([["ก"]] * 3)))) == 3
        with pytest.raises(UsageError, match=r"more than the 3 rows.*CSV"):
            made(table([["ก"]] * 4))

    def test_what_fails_on_the_way_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        with pytest.raises(ZeroDivisionError):
            made(table([["ก"]]), WorkbookSheet("ข", ["ค"], ["text"], ([str(1 // n)] for n in (1, 0))))
        made(table([["ก"]]))
        assert list(tmp_path.iterdir()) == []

    def test_a_full_disk_for_what_is_kept_aside_is_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(_book: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
        with pytest.raises(OSError, match="No space"):
            build_template("ก", COLUMNS, ABOUT)


class TestLook:
    def test_headings_stay_and_filter(self) -> None:
        xml = part(made(table([["ก", "ข"]] * 3, ("text", "text"))))
        assert 'state="frozen"' in xml
        assert '<autoFilter ref="A1:B4"/>' in xml
        assert "numberStoredAsText" in xml

    def test_columns_are_as_wide_as_their_contents(self) -> None:
        kinds = ("text", "text", "text", "date")
        xml = part(made(table([["ที่นี่" * 12, "x" * 200, "12345678901234\nb", "2021-08-01"]], kinds)))
        widths = [round(float(width)) for width in re.findall(r'width="([0-9.]+)"', xml)]
        assert widths == [26, 62, 16, 14]

    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            (["ก/ข: [ค]*?\\"], ["ก-ข- -ค----"]),
            (["ทะเบียน", "ทะเบียน"], ["ทะเบียน", "ทะเบียน (2)"]),
            (["a", "A", "a"], ["a", "A (2)", "a (3)"]),
            (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
            (["😀" * 20], ["😀" * 15]),
            (["'ก'", "", "History"], ["ก", "-", "History (2)"]),
        ],
    )
    def test_sheets_have_names_that_excel_takes(self, wanted: list[str], names: list[str]) -> None:
        file = made(*(table([["ก"]], name=name) for name in wanted))
        assert load_workbook(file).sheet_names == names


class TestTemplate:
    @pytest.fixture
    def template(self) -> io.BytesIO:
        return io.BytesIO(build_template("สมาชิก", COLUMNS, ABOUT))

    def test_it_has_the_headings_and_nothing_else(self, template: io.BytesIO) -> None:
        book = load_workbook(template)
        assert book.sheet_names == ["สมาชิก", "คำอธิบาย 'คอลัมน์"]
        assert book.get_sheet_by_index(0).to_python() == [[column.heading for column in COLUMNS]]

    def test_what_is_typed_stays_text(self, template: io.BytesIO) -> None:
        styles = set(re.findall(r'<col [^>]*style="(\d+)"', part(template)))
        assert len(styles) == 1
        (style,) = styles
        formats = re.findall(r'<xf numFmtId="(\d+)"', part(template, "xl/styles.xml").partition("<cellXfs")[2])
        assert formats[int(style)] == "49"  # @, text

    def test_choices_drop_down(self, template: io.BytesIO) -> None:
        xml = part(template)
        assert re.findall(
            r'sqref="(\w+:\w+)"', xml.partition("<dataValidations")[2].partition("</dataValidations")[0]
        ) == [
            "B2:B5000",
            "C2:C5000",
            "D2:D5000",
        ]
        assert re.findall("<formula1>(.*?)</formula1>", xml) == [
            '"ใช่,ไม่ใช่"',
            "'คำอธิบาย ''คอลัมน์'!$H$1:$H$77",
            "'คำอธิบาย ''คอลัมน์'!$I$1:$I$2",
        ]

    def test_the_second_sheet_explains(self, template: io.BytesIO) -> None:
        found = load_workbook(template).get_sheet_by_index(1).to_python()
        assert found[0][:4] == list(ABOUT.headings)
        assert found[2][:4] == ["สถานะ", "ยังเป็นสมาชิกอยู่หรือไม่", "ใช่", "ใช่; ไม่ใช่"]
        assert [row[7] for row in found] == list(COLUMNS[2].choices)
        assert [row[8] for row in found[:2]] == ["ก, ข", "ค"]
        hidden = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*hidden="1"', part(template, "xl/worksheets/sheet2.xml"))
        assert hidden == [("8", "9")]


def test_a_list_prints_on_paper_as_it_is() -> None:
    """A4 on its side, one page wide, with the headings on each page."""
    with zipfile.ZipFile(made(table([["ก"]]))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
        names = parts.read("xl/workbook.xml").decode()
    assert 'paperSize="9"' in page
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert "$1:$1" in names


def test_a_long_text_wraps_and_its_row_is_high_enough() -> None:
    """On paper a text that is cut is lost; not every program finds the height of a row by itself."""
    with zipfile.ZipFile(made(table([["ก"], ["ก" * 150], ["ก\nข"]]))) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<row r="(\d)"[^>]*?(?: ht="([\d.]+)")?[^>]*>', page) == [
        ("1", ""), ("2", ""), ("3", "47.25"), ("4", "31.5"),
    ]  # fmt: skip
