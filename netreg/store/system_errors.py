"""The system's errors as failures that a user can act on: the one translator of OSError."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from netreg.errors import (
    DeviceError,
    FailedWrite,
    Failure,
    MissingFile,
    NoSuchFolder,
    NotAllowed,
    UnwritableFile,
    get_system_reason,
)
from netreg.language import _

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
NAME_BYTES = 255


def make_write_failure(path: Path, error: OSError) -> Failure:  # noqa: PLR0911 - one for each cause
    """Make the failure of a file that could not be written; of one with a passing name, that of its folder."""
    folder = path.parent
    if path.name.startswith(".netreg-") or path.name.endswith(".restoring"):
        path = folder
    if error.errno in FULL:
        return DeviceError(
            _("the disk of {path} is full").format(path=path), _("free some space and try again; nothing was written")
        )
    if error.errno == errno.ENAMETOOLONG or len(os.fsencode(path.name)) > NAME_BYTES:
        return NotAllowed(
            _("the name '{name}' is too long: {n} bytes, of which a Thai letter takes three").format(
                name=f"{path.name[:20]}…", n=len(os.fsencode(path.name))
            ),
            _("choose a name of at most {n} bytes").format(n=NAME_BYTES),
        )
    if error.errno == errno.EROFS:
        return NotAllowed(_("{path} is on a disk that can only be read").format(path=path), _("choose another folder"))
    if error.errno == errno.ELOOP:
        return NotAllowed(_("{path} is a circle of links").format(path=path), _("choose another name"))
    if error.errno == errno.EFBIG:
        return DeviceError(
            _("{path} would be larger than files may be (ulimit -f)").format(path=path),
            _("raise the limit; nothing was written"),
        )
    if isinstance(error, (FileNotFoundError, NotADirectoryError)) and not folder.is_dir():
        return NoSuchFolder(folder)
    if isinstance(error, IsADirectoryError):
        return NotAllowed(_("{path} is a folder").format(path=path), _("name a file in it"))
    if isinstance(error, PermissionError):
        return UnwritableFile(path)
    return FailedWrite(path, error)


def is_on_read_only_disk(path: Path) -> bool:
    """Tell whether a file that exists is on a disk that is mounted to be read only."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except (OSError, AttributeError):
        return False


def make_read_only_failure(path: Path) -> NotAllowed:
    """Make the failure of a register that is on such a disk."""
    return NotAllowed(
        _("{path} is on a disk that can only be read").format(path=path), _("work on a copy with --db PATH")
    )


def make_failure(error: OSError) -> Failure:
    """Make the failure of what nobody nearer has translated: it names the file, where the system does."""
    name = error.filename if isinstance(error.filename, str) else ""
    reason = get_system_reason(error)
    if error.errno == errno.EROFS and name:
        return make_write_failure(Path(name), error)
    sentence = _("{path}: {reason}").format(path=name, reason=reason) if name else reason
    if isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
        return MissingFile(sentence, _("check its name"))
    if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.ELOOP, errno.ENAMETOOLONG):
        return NotAllowed(sentence, _("choose another file"))
    return DeviceError(sentence, _("check the disk, then run 'netreg doctor'"))
