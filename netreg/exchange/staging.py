"""The rows of a table read cell by cell, each column by the reader of its field.

Nothing here asks the register: what a row names of others is kept as written, and looked
up once the rows are in. Readers remember what they read, since most cells of a column
say what another said before.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from netreg.core.entity import Compound
from netreg.core.fields import Email, Reference
from netreg.core.thai_fields import BuddhistYear, Date, Phone
from netreg.errors import Refused, UnusableInput
from netreg.exchange.headings import SCOPE
from netreg.exchange.marks import FORMULA, refuse_marked, unmarked
from netreg.language import _, ngettext
from netreg.store import incoming
from netreg.store.incoming import OWN, Column, Pointer
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from netreg.exchange.headings import Headed, Target
    from netreg.exchange.tabular import Line
    from netreg.store.incoming import Task

    Spread = Callable[[str, Iterable[Any]], Iterator[Any]]

ERAS = {"be": "พ.ศ.", "ce": "ค.ศ."}
_SHOWN = 5


class Slot(NamedTuple):
    """What is done with one cell of each row: read it, and put what it says into a place of the row.

    What is more than a value (the parts of a name, a date with its era) has `places`, and
    `place` is 0; so it is of the scope, which is only looked `within`.
    """

    cell: int
    heading: str
    target: Target
    read: Callable[[str], Any]
    place: int = 0
    places: tuple[int, ...] = ()
    within: bool = False


def columns(headed: Headed) -> tuple[Column, ...]:
    """The columns that the rows of a table have once they are read."""
    found: dict[tuple[str, str], Column] = {}
    for target in headed.targets.values():
        if target.place != SCOPE:
            for field in _fields(target, headed):
                found.setdefault((target.place, field.name), Column(target.place, field))
    if headed.nested:
        assert headed.entity.parent is not None
        found.setdefault((OWN, headed.entity.parent.name), Column(OWN, headed.entity.parent))
    return tuple(found[key] for key in sorted(found, key=lambda key: key[0] != OWN))


def clearing(headed: Headed) -> frozenset[tuple[str, str]]:
    """The fields that a blank cell stands for in its own right: a name's parts are not among them."""
    whole = (t for t in headed.targets.values() if t.place != SCOPE and not isinstance(t.field, Compound))
    return frozenset((target.place, target.field.name) for target in whole)


def _fields(target: Target, headed: Headed) -> list[Any]:
    if isinstance(target.field, Compound):
        return [headed.entity.by_name[name] for name in target.field.into]
    return [target.field]


class Reader:
    """What is made of the cells of a row, by itself and without a register: pure, for any process."""

    def __init__(self, task: Task, headed: Headed, years: str | None, *, typed: bool = False) -> None:
        """For the rows of `headed` with the columns of `task`; `years` settles the era of all dates.

        In a `typed` table the dates of a spreadsheet stand beside those written as text:
        the era of either is its own.
        """
        self.headed = headed
        self.typed = typed
        self.years = years
        self.width = _AHEAD + len(task.columns)
        self._places = {(c.level, c.field.name): _AHEAD + place for place, c in enumerate(task.columns)}
        slots = [self._slot(cell, target) for cell, target in headed.targets.items()]
        self.slots = [slot for slot in slots if not isinstance(slot.target.field, Reference)]
        pointing = [slot for slot in slots if isinstance(slot.target.field, Reference)]
        self.pointing = sorted(pointing, key=lambda slot: slot.target.place != SCOPE)

    def _slot(self, cell: int, target: Target) -> Slot:
        field, heading, years = target.field, self.headed.names[cell], self.years
        if isinstance(field, Compound):
            places = tuple(self._places[target.place, name] for name in field.into)
            return Slot(cell, heading, target, field.split, places=places)
        place, parse = self._places.get((target.place, field.name), 0), field.parse
        if isinstance(field, Reference):
            return Slot(cell, heading, target, str, place, within=target.place == OWN and field.parent)
        if isinstance(field, Date | BuddhistYear):
            typed = self.typed
            dated = lru_cache(_DATES)(lambda written: _dated(field, written, years, typed=typed))
            return Slot(cell, heading, target, dated, places=(place,))
        if isinstance(field, Email | Phone):  # hardly ever the same twice
            return Slot(cell, heading, target, parse, place)
        return Slot(cell, heading, target, lru_cache(_TEXTS)(lambda written: parse(written, years)), place)

    def read(self, chunk: list[tuple[int, int, int, list[str]]]) -> tuple[list[list[Any]], list[Any], list[Any]]:
        """The rows of a chunk with what they name as written, the faults of the others, the eras of dates."""
        rows: list[list[Any]] = []
        faults: list[Any] = []
        eras: list[Any] = []
        width, pointing = len(self.headed.names), self.pointing
        for number, line, owner, written in chunk:
            cells = written if len(written) == width else _fitted(written, width)
            if len(cells) != width:
                faults.append((number, "", "", _mismatch(len(cells), width), line))
                continue
            row: list[Any] = [None] * self.width
            row[0], row[1], row[2] = number, line, owner
            self._read(row, cells, faults, eras)
            if pointing:
                row.append([_named(cells[slot.cell], slot, row, faults) for slot in pointing])
            rows.append(row)
        return rows, faults, eras

    def _read(self, row: list[Any], cells: list[str], faults: list[Any], eras: list[Any]) -> None:
        """Fill the row from its cells."""
        for slot in self.slots:
            cell = cells[slot.cell]
            if not cell:
                continue
            try:
                if cell[0] >= FORMULA:
                    refuse_marked(cell)
                value = slot.read(cell)
            except Refused as refusal:
                faults.append((row[0], slot.heading, unmarked(cell), str(refusal), row[1]))
                continue
            if not slot.place:
                value = _placed(row, slot, value, eras) if value is not None else None
            elif value is not None:
                value = _put(row, slot.place, value)
            if value is CONTRADICTION:
                reason = _("another column of the row says something else")
                faults.append((row[0], slot.heading, unmarked(cell), reason, row[1]))


CONTRADICTION = object()
"""What two columns say of the same field, where they do not agree."""


def _put(row: list[Any], place: int, value: Any) -> Any:
    """Put a value into its place, unless another is there: a name in one piece and its parts may both be given."""
    if row[place] is not None and text.match_key(str(row[place])) != text.match_key(str(value)):
        return CONTRADICTION
    row[place] = value
    return value


def _placed(row: list[Any], slot: Slot, value: tuple[Any, ...], eras: list[Any]) -> Any:
    """Put the parts of a name into their places, or a date whose era counts."""
    if len(slot.places) == 1:
        row[slot.places[0]], era = value
        if era:
            eras.append((slot.cell, era, row[1]))
        return value
    parts = zip(slot.places, value, strict=True)
    put = [_put(row, place, part) for place, part in parts if part is not None]
    return CONTRADICTION if CONTRADICTION in put else value


_AHEAD = 3
"""Number, line and owner stand ahead of the values of a row."""


def _named(cell: str, slot: Slot, row: list[Any], faults: list[Any]) -> str:
    """What a cell names of others."""
    if cell and cell[0] >= FORMULA:
        try:
            refuse_marked(cell)
        except Refused as refusal:
            faults.append((row[0], slot.heading, unmarked(cell), str(refusal), row[1]))
    return cell if cell.isprintable() and cell[:1] != " " and cell[-1:] != " " else text.clean(cell)


class Staging:
    """One table on its way in: its rows as they were read, and what was seen on the way."""

    def __init__(self, db: sqlite3.Connection, reader: Reader) -> None:
        """The rows that `reader` reads."""
        self.db = db
        self.reader = reader
        self.total = 0
        self._pointers: dict[tuple[int, str, int | None], int] = {}
        self._pointed = 0
        self._eras: dict[tuple[int, bool], dict[str, list[int]]] = {}

    def rows(self, lines: Iterator[Line], spread: Spread, said: Callable[[], None]) -> Iterator[Sequence[Any]]:
        """The rows, those with a fault too: what they name is to be looked up all the same."""
        pointing = bool(self.reader.pointing)
        for rows, faults, eras in spread("read", self._numbered(lines)):
            for number, heading, value, reason, line in faults:
                incoming.fault(self.db, number, heading, value, reason, line)
            for cell, era, line in eras:
                self._note(cell, era, line)
            if pointing:
                for row in rows:
                    self._point(row, row.pop())
            yield from rows
            said()
        self._refuse_mixed_eras()

    def _numbered(self, lines: Iterator[Line]) -> Iterator[tuple[int, int, int, list[str]]]:
        for line in lines:
            self.total += 1
            yield self.total, line.number, line.owner, line.cells

    def _note(self, cell: int, era: str, line: int) -> None:
        seen = self._eras.setdefault((cell, era.endswith("*")), {}).setdefault(era.rstrip("*"), [0])
        seen[0] += 1
        if len(seen) <= _SHOWN:
            seen.append(line)

    def _point(self, row: list[Any], named: list[str]) -> None:
        """Keep what the row names, the scope first in which its parent is looked for."""
        scope = None
        for slot, asked in zip(self.reader.pointing, named, strict=True):
            if not asked:
                continue
            within = scope if slot.within else None
            number = self._pointers.get((slot.cell, asked, within)) or self._pointer(slot, asked, within)
            if slot.place:
                row[slot.place] = number
            else:
                scope = number

    def _pointer(self, slot: Slot, asked: str, within: int | None) -> int:
        self._pointed += 1
        if len(self._pointers) >= _REMEMBERED:
            self._pointers.clear()
        self._pointers[slot.cell, asked, within] = self._pointed
        pointer = Pointer(self._pointed, slot.target.place, slot.target.field.name, asked, within)
        incoming.point(self.db, pointer)
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
                    _("mend it, or say --read-years be or --read-years ce"),
                )


_REMEMBERED = 50_000
_DATES = 1 << 15
_TEXTS = 1 << 12
_MARKED = re.compile(r"พ\. ?ศ|พศ|ค\. ?ศ|คศ|(?<![a-z])(?:b\.?e|a\.?d|c\.?e)(?![a-z])", re.IGNORECASE)
"""An era that is said: such a year counts for neither side."""
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T|\Z)", re.ASCII)
"""How a date that a spreadsheet knows as one is read."""


def _dated(
    field: Date | BuddhistYear, written: str, years: str | None, *, typed: bool = False
) -> tuple[Any, str | None] | None:
    """The value of a date cell, and the era its year is written in where only the number tells."""
    value = field.parse(written, years)
    if value is None:
        return None
    plain = text.digits(written)
    if years or _MARKED.search(plain):
        return value, None
    year = int(value) - 543 if isinstance(field, BuddhistYear) else int(str(value)[:4])
    era = "ce" if str(year) in plain and str(year + 543) not in plain else "be"
    return value, f"{era}*" if typed and _ISO.match(plain) else era


def _rows(seen: Mapping[int, int] | list[int]) -> str:
    count, *lines = seen
    shown = ", ".join(map(str, lines)) + (", …" if count > len(lines) else "")
    return ngettext("row {rows} ({n} row)", "rows {rows} ({n} rows)", count).format(rows=shown, n=count)


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond the headings."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells


def _mismatch(cells: int, width: int) -> str:
    return _("{cells}, but {headings}; a cell with a comma in it must stand in quotes").format(
        cells=ngettext("{n} cell", "{n} cells", cells).format(n=cells),
        headings=ngettext("{n} heading", "{n} headings", width).format(n=width),
    )
