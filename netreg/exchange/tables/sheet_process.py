"""The child process that parses a spreadsheet and prints its cells as text, one JSON value per line.

Spreadsheets are parsed here and not in the command itself, since a small hostile file can
make any parser ask for all the memory there is; a child that does so merely ends.
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
from netreg.exchange.tables.hidden_parts import MAX_CELLS, find_hidden_parts, remove_stray_cells
from netreg.exchange.tables.sheet_anomalies import MergedRange, find_anomalies, find_large_sheets, is_locked
from netreg.exchange.tables.source_tables import MAX_LINE
from netreg.exchange.tables.xls_records import MappedFile, Marks, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from python_calamine import CalamineSheet, CalamineWorkbook

END = "end"
"""The last answer: output that ends without it was cut short."""

MAX_MEMORY = 1 << 29
MAX_SECONDS = 60
EXACT = 10**15
MAX_SHEETS = 1_000
"""The sheets of a file: a workbook of a person has dozens, and each takes time of its own."""
FEW = 500
"""The rows of a sheet that is sent with the list of sheets, within `MAX_FEW`: another child would take longer."""
MAX_FEW = 1 << 18
"""The total size of the sheets that are sent so, in characters and cells."""

Row = tuple[int, list[str]]


class ManySheets(Exception):
    """A file with more sheets than `MAX_SHEETS`; `args` has their number."""


class LongRow(Exception):
    """A row with more characters than `MAX_LINE`; `args` has its number."""


_INTERNAL = (ImportError, NameError, AttributeError, TypeError, AssertionError)
"""Exceptions that no file should cause, however damaged: netreg is at fault, or not completely installed."""


def main() -> None:
    """Answer on the standard output what the arguments ask about the file on the standard input.

    The arguments are the format of the file and the position of a sheet; without a position
    the sheets are listed.
    """
    _limit_resources()
    try:
        for answer in _iterate_answers(sys.argv[1], sys.argv[2:]):
            _print_answer(answer)
        _print_answer(END)
    except (KeyboardInterrupt, BrokenPipeError):
        raise SystemExit(1) from None
    except _INTERNAL:
        from traceback import print_exc

        print_exc()  # first: once the failure is sent, nobody waits for the rest
        _print_answer({"failure": "internal"})
    except BaseException as error:  # noqa: BLE001 - a file made to harm can raise anything here; a panic of Rust is no Exception
        _print_answer(_describe_failure(error))


def _limit_resources() -> None:
    """Have the system end this process before it takes all the memory; Windows cannot do that."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _print_answer(answer: object) -> None:
    sys.stdout.buffer.write(_encode(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def _describe_failure(error: BaseException) -> dict[str, Any]:
    from python_calamine import PasswordError

    if isinstance(error, PasswordError):
        return {"failure": "password"}
    if isinstance(error, ManySheets):
        return {"failure": "sheets", "count": error.args[0]}
    if isinstance(error, LongRow):
        return {"failure": "row", "row": error.args[0]}
    return {"failure": "size" if isinstance(error, TooLarge | MemoryError) else "damage"}


def _iterate_answers(format: str, places: list[str]) -> Iterator[object]:
    from python_calamine import PasswordError, load_workbook

    # Mapped and not read: the position in the file is shared with the parent and other children.
    with MappedFile(0, 0, access=ACCESS_READ) as file:
        if is_locked(file, format):
            raise PasswordError
        trimmed, strays = remove_stray_cells(file) if format == "xlsx" else (file, {})
        trimmed.seek(0)
        book = load_workbook(cast("BinaryIO", trimmed))
        if len(book.sheets_metadata) > MAX_SHEETS:
            raise ManySheets(len(book.sheets_metadata))
        if places:
            yield from _batch_rows(read_rows(book, trimmed, format, int(places[0])))
        else:
            yield [[*sheet, strays.get(sheet[1], [])] for sheet in _list_sheets(book, trimmed, format)]


def _list_sheets(book: CalamineWorkbook, file: MappedFile, format: str) -> list[list[Any]]:
    """Return each sheet of cells: its position, name, whether it is visible, its rows where they are few.

    Behind these are its hidden rows, and how many hidden columns it has.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    large = find_large_sheets(file) if format == "xlsx" else set()
    listed: list[list[Any]] = []
    room = MAX_FEW
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            few = None if sheet.name in large else _read_few(read_rows(book, file, format, place), room)
            room -= sum(map(_measure_room, few or ()))
            hidden = find_hidden_parts(file, format, place, sheet.name)
            listed.append([place, sheet.name, sheet.visible == SheetVisibleEnum.Visible, few, *hidden])
    return listed


def _read_few(found: Iterator[Row], room: int) -> list[Row] | None:
    """Return all rows, unless they are many, or one cannot be read: that is left to the reading of the sheet."""
    few: list[Row] = []
    try:
        for row in found:
            few.append(row)
            room -= _measure_room(row)
            if len(few) > FEW or room < 0:
                return None
    except BaseException as error:  # a parser that panics raises what is no Exception
        if not few or isinstance(error, KeyboardInterrupt):
            raise
        return None
    return few


def _measure_room(row: Row) -> int:
    return len(row[1]) + _measure_row(row)


def _batch_rows(found: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in batches: sending each by itself takes twice as long."""
    block: list[Row] = []
    size = 0
    for row in found:
        block.append(row)
        size += _measure_row(row)
        if size > MAX_LINE // 4 or len(block) == 500:
            yield block
            block, size = [], 0
    yield block


def _measure_row(row: Row) -> int:
    size = sum(map(len, row[1]))
    if size > MAX_LINE:
        raise LongRow(row[0])
    return size


# A sheet as rows of text


def read_rows(book: CalamineWorkbook, file: MappedFile, format: str, place: int) -> Iterator[Row]:
    """Yield the rows of a sheet that are not blank, each with its number from 1.

    Raises:
        TooLarge: when the sheet has more cells than anybody can have filled.
    """
    sheet = book.get_sheet_by_index(place)
    _refuse_large(sheet)
    anomalies = find_anomalies(file, format, place, sheet)
    found = _place_marks(_pad_numbers(_format_rows(sheet, format), anomalies.padded), anomalies.marks)
    for number, cells in _fill_merged(found, _clip_ranges(anomalies.merged, sheet)) if anomalies.merged else found:
        if any(map(str.strip, cells)):
            yield number, cells


def _refuse_large(sheet: CalamineSheet) -> None:
    if sheet.end and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MAX_CELLS:
        raise TooLarge


def _format_rows(sheet: CalamineSheet, format: str) -> Iterator[Row]:
    before = [""] * (sheet.start or (0, 0))[1]  # calamine gives the empty rows before the first cell, not the columns
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = before + [cell if type(cell) is str else format_cell(cell) for cell in cells]
        yield number, [_format_duration(text) for text in texts] if format == "ods" else texts


def format_cell(cell: object) -> str:
    """Return the cell as text that the parsers of netreg's fields understand."""
    return _TEXTS.get(type(cell), str)(cell)


def _format_number(number: float) -> str:
    """Return all digits of a number, never with an exponent."""
    if not math.isfinite(number):
        return f"{ERROR}#NUM!"
    if abs(number) >= EXACT:
        return f"{LOST}{number:.0f}"
    if number == int(number):
        return str(int(number))
    from decimal import Decimal

    return format(Decimal(repr(number)), "f")


def _format_moment(moment: datetime) -> str:
    """Return the day, with the time unless it is midnight; a fraction of a second comes from rounding."""
    whole = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if whole.time() == time():
        return whole.date().isoformat()
    return whole.isoformat(timespec="seconds" if whole.second else "minutes")


def _format_hours(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda flag: "yes" if flag else "no",
    int: _format_number,
    float: _format_number,
    date: date.isoformat,
    time: lambda clock: clock.isoformat("minutes"),
    datetime: _format_moment,
    timedelta: _format_hours,
}


def _format_duration(text: str) -> str:
    """Return a duration of more than a day, which calamine gives in ODS unparsed, in hours and minutes."""
    if text.startswith("PT") and (found := re.fullmatch(r"PT(\d+)H(\d\d)M[\d.,]+S", text)):
        return f"{int(found[1])}:{found[2]}"
    return text


def _pad_numbers(found: Iterable[Row], padded: Mapping[tuple[int, int], Iterable[int]]) -> Iterator[Row]:
    """Yield the rows with the zeros that the format of a number shows, and the number itself lacks."""
    rows = {place: iter(numbers) for place, numbers in padded.items()}
    following = {place: next(numbers, -1) for place, numbers in rows.items()}
    for number, cells in found:
        for (column, width), row in following.items():
            if row == number - 1:
                if column < len(cells) and cells[column].isdecimal():
                    cells[column] = cells[column].zfill(width)
                following[column, width] = next(rows[column, width], -1)
        yield number, cells


def _place_marks(found: Iterable[Row], marks: Marks) -> Iterator[Row]:
    """Yield the rows with the marks put into their cells, which may lie beyond the last row."""
    for number, cells in found:
        yield number, _put_marks(cells, marks.pop(number - 1)) if number - 1 in marks else cells
    for row in sorted(marks):
        yield row + 1, _put_marks([], marks[row])


def _put_marks(cells: list[str], marks: dict[int, str]) -> list[str]:
    cells += [""] * (max(marks) + 1 - len(cells))
    for column, mark in marks.items():
        cells[column] = mark
    return cells


def _clip_ranges(ranges: Iterable[MergedRange], sheet: CalamineSheet) -> list[MergedRange]:
    """Return the merged ranges, clipped to the rows and columns that are in use."""
    bottom, right = sheet.end or (0, 0)
    cut = [span._replace(bottom=min(span.bottom, bottom), right=min(span.right, right)) for span in ranges]
    if sum((s.bottom - s.top + 1) * (s.right - s.left + 1) for s in cut if s.top <= s.bottom) > MAX_CELLS:
        raise TooLarge
    return cut


def _fill_merged(found: Iterable[Row], ranges: Iterable[MergedRange]) -> Iterator[Row]:
    """Yield the rows with the text of a merged range in each of its cells, in rows that are not blank otherwise."""
    beginning: dict[int, list[MergedRange]] = {}
    for span in ranges:
        beginning.setdefault(span.top, []).append(span)
    held: list[tuple[MergedRange, str]] = []
    for number, cells in found:
        held += [(s, cells[s.left]) for s in beginning.pop(number - 1, ()) if s.left < len(cells)]
        if held and any(map(str.strip, cells)):
            for span, text in held:
                cells[span.left : span.right + 1] = [text] * len(cells[span.left : span.right + 1])
        held = [(span, text) for span, text in held if span.bottom >= number]
        yield number, cells
