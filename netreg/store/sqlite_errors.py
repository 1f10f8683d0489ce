"""SQLite's errors as failures that a user can act on."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netreg.errors import DamagedDatabase, DatabaseBusy, DeviceError, Failure, UnwritableFile
from netreg.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def translating_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors about a database as failures."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise _refuse_text(path) from error
    except UnicodeDecodeError as error:  # Python cannot even decode SQLite's message about a damaged schema
        raise DamagedDatabase(path) from error
    except sqlite3.DatabaseError as error:
        failure = _make_failure(path, error)
        if failure is None:
            raise
        raise failure from error


def _refuse_text(path: Path) -> DeviceError:
    return DeviceError(
        _("{path} has text that is not UTF-8, written by another tool").format(path=path),
        _("see 'netreg doctor' for the record, and correct it with 'edit'"),
    )


def _make_failure(path: Path, error: sqlite3.DatabaseError) -> Failure | None:
    name = getattr(error, "sqlite_errorname", "")
    if "decode to UTF-8" in str(error):
        return _refuse_text(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        from netreg.store.lock_holders import describe_holder  # hardly ever needed

        return DatabaseBusy(str(path), describe_holder(path))
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        return UnwritableFile(path, _("ask its owner, or work on a copy with --db PATH"))
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        full = name == "SQLITE_FULL"
        sentence = _("the disk of {path} is full") if full else _("the disk of {path} failed ({name})")
        return DeviceError(
            sentence.format(path=path, name=name),
            _("free some space and try again") if full else _("check the disk, then run 'netreg doctor'"),
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedDatabase(path, f"{error} ({name})")
    return None
