"""Series of meetings: numbered by themselves, each knowing the one before, a year planned by one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused, shown, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

PLOUGHING, MEMORIAL = "Royal Ploughing Ceremony", "HM King Bhumibol Adulyadej Memorial Day"
pytestmark = pytest.mark.usefixtures("in_english")

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "group add เครือข่ายทดสอบ --code net --of tu",
    "meeting series add ชุดปีงบ --code fis --numbering fiscal --group net",
    "meeting series add ชุดปฏิทิน --code cal --rule 'last Tuesday of each month'",
    "meeting series add ชุดต่อเนื่อง --code on --numbering continuous",
    "meeting add --series fis --on '5 ก.ย. 2568 09:30'",
    "meeting add --series fis --on '5 พ.ย. 2568'",
    "meeting add --series fis --on '5 ม.ค. 2569'",
    "meeting add --series fis --on '5 ธ.ค. 2568'",
    "meeting add --series on --on 5/9/2568",
    "meeting add --series on --on 5/9/2569 --number 7",
    "meeting add --series on --on 5/10/2569",
)


def test_numbers_are_given_by_the_year_of_the_series_and_each_knows_the_one_before(ask: Callable[[str], Run]) -> None:
    rows = ask("meeting list --sort id --json").data
    found = [(row["title"], row["number"], row["year"], row["previous"] and row["previous"]["id"]) for row in rows]
    assert found == [
        ("ชุดปีงบ", 1, 2568, None),
        ("ชุดปีงบ", 1, 2569, 1),
        ("ชุดปีงบ", 2, 2569, 4),
        ("ชุดปีงบ", 3, 2569, 2),
        ("ชุดต่อเนื่อง", 1, None, None),
        ("ชุดต่อเนื่อง", 7, None, 5),
        ("ชุดต่อเนื่อง", 8, None, 6),
    ]
    assert {row["group"]["code"] for row in rows[:4]} == {"net"}


REFUSED = {
    "meeting add --on 2569-01-01": (2, "the meeting has no title; give one, or --series"),
    "meeting edit 3 number=1": (
        1,
        "ครั้งที่ 1/2569 of ชุดปีงบ is taken by meeting 2; give another number, or see 'netreg meeting show 2'",
    ),
    "meeting add --series fis --on 6/12/2568 --number 2": (
        1,
        "meeting 3 already exists: ชุดปีงบ ครั้งที่ 2/2569; change it with 'netreg meeting edit 3 FIELD=VALUE'",
    ),
    "meeting add --series fis --on 6/12/2568 --number 2 --force": (
        1,
        "ครั้งที่ 2/2569 of ชุดปีงบ is taken by meeting 3; give another number, or see 'netreg meeting show 3'",
    ),
    "meeting plan fis --year 2569": (
        2,
        "series 1 does not say when it meets; add --rule, for example --rule 'last Tuesday of each month'",
    ),
    "meeting plan cal --year 2569 --at ค่ำ": (2, "--at: 'ค่ำ' is not a time; write it like 13:30"),
    "meeting plan cal --year 2569 --holidays no": (
        2,
        "--holidays: unknown value 'no'; expected one of: after, before, skip, keep",
    ),
    "meeting plan cal --year 2569 --at 13:30 --until 12:30": (1, "the meeting ends before it starts; check ends_at"),
    "meeting plan cal --year 2568 --rule FREQ=YEARLY;UNTIL=20200101": (
        1,
        "the rule gives no day in that year; give another with --rule",
    ),
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_refused(office: Netreg, line: str) -> None:
    assert_refused(office, line, *REFUSED[line])


def test_a_year_is_planned_by_one_command_and_not_twice(ask: Callable[[str], Run]) -> None:
    run = ask("meeting plan cal --year 2569 --rule 'วันที่ 13 ของเดือน' --at 13.30 --until '16.30 น.'")
    assert shown(run) == (
        table(
            "id | number | year | starts_at | ends_at | state | note",
            "8 | 1 | 2569 | 2026-01-13T13:30 | 2026-01-13T16:30 | planned |",
            "9 | 2 | 2569 | 2026-02-13T13:30 | 2026-02-13T16:30 | planned |",
            "10 | 3 | 2569 | 2026-03-13T13:30 | 2026-03-13T16:30 | planned |",
            "11 | 4 | 2569 | 2026-04-16T13:30 | 2026-04-16T16:30 | planned | moved from 13 Apr 2569: Songkran Festival",
            "12 | 5 | 2569 | 2026-05-14T13:30 | 2026-05-14T16:30 | planned | moved from 13 May 2569: " + PLOUGHING,
            "13 | 6 | 2569 | 2026-06-13T13:30 | 2026-06-13T16:30 | planned |",
            "14 | 7 | 2569 | 2026-07-13T13:30 | 2026-07-13T16:30 | planned |",
            "15 | 8 | 2569 | 2026-08-13T13:30 | 2026-08-13T16:30 | planned |",
            "16 | 9 | 2569 | 2026-09-13T13:30 | 2026-09-13T16:30 | planned |",
            "17 | 10 | 2569 | 2026-10-14T13:30 | 2026-10-14T16:30 | planned | moved from 13 Oct 2569: " + MEMORIAL,
            "18 | 11 | 2569 | 2026-11-13T13:30 | 2026-11-13T16:30 | planned |",
            "19 | 12 | 2569 | 2026-12-13T13:30 | 2026-12-13T16:30 | planned |",
        ),
        "netreg: planned 12 meetings\n",
        0,
    )  # fmt: skip
    again = ask("meeting plan cal --year 2569 --rule 'วันที่ 13 ของเดือน' --holidays skip")
    assert again.err == (
        "netreg: planned 0 meetings\nnetreg: 9 days have a meeting of the series already\n"
        "netreg: left out 13 Apr 2569: Songkran Festival\n"
        "netreg: left out 13 May 2569: " + PLOUGHING + "\n"
        "netreg: left out 13 Oct 2569: " + MEMORIAL + "\n"
    )
    assert ask("undo").code == 0
    before = ask("meeting plan cal --year 2569 --holidays before --json").data
    assert len(before) == 12
    assert {row["starts_at"] for row in before} >= {"2026-06-30", "2026-12-29"}


def test_meetings_of_a_file_have_the_title_of_their_series(ask: Callable[[str], Run], office: Netreg) -> None:
    plan = office.folder / "plan.csv"
    plan.write_text("ครั้งที่,วันที่,เวลา\n8/2569,15 ม.ค. 69,09.30 น.\n9/2569,16 เม.ย. 69,13.30 น.\n", encoding="utf-8")
    refused = ask(f"meeting import {plan}")
    assert (refused.code, refused.err.splitlines()[-1]) == (
        65,
        (
            f"netreg: error: {plan}: no column says what its records are called; no column can be Title, which every "
            "row needs; say which it is: --map 'HEADING=title', or what it is in all rows: --set 'series=…'"
        ),
    )
    assert ask(f"meeting import {plan} --set series=cal").code == 0
    assert shown(ask("meeting list 'series:cal' --columns title,number,year,starts_at"))[0] == table(
        "title | number | year | starts_at",
        "ชุดปฏิทิน | 8 | 2569 | 2026-01-15T09:30",
        "ชุดปฏิทิน | 9 | 2569 | 2026-04-16T13:30",
    )
    again = ask(f"meeting import {plan} --set series=cal")
    assert again.out + again.err == f"{plan}: 0 new, 0 changed, 2 unchanged\n"
