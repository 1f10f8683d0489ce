"""Group remarks on many rows: the same reason is told once, with its count and its first lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.language import _, ngettext
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LINES_SHOWN = 5
"""The number of lines that are named for one reason."""
MAX_VALUES_SHOWN = 5
"""The number of different values that have a line each for one reason; of more only the first are named."""
MAX_GROUPS = 1000
"""The most reasons that are told; rows with none but others are counted."""


class RowRemark(NamedTuple):
    """A remark on a cell, or with an empty heading on a row: the line, the heading and value, the reason.

    Rows that may be about different records, the `candidates`, are told apart.
    """

    line: int
    heading: str
    value: str
    reason: str
    candidates: tuple[int, ...] = ()


class _Group:
    """The cells of one column with the same reason, whatever their values."""

    def __init__(self, heading: str, reason: str) -> None:
        self.heading, self.reason = heading, reason
        self.count = 0
        self.first: list[RowRemark] = []
        self.by_value: dict[str, list[int]] | None = {}
        """The count and the first lines of each value; None once there are too many values."""

    def add(self, remark: RowRemark) -> None:
        self.count += 1
        if len(self.first) < MAX_LINES_SHOWN:
            self.first.append(remark)
        if self.by_value is None:
            return
        if remark.value not in self.by_value and len(self.by_value) == MAX_VALUES_SHOWN:
            self.by_value = None
            return
        seen = self.by_value.setdefault(remark.value, [0])
        seen[0] += 1
        if len(seen) <= MAX_LINES_SHOWN:
            seen.append(remark.line)

    def format_lines(self, table: str) -> Iterator[tuple[int, str]]:
        """Yield each line with the number by which it is ordered: a line for each value, or one for all."""
        if self.by_value is None:
            shown = ", ".join(_("line {n} '{value}'").format(n=r.line, value=shorten(r.value)) for r in self.first)
            rows = _("{n} rows ({lines}, …)").format(n=f"{self.count:,}", lines=shown)
            yield self.first[0].line, f"{table}: {self.heading}: {self.reason}: {rows}"
            return
        for value, (count, *lines) in self.by_value.items():
            reason = self.reason.replace(_ANY_VALUE, f"'{shorten(value)}'")
            cell = format_cell(self.heading, value)
            if count == 1:
                yield lines[0], f"{table}:{lines[0]}: {cell}{reason}"
            else:
                yield lines[0], f"{table}: {cell}{reason}: {format_rows(count, lines)}"


_ANY_VALUE = "'…'"


def group_remarks(table: str, remarks: Iterable[RowRemark]) -> tuple[list[str], int]:
    """Return the lines that tell the remarks of a table, and the number of rows with none of these told.

    The remarks come in the order of the rows.
    """
    groups: dict[tuple[str, str, tuple[int, ...]], _Group] = {}
    untold, last, is_told = 0, -1, True
    for remark in remarks:
        if remark.line != last:
            untold += not is_told
            last, is_told = remark.line, False
        key = (remark.heading, _generalise(remark), remark.candidates)
        group = groups.get(key)
        if group is None and len(groups) < MAX_GROUPS:
            group = groups[key] = _Group(*key[:2])
        if group is not None:
            group.add(remark)
            is_told = True
    lines = [line for group in groups.values() for line in group.format_lines(table)]
    return [line for _number, line in sorted(lines, key=lambda line: line[0])], untold + (not is_told)


def _generalise(remark: RowRemark) -> str:
    """Return the reason without the value that it quotes."""
    if not remark.value:
        return remark.reason
    for quoted in {f"'{remark.value}'", f"'{shorten(remark.value)}'"}:
        if quoted in remark.reason:
            return remark.reason.replace(quoted, _ANY_VALUE)
    return remark.reason


def format_cell(heading: str, value: str) -> str:
    """Return the beginning of a sentence about a cell; empty for a whole row."""
    if not heading:
        return ""
    return f"{heading} '{shorten(value)}': " if value else f"{heading}: "


def format_rows(count: int, lines: list[int]) -> str:
    """Return a count of rows with the first of their lines."""
    shown = ", ".join(map(str, lines)) + (", …" if count > len(lines) else "")
    return ngettext("{n} row (line {lines})", "{n} rows (lines {lines})", count).format(n=f"{count:,}", lines=shown)
