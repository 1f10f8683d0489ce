"""A post or a place in a group is not had twice at a time, and one of two alike is meant by its number."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import assert_refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

pytestmark = pytest.mark.usefixtures("in_english")

SETUP = (
    "org add คณะทดลอง --code fac",
    "org add สำนักทดลอง --code lib",
    "member add 'นายสมมติ หนึ่ง' --code m1 --org fac --position อาจารย์ --since 1/10/2560",
    "member add 'นางลองดู สองสาม' --code m2 --org fac --position อาจารย์",
    "member post add m1 --org lib --position ผู้อำนวยการ --since 2555 --until 30/9/2559",
    "group add เครือข่ายทดลอง --code net",
    "group join net m1 --role coordinator --on 1/1/2567",
)
ONE = "member post 1 is the same, on the same days: อาจารย์ คณะทดลอง 1 Oct 2017–"
TWO = "member post 2 is the same, on the same days: อาจารย์ คณะทดลอง"
THREE = "member post 3 is the same, on the same days: ผู้อำนวยการ สำนักทดลอง 2012–30 Sep 2016"
SEAT = "group membership 1 is the same, on the same days: นายสมมติ หนึ่ง 1 Jan 2024–"
SHOW = "see it with 'netreg {} show {}'"
POST, GROUP = (
    "change that with 'netreg member post edit {} {}'",
    "change that with 'netreg group membership edit {} {}'",
)
REFUSED = {
    "member post add m1 --org fac --position อาจารย์": (ONE, SHOW.format("member post", 1)),
    "member post add m1 --org fac --position อาจารย์ --since 1/1/2569": (ONE, SHOW.format("member post", 1)),
    "member post add m1 --org fac --position อาจารย์ --since 1/1/2569 --until 30/9/2569": (
        ONE, POST.format(1, "until=2026-09-30"),
    ),
    "member post add m1 --org fac --position อาจารย์ --since 2550 --until 2561": (ONE, POST.format(1, "since=2007")),
    "member post add m1 --org fac --position อาจารย์ --acting รักษาการ": (ONE, POST.format(1, "acting=acting")),
    "member post add m1 --org fac --position อาจารย์ --acting รักษาการ --since 1/10/2568": (
        ONE, POST.format(1, "until=2025-09-30"),
    ),
    "member post add m2 --org fac --position อาจารย์ --since 1/1/2569": (TWO, POST.format(2, "since=2026-01-01")),
    "member post add m1 --org lib --position ผู้อำนวยการ --since 1/1/2559": (THREE, POST.format(3, "until=")),
    "member post add m1 --org lib --position ผู้อำนวยการ --since 1/1/2559 --until 2562": (
        THREE, POST.format(3, "until=2019"),
    ),
    "group join net m1 --role coordinator": (SEAT, SHOW.format("group membership", 1)),
    "group join net m1 --role coordinator --on 1/1/2566": (SEAT, GROUP.format(1, "joined=2023-01-01")),
    "group join net m1 --role coordinator --on 1/1/2568": (SEAT, SHOW.format("group membership", 1)),
    "group join net m1 --role coordinator --on 1/1/2568 --until 1/1/2569": (
        SEAT, GROUP.format(1, "left=2026-01-01"),
    ),
    "group join net m1 --role coordinator --on 1/1/2565 --until 1/1/2568": (SEAT, GROUP.format(1, "joined=2022-01-01")),
}  # fmt: skip
ACCEPTED = (
    "member post add m1 --org fac --position หัวหน้า",
    "member post add m1 --org fac --position อาจารย์ --since 2558 --until 2559",
    "member post add m1 --org lib --position ผู้อำนวยการ --since 1/10/2559",
    "group join net m1 --role member --on 1/1/2568",
    "group join net m1 --role coordinator --on 1/1/2565 --until 31/12/2566",
    "group join net m1 --role coordinator --term 2 --on 1/1/2568",
)


def test_the_same_on_the_same_days_is_refused_with_a_command_that_works(office: Netreg) -> None:
    """What a refusal names is typed as it stands."""
    wrong = {}
    for line, (sentence, advice) in REFUSED.items():
        assert_refused(office, line, 1, f"{sentence}; {advice}")
        typed = office(*shlex.split(advice.split("'")[1])[1:])
        if typed.code or ("edit" in advice and office("undo").code):
            wrong[line] = typed.err
    assert wrong == {}


def test_another_or_on_other_days_is_accepted(ask: Callable[[str], Run]) -> None:
    assert [(line, run.err) for line in ACCEPTED if (run := ask(line)).code] == []


def test_a_file_may_not_bring_it_either(office: Netreg) -> None:
    known = "person,organisation,position,since\nm1,fac,อาจารย์,2026-01-01\n"
    (office.folder / "f.csv").write_text(known, encoding="utf-8")
    refused = office("member", "post", "import", "f.csv")
    assert (refused.code, "see it with 'netreg member post show 1'" in refused.err) == (65, True)
    other = "person,organisation,position,since\nm1,fac,ที่ปรึกษา,2026-01-01\nm2,lib,อาจารย์,2026-01-01\n"
    (office.folder / "f.csv").write_text(other, encoding="utf-8")
    assert office("member", "post", "import", "f.csv").err == "f.csv: 2 new, 0 changed, 0 unchanged\n"


FILES = {
    "member post": (
        "person,organisation,position,since,until",
        ("m2,lib,ครู,2560-01-01,", "m2,lib,ครู,2562-01-01,2563-01-01"),
        ("m2,lib,ครู,2560-01-01,2561-12-31", "m2,lib,ครู,2562-01-01,2563-01-01"),
        "ครู สำนักทดลอง 1 Jan 2017–",
    ),
    "group membership": (
        "group,person,role,joined,left",
        ("net,m2,ประธาน,2560-01-01,", "net,m2,ประธาน,2562-01-01,"),
        ("net,m2,ประธาน,2560-01-01,2561-12-31", "net,m2,ประธาน,2562-01-01,"),
        "นางลองดู สองสาม 1 Jan 2017–",
    ),
    "member": (
        "name,email,organisation,position,since,until",
        ("นายทดสอบ ใหม่,n@x.th,fac,ครู,2560-01-01,", "นายทดสอบ ใหม่,n@x.th,fac,ครู,2562-01-01,"),
        ("นายทดสอบ ใหม่,n@x.th,fac,ครู,2560-01-01,2561-12-31", "นายทดสอบ ใหม่,n@x.th,fac,ครู,2562-01-01,"),
        "ครู คณะทดลอง 1 Jan 2017–",
    ),
}


def test_two_rows_of_a_file_may_not_bring_it(office: Netreg) -> None:
    for noun, (heading, overlapping, apart, name) in FILES.items():
        refused = office(*noun.split(), "import", "-", stdin="\n".join((heading, *overlapping)))
        assert refused.code == 65, noun
        sentence = f"an earlier row has the same, on the same days: {name}; correct the days of one of them"
        assert sentence in refused.err, refused.err
        taken, again = (office(*noun.split(), "import", "-", stdin="\n".join((heading, *apart))) for _ in range(2))
        assert (taken.code, again.err.splitlines()[-1].partition(": ")[2]) == (0, "0 new, 0 changed, 2 unchanged")


MEANT = {
    # Which of several, by what tells them apart; one that says nothing there is meant by its number.
    "member post end m1 --org fac": ("1 อาจารย์ คณะทดลอง; 4 หัวหน้า คณะทดลอง", "say which with --position"),
    "member post end m1": (
        "1 อาจารย์ คณะทดลอง; 4 หัวหน้า คณะทดลอง; 5 ที่ปรึกษา", "say which with --position",
    ),
    "member post end m2": (
        "2 อาจารย์ คณะทดลอง; 6 คณะทดลอง", "end one by its number: 'netreg member post edit 2 until=2026-11-21'",
    ),
    "member post end m2 --on 1/10/2569": (
        "2 อาจารย์ คณะทดลอง; 6 คณะทดลอง", "end one by its number: 'netreg member post edit 2 until=2026-10-01'",
    ),
    "group leave net m1": ("1 นายสมมติ หนึ่ง; 2 นายสมมติ หนึ่ง", "say which with --role"),
    "group leave net m2 --on 1/10/2569": (
        "3 นางลองดู สองสาม; 4 นางลองดู สองสาม", "end one by its number: 'netreg group membership edit 3 left=2026-10-01'",
    ),
}  # fmt: skip


def test_one_of_several_is_meant_by_what_tells_them_apart(ask: Callable[[str], Run]) -> None:
    for line in (
        "member post add m1 --org fac --position หัวหน้า", "member post add m1 --position ที่ปรึกษา",
        "member post add m2 --org fac",
        "group join net m1 --role chair", "group join net m2 --term 1", "group join net m2 --term 2 --on 1/1/2569",
    ):  # fmt: skip
        assert ask(line).code == 0, line
    wrong = {}
    for line, (names, advice) in MEANT.items():
        run = ask(line)
        if not run.err.endswith(f": {names}; {advice}\n"):
            wrong[line] = run.err
        if "'" in advice and (ask(advice.split("'")[1].removeprefix("netreg ")).code or ask("undo").code):
            wrong[line] = advice
    assert wrong == {}
    assert ask("member post edit '#6' until=1/10/2569").code == 0
    assert ask("member post end m2 --on 1/11/2569").code == 0


def test_a_post_with_a_last_day_to_come_can_end_before_it(ask: Callable[[str], Run]) -> None:
    assert ask("member post edit 1 until=30/9/2570").code == 0
    assert ask("member post end m1 --org fac --on 1/11/2569").code == 0
    assert ask("member post end m1 --org fac --on 1/12/2569").code == 1


def test_who_holds_the_post_already_takes_over_no_second_one(ask: Callable[[str], Run]) -> None:
    assert ask("member add 'นายทดสอบ สี่ห้า' --code m3 --org fac --position อาจารย์ --acting รักษาการ").code == 0
    assert ask("member handover m3 --to m2 --on 30/9/2569").code == 0
    shown = ask("member post list --columns id,person,until,confirmed_on --sort id --no-header").out
    assert shown.splitlines()[1:] == [
        "2\tนางลองดู สองสาม\t\t2026-11-21",
        "3\tนายสมมติ หนึ่ง\t2016-09-30\t",
        "4\tนายทดสอบ สี่ห้า\t2026-09-30\t2026-09-30",
    ]


def test_several_that_overlap_are_all_named(ask: Callable[[str], Run]) -> None:
    """What is advised can be typed as it stands, in its order, and leaves one post with the days of all."""
    for days in ("--since 1/1/2565 --until 31/12/2566", "--since 1/1/2567 --until 31/12/2567"):
        assert ask(f"member post add m2 --org lib --position รอง {days}").code == 0
    run = ask("member post add m2 --org lib --position รอง --since 1/1/2560 --until 31/12/2570")
    assert (run.err, run.code) == (
        (
            "netreg: error: several records (member post) are the same, on the same days: 4 (1 Jan 2022–31 Dec 2023), "
            "5 (1 Jan 2024–31 Dec 2024); if it is one, type in this order: 'netreg member post remove 4', "
            "'netreg member post edit 5 since=2017-01-01 until=2027-12-31'\n"
        ),
        1,
    )
    assert ask("member post remove 4 --yes").code == 0
    assert ask("member post edit 5 since=2017-01-01 until=2027-12-31").code == 0
