"""The import log: each imported file with its SHA-256, how it was read, and the outcome of its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.named_tuples import NamedTuple
from netreg.store.history.triggers import NOW

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Row


class ImportedFile(NamedTuple):
    """An imported file: its kind of records, name and SHA-256, how it was read, the counts of its rows."""

    kind: str
    file: str
    sha256: str
    form: str
    encoding: str
    source: str | None
    mapping: Mapping[str, str]
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    left_out: int


def add_import(db: sqlite3.Connection, command: int | None, one: ImportedFile) -> None:
    """Add an imported file, under its command if that changed anything."""
    values = one._replace(mapping=json.dumps(dict(one.mapping), ensure_ascii=False))  # type: ignore[arg-type]
    marks = ", ".join("?" * len(values))
    db.execute(
        f"INSERT INTO imported_file (command_id, at, {', '.join(ImportedFile._fields)}) VALUES (?, {NOW}, {marks})",
        [command, *values],
    )


def list_imports(db: sqlite3.Connection) -> list[Row]:
    """Return all imports, the newest first."""
    return [dict(row) for row in db.execute("SELECT * FROM imported_file ORDER BY id DESC")]


def read_mapping(db: sqlite3.Connection, kind: str, source: str) -> dict[str, str]:
    """Return the field of each heading as files of a source were last mapped."""
    found = db.execute("SELECT value FROM setting WHERE name = ?", [_setting_name(kind, source)]).fetchone()
    return dict(json.loads(found[0])) if found else {}


def store_mapping(db: sqlite3.Connection, kind: str, source: str, fields: Mapping[str, str]) -> None:
    """Store how files of a source are mapped, by the names of their headings."""
    value = json.dumps(dict(sorted(fields.items())), ensure_ascii=False)
    if read_mapping(db, kind, source) != dict(fields):
        db.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [_setting_name(kind, source), value],
        )


def _setting_name(kind: str, source: str) -> str:
    return f"mapping of {kind} from {source}"
