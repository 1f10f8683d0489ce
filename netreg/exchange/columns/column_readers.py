"""Read the cells of a table column by column, each by the parser of its field.

Nothing here asks the register: references to other records are kept as written, and resolved
once the rows are staged. Readers cache what they read, since most cells of a column repeat
another one.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import repeat
from typing import TYPE_CHECKING, Any

from netreg.core.address_fields import Email, Url
from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Code, OfficeNumber, OfficialCode, Reference, Text
from netreg.core.table_import import CHILD, OWN
from netreg.core.thai_fields import BuddhistYear, Date, PastDate, Phone, TitlesField
from netreg.exchange.columns import blank_words
from netreg.exchange.columns.cell_columns import (
    CACHED_TEXTS,
    CellColumn,
    ColumnReader,
    RowRemarks,
    note_eras,
    note_remarks,
    order_references,
    part_worded,
    place_values,
    place_worded,
    read_each,
    read_each_unless,
    read_references,
    read_values,
    read_words_too,
    refuse_future_days,
)
from netreg.exchange.columns.damaged_keys import mend_keys
from netreg.exchange.columns.damaged_letters import MendedCells, has_plain_letters, mend_cells
from netreg.exchange.columns.date_cells import make_date_parser, read_each_date
from netreg.exchange.columns.ditto_marks import fill_dittos
from netreg.exchange.columns.left_out_rows import LeftOutRows
from netreg.exchange.columns.read_fields import choose_target
from netreg.exchange.headings.targets import is_reason_heading
from netreg.exchange.headings.virtual_columns import is_internal
from netreg.exchange.tables.cell_marks import (
    BLANK,
    ERROR,
    FORMULA,
    LOST,
    describe_blank_before_quote,
    strip_mark,
)
from netreg.exchange.tables.csv_reader import split_columns, split_rows
from netreg.exchange.tables.source_tables import TextBlock, trim_cells
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple
from netreg.store.importing import derive_rows
from netreg.store.importing.row_decisions import is_skip_word
from netreg.thai.names.title_texts import parse_titles_below

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.core.table_import import TableImport
    from netreg.exchange.columns.said_states import SaidStates
    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.headings.targets import ColumnTarget

    Cells = Sequence[str]
    Chunk = tuple[int, str, str] | tuple[Sequence[int], Sequence[list[str]], Sequence[int]]

LEADING = 3
"""Number, line and owner come before the values of a row."""


class ReadingRules(NamedTuple):
    """How the cells of a table are read: `years` is the era of all dates, `blank_words` stand for blanks.

    In a `typed` table there are dates that the spreadsheet knows as dates, and others written
    as text: the era of each group is its own. The `delimiter` is that of a text. `short_years` is the era
    of years that were typed with two digits, which a spreadsheet program took for those of 1937 to 1979.
    Nobody is born, and nothing confirmed, after `today`, an ISO 8601 day, where that is given.
    """

    years: str | None = None
    blank_words: tuple[str, ...] | None = None
    typed: bool = False
    delimiter: str = ""
    short_years: str | None = None
    today: str = ""


class TableReader:
    """The reader of a table's rows, without a register: pure functions, for any process."""

    def __init__(self, task: TableImport, headed: TableHeadings, rules: ReadingRules) -> None:
        """Read the rows of `headed` with the columns of `task`."""
        self.headed = headed
        self.rules = rules
        self._blanks = blank_words.list_forms(rules.blank_words)
        self._places = {(c.level, c.field.name): LEADING + place for place, c in enumerate(task.columns)}
        self._width = LEADING + len(task.columns)
        self._keyed = {(CHILD if part.child else OWN, part.field) for key in task.entity.keys for part in key}
        self._keyed |= {(CHILD, part.field) for key in (task.child.keys if task.child else ()) for part in key}
        # Every object of JSON is meant as a record.
        self._left_out = LeftOutRows(headed) if rules.typed or rules.delimiter else None
        self._derive = derive_rows.make_row_deriver(task)
        readers = [self._make_reader(cell, target) for cell, target in headed.targets.items()]
        self._readers = readers = [
            each._replace(sort=_choose_sort(each.target.field, headed.entity)) for each in readers
        ]
        # Words that fill several fields come last: the own columns of these are read by then.
        plain = [reader for reader in readers if not isinstance(reader.target.field, Reference)]
        self._value_readers = sorted(plain, key=lambda reader: (reader.is_worded, _fills_note(reader)))
        self._said_states = self._compare_states(plain)
        references = [reader for reader in readers if isinstance(reader.target.field, Reference)]
        self.references = order_references(references, headed.entity.parent if headed.nested else None)

    def _compare_states(self, readers: Sequence[ColumnReader]) -> tuple[SaidStates, ColumnReader] | None:
        """Return the comparison of the states of agreements that a column says, and that column."""
        said = next((one for one in readers if one.target.name == "final_status" and _fills_note(one)), None)
        if said is None or not self.rules.today:
            return None
        from netreg.exchange.columns.said_states import SaidStates

        places = {name: place for (level, name), place in self._places.items() if level == OWN}
        return SaidStates(places, self.rules.today), said

    def list_incidental_places(self) -> set[int]:
        """Return the places of the columns that a compound may fill as well, such as a nickname, and nothing else does.

        Those of keys are none: a blank says something there.
        """
        filled: set[int] = set()
        beside: set[int] = set()
        for reader in self._readers:
            field = reader.target.field
            count = len(field.into) if isinstance(field, CompoundColumn) else len(reader.places)
            filled.update(reader.places[:count])
            beside.update(reader.places[count:])
        return beside - filled - {place for named, place in self._places.items() if named in self._keyed}

    def find_marking_places(self) -> dict[int, bool]:
        """Return the places of the columns that may tell all rows apart, such as codes, and whether capitals count."""
        entity = self.headed.entity
        places = {name: place for (level, name), place in self._places.items() if level == OWN}
        marks = [name for name in entity.marking_fields if name in places]
        return {places[name]: not entity.by_name[name].collate_clause for name in marks}

    def _make_reader(self, cell: int, target: ColumnTarget) -> ColumnReader:
        target = choose_target(target, self.headed)
        field, heading = target.field, self.headed.get_heading(cell)
        blanks = blank_words.choose_forms(field, self._blanks)
        if isinstance(field, CompoundColumn):
            places = tuple(self._places[target.place, name] for name in field.fills)
            if field.in_place_of:
                read = read_words_too(self._choose_parser(field.in_place_of), field.split)
                blanks = blank_words.choose_forms(field.in_place_of, self._blanks)
                return ColumnReader(cell, heading, target, read, read_each(read), places, blanks=blanks, is_worded=True)
            read_all = field.split_all or read_each(field.split)
            return ColumnReader(cell, heading, target, field.split, read_all, places, blanks=blanks)
        place = self._places.get((target.place, field.name))
        read = str if isinstance(field, Reference) else self._choose_parser(field)
        if isinstance(field, Email | Url):
            read = field.parse_first
        if isinstance(field, TitlesField):
            read = lru_cache(CACHED_TEXTS)(partial(parse_titles_below, heading))
        if isinstance(field, Phone) and is_internal(heading):
            read = field.parse_internal
        read_all = read_each_unless(matcher, read) if (matcher := field.get_plain_matcher()) else read_each(read)
        if isinstance(field, Date):
            read_all = read_each_date(read, self.rules.years)
        places = () if place is None else (place,)
        return ColumnReader(cell, heading, target, read, read_all, places, blanks=blanks)

    def make_cell_reader(self, cell: int) -> Callable[[str], Any]:
        """Return the parser of the cells of one column."""
        return next(reader.read for reader in self._readers if reader.cell == cell)

    def _choose_parser(self, field: Field) -> Callable[[str], Any]:
        """Return the parser of a field's cells, with a cache where many cells are alike."""
        rules = self.rules
        years, parse = rules.years, field.parse
        if isinstance(field, Date | BuddhistYear):
            return make_date_parser(field, years, typed=rules.typed, short_years=rules.short_years)
        if field.get_plain_matcher():  # hardly ever the same twice
            return parse
        return lru_cache(CACHED_TEXTS)(lambda written: parse(written, years))

    def read(self, chunk: Chunk) -> tuple[Any, ...]:
        """Read a chunk: the lines, cells and owners of rows, or the parts of a ``TextBlock``.

        Return its number of rows; their columns in plain values, first the number of each row in the
        chunk; the references as written, a column for each of `references`; the `RowRemarks`; and
        the number of dates in each era, with the first lines of each.
        """
        remarks = RowRemarks([], [], [], [], [], [])
        eras: dict[tuple[int, str], list[int]] = {}
        is_plain, are_letters_plain = _look_over(chunk)
        count, placed, split = self._split_chunk(chunk, remarks)
        cells = list(split) if is_plain else fill_dittos(split, placed, self.headed, remarks)
        nameless = self._left_out.find_nameless(cells) if self._left_out else {}
        for reader in self._readers:
            for source in self.headed.list_sources(reader.cell):
                cells[source] = blank_words.empty_blank_cells(cells[source], reader.blanks)
        if self._left_out:
            placed, cells = self._left_out.leave_out(placed, cells, remarks, nameless)
        numbers, lines, owners = placed
        cells = self._add_virtual_columns(cells, len(numbers))
        self._refuse_unnamed_cells(cells, placed, remarks)
        self._take_decisions(cells, placed, remarks)

        def select_column(reader: ColumnReader) -> CellColumn:
            is_virtual = reader.cell in self.headed.virtual
            mended = self._mend_cells(reader, cells, are_plain=are_letters_plain and not is_virtual)
            is_whole = is_plain and not is_virtual and not mended.has_marks
            column = CellColumn(reader, numbers, lines, mended.cells, remarks, is_whole)
            for index, note in mended.notes.items():
                column._replace(cells=cells[reader.cell]).note(index, note)
            return column

        columns: list[Any] = [numbers, lines, owners, *repeat(None, self._width - LEADING)]
        for column in map(select_column, self._value_readers):
            _read_column(column, columns, eras, self.rules.today)
        if self._said_states:
            self._said_states[0].compare(select_column(self._said_states[1]), columns)
        named = [read_references(select_column(reader)) for reader in self.references]
        nothing = [None] * len(numbers)
        columns = [nothing if column is None else column for column in columns]
        return count, columns, named, tuple(remarks), eras

    def _take_decisions(self, cells: Sequence[Cells], placed: tuple[Sequence[int], ...], remarks: RowRemarks) -> None:
        """Keep what stands in the columns in which a person decided about rows."""
        if (decision := self.headed.decision) is None:
            return
        numbers, lines, _owners = placed
        for at in (decision, *self.headed.other_decisions):
            given = zip(numbers, lines, map(strip_mark, cells[at]), strict=True)
            remarks.decisions.extend((*one, at) for one in given if one[2].strip())

    def _mend_cells(self, reader: ColumnReader, cells: Sequence[Cells], *, are_plain: bool) -> MendedCells:
        mended = mend_cells(cells[reader.cell], reader.sort, are_plain=are_plain, are_stored=self.headed.is_export)
        if reader.sort != "key":
            return mended
        whole, restored, has_marks = mend_keys(mended.cells)
        return mended._replace(cells=whole, notes=mended.notes | restored, has_marks=mended.has_marks or has_marks)

    def _add_virtual_columns(self, cells: list[Cells], count: int) -> list[Cells]:
        """Return the columns of the file, and behind them those that are made of them."""
        if not self.headed.virtual:
            return cells
        made = list(cells)
        for column in self.headed.virtual.values():
            made.append(column.make_cells(made, count))
        return made

    def _refuse_unnamed_cells(
        self, cells: Sequence[Cells], placed: tuple[Sequence[int], ...], remarks: RowRemarks
    ) -> None:
        """Refuse the rows with a cell in a column that has neither a known heading nor a cell among the first rows."""
        for column in self.headed.blank:
            if not any(cells[column]):
                continue
            for number, line, _owner, cell in zip(*placed, cells[column], strict=True):
                if cell.strip():
                    reason = _("the column is unknown; say its field with --map '@{n}=FIELD'").format(n=column + 1)
                    remarks.errors.append((number, self.headed.get_heading(column), strip_mark(cell), reason, line))

    def read_new(self, chunk: Chunk) -> tuple[Any, ...]:
        """Read a chunk of new records, with their derived columns, and the further names of them and their children."""
        count, columns, named, remarks, eras = self.read(chunk)
        values = columns[LEADING:]
        for slot, asked in zip(self.references, named, strict=True):
            for place in slot.places:
                values[place - LEADING] = [one or None for one in asked]
        beside = self._derive(columns[0], values)
        kept = (beside.complete, beside.names, beside.child_names)
        return count, [*columns, *beside.columns], named, remarks, eras, *kept

    def _split_chunk(self, chunk: Chunk, remarks: RowRemarks) -> tuple[int, tuple[Sequence[int], ...], Sequence[Cells]]:
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
        *ahead, fitting = self._select_fitting(read, cells, whose, remarks)  # type: ignore[arg-type]
        return len(cells), tuple(ahead), list(zip(*fitting, strict=True)) or [()] * width

    def _select_fitting(
        self, lines: Sequence[int], cells: Sequence[list[str]], owners: Sequence[int], remarks: RowRemarks
    ) -> tuple[Sequence[Any], ...]:
        """Return the numbers, lines, owners and cells of the rows that have a cell for each heading."""
        numbers, width = tuple(range(1, len(cells) + 1)), len(self.headed.names)
        if {*map(len, cells)} <= {width}:
            return numbers, lines, owners, cells
        rows = list(zip(numbers, lines, owners, [trim_cells(row, width) for row in cells], strict=True))
        for number, line, _owner, row in rows:
            if len(row) < width and self._left_out and (reason := self._left_out.classify_short_row(row)):
                remarks.left_out.append((number, line, " ".join(filter(None, map(strip_mark, row))), reason))
            elif len(row) != width and self._is_to_be_skipped(row):
                remarks.left_out.append((number, line, "", _("as decided")))
            elif len(row) != width:
                remarks.errors.append((number, "", "", self._describe_mismatch(row), line))
        fitting = [row for row in rows if len(row[3]) == width]
        return tuple(zip(*fitting, strict=True)) or ((), (), (), ())

    def _is_to_be_skipped(self, row: list[str]) -> bool:
        """Return whether a row that does not fit the headings is left out by its decision."""
        cell = self.headed.decision
        return cell is not None and len(row) > cell and is_skip_word(strip_mark(row[cell]))

    def _describe_mismatch(self, row: list[str]) -> str:
        """Return why a row with more or fewer cells than headings is refused."""
        if any(cell[:1] == BLANK for cell in row):
            return describe_blank_before_quote()
        width = len(self.headed.names)
        # Rejected rows are edited in a spreadsheet program, where no delimiter is seen.
        delimiter = "" if any(map(is_reason_heading, self.headed.names)) else self.rules.delimiter
        return _("{cells}, but {headings}; {advice}").format(
            cells=ngettext("{n} cell", "{n} cells", len(row)).format(n=len(row)),
            headings=ngettext("{n} heading", "{n} headings", width).format(n=width),
            advice=_advise_too_few(self.rules.delimiter) if len(row) < width else _advise_too_many(delimiter),
        )


def _fills_note(reader: ColumnReader) -> bool:
    """Return whether what a column has no field for goes into the note."""
    field = reader.target.field
    return isinstance(field, CompoundColumn) and "note" in field.beside


def _choose_sort(field: Field | CompoundColumn, entity: Entity) -> str:
    """Return the sort of text that a field has, for what is strange in it."""
    if isinstance(field, CompoundColumn):
        return "name" if "given_name" in field.into else ""
    if isinstance(field, Url):
        return "address"
    if isinstance(field, Code | OfficeNumber | OfficialCode | Phone) or (
        type(field) is Text and field.name in entity.unique_fields
    ):
        return "key"
    if isinstance(field, Text) and (field.lines or field.name in ("note", "source")):
        return "prose"
    return "name" if field.name in ("given_name", "family_name") else ""


def _read_column(column: CellColumn, columns: list[Any], eras: dict[tuple[int, str], list[int]], today: str) -> None:
    """Read the cells of a column into the columns of the rows, and note the eras of its dates."""
    values, field = read_values(column), column.reader.target.field
    worded: dict[int, tuple[Any, ...]] = {}
    if isinstance(field, CompoundColumn) and field.in_place_of:
        field = field.in_place_of
        values, worded = part_worded(values)
    if isinstance(field, Date | BuddhistYear):
        values = note_eras(column, values, eras)
    if isinstance(field, PastDate) and today and max(filter(None, values), default="") > today:
        values = refuse_future_days(column, field, values, today)
    note_remarks(column, values)
    place_values(columns, values, column)
    if worded:
        place_worded(columns, worded, column)


def _look_over(chunk: Chunk) -> tuple[bool, bool]:
    """Return whether it is certain at one glance that no cell of a chunk has a mark, and that all letters are plain."""
    text = chunk[1]
    if not isinstance(text, str):
        return False, False
    are_plain = has_plain_letters(text)
    marks = () if are_plain else (FORMULA, LOST, ERROR, BLANK)
    if ":" in text and "Err:" in text:
        return False, are_plain
    return not any(sign in text for sign in ("=", "#", *marks)), are_plain


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
