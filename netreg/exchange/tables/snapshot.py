"""A file taken in: copied to a place of its own, so that it is read as often as needed and never changes."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, nullcontext
from functools import partial
from hashlib import sha256
from itertools import islice
from tempfile import TemporaryFile, gettempdir
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn, cast

from netreg.errors import DeviceError, MissingFile, UnusableInput
from netreg.exchange.tables.encodings import detect_unicode, open_text, read_head
from netreg.exchange.tables.source_tables import MAX_LINE
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

MAX_SIZE = 4 << 30
"""The largest file that is taken, in bytes."""
MAX_JSON = 64 << 20
"""The largest JSON document: it is read whole, unlike every other form."""

_CHUNK = 1 << 20
_UNBROKEN = 4 * MAX_LINE  # the bytes of the longest line that is taken, whatever its encoding
_ZIP = b"PK\x03\x04"
_BINARY = ("xlsx", "xls", "ods")
_OLE = b"\xd0\xcf\x11\xe0"


class Snapshot(NamedTuple):
    """A file that was taken in: what it is called, its copy, the copy's digest and size, its form.

    `lines` is how many line ends a text has.
    """

    name: str
    file: BinaryIO
    sha256: str
    size: int
    format: str
    line_count: int | None = None


@contextmanager
def take_snapshot(path: Path) -> Iterator[Snapshot]:
    """A copy of the file (``-`` is the standard input) that is gone when the block ends.

    Raises:
        MissingFile: when it is not there or cannot be read.
        UnusableInput: when it is no table, or changed while it was read.
        DeviceError: when there is no room for the copy.
    """
    name = _("standard input") if str(path) == "-" else str(path)
    with _temporary() as file:
        with _source(name, path) as source:
            before = _stamp(name, source)
            digest, lines = _copy(name, source, file)
            if before and (_stamp(name, source) != before or _replaced(path, before)):
                raise UnusableInput(
                    _("{file} changed while it was read").format(file=name),
                    _("import it again once it is complete"),
                )
        form = _form(name, file)
        yield Snapshot(name, file, digest, file.seek(0, os.SEEK_END), form, None if form in _BINARY else lines)


def _temporary() -> BinaryIO:
    """A file without a name, which no one else sees."""
    try:
        # Unbuffered: the reader of spreadsheets hands it to a process, which must find it where it was put.
        return cast("BinaryIO", TemporaryFile(buffering=0))
    except OSError as error:
        raise _no_room(error) from None


def _no_room(error: OSError) -> DeviceError:
    return DeviceError(
        _("the file cannot be copied to {folder}: {reason}").format(
            folder=gettempdir(), reason=error.strerror or error
        ),
        _("make room there, or name another folder by TMPDIR"),
    )


def _source(name: str, path: Path) -> AbstractContextManager[BinaryIO]:
    """The file opened; a pipe will do, folders and devices will not."""
    if str(path) == "-":
        if not sys.stdin:
            raise MissingFile(_("{file} is closed").format(file=name), _("name a file"))
        return nullcontext(sys.stdin.buffer)
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise MissingFile(_("{file} is not a file").format(file=name), _("name a file that holds a table"))
        return path.open("rb")
    except FileNotFoundError:
        raise MissingFile(_("there is no file {file}").format(file=name), _("check its name")) from None
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None


def _unreadable(name: str, error: OSError | ValueError) -> MissingFile:
    reason = error.strerror if isinstance(error, OSError) else None
    return MissingFile(_("{file}: {reason}").format(file=name, reason=reason or error), _("check that you may read it"))


def _stamp(name: str, source: BinaryIO) -> tuple[int, int] | None:
    """By what a change shows: size and time; nothing of a pipe, which is read but once."""
    try:
        found = os.fstat(source.fileno())
    except OSError as error:
        if isinstance(error, ValueError):  # no file of the system at all
            return None
        raise _unreadable(name, error) from None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _replaced(path: Path, before: tuple[int, int]) -> bool:
    """Whether another file stands at the path by now."""
    if str(path) == "-":
        return False
    try:
        found = path.stat()
    except OSError:
        return True
    return (found.st_size, found.st_mtime_ns) != before


def _copy(name: str, source: BinaryIO, file: BinaryIO) -> tuple[str, int]:
    """Copy all of it, and return the digest of what was copied, and how many line ends it has."""
    digest = sha256()
    size = unbroken = longest = lines = 0
    while chunk := _read(name, source):
        if not size:
            _refuse_known(name, chunk)
            longest = _longest(chunk)
        size += len(chunk)
        unbroken = _unbroken(chunk, unbroken)
        if size > MAX_SIZE:
            raise UnusableInput(_("{file} is larger than 4 GiB").format(file=name), _("split it, and import the parts"))
        if unbroken > longest:
            _refuse_endless(name)
        digest.update(chunk)
        lines += chunk.count(b"\n")
        _write(file, chunk)
    return digest.hexdigest(), lines


def _read(name: str, source: BinaryIO) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError as error:
        raise _unreadable(name, error) from None


def _write(file: BinaryIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as error:
        raise _no_room(error) from None


def _longest(head: bytes) -> int:
    """How many bytes may follow without a line end, before it can be no table of text."""
    if head.startswith((_ZIP, _OLE)):
        return MAX_SIZE
    opening = head[:4096].translate(None, b"\0").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    return MAX_JSON if opening in (b"[", b"{") else _UNBROKEN


def _unbroken(chunk: bytes, before: int) -> int:
    """The bytes since the last line end."""
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return before + len(chunk) if last < 0 else len(chunk) - last - 1


def _refuse_endless(name: str) -> NoReturn:
    raise UnusableInput(
        _("{file} has a line of more than a million characters").format(file=name),
        _("is it a table? save it again as 'CSV UTF-8'"),
    )


_NO_TABLES = {
    b"\x89PNG": "a PNG file",
    b"\xff\xd8\xff": "a JPEG file",
    b"%PDF": "a PDF file",
    b"{\\rtf": "an RTF file",
}


def _refuse_known(name: str, head: bytes) -> None:
    """Refuse what is told by its first bytes, before any of it is copied."""
    if head.startswith(b"SQLite format 3"):
        raise UnusableInput(
            _("{file} is a SQLite file, not a table of text").format(file=name),
            _("is it a register? export its records with --db, and import that file"),
        )
    if head.startswith(b"\x1f\x8b"):
        raise UnusableInput(
            _("{file} is a gzip file, not a table of text").format(file=name),
            _("unpack it with gunzip, and import what was in it"),
        )
    for start, kind in _NO_TABLES.items():
        if head.startswith(start):
            raise UnusableInput(
                _("{file} is {kind}, not a table of text").format(file=name, kind=kind),
                _("save it as 'CSV UTF-8' and import that"),
            )


def _form(name: str, file: BinaryIO) -> str:
    head = read_head(file)
    if head.startswith(_ZIP):
        return _form_of_zip(name, file)
    if head.startswith(_OLE):
        return _form_of_ole(name, file)
    return _form_of_text(name, file, head)


def _form_of_zip(name: str, file: BinaryIO) -> str:
    members, mimetype = _members(name, file)
    if "[Content_Types].xml" in members and any(member.startswith("xl/") for member in members):
        return "xlsx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise UnusableInput(
        _("{file} is a zip file, not a table").format(file=name), _("take the table out of it, and import that")
    )


def _members(name: str, file: BinaryIO) -> tuple[list[str], bytes]:
    """What a zip file holds, and the kind it says it is of."""
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
            if "mimetype" not in members:
                return members, b""
            with archive.open("mimetype") as entry:
                return members, entry.read(100)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        raise UnusableInput(
            _("{file} is half an Excel file or none").format(file=name), _("get it again, and see that it is complete")
        ) from None


def _form_of_ole(name: str, file: BinaryIO) -> str:
    import mmap

    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) < 0:
            return "xls"
    raise UnusableInput(
        _("{file} is protected by a password").format(file=name),
        _("open it in Excel, remove the password, save it, and import it again"),
    )


def _form_of_text(name: str, file: BinaryIO, head: bytes) -> str:
    first, second = _first_lines(file, detect_unicode(head) or "utf-8")
    if not first and name.lower().endswith((".ndjson", ".jsonl")):  # a list of nothing, as an export writes it
        return "ndjson"
    if not first:
        raise UnusableInput(_("{file} is empty").format(file=name), _("its first line must be the headings"))
    if first.startswith("<"):
        raise UnusableInput(
            _("{file} is a web page or XML, not a table of text").format(file=name),
            _("open it in Excel, save it as 'CSV UTF-8' and import that"),
        )
    if first.startswith("{"):
        objects = first.endswith("}") and second.startswith("{")
        return "ndjson" if objects or name.lower().endswith((".ndjson", ".jsonl")) else "json"
    return "json" if first.startswith("[") else "csv"


def _first_lines(file: BinaryIO, codec: str) -> tuple[str, str]:
    """The first two lines in which there is something, empty where there is none."""
    with open_text(file, codec, errors="replace") as text:
        lines = (line.strip().strip("\ufeff") for line in iter(partial(text.readline, MAX_LINE), ""))
        first, second, *_rest = (*islice(filter(None, lines), 2), "", "")
    return first, second
