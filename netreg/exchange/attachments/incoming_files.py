"""Files to attach: all are checked before any is copied, and copied beside the register."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from netreg.entities.documents import detect_media_type
from netreg.errors import ChangedFile, MissingFile, NoSuchFile, NotAllowed, UnreadableFile, UnusableInput
from netreg.exchange.file_stamps import is_replaced, read_stamp
from netreg.language import _
from netreg.store.attachments import file_store, usage
from netreg.store.connections import COMPANION_SUFFIXES
from netreg.thai import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netreg.store.attachments.file_store import CopiedContent

MEGABYTE = 1 << 20


class IncomingFile(NamedTuple):
    """A copied file: where it was, its name and its content."""

    source: Path
    name: str
    content: CopiedContent

    @property
    def media_type(self) -> str:
        """The media type of its content."""
        return detect_media_type(self.name, self.content.head)


@contextmanager
def receiving_files(
    path: Path, sources: Sequence[Path], most: int, *, dry_run: bool = False
) -> Iterator[tuple[IncomingFile, ...]]:
    """Copy the files to the folder of the register at `path`, until the block ends.

    Those that :func:`keep_file` was called for stay if the block succeeds. `most` is the limit of
    their sizes, in megabytes. With `dry_run` nothing is copied.

    Raises:
        MissingFile: when one does not exist, is not a file, or cannot be read.
        UnusableInput: when one is empty, too large, or changed while it was read.
        NotAllowed: when one is the register, or in its folder of attached files.
        DeviceError: when there is no room for the copies.
    """
    for source in sources:
        _refuse_own(path, source)
        _open_source(source, most).close()
    folder = None if dry_run else file_store.ensure_folder(file_store.get_folder(path))
    taken: list[IncomingFile] = []
    try:
        for source in sources:
            taken.append(IncomingFile(source, clean_file_name(source), _copy_file(source, folder, most)))  # noqa: PERF401 - known one by one
        yield tuple(taken)
    except BaseException:  # whatever ended it, a signal too: files kept for a record that was not made go again
        named = [one.content for one in taken if one.content.partial and not one.content.partial.exists()]
        usage.withdraw_files(path, {content.sha256 for content in named})
        raise
    finally:
        for one in taken:
            if one.content.partial:
                file_store.remove_file(one.content.partial)


def keep_file(path: Path, taken: IncomingFile) -> None:
    """Keep a copied file, for good once the transaction is committed; nothing in a dry run."""
    if taken.content.partial:
        file_store.store_content(file_store.get_folder(path), taken.content)


def clean_file_name(source: Path) -> str:
    """Return the name of a file as it can be shown and stored: on one line, without control characters."""
    return text.clean(source.name) or "?"


def _refuse_own(path: Path, source: Path) -> None:
    """Refuse the register itself, and files that are attached already."""
    try:
        real, register = source.resolve(), path.resolve()
    except (OSError, ValueError, RuntimeError):
        return  # it cannot be opened either, and that has its own message
    beside = real.parent == register.parent and real.name in {f"{register.name}{end}" for end in COMPANION_SUFFIXES}
    if beside or _is_same_file(real, register):
        raise NotAllowed(_("{file} is the register itself").format(file=source), _("name another file"))
    if real.is_relative_to(file_store.get_folder(path)):
        raise NotAllowed(
            _("{file} is in the folder of attached files").format(file=source), _("specify the original file")
        )


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _copy_file(source: Path, folder: Path | None, most: int) -> CopiedContent:
    with _open_source(source, most) as file:
        before = read_stamp(source, file)
        assert before is not None
        try:
            content = file_store.copy_content(file, folder, most=before[0])
        except OSError as error:
            raise UnreadableFile(source, error) from None
        if content.size != before[0] or read_stamp(source, file) != before or is_replaced(source, before):
            if content.partial:
                file_store.remove_file(content.partial)
            raise ChangedFile(source)
    return content


def _open_source(source: Path, most: int) -> BinaryIO:
    """Open a regular file; anything else is refused, and a pipe is not waited for."""
    try:
        handle = os.open(source, os.O_RDONLY | file_store.get_nonblocking_flags())
    except FileNotFoundError:
        raise NoSuchFile(source) from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(source, error) from None
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
        raise UnusableInput(_("{file} is empty").format(file=source), _("check the file"))
    if found.st_size > most * MEGABYTE:
        raise UnusableInput(
            _("{file} is larger than {most} MB").format(file=source, most=most),
            _("reduce its size, or raise the limit with 'netreg config document_mb N'"),
        )
