"""Rows that no key matches, and that are perhaps about a known record spelled differently: found in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import CHILD, OWN, TableImport
from netreg.entities import BY_NAME
from netreg.store.importing import staging_tables
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.store.records.similar_records import Similar


def find_similar_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``similar_rows`` with the records that rows about none may be about; such rows need row import.

    Rows on which a person decided are not asked about, nor any where all that are doubtful are new.
    """
    if task.policy.doubtful == "new" or not staging_tables.has_records(db, task):
        return
    if not db.execute("SELECT 1 FROM temp.unmatched_rows LIMIT 1").fetchone():
        return
    from netreg.store.records.similar_records import find_similar_records

    entity = BY_NAME[task.entity.name]
    found = find_similar_records(db, entity, _iterate_unmatched_rows(db, task))
    similar = [(row, place, *one) for row, several in found for place, one in enumerate(several)]
    db.executemany("INSERT INTO temp.similar_rows VALUES (?, ?, ?, ?)", similar)
    staging_tables.require_row_import(db, "similar_rows")


def _iterate_unmatched_rows(db: sqlite3.Connection, task: TableImport) -> Iterator[tuple[int, Row]]:
    """Yield the rows about no known record, each with its values and those of its child."""
    columns = [*task.columns_of(CHILD), *task.columns_of(OWN)]
    names = [column.field.name for column in columns]
    shown = "".join(f", i.{column.name}" for column in columns)
    cursor = db.cursor()
    cursor.row_factory = None
    sql = f"""SELECT i.row{shown} FROM unmatched_rows u CROSS JOIN resolved i ON i.row = u.row
        WHERE i.row NOT IN (SELECT row FROM rejected_rows) AND i.row NOT IN (SELECT row FROM decisions)"""
    for row, *values in cursor.execute(sql):
        yield row, dict(zip(names, values, strict=True))


def require_row_import_of_former_names(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer the rows that give a former family name: one that is said to be one, or by which somebody is known."""
    given = task.column_of(OWN, "given_name")
    if given is None or not db.execute("SELECT 1 FROM temp.former_families LIMIT 1").fetchone():
        return
    staging_tables.require_row_import(db, "former_families f CROSS JOIN incoming USING (row) WHERE f.is_said")
    sql = f"SELECT row, i.{given.name}, f.family FROM former_families f JOIN incoming i USING (row) WHERE NOT f.is_said"
    named = [(row, match_key(f"{name} {family}")) for row, name, family in db.execute(sql) if name]
    known = "SELECT 1 FROM name_key WHERE kind = ? AND key = ? LIMIT 1"
    staging_tables.require_row_import_of(
        db, [row for row, key in named if db.execute(known, [task.entity.name, key]).fetchone()]
    )


def find_former_family(db: sqlite3.Connection, row: int) -> tuple[str, bool] | None:
    """Return the former family name that a row gives, and whether it says that it is one."""
    found = db.execute("SELECT family, is_said FROM temp.former_families WHERE row = ?", [row]).fetchone()
    return (found[0], bool(found[1])) if found else None


def list_similar(db: sqlite3.Connection, row: int) -> list[Similar]:
    """Return the records that a row may be about, the likeliest first."""
    from netreg.store.records.similar_records import Similar

    found = db.execute("SELECT record, reason FROM temp.similar_rows WHERE row = ? ORDER BY place", [row])
    return [Similar(*one) for one in found]
