"""Files that are to be attached: looked at before any is copied, and copied beside the register."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from netreg.entities.documents import detect_media_type
from netreg.errors import MissingFile, NotAllowed, UnusableInput
from netreg.language import _
from netreg.store.attachments import file_store, usage
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netreg.store.attachments.file_store import Content

MEGABYTE = 1 << 20


class IncomingFile(NamedTuple):
    """A file that was taken in: where it was, what it was called, its content."""

    source: Path
    name: str
    content: Content

    @property
    def media_type(self) -> str:
        """The media type of what is in it."""
        return detect_media_type(self.name, self.content.head)


@contextmanager
def receiving_files(
    path: Path, sources: Sequence[Path], most: int, *, dry_run: bool = False
) -> Iterator[tuple[IncomingFile, ...]]:
    """Copies of the files in the folder of the register at `path`, until the block ends.

    Those that were :func:`keep_file` by then stay if the block succeeds. `most` is the size of the
    largest that is taken, in megabytes. With `dry_run` nothing is copied.

    Raises:
        MissingFile: when one is not there, is no file, or cannot be read.
        UnusableInput: when one is empty, too large, or changed while it was read.
        NotAllowed: when one is the register or lies in its folder.
        DeviceError: when there is no room for the copies.
    """
    for source in sources:
        _refuse_own(path, source)
        _source(source, most).close()
    folder = None if dry_run else file_store.ready(file_store.folder_of(path))
    taken: list[IncomingFile] = []
    try:
        for source in sources:
            taken.append(IncomingFile(source, clean_file_name(source), _take(source, folder, most)))  # noqa: PERF401 - known one by one
        yield tuple(taken)
    except BaseException:  # whatever ended it, a signal too: what was put for a record that is not there goes again
        named = [one.content for one in taken if one.content.partial and not one.content.partial.exists()]
        usage.take_back(path, {content.sha256 for content in named})
        raise
    finally:
        for one in taken:
            if one.content.partial:
                file_store.remove(one.content.partial)


def keep_file(path: Path, taken: IncomingFile) -> None:
    """Keep a file that was taken in, for good once the transaction is committed; not when it was only tried."""
    if taken.content.partial:
        file_store.put(file_store.folder_of(path), taken.content)


def clean_file_name(source: Path) -> str:
    """What the file is called, as it can be shown and stored: on one line, without control characters."""
    return text.clean(source.name) or "?"


def _refuse_own(path: Path, source: Path) -> None:
    """The register is not attached to itself, nor what is attached already."""
    try:
        real, register = source.resolve(), path.resolve()
    except (OSError, ValueError, RuntimeError):
        return  # it cannot be opened either, and that has its own sentence
    beside = real.parent == register.parent and real.name in {f"{register.name}{end}" for end in _COMPANIONS}
    if beside or _is_same(real, register):
        raise NotAllowed(_("{file} is the register itself").format(file=source), _("name another file"))
    if real.is_relative_to(file_store.folder_of(path)):
        raise NotAllowed(
            _("{file} lies in the folder of what is attached").format(file=source), _("name the file it was made from")
        )


_COMPANIONS = ("-journal", "-wal", "-shm")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _take(source: Path, folder: Path | None, most: int) -> Content:
    with _source(source, most) as file:
        before = _stamp(file)
        content = _copied(source, file, folder, before[0])
        if content.size != before[0] or _stamp(file) != before or _replaced(source, before):
            if content.partial:
                file_store.remove(content.partial)
            raise UnusableInput(
                _("{file} changed while it was read").format(file=source), _("attach it again once it is complete")
            )
    return content


def _copied(source: Path, file: BinaryIO, folder: Path | None, size: int) -> Content:
    try:
        return file_store.copied(file, folder, most=size)
    except OSError as error:
        raise _unreadable(source, error) from None


def _source(source: Path, most: int) -> BinaryIO:
    """The file opened; nothing but a file will do, and a pipe is not waited for."""
    try:
        handle = os.open(source, os.O_RDONLY | file_store.without_waiting())
    except FileNotFoundError:
        raise MissingFile(_("there is no file {file}").format(file=source), _("check its name")) from None
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from None
    try:
        _refuse_unusable(source, os.fstat(handle), most)
        return os.fdopen(handle, "rb")
    except BaseException:  # whatever it is, nobody else closes the handle
        os.close(handle)
        raise


def _refuse_unusable(source: Path, found: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise MissingFile(_("{file} is not a file").format(file=source), _("name a file, such as mou.pdf"))
    if not found.st_size:
        raise UnusableInput(_("{file} is empty").format(file=source), _("is it the right file?"))
    if found.st_size > most * MEGABYTE:
        raise UnusableInput(
            _("{file} is larger than {most} MB").format(file=source, most=most),
            _("save it smaller, or allow more with 'netreg config document_mb N'"),
        )


def _unreadable(source: Path, error: OSError | ValueError) -> MissingFile:
    reason = error.strerror if isinstance(error, OSError) else None
    return MissingFile(
        _("{file}: {reason}").format(file=source, reason=reason or error), _("check that you may read it")
    )


def _stamp(file: BinaryIO) -> tuple[int, int]:
    """By what a change shows: size and time."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def _replaced(source: Path, before: tuple[int, int]) -> bool:
    """Whether another file stands at the path by now."""
    try:
        found = source.stat()
    except OSError:
        return True
    return (found.st_size, found.st_mtime_ns) != before
