"""Note whether the command has made its work lasting, for what is said where it ends otherwise than well.

A signal may come in the very moment of a commit, and a report be refused by a full disk after it: the work is done
then, and whoever reads "nothing was written" would do it twice.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_done: list[bool] = []
SIGNALS = (KeyboardInterrupt, SystemExit)
"""What the handlers of signals raise."""


def note_done() -> None:
    """Note that the work of the command is lasting."""
    _done.append(True)


def forget_done() -> None:
    """Forget it: a command begins, or what was done was no work on the register."""
    _done.clear()


def is_done() -> bool:
    """Tell whether the work of the command is lasting."""
    return bool(_done)


@contextmanager
def noting(is_lasting: Callable[[], bool]) -> Iterator[None]:
    """Note the work of the block as done, also where a signal ends it the moment after; `is_lasting` tells then."""
    try:
        yield
    except SIGNALS:
        if is_lasting():
            note_done()
        raise
    note_done()
