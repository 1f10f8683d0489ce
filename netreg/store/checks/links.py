"""Links to nothing, and attached files that are gone or changed, as the register and its folder say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.entities.checks import links as checks
from netreg.entities.checks.findings import Finding
from netreg.store.attachments import usage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import TimeFrame

_BY_UID = (("rule", "record"), ("silence", "record"), ("acceptance", "record"))
"""The kinds that name a record by its UID, and the column of that."""


def find_flawed_files(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find documents whose file is missing or has other content than when it was attached."""
    for flaw in usage.find_flaws(db, usage.find_database_path(db), full=True):
        check = checks.FILE_MISSING if flaw.missing else checks.FILE_CHANGED
        yield Finding(check, (("document", flaw.document),), ({"title": flaw.title},))


def find_lost_links(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find documents of no record, and warning rules, silences and acceptances of a record that was removed."""
    owners = " AND ".join(f"{reference.column} IS NULL" for reference in BY_NAME["document"].references)
    for number, title in db.execute(f"SELECT id, title FROM document WHERE {owners}"):
        yield Finding(checks.DOCUMENT_OF_NOTHING, (("document", number),), ({"title": title},))
    for table, column in _BY_UID:
        kinds = [row[0] for row in db.execute(f"SELECT DISTINCT kind FROM {table} WHERE {column} IS NOT NULL")]
        for kind in kinds:
            if kind in BY_NAME:  # doctor names what is no kind
                sql = f"SELECT id FROM {table} WHERE kind = ? AND {column} NOT IN (SELECT uid FROM {kind})"
                for row in db.execute(sql, [kind]):
                    yield Finding(checks.LINK_TO_NOTHING, ((table, row[0]),), ({"kind": BY_NAME[kind].command},))


def find_lost_references(db: sqlite3.Connection, frame: TimeFrame) -> Iterator[Finding]:  # noqa: ARG001
    """Find references to a record that another tool removed."""
    for kind in BY_NAME.values():
        lost = {(row[1], row[3]) for row in db.execute(f"PRAGMA foreign_key_check({kind.name})")}
        keys = {row["id"]: row["from"] for row in db.execute(f"PRAGMA foreign_key_list({kind.name})")} if lost else {}
        by_column = {reference.column: reference.name for reference in kind.references}
        for number, key in sorted(lost):
            yield Finding(checks.LOST_REFERENCE, ((kind.name, number),), ({"field": by_column[keys[key]]},))
