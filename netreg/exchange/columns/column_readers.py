"""The cells of a table read column by column, each by the reader of its field.

Nothing here asks the register: what a row names of others is kept as written, and looked
up once the rows are in. Readers remember what they read, since most cells of a column
say what another said before.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import compress, repeat
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
    Fault = tuple[int, str, str, str, int]
    _Dated = tuple[Value, str | None]

MAX_LINES_SHOWN = 5
"""So many lines are told of those with dates in an era."""
_AHEAD = 3
"""Number, line and owner stand ahead of the values of a row."""
_DATES = 1 << 15
_TEXTS = 1 << 12


class ColumnReader(NamedTuple):
    """What is done with one cell of each row: read it, and put what it says into its places in the row.

    `read_all` reads a whole column, `read` one cell that is not empty. What is more than a value (the parts
    of a name) has several places; a cell of the scope has none, it is only looked `within`.
    """

    cell: int
    heading: str
    target: ColumnTarget
    read: Callable[[str], Any]
    read_all: Callable[[Cells], Values]
    places: tuple[int, ...] = ()
    within: bool = False


def list_columns(headed: TableHeadings) -> tuple[ImportColumn, ...]:
    """The columns that the rows of a table have once they are read."""
    found: dict[tuple[str, str], ImportColumn] = {}
    for target in headed.targets.values():
        if target.place != SCOPE:
            for field in _fields(target, headed):
                found.setdefault((target.place, field.name), ImportColumn(target.place, field))
    if headed.nested:
        assert headed.entity.parent is not None
        found.setdefault((OWN, headed.entity.parent.name), ImportColumn(OWN, headed.entity.parent))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[0] != OWN))


def list_clearable_fields(headed: TableHeadings) -> frozenset[tuple[str, str]]:
    """The fields that a blank cell stands for in its own right: a name's parts are not among them."""
    whole = (t for t in headed.targets.values() if t.place != SCOPE and not isinstance(t.field, CompoundColumn))
    return frozenset((target.place, target.field.name) for target in whole)


def _fields(target: ColumnTarget, headed: TableHeadings) -> list[Any]:
    if isinstance(target.field, CompoundColumn):
        return [headed.entity.by_name[name] for name in target.field.into]
    return [target.field]


class TableReader:
    """What is made of the cells of a row, by itself and without a register: pure, for any process."""

    def __init__(
        self, task: TableImport, headed: TableHeadings, years: str | None, *, typed: bool = False, delimiter: str = ""
    ) -> None:
        """For the rows of `headed` with the columns of `task`; `years` settles the era of all dates.

        In a `typed` table the dates of a spreadsheet stand beside those written as text:
        the era of either is its own. The `delimiter` is that of a text.
        """
        self.headed = headed
        self.delimiter = delimiter
        self.typed = typed
        self.years = years
        self._places = {(c.level, c.field.name): _AHEAD + place for place, c in enumerate(task.columns)}
        self._width = _AHEAD + len(task.columns)
        self._derive = derive_rows.of_rows(task)
        slots = [self._slot(cell, target) for cell, target in headed.targets.items()]
        self.slots = [slot for slot in slots if not isinstance(slot.target.field, Reference)]
        pointing = [slot for slot in slots if isinstance(slot.target.field, Reference)]
        self.pointing = sorted(pointing, key=lambda slot: slot.target.place != SCOPE)

    def _slot(self, cell: int, target: ColumnTarget) -> ColumnReader:
        field, heading = target.field, self.headed.names[cell]
        if isinstance(field, CompoundColumn):
            places = tuple(self._places[target.place, name] for name in field.into)
            return ColumnReader(cell, heading, target, field.split, _each(field.split), places)
        place = self._places.get((target.place, field.name))
        read = str if isinstance(field, Reference) else self._reading(field)
        read_all = _each_that_does_not_stand(stands, read) if (stands := field.stands()) else _each(read)
        within = isinstance(field, Reference) and target.place == OWN and field.parent
        return ColumnReader(cell, heading, target, read, read_all, () if place is None else (place,), within)

    def _reading(self, field: Field) -> Callable[[str], Any]:
        """How a cell is read that says a value of the field; what is the same again and again is remembered."""
        years, parse = self.years, field.parse
        if isinstance(field, Date | BuddhistYear):
            return _dating(field, years, typed=self.typed)
        if field.stands():  # hardly ever the same twice
            return parse
        return lru_cache(_TEXTS)(lambda written: parse(written, years))

    def read(self, chunk: Chunk) -> tuple[Any, ...]:
        """How many rows a chunk has, and their columns in plain values: first the number of each in the chunk.

        A chunk has the lines, cells and owners of rows, or is a ``Raw`` piece of text. Behind the
        columns comes what the rows name, a column for each of `pointing`; then the faults, and how
        many dates stand in which era, with the first lines of each.
        """
        faults: list[Fault] = []
        eras: dict[tuple[int, str], list[int]] = {}
        plain = _is_plain(chunk)
        count, (numbers, lines, owners), by_cell = self._parted(chunk, faults)
        columns: list[Any] = [numbers, lines, owners, *repeat(None, self._width - _AHEAD)]
        for slot in self.slots:
            refused = _Refused(slot, numbers, lines, by_cell[slot.cell], faults, plain)
            values: Values = _values(slot, refused)
            if isinstance(slot.target.field, Date | BuddhistYear):
                values = _without_eras(slot, values, lines, eras)
            _put(columns, slot, values, refused)
        named = [_named(_Refused(slot, numbers, lines, by_cell[slot.cell], faults, plain)) for slot in self.pointing]
        nothing = [None] * len(numbers)
        columns = [nothing if column is None else column for column in columns]
        return count, columns, named, faults, eras

    def read_new(self, chunk: Chunk) -> tuple[Any, ...]:
        """The same, with what is kept beside new records, and the further names of the rows and of their children."""
        count, columns, named, faults, eras = self.read(chunk)
        values = columns[_AHEAD:]
        for slot, asked in zip(self.pointing, named, strict=True):
            for place in slot.places:
                values[place - _AHEAD] = [one or None for one in asked]
        beside = self._derive(columns[0], values)
        kept = (beside.complete, beside.names, beside.child_names)
        return count, [*columns, *beside.columns], named, faults, eras, *kept

    def _parted(self, chunk: Chunk, faults: list[Fault]) -> tuple[int, tuple[Sequence[int], ...], Sequence[Cells]]:
        """How many rows a chunk has; the number, line and owner of each that can be read; their cells by column."""
        width = len(self.headed.names)
        if isinstance(chunk[1], str):
            raw = TextBlock(*chunk)
            if found := split_columns(raw, width):
                count = len(found[0])
                numbers, lines = range(1, count + 1), range(raw.number, raw.number + count)
                return count, (tuple(numbers), tuple(lines), (0,) * count), found
            chunk = tuple(zip(*split_rows(raw), strict=True)) or ((), (), ())  # type: ignore[assignment]
        read, cells, whose = chunk
        *ahead, fitting = self._fitting(read, cells, whose, faults)  # type: ignore[arg-type]
        return len(cells), tuple(ahead), list(zip(*fitting, strict=True)) or [()] * width

    def _fitting(
        self, lines: Sequence[int], cells: Sequence[list[str]], owners: Sequence[int], faults: list[Fault]
    ) -> tuple[Sequence[Any], ...]:
        """The numbers, lines, owners and cells of the rows that have a cell for each heading."""
        numbers, width = tuple(range(1, len(cells) + 1)), len(self.headed.names)
        if {*map(len, cells)} <= {width}:
            return numbers, lines, owners, cells
        rows = list(zip(numbers, lines, owners, [trim_cells(row, width) for row in cells], strict=True))
        faults += [(n, "", "", self._mismatch(row), line) for n, line, _o, row in rows if len(row) != width]
        fitting = [row for row in rows if len(row[3]) == width]
        return tuple(zip(*fitting, strict=True)) or ((), (), (), ())

    def _mismatch(self, row: list[str]) -> str:
        """What is wrong with a row that has more cells than there are headings, or fewer."""
        if any(cell[:1] == BLANK for cell in row):
            return describe_blank_before_quote()
        width = len(self.headed.names)
        rejected = any(map(is_reason_heading, self.headed.names))
        return _("{cells}, but {headings}; {advice}").format(
            cells=ngettext("{n} cell", "{n} cells", len(row)).format(n=len(row)),
            headings=ngettext("{n} heading", "{n} headings", width).format(n=width),
            advice=_too_few(self.delimiter) if len(row) < width else _too_many("" if rejected else self.delimiter),
        )


def _is_plain(chunk: Chunk) -> bool:
    """Whether no cell can have a mark, as one look at a text tells."""
    text = chunk[1]
    return isinstance(text, str) and not any(sign in text for sign in ("=", FORMULA, LOST, ERROR, BLANK))


class _Refused(NamedTuple):
    """The cells of one column, and where it is kept which of them are refused.

    In a `plain` chunk no cell has a mark.
    """

    slot: ColumnReader
    numbers: Sequence[int]
    lines: Sequence[int]
    cells: Cells
    faults: list[Fault]
    plain: bool

    def refuse(self, index: int, reason: str) -> None:
        """Say what is wrong with a cell."""
        fault = (self.numbers[index], self.slot.heading, strip_mark(self.cells[index]), reason, self.lines[index])
        self.faults.append(fault)

    def marked(self) -> bool:
        """Whether any cell has a mark that its reader put before it."""
        return not self.plain and max(self.cells, default="") >= FORMULA


def _each(read: Callable[[str], Any]) -> Callable[[Cells], Values]:
    return lambda cells: [read(cell) if cell else None for cell in cells]


def _each_that_does_not_stand(stands: Callable[[str], object], read: Callable[[str], Any]) -> Callable[[Cells], Values]:
    return lambda cells: [(cell if stands(cell) else read(cell)) if cell else None for cell in cells]


def _values(slot: ColumnReader, column: _Refused) -> Values:
    """What the cells of a column say; nothing where one is empty or refused."""
    if not column.marked():
        try:
            return slot.read_all(column.cells)
        except InvalidValue:
            pass  # then each by itself, so that every fault is told
    return [_value(slot, index, column) for index in range(len(column.cells))]


def _value(slot: ColumnReader, index: int, column: _Refused) -> Any:
    cell = column.cells[index]
    if not cell:
        return None
    try:
        refuse_marked_cell(cell)
        return slot.read(cell)
    except InvalidValue as refusal:
        column.refuse(index, str(refusal))
        return None


def _without_eras(
    slot: ColumnReader, dated: Values, lines: Sequence[int], eras: dict[tuple[int, str], list[int]]
) -> Values:
    """The dates of a column; of the eras that count it is noted where they stand."""
    found = [one and one[1] for one in dated]
    for era, count in Counter(filter(None, found)).items():
        which = compress(lines, [one == era for one in found])
        eras[slot.cell, era] = [count, *(line for line, _n in zip(which, range(MAX_LINES_SHOWN), strict=False))]
    return [one and one[0] for one in dated]


def _put(columns: list[Any], slot: ColumnReader, values: Values, refused: _Refused) -> None:
    """Put the values of a column into its places: those of a name's parts, or its one."""
    if len(slot.places) == 1:
        parts: Iterable[Values] = (values,)
    else:
        nothing = (None,) * len(slot.places)
        parts = list(zip(*[value or nothing for value in values], strict=True)) or [()] * len(slot.places)
    clashes: set[int] = set()
    for place, part in zip(slot.places, parts, strict=True):
        columns[place] = part if columns[place] is None else _merged(columns[place], part, clashes)
    for index in sorted(clashes):
        refused.refuse(index, _("another column of the row says something else"))


def _merged(before: Values, values: Values, clashes: set[int]) -> list[Any]:
    """What two columns say of one field: a name in one piece and its parts may both be given, if they agree."""
    merged = list(before)
    for index, value in enumerate(values):
        if value is None:
            continue
        if merged[index] is not None and text.match_key(str(merged[index])) != text.match_key(str(value)):
            clashes.add(index)
        else:
            merged[index] = value
    return merged


def _named(column: _Refused) -> list[str]:
    """What the cells of a column name of others: nothing where one is refused."""
    if not column.marked():
        return [_asked(cell) for cell in column.cells]
    named = []
    for index, cell in enumerate(column.cells):
        try:
            refuse_marked_cell(cell or " ")
            named.append(_asked(cell))
        except InvalidValue as refusal:
            column.refuse(index, str(refusal))
            named.append("")
    return named


@lru_cache(_TEXTS)
def _asked(cell: str) -> str:
    return text.clean(cell)


_MARKED = re.compile(r"พ\. ?ศ|พศ|ค\. ?ศ|คศ|(?<![a-z])(?:b\.?e|a\.?d|c\.?e)(?![a-z])", re.IGNORECASE)
"""An era that is said: such a year counts for neither side."""
_NUMBERS = re.compile(r"[-0-9/. ]+")
"""A date in which no era is said, for certain."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T|\Z)", re.ASCII)
"""How a date that a spreadsheet knows as one is read."""


def _dating(field: Date | BuddhistYear, years: str | None, *, typed: bool) -> Callable[[str], _Dated | None]:
    """How a date cell is read: the value, and the era its year is written in where only the number tells."""

    @lru_cache(_DATES)
    def read(written: str) -> _Dated | None:
        value = field.parse(written, years)
        if value is None:
            return None
        plain = text.digits(written)
        if years or (not _NUMBERS.fullmatch(plain) and _MARKED.search(plain)):
            return value, None
        year = int(value) - BE_OFFSET if isinstance(field, BuddhistYear) else int(str(value)[:4])
        era = "ce" if str(year) in plain and str(year + BE_OFFSET) not in plain else "be"
        return value, f"{era}*" if typed and _ISO.match(plain) else era

    if not isinstance(field, Date):
        return read
    return lambda written: date_parser.parse_common_date(written, years) or read(written)


def _too_few(delimiter: str) -> str:
    if not delimiter:
        return _("fill in the rest of the row")
    return _("an empty cell needs its {mark} too, and a cell with a line break in it must stand in quotes").format(
        mark=_mark(delimiter)
    )


def _too_many(delimiter: str) -> str:
    """Rejected rows are mended in a spreadsheet program, where no mark is seen."""
    if not delimiter:
        return _("put each cell under its heading, and empty those behind the last")
    return _("a cell with a {mark} in it must stand in quotes").format(mark=_mark(delimiter))


def _mark(delimiter: str) -> str:
    return {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}.get(delimiter, f"'{delimiter}'")
