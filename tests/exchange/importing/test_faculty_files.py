"""What faculties write over and into their columns: the right field takes it, or it is left out and told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Netreg

PERSON = "นางสาวทดสอบ ตัวอย่าง"


def test_a_column_of_something_else_is_left_out_and_told(netreg: Netreg) -> None:
    """A workplace is no faculty, the unit in charge no partner, a budget no gift, a health region no district."""
    netreg("init")
    cases = [
        ("alumni", f"ชื่อ-สกุล,รุ่น,ที่ทำงาน\n{PERSON},12,ร้านสมมุติ\n", "ที่ทำงาน", "organisation"),
        ("alumni", f"ชื่อ-สกุล,รุ่น,บริษัท\n{PERSON},12,ร้านสมมุติ\n", "บริษัท", "organisation"),
        ("agreement", "ชื่อ MOU,คู่สัญญา,ส่วนงาน\nข้อตกลงก,กรมสมมุติ,คณะทดสอบ\n", "ส่วนงาน", ""),
        ("agreement", "ชื่อ MOU,คู่สัญญา,หน่วยงานที่รับผิดชอบ\nข้อตกลงก,กรมสมมุติ,คณะทดสอบ\n", "หน่วยงานที่รับผิดชอบ", ""),
        ("activity", "ชื่อกิจกรรม,วันที่จัด,งบประมาณที่ใช้ (บาท)\nค่ายสมมุติ,5/8/2568,50000\n", "งบประมาณที่ใช้ (บาท)", "amount"),
        ("org", "ชื่อหน่วยงาน,เขต,จังหวัด\nโรงพยาบาลสมมุติ,12,สงขลา\n", "เขต", "district"),
        ("org", "ชื่อหน่วยงาน,อำเภอ/เขต\nโรงพยาบาลทดสอบ,เขตสุขภาพที่ 12\n", "อำเภอ/เขต", "district"),
    ]
    wrong = []
    for noun, table, heading, field in cases:
        run = netreg("--lang", "en", noun, "import", "-", "--create-missing", stdin=table)
        rows = json.loads(netreg(noun, "list", "--json").out)
        told = f"columns left out: {heading} (" in run.err or f"columns kept in the note: {heading}\n" in run.err
        if run.code or not told or (field and any(row[field] for row in rows)):
            wrong.append((noun, heading, run.err, rows))
    assert not wrong
    parties = json.loads(netreg("agreement", "party", "list", "--json").out)
    assert {(row["organisation"]["name"], row["unit"]) for row in parties} == {("กรมสมมุติ", None)}


def test_an_event_without_a_state_is_planned_or_held_by_its_day(netreg: Netreg) -> None:
    netreg("init")
    netreg("training", "add", "อบรมสมมุติ", "--code", "c")
    cases = {
        "meeting": ("ชื่อการประชุม,วันที่\nก,1/12/2560\nข,1/12/2590\n", ["held", "planned"]),
        "activity": ("ชื่อกิจกรรม,วันที่จัด\nก,1/12/2560\nข,1/12/2590\nค,\n", ["held", "planned", "held"]),
        "training cohort": ("รุ่นที่,วันที่อบรม\n1,1-2/12/2560\n2,1/12/2590\n3,\n", ["held", "planned", "planned"]),
    }  # fmt: skip
    wrong = {}
    for noun, (table, states) in cases.items():
        which = ("--course", "c") if " " in noun else ()
        for again in ("new", "unchanged"):
            run = netreg("--lang", "en", *noun.split(), "import", "-", *which, stdin=table)
            rows = sorted(json.loads(netreg(*noun.split(), "list", "--json").out), key=lambda row: int(row["id"]))
            if f"{len(states)} {again}" not in run.err or [row["state"] for row in rows] != states:
                wrong[noun, again] = (run.err, [row["state"] for row in rows])
    assert not wrong
    # One row that needs a look of its own is treated alike, and a state that is known stays.
    netreg("activity", "edit", "2", "state=cancelled")
    assert netreg("activity", "import", "-", stdin="ชื่อกิจกรรม,วันที่จัด\nข,1/12/2590\n").code == 0
    assert json.loads(netreg("activity", "list", "--json").out)[1]["state"] == "cancelled"


def test_the_number_of_a_meeting_may_have_its_year(netreg: Netreg) -> None:
    netreg("init")
    written = {"1/2568": (1, 2568), "ครั้งที่ ๒/๒๕๖๘": (2, 2568), "3/68": (3, 2568), "4": (4, None), "5 / 2025": (5, 2568)}
    table = "ชื่อการประชุม,ครั้งที่,วันที่\n" + "".join(f"ก,{cell},{n}/2/2568\n" for n, cell in enumerate(written, 1))
    assert netreg("meeting", "import", "-", stdin=table).code == 0
    rows = sorted(json.loads(netreg("meeting", "list", "--json").out), key=lambda row: int(row["id"]))
    assert [(row["number"], row["year"]) for row in rows] == [*written.values()]
    refused = netreg("--lang", "en", "meeting", "import", "-", stdin="ชื่อการประชุม,ครั้งที่,วันที่\nก,แรก,5/2/2568\n")
    assert "'แรก' is not" in refused.err
    other = netreg("meeting", "import", "-", stdin="ชื่อการประชุม,ครั้งที่,ปี,วันที่\nก,1/2568,2567,5/2/2568\n")
    assert other.code == 65


def test_no_column_is_guessed_to_be_what_its_heading_denies(netreg: Netreg) -> None:
    netreg("init")
    cases = {
        "วันที่,ประธาน\n5/1/2568,อธิการบดี\n": "--map 'HEADING=title'",
        "ชื่อการประชุม,วันที่,จำนวนผู้เข้าร่วม\nก,5/1/2568,25 คน\n": "kept in the note: จำนวนผู้เข้าร่วม",
        "วันที่,ผู้ลงนาม\n5/1/2568,อธิการบดี\n": "--map 'HEADING=title'",
    }
    wrong = {
        table: run.err
        for table, said in cases.items()
        if said not in (run := netreg("--lang", "en", "meeting", "import", "-", stdin=table)).err
    }
    assert not wrong


def test_a_lost_zero_is_put_back_and_told_and_an_extension_stays(netreg: Netreg) -> None:
    netreg("init")
    table = (
        "ชื่อ-สกุล,โทร. (ภายใน / มือถือ)\nนายสมมุติ หนึ่ง,1001 / 812345670\n"
        "นายสมมุติ สอง,3000 / 08 9999 8888\nนายสมมุติ สาม,74282000\nนายสมมุติ สี่,074-282001 ต่อ 5\n"
    )
    run = netreg("--lang", "en", "member", "import", "-", stdin=table)
    assert "the lost zero was put back: 0812345670" in run.err
    assert "the lost zero was put back: 074282000" in run.err
    bare = "ชื่อ-สกุล,โทร\nนายสมมุติ สี่,074-282001\n"
    again = netreg("--lang", "en", "member", "import", "-", stdin=bare).err
    assert "keeps it (see --on-match)" in again
    assert "0 new, 0 changed, 1 unchanged" in again
    phones = sorted(row["phone"] for row in json.loads(netreg("member", "list", "--all", "--json").out))
    assert phones == ["074282000", "074282001;ext=5", ";ext=1001, 0812345670", ";ext=3000, 0899998888"]


def test_each_certain_year_is_read_by_its_own_rule(netreg: Netreg) -> None:
    netreg("init")
    table = (
        "ชื่อ MOU,คู่ความร่วมมือ,วันลงนาม,วันสิ้นสุด,ระยะเวลา\nหนึ่ง,กรมก,1 ม.ค. 2567,,จนกว่าจะแล้วเสร็จตามวัตถุประสงค์\n"
        "สอง,กรมข,1 ม.ค. 2567,อยู่ระหว่างต่ออายุ,1 ปี\nสาม,กรมค,1 ม.ค. 2567,,5 ปี (2567-2571)\nสี่,กรมง,March 3 2023,,3 ปี\n"
    )
    assert netreg("agreement", "import", "-", "--create-missing", stdin=table).code == 0
    rows = sorted(json.loads(netreg("agreement", "list", "--json").out), key=lambda row: int(row["id"]))
    assert [(row["signed_on"], row["term"], row["term_as_written"]) for row in rows] == [
        ("2024-01-01", None, "จนกว่าจะแล้วเสร็จตามวัตถุประสงค์"),
        ("2024-01-01", "P1Y", "อยู่ระหว่างต่ออายุ"),
        ("2024-01-01", "P5Y", "5 ปี (2567-2571)"),
        ("2023-03-03", "P3Y", None),
    ]
    years = "รหัสนิสิต,ชื่อ-สกุล,รุ่น,ปีที่จบ\n1,นางสาวสมมุติ หนึ่ง,1,2544\n2,นายสมมุติ สอง,1,2001\n"
    assert "2 new" in netreg("--lang", "en", "alumni", "import", "-", stdin=years).err


def test_rejected_rows_keep_their_zeros_in_excel_and_the_decision_holds(netreg: Netreg) -> None:
    netreg("init")
    head = "รหัสบุคลากร,ชื่อ-สกุล,สังกัด,อีเมล,โทร\n"
    known = f"{head},นายสมมุติ หนึ่ง,กองคลัง,a@x.example,\n"
    assert netreg("member", "import", "-", "--create-missing", stdin=known).code == 0
    row = f"{head}0099,นายสมมุติ หนึ่ง,กองคลัง,new@x.example,0811111111\n"
    assert netreg("member", "import", "-", "--skip-bad", "--rejects", "out.csv", stdin=row).code == 3
    file = netreg.folder / "out.csv"
    written = file.read_text("utf-8-sig")
    assert '"=""0099"""' in written
    assert '"=""0811111111"""' in written
    # Excel shows such a cell as its text, and saves it as that.
    for text in (written, written.replace('"=""', "").replace('"""', "")):
        file.write_text(text, "utf-8-sig")
        again = netreg("--lang", "en", "member", "import", "out.csv", "--doubtful", "new", "-n")
        assert (again.code, "1 new" in again.err) == (0, True), again.err


def test_a_count_may_name_what_it_counts(netreg: Netreg) -> None:
    netreg("init")
    table = 'ชื่อกิจกรรม,วันที่จัด,จำนวนผู้เข้าร่วม\nก,1/2/2568,20 คน\nข,2/2/2568,"1,234 ท่าน"\nค,3/2/2568,๕คน\n'
    assert netreg("activity", "import", "-", stdin=table).code == 0
    assert [row["people"] for row in json.loads(netreg("activity", "list", "--json").out)] == [20, 1234, 5]
    refused = netreg("--lang", "en", "activity", "import", "-", stdin="ชื่อกิจกรรม,จำนวนผู้เข้าร่วม\nง,ประมาณ 20 คน\n")
    assert "is not exact; write the number alone, such as 20" in refused.err


def test_digits_in_the_name_of_a_body_are_no_number_of_another(netreg: Netreg) -> None:
    netreg("init")
    netreg("org", "add", "มหาวิทยาลัยตัวอย่าง", "--kind", "university")
    netreg("org", "add", "คณะทดสอบ", "--parent", "1")
    file = "title,signed_on,party\nสมมติ หนึ่ง,1/1/2560,คณะทดสอบ 1\nสมมติ สอง,2/1/2560,คณะทดสอบ มหาวิทยาลัยตัวอย่าง\n"
    run = netreg("agreement", "import", "-", "--create-missing", stdin=file)
    assert run.code == 0, run.err
    names = [row["name_th"] for row in netreg("org", "list", "--json").data]
    assert sorted(names) == ["คณะทดสอบ", "คณะทดสอบ 1", "มหาวิทยาลัยตัวอย่าง"]
