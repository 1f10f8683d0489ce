"""Rows that no key matches, and that are perhaps about a known record spelled differently: found in the plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from netreg.core.fields import shorten
from netreg.core.table_import import CHILD, OWN, TableImport
from netreg.core.uid_field import UID_NAME
from netreg.entities import BY_NAME
from netreg.language import _
from netreg.store.concurrency import iterate_in_lots
from netreg.store.importing import match_rows, staging_tables
from netreg.thai.text import match_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.entity import Row
    from netreg.core.keys import Key
    from netreg.store.similarity.similar_records import Similar


def find_similar_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Fill ``similar_rows`` with the records that rows about none may be about; such rows need row import.

    Rows on which a person decided are not asked about, nor any where all that are doubtful are new.
    """
    if task.policy.doubtful == "new" or not staging_tables.has_records(db, task):
        return
    if not db.execute("SELECT 1 FROM temp.unmatched_rows LIMIT 1").fetchone():
        return
    from netreg.store.similarity.similar_records import find_similar_records

    entity = BY_NAME[task.entity.name]
    known = () if entity.apart_fields else db.execute("SELECT record FROM temp.matches")
    matched = frozenset(row[0] for row in known)
    found = find_similar_records(db, entity, _iterate_unmatched_rows(db, task), matched)
    similar = [(row, place, *one) for row, several in found for place, one in enumerate(several)]
    db.executemany("INSERT INTO temp.similar_rows VALUES (?, ?, ?, ?)", similar)
    staging_tables.require_row_import(db, "similar_rows")


_MOST_COMPARED = 10_000
"""The new rows that are compared with each other letter by letter; of longer files only their tone marks."""
_MOST_COMPARED_IN_MARKS = 50_000
"""The new rows of which the marks are compared; longer files come from a system, and hardly from a keyboard."""
_MOST_NEAR = 2
"""The rows that may be near to one that is told: names near to many others are those of a series."""


def note_similar_rows(db: sqlite3.Connection, task: TableImport) -> None:
    """Say of new rows that an earlier one of the file has nearly the same name: they are perhaps one."""
    column = next((one for one in task.columns_of(OWN) if one.field.is_name), None)
    if column is None or not BY_NAME[task.entity.name].apart_fields:
        return
    if _has_more_new_rows(db, _MOST_COMPARED_IN_MARKS):
        return
    where = _find_rows_differing_in_marks(db) if has_too_many_rows(db, task) else "1"
    rows = list(_iterate_unmatched_rows(db, task, where))
    if not 1 < len(rows) <= _MOST_COMPARED:
        return
    from netreg.store.similarity.similar_records import find_similar_pairs

    values, told = dict(rows), set[int]()
    pairs = sorted(find_similar_pairs(db, BY_NAME[task.entity.name], rows))
    near = Counter(row for pair in pairs for row in pair[:2])
    for row, other, reason in pairs:
        if row not in told and max(near[row], near[other]) <= _MOST_NEAR:
            told.add(row)
            line = db.execute("SELECT line FROM temp.incoming WHERE row = ?", [other]).fetchone()[0]
            note = _("perhaps the same as line {line}: {reason}").format(line=line, reason=reason)
            value = shorten(str(values[row].get(column.field.name) or ""))
            staging_tables.add_row_note(db, row, f"{OWN}.{column.field.name}", value, note)


def has_too_many_rows(db: sqlite3.Connection, task: TableImport) -> bool:
    """Return whether a file has more new rows than are compared with each other letter by letter."""
    return bool(BY_NAME[task.entity.name].apart_fields) and _has_more_new_rows(db, _MOST_COMPARED)


def _has_more_new_rows(db: sqlite3.Connection, most: int) -> bool:
    sql = "SELECT count(*) FROM (SELECT 1 FROM temp.unmatched_rows LIMIT ?)"
    return bool(db.execute(sql, [most + 1]).fetchone()[0] > most)


def _find_rows_differing_in_marks(db: sqlite3.Connection) -> str:
    """Return the condition for the new rows of which another has the same letters, and other marks above them.

    A sort key has the letters first, then the marks.
    """
    letters = "substr(i.sort_key, 1, coalesce(nullif(instr(i.sort_key, char(31)), 0), 1000) - 1)"
    sql = f"""SELECT group_concat(i.row) FROM temp.unmatched_rows n CROSS JOIN incoming i ON i.row = n.row
        GROUP BY {letters} HAVING min(i.sort_key) <> max(i.sort_key)"""
    found = ",".join(row[0] for row in db.execute(sql))
    return f"u.row IN ({found})"


def _iterate_unmatched_rows(db: sqlite3.Connection, task: TableImport, where: str = "1") -> Iterator[tuple[int, Row]]:
    """Yield the rows ``u`` about no known record that meet a condition, each with its values and those of its child."""
    columns = [*task.columns_of(CHILD), *task.columns_of(OWN)]
    names = [column.field.name for column in columns]
    shown = "".join(f", i.{column.name}" for column in columns)
    sql = f"""SELECT u.row{shown} FROM unmatched_rows u CROSS JOIN resolved i ON i.row = u.row
        WHERE u.row NOT IN (SELECT row FROM rejected_rows) AND u.row NOT IN (SELECT row FROM decisions) AND {where}"""
    for lot in iterate_in_lots(db, sql, "u.row"):
        for row, *values in lot:
            yield row, dict(zip(names, values, strict=True))


def require_row_import_of_rivals(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer the rows that a number or an e-mail gives one record, and their name or another e-mail a second one.

    Only those that change their record are looked at: what agrees with it in all is about no other.
    """
    entity, keys = task.entity, match_rows.list_usable_keys(task)
    marked = [number for number, key in enumerate(keys) if not key.has_name and key.unique_field != UID_NAME]
    if not marked:
        return
    numbers = ", ".join(map(str, marked))
    written = "SELECT row FROM changed_rows UNION SELECT row FROM new_children WHERE owner IS NOT NULL"
    matched = f"({written}) w CROSS JOIN matches m ON m.row = w.row"
    known = f"{matched} CROSS JOIN resolved i ON i.row = m.row CROSS JOIN {entity.name} t ON t.id = m.record"
    source = f"{known} AND m.key IN ({numbers})"
    shared = entity.shareable_fields if entity.has_doubtful_namesakes else ()
    for column in (one for one in task.columns_of(OWN) if one.field.name in shared):
        own, given, same = f"t.{column.field.column}", f"i.{column.name}", column.field.collate_clause
        other = f"SELECT 1 FROM {entity.name} o WHERE o.{column.field.column} = {given}{same} AND o.id <> t.id"
        staging_tables.require_row_import(db, f"{source} WHERE {own} <> {given}{same} AND EXISTS ({other})", "m.row")
    for key in (one for one in keys if one.has_name):
        if rows := [row[0] for row in db.execute(f"SELECT m.row FROM {source} WHERE {_select_strangers(task, key)}")]:
            listed = ", ".join(map(str, rows))
            match_rows.derive_row_names(db, task, f"row IN ({listed})")
            named = f"incoming i CROSS JOIN name_key k ON k.kind = '{entity.name}' AND k.key = i.name"
            other = f"JOIN matches m ON m.row = i.row AND m.record <> k.record_id WHERE i.row IN ({listed})"
            staging_tables.require_row_import(db, f"{named} {other}", "i.row")


def _select_strangers(task: TableImport, key: Key) -> str:
    """Return the condition that a record has no such child as a row names, or where it needs none another name."""
    children = [(part, match_rows.find_column(task, part)) for part in key if part.child]
    if not children:
        columns = [one for one in task.columns_of(OWN) if one.field.is_name]
        return " OR ".join(f"t.{c.field.column} <> i.{c.name}" for c in columns) or "0"
    if any(column is None for _part, column in children):
        return "0"
    return " AND ".join(
        f"i.{column.name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {part.child} c"
        f" WHERE c.{parent.column} = t.id AND +c.{column.field.column} = i.{column.name})"
        for part, column in children
        if column is not None and (parent := BY_NAME[part.child or ""].parent)
    )


def require_row_import_of_former_names(db: sqlite3.Connection, task: TableImport) -> None:
    """Defer the rows that give a former family name: one that is said to be one, or by which somebody is known."""
    given = task.column_of(OWN, "given_name")
    if given is None or not db.execute("SELECT 1 FROM temp.former_families LIMIT 1").fetchone():
        return
    staging_tables.require_row_import(db, "former_families f CROSS JOIN incoming USING (row) WHERE f.is_said")
    sql = f"SELECT row, i.{given.name}, f.family FROM former_families f JOIN incoming i USING (row) WHERE NOT f.is_said"
    named = [(row, match_key(f"{name} {family}")) for row, name, family in db.execute(sql) if name]
    known = "SELECT 1 FROM name_key WHERE kind = ? AND key = ? LIMIT 1"
    staging_tables.require_row_import_of(
        db, [row for row, key in named if db.execute(known, [task.entity.name, key]).fetchone()]
    )


def find_former_family(db: sqlite3.Connection, row: int) -> tuple[str, bool] | None:
    """Return the former family name that a row gives, and whether it says that it is one."""
    found = db.execute("SELECT family, is_said FROM temp.former_families WHERE row = ?", [row]).fetchone()
    return (found[0], bool(found[1])) if found else None


def list_similar(db: sqlite3.Connection, row: int) -> list[Similar]:
    """Return the records that a row may be about, the likeliest first."""
    from netreg.store.similarity.similar_records import Similar

    found = db.execute("SELECT record, reason FROM temp.similar_rows WHERE row = ? ORDER BY place", [row])
    return [Similar(*one) for one in found]
