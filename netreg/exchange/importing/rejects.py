"""The rejects file: the rejected rows with the reasons, to be corrected or decided, and imported again."""

from __future__ import annotations

import csv
import io
import re
from contextlib import ExitStack, suppress
from itertools import groupby
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Self

from netreg.exchange.atomic_files import saving
from netreg.exchange.formula_guard import guard_formula
from netreg.exchange.headings.targets import PERHAPS, REASON, choose_decision_heading, is_rejects_heading
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.exchange.tables.source_tables import trim_cells
from netreg.language import Label
from netreg.named_tuples import NamedTuple
from netreg.store.importing.row_decisions import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from netreg.exchange.exporting.row_workbook import RowWorkbook
    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.tables.source_tables import SourceTable

TOO_FEW_CELLS = Label("ย้ายแต่ละช่องให้ตรงหัวคอลัมน์ แล้วลบช่องนี้", "Put each cell under its heading, then empty this one")
"""The cell behind the reason of a row that had too few cells."""
FORMATS = (".csv", ".txt", ".xlsx", "")
_MOST_CHOICES = 8
"""The most candidates of a row that are offered in a list."""


class RejectedLine(NamedTuple):
    """One reason why a line was rejected, and the records that its row may be about, each with a text that shows it."""

    line: int
    reason: str
    candidates: tuple[tuple[int, str], ...] = ()


class RejectsFile:
    """The file of rejected rows: one CSV file for each table, or one workbook with a sheet for each."""

    def __init__(self, path: Path, *, force: bool) -> None:
        """Write nothing before the first rejected row; an existing file is replaced only with `force`."""
        self.path = path
        self.force = force
        self.written: list[Path] = []
        """The files that have rejected rows."""
        self._new: list[Path] = []
        self._open = ExitStack()
        self._book: RowWorkbook | None = None

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Complete the workbook; after an error leave nothing."""
        self._open.__exit__(kind, error, trace)

    def withdraw(self) -> None:
        """Remove what was written, but for a file that was there before: of the import nothing was kept."""
        for path in self._new:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _note_written(self, path: Path) -> None:
        self.written.append(path)
        if not path.exists():
            self._new.append(path)

    def write_table(
        self,
        name: str,
        headed: TableHeadings,
        source: SourceTable,
        rejected: Iterator[RejectedLine],
        *,
        with_candidates: bool,
    ) -> None:
        """Write the rejected lines of one table with the reasons, which come in the order of the file.

        `name` is that of the table among several, empty for the only or the first one. The records that
        rows may be about have a column where there are any.
        """
        rows = _RejectedRows(headed, source, with_candidates=with_candidates)
        if self.path.suffix.lower() == ".xlsx":
            book = self._get_workbook()
            book.start_sheet(name or source.name or str(REASON), rows.headings)
            rows.write(rejected, lambda cells, choices: book.add_row(cells, {rows.decision: choices}))
            return
        path = choose_path(self.path, name)
        self._note_written(path)
        with saving(path, force=self.force) as file:
            _write_delimited(file, rows, rejected)

    def _get_workbook(self) -> RowWorkbook:
        if self._book is None:
            from netreg.exchange.exporting.row_workbook import writing_workbook

            self._note_written(self.path)
            file = self._open.enter_context(saving(self.path, force=self.force))
            self._book = self._open.enter_context(writing_workbook(file))
        return self._book


def choose_path(path: Path, name: str) -> Path:
    """Return the path of the rejects of one table among several."""
    return path.with_name(f"{path.stem}-{name.replace('/', '-')}{path.suffix}") if name else path


def _write_delimited(file: IO[bytes], rows: _RejectedRows, rejected: Iterator[RejectedLine]) -> None:
    """Write the rows as CSV: in UTF-8 with a byte order mark, which Excel needs to see Thai."""
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(out)
    writer.writerow(rows.headings)
    rows.write(rejected, lambda cells, _choices: writer.writerow(map(_guard_cell, cells)))
    out.flush()
    out.detach()


def _guard_cell(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula, or for a number whose zeros or digits it drops."""
    return f'="{cell}"' if re.fullmatch(_ALTERED, cell) else guard_formula(cell)


_ALTERED = r"(?a)0[0-9]+|[0-9]{12,}|[0-9]+[eE][0-9]+|[0-9]{1,2}/[0-9]{2,4}"
"""Keys, telephone numbers and the numbers of meetings as Excel alters them in a CSV file; it keeps ``="0099"``."""


class _RejectedRows:
    """The rejected rows of a table, with the columns in which they are explained and decided."""

    def __init__(self, headed: TableHeadings, source: SourceTable, *, with_candidates: bool) -> None:
        self.headed, self.source = headed, source
        # Columns of an earlier time go.
        kept = (n for n, name in enumerate(headed.names) if n in headed.read_fields or not is_rejects_heading(name))
        self.kept = list(kept)
        self.decision = len(self.kept) + 1
        """The place of the column for the decision."""
        behind = [str(REASON), choose_decision_heading(headed.entity), *([str(PERHAPS)] if with_candidates else [])]
        self.headings = [*(headed.names[n] for n in self.kept), *behind]

    def write(
        self, rejected: Iterator[RejectedLine], add_row: Callable[[Sequence[str], Sequence[str]], object]
    ) -> None:
        """Give the cells of each row to `add_row`, with the decisions that are offered."""
        width = len(self.headed.names)
        grouped = groupby(rejected, key=attrgetter("line"))
        number, group = next(grouped, (-1, iter(())))
        lines = iter(self.source.rows())
        next((line for line in lines if line.number == self.headed.first), None)  # the rows stand below the headings
        for line in lines:
            if line.number == number:
                within, beyond = _split_cells([strip_mark(cell) for cell in line.cells], width)
                explained, choices = _explain(list(group))
                add_row(
                    [*(within[n] for n in self.kept), *explained[: len(self.headings) - len(self.kept)], *beyond],
                    choices,
                )
                number, group = next(grouped, (-1, iter(())))


def _explain(reasons: Sequence[RejectedLine]) -> tuple[list[str], list[str]]:
    """Return the cells behind a row: the reason, the empty decision, the candidates; and the decisions to offer."""
    candidates = dict(one for reason in reasons for one in reason.candidates)
    offered = [f"#{number}" for number in candidates] if len(candidates) <= _MOST_CHOICES else []
    perhaps = "\n".join(f"#{number} {shown}" for number, shown in candidates.items())
    return ["; ".join(one.reason for one in reasons), "", perhaps], [*offered, *map(str, WORDS.values())]


def _split_cells(cells: list[str], width: int) -> tuple[Sequence[str], Sequence[str]]:
    """Return the cells under the headings, and the cells behind the reason.

    A row that is too wide has the rest of its cells there, one that is too narrow what is to be done:
    a cell without a heading has the row refused until a person has looked after it.
    """
    if len(cells) < width:
        return [*cells, *[""] * (width - len(cells))], [str(TOO_FEW_CELLS)]
    return cells[:width], trim_cells(cells, width)[width:]
