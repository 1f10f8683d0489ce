"""Files that are written whole or not at all, and over nothing that is there."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netreg.errors import DeviceError, MissingFile, NotAllowed
from netreg.language import _
from netreg.store.database import HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def saving(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file to write, readable by its owner alone; it is at `path` once it is complete.

    Raises:
        NotAllowed: when a file is there already and `force` was not said, or it is a database.
    """
    refuse_existing(path, force=force)
    _refuse_database(path)
    # A name of this process alone: two that write the same file each write it whole.
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _keep_name(path.parent)
    except FileNotFoundError:
        raise MissingFile(_("there is no folder {path}").format(path=path.parent), _("make it first")) from None
    except PermissionError:
        raise NotAllowed(_("{file} cannot be written").format(file=path), _("choose another place")) from None
    except OSError as error:
        raise DeviceError(
            _("{file}: {reason}").format(file=path, reason=error.strerror or error), _("choose another place")
        ) from None
    finally:
        partial.unlink(missing_ok=True)


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse a place where something is already, unless `force` says that a file is to be replaced.

    Raises:
        NotAllowed: naming what is there.
    """
    if path.exists() and (not force or not path.is_file()):
        raise NotAllowed(_("{file} is there already").format(file=path), _("add --force to replace it"))


def _keep_name(folder: Path) -> None:
    """A name is on the disk once its folder is; Windows knows no such thing."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_database(path: Path) -> None:
    """A register, or any other database, is never replaced by a table."""
    try:
        with path.open("rb") as file:
            if file.read(len(HEADER)) == HEADER:
                raise NotAllowed(
                    _("{file} is a database and is not overwritten").format(file=path), _("choose another file name")
                )
    except OSError:
        return
