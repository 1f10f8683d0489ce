"""The register as a whole: read, written to, created, migrated. Reads never write."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from netreg.errors import DamagedDatabase, NotAllowed, quote_word
from netreg.language import _
from netreg.store import connections, sqlite_errors
from netreg.store.records import own_titles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def reading(path: Path, wait: float | None = None) -> Iterator[sqlite3.Connection]:
    """A connection that can only read; one state of the file from first to last.

    `wait` are the seconds to wait for whoever has it locked.

    Raises:
        Failure: of the kind that fits, when the file cannot be read as a register.
    """
    if read_version(path) != connections.SCHEMA_VERSION:
        raise _older_schema(path)
    with sqlite_errors.translating_errors(path), closing(connections.open_for_reading(path, wait)) as db:
        own_titles.hand_on(db)
        yield db


@contextmanager
def writing(path: Path, words: str, actor: str, *, dry_run: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection inside one immediate transaction: committed whole, or not at all.

    What is changed stands in the history under the command `words` of `actor`. With
    `dry_run` the very same transaction is rolled back in the end.
    """
    from netreg.store import commands

    with writing_unrecorded(path) as db, commands.open_command(db, words, actor, dry_run=dry_run, is_work=True):
        yield db


@contextmanager
def writing_unrecorded(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to write outside the history, or to prepare a command; it holds no lock yet.

    A file with an older schema is migrated first, after a backup.
    """
    if read_version(path) != connections.SCHEMA_VERSION:
        if not connections.is_writable(path):
            raise _older_schema(path)
        migrate_register(path)
    connections.require_writable(path)
    with sqlite_errors.translating_errors(path), closing(connections.connect(path, "rw")) as db:
        own_titles.hand_on(db)
        yield db


def create(path: Path) -> bool:
    """Create the register at `path`, or migrate the one that is there; return whether it was created.

    Raises:
        NotAllowed: when a journal without its register is there, which SQLite would remove.
    """
    # In this order: another process that makes one just now has made the file before its journal.
    journals = [path.with_name(path.name + suffix) for suffix in connections.COMPANION_SUFFIXES]
    if (left := next((journal for journal in journals if journal.exists()), None)) and not path.exists():
        raise NotAllowed(
            _("{path} belongs to a register that was moved or removed").format(path=left),
            _("put it back beside that register, or remove it"),
        )
    if path.exists() and connections.read_header(path):
        with writing_unrecorded(path) if read_version(path) != connections.SCHEMA_VERSION else reading(path) as db:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise DamagedDatabase(path, found)
        return False
    connections.create_private_file(path)
    return migrate_register(path)


def migrate_register(path: Path) -> bool:
    """Bring the schema up to date, after a backup of what there is; return whether there was nothing.

    Of many processes that start at once one does it: the others find it done.
    """
    from netreg.store import migrations
    from netreg.store.backup import copies

    with connections.open_transaction(path, foreign_keys=False) as db:
        version: int = db.execute("PRAGMA user_version").fetchone()[0]
        if 0 < version < connections.SCHEMA_VERSION:
            copies.back_up_before(path, f"schema-{connections.SCHEMA_VERSION}")
        migrations.migrate(db)
    return version == 0


def _older_schema(path: Path) -> NotAllowed:
    command = f"netreg --db {quote_word(path)} init"
    advice = _("bring it up to date with '{command}'; a backup is made first")
    if not connections.is_writable(path):
        advice = _("ask its owner to run '{command}', or run it on a copy of your own")
    return NotAllowed(
        _("{path} has an older schema, which reading does not change").format(path=path),
        advice.format(command=command),
    )


def read_version(path: Path) -> int:
    """Return the schema version of a register, what a killed writer left half done undone first.

    Raises:
        Failure: when the file is missing, unreadable, no register, or of a schema that this netreg does not know.
    """
    connections.roll_back_journal(path)
    return connections.read_schema_version(path)
