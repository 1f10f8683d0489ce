"""Find the rows for which the order of the file matters: they need row import, which puts one after the other.

Such are rows about several records or one and the same, twins in the file, and new rows that an earlier
row would match once it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import Reference, TextList
from netreg.core.table_import import OWN, ImportColumn, TableImport
from netreg.language import _
from netreg.store.importing import match_rows, staging_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from netreg.core.keys import Key, KeyPart


def require_row_import_of_ambiguous(db: sqlite3.Connection) -> None:
    """Defer rows that match several records, and rows that share one."""
    require_row_import_of_several(db, "matches", match_rows.count_matched_rows(db))
    records = "SELECT count(*) FROM (SELECT DISTINCT record FROM matches)"
    if db.execute(f"SELECT count(*) > ({records}) FROM matches").fetchone()[0]:
        staging_tables.require_row_import(
            db, "matches WHERE record IN (SELECT record FROM matches GROUP BY record HAVING count(*) > 1)"
        )


def require_row_import_of_several(db: sqlite3.Connection, table: str, count: int) -> None:
    """Leave the rows that match several records to the import row by row; `count` rows match any."""
    if db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > count:
        staging_tables.require_row_import(db, f"{table} GROUP BY row HAVING count(*) > 1")


def require_row_import_of_twins(db: sqlite3.Connection, task: TableImport) -> bool:
    """Defer rows that share a key with another row of the file: which comes first may matter.

    Return whether a unique field tells all rows apart.
    """
    marks = task.entity.marking_fields
    apart = next((place for place, mark in enumerate(marks) if _is_unique_in_file(db, task, mark)), len(marks))
    for key in match_rows.list_usable_keys(task):
        # What a stronger mark tells apart is not asked for by a weaker one; a name is the weakest.
        place = marks.index(key.unique_field) if key.unique_field else len(marks) - 1
        may_clash = key.is_by_child or key.unique_field in task.entity.exclusive_fields
        if (may_clash or apart > place) and (rows := _select_twins(task, key)):
            staging_tables.require_row_import(db, rows)
    return apart < len(marks)


def _distinguishing_columns(task: TableImport, key: Key) -> tuple[str, ...]:
    """Return the unique fields that keep two rows with the same key apart."""
    if key.is_by_child:  # who has the very child of another row is nobody else, whatever e-mail either has
        return ()
    if key.unique_field in task.entity.exclusive_fields:  # no two records have the same
        return ()
    marks = task.entity.marking_fields
    return marks[: marks.index(key.unique_field)] if key.unique_field else marks


def require_row_import_of_namesakes(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer new rows that share the name and a shareable field (an e-mail) with a record or row, but not its code."""
    entity, columns = task.entity, list(task.columns_of(OWN))
    for column in (c for c in columns if c.field.name in entity.shareable_fields):
        if not any(c.field.name in entity.distinguishing_fields for c in columns if c != column):
            continue
        name = column.name
        named = f"name_key k ON k.kind = '{entity.name}' AND k.key = i.name"
        same = f"+t.{column.field.column} = i.{name}{column.field.collate_clause}"
        known = f"{entity.name} t ON t.id = k.record_id AND {same}"
        staging_tables.require_row_import(
            db, f"unmatched_rows u CROSS JOIN incoming i USING (row) CROSS JOIN {named} CROSS JOIN {known}"
        )
        if not _has_duplicates(db, task, column):
            continue
        twins = f"SELECT {name}, name FROM incoming GROUP BY {name}, name HAVING count(*) > 1"
        staging_tables.require_row_import(db, f"incoming WHERE ({name}, name) IN ({twins})")
        # What a known record is called after its change is not in its row.
        new, changed = (
            f"SELECT {name} FROM {table} JOIN incoming USING (row)" for table in ("unmatched_rows", "changed_rows")
        )
        rows = "SELECT row FROM unmatched_rows UNION SELECT row FROM changed_rows"
        staging_tables.require_row_import(
            db, f"incoming WHERE {name} IN ({new} INTERSECT {changed}) AND row IN ({rows})"
        )


def require_row_import_of_later_matches(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer new rows with the name of a record to which another row adds a child: by that they may match it then."""
    by_both = any(key.has_name and any(part.child for part in key) for key in match_rows.list_usable_keys(task))
    owners = "SELECT owner FROM new_children WHERE owner IS NOT NULL"
    if not by_both or not db.execute(f"{owners} LIMIT 1").fetchone():
        return
    named = f"name_key k ON k.kind = '{task.entity.name}' AND k.key = i.name AND +k.record_id IN ({owners})"
    later = f"SELECT u.row, k.record_id FROM unmatched_rows u CROSS JOIN incoming i USING (row) CROSS JOIN {named}"
    staging_tables.require_row_import(db, f"new_children WHERE owner IN (SELECT record_id FROM ({later}))")
    staging_tables.require_row_import(db, f"({later})")


def note_namesakes(db: sqlite3.Connection, task: TableImport) -> None:
    """Say of new rows of one name, in different units, that they were taken for different records."""
    entity = task.entity
    column = next((c for c in task.columns_of(OWN) if c.field.is_name), None)
    if not entity.has_doubtful_namesakes or column is None:
        return
    fresh = "unmatched_rows u CROSS JOIN incoming i USING (row) WHERE u.row NOT IN (SELECT row FROM needs_row_import)"
    shared = f"SELECT i.name FROM {fresh} GROUP BY i.name HAVING count(*) > 1"
    first = f"SELECT min(u.row) FROM {fresh} GROUP BY i.name"
    found = f"SELECT u.row, i.{column.name} FROM {fresh} AND i.name IN ({shared}) AND u.row NOT IN ({first})"
    for row, value in db.execute(found).fetchall():
        note = _("a row above has the same name in another unit; they were taken for two")
        staging_tables.add_row_note(db, row, f"{OWN}.{column.field.name}", str(value), note)


def _has_duplicates(db: sqlite3.Connection, task: TableImport, column: ImportColumn) -> bool:
    """Return whether two rows have the same value in a column."""
    if column.name in task.distinct:
        return False
    shared = f"SELECT 1 FROM incoming WHERE {column.name} IS NOT NULL GROUP BY {column.name} HAVING count(*) > 1"
    return db.execute(f"{shared} LIMIT 1").fetchone() is not None


def _is_unique_in_file(db: sqlite3.Connection, task: TableImport, mark: str) -> bool:
    """Return whether every row has its own value of a unique field: then no two rows are about one record."""
    column = task.column_of(OWN, mark)
    if column is None or isinstance(column.field, TextList):
        return False
    return column.name in task.filled and not _has_duplicates(db, task, column)


def _select_twins(task: TableImport, key: Key) -> str:
    """Return the source of the rows that share the required parts of a key, and nothing tells them apart."""
    soft = [
        known
        for part in key
        if not (part in key.required or part.must_agree) and (known := _distinguishing_value(task, part)) is not None
    ]
    firm = [
        column
        for part in key.required
        if not part.is_name and (column := match_rows.find_column(task, part)) is not None
    ]
    tables, values = ["resolved i"], list(_grouping_values(firm))
    if key.has_name:  # any name of a record may be the one that another row knows it by
        tables.append(f"JOIN ({staging_tables.NAMES_OF_ROWS}) n ON n.row = i.row")
        values.append("n.key")
    tables += [f"JOIN json_each(i.{c.name}) {c.name}_each" for c in firm if isinstance(c.field, TextList)]
    if not values:
        return ""
    apart = " || '\x1f' || ".join(soft)
    source = f"{' '.join(tables)} WHERE {' AND '.join(f'{value} IS NOT NULL' for value in values)}"
    named = ", ".join(f"{value} AS v{place}" for place, value in enumerate(values))
    groups = ", ".join(f"v{place}" for place in range(len(values)))
    stronger = _distinguishing_columns(task, key)
    fields = {part.field for part in key}
    marks = [c.name for name in stronger if name not in fields and (c := task.column_of(OWN, name)) is not None]
    marks += [c.name for part in key if part.must_agree and (c := match_rows.find_column(task, part)) is not None]
    having = ["count(DISTINCT row) > 1", *(f"count(*) <> count(DISTINCT {name})" for name in ("apart", *marks))]
    inner = f"SELECT i.row AS row, {', '.join([named, *marks])}, {apart or 'NULL'} AS apart FROM {source}"
    shared = f"SELECT {groups} FROM ({inner}) GROUP BY {groups} HAVING {' AND '.join(having)}"
    return f"({inner}) WHERE ({groups}) IN ({shared})"


def _grouping_values(columns: Iterable[ImportColumn]) -> Iterator[str]:
    for column in columns:
        value = f"{column.name}_each.value" if isinstance(column.field, TextList) else f"i.{column.name}"
        yield match_rows.day_expression(column.field, value)


def _distinguishing_value(task: TableImport, part: KeyPart) -> str | None:
    """Return what tells two rows apart: a blank is a value where it identifies, and none where it narrows nothing."""
    column = match_rows.find_column(task, part)
    if column is None:
        return None
    value = match_rows.day_expression(
        column.field, match_rows.value_expression(task.entity_of(match_rows.level_of(part)), column)
    )
    return f"coalesce({value}, '')" if part.optional and not isinstance(column.field, Reference) else value
