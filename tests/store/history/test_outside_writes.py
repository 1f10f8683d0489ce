"""What other tools do to the history: rows written again as they are, commands cut out, a stray mark."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


def write(netreg: Netreg, *statements: str) -> None:
    with closing(sqlite3.connect(netreg.db)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def find_ids(netreg: Netreg) -> set[str]:
    return {row["id"] for row in netreg("doctor", "--full", "--json").data}


def test_a_row_written_again_as_it_was(register: Netreg) -> None:
    register("org", "add", "หน่วยงานสมมติ", "--code", "uni")
    write(register, "UPDATE organisation SET note = note")
    assert register("org", "edit", "uni", "note=ก").code == 0
    told = [row["what"] for row in register("history", "--json").data]
    assert told[1] == "wrote org 1 (หน่วยงานสมมติ) again as it was"
    assert register("undo", "2").code == 0
    moment = register("org", "show", "uni", "--json").data["created_at"]
    for asked in ("2040-01-01", moment[:10], moment[:19]):
        assert register("org", "show", "uni", "--recorded-at", asked).code in (0, 1)
    assert find_ids(register) == set()


LAST = "(SELECT max(id) FROM command)"


def test_commands_cut_out_stay_missing(register: Netreg) -> None:
    for number in range(3):
        register("org", "add", f"หน่วยงานสมมติ {number}")
    write(register, f"DELETE FROM change WHERE command_id = {LAST}", f"DELETE FROM command WHERE id = {LAST}")
    assert find_ids(register) & {"history-gap", "history-cut-off"}
    register("org", "add", "อีกแห่งสมมติ")
    assert "history-gap" in find_ids(register)


def test_a_stray_mark_of_a_running_command_breaks_nothing(register: Netreg) -> None:
    register("org", "add", "หน่วยงานสมมติ", "--code", "uni")
    write(register, "INSERT INTO running (id) VALUES (1)")
    assert find_ids(register) == {"running"}
    assert register("org", "edit", "uni", "note=ก").code == 0
    assert find_ids(register) == set()
