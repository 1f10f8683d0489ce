"""Match the rows of a file to known records by the keys of their kind, all rows at once.

The same rule as :func:`netreg.store.records.matching.find_match`, which matches a single row. Rows
for which the order of the file could matter, and those that may be doubtful, are left to the import
row by row, which weighs them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.core.fields import Reference, TextList
from netreg.core.table_import import CHILD, OWN, ImportColumn, TableImport
from netreg.core.thai_fields import Date, TitlesField
from netreg.store.importing import staging_tables
from netreg.store.records import matching
from netreg.store.writes import confirmations
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterator

    from netreg.core.entity import Entity
    from netreg.core.fields import Field
    from netreg.core.keys import Key, KeyPart


def match_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``matches`` with the records that each row is about, and ``unmatched_rows`` with the rows about none.

    Each is compared with its row in passing: whether it differs, and may still be confirmed.

    A key is tried for the rows that no earlier key matched; rows get their names before a key with a name.
    """
    keys = list_usable_keys(task) if staging_tables.has_records(db, task) else []
    if keys and not keys[0].has_name:  # then all rows are tried as they stand
        db.execute(_matching_statement(task, keys[0], 0, "resolved i"))
    _insert_unmatched_rows(db)
    for number, key in enumerate(keys):
        if number == 0 and not key.has_name:
            continue
        if key.has_name:
            derive_row_names(db, task, "row IN (SELECT row FROM unmatched_rows)")
        found = db.execute(_matching_statement(task, key, number, _UNMATCHED)).rowcount
        if key.is_weak:
            _note_loose_rows(db, task, key)
        if found:
            db.execute("DELETE FROM temp.unmatched_rows WHERE row IN (SELECT row FROM matches)")
    if keys and task.entity.has_doubtful_namesakes:
        _require_row_import_of_doubtful_namesakes(db, task)


def _insert_unmatched_rows(db: sqlite3.Connection) -> None:
    """Fill ``unmatched_rows`` with the rows that have no record yet: often all have one, or none has."""
    if not (matched := count_rows(db, "matches")):
        db.execute("INSERT INTO temp.unmatched_rows SELECT row FROM incoming")
    elif matched < db.execute("SELECT count(*) FROM temp.incoming").fetchone()[0]:
        known = "SELECT row FROM matches"
        db.execute(f"INSERT INTO temp.unmatched_rows SELECT row FROM incoming WHERE row NOT IN ({known})")


def count_rows(db: sqlite3.Connection, table: str) -> int:
    """Return the number of different rows in a table of matches."""
    # To count what is distinct as such would sort it, though the table is in this order.
    return int(db.execute(f"SELECT count(*) FROM (SELECT DISTINCT row FROM temp.{table})").fetchone()[0])


def count_matched_rows(db: sqlite3.Connection) -> int:
    """Return the number of rows with a record, once `match_rows` has matched all: those that it left without none."""
    counts = "(SELECT count(*) FROM temp.incoming) - (SELECT count(*) FROM temp.unmatched_rows)"
    return int(db.execute(f"SELECT {counts}").fetchone()[0])


def list_usable_keys(task: TableImport) -> list[Key]:
    """Return the keys of the kind that the columns of the file can fill."""
    return [key for key in task.entity.match_keys if all(p.is_name or find_column(task, p) for p in key.required)]


def derive_row_names(db: sqlite3.Connection, task: TableImport, where: str) -> None:
    """Derive the keys of the names of each row that meets a condition: the first, and the others."""
    entity, columns = task.entity, list(task.columns_of(OWN))
    blank = dict.fromkeys(field.name for field in entity.stored)
    fields = [column.field.name for column in columns]
    shown = ", ".join(["row", *(column.name for column in columns)])
    others: list[tuple[int, str]] = []

    def keyed() -> Iterator[tuple[str, int]]:
        for row, *values in db.execute(f"SELECT {shown} FROM temp.resolved WHERE {where} AND name IS NULL"):
            names = filter(None, entity.names({**blank, **dict(zip(fields, values, strict=True))}))
            keys = [key for key in map(text.match_key, names) if key]
            others.extend((row, key) for key in keys[1:])
            yield from ((key, row) for key in keys[:1])

    db.execute("SAVEPOINT naming")
    db.executemany("UPDATE temp.incoming SET name = ? WHERE row = ?", keyed())
    staging_tables.insert_names(db, OWN, others)
    db.execute("RELEASE naming")


_UNMATCHED = "unmatched_rows u CROSS JOIN resolved i ON i.row = u.row"


def _matching_statement(task: TableImport, key: Key, number: int, rows: str) -> str:
    """Return the statement that matches rows ``i`` by one key."""
    kind = task.entity
    known, joins = "", list[str]()
    clauses = [clause for part in key if not key.is_by_child for clause in _key_conditions(task, part)]
    if key.is_by_child:
        joins.append(_join_children(task, key))
        clauses.append(f"t.id = c.{_parent_column(task)}")
    elif key.has_name:
        joins.append(f"CROSS JOIN name_key k ON k.kind = '{kind.name}' AND k.key = i.name")
        clauses.append("t.id = k.record_id")
    elif listed := next((c for part in key if (c := find_column(task, part)) and isinstance(c.field, TextList)), None):
        own = f"json_each(coalesce(t.{listed.field.column}, '[]'))"
        known = f"WITH items AS MATERIALIZED (SELECT o.value, t.id FROM {kind.name} t JOIN {own} o) "
        joins.append(f"CROSS JOIN json_each(i.{listed.name}) g CROSS JOIN items k ON k.value = g.value")
        clauses.append("t.id = k.id")
    elif kind.parent and (parent := task.column_of(OWN, kind.parent.name)):
        # Of one parent there may be very many: SQLite indexes those of the parents named by the whole key.
        mine = f"{kind.parent.column} IN (SELECT {parent.name} FROM resolved)"
        known = f"WITH known AS MATERIALIZED (SELECT * FROM {kind.name} WHERE {mine}) "
    apart = kind.official_fields if key.has_name else kind.distinguishing_fields
    clauses += [_agreeing_condition(column) for column in task.columns_of(OWN) if column.field.name in apart]
    joins.append(f"CROSS JOIN {'known' if 'known' in known else kind.name} t")
    compared = [column for column in task.columns_of(OWN) if not is_fixed_column(column)]
    differs = " OR ".join(build_change_condition(task, column) for column in compared) or "0"
    shown = f"i.row, t.id, {number}, {differs}, {confirmations.build_open(task, OWN)}"
    return (
        f"{known}INSERT OR IGNORE INTO temp.matches SELECT {shown} FROM {rows} "
        f"{' '.join(joins)} WHERE {' AND '.join(clauses)}"
    )


def build_change_condition(task: TableImport, column: ImportColumn) -> str:
    """Return the condition that a row changes a field of the record ``t``."""
    now, given = f"t.{column.field.column}", f"i.{column.name}"
    if task.policy.fills_only(column.level, column.field.name):
        return f"({given} IS NOT NULL AND {now} IS NULL)"
    if (column.level, column.field.name) in task.policy.clearing or column.name in task.filled:
        return f"{now} IS NOT {given}"
    return f"({given} IS NOT NULL AND {now} IS NOT {given})"


def is_fixed_column(column: ImportColumn) -> bool:
    """Return whether a column holds what never changes: the parent of the record, or its UUID."""
    return column.is_uid or (isinstance(column.field, Reference) and column.field.parent)


_MATCHED_NOW = "unmatched_rows u CROSS JOIN matches m ON m.row = u.row CROSS JOIN resolved i ON i.row = u.row"
"""The rows that the last key matched: they stand in both tables until the next is tried."""


def require_row_import_of_contradicted(db: sqlite3.Connection, task: TableImport, rows: str) -> None:
    """Defer those of the rows in a table that contradict, in a stronger field, the record that their key gives them."""
    for number, key in enumerate(list_usable_keys(task)):
        names = matching.list_contradicting_fields(task.entity, key)
        matched = f"{rows} r CROSS JOIN matches m ON m.row = r.row AND m.key = {number}"
        known = f"CROSS JOIN resolved i ON i.row = m.row CROSS JOIN {task.entity.name} t ON t.id = m.record"
        columns = [column for column in task.columns_of(OWN) if column.field.name in names]
        for column in (one for one in columns if isinstance(one.field, TitlesField)):
            _require_row_import_of_other_titles(db, column, f"{matched} {known}")
        if columns := [one for one in columns if not isinstance(one.field, TitlesField)]:
            apart = " OR ".join(f"NOT {_agreeing_condition(column)}" for column in columns)
            staging_tables.require_row_import(db, f"{matched} {known} WHERE {apart}", "m.row")


def _require_row_import_of_other_titles(db: sqlite3.Connection, column: ImportColumn, source: str) -> None:
    """Defer the rows of which the titles contradict those of their record: of them there are few different ones."""
    own, given = f"t.{column.field.column}", f"i.{column.name}"
    pairs = db.execute(f"SELECT DISTINCT {own}, {given} FROM {source} WHERE {own} <> {given}").fetchall()
    apart = json.dumps([tuple(pair) for pair in pairs if column.field.contradicts(*pair)])
    if apart != "[]":
        listed = "SELECT value ->> 0, value ->> 1 FROM json_each(?)"
        found = db.execute(f"SELECT m.row FROM {source} WHERE ({own}, {given}) IN ({listed})", [apart])
        staging_tables.require_row_import_of(db, [row[0] for row in found.fetchall()])


def _note_loose_rows(db: sqlite3.Connection, task: TableImport, key: Key) -> None:
    """Fill ``loose_rows`` with the rows that agree with their record in too little, where it says more."""
    entity = task.entity
    own = [part.field for part in key if not (part.child or part.is_name)]
    certain = matching.list_certain_fields(entity, key)
    columns = [c for c in task.columns_of(OWN) if c.field.name in certain]
    agree = [f"t.{c.field.column} = i.{c.name}{c.field.collate_clause}" for c in columns]
    agree += [f"i.{c.name} IS NOT NULL" for p in key if p.child and not p.must_agree and (c := find_column(task, p))]
    said = [f"t.{entity.by_name[name].column} IS NOT NULL{_unless_given(task, OWN, name)}" for name in own]
    for part in (part for part in key if part.child):
        kind = task.entity_of(CHILD)
        mine = f"c.{_parent_column(task)} = t.id AND c.{kind.by_name[part.field].column} IS NOT NULL"
        said.append(f"EXISTS (SELECT 1 FROM {kind.name} c WHERE {mine}){_unless_given(task, CHILD, part.field)}")
    if said:
        known = f"{_MATCHED_NOW} CROSS JOIN {entity.name} t ON t.id = m.record"
        agrees = " OR ".join(f"coalesce({one}, 0)" for one in agree) or "0"
        where = f"NOT ({agrees}) AND ({' OR '.join(said)})"
        db.execute(f"INSERT OR IGNORE INTO temp.loose_rows SELECT m.row FROM {known} WHERE {where}")


def _unless_given(task: TableImport, level: str, field: str) -> str:
    column = task.column_of(level, field)
    return f" AND i.{column.name} IS NULL" if column else ""


def require_row_import_of_loose(db: sqlite3.Connection) -> None:
    """Defer the rows that change a record of which only the name agrees."""
    changing = ("SELECT row FROM changed_rows", "SELECT row FROM new_children")
    staging_tables.require_row_import(db, f"loose_rows WHERE {' OR '.join(f'row IN ({rows})' for rows in changing)}")


def _require_row_import_of_doubtful_namesakes(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer the rows without a record whose name a known one has, unless an official key tells them apart."""
    entity = task.entity
    clauses = [
        _agreeing_condition(column)
        for column in task.columns_of(OWN)
        if column.field.name in (*entity.official_fields, *entity.apart_fields)
    ]
    for part in (key[0] for key in entity.keys if key.is_by_child and len(key) == 1):
        if column := find_column(task, part):
            kind = task.entity_of(CHILD)
            mine = f"c.{_parent_column(task)} = t.id AND c.{column.field.column} IS NOT NULL"
            clauses.append(f"(i.{column.name} IS NULL OR NOT EXISTS (SELECT 1 FROM {kind.name} c WHERE {mine}))")
    named = f"CROSS JOIN name_key k ON k.kind = '{entity.name}' AND k.key = i.name"
    known = f"unmatched_rows u CROSS JOIN resolved i ON i.row = u.row {named} CROSS JOIN {entity.name} t"
    staging_tables.require_row_import(db, f"{known} WHERE {' AND '.join(['t.id = k.record_id', *clauses])}", "u.row")


def _parent_column(task: TableImport) -> str:
    """Return the column of a child that points to its parent."""
    parent = task.entity_of(CHILD).parent
    assert parent is not None
    return parent.column


def _join_children(task: TableImport, key: Key) -> str:
    """Return the join of the children that have all that a row says, found by their own index."""
    columns = [column for part in key if (column := find_column(task, part)) is not None]
    same = " AND ".join(f"c.{column.field.column} = i.{column.name}" for column in columns)
    return f"CROSS JOIN {task.entity_of(CHILD).name} c ON {same}"


def _key_conditions(task: TableImport, part: KeyPart) -> Iterator[str]:
    """Yield the conditions by which a part of a key ties a row to the record ``t``."""
    column = None if part.is_name else find_column(task, part)
    if column is None:
        return
    if part.child:
        yield _child_condition(task, part, column)
        return
    value = value_expression(task.entity, column)
    if part.must_agree:
        yield _agreeing_condition(column)
    elif part.optional:
        # Where there is no parent, the + keeps SQLite from looking a record up by what many leave blank.
        own = f"{'' if task.entity.parent else '+'}t.{column.field.column}"
        yield f"{day_expression(column.field, own)} IS {day_expression(column.field, value)}"
    elif not isinstance(column.field, TextList):  # of a list one item is enough
        own = day_expression(column.field, f"t.{column.field.column}")
        yield f"{own} = {day_expression(column.field, value)}{column.field.collate_clause}"


def value_expression(entity: Entity, column: ImportColumn) -> str:
    """Return the value of a row, or the default of the kind where a row leaves it blank."""
    default = entity.defaults.get(column.field.name)
    return f"i.{column.name}" if default is None else f"coalesce(i.{column.name}, '{default}')"


def day_expression(field: Field, expression: str) -> str:
    """Return an expression for what identifies: of a moment only its day."""
    return f"substr({expression}, 1, 10)" if getattr(field, "time", False) else expression


def _child_condition(task: TableImport, part: KeyPart, column: ImportColumn) -> str:
    kind = task.entity_of(CHILD)
    assert kind.parent is not None
    # The + keeps SQLite from looking the child up by this rather than by its owner.
    mine = f"SELECT 1 FROM {kind.name} c WHERE c.{kind.parent.column} = t.id AND +c.{column.field.column}"
    said = f" OR NOT EXISTS ({mine} IS NOT NULL)" if part.must_agree else ""
    return f"(i.{column.name} IS NULL{said} OR EXISTS ({mine} = i.{column.name}))"


def _agreeing_condition(column: ImportColumn) -> str:
    """Return the condition that a record and a row do not contradict each other in a field."""
    own, given = f"t.{column.field.column}", f"i.{column.name}"
    same = f"{own} = {given}{column.field.collate_clause}"
    if isinstance(column.field, Date):
        same = f"substr({own}, 1, length({given})) = {given} OR substr({given}, 1, length({own})) = {own}"
    if isinstance(column.field, TextList):
        same = f"EXISTS (SELECT 1 FROM json_each({own}) a JOIN json_each({given}) b USING (value))"
    return f"({own} IS NULL OR {given} IS NULL OR {same})"


def match_children(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``child_matches`` for the matched rows that say anything of a child."""
    kind = task.entity_of(CHILD)
    assert kind.parent is not None
    unmatched: list[str] = []  # before the first key all are
    open_ = confirmations.build_open(task, CHILD)
    for key in kind.match_keys:
        clauses = [has_child_condition(task), *unmatched]
        for part in key:
            column = task.column_of(CHILD, part.field)
            if part.field == kind.parent.name:
                continue
            if column is None and not part.optional:
                break
            if column is not None:
                # The + keeps SQLite from looking the child up by this rather than by its owner.
                clauses.append(
                    f"+t.{column.field.column} {'IS' if part.optional else '='} {value_expression(kind, column)}"
                )
        else:
            clauses += [
                _agreeing_condition(column)
                for column in task.columns_of(CHILD)
                if column.field.name in kind.distinguishing_fields
            ]
            db.execute(
                f"""INSERT OR IGNORE INTO temp.child_matches SELECT i.row, t.id, {open_}
                FROM matches f JOIN resolved i USING (row)
                CROSS JOIN {kind.name} t ON t.{kind.parent.column} = f.record WHERE {" AND ".join(clauses)}"""
            )
            unmatched = ["i.row NOT IN (SELECT row FROM child_matches)"]


def list_open_child_columns(task: TableImport) -> list[ImportColumn]:
    """Return the columns of a child that may differ though it matches: those that are not in each key."""
    kind = task.entity_of(CHILD)
    given = {column.field.name for column in task.columns_of(CHILD)} | {kind.parent.name if kind.parent else ""}
    keys = [key for key in kind.match_keys if all(part.optional or part.field in given for part in key)]
    same = set.intersection(*({part.field for part in key} for key in keys)) if keys else set()
    return [column for column in task.columns_of(CHILD) if not column.is_uid and column.field.name not in same]


def require_row_import_of_open_children(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer the rows with a new child of which the record has one that differs only in blanks.

    Either side may be blank where the kind may be, of a day that of the record.
    """
    kind = task.entity_of(CHILD)
    assert kind.parent is not None
    for key in kind.keys:
        columns = [(part, task.column_of(CHILD, part.field)) for part in key if part.field != kind.parent.name]
        days = matching.list_days(kind)
        blank = [f"i.{column.name} IS NULL" for part, column in columns if column and part.optional]
        blank += [f"+t.{column.field.column} IS NULL" for part, column in columns if column and part.field in days]
        if not blank or any(column is None and not part.optional for part, column in columns):
            continue
        same = [
            f"(i.{c.name} IS NULL OR +t.{c.field.column} = i.{c.name}"
            f"{f' OR +t.{c.field.column} IS NULL' if part.field in days else ''})"
            if part.optional
            else f"+t.{c.field.column} = i.{c.name}"
            for part, c in columns
            if c is not None
        ]
        mine = f"{kind.name} t ON t.{kind.parent.column} = n.owner"
        known = f"new_children n CROSS JOIN resolved i USING (row) CROSS JOIN {mine}"
        staging_tables.require_row_import(db, f"{known} WHERE ({' OR '.join(blank)}) AND {' AND '.join(same)}")


def require_row_import_of_respelt_children(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer the rows with a new child of which the record has one that is spelled in another way."""
    kind = task.entity_of(CHILD)
    assert kind.parent is not None
    for column in filter(None, (task.column_of(CHILD, name) for name in matching.list_spelt_parts(kind))):
        own, source = f"t.{column.field.column}", "new_children n CROSS JOIN resolved i USING (row)"
        mine = f"{source} CROSS JOIN {kind.name} t ON t.{kind.parent.column} = n.owner"
        known: dict[str, list[str]] = {}
        for (value,) in db.execute(f"SELECT DISTINCT {own} FROM {mine} WHERE {own} IS NOT NULL"):
            known.setdefault(text.match_key(value), []).append(value)
        given = [row[0] for row in db.execute(f"SELECT DISTINCT i.{column.name} FROM {source} WHERE n.owner")]
        pairs = [(one, other) for one in filter(None, given) for other in known.get(text.match_key(one), ())]
        pairs = [pair for pair in pairs if pair[0] != pair[1]]
        if pairs:
            spelt = "SELECT value ->> 0, value ->> 1 FROM json_each(?)"
            sql = f"SELECT n.row FROM {mine} WHERE (i.{column.name}, {own}) IN ({spelt})"
            staging_tables.require_row_import_of(db, [row[0] for row in db.execute(sql, [json.dumps(pairs)])])


def has_child_condition(task: TableImport, without: Container[str] = ()) -> str:
    """Return the condition that a row says anything of a child, but in the fields `without` which it is none."""
    # What is not looked up in another table is found faster.
    columns = [column for column in task.columns_of(CHILD) if column.field.name not in without]
    if any(column.name in task.filled for column in columns):
        return "1"
    ordered = sorted(columns, key=lambda column: isinstance(column.field, Reference))
    return "(" + (" OR ".join(f"i.{column.name} IS NOT NULL" for column in ordered) or "0") + ")"


def find_column(task: TableImport, part: KeyPart) -> ImportColumn | None:
    """Return the column of the file for a part of a key, if there is one."""
    return task.column_of(level_of(part), part.field)


def level_of(part: KeyPart) -> str:
    """Return the level of the record to which a part of a key belongs."""
    return CHILD if part.child else OWN
