"""The staging tables of an import: the rows of a file in temporary tables, outside every lock.

SQLite keeps them in files of its own that are gone with the connection. Where a row names
another record, the number of a named reference stands in ``incoming``, and the record itself
in the view ``resolved``: each name is looked up once for all rows.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from netreg.core.fields import Reference
from netreg.core.table_import import OWN, NamedReference, RowDecision
from netreg.named_tuples import NamedTuple
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from netreg.core.entity import Row
    from netreg.core.table_import import ImportColumn, TableImport


class StagedError(NamedTuple):
    """Why a row is rejected: its line, the place and value at fault, the reason, the records that it may be about."""

    line: int
    heading: str
    value: str
    reason: str
    candidates: tuple[int, ...] = ()


TABLES = {
    "named_references": """number INTEGER PRIMARY KEY, level TEXT, field TEXT, text TEXT, key TEXT, within INTEGER,
        record INTEGER, reason TEXT, postponed INTEGER""",
    "row_errors": """row INTEGER, line INTEGER, heading TEXT, value TEXT, reason TEXT, planned INTEGER,
        candidates TEXT""",
    "rejected_rows": "row INTEGER PRIMARY KEY",
    "decisions": "row INTEGER PRIMARY KEY, record INTEGER, action TEXT",
    "decided_records": "record INTEGER PRIMARY KEY, row INTEGER",
    "row_notes": "row INTEGER, line INTEGER, heading TEXT, value TEXT, note TEXT, planned INTEGER",
    "short_years": "row INTEGER, line INTEGER, heading TEXT, value TEXT, reason TEXT",
    "left_out_rows": "row INTEGER PRIMARY KEY, line INTEGER, value TEXT, note TEXT",
    "other_names": "row INTEGER, key TEXT",
    "child_names": "row INTEGER, key TEXT",
    "former_families": "row INTEGER PRIMARY KEY, family TEXT, is_said INTEGER",
    "matches": """row INTEGER, record INTEGER, key INTEGER, differs INTEGER, is_open INTEGER,
        PRIMARY KEY (row, record)""",
    "unmatched_rows": "row INTEGER PRIMARY KEY",
    "confirmed_rows": "row INTEGER PRIMARY KEY",
    "confirmed_records": "record INTEGER PRIMARY KEY, row INTEGER",
    "loose_rows": "row INTEGER PRIMARY KEY",
    "similar_rows": "row INTEGER, place INTEGER, record INTEGER, reason TEXT, PRIMARY KEY (row, place)",
    "needs_row_import": "row INTEGER PRIMARY KEY",
    "changed_rows": "row INTEGER PRIMARY KEY, record INTEGER",
    "child_matches": "row INTEGER, record INTEGER, is_open INTEGER, PRIMARY KEY (row, record)",
    "new_children": "row INTEGER PRIMARY KEY, owner INTEGER",
    "new_rows": "row INTEGER PRIMARY KEY, n INTEGER",
    "numbered_children": "n INTEGER PRIMARY KEY, row INTEGER, owner INTEGER, new_row INTEGER",
    "new_values": "record INTEGER PRIMARY KEY, row INTEGER, sort_key TEXT, search_text TEXT",
    "changed_names": "record INTEGER, key TEXT",
    "filled_rows": "row INTEGER PRIMARY KEY, given TEXT",
    "placed_rows": "row INTEGER PRIMARY KEY, record INTEGER",
    "repeated_rows": "row INTEGER PRIMARY KEY, before INTEGER, record INTEGER",
}
"""The staging tables beside ``incoming``, which has the rows; each column has the type of what it is joined with.

SQLite uses no index where the one side of a comparison is an INTEGER and the other has no type.
"""

DERIVED_COLUMNS = ("sort_key", "search_text", "name", "child_text")
"""The columns of ``incoming`` derived from a row alone: of a new record, its first name's key, of a new child."""

_OF_THE_ROWS = (
    "named_references", "row_errors", "rejected_rows", "decisions", "decided_records", "row_notes", "left_out_rows",
    "short_years", "other_names", "child_names", "former_families",
)  # fmt: skip
_PLANNED = tuple(name for name in TABLES if name not in _OF_THE_ROWS)


def create_staging_tables(db: sqlite3.Connection, task: TableImport) -> None:
    """Create the staging tables for the rows of one table, in place of those of an earlier one.

    Rows that are nested in those of another table belong to the records of those, which
    stand in the temporary table that `nested_in` names.
    """
    db.execute("PRAGMA temp_store = FILE")
    db.execute("PRAGMA temp.page_size = 16384")  # for rows that are wide, added at the end and read in order
    db.execute("PRAGMA temp.cache_size = -49152")
    db.execute("DROP VIEW IF EXISTS temp.resolved")
    values = [f"{column.name} {column.field.sql_type}{column.field.collate_clause}" for column in task.columns]
    beside = [f"{name} TEXT" for name in DERIVED_COLUMNS]
    own = ", ".join(["row INTEGER PRIMARY KEY", "line INTEGER", "owner INTEGER", *values, *beside])
    for name, columns in {"incoming": own, **TABLES}.items():
        db.execute(f"DROP TABLE IF EXISTS temp.{name}")
        db.execute(f"CREATE TEMP TABLE {name} ({columns}){' WITHOUT ROWID' if 'PRIMARY KEY (' in columns else ''}")
    db.execute("CREATE INDEX temp.matches_record ON matches (record)")
    db.execute("CREATE INDEX temp.row_errors_row ON row_errors (row)")
    shown = ["row", "line", "owner", *(_resolved_column(task, column) for column in task.columns), *DERIVED_COLUMNS]
    db.execute(f"CREATE TEMP VIEW resolved AS SELECT {', '.join(shown)} FROM incoming i")


def _resolved_column(task: TableImport, column: ImportColumn) -> str:
    if not isinstance(column.field, Reference):
        return column.name
    if task.nested_in and column.level == OWN and column.field.parent:
        return f"(SELECT p.record FROM {task.nested_in} p WHERE p.line = i.owner) AS {column.name}"
    return f"(SELECT p.record FROM named_references p WHERE p.number = i.{column.name}) AS {column.name}"


def insert_former_families(db: sqlite3.Connection, found: Iterable[tuple[int, str, bool]]) -> None:
    """Insert the former family names of rows: each with the row, and whether the row says that it is one."""
    db.executemany("INSERT OR IGNORE INTO temp.former_families VALUES (?, ?, ?)", found)


def has_records(db: sqlite3.Connection, task: TableImport) -> bool:
    """Return whether the register has any record that a row could match."""
    return db.execute(f"SELECT 1 FROM {task.entity.name} LIMIT 1").fetchone() is not None


def insert_rows(
    db: sqlite3.Connection, task: TableImport, chunks: Iterable[Sequence[Sequence[Any]]], *, derived: bool = False
) -> None:
    """Insert the rows, chunk by chunk in columns: their numbers, lines, the lines that they are nested in, the values.

    With `derived` the `DERIVED_COLUMNS` stand behind the values.
    """
    unused = () if task.nested_in else ("owner",)
    names = ["row", "line", "owner", *(column.name for column in task.columns), *(DERIVED_COLUMNS if derived else ())]
    # Without a transaction each row would be one; this one touches nothing but temporary tables.
    db.execute("SAVEPOINT receiving")
    for columns in chunks:
        filled = [place for place, column in enumerate(columns) if names[place] not in unused and has_values(column)]
        given, marks = ", ".join(names[place] for place in filled), ", ".join("?" * len(filled))
        rows = zip(*(columns[place] for place in filled), strict=True)
        if filled:
            db.executemany(f"INSERT INTO temp.incoming ({given}) VALUES ({marks})", rows)
    db.execute("RELEASE receiving")


def has_values(column: Sequence[Any]) -> bool:
    """Return whether anything in a column is not None; the first value mostly tells."""
    return any(column) or column.count(None) < len(column)


def has_blanks(column: Sequence[Any]) -> bool:
    """Return whether anything in a column is None; that all is true tells faster that nothing is."""
    return not all(column) and None in column


def index_lines(db: sqlite3.Connection) -> None:
    """Let rows be found by their lines, which hardly any import needs."""
    db.execute("CREATE INDEX IF NOT EXISTS temp.incoming_line ON incoming (line)")


def find_row(db: sqlite3.Connection, line: int) -> int | None:
    """Return the number of the row on a line, None where it was left out."""
    found = db.execute("SELECT row FROM temp.incoming WHERE line = ?", [line]).fetchone()
    return found[0] if found else None


def insert_names(db: sqlite3.Connection, level: str, names: Iterable[tuple[int, str]]) -> None:
    """Insert the match keys of the rows' further names, or of the names of their children."""
    db.executemany(f"INSERT INTO temp.{'other' if level == OWN else level}_names VALUES (?, ?)", names)


def insert_reference(db: sqlite3.Connection, reference: NamedReference) -> None:
    """Insert another record as rows name it."""
    number, level, field, name, within = reference
    db.execute(
        "INSERT INTO temp.named_references (number, level, field, text, key, within) VALUES (?, ?, ?, ?, ?, ?)",
        [number, level, field, name, text.match_key(name), within],
    )


def list_references(db: sqlite3.Connection, where: str = "1") -> list[NamedReference]:
    """Return the references that meet a condition, scopes before what is looked up in them."""
    sql = f"SELECT number, level, field, text, within FROM temp.named_references WHERE {where}"
    return [NamedReference(*row) for row in db.execute(f"{sql} ORDER BY within IS NOT NULL, number")]


def read_settled_record(db: sqlite3.Connection, number: int | None) -> int | None:
    """Return the record that a reference means, or None where that is open."""
    found = db.execute("SELECT record FROM temp.named_references WHERE number = ?", [number]).fetchone()
    return found[0] if found else None


def find_owner(db: sqlite3.Connection, task: TableImport, reference: NamedReference) -> int | None:
    """Return the record that nested rows belong to, by its line; None where that row was rejected."""
    found = db.execute(f"SELECT record FROM {task.nested_in} WHERE line = ?", [int(reference.text)]).fetchone()
    return found[0] if found else None


def settle_reference(db: sqlite3.Connection, number: int, record: int) -> None:
    """Set the record that a reference means."""
    db.execute("UPDATE temp.named_references SET record = ? WHERE number = ?", [record, number])


def refuse_reference(db: sqlite3.Connection, number: int, reason: str) -> None:
    """Set the reason why a reference means no record."""
    db.execute("UPDATE temp.named_references SET reason = ? WHERE number = ?", [reason, number])


def postpone_reference(db: sqlite3.Connection, number: int) -> None:
    """Leave a reference open that may mean the record of another row."""
    db.execute("UPDATE temp.named_references SET postponed = 1 WHERE number = ?", [number])


def reset_references(db: sqlite3.Connection) -> None:
    """Make all references open again."""
    db.execute("UPDATE temp.named_references SET record = NULL, reason = NULL, postponed = NULL")


def find_references_to_rows(db: sqlite3.Connection) -> set[int]:
    """Return the numbers of the references whose text is a name of a row of the file."""
    sql = f"SELECT number FROM temp.named_references WHERE key IN (SELECT key FROM ({NAMES_OF_ROWS}))"
    return {row[0] for row in db.execute(sql)}


def find_references_of_kept_rows(db: sqlite3.Connection, task: TableImport) -> set[int] | None:
    """Return the numbers of the references in rows that are not rejected, with their scopes; None where all are."""
    if not has_rejected_rows(db):
        return None
    kept = "FROM temp.incoming WHERE row NOT IN (SELECT row FROM rejected_rows)"
    columns = [column.name for column in task.columns if isinstance(column.field, Reference)]
    named = {row[0] for name in columns for row in db.execute(f"SELECT DISTINCT {name} {kept}")}
    return named | {
        within for number, within in db.execute("SELECT number, within FROM temp.named_references") if number in named
    }


NAMES_OF_ROWS = (
    "SELECT row, name AS key FROM incoming WHERE name IS NOT NULL UNION ALL SELECT row, key FROM other_names"
)
"""The keys of the names of the rows."""


def mark_rows_of_open_references(db: sqlite3.Connection, task: TableImport) -> None:
    """Reject the rows with a refused reference; leave those with a postponed one to the import row by row."""
    if not db.execute("SELECT 1 FROM temp.named_references WHERE reason IS NOT NULL OR postponed LIMIT 1").fetchone():
        return
    for column in task.columns:
        if not isinstance(column.field, Reference):
            continue
        named = f"""incoming i CROSS JOIN named_references q ON q.number = i.{column.name}
            CROSS JOIN named_references p ON p.number IN (q.number, q.within)"""
        db.execute(f"INSERT OR IGNORE INTO temp.needs_row_import SELECT i.row FROM {named} WHERE p.postponed")
        db.execute(
            f"""INSERT INTO temp.row_errors SELECT i.row, i.line, p.level || '.' || p.field, p.text, p.reason, 1, NULL
            FROM {named} WHERE p.reason IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM row_errors o WHERE o.row = i.row AND o.reason = p.reason)"""
        )
    db.execute("INSERT OR IGNORE INTO temp.rejected_rows SELECT row FROM row_errors")


def reject_row(
    db: sqlite3.Connection,
    row: int,
    heading: str,
    value: str,
    reason: str,
    line: int | None = None,
    *,
    candidates: Sequence[int] = (),
) -> None:
    """Reject a row with the reason why it cannot be written, and the records that it may be about.

    `line` is given while the row is read; an error without it belongs to the plan and goes with it.
    """
    planned = line is None
    received = "coalesce(?, (SELECT line FROM temp.incoming WHERE row = ?))"
    values = [row, line, row, heading, value, reason, planned, json.dumps(list(candidates)) if candidates else None]
    db.execute(f"INSERT INTO temp.row_errors VALUES (?, {received}, ?, ?, ?, ?, ?)", values)
    db.execute("INSERT OR IGNORE INTO temp.rejected_rows VALUES (?)", [row])


def insert_decisions(db: sqlite3.Connection, decisions: Iterable[RowDecision]) -> None:
    """Insert what a person decided of rows; a later decision of a row replaces an earlier one."""
    db.executemany("INSERT OR REPLACE INTO temp.decisions (row, action, record) VALUES (?, ?, ?)", decisions)


def find_decision(db: sqlite3.Connection, row: int) -> RowDecision | None:
    """Return what a person decided of a row, if anything."""
    found = db.execute("SELECT row, action, record FROM temp.decisions WHERE row = ?", [row]).fetchone()
    return RowDecision(*found) if found else None


def claim_record(db: sqlite3.Connection, record: int, row: int) -> None:
    """Note that a record was made of a row by a decision: rows that merely have its name are about others."""
    db.execute("INSERT OR IGNORE INTO temp.decided_records VALUES (?, ?)", [record, row])


def find_claiming_row(db: sqlite3.Connection, record: int) -> int | None:
    """Return the row of which a record was made by a decision, if any."""
    found = db.execute("SELECT row FROM temp.decided_records WHERE record = ?", [record]).fetchone()
    return found[0] if found else None


def add_row_note(
    db: sqlite3.Connection, row: int, heading: str, value: str, note: str, line: int | None = None
) -> None:
    """Add what is to be said of a row that is not refused; equal notes are told once.

    `line` is given while the row is read; a note without it belongs to the plan and goes with it.
    """
    received = "coalesce(?, (SELECT line FROM temp.incoming WHERE row = ?))"
    values = [row, line, row, heading, value, note, line is None]
    db.execute(f"INSERT INTO temp.row_notes VALUES (?, {received}, ?, ?, ?, ?)", values)


def doubt_short_year(db: sqlite3.Connection, row: int, heading: str, value: str, reason: str, line: int) -> None:
    """Keep the error of a date whose year may be of another era, until it is known in which era the table is."""
    db.execute("INSERT INTO temp.short_years VALUES (?, ?, ?, ?, ?)", [row, line, heading, value, reason])


def reject_short_years(db: sqlite3.Connection) -> None:
    """Reject the rows with such a date."""
    db.execute(
        """INSERT INTO temp.row_errors (row, line, heading, value, reason, planned)
        SELECT row, line, heading, value, reason, 0 FROM short_years"""
    )
    db.execute("INSERT OR IGNORE INTO temp.rejected_rows SELECT row FROM short_years")


def leave_out_row(db: sqlite3.Connection, row: int, line: int, value: str, note: str) -> None:
    """Leave out a row that is no record; `note` says what it is."""
    db.execute("INSERT INTO temp.left_out_rows VALUES (?, ?, ?, ?)", [row, line, value, note])


def clear_plan(db: sqlite3.Connection) -> None:
    """Empty the tables of the plan, and drop its errors, so that it can be made again."""
    db.execute("DELETE FROM temp.row_errors WHERE planned")
    db.execute("DELETE FROM temp.rejected_rows WHERE row NOT IN (SELECT row FROM row_errors)")
    db.execute("DELETE FROM temp.row_notes WHERE planned")
    filled = "row IN (SELECT row FROM filled_rows)"
    db.execute(f"UPDATE temp.incoming SET name = NULL, sort_key = NULL, search_text = NULL WHERE {filled}")
    _delete_further_names(db)
    for table in _PLANNED:
        db.execute(f"DELETE FROM temp.{table}")


def list_row_errors(db: sqlite3.Connection, limit: int) -> list[StagedError]:
    """Return the first row errors in the order of the file."""
    return list(islice(iterate_row_errors(db), limit))


def iterate_row_errors(db: sqlite3.Connection) -> Iterator[StagedError]:
    """Yield all row errors in the order of the file."""
    sql = "SELECT line, heading, value, reason, candidates FROM temp.row_errors ORDER BY row, rowid"
    for line, heading, value, reason, candidates in db.execute(sql):
        yield StagedError(line, heading, value, reason, tuple(json.loads(candidates or "[]")))


def group_row_notes(db: sqlite3.Connection, shown: int) -> list[tuple[str, str, int, list[int], str]]:
    """Return the notes on rows that are not rejected, equal ones together, in the order of the file.

    Each has its heading, the note, the number of rows, the first `shown` lines, and the first cell.
    """
    kept = "SELECT row, line, heading, value, note FROM row_notes WHERE row NOT IN (SELECT row FROM rejected_rows)"
    return _group_notes(db, kept, shown)


def group_left_out_rows(db: sqlite3.Connection, shown: int) -> list[tuple[str, str, int, list[int], str]]:
    """Return the rows that were left out, those of one reason together, as :func:`group_row_notes` does."""
    return _group_notes(db, "SELECT row, line, '' AS heading, value, note FROM left_out_rows", shown)


def _group_notes(db: sqlite3.Connection, source: str, shown: int) -> list[tuple[str, str, int, list[int], str]]:
    ranked = f"SELECT *, row_number() OVER (PARTITION BY heading, note ORDER BY row) AS n FROM ({source})"
    sql = f"""SELECT heading, note, max(n), group_concat(line) FILTER (WHERE n <= ?),
        max(value) FILTER (WHERE n = 1), min(row) AS first FROM ({ranked}) GROUP BY heading, note ORDER BY first"""
    found = db.execute(sql, [shown]).fetchall()
    return [(row[0], row[1], row[2], sorted(map(int, row[3].split(","))), row[4]) for row in found]


def note_repeated_row(db: sqlite3.Connection, row: int, before: int, record: int | None) -> None:
    """Note that a row says nothing but what an earlier one about the record says; a new record has no number yet."""
    db.execute("INSERT OR REPLACE INTO temp.repeated_rows VALUES (?, ?, ?)", [row, before, record])


def list_repeated_rows(db: sqlite3.Connection) -> list[tuple[int, int, int, int | None]]:
    """Return the repeated rows in the order of the file: row, its line, the earlier line, the known record."""
    sql = """SELECT r.row, i.line, b.line, r.record FROM temp.repeated_rows r
        CROSS JOIN temp.incoming i ON i.row = r.row CROSS JOIN temp.incoming b ON b.row = r.before
        WHERE r.row NOT IN (SELECT row FROM temp.rejected_rows) ORDER BY r.row"""
    return [tuple(row) for row in db.execute(sql)]


def count_left_out_rows(db: sqlite3.Connection) -> int:
    """Return how many rows were left out."""
    return int(db.execute("SELECT count(*) FROM temp.left_out_rows").fetchone()[0])


def count_rejected_rows(db: sqlite3.Connection) -> int:
    """Return how many rows are rejected."""
    return int(db.execute("SELECT count(*) FROM temp.rejected_rows").fetchone()[0])


def has_doubtful_rows(db: sqlite3.Connection) -> bool:
    """Return whether any row is rejected because of records that it may be about."""
    return db.execute("SELECT 1 FROM temp.row_errors WHERE candidates IS NOT NULL LIMIT 1").fetchone() is not None


def has_rejected_rows(db: sqlite3.Connection) -> bool:
    """Return whether any row is rejected."""
    return db.execute("SELECT 1 FROM temp.rejected_rows LIMIT 1").fetchone() is not None


def require_row_import(db: sqlite3.Connection, source: str, row: str = "row") -> None:
    """Leave the rows that ``SELECT row FROM`` a source gives to the import row by row."""
    db.execute(f"INSERT OR IGNORE INTO temp.needs_row_import SELECT {row} FROM {source}")


def require_row_import_of(db: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Leave the rows with these numbers to the import row by row."""
    db.executemany("INSERT OR IGNORE INTO temp.needs_row_import VALUES (?)", [(row,) for row in rows])


def fill_row(db: sqlite3.Connection, row: int, given: Row, derived: Mapping[str, str], keys: Sequence[str]) -> None:
    """Give a new row values beside its own, and the columns and first name that are derived from all of them.

    `replace_further_names` gives all filled rows their further names at once.
    """
    db.execute("INSERT INTO temp.filled_rows VALUES (?, ?)", [row, json.dumps(given, ensure_ascii=False)])
    values = [keys[0] if keys else None, derived.get("sort_key"), derived["search_text"], row]
    db.execute("UPDATE temp.incoming SET name = ?, sort_key = ?, search_text = ? WHERE row = ?", values)


def replace_further_names(db: sqlite3.Connection, names: Iterable[tuple[int, str]]) -> None:
    """Give the filled rows these match keys as their further names, in place of any that they had."""
    _delete_further_names(db)
    insert_names(db, OWN, names)


def _delete_further_names(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM temp.other_names WHERE row IN (SELECT row FROM temp.filled_rows)")


def list_filled_fields(db: sqlite3.Connection) -> list[str]:
    """Return the names of the fields of which new rows were given values."""
    found = db.execute("SELECT DISTINCT j.key FROM temp.filled_rows, json_each(given) j ORDER BY j.key")
    return [row[0] for row in found]


def has_filled_rows(db: sqlite3.Connection) -> bool:
    """Return whether any new row was given values beside its own."""
    return db.execute("SELECT 1 FROM temp.filled_rows LIMIT 1").fetchone() is not None


def place_row(db: sqlite3.Connection, row: int, record: int, *, is_confirmed: bool = False) -> None:
    """Keep which record a row was put into, or only confirmed: rows nested in it find it there."""
    if is_confirmed:
        db.execute("INSERT OR IGNORE INTO temp.confirmed_rows VALUES (?)", [row])
    db.execute("INSERT OR REPLACE INTO temp.placed_rows VALUES (?, ?)", [row, record])
