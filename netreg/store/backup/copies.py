"""Copies of the register: made online, verified before they get their name, put back."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import (
    DatabaseBusy,
    DeviceError,
    Failure,
    InvalidValue,
    MissingFile,
    NewerDatabase,
    NotAllowed,
    NotARegister,
    quote_word,
)
from netreg.language import _
from netreg.store import connections, sqlite_errors
from netreg.store.attachments import file_store
from netreg.store.attachments.file_store import sync_to_disk
from netreg.store.backup import attachment_copies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STAMP = "%Y%m%dT%H%M%S.%fZ"


class Retention(NamedTuple):
    """Return how many daily, weekly and monthly backups are kept; the newest is kept always."""

    days: int = 0
    weeks: int = 0
    months: int = 0


def parse_retention(written: str) -> Retention:
    """What ``14d,8w,12m`` asks to be kept.

    Raises:
        InvalidValue: when it is not of that form.
    """
    found = dict.fromkeys("dwm", 0)
    for part in written.replace(" ", "").split(","):
        match = re.fullmatch(r"(\d{1,4})([dwm])", part)
        if not match:
            raise InvalidValue(_("'{text}' is not such as 14d,8w,12m").format(text=written[:40]))
        found[match[2]] = int(match[1])
    return Retention(found["d"], found["w"], found["m"])


def back_up_before(path: Path, what: str) -> Path:
    """A backup beside the register before something is done to it.

    The files of its documents are not copied: they lie beside both, and nothing takes away
    one that a copy beside the register remembers.
    """
    for leftover in path.parent.glob(f"{path.stem}.before-{what}.*.partial*"):
        leftover.unlink()  # of a process that was killed: the caller holds the lock
    target = path.with_name(f"{path.stem}.before-{what}.{_make_timestamp()}.db")
    write_copy(path, target)
    return target


def back_up_into_folder(path: Path, folder: Path) -> Path:
    """A backup with its moment in its name, in a folder, with the files of its documents.

    Raises:
        MissingFile: when there is no such folder.
    """
    if not folder.is_dir():
        raise MissingFile(
            _("there is no folder {folder}").format(folder=folder),
            _("make it with 'mkdir -p {folder}'").format(folder=quote_word(folder)),
        )
    target = folder / f"{path.stem}.{_make_timestamp()}.db"
    write_copy(path, target, attachment_copies.get_shared_folder(folder, path.stem))
    return target


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """A copy of the register to try something on; it is gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="netreg-") as folder:
        copy = Path(folder) / path.name
        write_copy(path, copy)
        yield copy


def _make_timestamp() -> str:
    return datetime.now(UTC).strftime(STAMP)


def back_up_as(path: Path, target: Path) -> None:
    """A backup under a name of one's own, the files of its documents in a folder beside it."""
    write_copy(path, target, file_store.get_folder(target))


def write_copy(path: Path, target: Path, files: Path | None = None) -> None:
    """Copy the register online to `target`: whole and verified, or not at all.

    With `files` the files of its documents are in that folder before the copy has its name.

    Raises:
        NotAllowed: when `target` is the register itself or exists already.
        DeviceError: when the disk is full or the copy is not whole.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        _refuse_existing(path, target)
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        _copy_database(path, partial)
        verify_copy(partial)
        if files is not None:
            attachment_copies.copy_files(partial, file_store.list_folders(path), files)
        sync_to_disk(partial)
        partial.rename(target)
        sync_to_disk(target.parent)
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFile(_("there is no folder {folder}").format(folder=target.parent), _("make it first")) from None
    except PermissionError:
        raise NotAllowed(
            _("you may not make a file in the folder {folder}").format(folder=target.parent), _("choose another place")
        ) from None
    except OSError as error:
        raise DeviceError(
            _("{target}: {reason}").format(target=target, reason=error.strerror or error), _("nothing was written")
        ) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _refuse_existing(path: Path, target: Path) -> None:
    if target.exists():
        same = target.samefile(path)
        sentence = _("{target} is the register itself") if same else _("{target} is there already")
        raise NotAllowed(sentence.format(target=target), _("name another file; nothing was written"))


def _copy_database(path: Path, target: Path) -> None:
    with (
        sqlite_errors.translating_errors(path),
        closing(connections.open_for_reading(path)) as source,
        sqlite_errors.translating_errors(target),
        closing(connections.connect(target, "rw")) as copy,
    ):
        source.backup(copy)


def verify_copy(path: Path) -> int:
    """Tell whether a copy is a whole register; how many records it holds.

    Raises:
        NotARegister, NewerDatabase: when it is something else.
        DeviceError: when it is damaged.
    """
    if not path.exists():
        raise MissingFile(_("there is no file {path}").format(path=path), _("check its name"))
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
    """Delete the backups of this register in a folder that need not be kept; which they were.

    Backups are the files of just the name that :func:`back_up_into_folder` gives; all others are let be.
    """
    dated = {file: moment for file in folder.iterdir() if (moment := _parse_timestamp(path.stem, file.name))}
    wanted = _select_retained(dated, kept)
    gone = [file for file in sorted(dated) if file not in wanted]
    for file in gone:
        file.unlink(missing_ok=True)  # another backup may thin out at this moment
    shared = attachment_copies.get_shared_folder(folder, path.stem)
    if shared.resolve() != file_store.get_folder(path):
        attachment_copies.thin_out_files(shared, wanted)
    return gone


def _parse_timestamp(stem: str, name: str) -> datetime | None:
    found = re.fullmatch(re.escape(stem) + r"\.(\d{8}T\d{6}\.\d{6}Z)\.db", name)
    if not found:
        return None
    try:
        return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _select_retained(dated: dict[Path, datetime], kept: Retention) -> set[Path]:
    """The newest of each day, week and month that is to be kept, and the newest of all."""
    newest_first = sorted(dated, key=lambda file: dated[file], reverse=True)
    wanted = set(newest_first[:1])
    for count, period in ((kept.days, "%Y-%j"), (kept.weeks, "%G-%V"), (kept.months, "%Y-%m")):
        wanted |= set(_select_newest(newest_first, dated, period)[:count])
    return wanted


def _select_newest(files: Iterable[Path], dated: dict[Path, datetime], period: str) -> list[Path]:
    seen: dict[str, Path] = {}
    for file in files:
        seen.setdefault(dated[file].strftime(period), file)
    return list(seen.values())


def restore_backup(path: Path, source: Path) -> Path | None:
    """Put a backup in the register's place; where what it replaced is kept.

    The files of its documents are brought before it has its name. None is taken away: what
    it replaces is kept, and may be put back.

    Raises:
        NotARegister, NewerDatabase, DeviceError: when `source` is no whole register, or what it
            would replace is the database of another program.
        DatabaseBusy: while another process writes to the register.
    """
    verify_copy(source)
    path = path.resolve()
    if path.exists() and path.samefile(source):
        raise NotAllowed(_("{path} is the register itself").format(path=path), _("name a backup"))
    _refuse_foreign_database(path)
    fresh = path.with_name(path.name + ".restoring")
    fresh.unlink(missing_ok=True)
    write_copy(source, fresh)
    try:
        owner = path if path.exists() else None
        attachment_copies.copy_files(fresh, file_store.list_folders(source), file_store.get_folder(path), owner)
        return _replace_register(path, fresh)
    finally:
        fresh.unlink(missing_ok=True)


_COMPANIONS = ("-journal", "-wal", "-shm")


def _replace_register(path: Path, fresh: Path) -> Path | None:
    """Swap the files, so that at every moment there is a whole one under the register's name.

    A journal goes with the file it belongs to: the new one would be damaged by it.
    """
    replaced = path.with_name(f"{path.stem}.before-restore.{_make_timestamp()}.db")
    there = path.exists()
    with closing(sqlite3.connect(path if there else ":memory:", timeout=0)) as lock:
        if there:
            _lock_register(path, lock)
        companions = [path.with_name(path.name + suffix) for suffix in _COMPANIONS]
        for old in (path, *companions):
            if old.exists():
                _copy_file(old, replaced.with_name(replaced.name + old.name.removeprefix(path.name)))
        for old in companions:
            old.unlink(missing_ok=True)
        fresh.replace(path)
    sync_to_disk(path.parent)
    return replaced if there else None


def _copy_file(old: Path, replaced: Path) -> None:
    """A copy, byte for byte, that only the owner can read."""
    with os.fdopen(os.open(replaced, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        with old.open("rb") as source:
            shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _lock_register(path: Path, lock: sqlite3.Connection) -> None:
    """Hold everybody off; what is too damaged to be locked is what a backup is for."""
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise DatabaseBusy(str(path)) from None
    except sqlite3.DatabaseError:
        return


def _refuse_foreign_database(path: Path) -> None:
    """A sound database of another program is not moved out of the way; a damaged file is."""
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
