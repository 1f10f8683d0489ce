"""The files beside the register, each named by the SHA-256 of its content, in a folder of the owner's alone.

Nothing that a person typed is part of a path: ``register.db.files/ab/ab12…`` is made of the
hash alone, so that the same content is stored once and a changed byte shows. A file is
copied under a temporary name, synced, and renamed inside the transaction that records it:
a crash leaves at most a file that no record names, never a record without its file. What
deletes files holds the register's write lock too, so neither can miss the other.
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
from typing import TYPE_CHECKING, BinaryIO, cast

from netreg.errors import NotAllowed, UnwritableFile
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.output_gate import get_partial_prefix, sweep_folder
from netreg.store.system_errors import make_write_failure

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTIAL = ".partial"
GRACE = 3600.0
"""Seconds for which a file that no record names is left alone: a command may be about to record it."""
CHUNK = 1 << 20
HEAD = 4096


# --- paths ---------------------------------------------------------------------


def get_folder(path: Path) -> Path:
    """Return the folder of a register's files: beside the register, also where `path` is a link to it."""
    real = path.resolve()
    return real.with_name(real.name + ".files")


COPY_NAME = r"(.+?)(\.before-[a-z0-9-]+)?\.\d{8}T\d{6}\.\d{6}Z\.db"
"""The names of dated backups, and of the copies made before a restore or a migration."""


def list_folders(path: Path) -> tuple[Path, ...]:
    """List the folders in which the files of a register may be, its own first.

    A copy with a date in its name shares those of the register or of the backups beside it.
    """
    real, own = path.resolve(), get_folder(path)
    copy = re.fullmatch(COPY_NAME, real.name)
    if not copy:
        return (own,)
    beside = (folder for folder in sorted(real.parent.glob("*.files")) if folder != own)
    return (own, *(folder for folder in beside if Path(folder.stem).stem == copy[1]))


def make_path(folder: Path, content_hash: str) -> Path | None:
    """Return the path at which content is stored in a folder; None if the text is not a hash."""
    return folder / content_hash[:2] / content_hash if is_content_hash(content_hash) else None


def is_content_hash(name: str) -> bool:
    """Tell whether a text is a SHA-256 in lower-case hexadecimal digits."""
    return re.fullmatch(r"[0-9a-f]{64}", name) is not None


def find_file(path: Path, content_hash: str) -> Path | None:
    """Find the file that is stored under a hash, whatever is in it."""
    candidates = (make_path(folder, content_hash) for folder in list_folders(path))
    return next((file for file in candidates if file and _is_regular_file(file)), None)


# --- reading ---------------------------------------------------------------------


def _is_regular_file(file: Path) -> bool:
    return stat.S_ISREG(read_mode(file))


def read_mode(entry: Path) -> int:
    """Return the type and permissions of an entry; 0 if it has been deleted meanwhile."""
    try:
        return entry.lstat().st_mode
    except OSError:
        return 0


def has_size(file: Path, size: int) -> bool:
    """Tell whether a file has the right size, without reading it."""
    try:
        return file.lstat().st_size == size
    except OSError:
        return False


def is_intact(file: Path, content_hash: str) -> bool:
    """Tell whether the content of a file has the hash it is stored under."""
    try:
        with open_stored_file(file) as content:
            found = sha256()
            while chunk := content.read(CHUNK):
                found.update(chunk)
    except OSError:
        return False
    return found.hexdigest() == content_hash


def open_stored_file(file: Path) -> BinaryIO:
    """Open a stored file to read; a link in its place is not followed."""
    return os.fdopen(os.open(file, os.O_RDONLY | get_nonblocking_flags() | getattr(os, "O_NOFOLLOW", 0)), "rb")


def get_nonblocking_flags() -> int:
    """Return the flags with which opening a pipe does not wait for a writer."""
    return getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


# --- folders ---------------------------------------------------------------------


def ensure_folder(folder: Path) -> Path:
    """Create the folder, readable by its owner alone, unless it exists.

    Raises:
        NotAllowed: when it is a link, not a folder, or another user's.
        DeviceError: when it cannot be created.
    """
    try:
        folder.mkdir(mode=0o700)
        sync_folder(folder.parent)
    except FileExistsError:
        check_folder(folder)
    except PermissionError:
        raise UnwritableFile(folder.parent, _("ask its owner")) from None
    except OSError as error:
        raise make_write_failure(folder, error) from None
    return folder


def check_folder(folder: Path) -> None:
    """Refuse a folder through which another user could read the files or replace them.

    Raises:
        NotAllowed: when it is a link, not a folder, or neither the user's nor of the owner of its parent.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotAllowed(
            _("{folder} is not a folder, or is a link to one").format(folder=folder), _("replace it with a folder")
        )
    if os.name == "posix" and found.st_uid not in (os.geteuid(), folder.parent.stat().st_uid):
        raise NotAllowed(_("{folder} belongs to another user").format(folder=folder), _("find out who created it"))


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk; Windows cannot open a folder for that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- storing a file ----------------------------------------------------------------


class CopiedContent(NamedTuple):
    """A copy of a file's content that waits in the folder for its name; `partial` is None in a dry run."""

    partial: Path | None
    sha256: str
    size: int
    head: bytes


def copy_content(source: BinaryIO, folder: Path | None, *, most: int = sys.maxsize) -> CopiedContent:
    """Copy all of an open file into the folder under a temporary name; without a folder only hash it.

    A file that grows is not followed: the copy ends once it is larger than `most` bytes.

    Raises:
        DeviceError: when it cannot be written; the half-written copy is deleted.
        OSError: when it cannot be read.
    """
    found, size, head = sha256(), 0, b""
    with _opening_partial(folder) as target:
        while size <= most and (chunk := source.read(CHUNK)):
            head = head or chunk[:HEAD]
            size += len(chunk)
            found.update(chunk)
            if target:
                _write_chunk(target, chunk)
        if target:
            _sync_partial(target)
    return CopiedContent(Path(target.name) if target else None, found.hexdigest(), size, head)


@contextmanager
def _opening_partial(folder: Path | None) -> Iterator[BinaryIO | None]:
    """Open a new file in the folder, readable by its owner alone; it is deleted if the block fails."""
    if folder is None:
        yield None
        return
    try:
        sweep_folder(folder)
        # Unbuffered: what a full disk did not take must not be written again when the file is closed.
        partial = tempfile.NamedTemporaryFile(  # noqa: SIM115
            dir=folder, prefix=f"{get_partial_prefix()}-", suffix=PARTIAL, delete=False, buffering=0
        )
    except OSError as error:
        raise make_write_failure(folder, error) from None
    try:
        with partial:
            yield cast("BinaryIO", partial)
    except BaseException:  # whatever ended it, a signal too: half a file is never stored
        remove_file(Path(partial.name))
        raise


def _write_chunk(target: BinaryIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[target.write(left) :]
    except OSError as error:
        raise make_write_failure(Path(target.name).parent, error) from None


def _sync_partial(target: BinaryIO) -> None:
    """Write a copy to the disk and make it read-only."""
    try:
        with suppress(PermissionError):  # the file systems of memory sticks have no modes
            Path(target.name).chmod(0o400)
        os.fsync(target.fileno())
    except OSError as error:
        raise make_write_failure(Path(target.name).parent, error) from None


def store_content(folder: Path, content: CopiedContent) -> None:
    """Rename a copy to the hash of its content; it is stored then, also after a power cut.

    A file that has this name already is the same, or damaged: either way it is replaced.
    """
    target = make_path(folder, content.sha256)
    assert target is not None
    assert content.partial is not None
    try:
        ensure_folder(target.parent)
        if os.name == "nt" and target.exists():
            target.chmod(0o600)
        content.partial.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise make_write_failure(folder, error) from None


def remove_file(file: Path) -> None:
    """Delete a file if it exists; Windows deletes no read-only file."""
    if os.name == "nt":
        with suppress(OSError):
            file.chmod(0o600)
    file.unlink(missing_ok=True)


# --- listing ----------------------------------------------------------------------


def list_files(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder that are netreg's: those named by a hash, and unfinished copies."""
    if not folder.is_dir() or folder.is_symlink():
        return
    yield from (file for file in folder.glob(f"*{PARTIAL}") if _is_regular_file(file))
    for inner in list_subfolders(folder):
        yield from (
            file for file in sorted(inner.iterdir()) if make_path(folder, file.name) == file and _is_regular_file(file)
        )


def list_subfolders(folder: Path) -> list[Path]:
    """List the folders inside that netreg creates, named by the first two digits of the hashes."""
    found = sorted(folder.glob("[0-9a-f][0-9a-f]"))
    return [inner for inner in found if inner.is_dir() and not inner.is_symlink()]


def is_past_grace(file: Path) -> bool:
    """Tell whether a file is so old that no running command can be about to record it."""
    try:
        return time.time() - file.lstat().st_mtime > GRACE
    except OSError:
        return False
