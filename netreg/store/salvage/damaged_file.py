"""A private copy of a damaged register that SQLite can open; the damaged file itself is only read.

The header is written anew. Where the schema cannot be read it is built anew, too: a register has its
tables where the first schema put them, since none is ever dropped. The format of the file is that of
https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from netreg.errors import NewerDatabase, NotARegister, UnreleasedSchema
from netreg.language import _
from netreg.store import connections
from netreg.store.connections import APPLICATION_ID, COMPANION_SUFFIXES, FIRST_SCHEMA, HEADER, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import IO

USUAL_PAGE = 4096
"""Bytes of a page, as SQLite chooses it since 2016."""
_KINDS_OF_ROOTS = {"table": (0x05, 0x0D), "index": (0x02, 0x0A)}
"""The first byte of a page in which a table or an index begins."""
_LIKELY = 0.8
"""The share of roots by which a file without a header is known as a register."""
_NEAR = 100
"""Versions of the schema so much newer may come to be; higher ones are damage."""


class SchemaRow(NamedTuple):
    """A table or an index, and the page in which it begins."""

    type: str
    name: str
    table: str
    root: int
    sql: str | None


# --- the copy --------------------------------------------------------------------------


def copy_damaged(source: Path, copy: Path) -> None:
    """Copy a file and its journal block by block; blocks that a failing disk does not give are zeros in the copy."""
    for suffix in ("", *COMPANION_SUFFIXES):
        file, target = source.with_name(source.name + suffix), copy.with_name(copy.name + suffix)
        if not suffix or file.is_file():
            with file.open("rb", buffering=0) as given, _open_private(target) as taken:
                size = os.fstat(given.fileno()).st_size
                for start in range(0, size, USUAL_PAGE):
                    given.seek(start)
                    taken.write(_read_block(given, min(USUAL_PAGE, size - start)))


def _open_private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _read_block(file: IO[bytes], size: int) -> bytes:
    try:
        return file.read(size)
    except OSError:
        return bytes(size)


# --- opening it ------------------------------------------------------------------------


def open_damaged(source: Path, copy: Path, sound: Path) -> sqlite3.Connection:
    """Open the copy of a damaged register to read; a `sound` empty register says how it ought to be.

    Raises:
        NotARegister, NewerDatabase, UnreleasedSchema: when it is something else.
    """
    with copy.open("rb") as file:
        header = file.read(100)
    _settle_journal(copy)
    with sound.open("rb") as file:
        new_header = file.read(100)
    wanted = read_schema(sound)
    for size in dict.fromkeys((_read_page_size(header), USUAL_PAGE)):
        _write_header(copy, new_header, size)
        found = read_schema(copy)
        if _is_sound(found, wanted):
            return _open(copy)
    size = USUAL_PAGE
    chosen = _choose_roots(copy, size, found, wanted)
    _refuse_others(source, header, found, wanted, chosen)
    _rebuild_schema(copy, new_header, size, chosen)
    return _open(copy)


def _open(copy: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"file:{quote(str(copy))}?mode=ro&immutable=1", uri=True, isolation_level=None)
    db.text_factory = _decode
    db.execute("PRAGMA writable_schema=ON")  # what is malformed in the schema then stops nothing but itself
    return db


def _decode(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


def _settle_journal(copy: Path) -> None:
    """Let SQLite undo or complete what a killed writer left half done, if the file is whole enough for that."""
    there = [file for suffix in COMPANION_SUFFIXES if (file := copy.with_name(copy.name + suffix)).exists()]
    if not there:
        return
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError), closing(sqlite3.connect(copy)) as db:
        db.execute("SELECT 1 FROM sqlite_schema").fetchone()
        db.execute("PRAGMA journal_mode=DELETE")
    for file in there:
        file.unlink(missing_ok=True)


def _read_page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    return size if 512 <= size <= 65536 and size & (size - 1) == 0 else USUAL_PAGE


def _write_header(copy: Path, header: bytes, size: int) -> None:
    """Write a sound header, in which SQLite counts the pages by the size of the file."""
    new = bytearray(header)
    new[16:18] = (1 if size == 65536 else size).to_bytes(2, "big")
    new[28:40] = bytes(12)  # the number of pages, and of those that are free
    with copy.open("rb+") as file:
        file.write(new)


def read_schema(path: Path) -> list[SchemaRow]:
    """Read the tables and indexes of a file, as many as can be read."""
    found = []
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError), closing(_open(path)) as db:
        sql = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE rootpage > 0 ORDER BY rowid"
        for row in db.execute(sql):
            found.append(SchemaRow(*row))  # noqa: PERF401 - those before the first damaged page
    return found


def _is_sound(found: Iterable[SchemaRow], wanted: Iterable[SchemaRow]) -> bool:
    """Tell whether all tables and indexes are there, as netreg creates them."""
    known = {(row.type, row.name): row.sql for row in found}
    return all(known.get((row.type, row.name), "") == row.sql for row in wanted)


# --- the schema built anew ---------------------------------------------------------------


def _choose_roots(copy: Path, size: int, found: Iterable[SchemaRow], wanted: list[SchemaRow]) -> list[SchemaRow]:
    """Choose where each table and index begins: as the file says, or else where the first schema puts it."""
    said = {(row.type, row.name): row.root for row in found}
    with copy.open("rb") as file:
        rows = [row._replace(root=said.get((row.type, row.name), row.root)) for row in wanted]
        return [row for row in rows if _has_root(file, row, size)]


def _has_root(file: IO[bytes], row: SchemaRow, size: int) -> bool:
    file.seek((row.root - 1) * size)
    first = file.read(1)
    kind = "index" if "WITHOUT ROWID" in (row.sql or "") else row.type
    return bool(first) and first[0] in _KINDS_OF_ROOTS[kind]


def _refuse_others(
    source: Path, header: bytes, found: list[SchemaRow], wanted: list[SchemaRow], chosen: list[SchemaRow]
) -> None:
    """Refuse what was never a register of this schema, by its header, or by where its tables begin."""
    version, application = (int.from_bytes(header[at : at + 4], "big", signed=True) for at in (60, 68))
    if header.startswith(HEADER) and application == APPLICATION_ID:
        if SCHEMA_VERSION < version < SCHEMA_VERSION + _NEAR and found:
            raise NewerDatabase(str(source), version, SCHEMA_VERSION)
        if 0 <= version < FIRST_SCHEMA and found:
            raise UnreleasedSchema(str(source), version)
        return
    if len(chosen) < _LIKELY * len(wanted):
        connections.read_schema_version(source)
        raise NotARegister(
            _("{path} is not a netreg database").format(path=source), _("choose another file; this one was not touched")
        )


def _rebuild_schema(copy: Path, header: bytes, size: int, rows: list[SchemaRow]) -> None:
    """Write an empty first page, and the tables and indexes into it, each with the page in which it begins."""
    leaf = bytes([0x0D, 0, 0, 0, 0, *(size % 65536).to_bytes(2, "big"), 0])
    with copy.open("rb+") as file:
        file.write((header[:100] + leaf).ljust(size, b"\0"))
        end = file.seek(0, os.SEEK_END)
        file.truncate(max(end - end % size, size * max((row.root for row in rows), default=1)))
    _write_header(copy, header, size)
    with closing(sqlite3.connect(copy, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA writable_schema=ON")
        db.executemany("INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)", rows)
