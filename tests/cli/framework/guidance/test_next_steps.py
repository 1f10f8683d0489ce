"""What an ``add`` answers: one line, and what to type for what it lacks."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from netreg.cli import build_program
from netreg.cli.framework.guidance.next_steps import NEXT_STEPS
from netreg.entities import BY_NAME

if TYPE_CHECKING:
    from tests.conftest import Netreg


TABLE = ("--format", "table")
"""As on a terminal: tests ask for tab-separated values by default."""


def test_every_step_is_a_command_about_fields_of_its_kind() -> None:
    for kind, steps in NEXT_STEPS.items():
        for step in steps:
            assert [name for name in step.fields if name not in BY_NAME[kind].by_name] == [], kind
            assert {name for _text, name, _spec, _conversion in Formatter().parse(step.command) if name} == {"record"}
            group: Any = build_program()
            words = step.command.split()
            while hasattr(group, "load_command"):
                group = group.load_command(words.pop(0))
            assert group.name in step.command, step


def test_what_add_answers_in_thai(register: Netreg) -> None:
    run = register(
        "agreement", "add", "บันทึกทดสอบ", "--code", "t1", "--signed", "1/10/2568", "--end", "30/9/2571", *TABLE
    )
    assert (run.out, run.err.splitlines()) == (
        "เพิ่มข้อตกลง 1 (t1): บันทึกทดสอบ · มีผลใช้บังคับ · สิ้นสุด 30 ก.ย. 2571\n",
        [
            "ยังไม่ได้ระบุภาคี; พิมพ์ 'netreg agreement party add t1 หน่วยงาน'",
            "ยังไม่ได้ระบุผู้รับผิดชอบ; พิมพ์ 'netreg agreement edit t1 responsible=สมาชิก'",
        ],
    )


@pytest.mark.usefixtures("in_english")
def test_the_card_is_shown_where_it_is_asked_for(register: Netreg) -> None:
    assert register("org", "add", "หน่วยงานทดสอบ", *TABLE).out == "added org 1: หน่วยงานทดสอบ\n"
    shown = register("org", "add", "สำนักทดสอบ", "--show", "-n", *TABLE).out
    assert shown.startswith("Organisation 2: สำนักทดสอบ\n")
    assert register("org", "add", "สำนักทดสอบ", "--json").data["name_th"] == "สำนักทดสอบ"
    child = register("-q", "member", "add", "นายทดสอบ ตัวอย่าง", "--org", "1", *TABLE)
    assert (child.out.partition(" · ")[0], child.err) == ("added member 1: นายทดสอบ ตัวอย่าง", "")
    post = register("member", "post", "add", "1", "--org", "2", *TABLE).out
    assert post.endswith("(member 1: นายทดสอบ ตัวอย่าง)\n")
