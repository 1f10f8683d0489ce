"""Copies of the register: made online, verified before they get their name, put back."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import Busy, DeviceError, MissingFile, NotAllowed, Refused, quoted
from netreg.language import _
from netreg.store import database

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"\.(\d{8}T\d{6}\.\d{6}Z)\.db$")


class Kept(NamedTuple):
    """How many daily, weekly and monthly backups are kept; the newest is kept always."""

    days: int = 0
    weeks: int = 0
    months: int = 0


def read_kept(written: str) -> Kept:
    """What ``14d,8w,12m`` asks to be kept.

    Raises:
        Refused: when it is not of that form.
    """
    found = dict.fromkeys("dwm", 0)
    for part in written.replace(" ", "").split(","):
        match = re.fullmatch(r"(\d{1,4})([dwm])", part)
        if not match:
            raise Refused(_("'{text}' is not such as 14d,8w,12m").format(text=written[:40]))
        found[match[2]] = int(match[1])
    return Kept(found["d"], found["w"], found["m"])


def before(path: Path, what: str) -> Path:
    """A backup beside the register before something is done to it."""
    for leftover in path.parent.glob(f"{path.stem}.before-{what}.*.partial"):
        leftover.unlink()  # of a process that was killed: the caller holds the lock
    target = path.with_name(f"{path.stem}.before-{what}.{_now()}.db")
    write(path, target)
    return target


def into(path: Path, folder: Path) -> Path:
    """A backup with its moment in its name, in a folder.

    Raises:
        MissingFile: when there is no such folder.
    """
    if not folder.is_dir():
        raise MissingFile(
            _("there is no folder {folder}").format(folder=folder),
            _("make it with 'mkdir -p {folder}'").format(folder=quoted(folder)),
        )
    target = folder / f"{path.stem}.{_now()}.db"
    write(path, target)
    return target


def _now() -> str:
    return datetime.now(UTC).strftime(STAMP)


def write(path: Path, target: Path) -> None:
    """Copy the register online to `target`: whole and verified, or not at all.

    Raises:
        NotAllowed: when `target` is the register itself or exists already.
        DeviceError: when the disk is full or the copy is not whole.
    """
    if target.exists():
        same = target.samefile(path)
        sentence = _("{target} is the register itself") if same else _("{target} is there already")
        raise NotAllowed(sentence.format(target=target), _("name another file; nothing was written"))
    partial = target.with_name(target.name + ".partial")
    try:
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        _copy(path, partial)
        check(partial)
        _sync(partial)
        partial.rename(target)
        _sync(target.parent)
    except FileNotFoundError:
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
        partial.unlink(missing_ok=True)


def _copy(path: Path, target: Path) -> None:
    with (
        database.translated(path),
        closing(database.connect(path, "ro")) as source,
        database.translated(target),
        closing(database.connect(target, "rw")) as copy,
    ):
        source.backup(copy)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check(path: Path) -> int:
    """Whether a copy is a whole register; how many records it holds.

    Raises:
        NotNetreg, NewerFile: when it is something else.
        DeviceError: when it is damaged.
    """
    database.look(path)
    with database.translated(path), closing(database.connect(path, "ro")) as copy:
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
        if found != "ok" or dangling:
            raise DeviceError(_("{path} is damaged").format(path=path), _("use another backup"))
        tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        plain = [name for name in tables if not name.startswith(("sqlite_", "_"))]
        return sum(copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in plain)


def thin_out(path: Path, folder: Path, kept: Kept) -> list[Path]:
    """Delete the backups of this register in a folder that need not be kept; which they were."""
    dated = {file: _moment(file) for file in folder.glob(f"{path.stem}.*.db") if _moment(file)}
    wanted = _wanted(dated, kept)
    gone = [file for file in sorted(dated) if file not in wanted]
    for file in gone:
        file.unlink()
    return gone


def _moment(file: Path) -> date | None:
    found = _NAME.search(file.name)
    return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC).date() if found else None


def _wanted(dated: dict[Path, date | None], kept: Kept) -> set[Path]:
    """The newest of each day, week and month that is to be kept, and the newest of all."""
    newest_first = sorted(dated, key=lambda file: file.name, reverse=True)
    wanted = set(newest_first[:1])
    for count, period in ((kept.days, "%Y-%j"), (kept.weeks, "%G-%V"), (kept.months, "%Y-%m")):
        wanted |= set(_newest_of_each(newest_first, dated, period)[:count])
    return wanted


def _newest_of_each(files: Iterable[Path], dated: dict[Path, date | None], period: str) -> list[Path]:
    seen: dict[str, Path] = {}
    for file in files:
        day = dated[file]
        if day is not None:
            seen.setdefault(day.strftime(period), file)
    return list(seen.values())


def restore(path: Path, source: Path) -> Path | None:
    """Put a backup in the register's place; where what it replaced is kept.

    Raises:
        NotNetreg, NewerFile, DeviceError: when `source` is no whole register.
        Busy: while another process writes to the register.
    """
    if path.exists() and source.exists() and path.samefile(source):
        raise NotAllowed(_("{path} is the register itself").format(path=path), _("name a backup"))
    check(source)
    _refuse_foreign(path)
    fresh = path.with_name(path.name + ".restoring")
    fresh.unlink(missing_ok=True)
    write(source, fresh)
    try:
        return _exchange(path, fresh)
    finally:
        fresh.unlink(missing_ok=True)


def _exchange(path: Path, fresh: Path) -> Path | None:
    if not path.exists():
        fresh.rename(path)
        return None
    replaced = path.with_name(f"{path.stem}.before-restore.{_now()}.db")
    with database.translated(path), closing(database.connect(path, "rw")) as connection:
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise Busy(str(path)) from None
        except sqlite3.DatabaseError:
            pass  # what is too damaged to be locked is what a backup is for
        # Holding the lock, no journal can be left that would be rolled back into the new file.
        path.rename(replaced)
        fresh.rename(path)
        connection.rollback()
    _sync(path.parent)
    return replaced


def _refuse_foreign(path: Path) -> None:
    """The database of another program is not moved out of the way; a damaged file is."""
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(16)
    if header == database.HEADER:
        database.look(path)
