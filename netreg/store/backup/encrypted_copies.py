"""Backups in one encrypted file: the register and the files of its documents as a tar archive, encrypted with age.

The bytes of the register are plain in its own folder alone: there it is copied and verified before it is
encrypted, and there it is opened again, under names of unfinished files that a kill leaves to the next command.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import DeviceError, ExistingFile, NoSuchFolder, NotAllowed, NotARegister
from netreg.language import _
from netreg.store import connections
from netreg.store.attachments import file_store, usage
from netreg.store.backup import copies, encryption
from netreg.store.output_gate import choose_partial, resolve_output
from netreg.store.system_errors import is_on_read_only_disk, make_read_only_failure, make_write_failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import IO, Any

    from netreg.store.attachments.usage import FileFlaw

REGISTER = "register.db"
FILES = "files/"
_BLOCK = 512
"""Bytes of a block of a tar archive."""


class EncryptedBackup(NamedTuple):
    """A backup that was made, and the documents whose files it lacks."""

    file: Path
    flaws: list[FileFlaw]


def back_up_into_folder(path: Path, folder: Path, recipients: Sequence[Any]) -> EncryptedBackup:
    """Back up the register into a folder, encrypted, under a name with the time.

    Raises:
        NoSuchFolder: when the folder does not exist.
    """
    if not folder.is_dir():
        raise NoSuchFolder(folder)
    return back_up_as(path, copies.choose_dated_name(path, folder, encryption.SUFFIX), recipients)


def back_up_as(path: Path, target: Path, recipients: Sequence[Any]) -> EncryptedBackup:
    """Back up the register and the files of its documents as one encrypted file: whole, or not at all.

    Raises:
        ExistingFile: when `target` exists.
        DeviceError: when the disk is full or the copy is not whole.
    """
    target = resolve_output(target)
    try:
        exists = target.exists()
    except OSError as error:
        raise make_write_failure(target, error) from None
    if exists:
        raise ExistingFile(target, _("choose another name; nothing was written"))
    with _copying(path) as plain:
        with closing(connections.open_for_reading(plain)) as db:
            flaws = usage.find_flaws(db, path, full=True)
        partial = choose_partial(target)
        try:
            _write_encrypted(_yield_archive(plain, path), partial, recipients)
            partial.rename(target)
            file_store.sync_folder(target.parent)
        except OSError as error:
            raise make_write_failure(target, error) from None
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    return EncryptedBackup(target, flaws)


@contextmanager
def _copying(path: Path) -> Iterator[Path]:
    """Copy the register within its own folder and verify the copy; it goes with the block."""
    real = path.resolve()
    plain = choose_partial(real, "-plain")
    try:
        if not os.access(real.parent, os.W_OK):
            if is_on_read_only_disk(real):
                raise make_read_only_failure(path)
            raise NotAllowed(
                _("an encrypted backup needs to write in the folder of the register, {folder}").format(
                    folder=real.parent
                ),
                _("ask its owner to make it"),
            )
        try:
            _open_private(plain).close()
        except OSError as error:
            raise make_write_failure(plain, error) from None
        copies.copy_database(path, plain)
        copies.verify_copy(plain)
        yield plain
    finally:
        _remove(plain)


def _remove(plain: Path) -> None:
    for suffix in ("", *connections.COMPANION_SUFFIXES):
        with suppress(OSError):
            plain.with_name(plain.name + suffix).unlink(missing_ok=True)


def _open_private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")


# --- encrypting -------------------------------------------------------------------------------


def _write_encrypted(archive: Iterator[bytes], partial: Path, recipients: Sequence[Any]) -> None:
    """Encrypt an archive into a file, and read back what was written."""
    with _open_private(partial) as file:
        hashing = _Hashing(file)
        encryption.encrypt(_Reading(archive), hashing, recipients)  # type: ignore[arg-type]
        file.flush()
        os.fsync(file.fileno())
    with partial.open("rb") as file:
        found = sha256()
        while chunk := file.read(file_store.CHUNK):
            found.update(chunk)
    if found.digest() != hashing.total.digest():
        raise DeviceError(_("what was written to {folder} was lost").format(folder=partial.parent), _("check the disk"))


class _Hashing:
    """A file that hashes what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.total = file, sha256()

    def write(self, content: bytes) -> int:
        """Write, as files do."""
        self.total.update(content)
        return self.file.write(content)

    def flush(self) -> None:
        """Flush, as files do."""
        self.file.flush()


class _Reading:
    """A file to read that is made of chunks as they come."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.left = chunks, b""

    def read(self, size: int = -1) -> bytes:
        """Read at most so many bytes; none at the end."""
        while not self.left:
            chunk = next(self.chunks, None)
            if chunk is None:
                return b""
            self.left = chunk
        taken = self.left if size < 0 else self.left[:size]
        self.left = self.left[len(taken) :]
        return taken


def _yield_archive(plain: Path, path: Path) -> Iterator[bytes]:
    """Yield the tar archive of a copy of a register and of the files that it refers to, those that are intact."""
    yield from _yield_member(REGISTER, plain)
    for content_hash in sorted(usage.read_retained_hashes(plain)):
        file = file_store.find_file(path, content_hash)
        if file and file_store.is_intact(file, content_hash):
            yield from _yield_member(FILES + content_hash, file)
    yield bytes(2 * _BLOCK)


def _yield_member(name: str, path: Path) -> Iterator[bytes]:
    with file_store.open_stored_file(path) as file:
        member = tarfile.TarInfo(name)
        member.mode, member.size = 0o600, os.fstat(file.fileno()).st_size
        yield member.tobuf(tarfile.PAX_FORMAT)
        while chunk := file.read(file_store.CHUNK):
            yield chunk
        yield bytes(-member.size % _BLOCK)


# --- opening ----------------------------------------------------------------------------------


@contextmanager
def opening(file: Path, identities: Sequence[Any], register: Path) -> Iterator[Path]:
    """Open an encrypted backup in the folder of a register: its copy, with the files of its documents beside it.

    All of it goes with the block.

    Raises:
        NotAllowed: when no identity opens it.
        DeviceError: when it was changed or cut short.
        NotARegister: when something else is in it.
    """
    real = register.resolve()
    archive, plain = choose_partial(real, "-archive"), choose_partial(real, "-plain")
    files = file_store.get_folder(plain)
    try:
        try:
            with _open_private(archive) as target:
                encryption.decrypt(file, target, identities)
            _unpack(file, archive, plain, files)
            archive.unlink()
        except OSError as error:
            raise make_write_failure(archive, error) from None
        yield plain
    finally:
        _remove(archive)
        _remove(plain)
        shutil.rmtree(files, ignore_errors=True)


def _unpack(file: Path, archive: Path, plain: Path, files: Path) -> None:
    """Unpack an archive: names in it lead nowhere, since only hashes are taken, of content that has them."""
    try:
        with tarfile.open(archive, "r:") as members:
            for member in members:
                content = members.extractfile(member) if member.isreg() else None
                if content and member.name == REGISTER:
                    with _open_private(plain) as target:
                        shutil.copyfileobj(content, target)
                elif content and file_store.is_content_hash(member.name.removeprefix(FILES)):
                    _keep_file(content, member.name.removeprefix(FILES), files)
    except tarfile.TarError:
        plain.unlink(missing_ok=True)
    if not plain.exists():
        raise NotARegister(_("{path} is not a backup of netreg").format(path=file), _("name a backup"))


def _keep_file(content: IO[bytes], content_hash: str, files: Path) -> None:
    file_store.ensure_folder(files)
    copied = file_store.copy_content(content, files)  # type: ignore[arg-type]
    if copied.sha256 == content_hash:
        file_store.store_content(files, copied)
    elif copied.partial:
        file_store.remove_file(copied.partial)
