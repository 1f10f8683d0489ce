"""Rows that no key matches and that are spelled nearly like a known record: none is added without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.store.importing import similar_rows
from tests.cli.conftest import whole

if TYPE_CHECKING:
    from tests.conftest import FilledOnce, Netreg

pytestmark = pytest.mark.usefixtures("in_english")

ROWS = {
    "นางแก้วสมมติ น้ำฝน": "given and family name are swapped",
    "นำฝน แก้วสมมติ": "a tone mark differs",
    "น้ำฝน แก้วสมมต": "one letter differs",
    "ฝนน้อย แก้วสมมติ": "nickname as given name",
}
ONE = "member 1 (นางสาวน้ำฝน แก้วสมมติ; one@example.org; fac)"


def fill(netreg: Netreg) -> None:
    netreg("org", "add", "คณะตัวอย่าง", "--code", "fac")
    more = ("--email", "one@example.org", "--nickname", "ฝนน้อย", "--latin", "Namfon Kaeosommot")
    assert netreg("member", "add", "นางสาวน้ำฝน แก้วสมมติ", "--org", "fac", *more).code == 0


def test_they_are_rejected_with_the_candidate_and_the_reason(filled_once: FilledOnce) -> None:
    office = filled_once(fill)
    file = office.folder / "f.csv"
    for name, reason in ROWS.items():
        file.write_text(f"ชื่อ-สกุล,หน่วยงาน\n{name},fac\nนายคนอื่น จริงจัง,fac\n", encoding="utf-8")
        run = office("member", "import", "f.csv", "--skip-bad", "-n")
        assert run.err.startswith(f"f.csv:2: it may be {ONE}: {reason}; "), name
        assert run.code == 3


def test_a_person_decides_and_it_holds(filled_once: FilledOnce) -> None:
    office = filled_once(fill)
    rows = "ชื่อ-สกุล,หน่วยงาน,ผลการพิจารณา\nน้ำฝน แก้วสมมต,fac,#1\nนำฝน แก้วสมมติ,fac,ใหม่\n"
    (office.folder / "f.csv").write_text(rows, encoding="utf-8")
    assert office("member", "import", "f.csv").code == 0
    assert whole(office("member", "list", "--columns", "id", "--no-header", "--sort", "id"))[0] == "1\n2\n"


def test_a_name_in_latin_letters_is_the_record_and_renames_nobody(filled_once: FilledOnce) -> None:
    office = filled_once(fill)
    (office.folder / "f.csv").write_text("name,unit,phone\nNamfon Kaeosommot,fac,081-234-5678\n", encoding="utf-8")
    run = office("member", "import", "f.csv")
    note = "f.csv:2: name 'Namfon Kaeosommot': a former or other name of member 1, which keeps its present one\n"
    assert (run.err, run.code) == (f"{note}f.csv: 0 new, 1 changed, 0 unchanged\n", 0)
    assert office("member", "show", "1", "--json").data["name"] == "นางสาวน้ำฝน แก้วสมมติ"


def test_rows_of_one_file_that_are_spelled_nearly_alike_are_told(netreg: Netreg) -> None:
    assert netreg("init").code == 0
    people = (
        "ชื่อ-สกุล,หน่วยงาน,อีเมล\nนายสมมติ ตัวอย่าง,คณะทดสอบ,\nนายตัวอย่าง สมมติ,คณะทดสอบ,\nนายสมมติ ตัวอย่าน,คณะทดสอบ,\n"
        "นายสมมติ ตัวอย่าบ,หอสมุดทดสอบ,\nนายทดลอง ก้าวหน้า,คณะทดสอบ,a@x.th\nนายทดลอง ก้าวหนา,คณะทดสอบ,b@x.th\n"
    )
    run = netreg("--lang", "en", "member", "import", "-", "--create-missing", stdin=people)
    told = [line.partition(": ")[2] for line in run.err.splitlines() if "perhaps the same as line" in line]
    assert told == [
        "ชื่อ-สกุล 'ตัวอย่าง': perhaps the same as line 2: given and family name are swapped",
        "ชื่อ-สกุล 'สมมติ': perhaps the same as line 2: one letter differs",
    ]
    bodies = "ชื่อ,จังหวัด\nวิทยาลัยเทคนิคทดสอบ,ตรัง\nว.เทคนิคทดสอบ,ตรัง\nโรงเรียนทดสอบ,ตรัง\nโรงเรียนทดสอบ,เลย\n"
    run = netreg("--lang", "en", "org", "import", "-", stdin=bodies)
    told = [line for line in run.err.splitlines() if "perhaps the same" in line]
    assert told == [
        "standard input:3: ชื่อ 'ว.เทคนิคทดสอบ': perhaps the same as line 2: abbreviation and name",
    ]


def test_of_a_long_file_the_marks_are_compared(netreg: Netreg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_rows, "_MOST_COMPARED", 4)
    netreg("init")
    names = ("กล้าหาญ แก้วตัวอย่าง", "สมมติ ทดสอบ", "กลาหาญ แก้วตัวอย่าง", "สมมุติ ทดสอบ", "ลองดู สมมติ")
    rows = "".join(f"นาย{name}\n" for name in names)
    run = netreg("--lang", "en", "member", "import", "-", "-n", stdin=f"ชื่อ-สกุล\n{rows}")
    assert run.err.splitlines()[:2] == [
        "standard input: too many new rows to look among them for names spelled nearly alike",
        "standard input:4: ชื่อ-สกุล 'กลาหาญ': perhaps the same as line 2: a tone mark differs",
    ]
    monkeypatch.setattr(similar_rows, "_MOST_COMPARED_IN_MARKS", 4)
    run = netreg("--lang", "en", "member", "import", "-", "-n", stdin=f"ชื่อ-สกุล\n{rows}")
    assert "perhaps the same" not in run.err
