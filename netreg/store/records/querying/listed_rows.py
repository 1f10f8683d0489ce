"""Queries of lists that hold more than the records of a table, such as rules that are built in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netreg.store.records import search_columns
from netreg.store.records.querying.compiler import compile_query

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import date

    from netreg.core.entity import Entity, Row

_OWN = ("id", "code", "note", "source", "created_at", "updated_at", "search_text")


def select_rows(db: sqlite3.Connection, entity: Entity, rows: list[Row], written: str, as_of: date) -> list[Row]:
    """Return the rows of one kind that a query asks for, whether the register keeps them or not.

    A row without a number is found by everything else. What stands in a row for a column is what is asked about.

    Raises:
        QueryError: with the place and the nearest right form, when the query is not valid.
    """
    asked = compile_query(db, entity, written, as_of)
    columns = list(dict.fromkeys((*_OWN, *(field.column for field in entity.stored))))
    made = [[place, *(_find_value(entity, row, column) for column in columns)] for place, row in enumerate(rows)]
    names = ", ".join(("place", *columns))
    cells = ", ".join(f"value ->> {at}" for at in range(len(columns) + 1))
    where = " AND ".join(condition.sql for condition in asked.conditions) or "1"
    # The name of the table stands for these rows within the statement.
    sql = f"WITH {entity.name} ({names}) AS (SELECT {cells} FROM json_each(:listed)) SELECT place FROM {entity.name} t"
    values = {"listed": json.dumps(made)}
    for condition in asked.conditions:
        values |= condition.values
    found = [rows[place] for (place,) in db.execute(f"{sql} WHERE {where}", values)]
    return [row for row in found if asked.keep(row)] if asked.keep else found


def _find_value(entity: Entity, row: Mapping[str, object], column: str) -> object:
    if column == "search_text":
        return search_columns.derive_search_text(entity, {field.name: row.get(field.name) for field in entity.stored})
    return row.get(column)
