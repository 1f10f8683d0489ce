"""A post or a place in a group is not had twice at a time, and one of two alike is meant by its number."""

from __future__ import annotations

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
POST, GROUP = "member post edit {} since=DATE until=DATE", "group membership edit {} joined=DATE left=DATE"
REFUSED = {
    "member post add m1 --org fac --position อาจารย์": (ONE, POST.format(1)),
    "member post add m1 --org fac --position อาจารย์ --since 1/1/2569": (ONE, POST.format(1)),
    "member post add m1 --org fac --position อาจารย์ --since 2550 --until 2561": (ONE, POST.format(1)),
    "member post add m2 --org fac --position อาจารย์ --since 1/1/2569": (TWO, POST.format(2)),
    "member post add m1 --org lib --position ผู้อำนวยการ --since 1/1/2559": (THREE, POST.format(3)),
    "group join net m1 --role coordinator --on 1/1/2568": (SEAT, GROUP.format(1)),
    "group join net m1 --role coordinator --on 1/1/2568 --until 1/1/2569": (SEAT, GROUP.format(1)),
}
ACCEPTED = (
    "member post add m1 --org fac --position หัวหน้า",
    "member post add m1 --org fac --position อาจารย์ --acting รักษาการ",
    "member post add m1 --org fac --position อาจารย์ --since 2558 --until 2559",
    "member post add m1 --org lib --position ผู้อำนวยการ --since 1/10/2559",
    "group join net m1 --role member --on 1/1/2568",
    "group join net m1 --role coordinator --on 1/1/2565 --until 31/12/2566",
)


def test_the_same_on_the_same_days_is_refused_with_a_command_that_works(office: Netreg) -> None:
    for line, (sentence, command) in REFUSED.items():
        assert_refused(office, line, 1, f"{sentence}; change it with 'netreg {command}'")


def test_another_or_on_other_days_is_accepted(ask: Callable[[str], Run]) -> None:
    assert [(line, run.err) for line in ACCEPTED if (run := ask(line)).code] == []


def test_a_file_may_not_bring_it_either(office: Netreg) -> None:
    known = "person,organisation,position,since\nm1,fac,อาจารย์,2026-01-01\n"
    (office.folder / "f.csv").write_text(known, encoding="utf-8")
    assert office("member", "post", "import", "f.csv").code == 65
    other = "person,organisation,position,since\nm1,fac,ที่ปรึกษา,2026-01-01\nm2,lib,อาจารย์,2026-01-01\n"
    (office.folder / "f.csv").write_text(other, encoding="utf-8")
    assert office("member", "post", "import", "f.csv").err == "f.csv: 2 new, 0 changed, 0 unchanged\n"


def test_one_of_two_alike_is_ended_by_its_number(ask: Callable[[str], Run], office: Netreg) -> None:
    ask("member post add m1 --org fac --position อาจารย์ --acting รักษาการ")
    assert_refused(
        office, "member post end m1 --org fac", 1,
        "member 1 holds several posts: 1 อาจารย์ คณะทดลอง; 4 อาจารย์ คณะทดลอง; "
        "end one by its number: 'netreg member post edit 1 until=DATE'",
    )  # fmt: skip
    assert ask("member post edit 4 until=1/10/2569").code == 0
    assert ask("member post end m1 --org fac --on 1/10/2569").code == 0
