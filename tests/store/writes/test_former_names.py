"""Which name a record has after a row about it: its own, unless the row brings a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def office(netreg: Netreg) -> Netreg:
    database.create(netreg.db)
    assert netreg("org", "add", "โรงเรียนบ้านสมมุติ", "--code", "fac", "--province", "สงขลา").code == 0
    assert netreg("member", "add", "นางสาวตัวอย่าง ทดสอบ", "--org", "fac").code == 0
    return netreg


def list_names(office: Netreg) -> str:
    return office("member", "list", "--all", "--columns", "name", "--no-header").out


KEPT = (
    ("นางสาวตัวอย่าง ทดสอป", "นางสาวตัวอย่าง ทดสอบ"),
    ("นางสาวทดสอบ ตัวอย่าง", "นางสาวตัวอย่าง ทดสอบ"),
    ("นางสาวตัวอยาง ทดสอบ", "นางสาวตัวอย่าง ทดสอบ"),
    ("Tuayang Thotsop", "นางสาวตัวอย่าง ทดสอบ"),
    ("ตุ๊ก ทดสอบ", "นางสาวตัวอย่าง ทดสอบ"),
    ("ดร.ตัวอย่าง ทดสอป", "ดร.ตัวอย่าง ทดสอบ"),
)
"""What a row is called that a person decided to be about the known one, and what that is called then."""


def test_a_decision_says_who_is_meant_and_not_how_the_name_is_spelled(office: Netreg) -> None:
    wrong = []
    for written, called in KEPT:
        rows = f"ชื่อ-สกุล,สังกัด,โทร,ผลการพิจารณา\n{written},fac,0811111111,#1\n"
        run = office("member", "import", "-", stdin=rows)
        told = "the register keeps its own name; to take this one, type: netreg member edit 1" in run.err
        again = office("member", "import", "-", stdin=rows).err
        seen = (list_names(office), told, again.endswith("0 new, 0 changed, 1 unchanged\n"))
        former = office("member", "former-name", "list", "--columns", "titles,family_name", "--no-header").out
        if seen != (f"{called}\n", True, True) or former != ("นางสาว\tทดสอบ\n" if called.startswith("ดร.") else ""):
            wrong.append((written, seen, run.err, again))
        assert office("undo").code == 0
    assert not wrong


def test_the_command_that_is_named_takes_the_other_spelling(office: Netreg) -> None:
    rows = "ชื่อ-สกุล,สังกัด,ผลการพิจารณา\nนางสาวทดสอบ ตัวอย่าง,fac,#1\n"
    run = office("--lang", "en", "member", "import", "-", stdin=rows)
    assert run.err == (
        "standard input:2: ชื่อ-สกุล 'ทดสอบ': the register keeps its own name; to take this one, type: "
        "netreg member edit 1 'given_name=ทดสอบ' 'family_name=ตัวอย่าง'\n"
        "standard input: 0 new, 0 changed, 1 unchanged\n"
    )
    overwritten = office("member", "import", "-", "--on-match", "overwrite", stdin=rows)
    assert overwritten.err.endswith("0 new, 1 changed, 0 unchanged\n")
    assert list_names(office) == "นางสาวทดสอบ ตัวอย่าง\n"


def test_a_decided_row_brings_a_new_family_name(office: Netreg) -> None:
    rows = "ชื่อ-สกุล,สังกัด,ผลการพิจารณา\nนางตัวอย่าง สมมติกุล,fac,#1\n"
    assert office("member", "import", "-", stdin=rows).err.endswith("0 new, 1 changed, 0 unchanged\n")
    assert list_names(office) == "นางตัวอย่าง สมมติกุล\n"
    assert (
        office("member", "former-name", "list", "--no-header").out == "1\tนางตัวอย่าง สมมติกุล\tนางสาว\tตัวอย่าง\tทดสอบ\t\n"
    )


def test_a_decision_keeps_the_spelling_of_an_organisation(office: Netreg) -> None:
    rows = "ชื่อหน่วยงาน,จังหวัด,โทรศัพท์,ผลการพิจารณา\nโรงเรียนบ้านสมมุต,สงขลา,074111111,#1\n"
    run = office("org", "import", "-", stdin=rows)
    assert run.err.endswith("0 new, 1 changed, 0 unchanged\n")
    assert "netreg org edit 1 'name_th=โรงเรียนบ้านสมมุต'" in run.err
    shown = office("org", "list", "--columns", "name_th,phone", "--no-header").out
    assert shown == "โรงเรียนบ้านสมมุติ\t074111111\n"
