"""What is kept beside a record: made from the record alone, in step after every change."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from netreg.entities import BY_NAME, ENTITIES, ORGANISATION, PERSON, POST, PURPOSE
from netreg.store import connections
from netreg.store.records import lookup, records, search_columns
from netreg.store.records.querying.containing import select_containing
from netreg.store.writes import checked_writes
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from netreg.core.entity import Entity

TODAY = date(2026, 11, 21)
every_kind = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connections.connect(path, "rw")) as connection:
        yield connection


@pytest.fixture
def full(demo_file: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the demonstration."""
    path = tmp_path / "demo.db"
    shutil.copy(demo_file, path)
    with closing(connections.connect(path, "rw")) as connection:
        yield connection


def org(db: sqlite3.Connection, name: str, **values: Any) -> int:
    parsed = {field: ORGANISATION.by_name[field].parse(value) for field, value in values.items()}
    return checked_writes.add_record(db, ORGANISATION, {"name_th": name, **parsed})


def keys(db: sqlite3.Connection, kind: str, number: int) -> set[str]:
    return {row[0] for row in db.execute("SELECT key FROM name_key WHERE kind = ? AND record_id = ?", [kind, number])}


def found(db: sqlite3.Connection, kind: Entity, sought: str) -> list[int]:
    return [
        row["id"] for row in records.select_records(db, kind, [select_containing(db, sought, kind, TODAY)], as_of=TODAY)
    ]


# --- one record ------------------------------------------------------------------------


@every_kind
def test_every_kind_is_searched_and_those_of_their_own_are_sorted(kind: Entity) -> None:
    row = dict.fromkeys((field.name for field in kind.stored), None)
    wanted = {"search_text"} | ({"sort_key"} if kind.parent is None else set())
    if kind.parent is not None:
        assert search_columns.derive_columns(kind, row).keys() == wanted
    else:
        assert search_columns.derive_columns(kind, kind.make_blank_row() | _names(kind)).keys() == wanted


@pytest.mark.parametrize(
    ("kind", "values", "text"),
    [
        (PERSON, {"given_name": "สมมติ"}, "สมมติ"),
        (
            PERSON,
            {"titles": "ผศ. ดร.", "given_name": "ก่อ", "family_name": "กขค", "email": "A@example.org", "note": "ก่อ ข้อ"},
            "ผศ.ดร.กอ กขค ¦ ผศ. ดร. ¦ a@example.org ¦ กอ ขอ",
        ),
        (POST, {}, ""),
        (POST, {"position": "อาจารย์"}, "อาจารย"),
        (POST, {"position": "อาจารย์", "note": "ก่อน"}, "อาจารย ¦ กอน"),
    ],
)
def test_what_is_searched_is_in_parts_without_what_the_name_has(
    kind: Entity, values: dict[str, str], text: str
) -> None:
    assert search_columns.derive_search_text(kind, kind.make_blank_row() | values) == text


def _names(kind: Entity) -> dict[str, str]:
    return {field.name: "สมมติ" for field in kind.stored if field.required and field.sql_type == "TEXT"}


@pytest.mark.parametrize(
    ("sought", "is_found"),
    [
        ("มหาวิทยาลัยสมมติ", True),
        ("มหาวทยาลยสมมต", False),  # vowels are no tone marks
        ("หมู", True),  # written หมู่
        ("SOMMUT", True),
        ("sommut", True),
        ("074282209", True),  # as it is kept
        ("0-7428-2209", True),  # as it is shown
        ("a@example.org", True),
        ("อื่น", True),  # a variant
        ("100%", False),
        ("%", False),
        ("_", False),
        ("university", False),  # a choice is asked for by its field
        ("2507", False),  # a date too
    ],
)
def test_what_a_record_is_found_by(db: sqlite3.Connection, sought: str, is_found: bool) -> None:
    number = org(
        db,
        "มหาวิทยาลัยสมมติ",
        name_en="Sommut",
        variants="ชื่ออื่น",
        address="หมู่ 5",
        phone="0-7428-2209",
        email="a@example.org",
        kind="university",
        founded="1964",
    )
    assert (found(db, ORGANISATION, sought) == [number]) is is_found


def test_a_text_that_runs_over_two_fields_is_not_found(db: sqlite3.Connection) -> None:
    org(db, "หน่วยสมมติ", name_en="alpha", abbreviation="beta")
    assert found(db, ORGANISATION, "alphabeta") == []


@pytest.mark.parametrize(("name", "key"), [("นางสมมติ ตัวอย่าง", "สมมติตัวอย่าง"), ("ดร.เดี่ยว", "เดี่ยว")])
def test_a_person_goes_by_the_name_with_and_without_titles(db: sqlite3.Connection, name: str, key: str) -> None:
    compound = next(compound for compound in PERSON.compound_columns if compound.name == "name")
    number = checked_writes.add_record(db, PERSON, dict(zip(compound.fills, compound.split(name), strict=True)))
    assert keys(db, "person", number) == {text.match_key(key)}
    assert [lookup.find_record(db, PERSON, sought) for sought in (name, key)] == [number, number]


def test_a_title_that_nobody_knows_is_part_of_the_name(db: sqlite3.Connection) -> None:
    number = checked_writes.add_record(db, PERSON, {"titles": "เจ้าชาย", "given_name": "สมมติ", "family_name": "ตัวอย่าง"})
    assert keys(db, "person", number) == {"สมมติตัวอย่าง", text.match_key("เจ้าชาย สมมติ ตัวอย่าง")}


def test_names_follow_every_change(db: sqlite3.Connection) -> None:
    number = org(db, "หน่วยสมมติ", abbreviation="นส")
    checked_writes.edit_record(db, ORGANISATION, number, {"name_th": "ชื่อใหม่สมมติ"})
    assert keys(db, "organisation", number) == {text.match_key("ชื่อใหม่สมมติ"), text.match_key("นส")}
    assert found(db, ORGANISATION, "หน่วย") == []
    checked_writes.edit_record(db, ORGANISATION, number, {"abbreviation": None})
    assert keys(db, "organisation", number) == {text.match_key("ชื่อใหม่สมมติ")}


def test_names_go_with_the_record_and_what_belongs_to_it(db: sqlite3.Connection) -> None:
    agreement = checked_writes.add_record(db, BY_NAME["agreement"], {"title": "ข้อตกลงสมมติ"})
    checked_writes.add_record(db, PURPOSE, {"agreement": agreement, "text": "ร่วมมือ"})
    assert db.execute("SELECT count(*) FROM name_key").fetchone()[0] == 2
    records.delete_record(db, BY_NAME["agreement"], agreement)
    assert db.execute("SELECT count(*) FROM name_key").fetchone()[0] == 0


def test_records_stand_in_thai_order(db: sqlite3.Connection) -> None:
    for name in ("เก่าสมมติ", "ฮสมมติ", "กลางสมมติ", "แก้สมมติ"):
        org(db, name)
    names = [row["name_th"] for row in records.select_records(db, ORGANISATION, as_of=TODAY)]
    assert names == ["กลางสมมติ", "เก่าสมมติ", "แก้สมมติ", "ฮสมมติ"]


# --- out of step ------------------------------------------------------------------------


DAMAGE = [
    "UPDATE organisation SET sort_key = 'x'",
    "UPDATE organisation SET search_text = ''",
    "DELETE FROM name_key",
    "UPDATE name_key SET key = 'x'",
    "INSERT INTO name_key VALUES ('organisation', 'x', 1, 0)",
    "UPDATE organisation SET name_th = 'จากข้างนอกสมมติ'",
]


@pytest.mark.parametrize("sql", DAMAGE)
def test_a_record_out_of_step_is_recomputed(db: sqlite3.Connection, sql: str) -> None:
    number = org(db, "หน่วยสมมติ")
    assert not search_columns.refresh_record(db, ORGANISATION, number)
    db.execute(sql)
    assert search_columns.refresh_record(db, ORGANISATION, number)
    assert not search_columns.refresh_record(db, ORGANISATION, number)


@pytest.mark.parametrize("sql", DAMAGE)
def test_and_the_whole_register_too(db: sqlite3.Connection, sql: str) -> None:
    org(db, "หน่วยสมมติ")
    db.execute(sql)
    assert search_columns.refresh_all_records(db) == 1
    assert search_columns.refresh_all_records(db) == 0


def test_recomputing_gives_what_was_there(db: sqlite3.Connection) -> None:
    number = org(db, "หน่วยสมมติ", abbreviation="นส", phone="0-7428-2209", note="หมายเหตุ")
    before = everything(db)
    db.execute("UPDATE organisation SET sort_key = '', search_text = ''")
    db.execute("DELETE FROM name_key")
    search_columns.refresh_record(db, ORGANISATION, number)
    assert everything(db) == before


def everything(db: sqlite3.Connection) -> list[tuple[Any, ...]]:
    rows = db.execute("SELECT sort_key, search_text FROM organisation").fetchall()
    names = db.execute("SELECT kind, key, record_id FROM name_key ORDER BY 1, 2, 3").fetchall()
    return [tuple(row) for row in (*rows, *names)]


def test_names_of_records_that_are_gone_are_dropped(db: sqlite3.Connection) -> None:
    org(db, "หน่วยสมมติ")
    db.execute("INSERT INTO name_key VALUES ('organisation', 'x', 9, 0), ('person', 'y', 1, 0)")
    assert search_columns.refresh_all_records(db) == 2
    assert db.execute("SELECT count(*) FROM name_key").fetchone()[0] == 1


def test_a_record_that_is_not_there_has_no_names(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO name_key VALUES ('organisation', 'x', 9, 0)")
    assert not search_columns.refresh_record(db, ORGANISATION, 9)
    assert keys(db, "organisation", 9) == set()


def test_the_sample_data_is_in_step(full: sqlite3.Connection) -> None:
    assert search_columns.refresh_all_records(full) == 0


def test_all_of_the_sample_data_is_recomputed(full: sqlite3.Connection) -> None:
    before = {kind.name: sorted(map(tuple, full.execute(f"SELECT * FROM {kind.name}"))) for kind in ENTITIES}
    names = sorted(map(tuple, full.execute("SELECT * FROM name_key")))
    for kind in ENTITIES:
        full.execute(f"UPDATE {kind.name} SET search_text = ''")
    full.execute("DELETE FROM name_key")
    search_columns.refresh_all_records(full)
    assert {kind.name: sorted(map(tuple, full.execute(f"SELECT * FROM {kind.name}"))) for kind in ENTITIES} == before
    assert sorted(map(tuple, full.execute("SELECT * FROM name_key"))) == names
