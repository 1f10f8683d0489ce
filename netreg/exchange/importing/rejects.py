"""The rejects file: the rejected rows with the reasons, to be corrected and imported again."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from netreg.exchange.atomic_files import saving
from netreg.exchange.headings.targets import REASON, is_reason_heading
from netreg.exchange.tables.cell_marks import strip_mark
from netreg.exchange.tables.formula_guard import guard_formula
from netreg.exchange.tables.source_tables import trim_cells
from netreg.language import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netreg.exchange.headings.table_headings import TableHeadings
    from netreg.exchange.tables.source_tables import SourceTable

TOO_FEW_CELLS = Label("ย้ายแต่ละช่องให้ตรงหัวคอลัมน์ แล้วลบช่องนี้", "Put each cell under its heading, then empty this one")
"""The cell behind the reason of a row that had too few cells."""


def choose_path(path: Path, name: str) -> Path:
    """Return the path of the rejects of one table among several."""
    return path.with_name(f"{path.stem}-{name.replace('/', '-')}{path.suffix}") if name else path


def write_rejects(
    path: Path, headed: TableHeadings, source: SourceTable, reasons: Iterator[tuple[int, str]], *, force: bool
) -> None:
    """Write the rejected lines and the reasons, which come in the order of the file.

    UTF-8 with a byte order mark, which Excel needs to see Thai.
    """
    width = len(headed.names)
    # Columns with the reasons of an earlier time go.
    kept = [n for n, name in enumerate(headed.names) if n in headed.read_fields or not is_reason_heading(name)]
    with saving(path, force=force) as file:
        out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(out)
        writer.writerow([*(headed.names[n] for n in kept), str(REASON)])
        grouped = groupby(reasons, key=itemgetter(0))
        number, group = next(grouped, (-1, iter(())))
        lines = iter(source.rows())
        next((line for line in lines if line.number == headed.first), None)  # the rows stand below the headings
        for line in lines:
            if line.number == number:
                within, beyond = _split_cells([guard_formula(strip_mark(cell)) for cell in line.cells], width)
                reason = guard_formula("; ".join(reason for _line, reason in group))
                writer.writerow([*(within[n] for n in kept), reason, *beyond])
                number, group = next(grouped, (-1, iter(())))
        out.flush()
        out.detach()


def _split_cells(cells: list[str], width: int) -> tuple[Sequence[str], Sequence[str]]:
    """Return the cells under the headings, and the cells behind the reason.

    A row that is too wide has the rest of its cells there, one that is too narrow what is to be done:
    a cell without a heading has the row refused until a person has looked after it.
    """
    if len(cells) < width:
        return [*cells, *[""] * (width - len(cells))], [str(TOO_FEW_CELLS)]
    return cells[:width], trim_cells(cells, width)[width:]
