"""The hidden rows and columns of a sheet, which calamine gives like any other; a filter hides rows as well.

They are found in the XML of xlsx and ods files, and in the records of xls files. Cells that nobody sees
either are those far from the table, as one at the far end of a sheet, where a key leads by a slip.
"""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from netreg.exchange.tables.sheet_anomalies import (
    PartScan,
    contains_any,
    map_sheet_parts,
    open_archive,
    parse_column,
)
from netreg.exchange.tables.xls_records import find_sheet_records, read_workbook_stream

if TYPE_CHECKING:
    from zipfile import ZipFile

    from netreg.exchange.tables.xls_records import MappedFile

_MOST_COLUMNS = 1 << 14


class HiddenParts(NamedTuple):
    """The hidden rows that have cells, from 1, and the number of hidden columns that have some."""

    rows: list[int]
    columns: int


NOTHING = HiddenParts([], 0)


def find_hidden_parts(file: MappedFile, format: str, position: int, name: str) -> HiddenParts:
    """Find what is hidden in one sheet of a file."""
    if format == "xls":
        return _find_in_xls(file, position)
    with open_archive(file) as archive:
        return _find_in_ods(archive, position) if format == "ods" else _find_in_xlsx(archive, name)


def _find_in_xlsx(archive: ZipFile, name: str) -> HiddenParts:
    part = map_sheet_parts(archive).get(name)
    if part is None or not contains_any(archive, part, (b'hidden="1"', b'hidden="true"', b"hidden='1'")):
        return NOTHING
    scan = _XlsxParts()
    scan.scan_part(archive, part)
    return scan.get_parts()


class _HiddenScan(PartScan):
    """A scan for hidden rows and columns."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[int] = []
        self.columns: set[int] = set()
        self.filled: set[int] = set()
        self.row = self.column = -1
        self.is_hidden = self.is_filled = False

    def fill(self) -> None:
        """Note that the cell has something in it."""
        self.is_filled = True
        self.filled.add(self.column)

    def get_parts(self) -> HiddenParts:
        """Return the rows and columns that are hidden and have cells."""
        return HiddenParts(self.rows, len(self.columns & self.filled))


class _XlsxParts(_HiddenScan):
    """A scan of a sheet of an xlsx file; rows and cells need not say where they are."""

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows and cells."""
        is_hidden = attributes.get("hidden") in ("1", "true")
        if name == "row":
            self.row = int(attributes["r"]) if "r" in attributes else max(self.row, 0) + 1
            self.column, self.is_hidden, self.is_filled = -1, is_hidden, False
        elif name == "c":
            self.column = parse_column(attributes["r"]) if "r" in attributes else self.column + 1
        elif name in ("v", "is"):
            self.fill()
        elif name == "col" and is_hidden:
            last = min(int(attributes["max"]), _MOST_COLUMNS)
            self.columns |= set(range(int(attributes["min"]) - 1, last))
        self.text.clear()

    def end_element(self, name: str) -> None:
        """Take a row that is hidden and has cells."""
        if name == "row" and self.is_hidden and self.is_filled:
            self.rows.append(self.row)


def _find_in_ods(archive: ZipFile, position: int) -> HiddenParts:
    if not contains_any(archive, "content.xml", (b'="collapse"', b'="filter"')):
        return NOTHING
    scan = _OdsParts(position)
    scan.scan_part(archive, "content.xml")
    return scan.get_parts()


class _OdsParts(_HiddenScan):
    """A scan of a sheet of an ODS file, whose rows, columns and cells may stand for several."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self._left = position + 1
        self._header = self.column = self.row = 0
        self._rows = self._columns = 1

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Count rows, columns and cells of the sheet."""
        self._left -= name == "table"
        is_hidden = attributes.get("visibility") in ("collapse", "filter")
        if self._left:
            return
        if name == "table-column":
            count = min(int(attributes.get("number-columns-repeated", 1)), _MOST_COLUMNS)
            self.columns |= set(range(self._header, self._header + count)) if is_hidden else set()
            self._header += count
        elif name == "table-row":
            self._rows = int(attributes.get("number-rows-repeated", 1))
            self.column, self.is_hidden, self.is_filled = 0, is_hidden, False
        elif name in ("table-cell", "covered-table-cell"):
            self._columns = int(attributes.get("number-columns-repeated", 1))
        elif name == "p":
            self.fill()
        self.text.clear()

    def end_element(self, name: str) -> None:
        """Take a row that is hidden and has cells."""
        if self._left:
            return
        if name in ("table-cell", "covered-table-cell"):
            self.column += self._columns
        elif name == "table-row":
            if self.is_hidden and self.is_filled:
                self.rows += range(self.row + 1, self.row + self._rows + 1)
            self.row += self._rows


_ROW, _COLUMNS = 0x208, 0x7D
_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xD6, 0xFD})
_ROW_IS_HIDDEN = 0x20


def _find_in_xls(file: MappedFile, position: int) -> HiddenParts:
    """Find what is hidden; nothing where the file cannot be followed."""
    with suppress(struct.error, IndexError):
        rows, columns, filled = set[int](), set[int](), set[int]()
        for kind, record in find_sheet_records(read_workbook_stream(file), position):
            if kind == _ROW and struct.unpack_from("<H", record, 12)[0] & _ROW_IS_HIDDEN:
                rows.add(struct.unpack_from("<H", record)[0] + 1)
            elif kind == _COLUMNS and struct.unpack_from("<H", record, 8)[0] & 1:
                first, last = struct.unpack_from("<HH", record)
                columns |= set(range(first, last + 1))
            elif kind in _CELLS:
                filled.add(struct.unpack_from("<H", record)[0] + 1)
        return HiddenParts(sorted(rows & filled), len(columns))
    return NOTHING


# Cells far from the table: calamine makes room for every cell up to the last, of which there may be 17,000 million

MAX_CELLS = 20_000_000
"""The most cells of a sheet, up to its last row and column, that are read."""
_ROWS_APART, _COLUMNS_APART = 5_000, 200
"""How many blank rows or columns part a stray cell from a table."""
_LARGEST_PART = 100 << 20
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]*?\bref="[A-Z]+[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(?:/>|(?<!/)>(.*?)</(?:\w+:)?c>)', re.DOTALL
)


def remove_stray_cells(file: MappedFile) -> tuple[MappedFile, dict[str, list[str]]]:
    """Return an xlsx file without the cells that stand far from the table of their sheet, and which were filled.

    These are told by the sheet, such as ``XFD1048576``. A file without such is returned itself.
    """
    trimmed: dict[str, bytes] = {}
    strays: dict[str, list[str]] = {}
    with open_archive(file) as archive:
        for name, part in map_sheet_parts(archive).items():
            if archive.getinfo(part).file_size <= _LARGEST_PART and _is_too_large(archive, part):
                trimmed[part], strays[name] = _trim_sheet(archive.read(part))
        if not trimmed:
            return file, {}
        return _copy_archive(archive, trimmed), strays


def _is_too_large(archive: ZipFile, part: str) -> bool:
    with archive.open(part) as content:
        found = _DIMENSION.search(content.read(4096))
    return found is not None and (parse_column(f"{found[1].decode()}1") + 1) * int(found[2]) > MAX_CELLS


def _trim_sheet(content: bytes) -> tuple[bytes, list[str]]:
    """Return the XML of a sheet without its stray cells, and the filled ones."""
    filled = [(int(row), parse_column(f"{column.decode()}1")) for column, row, inner in _CELL.findall(content) if inner]
    bottom = _find_last({row for row, _column in filled}, _ROWS_APART)
    right = _find_last({column for row, column in filled if row <= bottom}, _COLUMNS_APART)
    strays: list[str] = []

    def keep(cell: re.Match[bytes]) -> bytes:
        if int(cell[2]) <= bottom and parse_column(f"{cell[1].decode()}1") <= right:
            return cell[0]
        if cell[3]:
            strays.append((cell[1] + cell[2]).decode())
        return b""

    return _CELL.sub(keep, content), strays


def _find_last(used: set[int], most_apart: int) -> int:
    """Return the last of the rows or columns in use before the first wide gap."""
    ordered = sorted(used)
    for before, after in pairwise(ordered):
        if after - before > most_apart:
            return before
    return ordered[-1] if ordered else 0


def _copy_archive(archive: ZipFile, changed: dict[str, bytes]) -> MappedFile:
    from io import BytesIO
    from zipfile import ZipFile as Archive

    from netreg.exchange.tables.xls_records import MappedFile as Mapped

    content = BytesIO()
    with Archive(content, "w") as copy:
        for part in archive.infolist():
            copy.writestr(part, changed.get(part.filename) or archive.read(part))
    mapped = Mapped(-1, len(content.getvalue()))
    mapped.write(content.getvalue())
    mapped.seek(0)
    return mapped
