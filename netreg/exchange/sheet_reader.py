"""The child process that takes a spreadsheet apart and tells its cells as text, one JSON value a line.

Spreadsheets are parsed here and not in the command itself, since a small hostile file
can make any parser ask for all the memory there is; a child that does so just ends.
"""

from __future__ import annotations

import json
import math
import re
import struct
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from mmap import ACCESS_READ, mmap
from os import SEEK_SET
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from netreg.exchange.marks import ERROR, FORMULA, LOST
from netreg.exchange.tabular import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from zipfile import ZipFile

    from python_calamine import CalamineSheet, CalamineWorkbook

END = "end"
"""The last thing told: what ends without it was cut short."""

MEMORY = 1 << 29
SECONDS = 60
MOST_CELLS = 20_000_000
MOST_MARKS = 1_000_000
EXACT = 10**15
SMALL_PART = 1 << 20

Row = tuple[int, list[str]]
Marks = dict[int, dict[int, str]]


class Span(NamedTuple):
    """A merged range, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Oddities(NamedTuple):
    """What calamine does not tell: the cells it gives as empty or altered, and merged ranges."""

    marks: Marks
    spans: list[Span]


class Mapped(mmap):
    """The file as the system maps it; Python 3.13 has these methods itself."""

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, pos: int, whence: int = SEEK_SET) -> int:  # type: ignore[override]
        """The new place."""
        super().seek(pos, whence)  # type: ignore[arg-type]
        return self.tell()


class TooLarge(Exception):
    """The sheet is far larger than a table ought to be."""


class LongRow(Exception):
    """A row holds more characters than is taken; `args` has its number."""


def main() -> None:
    """Answer on the standard output what the arguments ask about the file on the standard input.

    The arguments are the form of the file and the place of a sheet; without a place the
    sheets are listed.
    """
    _limit()
    try:
        for answer in _answers(sys.argv[1], sys.argv[2:]):
            _tell(answer)
        _tell(END)
    except (ImportError, KeyboardInterrupt, BrokenPipeError):
        raise SystemExit(1) from None
    except BaseException as error:  # noqa: BLE001 - what Rust panics with is no Exception
        _tell(_fault(error))


def _limit() -> None:
    """Have the system end this process before it takes all the memory; Windows cannot."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _tell(answer: object) -> None:
    sys.stdout.buffer.write(_encode(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _fault(error: BaseException) -> dict[str, Any]:
    from python_calamine import PasswordError

    if isinstance(error, PasswordError):
        return {"fault": "password"}
    if isinstance(error, LongRow):
        return {"fault": "row", "row": error.args[0]}
    return {"fault": "size" if isinstance(error, TooLarge | MemoryError) else "damage"}


def _answers(form: str, places: list[str]) -> Iterator[object]:
    from python_calamine import PasswordError, load_workbook

    # Mapped and not read: the place in the file is shared with the parent and other children.
    with Mapped(0, 0, access=ACCESS_READ) as file:
        if _is_locked(file, form):
            raise PasswordError
        file.seek(0)
        book = load_workbook(cast("BinaryIO", file))
        if places:
            yield from _blocks(rows(book, file, form, int(places[0])))
        else:
            yield _listed(book, file, form)


def _is_locked(file: Mapped, form: str) -> bool:
    """Whether the file is encrypted, which calamine takes for damage in a file without a name."""
    if form == "xls":
        return any(kind == _ENCRYPTED for kind, _ in _records(_workbook_stream(file), 0))
    with _archive(file) as archive:
        manifest = "META-INF/manifest.xml"
        return manifest in archive.namelist() and _holds(archive, manifest, (b"encryption-data",))


def _listed(book: CalamineWorkbook, file: Mapped, form: str) -> list[list[Any]]:
    """Each sheet of cells: its place, its name, whether it is visible, whether it is empty."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    large = _large_parts(file) if form == "xlsx" else set()
    return [
        [
            place,
            sheet.name,
            sheet.visible == SheetVisibleEnum.Visible,
            sheet.name not in large and next(rows(book, file, form, place), None) is None,
        ]
        for place, sheet in enumerate(book.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _blocks(found: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in handfuls: telling each alone takes twice as long."""
    block: list[Row] = []
    size = 0
    for row in found:
        block.append(row)
        size += _size(row)
        if size > MAX_LINE // 4 or len(block) == 500:
            yield block
            block, size = [], 0
    yield block


def _size(row: Row) -> int:
    size = sum(map(len, row[1]))
    if size > MAX_LINE:
        raise LongRow(row[0])
    return size


# A sheet as rows of text


def rows(book: CalamineWorkbook, file: Mapped, form: str, place: int) -> Iterator[Row]:
    """The rows of a sheet that show anything of their own, each with its number from 1.

    Raises:
        TooLarge: when nobody can have filled so many cells.
    """
    sheet = book.get_sheet_by_index(place)
    _refuse_large(sheet)
    odd = _oddities(file, form, place, sheet)
    found = _marked(_texts(sheet, form), odd.marks)
    for number, cells in _spread(found, _within(odd.spans, sheet)) if odd.spans else found:
        if any(map(str.strip, cells)):
            yield number, cells


def _refuse_large(sheet: CalamineSheet) -> None:
    if sheet.end and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
        raise TooLarge


def _texts(sheet: CalamineSheet, form: str) -> Iterator[Row]:
    before = [""] * (sheet.start or (0, 0))[1]  # calamine gives the empty rows before the first cell, not the columns
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = before + [cell if type(cell) is str else text_of(cell) for cell in cells]
        yield number, [_duration(text) for text in texts] if form == "ods" else texts


def text_of(cell: object) -> str:
    """The cell as text, so that the readers of netreg's fields take it for what it is."""
    return _TEXTS.get(type(cell), str)(cell)


def _number(number: float) -> str:
    """All its digits, never with an exponent."""
    if not math.isfinite(number):
        return f"{ERROR}#NUM!"
    if abs(number) >= EXACT:
        return f"{LOST}{number:.0f}"
    if number == int(number):
        return str(int(number))
    from decimal import Decimal

    return format(Decimal(repr(number)), "f")


def _moment(moment: datetime) -> str:
    """The day, with the time unless that is midnight; a part of a second is what rounding left."""
    whole = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if whole.time() == time():
        return whole.date().isoformat()
    return whole.isoformat(timespec="seconds" if whole.second else "minutes")


def _hours(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda flag: "yes" if flag else "no",
    int: _number,
    float: _number,
    date: date.isoformat,
    time: lambda clock: clock.isoformat("minutes"),
    datetime: _moment,
    timedelta: _hours,
}


def _duration(text: str) -> str:
    """A length of more than a day, which calamine gives in ODS as it stands in the file."""
    if text.startswith("PT") and (found := re.fullmatch(r"PT(\d+)H(\d\d)M[\d.,]+S", text)):
        return f"{int(found[1])}:{found[2]}"
    return text


def _marked(found: Iterable[Row], marks: Marks) -> Iterator[Row]:
    """The rows with the marks in their cells, which may lie beyond the last row."""
    for number, cells in found:
        yield number, _placed(cells, marks.pop(number - 1)) if number - 1 in marks else cells
    for row in sorted(marks):
        yield row + 1, _placed([], marks[row])


def _placed(cells: list[str], marks: dict[int, str]) -> list[str]:
    cells += [""] * (max(marks) + 1 - len(cells))
    for column, mark in marks.items():
        cells[column] = mark
    return cells


def _within(spans: Iterable[Span], sheet: CalamineSheet) -> list[Span]:
    """The merged ranges, cut to the rows and columns that hold anything."""
    bottom, right = sheet.end or (0, 0)
    cut = [span._replace(bottom=min(span.bottom, bottom), right=min(span.right, right)) for span in spans]
    if sum((s.bottom - s.top + 1) * (s.right - s.left + 1) for s in cut if s.top <= s.bottom) > MOST_CELLS:
        raise TooLarge
    return cut


def _spread(found: Iterable[Row], spans: Iterable[Span]) -> Iterator[Row]:
    """Give the text of a merged range to every cell of it, in the rows that hold anything else."""
    beginning: dict[int, list[Span]] = {}
    for span in spans:
        beginning.setdefault(span.top, []).append(span)
    held: list[tuple[Span, str]] = []
    for number, cells in found:
        held += [(s, cells[s.left]) for s in beginning.pop(number - 1, ()) if s.left < len(cells)]
        if held and any(map(str.strip, cells)):
            for span, text in held:
                cells[span.left : span.right + 1] = [text] * len(cells[span.left : span.right + 1])
        held = [(span, text) for span, text in held if span.bottom >= number]
        yield number, cells


# What calamine does not tell


def _oddities(file: Mapped, form: str, place: int, sheet: CalamineSheet) -> Oddities:
    if form == "xls":
        return Oddities(_xls_errors(file, place), _merged(sheet))
    with _archive(file) as archive:
        if form == "ods":
            return _ods_oddities(archive, place)
        return Oddities(_xlsx_marks(archive, sheet.name), _merged(sheet))


def _archive(file: Mapped) -> ZipFile:
    from zipfile import ZipFile

    return ZipFile(cast("BinaryIO", file))  # a map reads and seeks as files do


def _merged(sheet: CalamineSheet) -> list[Span]:
    return [Span(*first, *last) for first, last in sheet.merged_cell_ranges or ()]


def _xlsx_marks(archive: ZipFile, name: str) -> Marks:
    part = _sheet_parts(archive).get(name)
    if part is None or not _holds(archive, part, (b'="e"', b"='e'", b"f>")):
        return {}
    scan = XlsxScan()
    scan.read(archive, part)
    return scan.marks


def _large_parts(file: Mapped) -> set[str]:
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

    class Elements(Scan):
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


class Scan:
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


class XlsxScan(Scan):
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


def _ods_oddities(archive: ZipFile, place: int) -> Oddities:
    needles = (b"formula=", b'"error"', b"-spanned=", b":line-break")
    if not _holds(archive, "content.xml", needles):
        return Oddities({}, [])
    scan = OdsScan(place)
    scan.read(archive, "content.xml")
    return Oddities(scan.marks, scan.spans)


class OdsScan(Scan):
    """Finds in a sheet of an ODS file errors, formulas without a result, broken lines, merged ranges."""

    def __init__(self, place: int) -> None:
        """`place` is that of the sheet, from 0."""
        super().__init__()
        self.spans: list[Span] = []
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
            self.spans.append(Span(self._row, self._column, self._row + high - 1, self._column + wide - 1))


def _ods_mark(about: dict[str, str], text: str) -> str:
    """An error is a cell that says so, or, as older programs have it, the text of a formula."""
    formula = about.get("formula")
    if about.get("calcext:value-type") == "error" or (formula and re.fullmatch(r"#[A-Z/0]+[!?A]?|Err:[0-9]+", text)):
        return ERROR + text
    if formula and not text and not ({"value-type", "value"} & about.keys()):
        return FORMULA + "=" + formula.partition(":=")[2]
    return ""


# The errors of an xls file, which calamine gives as empty cells

_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SHEET, _BEGIN, _FINISH, _FORMULA, _BOOLEAN_OR_ERROR, _ENCRYPTED = 0x85, 0x809, 0x0A, 0x06, 0x205, 0x2F


def _xls_errors(file: Mapped, place: int) -> Marks:
    """What cannot be followed has no errors: calamine has refused the file if it is damaged."""
    marks: Marks = {}
    with suppress(struct.error, IndexError):
        stream = _workbook_stream(file)
        sheets = [record for kind, record in _records(stream, 0) if kind == _SHEET]
        for kind, record in _records(stream, struct.unpack_from("<I", sheets[place])[0]):
            code = _error_code(kind, record)
            if code is not None:
                row, column = struct.unpack_from("<HH", record)
                marks.setdefault(row, {})[column] = ERROR + _XLS_ERRORS.get(code, "#?")
    return marks


def _error_code(kind: int, record: bytes) -> int | None:
    if kind == _BOOLEAN_OR_ERROR and len(record) >= 8 and record[7]:
        return record[6]
    if kind == _FORMULA and len(record) >= 14 and record[6] == 2 and record[12:14] == b"\xff\xff":
        return record[8]
    return None


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from the beginning of a part to its end; a chart within it is passed over."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BEGIN) - (kind == _FINISH)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _workbook_stream(file: Mapped) -> bytes:
    """The stream of records within the OLE container; nothing where it is not as expected."""
    try:
        return _named_stream(file, {"workbook", "book"})
    except (struct.error, IndexError):
        return b""


def _named_stream(file: Mapped, names: set[str]) -> bytes:
    sector = 1 << min(struct.unpack_from("<H", file, 30)[0], 12)
    chain = _chain(file, sector)
    folder = _stream(file, sector, chain, struct.unpack_from("<I", file, 48)[0])
    for at in range(0, len(folder), 128):
        name = folder[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if name.lower() in names:
            start, size = struct.unpack_from("<II", folder, at + 116)
            return _stream(file, sector, chain, start)[:size] if size >= 4096 else b""
    return b""


def _chain(file: Mapped, sector: int) -> list[int]:
    """For each sector the one that is behind it."""
    places = list(struct.unpack_from("<109I", file, 76))
    more, count = struct.unpack_from("<II", file, 68)
    for _ in range(min(count, len(file) // sector)):
        *found, more = struct.unpack_from(f"<{sector // 4}I", file, (more + 1) * sector)
        places += found
    known = [place for place in places if (place + 2) * sector <= len(file)]
    return [number for place in known for number in struct.unpack_from(f"<{sector // 4}I", file, (place + 1) * sector)]


def _stream(file: Mapped, sector: int, chain: list[int], place: int) -> bytes:
    parts: list[bytes] = []
    while place < len(chain) and len(parts) <= len(chain):
        parts.append(file[(place + 1) * sector : (place + 2) * sector])
        place = chain[place]
    return b"".join(parts)
