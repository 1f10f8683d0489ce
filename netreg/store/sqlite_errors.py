"""What SQLite says went wrong, as failures that a user can act on."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netreg.errors import DatabaseBusy, DeviceError, Failure, NotAllowed
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def translating_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as failures a user can act on."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise DeviceError(_("{path} is damaged").format(path=path), _("restore a backup")) from error
    except sqlite3.DatabaseError as error:
        failure = _make_failure(path, error)
        if failure is None:
            raise
        raise failure from error


def _make_failure(path: Path, error: sqlite3.DatabaseError) -> Failure | None:
    name = getattr(error, "sqlite_errorname", "")
    if "decode to UTF-8" in str(error):
        return DeviceError(
            _("{path} holds text that is not UTF-8, written by another tool").format(path=path),
            _("mend it with that tool, or restore a backup"),
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseBusy(str(path))
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        return NotAllowed(
            _("{path} cannot be written").format(path=path), _("ask its owner, or work on a copy with --db PATH")
        )
    if name.startswith("SQLITE_FULL"):
        return DeviceError(
            _("the disk that holds {path} is full").format(path=path), _("free some space and type the command again")
        )
    if name.startswith(("SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DeviceError(
            _("{path} is damaged or its disk fails ({name})").format(path=path, name=name),
            _("restore a backup"),
        )
    return None
