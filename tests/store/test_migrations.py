"""The schema: it agrees with the descriptions of the kinds, and is made once however many try."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

import netreg.store.migrations
from netreg.entities import ENTITIES, ORGANISATION
from netreg.errors import DeviceError, NotAllowed, UnreleasedSchema
from netreg.store.connections import FIRST_SCHEMA, SCHEMA_VERSION
from netreg.store.database import create, reading, writing
from netreg.store.doctor import examination
from netreg.store.history import changes
from netreg.store.migrations import STEPS, build_migrations, migrate
from netreg.store.records import records
from tests import one_step_more

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netreg.core.entity import Entity

pytestmark = pytest.mark.usefixtures("schema_built")

every_kind = pytest.mark.parametrize("kind", ENTITIES, ids=lambda kind: str(kind.name))
SYSTEM = {"id": "INTEGER", "uid": "TEXT", "created_at": "TEXT", "updated_at": "TEXT"}
DERIVED = {"sort_key", "search_text"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("schema") / "register.db"
    create(file)
    return file


@pytest.fixture(scope="module")
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with reading(path) as connection:
        yield connection


def columns(db: sqlite3.Connection, table: str) -> dict[str, sqlite3.Row]:
    return {row["name"]: row for row in db.execute(f"PRAGMA table_info({table})")}


@every_kind
def test_every_stored_field_has_its_column_of_the_right_type(db: sqlite3.Connection, kind: Entity) -> None:
    found = {name: row["type"] for name, row in columns(db, kind.name).items() if name not in DERIVED}
    assert found == {field.column: field.sql_type for field in kind.stored} | SYSTEM


@every_kind
def test_what_a_record_needs_the_table_needs(db: sqlite3.Connection, kind: Entity) -> None:
    needed = {name for name, row in columns(db, kind.name).items() if row["notnull"] and name not in DERIVED}
    own = {field.column for field in kind.fields if field.required}
    assert needed - SYSTEM.keys() == own


@every_kind
def test_records_of_its_own_have_a_sort_key(db: sqlite3.Connection, kind: Entity) -> None:
    assert ("sort_key" in columns(db, kind.name)) == (kind.parent is None)


def test_every_table_is_strict(db: sqlite3.Connection) -> None:
    tables = db.execute("PRAGMA table_list").fetchall()
    loose = {row["name"] for row in tables if row["schema"] == "main" and row["type"] == "table" and not row["strict"]}
    assert {name for name in loose if not name.startswith(("sqlite_", "_"))} == set()
    assert {kind.name for kind in ENTITIES} <= {row["name"] for row in tables}


@every_kind
def test_references_point_to_the_table_of_their_kind(db: sqlite3.Connection, kind: Entity) -> None:
    found = {(row["from"], row["table"], row["to"]) for row in db.execute(f"PRAGMA foreign_key_list({kind.name})")}
    assert found == {(reference.column, reference.to, "id") for reference in kind.references}


@every_kind
def test_references_are_indexed(db: sqlite3.Connection, kind: Entity) -> None:
    indexes = [row["name"] for row in db.execute(f"PRAGMA index_list({kind.name})")]
    first = {db.execute(f"PRAGMA index_info({name})").fetchone()["name"] for name in indexes}
    assert {reference.column for reference in kind.references} <= first


@every_kind
def test_codes_and_uids_are_unique_and_numbers_never_reused(db: sqlite3.Connection, kind: Entity) -> None:
    sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", [kind.name]).fetchone()[0]
    assert "AUTOINCREMENT" in sql
    unique = [row["name"] for row in db.execute(f"PRAGMA index_list({kind.name})") if row["unique"]]
    names = {db.execute(f"PRAGMA index_info({name})").fetchone()["name"] for name in unique}
    assert names == ({"uid", *kind.exclusive_fields} if kind.parent is None else {"uid"})


def test_a_new_file_is_whole(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION


# --- step by step ----------------------------------------------------------------


def fresh() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def schema(db: sqlite3.Connection) -> list[tuple[str, str]]:
    found = db.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name")
    return [tuple(row) for row in found]


def test_the_version_is_the_number_of_steps() -> None:
    assert FIRST_SCHEMA + len(STEPS) - 1 == SCHEMA_VERSION
    assert len({step.__name__ for step in STEPS}) == len(STEPS)
    assert all(step.__doc__ for step in STEPS)
    assert len(build_migrations().pending(_database(fresh()))) == len(STEPS)


def _database(connection: sqlite3.Connection) -> Database:
    return Database(connection, execute_plugins=False)


def test_steps_taken_again_change_nothing() -> None:
    db = fresh()
    migrate(db)
    before = schema(db)
    migrate(db)
    assert schema(db) == before
    assert len(before) > len(ENTITIES)
    db.close()


def test_a_step_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_db: Database) -> None:
        """Fail."""
        raise sqlite3.OperationalError

    monkeypatch.setattr("netreg.store.migrations.STEPS", (*STEPS, broken))
    db = fresh()
    db.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError):
        migrate(db)
    db.rollback()
    assert schema(db) == []
    db.close()


def test_no_step_knows_how_kinds_are_described_today() -> None:
    for module in Path(netreg.store.migrations.__file__).parent.glob("step_*.py"):
        named = re.findall(r"^\s*(?:from|import) (netreg\S*)", module.read_text(encoding="utf-8"), re.MULTILINE)
        assert [name for name in named if not name.startswith("netreg.store.migrations.")] == [], module.name


def test_a_step_more_takes_every_record_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "register.db"
    create(file)
    with writing(file, "org add", "ผู้ทดสอบ") as db:
        records.insert_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ"})
    one_step_more.install(monkeypatch)
    with writing(file, "org add", "ผู้ทดสอบ") as db:
        records.insert_record(db, ORGANISATION, {"name_th": "หน่วยอื่น"})
    with reading(file) as made:
        assert [row["name_th"] for row in made.execute("SELECT * FROM organisation")] == ["หน่วยสมมติ", "หน่วยอื่น"]
        assert "more" in columns(made, "organisation")
        assert [command.words for command in changes.select_commands(made)] == ["org add", "migrate", "org add"]
    assert examination.examine_register(file, full=True) == []


def test_a_step_that_loses_a_record_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(db: Database) -> None:
        """Lose a record."""
        db.execute("DELETE FROM organisation")

    file = tmp_path / "register.db"
    create(file)
    with writing(file, "org add", "ผู้ทดสอบ") as db:
        records.insert_record(db, ORGANISATION, {"name_th": "หน่วยสมมติ"})
    one_step_more.install(monkeypatch)
    monkeypatch.setattr(netreg.store.migrations, "STEPS", (*STEPS, lose))
    before = file.read_bytes()
    with pytest.raises(DeviceError, match="organisation"), writing(file, "org add", "ผู้ทดสอบ"):
        pass
    assert file.read_bytes() == before


def test_reading_never_migrates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "register.db"
    create(file)
    before = file.read_bytes()
    one_step_more.install(monkeypatch)
    with pytest.raises(NotAllowed, match="older schema") as refused, reading(file):
        pass
    assert "init" in str(refused.value.advice)
    assert (file.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (before, ["register.db"])


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_draft_schema_is_refused_and_left_alone(tmp_path: Path, version: int) -> None:
    file = tmp_path / "register.db"
    create(file)
    with closing(sqlite3.connect(file)) as db:
        db.execute(f"PRAGMA user_version = {version}")
    before = file.read_bytes()
    for opened in (reading(file), writing(file, "org add", "ผู้ทดสอบ")):
        with pytest.raises(UnreleasedSchema, match=f"unreleased schema .{version}."), opened:
            pass
    with pytest.raises(UnreleasedSchema):
        create(file)
    assert file.read_bytes() == before


# --- many at once ------------------------------------------------------------------

CREATE = "import sys, pathlib; from netreg.store.database import create; print(create(pathlib.Path(sys.argv[1])))"


@pytest.mark.stress
def test_twenty_processes_at_once_make_one_database(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "register.db"
    starts = [
        subprocess.Popen([sys.executable, "-c", CREATE, str(file)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _number in range(20)
    ]
    said = sorted(process.communicate(timeout=60)[0].decode() for process in starts)
    assert {process.returncode for process in starts} == {0}, said
    assert said == ["False\n"] * 19 + ["True\n"]
    with reading(file) as made, reading(path) as alone:
        assert schema(made) == schema(alone)
    assert [p.name for p in file.parent.iterdir()] == ["register.db"]
