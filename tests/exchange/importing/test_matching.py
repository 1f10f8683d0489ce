"""Who is meant by a row: what is stronger decides, what is doubtful is rejected with both sides shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Netreg

UNITS = "code,name_th,parent\nuni,มหาวิทยาลัยสมมติ,\nfac,คณะทดสอบ,uni\nlib,สำนักหอสมุดทดสอบ,uni\n"
PEOPLE = """\
ชื่อ-สกุล,หน่วยงาน,อีเมล,วันเกิด,รหัสบุคลากร,code
นายสมมุติ เหมือนกัน,fac,One@x.th,2/2/2530,,
รศ.ดร.น้ำฝน ตัวอย่าง,fac,,,,
นางลอง ไร้สังกัด,,,,,
นายมีเลข ทดสอบ,fac,,,E1,
นายเลขศูนย์ ทดสอบ,fac,,,1001,
นายมีรหัส ทดสอบ,fac,,,,m1
"""
SCHOOLS = "ชื่อ,อำเภอ,จังหวัด,รหัสทางการ\nโรงเรียนบ้านสมมติ,เมือง,ขอนแก่น,1040050001\nโรงเรียนบ้านลอง,,,\n"


@pytest.fixture
def office(netreg: Netreg) -> Netreg:
    assert netreg("init").code == 0
    for noun, content in (("org", UNITS), ("org", SCHOOLS), ("member", PEOPLE), ("alumni", GRADUATES)):
        assert netreg(noun, "import", "-", stdin=content).code == 0
    return netreg


class Case(NamedTuple):
    """A file with one row: headings, cells, what becomes of it (new, changed, unchanged, or part of a refusal)."""

    headings: str
    cells: str
    outcome: str


PERSONS = (
    Case("ชื่อ-สกุล,หน่วยงาน,อีเมล", "นายสมมุติ เหมือนกัน,fac,five@x.th", "E-mail One@x.th ≠ five@x.th"),
    Case("ชื่อ-สกุล,หน่วยงาน,วันเกิด", "นายสมมุติ เหมือนกัน,fac,1/1/2520", "Born 2 Feb 1987 ≠ 1 Jan 1977"),
    Case("ชื่อ-สกุล,หน่วยงาน,อีเมล", "นายสมมุติ เหมือนกัน,fac,ONE@X.th", "unchanged"),
    Case("ชื่อ-สกุล,อีเมล,โทร", "นายสมมุติ เหมือนกัน,one@x.th,0812345678", "changed"),
    Case("ชื่อ-สกุล,อีเมล", "นางอื่น ไม่ใช่,one@x.th", "who has a different name"),
    Case("ชื่อ-สกุล,โทร", "นายสมมุติ เหมือนกัน,0812345678", "only the name agrees"),
    Case("ชื่อ-สกุล,วันเกิด,โทร", "นายสมมุติ เหมือนกัน,2/2/2530,0812345678", "changed"),
    Case("ชื่อ-สกุล", "นายสมมุติ เหมือนกัน", "unchanged"),
    Case("ชื่อ-สกุล,โทร", "นางลอง ไร้สังกัด,0812345678", "changed"),
    Case("ชื่อ-สกุล,code,หน่วยงาน", "นายมีรหัส ทดสอบ,m2,fac", "Code m1 ≠ m2"),
    Case("ชื่อ-สกุล,code,หน่วยงาน", "นายมีรหัส ทดสอบ,m2,lib", "new"),
    Case("ชื่อ-สกุล,code", "นายมีรหัส ทดสอบ,m2", "new"),
    Case("ชื่อ-สกุล,อีเมล,วันเกิด", "นายสมมุติ เหมือนกัน,one@x.th,2/3/2530", "Born 2 Feb 1987 ≠ 2 Mar 1987"),
    Case("ชื่อ-สกุล,อีเมล", "นายสมมุติ เหมือนกัล,one@x.th", "whose name is spelled differently"),
    Case("ชื่อ-สกุล,อีเมล", "นายสมมุติ เปลี่ยนแล้ว,one@x.th", "is kept as member former-name"),
    Case("ชื่อ-สกุล,หน่วยงาน,อีเมล", "นางคู่สมรส เหมือนกัน,lib,one@x.th", "who has a different name"),
    Case("ชื่อ-สกุล,รหัสบุคลากร", "นายเปลี่ยนชื่อ ทดสอบ,E1", "is kept as member former-name"),
    Case("ชื่อ-สกุล,หน่วยงาน,วันเกิด", "นายสมมุติ เหมือนกัน,fac,2530", "unchanged"),
    Case("ชื่อ-สกุล,รหัสบุคลากร", "นายมีเล่ข ทดสอบ,E1", "whose name is spelled differently"),
    Case("ชื่อ-สกุล,หน่วยงาน", "นางลอง ไร้สังกัด,lib", "whose name is the same"),
    Case("ชื่อ-สกุล,หน่วยงาน", "นายสมมุติ เหมือนกัน,lib", "whose name is the same"),
    Case("ชื่อ-สกุล,หน่วยงาน,วันเกิด", "นายสมมุติ เหมือนกัน,lib,1/1/2520", "new"),
    Case("ชื่อ-สกุล,หน่วยงาน,รหัสบุคลากร", "นายมีเลข ทดสอบ,lib,E2", "new"),
    Case("ชื่อ-สกุล,หน่วยงาน,รหัสบุคลากร", "นายมีเลข ทดสอบ,fac,E2", "new"),
    Case("ชื่อ-สกุล,หน่วยงาน,รหัสบุคลากร", "นายเลขศูนย์ ทดสอบ,fac,๑๐๐๑", "unchanged"),
    Case("ชื่อ-สกุล,หน่วยงาน,รหัสบุคลากร", "นายเลขศูนย์ ทดสอบ,fac,01001", "the number 1001 differs only in zeros"),
    Case("ชื่อ-สกุล,รหัสบุคลากร", "นายเลขศูนย์ ทดสอบ,001001", "the number 1001 differs only in zeros"),
    # What differs only in how it is typed.
    Case("ชื่อ-สกุล,หน่วยงาน", "รศ.ดร.น้ำฝนตัวอย่าง,fac", "unchanged"),
    Case("ชื่อ-สกุล,หน่วยงาน", "รศ.ดร.น้ำฝน\u200bตัวอย่าง,fac", "unchanged"),
    Case("ชื่อ-สกุล,หน่วยงาน", "รศ.ดร.นํ้าฝน ตัวอย่าง,fac", "unchanged"),
    Case("ชื่อ-สกุล,หน่วยงาน", "นางสาวน้ำฝน ตัวอย่าง,fac", "unchanged"),
    Case("ชื่อ-สกุล,หน่วยงาน", "รองศาสตราจารย์ ดร.น้ำฝน ตัวอย่าง,fac", "unchanged"),
    Case("ชื่อ-สกุล,หน่วยงาน", "ศ.ดร.น้ำฝน ตัวอย่าง,fac", "changed"),
)
ORGANISATIONS = (
    Case("ชื่อ,จังหวัด,โทร", "โรงเรียนบ้านสมมติ,นครราชสีมา,043202222", "new"),
    Case("ชื่อ,จังหวัด,อำเภอ", "โรงเรียนบ้านสมมติ,ขอนแก่น,บ้านไผ่", "new"),
    Case("ชื่อ,จังหวัด,หมายเหตุ", "โรงเรียนบ้านสมมติ,ขอนแก่น,ก", "the row leaves open which District"),
    Case("ชื่อ,อำเภอ,หมายเหตุ", "โรงเรียนบ้านสมมติ,เมือง,ก", "changed"),
    Case("ชื่อ,จังหวัด", "โรงเรียนบ้านสมมติ,ขอนแก่น", "unchanged"),
    Case("ชื่อ,หมายเหตุ", "โรงเรียนบ้านสมมติ,ก", "only the name agrees"),
    Case("ชื่อ", "โรงเรียน บ้านสมมติ", "unchanged"),
    Case("ชื่อ,จังหวัด", "โรงเรียนบ้านลอง,เลย", "changed"),
    Case("ชื่อ,จังหวัด,รหัสทางการ", "โรงเรียนบ้านสมมติ,ขอนแก่น,1040050002", "new"),
    Case("ชื่อ,จังหวัด,code", "โรงเรียนบ้านสมมติ,ขอนแก่น,bs", "the row leaves open which District"),
    Case("รหัสทางการ,ชื่อ", "1040050001,โรงเรียนบ้านสมมต", "whose name is spelled differently"),
    Case("รหัสทางการ,ชื่อ", "1040050001,โรงเรียนสมมติวิทยา", "changed"),
    Case("รหัสทางการ,ชื่อ,จังหวัด", "1040050001,โรงเรียนบ้านสมมติ,เลย", "replaces another value"),
    Case("ชื่อ,parent,code", "คณะทดสอบ,uni,fac2", "Code fac ≠ fac2"),
)
GRADUATES = "รหัสนักศึกษา,ชื่อ-สกุล,คณะ,ระดับ,ปีการศึกษา\n0451001,นายบัณฑิต ทดสอบ,fac,ตรี,2545\n"
ALUMNI = tuple(
    Case("รหัสนักศึกษา,ชื่อ-สกุล,คณะ,ระดับ,ปีการศึกษา", cells, outcome)
    for cells, outcome in (
        ("0451001,นายบัณฑิต ทดสอบ,lib,โท,2560", "Level bachelor ≠ master; Academic year (BE) 2545 ≠ 2560"),
        ("0451001,นายบัณฑิต ทดสอบ,lib,ตรี,2545", "changed"),
        ("0451001,นายบัณฑิต ทดสอบ,fac,ตรี,2546", "changed"),
        ("0451001,นายอื่น ทดสอบ,fac,ตรี,2545", "who has a different name"),
        ("0451001,นายบัณฑิต เปลี่ยนสกุล,fac,ตรี,2545", "changed"),
        ("451001,นายบัณฑิต ทดสอบ,fac,ตรี,2545", "the number 0451001 differs only in zeros"),
    )
)


@pytest.mark.parametrize(("noun", "cases"), [("member", PERSONS), ("org", ORGANISATIONS), ("alumni", ALUMNI)])
def test_what_becomes_of_a_row(office: Netreg, noun: str, cases: Sequence[Case]) -> None:
    """A dry run for each, so that every row meets the same register."""
    wrong = []
    for case in cases:
        run = office("--lang", "en", noun, "import", "-", "-n", stdin=f"{case.headings}\n{case.cells}\n")
        expected = f"1 {case.outcome}" if case.outcome in ("new", "changed", "unchanged") else case.outcome
        if expected not in run.err:
            wrong.append((case.cells, case.outcome, run.err))
    assert wrong == []


def test_a_decision_for_an_unknown_number_is_refused_and_names_it(office: Netreg) -> None:
    rows = "ชื่อ-สกุล,หน่วยงาน,ผลการพิจารณา\nนายสมมุติ เหมือนกัน,fac,#99\n"
    run = office("--lang", "en", "member", "import", "-", stdin=rows)
    assert ("there is no member #99" in run.err, run.code) == (True, 65), run.err


DOUBTFUL = "ชื่อ-สกุล,หน่วยงาน,อีเมล\nนายสมมุติ เหมือนกัน,fac,five@x.th\n"


@pytest.mark.usefixtures("in_english")
def test_a_person_decides_of_all_doubtful_rows(office: Netreg) -> None:
    assert "1 new, 0 changed" in office("member", "import", "-", "-n", "--doubtful", "new", stdin=DOUBTFUL).err
    skipped = office("--lang", "en", "member", "import", "-", "--doubtful", "skip", stdin=DOUBTFUL)
    assert skipped.err.endswith("0 new, 0 changed, 0 unchanged, 1 left out\n")


@pytest.mark.usefixtures("in_english")
def test_namesakes_of_one_file_are_two_people_and_that_is_said(office: Netreg) -> None:
    content = "ชื่อ-สกุล,หน่วยงาน\nนายคู่ ชื่อเดียว,fac\nนายคู่ ชื่อเดียว,lib\nนายเดี่ยว ชื่อเดียว,lib\n"
    run = office("--lang", "en", "member", "import", "-", stdin=content)
    assert run.err == (
        "standard input:3: ชื่อ-สกุล 'คู่': a row above has the same name in another unit; they were taken for two\n"
        "standard input: 3 new, 0 changed, 0 unchanged\n"
    )
    assert office("member", "import", "-", stdin=content).err.endswith(": 0 new, 0 changed, 3 unchanged\n")


@pytest.mark.usefixtures("in_english")
def test_a_decision_holds_though_all_contradicts_it(office: Netreg) -> None:
    decided = DOUBTFUL.replace("อีเมล\n", "อีเมล,ผลการพิจารณา\n").replace("x.th\n", "x.th,{}\n")
    assert "0 new, 1 changed" in office("member", "import", "-", stdin=decided.format("#1")).err
    assert (
        office("member", "list", "--all", "--columns", "email", "--no-header", "--match", "สมมุติ").out == "five@x.th\n"
    )
    assert office("undo").code == 0
    assert office("member", "list", "--all", "--columns", "email", "--no-header", "--match", "สมมุติ").out == "One@x.th\n"


def test_posts_that_a_row_leaves_open_are_left_alone(office: Netreg) -> None:
    for position in ("อาจารย์", "รองคณบดี"):
        assert office("member", "post", "add", "นายสมมุติ เหมือนกัน", "--org", "fac", "--position", position).code == 0
    run = office(
        "--lang",
        "en",
        "member",
        "import",
        "-",
        stdin="ชื่อ-สกุล,หน่วยงาน,อีเมล,โทร\nนายสมมุติ เหมือนกัน,fac,one@x.th,0812345678\n",
    )
    assert "member 1 has 3 posts that match (member post 1, " in run.err
    assert "they were left alone\n" in run.err
    assert run.err.endswith("0 new, 1 changed, 0 unchanged\n")


def test_rows_that_differ_in_what_was_left_out_are_not_lost(office: Netreg) -> None:
    content = "ชื่อ,วันลงนาม,องค์กร,สี\n" + "".join(f"บันทึกลอง,1/1/2565,fac,{c}\n" for c in ("แดง", "เขียว", "แดง"))
    for new, unchanged in ((1, 1), (0, 2)):
        run = office("--lang", "en", "agreement", "import", "-", "--map", "สี=-", "--skip-bad", stdin=content)
        assert ":3: สี 'เขียว': repeats line 2; differs in 'สี', which is left out; " in run.err
        assert ":4: ชื่อ 'บันทึกลอง': it repeats an earlier row\n" in run.err
        assert run.err.endswith(f"{new} new, 0 changed, {unchanged} unchanged, 1 rejected\n")


def test_what_was_decided_for_doubtful_rows_holds_for_repeated_ones(office: Netreg) -> None:
    content = "ชื่อ,วันลงนาม,องค์กร,สี\n" + "".join(f"บันทึกอื่น,1/1/2565,fac,{c}\n" for c in ("แดง", "เขียว"))
    for decision, counted in (("skip", "1 new, 0 changed, 0 unchanged, 1 left out\n"), ("new", "2 new, 0 changed, 0 ")):
        words = ("--map", "สี=-", "--doubtful", decision, "-n")
        run = office("--lang", "en", "agreement", "import", "-", *words, stdin=content)
        assert counted in run.err, decision


@pytest.mark.usefixtures("in_english")
def test_an_export_is_known_again_here_and_in_another_register(office: Netreg) -> None:
    """Agreements and people that nothing but their UUIDs tells apart."""
    for _time in range(2):
        for words in (
            ("agreement", "add", "บันทึกซ้ำ", "--signed", "1/1/2565", "--party", "fac"),
            ("member", "add", "นายซ้ำ กันมาก"),
        ):
            assert office(*words, "--force").code == 0
    for noun in ("org", "member", "agreement"):
        assert office(noun, "export", f"{noun}.json").code == 0
        assert ": 0 new, 0 changed, " in office(noun, "import", f"{noun}.json").err
    assert office("--db", "other.db", "init").code == 0
    for noun in ("org", "member", "agreement"):
        first, again = (office("--db", "other.db", noun, "import", f"{noun}.json").err for _time in range(2))
        assert " new, 0 changed, 0 unchanged\n" in first
        assert ": 0 new, 0 changed, " in again


@pytest.mark.usefixtures("in_english")
def test_an_address_in_capitals_tells_no_two_rows_apart(office: Netreg) -> None:
    rows = "ชื่อ-สกุล,อีเมล\nนายซ้ำ ตัวอย่าง,Twice@x.th\nนายซ้ำ ตัวอย่าง,twice@x.th\n"
    assert "1 new, 0 changed, 1 unchanged" in office("member", "import", "-", stdin=rows).err
