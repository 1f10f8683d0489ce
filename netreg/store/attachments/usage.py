"""Which of the files beside the register its records and its history refer to, and which are orphaned."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from netreg.errors import Failure, NotAllowed, get_system_reason
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store import connections, sqlite_errors
from netreg.store.attachments.file_store import (
    COPY_NAME,
    find_file,
    get_folder,
    has_size,
    is_content_hash,
    is_intact,
    is_past_grace,
    list_files,
    make_path,
    remove_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def find_referenced_hashes(db: sqlite3.Connection) -> set[str]:
    """Find the hashes that records refer to; none where an old schema has no documents."""
    known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'document'"
    if not db.execute(known).fetchone():
        return set()
    return {row[0] for row in db.execute("SELECT sha256 FROM document")}


def find_retained_hashes(db: sqlite3.Connection) -> set[str]:
    """Find the hashes that records refer to, or would refer to again after an undo."""
    hashes = find_referenced_hashes(db)
    if hashes or db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'change'").fetchone():
        for row in db.execute("SELECT before, after FROM change WHERE kind = 'document'"):
            # In the history every value is written as an SQL literal.
            hashes.update(*(re.findall(r"'([0-9a-f]{64})'", written or "") for written in row))
    return hashes


def read_retained_hashes(path: Path) -> set[str]:
    """Read the retained hashes of a register or of a copy of one, whatever its schema."""
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as db:
        return find_retained_hashes(db)


# --- missing and changed files ---------------------------------------------------------


class FileFlaw(NamedTuple):
    """A document whose file is missing, or has changed since it was attached."""

    document: int
    title: str
    missing: bool


def find_flaws(db: sqlite3.Connection, path: Path, *, full: bool) -> list[FileFlaw]:
    """Find the documents whose file is missing or has another size, with `full` also those with other content."""
    rows = db.execute("SELECT id, title, sha256, size FROM document ORDER BY id") if find_referenced_hashes(db) else ()
    found = []
    for number, title, content_hash, size in rows:
        file = find_file(path, content_hash)
        if file is None:
            found.append(FileFlaw(number, title, missing=True))
        elif not has_size(file, size) or (full and not is_intact(file, content_hash)):
            found.append(FileFlaw(number, title, missing=False))
    return found


def find_flaws_in_copy(path: Path) -> list[FileFlaw]:
    """Find the documents of a copy of a register whose file is missing or has other content."""
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path)) as db:
        return find_flaws(db, path, full=True)


def select_without_file(db: sqlite3.Connection, documents: Iterable[int]) -> set[int]:
    """Select the documents whose file is missing: it was purged after they were removed."""
    path = find_database_path(db)
    sql = "SELECT sha256 FROM document WHERE id = ?"
    found = {number: db.execute(sql, [number]).fetchone() for number in documents}
    return {number for number, row in found.items() if row and find_file(path, row[0]) is None}


def find_database_path(db: sqlite3.Connection) -> Path:
    """Find the file of the register that a connection is open on."""
    return Path(db.execute("PRAGMA database_list").fetchone()["file"])


# --- files that nothing refers to --------------------------------------------------------


def find_orphaned_files(path: Path, db: sqlite3.Connection) -> list[Path]:
    """Find the files that neither a record, nor the history, nor a copy of the register beside it refers to."""
    old = [file for file in list_files(get_folder(path)) if is_past_grace(file)]
    if not old:
        return []
    try:
        retained = find_retained_hashes(db) | _read_hashes_in_copies(path)
    except Failure:  # a copy that cannot be read may refer to any of them
        return []
    return [file for file in old if file.name not in retained]


def _read_hashes_in_copies(path: Path) -> set[str]:
    """Read what the copies made before a restore or a migration refer to: they may be put back."""
    real = path.resolve()
    dated = ((file, re.fullmatch(COPY_NAME, file.name)) for file in real.parent.glob("*.db"))
    copies = [file for file, found in dated if found and found[1] == real.stem]
    return set().union(*map(read_retained_hashes, copies))


def remove_orphaned_files(path: Path) -> None:
    """Delete the orphaned files."""
    with sqlite_errors.translating_errors(path), connections.open_transaction(path) as db:
        for file in find_orphaned_files(path, db):
            remove_file(file)


def purge_files(path: Path, *, dry_run: bool = False) -> list[Path]:
    """Delete the files that no record refers to, also those that an undo would need; return which.

    Raises:
        NotAllowed: when one cannot be deleted; those before it are gone.
    """
    connections.require_writable(path)
    with connections.open_transaction(path) as db:
        gone = find_unreferenced_files(db, path)
        for file in () if dry_run else gone:
            try:
                remove_file(file)
            except OSError as error:
                raise NotAllowed(
                    _("{file} cannot be deleted: {reason}").format(file=file, reason=get_system_reason(error)),
                    _("ask the owner of the folder"),
                ) from None
    return gone


def find_unreferenced_files(db: sqlite3.Connection, path: Path) -> list[Path]:
    """Find the files that no record refers to, though the history may."""
    referenced = find_referenced_hashes(db)
    files = (file for file in list_files(get_folder(path)) if is_content_hash(file.name))
    return [file for file in files if file.name not in referenced]


def withdraw_files(path: Path, hashes: set[str]) -> None:
    """Delete what was stored for a command that failed after all, unless something refers to it by now."""
    if not hashes:
        return
    with suppress(sqlite3.Error, OSError), connections.open_transaction(path) as db:
        for content_hash in hashes - find_retained_hashes(db):
            if file := make_path(get_folder(path), content_hash):
                remove_file(file)
