"""A kept document given out: a copy elsewhere, or shown by the program that the system has for it."""

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

if TYPE_CHECKING:
    from netreg.core.entity import Row

_COPIES = "netreg-open-"
_A_DAY = 86400.0
_PATIENCE = 5.0  # seconds: most openers are done at once, one that goes on shows the document itself


def find_intact_file(path: Path, row: Row) -> Path:
    """The file of a document, its content held against its digest.

    Raises:
        MissingFile: when it is not there.
        DeviceError: when it is not what was attached.
        NotAllowed: when its folder is a link or another's.
    """
    file = file_store.find(path, row["sha256"])
    if file is None:
        raise MissingFile(_("the file of document {number} is missing").format(number=row["id"]), _cure())
    file_store.refuse_strange(file.parent.parent)
    if not file_store.is_intact(file, row["sha256"]):
        raise _changed(row)
    return file


def _cure() -> str:
    return _("attach it again, or restore a backup that has it; see 'netreg doctor'")


def _changed(row: Row) -> DeviceError:
    return DeviceError(
        _("the file of document {number} is not what was attached").format(number=row["id"]),
        _cure(),
    )


def save_copy(file: Path, row: Row, out: Path, *, force: bool) -> Path:
    """Copy a document out, into a folder under the name it had; where it is now.

    Raises:
        NotAllowed: when something is there already and `force` was not said, or it is the folder of what is attached.
        DeviceError: when it cannot be written, or is not what was attached.
    """
    target = out / make_portable_name(row["file_name"]) if out.is_dir() else out
    if target.resolve().is_relative_to(file.parent.parent.resolve()):
        raise NotAllowed(
            _("{file} lies in the folder of what is attached").format(file=target), _("name a place outside it")
        )
    with file_store.opened(file) as source, saving(target, force=force) as copy:
        _copy(source, copy, row)
    return target


def _copy(source: BinaryIO, target: BinaryIO, row: Row) -> None:
    """Copy it, and see that it was what it should be: it may have changed since it was looked at."""
    digest = sha256()
    while chunk := source.read(file_store.CHUNK):
        digest.update(chunk)
        target.write(chunk)
    if digest.hexdigest() != row["sha256"]:
        raise _changed(row)


def find_opener() -> tuple[str, ...] | None:
    """The command by which the system shows a file; nothing where no screen is there to show it on."""
    if sys.platform == "darwin":
        return ("open",)
    if os.name == "nt":
        return ()
    found = shutil.which("xdg-open")
    return (found,) if found and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) else None


def can_be_shown(row: Row) -> bool:
    """Whether it is of a kind that is looked at, and neither run nor something else than it is called."""
    known = get_extension(row["file_name"]) in MEDIA_TYPES
    return known and guess_media_type(row["file_name"]) == row["media_type"]


def show_copy(file: Path, row: Row, by: tuple[str, ...]) -> bool:
    """Show a copy, so that nothing done to it is done to what is kept; whether the system took it."""
    _clear()
    folder = Path(tempfile.mkdtemp(prefix=_COPIES))
    copy = save_copy(file, row, folder, force=False)
    copy.chmod(0o400)
    if not by:
        os.startfile(copy)  # type: ignore[attr-defined,unused-ignore] # noqa: S606
        return True
    quiet = subprocess.DEVNULL
    started = subprocess.Popen([*by, str(copy)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    try:
        return started.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True


def _clear() -> None:
    """Take the copies of yesterday away: whoever looked at them is done."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_COPIES}*"):
        try:
            found = folder.lstat()
            mine = os.name == "nt" or found.st_uid == os.geteuid()
            if mine and not folder.is_symlink() and time.time() - found.st_mtime > _A_DAY:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
