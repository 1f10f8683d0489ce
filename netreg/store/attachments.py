"""The files beside the register: each under the digest of its content, in a folder of the owner's alone.

Nothing that a person typed is part of a path: ``register.db.files/ab/ab12…`` is made of the
SHA-256 alone, so that the same content is kept once and a changed byte shows. A file is
copied under a name of its own, synced, and renamed inside the transaction that records it:
a crash leaves at most a file that nobody names, never a record without its file. What
takes files away holds the register's write lock too, so neither can miss the other.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import sys
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from netreg.errors import DeviceError, Failure, NotAllowed
from netreg.language import _
from netreg.store import database

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

PARTIAL = ".partial"
GRACE = 3600.0
"""Seconds for which a file that nobody names is let be: somebody may be about to."""
CHUNK = 1 << 20
HEAD = 4096


# --- where they lie ------------------------------------------------------------


def folder_of(path: Path) -> Path:
    """The folder of a register's files: beside it, also where `path` is a link to it."""
    real = path.resolve()
    return real.with_name(real.name + ".files")


_COPY = re.compile(r"(.+?)(\.before-[a-z0-9-]+)?\.\d{8}T\d{6}\.\d{6}Z\.db")


def places(path: Path) -> tuple[Path, ...]:
    """The folders in which the files of a register may be: its own first.

    A copy whose name holds its moment shares those of the register or the backups beside it.
    """
    real, own = path.resolve(), folder_of(path)
    copy = _COPY.fullmatch(real.name)
    if not copy:
        return (own,)
    beside = (folder for folder in sorted(real.parent.glob("*.files")) if folder != own)
    return (own, *(folder for folder in beside if Path(folder.stem).stem == copy[1]))


def place(folder: Path, digest: str) -> Path | None:
    """Where content is kept in a folder; nowhere if that is no digest."""
    return folder / digest[:2] / digest if is_digest(digest) else None


def is_digest(name: str) -> bool:
    """Whether a text is a SHA-256 as it is written here."""
    return re.fullmatch(r"[0-9a-f]{64}", name) is not None


def find(path: Path, digest: str) -> Path | None:
    """The file that is kept under a digest, whatever is in it."""
    candidates = (place(folder, digest) for folder in places(path))
    return next((file for file in candidates if file and _is_plain(file)), None)


def _is_plain(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False


def is_intact(file: Path, digest: str) -> bool:
    """Whether what is in a file is what its digest says."""
    try:
        with opened(file) as content:
            found = sha256()
            while chunk := content.read(CHUNK):
                found.update(chunk)
    except OSError:
        return False
    return found.hexdigest() == digest


def opened(file: Path) -> BinaryIO:
    """A kept file, to read; a link in its place is not followed."""
    return os.fdopen(os.open(file, os.O_RDONLY | without_waiting() | getattr(os, "O_NOFOLLOW", 0)), "rb")


def without_waiting() -> int:
    """Flags that keep a pipe without a writer from being waited for."""
    return getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def ready(folder: Path) -> Path:
    """The folder, made if it is not there, for its owner alone.

    Raises:
        NotAllowed: when it is a link, no folder, or another's.
    """
    try:
        folder.mkdir(mode=0o700)
        sync(folder.parent)
    except FileExistsError:
        refuse_strange(folder)
    except PermissionError:
        raise NotAllowed(
            _("you may not make a folder in {folder}").format(folder=folder.parent), _("ask its owner")
        ) from None
    except OSError as error:
        raise no_room(folder, error) from None
    return folder


def refuse_strange(folder: Path) -> None:
    """Refuse a folder through which somebody else could read or lead astray.

    Raises:
        NotAllowed: when it is a link, no folder, or neither mine nor of the owner of what it lies in.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotAllowed(_("{folder} is no folder or a link to one").format(folder=folder), _("move it away"))
    if os.name == "posix" and found.st_uid not in (os.geteuid(), folder.parent.stat().st_uid):
        raise NotAllowed(_("{folder} belongs to another").format(folder=folder), _("find out who made it"))


def sync(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def no_room(place: Path, error: OSError) -> DeviceError:
    """The failure to write there."""
    return DeviceError(
        _("{place} cannot be written: {reason}").format(place=place, reason=error.strerror or error),
        _("make room there; nothing was written"),
    )


# --- putting one there ---------------------------------------------------------------


class Content(NamedTuple):
    """A copy of a file's content that waits in the folder to get its name; none when only tried."""

    partial: Path | None
    sha256: str
    size: int
    head: bytes


def copied(source: BinaryIO, folder: Path | None, *, most: int = sys.maxsize) -> Content:
    """Copy all of an open file into the folder under no name yet; with no folder only look at it.

    A file that grows is not followed: of one that is larger than `most` bytes the rest is left.

    Raises:
        DeviceError: when it cannot be written; what was is gone.
        OSError: when it cannot be read.
    """
    digest, size, head = sha256(), 0, b""
    with _unnamed(folder) as target:
        while size <= most and (chunk := source.read(CHUNK)):
            head = head or chunk[:HEAD]
            size += len(chunk)
            digest.update(chunk)
            if target:
                _write(target, chunk)
        if target:
            _finish(target)
    return Content(Path(target.name) if target else None, digest.hexdigest(), size, head)


@contextmanager
def _unnamed(folder: Path | None) -> Iterator[BinaryIO | None]:
    """A new file in the folder that only its owner can read; gone if the block fails."""
    if folder is None:
        yield None
        return
    try:
        # Unbuffered: what a full disk did not take must not be written again when the file is closed.
        made = tempfile.NamedTemporaryFile(dir=folder, suffix=PARTIAL, delete=False, buffering=0)  # noqa: SIM115
    except OSError as error:
        raise no_room(folder, error) from None
    try:
        with made:
            yield cast("BinaryIO", made)
    except BaseException:
        remove(Path(made.name))
        raise


def _write(target: BinaryIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    try:
        while left:
            left = left[target.write(left) :]
    except OSError as error:
        raise no_room(Path(target.name).parent, error) from None


def _finish(target: BinaryIO) -> None:
    """Synced, and from now on to be read only."""
    try:
        with suppress(PermissionError):  # file systems of memory sticks keep no modes
            Path(target.name).chmod(0o400)
        os.fsync(target.fileno())
    except OSError as error:
        raise no_room(Path(target.name).parent, error) from None


def put(folder: Path, content: Content) -> None:
    """Give a copy its name: from here on it is there, also after a power cut.

    What is there under the name already is the same, or damaged: either way it is replaced.
    """
    target = place(folder, content.sha256)
    assert target is not None
    assert content.partial is not None
    try:
        ready(target.parent)
        if os.name == "nt" and target.exists():
            target.chmod(0o600)
        content.partial.replace(target)
        sync(target.parent)
    except OSError as error:
        raise no_room(folder, error) from None


def remove(file: Path) -> None:
    """Take a file away, if it is there; Windows keeps what is to be read only."""
    if os.name == "nt":
        with suppress(OSError):
            file.chmod(0o600)
    file.unlink(missing_ok=True)


# --- who names them -------------------------------------------------------------------


def named(db: sqlite3.Connection) -> set[str]:
    """The digests that records name; none where there is no such table yet."""
    known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'document'"
    if not db.execute(known).fetchone():
        return set()
    return {row[0] for row in db.execute("SELECT sha256 FROM document")}


def remembered(db: sqlite3.Connection) -> set[str]:
    """The digests that records name, and those that an undo can make them name again."""
    digests = named(db)
    if digests or db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'change'").fetchone():
        for row in db.execute("SELECT before, after FROM change WHERE kind = 'document'"):
            # In the history every value is written as an SQL literal.
            digests.update(*(re.findall(r"'([0-9a-f]{64})'", written or "") for written in row))
    return digests


def remembered_by(path: Path) -> set[str]:
    """The digests that a register or a copy of one remembers, whatever its schema."""
    with database.translated(path), closing(database.open_reading(path)) as db:
        return remembered(db)


def path_of(db: sqlite3.Connection) -> Path:
    """The file that a connection is to."""
    return Path(db.execute("PRAGMA database_list").fetchone()["file"])


class Flaw(NamedTuple):
    """A document whose file is not there, or is not what it was."""

    document: int
    title: str
    missing: bool


def flaws(db: sqlite3.Connection, path: Path, *, full: bool) -> list[Flaw]:
    """The documents whose file is missing or has another size, with `full` other content."""
    found = []
    rows = db.execute("SELECT id, title, sha256, size FROM document ORDER BY id").fetchall() if named(db) else []
    for row in rows:
        file = find(path, row["sha256"])
        if file is None:
            found.append(Flaw(row["id"], row["title"], missing=True))
        elif file.stat().st_size != row["size"] or (full and not is_intact(file, row["sha256"])):
            found.append(Flaw(row["id"], row["title"], missing=False))
    return found


def flaws_of(path: Path) -> list[Flaw]:
    """The documents of a copy of a register whose file is missing or has other content."""
    with database.translated(path), closing(database.open_reading(path)) as db:
        return flaws(db, path, full=True)


def without_file(db: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Those of some documents whose file is not there: it was purged after they were removed."""
    path = path_of(db)
    sql = "SELECT sha256 FROM document WHERE id = ?"
    found = {number: db.execute(sql, [number]).fetchone() for number in documents}
    return {number for number, row in found.items() if row and find(path, row[0]) is None}


# --- what nobody names -----------------------------------------------------------------


def kept(folder: Path) -> Iterator[Path]:
    """The files of a folder that are netreg's: those with a digest for a name, and copies that wait."""
    if not folder.is_dir() or folder.is_symlink():
        return
    yield from (file for file in folder.glob(f"*{PARTIAL}") if _is_plain(file))
    for inner in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        if not inner.is_symlink():
            yield from (file for file in sorted(inner.iterdir()) if place(folder, file.name) == file)


def loose(path: Path, db: sqlite3.Connection) -> list[Path]:
    """Files that no record names, no history, and no copy of the register beside it."""
    old = [file for file in kept(folder_of(path)) if is_old(file)]
    if not old:
        return []
    try:
        wanted = remembered(db) | _remembered_beside(path)
    except Failure:  # a copy that cannot be read may remember anything
        return []
    return [file for file in old if file.name not in wanted]


def _remembered_beside(path: Path) -> set[str]:
    """What the copies made before a restore or a migration remember: they may be put back."""
    real = path.resolve()
    dated = ((file, _COPY.fullmatch(file.name)) for file in real.parent.glob("*.db"))
    copies = [file for file, found in dated if found and found[1] == real.stem]
    return set().union(*map(remembered_by, copies))


def is_old(file: Path) -> bool:
    """Whether nobody can be about to name it."""
    try:
        return time.time() - file.lstat().st_mtime > GRACE
    except OSError:
        return False


def clear_loose(path: Path) -> None:
    """Take away what nobody names."""
    with database.translated(path), database.transaction(path) as db:
        for file in loose(path, db):
            remove(file)


def purge(path: Path, *, dry_run: bool = False) -> list[Path]:
    """Delete the files that no record names, also those that an undo would need; which they were."""
    with database.unlocked(path) as db, database.immediate(db):
        gone = forgotten(db)
        for file in () if dry_run else gone:
            remove(file)
    return gone


def forgotten(db: sqlite3.Connection, digests: Container[str] | None = None) -> list[Path]:
    """The files that no record names, though the history may; of some digests only."""
    wanted = named(db)
    files = [file for file in kept(folder_of(path_of(db))) if is_digest(file.name) and file.name not in wanted]
    return files if digests is None else [file for file in files if file.name in digests]


def take_back(path: Path, contents: Sequence[Content]) -> None:
    """Take away what was put for a command that failed after all, unless somebody names it by now."""
    put_there = {content.sha256 for content in contents if content.partial and not content.partial.exists()}
    if not put_there:
        return
    with suppress(sqlite3.Error, OSError), database.transaction(path) as db:
        wanted = remembered(db)
        for file in forgotten(db, put_there):
            if file.name not in wanted:
                remove(file)
