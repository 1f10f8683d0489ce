"""Two records made one: every link is moved, what would stand twice is joined, names and keys are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import BY_NAME, MERGED_KINDS
from netreg.store.database import writing
from netreg.store.merging import chosen_values
from netreg.store.merging.joined_records import UID_LINKS
from netreg.store.merging.made_merges import find_merges
from netreg.store.merging.merge import merge_records
from netreg.store.merging.unmerge import part_records
from netreg.store.records import records, search_columns
from netreg.store.tables import RECORDED_TABLES
from netreg.store.writes import checked_writes

if TYPE_CHECKING:
    import sqlite3

    from tests.conftest import Netreg

NEW = {
    "organisation": {"name_th": "หน่วย{}"},
    "person": {"given_name": "คน{}"},
    "member_group": {"name_th": "กลุ่ม{}"},
    "agreement": {"title": "ข้อตกลง{}"},
}

UID_NAMING: dict[str, dict[str, Any]] = {
    "rule": {"kind": "meeting", "clock": "starts", "record": "x"},
    "silence": {"kind": "meeting", "clock": "starts", "record": "x", "day": "2026-12-10"},
    "former_key": {"kind": "person", "record": "x", "field": "code", "value": "x", "merged": "y"},
    "not_same": {"kind": "person", "one": "x", "other": "y"},
    "acceptance": {"kind": "agreement", "record": "x", "flag": "expired", "facts": "x", "reason": "x"},
}
"""A record of each kind that names others by UID."""


def add_two(db: sqlite3.Connection, kind: str) -> tuple[int, int]:
    values = [{name: text.format(number) for name, text in NEW[kind].items()} for number in ("หนึ่ง", "สอง")]
    one, other = (checked_writes.add_record(db, BY_NAME[kind], value) for value in values)
    return one, other


def list_foreign_keys(db: sqlite3.Connection, to: str) -> list[tuple[str, str]]:
    """Every foreign key of the schema to a table, whether a kind describes it or not."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = [(table, row) for table in tables for row in db.execute(f"PRAGMA foreign_key_list({table})")]
    return sorted((table, row["from"]) for table, row in found if row["table"] == to)


def dump(db: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    tables = [*RECORDED_TABLES, "name_key"]
    order = {"name_key": "kind, key, record_id, child_id"}
    return {t: [dict(row) for row in db.execute(f"SELECT * FROM {t} ORDER BY {order.get(t, 'id')}")] for t in tables}


def merge(db: sqlite3.Connection, kind: str, kept: int, gone: int, **sides: str) -> None:
    entity = BY_NAME[kind]
    rows = [records.read_values(db, entity, number) for number in (kept, gone)]
    merge_records(db, entity, kept, gone, chosen_values.choose_values(entity, rows[0], rows[1], sides, {}))


@pytest.mark.parametrize("kind", MERGED_KINDS)
def test_every_link_is_moved_and_moved_back(filled: Netreg, kind: str) -> None:
    """Of each foreign key of the schema, and of each link by UID, one record points to the record that goes."""
    with writing(filled.db, "prepare", "tester") as db:
        kept, gone = add_two(db, kind)
        uids = [records.find_uid(db, kind, number) for number in (kept, gone)]
        keys = list_foreign_keys(db, kind)
        assert [key for key in keys if key[0] not in BY_NAME] == [], "a merge would forget it"
        described = {(name, one.column) for name, entity in BY_NAME.items() for one in entity.references}
        assert set(keys) <= described
        for table, column in keys:
            own = f"id NOT IN ({kept}, {gone})" if table == kind else "1"
            number = db.execute(f"SELECT max(id) FROM {table} WHERE {own}").fetchone()[0]
            assert number is not None, f"no example of {table}"
            db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", [gone, number])
        for place, (table, column) in enumerate(UID_LINKS):
            number = checked_writes.add_record(db, BY_NAME[table], UID_NAMING[table] | {"code": f"extra-{place}"})
            db.execute(f"UPDATE {table} SET kind = ?, {column} = ? WHERE id = ?", [kind, uids[1], number])
        search_columns.refresh_all_records(db)
        before = {(t, c): db.execute(f"SELECT count(*) FROM {t} WHERE {c} = ?", [gone]).fetchone()[0] for t, c in keys}
        assert min(before.values()) > 0
    with writing(filled.db, "merge", "tester") as db:
        whole = dump(db)
        merge(db, kind, kept, gone)
        for table, column in keys:
            counts = [
                db.execute(f"SELECT count(*) FROM {table} WHERE {column} = ?", [n]).fetchone()[0] for n in (kept, gone)
            ]
            own_name = int(table == "former_name")
            assert counts == [before[table, column] + own_name, 0], (table, column)
        for table, column in UID_LINKS:
            assert db.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", [uids[1]]).fetchone() is None, table
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    with writing(filled.db, "unmerge", "tester") as db:
        [merged] = find_merges(db, BY_NAME[kind], kept)
        parting = part_records(db, BY_NAME[kind], merged, "tester")
        assert (parting.left, parting.stayed) == ([], [])
        assert dump(db) == whole
    assert filled("undo").code == 0
    assert filled("undo").code == 0
    with writing(filled.db, "look", "tester", dry_run=True) as db:
        assert dump(db) == whole
    assert filled("doctor", "--full").code == 0


def test_uid_links_are_all_that_there_are() -> None:
    """Texts that name a record of any kind: a column beside one for its kind."""
    found = set()
    for name, entity in BY_NAME.items():
        if "kind" in entity.by_name and {"record", "one"} & entity.by_name.keys():
            found |= {(name, column) for column in ("record", "one", "other") if column in entity.by_name}
    assert found == set(UID_LINKS)
