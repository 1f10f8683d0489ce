"""CSV and TSV files: the delimiter, and the rows one by one or many at a time."""

from __future__ import annotations

import csv
import re
from collections import deque
from functools import partial
from io import StringIO
from itertools import chain, islice
from typing import TYPE_CHECKING, AnyStr, BinaryIO, NoReturn

from netreg.errors import EmptyTable, UnusableInput
from netreg.exchange.formula_guard import is_formula, unguard_formula
from netreg.exchange.tables.cell_marks import BLANK, FORMULA
from netreg.exchange.tables.encodings import (
    advise_csv,
    decode_pieces,
    determine_encoding,
    number_lines,
    open_text,
    read_chunks,
    refuse_thai_as_latin,
)
from netreg.exchange.tables.source_tables import (
    MAX_LINE,
    LongLine,
    SourceFile,
    SourceRow,
    SourceTable,
    TextBlock,
    refuse_sheet_option,
)
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netreg.exchange.tables.snapshot import Snapshot

DELIMITERS = (",", ";", "\t", "|")

_SAMPLE = 20
_GUARDED_TEXT = re.compile(r'="([^"=+\-@][^"]*)"')
"""``="000123"``: a text whose zeros other programs guard in this way from Excel; no other formula is taken."""
_HINT = re.compile(r'"?sep=([^\w"\r\n])"?[\r\n]*', re.IGNORECASE)
# A quoted cell, from the delimiter or line end before it; in a sample the last may be cut short.
_QUOTED = re.compile(r'(?<![^,;|\t\r\n])"(?:[^"]|"")*+(?:"|\Z)')
# A cell that was meant to be quoted, or its beginning, where it has a delimiter in it.
_LATE_QUOTE = re.compile(r' +"(?:[^"]*|.*" *)', re.DOTALL)


class _Table(NamedTuple):
    """A file and how to read it; `hints` lines stand above the table."""

    name: str
    file: BinaryIO
    codec: str
    delimiter: str = ","
    hints: int = 0


def read_csv(snapshot: Snapshot, *, sheets: Sequence[str], encoding: str | None) -> SourceFile:
    """Read the one table in a file of cells separated by commas, semicolons, tabs or upright strokes.

    Raises:
        UsageError: when a sheet was asked for, or there is no such encoding.
        UnusableInput: when it is not such a table, with the line at fault.
    """
    refuse_sheet_option(snapshot.name, sheets)
    csv.field_size_limit(MAX_LINE)
    table = _Table(snapshot.name, snapshot.file, determine_encoding(snapshot.name, snapshot.file, encoding))
    _refuse_long_lines(table)
    refuse_thai_as_latin(table.name, _read_sample(table))
    table = _find_delimiter(table)
    _refuse_one_column(table)
    if next(_iterate_rows(table), None) is None:
        raise EmptyTable(table.name)
    format = "tsv" if table.delimiter == "\t" else "csv"
    rows, blocks = partial(_iterate_rows, table), partial(_iterate_blocks, table)
    source = SourceTable("", rows, blocks=blocks, delimiter=table.delimiter)
    return SourceFile(snapshot.name, snapshot.sha256, format, table.codec, [source])


def _refuse_long_lines(table: _Table) -> None:
    """Refuse a line that is too long, once for the whole file: then its lines can be read without measuring them.

    A character takes at least one byte: where no line has too many bytes, none has too many characters.
    """
    wide = table.codec.startswith("utf-16")
    if (wide or _has_long_line(read_chunks(table.file), b"\n", b"\r")) and _has_long_line(
        decode_pieces(table.file, table.codec), "\n", "\r"
    ):
        _refuse_long_line(table)


def _has_long_line(pieces: Iterable[AnyStr], *ends: AnyStr) -> bool:
    """Return whether there is more than `MAX_LINE` between two line ends."""
    length = 0
    for piece in pieces:
        # A piece is no longer than a line may be: only one that goes beyond its ends can be too long.
        places = [place for place in (piece.find(end) for end in ends) if place >= 0]
        if length + min(places, default=len(piece)) > MAX_LINE:
            return True
        last = max(piece.rfind(end) for end in ends)
        length = len(piece) - last - 1 if places else length + len(piece)
    return False


def _refuse_long_line(table: _Table) -> None:
    lines = number_lines(table.file, table.codec)
    if number := next((number for number, line in lines if len(line.rstrip("\r\n")) > MAX_LINE), 0):
        raise LongLine(table.name, number, advise_csv())


def _find_delimiter(table: _Table) -> _Table:
    """Return the table with the delimiter that Excel's hint names, else the one that fits the first lines best."""
    with open_text(table.file, table.codec) as lines:
        if hint := _HINT.fullmatch(lines.readline()):
            return table._replace(delimiter=hint[1], hints=1)
    return table._replace(delimiter=_guess_delimiter("".join(_read_sample(table))))


def _read_sample(table: _Table) -> list[str]:
    """Return the first lines of the table that are not blank."""
    with open_text(table.file, table.codec) as lines:
        return list(islice((line for line in islice(lines, table.hints, None) if line.strip()), _SAMPLE))


def _guess_delimiter(sample: str) -> str:
    lines = [line for line in re.split(r"[\r\n]+", _QUOTED.sub("", sample)) if line]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: _rate_delimiter(counts[mark]))


def _rate_delimiter(counts: list[int]) -> tuple[bool, bool, int]:
    """Rate a delimiter by its count on each line: the same count on all is best, none on some is worst."""
    everywhere = all(counts)
    return everywhere and len(set(counts)) == 1, everywhere, sum(counts)


def _refuse_one_column(table: _Table) -> None:
    """Refuse a CSV file that Excel opened as a single column and saved: every line is quoted as a whole."""
    rows = [[cell for cell in row if cell] for row in csv.reader(_read_sample(table), delimiter=table.delimiter)]
    if rows and all(len(row) == 1 and _has_delimiter(row[0]) for row in rows):
        raise UnusableInput(
            _("{file}:1: every line is quoted as a whole, so the table has a single column").format(file=table.name),
            _("open it in Excel, split the column with 'Text to Columns', and save it as 'CSV UTF-8'"),
        )


def _has_delimiter(cell: str) -> bool:
    return any(mark in cell for mark in DELIMITERS)


def _iterate_rows(table: _Table) -> Iterator[SourceRow]:
    """Yield the rows that are not blank, their cells as they were before they were guarded against formulas.

    A cell that is a formula in the file, or has a space before its opening quote, is marked so.
    """
    for piece in _iterate_blocks(table):
        if isinstance(piece, TextBlock):
            yield from split_rows(piece)
        else:
            yield piece


def _iterate_blocks(table: _Table) -> Iterator[TextBlock | SourceRow]:
    """Yield the rows, many at a time up to the first quote: so far each line is a row, in most tables to the end."""
    content = open_text(table.file, table.codec)
    for _hint in range(table.hints):
        content.readline()
    number, rest = table.hints + 1, ""
    while piece := content.read(_PIECE):
        piece = rest + piece
        if '"' in piece or _has_other_ends(piece):
            # The csv module takes the end of what it is given for the end of a row.
            yield from _parse_rows(table, number, chain(StringIO(piece + content.readline(), newline=""), content))
            return
        end = piece.rfind("\n") + 1
        if end:
            yield TextBlock(number, piece[:end], table.delimiter)
            number += piece.count("\n")
        rest = piece[end:]
    yield from _parse_rows(table, number, [rest])


_PIECE = 1 << 16
"""The number of characters that are read at a time: some hundred rows."""


def _has_other_ends(piece: str) -> bool:
    r"""Return whether lines end with ``\r`` alone; the ``\n`` of one at the very end may still follow."""
    return "\r" in piece and piece.count("\r") > piece.count("\r\n") + piece.endswith("\r")


def split_rows(raw: TextBlock) -> Iterator[SourceRow]:
    """Split lines without quotes into rows, without those that are blank."""
    lines = raw.text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    guarded = "=" in raw.text or "'" in raw.text
    for number, row in enumerate(lines, raw.number):
        cells = row.split(raw.delimiter)
        if guarded:
            cells = [_restore_cell(cell) for cell in cells]
        if row[:1].isalnum() or _is_visible(cells):
            yield SourceRow(number, cells)


def split_columns(raw: TextBlock, width: int) -> list[list[str]] | None:
    """Split lines without quotes into columns, where every line has `width` cells and is not blank.

    Return nothing where that takes a closer look: then :func:`split_rows` splits them one by one.
    """
    if "=" in raw.text or "'" in raw.text:
        return None
    lines = raw.text.replace("\r\n", "\n").removesuffix("\n")
    cells = lines.replace("\n", f"{raw.delimiter}\n").split(raw.delimiter)
    columns = [cells[column::width] for column in range(width)]
    # A line as wide as the headings begins in the first column, with the end of the one before it.
    columns[0] = "".join(columns[0]).split("\n")
    begin = "".join([cell[:1] for cell in columns[0]])
    count = lines.count("\n") + 1
    wide = len(columns[0]) == count and len(cells) == count * width
    return columns if wide and len(begin) == count and begin.isalnum() else None


def _parse_rows(table: _Table, number: int, lines: Iterable[str]) -> Iterator[SourceRow]:
    """Parse lines with quotes into rows, without those that are blank; `number` is that of the first line."""
    reader = csv.reader(lines, delimiter=table.delimiter, strict=True)
    began = number
    try:
        for raw in reader:
            # One look at the whole row: nearly every row has no cell to look closer at.
            row, cells = "".join(raw), raw
            if "=" in row or "'" in row or ' "' in row:
                cells = [_restore_cell(cell) for cell in raw]
            if row[:1].isalnum() or _is_visible(cells):
                yield SourceRow(began, cells)
            began = number + reader.line_num
    except csv.Error as error:
        _refuse_quotes(table, str(error), began, number - 1 + reader.line_num)


def _is_visible(cells: list[str]) -> bool:
    return bool(text.clean("".join(cells)))


def _restore_cell(cell: str) -> str:
    """Return the cell as it was before it was guarded against formulas, or marked."""
    if _LATE_QUOTE.fullmatch(cell):
        return BLANK + cell
    if literal := _GUARDED_TEXT.fullmatch(cell):
        return literal[1]
    return FORMULA + cell if is_formula(cell) else unguard_formula(cell)


def _refuse_quotes(table: _Table, error: str, began: int, line: int) -> NoReturn:
    """Refuse the file, saying what the error of the csv module means and what to do about it."""
    place, advice = began, _("correct the quotes and import it again")
    if "field limit" in error:
        reason = _("a cell is longer than a million characters")
        advice = _("shorten it, or close the quote before it, and import it again")
    elif "end of data" in error:
        place, reason = _find_open_quote(table), _("a quote opened on this line is never closed")
    elif line == began:
        reason = _("not valid CSV: text after a closing quote")
    else:
        reason = _("not valid CSV: text after a closing quote on line {line}")
    raise UnusableInput(
        _("{file}:{line}: {reason}").format(file=table.name, line=place, reason=reason.format(line=line)), advice
    ) from None


def _find_open_quote(table: _Table) -> int:
    """Return the line on which the last cell of the file begins, when its quote is never closed."""
    with open_text(table.file, table.codec) as lines:
        reader = csv.reader(lines, delimiter=table.delimiter)
        cell = deque(reader, maxlen=1)[0][-1]
    return reader.line_num - len(re.findall(r"\r\n?|\n", cell)) + cell.endswith(("\n", "\r"))
