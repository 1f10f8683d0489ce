"""The hash chain of the history shows what was tampered with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from netreg.store.history import changes, hash_chain
from tests.store.conftest import add, edit, outside, shell, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# --- what was tampered with -------------------------------------------------------------


@pytest.fixture
def long(path: Path) -> Path:
    """A register with four commands, the last but one made outside."""
    add(path, "หน่วยสมมติ")
    edit(path, 1, note="สอง")
    outside(path, "UPDATE organisation SET note = 'นอก'")
    edit(path, 1, note="สี่")
    return path


def broken(path: Path) -> tuple[int | None, bool]:
    with shell(path) as db:
        return hash_chain.find_broken_link(db), hash_chain.is_cut_off(db)


def test_a_chain_nobody_touched_holds(long: Path) -> None:
    assert words(long) == ["org add", "org edit", changes.OUTSIDE, "org edit"]
    assert broken(long) == (None, False)


@pytest.mark.parametrize(
    ("sql", "at"),
    [
        ("UPDATE command SET actor = 'อื่น' WHERE id = 2", 2),
        ("UPDATE command SET at = '2000' WHERE id = 1", 1),
        ("UPDATE command SET words = 'org add' WHERE id = 4", 4),
        ("UPDATE command SET undoes = 1 WHERE id = 3", 3),
        ("UPDATE command SET words = words || char(0) || 'x' WHERE id = 2", 2),
        ("UPDATE command SET actor = actor || char(0) || 'x' WHERE id = 2", 2),
        ("UPDATE command SET at = at || char(0) WHERE id = 1", 1),
        ("UPDATE command SET actor = substr(actor, 1, 1), words = substr(actor, 2) || words WHERE id = 1", 1),
        ("UPDATE change SET id = 9000000000000000000 WHERE command_id = 2", 2),
        ("UPDATE command SET hash = NULL WHERE id = 2", 2),
        ("UPDATE command SET hash = '' WHERE id = 2", 2),
        ("UPDATE command SET hash = (SELECT hash FROM command WHERE id = 1) WHERE id = 2", 2),
        ("UPDATE change SET after = replace(after, 'สอง', 'ศูนย์') WHERE command_id = 2", 2),
        ("UPDATE change SET at = '2000' WHERE command_id = 3", 3),
        ("UPDATE change SET before = NULL WHERE command_id = 4", 4),
        ("UPDATE change SET record_id = 2 WHERE command_id = 1", 1),
        ("UPDATE change SET layout_id = 2 WHERE command_id = 1", 1),
        ("UPDATE change SET command_id = 1 WHERE command_id = 2", 1),
        ("DELETE FROM change WHERE command_id = 1", 1),
        ("DELETE FROM change WHERE command_id = 2; DELETE FROM command WHERE id = 2", 3),
        ("INSERT INTO change (command_id, at, layout_id, kind, record_id) SELECT 2, at, 1, kind, 9 FROM change", 2),
        ("UPDATE change SET id = id + 10 WHERE command_id = 1", 1),
    ],
)
def test_tampering_breaks_the_chain_where_it_was(long: Path, sql: str, at: int) -> None:
    outside(long, f"PRAGMA foreign_keys = OFF; {sql}")
    assert broken(long)[0] == at


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM change WHERE command_id = 4; DELETE FROM command WHERE id = 4",
        "DELETE FROM change WHERE command_id > 1; DELETE FROM command WHERE id > 1",
        "DELETE FROM change; DELETE FROM command",
        "DELETE FROM change WHERE id = (SELECT max(id) FROM change)",
    ],
)
def test_a_history_cut_short_is_found(long: Path, sql: str) -> None:
    outside(long, f"PRAGMA foreign_keys = OFF; {sql}")
    assert broken(long)[1]


def test_a_register_without_any_history_is_whole(path: Path) -> None:
    assert broken(path) == (None, False)


# --- the forms of a digest --------------------------------------------------------------

TWO_COMMANDS = """
CREATE TABLE command (id INTEGER PRIMARY KEY, at, actor, words, undoes, batch_id, hash);
CREATE TABLE change (id INTEGER PRIMARY KEY, command_id, at, layout_id, kind, record_id, before, after);
INSERT INTO command VALUES (1, '2026-01-01T00:00:00.000Z', 'ผู้ทดสอบ', 'org add', NULL, NULL, NULL);
INSERT INTO command VALUES (2, '2026-01-02T00:00:00.000Z', 'ผู้ทดสอบ', 'undo', 1, NULL, NULL);
INSERT INTO change VALUES (1, 1, '2026-01-01T00:00:00.001Z', 1, 'organisation', 1, NULL, '''1'',NULL,''หน่วยสมมติ''');
INSERT INTO change VALUES (2, 2, '2026-01-02T00:00:00.001Z', 1, 'organisation', 1, '''1'',NULL,''หน่วยสมมติ''', NULL);
"""
A_THIRD_COMMAND = """
INSERT INTO command VALUES (3, '2026-01-03T00:00:00.000Z', 'ผู้ทดสอบ', 'import', NULL, NULL, NULL);
INSERT INTO change VALUES (3, 3, '2026-01-03T00:00:00.001Z', 1, 'organisation', 2, NULL, '''2'',NULL,''ก''');
INSERT INTO change VALUES (4, 3, '2026-01-03T00:00:00.001Z', 1, 'organisation', 3, NULL, '''3'',NULL,''ข''');
INSERT INTO change VALUES (5, 3, '2026-01-03T00:00:00.002Z', 2, 'setting', 1, '''1'',''ก''', '''1'',''ข''');
"""
HASHES = [
    "2d34e61842b793f9b673f6925afe494d443c9ada8ce76a9084b2e085ad81bb57",
    "164fc530da02bf08b737bd2494cfaaaac4d09f4ad972abe7279611e4806d82a5",
    "12429ece2adf392b0f16f9a0edf65e391ec17dc3ac673d7f05ee3f2ee7721a3f",
]


@pytest.fixture
def two() -> Iterator[sqlite3.Connection]:
    """Two commands that were never signed."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        db.executescript(TWO_COMMANDS)
        yield db


def test_the_form_of_the_hash_is_kept(two: sqlite3.Connection) -> None:
    """Registers are signed in this form: another one would make every chain look tampered with."""
    two.executescript(A_THIRD_COMMAND)
    for number in (1, 2, 3):
        hash_chain.sign_command(two, number)
    assert [row["hash"] for row in two.execute("SELECT hash FROM command ORDER BY id")] == HASHES
    assert hash_chain.find_broken_link(two) is None
    two.execute("UPDATE change SET record_id = 4 WHERE id = 4")
    assert hash_chain.find_broken_link(two) == 3


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE change SET after = 'x' WHERE id = 21",
        "UPDATE change SET after = 'b' || char(0) || 'c', before = NULL WHERE id = 21",
        "UPDATE change SET after = NULL WHERE id = 21",
        "UPDATE change SET after = NULL",
        "UPDATE change SET before = after",
        "UPDATE change SET before = after, after = NULL",
        "UPDATE change SET at = 'ta' WHERE id = 21",
        "UPDATE change SET at = at || 'k', kind = substr(kind, 2)",
        "UPDATE change SET kind = 'x' WHERE id = 23",
        "UPDATE change SET layout_id = 2",
        "UPDATE change SET layout_id = 2 WHERE id = 22",
        "UPDATE change SET record_id = record_id + 1",
        "UPDATE change SET record_id = 7 WHERE id = 22",
        "UPDATE change SET id = id + 1 WHERE id = 23",
        "UPDATE change SET id = id + 10, record_id = record_id + 10",
        "DELETE FROM change WHERE id = 20",
        "DELETE FROM change WHERE id = 21",
        "DELETE FROM change WHERE id = 23",
        "INSERT INTO change SELECT 24, 2, at, 1, kind, 14, NULL, 'e' FROM change WHERE id = 23",
        "UPDATE change SET after = CASE id WHEN 20 THEN 'a' || char(0) || 'b' ELSE 'c' END WHERE id IN (20, 21)",
    ],
)
def test_changes_that_are_alike_are_signed_each(two: sqlite3.Connection, sql: str) -> None:
    two.execute("DELETE FROM change WHERE command_id = 2")
    for number, text in enumerate("abcd", 20):
        two.execute("INSERT INTO change VALUES (?, 2, 'at', 1, 'kind', ?, NULL, ?)", [number, number - 10, text])
    for number in (1, 2):
        hash_chain.sign_command(two, number)
    assert hash_chain.find_broken_link(two) is None
    two.execute(sql if " WHERE " in sql else f"{sql} WHERE command_id = 2")
    assert hash_chain.find_broken_link(two) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE change SET at = at || 'o', kind = 'rganisation' WHERE id = 1",
        "UPDATE change SET kind = kind || char(0) || 'x' WHERE id = 1",
        "UPDATE change SET after = after || char(0) WHERE id = 1",
        "UPDATE change SET before = '' WHERE id = 1",
        "UPDATE change SET before = after, after = NULL WHERE id = 1",
        "UPDATE change SET before = substr(before, 1, 5), after = substr(before, 6) WHERE id = 2",
        "UPDATE change SET id = 5 WHERE id = 1",
        "UPDATE change SET layout_id = 11 WHERE id = 1",
        "UPDATE change SET record_id = 11 WHERE id = 1",
    ],
)
def test_no_two_lists_of_changes_are_signed_alike(two: sqlite3.Connection, sql: str) -> None:
    for number in (1, 2):
        hash_chain.sign_command(two, number)
    assert hash_chain.find_broken_link(two) is None
    two.execute(sql)
    assert hash_chain.find_broken_link(two) is not None


def test_many_changes_are_signed_in_parts_each_in_its_place(two: sqlite3.Connection) -> None:
    many = "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)"
    two.execute(f"{many} INSERT INTO change SELECT i, 2, 'at', 1, 'organisation', i, NULL, i FROM n")
    for number in (1, 2):
        hash_chain.sign_command(two, number)
    assert hash_chain.find_broken_link(two) is None
    two.execute("UPDATE change SET after = 'x' WHERE id = 11999")
    assert hash_chain.find_broken_link(two) == 2
