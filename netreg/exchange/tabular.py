"""Tables in files: rows of text cells with the line each began on."""

from __future__ import annotations

import csv
import io
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import MissingFile, UnusableInput
from netreg.language import _, ngettext
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DELIMITERS = (",", ";", "\t")
MAX_LINE = 1 << 20


class Line(NamedTuple):
    """One row of a table and the line of the file on which it begins."""

    number: int
    cells: list[str]


class Table(NamedTuple):
    """The headings of a table and its rows."""

    name: str
    headings: list[str]
    rows: list[Line]
    ragged: list[tuple[int, str]]


def read(path: Path) -> Table:
    """The table in a CSV file (``-`` is the standard input): UTF-8, comma, semicolon or tab.

    Raises:
        MissingFile: when it is not there or cannot be read.
        UnusableInput: when it is not such a table, with the line at fault.
    """
    name = _("standard input") if str(path) == "-" else str(path)
    lines = _lines(name, _decode(name, _bytes(path)))
    rows = [line for line in lines if any(map(text.clean, line.cells))]
    if not rows:
        raise UnusableInput(_("{file} is empty").format(file=name), _("its first line must be the headings"))
    headings = [text.clean(heading) for heading in rows[0].cells]
    _refuse_twins(name, headings)
    fitted = [_fitted(headings, row) for row in rows[1:]]
    ragged = [(row.number, _mismatch(headings, row)) for row in fitted if len(row.cells) != len(headings)]
    return Table(name, headings, [row for row in fitted if len(row.cells) == len(headings)], ragged)


def _bytes(path: Path) -> bytes:
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read()
        if path.exists() and not path.is_file():
            raise MissingFile(_("{file} is not a file").format(file=path), _("name a CSV file"))
        return path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(_("there is no file {file}").format(file=path), _("check its name")) from None
    except OSError as error:
        raise MissingFile(_("{file}: {reason}").format(file=path, reason=error.strerror or error)) from None


_NO_TABLES = {
    b"\x89PNG": "a PNG file",
    b"SQLite format 3": "a SQLite file",
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "an Excel file",
    b"\xd0\xcf\x11\xe0": "an Excel file",
}


def _decode(name: str, content: bytes) -> str:
    for start, kind in _NO_TABLES.items():
        if content.startswith(start):
            raise UnusableInput(
                _("{file} is {kind}, not a table of text").format(file=name, kind=kind),
                _("save it as 'CSV UTF-8' and import that"),
            )
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnusableInput(
            _("{file}:{line}: the text is not UTF-8").format(file=name, line=line),
            _("save it from Excel as 'CSV UTF-8' and import that"),
        ) from None
    _refuse_misread(name, content, decoded)
    return decoded


def _refuse_misread(name: str, content: bytes, decoded: str) -> None:
    """Thai in the old code page can be valid UTF-8 by chance: not ASCII, yet without Thai."""
    if content.startswith(b"\xef\xbb\xbf") or decoded.isascii() or re.search("[ก-๛]", decoded):
        return
    odd = next((line for line in decoded.splitlines() if any(c.isalpha() and not c.isascii() for c in line)), None)
    if odd is None:
        return
    other = odd.encode().decode("cp874", "replace")
    raise UnusableInput(
        _("{file}: the text may be UTF-8 ('{one}') or cp874 ('{other}')").format(
            file=name, one=odd[:30], other=other[:30]
        ),
        _("save it from Excel as 'CSV UTF-8' and import that"),
    )


def _lines(name: str, content: str) -> Iterator[Line]:
    _refuse_unfit(name, content)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=_delimiter(content), strict=True)
    csv.field_size_limit(MAX_LINE)
    began = 1
    try:
        for cells in reader:
            yield Line(began, cells)
            began = reader.line_num + 1
    except csv.Error as error:
        reason, advice = _broken(str(error))
        raise UnusableInput(_("{file}:{line}: {reason}").format(file=name, line=began, reason=reason), advice) from None


def _broken(error: str) -> tuple[str, str]:
    """What the csv module's error means, and what to do about it."""
    if "field limit" in error or "field larger" in error:
        return _("a cell is longer than a million characters"), _("shorten it and import again")
    mend = _("mend the quotes and import again")
    if "end of data" in error:
        return _("a quote that opens on this line never closes"), mend
    return _("the quotes are not those of a CSV file"), mend


def _refuse_unfit(name: str, content: str) -> None:
    if "\x00" in content:
        line = content.count("\n", 0, content.index("\x00")) + 1
        raise UnusableInput(
            _("{file}:{line}: there are NUL characters in it").format(file=name, line=line),
            _("is it a CSV file? save it again as 'CSV UTF-8'"),
        )


def _delimiter(content: str) -> str:
    """The mark that stands most often in the first line."""
    first = re.sub(r'"[^"]*"', "", content.lstrip("\r\n").split("\n", 1)[0])
    return max(DELIMITERS, key=first.count)


def _refuse_twins(name: str, headings: list[str]) -> None:
    seen: dict[str, int] = {}
    for column, heading in enumerate(headings, 1):
        key = text.match_key(heading)
        if not key:
            raise UnusableInput(
                _("{file}: column {column} has no heading").format(file=name, column=column),
                _("is the first line the headings?"),
            )
        if key in seen:
            raise UnusableInput(
                _("{file}: columns {first} and {second} have the same heading '{heading}'").format(
                    file=name, first=seen[key], second=column, heading=heading
                ),
                _("rename one of them"),
            )
        seen[key] = column


def _fitted(headings: list[str], row: Line) -> Line:
    """The row without empty cells beyond the headings."""
    cells = row.cells
    while len(cells) > len(headings) and not cells[-1]:
        cells = cells[:-1]
    return Line(row.number, cells)


def _mismatch(headings: list[str], row: Line) -> str:
    return _("{cells}, but {headings}; a cell with a comma in it must stand in quotes").format(
        cells=ngettext("{n} cell", "{n} cells", len(row.cells)).format(n=len(row.cells)),
        headings=ngettext("{n} heading", "{n} headings", len(headings)).format(n=len(headings)),
    )
