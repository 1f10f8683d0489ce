"""Rows of a file with a key of a merged record: they are about the record that it was merged into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.table_import import OWN
from netreg.entities import BY_NAME
from netreg.language import _
from netreg.store.records import former_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.table_import import TableImport


def replace_former_keys(db: sqlite3.Connection, task: TableImport) -> Iterator[tuple[int, str, str, str, int]]:
    """Put the present code, number or e-mail of a record in the place of that of one merged into it, in the rows.

    Yield a note for each: row, place, value, sentence, line. A value that another record has by now is left.
    """
    entity = BY_NAME[task.entity.name]
    for name in former_keys.list_fields_with_keys(db, entity.name, entity.by_name):
        column = task.column_of(OWN, name)
        if column is None or name == former_keys.NUMBER:
            continue
        field = entity.by_name[name]
        same = field.collate_clause
        sql = f"""SELECT i.row, i.line, i.{column.name}, t.{field.column}, t.id FROM temp.incoming i
            CROSS JOIN former_key k ON k.value = i.{column.name}{same} AND k.kind = ? AND k.field = ?
            CROSS JOIN {entity.name} t ON t.uid = k.record WHERE t.{field.column} IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM {entity.name} o WHERE o.{field.column} = i.{column.name}{same})"""
        for row, line, value, present, number in db.execute(sql, [entity.name, name]).fetchall():
            db.execute(f"UPDATE temp.incoming SET {column.name} = ? WHERE row = ?", [present, row])
            note = _("of a record that was merged into {kind} {number}").format(kind=entity.command, number=number)
            yield row, f"{OWN}.{name}", str(value), note, line
