"""Write files whole or not at all, and never over a file that is not to be replaced."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netreg.errors import ExistingFile, FailedWrite, NoSuchFolder, NotAllowed, UnwritableFile
from netreg.language import _
from netreg.store.attachments.file_store import sync_folder
from netreg.store.connections import HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def saving(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Open a file to write, readable by its owner alone; it is put at `path` once it is complete.

    Raises:
        NotAllowed: when the file already exists, unless with `force`, or is a database.
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
        sync_folder(path.parent)
    except FileNotFoundError:
        raise NoSuchFolder(path.parent) from None
    except PermissionError:
        raise UnwritableFile(path) from None
    except OSError as error:
        raise FailedWrite(path, error) from None
    finally:
        partial.unlink(missing_ok=True)


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse a path where something already exists, unless `force` says that a file is to be replaced.

    Raises:
        NotAllowed: naming what exists.
    """
    if path.exists() and not path.is_file():
        raise NotAllowed(_("{file} exists and is not a file").format(file=path), _("choose another name"))
    if path.exists() and not force:
        raise ExistingFile(path)


def _refuse_database(path: Path) -> None:
    """Refuse to replace a register, or any other database, by a table."""
    try:
        with path.open("rb") as file:
            if file.read(len(HEADER)) == HEADER:
                raise NotAllowed(
                    _("{file} is a database and is never overwritten").format(file=path), _("choose another name")
                )
    except OSError:
        return
