"""The file and its connections: what the header says, how it is opened, how a transaction begins.

A rollback journal with ``synchronous=EXTRA`` survives a power cut at any moment;
writers take ``BEGIN IMMEDIATE``, so that waiting for another writer works.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import quote

from netreg.errors import (
    DamagedDatabase,
    Failure,
    MissingFile,
    NewerDatabase,
    NoDatabase,
    NotAllowed,
    NotARegister,
    UnreleasedSchema,
    quote_word,
)
from netreg.language import _
from netreg.store import done_work, sqlite_errors
from netreg.store.system_errors import is_on_read_only_disk, make_read_only_failure, make_write_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

APPLICATION_ID = int.from_bytes(b"NREG", "big")
FIRST_SCHEMA = 9
"""The first schema of a release; those before it were drafts."""
SCHEMA_VERSION = 9
USUAL_WAIT = 30.0
"""Seconds to wait for a lock unless said otherwise."""
WAIT_SECONDS = USUAL_WAIT
HEADER = b"SQLite format 3\x00"
COMPANION_SUFFIXES = ("-journal", "-wal", "-shm")
"""The ends of the names of the files that SQLite keeps beside a database."""


sqlite3.register_adapter(type(None), dict[None, str]().get)
"""Without an adapter, the module looks for one anew for each NULL that is written: longer than writing a text takes."""


# --- looking at the file ---------------------------------------------------------------


def read_schema_version(path: Path) -> int:
    """Return the schema version in the header, after everything a header can tell was checked.

    Raises:
        Failure: when the file is missing, unreadable, no register, or of a schema that this netreg does not know.
    """
    header = read_header(path)
    if not header.startswith(HEADER):
        raise NotARegister(_("{path} is not a netreg database").format(path=path), _guess_content(path, header))
    version, application = (int.from_bytes(header[at : at + 4], "big", signed=True) for at in (60, 68))
    if application != APPLICATION_ID:
        raise NotARegister(
            _("{path} is the database of another program").format(path=path),
            _("choose another file with --db PATH; this one was not touched"),
        )
    if version < 0:
        raise DamagedDatabase(path, f"user_version {version}")
    if version > SCHEMA_VERSION:
        raise NewerDatabase(str(path), version, SCHEMA_VERSION)
    if version < FIRST_SCHEMA:
        raise UnreleasedSchema(str(path), version)
    return version


def is_register(path: Path) -> bool:
    """Tell whether the header is that of a register which this netreg can open or migrate."""
    try:
        read_schema_version(path)
    except Failure:
        return False
    return True


def read_header(path: Path) -> bytes:
    """Return the first 100 bytes of a regular file that has one name.

    Raises:
        Failure: of the kind that fits, when it is anything else or cannot be read.
    """
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise NotARegister(_("{path} is a folder").format(path=path), _("name a file in it"))
        if not stat.S_ISREG(kind.st_mode):
            raise NotARegister(_("{path} is not a file").format(path=path), _("name a file with --db PATH"))
        if kind.st_nlink > 1:
            raise NotAllowed(
                _("{path} has a second name (a hard link), so a crash could not be repaired").format(path=path),
                _("copy it with 'cp' to a new file and use that"),
            )
        with path.open("rb") as file:
            return file.read(100)
    except (FileNotFoundError, NotADirectoryError):
        raise NoDatabase(str(path)) from None
    except PermissionError:
        raise MissingFile(
            _("{path} is not readable").format(path=path), _("ask its owner, or choose another with --db PATH")
        ) from None
    except OSError as error:
        raise MissingFile(
            _("{path}: {reason}").format(path=path, reason=error.strerror or error),
            _("choose another with --db PATH"),
        ) from None


def _guess_content(path: Path, header: bytes) -> str:
    """Advise what to type instead, by what the file looks like."""
    if not header:
        return _("it is empty; 'netreg --db {path} init' makes a database there").format(path=path)
    if header.startswith(b"PK"):
        return _("it looks like an Excel file; did you mean 'netreg member import {path}'?").format(
            path=quote_word(path)
        )
    if header.startswith(ENCRYPTED):
        return _("it is encrypted; to restore it: netreg restore {path} --identity FILE").format(path=quote_word(path))
    if not header.startswith(b"<") and not _CONTROLS & set(header) and set(b",\t;") & set(header):
        return _("it looks like a table; did you mean 'netreg member import {path}'?").format(path=quote_word(path))
    return _("choose another file with --db PATH; this one was not touched")


ENCRYPTED = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")
"""How backups begin that are encrypted."""
_CONTROLS = set(range(32)) - set(b"\t\n\r")
"""Bytes that no table has, but noise does, such as a database that is encrypted."""


def is_writable(path: Path) -> bool:
    """Tell whether the file may be written, and its folder, where a journal must be kept."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def require_writable(path: Path) -> None:
    """Refuse a file, or a folder for its journal, that may not be written.

    Raises:
        NotAllowed: naming which of them it is.
    """
    if not is_writable(path) and is_on_read_only_disk(path):
        raise make_read_only_failure(path)
    advice = _("ask its owner, or work on a copy with --db PATH")
    if not os.access(path, os.W_OK):
        raise NotAllowed(_("{path} is not writable").format(path=path), advice)
    if not os.access(path.parent, os.W_OK):
        raise NotAllowed(
            _("the folder of {path} is not writable, and SQLite keeps its journal there").format(path=path), advice
        )


def roll_back_journal(path: Path) -> None:
    """Undo what a killed writer left half done: until then the header may speak of it."""
    if path.is_file() and path.with_name(path.name + "-journal").exists():
        with sqlite_errors.translating_errors(path):
            open_for_reading(path).close()


def _make_private_folder(folder: Path) -> None:
    """Make a folder and those above it, each the user's alone: a mode given to `mkdir` holds for the last only."""
    for part in (*reversed(folder.parents), folder):
        if not part.exists():
            part.mkdir(mode=0o700, exist_ok=True)


def create_private_file(path: Path) -> None:
    """Create an empty file that only its owner can read: the umask would let others read one that SQLite makes.

    Raises:
        Failure: of the kind that fits, when it cannot be made.
    """
    try:
        _make_private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except FileNotFoundError:
        raise MissingFile(
            _("no such folder: {path}").format(path=path.parent), _("create it, or choose another file with --db PATH")
        ) from None
    except (FileExistsError, NotADirectoryError):
        raise NotAllowed(
            _("{path} is not a folder").format(path=path.parent), _("choose another file with --db PATH")
        ) from None
    except IsADirectoryError:
        raise NotARegister(_("{path} is a folder").format(path=path), _("name a file in it")) from None
    except PermissionError:
        raise NotAllowed(
            _("no permission to create a file in the folder {path}").format(path=path.parent), _("choose another place")
        ) from None
    except OSError as error:
        raise make_write_failure(path, error) from None


# --- opening it ------------------------------------------------------------------------

_PRAGMAS = ("foreign_keys=ON", "synchronous=EXTRA", "secure_delete=ON", "trusted_schema=OFF", "cache_size=-147456")


class RegisterConnection(sqlite3.Connection):
    """A connection that knows by which name it was opened, perhaps that of a link."""

    named: Path


def connect(path: Path, mode: str, wait: float | None = None) -> sqlite3.Connection:
    """Open a connection with netreg's settings; `mode` is ``ro`` or ``rw``, never one that creates.

    `wait` are the seconds to wait for a lock.
    """
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=_TURN, factory=RegisterConnection)
    connection.named = path.absolute()
    connection.row_factory = sqlite3.Row
    connection.text_factory = _decode_text
    connection.set_progress_handler(_let_signals_in, _STEPS)
    # On macOS fsync leaves the data in the cache of the drive, where a power cut loses it.
    pragmas = (*_PRAGMAS, "fullfsync=ON") if sys.platform == "darwin" else _PRAGMAS
    try:
        for pragma in pragmas:
            execute_waiting(connection, f"PRAGMA {pragma}", wait)
    except BaseException:
        connection.close()
        raise
    connection.execute(f"PRAGMA busy_timeout={(WAIT_SECONDS if wait is None else wait) * 1000:.0f}")
    return connection


def execute_waiting(connection: sqlite3.Connection, sql: str, wait: float | None = None) -> sqlite3.Cursor:
    """Execute what may have to wait for another process, in short turns: no signal is heard while SQLite waits.

    A wait of more than two seconds is told, with who holds the lock.
    """
    most, began, told = WAIT_SECONDS if wait is None else wait, monotonic(), False
    connection.execute(f"PRAGMA busy_timeout={min(_TURN, most) * 1000:.0f}")
    try:
        while True:
            try:
                return connection.execute(sql)
            except sqlite3.OperationalError as error:
                waited = monotonic() - began
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or waited > most:
                    raise
                if waited > _UNTOLD and not told:
                    told = True
                    _tell_wait(connection)
    finally:
        connection.execute(f"PRAGMA busy_timeout={most * 1000:.0f}")


def _tell_wait(connection: sqlite3.Connection) -> None:
    from netreg.store.lock_holders import describe_holder  # hardly ever needed

    path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    holder = describe_holder(path) or _("another command")
    tell(_("waiting for {holder}, which is using {path}").format(holder=holder, path=path))


def tell(sentence: str) -> None:
    """Tell somebody who waits what for; the command line sets where to."""
    for listener in LISTENERS:
        listener(sentence)


LISTENERS: list[Callable[[str], None]] = []
_TURN = 0.2
"""Seconds of one turn."""
_UNTOLD = 2.0
"""Seconds of a wait that need not be told."""


def _decode_text(stored: bytes) -> str:
    """Decode a text; bytes of another tool that are no UTF-8 become lone surrogates, and nothing else is stopped."""
    return stored.decode("utf-8", "surrogateescape")


@contextmanager
def reading_through(connection: sqlite3.Connection, *, scattered: bool = False) -> Iterator[None]:
    """Read very much once, as it lies in the file: to keep it would take as long again as to read it.

    What is `scattered` over the file is sooner read than mapped. Where the connection has written, what it wrote
    stays in its cache.
    """
    if connection.total_changes:
        yield
        return
    cache = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size={_LITTLE}")
    if not scattered:
        connection.execute(f"PRAGMA mmap_size={1 << 40}")
    try:
        yield
    finally:
        connection.execute("PRAGMA mmap_size=0")
        connection.execute(f"PRAGMA cache_size={cache}")


_LITTLE = -2048
"""The size of a small cache, in KiB."""
_STEPS = 250_000
"""Steps of a statement, some hundredths of a second, after which signals are heard."""


def _let_signals_in() -> None:
    """Do nothing: Python hears signals only while it runs, and a long statement keeps it from that.

    What the handler of a signal raises breaks the statement off (``SQLITE_INTERRUPT``).
    """


def open_for_reading(path: Path, wait: float | None = None) -> sqlite3.Connection:
    """Open a read transaction: read-only, but once read-write where a killed writer left a journal."""
    try:
        connection = connect(path, "ro", wait)
        connection.execute("BEGIN")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
            raise
        connection = connect(path, "rw", wait)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
    try:
        execute_waiting(connection, "SELECT 1 FROM sqlite_schema", wait).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


# --- transactions ----------------------------------------------------------------------


@contextmanager
def immediate_transaction(
    connection: sqlite3.Connection, *, keep: bool = True, is_work: bool = False
) -> Iterator[None]:
    """One immediate transaction: committed whole, or with `keep` false rolled back.

    Once it is committed, the work of the command is noted as done where it `is_work`.

    Raises:
        MissingFile: when the file was moved, removed or replaced meanwhile: what it got, nobody would find.
    """
    execute_waiting(connection, "BEGIN IMMEDIATE")
    path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    found, named = _identify(path), connection.named if isinstance(connection, RegisterConnection) else path
    try:
        yield
        if connection.in_transaction and keep:
            if not _identify(path) == _identify(named) == found:
                raise sqlite_errors.refuse_moved(named)
            with done_work.noting(lambda: not connection.in_transaction) if is_work else nullcontext():
                _commit(connection, path)
        elif connection.in_transaction:
            connection.execute("ROLLBACK")
    finally:
        if connection.in_transaction:
            with suppress(sqlite3.OperationalError):  # of a journal that is gone as well; the first error is told
                connection.rollback()


def _identify(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from any other that takes its name."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _commit(connection: sqlite3.Connection, path: Path) -> None:
    try:
        execute_waiting(connection, "COMMIT")
    except sqlite3.OperationalError as error:
        # The last step of a commit is to remove the journal: what somebody else has removed no longer undoes it.
        if error.sqlite_errorname == "SQLITE_IOERR_DELETE_NOENT":
            raise sqlite_errors.report_lost_journal(path) from error
        raise


@contextmanager
def open_transaction(path: Path, *, foreign_keys: bool = True) -> Iterator[sqlite3.Connection]:
    """A connection of its own inside one immediate transaction that the history does not record as a command."""
    with sqlite_errors.translating_errors(path), closing(connect(path, "rw")) as connection:
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")
        with immediate_transaction(connection):
            yield connection
