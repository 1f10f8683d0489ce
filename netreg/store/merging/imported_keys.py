"""Rows of a file with a key of a merged record: they are about the record that it was merged into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.fields import TextList
from netreg.core.table_import import OWN
from netreg.entities import BY_NAME
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.records import former_keys
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Entity
    from netreg.core.table_import import TableImport


class ReplacedKey(NamedTuple):
    """A former key in a row: its row and line, the place, the value, and the record that it leads to.

    It `is_certain` that the row is about that one where it has a name of it, too.
    """

    row: int
    line: int
    place: str
    value: str
    record: int
    is_certain: bool

    def describe(self, entity: Entity) -> str:
        """Say what the key was."""
        return _("of a record that was merged into {kind} {number}").format(kind=entity.spoken_name, number=self.record)


def replace_former_keys(db: sqlite3.Connection, task: TableImport) -> Iterator[ReplacedKey]:
    """Yield the former keys of rows, which are then about the records that they lead to.

    The present code, number or e-mail of the record is put in the place of the former one; of a certain row that
    one goes, and the name, since a file may still have both records that were merged.
    A value that another record has by now is left.
    """
    entity, certain = BY_NAME[task.entity.name], dict[int, bool]()
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
            if row not in certain:
                certain[row] = _has_name_of(db, task, row, number)
            cleared = [column.name, *_list_names(task)] if certain[row] else []
            changes = dict.fromkeys(cleared) or {column.name: present}
            assignments = ", ".join(f"{one} = ?" for one in changes)
            db.execute(f"UPDATE temp.incoming SET {assignments} WHERE row = ?", [*changes.values(), row])
            yield ReplacedKey(row, line, f"{OWN}.{name}", str(value), number, certain[row])


def _list_names(task: TableImport) -> list[str]:
    """List the columns that make the name of a record, with the titles before it."""
    own = (column for column in task.columns_of(OWN) if column.field.is_name or column.field.name == "titles")
    return [column.name for column in own if not isinstance(column.field, TextList)]


def _has_name_of(db: sqlite3.Connection, task: TableImport, row: int, number: int) -> bool:
    """Tell whether a row has a name of a record, a former one perhaps."""
    entity, columns = BY_NAME[task.entity.name], list(task.columns_of(OWN))
    found = db.execute(
        f"SELECT {', '.join(c.name for c in columns)} FROM temp.resolved WHERE row = ?", [row]
    ).fetchone()
    values = {column.field.name: value for column, value in zip(columns, found, strict=True)}
    try:
        name = next(filter(None, entity.names(entity.make_blank_row() | values)), None)
    except (AttributeError, TypeError):  # a part that makes the name is missing
        return False
    sql = "SELECT 1 FROM name_key WHERE kind = ? AND key = ? AND record_id = ?"
    return name is not None and db.execute(sql, [entity.name, match_key(name), number]).fetchone() is not None
