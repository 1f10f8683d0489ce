"""Stamps of files that are being read, by which it is seen whether somebody changed them meanwhile."""

from __future__ import annotations

import io
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from netreg.errors import UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

    Stamp = tuple[int, int]


def read_stamp(name: object, file: BinaryIO) -> Stamp | None:
    """Return the size and modification time of a file; ``None`` for a pipe, which is read only once.

    Raises:
        UnreadableFile: when the system does not say.
    """
    try:
        return _stamp_of(os.fstat(file.fileno()))
    except io.UnsupportedOperation:  # a stream that is not a file of the system
        return None
    except OSError as error:
        raise UnreadableFile(name, error) from None


def is_replaced(path: Path, before: Stamp) -> bool:
    """Return whether the path now leads to a file with another stamp, or to none."""
    try:
        return _stamp_of(path.stat()) != before
    except OSError:
        return True


def _stamp_of(found: os.stat_result) -> Stamp | None:
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
