"""``netreg stats``: the network on one screen, and its figures for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะหนึ่ง --code f1 --parent tu",
    "org add คณะสอง --code f2 --parent tu",
    "org add คณะว่าง --code f3 --parent tu",
    "org add เทศบาลสมมติ --code town",
    "member add 'นายหนึ่ง ทดสอบ' --code m1 --org f1 --position กรรมการ --since 1/1/2568",
    "member add 'นายสอง ทดสอบ' --code m2 --org f1 --position กรรมการ --since 1/1/2568",
    "member add 'นายสาม ทดสอบ' --code m3 --org f2 --position กรรมการ --since 1/1/2568",
    "member post add m1 --org f2 --position ที่ปรึกษา --since 1/1/2568",
    "member add 'นายสี่ ทดสอบ' --code m4 --org town --position ปลัด --since 1/1/2568",
    "agreement add 'บันทึกความเข้าใจ' --code a1 --signed 2024-08-01 --term '2 ปี' --party tu --party town",
    "agreement add 'ต่ออายุเองทุกปี' --code a2 --signed 2025-05-01 --term '1 ปี' --renewal tacit --party tu --party town",
    "agreement add 'ร่างฉบับใหม่' --code a3 --party tu",
    "meeting add ประชุมปีก่อน --code w1 --on 1/12/2567 --attendee m1 --attendee m2",
    "meeting add ประชุมปีนี้ --code w2 --on 1/12/2568 --attendee m1",
    "meeting add ประชุมล่าสุด --code w3 --on 2/2/2569 --attendee m1 --attendee m3",
    "training add อบรมทดสอบ --code c1 --cohorts 2",
    "training hold c1 1 --region ภาคใต้ --on 5/1/2569 --people 40",
    "training cohort add c1 2 --region ภาคเหนือ --on 5/9/2569",
    "activity add วิ่งการกุศล --on 10/1/2569 --fund ทุนการศึกษา --amount 12,500.50",
    "activity add ทอดผ้าป่า --on 10/1/2568 --amount 500",
)
DAY = "--as-of 2026-03-01"
SCREEN = """\
1 Mar 2569 · fiscal year 2569 (1 Oct 2568 – 30 Sep 2569)
Organisations 5 · Members 4 · Agreements 3 · Meetings 3 · Training courses 1 ·
Activities 2

Members by unit (4 in all)     people  units  with nobody
  คณะสอง           ██████████       2      1            –
  คณะหนึ่ง           ██████████       2      1            –
  เทศบาลสมมติ       █████            1      1            –
  2 of 5 units have nobody: คณะว่าง; มหาวิทยาลัยทดสอบ
  all of them: netreg org list --without-member

Agreements by state (3 in all)
  draft            █████       1
  in force         ██████████  2

Agreements that end in the next four quarters
  2569/3 Apr–Jun ██████████  1  30 Apr 2569 ต่ออายุเองทุกปี [a2] renews itself
  2569/4 Jul–Sep ██████████  1  31 Jul 2569 บันทึกความเข้าใจ [a1]

Meetings and attendance        meetings  people named
  fiscal year 2569 ██████████         2             2
  fiscal year 2568 █████              1             2
  in all                              3             3

Trainings by region (cohorts)  held  planned  people  held 2569  people 2569
  North                           –        1       –          –            –
  Northeast                       –        –       –          –            –
  Central                         –        –       –          –            –
  South            ██████████     1        1      40          1           40

Money raised by fund (baht)       in all  fiscal year 2569  fiscal year 2568
  ทุนการศึกษา        ██████████  12,500.50         12,500.50                 –
  (no fund stated) ▌              500.00                 –            500.00
"""
EMPTY = """\
1 Mar 2569 · fiscal year 2569 (1 Oct 2568 – 30 Sep 2569)
the register is empty

nobody holds a post yet: netreg member add NAME --org ORG --position POSITION
no agreements yet: netreg agreement add TITLE --party ORG --signed DATE --term
'2 ปี'
no meeting was held yet: netreg meeting add TITLE --on DATE
no training yet: netreg training add TITLE --cohorts 4
no money was raised yet: netreg activity add TITLE --on DATE --fund FUND
--amount BAHT
"""
pytestmark = pytest.mark.usefixtures("in_english")


def test_the_network_is_on_one_screen(ask: Callable[..., Run]) -> None:
    assert whole(ask(f"stats --format table {DAY}", COLUMNS="80")) == (SCREEN, "", 0)


def test_figures_have_words_of_their_own_for_scripts(ask: Callable[..., Run]) -> None:
    rows = ask(f"stats --json {DAY}").data
    words = [row["what"] for row in rows]
    assert len(words) == len(set(words))
    found = {row["what"]: row for row in rows}
    expected = {
        "organisations": 5, "members": 4, "decisions": 0, "members.current": 4, "organisations.empty": 2,
        "agreements.in_force": 2, "agreements.draft": 1, "members.unit.f1": 2, "agreements.ending.2569/3": 1,
        "meetings.held.2569": 2, "meetings.people": 3, "cohorts.people.ภาคใต้": 40, "funds.ทุนการศึกษา.2569": 1,
    }  # fmt: skip
    assert {word: found[word]["count"] for word in expected} == expected
    assert found["organisations.empty"]["records"] == ["f3", "tu"]
    assert found["agreements.ending.2569/4"] == {
        "what": "agreements.ending.2569/4", "count": 1, "name": None, "year": 2569, "amount": None, "records": ["a1"],
    }  # fmt: skip
    assert (found["funds."]["amount"], found["funds.ทุนการศึกษา"]["name"]) == ("500.00", "ทุนการศึกษา")
    lines = ask(f"stats {DAY}").out.splitlines()
    assert lines[:2] == ["what\tcount\tname\tamount", "organisations\t5\t\t"]


def test_a_year_moves_meetings_trainings_money_and_what_ends(ask: Callable[..., Run]) -> None:
    for year, era, shown in (
        ("2568", "be", "2568"),
        ("2025", "be", "2568"),
        ("ปีงบประมาณ ๒๕๖๘", "be", "2568"),
        ("2568", "ce", "2025"),
    ):
        run = ask(f"stats --format table --year '{year}' --era {era}", COLUMNS="80")
        assert f"fiscal year {shown} ██████████         1             2\n" in run.out, (year, era)
        assert f"Agreements that end in fiscal year {shown}\n  nothing ends in these quarters\n" in run.out
        assert bool(run.err) == (year == "2025")
    assert whole(ask("stats --year 68")) == (
        "",
        "netreg: error: --year: '68' is not a valid year; write four digits: 2569 (พ.ศ. 2400 to 2640) or 2026 (ค.ศ. 1800 to 2100)\n",  # noqa: E501
        2,
    )


def test_what_meetings_led_to_stands_with_them(ask: Callable[..., Run]) -> None:
    for line in (
        "opinion add ควรทำต่อ --by m1 --meeting w1",
        "opinion add เห็นด้วย --by m1 --meeting w2",
        "opinion add 'เสนอให้จัดปีละสองครั้ง' --by m3 --meeting w3",
        "opinion answer 2 รับทราบแล้ว --state noted --on 5/12/2568",
        "meeting action add w1 ทำรายงาน --due 31/1/2568",
        "meeting action add w3 เชิญวิทยากร",
    ):
        run = ask(line)
        assert run.code == 0, (line, run.err)
    shown = ask(f"stats --format table {DAY}").out
    assert "Opinions 3: open 2 (2569: 1, 2568: 1) · noted 1 (2569: 1, 2568: 0)" in shown
    assert "Action items 2: overdue 1 (2569: 0, 2568: 1) · open 1 (2569: 1, 2568: 0)" in shown
    rows = ask(f"stats --json {DAY}").data
    found = {row["what"]: row["count"] for row in rows if row["what"].startswith(("opinions.", "action_items."))}
    assert found == {
        "opinions.open": 2, "opinions.open.2569": 1, "opinions.open.2568": 1,
        "opinions.noted": 1, "opinions.noted.2569": 1,
        "action_items.overdue": 1, "action_items.overdue.2568": 1,
        "action_items.open": 1, "action_items.open.2569": 1,
    }  # fmt: skip


def test_what_is_empty_is_left_out_and_says_how_to_begin(register: Netreg) -> None:
    run = register("stats", "--format", "table", "--as-of", "2026-03-01", COLUMNS="80")
    assert whole(run) == (EMPTY, "", 0)


def test_the_demonstration_fits_on_a_screen(demo: Callable[..., Run]) -> None:
    for width in (80, 120):
        for lang in ("th", "en"):
            run = demo("--lang", lang, "stats", "--format", "table", COLUMNS=str(width))
            assert len(run.out.splitlines()) < 43
            assert run.code == 0
