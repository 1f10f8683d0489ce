"""Which of two children become one when those that they belong to are merged, and what is kept of either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import BY_NAME, MEMBER_GROUP, ORGANISATION, PERSON
from netreg.store.database import writing
from netreg.store.merging import chosen_values
from netreg.store.merging.merge import merge_records
from netreg.store.records import records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def db(tmp_path: Path, empty: bytes) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "register.db"
    path.touch(0o600)
    path.write_bytes(empty)
    with writing(path, "test", "tester", dry_run=True) as connection:
        for number in (1, 2):
            records.insert_record(connection, ORGANISATION, {"name_th": f"หน่วยที่ {number}"})
            records.insert_record(connection, PERSON, {"given_name": f"คนที่{number}"})
            records.insert_record(connection, MEMBER_GROUP, {"name_th": f"กลุ่มที่ {number}"})
        meeting = {"title": "ประชุม", "starts_at": "2020-01-01"}
        records.insert_record(connection, BY_NAME["meeting"], meeting)
        connection.execute("SAVEPOINT one_case")
        yield connection


# The kind, the child of either person, the fields asked about, and the rows that there are in the end.
CASES: list[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("post", {"organisation": 1, "position": "ครู"}, {"organisation": 1, "position": "ครู", "since": "2015"},
     ("position", "since"), [("ครู", "2015")]),
    ("post", {"organisation": 1, "position": "ครู"}, {"organisation": 1}, ("position",), [("ครู",)]),
    ("post", {"organisation": 1}, {"organisation": 1, "position": "ครู"}, ("position",), [("ครู",)]),
    ("post", {"organisation": 1, "position": "ครู"}, {"organisation": 2, "position": "ครู"}, ("organisation",),
     [(1,), (2,)]),
    ("post", {"organisation": 1, "position": "ครู"}, {"organisation": 1, "position": "คณบดี"}, ("position",),
     [("ครู",), ("คณบดี",)]),
    ("post", {"organisation": 1, "position": "ครู", "since": "2010", "until": "2012"},
     {"organisation": 1, "position": "ครู", "since": "2015"}, ("since", "until"), [("2010", "2012"), ("2015", None)]),
    ("post", {"organisation": 1, "position": "ครู", "since": "2010", "until": "2016"},
     {"organisation": 1, "position": "ครู", "since": "2015"}, ("since", "until"), [("2010", None)]),
    ("post", {"organisation": 1, "position": "ครู", "since": "2015"},
     {"organisation": 1, "position": "ครู", "since": "2010", "until": "2016"}, ("since", "until"), [("2010", None)]),
    ("membership", {"group": 1}, {"group": 1, "role": "chair"}, ("role",), [("chair",)]),
    ("membership", {"group": 1}, {"group": 2}, ("group",), [(1,), (2,)]),
    ("membership", {"group": 1, "joined": "2010", "left": "2012"}, {"group": 1, "joined": "2015"},
     ("joined", "left"), [("2010", "2012"), ("2015", None)]),
    ("membership", {"group": 1, "role": "chair"}, {"group": 1, "role": "secretary"}, ("role",),
     [("chair",), ("secretary",)]),
    ("attendance", {"meeting": 1, "name_as_recorded": "ก"}, {"meeting": 1, "role": "chair", "name_as_recorded": "ข"},
     ("role", "name_as_recorded"), [("chair", "ก")]),
    ("attendance", {"meeting": 1, "presence": "present", "note": "มาสาย"},
     {"meeting": 1, "presence": "absent", "note": "ลา"},
     ("presence", "note"), [("present", "มาสาย\nลา")]),
    ("graduation", {"organisation": 1, "academic_year": 2540}, {"organisation": 1, "student_no": "0042"},
     ("academic_year", "student_no"), [(2540, None), (None, "0042")]),
    ("graduation", {"organisation": 1, "academic_year": 2540}, {"organisation": 1}, ("academic_year",), [(2540,)]),
    ("graduation", {"organisation": 1, "level": "bachelor"}, {"organisation": 1, "level": "master"}, ("level",),
     [("bachelor",), ("master",)]),
]  # fmt: skip


def test_children_that_would_stand_twice_become_one(db: sqlite3.Connection) -> None:
    wrong = []
    for kind, one, other, asked, expected in CASES:
        entity = BY_NAME[kind]
        for person, values in ((1, one), (2, other)):
            records.insert_record(db, entity, {**entity.defaults, "person": person, **values})
        rows = [records.read_values(db, PERSON, number) for number in (1, 2)]
        merge_records(db, PERSON, 1, 2, chosen_values.choose_values(PERSON, rows[0], rows[1], {}, {}))
        columns = ", ".join(entity.by_name[name].column for name in asked)
        found = [tuple(row) for row in db.execute(f"SELECT {columns} FROM {kind} WHERE person_id = 1 ORDER BY id")]
        if found != expected:
            wrong.append((kind, one, other, found))
        db.execute("ROLLBACK TO one_case")
    assert wrong == []
