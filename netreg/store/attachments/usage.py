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
from netreg.store.attachments.file_store import (
    find_file,
    get_folder,
    has_size,
    is_content_hash,
    is_intact,
    is_past_grace,
    list_files,
    remove_file,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


def find_referenced_hashes(db: sqlite3.Connection) -> set[str]:
    """The digests that records name; none where there is no such table yet."""
    known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'document'"
    if not db.execute(known).fetchone():
        return set()
    return {row[0] for row in db.execute("SELECT sha256 FROM document")}


def find_retained_hashes(db: sqlite3.Connection) -> set[str]:
    """The digests that records name, and those that an undo can make them name again."""
    digests = find_referenced_hashes(db)
    if digests or db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'change'").fetchone():
        for row in db.execute("SELECT before, after FROM change WHERE kind = 'document'"):
            # In the history every value is written as an SQL literal.
            digests.update(*(re.findall(r"'([0-9a-f]{64})'", written or "") for written in row))
    return digests


def read_retained_hashes(path: Path) -> set[str]:
    """The digests that a register or a copy of one remembers, whatever its schema."""
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as db:
        return find_retained_hashes(db)


def find_database_path(db: sqlite3.Connection) -> Path:
    """The file that a connection is to."""
    return Path(db.execute("PRAGMA database_list").fetchone()["file"])


class FileFlaw(NamedTuple):
    """A document whose file is not there, or is not what it was."""

    document: int
    title: str
    missing: bool


def find_flaws(db: sqlite3.Connection, path: Path, *, full: bool) -> list[FileFlaw]:
    """The documents whose file is missing or has another size, with `full` other content."""
    found = []
    rows = (
        db.execute("SELECT id, title, sha256, size FROM document ORDER BY id").fetchall()
        if find_referenced_hashes(db)
        else []
    )
    for row in rows:
        file = find_file(path, row["sha256"])
        if file is None:
            found.append(FileFlaw(row["id"], row["title"], missing=True))
        elif not has_size(file, row["size"]) or (full and not is_intact(file, row["sha256"])):
            found.append(FileFlaw(row["id"], row["title"], missing=False))
    return found


def find_flaws_in_copy(path: Path) -> list[FileFlaw]:
    """The documents of a copy of a register whose file is missing or has other content."""
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as db:
        return find_flaws(db, path, full=True)


def select_without_file(db: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Those of some documents whose file is not there: it was purged after they were removed."""
    path = find_database_path(db)
    sql = "SELECT sha256 FROM document WHERE id = ?"
    found = {number: db.execute(sql, [number]).fetchone() for number in documents}
    return {number for number, row in found.items() if row and find_file(path, row[0]) is None}


# --- what nobody names -----------------------------------------------------------------


def find_orphaned_files(path: Path, db: sqlite3.Connection) -> list[Path]:
    """Files that no record names, no history, and no copy of the register beside it."""
    old = [file for file in list_files(get_folder(path)) if is_past_grace(file)]
    if not old:
        return []
    try:
        wanted = find_retained_hashes(db) | _read_hashes_in_copies(path)
    except Failure:  # a copy that cannot be read may remember anything
        return []
    return [file for file in old if file.name not in wanted]


def _read_hashes_in_copies(path: Path) -> set[str]:
    """What the copies made before a restore or a migration remember: they may be put back."""
    real = path.resolve()
    dated = ((file, file_store.COPY_NAME.fullmatch(file.name)) for file in real.parent.glob("*.db"))
    copies = [file for file, found in dated if found and found[1] == real.stem]
    return set().union(*map(read_retained_hashes, copies))


def remove_orphaned_files(path: Path) -> None:
    """Take away what nobody names."""
    with sqlite_errors.translating_errors(path), connections.open_transaction(path) as db:
        for file in find_orphaned_files(path, db):
            remove_file(file)


def purge_files(path: Path, *, dry_run: bool = False) -> list[Path]:
    """Delete the files that no record names, also those that an undo would need; which they were.

    Raises:
        NotAllowed: when one cannot be deleted; those before it are gone.
    """
    connections.require_writable(path)
    with connections.open_transaction(path) as db:
        gone = find_unreferenced_files(db)
        for file in () if dry_run else gone:
            try:
                remove_file(file)
            except OSError as error:
                raise NotAllowed(
                    _("{file} cannot be deleted: {reason}").format(file=file, reason=error.strerror or error),
                    _("ask the owner of the folder"),
                ) from None
    return gone


def find_unreferenced_files(db: sqlite3.Connection, digests: Container[str] | None = None) -> list[Path]:
    """The files that no record names, though the history may; of some digests only."""
    wanted = find_referenced_hashes(db)
    files = [
        file
        for file in list_files(get_folder(find_database_path(db)))
        if is_content_hash(file.name) and file.name not in wanted
    ]
    return files if digests is None else [file for file in files if file.name in digests]


def withdraw_files(path: Path, put_there: set[str]) -> None:
    """Take away what was put for a command that failed after all, unless somebody names it by now."""
    if not put_there:
        return
    with suppress(sqlite3.Error, OSError), connections.open_transaction(path) as db:
        wanted = find_retained_hashes(db)
        for file in find_unreferenced_files(db, put_there):
            if file.name not in wanted:
                remove_file(file)
