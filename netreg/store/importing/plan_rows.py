"""What is to become of the rows of a file: found out for all of them at once, without a lock.

Rows that need no word of their own are new, changed or as they were; whatever is not plain
(twins in the file, several records that fit, a contradiction) is set aside as slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import Reference
from netreg.core.table_import import CHILD, OWN
from netreg.store.importing import derive_rows, match_rows, resolve_references, staging_tables
from netreg.store.importing.worker_processes import map_chunks, split_chunks
from netreg.store.records import records, search_columns
from netreg.store.writes.rules import find_import_rules

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import ImportColumn, TableImport


def plan(
    db: sqlite3.Connection,
    task: TableImport,
    *,
    may_create: bool = False,
    derived: bool = False,
) -> None:
    """Find out what is to become of each row; writes nothing but temporary tables.

    With `may_create` nothing is said against rows that name records nobody knows yet; `derived`
    is what is kept beside new records where it was made of every row when it was read.
    """
    staging_tables.forget_planned(db)
    resolve_references.resolve_references(db, task, may_create=may_create)
    resolve_references.reject_orphans(db, task)
    match_rows.match(db, task)
    match_rows.set_aside_ambiguous(db)
    _set_aside_odd(db, task)
    _compare(db, task)
    for rule in find_import_rules(task):
        for rows in rule.rows_needing_row_import(db, task):
            match_rows.set_aside(db, rows)
    changed = "SELECT row FROM differs UNION SELECT row FROM child_new WHERE owner IS NOT NULL"
    match_rows.name_rows(db, task, f"row IN ({changed} UNION SELECT row FROM slow)")
    if not derived:
        _derive_new(db, task)
    _derive_changed(db, task)
    if _writes(db):
        match_rows.set_aside_twins(db, task)
        match_rows.set_aside_marked_otherwise(db, task)
        match_rows.set_aside_to_be_known(db, task)
    _keep_order(db, task)
    _number_new(db)


def _writes(db: sqlite3.Connection) -> bool:
    """Whether any row has something to write: where none has, none can be in another's way."""
    tables = (_NEW, "after", "child_new", "slow")
    return any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)


def _number_new(db: sqlite3.Connection) -> None:
    """Fill ``fresh`` and ``fresh_child`` with the new records and children, counted in the order of the file.

    The names of the new records stand in ``fresh_name`` in the order of their table: sorted before the lock.
    """
    others = any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in ("found", "slow", "bad"))
    count = "row_number() OVER (ORDER BY i.row)" if others else "i.row"
    db.execute(f"INSERT INTO temp.fresh SELECT i.row, {count} FROM {_NEW}")
    db.execute(
        """INSERT INTO temp.fresh_name SELECT key, n FROM (
            SELECT i.name AS key, f.n FROM fresh f CROSS JOIN incoming i USING (row) WHERE i.name IS NOT NULL
            UNION ALL SELECT DISTINCT o.key, f.n FROM other_name o CROSS JOIN fresh f USING (row)
            CROSS JOIN incoming i USING (row) WHERE o.key IS NOT i.name
        ) ORDER BY key, n"""
    )
    db.execute(
        """INSERT INTO temp.fresh_child SELECT NULL, c.row, c.owner, f.n FROM child_new c LEFT JOIN fresh f USING (row)
        WHERE c.row NOT IN (SELECT row FROM slow) ORDER BY c.row"""
    )


# --- what differs --------------------------------------------------------------------


def _set_aside_odd(db: sqlite3.Connection, task: TableImport) -> None:
    """Rows with a code that another record has, and those with a fault are nobody's business here."""
    if task.column_of(OWN, "code"):
        taken = f"SELECT 1 FROM {task.entity.name} t WHERE t.code = i.own_code AND t.id IS NOT f.record"
        match_rows.set_aside(db, f"resolved i LEFT JOIN found f USING (row) WHERE EXISTS ({taken})")
    if task.entity.check_with_parent:
        match_rows.set_aside(db, "unfound")


_PLAIN = "i.row NOT IN (SELECT row FROM slow) AND i.row NOT IN (SELECT row FROM bad)"
_NEW = f"unfound i WHERE {_PLAIN}"


def _compare(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``differs`` and ``child_new``; a child that differs is left to be put by itself."""
    if task.policy.on_match == "skip":
        if task.child:
            _new_children(db, task, owned=False)
        return
    kind = task.entity
    if differing := [_differing(task, column) for column in task.columns_of(OWN) if not is_parent(column)]:
        db.execute(
            f"""INSERT INTO temp.differs SELECT i.row, f.record FROM found f JOIN resolved i USING (row)
            JOIN {kind.name} t ON t.id = f.record WHERE {_PLAIN} AND ({" OR ".join(differing)})"""
        )
    for column in task.columns_of(OWN):
        if column.field.name == "code" or (isinstance(column.field, Reference) and column.field.to == kind.name):
            tied = f"resolved i JOIN differs d USING (row) JOIN {kind.name} t ON t.id = d.record"
            match_rows.set_aside(db, f"{tied} WHERE {_differing(task, column)}")
    if kind.parent is not None:
        match_rows.set_aside(db, "differs")
    if task.child and any(task.columns_of(CHILD)):
        match_rows.match_children(db, task)
        _compare_children(db, task)


def _differing(task: TableImport, column: ImportColumn) -> str:
    """Whether the row would change the record's field."""
    now, given = f"t.{column.field.column}", f"i.{column.name}"
    if task.policy.on_match == "fill":
        return f"({given} IS NOT NULL AND {now} IS NULL)"
    if (column.level, column.field.name) in task.policy.clearing:
        return f"{now} IS NOT {given}"
    return f"({given} IS NOT NULL AND {now} IS NOT {given})"


def is_parent(column: ImportColumn) -> bool:
    """Whether the column says what the record belongs to."""
    return isinstance(column.field, Reference) and column.field.parent


def _compare_children(db: sqlite3.Connection, task: TableImport) -> None:
    kind = task.entity_of(CHILD)
    match_rows.set_aside(db, "child_found GROUP BY row HAVING count(*) > 1")
    differing = " OR ".join(_differing(task, column) for column in task.columns_of(CHILD))
    tied = f"child_found f JOIN resolved i USING (row) JOIN {kind.name} t ON t.id = f.record"
    match_rows.set_aside(db, f"{tied} WHERE {differing}")
    if "seq" in kind.by_name:
        absent = f"{match_rows.says_child(task)} AND i.row NOT IN (SELECT row FROM child_found)"
        match_rows.set_aside(db, f"found f JOIN resolved i USING (row) WHERE {absent}")
    _new_children(db, task, owned=True)


def _new_children(db: sqlite3.Connection, task: TableImport, *, owned: bool) -> None:
    """Fill ``child_new``: those of known records, and those of records that are new themselves."""
    if not any(task.columns_of(CHILD)):
        return
    says = match_rows.says_child(task)
    if owned:
        db.execute(
            f"""INSERT INTO temp.child_new SELECT i.row, f.record FROM found f JOIN resolved i USING (row)
            WHERE {_PLAIN} AND {says} AND i.row NOT IN (SELECT row FROM child_found)"""
        )
    db.execute(
        f"""INSERT INTO temp.child_new SELECT i.row, NULL FROM unfound u CROSS JOIN resolved i ON i.row = u.row
        WHERE {_PLAIN} AND {says}"""
    )


# --- what is derived -------------------------------------------------------------------


def _derive_new(db: sqlite3.Connection, task: TableImport) -> None:
    """Derive what is kept beside each new record, and beside its child, where that was not done when it was read."""
    columns = list(task.columns_of(OWN))
    odd: list[int] = []
    names: list[tuple[int, str]] = []
    new = f"unfound u CROSS JOIN resolved i ON i.row = u.row WHERE i.search_text IS NULL AND {_PLAIN}"
    shown = "".join(f", i.{column.name}" for column in columns)

    def kept() -> Iterator[tuple[Any, ...]]:
        cursor = db.cursor()
        cursor.row_factory = None
        found = cursor.execute(f"SELECT i.row, i.name{shown} FROM {new}")
        for rows in map_chunks(_make_deriver(task), split_chunks(found)):
            for number, sort_key, search_text, first, others in rows:
                if search_text is None:
                    odd.append(number)
                    continue
                names.extend((number, other) for other in others)
                yield sort_key, search_text, first, number

    db.execute("SAVEPOINT deriving")
    db.executemany("UPDATE temp.incoming SET sort_key = ?, search_text = ?, name = ? WHERE row = ?", kept())
    staging_tables.keep_names(db, OWN, names)
    staging_tables.set_aside(db, odd)
    db.execute("RELEASE deriving")
    if task.child and any(task.columns_of(CHILD)):
        _derive_children(db, task)


def _make_deriver(task: TableImport) -> Callable[[list[Any]], list[Any]]:
    """What is derived from rows of new records: pure, for any process.

    A row is its number, the key of its first name if it was named already, and its values. Of each
    comes back its number, the sort key, what is searched, the keys of its first and its other names
    unless it was named; nothing searched says there can be no such record.
    """
    derive = derive_rows.of_records(task)

    def named(rows: list[Any]) -> list[Any]:
        _numbers, _keys, *columns = zip(*rows, strict=True)
        found = zip(rows, derive(columns, len(rows)), strict=True)
        return [
            (row[0], ordered, searched, row[1], ())
            if row[1] or not names
            else (row[0], ordered, searched, names[0], names[1:])
            for row, (ordered, searched, names) in found
        ]

    return named


def _changed(db: sqlite3.Connection, columns: list[ImportColumn]) -> Iterator[tuple[int, int, Row]]:
    """The rows that differ from a record: number, record, and the values of some columns by field."""
    names = [column.field.name for column in columns]
    shown = "".join(f", i.{column.name}" for column in columns)
    cursor = db.cursor()
    cursor.row_factory = None
    sql = f"SELECT i.row, d.record{shown} FROM differs d CROSS JOIN resolved i USING (row) WHERE {_PLAIN}"
    for number, record, *values in cursor.execute(sql):
        yield number, record, dict(zip(names, values, strict=True))


def _derive_children(db: sqlite3.Connection, task: TableImport) -> None:
    """Derive what is searched in new children, where that was not done when they were read."""
    derive = derive_rows.of_children(task)
    odd: list[int] = []
    names: list[tuple[int, str]] = []
    shown = "".join(f", i.{column.name}" for column in task.columns_of(CHILD))
    new = """child_new c CROSS JOIN resolved i USING (row)
        WHERE i.child_text IS NULL AND c.row NOT IN (SELECT row FROM slow)"""

    def kept() -> Iterator[tuple[Any, ...]]:
        cursor = db.cursor()
        cursor.row_factory = None
        for number, *values in cursor.execute(f"SELECT c.row{shown} FROM {new}"):
            _none, searched, keys = derive(tuple(values))
            if searched is None:
                odd.append(number)
                continue
            names.extend((number, key) for key in keys)
            yield searched, number

    db.execute("SAVEPOINT deriving")
    db.executemany("UPDATE temp.incoming SET child_text = ? WHERE row = ?", kept())
    staging_tables.keep_names(db, CHILD, names)
    staging_tables.set_aside(db, odd)
    db.execute("RELEASE deriving")


def _derive_changed(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``after`` with what is kept beside each changed record."""
    entity, columns = task.entity, list(task.columns_of(OWN))
    odd: list[int] = []
    names: list[tuple[int, str]] = []

    def after() -> Iterator[tuple[Any, ...]]:
        for number, record, row in _changed(db, columns):
            before = records.read_values(db, entity, record)
            full = _after(task, row, before)
            if entity.find_problems(full) or (entity.is_same_record and not entity.is_same_record(before, full)):
                odd.append(number)
                continue
            kept = search_columns.derive_columns(entity, full)
            names.extend((record, key) for key in search_columns.derive_name_keys(entity, full))
            yield record, number, kept.get("sort_key"), kept["search_text"]

    db.execute("SAVEPOINT deriving")
    db.executemany("INSERT INTO temp.after VALUES (?, ?, ?, ?)", after())
    db.executemany("INSERT INTO temp.after_name VALUES (?, ?)", names)
    staging_tables.set_aside(db, odd)
    db.execute("RELEASE deriving")


def _after(task: TableImport, row: Row, before: Row) -> Row:
    """The values of a known record after a row about it."""
    return before | task.policy.select_changes(OWN, row, before)


def _keep_order(db: sqlite3.Connection, task: TableImport) -> None:
    """Where the order of the records matters, one that goes slowly takes all along.

    It does where they have places among their like, and where one may stand above another:
    a tree is numbered as the file has it.
    """
    tree = any(isinstance(c.field, Reference) and c.field.to == task.entity.name for c in task.columns_of(OWN))
    if "seq" not in task.entity.by_name and not tree:
        return
    given = task.column_of(OWN, "seq")
    mixed = (
        given is not None
        and db.execute(f"SELECT count(*) <> count({given.name}) AND count({given.name}) > 0 FROM incoming").fetchone()[
            0
        ]
    )
    if mixed or db.execute("SELECT 1 FROM slow").fetchone():
        match_rows.set_aside(db, "incoming WHERE row NOT IN (SELECT row FROM bad)")
