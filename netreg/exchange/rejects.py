"""The rows that were not taken, in a file that can be mended and imported again."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from netreg.exchange.delimited import guarded
from netreg.exchange.headings import REASON
from netreg.exchange.marks import unmarked
from netreg.exchange.saving import saving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netreg.exchange.headings import Headed
    from netreg.exchange.tabular import Source


def beside(path: Path, name: str) -> Path:
    """The path of the rejects of one table among several."""
    return path.with_name(f"{path.stem}-{name.replace('/', '-')}{path.suffix}") if name else path


def write(path: Path, headed: Headed, source: Source, reasons: Iterator[tuple[int, str]], *, force: bool) -> None:
    """Write the lines that have reasons, which come in the order of the file, and why they were not taken.

    UTF-8 with a byte order mark, which Excel needs to see Thai.
    """
    width = len(headed.names)
    with saving(path, force=force) as file:
        out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(out)
        writer.writerow([*headed.names, str(REASON)])
        grouped = groupby(reasons, key=itemgetter(0))
        number, group = next(grouped, (-1, iter(())))
        lines = iter(source.lines())
        next((line for line in lines if line.number == headed.first), None)  # the rows stand below the headings
        for line in lines:
            if line.number == number:
                cells = [guarded(unmarked(cell)) for cell in (*line.cells, *[""] * width)][:width]
                writer.writerow([*cells, guarded("; ".join(reason for _line, reason in group))])
                number, group = next(grouped, (-1, iter(())))
        out.flush()
        out.detach()
