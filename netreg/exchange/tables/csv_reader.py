"""CSV and TSV: which mark parts the cells, their rows one by one, and the guard against formulas."""

from __future__ import annotations

import csv
import re
from collections import deque
from functools import partial
from io import StringIO
from itertools import chain, islice
from typing import TYPE_CHECKING, AnyStr, BinaryIO, NamedTuple, NoReturn

from netreg.errors import UnusableInput, UsageError
from netreg.exchange.tables.cell_marks import BLANK, FORMULA
from netreg.exchange.tables.encodings import (
    decode_pieces,
    determine_encoding,
    number_lines,
    open_text,
    read_chunks,
    refuse_thai_as_latin,
)
from netreg.exchange.tables.source_tables import MAX_LINE, SourceFile, SourceRow, SourceTable, TextBlock
from netreg.language import _
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netreg.exchange.tables.snapshot import Snapshot

DELIMITERS = (",", ";", "\t")

_SAMPLE = 20
_HINT = re.compile(r'"?sep=([^\w"\r\n])"?[\r\n]*', re.IGNORECASE)
# A cell in quotes, from the mark or line end before it; in a sample the last may be cut short.
_QUOTED = re.compile(r'(?<![^,;\t\r\n])"(?:[^"]|"")*+(?:"|\Z)')
# A cell that was meant to stand in quotes, or its beginning, where it has a delimiter in it.
_LATE_QUOTE = re.compile(r' +"(?:[^"]*|.*" *)', re.DOTALL)
_RISKY = re.compile("'*(?:[\t\r]|[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@＝＋－＠])")
_HARMLESS = re.compile(r"'*(?:[+-](?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?%?|\+[0-9]+(?: [0-9]+)+)", re.ASCII)


class _Table(NamedTuple):
    """A file of which is known how to read it; `hints` lines stand above the table."""

    name: str
    file: BinaryIO
    codec: str
    delimiter: str = ","
    hints: int = 0


def read_csv(snapshot: Snapshot, *, sheet: str | None, encoding: str | None) -> SourceFile:
    """The one table in a file of comma, semicolon or tab separated cells.

    Raises:
        UsageError: when a sheet was asked for, or an encoding that there is not.
        UnusableInput: when it is not such a table, with the line at fault.
    """
    if sheet is not None:
        raise UsageError(
            _("{file} has no sheets: it is a table of text").format(file=snapshot.name), _("leave --sheet out")
        )
    table = _Table(snapshot.name, snapshot.file, determine_encoding(snapshot.name, snapshot.file, encoding))
    _refuse_long_lines(table)
    refuse_thai_as_latin(table.name, _sample(table))
    table = _with_delimiter(table)
    _refuse_one_column(table)
    if next(_lines(table), None) is None:
        raise UnusableInput(_("{file} is empty").format(file=table.name), _("its first line must be the headings"))
    form = "tsv" if table.delimiter == "\t" else "csv"
    return SourceFile(
        snapshot.name,
        snapshot.sha256,
        form,
        table.codec,
        [SourceTable("", partial(_lines, table), blocks=partial(_pieces, table), delimiter=table.delimiter)],
    )


def _refuse_long_lines(table: _Table) -> None:
    """Once for the whole file, so that its lines can then be read without measuring them.

    A letter takes a byte at least: where no line has too many bytes, none has too many letters.
    """
    wide = table.codec.startswith("utf-16")
    if (wide or _has_long_line(read_chunks(table.file), b"\n", b"\r")) and _has_long_line(
        decode_pieces(table.file, table.codec), "\n", "\r"
    ):
        _refuse_long_line(table)


def _has_long_line(pieces: Iterable[AnyStr], *ends: AnyStr) -> bool:
    """Whether more than `MAX_LINE` stands between two line ends."""
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
        raise UnusableInput(
            _("{file}: line {line} is longer than a million characters").format(file=table.name, line=number),
            _("is it a table? save it again as 'CSV UTF-8'"),
        )


def _with_delimiter(table: _Table) -> _Table:
    """With the mark that Excel's hint names, else the one that parts the first lines best."""
    with open_text(table.file, table.codec) as lines:
        if hint := _HINT.fullmatch(lines.readline()):
            return table._replace(delimiter=hint[1], hints=1)
    return table._replace(delimiter=_likely_delimiter("".join(_sample(table))))


def _sample(table: _Table) -> list[str]:
    """The first lines of the table in which there is something."""
    with open_text(table.file, table.codec) as lines:
        return list(islice((line for line in islice(lines, table.hints, None) if line.strip()), _SAMPLE))


def _likely_delimiter(sample: str) -> str:
    lines = [line for line in re.split(r"[\r\n]+", _QUOTED.sub("", sample)) if line]
    counts = {mark: [line.count(mark) for line in lines] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: _fitness(counts[mark]))


def _fitness(counts: list[int]) -> tuple[bool, bool, int]:
    """A mark in the same number on every line parts cells; one that is missing on some is in their text."""
    everywhere = all(counts)
    return everywhere and len(set(counts)) == 1, everywhere, sum(counts)


def _refuse_one_column(table: _Table) -> None:
    """Refuse what Excel makes of a CSV file that it opened as one column: every line in quotes."""
    rows = [[cell for cell in row if cell] for row in csv.reader(_sample(table), delimiter=table.delimiter)]
    if rows and all(len(row) == 1 and _parted(row[0]) for row in rows):
        raise UnusableInput(
            _("{file}:1: every line stands in quotes as a whole, so that the table has one column").format(
                file=table.name
            ),
            _("open it in Excel, part the column with 'Text to Columns', and save it as 'CSV UTF-8'"),
        )


def _parted(cell: str) -> bool:
    return any(mark in cell for mark in DELIMITERS)


def _lines(table: _Table) -> Iterator[SourceRow]:
    """The rows in which something can be seen, as they were before they were guarded.

    A cell that is a formula in the file comes with the mark of one before it, and so does
    one whose quotes have a blank before them.
    """
    for piece in _pieces(table):
        if isinstance(piece, TextBlock):
            yield from split_rows(piece)
        else:
            yield piece


def _pieces(table: _Table) -> Iterator[TextBlock | SourceRow]:
    """The rows, many at a time up to the first quote, which most tables never come to: there each line is a row."""
    content = open_text(table.file, table.codec)
    for _hint in range(table.hints):
        content.readline()
    number, rest = table.hints + 1, ""
    while piece := content.read(_PIECE):
        piece = rest + piece
        if '"' in piece or _has_other_ends(piece):
            # The csv module takes the end of what it is given for the end of a row.
            yield from _rows(table, number, chain(StringIO(piece + content.readline(), newline=""), content))
            return
        end = piece.rfind("\n") + 1
        if end:
            yield TextBlock(number, piece[:end], table.delimiter)
            number += piece.count("\n")
        rest = piece[end:]
    yield from _rows(table, number, [rest])


_PIECE = 1 << 16
"""Characters that are read at a time: some hundred rows."""


def _has_other_ends(piece: str) -> bool:
    r"""Whether lines end with ``\r`` alone; one at the very end may have its ``\n`` behind it."""
    return "\r" in piece and piece.count("\r") > piece.count("\r\n") + piece.endswith("\r")


def split_rows(raw: TextBlock) -> Iterator[SourceRow]:
    """The rows in which something can be seen, of lines without quotes."""
    lines = raw.text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    guarded = "=" in raw.text or "'" in raw.text
    for number, row in enumerate(lines, raw.number):
        cells = row.split(raw.delimiter)
        if guarded:
            cells = [_as_meant(cell) for cell in cells]
        if row[:1].isalnum() or _is_seen(cells):
            yield SourceRow(number, cells)


def split_columns(raw: TextBlock, width: int) -> list[list[str]] | None:
    """The cells of lines without quotes by their columns, where every line has so many and something to be seen.

    Nothing where that takes a closer look: then they are to be `parted` one by one.
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


def _rows(table: _Table, number: int, lines: Iterable[str]) -> Iterator[SourceRow]:
    """The rows in which something can be seen, of lines the first of which has this number."""
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(lines, delimiter=table.delimiter, strict=True)
    began = number
    try:
        for raw in reader:
            # One look at the whole row: nearly every row has no cell to look closer at.
            row, cells = "".join(raw), raw
            if "=" in row or "'" in row or ' "' in row:
                cells = [_as_meant(cell) for cell in raw]
            if row[:1].isalnum() or _is_seen(cells):
                yield SourceRow(began, cells)
            began = number + reader.line_num
    except csv.Error as error:
        _refuse_quotes(table, str(error), began, number - 1 + reader.line_num)


def _is_seen(cells: list[str]) -> bool:
    return bool(text.clean("".join(cells)))


def _as_meant(cell: str) -> str:
    if _LATE_QUOTE.fullmatch(cell):
        return BLANK + cell
    return FORMULA + cell if is_formula(cell) else unguard_formula(cell)


def _refuse_quotes(table: _Table, error: str, began: int, line: int) -> NoReturn:
    """Say what the csv module's error means, and what to do about it."""
    place, advice = began, _("mend the quotes and import again")
    if "field limit" in error:
        reason = _("a cell is longer than a million characters")
        advice = _("shorten it, or close the quote before it, and import again")
    elif "end of data" in error:
        place, reason = _line_of_last_quote(table), _("a quote that opens on this line never closes")
    elif line == began:
        reason = _("the quotes are not those of a CSV file: text follows a closing quote")
    else:
        reason = _("the quotes are not those of a CSV file: text follows a closing quote on line {line}")
    raise UnusableInput(
        _("{file}:{line}: {reason}").format(file=table.name, line=place, reason=reason.format(line=line)), advice
    ) from None


def _line_of_last_quote(table: _Table) -> int:
    """The line on which the last cell of the file begins, when it never ends."""
    with open_text(table.file, table.codec) as lines:
        reader = csv.reader(lines, delimiter=table.delimiter)
        cell = deque(reader, maxlen=1)[0][-1]
    return reader.line_num - len(re.findall(r"\r\n?|\n", cell)) + cell.endswith(("\n", "\r"))


def is_formula(cell: str) -> bool:
    """Whether a cell, as it stands in a file, is a formula whose result was lost."""
    return cell.startswith("=")


def guard_formula(cell: str) -> str:
    """The cell as it may be written: an apostrophe before what a spreadsheet would run as a formula.

    Numbers and telephone numbers come out whole. A cell that has such an apostrophe
    by itself gets one more, so that `unguarded` gives back what was there.
    """
    return "'" + cell if _is_risky(cell) else cell


def unguard_formula(cell: str) -> str:
    """The cell without the apostrophe that `guarded` put before it, if it did."""
    return cell[1:] if cell.startswith("'") and _is_risky(cell[1:]) else cell


def _is_risky(cell: str) -> bool:
    return bool(_RISKY.match(cell)) and not _HARMLESS.fullmatch(cell)
