"""A row under the name from before or after a marriage: the person it may be about is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg

CASES = (
    ("นางสาวสมมติ ทดสอบ", "นางสมมติ ตัวอย่าง,fac", True),
    ("น.ส.สมมติ ทดสอบ", "นางสมมติ ตัวอย่าง,fac", True),
    ("นางสมมติ ตัวอย่าง", "นางสาวสมมติ ทดสอบ,fac", True),
    ("นางสาวสมมติ ทดสอบ", "นางสมมติ ตัวอย่าง,lib", False),
    ("นางสาวสมมติ ทดสอบ", "นางสมมติดี ตัวอย่าง,fac", False),
    ("นางสาวสมมติ ทดสอบ", "นายสมมติ ตัวอย่าง,fac", False),
    ("นางสาวสมมติ ทดสอบ", "นางสาวสมมติ ตัวอย่าง,fac", False),
)
"""Who is known, in the unit fac; a row and its unit; whether it may be about her."""


def test_a_name_after_a_marriage_is_perhaps_known(netreg: Netreg) -> None:
    database.create(netreg.db)
    assert netreg("org", "add", "คณะทดสอบ", "--code", "fac").code == 0
    assert netreg("org", "add", "หอสมุดทดสอบ", "--code", "lib").code == 0
    wrong = []
    for known, row, is_named in CASES:
        assert netreg("member", "add", known, "--org", "fac").code == 0
        rows = f"ชื่อ-สกุล,สังกัด\n{row}\n"
        run = netreg("--lang", "en", "member", "import", "-", stdin=rows)
        told = "the same given name and unit, perhaps under the name from before or after a marriage"
        if (run.code, told in run.err) != (65 if is_named else 0, is_named):
            wrong.append((known, row, run.err))
        while netreg("member", "list", "--all", "--no-header").out:
            assert netreg("undo").code == 0
    assert not wrong


def test_a_common_given_name_says_nothing(netreg: Netreg) -> None:
    database.create(netreg.db)
    assert netreg("org", "add", "คณะทดสอบ", "--code", "fac").code == 0
    for known in ("นางสาวสมมติ ทดสอบ", "นายสมมติ ลองดู"):
        assert netreg("member", "add", known, "--org", "fac").code == 0
    assert netreg("member", "import", "-", stdin="ชื่อ-สกุล,สังกัด\nนางสมมติ ตัวอย่าง,fac\n").code == 0
