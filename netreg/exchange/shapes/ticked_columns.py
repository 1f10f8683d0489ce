"""Columns that are ticked below headings which are values: ``ชาย | หญิง``, ``ครู | ผู้บริหาร``, a column for each course.

The heading of the ticked column is the value, and what it is a value of says the heading above them,
the choices of a field, or the words themselves.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from netreg.core.choice_fields import Choice
from netreg.exchange.columns import row_words
from netreg.exchange.headings.targets import list_targets
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.names.title_table import get_default_titles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from netreg.exchange.shapes.table_shapes import TableShape
    from netreg.exchange.tables.source_tables import SourceTable

_TICKS = frozenset(
    "/ \\ ✓ ✔ √ ☑ ☒ ✗ ✘ x × * ● • ⚫ ◉ ü û þ v y yes true ใช่ เลือก 1".split()  # noqa: SIM905
)
"""What people and Wingdings put into a box, in small letters."""
_BLANKS = frozenset(("", "-", "–", "—", "0", "no", "n", "false", "ไม่", "ไม่ใช่", "☐", "□", "○", "◯"))
_SEXES = frozenset(("ชาย", "หญิง", "ช", "ญ", "male", "female", "m", "f", "อื่นๆ", "lgbtq", "ไม่ระบุ", "ไม่ประสงค์ระบุ"))
_COUNTING = r"(?i)\W*(?:จำนวน|รวม|ยอด|ร้อยละ|คะแนน|ครั้งที่|number|total|count|sum|score)"
_FEWEST = 2


def is_tick(cell: str) -> bool:
    """Return whether a cell is ticked."""
    return cell.strip(" ()[]").lower() in _TICKS


class TickedGroup(NamedTuple):
    """Columns of one question: the heading that says what is asked, empty if none does, and the values."""

    heading: str
    columns: Sequence[int]
    values: Sequence[str]

    def choose(self, cells: Sequence[str]) -> list[str]:
        """Return the values that a row has ticked."""
        pairs = zip(self.columns, self.values, strict=True)
        return [value for column, value in pairs if is_tick(strip_mark(cells[column]))]


def find_ticked_groups(shape: TableShape) -> list[TickedGroup]:
    """Return the groups of columns that are ticked, each with the heading by which its values are read."""
    rows = shape.list_rows()
    states = [_judge_column(shape, n, rows) for n in range(len(shape.names))]
    given = {
        target.name for n, name in enumerate(shape.names) if states[n] is None and (target := shape.find_target(name))
    }
    found: list[TickedGroup] = []
    for key, run in groupby(range(len(states)), lambda n: (states[n] is not None, _find_heading(shape, n, given))):
        columns = [*run]
        if not all(key) or len(columns) < _FEWEST or not any(states[n] for n in columns):
            continue
        if not _are_counts(shape, columns, rows):
            found.append(TickedGroup(key[1], columns, [shape.get_leaf(n) for n in columns]))
    return found


def place_ticked(shape: TableShape) -> SourceTable:
    """Return the table with one column for each group of ticked ones; itself where no field or note takes them."""
    groups = find_ticked_groups(shape)
    if not groups:
        return shape.source
    taken = {n for group in groups for n in group.columns}
    names = ["" if n in taken else name for n, name in enumerate(shape.names)]

    def make_rows(cells: list[str]) -> list[list[str]]:
        kept = ["" if n in taken else cell for n, cell in enumerate(cells[: len(names)])]
        return [[*kept, *(", ".join(group.choose(cells)) for group in groups), *cells[len(names) :]]]

    told = "; ".join(f"{group.heading}: {', '.join(group.values)}" for group in groups)
    note = _("the headings of ticked columns were read as values ({values})").format(values=told)
    return shape.replace([*names, *(group.heading for group in groups)], lambda: make_rows, note)


def _judge_column(shape: TableShape, column: int, rows: Sequence[Sequence[str]]) -> bool | None:
    """Return whether a column is ticked anywhere; None where it has other cells, or is known as what it is."""
    if not shape.names[column] or shape.is_mapped(column):
        return None
    cells = [strip_mark(row[column]).strip().lower() for row in rows]
    if not all(cell in _BLANKS or is_tick(cell) for cell in cells):
        return None
    target = shape.find_target(shape.names[column])
    if target and target.part:  # มา | ลา | ขาด are read as such already
        return None
    return any(map(is_tick, cells))


def _are_counts(shape: TableShape, columns: Sequence[int], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether ones are numbers: below a word for counting, or several in a row that are no ticks elsewhere."""
    if any(re.match(_COUNTING, f"{shape.groups[n]} {shape.names[n]}".strip()) for n in columns):
        return True
    cells = [[strip_mark(row[n]).strip() for n in columns] for row in rows]
    if not any(cell == "1" for row in cells for cell in row):
        return False
    return (
        any(row.count("1") > 1 for row in cells)
        and {*map(text.match_key, map(shape.get_leaf, columns))} <= _list_sexes()
    )


def _find_heading(shape: TableShape, column: int, given: Collection[str]) -> str:
    """Return the heading that says of what the one of a column is a value: the upper one, or by its words.

    A field that is `given` has a column of its own.
    """
    if shape.groups[column]:
        return shape.groups[column]
    value = shape.names[column]
    if not value:
        return ""
    if text.match_key(value) in _list_sexes():
        return "เพศ"
    is_people = bool(row_words.people_section_pattern().match(value))
    if not is_people and not get_default_titles().take_titles(value)[1].strip():
        return "คำนำหน้า"
    targets = [target for target in list_targets(shape.entity) if target.name not in given]
    for target in targets:
        if isinstance(target.field, Choice) and target.field.knows_word(value):
            return target.field.label.th
    position = next((target for target in targets if target.field.name.startswith("position")), None)
    return position.field.label.th if position and is_people else ""


@cache
def _list_sexes() -> frozenset[str]:
    return frozenset(map(text.match_key, _SEXES))
