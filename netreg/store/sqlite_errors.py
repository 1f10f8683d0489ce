"""SQLite's errors as failures that a user can act on."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.errors import DamagedDatabase, DatabaseBusy, DeviceError, Failure, MissingFile, UnwritableFile
from netreg.language import _
from netreg.store.system_errors import FULL, is_on_read_only_disk, make_read_only_failure

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def _find_full_folder(path: Path) -> Path | None:
    """Find which of the folders that SQLite writes to is full: that of the file, or that of temporary files."""
    import os
    import tempfile

    for folder in (path.parent, Path(os.environ.get("SQLITE_TMPDIR") or tempfile.gettempdir())):
        try:
            found = os.statvfs(folder)
            if found.f_bavail * found.f_frsize < _LITTLE or (found.f_files and not found.f_favail):
                return folder
            with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
                file.write(bytes(_LITTLE))
        except (OSError, AttributeError) as error:
            if getattr(error, "errno", None) in FULL:  # a quota, of which the disk knows nothing
                return folder
    return None


_LITTLE = 1 << 16
"""Bytes: a journal needs more."""


def _is_limited(path: Path) -> bool:
    """Tell whether the process may not write files much larger than this one is."""
    try:
        import resource
    except ImportError:
        return False
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    return limit != resource.RLIM_INFINITY and limit < 2 * path.stat().st_size + (1 << 24)


def _refuse_text(path: Path) -> DeviceError:
    return DeviceError(
        _("{path} has text that is not UTF-8, written by another tool").format(path=path),
        _("see 'netreg doctor' for the record, and correct it with 'edit'"),
    )


def refuse_moved(path: Path) -> MissingFile:
    """Refuse to write to a file that is no longer where it was when the command began."""
    return MissingFile(
        _("{path} was moved, removed or replaced while the command ran").format(path=path),
        _("nothing was written; try again once it is in its place"),
    )


def report_lost_journal(path: Path) -> DeviceError:
    """Report that a journal was removed by somebody else; what it was kept for is done."""
    return DeviceError(
        _("the change is saved in {path}, but its journal was removed by another program").format(path=path),
        _("see 'netreg history', then run 'netreg doctor'"),
    )


def _find_missing_table(error: sqlite3.DatabaseError) -> str | None:
    """Return the table of a register that another tool has dropped or renamed, if that is the error."""
    from netreg.entities import BY_NAME  # hardly ever needed

    found = re.fullmatch(r"no such table: (?:main\.)?(\w+)", str(error))
    return found[1] if found and found[1] in {*BY_NAME, "command", "change", "running"} else None


def _make_failure(path: Path, error: sqlite3.DatabaseError) -> Failure | None:  # noqa: PLR0911 - one for each cause
    name = getattr(error, "sqlite_errorname", "")
    if "decode to UTF-8" in str(error):
        return _refuse_text(path)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        from netreg.store.lock_holders import describe_holder  # hardly ever needed

        return DatabaseBusy(str(path), describe_holder(path))
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")) and (failure := _explain_device(path, name)):
        return failure
    if name == "SQLITE_READONLY_DBMOVED":
        return refuse_moved(path)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        if is_on_read_only_disk(path):
            return make_read_only_failure(path)
        return UnwritableFile(path, _("ask its owner, or work on a copy with --db PATH"))
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedDatabase(path, f"{error} ({name})")
    if table := _find_missing_table(error):
        return DamagedDatabase(path, _("the table {name} is missing").format(name=table))
    return None


def _explain_device(path: Path, name: str) -> Failure | None:
    """Explain what the system did not do: a full disk and a limit are no damage, and what is saved is said."""
    if name == "SQLITE_IOERR_DIR_FSYNC" and not path.name.startswith(".netreg-"):  # which has no name yet
        return DeviceError(
            _("the change is saved in {path}, but its folder could not be synced").format(path=path),
            _("check the disk, then see 'netreg history'"),
        )
    advice = _("free some space and try again; nothing was written")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_CANTOPEN")) and (full := _find_full_folder(path)):
        return DeviceError(_("the disk of the folder {folder} is full").format(folder=full), advice)
    if name == "SQLITE_FULL":
        return DeviceError(_("the disk of {path} is full").format(path=path), advice)
    if name == "SQLITE_IOERR_WRITE" and _is_limited(path):
        return DeviceError(
            _("{path} would be larger than files may be (ulimit -f)").format(path=path),
            _("raise the limit; nothing was written"),
        )
    if name == "SQLITE_CANTOPEN":
        return None
    return DeviceError(
        _("the system could not read or write {path} ({name})").format(path=path, name=name),
        _("check the disk, then run 'netreg doctor'"),
    )
