"""Two records of one person become one: what they said, do, and which meetings they came to stays with them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")
SETUP = (
    "member add 'นายสมมุติ หนึ่ง' --code kept",
    "member add 'นายสมมติ อื่น' --code gone",
    "member add 'นางตัวแทน ทดสอบ' --code other",
    "group add คณะทำงานสมมุติ --code g",
    "group edit g quorum='1 คน'",
    "group join g gone --on 1/1/2560",
    "meeting add ประชุมหนึ่งสมมุติ --on 5/8/2568 --code one --group g",
    "meeting add ประชุมสองสมมุติ --on 5/9/2568 --code two --group g",
    "meeting attend one kept gone",
    "meeting attend two other --substitute-for gone",
    "opinion add ควรประชุม --by gone --meeting one",
    "opinion answer 1 เห็นด้วย --by gone",
    "meeting action add one ส่งรายชื่อ --owner gone",
    "meeting agenda add one เรื่องหนึ่ง --by gone",
)


def test_merged_people_keep_their_meetings(register: Netreg) -> None:
    for line in SETUP:
        run = register(*shlex.split(line))
        assert run.code == 0, (line, run.err)

    def read() -> list[object]:
        def ask(line: str) -> list[dict[str, object]]:
            rows: list[dict[str, object]] = register(*line.split(), "--json").data
            return rows

        def code(value: object) -> object:
            return value["code"] if isinstance(value, dict) else value

        found = [[code(row["person"]) for row in ask("meeting attendance list")]]
        found += [[code(row[name]) for row in ask("opinion list")] for name in ("person", "answered_by")]
        found += [[code(row["owner"]) for row in ask("meeting action list")]]
        found += [[code(row["reported_by"]) for row in ask("meeting agenda list")]]
        found += [[row["attendance_count"] for row in ask("meeting list")]]
        return [*found, register("meeting", "show", "two", "--json").data["has_quorum"]]

    before = read()
    assert before == [["kept", "gone", "other"], ["gone"], ["gone"], ["gone"], ["gone"], [2, 1], True]
    merged = register("member", "merge", "kept", "gone", "--yes")
    assert merged.code == 0, merged.err
    assert read() == [["kept", "other"], ["kept"], ["kept"], ["kept"], ["kept"], [1, 1], True]
    assert register("undo").code == 0
    assert read() == before
