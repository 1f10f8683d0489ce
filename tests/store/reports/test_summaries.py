"""Counts of alumni: the same as counting them one by one, in one pass through an index."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import GRADUATION, ORGANISATION, PERSON
from netreg.store.database import create, writing
from netreg.store.records import conditions, records
from netreg.store.reports import summaries

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from netreg.core.fields import Field

FIELDS = [
    *(GRADUATION.by_name[name] for name in ("organisation", "class_no", "academic_year", "campus", "level")),
    PERSON.by_name["province"],
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Some alumni, a third of what is known of each left blank."""
    path = tmp_path_factory.mktemp("summaries") / "register.db"
    create(path)
    chance = Random(5)
    with writing(path, "test", "tester", dry_run=True) as connection:
        units = [records.insert_record(connection, ORGANISATION, {"name_th": f"คณะ {n}"}) for n in range(3)]
        for number in range(60):
            province = chance.choice([None, "สงขลา", "ตรัง"])
            person = records.insert_record(connection, PERSON, {"given_name": f"สมมติ{number}", "province": province})
            values: dict[str, list[Any]] = {
                "organisation": units, "class_no": [1, 2, 3], "academic_year": [2540, 2541], "campus": units[:2],
                "level": ["bachelor", "master"],
            }  # fmt: skip
            row = {name: chance.choice([None, *known]) for name, known in values.items()}
            records.insert_record(connection, GRADUATION, {"person": person, "student_no": str(number), **row})
        yield connection


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: str(field.name))
@pytest.mark.parametrize("narrowed", [False, True])
def test_they_are_counted_as_one_by_one(db: sqlite3.Connection, field: Field, narrowed: bool) -> None:
    where = [conditions.select_equal(GRADUATION.by_name["level"], "master")] if narrowed else []
    condition = "WHERE t.level = 'master'" if narrowed else ""
    rows = db.execute(f"SELECT t.*, p.province FROM graduation t JOIN person p ON p.id = t.person_id {condition}")
    one_by_one = Counter(row[field.column] for row in rows)
    found = summaries.count_graduations(db, field, where)
    assert {getattr(one.value, "id", one.value): one.number for one in found} == one_by_one
    if field.name in ("class_no", "academic_year"):
        known = [one.value for one in found]
        assert known == sorted(known, key=lambda value: (value is None, value))


@pytest.mark.parametrize("field", FIELDS[:-1], ids=lambda field: str(field.name))
def test_one_index_is_enough(db: sqlite3.Connection, field: Field) -> None:
    plan = " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {summaries._count_rows(field, '')}"))
    assert "SCAN t USING COVERING INDEX graduation_counted" in plan


def test_of_nobody_there_is_no_count(db: sqlite3.Connection) -> None:
    nobody = conditions.select_equal(GRADUATION.by_name["class_no"], 99)
    assert summaries.count_graduations(db, FIELDS[0], [nobody]) == []
