"""Which of the files beside the register its records and its history name, and which nobody names."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netreg.errors import Failure, NotAllowed
from netreg.language import _
from netreg.store import connections, sqlite_errors
from netreg.store.attachments import file_store
from netreg.store.attachments.file_store import find, folder_of, has_size, is_digest, is_intact, is_old, kept, remove

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


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
    with sqlite_errors.translated(path), closing(connections.open_for_reading(path)) as db:
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
        elif not has_size(file, row["size"]) or (full and not is_intact(file, row["sha256"])):
            found.append(Flaw(row["id"], row["title"], missing=False))
    return found


def flaws_of(path: Path) -> list[Flaw]:
    """The documents of a copy of a register whose file is missing or has other content."""
    with sqlite_errors.translated(path), closing(connections.open_for_reading(path)) as db:
        return flaws(db, path, full=True)


def without_file(db: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Those of some documents whose file is not there: it was purged after they were removed."""
    path = path_of(db)
    sql = "SELECT sha256 FROM document WHERE id = ?"
    found = {number: db.execute(sql, [number]).fetchone() for number in documents}
    return {number for number, row in found.items() if row and find(path, row[0]) is None}


# --- what nobody names -----------------------------------------------------------------


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
    dated = ((file, file_store.COPY.fullmatch(file.name)) for file in real.parent.glob("*.db"))
    copies = [file for file, found in dated if found and found[1] == real.stem]
    return set().union(*map(remembered_by, copies))


def clear_loose(path: Path) -> None:
    """Take away what nobody names."""
    with sqlite_errors.translated(path), connections.open_transaction(path) as db:
        for file in loose(path, db):
            remove(file)


def purge(path: Path, *, dry_run: bool = False) -> list[Path]:
    """Delete the files that no record names, also those that an undo would need; which they were.

    Raises:
        NotAllowed: when one cannot be deleted; those before it are gone.
    """
    connections.require_writable(path)
    with connections.open_transaction(path) as db:
        gone = forgotten(db)
        for file in () if dry_run else gone:
            try:
                remove(file)
            except OSError as error:
                raise NotAllowed(
                    _("{file} cannot be deleted: {reason}").format(file=file, reason=error.strerror or error),
                    _("ask the owner of the folder"),
                ) from None
    return gone


def forgotten(db: sqlite3.Connection, digests: Container[str] | None = None) -> list[Path]:
    """The files that no record names, though the history may; of some digests only."""
    wanted = named(db)
    files = [file for file in kept(folder_of(path_of(db))) if is_digest(file.name) and file.name not in wanted]
    return files if digests is None else [file for file in files if file.name in digests]


def take_back(path: Path, put_there: set[str]) -> None:
    """Take away what was put for a command that failed after all, unless somebody names it by now."""
    if not put_there:
        return
    with suppress(sqlite3.Error, OSError), connections.open_transaction(path) as db:
        wanted = remembered(db)
        for file in forgotten(db, put_there):
            if file.name not in wanted:
                remove(file)
