"""What everybody has signed is amended or corrected, not edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Netreg, Run

SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add มหาวิทยาลัยตัวอย่าง --code ex",
    "agreement add ข้อตกลงหนึ่ง --code one --signed 2566-01-01 --term '3 ปี' --party tu --party ex",
    "agreement sign one --name 'นายสมมติ หนึ่ง' --party tu",
)
LAST = "agreement sign one --name 'นางทดลอง สอง' --party ex"
CHANGES = ("term=7 ปี", "title=ชื่ออื่น", "signed_on=2566-02-01")


@pytest.mark.parametrize("change", CHANGES)
def test_sealed_once_everybody_has_signed(ask: Callable[[str], Run], change: str) -> None:
    line = f"'{change}'"
    assert ask(f"agreement edit one {line} -n").code == 0, "one has not signed yet"
    assert ask(LAST).code == 0
    field = change.partition("=")[0]
    assert ask(f"agreement edit one {line}").err == (
        f"netreg: error: everybody has signed agreement 1, so its {field} cannot be edited; "
        f"record the change with 'netreg agreement amend 1 {field}=…', "
        f"or correct a slip with 'netreg agreement edit 1 {field}=… --correction'\n"
    )
    assert ask(f"agreement amend one {line} -n").code == 0
    corrected = ask(f"agreement edit one {line} --correction --json")
    assert (corrected.code, [one["kind"] for one in corrected.data["amendments"]]) == (0, ["corrected"])


def test_blanks_and_notes_are_not_sealed(ask: Callable[[str], Run]) -> None:
    assert ask(LAST).code == 0
    for line in ("effective_from=2566-02-01", "note=ก", "keywords=ก", "place=ขอนแก่น"):
        assert ask(f"agreement edit one {line}").code == 0
    assert ask("agreement terminate one --on 2567-01-01").code == 0
    unchanged = ask("agreement edit one 'term=3 ปี' --correction")
    assert (unchanged.code, ask("agreement show one --json").data["amendments"]) == (0, [])


def test_a_file_changes_it_no_more(office: Netreg, ask: Callable[[str], Run]) -> None:
    assert ask(LAST).code == 0
    (office.folder / "a.csv").write_text("code,title,term,note\none,ข้อตกลงหนึ่ง,7 ปี,ก\n", encoding="utf-8")
    run = ask("agreement import a.csv")
    assert (run.code, "everybody has signed agreement 1, so its term cannot be edited" in run.err) == (65, True)
    (office.folder / "a.csv").write_text("code,title,term,note\none,ข้อตกลงหนึ่ง,3 ปี,ก\n", encoding="utf-8")
    assert ask("agreement import a.csv").code == 0
