"""An end that was decided ahead, as every command tells it that tells of an end."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.cli.agreement.test_lifecycle import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "agreement add ข้อตกลงหนึ่ง --code one --signed 2025-01-01 --term '3 ปี' --notice 3m --party tu --as-of 2025-01-01",
    "agreement add ข้อตกลงสอง --code two --signed 2027-01-01 --term '3 ปี' --party tu --as-of 2027-01-01",
)
CLOSINGS = {
    "agreement terminate one --on 2027-03-31 --as-of 2026-12-01": ("closed", "terminated"),
    "agreement complete one --on 2027-03-31 --as-of 2026-12-01": ("closed", "completed"),
    "agreement edit one final_status=replaced final_on=2027-03-31": ("closed", "replaced"),
    "agreement replace one --with two --from 2027-04-01 --on 2026-12-01": ("replaced", "replaced"),
}
LISTED = "agreement list --match ข้อตกลงหนึ่ง --columns state,end,end_basis,days_left,due,notice_deadline,flags"
STATES = {
    "2026-12-01": "in_force | 2027-03-31 | BASIS | 120 | none | | ends-early",
    "2027-03-30": "in_force | 2027-03-31 | BASIS | 1 | end | | ends-early",
    "2027-03-31": "in_force | 2027-03-31 | BASIS | 0 | end | | ends-early",
    "2027-04-01": "FINAL | 2027-03-31 | BASIS | | none | |",
    "2028-01-01": "FINAL | 2027-03-31 | BASIS | | none | |",
}


@pytest.mark.parametrize(("line", "word"), CLOSINGS.items())
def test_every_command_tells_the_same_end(ask: Callable[[str], Run], line: str, word: tuple[str, str]) -> None:
    assert ask(line).code == 0
    basis, final = word
    told = {day: cells(ask(f"{LISTED} --no-header --as-of {day}").out) for day in STATES}
    assert told == {day: cells(row.replace("BASIS", basis).replace("FINAL", final)) for day, row in STATES.items()}
    day = "--as-of 2027-03-01"
    [listed] = csv.DictReader(io.StringIO(ask(f"{LISTED} --csv {day}").out))
    shown = ask(f"agreement show one --json {day}").data
    assert (listed["end"], listed["days_left"]) == ("2027-03-31", "30")
    assert (shown["end"], shown["days_left"]) == ("2027-03-31", 30)
    assert ask(f"agreement list --expiring --within 30d --columns code --no-header {day}").out == "one\n"
    assert [(item["clock"], item["day"]) for item in ask(f"due --kind agreement --json {day}").data] == [
        ("end", "2027-03-31")
    ]
    assert [(item["clock"], item["day"]) for item in ask(f"remind -n --json {day}").data] == [("end", "2027-03-31")]
    calendar = ask(f"calendar {day}").out
    assert calendar.count("DTSTART;VALUE=DATE:20270331") == 1
    assert "20271231" not in calendar
    [quarter] = [row for row in ask(f"agreement forecast --json {day}").data if "one" in row["agreements"]]
    assert (quarter["quarter"], quarter["ends"]) == ("2570/2", 1)
    [bar] = ask(f"agreement timeline one --json {day}").data
    assert (bar["begins"], bar["end"], bar["notice_deadline"]) == ("2025-01-01", "2027-03-31", None)
    [step] = [
        one for one in ask(f"agreement explain one --json {day}").data["steps"]
        if one["rule"] in ("closed_ahead", "replaced")
    ]  # fmt: skip
    assert step["value"] == "2027-03-31"
    assert ask(f"agreement brief one --json {day}").data["periods"][-1]["last"] == "2027-03-31"


def test_one_closed_ahead_is_not_decided_on_until_that_is_withdrawn(ask: Callable[[str], Run]) -> None:
    assert ask("agreement complete one --on 2027-01-31 --as-of 2026-12-01").code == 0
    day = "--as-of 2026-12-01"
    lines = ("renew one --term '1 ปี'", "extend one --until 2029-12-31", "terminate one --on 2027-06-30")
    told = [ask(f"--lang en --era ce agreement {line} {day}") for line in lines]
    assert [(run.code, "already recorded as completed on 31 Jan 2027" in run.err) for run in told] == [(1, True)] * 3
    assert ask(f"agreement edit one final_status= final_on= final_reason=ตกลงทำต่อ {day}").code == 0
    assert ask(f"agreement {lines[1]} {day}").code == 0


def test_one_without_an_end_has_one_then(ask: Callable[[str], Run]) -> None:
    assert ask("agreement add ไม่มีสิ้นสุด --code open --signed 2025-01-01 --party tu").code == 0
    no_end = "agreement list --no-end --columns code --no-header --as-of 2026-12-01"
    assert ask(no_end).out == "open\n"
    assert ask("agreement terminate open --on 2027-03-31").code == 0
    assert ask(no_end).out == ""
    assert ask("doctor").code == 0


def test_a_closing_after_the_end_moves_nothing(ask: Callable[[str], Run]) -> None:
    assert ask("agreement complete one --on 2028-06-01 --as-of 2028-06-01").code == 0
    told = [cells(ask(f"{LISTED} --no-header --as-of {day}").out) for day in ("2027-12-31", "2028-01-01", "2028-06-01")]
    assert told == [
        cells(row)
        for row in (
            "in_force | 2027-12-31 | term | 0 | end | 2027-09-30 |",
            "expired | 2027-12-31 | term | -1 | none | 2027-09-30 | expired",
            "completed | 2027-12-31 | term | | none | 2027-09-30 |",
        )
    ]


def test_a_recorded_closing_is_moved_with_a_reason_only(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("agreement terminate one --on 2027-03-31 --as-of 2026-12-01").code == 0
    for change in ("final_on=2027-06-30", "final_status= final_on=", "final_status=completed", "final_on="):
        refused = ask(f"--lang en agreement edit one {change}").err
        told = "agreement 1 is recorded as terminated on 31 Mar 2570, and a change of that requires a reason"
        assert refused.startswith(f"netreg: error: {told}; "), refused
        assert ask(f"agreement edit one {change} --correction -n").code == 0, change
    (office.folder / "a.csv").write_text("code,title,final_on\none,ข้อตกลงหนึ่ง,2027-06-30\n", encoding="utf-8")
    assert ask("agreement import a.csv").code == 65
    moved = ask("agreement edit one final_on=2027-06-30 final_reason=ตกลงใหม่ --json").data
    assert (moved["end"], moved["final_reason"]) == ("2027-06-30", "ตกลงใหม่")


def test_none_is_ended_before_its_time_after_its_end(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("--lang en agreement edit one final_status=terminated final_on=2028-02-01").err == (
        "netreg: error: agreement 1 ended on 31 Dec 2570, so it cannot be terminated on 1 Feb 2571; "
        "give a day up to its end, or run 'netreg agreement complete 1'\n"
    )
    (office.folder / "a.csv").write_text(
        "code,title,final_status,final_on\none,ข้อตกลงหนึ่ง,terminated,2028-02-01\n", encoding="utf-8"
    )
    assert ask("agreement import a.csv").code == 65


@pytest.mark.usefixtures("in_english")
def test_a_replacement_of_a_file_that_is_dated_ahead_counts_at_once(office: Netreg, ask: Callable[[str], Run]) -> None:
    """It is known once it is recorded, which is before the day that is asked about here."""
    for line in (
        "agreement add เดิม --code old --signed 2030-01-01 --term '9 ปี' --party tu",
        "agreement add ใหม่ --code new --signed 2037-04-01 --term '3 ปี' --party tu",
        "agreement add ร่าง --code draft --party tu",
        "agreement add เดิมสอง --code other --signed 2030-01-01 --term '9 ปี' --party tu",
    ):
        assert ask(line).code == 0, line
    rows = "agreement,kind,decided_on,successor\nold,replace,2037-03-01,new\nother,replace,2036-06-01,draft\n"
    (office.folder / "d.csv").write_text(rows, encoding="utf-8")
    told = [ask("agreement decision import d.csv").err for _twice in range(2)]
    assert told == [
        f"d.csv: {counts}\n" for counts in ("2 new, 0 changed, 0 unchanged", "0 new, 0 changed, 2 unchanged")
    ]
    listed = ask("agreement list --json --as-of 2034-12-01").data
    ends = {row["code"]: (row["state"], row["end"], row["end_basis"]) for row in listed}
    assert ends["old"] == ("in_force", "2037-03-31", "replaced")
    assert ends["other"] == ("in_force", "2036-05-31", "replaced")
    assert ask("doctor").code == 0
