"""What was planned for a day that has passed: asked for by due, told once, flagged, and settled by what is named."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SETUP = (
    "meeting add ประชุมสมมติ --code m1 --on 2026-11-18 --state planned",
    "meeting add ประชุมต่อเนื่อง --code m2 --on 2026-11-20 --until 2026-11-21 --state planned",
    "meeting add ประชุมเลื่อน --code m3 --on 2026-11-01 --state postponed",
    "activity add กิจกรรมสมมติ --code a1 --on 2026-10 --state planned",
    "training add อบรมสมมติ --code t1",
    "training cohort add t1 1 --on '18 - 19 พฤศจิกายน 2569'",
    "training cohort add t1 2 --on 2026-11-21",
)
STATES, VERBS = ("held", "postponed", "cancelled"), ("hold", "postpone", "cancel")
ASKED = [
    # the address, its day, the days since, the flag, and the commands that say what became of it
    ("a1", "2026-10", -21, "planned-passed", [f"netreg activity edit a1 state={state}" for state in STATES]),
    ("m1", "2026-11-18", -3, "planned-passed", [f"netreg meeting {verb} m1" for verb in VERBS]),
    ("training cohort 1", "2026-11-19", -2, "cohort-overdue", [
        f"netreg training cohort edit 1 state={state}" for state in STATES
    ]),
]  # fmt: skip
LISTS = ("activity list", "meeting list", "training cohort list")
CARDS = ("activity show a1", "meeting show m1", "training cohort show 1")


def _held(ask: Callable[..., Run], options: str = "") -> list[dict[str, Any]]:
    return [item for item in ask(f"due --json {options}").data if item["clock"] == "held"]


def test_what_was_planned_and_has_passed_is_asked_for_everywhere(ask: Callable[..., Run]) -> None:
    found, latest = _held(ask, "--overdue"), ASKED[::-1]
    assert [(i["record"], i["day"], i["days_left"], i["flags"][0]["id"]) for i in found] == [row[:4] for row in latest]
    assert [i["commands"] for i in found] == [row[4] for row in latest]
    notes = ask("--lang en due --era ce").err
    assert "m1: planned for 18 November 2026, 3 days ago: held, postponed or cancelled?; type 'netreg meeting" in notes
    assert "ผ่านมาแล้ว 3 วัน" in ask("due").err
    told = ask("--lang en remind -n --era ce").out
    assert "planned for 19 November 2026, 2 days ago" in told
    assert "  or:   netreg training cohort edit 1 state=cancelled\n" in told
    for row, listing, card in zip(ASKED, LISTS, CARDS, strict=True):
        rows = ask(f"{listing} --json --sort id").data
        assert [[flag["id"] for flag in one["flags"]] for one in rows] == [[row[3]], *[[]] * (len(rows) - 1)]
        assert row[3] in ask(f"{listing} --csv --sort id").out.splitlines()[1]
        assert f"{row[3]}: planned for" in " ".join(ask(f"--lang en {card} --format table").out.split())
    assert ask("due --exit-code").code == 11


@pytest.mark.parametrize("outcome", range(3))
def test_each_command_that_is_named_settles_it(ask: Callable[..., Run], outcome: int) -> None:
    for *_rest, commands in ASKED:
        assert ask(shlex.join(shlex.split(commands[outcome])[1:])).code == 0
    assert _held(ask) == []


def test_before_the_day_it_takes_place_and_on_its_last_day_nothing_is_asked(ask: Callable[..., Run]) -> None:
    assert _held(ask, "--as-of 2026-10-31") == []
    assert [i["record"] for i in _held(ask, "--as-of 2026-11-19")] == ["m1", "a1"]
    assert [i["record"] for i in _held(ask, "--as-of 2026-11-22")] == [
        "m2", "training cohort 2", "training cohort 1", "m1", "a1",
    ]  # fmt: skip
    assert ask("due ack m1 --clock held").code == 0
    assert [i["record"] for i in _held(ask)] == ["training cohort 1", "a1"]
