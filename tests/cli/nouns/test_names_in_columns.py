"""Names in the columns of files: titles glued to given names, nicknames, and rows that name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Netreg

PARTS = ("titles", "given_name", "family_name", "nickname")


@pytest.fixture
def office(netreg: Netreg) -> Netreg:
    netreg("init")
    return netreg


def take(office: Netreg, content: str, *options: str) -> list[tuple[str | None, ...]]:
    """Import a file of members, and return what the register then holds of names."""
    (office.folder / "a.csv").write_text(content, encoding="utf-8")
    office("member", "import", "a.csv", *options)
    people = office("member", "list", "--all", "--sort", "id", "--columns", ",".join(PARTS), "--json").data
    return [tuple(person[part] for part in PARTS) for person in people]


def test_titles_come_off_given_names(office: Netreg) -> None:
    assert take(office, "ชื่อ,นามสกุล\nนายสมมติ,ตัวอย่าง\nน.ส.สมมุติ,ตัวอย่าง\nทดลอง,ทดสอบ\nMary Ann,Example\nพลเอก,ทดสอบ\n") == [
        ("นาย", "สมมติ", "ตัวอย่าง", None),
        ("น.ส.", "สมมุติ", "ตัวอย่าง", None),
        (None, "ทดลอง", "ทดสอบ", None),
        (None, "Mary Ann", "Example", None),
        (None, "พลเอก", "ทดสอบ", None),
    ]
    assert len(take(office, "ชื่อ-สกุล\nนายสมมติ ตัวอย่าง\nน.ส.สมมุติ ตัวอย่าง\nทดลอง ทดสอบ\n")) == 5


@pytest.mark.usefixtures("in_english")
def test_a_column_of_titles_agrees_or_the_row_is_refused(office: Netreg) -> None:
    agreeing = "คำนำหน้า,ชื่อ,นามสกุล\nนาย,นายสมมติ,ตัวอย่าง\nนางสาว,น.ส.สมมุติ,ตัวอย่าง\n,นายทดลอง,ทดสอบ\n"
    assert [row[:2] for row in take(office, agreeing)] == [("นาย", "สมมติ"), ("น.ส.", "สมมุติ"), ("นาย", "ทดลอง")]
    (office.folder / "b.csv").write_text("คำนำหน้า,ชื่อ,นามสกุล\nนาง,นายทดลอง,ทดสอบ\n", encoding="utf-8")
    run = office("member", "import", "b.csv")
    assert (run.code, "นายทดลอง" in run.err, "another column of this row has a different value" in run.err) == (
        65,
        True,
        True,
    )


def test_a_column_of_given_names_alone_may_hold_full_names(office: Netreg) -> None:
    assert take(office, "ชื่อ,อีเมล\nนายสมมติ ตัวอย่าง (ต้น),a@x.th\nอธิการบดี สมมุติ ทดสอบ,\n") == [
        ("นาย", "สมมติ", "ตัวอย่าง", "ต้น"),
        (None, "สมมุติ", "ทดสอบ", None),
    ]


@pytest.mark.usefixtures("in_english")
def test_the_same_is_typed(office: Netreg) -> None:
    added = office("member", "add", "นายสมมติ ตัวอย่าง (ต้น)")
    assert added.err == "netreg: 'นายสมมติ ตัวอย่าง (ต้น)': read as a nickname\n"
    office("member", "edit", "1", "given_name=นางสมมุติ")
    office("member", "edit", "1", "name=รศ.สมมุติ ทดสอบ")
    assert take(office, "ชื่อ\nทดลอง\n")[0] == ("รศ.", "สมมุติ", "ทดสอบ", "ต้น")
    run = office("member", "edit", "1", "given_name=นายสมมติ", "titles=นาง")
    assert (run.code, run.err) == (2, "netreg: error: Titles is given twice: 'นาง' and 'นาย'\n")
