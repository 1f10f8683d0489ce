"""The schema, step by step: each migration is history and is never edited once released.

A module for each step; each numbered one is frozen text and knows no description of a kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.errors import DeviceError
from netreg.language import _
from netreg.store.database import APPLICATION_ID, SCHEMA_VERSION
from netreg.store.history import log, triggers
from netreg.store.migrations.step_1_first_schema import first_schema
from netreg.store.migrations.step_2_history_and_search import history_and_search
from netreg.store.migrations.step_3_files_imported import files_imported
from netreg.store.migrations.step_4_whole_network import whole_network
from netreg.store.records import search_columns

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils.migrations import Migrations

STEPS = (first_schema, history_and_search, files_imported, whole_network)
assert len(STEPS) == SCHEMA_VERSION


def migrations() -> Migrations:
    """The steps in order, as sqlite-utils applies them."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("netreg")
    for step in STEPS:
        steps(name=step.__name__)(step)
    return steps


def apply(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date and derive anew what depends on it.

    The caller has turned foreign keys off and begun an immediate transaction: a table
    that is rebuilt would else take those that point to it along.

    Raises:
        DeviceError: when the file would not be whole afterwards; nothing is kept then.
    """
    from sqlite_utils import Database

    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA_VERSION:
        return
    counts = _counts(connection)
    migrations().apply(Database(connection, execute_plugins=False))
    search_columns.refresh_all(connection)
    triggers.make_triggers(connection)
    _refuse_losses(connection, counts)
    if version:
        log.take_stock(connection, "netreg")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many records of each kind there are, for the kinds that have a table yet."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    kinds = [entity.name for entity in BY_NAME.values() if entity.name in tables]
    return {kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in kinds}


def _refuse_losses(connection: sqlite3.Connection, before: dict[str, int]) -> None:
    """No record may be lost and no reference left pointing to nothing."""
    after = _counts(connection)
    lost = [kind for kind, count in before.items() if after[kind] != count]
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if lost or dangling:
        what = ", ".join(lost) or dangling["table"]
        raise DeviceError(
            _("the file cannot be brought up to date: {what} would be damaged").format(what=what),
            _("type 'netreg doctor' with the older version that wrote it"),
        )
