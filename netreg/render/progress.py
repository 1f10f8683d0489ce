"""The progress of a long command, on the standard error of a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from netreg.language import _
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from typing import Self

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_DELAY = 0.5
"""Seconds before a bar is shown; most files are read by then."""


class Progress:
    """A progress bar with rate and remaining time, shown once a command takes a while.

    Nothing is shown unless the standard error is a terminal.
    """

    def __init__(self, name: str, total: int | None = None, *, quiet: bool = False) -> None:
        """`total` is about how many rows there are, where that is known."""
        self.name = make_one_line(name)
        self.total = total
        self._shown = sys.stderr.isatty() and not quiet
        self._started = time.monotonic()
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None
        self._step = ""

    def __enter__(self) -> Self:
        """Return the bar itself."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, step: str, rows: int) -> None:
        """Show the current step and how many rows it has done."""
        if not self._shown or time.monotonic() - self._started < _DELAY:
            return
        bar = self._bar or self._make_bar()
        if step != self._step or self._task is None:
            if self._task is not None:
                bar.remove_task(self._task)
            total = self.total if step == _("reading") else None
            self._task, self._step = bar.add_task(f"{self.name}: {step}", total=total, rate=""), step
        rate = rows / (time.monotonic() - self._started)
        bar.update(self._task, completed=rows, rate=_("{n}/s").format(n=f"{rate:,.0f}"))

    def _make_bar(self) -> RichProgress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        counted = TextColumn("{task.completed:,}", markup=False)
        rate = TextColumn("{task.fields[rate]}", markup=False)
        name = TextColumn("{task.description}", markup=False)
        self._bar = Progress(
            name, BarColumn(), counted, rate, TimeRemainingColumn(),
            console=Console(file=sys.stderr, markup=False, emoji=False, highlight=False), transient=True,
        )  # fmt: skip
        self._bar.start()
        return self._bar
