"""Attached documents given out: a copy elsewhere, or shown by the program that the system has for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from netreg.entities.documents import MEDIA_TYPES, get_extension, guess_media_type, make_portable_name
from netreg.errors import DeviceError, MissingFile, NotAllowed
from netreg.exchange.atomic_files import saving
from netreg.language import _
from netreg.store.attachments import file_store
from netreg.store.output_gate import resolve_output

if TYPE_CHECKING:
    from collections.abc import Generator

    from netreg.core.entity import Row

_COPIES = "netreg-open-"
_A_DAY = 86400.0
_PATIENCE = 5.0  # seconds: most openers end at once, one that does not shows the document itself


def find_intact_file(path: Path, row: Row) -> Path:
    """Return the file of a document, after checking its SHA-256.

    Raises:
        MissingFile: when it does not exist.
        DeviceError: when it has changed since it was attached.
        NotAllowed: when its folder is a link, or belongs to somebody else.
    """
    file = file_store.find_file(path, row["sha256"])
    if file is None:
        raise MissingFile(_("the file of document {number} is missing").format(number=row["id"]), _advise_restore())
    file_store.check_folder(file.parent.parent)
    if not file_store.is_intact(file, row["sha256"]):
        raise _changed_document(row)
    return file


def _advise_restore() -> str:
    return _("attach it again, or restore a backup that has it; see 'netreg doctor'")


def _changed_document(row: Row) -> DeviceError:
    return DeviceError(
        _("the file of document {number} has changed since it was attached").format(number=row["id"]),
        _advise_restore(),
    )


def save_copy(file: Path, row: Row, out: Path, *, force: bool) -> Path:
    """Copy a document to `out`, or into that folder under its original name; return the path of the copy.

    Raises:
        NotAllowed: when the file already exists, unless with `force`, or is in the folder of attached files.
        DeviceError: when it cannot be written, or has changed since it was attached.
    """
    target = out / make_portable_name(row["file_name"]) if out.is_dir() else out
    resolve_output(target)  # refuses a circle of links, which nothing can follow
    if target.resolve().is_relative_to(file.parent.parent.resolve()):
        raise NotAllowed(_("{file} is in the folder of attached files").format(file=target), _("choose another folder"))
    with file_store.open_stored_file(file) as source, saving(target, force=force) as copy:
        _copy_checked(source, copy, row)
    return target


def yield_content(file: Path, row: Row) -> Generator[bytes, None, None]:
    """Yield the bytes of a document in pieces, which were checked just before.

    Raises:
        DeviceError: behind the last piece, when the file has changed meanwhile.
    """
    digest = sha256()
    with file_store.open_stored_file(file) as source:
        while chunk := source.read(file_store.CHUNK):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != row["sha256"]:
        raise _changed_document(row)


def _copy_checked(source: BinaryIO, target: BinaryIO, row: Row) -> None:
    """Copy the file and check the copy, since it may have changed after the first check."""
    digest = sha256()
    while chunk := source.read(file_store.CHUNK):
        digest.update(chunk)
        target.write(chunk)
    if digest.hexdigest() != row["sha256"]:
        raise _changed_document(row)


def find_opener() -> tuple[str, ...] | None:
    """Return the command by which the system shows a file, if there is one and a screen to show it on.

    It is empty on Windows, where no command is needed.
    """
    if sys.platform == "darwin":
        return ("open",)
    if os.name == "nt":
        return ()
    found = shutil.which("xdg-open")
    return (found,) if found and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) else None


def can_be_shown(row: Row) -> bool:
    """Return whether a document is of a type to be viewed, not run, and is what its name says."""
    known = get_extension(row["file_name"]) in MEDIA_TYPES
    return known and guess_media_type(row["file_name"]) == row["media_type"]


def show_copy(file: Path, row: Row, opener: tuple[str, ...]) -> bool:
    """Show a copy, so that nobody edits the attached file itself; return whether the system accepted it."""
    _remove_old_copies()
    folder = Path(tempfile.mkdtemp(prefix=_COPIES))
    copy = save_copy(file, row, folder, force=False)
    copy.chmod(0o400)
    if not opener:
        os.startfile(copy)  # type: ignore[attr-defined,unused-ignore] # noqa: S606
        return True
    quiet = subprocess.DEVNULL
    started = subprocess.Popen([*opener, str(copy)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    try:
        return started.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True


def _remove_old_copies() -> None:
    """Remove the copies of earlier days, which are no longer viewed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_COPIES}*"):
        try:
            found = folder.lstat()
            mine = os.name == "nt" or found.st_uid == os.geteuid()
            if mine and not folder.is_symlink() and time.time() - found.st_mtime > _A_DAY:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
