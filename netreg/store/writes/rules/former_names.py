"""Former names: each is a name of the record that it belongs to, so the rows of a file are written one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store.writes.rules.rule import WriteRule

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.table_import import TableImport


def _find_new_names(_db: sqlite3.Connection, task: TableImport) -> Iterable[str]:
    """Find the rows with a new former name: written in sets, they would name only themselves."""
    if task.entity.parent is not None:
        yield "unmatched_rows"


RULE = WriteRule(rows_needing_row_import=_find_new_names)
