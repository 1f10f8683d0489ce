"""Names in the rows of a file: cleaned in columns of their own too, titles never lost, former names kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg


@pytest.fixture
def office(netreg: Netreg) -> Netreg:
    database.create(netreg.db)
    assert netreg("org", "add", "คณะทดสอบ", "--code", "fac").code == 0
    return netreg


def list_people(office: Netreg, columns: str = "titles,given_name,family_name,nickname") -> list[str]:
    return office("member", "list", "--all", "--columns", columns, "--no-header").out.splitlines()


@pytest.mark.usefixtures("in_english")
def test_a_family_name_in_its_own_column_is_cleaned(office: Netreg) -> None:
    known = "ชื่อ,นามสกุล,อีเมล\nนางสมมติ,ตัวอย่าง,a@x.th\nนายทดลอง,ตัวอย่าง,b@x.th\n"
    assert office("member", "import", "-", stdin=known).code == 0
    again = known.replace("สมมติ,ตัวอย่าง", "สมมติ,ตัวอย่าง (สกุลเดิม เดิมทดสอบ)").replace(
        "ทดลอง,ตัวอย่าง", "ทดลอง,ตัวอย่าง (ประธาน)"
    )
    again += "น.ท.ทดสอบ,ตัวอย่าง ร.น.,c@x.th\n"
    assert office("member", "import", "-", stdin=again).err.endswith("1 new, 1 changed, 1 unchanged\n")
    assert list_people(office) == [
        "นาย\tทดลอง\tตัวอย่าง\t",
        "น.ท. ร.น.\tทดสอบ\tตัวอย่าง\t",
        "นาง\tสมมติ\tตัวอย่าง\t",
    ]
    assert office("member", "former-name", "list", "--no-header").out == "1\tนางสมมติ ตัวอย่าง\t\tสมมติ\tเดิมทดสอบ\t\n"
    assert office("member", "import", "-", stdin=again).err.endswith("0 new, 0 changed, 3 unchanged\n")


TITLED = (
    ("ประทับเวลา,คำนำหน้าชื่อ,ชื่อ - สกุล", "2025/11/20 9:01:02,นาง,สมมติ ตัวอย่าง", "นาง"),
    ("ประทับเวลา,คำนำหน้าชื่อ,ชื่อ - สกุล", "2025/11/20 9:01:02,นาง,นางสมมติ ตัวอย่าง", "นาง"),
    ("ประทับเวลา,คำนำหน้าชื่อ,ชื่อ - สกุล", "2025/11/20 9:01:02,ดร.,นางสมมติ ตัวอย่าง", "ดร."),
    (
        "ประทับเวลา,คำนำหน้าชื่อ,คำนำหน้าชื่อ (อื่นๆ โปรดระบุ),ชื่อ - สกุล",
        "2025/11/20 9:01:02,อื่น ๆ,ผศ.,สมมติ ตัวอย่าง",
        "ผศ.",
    ),
    ("ยศ,ชื่อ-สกุล", "ว่าที่ ร.ต.,นายสมมติ ตัวอย่าง", "ว่าที่ ร.ต."),
    ("ตำแหน่งทางวิชาการ,ชื่อ-สกุล", "ผศ.,ดร.สมมติ ตัวอย่าง", "ผศ. ดร."),
    ("คำนำหน้า,ชื่อ,นามสกุล", "น.ท.,สมมติ,ตัวอย่าง ร.น.", "น.ท. ร.น."),
)
"""Headings, a row, and the titles that it gives."""


def test_no_title_is_lost_between_two_columns(office: Netreg) -> None:
    wrong = []
    for headings, row, titles in TITLED:
        run = office("member", "import", "-", stdin=f"{headings}\n{row}\n")
        if (seen := list_people(office)) != [f"{titles}\tสมมติ\tตัวอย่าง\t"]:
            wrong.append((headings, row, seen, run.err))
        office("undo")
    assert not wrong


class Former(NamedTuple):
    """A known name, the row about it, the name and the former names after it; an empty reason for no doubt."""

    known: str
    row: str
    name: str
    former: str
    nickname: str = ""


FORMER = (
    Former("นางลองดู ตัวอย่าง", "นางลองดู ตัวอย่าง (สกุลเดิม ทดสอบ)", "นางลองดู ตัวอย่าง", "ลองดู\tทดสอบ"),
    Former("นางสาวลองดู ทดสอบ", "นางลองดู ตัวอย่าง (สกุลเดิม ทดสอบ)", "นางลองดู ตัวอย่าง", "ลองดู\tทดสอบ"),
    Former("นางสาวลองดู ทดสอบ", "นางลองดู ตัวอย่าง (นามสกุลเดิม: ทดสอบ)", "นางลองดู ตัวอย่าง", "ลองดู\tทดสอบ"),
    Former("นางสาวลองดู ทดสอบ", "นางลองดู (ทดสอบ) ตัวอย่าง", "นางลองดู ตัวอย่าง", "ลองดู\tทดสอบ"),
    Former("นางสาวลองดู ทดสอบ", "นางลองดู ตัวอย่าง (ทดสอบ)", "นางลองดู ตัวอย่าง", "ลองดู\tทดสอบ"),
    Former("นางลองดู ตัวอย่าง", "นางลองดู ตัวอย่าง (ทดสอบ)", "นางลองดู ตัวอย่าง", "", "ทดสอบ"),
)


@pytest.mark.usefixtures("in_english")
def test_a_former_family_name_finds_the_person_and_is_kept(office: Netreg) -> None:
    wrong = []
    for case in FORMER:
        assert office("member", "add", case.known, "--org", "fac").code == 0
        rows = f"ชื่อ-สกุล,สังกัด\n{case.row},fac\n"
        run = office("member", "import", "-", stdin=rows)
        former = office("member", "former-name", "list", "--columns", "given_name,family_name", "--no-header").out
        seen = (list_people(office, "name,nickname"), former.rstrip("\n"))
        again = office("member", "import", "-", stdin=rows).err
        if seen != ([f"{case.name}\t{case.nickname}"], case.former) or not again.endswith(" 1 unchanged\n"):
            wrong.append((case, seen, run.err, again))
        assert office("undo").code == office("undo").code == 0
    assert not wrong


CONTRADICTED = (
    ("นาย", "นาง"),
    ("นาย", "ด.ช."),
    ("นางสาว", "ด.ญ."),
    ("ผศ.", "ด.ช."),
    ("พญ.", "นาย"),
    ("ร.ต.หญิง", "นาย"),
    ("Mr.", "นางสาว"),
)
KEPT = (
    ("นาย", "คุณ", "นาย"),
    ("นาง", "ครู", "นาง"),
    ("นางสาว", "นาง", "นาง"),
    ("ด.ช.", "นาย", "นาย"),
    ("ดร.", "นาย", "ดร."),
)
"""The titles of a known person, those of a row, and those after it."""


def test_titles_of_another_sex_or_age_are_doubtful(office: Netreg) -> None:
    wrong = []
    for before, given, *after in (*CONTRADICTED, *KEPT):
        assert office("member", "add", f"{before} สมมติ ตัวอย่าง", "--org", "fac").code == 0
        run = office("member", "import", "-", stdin=f"ชื่อ-สกุล,สังกัด\n{given} สมมติ ตัวอย่าง,fac\n")
        seen = (run.code, list_people(office, "titles"))
        if seen != ((0, after) if after else (65, [before.replace("หญิง", " หญิง")])):
            wrong.append((before, given, seen, run.err))
        while list_people(office):
            assert office("undo").code == 0
    assert not wrong


NO_TITLES = (
    ("ตำแหน่งทางวิชาการ", "บรรณารักษ์"),
    ("ตำแหน่งทางวิชาการ", "พิเศษกว่านั้น"),
    ("ตำแหน่งทางวิชาการ/บริหาร", "คณบดี"),
    ("คำนำหน้า", "ผู้อำนวยการ"),
)


def test_a_position_is_no_title(office: Netreg) -> None:
    wrong = []
    for heading, word in NO_TITLES:
        rows = f"ชื่อ-สกุล,{heading}\nสมมติ ตัวอย่าง,{word}\nทดลอง ตัวอย่าง,ผศ.\n"
        told = f"add --map '{heading}=position'"
        refused = office("--lang", "en", "member", "import", "-", stdin=rows)
        taken = office("member", "import", "-", "--map", f"{heading}=position", stdin=rows)
        if (refused.code, told in refused.err, refused.err.count(":3:"), taken.code) != (65, True, 0, 0):
            wrong.append((heading, word, refused.err, taken.err))
        office("undo")
    assert not wrong
    assert office("member", "add", "สมมติ ตัวอย่าง", "--titles", "คณบดี").code != 0


@pytest.mark.usefixtures("in_english")
def test_capitals_and_titles_make_no_other_latin_name(office: Netreg) -> None:
    names = ("Thotsop Tuayang", "THOTSOP TUAYANG", "Mr. Thotsop Tuayang", "thotsop tuayang")
    rows = "".join(f"ทดสอบ ตัวอย่าง,a@x.th,{name}\n" for name in names)
    run = office("member", "import", "-", stdin=f"ชื่อ-สกุล,อีเมล,ชื่อภาษาอังกฤษ\n{rows}")
    assert run.err.endswith("1 new, 0 changed, 3 unchanged\n")
    assert list_people(office, "name_latin") == ["Thotsop Tuayang"]
