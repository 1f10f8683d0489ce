"""``netreg title`` and ``netreg config titles FILE``: titles of the register, used wherever it reads a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.thai.names import own_titles
from netreg.thai.names.name_parser import parse_name

if TYPE_CHECKING:
    from tests.conftest import Netreg


@pytest.mark.usefixtures("in_english")
def test_titles_of_the_register_are_used_by_every_parse_of_it(netreg: Netreg) -> None:
    netreg("init")
    titles = "คำนำหน้าชื่อ,คำย่อ,ประเภท\nผอ.,ผอ.,civil\nพี่เลี้ยง,,\n"
    (netreg.folder / "titles.csv").write_text(titles, encoding="utf-8")
    (netreg.folder / "people.csv").write_text("ชื่อ-สกุล\nผอ.สมมติ ตัวอย่าง\nพี่เลี้ยงทดสอบ ตัวอย่าง\n", encoding="utf-8")
    assert netreg("config", "titles", "titles.csv").code == 0
    listed = netreg("config", "titles", "--json").data
    assert [(row["title"], row["short"], row["sort"]) for row in listed] == [
        ("ผอ.", "ผอ.", "civil"),
        ("พี่เลี้ยง", None, None),
    ]
    assert netreg("name", "ผอ.สมมติ ตัวอย่าง", "--json").data[0]["titles"] == ["ผอ."]
    netreg("member", "import", "people.csv")
    netreg("member", "add", "ผอ.ทดลอง ตัวอย่าง")
    people = netreg("member", "list", "--all", "--sort", "id", "--json").data
    assert [(row["titles"], row["given_name"]) for row in people] == [
        ("ผอ.", "สมมติ"),
        ("พี่เลี้ยง", "ทดสอบ"),
        ("ผอ.", "ทดลอง"),
    ]
    assert netreg("config", "titles", "titles.csv").err.endswith("0 new, 0 changed, 2 unchanged\n")
    for _command in ("member add", "member import", "config titles"):
        netreg("undo")
    assert netreg("name", "ผอ.สมมติ ตัวอย่าง", "--json").data[0]["titles"] == []


def test_a_table_of_titles_is_checked(netreg: Netreg) -> None:
    netreg("init")
    (netreg.folder / "titles.csv").write_text("title,short\n12,x\n", encoding="utf-8")
    run = netreg("config", "titles", "titles.csv")
    assert (run.code, "'12' ไม่ใช่คำนำหน้าชื่อ" in run.err) == (65, True)


def test_what_was_remembered_of_names_is_forgotten_when_titles_change() -> None:
    assert parse_name("ช่างสมมติ ตัวอย่าง").given == "ช่างสมมติ"
    own_titles.use_rows([("ช่าง", "ช่าง", "civil")])
    try:
        assert parse_name("ช่างสมมติ ตัวอย่าง")[:2] == (("ช่าง",), "สมมติ")
    finally:
        own_titles.use_rows([])
    assert parse_name("ช่างสมมติ ตัวอย่าง").given == "ช่างสมมติ"
