"""What was planned written into the register: in a few statements, then the slow rows one by one.

The caller's transaction makes it all or none.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from netreg.core.table_import import CHILD, OWN
from netreg.store import indexes
from netreg.store.history import triggers
from netreg.store.importing import match_rows
from netreg.store.importing.apply_rows import put_all
from netreg.store.importing.plan_rows import is_parent
from netreg.store.records.records import now_in_utc, uid_expression
from netreg.store.writes import checked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from contextlib import AbstractContextManager

    from netreg.core.entity import Entity
    from netreg.core.table_import import ImportColumn, TableImport


class Outcome(NamedTuple):
    """What became of the rows."""

    new: int
    changed: int
    unchanged: int
    rejected: int


def merge(db: sqlite3.Connection, task: TableImport, *, placing: bool = False) -> Outcome:
    """Write what was planned; the caller's transaction makes it all or none.

    Faults found on the way are among those of the rows; a row that has one is not written.
    With `placing` it is kept into which record each row was put, for :func:`place`.
    """
    with indexes.little_cache(db, indexes.count(db, "fresh")):
        with _history_aside(db):
            base = _insert(db, task, placing=placing)
        _update(db, task)
        slow = put_all(db, task, base)
        if placing:
            db.execute(f"INSERT OR IGNORE INTO temp.placed SELECT row, record FROM found WHERE {_PLAIN}")
        return _counted(db, slow)


def stamp(db: sqlite3.Connection) -> int:
    """A number that differs once another connection has changed the file."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def place(db: sqlite3.Connection, table: str) -> None:
    """Remember, for what is nested in the rows, which record each line was put into."""
    db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute(f"CREATE TEMP TABLE {table} (line INTEGER PRIMARY KEY, record)")
    db.execute(
        f"INSERT OR IGNORE INTO temp.{table} SELECT i.line, p.record FROM incoming i JOIN placed p ON p.row = i.row"
    )


_PLAIN = "row NOT IN (SELECT row FROM slow) AND row NOT IN (SELECT row FROM bad)"


def _insert(db: sqlite3.Connection, task: TableImport, *, placing: bool) -> int:
    """The new records with their names, and the new children; the number that those of the records are counted from."""
    slow = "row IN (SELECT row FROM slow)"
    if db.execute(f"DELETE FROM temp.fresh WHERE {slow}").rowcount:
        db.execute("DELETE FROM temp.fresh_name WHERE n NOT IN (SELECT n FROM fresh)")
    db.execute(f"DELETE FROM temp.fresh_child WHERE {slow}")
    base = _last_number(db, task.entity.name)
    if _any(db, "fresh"):
        _insert_kind(db, task, OWN, "fresh", {"id": f"{base} + f.n"})
        with _indexes_aside(db, "name_key", "fresh"):
            db.execute(f"INSERT INTO name_key SELECT '{task.entity.name}', key, {base} + n FROM fresh_name")
        if placing:
            db.execute(f"INSERT INTO temp.placed SELECT row, {base} + n FROM fresh")
    if _any(db, "fresh_child"):
        kind = task.entity_of(CHILD)
        assert kind.parent is not None
        owner = f"coalesce(f.owner, {base} + f.fresh)"
        number = f"{_last_number(db, kind.name)} + f.n"
        given = {"id": number, kind.parent.column: owner, "search_text": "i.child_text"}
        _insert_kind(db, task, CHILD, "fresh_child", given)
        db.execute(
            f"""INSERT OR IGNORE INTO name_key SELECT '{kind.name}', n.key, {number}
            FROM child_name n JOIN fresh_child f USING (row)"""
        )
    return base


def _any(db: sqlite3.Connection, table: str) -> bool:
    return db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def _last_number(db: sqlite3.Connection, table: str) -> int:
    """The last number that a record of the table was given; none is given twice."""
    given = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]).fetchone()
    return int(given[0]) if given else 0


def _insert_kind(db: sqlite3.Connection, task: TableImport, level: str, table: str, given: dict[str, str]) -> None:
    """Insert the records of one level; `given` are expressions for columns that no cell holds."""
    kind = task.entity_of(level)
    columns = list(task.columns_of(level))
    stored = {c.field.column: match_rows.worth(kind, c) for c in columns}
    absent = kind.defaults.keys() - {c.field.name for c in columns}
    stored |= {kind.by_name[name].column: f"'{kind.defaults[name]}'" for name in absent}
    if "seq" in kind.by_name:
        stored["seq"] = _in_order(kind, stored, level)
    now = now_in_utc()
    stored |= {"uid": uid_expression("f.n"), "created_at": ":now", "updated_at": ":now", "search_text": "i.search_text"}
    if kind.parent is None:
        stored["sort_key"] = "i.sort_key"
    stored |= given
    # The last place among the records of each parent is found by an index, which then cannot stand aside.
    aside = nullcontext() if "seq" in kind.by_name and level == OWN else _indexes_aside(db, kind.name, table, stored)
    with triggers.recording_additions(db, kind.name, stored, {"created_at": now, "updated_at": now}), aside:
        db.execute(
            f"INSERT INTO {kind.name} ({', '.join(stored)}) SELECT {', '.join(stored.values())} "
            f"FROM {table} f CROSS JOIN resolved i ON i.row = f.row ORDER BY f.rowid",
            {"now": now},
        )


def _indexes_aside(
    db: sqlite3.Connection, table: str, fresh: str, filled: Collection[str] | None = None
) -> AbstractContextManager[None]:
    return indexes.aside(db, table, indexes.count(db, fresh), besides=indexes.count(db, table), filled=filled)


def _history_aside(db: sqlite3.Connection) -> AbstractContextManager[None]:
    """Each new record and child is a change as well."""
    return indexes.aside(db, "change", _added(db), besides=0) if adds_many(db) else nullcontext()


def adds_many(db: sqlite3.Connection) -> bool:
    """Whether what was planned adds more than the history has, so that all may be looked through for it."""
    rows = _added(db)
    return rows > indexes.MANY and rows >= indexes.count(db, "change")


def _added(db: sqlite3.Connection) -> int:
    return indexes.count(db, "fresh") + indexes.count(db, "fresh_child")


def _in_order(kind: Entity, stored: dict[str, str], level: str) -> str:
    """The place of a record among those of its parent, behind those that are there."""
    if level == CHILD:
        return f"coalesce({stored.get('seq', 'NULL')}, 1)"
    assert kind.parent is not None
    parent = stored[kind.parent.column]
    last = f"(SELECT coalesce(max(s.seq), 0) FROM {kind.name} s WHERE s.{kind.parent.column} = {parent})"
    return f"coalesce({stored.get('seq', 'NULL')}, {last} + row_number() OVER (PARTITION BY {parent} ORDER BY f.row))"


def _update(db: sqlite3.Connection, task: TableImport) -> None:
    """The records that a row changes, with the names they then go by."""
    db.execute("DELETE FROM temp.after WHERE row IN (SELECT row FROM slow)")
    if not _any(db, "after"):
        return
    kind = task.entity
    stored = {c.field.column: _after(task, c) for c in task.columns_of(OWN) if not is_parent(c)}
    stored |= {"updated_at": ":now", "search_text": "a.search_text"}
    if kind.parent is None:
        stored["sort_key"] = "a.sort_key"
    db.execute(
        f"""UPDATE {kind.name} AS t SET {", ".join(f"{name} = {value}" for name, value in stored.items())}
        FROM after a CROSS JOIN resolved i ON i.row = a.row WHERE t.id = a.record""",
        {"now": now_in_utc()},
    )
    mine = f"kind = '{kind.name}' AND record_id IN (SELECT record FROM after)"
    db.execute(f"DELETE FROM name_key WHERE {mine} AND (record_id, key) NOT IN (SELECT record, key FROM after_name)")
    db.execute(
        f"""INSERT OR IGNORE INTO name_key SELECT '{kind.name}', n.key, n.record
        FROM after_name n JOIN after a ON a.record = n.record"""
    )


def _after(task: TableImport, column: ImportColumn) -> str:
    now, given = f"t.{column.field.column}", f"i.{column.name}"
    if task.policy.on_match == "fill":
        return f"coalesce({now}, {given})"
    return given if (column.level, column.field.name) in task.policy.clearing else f"coalesce({given}, {now})"


def _counted(db: sqlite3.Connection, slow: list[str]) -> Outcome:
    """How many rows were new, changed, as they were, and not taken."""

    def count(sql: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM ({sql})").fetchone()[0])

    new = count("SELECT row FROM fresh")
    touched = "SELECT row FROM after UNION SELECT row FROM fresh_child WHERE owner IS NOT NULL"
    changed = count(touched)
    unchanged = count(f"SELECT DISTINCT row FROM found WHERE {_PLAIN} AND row NOT IN ({touched})")
    return Outcome(
        new + slow.count(checked.NEW),
        changed + slow.count(checked.CHANGED),
        unchanged + slow.count(checked.UNCHANGED),
        count("SELECT row FROM bad"),
    )
