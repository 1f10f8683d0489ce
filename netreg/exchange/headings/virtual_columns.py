"""Columns that a file does not have as such: several of its columns in one field, or one value for all rows.

They are made of the texts of a row before any field parses them, so that what is refused in
them is refused by the rules of the field.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netreg.core.compound_columns import CompoundColumn
from netreg.core.fields import Reference, Text, TextList
from netreg.core.thai_fields import Date, Phone, TitlesField
from netreg.exchange.tables.cell_marks import CLASH, FORMULA
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.thai import text
from netreg.thai.several_bodies import UNIT_PATH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from netreg.exchange.headings.synonyms import FieldPart
    from netreg.exchange.headings.targets import ColumnTarget

    Join = Callable[[tuple[str, ...]], str]


class VirtualColumn(NamedTuple):
    """A column made of others: its heading in messages, the columns it is made of, and how their cells are joined.

    What one that `is_implied` says is not in the file itself: it fills a blank, and changes nothing that is known.
    """

    heading: str
    sources: tuple[int, ...]
    join: Join
    is_implied: bool = False

    def make_cells(self, cells: Sequence[Sequence[str]], count: int) -> Sequence[str]:
        """Make its cells of the columns of `count` rows."""
        if not self.sources:
            return [self.join(())] * count
        return [_join_unmarked(self.join, parts) for parts in zip(*(cells[n] for n in self.sources), strict=True)]


class Constant(NamedTuple):
    """The value of a field for a whole file: as written, every other text that means the same, and by which option."""

    value: str
    aliases: frozenset[str]
    option: str


def _join_unmarked(join: Join, parts: tuple[str, ...]) -> str:
    """Join the cells of a row, unless one of them must not be taken as it stands: then it is refused by itself."""
    marked = next((part for part in parts if part[:1] >= FORMULA), "")
    return marked if marked and not marked[0].isprintable() else join(parts)


def make_constant(constant: Constant, column: int | None) -> VirtualColumn:
    """Make the column of a constant; where the file has one too, its cells must be blank or mean the same."""
    if column is None:
        return VirtualColumn(constant.option, (), lambda _parts: constant.value)

    def join(parts: tuple[str, ...]) -> str:
        cell = parts[0]
        if not cell.strip() or text.match_key(cell) in constant.aliases:
            return constant.value
        reason = _("the row says otherwise than {option}; leave out the option or the column").format(
            option=constant.option
        )
        return f"{CLASH}{cell}{CLASH}{reason}"

    return VirtualColumn(constant.option, (column,), join)


def make_agreeing(headings: Sequence[str], columns: tuple[int, ...]) -> VirtualColumn:
    """Make the column of several that have the same field: one of them has the value, or all have the same."""

    def join(parts: tuple[str, ...]) -> str:
        first, *others = [part for part in parts if part.strip()] or [""]
        different = next((part for part in others if text.match_key(part) != text.match_key(first)), None)
        if different is None:
            return first
        reason = _("another column of the same field has '{text}'; leave one out with --map '@{n}=-'").format(
            text=different, n=columns[-1] + 1
        )
        return f"{CLASH}{first}{CLASH}{reason}"

    return VirtualColumn(" + ".join(dict.fromkeys(headings)), columns, join)


def make_first(headings: Sequence[str], columns: tuple[int, ...]) -> VirtualColumn:
    """Make the column of several of which a row itself takes the first that is not blank."""
    return VirtualColumn(
        " + ".join(headings), columns, lambda parts: next((part for part in parts if not is_blank(part)), "")
    )


def make_noted(headings: Sequence[str], columns: tuple[int, ...], own: int | None) -> VirtualColumn:
    """Make the note of its `own` column and of others, each of which stands behind its heading."""

    def join(parts: tuple[str, ...]) -> str:
        said = [] if own is None or is_blank(parts[0]) else [parts[0].strip()]
        others = parts if own is None else parts[1:]
        said += [
            f"{heading}: {cell.strip()}" for heading, cell in zip(headings, others, strict=True) if not is_blank(cell)
        ]
        return "; ".join(said)

    return VirtualColumn(" + ".join(headings), columns if own is None else (own, *columns), join)


def make_titles(names: Sequence[str], kind: int | None, party: int) -> VirtualColumn:
    """Make the titles of agreements that a list knows by their `kind` and `party` alone."""

    def join(cells: tuple[str, ...]) -> str:
        said, body = (cells[0] if kind is not None else "").strip(), " ".join(cells[-1].split())
        return "" if is_blank(body) else f"{'MOU' if is_blank(said) else said}: {body}"

    return VirtualColumn(names[party] if party < len(names) else "", (party,) if kind is None else (kind, party), join)


_FORMERLY = r"(.*?\S)\s*[(\[]\s*(?:ชื่อ)?(?:เดิมชื่อ|เดิมคือ|เดิม|ชื่อเดิม|formerly|former name)\s*:?\s*([^()\[\]]+?)\s*[)\]]\s*"


def split_former_name(cell: str) -> tuple[str, str] | None:
    """Return a name and the former one in brackets behind it: ``สำนักวิทยบริการ (เดิมชื่อ หอสมุดกลาง)``."""
    found = re.fullmatch(_FORMERLY, cell.strip(), re.IGNORECASE) if "(" in cell or "[" in cell else None
    return (found[1], found[2]) if found else None


def make_former_names(heading: str, column: int) -> tuple[VirtualColumn, VirtualColumn]:
    """Make the column of the names of today, and that of the former ones behind them."""

    def take(cell: str, place: int) -> str:
        found = split_former_name(cell)
        return found[place] if found else ("" if place else cell)

    return (
        VirtualColumn(heading, (column,), lambda cells: take(cells[0], 0)),
        VirtualColumn(heading, (column,), lambda cells: take(cells[0], 1)),
    )


def make_unit_path(headings: Sequence[str], columns: tuple[int, ...]) -> VirtualColumn:
    """Make the column of a unit of those of the bodies above it, the highest first, and of its own."""

    def join(parts: tuple[str, ...]) -> str:
        said = [part.strip() for part in parts if not is_blank(part)]
        names = [part for n, part in enumerate(said) if text.match_key(part) not in map(text.match_key, said[:n])]
        return UNIT_PATH.join(names)

    return VirtualColumn(" + ".join(headings), columns, join)


def find_separator(target: ColumnTarget) -> str | None:
    """Return what stands between the texts of several columns of one field; None where it takes one only."""
    field = target.field
    if isinstance(field, Phone):
        return ", "
    if isinstance(field, TextList) or (isinstance(field, Text) and field.lines):
        return "; "
    return " " if isinstance(field, TitlesField) else None


_INTERNAL = "(?i)ภายใน|internal|extension"
_FEW_DIGITS = r"\s*\d{1,6}(?:\s*[-–,/;]\s*\d{1,6})*\s*"


def is_internal(heading: str) -> bool:
    """Return whether a column has internal telephone numbers; of joined columns the cells say which are."""
    return " + " not in heading and bool(re.search(_INTERNAL, heading))


def make_joined(headings: Sequence[str], columns: tuple[int, ...], separator: str) -> VirtualColumn:
    """Make the column of several whose texts stand beside one another, each once."""
    internal = [is_internal(heading) for heading in headings]

    def join(parts: tuple[str, ...]) -> str:
        said = [
            _label_internal(part) if inner and re.fullmatch(_FEW_DIGITS, text.to_ascii_digits(part)) else part.strip()
            for part, inner in zip(parts, internal, strict=True)
            if not is_blank(part)
        ]
        return separator.join(dict.fromkeys(said))

    return VirtualColumn(" + ".join(headings), columns, join)


def _label_internal(cell: str) -> str:
    """Return internal numbers with the word for them before each."""
    return ", ".join(f"ภายใน {number.strip()}" for number in re.split("[,/;]", cell))


def find_unit(heading: str) -> str:
    """Return the unit of time that a heading names in brackets, such as ``ระยะเวลา (ปี)``; empty if it names none."""
    found = re.search(r"[(\[]\s*(ปี|เดือน|วัน|years?|months?|days?)\s*[)\]]", heading, re.IGNORECASE)
    return found[1] if found else ""


def make_counted(heading: str, column: int, unit: str) -> VirtualColumn:
    """Make the column of lengths of time whose unit stands in the heading; a cell may still name its own."""

    def join(parts: tuple[str, ...]) -> str:
        cell = parts[0].strip()
        return f"{cell} {unit}" if text.to_ascii_digits(cell).isdecimal() else cell

    return VirtualColumn(heading, (column,), join)


def is_blank(cell: str) -> bool:
    """Return whether a cell of a part says that there is none."""
    return cell.strip() in ("", "-", "–", "—")


# --- parts ------------------------------------------------------------------------------------


def make_of_parts(
    target: ColumnTarget, heading: str, columns: Sequence[tuple[int, FieldPart | None]], *, end: bool = False
) -> VirtualColumn:
    """Make the column of a field whose parts have columns; a part of None is the field itself.

    With `end` the time is the end of the hours that a cell names.
    """
    ordered = sorted(columns, key=lambda column: _rank(target, column[1]))
    parts = [part for _column, part in ordered]
    sources = tuple(column for column, _part in ordered)
    if isinstance(target.field, Date):
        return VirtualColumn(heading, sources, lambda cells: join_day_and_time(*cells[:2], end=end))
    if isinstance(target.field, Reference | CompoundColumn):
        return VirtualColumn(heading, sources, lambda cells: _join_name(cells, parts))
    return VirtualColumn(heading, sources, lambda cells: _join_forms(cells, parts))


def _rank(target: ColumnTarget, part: FieldPart | None) -> tuple[int, int]:
    from netreg.exchange.headings.synonyms import PARTS

    known = PARTS[target.field.name]
    return (0, -1) if part is None else (part.rank, known.index(part))


_TIME = r"(?i)(?:เวลา)?\s*([0-2]?\d)(?:[.:]([0-5]\d)(?:[.:][0-5]\d)?)?\s*(?:น\.?|นาฬิกา|([ap]m)|hrs?\.?)?"
_BETWEEN = r"(?i)\s*(?:-|–|—|ถึง|to)\s*"


def split_hours(written: str) -> tuple[str, str]:
    """Return the beginning and the end of hours, such as ``09.00–12.00 น.``; the end is empty for a time alone."""
    first, *last = re.split(
        _BETWEEN, text.to_ascii_digits(text.clean(written)).removeprefix("เวลา").strip(), maxsplit=1
    )
    return (first, last[0]) if last and re.fullmatch(_TIME, first) and re.fullmatch(_TIME, last[0]) else (written, "")


def is_time(written: str) -> bool:
    """Return whether a cell is a time of day, or hours, without a day."""
    plain = text.to_ascii_digits(text.clean(written))
    first, last = split_hours(plain)
    return bool(re.fullmatch(_TIME, first if last else plain)) and not plain.isdecimal()


def join_day_and_time(day: str, time: str, *, end: bool = False) -> str:
    """Join a day and a time of day; of hours the first is meant, with `end` the last."""
    first, last = split_hours(time)
    if end and not last:
        return ""
    clock = last if end else first
    if is_blank(clock) or not day.strip():
        return day if is_blank(clock) else clock
    return f"{day.removesuffix('T00:00').strip()} {_write_clock(clock)}"


def _write_clock(written: str) -> str:
    """Return a time of day as 09:30, or as it is written where it is none."""
    found = re.fullmatch(_TIME, text.to_ascii_digits(text.clean(written)))
    if not found:
        return written.strip()
    hour = int(found[1]) % 12 if found[3] else int(found[1])
    hour += 12 if (found[3] or "").lower() == "pm" else 0
    return f"{hour:02}:{found[2] or '00'}"


def _join_name(cells: Sequence[str], parts: Sequence[FieldPart | None]) -> str:
    """Join titles, given and family name; a name in one piece is not repeated in parts."""
    found = {
        part.name if part else "": cell.strip() for cell, part in zip(cells, parts, strict=True) if not is_blank(cell)
    }
    name = found.get("") or " ".join(filter(None, (found.get("given_name"), found.get("family_name"))))
    titles = found.get("titles", "")
    return name if not titles or not name or name.startswith(titles) else f"{titles} {name}"


def _join_forms(cells: Iterable[str], parts: Iterable[FieldPart | None]) -> str:
    """Join the parts of an address as they are written: ``123 หมู่ 4 ถนนมิตรภาพ ตำบลในเมือง``."""
    written: list[str] = []
    ticked: dict[str, str] = {}
    for cell, part in zip(cells, parts, strict=True):
        if is_blank(cell):
            continue
        form = part.form if part else "{}"
        if "{" not in form:  # a column to be ticked
            ticked[form] = cell
            continue
        before = form.partition("{")[0].strip()
        said = not before or text.clean(cell).startswith(
            (before, f"{before[0]}.", *(("แขวง", "ต.") if before == "ตำบล" else ()))
        )
        written.append(text.clean(cell) if said else form.format(text.clean(cell)))
    if len(ticked) > 1:
        reason = _("{columns} are both ticked; tick one of them").format(columns=", ".join(ticked))
        return f"{CLASH}{next(iter(ticked.values()))}{CLASH}{reason}"
    return next(iter(ticked), " ".join(written))
