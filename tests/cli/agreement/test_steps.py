"""``netreg agreement step`` and ``list --stuck``: a draft before it is signed, and where it is stuck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.agreement.test_lifecycle import cells
from tests.cli.conftest import refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "org add กองกฎหมายสมมติ --code law",
    "group add คณะกรรมการสมมติ --code board --kind committee",
    "member add 'นางสมมติ หนึ่ง' --code m1 --email m1@example.org",
    "agreement add ข้อตกลงหนึ่ง --code one --party tu --party ex --responsible m1",
    "agreement add ข้อตกลงสอง --code signed --party tu --signed 2569-05-01 --term '3 ปี'",
    "agreement add ข้อตกลงสาม --code bare --party tu",
)
# What is typed, and where it lies then: stage, with whom, since, days on 21 พ.ย. 2569, next step by.
LIFE = {
    "agreement step one เสนอ --on 2569-06-01": "proposed | | 2026-06-01 | 173 | 2026-07-01",
    "agreement step one นิติกรตรวจ --by law --on 2569-06-10": (
        "legal_review | กองกฎหมายสมมติ | 2026-06-10 | 164 | 2026-07-10"
    ),
    "agreement step one ส่งคืน --from law --on 2569-06-20 --comment ข้อ4": (
        "returned | นางสมมติ หนึ่ง | 2026-06-20 | 154 | 2026-07-20"
    ),
    "agreement step add one sent --to ex --on 2569-07-01 --answer-by 2569-07-20": (
        "sent | มหาวิทยาลัยตัวอย่าง | 2026-07-01 | 143 | 2026-07-20"
    ),
    "agreement step one submitted --to board --on 2569-08-01": (
        "submitted | คณะกรรมการสมมติ | 2026-08-01 | 112 | 2026-08-31"
    ),
    "agreement step one อนุมัติ --by m1 --document 'มติ 4/2569' --on 2569-08-09": (
        "approved | นางสมมติ หนึ่ง | 2026-08-09 | 104 | 2026-09-08"
    ),
    "agreement step one ready --on 2569-08-10": "ready | นางสมมติ หนึ่ง | 2026-08-10 | 103 | 2026-09-09",
    "agreement sign one m1 --party tu --on 2569-09-01": "signing | มหาวิทยาลัยตัวอย่าง | 2026-09-01 | 81 | 2026-10-01",
    "agreement step one sent --to ex --on 2569-09-02": "sent | มหาวิทยาลัยตัวอย่าง | 2026-09-02 | 80 | 2026-10-02",
    "agreement sign one --name 'นายสอง ทดสอบ' --party ex --on 2569-10-01": "| | | |",
}
WHERE = "agreement list --match ข้อตกลงหนึ่ง --columns stage,stage_with,stage_since,stage_days,stage_due --no-header"
STUCK = "agreement list --stuck 30d --no-header --columns code,stage,stage_days --as-of"


def test_a_draft_goes_its_way_and_says_where_it_lies(ask: Callable[[str], Run]) -> None:
    assert ask("agreement step one proposed --on 2569-06-01 -n").code == 0
    found = {line: cells(ask(WHERE).out) if ask(line).code == 0 else None for line in LIFE}
    assert found == {line: cells(told) for line, told in LIFE.items()}
    # the days before answer as they did then
    asked = {day: ask(f"{STUCK} {day}").out.splitlines() for day in ("2569-06-30", "2569-07-31", "2569-10-03")}
    assert asked == {"2569-06-30": [], "2569-07-31": ["one\tsent\t30"], "2569-10-03": []}
    assert cells(ask(f"{WHERE} --as-of 2569-09-01").out) == cells("signing | มหาวิทยาลัยตัวอย่าง | 2026-09-01 | 0 |")
    # what was forgotten is recorded later, before the signing, and stands in its place
    assert ask("agreement step one revised --on 2569-06-25").code == 0
    listed = ask("agreement step list --columns kind,taken_on --no-header").out.splitlines()
    assert [line.split("\t")[0] for line in listed][:4] == ["proposed", "legal_review", "returned", "revised"]


def test_what_is_stuck_is_in_list_card_due_calendar_and_explained(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("agreement step one sent --to ex --on 2569-10-12 -n").code == 0
    assert ask("agreement step one sent --to ex --on 2569-10-12").code == 0
    stuck = "agreement list --stuck"
    assert ask(f"{stuck} 30d --as-of 2569-11-26").out == (
        "id\tcode\ttitle\tstage\tstage_with\tstage_since\tstage_days\tresponsible\n"
        "1\tone\tข้อตกลงหนึ่ง\tsent\tมหาวิทยาลัยตัวอย่าง\t2026-10-12\t45\tนางสมมติ หนึ่ง\n"
    )
    assert ask(f"{stuck} 46d --as-of 2569-11-26").out.count("\n") == 1
    [row] = ask(f"{stuck} 45d --json --as-of 2569-11-26").data
    assert [row[name] for name in ("stage", "stage_with", "stage_since", "stage_days", "stage_due")] == [
        "sent", ["มหาวิทยาลัยตัวอย่าง"], "2026-10-12", 45, "2026-11-11",
    ]  # fmt: skip
    line = "ส่งให้คู่ความร่วมมือ อยู่ที่ มหาวิทยาลัยตัวอย่าง ตั้งแต่ 12 ตุลาคม 2569 (45 วัน)"
    shown = office("agreement", "show", "one", "--as-of", "2569-11-26", "--format", "table").out.splitlines()
    assert [part.rstrip() for part in shown[:2]] == ["ข้อตกลง 1: ข้อตกลงหนึ่ง", line]
    assert line in ask("agreement brief one --as-of 2569-11-26").out
    assert line in ask("agreement explain one --as-of 2569-11-26").out
    due = "due --no-header --columns day,days_left,clock,record,responsible --as-of"
    assert ask(f"{due} 2569-11-26").out == "2026-11-11\t-15\tstep\tone\tนางสมมติ หนึ่ง\n"
    assert ask(f"{due} 2569-11-05").out == "2026-11-11\t6\tstep\tone\tนางสมมติ หนึ่ง\n"
    assert "SUMMARY:รอขั้นตอนก่อนลงนาม: ข้อตกลงหนึ่ง" in ask("calendar --as-of 2569-11-05").out.replace("\r\n ", "")
    assert ask("due rule add agreement step --offsets 3d --repeat 2w").code == 0
    assert ask("due snooze one --clock step --until 2569-12-20 --as-of 2569-11-26").code == 0
    assert ask(f"{due} 2569-11-26").out == ""
    # the next step moves the day, so that it is spoken of again
    assert ask("agreement step one returned --on 2569-11-20").code == 0
    assert ask(f"{due} 2569-12-25").out == "2026-12-20\t-5\tstep\tone\tนางสมมติ หนึ่ง\n"


def test_a_draft_of_which_no_step_is_recorded_is_not_hidden(ask: Callable[[str], Run]) -> None:
    asked = ask(f"{STUCK} 2640-01-01")
    assert (asked.out, asked.code) == ("bare\t\t\none\t\t\n", 0)
    assert asked.err == (
        "netreg: ในจำนวนนี้ 2 ฉบับยังไม่มีขั้นตอนที่บันทึกไว้ เพิ่มด้วย 'netreg agreement step ข้อตกลง ขั้นตอน --on วันที่'\n"
    )


REFUSED = {
    "one returned --on 2569-06-01": (
        "'returned' cannot come on 1 Jun 2569: it was with nobody by then, so nobody can have returned it; "
        "see its steps with 'netreg agreement show 1'"
    ),
    "one sent --on 2569-06-01": "to whom it was sent is required; add --to NAME",
    "one sent --to nobody --on 2569-06-01": (
        "there is no organisation, group or member 'nobody'; "
        "see them with 'netreg org list', 'netreg group list' or 'netreg member list --all'"
    ),
    "one sent --to 1 --on 2569-06-01": "'1' could be org 1, group 1, member 1; name it by its code or its whole name",
    "one sent --to ex --by tu": "--to, --from and --by cannot be combined; choose one of them",
    "one sent --to ex --on 2569-06-01 --answer-by 2569-05-01": (
        "the answer is expected before the day of the step; check answer_by"
    ),
    "one proposed --on 2600-06-01": ("Date: 1 มิ.ย. 2600 lies in the future; record what was done, not what is planned"),
    "signed approved --on 2569-05-02": (
        "agreement 2 was signed on 1 May 2569, so it takes no step after that; give an earlier day, "
        "or record a change of what was signed with 'netreg agreement amend 2 …'"
    ),
    "closed proposed --on 2569-06-03": (
        "agreement 4 is cancelled and takes no step after that; see 'netreg agreement show 4'"
    ),
    "moved proposed --on 2569-06-09": (
        "'proposed' cannot come on 9 Jun 2569: it was 'approved' by then, and is proposed again only after it was "
        "returned; see its steps with 'netreg agreement show 5'"
    ),
    "moved approved --on 2569-05-30": (
        "step 4, 'proposed' on 1 Jun 2569, would no longer fit: it was 'approved' by then, and is proposed again "
        "only after it was returned; see its steps with 'netreg agreement show 5'"
    ),
}


@pytest.mark.usefixtures("in_english")
def test_a_step_that_cannot_be_is_refused_and_nothing_is_changed(ask: Callable[[str], Run]) -> None:
    before = (
        "agreement add ข้อตกลงสี่ --code closed --party tu",
        "agreement step closed proposed --on 2569-06-01",
        "agreement cancel closed --on 2569-06-02",
        "agreement step closed submitted --on 2569-06-02",  # on the day itself
        "agreement step signed approved --on 2569-05-01",
        "agreement add ข้อตกลงห้า --code moved --party tu",
        "agreement step moved proposed --on 2569-06-01",
        "agreement step moved approved --on 2569-06-05",
    )
    assert [line for line in before if ask(line).code] == []
    listed = ask("agreement step list").out
    told = {words: refused(ask(f"agreement step {words}"), 2 if words in USAGE else 1) for words in REFUSED}
    assert told == {words: f"netreg: error: {reason}\n" for words, reason in REFUSED.items()}
    assert ask("agreement step list").out == listed


USAGE = ("one sent --on 2569-06-01", "one sent --to ex --by tu", "one proposed --on 2600-06-01")


def test_steps_come_from_a_file_in_the_words_of_the_office(office: Netreg, ask: Callable[[str], Run]) -> None:
    rows = [
        "ข้อตกลง,ขั้นตอน,วันที่,หน่วยงาน,คณะกรรมการ,ความเห็น",
        "one,เสนอเรื่อง,1 มิ.ย. 2569,,,",
        "one,ส่งให้คู่ความร่วมมือ,2 มิ.ย. 2569,มหาวิทยาลัยตัวอย่าง,,",
        "one,ส่งคืน,5 มิ.ย. 2569,ex,,ขอแก้ข้อ 4",
        "one,เห็นชอบ,9 มิ.ย. 2569,,คณะกรรมการสมมติ,",
    ]
    file = office.folder / "steps.csv"
    file.write_text("\n".join([rows[0], *reversed(rows[1:])]), encoding="utf-8-sig")  # the latest on top
    assert ask("agreement step import steps.csv").code == 0
    assert cells(ask(WHERE).out)[:3] == ["approved", "นางสมมติ หนึ่ง", "2026-06-09"]
    file.write_text(f"{rows[0]}\none,พร้อมลงนาม,9 มิ.ย. 2599,,,\n", encoding="utf-8-sig")
    assert ask("agreement step import steps.csv").code == 65
    file.write_text(f"{rows[0]}\nsigned,พร้อมลงนาม,9 มิ.ย. 2569,,,\n", encoding="utf-8-sig")
    assert ask("agreement step import steps.csv").code == 65
    assert ask("agreement step list").out.count("\n") == 5
