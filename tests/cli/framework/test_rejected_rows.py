"""What rejected and skipped rows leave behind: nothing, whatever they name and whatever is wrong with them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg


@pytest.fixture
def office(netreg: Netreg) -> Netreg:
    database.create(netreg.db)
    assert netreg("org", "add", "คณะทดสอบ", "--code", "fac").code == 0
    return netreg


def list_organisations(office: Netreg) -> list[str]:
    return office("org", "list", "--no-header", "--sort", "id", "--columns", "name_th").out.splitlines()


def test_a_record_is_made_only_for_a_row_that_is_taken(office: Netreg) -> None:
    content = """\
ชื่อข้อตกลง,คู่สัญญา,วันที่ลงนาม
ข้อตกลงดี,บริษัท ตัวอย่าง จำกัด,5 ส.ค. 2567
ข้อตกลงเสีย,บริษัท ทดสอบ จำกัด,31 ก.พ. 2567
ข้อตกลงเสียอีก,บริษัท ตัวอย่าง จำกัด,31 ก.พ. 2567
"""
    run = office("agreement", "import", "-", "--create-missing", "--skip-bad", stdin=content)
    assert (run.code, "บริษัท ทดสอบ" in run.err) == (3, False), run.err
    assert list_organisations(office) == ["คณะทดสอบ", "บริษัท ตัวอย่าง จำกัด"]


def test_a_row_that_is_rejected_while_it_is_written_leaves_no_record(office: Netreg) -> None:
    content = "รหัส,ชื่อ-สกุล,หน่วยงาน\nk1,นายสมมุติ หนึ่ง,fac\nk1,นางทดสอบ สอง,กองใหม่สมมติ\n"
    run = office("member", "import", "-", "--create-missing", "--skip-bad", stdin=content)
    assert (run.code, list_organisations(office)) == (3, ["คณะทดสอบ"]), run.err
    assert "created" not in run.err


def test_a_name_on_two_lines_is_wrapped_or_two_names(office: Netreg) -> None:
    content = 'ชื่อ-สกุล,หน่วยงาน\nนายสมมุติ หนึ่ง,"คณะ\nทดสอบ"\nนายสมมุติ สอง,"กอง ก\nกอง ข"\n'
    run = office("member", "import", "-", "--create-missing", "--skip-bad", stdin=content)
    assert (run.code, list_organisations(office)) == (3, ["คณะทดสอบ"])
    assert run.err.startswith(
        "ข้อมูลนำเข้ามาตรฐาน:4: หน่วยงาน 'กอง ก กอง ข': ไม่รู้จัก และมี 2 บรรทัดในช่องเดียว ให้แยกชื่อละแถว หรือเขียนชื่อเดียวในบรรทัดเดียว\n"
    )


@pytest.mark.usefixtures("in_english")
def test_a_row_to_be_skipped_is_skipped_whatever_is_wrong_with_it(office: Netreg) -> None:
    head, good = "ชื่อ-สกุล,ตำแหน่ง,โทรศัพท์,วันเกิด,ผลการพิจารณา\n", "นายสมมุติ หนึ่ง,ครู,,,\n"
    for bad in (",หัวหน้า,,,ข้าม", "นายทดสอบ สอง,,12,,ข้าม", "ก,,,31 ก.พ. 2530,skip", ",,,x,ข้าม", "ก,ข,,,ข้าม,เกิน"):
        run = office("member", "import", "-", "-n", stdin=f"{head}{good}{bad}\n")
        assert (run.code, "1 new" in run.err, " 1\n" in run.err or "1 left out" in run.err) == (0, True, True), run.err


def test_internal_numbers_and_labels_of_telephones(office: Netreg) -> None:
    content = "ชื่อ-สกุล,เบอร์ภายใน\nนายสมมุติ หนึ่ง,3001\nนายสมมุติ สอง,1001\nนายสมมุติ สาม,043-111222 (สายตรง)\n"
    run = office("member", "import", "-", stdin=content)
    assert (run.code, "'(สายตรง)'" in run.err) == (0, True), run.err
    columns = ("--all", "--no-header", "--sort", "id", "--columns", "phone")
    assert office("member", "list", *columns).out.splitlines() == [";ext=3001", ";ext=1001", "043111222"]
    content = "ชื่อ-สกุล,โทรศัพท์,เบอร์ภายใน,มือถือ\nนายตัวอย่าง สี่,043-009700,11006,081-5556666\n"
    assert office("member", "import", "-", stdin=content).code == 0
    assert office("member", "list", *columns).out.splitlines()[-1] == "043009700;ext=11006, 0815556666"


def decide(office: Netreg, name: str, decision: str) -> None:
    """Write a decision about each row into a file of rejected rows."""
    rows = list(csv.reader(io.StringIO((office.folder / name).read_text(encoding="utf-8-sig"))))
    place = rows[0].index("ผลการพิจารณา")
    content = io.StringIO()
    csv.writer(content).writerows([rows[0], *([*row[:place], decision, *row[place + 1 :]] for row in rows[1:])])
    (office.folder / name).write_text(content.getvalue(), encoding="utf-8")


def test_the_way_that_a_refusal_names_brings_in_all_rows(office: Netreg) -> None:
    content = "นามหน่วย,อำเภอ,จังหวัด,โทรศัพท์,x\nอบต.สมมุติ,พล,ขอนแก่น,043-111111,\nอบต.สมมุติ,,ขอนแก่น,043-222222,\n"
    (office.folder / "f.csv").write_text(content, encoding="utf-8")
    run = office(
        "org", "import", "f.csv", "--source", "s", "--map", "นามหน่วย=name_th", "--map", "x=-", "--rejects", "r.csv"
    )
    assert run.err.splitlines()[-1].partition("; ")[2] == (
        "แก้ไขหรือพิจารณาใน r.csv แล้วนำเข้าแฟ้มนั้นด้วย --source s จากนั้นนำเข้า f.csv อีกครั้งด้วย --skip-bad "
        "โดยไม่มี --rejects เพื่อนำเข้าแถวอื่น"
    )
    decide(office, "r.csv", "ใหม่")
    columns = ("--no-header", "--sort", "id", "--columns", "district,phone", "--match", "สมมุติ")
    for file in ("r.csv", "f.csv", "f.csv"):
        run = office("org", "import", file, "--source", "s")
        assert run.code == 0, run.err
    assert office("org", "list", *columns).out.splitlines() == ["\t043222222", "พล\t043111111"]
    assert "เพิ่มใหม่ 0 แก้ไข 0 ไม่เปลี่ยน 2" in run.err


def test_corrected_rows_are_told_to_be_wrong_in_the_original(office: Netreg) -> None:
    content = "ชื่อ-สกุล,โทรศัพท์,เหตุผลที่ไม่รับ,ผลการพิจารณา\nนายสมมุติ หนึ่ง,043-111222,x,\nนายสมมุติ สอง,,x,ใหม่\n"
    run = office("member", "import", "-", stdin=content)
    assert run.err.splitlines()[0] == (
        "ข้อมูลนำเข้ามาตรฐาน: แก้ไขที่นี่ 1 แถว แต่แฟ้มต้นฉบับยังเป็นอย่างเดิม ให้แก้ในแฟ้มต้นฉบับด้วย หรือนำเข้าแฟ้มนั้นด้วย --skip-bad"
    )


def test_spans_of_days_fill_both_fields_of_posts_agreements_and_meetings(office: Netreg) -> None:
    cases = {
        "member": (
            "ชื่อ-สกุล,หน่วยงาน,วาระ,ตำแหน่ง\nนายสมมุติ หนึ่ง,fac,1 ต.ค. 2565 – 30 ก.ย. 2569,คณบดี\n",
            "member post",
            "since,until",
        ),
        "agreement": (
            "ชื่อข้อตกลง,ระยะเวลา\nก สมมติ,1 ต.ค. 2565 – 30 ก.ย. 2569\n",
            "agreement",
            "effective_from,end_stated",
        ),
        "meeting": ("ชื่อการประชุม,วันที่ประชุม\nประชุมสมมติ,24 - 25 มี.ค. 2565\n", "meeting", "starts_at,ends_at"),
    }
    found = {}
    for noun, (content, listed, columns) in cases.items():
        run = office(noun, "import", "-", stdin=content)
        assert run.code == 0, run.err
        found[noun] = office(*listed.split(), "list", "--no-header", "--columns", columns).out.strip()
    assert found == {
        "member": "2022-10-01\t2026-09-30",
        "agreement": "2022-10-01\t2026-09-30",
        "meeting": "2022-03-24\t2022-03-25",
    }
    content = "ชื่อ-สกุล,หน่วยงาน,ตำแหน่ง,ตั้งแต่,ถึง\nนายสมมุติ สอง,fac,ครู,1 ต.ค. 2565 – 30 ก.ย. 2569,1 ก.ย. 2569\n"
    run = office("member", "import", "-", stdin=content)
    assert (run.code, "another column of this row has a different value" in run.err or "มีค่าต่างกัน" in run.err) == (
        65,
        True,
    ), run.err


def test_days_of_a_json_export_are_iso_8601(office: Netreg) -> None:
    assert office("member", "import", "-", stdin="ชื่อ-สกุล,วันเกิด\nนายสมมุติ หนึ่ง,5/2/2528\n").code == 0
    assert '"birth_date": "1985-02-05"' in office("member", "export", "-", "--format", "json").out


@pytest.mark.usefixtures("in_english")
def test_the_files_of_rejected_rows_are_those_that_are_named(office: Netreg) -> None:
    content = '[{"name": "นายซ้อน หนึ่ง", "posts": [{"position": "ครู", "organisation": "nope"}]}]'
    for options, last in ((("--skip-bad",), "the rejected row is in r-posts.csv"), ((), "r-posts.csv")):
        run = office("member", "import", "-", "--rejects", "r.csv", "--force", *options, stdin=content)
        assert last in run.err.splitlines()[-1]
        assert [path.name for path in office.folder.glob("r*.csv")] == ["r-posts.csv"]
        assert "r.csv" not in run.err
