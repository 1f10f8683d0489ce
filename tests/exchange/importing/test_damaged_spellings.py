"""The same members in damaged spellings: none is overwritten, and none is new without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

pytestmark = pytest.mark.usefixtures("in_english")

KNOWN = "รศ.ดร.แก้วน้ำ จันทร์ตัวอย่าง"
SAME, PERHAPS = "unchanged", "perhaps"
SPELLINGS = {
    "a blank lost": ("รศ.ดร.แก้วน้ำจันทร์ตัวอย่าง", SAME),
    "a zero-width blank": ("รศ.ดร.แก้วน้ำ\u200bจันทร์ตัวอย่าง", SAME),
    "two blanks and a no-break one": ("รศ.ดร. แก้วน้ำ\u00a0 จันทร์ตัวอย่าง", SAME),
    "ํ and า for ำ": ("รศ.ดร.แก้วนํ้า จันทร์ตัวอย่าง", SAME),
    "the tone before ํ": ("รศ.ดร.แก้วน้ํา จันทร์ตัวอย่าง", SAME),
    "เ twice for แ": ("รศ.ดร.เเก้วน้ำ จันทร์ตัวอย่าง", SAME),
    "titles spelt out": ("รองศาสตราจารย์ ดร.แก้วน้ำ จันทร์ตัวอย่าง", SAME),
    "a lower title": ("ผศ.ดร.แก้วน้ำ จันทร์ตัวอย่าง", SAME),
    "another sort of title": ("นางสาวแก้วน้ำ จันทร์ตัวอย่าง", SAME),
    "no title": ("แก้วน้ำ จันทร์ตัวอย่าง", SAME),
    "a tone lost": ("รศ.ดร.แกวน้ำ จันทร์ตัวอย่าง", PERHAPS),
    "a ์ lost": ("รศ.ดร.แก้วน้ำ จันทรตัวอย่าง", PERHAPS),
    "a ์ too many": ("รศ.ดร.แก้วน้ำ จันทร์ตัวอย่าง์", PERHAPS),
    "a letter wrong": ("รศ.ดร.แก้วน้ำ จันทร์ตัวอย่าน", PERHAPS),
    "a letter lost": ("รศ.ดร.แก้วน้ำ จันทร์ตัวอย่า", PERHAPS),
    "a letter twice": ("รศ.ดร.แก้วน้ำ จันทร์ตัวอย่างง", PERHAPS),
    "two letters exchanged": ("รศ.ดร.แก้วน้ำ จันทร์ตัวยอ่าง", PERHAPS),
    "given and family name swapped": ("รศ.ดร.จันทร์ตัวอย่าง แก้วน้ำ", PERHAPS),
}


def test_no_spelling_overwrites_or_doubles_a_member(register: Netreg) -> None:
    assert register("org", "add", "คณะทดสอบ", "--code", "fac").code == 0
    assert register("member", "add", KNOWN, "--org", "fac").code == 0
    columns = ("--all", "--csv", "--columns", "id,titles,given_name,family_name")
    before = register("member", "list", *columns).out
    told = {}
    for kind, (name, _wanted) in SPELLINGS.items():
        run = register("member", "import", "-", stdin=f"ชื่อ-สกุล,หน่วยงาน\n{name},fac\n")
        assert register("member", "list", *columns).out == before, kind
        found = {"0 new, 0 changed, 1 unchanged": SAME, "it may be member 1 ": PERHAPS}
        told[kind] = next((outcome for words, outcome in found.items() if words in run.err), run.err)
    assert told == {kind: wanted for kind, (_name, wanted) in SPELLINGS.items()}


def test_signs_in_the_wrong_order_are_never_stored(register: Netreg) -> None:
    rows = "ชื่อ-สกุล,หน่วยงาน\nนายกําตัวอย่าง นํ้าทดสอบ,สํานักทดสอบ\nนางเเก้วตัวอย่าง ดีี,สํานักทดสอบ\n"
    run = register("member", "import", "-", "--create-missing", stdin=rows)
    assert (run.code, run.err.count("vowels and tone marks were put in order")) == (0, 2), run.err
    assert register("member", "list", "--columns", "name", "--no-header").out == "นายกำตัวอย่าง น้ำทดสอบ\nนางแก้วตัวอย่าง ดี\n"
    assert register("org", "list", "--columns", "name_th", "--no-header").out == "สำนักทดสอบ\n"


def test_the_right_order_replaces_the_wrong_one(register: Netreg) -> None:
    assert register("org", "add", "สํานักทดสอบ", "--code", "fac").code == 0
    assert register("member", "add", "นายกําตัวอย่าง นํ้าทดสอบ", "--org", "fac").code == 0
    for noun, rows in (("member", "ชื่อ-สกุล,หน่วยงาน\nนายกำตัวอย่าง น้ำทดสอบ,fac\n"), ("org", "ชื่อ\nสำนักทดสอบ\n")):
        assert register(noun, "import", "-", stdin=rows).err.endswith("0 new, 1 changed, 0 unchanged\n")
        assert register(noun, "import", "-", stdin=rows).err.endswith("0 new, 0 changed, 1 unchanged\n")
    assert register("member", "list", "--columns", "name", "--no-header").out == "นายกำตัวอย่าง น้ำทดสอบ\n"
    assert register("member", "former-name", "list", "--no-header").out == ""
