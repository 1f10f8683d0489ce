"""The binary records of an xls file, for its errors, which calamine gives as empty cells."""

from __future__ import annotations

import struct
from array import array
from contextlib import suppress
from mmap import mmap
from os import SEEK_SET
from typing import TYPE_CHECKING

from netreg.exchange.tables.cell_marks import ERROR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_MARKS = 1_000_000

Marks = dict[int, dict[int, str]]


class MappedFile(mmap):
    """A memory-mapped file with the methods of a file, which Python 3.13 has itself."""

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, pos: int, whence: int = SEEK_SET) -> int:  # type: ignore[override]
        """Move to a position and return it."""
        super().seek(pos, whence)  # type: ignore[arg-type]
        return self.tell()


class TooLarge(Exception):
    """A sheet far larger than any table."""


_XLS_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMAT, _STYLE, _NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS = 0x41E, 0xE0, 0x203, 0x27E, 0xBD
_SHEET, _BEGIN, _FINISH, _FORMULA, _BOOLEAN_OR_ERROR, ENCRYPTED = 0x85, 0x809, 0x0A, 0x06, 0x205, 0x2F


def find_errors(file: MappedFile, position: int) -> Marks:
    """Find the errors of a sheet; none where the file cannot be followed: calamine has refused a damaged one."""
    marks: Marks = {}
    with suppress(struct.error, IndexError):
        for kind, record in find_sheet_records(read_workbook_stream(file), position):
            code = _read_error_code(kind, record)
            if code is not None:
                row, column = struct.unpack_from("<HH", record)
                marks.setdefault(row, {})[column] = ERROR + _XLS_ERRORS.get(code, "#?")
    return marks


def find_sheet_records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a sheet."""
    sheets = [record for kind, record in read_records(stream, 0) if kind == _SHEET]
    return read_records(stream, struct.unpack_from("<I", sheets[position])[0])


def find_padded_numbers(
    file: MappedFile, position: int, count_zeros: Callable[[str], int]
) -> dict[tuple[int, int], array[int]]:
    """Find the rows of the numbers whose format has leading zeros, by column and number of digits."""
    padded: dict[tuple[int, int], array[int]] = {}
    with suppress(struct.error, IndexError):
        stream = read_workbook_stream(file)
        widths = _read_style_widths(stream, count_zeros)
        for kind, record in find_sheet_records(stream, position) if widths else ():
            if kind in (_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS):
                row, column = struct.unpack_from("<HH", record)
                # One record may hold several numbers side by side, each with its style in six bytes.
                last = len(record) - 2 if kind == _SHORT_NUMBERS else 5
                for place, at in enumerate(range(4, last, 6)):
                    if width := widths.get(struct.unpack_from("<H", record, at)[0]):
                        padded.setdefault((column + place, width), array("L")).append(row)
    return padded


def _read_style_widths(stream: bytes, count_zeros: Callable[[str], int]) -> dict[int, int]:
    """Return the number of digits of each cell style whose numbers have leading zeros."""
    formats: dict[int, int] = {}
    styles: list[int] = []
    for kind, record in read_records(stream, 0):
        if kind == _FORMAT:
            number, length, flags = struct.unpack_from("<HHB", record)
            wide = flags & 1
            code = record[5 : 5 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")
            formats[number] = count_zeros(code)
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", record, 2)[0])
    return {style: width for style, number in enumerate(styles) if (width := formats.get(number, 0))}


def _read_error_code(kind: int, record: bytes) -> int | None:
    if kind == _BOOLEAN_OR_ERROR and len(record) >= 8 and record[7]:
        return record[6]
    if kind == _FORMULA and len(record) >= 14 and record[6] == 2 and record[12:14] == b"\xff\xff":
        return record[8]
    return None


def read_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part from its beginning to its end, without those of a chart in it."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BEGIN) - (kind == _FINISH)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def read_workbook_stream(file: MappedFile) -> bytes:
    """Read the stream of records in the OLE container; empty where it is not as expected."""
    try:
        return _find_stream(file, {"workbook", "book"})
    except (struct.error, IndexError):
        return b""


def _find_stream(file: MappedFile, names: set[str]) -> bytes:
    sector = 1 << min(struct.unpack_from("<H", file, 30)[0], 12)
    chain = _read_chain(file, sector)
    folder = _read_stream(file, sector, chain, struct.unpack_from("<I", file, 48)[0])
    for at in range(0, len(folder), 128):
        name = folder[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if name.lower() in names:
            start, size = struct.unpack_from("<II", folder, at + 116)
            return _read_stream(file, sector, chain, start)[:size] if size >= 4096 else b""
    return b""


def _read_chain(file: MappedFile, sector: int) -> list[int]:
    """Return for each sector the one that follows it."""
    places = list(struct.unpack_from("<109I", file, 76))
    more, count = struct.unpack_from("<II", file, 68)
    for _ in range(min(count, len(file) // sector)):
        *found, more = struct.unpack_from(f"<{sector // 4}I", file, (more + 1) * sector)
        places += found
    known = [place for place in places if (place + 2) * sector <= len(file)]
    return [number for place in known for number in struct.unpack_from(f"<{sector // 4}I", file, (place + 1) * sector)]


def _read_stream(file: MappedFile, sector: int, chain: list[int], place: int) -> bytes:
    parts: list[bytes] = []
    while place < len(chain) and len(parts) <= len(chain):
        parts.append(file[(place + 1) * sector : (place + 2) * sector])
        place = chain[place]
    return b"".join(parts)
