"""How a schema step writes a table: the columns every record has, and an index for each reference.

sqlite-utils writes tables and indexes. It knows neither ``AUTOINCREMENT``, by which no number is
given twice, nor partial indexes: these are added here.
Every step rests on this module: once released it is history and is never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

SYSTEM = {"id": int, "uid": str, "note": str, "source": str, "created_at": str, "updated_at": str}
OF_TOP_LEVEL = {"code": str, "sort_key": str}
ALWAYS_NEEDED = {"uid", "created_at", "updated_at", "sort_key", "search_text"}


def create_record_table(
    db: Database, table: str, columns: Mapping[str, type | str], *, needed: Iterable[str] | None, child: bool
) -> None:
    """Create the table of a kind with its indexes.

    `columns` are the kind's own: ``str``, ``int``, or the table that a reference points to; those
    `needed` are not null. A `child` belongs to a record of another kind: it has neither code nor sort key.
    """
    references = {name: to for name, to in columns.items() if isinstance(to, str)}
    own = {name: type_ if isinstance(type_, type) else int for name, type_ in columns.items()}
    whole = {**SYSTEM, **({} if child else OF_TOP_LEVEL), **own, "search_text": str}
    _create(db, table, whole, whole.keys() & {*ALWAYS_NEEDED, *(needed or ())}, references, {"search_text": ""})
    db.table(table).create_index(["uid"], f"{table}_uid", unique=True)
    if not child:
        index_filled(db, table, "code", unique=True)
        db.table(table).create_index(["sort_key"], f"{table}_sort_key")
    for name in references:
        db.table(table).create_index([name], f"{table}_{name}")


def create_log_table(
    db: Database,
    table: str,
    columns: Mapping[str, type],
    *,
    needed: Iterable[str],
    references: Mapping[str, str] | None = None,
) -> None:
    """Create a table of numbered rows that are no records; `references` are its columns with their tables."""
    _create(db, table, {"id": int, **columns}, needed, references or {}, {})


def _create(
    db: Database,
    table: str,
    columns: dict[str, type],
    needed: Iterable[str],
    references: Mapping[str, str],
    defaults: dict[str, str],
) -> None:
    foreign_keys = [(name, to, "id") for name, to in references.items()]
    sql = db.create_table_sql(table, columns, "id", foreign_keys, not_null=needed, defaults=defaults, strict=True)
    number = '"id" INTEGER PRIMARY KEY'
    assert sql.count(number) == 1, sql
    db.execute(sql.replace(number, f"{number} AUTOINCREMENT"))


def index_filled(db: Database, table: str, column: str, *, unique: bool = False, collation: str = "BINARY") -> None:
    """Index a column, of those rows alone that have a value there."""
    collate = "" if collation == "BINARY" else f" COLLATE {collation}"
    index = "UNIQUE INDEX" if unique else "INDEX"
    db.execute(f"CREATE {index} {table}_{column} ON {table} ({column}{collate}) WHERE {column} IS NOT NULL")
