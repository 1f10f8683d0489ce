"""Spreadsheets: every cell as the text that was meant, and hostile files refused in a sentence."""

from __future__ import annotations

import re
import struct
import subprocess
import time
import tracemalloc
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from netreg.errors import UnusableInput, UsageError
from netreg.exchange.tables import sheet_anomalies, spreadsheets, xls_records
from netreg.exchange.tables.cell_marks import ERROR, FORMULA, LOST
from netreg.exchange.tables.sheet_process import format_cell
from netreg.exchange.tables.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netreg.exchange.tables.source_tables import SourceFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


@contextmanager
def read(path: Path, sheet: str | None = None, encoding: str | None = None) -> Iterator[SourceFile]:
    with path.open("rb") as file:
        intake = Snapshot(path.name, file, "00", path.stat().st_size, path.suffix[1:])
        yield spreadsheets.read_spreadsheet(intake, sheets=[sheet] if sheet else (), encoding=encoding)


def cells(path: Path, sheet: str | None = None) -> list[tuple[int, list[str]]]:
    with read(path, sheet) as opened:
        return [(line.number, line.cells) for line in opened.tables[0].rows()]


def gone_through(path: Path) -> None:
    with read(path) as opened:
        for source in opened.tables:
            list(source.rows())


def refusal(path: Path) -> str:
    """The sentence of the one refusal, which comes soon and takes little memory."""
    started = time.monotonic()
    tracemalloc.start()
    with pytest.raises(UnusableInput) as caught:
        gone_through(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - started < 5
    assert peak < 32 << 20
    assert path.name in caught.value.sentence
    return caught.value.sentence


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: each sheet a function that fills it."""

    def write(*sheets: Callable[[Any, Any], None], name: str = "a.xlsx", **options: Any) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, options) as book:
            for number, fill in enumerate(sheets, 1):
                fill(book, book.add_worksheet(f"แผ่น {number}"))
        return path

    return write


@pytest.fixture
def raw(tmp_path: Path, xlsx: Callable[..., Path]) -> Callable[..., Path]:
    """A workbook whose only sheet is the XML given."""

    def write(rows: str, name: str = "raw.xlsx", merged: str = "") -> Path:
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'
        return replaced(xlsx(nothing), tmp_path / name, "xl/worksheets/sheet1.xml", sheet)

    return write


def nothing(_book: Any, _sheet: Any) -> None:
    pass


def replaced(source: Path, target: Path, part: str, content: str) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target


def ods(path: Path, rows: str, *, manifest: str = "", name: str = "ทะเบียน", more: str = "") -> Path:
    """A spreadsheet as LibreOffice writes it."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{n}="{office}{n}:1.0"' for n in ("office", "table", "text"))
    calcext = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces} xmlns:calcext="{calcext}">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table>{more}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entry = f'<manifest:file-entry manifest:full-path="content.xml">{manifest}</manifest:file-entry>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office}manifest:1.0">{entry}</manifest:manifest>',
        )
    return path


def ods_row(*texts: str, about: str = "") -> str:
    inner = "".join(f'<table:table-cell office:value-type="string">{p(text)}</table:table-cell>' for text in texts)
    return f"<table:table-row {about}>{inner}</table:table-row>"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def xls(path: Path, fill: Callable[[Any, Any], None]) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xlwt

        book = xlwt.Workbook()
        fill(book, xlwt)
        book.save(str(path))
    return path


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (None, ""),
            ("0812345678", "0812345678"),
            (True, "yes"),
            (False, "no"),
            (1234567890123.0, "1234567890123"),
            (1234567890123, "1234567890123"),
            (999999999999999.0, "999999999999999"),
            (1e15, f"{LOST}1000000000000000"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e-7, "0.0000001"),
            (1.5, "1.5"),
            (-2.25, "-2.25"),
            (float("nan"), f"{ERROR}#NUM!"),
            (date(2021, 8, 1), "2021-08-01"),
            (date(2564, 8, 1), "2564-08-01"),
            (datetime(2021, 8, 1), "2021-08-01"),  # noqa: DTZ001 - cells have no zone
            (datetime(2021, 8, 1, 9, 30), "2021-08-01T09:30"),  # noqa: DTZ001
            (datetime(2021, 8, 1, 9, 30, 5), "2021-08-01T09:30:05"),  # noqa: DTZ001
            (datetime(2021, 8, 1, 9, 29, 59, 999_600), "2021-08-01T09:30"),  # noqa: DTZ001
            (datetime(2021, 8, 1, 23, 59, 59, 999_600), "2021-08-02"),  # noqa: DTZ001
            (clock(9, 30), "09:30"),
            (timedelta(hours=30, minutes=5), "30:05"),
            (timedelta(minutes=-90), "-1:30"),
        ],
    )
    def test_each_type_as_text(self, cell: object, text: str) -> None:
        assert format_cell(cell) == text

    def test_xlsx(self, xlsx: Callable[..., Path]) -> None:
        def fill(book: Any, sheet: Any) -> None:
            day = book.add_format({"num_format": "[$-107041E]d mmm yyyy"})
            for column, text in enumerate(("ชื่อ", "โทร", "เลขประจำตัว", "เลขประจำตัว", "วันที่", "ร้อยละ")):
                sheet.write_string(0, column, text)
            sheet.write_string(1, 0, "สมมติ ตัวอย่าง")
            sheet.write_string(1, 1, "0 2345 6789 ต่อ 12")
            sheet.write_number(1, 2, 1234567890123)
            sheet.write_string(1, 3, "0012345678901")
            sheet.write_datetime(1, 4, date(2021, 8, 1), day)
            sheet.write_number(1, 5, 0.5, book.add_format({"num_format": "0%"}))

        (_, head), (number, row) = cells(xlsx(fill))
        assert head[:2] == ["ชื่อ", "โทร"]
        assert number == 2
        assert row == ["สมมติ ตัวอย่าง", "0 2345 6789 ต่อ 12", "1234567890123", "0012345678901", "2021-08-01", "0.5"]

    def test_rows_keep_their_numbers_and_columns(self, xlsx: Callable[..., Path]) -> None:
        def fill(_book: Any, sheet: Any) -> None:
            sheet.write_string(2, 1, "ชื่อ")
            sheet.write_string(4, 1, " \n")
            sheet.write_string(6, 2, "ข")

        assert cells(xlsx(fill)) == [(3, ["", "ชื่อ", ""]), (7, ["", "", "ข"])]

    def test_errors_and_formulas_are_marked(self, xlsx: Callable[..., Path]) -> None:
        def fill(_book: Any, sheet: Any) -> None:
            sheet.write_string(0, 1, "ค่า")
            sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
            sheet.write_formula(2, 1, '=B1&"x"', None, "ค่าx")
            sheet.write_formula(5, 3, "=B1", None, "")

        assert cells(xlsx(fill)) == [
            (1, ["", "ค่า"]),
            (2, ["", f"{ERROR}#DIV/0!"]),
            (3, ["", "ค่าx"]),
            (6, ["", "", "", f"{FORMULA}=B1"]),
        ]

    def test_a_formula_that_gave_an_empty_text_is_empty(self, raw: Callable[..., Path]) -> None:
        row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>IF(A1,"","x")</f><v></v></c></row>'
        assert cells(raw(row)) == [(1, ["1", ""])]

    def test_cells_may_leave_out_where_they_are(self, raw: Callable[..., Path]) -> None:
        row = "<row><c><v>1</v></c><c><f>A1</f></c></row><row><c/><c t='e'><v>#REF!</v></c></row>"
        assert cells(raw(row)) == [(1, ["1", f"{FORMULA}=A1"]), (2, ["", f"{ERROR}#REF!"])]

    def test_elements_may_have_a_prefix(self, tmp_path: Path, xlsx: Callable[..., Path]) -> None:
        cell = '<x:c r="A1"><x:f>B9</x:f></x:c><x:c r="B1"><x:v>7</x:v></x:c>'
        sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">{cell}</x:row></x:sheetData></x:worksheet>'
        path = replaced(xlsx(nothing), tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", sheet)
        assert cells(path) == [(1, [f"{FORMULA}=B9", "7"])]

    def test_merged_cells_hold_one_value_each(self, xlsx: Callable[..., Path]) -> None:
        def fill(_book: Any, sheet: Any) -> None:
            sheet.merge_range(1, 0, 3, 0, "ภาคเหนือ")
            for row in (1, 2, 3):
                sheet.write_string(row, 1, str(row))
            sheet.merge_range(4, 0, 9, 1, "ว่าง")

        assert cells(xlsx(fill)) == [
            (2, ["ภาคเหนือ", "1"]),
            (3, ["ภาคเหนือ", "2"]),
            (4, ["ภาคเหนือ", "3"]),
            (5, ["ว่าง", "ว่าง"]),
        ]

    def test_xls(self, tmp_path: Path) -> None:
        def fill(book: Any, xlwt: Any) -> None:
            sheet = book.add_sheet("ทะเบียน")
            sheet.write(1, 1, "สมมติ ตัวอย่าง")
            sheet.write(1, 2, 1234567890123)
            sheet.write(1, 3, date(2021, 8, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
            sheet.write(1, 4, True)
            sheet.row(1).set_cell_error(5, 42)
            sheet.row(4).set_cell_error(7, 7)
            book.add_sheet("อื่น").row(0).set_cell_error(0, 15)

        path = xls(tmp_path / "a.xls", fill)
        assert cells(path) == [
            (2, ["", "สมมติ ตัวอย่าง", "1234567890123", "2021-08-01", "yes", f"{ERROR}#N/A", "", ""]),
            (5, ["", "", "", "", "", "", "", f"{ERROR}#DIV/0!"]),
        ]
        assert cells(path, "อื่น") == [(1, [f"{ERROR}#VALUE!"])]

    def test_ods(self, tmp_path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from odf.opendocument import OpenDocumentSpreadsheet
            from odf.table import Table, TableCell, TableRow
            from odf.text import P

            document, table, row = OpenDocumentSpreadsheet(), Table(name="ทะเบียน"), TableRow()
            for text, about in (
                ("สมมติ ตัวอย่าง", {"valuetype": "string"}),
                ("1.23E12", {"valuetype": "float", "value": "1234567890123"}),
                ("1/8/64", {"valuetype": "date", "datevalue": "2021-08-01"}),
                ("30:05", {"valuetype": "time", "timevalue": "PT30H05M00S"}),
                ("ใช่", {"valuetype": "boolean", "booleanvalue": "true"}),
            ):
                cell = TableCell(**about)
                cell.addElement(P(text=text))
                row.addElement(cell)
            document.spreadsheet.addElement(table)
            table.addElement(TableRow(numberrowsrepeated=2))
            table.addElement(row)
            document.save(str(tmp_path / "a.ods"))
        assert cells(tmp_path / "a.ods") == [(3, ["สมมติ ตัวอย่าง", "1234567890123", "2021-08-01", "30:05", "yes"])]

    def test_zeros_that_a_number_format_shows(self, xlsx: Callable[..., Path]) -> None:
        """Keys, codes and telephone numbers; a column may be mixed, and what is no whole number stays as it is."""
        formats = {
            "0000000": "0040001", "00": "40001", "0##-###-####": "0000040001", "000-000": "040001", "0\\-0000": "40001",
            "0": "40001", "#,##0": "40001", "0.00": "40001", "General": "40001", '0000000;"-"': "0040001",
        }  # fmt: skip

        def fill(book: Any, sheet: Any) -> None:
            padded = book.add_format({"num_format": "0000000"})
            for row, form in enumerate(formats):
                sheet.write_number(row, 1, 40001, book.add_format({"num_format": form}))
                sheet.write_string(row, 2, "7", padded)
                sheet.write_number(row, 3, 7.5 if row % 2 else 7, padded)
            sheet.write_formula(20, 3, "=3+4", padded, 7)

        read = dict(cells(xlsx(fill)))
        assert {form: read[row][1] for row, form in enumerate(formats, 1)} == formats
        assert {(read[row][2], read[row][3]) for row in range(1, 11)} == {("7", "0000007"), ("7", "7.5")}
        assert read[21][3] == "0000007"

    def test_zeros_that_a_number_format_shows_in_ods(self, tmp_path: Path) -> None:
        number = '<table:table-cell office:value-type="float" office:value="40001">'
        style = (
            '<number:number-style xmlns:number="n"><number:number number:min-integer-digits="7"/></number:number-style>'
        )
        row = f"<table:table-row>{number}{p('0040001')}</table:table-cell>{number}{p('40,001')}</table:table-cell>"
        assert cells(ods(tmp_path / "a.ods", f"{row}</table:table-row>", more=style)) == [(1, ["0040001", "40001"])]

    def test_what_is_odd_in_ods(self, tmp_path: Path) -> None:
        error = 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
        old = 'table:formula="of:=NA()" office:value-type="float" office:value="0"'
        rows = (
            '<table:table-row table:number-rows-repeated="2">'
            f"<table:table-cell {error}>{p('#DIV/0!')}</table:table-cell><table:table-cell {old}>{p('#N/A')}"
            '</table:table-cell><table:table-cell table:number-columns-repeated="2" table:formula="of:=[.A1]"/>'
            "</table:table-row><table:table-row><table:table-cell "
            'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="2">'
            f"<office:annotation>{p('ไม่ใช่ค่า')}</office:annotation>{p('ก<text:line-break/>ข')}{p('ค')}"
            f"</table:table-cell><table:covered-table-cell/>"
            f'<table:table-cell office:value-type="string">{p("ง")}</table:table-cell></table:table-row>'
            "<table:table-row><table:covered-table-cell table:number-columns-repeated='2'/>"
            f'<table:table-cell office:value-type="string">{p("จ")}</table:table-cell></table:table-row>'
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        )
        odd = [f"{ERROR}#DIV/0!", f"{ERROR}#N/A", f"{FORMULA}=[.A1]", f"{FORMULA}=[.A1]"]
        assert [row for _, row in cells(ods(tmp_path / "a.ods", rows))] == [
            odd,
            odd,
            ["ก\nข\nค", "ก\nข\nค", "ง"],
            ["ก\nข\nค", "ก\nข\nค", "จ"],
        ]


class TestSheets:
    @pytest.fixture
    def book(self, xlsx: Callable[..., Path]) -> Path:
        def one(text: str) -> Callable[[Any, Any], None]:
            return lambda _book, sheet: sheet.write_string(0, 0, text)

        def hidden(_book: Any, sheet: Any) -> None:
            sheet.write_string(0, 0, "ซ่อน")
            sheet.hide()

        def blank(_book: Any, sheet: Any) -> None:
            sheet.write_string(0, 0, "  ")

        return xlsx(one("ก"), hidden, nothing, blank, one("ข"))

    def test_each_visible_one_that_holds_anything(self, book: Path) -> None:
        with read(book) as opened:
            assert (opened.name, opened.format, opened.encoding) == ("a.xlsx", "xlsx", "")
            assert [source.name for source in opened.tables] == ["แผ่น 1", "แผ่น 5"]
            assert not any(source.has_headings for source in opened.tables)

    @pytest.mark.parametrize(("sheet", "text"), [("แผ่น 5", "ข"), ("4", "ข"), ("1", "ก"), ("แผ่น 2", "ซ่อน")])
    def test_one_by_its_name_or_number(self, book: Path, sheet: str, text: str) -> None:
        assert cells(book, sheet) == [(1, [text])]

    @pytest.mark.parametrize("sheet", ["ทะเบียน", "0", "9"])
    def test_an_unknown_one_is_refused_with_the_names(self, book: Path, sheet: str) -> None:
        with pytest.raises(UsageError, match="1 แผ่น 1, 2 แผ่น 3"), read(book, sheet):
            pass

    def test_a_book_without_any_is_refused(self, xlsx: Callable[..., Path]) -> None:
        assert "every visible sheet is empty" in refusal(xlsx(nothing))

    def test_an_encoding_is_refused(self, book: Path) -> None:
        with pytest.raises(UsageError, match="--encoding"), read(book, encoding="tis-620"):
            pass

    def test_a_large_sheet_is_not_read_to_be_listed(
        self, xlsx: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fill(_book: Any, sheet: Any) -> None:
            for row in range(40_000):
                sheet.write_number(row, 0, row)

        path = xlsx(fill)
        with path.open("rb") as file, xls_records.MappedFile(file.fileno(), 0, access=1) as mapped:
            assert sheet_anomalies.find_large_sheets(mapped) == {"แผ่น 1"}
            monkeypatch.setattr(sheet_anomalies, "SMALL_PART", 1 << 30)
            assert sheet_anomalies.find_large_sheets(mapped) == set()
        assert len(cells(path)) == 40_000


class TestLines:
    @pytest.fixture
    def long(self, xlsx: Callable[..., Path]) -> Path:
        def fill(_book: Any, sheet: Any) -> None:
            for row in range(3000):
                sheet.write_string(row, 0, str(row))

        return xlsx(fill, fill)

    def test_they_can_be_gone_through_again_and_side_by_side(self, long: Path) -> None:
        with read(long) as opened:
            first, second = (source.rows() for source in opened.tables)
            both = [(one.number, two.cells) for one, two in zip(first, second, strict=True)]
            assert both == [(number, [str(number - 1)]) for number in range(1, 3001)]
            assert sum(1 for _ in opened.tables[0].rows()) == 3000

    def test_the_child_ends_when_they_are_left(self, long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        children = []
        start = subprocess.Popen.__init__

        def note(self: Any, *arguments: Any, **more: Any) -> None:
            children.append(self)
            start(self, *arguments, **more)

        monkeypatch.setattr(subprocess.Popen, "__init__", note)
        with read(long) as opened:
            lines: Any = opened.tables[0].rows()
            assert next(lines).number == 1
            lines.close()
        assert len(children) == 2
        assert all(child.returncode is not None for child in children)

    def test_of_small_sheets_one_child_tells_all(
        self, xlsx: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fill(_book: Any, sheet: Any) -> None:
            sheet.write_string(0, 0, sheet.name)

        with read(xlsx(fill, fill)) as opened:
            monkeypatch.setattr(spreadsheets, "_START", "raise SystemExit(1)")
            for _again in range(2):
                told = [[line.cells for line in source.rows()] for source in opened.tables]
                assert told == [[["แผ่น 1"]], [["แผ่น 2"]]]

    def test_a_row_that_cannot_be_read_is_no_matter_to_other_sheets(self, xlsx: Callable[..., Path]) -> None:
        def good(_book: Any, sheet: Any) -> None:
            sheet.write_string(0, 0, "ก")

        def bad(_book: Any, sheet: Any) -> None:
            good(_book, sheet)
            for column in range(40):
                sheet.write_string(1, column, "x" * 32_000)

        path = xlsx(bad, good)
        assert cells(path, "2") == [(1, ["ก"])]
        assert "row 2" in refusal(path)

    @pytest.mark.parametrize("told", [b"", b'["cut sh', b'[[1,["x"]]]\n'])
    def test_a_child_that_dies_is_no_end(self, long: Path, told: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        with read(long) as opened:
            monkeypatch.setattr(spreadsheets, "_START", f"import os; os.write(1, {told!r}); os.abort()")
            with pytest.raises(UnusableInput, match="damaged"):
                list(opened.tables[0].rows())

    @pytest.mark.parametrize("debug", ["", "1"])
    def test_a_fault_of_the_reader_is_not_told_as_one_of_the_file(
        self, long: Path, debug: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """And can be looked for: what the child says of it is shown then."""
        broken = "import netreg.exchange.tables.sheet_process as reader; reader._iterate_answers = None; main()"
        monkeypatch.setattr(spreadsheets, "_START", spreadsheets._START.replace("main()", broken))
        monkeypatch.setenv("NETREG_DEBUG", debug)
        with pytest.raises(RuntimeError, match="the reader of spreadsheets failed"), read(long):
            pass
        assert ("TypeError" in capfd.readouterr().err) is bool(debug)

    def test_a_row_of_too_much_text_is_refused(self, xlsx: Callable[..., Path]) -> None:
        def fill(_book: Any, sheet: Any) -> None:
            sheet.write_string(0, 0, "ก")
            for column in range(40):
                sheet.write_string(1, column, "x" * 32_000)

        assert "row 2" in refusal(xlsx(fill))


def deflated(size: int) -> bytes:
    """Zeros as a deflate stream, made without going through them all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block + again * ((size >> 20) - 1) + packer.flush()


def bomb(path: Path, stream: bytes, declared: int, parts: int = 1) -> Path:
    """An archive with parts that are the deflate stream and say that they unpack to `declared` bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(1, parts + 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", stream)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.start_dir
        for info in archive.infolist():
            for start in (info.header_offset + 8, at + 10):
                struct.pack_into("<H", content, start, zipfile.ZIP_DEFLATED)
                struct.pack_into("<I", content, start + 14, declared)
            at += 46 + len(info.filename)
    path.write_bytes(content)
    return path


class TestHostile:
    def test_a_zip_bomb(self, tmp_path: Path) -> None:
        path = bomb(tmp_path / "a.xlsx", deflated(600 << 20), 600 << 20)
        assert path.stat().st_size < 1 << 20
        assert "unpacks to far more" in refusal(path)

    def test_a_part_that_shrank_too_well(self, tmp_path: Path) -> None:
        assert "unpacks to far more" in refusal(bomb(tmp_path / "a.xlsx", deflated(20 << 20), 20 << 20))

    def test_many_parts_that_come_to_too_much(self, tmp_path: Path) -> None:
        assert "unpacks to far more" in refusal(bomb(tmp_path / "a.xlsx", deflated(9 << 20), 9 << 20, parts=60))

    def test_more_sheets_than_anybody_has(self, xlsx: Callable[..., Path], tmp_path: Path) -> None:
        """Each of them names the one part: a small file that would take a minute."""
        path, made = tmp_path / "many.xlsx", xlsx(lambda _book, sheet: sheet.write_string(0, 0, "ก"))
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                content = source.read(name).decode()
                if name == "xl/workbook.xml":
                    one = re.search("<sheet [^>]*>", content)[0]  # type: ignore[index]
                    more = "".join(re.sub('name="[^"]*"', f'name="s{number}"', one) for number in range(1_001))
                    content = content.replace(one, more)
                target.writestr(name, content)
        assert "has 1,001 sheets" in refusal(path)

    @pytest.mark.parametrize("declared", [100, 2 << 20])
    def test_a_size_that_is_a_lie(self, tmp_path: Path, declared: int) -> None:
        size = 600 << 20 if declared == 100 else 1 << 20
        assert "damaged" in refusal(bomb(tmp_path / "a.xlsx", deflated(size), declared))

    @pytest.mark.parametrize("last", ["XFD1048576", "XFD20000", "A99999999999", "ZZZZZZZ1"])
    def test_two_cells_far_apart(self, raw: Callable[..., Path], last: str) -> None:
        row = last.lstrip("XFDAZ")
        rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{last}"><v>1</v></c></row>'
        assert "damaged or too large" in refusal(raw(rows))

    def test_one_cell_far_out(self, raw: Callable[..., Path]) -> None:
        rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        assert "damaged or too large" in refusal(raw(rows))

    def test_merged_ranges_over_each_other(self, raw: Callable[..., Path]) -> None:
        rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000"><c r="ALL1000"><v>1</v></c></row>'
        spans = '<mergeCell ref="A1:XFD1048576"/>' * 1000
        assert "damaged or too large" in refusal(raw(rows, merged=f"<mergeCells>{spans}</mergeCells>"))

    def test_ods_rows_and_columns_repeated(self, tmp_path: Path) -> None:
        cell = f'<table:table-cell table:number-columns-repeated="16384" office:value-type="string">{p("x")}'
        rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell></table:table-row>'
        assert "damaged or too large" in refusal(ods(tmp_path / "a.ods", rows))

    def test_ods_formulas_repeated(self, tmp_path: Path) -> None:
        cell = '<table:table-cell table:number-columns-repeated="16384" table:formula="of:=[.A1]"/>'
        rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
        assert "damaged or too large" in refusal(ods(tmp_path / "a.ods", rows))

    def test_ods_columns_without_end(self, tmp_path: Path) -> None:
        cell = '<table:table-cell table:number-columns-repeated="99999999999" table:formula="of:=[.A1]"/>'
        assert "damaged or too large" in refusal(ods(tmp_path / "a.ods", f"<table:table-row>{cell}</table:table-row>"))

    @pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
    @pytest.mark.parametrize(
        "content", [b"x", b"PK\x03\x04" + b"\0" * 600, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600]
    )
    def test_what_is_none_of_these(self, tmp_path: Path, form: str, content: bytes) -> None:
        path = tmp_path / f"a.{form}"
        path.write_bytes(content)
        assert "damaged" in refusal(path)

    def test_a_truncated_file(self, tmp_path: Path, xlsx: Callable[..., Path]) -> None:
        content = xlsx(lambda _book, sheet: sheet.write_string(0, 0, "ก")).read_bytes()
        path = tmp_path / "b.xlsx"
        path.write_bytes(content[: len(content) // 2])
        assert "damaged" in refusal(path)

    def test_a_truncated_xls(self, tmp_path: Path) -> None:
        whole = xls(tmp_path / "a.xls", lambda book, _: book.add_sheet("ก").write(0, 0, "x" * 9000)).read_bytes()
        path = tmp_path / "b.xls"
        path.write_bytes(whole[:3000])
        assert "damaged" in refusal(path)

    def test_a_changed_byte(self, tmp_path: Path, xlsx: Callable[..., Path]) -> None:
        path = xlsx(lambda _book, sheet: sheet.write_string(0, 0, "ก"))
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            content[archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 90] ^= 0xFF
        path = tmp_path / "b.xlsx"
        path.write_bytes(content)
        assert "damaged" in refusal(path)

    @pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
    def test_entities(self, tmp_path: Path, xlsx: Callable[..., Path], codec: str) -> None:
        sheet = f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet xmlns="{MAIN}"/>'
        path = replaced(xlsx(nothing), tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", sheet)
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "c.xlsx", "w") as new:
            for name in old.namelist():
                new.writestr(name, sheet.encode(codec) if "sheet1" in name else old.read(name))
        assert "declares XML entities" in refusal(tmp_path / "c.xlsx")

    def test_entities_further_down(self, raw: Callable[..., Path]) -> None:
        with pytest.raises(ValueError, match="DOCTYPE"):
            sheet_anomalies._refuse_doctype("w", None, None, 1)
        rows = '<row r="1"><c r="A1" t="e"><v>&lol;</v></c></row>'
        assert "damaged" in refusal(raw(rows))

    def test_macros_of_ods_have_a_doctype(self, tmp_path: Path) -> None:
        path = ods(tmp_path / "a.ods", ods_row("ก"))
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("Basic/script-lc.xml", '<!DOCTYPE library:libraries PUBLIC "-//X" "libraries.dtd"><x/>')
        assert cells(path) == [(1, ["ก"])]


class TestLocked:
    def test_xls(self, tmp_path: Path) -> None:
        path = xls(tmp_path / "a.xls", lambda book, _: book.add_sheet("ก").write(0, 0, "x"))
        content = path.read_bytes()
        assert content.count(b"\x5c\x00\x70\x00") == 1  # who wrote it; becomes: how it is encrypted
        path.write_bytes(content.replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00"))
        assert "protected by a password" in refusal(path)

    def test_ods(self, tmp_path: Path) -> None:
        path = ods(tmp_path / "a.ods", ods_row("ก"), manifest="<manifest:encryption-data/>")
        assert "protected by a password" in refusal(path)

    def test_zip(self, xlsx: Callable[..., Path]) -> None:
        path = xlsx(nothing)
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            content[archive.start_dir + 8] |= 1
        path.write_bytes(content)
        assert "protected by a password" in refusal(path)
