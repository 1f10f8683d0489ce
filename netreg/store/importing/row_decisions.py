"""The decisions of a person about rows: read from their column, remembered for the next file that says the same.

A decision is remembered by kind and source, and by what the row says of itself: the match keys of
its names and of the cells by which records of its kind are told apart. It is about a record by uid,
or leaves the row out; one about a record that was removed since is forgotten.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from netreg.core.fields import Reference, shorten
from netreg.core.table_import import CHILD, NEITHER, NEW_RECORD, OWN, RowDecision
from netreg.entities import BY_NAME
from netreg.errors import InvalidValue
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store.importing import staging_tables
from netreg.store.records import records
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from netreg.core.entity import Entity, Row
    from netreg.core.table_import import ImportColumn, TableImport

RECORD, NEW, SKIP = "record", "new", "skip"
WORDS = {NEW: NEW_RECORD, SKIP: NEITHER}
"""The words of a decision, beside the number or the code of a record."""

_NUMBER = re.compile(r"#\s*([0-9]+)(?:\s[^#]*)?")
"""A number, alone or with what describes the record behind it, as a file of rejects shows it."""


class IdentifiedRow(NamedTuple):
    """A row with its line, its name, and what it says of itself."""

    row: int
    line: int
    name: str
    says: str


class Remembered(NamedTuple):
    """A decision that was kept, with the record that it is about or that was made by it."""

    action: str
    record: int | None


def parse_decision(db: sqlite3.Connection, entity: Entity, row: int, written: str) -> RowDecision:
    """Return the decision that a cell states about a row.

    Raises:
        InvalidValue: when it is none, or names a record that does not exist.
    """
    plain = text.clean(written)
    for action in WORDS:
        if _is_word(plain, action):
            return RowDecision(row, action)
    number = _NUMBER.fullmatch(text.to_ascii_digits(plain))
    column, value = ("id", number[1]) if number else ("code", plain)
    found = None
    if not number or int(number[1]) < records.TOO_LARGE:
        found = db.execute(f"SELECT id FROM {entity.name} WHERE {column} = ?", [value]).fetchone()
    if found is not None:
        return RowDecision(row, RECORD, found[0])
    if number:
        raise InvalidValue(
            _("there is no {kind} #{number}; see them with 'netreg {command} list'").format(
                kind=entity.spoken_name, command=entity.command, number=number[1]
            )
        )
    raise InvalidValue(
        _("'{text}' is not a decision; write #12 or a code for that record, {new} or {skip}").format(
            text=shorten(plain), new=WORDS[NEW], skip=WORDS[SKIP]
        )
    )


def _is_word(written: str, action: str) -> bool:
    word = WORDS[action]
    return text.match_key(written) in (text.match_key(word.th), text.match_key(word.en))


def is_skip_word(written: str) -> bool:
    """Return whether a cell says that its row is left out."""
    return _is_word(text.clean(written), SKIP)


def identify_rows(
    db: sqlite3.Connection, task: TableImport, where: str = "1", instead: Mapping[int, Row] | None = None
) -> Iterator[IdentifiedRow]:
    """Yield the rows that meet a condition, with what each says of itself; `instead` has other values of some rows."""
    columns = list(task.columns)
    marks = set(_list_identifying_columns(task))
    shown = ", ".join(["i.row", "i.line", *(_value_expression(column) for column in columns)])
    blank = task.entity.make_blank_row()
    for number, line, *staged in db.execute(f"SELECT {shown} FROM temp.incoming i WHERE {where} ORDER BY i.row"):
        other = (instead or {}).get(number, {})
        given = zip(columns, staged, strict=True)
        values = [other.get(c.field.name, value) if c.level == OWN else value for c, value in given]
        own = {c.field.name: value for c, value in zip(columns, values, strict=True) if c.level == OWN}
        says = {
            column.name: text.match_key(str(value))
            for column, value in zip(columns, values, strict=True)
            if value is not None and column.name in marks
        }
        names = _list_names(task.entity, blank | own)
        if keys := [key for key in map(text.match_key, names) if key]:
            says["name"] = "; ".join(keys)
        if says:
            name = names[0] if names else ""
            yield IdentifiedRow(number, line, name, json.dumps(says, ensure_ascii=False, sort_keys=True))


def _list_names(entity: Entity, row: Row) -> list[str]:
    try:
        return [name for name in entity.names(row) if name]
    except (AttributeError, TypeError):  # a part that makes the name is missing
        return []


def _list_identifying_columns(task: TableImport) -> Iterator[str]:
    """Yield the columns by which records of the kind are told apart."""
    entity = task.entity
    parts = [part for key in entity.keys for part in key]
    own = {part.field for part in parts if not part.child}
    own |= {*entity.unique_fields, *entity.shareable_fields, *entity.distinguishing_fields, *_BESIDE}
    of_child = {part.field for part in parts if part.child}
    for level, names in ((OWN, own), (CHILD, of_child)):
        yield from (column.name for column in task.columns_of(level) if column.field.name in names)


_BESIDE = ("birth_date", "province", "district")
"""Fields that tell namesakes apart, though they are in no key."""


def _value_expression(column: ImportColumn) -> str:
    if not isinstance(column.field, Reference):
        return f"i.{column.name}"
    return f"(SELECT q.key FROM temp.named_references q WHERE q.number = i.{column.name})"


def leave_out_rows(db: sqlite3.Connection, rows: Iterable[IdentifiedRow]) -> None:
    """Leave out rows, as a person decided: whatever else is wrong with them."""
    for row, line, name, _says in rows:
        for table in (
            "incoming",
            "row_errors",
            "rejected_rows",
            "row_notes",
            "other_names",
            "child_names",
            "former_families",
        ):
            db.execute(f"DELETE FROM temp.{table} WHERE row = ?", [row])
        staging_tables.leave_out_row(db, row, line, name, _("as decided"))


def find_placed_record(db: sqlite3.Connection, row: int) -> int | None:
    """Return the record that a row was applied to, None where it was rejected."""
    found = db.execute("SELECT record FROM temp.placed_rows WHERE row = ?", [row]).fetchone()
    return None if found is None else int(found[0])


def find_last_record(db: sqlite3.Connection, task: TableImport) -> int:
    """Return the highest number of a record, before rows are applied."""
    return int(db.execute(f"SELECT coalesce(max(id), 0) FROM {task.entity.name}").fetchone()[0])


def part_from_similar(db: sqlite3.Connection, task: TableImport, made: dict[int, int], last: int) -> None:
    """Remember that the records made of rows that a person decided to be new are none of those that they are like.

    `made` are the records by their rows; others with a number above `last` came with the same file undecided.
    """
    if not made:
        return
    from netreg.store.merging.not_same import part_from
    from netreg.store.similarity.similar_records import find_similar_records

    entity, columns, decided = BY_NAME[task.entity.name], list(task.columns), set(made.values())
    columns.sort(key=lambda column: column.level == OWN)
    shown = ", ".join(f"i.{column.name}" for column in columns)
    sql = f"SELECT i.row, {shown} FROM temp.resolved i WHERE i.row IN ({', '.join(map(str, made))})"
    names = [column.field.name for column in columns]
    rows = [(row, dict(zip(names, values, strict=True))) for row, *values in db.execute(sql)]
    for row, similar in list(find_similar_records(db, entity, rows)):
        others = [one.record for one in similar if one.record <= last or one.record in decided]
        part_from(db, entity, made[row], others)


# --- remembered ----------------------------------------------------------------------------------


def read_decisions(db: sqlite3.Connection, kind: str, table: str, source: str | None) -> dict[str, Remembered]:
    """Return the decisions that are remembered of a source, by what their rows say of themselves.

    `kind` is that of the files, `table` that of the records; decisions about removed ones are left out.
    """
    sql = f"""SELECT d.says, d.action, t.id FROM import_decision d LEFT JOIN {table} t ON t.uid = d.record_uid
        WHERE d.kind = ? AND d.source = ? AND (d.record_uid IS NULL OR t.id IS NOT NULL)"""
    return {says: Remembered(action, record) for says, action, record in db.execute(sql, [kind, source or ""])}


def store_decision(
    db: sqlite3.Connection, kind: str, source: str | None, says: str, decision: Remembered, table: str
) -> None:
    """Remember a decision for the next file of the source that says the same."""
    uid = None
    if decision.record is not None:
        uid = db.execute(f"SELECT uid FROM {table} WHERE id = ?", [decision.record]).fetchone()[0]
    known = db.execute(
        "SELECT action, record_uid FROM import_decision WHERE kind = ? AND source = ? AND says = ?",
        [kind, source or "", says],
    ).fetchone()
    if known is None or tuple(known) != (decision.action, uid):
        db.execute(
            """INSERT INTO import_decision (kind, source, says, action, record_uid) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (kind, source, says)
            DO UPDATE SET action = excluded.action, record_uid = excluded.record_uid""",
            [kind, source or "", says, decision.action, uid],
        )


def forget_decisions(db: sqlite3.Connection, kind: str, source: str | None) -> int:
    """Forget what was decided about rows of a source; return how many decisions went."""
    sql = "DELETE FROM import_decision WHERE kind = ? AND source = ?"
    return int(db.execute(sql, [kind, source or ""]).rowcount)


def forget_removed(db: sqlite3.Connection, kind: str, table: str) -> None:
    """Forget decisions about records that were removed."""
    db.execute(
        f"""DELETE FROM import_decision WHERE kind = ? AND record_uid IS NOT NULL
        AND record_uid NOT IN (SELECT uid FROM {table})""",
        [kind],
    )
