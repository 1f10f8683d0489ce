"""Signatures with days to come, and agreements that count as signed before everybody has signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.agreement.test_lifecycle import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

ORGS = ("tu", "ex", "as", "sm")
SETUP = (
    *(f"org add องค์กรทดสอบ{code} --code {code}" for code in ORGS),
    "agreement add ข้อตกลงหนึ่ง --code one --term '1 ปี' " + " ".join(f"--party {code}" for code in ORGS),
)
SIGN = "agreement sign one --name 'นายสมมติ {0}' --party {0} --on {1} --as-of 2569-11-21"
DAYS = ("2569-11-20", "2569-11-21", "2569-12-01", "2569-12-05")
LISTED = "agreement list --match ข้อตกลงหนึ่ง --columns state,signed_on,end,parties_signed,flags --no-header --as-of"


@pytest.mark.usefixtures("in_english")
def test_signatures_dated_ahead_are_told(ask: Callable[[str], Run]) -> None:
    notes = [ask(SIGN.format(*pair)).err.strip() for pair in zip(ORGS, DAYS, strict=True)]
    assert notes == [
        "netreg: 1 of 4 have signed; it waits for องค์กรทดสอบex, องค์กรทดสอบas, องค์กรทดสอบsm",
        "netreg: 2 of 4 have signed; it waits for องค์กรทดสอบas, องค์กรทดสอบsm",
        "netreg: 3 of 4 recorded; 1 dated ahead, the last on 1 Dec 2569; it waits for องค์กรทดสอบsm",
        "netreg: 4 of 4 recorded; 2 dated ahead, the last on 5 Dec 2569",
    ]
    one_more = SIGN.format("tu", "2569-11-21").replace("นายสมมติ", "นางสมมติ")
    assert ask(one_more).err == (
        "netreg: error: agreement 1: 4 of 4 recorded; 2 dated ahead, the last on 5 Dec 2569, "
        "so nothing can be added to it; correct a day with "
        "'netreg agreement amend 1 --correction --party ORG --signatory NAME signed_on=DATE'\n"
    )
    told = [cells(ask(f"{LISTED} {day}").out) for day in ("2569-11-21", "2569-12-04", "2569-12-05")]
    assert told == [
        cells("awaiting_signatures | | | 2 | signed-ahead"),
        cells("awaiting_signatures | | | 3 | signed-ahead"),
        cells("in_force | | 2027-12-04 | 4 |"),
    ]
    flag = ask("agreement show one --json --as-of 2569-11-21").data["flags"][-1]
    assert flag["data"] == {"recorded": 4, "parties": 4, "ahead": 2, "last": "2026-12-05"}
    assert "4 of 4 recorded; 2 dated ahead, the last on 5 Dec 2569" in ask(
        "agreement brief one --as-of 2569-11-21"
    ).out  # fmt: skip
    mended = (
        "agreement amend one --correction --party sm --signatory 'นายสมมติ sm' signed_on=2569-11-21 --as-of 2569-11-21"
    )
    assert ask(mended).code == 0
    assert cells(ask(f"{LISTED} 2569-12-01").out) == cells("in_force | | 2027-11-30 | 4 |")


@pytest.mark.usefixtures("in_english")
def test_all_dated_tomorrow_is_not_unsigned(ask: Callable[[str], Run]) -> None:
    notes = [ask(SIGN.format(code, "2569-11-22")).err for code in ORGS]
    assert notes[-1] == "netreg: 4 of 4 recorded; 4 dated ahead, the last on 22 Nov 2569\n"
    assert "4 of 4 recorded; 4 dated ahead" in ask(SIGN.format("tu", "2569-11-23").replace("นาย", "นาง")).err


@pytest.mark.usefixtures("in_english")
def test_signed_as_a_whole_before_everybody_has(ask: Callable[[str], Run]) -> None:
    assert ask("agreement edit one signed_on=2569-11-01").code == 0
    assert cells(ask(f"{LISTED} 2569-11-21").out) == cells("in_force | 2026-11-01 | 2027-10-31 | 0 |")
    assert ask(SIGN.format("tu", "2569-11-01")).err.startswith("netreg: 1 of 4 have signed; it waits for ")
    assert cells(ask(f"{LISTED} 2569-11-21").out) == cells("in_force | 2026-11-01 | 2027-10-31 | 1 | signed-incomplete")
    [flag] = ask("agreement show one --json --as-of 2569-11-21").data["flags"]
    assert flag == {
        "id": "signed-incomplete",
        "severity": "medium",
        "data": {"signed": 1, "parties": 4, "signed_on": "2026-11-01"},
    }


@pytest.mark.usefixtures("in_english")
def test_effect_before_the_signing_is_taken_and_flagged(ask: Callable[..., Run]) -> None:
    assert ask("agreement add มีผลย้อนหลัง --code back --signed 2566-03-01 --term '2 ปี' --party tu --party ex").code == 0
    flag = "retroactive: it takes effect on 1 January 2566, before it was signed on 1 March 2566"
    back = ask("agreement effect back --from 2566-01-01 --json")
    assert (back.code, back.err.count(flag), back.data["end"]) == (0, 1, "2024-12-31")
    assert "retroactive" in ask("agreement list --columns code,flags --no-header --match มีผลย้อนหลัง").out
    assert flag.partition(": ")[2] in ask("agreement show back --format table", COLUMNS="200").out
    assert ask("agreement effect back --from 2566-02-01").code == 1, "another first day is an amendment"
    assert ask("agreement effect back --from 2566-02-01 --as-of 2560-01-01").code == 1


@pytest.mark.usefixtures("in_english")
def test_the_brief_waits_for_nobody_where_the_register_keeps_no_signatures(ask: Callable[..., Run]) -> None:
    assert ask("agreement add ลงนามแล้ว --code bare --signed 2566-03-01 --term '2 ปี' --party tu --party ex").code == 0
    assert ask("agreement brief bare --format table").out.splitlines()[1] == (
        "signed on 1 Mar 2566; who signed is not recorded"
    )
    before = ask("agreement brief bare --format table --as-of 2566-02-01").out.splitlines()[1]
    assert before.startswith("0 of 2 have signed; it waits for ")
    assert ask("agreement sign bare --party tu --name 'นายสมมติ หนึ่ง'").err.startswith("netreg: 1 of 2 have signed; ")
