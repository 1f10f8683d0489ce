"""Trees of units that the shape of a list shows: a column for each level, blanks or bullets before names, numbers.

``1.``, ``1.1`` or ``๑.๒`` before a name, or in the column before it; a unit is below the nearest one above it
of a higher level. Each gets the path of the units over it in a column of its own.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.exchange.headings.assignment import are_running_numbers, is_row_number_heading
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.several_bodies import UNIT_PATH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netreg.exchange.shapes.table_shapes import TableShape
    from netreg.exchange.tables.source_tables import SourceTable

    Read = Callable[[Sequence[str]], "Level | None"]
    """Returns the unit of a row."""

_LEVELS = frozenset(
    re.split(
        " ",
        "กระทรวง ทบวง กรม มหาวิทยาลัย สถาบัน วิทยาเขต วิทยาลัย คณะ สำนัก สำนักงาน ศูนย์ กอง ส่วน ส่วนงาน ส่วนราชการ "
        "ภาควิชา ภาค สาขา สาขาวิชา กลุ่ม กลุ่มงาน กลุ่มภารกิจ ฝ่าย แผนก งาน หน่วย หมวด หน่วยงาน หน่วยงานย่อย "
        "หน่วยงานหลัก หน่วยย่อย หน่วยงานภายใน โครงสร้าง ministry department faculty bureau office centre center "
        "division group section unit subunit sub-unit branch campus institute",
    )
)
"""The words of which the headings of a column for each level are made."""
_NUMBERED_LEVEL = r"(?:(?:ชื่อ)?(?:หน่วยงาน|ส่วนงาน|ส่วนราชการ|โครงสร้าง)?\s*(?:ระดับ(?:ที่)?|ชั้น(?:ที่)?|level|lv\.?)\s*[0-9]+)"
_FEWEST = 2
_INDENT = 2
"""The blanks by which a name must stand further in than the one above it: a single one is a slip."""
_TAB = 4


class Level(NamedTuple):
    """The name of a unit, and how deep it stands beside others of the same style; None where nothing says so."""

    depth: tuple[int, str] | None
    name: str


def place_tree(shape: TableShape, above: str = "") -> SourceTable:
    """Return the table with the path of the units over each; itself where no shape shows a tree.

    `above` is the unit over all of them that an option names.
    """
    if shape.entity.name != "organisation" or _has_parent(shape):
        return shape.source
    if columns := _find_level_columns(shape):
        return _place_columns(shape, columns, above)
    names = [n for n in range(len(shape.names)) if (t := shape.find_target(shape.names[n])) and t.name == "name_th"]
    if len(names) != 1:
        return shape.source
    for read in (_find_outline(shape, names[0]), _find_indents(shape, names[0])):
        if read:
            return _place_levels(shape, names[0], read, above)
    return shape.source


def _has_parent(shape: TableShape) -> bool:
    """Return whether a column says itself to what each unit belongs."""
    targets = [(n, shape.find_target(name)) for n, name in enumerate(shape.names)]
    parents = [n for n, target in targets if target and target.name == "parent" and not _is_level(shape.names[n])]
    return any(shape.list_cells(n) or shape.is_mapped(n) for n in parents)


# --- a column for each level ------------------------------------------------------------------------


def _is_level(heading: str) -> bool:
    words = [part for part in re.split(r"[\s/,()]+|และ|หรือ", heading.lower()) if part]
    plain = text.to_ascii_digits(heading.lower()).strip()
    return bool(words) and (all(word in _LEVELS for word in words) or bool(re.fullmatch(_NUMBERED_LEVEL, plain)))


def _find_level_columns(shape: TableShape) -> list[int]:
    """Return the columns of the levels, the highest first: those beside one another that have units alone.

    Below one heading over several columns the others have none.
    """
    width = len(shape.names)
    for start in range(width):
        heading = shape.names[start]
        named = shape.find_target(heading)
        if not (_is_level(heading) or (named and named.name == "name_th")) or shape.is_mapped(start):
            continue
        columns = [start]
        while (n := columns[-1] + 1) < width and _continues(shape, columns[-1], n):
            columns.append(n)
        if len(columns) >= _FEWEST and _are_stairs(shape, columns):
            return columns
    return []


def _continues(shape: TableShape, last: int, column: int) -> bool:
    """Return whether a column has the units of the next level."""
    cells = shape.list_cells(column)
    if shape.is_mapped(column) or not cells or not all(any(map(str.isalpha, cell)) for cell in cells):
        return False
    heading = shape.names[column]
    return not heading or heading == shape.names[last] or _is_level(shape.get_leaf(column))


def _are_stairs(shape: TableShape, columns: Sequence[int]) -> bool:
    """Return whether rows begin at different levels, or each names all units over its own."""
    rows = [[bool(text.clean(strip_mark(row[n]))) for n in columns] for row in shape.list_rows()]
    rows = [row for row in rows if any(row)]
    are_levels = all(shape.names[n] and _is_level(shape.get_leaf(n)) for n in columns)
    if any(not row[0] for row in rows) and (are_levels or sum(map(sum, rows)) * 2 <= len(rows) * 3):
        return True
    # Where rows have whole paths the first unit stands in several of them, and there are more of the next.
    upper, lower = ({*map(text.match_key, shape.list_cells(n))} for n in columns[:2])
    return are_levels and len(upper) < len(shape.list_cells(columns[0])) and len(upper) <= len(lower)


class _Stairs:
    """The rows of a table with a column for each level, each with the path of the units over its own."""

    def __init__(self, columns: Sequence[int], width: int, above: str) -> None:
        self.columns, self.width, self.above = columns, width, above
        self.current: list[str] = []
        self.seen: set[tuple[str, ...]] = set()

    def make_rows(self, cells: list[str]) -> list[list[str]]:
        """Return the row of the unit, below rows of those over it that have none yet."""
        filled = [text.clean(strip_mark(cells[n])) for n in self.columns]
        start = next((n for n, cell in enumerate(filled) if cell), None)
        if start is None:
            return [self._set_unit(cells, [])]
        upper = [*self.current, *[""] * start][:start]
        last = max(n for n, cell in enumerate(filled) if cell)
        self.current = [*upper, *filled[start : last + 1]]
        path = [cell for cell in self.current if cell]
        steps = [tuple(path[:n]) for n in range(1, len(path) + 1)]
        more = [self._set_unit([""] * self.width, step) for step in steps[:-1] if step not in self.seen]
        self.seen.update(steps)
        return [*more, self._set_unit(cells, path)]

    def _set_unit(self, cells: list[str], path: Sequence[str]) -> list[str]:
        kept = ["" if n in self.columns else cell for n, cell in enumerate(cells[: self.width])]
        kept[self.columns[0]] = path[-1] if path else ""
        return [*kept, _join(self.above, path[:-1]) if path else "", *cells[self.width :]]


def _place_columns(shape: TableShape, columns: Sequence[int], above: str) -> SourceTable:
    names = ["" if n in columns else name for n, name in enumerate(shape.names)]
    names[columns[0]] = shape.entity.by_name["name_th"].label.th
    headings = ", ".join(shape.names[n] or f"@{n + 1}" for n in columns)
    note = _("a tree of units was read from its columns ({columns})").format(columns=headings)
    width = len(shape.names)
    return shape.replace([*names, _parent_heading(shape)], lambda: _Stairs(columns, width, above).make_rows, note)


# --- numbers and blanks before names ----------------------------------------------------------------

_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{1,3})*"
_OUTLINE = re.compile(
    rf"\s*(?P<mark>\({_NUMBER}\)|{_NUMBER}(?:[.)]+|(?=\s))|\(?(?:[ก-ฮ]|[a-z]|[ivx]{{1,4}})[.)]+)\s*(?P<name>\S.*)",
    re.DOTALL,
)
_DOTTED = re.compile(rf"\(?{_NUMBER}[.)]*")
_BULLET = re.compile(
    r"(?P<blank>[\s\u00a0\u3000│|]*)(?P<mark>(?:[-–—•▪●○◦*>→»·]|[├└][─-]*|o(?=\s))*)\s*(?P<name>\S.*)", re.DOTALL
)
_BLANKS = " "
"""The style of a depth that blanks and bullets show."""

Depth = tuple[int, str]


def _find_outline(shape: TableShape, column: int) -> Read | None:
    """Return how the outline numbers of units are read, in the column itself or in the one that numbers the rows."""
    cells = shape.list_cells(column)
    marked = [found["mark"] for cell in cells if (found := _OUTLINE.match(text.to_ascii_digits(cell)))]
    if marked and len(marked) * 5 >= len(cells) * 4:
        is_numbered = are_running_numbers([mark.strip("().") for mark in marked])
        return (
            (lambda row: _split_outline(row[column])) if is_numbered or len({*map(_read_depth, marked)}) > 1 else None
        )
    for n, heading in enumerate(shape.names):
        numbers = [text.to_ascii_digits(cell) for cell in shape.list_cells(n)] if n != column else []
        if is_row_number_heading(heading) and numbers and all(map(_DOTTED.fullmatch, numbers)):
            depths = [*map(_read_depth, numbers)]
            if len({*depths}) > 1 and depths[0] == min(depths):
                return partial(_pair_number, n, column)
    return None


def _read_depth(mark: str) -> Depth:
    """Return the depth that a number shows: by its dots, and for numbers of another sort by how they are written."""
    mark = mark.strip()
    if _DOTTED.fullmatch(mark):
        style = "(0)" if mark.startswith("(") else "0)" if mark.endswith(")") else "0"
        return mark.strip("().").count("."), style
    return 0, re.sub(r"[ก-ฮ]", "ก", re.sub(r"[a-z]+", "a", mark))


def _split_outline(cell: str) -> Level | None:
    plain = text.clean(strip_mark(cell))
    found = _OUTLINE.match(text.to_ascii_digits(plain))
    if not plain:
        return None
    return Level(_read_depth(found["mark"]), plain[found.start("name") :]) if found else Level(None, plain)


def _pair_number(place: int, column: int, row: Sequence[str]) -> Level | None:
    name, number = text.clean(strip_mark(row[column])), text.to_ascii_digits(text.clean(strip_mark(row[place])))
    return Level(_read_depth(number) if number else None, name) if name else None


def _find_indents(shape: TableShape, column: int) -> Read | None:
    """Return how blanks and bullets before names are read, where some stand further in than the first one."""
    cells = [strip_mark(row[column]) for row in shape.list_rows() if text.clean(strip_mark(row[column]))]
    depths = [level.depth[0] for cell in cells if (level := _split_indent(cell)) and level.depth]
    if not depths or depths[0] > min(depths) + 1:
        return None
    deeper = sum(depth >= depths[0] + _INDENT for depth in depths)
    is_list = all((found := _BULLET.match(cell)) and found["mark"] for cell in cells)
    return (lambda row: _split_indent(row[column])) if deeper * 5 >= len(depths) or is_list else None


def _split_indent(cell: str) -> Level | None:
    found = _BULLET.match(strip_mark(cell).replace("\t", " " * _TAB))
    if not found:
        return None
    marks = 1 if found["mark"][:1] in ("├", "└") else len(found["mark"])
    return Level((len(found["blank"]) + _TAB * marks, _BLANKS), text.clean(found["name"]))


class _Outline:
    """The rows of a table whose names say how deep they stand, each with the path of the units over its own."""

    def __init__(self, column: int, read: Read, width: int, above: str) -> None:
        self.column, self.read, self.width, self.above = column, read, width, above
        self.root: list[str] = []
        self.stack: list[tuple[Depth, str]] = []

    def make_rows(self, cells: list[str]) -> list[list[str]]:
        """Return the row of the unit. One without a number above all others is over them, a later one beside them."""
        level, path = self.read(cells), ""
        if level is not None:
            path = _join(self.above, self._place(level))
            cells = [level.name if n == self.column else cell for n, cell in enumerate(cells)]
        return [[*cells[: self.width], path, *cells[self.width :]]]

    def _place(self, level: Level) -> list[str]:
        """Return the names of the units over one."""
        if level.depth is None:
            if not self.stack and not self.root:
                self.root = [level.name]
                return []
            return self.root
        cut = (n for n, (one, _name) in enumerate(self.stack) if not _is_above(one, level.depth))
        del self.stack[next(cut, len(self.stack)) :]
        over = [name for _depth, name in self.stack]
        self.stack.append((level.depth, level.name))
        return [*self.root, *over]


def _is_above(one: Depth, other: Depth) -> bool:
    """Return whether what stands at a depth is above another; numbers of another sort are, until one of their own."""
    if one[1] != other[1]:
        return True
    return other[0] - one[0] >= (_INDENT if one[1] == _BLANKS else 1)


def _place_levels(shape: TableShape, column: int, read: Read, above: str) -> SourceTable:
    width = len(shape.names)
    counter = _Outline(column, read, width, "")
    below = sum(bool(made[width]) for row in shape.list_rows() for made in counter.make_rows(row))
    if below:
        note = ngettext(
            "a tree of units was read from what stands before the names: {n} unit below another",
            "a tree of units was read from what stands before the names: {n} units below others",
            below,
        ).format(n=below)
    else:
        note = _("the numbers and marks before the names were left out")
    start = lambda: _Outline(column, read, width, above).make_rows  # noqa: E731
    return shape.replace([*shape.names, _parent_heading(shape)], start, note)


def _join(above: str, path: Sequence[str]) -> str:
    return UNIT_PATH.join(filter(None, (above, *path)))


def _parent_heading(shape: TableShape) -> str:
    parent = shape.entity.by_name["parent"]
    assert isinstance(parent, Reference)
    return parent.label.th
