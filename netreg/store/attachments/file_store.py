"""The files beside the register: each under the digest of its content, in a folder of the owner's alone.

Nothing that a person typed is part of a path: ``register.db.files/ab/ab12…`` is made of the
SHA-256 alone, so that the same content is kept once and a changed byte shows. A file is
copied under a name of its own, synced, and renamed inside the transaction that records it:
a crash leaves at most a file that nobody names, never a record without its file. What
takes files away holds the register's write lock too, so neither can miss the other.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from netreg.errors import DeviceError, NotAllowed
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTIAL = ".partial"
GRACE = 3600.0
"""Seconds for which a file that nobody names is let be: somebody may be about to."""
CHUNK = 1 << 20
HEAD = 4096


# --- where they lie ------------------------------------------------------------


def get_folder(path: Path) -> Path:
    """The folder of a register's files: beside it, also where `path` is a link to it."""
    real = path.resolve()
    return real.with_name(real.name + ".files")


COPY_NAME = re.compile(r"(.+?)(\.before-[a-z0-9-]+)?\.\d{8}T\d{6}\.\d{6}Z\.db")


def list_folders(path: Path) -> tuple[Path, ...]:
    """The folders in which the files of a register may be: its own first.

    A copy whose name holds its moment shares those of the register or the backups beside it.
    """
    real, own = path.resolve(), get_folder(path)
    copy = COPY_NAME.fullmatch(real.name)
    if not copy:
        return (own,)
    beside = (folder for folder in sorted(real.parent.glob("*.files")) if folder != own)
    return (own, *(folder for folder in beside if Path(folder.stem).stem == copy[1]))


def make_path(folder: Path, digest: str) -> Path | None:
    """Where content is kept in a folder; nowhere if that is no digest."""
    return folder / digest[:2] / digest if is_content_hash(digest) else None


def is_content_hash(name: str) -> bool:
    """Tell whether a text is a SHA-256 as it is written here."""
    return re.fullmatch(r"[0-9a-f]{64}", name) is not None


def find_file(path: Path, digest: str) -> Path | None:
    """The file that is kept under a digest, whatever is in it."""
    candidates = (make_path(folder, digest) for folder in list_folders(path))
    return next((file for file in candidates if file and _is_regular_file(file)), None)


def _is_regular_file(file: Path) -> bool:
    return stat.S_ISREG(read_mode(file))


def read_mode(entry: Path) -> int:
    """The type and permissions of an entry; none of one that is gone by now."""
    try:
        return entry.lstat().st_mode
    except OSError:
        return 0


def has_size(file: Path, size: int) -> bool:
    """Tell whether a file is as long as it should be: to know that takes no reading."""
    try:
        return file.lstat().st_size == size
    except OSError:
        return False


def is_intact(file: Path, digest: str) -> bool:
    """Tell whether what is in a file is what its digest says."""
    try:
        with open_file(file) as content:
            found = sha256()
            while chunk := content.read(CHUNK):
                found.update(chunk)
    except OSError:
        return False
    return found.hexdigest() == digest


def open_file(file: Path) -> BinaryIO:
    """A kept file, to read; a link in its place is not followed."""
    return os.fdopen(os.open(file, os.O_RDONLY | get_nonblocking_flags() | getattr(os, "O_NOFOLLOW", 0)), "rb")


def get_nonblocking_flags() -> int:
    """Flags that keep a pipe without a writer from being waited for."""
    return getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def ensure_folder(folder: Path) -> Path:
    """The folder, made if it is not there, for its owner alone.

    Raises:
        NotAllowed: when it is a link, no folder, or another's.
    """
    try:
        folder.mkdir(mode=0o700)
        sync_to_disk(folder.parent)
    except FileExistsError:
        check_folder(folder)
    except PermissionError:
        raise NotAllowed(
            _("you may not make a folder in {folder}").format(folder=folder.parent), _("ask its owner")
        ) from None
    except OSError as error:
        raise make_write_error(folder, error) from None
    return folder


def check_folder(folder: Path) -> None:
    """Refuse a folder through which somebody else could read or lead astray.

    Raises:
        NotAllowed: when it is a link, no folder, or neither mine nor of the owner of what it lies in.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotAllowed(
            _("{folder} is no folder, or a link to one").format(folder=folder), _("put a folder in its place")
        )
    if os.name == "posix" and found.st_uid not in (os.geteuid(), folder.parent.stat().st_uid):
        raise NotAllowed(_("{folder} belongs to another").format(folder=folder), _("find out who made it"))


def sync_to_disk(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_write_error(place: Path, error: OSError) -> DeviceError:
    """The failure to write there."""
    return DeviceError(
        _("{place} cannot be written: {reason}").format(place=place, reason=error.strerror or error),
        _("make room there; nothing was written"),
    )


# --- putting one there ---------------------------------------------------------------


class CopiedContent(NamedTuple):
    """A copy of a file's content that waits in the folder to get its name; none when only tried."""

    partial: Path | None
    sha256: str
    size: int
    head: bytes


def copy_content(source: BinaryIO, folder: Path | None, *, most: int = sys.maxsize) -> CopiedContent:
    """Copy all of an open file into the folder under no name yet; with no folder only look at it.

    A file that grows is not followed: of one that is larger than `most` bytes the rest is left.

    Raises:
        DeviceError: when it cannot be written; what was is gone.
        OSError: when it cannot be read.
    """
    digest, size, head = sha256(), 0, b""
    with _opening_partial(folder) as target:
        while size <= most and (chunk := source.read(CHUNK)):
            head = head or chunk[:HEAD]
            size += len(chunk)
            digest.update(chunk)
            if target:
                _write_chunk(target, chunk)
        if target:
            _sync_partial(target)
    return CopiedContent(Path(target.name) if target else None, digest.hexdigest(), size, head)


@contextmanager
def _opening_partial(folder: Path | None) -> Iterator[BinaryIO | None]:
    """A new file in the folder that only its owner can read; gone if the block fails."""
    if folder is None:
        yield None
        return
    try:
        # Unbuffered: what a full disk did not take must not be written again when the file is closed.
        made = tempfile.NamedTemporaryFile(dir=folder, suffix=PARTIAL, delete=False, buffering=0)  # noqa: SIM115
    except OSError as error:
        raise make_write_error(folder, error) from None
    try:
        with made:
            yield cast("BinaryIO", made)
    except BaseException:  # whatever ended it, a signal too: half a file is never kept
        remove_file(Path(made.name))
        raise


def _write_chunk(target: BinaryIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[target.write(left) :]
    except OSError as error:
        raise make_write_error(Path(target.name).parent, error) from None


def _sync_partial(target: BinaryIO) -> None:
    """Synced, and from now on to be read only."""
    try:
        with suppress(PermissionError):  # file systems of memory sticks keep no modes
            Path(target.name).chmod(0o400)
        os.fsync(target.fileno())
    except OSError as error:
        raise make_write_error(Path(target.name).parent, error) from None


def store_content(folder: Path, content: CopiedContent) -> None:
    """Give a copy its name: from here on it is there, also after a power cut.

    What is there under the name already is the same, or damaged: either way it is replaced.
    """
    target = make_path(folder, content.sha256)
    assert target is not None
    assert content.partial is not None
    try:
        ensure_folder(target.parent)
        if os.name == "nt" and target.exists():
            target.chmod(0o600)
        content.partial.replace(target)
        sync_to_disk(target.parent)
    except OSError as error:
        raise make_write_error(folder, error) from None


def remove_file(file: Path) -> None:
    """Take a file away, if it is there; Windows keeps what is to be read only."""
    if os.name == "nt":
        with suppress(OSError):
            file.chmod(0o600)
    file.unlink(missing_ok=True)


# --- what is there ----------------------------------------------------------------


def list_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that are netreg's: those with a digest for a name, and copies that wait."""
    if not folder.is_dir() or folder.is_symlink():
        return
    yield from (file for file in folder.glob(f"*{PARTIAL}") if _is_regular_file(file))
    for inner in list_subfolders(folder):
        yield from (
            file for file in sorted(inner.iterdir()) if make_path(folder, file.name) == file and _is_regular_file(file)
        )


def list_subfolders(folder: Path) -> list[Path]:
    """The folders in it that are made here, by the first two digits of the digests."""
    found = sorted(folder.glob("[0-9a-f][0-9a-f]"))
    return [inner for inner in found if inner.is_dir() and not inner.is_symlink()]


def is_past_grace(file: Path) -> bool:
    """Tell whether nobody can be about to name it."""
    try:
        return time.time() - file.lstat().st_mtime > GRACE
    except OSError:
        return False
