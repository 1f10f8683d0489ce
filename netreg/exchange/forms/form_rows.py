"""The rows of a known form, as dictionaries of their parts, with remarks on what was not taken."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from netreg.exchange.headings.assignment import find_left_out_reason
from netreg.exchange.headings.left_out_headings import is_not_kept_of_people
from netreg.exchange.headings.targets import is_reason_heading
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netreg.exchange.forms.known_forms import FormColumn, KnownForm
    from netreg.exchange.tables.source_tables import SourceRow, SourceTable

_BEHIND_PEOPLE = 3
"""The first section of a Teams report in which nobody comes for the first time."""
_MAX_ABOVE = 30
"""The number of rows in which the headings of a form are searched."""


class FormRemark(NamedTuple):
    """Something to be said of a cell: its line and heading, the cell, the sentence. Without a heading, of the row."""

    line: int
    heading: str
    value: str
    sentence: str


class FormRow(NamedTuple):
    """A row of a form: its line, the texts of its parts, and the cells that are mapped by hand."""

    line: int
    parts: dict[str, str]
    mapped: list[str]


class FormRows:
    """The rows of a table that has a known form.

    `remarks` and `left_out` fill while the rows are read; they may be read several times.
    """

    def __init__(self, form: KnownForm, table: SourceTable, headings: SourceRow, mapping: Mapping[str, str]) -> None:
        """Read the rows below that of the headings.

        The columns that `mapping` names are left to whoever imports the table.
        """
        self.form = form
        self.table = table
        self.line, self.headings = headings.number, [text.clean(cell) for cell in headings.cells]
        wanted = {text.match_key(heading) for heading in mapping}
        is_mapped = [bool(name) and text.match_key(name) in wanted for name in self.headings]
        self.mapped = [place for place, mapped in enumerate(is_mapped) if mapped]
        names = ["" if mapped else name for name, mapped in zip(self.headings, is_mapped, strict=True)]
        self.columns = form.find_columns(names)
        used = {place for _column, places in self.columns for place in places} | {*self.mapped}
        self.beside = [n for n, name in enumerate(self.headings) if n not in used and _is_worth_a_note(name)]
        """The columns of a form of questions that the note of a participant keeps."""
        self.has_note = False
        """Whether the records have a note that keeps them."""
        self._filled: set[int] = set()
        self.remarks: dict[FormRemark, None] = {}
        self.left_out: dict[int, FormRemark] = {}

    def name_column(self, part: str) -> str:
        """Return the heading under which a part stands."""
        places = next((places for column, places in self.columns if column.part == part), None)
        return self.headings[places[0]] if places else ""

    def list_unused(self) -> list[str]:
        """Return the headings of columns that mean nothing here, of those in which a cell that was read is filled."""
        taken = (places for column, places in self.columns if column.part != "answer" or self.has_note)
        used = {place for places in taken for place in places} | {*self.mapped}
        used |= {*self.beside} if self.has_note else set()
        return [self.headings[place] for place in sorted(self._filled - used) if self.headings[place]]

    def list_noted(self) -> list[str]:
        """Return the headings of columns that the note keeps, of those in which a cell that was read is filled."""
        answers = (place for column, places in self.columns if column.part == "answer" for place in places)
        noted = {*self.beside, *answers} if self.has_note else set[int]()
        return [self.headings[place] for place in sorted(self._filled & noted)]

    def remark(self, line: int, part: str, value: str, sentence: str) -> None:
        """Say something of the cell of a part."""
        self.remarks[FormRemark(line, self.name_column(part) or part, value, sentence)] = None

    def leave_out(self, line: int, value: str, reason: str) -> None:
        """Leave out a row that is no record."""
        self.left_out[line] = FormRemark(line, "", value, reason)

    def __iter__(self) -> Iterator[FormRow]:
        """Yield the rows that are not blank, with the parts that are filled."""
        for line, cells, columns in self._iterate_cells():
            parts = {column.part: self._join_cells(line, column, places, cells) for column, places in columns}
            filled = {part: cell for part, cell in parts.items() if cell}
            if self.has_note and (beside := self._join_beside(cells)):
                filled["beside"] = beside
            if filled:
                yield FormRow(line, filled, [cells[place] for place in self.mapped])

    def _iterate_cells(self) -> Iterator[tuple[int, list[str], list[tuple[FormColumn, list[int]]]]]:
        """Yield line, cells and columns of the rows below the headings, up to the next section of the file.

        The report of a webinar has headings anew for each kind of people.
        """
        width, columns = len(self.headings), self.columns
        for row in self.table.rows():
            if row.number <= self.line:
                continue
            cells = [*row.cells, *[""] * (width - len(row.cells))]
            if self.form.has_participants:
                if self.form.is_section_title(cells):
                    return
                if self.form.is_later_heading_row(row.cells):
                    columns, width = self.form.find_columns(row.cells), len(cells)
                    continue
                if self.form.is_title_of_people(cells):
                    continue
            if columns is self.columns:
                self._filled.update(place for place in range(len(self.headings)) if cells[place].strip())
            yield row.number, cells[:width], columns

    def _join_beside(self, cells: list[str]) -> str:
        """Return what the columns say that have no field, each behind its heading."""
        said = ((self.headings[n], cells[n].strip()) for n in self.beside if n < len(cells))
        return "; ".join(f"{heading}: {cell}" for heading, cell in said if cell not in ("", "-"))

    def _join_cells(self, line: int, column: FormColumn, places: list[int], cells: list[str]) -> str:
        """Return the text of a part; where its columns are alternatives, that of the first one filled."""
        filled = [cells[place].strip() for place in places if text.clean(cells[place])]
        if len(filled) > 1 and not column.joined_by:  # whoever chose "other" says it in the next column
            filled = [cell for cell in filled if not _other_pattern().fullmatch(cell)] or filled[:1]
        if column.joined_by or len(filled) < 2:
            return column.joined_by.join(filled)
        for other in filled[1:]:
            if text.match_key(other) != text.match_key(filled[0]):
                sentence = _("left out, another column has the same meaning")
                self.remarks[FormRemark(line, self.headings[places[-1]], other, sentence)] = None
        return filled[0]


def _is_worth_a_note(heading: str) -> bool:
    """Return whether a question is about the meeting: not when it was answered, what somebody eats or the like."""
    return bool(heading) and find_left_out_reason(heading) is None and not is_not_kept_of_people(heading)


@cache
def _other_pattern() -> re.Pattern[str]:
    """Match the answer that stands for one which is written elsewhere."""
    thai, english = r"อื่น ?ๆ?(?: ?\(?(?:โปรด)?ระบุ\)?)?", r"others?(?: ?\(?please specify\)?)?"
    return re.compile(rf"(?:{thai}|{english})[ .:…]*", re.IGNORECASE)


def find_headings(rows: Sequence[SourceRow], form: KnownForm) -> SourceRow | None:
    """Return the heading row of a table of this form among its first rows, None if it has another form.

    Rejected rows are no longer in the form that they came in. What follows the people in a report is none of them.
    """
    for row in rows:
        if form.has_participants and form.is_section_title([*row.cells, ""], _BEHIND_PEOPLE):
            return None
        if form.is_heading_row(row.cells):
            return None if any(map(is_reason_heading, row.cells)) else row
    return None


def read_first_rows(table: SourceTable) -> tuple[list[SourceRow], SourceTable]:
    """Return the first rows of a table, and the table whose next reader goes on from them.

    A large sheet is parsed anew for each reader, so one is saved.
    """
    rows = table.rows()
    first = list(islice(rows, _MAX_ABOVE))
    begun = [rows]

    def read_again() -> Iterator[SourceRow]:
        if not begun:
            yield from table.rows()
            return
        rest = begun.pop()
        try:
            yield from chain(first, rest)
        finally:
            rest.close()  # type: ignore[attr-defined]

    return first, table._replace(rows=read_again)
