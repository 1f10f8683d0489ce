"""The history: triggers on every table, and values as they were."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netreg.entities import ENTITIES, ORGANISATION
from netreg.errors import DeviceError, Failure
from netreg.store import connections, database
from netreg.store.history import changes as history_changes
from netreg.store.history import hash_chain, triggers
from netreg.store.records import records
from netreg.store.tables import RECORDED_TABLES, UNRECORDED_TABLES
from netreg.store.writes import checked_writes
from tests.conftest import examples
from tests.store.conftest import add, edit, outside, shell, words

if TYPE_CHECKING:
    from pathlib import Path

    from netreg.store.history.changes import Change

TABLES = (*(kind.name for kind in ENTITIES), "setting")
every_table = pytest.mark.parametrize("table", TABLES)


def remove(path: Path, number: int) -> None:
    with database.writing(path, "org remove", "ผู้ทดสอบ") as db:
        records.delete_record(db, ORGANISATION, number)


def changes(path: Path, kind: str = "organisation", record: int = 1) -> list[Change]:
    with database.reading(path) as db:
        return history_changes.read_record_changes(db, kind, record)


# --- every table ---------------------------------------------------------------------


def test_every_table_is_recorded_or_says_why_not(path: Path) -> None:
    with shell(path) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        own = {name for name in tables if not name.startswith(("sqlite_", "_"))}
        found = db.execute("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for table in own - UNRECORDED_TABLES.keys():
        names = {name for of, name in found if of == table}
        assert names == {f"history_{table}_{event}" for event in ("insert", "update", "delete")}
    assert own >= UNRECORDED_TABLES.keys()


def test_only_the_history_and_what_is_derived_is_exempt() -> None:
    derived = {"name_key", "agreement_dates", "search_page"}
    told = {"reminder", "outgoing", "last_run"}
    history = {"command", "change", "layout", "running", "imported_file"}
    assert UNRECORDED_TABLES.keys() == history | derived | told
    assert all("derived" in UNRECORDED_TABLES[name] for name in derived)
    assert all(UNRECORDED_TABLES.values())


def test_a_table_without_its_trigger_is_found(path: Path) -> None:
    missing = []
    with shell(path) as db, connections.immediate_transaction(db):
        for table in RECORDED_TABLES:
            names = [f"history_{table}_{event}" for event in ("insert", "update", "delete")]
            for number, name in enumerate(names, 1):
                db.execute(f"DROP TRIGGER {name}")
                assert triggers.find_missing_triggers(db, [table]) == names[:number]
            missing += names
        assert triggers.find_missing_triggers(db, RECORDED_TABLES) == missing
        triggers.make_triggers(db, RECORDED_TABLES)
        assert triggers.find_missing_triggers(db, RECORDED_TABLES) == []


def test_a_trigger_that_is_not_as_it_ought_to_be_is_found(path: Path) -> None:
    outside(path, "DROP TRIGGER history_person_delete")
    outside(path, "CREATE TRIGGER history_person_delete AFTER DELETE ON person BEGIN SELECT 1; END")
    with shell(path) as db:
        assert triggers.find_missing_triggers(db, RECORDED_TABLES) == ["history_person_delete"]


def test_tables_of_other_tools_are_let_be(path: Path) -> None:
    outside(path, "CREATE TABLE visit (x TEXT); CREATE VIRTUAL TABLE person_fts USING fts5 (given_name)")
    with shell(path) as db:
        assert triggers.find_missing_triggers(db, RECORDED_TABLES) == []
        triggers.make_triggers(db, RECORDED_TABLES)
    outside(path, "INSERT INTO visit VALUES ('แขกสมมติ')")
    assert words(path) == []


# --- before and after ------------------------------------------------------------------


def columns(db: sqlite3.Connection, table: str) -> dict[str, str]:
    """The columns of a table, each with its type, without those that are derived."""
    found = db.execute(f"PRAGMA table_info({table})").fetchall()
    return {row[1]: row[2] for row in found if row[1] not in triggers.DERIVED_COLUMNS}


def a_value(type_: str, number: int) -> Any:
    return number if type_ == "INTEGER" else f"ค่า '{number}', \"สมมติ\"\n%Q\x1f"


def put_row(db: sqlite3.Connection, table: str) -> dict[str, Any]:
    """A row that is filled to the last column; what it holds."""
    row = {name: a_value(type_, number) for number, (name, type_) in enumerate(columns(db, table).items(), 1)}
    db.execute("PRAGMA foreign_keys = OFF")
    there = [column[1] for column in db.execute(f"PRAGMA table_info({table})")]
    needed = row | {name: "" for name in triggers.DERIVED_COLUMNS if name in there}
    marks = ", ".join("?" * len(needed))
    db.execute(f"INSERT INTO {table} ({', '.join(needed)}) VALUES ({marks})", list(needed.values()))
    return row


@every_table
def test_a_row_is_recorded_whole(path: Path, table: str) -> None:
    with shell(path) as db:
        row = put_row(db, table)
        db.execute(f"DELETE FROM {table}")
        came, went = history_changes.read_record_changes(db, table, 1)
    assert (came.before, came.after) == (None, row)
    assert (went.before, went.after) == (row, None)


@every_table
def test_a_change_holds_just_what_differed(path: Path, table: str) -> None:
    expected = []
    with shell(path) as db:
        row = put_row(db, table)
        needed = {c[1] for c in db.execute(f"PRAGMA table_info({table})") if c[3] or c[5]}
        for name, type_ in columns(db, table).items():
            if name == "id":
                continue
            for value in (a_value(type_, 99), *([] if name in needed else [None, a_value(type_, 7)])):
                before = {name: row[name]}
                row[name] = value
                db.execute(f"UPDATE {table} SET {name} = ?", [value])
                expected.append((before, {name: value}))
        recorded = history_changes.read_record_changes(db, table, 1)[1:]
    assert [(change.before, change.after) for change in recorded] == expected


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.sampled_from(
    ["NULL", "'", "''", "','", "'\x1f'", "\x1f", ",", "\n", "%Q", "\\", "X'41'", "ก'ข\"ค"]
)


@settings(max_examples=examples(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(first=st.none() | texts, second=st.none() | texts, number=st.none() | st.integers(-(2**63), 2**63 - 1))
def test_any_value_survives(empty: bytes, first: str | None, second: str | None, number: int | None) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(empty)
        db.execute("INSERT INTO agreement (uid, created_at, updated_at, sort_key, title) VALUES ('u', '', '', '', '')")
        db.execute("UPDATE agreement SET note = ?, keywords = ?, grace_days = ?", [first, second, number])
        db.execute("DELETE FROM agreement")
        gone = history_changes.read_record_changes(db, "agreement", 1)[-1].before
    assert gone is not None
    assert (gone["note"], gone["keywords"], gone["grace_days"]) == (first, second, number)


def test_a_text_of_another_tool_is_kept_up_to_a_nul(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    outside(path, "UPDATE organisation SET note = 'a' || char(0) || 'b'")
    assert changes(path)[-1].after == {"note": "a"}


def test_a_blob_is_never_in_a_row(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    with pytest.raises(sqlite3.IntegrityError, match="cannot store BLOB"):
        outside(path, "UPDATE organisation SET note = x'00ff'")


def test_what_is_derived_is_in_no_history(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    outside(path, "UPDATE organisation SET sort_key = 'x', search_text = 'y'")
    assert len(changes(path)) == 1
    assert not set(triggers.DERIVED_COLUMNS) & (changes(path)[0].after or {}).keys()


@pytest.mark.parametrize("damage", ["after || ',NULL'", "replace(after, '''1''', '''!''')"])
def test_what_does_not_fit_its_layout_is_not_read(path: Path, damage: str) -> None:
    add(path, "หน่วยสมมติ")
    outside(path, f"UPDATE change SET after = {damage}")
    with pytest.raises(DeviceError, match="cannot be read"):
        changes(path)


# --- commands --------------------------------------------------------------------------


def test_each_command_is_one_entry(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    edit(path, 1, note="ใหม่")
    remove(path, 1)
    assert words(path) == ["org add", "org edit", "org remove"]
    assert [change.command for change in changes(path)] == [1, 2, 3]


def test_who_and_when_stand_with_it(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    with database.reading(path) as db:
        [command] = history_changes.select_commands(db)
        now = db.execute("SELECT strftime('%Y-%m-%dT%H:%M', 'now', '-1 minute')").fetchone()[0]
    assert command.actor == "ผู้ทดสอบ"
    assert command.at > now
    assert command.at.endswith("Z")
    assert (command.undoes, command.undone_by) == (None, None)


def test_a_command_that_changes_nothing_leaves_no_trace(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    before = path.read_bytes()
    edit(path, 1, name_th="หน่วยสมมติ")
    assert path.read_bytes() == before


def test_no_command_runs_between_commands(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    with shell(path) as db:
        assert db.execute("SELECT count(*) FROM running").fetchone()[0] == 0


@pytest.mark.parametrize("event", ["insert", "update", "delete"])
def test_a_write_is_never_lost_for_want_of_a_trigger(path: Path, event: str) -> None:
    number = add(path, "หน่วยสมมติ")
    outside(path, f"DROP TRIGGER history_organisation_{event}")
    with suppress(Failure):  # a refusal would do as well as the change
        if event == "insert":
            add(path, "หน่วยที่สองสมมติ")
        elif event == "update":
            edit(path, number, note="สำคัญ")
        else:
            remove(path, number)
        with database.reading(path) as db:
            rows = [(row["name_th"], row["note"]) for row in db.execute("SELECT * FROM organisation")]
        assert rows != [("หน่วยสมมติ", None)], "said to be done, and was not"


def fail(path: Path) -> None:
    with database.writing(path, "org add", "ผู้ทดสอบ") as db:
        checked_writes.add_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ"})
        raise ZeroDivisionError


def test_a_command_that_fails_is_in_no_history(path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fail(path)
    assert words(path) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [3, 2, 1]),
        ({"by": "ก"}, [3, 1]),
        ({"by": "k"}, []),
        ({"words": "edit"}, [2]),
        ({"words": "org"}, [3, 2, 1]),
        ({"words": "%"}, []),
        ({"at": "2026-01-02"}, [3, 2]),
        ({"at": "2026-01-03T00:00:00.001Z"}, []),
        ({"at": "2026-01-02", "by": "ก", "words": "org"}, [3]),
    ],
)
def test_the_history_is_narrowed(path: Path, asked: dict[str, str], found: list[int]) -> None:
    for name in ("หน่วยหนึ่งสมมติ", "หน่วยสองสมมติ", "หน่วยสามสมมติ"):
        add(path, name)
    outside(
        path,
        """UPDATE command SET at = '2026-01-0' || id || 'T00:00:00.000Z', actor = 'ก';
        UPDATE command SET actor = 'ข', words = 'org edit' WHERE id = 2""",
    )
    with database.reading(path) as db:
        assert [command.id for command in history_changes.select_commands_since(db, **asked)] == found


# --- other tools -------------------------------------------------------------------------


def test_what_another_tool_changed_stands_without_a_command(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    outside(path, "UPDATE organisation SET note = 'นอก'")
    with database.reading(path) as db:
        change = history_changes.read_record_changes(db, "organisation", 1)[-1]
    assert (change.command, change.before, change.after) == (None, {"note": None}, {"note": "นอก"})


def test_the_next_command_seals_it_under_its_own(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    outside(path, "UPDATE organisation SET note = 'นอก'; INSERT INTO setting (name, value) VALUES ('ก', 'ข')")
    edit(path, 1, province="ขอนแก่น")
    assert words(path) == ["org add", history_changes.OUTSIDE, "org edit"]
    with database.reading(path) as db:
        assert [change.kind for change in history_changes.read_command_changes(db, 2)] == ["organisation", "setting"]
        assert hash_chain.find_broken_link(db) is None


def test_a_dry_run_seals_nothing(path: Path) -> None:
    outside(path, "INSERT INTO setting (name, value) VALUES ('ก', 'ข')")
    before = path.read_bytes()
    with database.writing(path, "org add", "ผู้ทดสอบ", dry_run=True) as db:
        checked_writes.add_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ"})
    assert path.read_bytes() == before


def test_a_row_that_another_tool_replaced_is_known_as_it_was(path: Path) -> None:
    add(path, "หน่วยสมมติ", code="old", note="เดิม")
    outside(
        path,
        """INSERT OR REPLACE INTO organisation (id, uid, created_at, updated_at, code, sort_key, name_th)
        SELECT id, uid, created_at, updated_at, 'new', '', name_th FROM organisation""",
    )
    last = changes(path)[-1]
    assert (last.before, last.after) == ({"code": "old", "note": "เดิม"}, {"code": "new", "note": None})


def test_a_row_that_had_to_go_for_a_unique_value_is_not_lost(path: Path) -> None:
    add(path, "หน่วยสมมติ", code="old", note="เดิม")
    outside(
        path,
        """INSERT OR REPLACE INTO organisation (uid, created_at, updated_at, code, sort_key, name_th)
        VALUES ('u', '', '', 'old', '', 'หน่วยใหม่')""",
    )
    add(path, "หน่วยที่สาม")
    gone = next(change for change in changes(path) if change.after is None)
    assert (gone.record, (gone.before or {})["note"]) == (1, "เดิม")


# --- the last word ------------------------------------------------------------------------


def test_each_record_as_its_history_says_it_is(path: Path) -> None:
    add(path, "หน่วยสมมติ")
    add(path, "หน่วยที่สองสมมติ")
    edit(path, 2, note="แก้")
    remove(path, 1)
    with database.reading(path) as db:
        known = dict(history_changes.read_last_known(db, "organisation"))
        row = dict(db.execute("SELECT * FROM organisation").fetchone())
    assert known[1] is None
    assert known[2] == {name: value for name, value in row.items() if name not in triggers.DERIVED_COLUMNS}


def test_the_last_values_of_a_record_that_is_gone(path: Path) -> None:
    add(path, "หน่วยสมมติ", note="เดิม")
    remove(path, 1)
    with database.reading(path) as db:
        values = history_changes.find_last_values(db, "organisation", 1)
        assert history_changes.find_last_values(db, "organisation", 9) is None
    assert values is not None
    assert (values["name_th"], values["note"]) == ("หน่วยสมมติ", "เดิม")
