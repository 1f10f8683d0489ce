"""Repair what is wrong with a register, where no data can be lost by it."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

from netreg.errors import NotAllowed, get_system_reason
from netreg.language import _
from netreg.store import connections, database, derived_data, sqlite_errors
from netreg.store.doctor import attached_files
from netreg.store.doctor.examination import find_leftovers
from netreg.store.history import triggers
from netreg.store.tables import RECORDED_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netreg.store.doctor.findings import FileFinding


def repair_register(path: Path, findings: list[FileFinding]) -> list[FileFinding]:
    """Repair what can be repaired without losing anything; return the findings repaired.

    Raises:
        Failure: when the file cannot be written.
    """
    fixable = [finding for finding in findings if finding.fixable]
    try:
        for finding in fixable:
            _REPAIRS[finding.id](path)
    except OSError as error:
        raise NotAllowed(
            _("{path} cannot be repaired: {reason}").format(path=path, reason=get_system_reason(error)),
            _("ask its owner"),
        ) from None
    return fixable


def _remove_leftovers(path: Path) -> None:
    for leftover in find_leftovers(path):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)


def _leave_wal(path: Path) -> None:
    with sqlite_errors.translating_errors(path), closing(connections.connect(path, "rw")) as db:
        db.execute("PRAGMA journal_mode = DELETE")


def _make_triggers(path: Path) -> None:
    with connections.open_transaction(path) as db:
        triggers.make_triggers(db, RECORDED_TABLES)


def _clear_running(path: Path) -> None:
    with connections.open_transaction(path) as db:
        db.execute("DELETE FROM running")


def _refresh_derived_data(path: Path) -> None:
    with connections.open_transaction(path) as db:
        derived_data.refresh_all(db)


_REPAIRS: dict[str, Callable[[Path], object]] = {
    "permissions": lambda path: path.chmod(0o600),
    "leftover": _remove_leftovers,
    "old-schema": database.create,
    "wal": _leave_wal,
    "triggers": _make_triggers,
    "running": _clear_running,
    "search-index": _refresh_derived_data,
    **attached_files.REPAIRS,
}
