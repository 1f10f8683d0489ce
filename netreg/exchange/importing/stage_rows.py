"""The rows of a table on their way in: what they name of others, and what was seen on the way."""

from __future__ import annotations

from itertools import dropwhile, groupby
from typing import TYPE_CHECKING, Any

from netreg.core.table_import import CHILD, OWN, NamedReference
from netreg.errors import UnusableInput
from netreg.exchange.columns.column_readers import MAX_LINES_SHOWN
from netreg.exchange.tables.csv_reader import split_rows
from netreg.exchange.tables.source_tables import TextBlock
from netreg.language import _, ngettext
from netreg.store.importing import staging_tables
from netreg.store.importing.worker_processes import map_chunks, split_chunks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from netreg.exchange.columns.column_readers import ColumnReader, TableReader
    from netreg.exchange.tables.source_tables import SourceRow, SourceTable

ERAS = {"be": "พ.ศ.", "ce": "ค.ศ."}
_REMEMBERED = 50_000


class Staging:
    """One table on its way in: its rows as they were read, and what was seen on the way."""

    def __init__(self, db: sqlite3.Connection, reader: TableReader) -> None:
        """The rows that `reader` reads."""
        self.db = db
        self.reader = reader
        self.total = 0
        self.derived = False
        """Whether what is kept beside new records stands behind the values of every row."""
        self._pointers: dict[int, dict[tuple[str, int | None], int | None]] = {}
        self._pointed = 0
        self._eras: dict[tuple[int, bool], dict[str, list[int]]] = {}

    def rows(self, source: SourceTable, said: Callable[[], None], *, derived: bool = False) -> Iterator[Sequence[Any]]:
        """The rows, those with a fault too: what they name is to be looked up all the same.

        With `derived` what is kept beside new records stands behind the values.
        """
        self.derived = derived
        read = map_chunks(self.reader.read_new if derived else self.reader.read, self._chunks(source))
        for count, columns, named, faults, eras, *kept in read:
            for number, heading, value, reason, line in faults:
                staging_tables.fault(self.db, self.total + number, heading, value, reason, line)
            for (cell, era), seen in eras.items():
                self._note(cell, era, seen)
            if named:
                self._point(columns, named)
            self.derived = self.derived and kept[0]
            for level, more in zip((OWN, CHILD), kept[1:], strict=False):
                staging_tables.keep_names(self.db, level, [(self.total + number, key) for number, key in more])
            columns[0] = [self.total + number for number in columns[0]]
            yield from zip(*columns, strict=True)
            self.total += count
            said()
        self._refuse_mixed_eras()

    def _chunks(self, source: SourceTable) -> Iterator[tuple[Any, ...]]:
        """The rows below the headings, in chunks as the reader takes them."""
        above = self.reader.headed.first
        pieces = (source.blocks or source.rows)()
        if source.has_headings:
            next(pieces)
        else:
            pieces = dropwhile(lambda line: line.number <= above, _parted_up_to(above, pieces))
        for whole, group in groupby(pieces, key=lambda piece: isinstance(piece, TextBlock)):
            if whole:
                yield from map(tuple, group)
            else:
                for chunk in split_chunks(group):
                    yield tuple(zip(*chunk, strict=True))

    def _note(self, cell: int, era: str, found: list[int]) -> None:
        seen = self._eras.setdefault((cell, era.endswith("*")), {}).setdefault(era.rstrip("*"), [0])
        seen[0] += found[0]
        seen += found[1 : 2 + MAX_LINES_SHOWN - len(seen)]

    def _point(self, columns: list[Any], named: list[list[str]]) -> None:
        """Keep what the rows name, the scope first in which a parent is looked for."""
        nowhere: list[int | None] = [None] * len(named[0])
        scope = nowhere
        for slot, asked in zip(self.reader.references, named, strict=True):
            known = self._pointers.setdefault(slot.cell, {})
            sought = list(zip(asked, scope if slot.is_scoped else nowhere, strict=True))
            found = [known[one] if one in known else self._pointer(slot, *one) for one in sought]
            if not slot.places:
                scope = found
            for place in slot.places:
                columns[place] = found

    def _pointer(self, slot: ColumnReader, asked: str, within: int | None) -> int | None:
        known = self._pointers[slot.cell]
        if not asked:
            return None
        self._pointed += 1
        if len(known) >= _REMEMBERED:
            known.clear()
        known[asked, within] = self._pointed
        pointer = NamedReference(self._pointed, slot.target.place, slot.target.field.name, asked, within)
        staging_tables.point(self.db, pointer)
        return self._pointed

    def _refuse_mixed_eras(self) -> None:
        """One column is written in one era: where both stand, one of them is a slip."""
        headed = self.reader.headed
        for (cell, _typed), seen in self._eras.items():
            if len(seen) > 1:
                told = "; ".join(f"{ERAS[era]}: {_rows(seen[era])}" for era in sorted(seen))
                raise UnusableInput(
                    _("{file}: the column '{heading}' mixes years of both eras: {rows}").format(
                        file=headed.name, heading=headed.names[cell], rows=told
                    ),
                    _("write them in one era; --read-years be or --read-years ce says what years of two digits mean"),
                )


def _parted_up_to(last: int, pieces: Iterator[TextBlock | SourceRow]) -> Iterator[TextBlock | SourceRow]:
    """The pieces, those that begin at this line or above it line by line."""
    for piece in pieces:
        if isinstance(piece, TextBlock) and piece.number <= last:
            yield from split_rows(piece)
        else:
            yield piece


def _rows(seen: Mapping[int, int] | list[int]) -> str:
    count, *lines = seen
    shown = ", ".join(map(str, lines)) + (", …" if count > len(lines) else "")
    return ngettext("row {rows} ({n} row)", "rows {rows} ({n} rows)", count).format(rows=shown, n=count)
