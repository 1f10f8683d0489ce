"""Changes to the register as commands of the history: each one transaction, completed and signed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from netreg.errors import DeviceError
from netreg.language import _
from netreg.store import derived_data
from netreg.store.connections import immediate_transaction
from netreg.store.history import command_log, hash_chain, triggers
from netreg.store.history.changes import MIGRATE, SALVAGE
from netreg.store.tables import RECORDED_TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


@contextmanager
def open_command(
    db: sqlite3.Connection,
    words: str,
    actor: str,
    *,
    dry_run: bool = False,
    batch: int | None = None,
    many: bool = False,
    is_work: bool = False,
) -> Iterator[int]:
    """One immediate transaction that the history keeps as a command; its number there.

    One that changed nothing leaves no trace, nor does a `dry_run`. Commands of one `batch`
    (the number of the first) are undone together. Where `many` rows are added, their references
    are checked at once before the end, not each as it comes. What `is_work` is noted as done
    once it is committed.

    Raises:
        DeviceError: when a reference points to nothing, or changes would not be recorded.
    """
    with _checking_foreign_keys(db, each=not many), immediate_transaction(db, keep=not dry_run, is_work=is_work):
        command_log.stop_running(db)  # whatever is marked so is not: this transaction alone writes
        _adopt_outside_changes(db)
        number = command_log.begin_command(db, words, actor, batch)
        before = db.total_changes
        yield number
        if many:
            _refuse_dangling(db, number)
        if db.total_changes != before:
            _require_triggers(db)
        if (last := command_log.end_command(db)) is None:
            db.execute("ROLLBACK")
        else:
            _complete_command(db, last)


def begin_next(db: sqlite3.Connection, words: str, actor: str) -> None:
    """Complete the running command and begin another of the same batch, in the same transaction."""
    first, batch = command_log.find_running_command(db)
    command_log.stop_running(db)
    _complete_command(db, first)
    command_log.begin_command(db, words, actor, batch or first)


def record_migration(db: sqlite3.Connection, actor: str) -> None:
    """Record a migration as a command, with every record that the history did not know before it.

    From then on each record can be held against what the history says of it.
    """
    _adopt_outside_changes(db)
    _complete_command(db, command_log.add_inventory(db, MIGRATE, actor, RECORDED_TABLES))


def record_salvage(db: sqlite3.Connection, actor: str) -> None:
    """Record what a register has beyond its history, after it was taken out of a damaged file."""
    if command_log.has_unknown_records(db, RECORDED_TABLES):
        _complete_command(db, command_log.add_inventory(db, SALVAGE, actor, RECORDED_TABLES))


def _complete_command(db: sqlite3.Connection, number: int) -> None:
    """Bring in step what is derived from the records that a command changed, and sign it."""
    derived_data.refresh_touched(db, number)
    hash_chain.sign_command(db, number)


def _adopt_outside_changes(db: sqlite3.Connection) -> None:
    """Give changes that another tool made a command of their own, and recompute what it did not."""
    if touched := command_log.find_outside_changes(db):
        derived_data.refresh_records(db, touched)
        _complete_command(db, command_log.adopt_outside_changes(db, touched))


def _require_triggers(db: sqlite3.Connection) -> None:
    if missing := triggers.find_missing_triggers(db, RECORDED_TABLES):
        raise DeviceError(
            _("changes would not be recorded ({names}), so nothing was written").format(names=missing[0]),
            _("run 'netreg doctor --fix'"),
        )


@contextmanager
def _checking_foreign_keys(db: sqlite3.Connection, *, each: bool) -> Iterator[None]:
    """Check references row by row, or not: SQLite is told so outside a transaction only."""
    db.execute(f"PRAGMA foreign_keys={'ON' if each else 'OFF'}")
    try:
        yield
    finally:
        db.execute("PRAGMA foreign_keys=ON")


def _refuse_dangling(db: sqlite3.Connection, number: int) -> None:
    """Refuse references of this command's records that point to nothing; others are not its business."""
    own = "SELECT 1 FROM change WHERE command_id = ? AND kind = ? AND record_id = ?"
    for table in RECORDED_TABLES:
        for found in db.execute(f"PRAGMA foreign_key_check({table})"):
            if db.execute(own, [number, table, found["rowid"]]).fetchone():
                raise DeviceError(
                    _("a record of {table} refers to a record that does not exist, so nothing was written").format(
                        table=table
                    ),
                    _("run 'netreg doctor'"),
                )
