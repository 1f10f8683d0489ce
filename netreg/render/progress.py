"""How far a long command is, on the standard error of a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from netreg.language import _
from netreg.render.safe_text import make_one_line

if TYPE_CHECKING:
    from typing import Self

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE = 0.5
"""Seconds before anything is shown: most files are done by then."""


class Progress:
    """A bar with rate and remaining time, once it is clear that it takes a while.

    Where the standard error is no terminal nothing is shown.
    """

    def __init__(self, name: str, total: int | None = None, *, quiet: bool = False) -> None:
        """`total` is about how many rows there are, if that is known."""
        self.name = make_one_line(name)
        self.total = total
        self._shown = sys.stderr.isatty() and not quiet
        self._began = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._what = ""

    def __enter__(self) -> Self:
        """Begin to count."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, rows: int) -> None:
        """Show what is being done, and with how many rows it is through."""
        if not self._shown or time.monotonic() - self._began < _PATIENCE:
            return
        bar = self._bar or self._made()
        if what != self._what or self._task is None:
            if self._task is not None:
                bar.remove_task(self._task)
            total = self.total if what == _("reading") else None
            self._task, self._what = bar.add_task(f"{self.name}: {what}", total=total, rate=""), what
        rate = rows / (time.monotonic() - self._began)
        bar.update(self._task, completed=rows, rate=_("{n}/s").format(n=f"{rate:,.0f}"))

    def _made(self) -> Bar:
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
