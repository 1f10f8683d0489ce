"""The schema, step by step, as sqlite-utils applies it.

A module for each step, which knows no description of a kind: once released it is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.errors import DeviceError
from netreg.language import _
from netreg.store import commands, connections, derived_data
from netreg.store.history.triggers import make_triggers
from netreg.store.migrations.step_1_first_schema import first_schema
from netreg.store.tables import RECORDED_TABLES

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils.migrations import Migrations

STEPS = (first_schema,)
assert connections.FIRST_SCHEMA + len(STEPS) - 1 == connections.SCHEMA_VERSION


def build_migrations() -> Migrations:
    """Return the steps in order, as sqlite-utils applies them."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("netreg")
    for step in STEPS:
        steps(name=step.__name__)(step)  # registers keep the name, so a released step is not renamed
    return steps


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date and recompute what depends on it.

    The caller has turned foreign keys off and begun an immediate transaction: a table
    that is rebuilt would otherwise delete the rows that point to it.

    Raises:
        DeviceError: when the file would not be whole afterwards; nothing is kept then.
    """
    from sqlite_utils import Database

    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == connections.SCHEMA_VERSION:
        return
    counts = _count_records(connection)
    build_migrations().apply(Database(connection, execute_plugins=False))
    derived_data.refresh_all(connection)
    make_triggers(connection, RECORDED_TABLES)
    _refuse_losses(connection, counts)
    if version:
        commands.record_migration(connection, "netreg")
    connection.execute(f"PRAGMA user_version = {connections.SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {connections.APPLICATION_ID}")


def _count_records(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many records of each kind there are, for the kinds that have a table yet."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    kinds = [entity.name for entity in BY_NAME.values() if entity.name in tables]
    return {kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in kinds}


def _refuse_losses(connection: sqlite3.Connection, before: dict[str, int]) -> None:
    """Refuse a migration that loses a record or leaves a reference pointing to nothing."""
    after = _count_records(connection)
    lost = [kind for kind, count in before.items() if after[kind] != count]
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if lost or dangling:
        what = ", ".join(lost) or dangling["table"]
        raise DeviceError(
            _("the file cannot be brought up to date: {what} would be damaged").format(what=what),
            _("run 'netreg doctor' with the older version that wrote it"),
        )
