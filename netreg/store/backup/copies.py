"""Copies of the register: made while it is used, verified before they get their name, restored."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import (
    DatabaseBusy,
    DeviceError,
    ExistingFile,
    Failure,
    InvalidValue,
    NewerDatabase,
    NoSuchFile,
    NoSuchFolder,
    NotAllowed,
    NotARegister,
    UnwritableFile,
)
from netreg.language import _
from netreg.store import connections, done_work, sqlite_errors
from netreg.store.attachments import file_store
from netreg.store.backup import attachment_copies
from netreg.store.backup.encryption import SUFFIX
from netreg.store.connections import COMPANION_SUFFIXES
from netreg.store.output_gate import choose_partial, open_temporary_folder, resolve_output
from netreg.store.system_errors import make_write_failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

RESTORING = ".restoring"
STAMP = "%Y%m%dT%H%M%S.%fZ"


class Retention(NamedTuple):
    """The numbers of daily, weekly and monthly backups to keep; the newest is always kept."""

    days: int = 0
    weeks: int = 0
    months: int = 0


def parse_retention(written: str) -> Retention:
    """Parse a retention such as ``14d,8w,12m``.

    Raises:
        InvalidValue: when it is not of that form.
    """
    found = dict.fromkeys("dwm", 0)
    for part in written.replace(" ", "").split(","):
        match = re.fullmatch(r"(\d{1,4})([dwm])", part)
        if not match:
            raise InvalidValue(_("'{text}' is not valid; expected a list such as 14d,8w,12m").format(text=written[:40]))
        found[match[2]] = int(match[1])
    return Retention(found["d"], found["w"], found["m"])


def back_up_before(path: Path, what: str) -> Path:
    """Back up the register beside itself before a step such as ``schema-5``.

    The files of its documents are not copied: they are beside both, and none is deleted as
    long as a copy beside the register refers to it.
    """
    for leftover in path.parent.glob(f"{path.stem}.before-{what}.*.partial*"):
        leftover.unlink()  # of a process that was killed: the caller holds the lock
    target = path.with_name(f"{path.stem}.before-{what}.{_make_timestamp()}.db")
    write_copy(path, target)
    return target


def back_up_into_folder(path: Path, folder: Path) -> Path:
    """Back up the register into a folder, under a name with the time, with the files of its documents.

    Raises:
        NoSuchFolder: when the folder does not exist.
    """
    if not folder.is_dir():
        raise NoSuchFolder(folder)
    target = choose_dated_name(path, folder)
    write_copy(path, target, attachment_copies.get_shared_folder(folder, path.stem))
    return target


def choose_dated_name(path: Path, folder: Path, suffix: str = "") -> Path:
    """Choose the name of a backup of this moment in a folder."""
    return folder / f"{path.stem}.{_make_timestamp()}.db{suffix}"


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """Copy the register to try something on the copy; it is deleted when the block ends."""
    with open_temporary_folder() as folder:
        copy = folder / path.name
        write_copy(path, copy)
        try:
            yield copy
        finally:
            done_work.forget_done()


def _make_timestamp() -> str:
    return datetime.now(UTC).strftime(STAMP)


def back_up_as(path: Path, target: Path) -> None:
    """Back up the register as `target`, with the files of its documents in a folder beside it."""
    target = resolve_output(target)
    write_copy(path, target, file_store.get_folder(target))


def write_copy(path: Path, target: Path, files: Path | None = None, *, of_netreg: bool = False) -> None:
    """Copy the register to `target` while it is used: whole and verified, or not at all.

    With `files` the files of its documents are in that folder before the copy has its name.
    A name `of_netreg` is one that users may not choose.

    Raises:
        ExistingFile: when `target` exists, the register itself included.
        DeviceError: when the disk is full or the copy is not whole.
    """
    target = target if of_netreg else resolve_output(target)
    partial = choose_partial(target)
    try:
        if target.exists():
            raise ExistingFile(target, _("choose another name; nothing was written"))
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        copy_database(path, partial)
        verify_copy(partial)
        if files is not None:
            attachment_copies.copy_files(partial, file_store.list_folders(path), files)
        with partial.open("rb+") as file:  # to write: Windows syncs no file that is opened to read
            os.fsync(file.fileno())
        partial.rename(target)
        file_store.sync_folder(target.parent)
    except OSError as error:
        raise make_write_failure(target, error) from None
    finally:
        for left in (partial, *(partial.with_name(partial.name + suffix) for suffix in COMPANION_SUFFIXES)):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def copy_database(path: Path, target: Path) -> None:
    """Copy the register into a file that is there and empty, while it is used."""
    with (
        sqlite_errors.translating_errors(path),
        closing(connections.open_for_reading(path)) as source,
        sqlite_errors.translating_errors(target),
        closing(connections.connect(target, "rw")) as copy,
    ):
        source.backup(copy)


def verify_copy(path: Path) -> int:
    """Verify that a copy is a whole register; return how many rows it has.

    Raises:
        NoSuchFile: when it does not exist.
        NotARegister, NewerDatabase: when it is something else.
        DeviceError: when it is damaged.
    """
    if not path.exists():
        raise NoSuchFile(path)
    connections.read_schema_version(path)
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as copy:
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
        if found != "ok" or dangling:
            raise DeviceError(_("{path} is damaged").format(path=path), _("use another backup"))
        tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        plain = [name for name in tables if not name.startswith(("sqlite_", "_"))]
        return sum(copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in plain)


def thin_out_backups(path: Path, folder: Path, kept: Retention) -> list[Path]:
    """Delete the backups of this register in a folder that need not be kept; return which.

    Backups are the files that :func:`choose_dated_name` named, plain or encrypted; all others are left alone.
    """
    dated = {file: moment for file in folder.iterdir() if (moment := _parse_timestamp(path.stem, file.name))}
    wanted = _select_retained(dated, kept)
    gone = [file for file in sorted(dated) if file not in wanted]
    for file in gone:
        file.unlink(missing_ok=True)  # another backup may thin out at this moment
    shared = attachment_copies.get_shared_folder(folder, path.stem)
    if shared.resolve() != file_store.get_folder(path):
        # An encrypted backup has its files within.
        attachment_copies.thin_out_files(shared, [file for file in wanted if file.suffix != SUFFIX])
    return gone


def _parse_timestamp(stem: str, name: str) -> datetime | None:
    found = re.fullmatch(re.escape(stem) + r"\.(\d{8}T\d{6}\.\d{6}Z)\.db(\.age)?", name)
    if not found:
        return None
    try:
        return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _select_retained(dated: dict[Path, datetime], kept: Retention) -> set[Path]:
    """Select the newest backup of each day, week and month that is to be kept, and the newest of all."""
    newest_first = sorted(dated, key=lambda file: dated[file], reverse=True)
    wanted = set(newest_first[:1])
    for count, period in ((kept.days, "%Y-%j"), (kept.weeks, "%G-%V"), (kept.months, "%Y-%m")):
        wanted |= set(_select_newest(newest_first, dated, period)[:count])
    return wanted


def _select_newest(files: Iterable[Path], dated: dict[Path, datetime], period: str) -> list[Path]:
    """Select the first file of each period, given as a format of ``strftime``."""
    seen: dict[str, Path] = {}
    for file in files:
        seen.setdefault(dated[file].strftime(period), file)
    return list(seen.values())


def restore_backup(path: Path, source: Path) -> Path | None:
    """Put a backup in the register's place; return the path at which what it replaced is kept.

    The files of its documents are copied before it has its name. None is deleted: what it
    replaces is kept, and may be restored in turn.

    Raises:
        NotARegister, NewerDatabase, DeviceError: when `source` is not a whole register, or what it
            would replace is the database of another program.
        DatabaseBusy: while another process writes to the register.
    """
    verify_copy(source)
    path = path.resolve()
    if path.exists() and path.samefile(source):
        raise NotAllowed(_("{path} is the register itself").format(path=path), _("name a backup"))
    _refuse_foreign_database(path)
    fresh = path.with_name(path.name + RESTORING)
    try:
        fresh.unlink(missing_ok=True)
    except OSError as error:
        raise make_write_failure(fresh, error) from None
    write_copy(source, fresh, of_netreg=True)
    try:
        owner = path if path.exists() else None
        attachment_copies.copy_files(fresh, file_store.list_folders(source), file_store.get_folder(path), owner)
        return _replace_register(path, fresh)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _replace_register(path: Path, fresh: Path) -> Path | None:
    """Replace the register by a file, so that at every moment there is a whole one under its name.

    A journal is moved with the file it belongs to: it would damage the new one.
    """
    replaced = path.with_name(f"{path.stem}.before-restore.{_make_timestamp()}.db")
    there = path.exists()
    companions = [path.with_name(path.name + suffix) for suffix in connections.COMPANION_SUFFIXES]
    with ExitStack() as held:
        if there:
            _lock_register(path, held.enter_context(closing(sqlite3.connect(path, timeout=0))))
        for old in (path, *companions):
            if old.exists():
                # Open until the file is replaced: on POSIX closing any handle of it gives up the lock.
                source = held.enter_context(old.open("rb"))
                _copy_bytes(source, replaced.with_name(replaced.name + old.name.removeprefix(path.name)))
        file_store.sync_folder(path.parent)
        if os.name == "nt":
            held.close()  # Windows replaces no open file, so a process that opens it now makes this fail
        for old in companions:
            old.unlink(missing_ok=True)
        try:
            with done_work.noting(lambda: not fresh.exists()):
                fresh.replace(path)
        except PermissionError:
            raise (DatabaseBusy(str(path)) if os.name == "nt" else UnwritableFile(path)) from None
    file_store.sync_folder(path.parent)
    return replaced if there else None


def _copy_bytes(source: BinaryIO, target: Path) -> None:
    """Copy a file byte for byte into a new one that only the owner can read."""
    partial = choose_partial(target, target.suffix)
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        partial.rename(target)
    except OSError as error:
        raise make_write_failure(target, error) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _lock_register(path: Path, lock: sqlite3.Connection) -> None:
    """Lock out all other processes; a file too damaged to be locked is not locked."""
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise DatabaseBusy(str(path)) from None
    except sqlite3.DatabaseError:
        return


def _refuse_foreign_database(path: Path) -> None:
    """Refuse to replace a sound database of another program; a damaged file may be replaced.

    Raises:
        NotARegister, NewerDatabase: saying what it is.
    """
    try:
        if path.exists() and path.stat().st_size:
            connections.read_schema_version(path)
    except NotARegister:
        if _is_sound_database(path):
            raise
    except NewerDatabase:
        raise
    except Failure:
        return


def _is_sound_database(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as other:
            return bool(other.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False
