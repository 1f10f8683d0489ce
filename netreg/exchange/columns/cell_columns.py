"""One column of a chunk of rows: its cells parsed, refused or remarked on, and put into their places.

Whole columns are read at once; a cell by itself only where something is wrong with one of them.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import compress, islice
from typing import TYPE_CHECKING, Any

from netreg.core.compound_columns import CompoundColumn, RemarkableValues, SplitColumns
from netreg.core.fields import Reference
from netreg.entities import BY_NAME
from netreg.errors import InvalidValue
from netreg.exchange.columns.date_cells import SHORT, DatesOfEra
from netreg.exchange.headings.targets import OWN, SCOPE
from netreg.exchange.tables.cell_marks import FORMULA, refuse_marked_cell, strip_mark
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from netreg.core.fields import Value
    from netreg.core.thai_fields import PastDate
    from netreg.exchange.headings.targets import ColumnTarget

    Cells = Sequence[str]
    Values = Sequence[Any]
    RowRemark = tuple[int, str, str, str, int]
    """Why a cell is refused, or what is to be said of it: number of its row, heading, cell, sentence, line."""

MAX_LINES_SHOWN = 5
"""The number of lines that are named for the dates in one era."""
CACHED_TEXTS = 1 << 12


class ColumnReader(NamedTuple):
    """The reader of one column: it parses each cell, and its values go to `places` in the row.

    `read_all` reads a whole column, `read` one cell that is not empty; `blanks` stand for blanks.
    A compound (the parts of a name) has several places; one of the kind above the parent has none, it only
    narrows the search for another reference, which has its cell as `scope`.
    In a compound for words in place of a value, the further places are those of the words.
    """

    cell: int
    heading: str
    target: ColumnTarget
    read: Callable[[str], Any]
    read_all: Callable[[Cells], Values]
    places: tuple[int, ...] = ()
    scope: int | None = None
    blanks: frozenset[str] = frozenset()
    is_worded: bool = False
    sort: str = ""


class Worded(NamedTuple):
    """The values that words give to several fields, where they stand in place of the value of one."""

    values: tuple[Any, ...]


class RowRemarks(NamedTuple):
    """The remarks on the rows of a chunk: errors, notes on what was read, rows left out, cells with a decision.

    A row that is left out stands here alone: its number, line, content, and the reason. The short
    years are errors if other years of the table are in พ.ศ.
    """

    errors: list[RowRemark]
    notes: list[RowRemark]
    left_out: list[tuple[int, int, str, str]]
    short_years: list[RowRemark]
    decisions: list[tuple[int, int, str, int]]
    former: list[tuple[int, str, bool]]
    """Former family names: number of the row, the name, and whether the cell says that it is one."""


class CellColumn(NamedTuple):
    """The cells of one column in a chunk, and the remarks on the rows to which theirs are added."""

    reader: ColumnReader
    numbers: Sequence[int]
    lines: Sequence[int]
    cells: Cells
    remarks: RowRemarks
    is_plain: bool

    def refuse(self, index: int, reason: str) -> None:
        """Add the error of a cell."""
        self.remarks.errors.append(self._make_remark(index, reason))

    def note(self, index: int, sentence: str) -> None:
        """Add a note on a cell that was read."""
        self.remarks.notes.append(self._make_remark(index, sentence))

    def doubt_short_year(self, index: int) -> None:
        """Add the error that a cell has if the other years of the table are in พ.ศ."""
        year = self.cells[index][:4]
        sentence = _(
            "a spreadsheet program makes {year} of {two}, which may mean พ.ศ. 25{two} here; "
            "write the year in full, or add --short-years be or --short-years ce"
        ).format(year=year, two=year[2:])
        self.remarks.short_years.append(self._make_remark(index, sentence))

    def _make_remark(self, index: int, sentence: str) -> RowRemark:
        cell = strip_mark(self.cells[index])
        return self.numbers[index], self.reader.heading, cell, sentence, self.lines[index]

    def has_marks(self) -> bool:
        """Return whether any cell has a mark."""
        return not self.is_plain and max(self.cells, default="") >= FORMULA


def read_each(read: Callable[[str], Any]) -> Callable[[Cells], Values]:
    """Return a reader of whole columns that reads each cell which is not empty."""
    return lambda cells: [read(cell) if cell else None for cell in cells]


def read_each_unless(is_plain: Callable[[str], object], read: Callable[[str], Any]) -> Callable[[Cells], Values]:
    """Return a reader of whole columns that reads each cell which is neither empty nor taken as it stands."""

    def read_all(cells: Cells) -> Values:
        if all(map(is_plain, cells)):
            return cells
        return [(cell if is_plain(cell) else read(cell)) if cell else None for cell in cells]

    return read_all


def read_words_too(read: Callable[[str], Any], split: Callable[[str], tuple[Any, ...]]) -> Callable[[str], Any]:
    """Return a parser that gives what `split` finds, as a `Worded`, where a text is no value itself."""

    def read_either(written: str) -> Any:
        try:
            return read(written)
        except InvalidValue:
            return Worded(split(written))

    return read_either


def part_worded(values: Values) -> tuple[Values, dict[int, tuple[Any, ...]]]:
    """Return the values of a column, None for each in words, and what the words give, by index."""
    worded = {index: value.values for index, value in enumerate(values) if type(value) is Worded}
    return ([None if index in worded else value for index, value in enumerate(values)] if worded else values), worded


def place_worded(columns: list[Any], worded: Mapping[int, tuple[Any, ...]], column: CellColumn) -> None:
    """Put what words say of several fields into the places of these, where no other column contradicts them.

    The words themselves stand behind those of another column.
    """
    places, field = column.reader.places, column.reader.target.field
    assert isinstance(field, CompoundColumn)
    clashes: set[int] = set()
    for part, place in enumerate(places):
        values = [worded[index][part] if index in worded else None for index in range(len(column.cells))]
        before = [None] * len(values) if columns[place] is None else columns[place]
        if place == places[-1] and field.keeps_words:
            both = zip(before, values, strict=True)
            columns[place] = ["; ".join(dict.fromkeys(filter(None, pair))) or None for pair in both]
        else:
            columns[place] = _merge_values(before, values, clashes, field.combine)
    for index in sorted(clashes):
        column.refuse(index, _("another column of this row has a different value"))


def read_values(column: CellColumn) -> Values:
    """Return the values of a column's cells; ``None`` for those that are empty or refused."""
    if not column.has_marks():
        try:
            return column.reader.read_all(column.cells)
        except InvalidValue:
            pass  # then each by itself, so that every error is reported
    return [_read_value(column, index) for index in range(len(column.cells))]


def _read_value(column: CellColumn, index: int) -> Any:
    cell = column.cells[index]
    if not cell:
        return None
    try:
        refuse_marked_cell(cell)
        return column.reader.read(cell)
    except InvalidValue as refusal:
        column.refuse(index, str(refusal))
        return None


def note_eras(column: CellColumn, dated: Values, eras: dict[tuple[int, str], list[int]]) -> Values:
    """Return the dates of a column without their eras, and note how many are in which era, and where."""
    if isinstance(dated, DatesOfEra):
        eras[column.reader.cell, dated.era] = [len(dated.days), *column.lines[:MAX_LINES_SHOWN]]
        return dated.days
    found = [one and one[1] for one in dated]
    counts = Counter(filter(None, found))
    if counts.pop(SHORT, 0):
        for index, era in enumerate(found):
            if era == SHORT:
                column.doubt_short_year(index)
    for era, count in counts.items():
        which = compress(column.lines, [one == era for one in found])
        eras[column.reader.cell, era] = [count, *islice(which, MAX_LINES_SHOWN)]
    return [one and one[0] for one in dated]


def refuse_future_days(column: CellColumn, field: PastDate, days: Values, today: str) -> Values:
    """Refuse the days after today; return the others."""
    values = list(days)
    for index, value in enumerate(values):
        try:
            field.refuse_future(value, today)
        except InvalidValue as refusal:
            column.refuse(index, str(refusal))
            values[index] = None
    return values


def note_remarks(column: CellColumn, values: Values) -> None:
    """Note what the field of a column has to say of its cells; only those that its pattern selects are shown to it."""
    field = column.reader.target.field
    if isinstance(values, SplitColumns):
        remarkable = []
    elif isinstance(field, CompoundColumn):
        remarkable = [index for index, value in enumerate(values) if type(value) is RemarkableValues]
    else:
        remarkable = _find_remarkable_cells(field.remark_pattern, column.cells, values)
    for index in remarkable:
        value = values[index]
        if value is not None and (sentence := field.find_remark(column.cells[index], value)):
            column.note(index, sentence)
        if isinstance(field, CompoundColumn) and (former := field.find_former(column.cells[index])):
            column.remarks.former.append((column.numbers[index], *former))


def _find_remarkable_cells(pattern: re.Pattern[str] | None, cells: Cells, values: Values) -> list[int]:
    """Return the cells of which there may be something to say: nothing of one that is its own value."""
    if pattern is None or values == cells or not pattern.search("\0".join(cells)):
        return []
    beside = enumerate(zip(cells, values, strict=True))
    return [index for index, (cell, value) in beside if cell and value != cell and pattern.search(cell)]


def place_values(columns: list[Any], values: Values, column: CellColumn) -> None:
    """Put the values of a column into its place in the rows, or the parts of a compound into theirs."""
    places = column.reader.places
    if column.reader.is_worded:
        places = places[:1]
    if isinstance(values, SplitColumns):
        parts: Iterable[Values] = values.parts
    elif len(places) == 1:
        parts = (values,)
    else:
        nothing = (None,) * len(places)
        parts = list(zip(*[value or nothing for value in values], strict=True)) or [()] * len(places)
    clashes: set[int] = set()
    combine = column.reader.target.field.combine
    for place, part in zip(places, parts, strict=True):
        columns[place] = part if columns[place] is None else _merge_values(columns[place], part, clashes, combine)
    for index in sorted(clashes):
        column.refuse(index, _("another column of this row has a different value"))


def _merge_values(before: Values, values: Values, clashes: set[int], combine: Callable[[str, str], Value]) -> list[Any]:
    """Merge two columns of one field: a name in one piece and its parts may both be given, if they agree."""
    merged = list(before)
    for index, value in enumerate(values):
        if value is None:
            continue
        both = value if merged[index] is None else combine(merged[index], value)
        if both is None:
            clashes.add(index)
        else:
            merged[index] = both
    return merged


def read_references(column: CellColumn) -> list[str]:
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


@lru_cache(CACHED_TEXTS)
def _clean_reference(cell: str) -> str:
    """Clean a name; its lines stay, since each may be a name of its own."""
    cleaned = text.clean(cell, lines=True).replace("\t", " ")
    return "\n".join(filter(None, map(str.strip, cleaned.split("\n"))))


# --- references that are sought within others -----------------------------------------

OWNER = -1
"""Stands for the cell of the record to which the rows of a nested table belong."""


def order_references(readers: Sequence[ColumnReader], owner: Reference | None) -> list[ColumnReader]:
    """Return the readers of references, each behind the one in whose record its own are sought.

    `owner` is the parent of the rows of a nested table, which has no column.
    """
    scoped = [reader._replace(scope=_find_scope(reader, readers, owner)) for reader in readers]
    by_cell = {reader.cell: reader for reader in scoped}

    def measure_depth(reader: ColumnReader) -> int:
        return 1 + measure_depth(by_cell[reader.scope]) if reader.scope in by_cell else 0

    return sorted(scoped, key=measure_depth)


def _find_scope(reader: ColumnReader, readers: Iterable[ColumnReader], owner: Reference | None) -> int | None:
    """Return the cell of the record among whose children a reference is sought, if there is one."""
    field = reader.target.field
    if reader.target.place != OWN or not isinstance(field, Reference):
        return None
    if field.parent:
        return next((other.cell for other in readers if other.target.place == SCOPE), None)
    above = BY_NAME[field.to].parent
    if above is None:
        return None
    if owner is not None and _is_same(owner, above):
        return OWNER
    beside = (other for other in readers if other.target.place == OWN and other is not reader)
    return next((other.cell for other in beside if _is_same(other.target.field, above)), None)


def _is_same(field: object, above: Reference) -> bool:
    return isinstance(field, Reference) and (field.name, field.to) == (above.name, above.to)
