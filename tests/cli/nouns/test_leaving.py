"""Somebody leaves: what is still open is said, flagged, warned of elsewhere too, and handed over."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")
SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะหนึ่ง --code f1 --parent tu",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org f1 --position หัวหน้า --email one@example.org",
    "member add 'นางทดลอง สอง' --code m2 --email two@example.org",
    "member add 'นางสาวตัวอย่าง สาม' --code m3 --org f1 --position หัวหน้า",
    "group add เครือข่ายทดสอบ --code net --of tu --responsible m1",
    "group join net m1 --role chair",
    "group join net m1 --org f1",
    "agreement add ข้อตกลงทดสอบ --code a1 --signed 1/1/2567 --end 31/12/2569 --responsible m1",
    "agreement add ข้อตกลงที่จะปิด --code a2 --signed 1/1/2567 --end 31/12/2572 --responsible m1",
    "agreement terminate a2 --on 2026-12-15 --reason ทดสอบ",
    "agreement add ข้อตกลงที่ปิดแล้ว --code a3 --signed 1/1/2567 --end 31/12/2572 --responsible m1",
    "agreement terminate a3 --on 2026-11-01 --reason ทดสอบ",
    "training add หลักสูตรทดสอบ --code c1 --responsible m1 --cohorts 2",
)
LEFT = "netreg: นายสมมติ หนึ่ง, responsible for 2 of these, has left; pass them on with"
OPEN = (
    "netreg: still open for this member: group 1 (เครือข่ายทดสอบ), agreement 1 (ข้อตกลงทดสอบ), "
    "agreement 2 (ข้อตกลงที่จะปิด), training 1 (หลักสูตรทดสอบ), group membership 1 (เครือข่ายทดสอบ: chair), "
    "group membership 2 (เครือข่ายทดสอบ: member); pass it on with 'netreg member handover 1 --to MEMBER"
)


def flags(ask: Callable[[str], Run], noun: str, more: str = "") -> list[str]:
    return ask(f"{noun} list --columns flags --no-header --sort id {more}").out.split("\n")[:-1]


def leave(ask: Callable[[str], Run], day: str = "2026-11-20") -> Run:
    run = ask(f"member post end m1 --on {day}")
    assert run.code == 0
    return run


def test_the_end_of_a_post_says_what_is_open_and_the_command_works(ask: Callable[[str], Run]) -> None:
    assert ask("member post add m1 --org tu --position ที่ปรึกษา").code == 0
    assert ask("member post end m1 --org f1 --on 2026-11-20").err == ""  # another post goes on
    assert ask("member post end m1 --on 2026-11-20").err == f"{OPEN} --on 2026-11-20'\n"
    assert ask("undo").code == 0
    assert ask("member post end m1 --dry-run").err.split("\n")[0] == f"{OPEN}'"
    assert leave(ask).code == 0
    assert ask("member handover 1 --to m2 --on 2026-11-20").code == 0


def test_what_a_leaver_looks_after_is_flagged_until_it_is_passed_on(ask: Callable[[str], Run]) -> None:
    leave(ask)
    left = "responsible-left"
    kinds = ("agreement", "group", "training", "group membership")
    found = {kind: flags(ask, kind) for kind in kinds}
    assert found == {
        "agreement": [left, f"ends-early, {left}", ""],
        "group": [left],
        "training": [left],
        "group membership": [left, ""],
    }
    assert all(left not in " ".join(flags(ask, kind, "--as-of 2026-11-20")) for kind in kinds)
    assert ask("agreement show a1 --json").data["flags"] == [
        {"id": left, "severity": "medium", "data": {"name": "นายสมมติ หนึ่ง", "last_day": "2026-11-20"}}
    ]
    told = "responsible-left: นายสมมติ หนึ่ง, who looks after it, has held no post since 20 November 2569"
    assert told in " ".join(ask("agreement brief a1 --format table").out.split())
    assert ask("member handover m1 --to m3 --on 2026-11-20 --all-seats").code == 0
    assert {kind: [one for one in flags(ask, kind) if left in one] for kind in kinds} == {kind: [] for kind in kinds}


def test_a_file_that_ends_the_post_flags_as_well(office: Netreg, ask: Callable[[str], Run]) -> None:
    (office.folder / "p.csv").write_text("รหัส,หน่วยงาน,ตำแหน่ง,ดำรงตำแหน่งถึง\nm1,f1,หัวหน้า,2026-11-20\n", encoding="utf-8")
    assert ask("member import p.csv").code == 0
    assert flags(ask, "group") == ["responsible-left"]


def test_due_says_who_has_left(ask: Callable[[str], Run]) -> None:
    assert ask("due --kind agreement").err == ""
    leave(ask)
    run = ask("due --kind agreement")
    assert (run.err, run.out.count("\n")) == (f"{LEFT} 'netreg member handover 1 --to MEMBER'\n", 3)
    assert [row["responsible_left"] for row in ask("due --kind agreement --json").data] == [True, True]
    lines = ask("remind --dry-run").out.split("\n")
    assert "  the person responsible has left: netreg member handover 1 --to MEMBER" in lines


def test_mail_for_a_leaver_goes_to_the_fallback_as_well(office: Netreg, ask: Callable[[str], Run]) -> None:
    leave(ask)
    assert ask("config mail_from netreg@example.org").code == 0
    (office.folder / "out").mkdir()
    without = ask("remind --outbox out --dry-run --json").data
    assert {one["address"]: one["notices"] for one in without} == {"one@example.org": 2, None: 2}
    assert ask("config mail_fallback office@example.org").code == 0
    assert ask("remind --outbox out").out == "sent 2 digests\n"
    read: list[Any] = [
        message_from_bytes(f.read_bytes(), policy=policy.default) for f in (office.folder / "out").iterdir()
    ]
    assert {one["To"].addresses[0].addr_spec for one in read} == {"one@example.org", "office@example.org"}
    told = "Responsible: นายสมมติ หนึ่ง (holds no post any more; somebody else has to look after it)"
    bodies = {one["To"].addresses[0].username: one.get_body(("plain",)).get_content() for one in read}
    assert [body.count(told) for body in bodies.values()] == [2, 2]
    typed = "To pass it on: netreg member handover 1 --to MEMBER"
    assert {who: body.count(typed) for who, body in bodies.items()} == {"one": 0, "office": 2}
    assert ask("remind --outbox out").out == ""
    assert ask("config mail_fallback ONE@example.org").code == 0
    later = ask("remind --outbox out --dry-run --json --as-of 2026-12-20").data
    assert [one["address"] for one in later] == ["one@example.org"]


def test_without_a_fallback_the_warnings_of_a_leaver_are_printed_as_well(
    office: Netreg, ask: Callable[[str], Run]
) -> None:
    leave(ask)
    (office.folder / "out").mkdir()
    lines = ask("remind --outbox out").out.split("\n")
    assert lines[:3] == [
        "sent 1 digest",
        "whoever is responsible has left; set mail_fallback to have these sent to somebody else too:",
        "netreg: 2 dates need attention, as of 21 Nov 2569",
    ]
    assert ask("remind --outbox out").out == ""


def test_a_handover_passes_on_or_names_everything(ask: Callable[[str], Run]) -> None:
    run = ask("member handover m1 --to m2 --on 2026-12-10")
    told = (
        "kind\tid\tname\tfield\n"
        "member post\t1\tหัวหน้า คณะหนึ่ง\tperson\n"
        "group membership\t2\tนายสมมติ หนึ่ง คณะหนึ่ง\tperson\n"
        "group\t1\tเครือข่ายทดสอบ\tresponsible\n"
        "agreement\t1\tข้อตกลงทดสอบ\tresponsible\n"
        "agreement\t2\tข้อตกลงที่จะปิด\tresponsible\n"
        "training\t1\tหลักสูตรทดสอบ\tresponsible\n"
    )
    command = "netreg member handover 1 --to 2 --keep-posts --all-seats --on 2026-12-10"
    seat = "group membership 1 (เครือข่ายทดสอบ: chair)"
    notes = (
        "netreg: นายสมมติ หนึ่ง hands over to นางทดลอง สอง; last day 10 Dec 2569\n"
        "netreg: the last day is in the future; responsibilities pass now\n"
        f"netreg: not passed on: {seat}; pass them on with '{command}'\n"
    )
    assert whole(run) == (told, notes, 0)
    # Nobody is warned of the end of what goes on with somebody else.
    assert ask("due --responsible m1 --no-header").out == ""
    assert "หัวหน้า" not in ask("remind --dry-run --as-of 2026-12-10").out
    assert "หัวหน้า" not in ask("remind --dry-run --as-of 2026-12-11").out
    refusal = f"or pass on {seat} with '{command}'"
    refusal = f"member 1 has nothing to hand over but seats that are for no unit of a post; {refusal}"
    again = ask("member handover m1 --to m2 --on 2026-12-10")
    assert whole(again) == ("", f"netreg: error: {refusal}\n", 1)
    last = ask(command.removeprefix("netreg "))
    assert (last.out.split("\n")[1], last.code) == ("group membership\t1\tนายสมมติ หนึ่ง\tperson", 0)
    assert ask("group membership list --no-header --columns person,role,joined,left --sort id").out == (
        "นายสมมติ หนึ่ง\tchair\t\t2026-12-10\nนายสมมติ หนึ่ง\tmember\t\t2026-12-10\n"
        "นางทดลอง สอง\tmember\t2026-12-11\t\nนางทดลอง สอง\tchair\t2026-12-11\t\n"
    )
    assert ask("undo").code == ask("undo").code == 0
    assert "หัวหน้า" not in ask("due --no-header").out


def test_a_handover_after_the_end_of_the_post_passes_on_its_seats(ask: Callable[[str], Run]) -> None:
    leave(ask)
    kinds = ask("member handover m1 --to m2 --on 2026-11-20 --columns kind --no-header").out.split()
    assert kinds == ["group", "membership", "group", "agreement", "agreement", "training"]


def test_a_post_with_a_later_end_is_passed_on_with_the_last_day(ask: Callable[[str], Run]) -> None:
    assert ask("member post edit 1 until=2030-09-30").code == 0
    assert ask("member handover m1 --to m2 --on 2026-11-20").code == 0
    assert ask("member post list --no-header --columns person,since,until --sort id").out == (
        "นายสมมติ หนึ่ง\t\t2026-11-20\nนางสาวตัวอย่าง สาม\t\t\nนางทดลอง สอง\t2026-11-21\t\n"
    )


def test_who_takes_over_a_post_of_the_same_name_leaves_nobody_to_be_warned(ask: Callable[[str], Run]) -> None:
    assert ask("member handover m1 --to m3 --on 2026-12-10").code == 0
    assert ask("due --kind post --no-header").out == ""


def test_a_contact_who_has_left_is_flagged_until_the_agreement_is_closed(ask: Callable[[str], Run]) -> None:
    for code in ("a1", "a2", "a3"):
        assert ask(f"agreement party add {code} tu --contact m1").code == 0
    leave(ask)
    left = "responsible-left"
    assert flags(ask, "agreement party") == [left, left, ""]
    assert flags(ask, "agreement party", "--as-of 2026-12-15") == [left, left, ""]
    assert flags(ask, "agreement party", "--as-of 2026-12-16") == [left, "", ""]
    told = ask("agreement show a1 --format table").out
    assert "who looks after it, has held no post since" in " ".join(told.split())
    passed = ask("member handover m1 --to m2 --columns kind,name --no-header").out
    assert passed.count("agreement party\t") == 2
    assert flags(ask, "agreement party") == ["", "", ""]
