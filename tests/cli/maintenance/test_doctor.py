"""``netreg doctor``, and every command on files that are older, newer, or not to be written."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests import one_step_more
from tests.powers import give_away, take_back, without_powers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import FilledOnce, Netreg


def fill(netreg: Netreg) -> None:
    assert netreg("org", "add", "หน่วยสมมติ", "--code", "a").code == 0


@pytest.fixture
def sound(filled_once: FilledOnce) -> Netreg:
    """A register with one organisation."""
    return filled_once(fill)


def shell(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(sql)


def ids(netreg: Netreg, *arguments: str) -> list[str]:
    found = netreg("doctor", *arguments, "--json").data
    return [finding["id"] for finding in found]


@pytest.mark.usefixtures("in_english")
def test_a_sound_register(sound: Netreg) -> None:
    for arguments in ((), ("--full",), ("--fix",), ("--full", "--fix")):
        run = sound("doctor", *arguments)
        assert (run.code, run.out, run.err) == (0, f"{sound.db}: no problems found\n", "")
        assert ids(sound, *arguments) == []


@pytest.mark.usefixtures("in_english")
def test_what_is_wrong_with_its_cure(sound: Netreg) -> None:
    shell(sound.db, "DROP TRIGGER history_person_update")
    run = sound("doctor")
    assert run.code == 1
    assert run.out.splitlines() == [
        "id\tseverity\twhat\tcure\tfixed",
        "triggers\terror\ttriggers that record changes are missing: history_person_update\tnetreg doctor --fix\tno",
    ]


def test_what_can_be_mended_is(sound: Netreg) -> None:
    shell(sound.db, "DROP TRIGGER history_person_update; DELETE FROM name_key")
    sound.db.chmod(0o644)
    run = sound("doctor", "--fix", "--json")
    assert run.code == 0
    assert {finding["id"]: finding["fixed"] for finding in run.data} == {
        "permissions": True,
        "triggers": True,
        "search-index": True,
    }
    assert ids(sound, "--full") == []


def test_a_changed_byte_is_found_in_full(sound: Netreg) -> None:
    content = sound.db.read_bytes()
    at = content.rindex("หน่วยสมมติ".encode())
    sound.db.write_bytes(content[:at] + "ฟน่วยสมมติ".encode() + content[at + len("หน่วยสมมติ".encode()) :])
    run = sound("doctor", "--full")
    assert run.code == 1
    assert run.out.count("\n") > 1


def test_a_warning_is_no_error(sound: Netreg) -> None:
    (sound.folder / "register.20261120T000000.000000Z.db.partial").touch()
    assert sound("doctor").code == 0
    assert ids(sound) == ["leftover"]


def test_a_hard_link_is_a_finding(sound: Netreg) -> None:
    (sound.folder / "second.db").hardlink_to(sound.db)
    assert ids(sound) == ["hard-link"]
    assert sound("doctor").code == 1


def test_no_register_there(netreg: Netreg) -> None:
    run = netreg("doctor")
    assert (run.code, run.out) == (66, "")
    assert list(netreg.folder.iterdir()) == []


# --- an older file ----------------------------------------------------------------------


def dump(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(path)) as db:
        yield from db.iterdump()


@pytest.mark.parametrize("command", ["init", "org add อื่น", "org edit a note=x", "undo"])
def test_a_write_backs_an_older_file_up_and_migrates_it(sound: Netreg, command: str) -> None:
    before = list(dump(sound.db))
    code, _out, err = one_step_more.run(sound, *command.split())
    assert code == 0, err
    copies = list(sound.folder.glob("register.before-schema-*.db"))
    assert len(copies) == 1
    assert list(dump(copies[0])) == before
    assert copies[0].stat().st_mode & 0o777 == 0o600
    assert one_step_more.run(sound, "doctor", "--full")[0] == 0
    done = sound.db.read_bytes()
    assert one_step_more.run(sound, "init")[0] == 0
    assert (sound.db.read_bytes(), len(list(sound.folder.glob("register.before-schema-*.db")))) == (done, 1)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("command", ["stats", "org list", "history", "meeting list", "due"])
def test_a_read_says_how_to_migrate_and_changes_nothing(sound: Netreg, command: str) -> None:
    before = sound.db.read_bytes()
    code, out, err = one_step_more.run(sound, *command.split())
    assert (code, out) == (77, "")
    assert err == (
        f"netreg: error: {sound.db} has an older schema, which reading does not change; "
        f"bring it up to date with 'netreg --db {sound.db} init'; a backup is made first\n"
    )
    assert sound.db.read_bytes() == before
    assert [path.name for path in sound.folder.iterdir()] == ["register.db"]


def test_the_doctor_looks_first_and_migrates_when_asked(sound: Netreg) -> None:
    before = sound.db.read_bytes()
    code, out, _err = one_step_more.run(sound, "doctor", "--json")
    assert (code, [finding["id"] for finding in json.loads(out)]) == (0, ["old-schema"])
    assert sound.db.read_bytes() == before
    assert one_step_more.run(sound, "doctor", "--fix")[0] == 0
    assert one_step_more.run(sound, "doctor")[0] == 0


@pytest.mark.usefixtures("in_english")
def test_a_draft_schema_is_refused_in_one_line(sound: Netreg) -> None:
    shell(sound.db, "PRAGMA user_version = 4")
    before = sound.db.read_bytes()
    for command in (("stats",), ("org", "add", "อื่น"), ("init",), ("doctor",), ("backup", "copy.db")):
        run = sound(*command)
        assert (run.code, run.out) == (76, "")
        assert run.err == (
            f"netreg: error: {sound.db} has an unreleased schema (4) that this netreg cannot open; "
            "export its records with the netreg that wrote it and import them here; the file was not changed\n"
        )
    assert sound.db.read_bytes() == before


@pytest.fixture
def unlock(netreg: Netreg) -> Iterator[None]:
    """Let the test's folder be cleared away."""
    yield
    take_back(netreg.folder)


def locked(netreg: Netreg) -> None:
    """Make the file, and its folder, such that it can only be read."""
    give_away(netreg.db, 0o444)
    give_away(netreg.folder, 0o555)


@pytest.mark.usefixtures("unlock")
@pytest.mark.parametrize("command", ["stats", "org list", "history", "undo", "init", "org add x"])
def test_an_older_file_that_may_not_be_written(sound: Netreg, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    locked(sound)
    before = sound.db.read_bytes()
    one_step_more.install(monkeypatch)
    with without_powers():
        run = sound(*command.split())
    assert (run.out, run.err.count("\n"), run.code) == ("", 1, 77)
    assert re.search(r"netreg --db \S+ init", run.err), "what to type"
    assert sound.db.read_bytes() == before
    assert list(sound.folder.iterdir()) == [sound.db]


@pytest.mark.usefixtures("unlock")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("stats", 0),
        ("org list", 0),
        ("history", 0),
        ("init", 0),
        ("undo", 77),
        ("org add x", 77),
        ("org remove a --yes", 77),
        ("doctor --fix", 77),
    ],
)
def test_a_file_that_may_only_be_read(sound: Netreg, command: str, code: int) -> None:
    locked(sound)
    before = sound.db.read_bytes()
    with without_powers():
        run = sound(*command.split())
    assert run.code == code, run.err
    assert sound.db.read_bytes() == before


# --- a newer file ---------------------------------------------------------------------------


EVERY = [
    "stats", "org list", "org show a", "org add x", "org edit a note=x", "org remove a --yes", "org export",
    "history", "org history a", "undo", "redo", "doctor", "doctor --fix", "backup copy.db", "init",
    "restore good.db --yes",
]  # fmt: skip


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("command", EVERY)
def test_a_newer_file_is_refused_untouched_by_every_command(sound: Netreg, command: str) -> None:
    shutil.copy(sound.db, sound.folder / "good.db")
    shell(sound.db, "PRAGMA user_version = 99")
    before, stamp = sound.db.read_bytes(), sound.db.stat().st_mtime_ns
    run = sound(*command.split())
    assert (run.code, run.out) == (76, "")
    assert "update" in run.err
    assert (sound.db.read_bytes(), sound.db.stat().st_mtime_ns) == (before, stamp)
    assert {path.name for path in sound.folder.iterdir()} == {"register.db", "good.db"}
