"""What calamine does not tell of a spreadsheet: errors, formulas without a result, merged cells.

It gives such cells as empty. They are found in the XML of xlsx and ods files; those
of xls files are in :mod:`sheet_records`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from netreg.exchange.tables.cell_marks import ERROR, FORMULA
from netreg.exchange.tables.xls_records import (
    ENCRYPTED,
    MOST_MARKS,
    MappedFile,
    Marks,
    TooLarge,
    find_errors,
    read_records,
    read_workbook_stream,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zipfile import ZipFile

    from python_calamine import CalamineSheet

SMALL_PART = 1 << 20


class MergedRange(NamedTuple):
    """A merged range, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class SheetAnomalies(NamedTuple):
    """What calamine does not tell: the cells it gives as empty or altered, and merged ranges."""

    marks: Marks
    spans: list[MergedRange]


def find_anomalies(file: MappedFile, form: str, place: int, sheet: CalamineSheet) -> SheetAnomalies:
    """What is odd in one sheet of a file."""
    if form == "xls":
        return SheetAnomalies(find_errors(file, place), _merged(sheet))
    with _archive(file) as archive:
        if form == "ods":
            return _ods_oddities(archive, place)
        return SheetAnomalies(_xlsx_marks(archive, sheet.name), _merged(sheet))


def is_locked(file: MappedFile, form: str) -> bool:
    """Whether the file is encrypted, which calamine takes for damage in a file without a name."""
    if form == "xls":
        return any(kind == ENCRYPTED for kind, _ in read_records(read_workbook_stream(file), 0))
    with _archive(file) as archive:
        manifest = "META-INF/manifest.xml"
        return manifest in archive.namelist() and _holds(archive, manifest, (b"encryption-data",))


def _archive(file: MappedFile) -> ZipFile:
    from zipfile import ZipFile

    return ZipFile(cast("BinaryIO", file))  # a map reads and seeks as files do


def _merged(sheet: CalamineSheet) -> list[MergedRange]:
    return [MergedRange(*first, *last) for first, last in sheet.merged_cell_ranges or ()]


def _xlsx_marks(archive: ZipFile, name: str) -> Marks:
    part = _sheet_parts(archive).get(name)
    if part is None or not _holds(archive, part, (b'="e"', b"='e'", b"f>")):
        return {}
    scan = XlsxScan()
    scan.read(archive, part)
    return scan.marks


def find_large_sheets(file: MappedFile) -> set[str]:
    """The sheets of an xlsx file that are too large to look whether anything is in them."""
    with _archive(file) as archive:
        return {
            name
            for name, part in _sheet_parts(archive).items()
            if archive.getinfo(part).file_size > SMALL_PART and _holds(archive, part, (b"<v", b":v>", b"<is", b":is>"))
        }


def _sheet_parts(archive: ZipFile) -> dict[str, str]:
    """The part of the archive that each sheet is in, by the sheet's name."""
    there = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= there:
        return {}
    targets = {
        found["Id"]: found["Target"]
        for name, found in _elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    sheets = [found for name, found in _elements(archive, "xl/workbook.xml") if name == "sheet"]
    parts = {found["name"]: _full(targets.get(found.get("id", ""), "")) for found in sheets}
    return {name: part for name, part in parts.items() if part in there}


def _full(target: str) -> str:
    from posixpath import join, normpath

    return normpath(join("/xl", target)).lstrip("/")


def _elements(archive: ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []

    class Elements(PartScan):
        def begin(self, name: str, about: dict[str, str]) -> None:
            found.append((name, about))

    Elements().read(archive, part)
    return found


def _holds(archive: ZipFile, part: str, needles: Iterable[bytes]) -> bool:
    """Whether any of the needles is in the part: looking takes a tenth of parsing it."""
    before = b""
    with archive.open(part) as file:
        while chunk := file.read(1 << 20):
            if any(needle in before + chunk for needle in needles):
                return True
            before = chunk[-8:]
    return False


class PartScan:
    """A walk through a part of the archive, element by element, named without their namespaces."""

    def __init__(self) -> None:
        """Marks are put while it is read."""
        self.marks: Marks = {}
        self.text: list[str] = []
        self._count = 0

    def read(self, archive: ZipFile, part: str) -> None:
        """Go through the part.

        Raises:
            ValueError: when it declares entities.
        """
        from xml.parsers.expat import ParserCreate

        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, about: self.begin(_local(name), _locals(about))
        parser.EndElementHandler = lambda name: self.finish(_local(name))
        parser.CharacterDataHandler = self.text.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        with archive.open(part) as file:
            parser.ParseFile(file)

    def begin(self, name: str, about: dict[str, str]) -> None:
        """An element begins."""

    def finish(self, name: str) -> None:
        """An element ends."""

    def take(self) -> str:
        """The text since this was asked last."""
        text = "".join(self.text)
        self.text.clear()
        return text

    def put(self, row: int, column: int, mark: str) -> None:
        """Mark a cell.

        Raises:
            TooLarge: when nobody can have made so many.
        """
        self._count += 1
        if self._count > MOST_MARKS or column >= 1 << 14:
            raise TooLarge
        self.marks.setdefault(row, {})[column] = mark


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _locals(about: dict[str, str]) -> dict[str, str]:
    """An extension of LibreOffice has an attribute of the same name as the standard's, so it keeps its own."""
    return {_local(name.replace(":calcext:1.0 ", " calcext:")): value for name, value in about.items()}


def _refuse_doctype(*_: object) -> None:
    raise ValueError("DOCTYPE")


class XlsxScan(PartScan):
    """Finds the errors in a sheet of an xlsx file, and formulas without a result."""

    def __init__(self) -> None:
        """Rows and cells need not say where they are: each is behind the one before."""
        super().__init__()
        self._row = self._column = -1
        self._type = self._value = ""
        self._formula: str | None = None

    def begin(self, name: str, about: dict[str, str]) -> None:
        """Rows and cells are counted."""
        self.text.clear()
        if name == "row":
            self._row = int(about["r"]) - 1 if "r" in about else self._row + 1
            self._column = -1
        elif name == "c":
            self._column = _column(about["r"]) if "r" in about else self._column + 1
            self._type, self._value, self._formula = about.get("t", ""), "", None

    def finish(self, name: str) -> None:
        """A cell is judged when it ends."""
        if name == "f":
            self._formula = self.take()
        elif name == "v":
            self._value = self.take()
        elif name == "c":
            self._judge()

    def _judge(self) -> None:
        if self._type == "e":
            self.put(self._row, self._column, ERROR + self._value)
        elif self._formula is not None and not self._value and self._type != "str":
            self.put(self._row, self._column, f"{FORMULA}={self._formula or '…'}")


def _column(reference: str) -> int:
    column = 0
    for letter in reference.rstrip("0123456789").upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _ods_oddities(archive: ZipFile, place: int) -> SheetAnomalies:
    needles = (b"formula=", b'"error"', b"-spanned=", b":line-break")
    if not _holds(archive, "content.xml", needles):
        return SheetAnomalies({}, [])
    scan = OdsScan(place)
    scan.read(archive, "content.xml")
    return SheetAnomalies(scan.marks, scan.spans)


class OdsScan(PartScan):
    """Finds in a sheet of an ODS file errors, formulas without a result, broken lines, merged ranges."""

    def __init__(self, place: int) -> None:
        """`place` is that of the sheet, from 0."""
        super().__init__()
        self.spans: list[MergedRange] = []
        self._left = place + 1
        self._depth = self._aside = 0
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: dict[str, str] = {}
        self._found: dict[int, str] = {}
        self._lines: list[str] = []
        self._broken = False

    def begin(self, name: str, about: dict[str, str]) -> None:
        """Rows and cells are counted, those of tables within cells and of comments are not."""
        if name == "table":
            self._depth += 1
            self._left -= self._depth == 1
        elif name == "annotation":
            self._aside += 1
        elif self._left == 0 and self._depth == 1 and not self._aside:
            self._enter(name, about)

    def _enter(self, name: str, about: dict[str, str]) -> None:
        if name == "table-row":
            self._rows, self._column, self._found = int(about.get("number-rows-repeated", 1)), 0, {}
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell, self._columns = about, int(about.get("number-columns-repeated", 1))
            self._lines, self._broken = [], False
        elif name == "p":
            self.text.clear()
        elif name in {"line-break", "s", "tab"}:
            self._broken |= name == "line-break"
            self.text.append({"line-break": "\n", "tab": "\t"}.get(name) or " " * min(int(about.get("c", 1)), 1000))

    def finish(self, name: str) -> None:
        """A cell is judged when it ends, and told for each row that repeats it."""
        if name == "table":
            self._depth -= 1
        elif name == "annotation":
            self._aside -= 1
        elif self._left == 0 and self._depth == 1 and not self._aside:
            self._leave(name)

    def _leave(self, name: str) -> None:
        if name == "p":
            self._lines.append(self.take())
        elif name in {"table-cell", "covered-table-cell"}:
            self._judge(self._cell, "\n".join(self._lines))
            self._column += self._columns
        elif name == "table-row":
            for row in range(self._row, self._row + self._rows) if self._found else ():
                for column, mark in self._found.items():
                    self.put(row, column, mark)
            self._row += self._rows

    def _judge(self, about: dict[str, str], text: str) -> None:
        if mark := _ods_mark(about, text) or (text if self._broken else ""):
            if self._columns > MOST_MARKS:
                raise TooLarge
            self._found |= dict.fromkeys(range(self._column, self._column + self._columns), mark)
        wide, high = (int(about.get(f"number-{side}-spanned", 1)) for side in ("columns", "rows"))
        if wide > 1 or high > 1:
            self.spans.append(MergedRange(self._row, self._column, self._row + high - 1, self._column + wide - 1))


def _ods_mark(about: dict[str, str], text: str) -> str:
    """An error is a cell that says so, or, as older programs have it, the text of a formula."""
    formula = about.get("formula")
    if about.get("calcext:value-type") == "error" or (formula and re.fullmatch(r"#[A-Z/0]+[!?A]?|Err:[0-9]+", text)):
        return ERROR + text
    if formula and not text and not ({"value-type", "value"} & about.keys()):
        return FORMULA + "=" + formula.partition(":=")[2]
    return ""
