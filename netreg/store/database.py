"""The file itself: looked at before it is opened, opened to read or to write, created.

A rollback journal with ``synchronous=EXTRA`` survives a power cut at any moment;
writers take ``BEGIN IMMEDIATE`` so that waiting works. Reads never write.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote

from netreg.errors import (
    DeviceError,
    Failure,
    MissingFile,
    NewerDatabase,
    NoDatabase,
    NotAllowed,
    NotARegister,
    quote_word,
)
from netreg.language import _
from netreg.store import sqlite_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION_ID = int.from_bytes(b"NREG", "big")
SCHEMA_VERSION = 4
WAIT_SECONDS = 30.0
HEADER = b"SQLite format 3\x00"


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read; one state of the file from first to last.

    A file with an older schema is backed up and brought up to date first.

    Raises:
        Failure: of the kind that fits, when the file cannot be read as a register.
    """
    _require_current(path)
    with sqlite_errors.translated(path):
        connection = open_reading(path)
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def writing(path: Path, words: str, actor: str, *, dry_run: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection inside one immediate transaction: committed whole, or not at all.

    What is changed stands in the history under the command `words` of `actor`. With
    `dry_run` the very same transaction is rolled back in the end.
    """
    with unlocked(path) as connection, command(connection, words, actor, dry_run=dry_run):
        yield connection


@contextmanager
def unlocked(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that may write and holds no lock yet: for what is prepared before a :func:`command`."""
    _require_current(path)
    _require_writable(path)
    with sqlite_errors.translated(path):
        connection = connect(path, "rw")
        try:
            yield connection
        finally:
            connection.close()


@contextmanager
def command(
    connection: sqlite3.Connection,
    words: str,
    actor: str,
    *,
    dry_run: bool = False,
    batch: int | None = None,
    many: bool = False,
) -> Iterator[int]:
    """One immediate transaction that the history keeps as a command; its number there.

    One that changed nothing leaves no trace, nor does a `dry_run`. Commands of one `batch`
    (the number of the first) are undone together. Where as `many` rows are added as there are,
    the references of all are looked at once before the end, not those of each as it comes.

    Raises:
        DeviceError: when one of them points to nothing.
    """
    from netreg.store.history import log

    with _references_looked_at(connection, each=not many), immediate(connection, keep=not dry_run):
        number = log.begin(connection, words, actor, batch)
        before = connection.total_changes
        yield number
        if many:
            _refuse_dangling(connection, number)
        if not log.end(connection, wrote=connection.total_changes != before):
            connection.execute("ROLLBACK")


@contextmanager
def _references_looked_at(connection: sqlite3.Connection, *, each: bool) -> Iterator[None]:
    """SQLite takes a word about it only outside a transaction."""
    connection.execute(f"PRAGMA foreign_keys={'ON' if each else 'OFF'}")
    try:
        yield
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def _refuse_dangling(connection: sqlite3.Connection, number: int) -> None:
    """What was amiss before, or in the tables of others, is not this command's."""
    from netreg.store.history.triggers import recorded_tables

    own = "SELECT 1 FROM change WHERE command_id = ? AND kind = ? AND record_id = ?"
    for table in recorded_tables(connection):
        for found in connection.execute(f"PRAGMA foreign_key_check({table})"):
            if connection.execute(own, [number, table, found["rowid"]]).fetchone():
                raise DeviceError(
                    _("a record of {table} points to nothing, so nothing was written").format(table=table),
                    _("type 'netreg doctor'"),
                )


@contextmanager
def immediate(connection: sqlite3.Connection, *, keep: bool = True) -> Iterator[None]:
    """One immediate transaction: committed whole, or with `keep` false rolled back."""
    _lock(connection)
    try:
        yield
        if connection.in_transaction:
            connection.execute("COMMIT" if keep else "ROLLBACK")
    finally:
        if connection.in_transaction:
            connection.rollback()


def _lock(connection: sqlite3.Connection) -> None:
    """Begin, waiting for other writers in short turns: no signal is heard while SQLite waits."""
    until = monotonic() + WAIT_SECONDS
    connection.execute(f"PRAGMA busy_timeout={min(_TURN, WAIT_SECONDS * 1000):.0f}")
    try:
        while not connection.in_transaction:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY" or monotonic() > until:
                    raise
    finally:
        connection.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000:.0f}")


_TURN = 200
"""Milliseconds of one turn."""


@contextmanager
def transaction(path: Path, *, foreign_keys: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection of its own inside one immediate transaction."""
    connection = connect(path, "rw")
    try:
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")
        with immediate(connection):
            yield connection
    finally:
        connection.close()


def create(path: Path) -> bool:
    """Make the database at `path`; whether it was made (False: it was there already)."""
    if path.exists() and _read_header(path):
        _require_current(path)
        verify(path)
        return False
    _make_private_file(path)
    return _migrate(path)


def _migrate(path: Path) -> bool:
    """Bring the schema up to date, after a backup of what there is; whether there was nothing.

    Of many processes that start at once one does it: the others find it done.
    """
    from netreg.store.backup import copies
    from netreg.store.migrations import apply

    with sqlite_errors.translated(path), transaction(path, foreign_keys=False) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if 0 < version < SCHEMA_VERSION:
            copies.before(path, f"schema-{SCHEMA_VERSION}")
        apply(connection)
    return version == 0


def _require_current(path: Path) -> None:
    """An older schema is brought up to date, after a backup.

    Raises:
        NotAllowed: when it is older and may not be written.
    """
    _roll_back(path)
    version = look(path)
    if version == SCHEMA_VERSION:
        return
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise NotAllowed(
            _("{path} has an older schema ({version}) and you may not bring it up to date").format(
                path=path, version=version
            ),
            _("ask its owner to type 'netreg --db {path} init', or copy it and do so").format(path=quote_word(path)),
        )
    _migrate(path)


def verify(path: Path) -> None:
    """Look through the whole file for damage that a header does not show.

    Raises:
        DeviceError: when SQLite finds any.
    """
    with reading(path) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DeviceError(_("{path} is damaged: {found}").format(path=path, found=found), _("restore a backup"))


def is_ours(path: Path) -> bool:
    """Whether the file is a register of this program's own schema or an older one."""
    try:
        return look(path) <= SCHEMA_VERSION
    except Failure:
        return False


def _make_private_file(path: Path) -> None:
    """The umask would let others read a file that SQLite makes, so it is made here."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except FileNotFoundError:
        raise MissingFile(
            _("there is no folder {path}").format(path=path.parent), _("make it, or choose another file with --db PATH")
        ) from None
    except (FileExistsError, NotADirectoryError):
        raise NotAllowed(
            _("{path} is not a folder").format(path=path.parent), _("choose another file with --db PATH")
        ) from None
    except IsADirectoryError:
        raise NotARegister(_("{path} is a folder").format(path=path), _("name a file in it")) from None
    except PermissionError:
        raise NotAllowed(
            _("you may not make a file in the folder {path}").format(path=path.parent), _("choose another place")
        ) from None


def _roll_back(path: Path) -> None:
    """Undo what a killed writer left half done: until then the header may speak of it."""
    journal = path.with_name(path.name + "-journal")
    if journal.exists() and path.is_file():
        with sqlite_errors.translated(path):
            open_reading(path).close()


def look(path: Path) -> int:
    """The schema version in the header, after everything a header can tell was checked.

    Raises:
        Failure: when the file is missing, unreadable, no register, or from a newer netreg.
    """
    header = _read_header(path)
    if not header.startswith(HEADER):
        raise NotARegister(_("{path} is not a netreg database").format(path=path), _looks_like(path, header))
    version, application = (int.from_bytes(header[at : at + 4], "big") for at in (60, 68))
    if application != APPLICATION_ID:
        raise NotARegister(
            _("{path} is the database of another program").format(path=path),
            _("choose another file with --db PATH; this one was not touched"),
        )
    if version > SCHEMA_VERSION:
        raise NewerDatabase(str(path), version, SCHEMA_VERSION)
    return version


def _read_header(path: Path) -> bytes:
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise NotARegister(_("{path} is a folder").format(path=path), _("name a file in it"))
        if not stat.S_ISREG(kind.st_mode):
            raise NotARegister(_("{path} is not a file").format(path=path), _("name a file with --db PATH"))
        if kind.st_nlink > 1:
            raise NotAllowed(
                _("{path} has a second name (a hard link), so a crash could not be mended").format(path=path),
                _("copy it with 'cp' to a new file and use that"),
            )
        with path.open("rb") as file:
            return file.read(100)
    except (FileNotFoundError, NotADirectoryError):
        raise NoDatabase(str(path)) from None
    except PermissionError:
        raise MissingFile(
            _("{path} cannot be read by you").format(path=path), _("ask its owner, or choose another with --db PATH")
        ) from None
    except OSError as error:
        raise MissingFile(
            _("{path}: {reason}").format(path=path, reason=error.strerror or error),
            _("choose another with --db PATH"),
        ) from None


def _looks_like(path: Path, header: bytes) -> str:
    if not header:
        return _("it is empty; 'netreg --db {path} init' makes a database there").format(path=path)
    if header.startswith(b"PK"):
        return _("it looks like an Excel file; did you mean 'netreg member import {path}'?").format(
            path=quote_word(path)
        )
    if not header.startswith(b"<") and b"\x00" not in header and (b"," in header or b"\t" in header or b";" in header):
        return _("it looks like a table; did you mean 'netreg member import {path}'?").format(path=path)
    return _("choose another file with --db PATH; this one was not touched")


def _require_writable(path: Path) -> None:
    advice = _("ask its owner, or work on a copy with --db PATH")
    if not os.access(path, os.W_OK):
        raise NotAllowed(_("{path} is read-only for you").format(path=path), advice)
    if not os.access(path.parent, os.W_OK):
        raise NotAllowed(
            _("the folder of {path} is read-only for you, and a journal must be kept there").format(path=path), advice
        )


_PRAGMAS = ("foreign_keys=ON", "synchronous=EXTRA", "secure_delete=ON", "trusted_schema=OFF", "cache_size=-98304")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection with netreg's settings; `mode` is ``ro`` or ``rw``, never one that creates."""
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    connection.row_factory = sqlite3.Row
    connection.set_progress_handler(_breathe, _STEPS)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


_STEPS = 250_000
"""After so many steps of a statement, some hundredths of a second, it is looked for a signal."""


def _breathe() -> None:
    """Nothing by itself: Python hears signals only while it runs, and a long statement keeps it from that.

    What the handler of a signal raises breaks the statement off (``SQLITE_INTERRUPT``).
    """


def open_reading(path: Path) -> sqlite3.Connection:
    """A read transaction: read-only, but once read-write where a killed writer left a journal."""
    try:
        connection = connect(path, "ro")
        connection.execute("BEGIN")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
            raise
        connection = connect(path, "rw")
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
    connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    return connection
