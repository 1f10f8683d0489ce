"""``netreg activity`` and ``netreg news``: what was done, what money came of it, who told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะหนึ่ง --code f1 --parent tu",
    "member add 'นายสมมติ หนึ่ง' --code m1",
    "agreement add ข้อตกลงทดสอบ --code a1 --purpose ร่วมมือ --purpose 'แลกเปลี่ยนความรู้'",
    (
        "activity add วิ่งทดสอบ --code run --kind fund_raising --on 30/9/2565 --organiser f1 --fund ทุนการศึกษา "
        "--amount 1,500.50"
    ),
    "activity add บริจาคทดสอบ --code gift --on 1/10/2565 --fund ทุนการศึกษา",
    "activity involve gift m1 --role donor --amount 200",
    "activity involve gift --name ร้านสมมติ --role donor --amount '300.25 บาท'",
    (
        "activity add แลกเปลี่ยนทดสอบ --code ex --kind exchange --on '24 - 25 มี.ค. 2566' --agreement a1 --purpose 2 "
        "--with tu --with f1"
    ),
    "news add ข่าวทดสอบ --code n1 --on 1/10/2565 --about f1 --agreement a1 --writer m1 --reads 403 --reads-on 2/10/2565",
)


def test_an_activity_has_its_days_its_purpose_and_who_took_part(ask: Callable[[str], Run]) -> None:
    found = ask("activity show ex --json").data
    assert (found["starts_on"], found["ends_on"], found["state"]) == ("2023-03-24", "2023-03-25", "held")
    assert (found["agreement"]["code"], found["purpose"]["name"]) == ("a1", "แลกเปลี่ยนความรู้")
    assert [row["organisation"]["code"] for row in found["involvements"]] == ["tu", "f1"]


LISTS = [
    ("activity list", "run gift ex"),
    ("activity list --kind exchange", "ex"),
    ("activity list --agreement a1", "ex"),
    ("activity list --organiser tu", "run"),
    ("activity list --member m1", "gift"),
    ("activity list --year 2565", "run"),
    ("activity list --year 2566 --match ทดสอบ", "gift ex"),
    ("news list --about tu", "n1"),
    ("news list --by m1 --agreement a1", "n1"),
]


@pytest.mark.parametrize(("line", "codes"), LISTS)
def test_lists_are_narrowed(ask: Callable[[str], Run], line: str, codes: str) -> None:
    run = ask(f"{line} --columns code --sort id --no-header")
    assert (run.out.split(), run.err, run.code) == (codes.split(), "", 0)


def test_money_is_added_up_by_fund_and_fiscal_year(ask: Callable[[str], Run]) -> None:
    assert ask("activity raised").out == (
        "fund\tyear\tactivities\tamount\nทุนการศึกษา\t2565\t1\t1500.50\nทุนการศึกษา\t2566\t1\t500.25\n"
    )
    assert ask("activity raised --by fund --json").data == [{"fund": "ทุนการศึกษา", "activities": 2, "amount": "2000.75"}]
    assert ask("activity raised --year 2566 --columns amount --no-header").out == "500.25\n"


def test_donors_who_gave_another_sum_are_flagged(ask: Callable[[str], Run]) -> None:
    assert ask("activity add ทอดผ้าป่าสมมติ --code pa --amount 1500.50").code == 0
    assert ask("activity involve pa --name ร้านหนึ่ง --role donor --amount 1000").code == 0
    [flag] = ask("activity show pa --json").data["flags"]
    assert (flag["id"], flag["data"]) == ("amount-differs", {"stated": "1500.50", "listed": "1000.00"})
    assert ask("activity involve pa --name ร้านสอง --role donor --amount 500.50").code == 0
    assert ask("activity show pa --json").data["flags"] == []


FOUR_DIGITS = "write four digits: 2569 (พ.ศ. 2400 to 2640) or 2026 (ค.ศ. 1800 to 2100)"

REFUSED = [
    (
        "activity involve run --name ก --role honouree --amount 5",
        "only a donor gives money: set the role to donor; check role",
        1,
    ),
    (
        "activity add ก --amount 1.5ล้าน",
        "Amount (baht): '1.5ล้าน' is not an amount of money; write it in baht, like 12,500.50",
        2,
    ),
    ("activity add ก --purpose ร่วมมือ", "--purpose needs --agreement; add --agreement AGREEMENT", 2),
    (
        "activity add ก --on '25 - 24 มี.ค. 2566'",
        "Starts: the span ends (24 Mar 2566) before it starts (25 Mar 2566)",
        2,
    ),
    ("activity list --year สมมติ", f"--year: 'สมมติ' is not a valid year; {FOUR_DIGITS}", 2),
    ("activity raised --by month", "--by: unknown value 'month'; expected one of: fund, year, kind", 2),
    ("activity involve run", "a member, an organisation, or a name as it was recorded, is required; check person", 1),
    ("news add ก --reads-on 1/10/2565", "the number of reads on that day is required; check reads", 1),
    ("news credit add n1", "no member given; give a member, or --name for a person who is not one", 2),
]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("line", "error", "code"), REFUSED)
def test_what_cannot_be_is_one_line(office: Netreg, line: str, error: str, code: int) -> None:
    assert_refused(office, line, code, error)


def test_what_hangs_on_an_agreement_stands_on_its_card(ask: Callable[[str], Run]) -> None:
    found = ask("agreement show a1 --json").data
    assert [row["code"] for row in found["activities"]] == ["ex"]
    assert [(row["code"], row["reads"], row["reads_on"]) for row in found["news"]] == [("n1", 403, "2022-10-02")]


def test_who_made_a_news_item_stands_on_both_cards(ask: Callable[[str], Run]) -> None:
    assert ask("news credit add n1 m1 --role photographer").code == 0
    assert [row["role"] for row in ask("news show n1 --json").data["credits"]] == ["writer", "photographer"]
    assert len(ask("member show m1 --json").data["credits"]) == 2
