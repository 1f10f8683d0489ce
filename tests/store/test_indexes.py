"""Indexes that stood aside are those that were there, whatever happened meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from netreg.store import connections, indexes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connections.connect(path, "rw")) as connection:
        yield connection


def schema(db: sqlite3.Connection) -> list[tuple[str, ...]]:
    return [tuple(row) for row in db.execute(SCHEMA)]


@pytest.mark.parametrize(
    ("table", "rows", "besides", "dropped"),
    [
        ("person", 1000, 0, True),
        ("person", 1000, 1000, True),
        ("person", 999, 0, False),
        ("person", 1000, 1001, False),
        ("name_key", 5000, 10, True),
        ("organisation", 5000, 0, False),  # each that is removed is looked for as the parent of others
    ],
)
def test_they_stand_aside_where_it_pays(
    db: sqlite3.Connection, table: str, rows: int, besides: int, dropped: bool
) -> None:
    before = schema(db)
    with connections.immediate_transaction(db):
        with indexes.without_indexes(db, table, rows, besides=besides):
            assert (schema(db) != before) is dropped
        assert schema(db) == before


def test_the_cache_is_as_it_was(db: sqlite3.Connection) -> None:
    before = db.execute("PRAGMA cache_size").fetchone()[0]
    with indexes.without_indexes(db, "person", 1_000_000, besides=0):
        assert db.execute("PRAGMA cache_size").fetchone()[0] != before
    assert db.execute("PRAGMA cache_size").fetchone()[0] == before


def test_where_the_rows_cannot_go_in_the_transaction_brings_them_back(db: sqlite3.Connection) -> None:
    before = schema(db)
    with (
        suppress(sqlite3.IntegrityError),
        connections.immediate_transaction(db),
        indexes.without_indexes(db, "person", 5000, besides=0),
    ):
        db.execute("INSERT INTO post (uid, created_at, updated_at, person_id) VALUES ('u', '', '', NULL)")
    assert schema(db) == before
