"""Apply the plan of an import to the register: in a few statements, then row by row where that is needed.

The caller's transaction makes it all or nothing.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON
from netreg.core.table_import import CHANGED, CHILD, NEW, OWN, UNCHANGED
from netreg.named_tuples import NamedTuple
from netreg.store import indexes
from netreg.store.history import triggers
from netreg.store.importing import match_rows, staging_tables
from netreg.store.records.records import now_in_utc, uid_expression
from netreg.store.writes import confirmations

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from contextlib import AbstractContextManager

    from netreg.core.entity import Entity
    from netreg.core.table_import import ImportColumn, TableImport


class RowCounts(NamedTuple):
    """How many rows were new, changed, unchanged, rejected, and left out since they are no records."""

    new: int
    changed: int
    unchanged: int
    rejected: int
    left_out: int


def apply_plan(db: sqlite3.Connection, task: TableImport, *, placing: bool = False) -> RowCounts:
    """Write what was planned into the register.

    A row that turns out to be wrong on the way is rejected. With `placing` the record of each
    row is kept for :func:`keep_placed_rows`.
    """
    with indexes.small_cache(db, indexes.count_rows(db, "new_rows")):
        with _without_history_indexes(db):
            base = _insert_new_rows(db, task, placing=placing)
        _update_changed_rows(db, task)
        outcomes = _apply_rows(db, task, base)
        confirmations.confirm_repeated(db, task)
        if placing:
            db.execute(f"INSERT OR IGNORE INTO temp.placed_rows SELECT row, record FROM matches WHERE {_IN_SETS}")
        return _count_rows(db, outcomes)


def _apply_rows(db: sqlite3.Connection, task: TableImport, base: int) -> list[str]:
    """Apply the rows that need row import, which many files have none of; return what became of each."""
    if not _has_rows(db, "needs_row_import"):
        return []
    from netreg.store.importing.apply_rows import apply_rows

    return apply_rows(db, task, base)


def keep_placed_rows(db: sqlite3.Connection, table: str) -> None:
    """Keep the record of each line in a temporary table, for the rows that are nested in those lines."""
    db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute(f"CREATE TEMP TABLE {table} (line INTEGER PRIMARY KEY, record INTEGER, is_confirmed INTEGER)")
    db.execute(
        f"""INSERT OR IGNORE INTO temp.{table}
        SELECT i.line, p.record, p.row IN (SELECT row FROM confirmed_rows)
        FROM incoming i JOIN placed_rows p ON p.row = i.row"""
    )


def list_placed_lines(db: sqlite3.Connection, table: str) -> set[int]:
    """Return the lines of such a table whose rows have a record."""
    return {line for (line,) in db.execute(f"SELECT line FROM temp.{table}")}


_IN_SETS = "row NOT IN (SELECT row FROM needs_row_import) AND row NOT IN (SELECT row FROM rejected_rows)"


_NEW_NAMES = """SELECT i.name AS key, f.n FROM new_rows f CROSS JOIN incoming i USING (row) WHERE i.name IS NOT NULL
    UNION ALL SELECT DISTINCT o.key, f.n FROM other_names o CROSS JOIN new_rows f USING (row)
    CROSS JOIN incoming i USING (row) WHERE o.key IS NOT i.name"""
"""The keys of the names of new records, each with the number of the record among them."""


def _insert_new_rows(db: sqlite3.Connection, task: TableImport, *, placing: bool) -> int:
    """Insert the new records with their names and the new children; return the number before the first record."""
    deferred = "row IN (SELECT row FROM needs_row_import)"
    db.execute(f"DELETE FROM temp.new_rows WHERE {deferred}")
    db.execute(f"DELETE FROM temp.numbered_children WHERE {deferred}")
    base = _find_last_number(db, task.entity.name)
    if _has_rows(db, "new_rows"):
        _insert_records(db, task, OWN, "new_rows", {"id": f"{base} + f.n"})
        with _without_indexes(db, "name_key", "new_rows"):
            db.execute(f"INSERT INTO name_key SELECT '{task.entity.name}', key, {base} + n, 0 FROM ({_NEW_NAMES})")
        if placing:
            db.execute(f"INSERT INTO temp.placed_rows SELECT row, {base} + n FROM new_rows")
    if _has_rows(db, "numbered_children"):
        kind = task.entity_of(CHILD)
        assert kind.parent is not None
        owner = f"coalesce(f.owner, {base} + f.new_row)"
        number = f"{_find_last_number(db, kind.name)} + f.n"
        given = {"id": number, kind.parent.column: owner, "search_text": "i.child_text"}
        _insert_records(db, task, CHILD, "numbered_children", given)
        db.execute(
            f"""INSERT OR IGNORE INTO name_key SELECT '{kind.name}', n.key, {number}, 0
            FROM child_names n JOIN numbered_children f USING (row)"""
        )
    return base


def _has_rows(db: sqlite3.Connection, table: str) -> bool:
    return db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def _find_last_number(db: sqlite3.Connection, table: str) -> int:
    """Return the last number that a record of the table was given; none is given twice."""
    given = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchone()
    return int(given[0]) if given else 0


def _insert_records(db: sqlite3.Connection, task: TableImport, level: str, table: str, given: dict[str, str]) -> None:
    """Insert the records of one level; `given` are expressions for columns that no cell holds."""
    kind = task.entity_of(level)
    columns = list(task.columns_of(level))
    filled = staging_tables.list_filled_fields(db)
    stored = {c.field.column: match_rows.value_expression(kind, c) for c in columns}
    absent = kind.defaults.keys() - {c.field.name for c in columns}
    stored |= {kind.by_name[name].column: f"'{kind.defaults[name]}'" for name in absent}
    if level == OWN and kind.event_day and kind.event_day in stored and task.today:
        stored["state"] = _state_expression(task, stored[kind.event_day])
    if "seq" in kind.by_name:
        stored["seq"] = _place_expression(kind, stored, level)
    now = now_in_utc()
    given_uid = next((f"i.{column.name}, " for column in columns if column.is_uid), "")
    uid = uid_expression("f.n")
    stored |= {
        "uid": f"coalesce({given_uid}{uid})" if given_uid else uid,
        "created_at": ":now",
        "updated_at": ":now",
        "search_text": "i.search_text",
    }
    if kind.parent is None:
        stored["sort_key"] = "i.sort_key"
    if level == OWN:
        stored |= {kind.by_name[name].column: _filled_expression(kind, name, stored) for name in filled}
    stored |= given | confirmations.build_new_confirmations(task, level)
    # The last place among the records of each parent is found by an index, which then cannot stand aside.
    aside = nullcontext() if "seq" in kind.by_name and level == OWN else _without_indexes(db, kind.name, table, stored)
    alike = {"created_at": now, "updated_at": now}
    days = {name: stored.get(name, "") for name in (CONFIRMED_ON, FIRST_CONFIRMED_ON)}
    alike |= {name: day.strip("'") for name, day in days.items() if day.startswith("'")}
    with triggers.recording_additions(db, kind.name, stored, alike), aside:
        db.execute(
            f"INSERT INTO {kind.name} ({', '.join(stored)}) SELECT {', '.join(stored.values())} "
            f"FROM {table} f CROSS JOIN resolved i ON i.row = f.row ORDER BY f.rowid",
            {"now": now, "today": task.today},
        )


def _filled_expression(kind: Entity, name: str, stored: dict[str, str]) -> str:
    """Return the value of a field that was filled in where a row leaves it blank."""
    own = stored.get(kind.by_name[name].column, "NULL")
    return f"coalesce({own}, (SELECT g.given ->> '{name}' FROM filled_rows g WHERE g.row = i.row))"


def _without_indexes(
    db: sqlite3.Connection, table: str, fresh: str, filled: Collection[str] | None = None
) -> AbstractContextManager[None]:
    return indexes.without_indexes(
        db, table, indexes.count_rows(db, fresh), besides=indexes.count_rows(db, table), filled=filled
    )


def _without_history_indexes(db: sqlite3.Connection) -> AbstractContextManager[None]:
    """Set the indexes of the history aside: each new record and child is a change as well."""
    return indexes.without_indexes(db, "change", _count_added(db), besides=0) if adds_many_rows(db) else nullcontext()


def adds_many_rows(db: sqlite3.Connection) -> bool:
    """Return whether the plan adds more changes than the history has, so that checking all of it is cheap."""
    rows = _count_added(db)
    return rows > indexes.MANY and rows >= indexes.count_rows(db, "change")


def _count_added(db: sqlite3.Connection) -> int:
    return indexes.count_rows(db, "new_rows") + indexes.count_rows(db, "numbered_children")


def _state_expression(task: TableImport, day: str) -> str:
    """Return the state of a new event: its own, else planned or held by its day."""
    own = task.column_of(OWN, "state")
    usual = task.entity.defaults["state"]
    by_day = f"CASE WHEN {day} IS NULL THEN '{usual}' WHEN substr({day}, 1, 10) > :today THEN 'planned' ELSE 'held' END"
    return f"coalesce(i.{own.name}, {by_day})" if own else by_day


def _place_expression(kind: Entity, stored: dict[str, str], level: str) -> str:
    """Return the place of a record among those of its parent, behind those that are there."""
    if level == CHILD:
        return f"coalesce({stored.get('seq', 'NULL')}, 1)"
    assert kind.parent is not None
    parent = stored[kind.parent.column]
    within = f"s.{kind.parent.column} = {parent}"
    for tree in (one.column for one in kind.references if one.to == kind.name):  # sub-items have places of their own
        within += f" AND s.{tree} IS {stored.get(tree, 'NULL')}"
    last = f"(SELECT coalesce(max(s.seq), 0) FROM {kind.name} s WHERE {within})"
    return f"coalesce({stored.get('seq', 'NULL')}, {last} + row_number() OVER (PARTITION BY {parent} ORDER BY f.row))"


def _update_changed_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Update the changed records and their names."""
    db.execute("DELETE FROM temp.new_values WHERE row IN (SELECT row FROM needs_row_import)")
    if not _has_rows(db, "new_values"):
        return
    kind = task.entity
    columns = [column for column in task.columns_of(OWN) if not match_rows.is_fixed_column(column)]
    stored = {column.field.column: _new_value_expression(task, column) for column in columns}
    stored |= confirmations.build_changed_confirmation(task, stored)
    stored |= {"updated_at": ":now", "search_text": "a.search_text"}
    if kind.parent is None:
        stored["sort_key"] = "a.sort_key"
    db.execute(
        f"""UPDATE {kind.name} AS t SET {", ".join(f"{name} = {value}" for name, value in stored.items())}
        FROM new_values a CROSS JOIN resolved i ON i.row = a.row WHERE t.id = a.record""",
        {"now": now_in_utc()},
    )
    mine = f"kind = '{kind.name}' AND child_id = 0 AND record_id IN (SELECT record FROM new_values)"
    db.execute(f"DELETE FROM name_key WHERE {mine} AND (record_id, key) NOT IN (SELECT record, key FROM changed_names)")
    db.execute(
        f"""INSERT OR IGNORE INTO name_key SELECT '{kind.name}', n.key, n.record, 0
        FROM changed_names n JOIN new_values a ON a.record = n.record"""
    )


def _new_value_expression(task: TableImport, column: ImportColumn) -> str:
    now, given = f"t.{column.field.column}", f"i.{column.name}"
    if task.policy.fills_only(column.level, column.field.name):
        return f"coalesce({now}, {given})"
    return given if (column.level, column.field.name) in task.policy.clearing else f"coalesce({given}, {now})"


def _count_rows(db: sqlite3.Connection, outcomes: list[str]) -> RowCounts:
    """Count the rows by outcome; `outcomes` are those of the rows applied one by one."""

    def count(sql: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM ({sql})").fetchone()[0])

    new = count("SELECT row FROM new_rows")
    touched = "SELECT row FROM new_values UNION SELECT row FROM numbered_children WHERE owner IS NOT NULL"
    changed = count(touched)
    unchanged = count(f"SELECT DISTINCT row FROM matches WHERE {_IN_SETS} AND row NOT IN ({touched})")
    return RowCounts(
        new + outcomes.count(NEW),
        changed + outcomes.count(CHANGED),
        unchanged + outcomes.count(UNCHANGED),
        count("SELECT row FROM rejected_rows"),
        staging_tables.count_left_out_rows(db),
    )
