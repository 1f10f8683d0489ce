"""``netreg due``: one list over all kinds, its exit codes, the line for Nagios, acknowledging, rules."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

WATCHED = "post, member_group, membership, agreement, target, meeting, action_item, cohort, activity"

# Today is Saturday, 21 November 2026.
SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "member add 'นางสมมติ หนึ่ง' --code one --email one@example.org",
    "member post add one --org tu --position คณบดี --until 2569-12",
    "agreement add ข้อตกลงแจ้ง --code notice --signed 2567-01-01 --end 31/1/2570 --notice 3m --responsible one",
    "agreement add ข้อตกลงเสาร์ --signed 2567-01-01 --end 5/12/2569",
    "agreement add 'ข้อตกลงเก่า | [bold]' --code old --signed 2560-01-01 --end 2561-12-31",
    "meeting add ประชุมสมมติ --code meet --on '28/11/2569 09:00'",
)


LIST = """\
day\tdays_left\tclock\trecord\tname\tresponsible\tact_on\textends_to\tsilence
2026-11-28\t7\tstarts\tmeet\tประชุมสมมติ\t\t2026-11-27\t\t
2026-12\t10\tuntil\tmember post 1\tนางสมมติ หนึ่ง: คณบดี มหาวิทยาลัยทดสอบ\tนางสมมติ หนึ่ง\t2026-12-01\t\t
2026-12-05\t14\tend\tagreement 2\tข้อตกลงเสาร์\t\t2026-12-04\t2026-12-08\t
2027-01-31\t71\tend\tnotice\tข้อตกลงแจ้ง\tนางสมมติ หนึ่ง\t2027-01-29\t2027-02-01\t
2026-10-31\t-21\tnotice\tnotice\tข้อตกลงแจ้ง\tนางสมมติ หนึ่ง\t\t\t
2018-12-31\t-2882\tend\told\tข้อตกลงเก่า | [bold]\t\t\t2019-01-02\t
"""


def test_the_list_piped(ask: Callable[[str], Run]) -> None:
    run = ask("due")
    assert (run.out, run.err, run.code) == (LIST, "", 0)


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_table_fits_the_terminal(ask: Callable[..., Run], columns: str) -> None:
    run = ask("due --format table --all", COLUMNS=columns)
    lines = run.out.splitlines()
    rule = next(number for number, line in enumerate(lines) if set(line) == {"─"})
    headings = " ".join(lines[:rule])
    assert len(lines[rule]) <= int(columns)
    assert {"วันที่", "คงเหลือ", "(วัน)", "เรื่อง"} <= set(headings.split())
    assert "[bold]" in run.out
    assert "5 ธ.ค. 2569" in run.out


def test_a_terminal_shows_what_is_next_and_folds_what_is_past(ask: Callable[..., Run]) -> None:
    shown = ask("--lang en due --format table --columns record --no-header", COLUMNS="200").out.splitlines()
    past = "2 items are past without a decision (the latest notice, 31 Oct 2569: ข้อตกลงแจ้ง); see 'netreg due --overdue'"
    assert [line.strip() for line in shown] == ["meet", "member post 1", "agreement 2", "notice", "", past]
    alone = ask("--lang en due --format table --kind agreement --within 7d", COLUMNS="200").out
    assert alone == f"{past}\n"
    for options, records in (
        ("--overdue", ["notice", "old"]),
        ("--all --within 7d", ["meet", "notice", "old"]),
        ("--kind meeting --within 6d", []),
    ):
        run = ask(f"due --format table --columns record --no-header {options}")
        assert [line.strip() for line in run.out.splitlines()] == records


def test_scripts_get_every_field(ask: Callable[[str], Run]) -> None:
    row = next(row for row in ask("due --json").data if row["code"] == "notice" and row["clock"] == "end")
    assert row.pop("uid")
    assert row == {
        "day": "2027-01-31", "days_left": 71, "clock": "end", "kind": "agreement", "record": "notice",
        "name": "ข้อตกลงแจ้ง", "responsible": {"id": 1, "code": "one", "name": "นางสมมติ หนึ่ง"},
        "act_on": "2027-01-29", "extends_to": "2027-02-01", "silence": None,
        "command": "netreg agreement renew notice --until DATE",
        "commands": ["netreg agreement renew notice --until DATE"], "flags": [],
        "id": 1, "code": "notice", "overdue": False,
        "email": "one@example.org", "snoozed_until": None, "responsible_left": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "records", "code"),
    [
        ("--exit-code", ["meet", "member post 1", "agreement 2", "notice", "notice", "old"], 11),
        ("--exit-code --within 7d", ["meet", "notice", "old"], 11),
        ("--exit-code --kind meeting --within 7d", ["meet"], 10),
        ("--exit-code --kind meeting --within 6d", [], 0),
        ("--exit-code --kind 'member post'", ["member post 1"], 10),
        ("--exit-code --kind ข้อตกลง --responsible one", ["notice", "notice"], 11),
        ("--exit-code --overdue", ["notice", "old"], 11),
        ("--exit-code --overdue --kind meeting", [], 10),
        ("--limit 1", ["meet"], 0),
        ("--as-of 1/1/2562 --within 10y --exit-code --kind agreement --limit 0", [], 11),
    ],
)
def test_what_is_asked_and_the_exit_code(
    ask: Callable[[str], Run], options: str, records: list[str], code: int
) -> None:
    run = ask(f"due {options} --columns record --no-header")
    assert (run.out.splitlines(), run.code, run.err) == (records, code, "")


# --- Nagios --------------------------------------------------------------------


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("options", "line", "code"),
    [
        (
            "",
            (
                "CRITICAL - 2 expired without a decision, first Ends 31 Dec 2561 ข้อตกลงเก่า / [bold]; "
                "4 are due, first Takes place 28 Nov 2569 ประชุมสมมติ | overdue=2;;0;0 due=4;0;;0"
            ),
            2,
        ),
        (
            "--kind meeting",
            "WARNING - 1 is due: Takes place 28 Nov 2569 ประชุมสมมติ | overdue=0;;0;0 due=1;0;;0",
            1,
        ),
        ("--kind meeting --within 1d --era ce", "OK - nothing is due | overdue=0;;0;0 due=0;0;;0", 0),
        (
            "--kind x",
            f"UNKNOWN - --kind: unknown value 'x'; expected one of: {WATCHED}",
            3,
        ),
    ],
)
def test_the_line_and_code_of_a_nagios_plugin(ask: Callable[[str], Run], options: str, line: str, code: int) -> None:
    run = ask(f"due --format nagios {options}")
    assert (run.out, run.err, run.code) == (f"NETREG {line}\n", "", code)


@pytest.mark.usefixtures("in_english")
def test_a_register_that_is_not_there_is_unknown_to_nagios(netreg: Netreg) -> None:
    run = netreg("due", "--format", "nagios")
    assert run.out.startswith("NETREG UNKNOWN - there is no database at ")
    assert (run.out.count("\n"), run.err, run.code) == (1, "", 3)


@pytest.mark.usefixtures("in_english")
def test_wrong_use_is_unknown_to_nagios_and_its_line_goes_to_no_file(netreg: Netreg) -> None:
    run = netreg("due", "--format", "nagios", "--within", "foo")
    assert run.out.startswith("NETREG UNKNOWN - --within: ")
    assert (run.out.count("\n"), run.err, run.code) == (1, "", 3)
    run = netreg("due", "--format", "nagios", "--out", "due.csv")
    unknown = "NETREG UNKNOWN - --out cannot be used with --format nagios; leave out one of them\n"
    assert (run.out, run.err, run.code) == (unknown, "", 3)
    assert not (netreg.folder / "due.csv").exists()


def test_however_it_fails_nagios_gets_its_one_line_and_unknown(netreg: Netreg) -> None:
    (netreg.folder / "bad.toml").write_text("x = [", encoding="utf-8")
    for before, behind, more in (
        ((), ("--as-of", "nope"), {}),
        (("--as-of", "nope"), (), {}),
        (("--era", "xx"), (), {}),
        ((), ("--nope",), {}),
        ((), (), {"NETREG_TODAY": "zz"}),
        ((), (), {"NETREG_CONFIG": "bad.toml"}),
    ):
        run = netreg(*before, "due", "--format=nagios", *behind, **more)
        assert (run.out.startswith("NETREG UNKNOWN - "), run.out.count("\n"), run.err, run.code) == (True, 1, "", 3)
    for redirected in ("> /dev/full", ">&-"):
        command = f"{shlex.quote(str(Path(sys.executable).parent / 'netreg'))} due --format nagios {redirected}"
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=netreg.folder, env=netreg.pinned, capture_output=True, check=False
        )
        assert (done.stderr.startswith(b"NETREG UNKNOWN - "), done.stderr.count(b"\n"), done.returncode) == (True, 1, 3)


# --- quieting ------------------------------------------------------------------


def test_what_is_acknowledged_is_listed_no_more_but_not_hidden(ask: Callable[[str], Run]) -> None:
    run = ask("due ack old --reason ต่ออายุด้วยฉบับใหม่")
    assert (run.out, run.code) == ("รับทราบแล้ว: สิ้นสุด 31 ธ.ค. 2561, ข้อตกลงเก่า | [bold]\n", 0)
    run = ask("due --overdue --columns record --no-header --exit-code")
    assert (run.out, run.code) == ("notice\n", 11)
    assert run.err == "netreg: อีก 1 เรื่องรับทราบแล้วหรือเลื่อนการเตือน ดู 'netreg due --all'\n"
    assert ask("due --all --json").data[-1]["silence"] == "acknowledged"
    assert ask("undo").code == 0
    assert ask("due --overdue --columns record --no-header").out == "notice\nold\n"


def test_what_is_snoozed_comes_back_on_the_day(ask: Callable[[str], Run]) -> None:
    run = ask("due snooze notice --until +10d --json")
    assert [(one["clock"], one["until"]) for one in run.data] == [("notice", "2026-12-01"), ("end", "2026-12-01")]
    assert "notice" not in ask("due --columns record").out.split()
    row = next(row for row in ask("due --all --json").data if row["code"] == "notice")
    assert (row["silence"], row["snoozed_until"]) == ("snoozed", "2026-12-01")
    assert "notice" in ask("due --columns record --as-of 1/12/2569").out.split()
    assert ask("due silence list --columns clock,day,until --no-header").out.splitlines() == [
        "end\t2027-01-31\t2026-12-01",
        "notice\t2026-10-31\t2026-12-01",
    ]


@pytest.mark.usefixtures("in_english")
def test_a_snooze_does_not_outlast_what_takes_place(ask: Callable[[str], Run]) -> None:
    run = ask("due snooze 'meeting 1' --until 29/11/2569")
    assert (run.out, run.code) == ("", 2)
    assert run.err.endswith(
        " has ended by then; 2026-11-28 at the latest; or use 'netreg due ack' to stop the warnings\n"
    )
    assert ask("due snooze 'meeting 1' --until 28/11/2569").code == 0


def test_a_new_end_is_listed_again(ask: Callable[[str], Run]) -> None:
    ask("due ack 'agreement 2'")
    ask("agreement edit 2 end_stated=6/12/2569 --correction")
    assert "agreement 2" in ask("due --columns record --no-header").out.splitlines()


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("due ack nobody", 1, "there is no record 'nobody' with a day to watch; list them with 'netreg due'"),
        (
            "due ack 1 --kind x",
            2,
            f"--kind: unknown value 'x'; expected one of: {WATCHED}",
        ),
        ("due ack notice --clock x", 1, "agreement 1 has no day 'x' to watch; expected one of: notice, end"),
        (
            "due snooze notice --until today",
            2,
            "--until: the day must be in the future; give a later one, such as +14d",
        ),
        ("due snooze notice --until soon", 2, "--until: "),
        ("due --json ack notice", 2, "--json is given before 'ack'; put it after the command"),
        ("due notice", 2, "no such command 'notice'; see 'netreg due --help'"),
        ("due --within soon", 2, "--within: 'soon' is not a valid term"),
        ("due --columns x", 2, "--columns: unknown column 'x'; expected one of: day, days_left"),
        (
            "due --format x",
            2,
            "--format: unknown value 'x'; expected one of: table, json, ndjson, csv, tsv, xlsx, nagios",
        ),
        (
            "due rule add x end",
            1,
            f"'x' has no clocks; expected one of: {WATCHED}; check kind",
        ),
        (
            "due rule add agreement x",
            1,
            "unknown clock 'x' of agreement; expected one of: step, notice, end, renewal, grace; check clock",
        ),
        (
            "due rule add agreement end --only x",
            1,
            "unknown sort 'x' of agreement; expected one of: mou, moa, loi, addendum",
        ),
        ("due rule add agreement end --offsets soon", 2, "Before the day: 'soon' is not a valid term"),
        ("due rule add agreement end --record x", 1, "there is no agreement 'x'; "),
        ("agreement list --format nagios", 2, "--format: unknown value 'nagios'"),
    ],
)
def test_what_is_refused(netreg: Netreg, ask: Callable[[str], Run], line: str, code: int, sentence: str) -> None:
    before = netreg.db.read_bytes()
    run = ask(line)
    assert (run.code, run.out) == (code, "")
    assert run.err.startswith(f"netreg: error: {sentence}")
    assert run.err.count("\n") == 1
    assert netreg.db.read_bytes() == before


# --- rules ---------------------------------------------------------------------


BUILT_IN = """\
id\tkind\tclock\tsort\trecord_name\toffsets\trepeat\tenabled\tbuilt_in
\tpost\tuntil\t\t\t90d, 30d, 7d, 0d\tnever\tyes\tyes
\tmember_group\tterm\t\t\t90d, 30d, 7d, 0d\tnever\tyes\tyes
\tmembership\tleft\t\t\t90d, 30d, 7d, 0d\tnever\tyes\tyes
\tagreement\tstep\t\t\t7d, 0d\tP1W\tyes\tyes
\tagreement\tnotice\t\t\t90d, 30d, 7d, 0d\tP1W\tyes\tyes
\tagreement\tend\t\t\t6m, 90d, 30d, 7d, 0d\tP1W\tyes\tyes
\tagreement\trenewal\t\t\t90d, 30d, 7d, 0d\tnever\tyes\tyes
\tagreement\tgrace\t\t\t30d, 7d, 0d\tP1W\tyes\tyes
\ttarget\ttarget\t\t\t90d, 30d, 7d, 0d\tP1W\tyes\tyes
\tmeeting\tstarts\t\t\t30d, 7d, 1d\tnever\tyes\tyes
\tmeeting\theld\t\t\t0d\tP1W\tyes\tyes
\taction_item\tdue\t\t\t7d, 1d, 0d\tP1W\tyes\tyes
\tcohort\tplanned\t\t\t30d, 7d, 1d\tnever\tyes\tyes
\tcohort\theld\t\t\t0d\tP1W\tyes\tyes
\tactivity\tstarts\t\t\t30d, 7d, 1d\tnever\tyes\tyes
\tactivity\theld\t\t\t0d\tP1W\tyes\tyes
"""


@pytest.mark.usefixtures("in_english")
def test_the_rules_that_hold_are_listed_whether_kept_or_built_in(ask: Callable[[str], Run]) -> None:
    assert ask("due rule list").out == BUILT_IN
    assert ask("due rule add agreement end --offsets 12m,0d --record notice").code == 0
    assert ask("due rule add meeting starts --repeat 1w --note ทดสอบ").code == 0
    assert ask("due rule add agreement end").code == 0
    assert "already exists" in ask("due rule add agreement end --off").err
    assert ask("due rule edit 'agreement end' enabled=no").code == 0
    assert [
        (row["clock"], row["record_name"], row["offsets"], row["repeat"], row["enabled"])
        for row in json.loads(ask("due rule list --json").out)
        if not row["built_in"]
    ] == [
        ("end", None, ["6m", "90d", "30d", "7d", "0d"], "P1W", False),
        ("end", "ข้อตกลงแจ้ง", ["12m", "0d"], "P1W", True),
        ("starts", None, ["30d", "7d", "1d"], "P1W", True),
    ]
