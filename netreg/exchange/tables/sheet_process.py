"""The child process that takes a spreadsheet apart and tells its cells as text, one JSON value a line.

Spreadsheets are parsed here and not in the command itself, since a small hostile file
can make any parser ask for all the memory there is; a child that does so just ends.
"""

from __future__ import annotations

import json
import math
import re
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from mmap import ACCESS_READ
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from netreg.exchange.tables.cell_marks import ERROR, LOST
from netreg.exchange.tables.sheet_anomalies import MergedRange, find_anomalies, find_large_sheets, is_locked
from netreg.exchange.tables.source_tables import MAX_LINE
from netreg.exchange.tables.xls_records import MappedFile, Marks, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from python_calamine import CalamineSheet, CalamineWorkbook

END = "end"
"""The last thing told: what ends without it was cut short."""

MEMORY = 1 << 29
SECONDS = 60
MOST_CELLS = 20_000_000
EXACT = 10**15
FEW = 500
"""A sheet of so many rows is told while it is listed, if `ROOM` is left: starting another child takes longer."""
ROOM = 1 << 18
"""What the sheets that are told so may come to, in characters and cells."""

Row = tuple[int, list[str]]


class LongRow(Exception):
    """A row holds more characters than is taken; `args` has its number."""


_OWN = (ImportError, NameError, AttributeError, TypeError, AssertionError)
"""What no file ought to bring about, however damaged: the program is at fault, or was not installed whole."""


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
    except (KeyboardInterrupt, BrokenPipeError):
        raise SystemExit(1) from None
    except _OWN:
        from traceback import print_exc

        print_exc()  # first: once the fault is told, nobody waits for the rest
        _tell({"fault": "own"})
    except BaseException as error:  # noqa: BLE001 - a file made to harm can raise anything here; a panic of Rust is no Exception
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
    with MappedFile(0, 0, access=ACCESS_READ) as file:
        if is_locked(file, form):
            raise PasswordError
        file.seek(0)
        book = load_workbook(cast("BinaryIO", file))
        if places:
            yield from _blocks(read_rows(book, file, form, int(places[0])))
        else:
            yield _listed(book, file, form)


def _listed(book: CalamineWorkbook, file: MappedFile, form: str) -> list[list[Any]]:
    """Each sheet of cells: its place, its name, whether it is visible, its rows where they are few."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    large = find_large_sheets(file) if form == "xlsx" else set()
    listed: list[list[Any]] = []
    room = ROOM
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            few = None if sheet.name in large else _few(read_rows(book, file, form, place), room)
            room -= sum(map(_room, few or ()))
            listed.append([place, sheet.name, sheet.visible == SheetVisibleEnum.Visible, few])
    return listed


def _few(found: Iterator[Row], room: int) -> list[Row] | None:
    """All rows, unless they are many or a later one cannot be read: that is told to whoever reads the sheet."""
    few: list[Row] = []
    try:
        for row in found:
            few.append(row)
            room -= _room(row)
            if len(few) > FEW or room < 0:
                return None
    except BaseException as error:  # a parser that panics raises what is no Exception
        if not few or isinstance(error, KeyboardInterrupt):
            raise
        return None
    return few


def _room(row: Row) -> int:
    return len(row[1]) + _size(row)


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


def read_rows(book: CalamineWorkbook, file: MappedFile, form: str, place: int) -> Iterator[Row]:
    """The rows of a sheet that show anything of their own, each with its number from 1.

    Raises:
        TooLarge: when nobody can have filled so many cells.
    """
    sheet = book.get_sheet_by_index(place)
    _refuse_large(sheet)
    odd = find_anomalies(file, form, place, sheet)
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
        texts = before + [cell if type(cell) is str else format_cell(cell) for cell in cells]
        yield number, [_duration(text) for text in texts] if form == "ods" else texts


def format_cell(cell: object) -> str:
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


def _within(spans: Iterable[MergedRange], sheet: CalamineSheet) -> list[MergedRange]:
    """The merged ranges, cut to the rows and columns that hold anything."""
    bottom, right = sheet.end or (0, 0)
    cut = [span._replace(bottom=min(span.bottom, bottom), right=min(span.right, right)) for span in spans]
    if sum((s.bottom - s.top + 1) * (s.right - s.left + 1) for s in cut if s.top <= s.bottom) > MOST_CELLS:
        raise TooLarge
    return cut


def _spread(found: Iterable[Row], spans: Iterable[MergedRange]) -> Iterator[Row]:
    """Give the text of a merged range to every cell of it, in the rows that hold anything else."""
    beginning: dict[int, list[MergedRange]] = {}
    for span in spans:
        beginning.setdefault(span.top, []).append(span)
    held: list[tuple[MergedRange, str]] = []
    for number, cells in found:
        held += [(s, cells[s.left]) for s in beginning.pop(number - 1, ()) if s.left < len(cells)]
        if held and any(map(str.strip, cells)):
            for span, text in held:
                cells[span.left : span.right + 1] = [text] * len(cells[span.left : span.right + 1])
        held = [(span, text) for span, text in held if span.bottom >= number]
        yield number, cells
