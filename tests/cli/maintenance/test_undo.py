"""``netreg undo`` and ``redo``: what they say, what they refuse, what they hand to scripts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests import one_step_more

if TYPE_CHECKING:
    from tests.conftest import FilledOnce, Netreg

STEPS = [
    ("org", "add", "หน่วยสมมติ", "--code", "a"),
    ("org", "import", "three.csv"),
    ("org", "edit", "c", "note=แก้แล้ว"),
]


def fill(netreg: Netreg) -> None:
    (netreg.folder / "three.csv").write_text("code,name_th\nb,สองสมมติ\nc,สามสมมติ\nd,สี่สมมติ\n", encoding="utf-8")
    for words in STEPS:
        assert netreg(*words, NETREG_ACTOR="สมชาย").code == 0


@pytest.fixture
def done(filled_once: FilledOnce) -> Netreg:
    """A register with three commands."""
    return filled_once(fill)


def codes(netreg: Netreg) -> str:
    run = netreg("org", "list", "--columns", "code", "--no-header")
    return " ".join(sorted(run.out.split()))


@pytest.mark.usefixtures("in_english")
def test_the_last_command_is_taken_back(done: Netreg) -> None:
    run = done("undo")
    assert run.out == "undid command 3 'org edit' by สมชาย: changed org 3 (สามสมมติ): note\n"
    assert (run.err, run.code) == ("", 0)
    assert done("org", "show", "c", "--json").data["note"] is None


def test_an_import_is_taken_back_whole_and_brought_again(done: Netreg) -> None:
    assert done("undo").code == 0
    run = done("undo", "--json")
    assert run.data == {"command": 2, "records": 3, "left": []}
    assert codes(done) == "a"
    assert done("redo").code == 0
    assert codes(done) == "a b c d"
    assert done("redo", "--json").data == {"command": 4, "records": 1, "left": []}
    assert done("org", "show", "c", "--json").data["note"] == "แก้แล้ว"


def test_what_is_undone_says_by_what(done: Netreg) -> None:
    done("undo")
    rows = {row["id"]: row for row in done("history", "--json").data}
    assert rows[3]["undone_by"] == 4
    assert rows[4]["command"] == "undo 3"


@pytest.mark.usefixtures("in_english")
def test_a_changed_record_is_named_and_the_rest_can_be_undone(done: Netreg) -> None:
    before = done.db.read_bytes()
    run = done("undo", "2")
    assert (run.code, run.out) == (1, "")
    assert "org 3 (สามสมมติ)" in run.err
    assert "--force-unaffected" in run.err
    assert done.db.read_bytes() == before
    run = done("undo", "2", "--force-unaffected")
    assert run.code == 0
    assert run.err == "netreg: left unchanged: org 3 (สามสมมติ)\n"
    assert codes(done) == "a c"


@pytest.mark.usefixtures("in_english")
def test_it_can_be_tried(done: Netreg) -> None:
    before = done.db.read_bytes()
    run = done("undo", "--dry-run")
    assert run.out.startswith("undid command 3")
    assert run.err == "netreg: dry run: nothing was saved\n"
    assert done.db.read_bytes() == before


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("undo", "9"), 1, "no such command: 9"),
        (("undo", "4"), 1, "no such command: 4"),  # the number it would get itself
        (("undo", "0"), 1, "no such command: 0"),
        (("undo", "9" * 30), 1, "no such command"),
        (("undo", "-1"), 2, "-1"),
        (("undo", "x"), 2, "x"),
        (("undo", "1", "2"), 2, "2"),
        (("redo",), 1, "nothing to redo"),
        (("redo", "1"), 1, "command 1 is not an undo"),
        (("redo", "4"), 1, "no such command: 4"),
    ],
)
def test_what_is_refused(done: Netreg, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    before = done.db.read_bytes()
    run = done(*arguments)
    assert (run.code, run.out) == (code, "")
    assert sentence in run.err
    assert run.err.count("\n") == 1
    assert done.db.read_bytes() == before


@pytest.mark.usefixtures("in_english")
def test_nothing_to_undo(register: Netreg) -> None:
    run = register("undo")
    assert (run.code, run.out) == (1, "")
    assert run.err == "netreg: error: there is nothing to undo; see 'netreg history'\n"


def test_what_was_undone_says_how_to_bring_it_back(done: Netreg) -> None:
    done("undo")
    run = done("undo", "3")
    assert run.code == 1
    assert "'netreg undo 4'" in run.err
    assert done("undo", "4").code == 0
    assert done("org", "show", "c", "--json").data["note"] == "แก้แล้ว"


@pytest.mark.usefixtures("in_english")
def test_a_migration_is_refused_with_its_reason(register: Netreg) -> None:
    assert one_step_more.run(register, "org", "add", "หน่วยสมมติ")[0] == 0
    code, _out, err = one_step_more.run(register, "undo", "1")
    assert code == 1
    assert "newer schema" in err
    assert "backup" in err
    assert one_step_more.run(register, "undo")[0] == 0
    assert one_step_more.run(register, "undo")[0] == 1


@pytest.mark.usefixtures("in_english")
def test_someone_elses_change_is_told_as_his(done: Netreg) -> None:
    with closing(sqlite3.connect(done.db, isolation_level=None)) as db:
        db.execute("UPDATE organisation SET note = 'นอก' WHERE id = 1")
    run = done("undo")
    assert run.out == "undid command 4 'outside netreg' by ?: changed org 1 (หน่วยสมมติ): note\n"


def test_a_record_renamed_while_somebody_was_asked_is_not_removed(done: Netreg) -> None:
    """The question named another record than the one that would go."""
    import os
    import pty
    import time

    main_end, terminal = pty.openpty()
    process = done.start("--lang", "en", "org", "remove", "d", stdin=terminal)
    assert process.stderr is not None
    while (letter := process.stderr.read(1)) != b"?":
        assert letter, "it ended without a question"
    time.sleep(0.05)
    assert done("org", "edit", "d", "name_th=ชื่ออื่นตัวอย่าง").code == 0
    os.write(main_end, b"y\n")
    out, err = process.communicate(timeout=30)
    os.close(main_end)
    os.close(terminal)
    assert (process.returncode, out) == (1, b"")
    assert "changed since it was read" in err.decode()
    assert codes(done) == "a b c d"


@pytest.mark.parametrize("lost", ["min(id)", "max(id)", "min(id) + 1"])
def test_a_command_is_not_undone_in_part(register: Netreg, lost: str) -> None:
    """What a damaged file has lost of it would stay."""
    register("org", "add", "หน่วยสมมติ", "--code", "a")
    (register.folder / "orgs.csv").write_text("code,name_th\nb,ก สมมติ\nc,ข สมมติ\nd,ค สมมติ\n", encoding="utf-8")
    assert register("org", "import", "orgs.csv").code == 0
    with closing(sqlite3.connect(register.db, isolation_level=None)) as db:
        db.execute(f"DELETE FROM change WHERE id = (SELECT {lost} FROM change WHERE command_id = 2)")
    before = register("org", "list").out
    run = register("undo")
    assert (run.code, run.out, run.err.count("\n")) == (1, "", 1)
    assert register("org", "list").out == before
