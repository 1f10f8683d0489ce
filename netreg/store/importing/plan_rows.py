"""Plan what an import does with each row of a file: for all rows at once, without a lock.

Plain rows are new, changed or unchanged and are applied in sets; a row for which the order of the
file could matter (twins in the file, several matching records, a contradiction) needs row import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.confirmations import CONFIRMED_ON, FIRST_CONFIRMED_ON
from netreg.core.fields import Reference, shorten
from netreg.core.table_import import CHILD, OWN, RowDecision
from netreg.language import _
from netreg.store.concurrency import iterate_in_lots
from netreg.store.importing import (
    derive_rows,
    lone_names,
    match_rows,
    resolve_references,
    row_order,
    similar_rows,
    staging_tables,
)
from netreg.store.importing.worker_processes import map_chunks, split_chunks
from netreg.store.merging import imported_keys
from netreg.store.records import records, search_columns
from netreg.store.writes.rules import find_import_rules
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from netreg.core.entity import Row
    from netreg.core.table_import import ImportColumn, TableImport
    from netreg.store.importing.resolve_references import CreatedRecord


def plan_rows(
    db: sqlite3.Connection,
    task: TableImport,
    *,
    may_create: bool = False,
    derived: bool = False,
    created: Iterable[CreatedRecord] = (),
) -> None:
    """Plan what is done with each row; write nothing but staging tables.

    With `may_create` rows may name unknown records that can be created, and `created` are those that were;
    with `derived` every row has its derived columns already.
    """
    derived = derived and not staging_tables.has_filled_rows(db)
    staging_tables.clear_plan(db)
    resolve_references.resolve_references(db, task, may_create=may_create, created=created)
    resolve_references.reject_orphans(db, task)
    _find_records(db, task)
    _compare_rows(db, task)
    similar_rows.require_row_import_of_rivals(db, task)
    _ask_rules(db, task)
    _fill_new_rows(db, task)
    changed = "SELECT row FROM changed_rows UNION SELECT row FROM new_children WHERE owner IS NOT NULL"
    match_rows.derive_row_names(db, task, f"row IN ({changed} UNION SELECT row FROM needs_row_import)")
    if not derived:
        _derive_new_rows(db, task)
    _derive_changed_rows(db, task)
    match_rows.require_row_import_of_loose(db)
    if _has_rows_to_write(db):
        are_apart = row_order.require_row_import_of_twins(db, task)
        row_order.require_row_import_of_namesakes(db, task)
        row_order.require_row_import_of_later_matches(db, task)
        if not are_apart:
            row_order.note_namesakes(db, task)
    similar_rows.note_similar_rows(db, task)
    _keep_order_of_file(db, task)
    _number_new_rows(db)


def _find_records(db: sqlite3.Connection, task: TableImport) -> None:
    """Find the record of each row; one that is doubtful, decided, or depends on other rows needs row import."""
    for one in imported_keys.replace_former_keys(db, task):
        staging_tables.add_row_note(db, one.row, one.place, one.value, one.describe(task.entity), one.line)
        if one.is_certain:
            staging_tables.insert_decisions(db, [RowDecision(one.row, "record", one.record)])
    match_rows.match_rows(db, task)
    row_order.require_row_import_of_ambiguous(db)
    lone_names.reject_lone_names(db, task)
    staging_tables.require_row_import(db, "decisions d CROSS JOIN incoming i ON i.row = d.row", "d.row")
    staging_tables.require_row_import(db, "matches WHERE record IN (SELECT record FROM decided_records)")
    similar_rows.require_row_import_of_former_names(db, task)
    similar_rows.find_similar_rows(db, task)
    _require_row_import_of_taken_codes(db, task)


def _ask_rules(db: sqlite3.Connection, task: TableImport) -> None:
    """Let the rules of the kind tell which rows need row import, and what they note."""
    for rule in find_import_rules(task):
        for rows in rule.rows_needing_row_import(db, task):
            staging_tables.require_row_import(db, rows)
        for note in rule.note_rows(db, task):
            staging_tables.add_row_note(db, *note)


def _fill_new_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Give new rows the values that the rules of their kind fill in; what no record can be needs row import."""
    entity, odd, further = task.entity, list[int](), list[tuple[int, str]]()
    db.execute("SAVEPOINT filling")  # without a transaction each row would be one
    for rule in find_import_rules(task):
        for number, row, given in list(rule.fill_rows(db, task)):
            full = row | given
            if entity.find_problems(full):
                odd.append(number)
                continue
            keys = [key for key in map(text.match_key, filter(None, entity.names(full))) if key]
            staging_tables.fill_row(db, number, given, search_columns.derive_columns(entity, full), keys)
            further += ((number, key) for key in keys[1:])
    staging_tables.replace_further_names(db, further)
    staging_tables.require_row_import_of(db, odd)
    db.execute("RELEASE filling")


def _has_rows_to_write(db: sqlite3.Connection) -> bool:
    """Return whether any row has something to write: where none has, none depends on another."""
    tables = (_NEW_ROWS, "new_values", "new_children", "needs_row_import")
    return any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)


def _number_new_rows(db: sqlite3.Connection) -> None:
    """Number the new records and children in the order of the file.

    They fill ``new_rows`` and ``numbered_children``.
    """
    others = any(
        db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
        for table in ("matches", "needs_row_import", "rejected_rows", "left_out_rows")
    )
    if not others:
        db.execute("INSERT INTO temp.new_rows SELECT row, row FROM unmatched_rows")
        db.execute("INSERT INTO temp.numbered_children SELECT NULL, row, owner, row FROM new_children ORDER BY row")
        return
    db.execute(f"INSERT INTO temp.new_rows SELECT i.row, row_number() OVER (ORDER BY i.row) FROM {_NEW_ROWS}")
    db.execute(
        """INSERT INTO temp.numbered_children SELECT NULL, c.row, c.owner, f.n
        FROM new_children c LEFT JOIN new_rows f USING (row)
        WHERE c.row NOT IN (SELECT row FROM needs_row_import) ORDER BY c.row"""
    )


# --- rows and known records compared --------------------------------------------------------------------


def _require_row_import_of_taken_codes(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer rows with a code that another record has, and new ones that are checked with their parent."""
    for column in filter(None, (task.column_of(OWN, name) for name in task.entity.exclusive_fields)):
        same = f"t.{column.field.column} = i.{column.name}"
        taken = f"SELECT 1 FROM {task.entity.name} t WHERE {same} AND t.id IS NOT f.record"
        staging_tables.require_row_import(db, f"resolved i LEFT JOIN matches f USING (row) WHERE EXISTS ({taken})")
    if task.entity.check_with_parent:
        staging_tables.require_row_import(db, "unmatched_rows")


_IN_SETS = "i.row NOT IN (SELECT row FROM needs_row_import) AND i.row NOT IN (SELECT row FROM rejected_rows)"
_NEW_ROWS = f"unmatched_rows i WHERE {_IN_SETS}"


def _compare_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``changed_rows`` and ``new_children``; a row that changes a child needs row import."""
    compared = [column for column in task.columns_of(OWN) if not match_rows.is_fixed_column(column)]
    # A row that contradicts its record changes it, where that takes what a row says.
    is_enough = task.policy.on_match in ("update", "overwrite") and compared == list(task.columns_of(OWN))
    if not is_enough:
        match_rows.require_row_import_of_contradicted(db, task, "matches")
    if task.policy.on_match == "skip":
        if task.child:
            _find_new_children(db, task, owned=False)
        return
    kind = task.entity
    db.execute(f"INSERT INTO temp.changed_rows SELECT row, record FROM matches i WHERE i.differs AND {_IN_SETS}")
    if is_enough:
        match_rows.require_row_import_of_contradicted(db, task, "changed_rows")
    for column in task.columns_of(OWN):
        if column.field.name in kind.exclusive_fields or (
            isinstance(column.field, Reference) and column.field.to == kind.name
        ):
            tied = f"resolved i JOIN changed_rows d USING (row) JOIN {kind.name} t ON t.id = d.record"
            staging_tables.require_row_import(db, f"{tied} WHERE {match_rows.build_change_condition(task, column)}")
    if kind.parent is not None:
        staging_tables.require_row_import(db, "changed_rows")
    if task.child and any(task.columns_of(CHILD)):
        match_rows.match_children(db, task)
        _compare_children(db, task)


def _compare_children(db: sqlite3.Connection, task: TableImport) -> None:
    kind = task.entity_of(CHILD)
    matched = match_rows.count_rows(db, "child_matches")
    row_order.require_row_import_of_several(db, "child_matches", matched)
    if changing := match_rows.list_open_child_columns(task):
        differing = " OR ".join(match_rows.build_change_condition(task, column) for column in changing)
        tied = f"child_matches f JOIN resolved i USING (row) JOIN {kind.name} t ON t.id = f.record"
        staging_tables.require_row_import(db, f"{tied} WHERE {differing}")
    are_all_known = matched == match_rows.count_matched_rows(db)
    if "seq" in kind.by_name and not are_all_known:
        absent = f"{match_rows.has_child_condition(task)} AND i.row NOT IN (SELECT row FROM child_matches)"
        staging_tables.require_row_import(db, f"matches f JOIN resolved i USING (row) WHERE {absent}")
    _find_new_children(db, task, owned=not are_all_known)
    if not are_all_known and db.execute("SELECT 1 FROM new_children WHERE owner IS NOT NULL LIMIT 1").fetchone():
        match_rows.require_row_import_of_open_children(db, task)
        match_rows.require_row_import_of_respelt_children(db, task)


def _find_new_children(db: sqlite3.Connection, task: TableImport, *, owned: bool) -> None:
    """Fill ``new_children``: those of known records if `owned`, and those of new records."""
    if not any(task.columns_of(CHILD)):
        return
    says = match_rows.has_child_condition(task, _CONFIRMATIONS)
    if confirmed := [column for column in task.columns_of(CHILD) if column.field.name in _CONFIRMATIONS]:
        _note_confirmations_of_nothing(db, task, confirmed[0], says)
    if owned:
        db.execute(
            f"""INSERT INTO temp.new_children SELECT i.row, f.record FROM matches f JOIN resolved i USING (row)
            WHERE {_IN_SETS} AND {says} AND i.row NOT IN (SELECT row FROM child_matches)"""
        )
    fresh = "unmatched_rows i" if says == "1" else "unmatched_rows u CROSS JOIN resolved i ON i.row = u.row"
    db.execute(f"INSERT INTO temp.new_children SELECT i.row, NULL FROM {fresh} WHERE {_IN_SETS} AND {says}")


_CONFIRMATIONS = (CONFIRMED_ON, FIRST_CONFIRMED_ON)


def _note_confirmations_of_nothing(db: sqlite3.Connection, task: TableImport, column: ImportColumn, says: str) -> None:
    """Say in the rows with nothing of a child but its confirmation that there is no child to confirm."""
    note = _("left out: there is no post to confirm; contact data have the heading '{heading}'").format(
        heading=task.entity.by_name[CONFIRMED_ON].label if CONFIRMED_ON in task.entity.by_name else "-"
    )
    known = "SELECT row FROM temp.child_matches UNION SELECT row FROM temp.needs_row_import"
    sql = f"SELECT i.row, i.{column.name} FROM resolved i WHERE i.{column.name} IS NOT NULL AND NOT {says}"
    for row, day in db.execute(f"{sql} AND i.row NOT IN ({known})").fetchall():
        staging_tables.add_row_note(db, row, f"{CHILD}.{column.field.name}", shorten(column.field.show(day)), note)


# --- derived columns -------------------------------------------------------------------


def _derive_new_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Derive the columns of new records and their children where that was not done as they were read."""
    columns = list(task.columns_of(OWN))
    odd: list[int] = []
    names: list[tuple[int, str]] = []
    new = f"unmatched_rows u CROSS JOIN resolved i ON i.row = u.row WHERE i.search_text IS NULL AND {_IN_SETS}"
    shown = "".join(f", i.{column.name}" for column in columns)

    def derived_rows() -> Iterator[tuple[Any, ...]]:
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
    db.executemany("UPDATE temp.incoming SET sort_key = ?, search_text = ?, name = ? WHERE row = ?", derived_rows())
    staging_tables.insert_names(db, OWN, names)
    staging_tables.require_row_import_of(db, odd)
    db.execute("RELEASE deriving")
    if task.child and any(task.columns_of(CHILD)):
        _derive_new_children(db, task)


def _make_deriver(task: TableImport) -> Callable[[list[Any]], list[Any]]:
    """Return a pure function that derives columns from rows of new records, for any process.

    A row is its number, the key of its first name if it was named already, and its values. Of each
    comes back its number, the sort key, what is searched, the keys of its first and its other names
    unless it was named; nothing searched says there can be no such record.
    """
    derive = derive_rows.make_record_deriver(task)

    def derive_named(rows: list[Any]) -> list[Any]:
        _numbers, _keys, *columns = zip(*rows, strict=True)
        found = zip(rows, derive(columns, len(rows)), strict=True)
        return [
            (row[0], ordered, searched, row[1], ())
            if row[1] or not names
            else (row[0], ordered, searched, names[0], names[1:])
            for row, (ordered, searched, names) in found
        ]

    return derive_named


def _iterate_changed_rows(db: sqlite3.Connection, columns: list[ImportColumn]) -> Iterator[list[tuple[int, int, Row]]]:
    """Yield the rows that change a record, in lots: number, record, and the values of some columns by field."""
    names = [column.field.name for column in columns]
    shown = "".join(f", i.{column.name}" for column in columns)
    sql = f"SELECT i.row, d.record{shown} FROM changed_rows d CROSS JOIN resolved i USING (row) WHERE {_IN_SETS}"
    for lot in iterate_in_lots(db, sql, "d.row"):
        yield [(number, record, dict(zip(names, values, strict=True))) for number, record, *values in lot]


def _derive_new_children(db: sqlite3.Connection, task: TableImport) -> None:
    """Derive the search text of new children where that was not done as they were read."""
    derive = derive_rows.make_child_deriver(task)
    odd: list[int] = []
    names: list[tuple[int, str]] = []
    shown = "".join(f", i.{column.name}" for column in task.columns_of(CHILD))
    new = """new_children c CROSS JOIN resolved i USING (row)
        WHERE i.child_text IS NULL AND c.row NOT IN (SELECT row FROM needs_row_import)"""

    def derived_rows() -> Iterator[tuple[Any, ...]]:
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
    db.executemany("UPDATE temp.incoming SET child_text = ? WHERE row = ?", derived_rows())
    staging_tables.insert_names(db, CHILD, names)
    staging_tables.require_row_import_of(db, odd)
    db.execute("RELEASE deriving")


def _derive_changed_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``new_values`` with the derived columns of each changed record.

    A row that only spells what the record has in another way changes nothing; one of which the record
    takes a part needs row import.
    """
    if not db.execute("SELECT 1 FROM changed_rows LIMIT 1").fetchone():
        return  # what is needed otherwise is not even loaded
    entity, columns = task.entity, [column for column in task.columns_of(OWN) if not column.is_uid]
    odd: list[int] = []
    same: list[int] = []
    names: list[tuple[int, str]] = []

    def derived_rows(lot: list[tuple[int, int, Row]]) -> Iterator[tuple[Any, ...]]:
        from netreg.store.writes import imported_rows, planned_notes

        for number, record, given in lot:
            before = records.read_values(db, entity, record)
            row, remarks = imported_rows.read_present_name(db, entity, record, before, given, task.policy)
            full = _apply_values(task, row, before)
            if full != before and (remarks or _needs_row_import(task, row, before, full)):
                odd.append(number)
                continue
            remarks += planned_notes.describe_kept_fields(task.policy, OWN, row, before, entity)
            if full != before:
                remarks += planned_notes.describe_replaced_fields(entity, before, full)
            for remark in remarks:
                staging_tables.add_row_note(db, number, *remark)
            if full == before:
                same.append(number)
                continue
            kept = search_columns.derive_columns(entity, full)
            names.extend((record, key) for key in search_columns.derive_name_keys(entity, full))
            yield record, number, kept.get("sort_key"), kept["search_text"]

    for lot in _iterate_changed_rows(db, columns):
        # Known records are read in between: until its end a transaction keeps everybody from committing.
        db.execute("SAVEPOINT deriving")
        db.executemany("INSERT INTO temp.new_values VALUES (?, ?, ?, ?)", derived_rows(lot))
        db.execute("RELEASE deriving")
    db.execute("SAVEPOINT deriving")
    db.executemany("INSERT INTO temp.changed_names VALUES (?, ?)", names)
    db.executemany("DELETE FROM temp.changed_rows WHERE row = ?", [(row,) for row in same])
    staging_tables.require_row_import_of(db, odd)
    db.execute("RELEASE deriving")


def _needs_row_import(task: TableImport, row: Row, before: Row, full: Row) -> bool:
    """Tell whether no statement can make of a record what it is to be: a rule takes part, or it may be another one."""
    entity = task.entity
    return bool(
        (entity.find_former_name and entity.find_former_name(before, full))
        or entity.find_former_titles(before, full)
        or full != before | _select_raw_changes(task, row, before)
        or entity.find_problems(full)
        or (entity.is_same_record and not entity.is_same_record(before, full))
        or (entity.is_same_sharer and not entity.is_same_sharer(before, full))
    )


def _select_raw_changes(task: TableImport, row: Row, before: Row) -> Row:
    """Return what a statement writes that takes the values as they are typed."""
    if task.policy.on_match == "fill":
        return {name: value for name, value in row.items() if value is not None and before[name] is None}
    return task.policy._replace(on_match="overwrite").select_changes(OWN, row, before, task.entity)


def _apply_values(task: TableImport, row: Row, before: Row) -> Row:
    """Return the values of a known record after a row about it."""
    return before | task.policy.select_changes(OWN, row, before, task.entity)


def _keep_order_of_file(db: sqlite3.Connection, task: TableImport) -> None:
    """Leave all rows to the import row by row if one of them is, where the order of the records matters.

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
    if mixed or db.execute("SELECT 1 FROM needs_row_import").fetchone():
        staging_tables.require_row_import(db, "incoming WHERE row NOT IN (SELECT row FROM rejected_rows)")
