"""Read the cells of a table column by column, each by the parser of its field.

Nothing here asks the register: references to other records are kept as written, and resolved
once the rows are staged. Readers cache what they read, since most cells of a column repeat
another one.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import compress, islice, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.entity import CompoundColumn
from netreg.core.fields import Reference
from netreg.core.table_import import OWN, ImportColumn
from netreg.core.thai_fields import BuddhistYear, Date
from netreg.errors import InvalidValue
from netreg.exchange.columns.headings import SCOPE, is_reason_heading
from netreg.exchange.tables.cell_marks import (
    BLANK,
    ERROR,
    FORMULA,
    LOST,
    describe_blank_before_quote,
    refuse_marked_cell,
    strip_mark,
)
from netreg.exchange.tables.csv_reader import split_columns, split_rows
from netreg.exchange.tables.source_tables import TextBlock, trim_cells
from netreg.language import _, ngettext
from netreg.store.importing import derive_rows
from netreg.thai import text
from netreg.thai.dates import date_parser
from netreg.thai.dates.formats import BE_OFFSET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from netreg.core.fields import Field, Value
    from netreg.core.table_import import TableImport
    from netreg.exchange.columns.headings import ColumnTarget, TableHeadings

    Cells = Sequence[str]
    Values = Sequence[Any]
    Chunk = tuple[int, str, str] | tuple[Sequence[int], Sequence[list[str]], Sequence[int]]
    RowError = tuple[int, str, str, str, int]
    _Dated = tuple[Value, str | None]

MAX_LINES_SHOWN = 5
"""The number of lines that are named for the dates in one era."""
_LEADING = 3
"""Number, line and owner come before the values of a row."""
_CACHED_DATES = 1 << 15
_CACHED_TEXTS = 1 << 12


class ColumnReader(NamedTuple):
    """The reader of one column: it parses each cell, and its values go to `places` in the row.

    `read_all` reads a whole column, `read` one cell that is not empty. A compound (the parts of a name)
    has several places; a scope has none, it only narrows the search for the reference that `is_scoped`.
    """

    cell: int
    heading: str
    target: ColumnTarget
    read: Callable[[str], Any]
    read_all: Callable[[Cells], Values]
    places: tuple[int, ...] = ()
    is_scoped: bool = False


def list_columns(headed: TableHeadings) -> tuple[ImportColumn, ...]:
    """Return the columns that the rows of a table have once they are read."""
    found: dict[tuple[str, str], ImportColumn] = {}
    for target in headed.targets.values():
        if target.place != SCOPE:
            for field in _list_fields(target, headed):
                found.setdefault((target.place, field.name), ImportColumn(target.place, field))
    if headed.nested:
        assert headed.entity.parent is not None
        found.setdefault((OWN, headed.entity.parent.name), ImportColumn(OWN, headed.entity.parent))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[0] != OWN))


def list_clearable_fields(headed: TableHeadings) -> frozenset[tuple[str, str]]:
    """Return the fields that a blank cell can clear: those with a column of their own, not the parts of a name."""
    whole = (t for t in headed.targets.values() if t.place != SCOPE and not isinstance(t.field, CompoundColumn))
    return frozenset((target.place, target.field.name) for target in whole)


def _list_fields(target: ColumnTarget, headed: TableHeadings) -> list[Any]:
    if isinstance(target.field, CompoundColumn):
        return [headed.entity.by_name[name] for name in target.field.into]
    return [target.field]


class TableReader:
    """The reader of a table's rows, without a register: pure functions, for any process."""

    def __init__(
        self, task: TableImport, headed: TableHeadings, years: str | None, *, typed: bool = False, delimiter: str = ""
    ) -> None:
        """Read the rows of `headed` with the columns of `task`; `years` sets the era of all dates.

        In a `typed` table there are dates that the spreadsheet knows as dates, and others written
        as text: the era of each group is its own. The `delimiter` is that of a text.
        """
        self.headed = headed
        self.delimiter = delimiter
        self.typed = typed
        self.years = years
        self._places = {(c.level, c.field.name): _LEADING + place for place, c in enumerate(task.columns)}
        self._width = _LEADING + len(task.columns)
        self._derive = derive_rows.make_row_deriver(task)
        readers = [self._make_reader(cell, target) for cell, target in headed.targets.items()]
        self._value_readers = [reader for reader in readers if not isinstance(reader.target.field, Reference)]
        references = [reader for reader in readers if isinstance(reader.target.field, Reference)]
        self.references = sorted(references, key=lambda reader: reader.target.place != SCOPE)

    def _make_reader(self, cell: int, target: ColumnTarget) -> ColumnReader:
        field, heading = target.field, self.headed.names[cell]
        if isinstance(field, CompoundColumn):
            places = tuple(self._places[target.place, name] for name in field.into)
            return ColumnReader(cell, heading, target, field.split, _read_each(field.split), places)
        place = self._places.get((target.place, field.name))
        read = str if isinstance(field, Reference) else self._choose_parser(field)
        read_all = _read_each_unless(matcher, read) if (matcher := field.get_plain_matcher()) else _read_each(read)
        is_scoped = isinstance(field, Reference) and target.place == OWN and field.parent
        return ColumnReader(cell, heading, target, read, read_all, () if place is None else (place,), is_scoped)

    def _choose_parser(self, field: Field) -> Callable[[str], Any]:
        """Return the parser of a field's cells, with a cache where many cells are alike."""
        years, parse = self.years, field.parse
        if isinstance(field, Date | BuddhistYear):
            return _make_date_parser(field, years, typed=self.typed)
        if field.get_plain_matcher():  # hardly ever the same twice
            return parse
        return lru_cache(_CACHED_TEXTS)(lambda written: parse(written, years))

    def read(self, chunk: Chunk) -> tuple[Any, ...]:
        """Read a chunk: the lines, cells and owners of rows, or the parts of a ``TextBlock``.

        Return its number of rows; their columns in plain values, first the number of each row in the
        chunk; the references as written, a column for each of `references`; the row errors; and
        the number of dates in each era, with the first lines of each.
        """
        errors: list[RowError] = []
        eras: dict[tuple[int, str], list[int]] = {}
        is_plain = _is_plain(chunk)
        count, (numbers, lines, owners), cells = self._split_chunk(chunk, errors)

        def select_column(reader: ColumnReader) -> _CellColumn:
            return _CellColumn(reader, numbers, lines, cells[reader.cell], errors, is_plain)

        columns: list[Any] = [numbers, lines, owners, *repeat(None, self._width - _LEADING)]
        for column in map(select_column, self._value_readers):
            values = _read_values(column)
            if isinstance(column.reader.target.field, Date | BuddhistYear):
                values = _note_eras(column, values, eras)
            _place_values(columns, values, column)
        named = [_read_references(select_column(reader)) for reader in self.references]
        nothing = [None] * len(numbers)
        columns = [nothing if column is None else column for column in columns]
        return count, columns, named, errors, eras

    def read_new(self, chunk: Chunk) -> tuple[Any, ...]:
        """Read a chunk of new records, with their derived columns, and the further names of them and their children."""
        count, columns, named, errors, eras = self.read(chunk)
        values = columns[_LEADING:]
        for slot, asked in zip(self.references, named, strict=True):
            for place in slot.places:
                values[place - _LEADING] = [one or None for one in asked]
        beside = self._derive(columns[0], values)
        kept = (beside.complete, beside.names, beside.child_names)
        return count, [*columns, *beside.columns], named, errors, eras, *kept

    def _split_chunk(
        self, chunk: Chunk, errors: list[RowError]
    ) -> tuple[int, tuple[Sequence[int], ...], Sequence[Cells]]:
        """Return the number of rows of a chunk; number, line and owner of each usable one; their cells by column."""
        width = len(self.headed.names)
        if isinstance(chunk[1], str):
            raw = TextBlock(*chunk)
            if found := split_columns(raw, width):
                count = len(found[0])
                numbers, lines = range(1, count + 1), range(raw.number, raw.number + count)
                return count, (tuple(numbers), tuple(lines), (0,) * count), found
            chunk = tuple(zip(*split_rows(raw), strict=True)) or ((), (), ())  # type: ignore[assignment]
        read, cells, whose = chunk
        *ahead, fitting = self._select_fitting(read, cells, whose, errors)  # type: ignore[arg-type]
        return len(cells), tuple(ahead), list(zip(*fitting, strict=True)) or [()] * width

    def _select_fitting(
        self, lines: Sequence[int], cells: Sequence[list[str]], owners: Sequence[int], errors: list[RowError]
    ) -> tuple[Sequence[Any], ...]:
        """Return the numbers, lines, owners and cells of the rows that have a cell for each heading."""
        numbers, width = tuple(range(1, len(cells) + 1)), len(self.headed.names)
        if {*map(len, cells)} <= {width}:
            return numbers, lines, owners, cells
        rows = list(zip(numbers, lines, owners, [trim_cells(row, width) for row in cells], strict=True))
        errors += [(n, "", "", self._describe_mismatch(row), line) for n, line, _o, row in rows if len(row) != width]
        fitting = [row for row in rows if len(row[3]) == width]
        return tuple(zip(*fitting, strict=True)) or ((), (), (), ())

    def _describe_mismatch(self, row: list[str]) -> str:
        """Return why a row with more or fewer cells than headings is refused."""
        if any(cell[:1] == BLANK for cell in row):
            return describe_blank_before_quote()
        width = len(self.headed.names)
        # Rejected rows are edited in a spreadsheet program, where no delimiter is seen.
        delimiter = "" if any(map(is_reason_heading, self.headed.names)) else self.delimiter
        return _("{cells}, but {headings}; {advice}").format(
            cells=ngettext("{n} cell", "{n} cells", len(row)).format(n=len(row)),
            headings=ngettext("{n} heading", "{n} headings", width).format(n=width),
            advice=_advise_too_few(self.delimiter) if len(row) < width else _advise_too_many(delimiter),
        )


def _is_plain(chunk: Chunk) -> bool:
    """Return whether it is certain at one glance that no cell of a chunk has a mark."""
    text = chunk[1]
    return isinstance(text, str) and not any(sign in text for sign in ("=", FORMULA, LOST, ERROR, BLANK))


class _CellColumn(NamedTuple):
    """The cells of one column in a chunk, with the list to which their errors are added."""

    reader: ColumnReader
    numbers: Sequence[int]
    lines: Sequence[int]
    cells: Cells
    errors: list[RowError]
    is_plain: bool

    def refuse(self, index: int, reason: str) -> None:
        """Add the error of a cell."""
        error = (self.numbers[index], self.reader.heading, strip_mark(self.cells[index]), reason, self.lines[index])
        self.errors.append(error)

    def has_marks(self) -> bool:
        """Return whether any cell has a mark."""
        return not self.is_plain and max(self.cells, default="") >= FORMULA


def _read_each(read: Callable[[str], Any]) -> Callable[[Cells], Values]:
    return lambda cells: [read(cell) if cell else None for cell in cells]


def _read_each_unless(is_plain: Callable[[str], object], read: Callable[[str], Any]) -> Callable[[Cells], Values]:
    return lambda cells: [(cell if is_plain(cell) else read(cell)) if cell else None for cell in cells]


def _read_values(column: _CellColumn) -> Values:
    """Return the values of a column's cells; ``None`` for those that are empty or refused."""
    if not column.has_marks():
        try:
            return column.reader.read_all(column.cells)
        except InvalidValue:
            pass  # then each by itself, so that every error is reported
    return [_read_value(column, index) for index in range(len(column.cells))]


def _read_value(column: _CellColumn, index: int) -> Any:
    cell = column.cells[index]
    if not cell:
        return None
    try:
        refuse_marked_cell(cell)
        return column.reader.read(cell)
    except InvalidValue as refusal:
        column.refuse(index, str(refusal))
        return None


def _note_eras(column: _CellColumn, dated: Values, eras: dict[tuple[int, str], list[int]]) -> Values:
    """Return the dates of a column without their eras, and note how many are in which era, and where."""
    found = [one and one[1] for one in dated]
    for era, count in Counter(filter(None, found)).items():
        which = compress(column.lines, [one == era for one in found])
        eras[column.reader.cell, era] = [count, *islice(which, MAX_LINES_SHOWN)]
    return [one and one[0] for one in dated]


def _place_values(columns: list[Any], values: Values, column: _CellColumn) -> None:
    """Put the values of a column into its place in the rows, or the parts of a compound into theirs."""
    places = column.reader.places
    if len(places) == 1:
        parts: Iterable[Values] = (values,)
    else:
        nothing = (None,) * len(places)
        parts = list(zip(*[value or nothing for value in values], strict=True)) or [()] * len(places)
    clashes: set[int] = set()
    for place, part in zip(places, parts, strict=True):
        columns[place] = part if columns[place] is None else _merge_values(columns[place], part, clashes)
    for index in sorted(clashes):
        column.refuse(index, _("another column of this row has a different value"))


def _merge_values(before: Values, values: Values, clashes: set[int]) -> list[Any]:
    """Merge two columns of one field: a name in one piece and its parts may both be given, if they agree."""
    merged = list(before)
    for index, value in enumerate(values):
        if value is None:
            continue
        if merged[index] is not None and text.match_key(str(merged[index])) != text.match_key(str(value)):
            clashes.add(index)
        else:
            merged[index] = value
    return merged


def _read_references(column: _CellColumn) -> list[str]:
    """Return the references in a column as written; empty for those that are refused."""
    if not column.has_marks():
        return [_clean_reference(cell) for cell in column.cells]
    named = []
    for index, cell in enumerate(column.cells):
        try:
            refuse_marked_cell(cell or " ")
            named.append(_clean_reference(cell))
        except InvalidValue as refusal:
            column.refuse(index, str(refusal))
            named.append("")
    return named


@lru_cache(_CACHED_TEXTS)
def _clean_reference(cell: str) -> str:
    return text.clean(cell)


_NAMED_ERA = re.compile(r"พ\. ?ศ|พศ|ค\. ?ศ|คศ|(?<![a-z])(?:b\.?e|a\.?d|c\.?e)(?![a-z])", re.IGNORECASE)
"""A date that names its era: it is not evidence of the era of the column."""
_NUMBERS = re.compile(r"[-0-9/. ]+")
"""A date that certainly does not name its era."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T|\Z)", re.ASCII)
"""A date that a spreadsheet knows as one."""


def _make_date_parser(field: Date | BuddhistYear, years: str | None, *, typed: bool) -> Callable[[str], _Dated | None]:
    """Return the parser of date cells: of the value, and of the era of its year where only the number shows it."""

    @lru_cache(_CACHED_DATES)
    def read(written: str) -> _Dated | None:
        value = field.parse(written, years)
        if value is None:
            return None
        plain = text.to_ascii_digits(written)
        if years or (not _NUMBERS.fullmatch(plain) and _NAMED_ERA.search(plain)):
            return value, None
        year = int(value) - BE_OFFSET if isinstance(field, BuddhistYear) else int(str(value)[:4])
        era = "ce" if str(year) in plain and str(year + BE_OFFSET) not in plain else "be"
        return value, f"{era}*" if typed and _ISO.match(plain) else era

    if not isinstance(field, Date):
        return read
    return lambda written: date_parser.parse_common_date(written, years) or read(written)


def _advise_too_few(delimiter: str) -> str:
    if not delimiter:
        return _("fill in the rest of the row")
    return _("an empty cell still needs its {mark}, and a cell with a line break must be in quotes").format(
        mark=_name_delimiter(delimiter)
    )


def _advise_too_many(delimiter: str) -> str:
    if not delimiter:
        return _("put each cell under its heading, and clear those beyond the last heading")
    return _("a cell with a {mark} must be in quotes").format(mark=_name_delimiter(delimiter))


def _name_delimiter(delimiter: str) -> str:
    return {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}.get(delimiter, f"'{delimiter}'")
