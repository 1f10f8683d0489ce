"""What was imported: each file with its digest, how it was read, and what became of its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from netreg.store.history.triggers import NOW

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from netreg.core.entity import Row


class Import(NamedTuple):
    """One file as it was taken: its kind of records, name and digest, how it was read, the counts."""

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


def keep(db: sqlite3.Connection, command: int | None, one: Import) -> None:
    """Keep what an import read, under its command if it changed anything."""
    values = one._replace(mapping=json.dumps(dict(one.mapping), ensure_ascii=False))  # type: ignore[arg-type]
    marks = ", ".join("?" * len(values))
    db.execute(
        f"INSERT INTO imported_file (command_id, at, {', '.join(Import._fields)}) VALUES (?, {NOW}, {marks})",
        [command, *values],
    )


def listed(db: sqlite3.Connection) -> list[Row]:
    """Every import, the newest first."""
    return [dict(row) for row in db.execute("SELECT * FROM imported_file ORDER BY id DESC")]


def mapping(db: sqlite3.Connection, kind: str, source: str) -> dict[str, str]:
    """The field of each heading, as files of this source were last mapped."""
    found = db.execute("SELECT value FROM setting WHERE name = ?", [_name(kind, source)]).fetchone()
    return dict(json.loads(found[0])) if found else {}


def remember(db: sqlite3.Connection, kind: str, source: str, fields: Mapping[str, str]) -> None:
    """Remember how files of a source are mapped, by the names of their headings."""
    value = json.dumps(dict(sorted(fields.items())), ensure_ascii=False)
    if mapping(db, kind, source) != dict(fields):
        db.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [_name(kind, source), value],
        )


def _name(kind: str, source: str) -> str:
    return f"mapping of {kind} from {source}"
