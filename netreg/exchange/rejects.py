"""The rows that were not taken, in a file that can be mended and imported again."""

from __future__ import annotations

import csv
import io
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
        number, reason = next(reasons, (0, ""))
        for line in source.lines():
            if (line.number == number and line.number != headed.first) or (source.headed and line.number == number):
                cells = [guarded(unmarked(cell)) for cell in (*line.cells, *[""] * width)][:width]
                writer.writerow([*cells, guarded(reason)])
                number, reason = next(reasons, (0, ""))
        out.flush()
        out.detach()
