"""How often the members of a group come to its meetings, by person and by unit, and who missed several in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


def record_year(register: Netreg) -> None:
    """Record four meetings of a group of three; one of its members joined before the last of them."""
    for line in (
        ("org", "add", "คณะหนึ่งสมมุติ", "--code", "u1"),
        ("org", "add", "คณะสองสมมุติ", "--code", "u2"),
        *(("member", "add", f"{name} สมมุติ", "--code", name) for name in ("ก้อง", "แก้ว", "ใหม่")),
        ("group", "add", "คณะทำงานสมมุติ", "--code", "g"),
        ("group", "join", "g", "ก้อง", "--org", "u1", "--on", "2025-01-01"),
        ("group", "join", "g", "แก้ว", "--org", "u2", "--on", "2025-01-01"),
        ("group", "join", "g", "ใหม่", "--org", "u1", "--on", "2025-04-01"),
        *(
            (
                "meeting",
                "add",
                f"ประชุม {n}",
                "--on",
                f"2025-0{n}-15",
                "--group",
                "g",
                "--code",
                f"m{n}",
                "--state",
                state,
            )
            for n, state in ((1, "held"), (2, "held"), (3, "held"), (4, "held"), (5, "cancelled"))
        ),
        *(("meeting", "attend", f"m{n}", "ก้อง") for n in (1, 2, 3)),
        ("meeting", "attend", "m1", "แก้ว"),
        ("meeting", "attend", "m4", "แก้ว", "--presence", "apology"),
        ("meeting", "attend", "m4", "ใหม่"),
    ):
        run = register(*line)
        assert run.code == 0, (line, run.err)


def test_who_missed_meetings_in_a_row(register: Netreg) -> None:
    record_year(register)
    asked = ("group", "attendance", "g", "--json")

    def read(*more: str) -> list[tuple[object, ...]]:
        names = ("name", "meetings", "came", "rate", "missed_in_a_row")
        return [tuple(row[name] for name in names) for row in register(*asked, *more).data]

    assert read() == [
        ("แก้ว สมมุติ", 4, 1, 25, 3),
        ("ก้อง สมมุติ", 4, 3, 75, 1),
        ("ใหม่ สมมุติ", 1, 1, 100, 0),
    ]
    assert read("--missed", "3") == [("แก้ว สมมุติ", 4, 1, 25, 3)]
    assert read("--by", "unit") == [("คณะสองสมมุติ", 4, 1, 25, 3), ("คณะหนึ่งสมมุติ", 4, 4, 100, 0)]
    assert "over 4 meetings" in register("group", "attendance", "g").err


def test_a_group_without_meetings_is_told(register: Netreg) -> None:
    register("group", "add", "กลุ่มว่างสมมุติ", "--code", "empty")
    run = register("group", "attendance", "empty")
    assert (run.code, "no meeting of group 1 is recorded to which anybody came" in run.err) == (0, True), run.err
