"""``netreg agreement target``: what was promised for a purpose, and how much of it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")

SETUP = (
    "org add มหาวิทยาลัยสมมติ --code uni",
    "member add 'นายสมมติ ตัวอย่าง' --code one",
    "member add 'นางทดสอบ สมมติ' --code two",
    (
        "agreement add ข้อตกลงสมมติ --code mou --signed 2025-10-01 --term '3 ปี' --party uni --responsible one "
        "--purpose วิจัย --purpose อบรม --purpose แลกเปลี่ยน"
    ),
    "agreement add ข้อตกลงอื่น --code other --signed 2025-10-01 --term '3 ปี' --party uni --purpose อื่น",
    "agreement add ข้อตกลงว่าง --code bare",
    "agreement target add mou --purpose วิจัย --what งานวิจัยร่วม --amount 3 --unit เรื่อง --by 2027-09-30",
    "agreement target add mou --purpose วิจัย --what ระดมทุน --amount '500,000 บาท'",
    (
        "agreement target add mou --purpose อบรม --what อบรมครู --amount 'ไม่น้อยกว่า ๔๕ คน' --counted-by trained "
        "--by 2027-09-30"
    ),
    (
        "agreement target add mou --purpose แลกเปลี่ยน --what นักศึกษา --amount '10 คน' --counted-by participants "
        "--kind exchange --each-year"
    ),
    "agreement target add mou --purpose แลกเปลี่ยน --what ประชุมร่วม --amount 2 --unit ครั้ง --counted-by meetings",
    # What was done; before the agreement, cancelled and planned ones count for nothing.
    "activity add บทความหนึ่ง --on 2026-02-01 --target งานวิจัยร่วม --achieved 2",
    "activity add บทความก่อนลงนาม --on 2025-09-30 --target งานวิจัยร่วม",
    "activity add บทความที่ยกเลิก --on 2026-02-01 --target งานวิจัยร่วม --state cancelled",
    "activity add ผ้าป่า --on 2026-03-01 --target ระดมทุน --amount 120,000.50",
    "activity add ผ้าป่าสอง --on 2026-04-01 --target ระดมทุน",
    "activity involve ผ้าป่าสอง one --role donor --amount 1,000",
    "activity add ไปแลกเปลี่ยน --kind exchange --on 2026-05-01 --agreement mou --people 7",
    "activity add ไปแลกเปลี่ยนอีก --kind exchange --on 2026-12-01 --agreement mou --people 4 --state held",
    "activity add ดูงาน --kind academic --on 2026-05-01 --agreement mou --people 99",
    "meeting add พิธีลงนาม --on 2025-10-01 --agreement mou",
    "meeting add ประชุมหนึ่ง --on 2026-01-05 --agreement mou",
    "training add อบรมครู --code course",
    "training edit course agreement=mou",
    "training hold course 1 --on 2026-02-01 --people 40",
    "training enrol course 1 one two --name 'นางทดสอบ สมมติ'",
    "training hold course 2 --on 2026-03-01",
    "training enrol course 2 one --name 'นายสาม ทดสอบ'",
)
LISTED = "agreement target list --columns text,done,amount,share,target_day,progress --no-header --as-of {day}"


def test_progress_is_derived_as_of_a_day(ask: Callable[[str], Run]) -> None:
    assert ask(LISTED.format(day="2027-01-01")).out.splitlines() == [
        "งานวิจัยร่วม\t2\t3\t66\t2027-09-30\ton_track",
        "ระดมทุน\t121000.5\t500000\t24\t2028-09-30\tbehind",
        "อบรมครู\t41\t45\t91\t2027-09-30\ton_track",
        "นักศึกษา (year 1)\t7\t10\t70\t2026-09-30\tmissed",
        "นักศึกษา (year 2)\t4\t10\t40\t2027-09-30\ton_track",
        "นักศึกษา (year 3)\t0\t10\t0\t2028-09-30\tnot_begun",
        "ประชุมร่วม\t1\t2\t50\t2028-09-30\ton_track",
    ]
    first = [line.split("\t")[1] for line in ask(LISTED.format(day="2026-02-15")).out.splitlines()]
    assert first == ["2", "0", "40", "0", "0", "0", "1"]
    behind = ask("agreement target list --behind --columns text --no-header --as-of 2027-10-01").out.splitlines()
    assert behind == ["งานวิจัยร่วม", "ระดมทุน", "อบรมครู", "นักศึกษา (year 1)", "นักศึกษา (year 2)"]
    assert ask("agreement target list --agreement other --no-header").out == ""


def test_a_target_is_on_the_card_in_brief_and_in_json(ask: Callable[[str], Run]) -> None:
    line = "Targets: 1 งานวิจัยร่วม (Done/target 2 / 3 เรื่อง; Percent 66; on track; 30 Sep 2570; 272 days left)"
    card = ask("agreement show mou --format table --as-of 2027-01-01").out
    assert line.replace(" ", "") in "".join(card.split())
    brief = ask("agreement brief mou --as-of 2027-01-01").out
    header = "\ntext\tdone_of\tshare\ttarget_day\tdays_left\tprogress\n"
    assert f"{header}งานวิจัยร่วม\t2 / 3 เรื่อง\t66\t2027-09-30\t272\ton_track\n" in brief
    [first, *_rest] = ask("agreement brief mou --json --as-of 2027-01-01").data["targets"]
    assert {name: first[name] for name in ("text", "amount", "done", "expected", "progress", "agreement_code")} == {
        "text": "งานวิจัยร่วม", "amount": 3, "done": 2, "expected": 1, "progress": "on_track", "agreement_code": "mou",
    }  # fmt: skip
    shown = ask("agreement show mou --json --as-of 2027-01-01").data["purposes"]
    assert [target["share"] for target in shown[0]["targets"]] == [66, 24]


def test_a_target_day_is_due_until_it_is_reached(ask: Callable[[str], Run]) -> None:
    due = "due --kind target --as-of 2027-09-01 --columns day,days_left,name,responsible,command --no-header"
    asked = ask(due).out
    assert asked.splitlines() == [
        "2027-09-30\t29\tข้อตกลงสมมติ: งานวิจัยร่วม\tนายสมมติ ตัวอย่าง\tnetreg agreement target show 1",
        "2027-09-30\t29\tข้อตกลงสมมติ: นักศึกษา (year 2)\tนายสมมติ ตัวอย่าง\tnetreg agreement target show 5",
        "2027-09-30\t29\tข้อตกลงสมมติ: อบรมครู\tนายสมมติ ตัวอย่าง\tnetreg agreement target show 3",
        "2026-09-30\t-336\tข้อตกลงสมมติ: นักศึกษา (year 1)\tนายสมมติ ตัวอย่าง\tnetreg agreement target edit 4 due_on=DATE",
    ]
    assert ask("activity add บทความสอง --on 2027-08-01 --agreement mou --purpose วิจัย --state held").code == 0
    assert "งานวิจัยร่วม" not in ask(due).out
    assert ask("agreement terminate mou --on 2027-08-15").code == 0
    assert ask(due).out == ""
    assert "อบรมครู\t41\t45\t91\t2027-08-15\tmissed\n" in ask(LISTED.format(day="2027-09-01")).out


def test_no_target_is_due_after_an_end_that_was_decided_ahead(ask: Callable[[str], Run]) -> None:
    assert ask("agreement terminate mou --on 2027-03-31 --as-of 2026-12-01").code == 0
    day = "--as-of 2027-03-01"
    due = ask(f"due --kind target {day} --columns day,days_left,name --no-header").out.splitlines()
    assert [line.split("\t")[:2] for line in due if "year 1" not in line] == [["2027-03-31", "30"]] * len(due[:-1])
    assert {row["target_day"] for row in ask(f"agreement target list --json {day}").data} <= {
        "2026-09-30",
        "2027-03-31",
    }
    events = ask(f"calendar {day}").out.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    told = [event for event in events if "-target@netreg" in event]
    assert len(told) == len(due)
    assert all("DTSTART;VALUE=DATE:20270331" in event for event in told if "year 1" not in event)
    assert any("SUMMARY:Target day: งานวิจัยร่วม (ข้อตกลงสมมติ)" in event for event in told)
    assert "-target@netreg" not in ask("calendar --as-of 2027-04-01").out


REFUSED = {
    "agreement target add mou --what x --amount 3": (
        "a target belongs to a purpose of the agreement; name one with --purpose: 'วิจัย', 'อบรม', 'แลกเปลี่ยน'"
    ),
    "agreement target add bare --what x --amount 3": (
        "a target belongs to a purpose, and agreement 3 has none; add one with 'netreg agreement purpose add 3 TEXT'"
    ),
    "agreement target add mou --purpose อื่น --what x --amount 3": (
        "there is no purpose 'อื่น'; expected one of: วิจัย, อบรม, แลกเปลี่ยน"
    ),
    "agreement target add mou --purpose วิจัย --amount 3": "--what is missing; see 'netreg agreement target add --help'",
    "agreement target add mou --purpose วิจัย --what x --amount 0": "a target is more than zero; check amount",
    "agreement target add mou --purpose วิจัย --what x --amount=-3": (
        "Amount: '-3' is not a valid amount; write it in digits, like 3 or 12,500.50"
    ),
    "agreement target add mou --purpose วิจัย --what x --amount 2.5": "only money can have decimals; check amount",
    "agreement target add mou --purpose วิจัย --what x --amount 2 --unit คน --counted-by money": (
        "money is counted in baht; check unit"
    ),
    "agreement target add mou --purpose วิจัย --what x --amount '2 บาท' --counted-by trained": (
        "a target in baht is counted by money; check measure"
    ),
    "agreement target add mou --purpose อบรม --what x --amount 2 --counted-by trained --kind jobs": (
        "only activities have a kind; check activity_kind"
    ),
    "agreement target add mou --purpose วิจัย --what x --amount 2 --since 2027 --by 2026": (
        "the target day is before the first day that counts; check due_on"
    ),
    "agreement target add bare --purpose x --what x --amount 2 --each-year": "there is no purpose 'x'",
    "agreement target edit 1 purpose=": "purpose is required",
    "agreement target edit 1 amount=0": "a target is more than zero; check amount",
    "activity add x --achieved 3": "an amount achieved needs the target that it counts for; check target",
    "activity add x --agreement other --target งานวิจัยร่วม": (
        "agreement target 1 belongs to agreement 1, not 2; see 'netreg agreement target show 1'"
    ),
    "agreement target remove 1 --yes": "agreement target 1 is still used by activity 1 (บทความหนึ่ง)",
}


def test_what_is_refused_changes_nothing(ask: Callable[[str], Run], office: Netreg) -> None:
    before = office.db.read_bytes()
    wrong = []
    for line, sentence in REFUSED.items():
        run = ask(line)
        if run.code not in (1, 2) or run.out or not run.err.startswith(f"netreg: error: {sentence}"):
            wrong.append((line, run))
    assert not wrong
    assert office.db.read_bytes() == before


def test_a_target_day_outside_the_agreement_is_flagged(ask: Callable[[str], Run]) -> None:
    for day in ("2025-09-30", "2028-10-01", "2028-09-30"):
        assert ask(f"agreement target add mou --purpose วิจัย --what ถึง{day} --amount 1 --by {day}").code == 0
    flags = ask("agreement target list --match ถึง --columns text,flags --no-header --as-of 2026-01-01").out
    assert flags == "ถึง2025-09-30\ttarget-before-start\nถึง2028-10-01\ttarget-after-end\nถึง2028-09-30\t\n"


def test_targets_and_what_counts_for_them_come_from_files(ask: Callable[[str], Run], tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(
        "ข้อตกลง,วัตถุประสงค์,ตัวชี้วัด,ค่าเป้าหมาย,หน่วยนับ,กำหนดเสร็จ\n"
        "other,อื่น,หลักสูตรร่วม,๒,หลักสูตร,30/9/2570\nother,อื่น,รายได้,1 ล้านบาท,,30/9/2571\n"
    )
    assert ask(f"agreement target import {plan}").err == f"{plan}: 2 new, 0 changed, 0 unchanged\n"
    assert ask(f"agreement target import {plan}").err == f"{plan}: 0 new, 0 changed, 2 unchanged\n"
    done = tmp_path / "done.csv"
    done.write_text("ชื่อกิจกรรม,วันที่จัด,ตัวชี้วัด,ผลการดำเนินงาน\nเปิดหลักสูตร,1/6/2569,หลักสูตรร่วม,2\n")
    assert ask(f"activity import {done}").err == f"{done}: 1 new, 0 changed, 0 unchanged\n"
    listed = "agreement target list --agreement other --columns text,done_of,progress --no-header --as-of 2027-01-01"
    assert ask(listed).out == "หลักสูตรร่วม\t2 / 2 หลักสูตร\treached\nรายได้\t0 / 1,000,000 บาท\tbehind\n"
    assert ask("activity show เปิดหลักสูตร --json").data["agreement"]["code"] == "other"
    none = tmp_path / "none.csv"
    none.write_text("ข้อตกลง,วัตถุประสงค์,ตัวชี้วัด,ค่าเป้าหมาย\nother,,ไม่มีวัตถุประสงค์,2\n")
    assert ask(f"agreement target import {none}").code == 65


def test_people_who_took_part_are_counted_once(ask: Callable[[str], Run]) -> None:
    counted = "agreement target list --match นักศึกษา --columns done --no-header --as-of 2027-01-01"
    assert ask(counted).out.split() == ["7", "4", "0"]
    for number in (1, 2):
        assert (
            ask(
                f"activity add แลกเปลี่ยน{number} --kind exchange --on 2026-12-0{number} --agreement mou --state held"
            ).code
            == 0
        )
    for line in ("one", "one --role speaker", "--name 'ดร.ทดสอบ สมมติ'", "two --role organiser", "--org uni"):
        assert ask(f"activity involve แลกเปลี่ยน1 {line}").code == 0
    run = ask(counted)
    assert (run.out.split(), run.err) == (["7", "6", "0"], "")
    assert ask("activity involve แลกเปลี่ยน2 --name 'ทดสอบ สมมติ'").code == 0
    assert ask("activity involve แลกเปลี่ยน2 two").code == 0
    run = ask(counted)
    assert (run.out.split(), run.err) == (["7", "6", "0"], "")
