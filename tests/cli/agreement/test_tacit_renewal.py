"""An agreement that renews itself, as every command tells it once the last day for notice has passed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from tests.cli.agreement.test_lifecycle import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "agreement add ข้อตกลงต่อเอง --code one --signed 2024-01-15 --term '3 ปี' --renewal tacit --notice 2m --party tu",
    "agreement add ร่างข้อตกลง --code draft --term '3 ปี' --party tu",
)
LISTED = "agreement list --match ข้อตกลงต่อเอง --no-header --columns state,end,days_left,due,renews_on,renews_until,flags"
STATES = {
    "2026-11-14": "in_force | 2027-01-14 | 61 | notice | 2027-01-15 | 2030-01-14 |",
    "2026-11-30": "in_force | 2027-01-14 | 45 | renewal | 2027-01-15 | 2030-01-14 | renews-itself",
    "2027-01-14": "in_force | 2027-01-14 | 0 | renewal | 2027-01-15 | 2030-01-14 | renews-itself",
    "2027-01-15": "in_force | 2030-01-14 | 1095 | none | 2030-01-15 | 2033-01-14 |",
}
DAY = "--as-of 2026-11-30"
TOLD = "14 November 2026, has passed: it renews itself on 15 January 2027 until 14 January 2030; if that is not wanted"
STOP = ["netreg agreement decide one lapse", "netreg agreement terminate one --on DATE"]


def test_one_that_renews_itself_has_no_grace(ask: Callable[[str], Run]) -> None:
    assert ask("agreement edit one grace_days=30").code == 0
    assert ask(f"agreement show one --json {DAY}").data["grace_end"] is None
    assert "ผ่อนผัน" not in ask(f"calendar {DAY}").out
    assert "renews_without_grace" in [step["rule"] for step in ask(f"agreement explain one --json {DAY}").data["steps"]]


def test_every_command_tells_that_it_renews_itself(ask: Callable[..., Run]) -> None:
    assert {day: cells(ask(f"{LISTED} --as-of {day}").out) for day in STATES} == {
        day: cells(row) for day, row in STATES.items()
    }
    [item] = ask(f"due --json {DAY}").data
    assert (item["clock"], item["day"], item["commands"]) == ("renewal", "2027-01-15", STOP)
    for line in (f"due {DAY}", f"remind -n {DAY}", f"agreement brief one {DAY}"):
        run = ask(f"--lang en --era ce {line}")
        assert TOLD in " ".join((run.out + run.err).split()), line
        assert "agreement renew" not in run.out + run.err, line
    told = ask(f"--lang en --era ce agreement explain one {DAY}")
    assert "14 November 2026, has passed: it renews itself from 15 January 2027 to 14 January 2030" in told.out
    assert "decide 1 lapse" in told.err
    shown = ask(f"agreement show one --json {DAY}").data
    assert shown["flags"][0]["data"] == {
        "notice": "2026-11-14", "renews_on": "2027-01-15", "renews_until": "2030-01-14",
    }  # fmt: skip
    calendar = ask(f"calendar {DAY}").out
    assert "DTSTART;VALUE=DATE:20270115" in calendar
    assert "DTSTART;VALUE=DATE:20270114" not in calendar
    [quarter] = [row for row in ask(f"agreement forecast --json {DAY}").data if row["agreements"]]
    assert (quarter["quarter"], quarter["ends"], quarter["renews"]) == ("2570/2", 0, 1)
    assert ask(f"agreement list --expiring --columns code --no-header {DAY}").out == "one\n"


def test_before_the_last_day_for_notice_that_is_what_can_be_given(ask: Callable[..., Run]) -> None:
    found = {item["clock"]: item["commands"] for item in ask("due --json --as-of 2026-11-01").data}
    assert found == {"notice": STOP[:1], "renewal": STOP}
    told = ask("--lang en --era ce agreement explain one --as-of 2026-11-01")
    assert "unless notice is given by 14 November 2026 it renews itself from 15 January 2027" in told.out
    assert told.err == ""


def test_both_commands_stop_it(ask: Callable[..., Run]) -> None:
    ends = []
    for command in STOP:
        line = shlex.join(shlex.split(command.replace("DATE", "2027-01-14"))[1:])
        run = ask(f"{line} --json --dry-run {DAY}")
        ends.append((run.code, run.data["end"], run.data["renews_on"]))
    assert ends == [(0, "2030-01-14", None), (0, "2027-01-14", None)]


def test_a_draft_with_a_term_is_not_said_to_have_none(ask: Callable[..., Run]) -> None:
    assert ask("agreement show draft --json").data["flags"] == []
    assert "NO END" not in ask("agreement list --format table --lang en --match ร่าง").out
