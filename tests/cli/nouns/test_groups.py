"""``netreg group``: who belongs, who left, which units have nobody; and handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu --kind university",
    "org add คณะหนึ่ง --code f1 --parent tu --kind faculty",
    "org add คณะสอง --code f2 --parent tu --kind faculty",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org f1 --position หัวหน้า",
    "member add 'นางทดลอง สอง' --code m2",
    "group add เครือข่ายทดสอบ --code net --of tu --kind practitioner_network --responsible m1",
    "group join net m1 --org f1 --role coordinator --on 1/10/2568",
    "agreement add ข้อตกลงทดสอบ --code a1",
    "agreement edit a1 responsible=m1",
    "agreement add ข้อตกลงที่ปิดแล้ว --code a2 --signed 1/1/2560",
    "agreement edit a2 responsible=m1 final_status=completed",
)


def test_groups_are_listed_by_kind_organisation_and_member(ask: Callable[[str], Run]) -> None:
    head = "id\tcode\tname_th\tkind\torganisation\tpeople_count\torganisation_count\tflags\n"
    row = "1\tnet\tเครือข่ายทดสอบ\tpractitioner_network\tมหาวิทยาลัยทดสอบ\t1\t1\t\n"
    assert whole(ask("group list --of tu --kind practitioner_network --member m1")) == (head + row, "", 0)
    assert whole(ask("group list --kind committee")) == (head, "", 0)
    assert ask("group list --member m1 --as-of 2568-09-30 --no-header").out == ""


def test_members_of_a_group_are_listed_as_members(ask: Callable[[str], Run]) -> None:
    assert ask("member list --group net --columns code,name --no-header").out == "m1\tนายสมมติ หนึ่ง\n"
    assert ask("member list --group net --org f2 --no-header").out == ""


def test_coverage_names_the_units_without_anybody(ask: Callable[[str], Run]) -> None:
    assert whole(ask("group coverage net --columns code,covered,people,members")) == (
        "code\tcovered\tpeople\tmembers\nf2\tno\t0\t\nf1\tyes\t1\tนายสมมติ หนึ่ง\n",
        "netreg: ยังไม่มีผู้แทน 1 จาก 2 หน่วยงาน\n",
        0,
    )
    assert ask("group coverage net --of tu --missing --columns code --no-header").out == "f2\n"
    assert [unit["code"] for unit in ask("group coverage net --sort -people --json").data] == ["f1", "f2"]


def test_coverage_of_a_unit_without_units_says_so(ask: Callable[[str], Run]) -> None:
    said = "netreg: คณะหนึ่ง ไม่มีหน่วยงานในสังกัดเช่นนั้น\n"
    assert whole(ask("group coverage net --of f1 --columns code --no-header")) == ("", said, 0)


@pytest.mark.usefixtures("in_english")
def test_a_class_has_one_group_unless_it_is_said(ask: Callable[[str], Run]) -> None:
    assert ask("group add 'รุ่นหนึ่ง คณะหนึ่ง' --kind class --of f1 --class 1").code == 0
    error = (
        "netreg: error: that class already exists: group 2, รุ่นหนึ่ง คณะหนึ่ง; join it, or add --force if there are two\n"
    )
    assert whole(ask("group add สิงห์หนึ่ง --kind class --of f1 --class 1")) == ("", error, 1)
    for other in ("--of f2 --class 1", "--of f1 --class 2", "--of f1 --class 1 --force"):
        assert ask(f"group add สิงห์หนึ่ง --kind class {other}").code == 0


def test_a_second_group_of_a_class_that_a_file_brings_is_flagged(office: Netreg, ask: Callable[[str], Run]) -> None:
    file = "name,kind,organisation,class_no\nรุ่นหนึ่ง,class,f1,1\nสิงห์หนึ่ง,class,f1,1\nรุ่นสอง,class,f1,2\nรุ่นหนึ่ง,class,f2,1\n"
    assert office("group", "import", "-", stdin=file).code == 0
    listed = "group list --kind class --columns id,name_th,organisation,class_no,flags --no-header --sort id"
    flagged = [line.split("\t") for line in ask(listed).out.splitlines()]
    assert [(row[0], row[-1]) for row in flagged] == [("2", "class-twice"), ("3", "class-twice"), ("4", ""), ("5", "")]
    assert "รุ่นเดียวกันสองกลุ่ม: รุ่นเดียวกันมีอีกกลุ่มหนึ่ง คือกลุ่มที่ 3" in ask("--lang th group show 2 --format table").out
    assert ask("group edit 3 dissolved=2569-01-01").code == 0
    assert "class-twice" not in ask(listed).out


@pytest.mark.usefixtures("in_english")
def test_who_joins_again_in_another_role_is_told(ask: Callable[[str], Run]) -> None:
    run = ask("group join net m1 --on 1/10/2569")
    assert (run.err, run.code) == ("netreg: นายสมมติ หนึ่ง already belongs to it: membership 1 (coordinator)\n", 0)
    assert ask("group join net m2").err == ""


@pytest.mark.usefixtures("in_english")
def test_coverage_of_a_group_of_no_organisation_asks_whose(ask: Callable[[str], Run]) -> None:
    assert ask("group add กลุ่มลอย --code free").code == 0
    error = "netreg: error: group 2 belongs to no organisation; add --of ORG to choose the units\n"
    assert whole(ask("group coverage free")) == ("", error, 2)


REFUSED = [
    ("group join net", "no member given; give a member, --org, or both", 2),
    (
        "group join net m1 --org f1 --role coordinator --on 1/10/2568",
        (
            "group membership 1 already exists: นายสมมติ หนึ่ง คณะหนึ่ง; "
            "change it with 'netreg group membership edit 1 FIELD=VALUE'"
        ),
        1,
    ),
    ("group join net m2 --on 2/1/2569 --until 1/1/2569", "the membership ends before it begins; check left", 1),
    ("group edit net parent=net", "group 1 would become its own ancestor; choose another parent", 1),
    ("group leave net m2", "no such current membership in group 1; see 'netreg group show 1'", 1),
    ("member handover m1 --to m1", "a member cannot hand over to themselves; specify who takes over with --to", 1),
    ("member handover m2 --to m1", "member 2 has nothing to hand over; see 'netreg member show 2'", 1),
    ("member handover m1 --to m2 --on 2569", "--on: '2569' is not a valid day; write it like 30/9/2569", 2),
    ("member handover m1 --to m2 --org f2", "member 1 holds no such post; see 'netreg member show 1'", 1),
    (
        "member handover m1 --to m2 --org f1 --keep-posts",
        "--keep-posts cannot be combined with --org or --position; leave out --org and --position",
        2,
    ),
    (
        "group add เครือข่ายทดสอบ --of tu",
        "group 1 already exists: เครือข่ายทดสอบ; change it with 'netreg group edit 1 FIELD=VALUE'",
        1,
    ),
]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(("line", "error", "code"), REFUSED)
def test_what_cannot_be_is_one_line(office: Netreg, line: str, error: str, code: int) -> None:
    assert_refused(office, line, code, error)


def test_who_leaves_is_a_member_no_more(ask: Callable[[str], Run]) -> None:
    assert ask("group leave net m1 --on 30/9/2569").code == 0
    assert ask("group list --columns people_count --no-header").out == "0\n"
    assert ask("group list --columns people_count --no-header --as-of 2569-09-30").out == "1\n"


def test_seats_that_overlap_and_meetings_after_leaving_are_flagged(ask: Callable[[str], Run]) -> None:
    assert ask("group leave net m1 --on 30/9/2569").code == 0
    assert ask("group join net m1 --org f1 --role coordinator --term 2 --on 1/9/2569 --until 1/10/2569").code == 0
    assert ask("meeting add ประชุมกลุ่ม --on 5/11/2569 --group net --attendee m1").code == 0
    assert ask("group membership list --columns id,flags --no-header").out == (
        "1\toverlap, attended-after-leaving\n2\toverlap, attended-after-leaving\n"
    )


def test_a_handover_passes_on_post_seat_and_what_is_open(ask: Callable[[str], Run]) -> None:
    told = (
        "kind\tid\tname\tfield\n"
        "member post\t1\tหัวหน้า คณะหนึ่ง\tperson\n"
        "group membership\t1\tนายสมมติ หนึ่ง คณะหนึ่ง\tperson\n"
        "group\t1\tเครือข่ายทดสอบ\tresponsible\n"
        "agreement\t1\tข้อตกลงทดสอบ\tresponsible\n"
    )
    note = "netreg: นายสมมติ หนึ่ง ส่งมอบงานให้ นางทดลอง สอง วันสุดท้าย 30 ก.ย. 2569\n"
    assert whole(ask("member handover m1 --to m2 --on 30/9/2569")) == (told, note, 0)
    assert ask("member post list --columns person,since,until --no-header").out == (
        "นายสมมติ หนึ่ง\t\t2026-09-30\nนางทดลอง สอง\t2026-10-01\t\n"
    )
    assert ask("agreement list --columns responsible --sort id --no-header").out == "นางทดลอง สอง\nนายสมมติ หนึ่ง\n"
    assert ask("group coverage net --columns members --no-header --sort -people").out == "นางทดลอง สอง\n\n"
    assert ask("undo").code == 0
    assert ask("member post list --columns person,since,until --no-header").out == "นายสมมติ หนึ่ง\t\t\n"


@pytest.mark.usefixtures("in_english")
def test_a_handover_before_a_post_began_passes_nothing_on(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask("member post add m1 --org f2 --position รองหัวหน้า --since 1/10/2568").code == 0
    before = office.db.read_bytes()
    error = (
        "netreg: error: member post 2 (รองหัวหน้า คณะสอง) began after that day: 1 ต.ค. 2568; "
        "give a later day with --on, or a post with --org or --position\n"
    )
    assert whole(ask("member handover m1 --to m2 --on 30/9/2568")) == ("", error, 1)
    assert office.db.read_bytes() == before
    assert ask("member handover m1 --to m2 --on 30/9/2568 --org f1").code == 0


@pytest.mark.usefixtures("in_english")
def test_a_last_day_to_come_says_what_passes_now(ask: Callable[[str], Run]) -> None:
    now = "netreg: the last day is in the future; responsibilities pass now\n"
    words = "member handover m1 --to m2 --as-of 2569-09-01 --dry-run"
    assert now in ask(f"{words} --on 30/9/2569").err
    assert now not in ask(f"{words} --on 31/8/2569").err


def test_a_handover_can_leave_the_posts(ask: Callable[[str], Run]) -> None:
    run = ask("member handover m1 --to m2 --keep-posts --columns kind --no-header")
    assert (run.out, run.code) == ("group\nagreement\n", 0)
    assert ask("member handover m1 --to m2 --columns kind --no-header").out == "member post\ngroup membership\n"
