"""Records confirmed: those that the rows of a file repeat, all at once, and those that a person names.

Which values are confirmed, and on which days, is said by :func:`netreg.core.confirmations.find_confirmation`; the
expressions of SQL here say the same for all rows of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON
from netreg.core.fields import Reference
from netreg.core.table_import import CHILD, OWN
from netreg.core.uid_field import UID_NAME
from netreg.store.records.records import now_in_utc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from netreg.core.entity import Entity
    from netreg.core.table_import import ImportColumn, TableImport

_IN_SETS = "f.row NOT IN (SELECT row FROM needs_row_import) AND f.row NOT IN (SELECT row FROM rejected_rows)"


def build_new_confirmations(task: TableImport, level: str) -> dict[str, str]:
    """Return the expressions that fill the confirmations of a new record of a row ``i``, by column.

    Days of a file that has the confirmations itself are taken as they are; the first is then the last, too.
    """
    kind = task.entity_of(level)
    has_first = FIRST_CONFIRMED_ON in kind.by_name
    given = task.column_of(level, CONFIRMED_ON)
    if given is not None and has_first:
        first = task.column_of(level, FIRST_CONFIRMED_ON)
        return {FIRST_CONFIRMED_ON: f"coalesce(i.{first.name}, i.{given.name})" if first else f"i.{given.name}"}
    day, columns = task.find_confirmation(level), _list_confirming(task, level)
    if day is None or not columns:
        return {}
    # What is not looked up in another table is found faster.
    ordered = sorted(columns, key=lambda column: isinstance(column.field, Reference))
    said = " OR ".join(f"i.{column.name} IS NOT NULL" for column in ordered)
    is_said = any(column.name in task.filled for column in columns)
    clauses = [*([] if is_said else [f"({said})"]), *_build_foreign(task)]
    if has_first:
        since, until = (task.column_of(level, name) for name in ("since", "until"))
        clauses += _build_span(f"i.{since.name}" if since else None, f"i.{until.name}" if until else None, day)
    value = f"CASE WHEN {' AND '.join(clauses)} THEN '{day}' END" if clauses else f"'{day}'"
    return {CONFIRMED_ON: value} | ({FIRST_CONFIRMED_ON: value} if has_first else {})


def build_changed_confirmation(task: TableImport, values: dict[str, str]) -> dict[str, str]:
    """Return the expression that confirms a record ``t`` which a row ``i`` changes, by column.

    `values` are the expressions of what the record gets, by column.
    """
    day = task.find_confirmation(OWN)
    same = [
        f"i.{column.name} IS NOT NULL AND {values[column.field.column]} = i.{column.name}"
        for column in _list_confirming(task, OWN)
        if column.field.column in values
    ]
    if day is None or not same or FIRST_CONFIRMED_ON in task.entity.by_name:
        return {}
    last = f"t.{CONFIRMED_ON}"
    clauses = " AND ".join([f"({' OR '.join(same)})", _is_older(last, day), *_build_foreign(task)])
    return {CONFIRMED_ON: f"CASE WHEN {clauses} THEN '{day}' ELSE {last} END"}


def build_open(task: TableImport, level: str) -> str:
    """Return the condition that a record ``t`` may still be confirmed by a row; it is asked as rows are matched."""
    day = task.find_confirmation(level) if level == OWN or task.child else None
    if day is None or not _list_confirming(task, level):
        return "0"
    first = f"t.{FIRST_CONFIRMED_ON}"
    # Of the many that have the very day it is told without a function.
    return f"t.{CONFIRMED_ON} IS NOT '{day}'" + (
        f" OR {first} IS NULL OR {first} > '{day}'" if FIRST_CONFIRMED_ON in task.entity_of(level).by_name else ""
    )


def confirm_repeated(db: sqlite3.Connection, task: TableImport) -> None:
    """Confirm the known records that rows applied in sets repeat; those that change nothing fill ``confirmed_rows``."""
    if task.policy.on_match == "skip":
        return
    for level, matches in ((OWN, "matches"), (CHILD, "child_matches")):
        day = None if level == CHILD and task.child is None else task.find_confirmation(level)
        columns = list(_list_confirming(task, level)) if day else []
        if day is None or not columns:
            continue
        kind = task.entity_of(level)
        same = " OR ".join(
            f"t.{column.field.column} = i.{column.name}{column.field.collate_clause}" for column in columns
        )
        db.execute("DELETE FROM temp.confirmed_records")
        open_ = f"({' OR '.join(_list_open(kind, day))})"
        clauses = ["f.is_open", open_, f"({same})", _IN_SETS, *_list_held(kind, day)]
        clauses += _build_foreign(task)
        db.execute(
            f"""INSERT OR IGNORE INTO temp.confirmed_records SELECT t.id, f.row FROM {matches} f
            CROSS JOIN {kind.name} t ON t.id = f.record CROSS JOIN resolved i ON i.row = f.row
            WHERE {" AND ".join(clauses)}"""
        )
        changed = "SELECT row FROM new_values UNION SELECT row FROM numbered_children"
        repeated = f"SELECT row FROM confirmed_records WHERE row NOT IN ({changed})"
        db.execute(f"INSERT OR IGNORE INTO temp.confirmed_rows {repeated}")
        _confirm(db, kind, "SELECT record FROM temp.confirmed_records", day)


def count_confirmed_rows(db: sqlite3.Connection) -> int:
    """Return how many rows confirmed a record that they did not change."""
    return int(db.execute("SELECT count(*) FROM confirmed_rows").fetchone()[0])


def confirm_records(db: sqlite3.Connection, kind: Entity, numbers: Iterable[int], day: str) -> int:
    """Confirm records that hold on a day; return how many were not confirmed as late already."""
    listed = f"[{','.join(map(str, numbers))}]"
    known = f"SELECT t.id FROM {kind.name} t WHERE t.id IN (SELECT value FROM json_each('{listed}'))"
    return _confirm(db, kind, f"{known} AND ({' OR '.join(_list_open(kind, day))})", day)


def _confirm(db: sqlite3.Connection, kind: Entity, numbers: str, day: str) -> int:
    last = f"CASE WHEN {_is_older(f't.{CONFIRMED_ON}', day)} THEN :day ELSE t.{CONFIRMED_ON} END"
    stored = {CONFIRMED_ON: last, "updated_at": ":now"}
    if FIRST_CONFIRMED_ON in kind.by_name:
        stored[FIRST_CONFIRMED_ON] = f"min(coalesce(t.{FIRST_CONFIRMED_ON}, :day), :day)"
    values = ", ".join(f"{name} = {value}" for name, value in stored.items())
    done = db.execute(
        f"UPDATE {kind.name} AS t SET {values} WHERE t.id IN ({numbers})", {"day": day, "now": now_in_utc()}
    )
    return done.rowcount


def _list_confirming(task: TableImport, level: str) -> list[ImportColumn]:
    """Return the columns of a level whose values are confirmed by being said again."""
    confirmed = task.entity_of(level).confirmed_fields
    return [column for column in task.columns_of(level) if column.field.name in confirmed]


def _build_foreign(task: TableImport) -> list[str]:
    """Return the condition that a row ``i`` is none of netreg's own exports, where any may be."""
    uid = task.column_of(OWN, UID_NAME)
    return [f"i.{uid.name} IS NULL"] if uid else []


def _is_older(last: str, day: str) -> str:
    """Return the condition that a day is before another; a month or a year counts to its end."""
    return f"({last} IS NULL OR {last} < substr('{day}', 1, length({last})))"


def _list_open(kind: Entity, day: str) -> list[str]:
    """Return the conditions of which one holds for a record ``t`` that a day can still confirm."""
    open_ = [_is_older(f"t.{CONFIRMED_ON}", day)]
    if FIRST_CONFIRMED_ON in kind.by_name:
        open_.append(f"t.{FIRST_CONFIRMED_ON} IS NULL OR t.{FIRST_CONFIRMED_ON} > '{day}'")
    return open_


def _list_held(kind: Entity, day: str) -> list[str]:
    """Return the conditions that a record ``t`` with a first and a last day holds on a day."""
    return _build_span("t.since", "t.until", day) if FIRST_CONFIRMED_ON in kind.by_name else []


def _build_span(since: str | None, until: str | None, day: str) -> list[str]:
    first = [f"({since} IS NULL OR {since} <= '{day}')"] if since else []
    last = [f"({until} IS NULL OR {until} >= substr('{day}', 1, length({until})))"] if until else []
    return first + last
