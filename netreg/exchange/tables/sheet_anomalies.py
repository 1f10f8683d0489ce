"""Anomalies of a sheet that calamine does not report: errors, formulas without a result, merged cells, leading zeros.

It gives such cells as empty, and numbers without the zeros that their format shows. They are
found in the XML of xlsx and ods files; the errors of xls files are found by
:mod:`netreg.exchange.tables.xls_records`.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from netreg.exchange.tables.cell_marks import ERROR, FORMULA
from netreg.exchange.tables.xls_records import (
    ENCRYPTED,
    MAX_MARKS,
    MappedFile,
    Marks,
    TooLarge,
    find_errors,
    find_padded_numbers,
    read_records,
    read_workbook_stream,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zipfile import ZipFile

    from python_calamine import CalamineSheet

SMALL_PART = 1 << 20
_MOST_DIGITS = 30
"""The most digits of a number that a format pads: there is no longer code or telephone number."""


class MergedRange(NamedTuple):
    """A range of merged cells, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class SheetAnomalies(NamedTuple):
    """The cells that calamine gives as empty or altered, the merged ranges, and the numbers with leading zeros.

    Those are, by column and number of digits, the rows from 0.
    """

    marks: Marks
    merged: list[MergedRange]
    padded: Mapping[tuple[int, int], array[int]] = {}


def find_anomalies(file: MappedFile, format: str, position: int, sheet: CalamineSheet) -> SheetAnomalies:
    """Find the anomalies in one sheet of a file."""
    if format == "xls":
        padded = find_padded_numbers(file, position, _count_zeros)
        return SheetAnomalies(find_errors(file, position), _list_merged(sheet), padded)
    with open_archive(file) as archive:
        if format == "ods":
            return _find_ods_anomalies(archive, position)
        scan = _scan_xlsx(archive, sheet.name)
        return SheetAnomalies(scan.marks, _list_merged(sheet), scan.padded)


def is_locked(file: MappedFile, format: str) -> bool:
    """Return whether the file is encrypted, which calamine takes for damage in a file without a name."""
    if format == "xls":
        return any(kind == ENCRYPTED for kind, _ in read_records(read_workbook_stream(file), 0))
    with open_archive(file) as archive:
        manifest = "META-INF/manifest.xml"
        return manifest in archive.namelist() and contains_any(archive, manifest, (b"encryption-data",))


def open_archive(file: MappedFile) -> ZipFile:
    """Open the archive that an xlsx or ods file is."""
    from zipfile import ZipFile

    return ZipFile(cast("BinaryIO", file))  # a map reads and seeks as files do


def _list_merged(sheet: CalamineSheet) -> list[MergedRange]:
    return [MergedRange(*first, *last) for first, last in sheet.merged_cell_ranges or ()]


def _scan_xlsx(archive: ZipFile, name: str) -> XlsxScan:
    """Scan a sheet for errors, formulas and formats with zeros, if it can have any."""
    part, widths = map_sheet_parts(archive).get(name), _find_zero_formats(archive)
    scan = XlsxScan(widths)
    styles = [f"s={quote}{style}{quote}".encode() for style in widths for quote in "\"'"]
    if part and contains_any(archive, part, (b'="e"', b"='e'", b"f>", *styles)):
        scan.scan_part(archive, part)
    return scan


def _find_zero_formats(archive: ZipFile) -> dict[str, int]:
    """Return the cell styles whose numbers have leading zeros, such as ``0000000``, with their number of digits."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    formats: dict[str, int] = {}
    styles: dict[str, int] = {}
    inside, style = False, 0
    for name, found in list_elements(archive, "xl/styles.xml"):
        if name == "numFmt" and (width := _count_zeros(found.get("formatCode", ""))):
            formats[found.get("numFmtId", "")] = width
        elif name in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            if width := formats.get(found.get("numFmtId", ""), 0):
                styles[str(style)] = width
            style += 1
    return styles


def _count_zeros(code: str) -> int:
    """Return the number of digits that a number format shows at least: of ``0000`` and ``0##-####`` all of them."""
    code = re.sub(r'["\\ ()-]', "", code.partition(";")[0])
    return len(code) if re.fullmatch("0[0#]+", code) and len(code) <= _MOST_DIGITS else 0


def find_large_sheets(file: MappedFile) -> set[str]:
    """Return the names of the sheets of an xlsx file that are not empty and too large to be read at once."""
    with open_archive(file) as archive:
        return {
            name
            for name, part in map_sheet_parts(archive).items()
            if archive.getinfo(part).file_size > SMALL_PART
            and contains_any(archive, part, (b"<v", b":v>", b"<is", b":is>"))
        }


def map_sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Return the part of the archive of each sheet, by the name of the sheet."""
    there = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= there:
        return {}
    targets = {
        found["Id"]: found["Target"]
        for name, found in list_elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    sheets = [found for name, found in list_elements(archive, "xl/workbook.xml") if name == "sheet"]
    parts = {found["name"]: _resolve_part(targets.get(found.get("id", ""), "")) for found in sheets}
    return {name: part for name, part in parts.items() if part in there}


def _resolve_part(target: str) -> str:
    from posixpath import join, normpath

    return normpath(join("/xl", target)).lstrip("/")


def list_elements(archive: ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a part with their attributes, in order."""
    found: list[tuple[str, dict[str, str]]] = []

    class Elements(PartScan):
        def start_element(self, name: str, attributes: dict[str, str]) -> None:
            found.append((name, attributes))

    Elements().scan_part(archive, part)
    return found


def contains_any(archive: ZipFile, part: str, needles: Iterable[bytes]) -> bool:
    """Return whether any of the needles is in the part: searching takes a tenth of the time of parsing."""
    before = b""
    with archive.open(part) as file:
        while chunk := file.read(1 << 20):
            if any(needle in before + chunk for needle in needles):
                return True
            before = chunk[-8:]
    return False


class PartScan:
    """A scan of a part of the archive, element by element, named without their namespaces."""

    def __init__(self) -> None:
        """The marks are collected while the part is read."""
        self.marks: Marks = {}
        self.text: list[str] = []
        self._count = 0

    def scan_part(self, archive: ZipFile, part: str) -> None:
        """Scan the part.

        Raises:
            ValueError: when it declares entities.
        """
        from xml.parsers.expat import ParserCreate

        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self.start_element(
            _strip_namespace(name), _strip_namespaces(attributes)
        )
        parser.EndElementHandler = lambda name: self.end_element(_strip_namespace(name))
        parser.CharacterDataHandler = self.text.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        with archive.open(part) as file:
            parser.ParseFile(file)

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""

    def end_element(self, name: str) -> None:
        """Handle the end of an element."""

    def take_text(self) -> str:
        """Return the text since the last call."""
        text = "".join(self.text)
        self.text.clear()
        return text

    def mark_cell(self, row: int, column: int, mark: str) -> None:
        """Mark a cell.

        Raises:
            TooLarge: when there are more marks than anybody can have made.
        """
        self._count += 1
        if self._count > MAX_MARKS or column >= 1 << 14:
            raise TooLarge
        self.marks.setdefault(row, {})[column] = mark


def _strip_namespace(name: str) -> str:
    return name.rpartition(" ")[2]


def _strip_namespaces(attributes: dict[str, str]) -> dict[str, str]:
    """Strip the namespaces, except that of a LibreOffice extension with an attribute named as in the standard."""
    return {_strip_namespace(name.replace(":calcext:1.0 ", " calcext:")): value for name, value in attributes.items()}


def _refuse_doctype(*_: object) -> None:
    raise ValueError("DOCTYPE")


class XlsxScan(PartScan):
    """A scan for errors, formulas without a result and numbers with leading zeros in a sheet of an xlsx file."""

    def __init__(self, widths: Mapping[str, int]) -> None:
        """Count rows and cells, since they need not say where they are; `widths` are the digits of styles."""
        super().__init__()
        self.padded: dict[tuple[int, int], array[int]] = {}
        self._widths = widths
        self._width = 0
        self._row = self._column = -1
        self._type = self._value = ""
        self._formula: str | None = None

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows and cells."""
        self.text.clear()
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "c":
            self._column = parse_column(attributes["r"]) if "r" in attributes else self._column + 1
            self._type, self._value, self._formula = attributes.get("t", ""), "", None
            self._width = self._widths.get(attributes.get("s", ""), 0) if self._widths else 0

    def end_element(self, name: str) -> None:
        """Mark a cell when it ends."""
        if name == "f":
            self._formula = self.take_text()
        elif name == "v":
            self._value = self.take_text()
        elif name == "c":
            self._check_cell()

    def _check_cell(self) -> None:
        if self._type == "e":
            self.mark_cell(self._row, self._column, ERROR + self._value)
        elif self._formula is not None and not self._value and self._type != "str":
            self.mark_cell(self._row, self._column, f"{FORMULA}={self._formula or '…'}")
        elif self._width and self._type in ("", "n"):
            self.padded.setdefault((self._column, self._width), array("L")).append(self._row)


def parse_column(reference: str) -> int:
    """Return the column of a reference such as ``B7``, from 0."""
    column = 0
    for letter in reference.rstrip("0123456789").upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _find_ods_anomalies(archive: ZipFile, position: int) -> SheetAnomalies:
    zeros = (f'min-integer-digits="{digits}"'.encode() for digits in range(2, _MOST_DIGITS + 1))
    needles = (b"formula=", b'"error"', b"-spanned=", b":line-break", *zeros)
    if not contains_any(archive, "content.xml", needles):
        return SheetAnomalies({}, [])
    scan = OdsScan(position)
    scan.scan_part(archive, "content.xml")
    return SheetAnomalies(scan.marks, scan.merged)


class OdsScan(PartScan):
    """A scan for errors, formulas without a result, line breaks and merged ranges in a sheet of an ODS file."""

    def __init__(self, position: int) -> None:
        """`position` is that of the sheet, from 0."""
        super().__init__()
        self.merged: list[MergedRange] = []
        self._left = position + 1
        self._depth = self._annotations = 0
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: dict[str, str] = {}
        self._found: dict[int, str] = {}
        self._lines: list[str] = []
        self._broken = False

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows and cells, except in tables within cells and in comments."""
        if name == "table":
            self._depth += 1
            self._left -= self._depth == 1
        elif name == "annotation":
            self._annotations += 1
        elif self._left == 0 and self._depth == 1 and not self._annotations:
            self._start_content(name, attributes)

    def _start_content(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table-row":
            self._rows, self._column, self._found = int(attributes.get("number-rows-repeated", 1)), 0, {}
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell, self._columns = attributes, int(attributes.get("number-columns-repeated", 1))
            self._lines, self._broken = [], False
        elif name == "p":
            self.text.clear()
        elif name in {"line-break", "s", "tab"}:
            self._broken |= name == "line-break"
            self.text.append(
                {"line-break": "\n", "tab": "\t"}.get(name) or " " * min(int(attributes.get("c", 1)), 1000)
            )

    def end_element(self, name: str) -> None:
        """Mark a cell when it ends, in each row that repeats it."""
        if name == "table":
            self._depth -= 1
        elif name == "annotation":
            self._annotations -= 1
        elif self._left == 0 and self._depth == 1 and not self._annotations:
            self._end_content(name)

    def _end_content(self, name: str) -> None:
        if name == "p":
            self._lines.append(self.take_text())
        elif name in {"table-cell", "covered-table-cell"}:
            self._check_cell(self._cell, "\n".join(self._lines))
            self._column += self._columns
        elif name == "table-row":
            for row in range(self._row, self._row + self._rows) if self._found else ():
                for column, mark in self._found.items():
                    self.mark_cell(row, column, mark)
            self._row += self._rows

    def _check_cell(self, attributes: dict[str, str], text: str) -> None:
        if mark := _choose_ods_mark(attributes, text) or (text if self._broken else ""):
            if self._columns > MAX_MARKS:
                raise TooLarge
            self._found |= dict.fromkeys(range(self._column, self._column + self._columns), mark)
        wide, high = (int(attributes.get(f"number-{side}-spanned", 1)) for side in ("columns", "rows"))
        if wide > 1 or high > 1:
            self.merged.append(MergedRange(self._row, self._column, self._row + high - 1, self._column + wide - 1))


def _choose_ods_mark(attributes: dict[str, str], text: str) -> str:
    """Return what stands in a cell instead: an error may, from older programs, show only in the text of a formula."""
    formula = attributes.get("formula")
    if attributes.get("calcext:value-type") == "error" or (
        formula and re.fullmatch(r"#[A-Z/0]+[!?A]?|Err:[0-9]+", text)
    ):
        return ERROR + text
    if formula and not text and not ({"value-type", "value"} & attributes.keys()):
        return FORMULA + "=" + formula.partition(":=")[2]
    # The text of a number has the zeros that its format shows.
    return text if attributes.get("value-type") == "float" and re.fullmatch(r"0\d+", text) else ""
