"""Stage the rows of a table: read them chunk by chunk, number what they name, refuse mixed eras."""

from __future__ import annotations

from itertools import dropwhile, groupby
from typing import TYPE_CHECKING, Any

from netreg.core.table_import import CHILD, OWN, OWNER_LEVEL, NamedReference
from netreg.core.thai_fields import Date
from netreg.errors import InvalidValue, UnusableInput
from netreg.exchange.columns.cell_columns import MAX_LINES_SHOWN, OWNER, Worded
from netreg.exchange.columns.column_readers import LEADING
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.exchange.tables.csv_reader import split_rows
from netreg.exchange.tables.source_tables import TextBlock
from netreg.language import _, ngettext
from netreg.store.importing import staging_tables
from netreg.store.importing.worker_processes import map_chunks, split_chunks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from netreg.core.table_import import TableImport
    from netreg.exchange.columns.cell_columns import ColumnReader
    from netreg.exchange.columns.column_readers import TableReader
    from netreg.exchange.tables.source_tables import SourceRow, SourceTable

ERAS = {"be": "พ.ศ.", "ce": "ค.ศ."}
_REMEMBERED = 50_000
_MOST_SEEN = 100_000
"""The values of a column of which it is noted whether one is there twice; of more the database is asked."""


class StagedRows:
    """The rows of one table as they are staged."""

    def __init__(self, db: sqlite3.Connection, reader: TableReader, *, skip_bad: bool = False) -> None:
        """Stage the rows that `reader` reads; with `skip_bad` only the rows of a rarer era are refused."""
        self.db = db
        self.skip_bad = skip_bad
        self.reader = reader
        self.total = 0
        self.derived = False
        """Whether every row has its derived columns."""
        self.decisions: list[tuple[int, int, str, str]] = []
        """The rows with a decision about them: number, line, what stands in the cell, and its heading."""
        self._blank = reader.list_incidental_places()
        self._filled: set[int] | None = None
        self._marks = reader.find_marking_places()
        self._seen: dict[int, set[Any]] = {place: set() for place in self._marks}
        self._references: dict[int, dict[tuple[str, int | None], int | None]] = {}
        self._reference_count = 0
        self._eras: dict[tuple[int, bool], dict[str, list[int]]] = {}

    def read_rows(
        self, source: SourceTable, show_progress: Callable[[], None], *, derived: bool = False
    ) -> Iterator[Sequence[Sequence[Any]]]:
        """Yield the rows in chunks of columns, rejected ones too: their references are resolved as well.

        With `derived` the derived columns of new records stand behind the values.
        """
        self.derived = derived
        read = map_chunks(self.reader.read_new if derived else self.reader.read, self._read_chunks(source))
        for count, columns, named, remarks, eras, *kept in read:
            self._stage_remarks(*remarks)
            for (cell, era), seen in eras.items():
                self._note_era(cell, era, seen)
            if named:
                self._number_references(columns, named)
            self._blank -= {place for place in self._blank if staging_tables.has_values(columns[place])}
            places = range(LEADING, len(columns)) if self._filled is None else self._filled
            self._filled = {place for place in places if not staging_tables.has_blanks(columns[place])}
            self._note_repetitions(columns)
            self.derived = self.derived and kept[0]
            for level, more in zip((OWN, CHILD), kept[1:] if any(kept[1:]) else (), strict=False):
                staging_tables.insert_names(self.db, level, [(self.total + number, key) for number, key in more])
            columns[0] = [self.total + number for number in columns[0]]
            yield columns
            self.total += count
            show_progress()
        self._refuse_mixed_eras()
        if self._has_buddhist_dates():
            staging_tables.reject_short_years(self.db)

    def _stage_remarks(
        self,
        errors: Sequence[tuple[int, str, str, str, int]],
        notes: Sequence[tuple[int, str, str, str, int]],
        left_out: Sequence[tuple[int, int, str, str]],
        short_years: Sequence[tuple[int, str, str, str, int]],
        decisions: Sequence[tuple[int, int, str, int]],
        former: Sequence[tuple[int, str, bool]],
    ) -> None:
        """Stage the `RowRemarks` on a chunk, whose rows are counted from the last one before it."""
        for number, heading, value, reason, line in errors:
            staging_tables.reject_row(self.db, self.total + number, heading, value, reason, line)
        for number, heading, value, note, line in notes:
            staging_tables.add_row_note(self.db, self.total + number, heading, value, note, line)
        for number, line, content, reason in left_out:
            staging_tables.leave_out_row(self.db, self.total + number, line, content, reason)
        for number, heading, value, reason, line in short_years:
            staging_tables.doubt_short_year(self.db, self.total + number, heading, value, reason, line)
        if former:
            staging_tables.insert_former_families(self.db, ((self.total + one[0], *one[1:]) for one in former))
        names = self.reader.headed.names
        self.decisions += [(self.total + number, line, cell, names[at]) for number, line, cell, at in decisions]

    def _note_repetitions(self, columns: Sequence[Sequence[Any]]) -> None:
        """Note which columns have a blank or a value twice, or more values than are worth remembering."""
        for place, seen in list(self._seen.items()):
            values = columns[place]
            count = len(seen) + len(values)
            if count > _MOST_SEEN or staging_tables.has_blanks(values):
                del self._seen[place]
                continue
            seen.update(values if self._marks[place] else map(str.lower, values))
            if len(seen) < count:
                del self._seen[place]

    def note_blanks(self, task: TableImport) -> TableImport:
        """Return the import without the columns that nothing has filled, and what of the others was seen.

        Nothing fills such as a compound column could have filled, and did in no row. Of the others it is
        noted which have no blank, and which no value twice.
        """
        columns = list(enumerate(task.columns, LEADING))
        filled = frozenset(column.name for place, column in columns if place in (self._filled or ()))
        kept = tuple(column for place, column in columns if place not in self._blank)
        distinct = frozenset(column.name for place, column in columns if place in self._seen)
        return task._replace(columns=kept, filled=filled, distinct=distinct)

    def _has_buddhist_dates(self) -> bool:
        """Return whether dates of the table, or their headings, are of พ.ศ.; years alone are that everywhere."""
        targets, names = self.reader.headed.targets, self.reader.headed.names
        dated = {cell for cell, target in targets.items() if isinstance(target.field, Date)}
        known = any("be" in seen for (cell, _typed), seen in self._eras.items() if cell in dated)
        return known or any("พ.ศ" in names[cell] for cell in dated if cell < len(names))

    def _read_chunks(self, source: SourceTable) -> Iterator[tuple[Any, ...]]:
        """Yield the rows below the headings, in chunks as the reader takes them."""
        above = self.reader.headed.first
        blocks = (source.blocks or source.rows)()
        if source.has_headings:
            next(blocks)
        else:
            blocks = dropwhile(lambda line: line.number <= above, _split_blocks_up_to(above, blocks))
        for whole, group in groupby(blocks, key=lambda block: isinstance(block, TextBlock)):
            if whole:
                yield from map(tuple, group)
            else:
                for chunk in split_chunks(group):
                    yield tuple(zip(*chunk, strict=True))

    def _note_era(self, cell: int, era: str, found: list[int]) -> None:
        seen = self._eras.setdefault((cell, era.endswith("*")), {}).setdefault(era.rstrip("*"), [0])
        seen[0] += found[0]
        seen += found[1 : 2 + MAX_LINES_SHOWN - len(seen)]

    def _number_references(self, columns: list[Any], named: list[list[str]]) -> None:
        """Replace names of records by the numbers of references, the scope first in which a parent is looked up."""
        nowhere: list[int | None] = [None] * len(named[0])
        scopes: dict[int | None, list[int | None]] = {None: nowhere}
        for slot, asked in zip(self.reader.references, named, strict=True):
            known = self._references.setdefault(slot.cell, {})
            if slot.scope == OWNER and OWNER not in scopes:
                scopes[OWNER] = self._number_owners(columns[LEADING - 1])
            sought = list(zip(asked, scopes[slot.scope], strict=True))
            found = [known[one] if one in known else self._add_reference(slot, *one) for one in sought]
            scopes[slot.cell] = found
            for place in slot.places:
                columns[place] = found

    def _number_owners(self, lines: Sequence[int]) -> list[int | None]:
        """Return the numbers of references to the records that nested rows belong to, by the lines of these."""
        known = self._references.setdefault(OWNER, {})
        for line in lines:
            if (str(line), None) not in known:
                self._reference_count += 1
                known[str(line), None] = self._reference_count
                staging_tables.insert_reference(
                    self.db, NamedReference(self._reference_count, OWNER_LEVEL, "", str(line))
                )
        return [known[str(line), None] for line in lines]

    def _add_reference(self, slot: ColumnReader, asked: str, within: int | None) -> int | None:
        known = self._references[slot.cell]
        if not asked:
            return None
        self._reference_count += 1
        if len(known) >= _REMEMBERED:
            known.clear()
        known[asked, within] = self._reference_count
        reference = NamedReference(self._reference_count, slot.target.place, slot.target.field.name, asked, within)
        staging_tables.insert_reference(self.db, reference)
        return self._reference_count

    def _refuse_mixed_eras(self) -> None:
        """Refuse a column with years of both eras where one is rarer: that is a slip. Two as frequent are meant so."""
        headed = self.reader.headed
        for (cell, _typed), seen in self._eras.items():
            if _find_rarer_eras(seen) and not self.skip_bad:
                shown = "; ".join(f"{ERAS[era]}: {_format_rows(seen[era])}" for era in sorted(seen))
                raise UnusableInput(
                    _("{file}: the column '{heading}' mixes years of both eras: {rows}").format(
                        file=headed.name, heading=headed.get_heading(cell), rows=shown
                    ),
                    _(
                        "write them in one era, or add --skip-bad to import the rows without those of the rarer era; "
                        "--read-years be or --read-years ce says what years of two digits mean"
                    ),
                )

    def reject_rarer_eras(self, source: SourceTable) -> None:
        """Reject the rows whose year in a column is of another era than most."""
        for (cell, typed), seen in self._eras.items():
            if not (rare := _find_rarer_eras(seen)):
                continue
            staging_tables.index_lines(self.db)
            column = self.reader.headed.virtual.get(cell)
            heading, read = self.reader.headed.get_heading(cell), self.reader.make_cell_reader(cell)
            lines = dropwhile(lambda line: line.number <= self.reader.headed.first, source.rows())
            for line in lines:
                cells = [strip_mark(one) for one in line.cells]
                if len(cells) != len(self.reader.headed.names):
                    continue
                written = column.make_cells([[one] for one in cells], 1)[0] if column else cells[cell]
                if (era := _find_era(read, written)) and (era.rstrip("*") in rare) and era.endswith("*") == typed:
                    self._reject_era(line.number, heading, written, ERAS[era.rstrip("*")])

    def _reject_era(self, line: int, heading: str, written: str, era: str) -> None:
        reason = _("the year is in {era}, unlike others of this column; write it in the era of these").format(era=era)
        if (row := staging_tables.find_row(self.db, line)) is not None:
            staging_tables.reject_row(self.db, row, heading, written, reason, line)


def _find_rarer_eras(seen: Mapping[str, list[int]]) -> set[str]:
    """Return the eras of the years of a column that are rarer than another one."""
    most = max(count for count, *_lines in seen.values())
    return {era for era, (count, *_lines) in seen.items() if count < most}


def _find_era(read: Callable[[str], Any], written: str) -> str | None:
    """Return the era of the date in a cell, None where there is no date, or where it says its era."""
    try:
        value = read(written) if written else None
    except InvalidValue:
        return None
    return value[1] if isinstance(value, tuple) and not isinstance(value, Worded) else None


def _split_blocks_up_to(last: int, blocks: Iterator[TextBlock | SourceRow]) -> Iterator[TextBlock | SourceRow]:
    """Yield the blocks; split those that begin on this line or above it into rows."""
    for block in blocks:
        if isinstance(block, TextBlock) and block.number <= last:
            yield from split_rows(block)
        else:
            yield block


def _format_rows(seen: Mapping[int, int] | list[int]) -> str:
    count, *lines = seen
    shown = ", ".join(map(str, lines)) + (", …" if count > len(lines) else "")
    return ngettext("row {rows} ({n} row)", "rows {rows} ({n} rows)", count).format(rows=shown, n=count)
