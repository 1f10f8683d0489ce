"""The snapshot of an input file: a private copy, so that it can be read several times and never changes."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING, BinaryIO, cast

from netreg.errors import (
    ChangedFile,
    DeviceError,
    MissingFile,
    NoSuchFile,
    UnreadableFile,
    UnusableInput,
    get_system_reason,
)
from netreg.exchange.file_stamps import is_replaced, read_stamp
from netreg.exchange.tables.detect_format import BINARY_FORMATS, OLE, ZIP, detect_format, refuse_known_format
from netreg.exchange.tables.encodings import advise_csv
from netreg.exchange.tables.source_tables import MAX_LINE
from netreg.language import _
from netreg.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

MAX_SIZE = 4 << 30
"""The largest file that is imported, in bytes."""
MAX_JSON = 64 << 20
"""The largest JSON document, in bytes: it is read whole, unlike every other format."""

_CHUNK = 1 << 20
_MAX_UNBROKEN = 4 * MAX_LINE  # the bytes of the longest line, whatever its encoding


class Snapshot(NamedTuple):
    """A copied file: its name, the copy, its SHA-256, its size in bytes and its format.

    `line_count` is the number of line ends, of a text only.
    """

    name: str
    file: BinaryIO
    sha256: str
    size: int
    format: str
    line_count: int | None = None


@contextmanager
def take_snapshot(path: Path) -> Iterator[Snapshot]:
    """Copy the file (``-`` is the standard input); the copy is gone when the block ends.

    Raises:
        MissingFile: when it does not exist or cannot be read.
        UnusableInput: when it is not a table, or changed while it was read.
        DeviceError: when there is no room for the copy.
    """
    is_stdin = str(path) == "-"
    name = _("standard input") if is_stdin else str(path)
    with _create_temporary() as file:
        with _open_source(name, path) as source:
            before = read_stamp(name, source)
            digest, lines = _copy(name, source, file)
            changed = read_stamp(name, source) != before
            if changed or (before and not is_stdin and is_replaced(path, before)):
                raise ChangedFile(name)
        format = detect_format(name, file)
        size = file.seek(0, os.SEEK_END)
        yield Snapshot(name, file, digest, size, format, None if format in BINARY_FORMATS else lines)


def _create_temporary() -> BinaryIO:
    """Create a file without a name, which nobody else sees."""
    try:
        # Unbuffered: the reader of spreadsheets hands it to a process, which must find it where it was left.
        return cast("BinaryIO", TemporaryFile(buffering=0))
    except OSError as error:
        raise _no_room(error) from None


def _no_room(error: OSError) -> DeviceError:
    return DeviceError(
        _("the file cannot be copied to {folder}: {reason}").format(
            folder=gettempdir(), reason=get_system_reason(error)
        ),
        _("free some space there, or set TMPDIR to another folder"),
    )


def _open_source(name: str, path: Path) -> AbstractContextManager[BinaryIO]:
    """Open a file or a pipe; folders and devices are refused."""
    if str(path) == "-":
        if not sys.stdin:
            raise MissingFile(_("{file} is closed").format(file=name), _("name a file"))
        return nullcontext(sys.stdin.buffer)
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise MissingFile(_("{file} is not a file").format(file=name), _("name a file that contains a table"))
        return path.open("rb")
    except FileNotFoundError:
        raise NoSuchFile(name) from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(name, error) from None


def _copy(name: str, source: BinaryIO, file: BinaryIO) -> tuple[str, int]:
    """Copy the whole file, and return the SHA-256 of the copy and its number of line ends."""
    digest = sha256()
    size = unbroken = max_unbroken = lines = 0
    while chunk := _read_chunk(name, source):
        if not size:
            refuse_known_format(name, chunk)
            max_unbroken = _limit_unbroken(chunk)
        size += len(chunk)
        unbroken = _count_unbroken(chunk, unbroken)
        if size > MAX_SIZE:
            raise UnusableInput(_("{file} is larger than 4 GiB").format(file=name), _("split it and import the parts"))
        if unbroken > max_unbroken:
            raise UnusableInput(_("{file} has a line longer than a million characters").format(file=name), advise_csv())
        digest.update(chunk)
        lines += chunk.count(b"\n")
        _write_chunk(file, chunk)
    return digest.hexdigest(), lines


def _read_chunk(name: str, source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise UnreadableFile(name, error) from None


def _write_chunk(file: BinaryIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as error:
        raise _no_room(error) from None


def _limit_unbroken(head: bytes) -> int:
    """Return how many bytes may follow without a line end before the file cannot be a table of text."""
    if head.startswith((ZIP, OLE)):
        return MAX_SIZE
    opening = head[:4096].translate(None, b"\0").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    return MAX_JSON if opening in (b"[", b"{") else _MAX_UNBROKEN


def _count_unbroken(chunk: bytes, before: int) -> int:
    """Return the number of bytes since the last line end."""
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return before + len(chunk) if last < 0 else len(chunk) - last - 1
