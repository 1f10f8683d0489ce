"""Contacts of address books and answers of forms, as the members that they become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.entities import BY_NAME
from netreg.exchange.forms.form_tables import open_known_form
from netreg.exchange.tables import open_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Netreg

OLD_GOOGLE = "Name,Given Name,Additional Name,Family Name,Name Prefix,Birthday,Group Membership,E-mail 1 - Type,"
OLD_GOOGLE += "E-mail 1 - Value,Organization 1 - Name,Organization 1 - Title,Organization 1 - Department\n"
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Company,Department,Job Title,Business Fax,Business Phone,Mobile Phone,"
)
OUTLOOK += "Birthday,E-mail Address,E-mail 2 Address,Business State,Notes\n"
THAI_OUTLOOK = "ชื่อ,ชื่อกลาง,นามสกุล,บริษัท,แผนก,ตำแหน่งงาน,โทรศัพท์ที่ทำงาน,โทรศัพท์มือถือ,ที่อยู่อีเมล,วันเกิด\n"
FORM = "Timestamp,Username,1. คำนำหน้าชื่อ,2. ชื่อ,3. นามสกุล,4. ชื่อเล่น,5. สังกัด (คณะ/สำนัก),6. หน่วยงาน,LINE ID,เพศ\n"

CONTACTS: tuple[tuple[str, dict[str, str], list[str]], ...] = (
    (
        OLD_GOOGLE + "ผศ. สมมุติ ตัวอย่าง,สมมุติ,,ตัวอย่าง,ผศ.,1980-08-05,* my,*,a@x.th ::: b@x.th,ม.ทดสอบ,คณบดี,คณะทดสอบ\n",
        {"name": "ผศ. สมมุติ ตัวอย่าง", "birth_date": "1980-08-05", "email": "a@x.th",
         "organisation": "คณะทดสอบ", "position": "คณบดี"},
        ["b@x.th"],
    ),
    (OLD_GOOGLE + "นายทดสอบ สมมุติ,,,,,,* my,,,,,\n", {"name": "นายทดสอบ สมมุติ"}, []),
    (OLD_GOOGLE + ",Anna Maria,,Sample,Dr.,,,,,,,\n", {"titles": "Dr.", "given_name": "Anna Maria",
      "family_name": "Sample"}, []),
    (OLD_GOOGLE + ",,,,,,* my,,,ร้านสมมุติ,,\n", {}, []),
    (OLD_GOOGLE + "081-999-0000,,,,,,* my,,,,,\n", {}, []),
    (OUTLOOK + ",ทดสอบ,,ง,,,,,+66 81 111 1111,081-111-1111,,,,,\n", {"name": "ทดสอบ ง", "phone": "081-111-1111"}, []),
    (
        OUTLOOK + "นาง,ทดสอบ,,ตัวอย่าง,ม.ทดสอบ,,ครู,022222222,021111111,0811111111,0/0/00,a@x.th,b@x.th,ขอนแก่น,จำไว้\n",
        {"name": "นาง ทดสอบ ตัวอย่าง", "email": "a@x.th", "phone": "0811111111, 021111111", "province": "ขอนแก่น",
         "organisation": "ม.ทดสอบ", "position": "ครู", "note": "จำไว้"},
        ["b@x.th"],
    ),
    (OUTLOOK + ",ทดสอบ,,ก,,,,,,,8/25/1980,,,Bavaria,\n", {"name": "ทดสอบ ก", "birth_date": "1980-08-25"}, ["Bavaria"]),
    (OUTLOOK + ",ทดสอบ,,ข,,,,,,,25/8/2523,,,,\n", {"name": "ทดสอบ ข", "birth_date": "1980-08-25"}, []),
    (OUTLOOK + ",ทดสอบ,,ค,,,,,,,5/8/1980,,,,\n", {"name": "ทดสอบ ค"}, ["5/8/1980"]),
    (
        THAI_OUTLOOK + "ทดสอบ,,ตัวอย่าง,ม.ทดสอบ,กองทดสอบ,ครู,021111111,0811111111,a@x.th,\n",
        {"name": "ทดสอบ ตัวอย่าง", "email": "a@x.th", "phone": "0811111111, 021111111",
         "organisation": "กองทดสอบ", "position": "ครู"},
        [],
    ),
    (
        FORM + "1/2/2569,a@x.th,นาย,ทดสอบ,ตัวอย่าง,ต้น,คณะทดสอบ,กองทดสอบ,todsob,ชาย\n",
        {"name": "นาย ทดสอบ ตัวอย่าง", "nickname": "ต้น", "email": "a@x.th", "line_id": "todsob",
         "organisation": "คณะทดสอบ"},
        ["กองทดสอบ"],
    ),
)  # fmt: skip


def test_each_contact_is_the_member_that_it_says(tmp_path: Path) -> None:
    wrong = []
    for content, expected, left_out in CONTACTS:
        (tmp_path / "f.csv").write_text(content, encoding="utf-8-sig")
        with open_file.open_file(tmp_path / "f.csv") as file:
            _file, found = open_known_form(tmp_path / "none.db", BY_NAME["person"], file, {})
            assert found, content
            names, *rows = [row.cells for row in found.file.tables[0].rows()]
        read = [{found.mapping[name]: cell for name, cell in zip(names, cells, strict=True) if cell} for cells in rows]
        if read != ([expected] if expected else []) or [one.value for one in found.remarks] != left_out:
            wrong.append((content.splitlines()[1], read, found.remarks))
    assert wrong == []


def test_a_column_mapped_by_hand_is_left_to_the_import(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(FORM + "1/2/2569,a@x.th,นาย,ทดสอบ,ก,ต้น,,,,ชาย\n", encoding="utf-8")
    with open_file.open_file(tmp_path / "f.csv") as file:
        _file, found = open_known_form(tmp_path / "none.db", BY_NAME["person"], file, {"เพศ": "note", "4. ชื่อเล่น": "-"})
        assert found
        names, cells = [row.cells for row in found.file.tables[0].rows()]
    assert (names[-2:], cells[-2:]) == (["4. ชื่อเล่น", "เพศ"], ["ต้น", "ชาย"])
    assert found.notes[-1].endswith("columns left out: 'Timestamp'")


def test_the_cards_of_offices_are_organisations(register: Netreg) -> None:
    """Those of people are left out, and told; a second import changes nothing."""
    office = (
        "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:สำนักทดสอบ\nORG:มหาวิทยาลัยสมมุติ;สำนักทดสอบ\nTEL:043-202-400\n"
        "TEL;TYPE=FAX:043-202-401\nEMAIL:office@example.ac.th\nURL:https://example.ac.th\n"
        "ADR:;;1 ถนนสมมุติ;อ.เมือง;จ.ขอนแก่น;40000;\nNOTE:หนึ่ง\nEND:VCARD\n"
    )
    body = "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Sample Fund\nORG:Sample Fund\nEND:VCARD\n"
    person = "BEGIN:VCARD\nVERSION:3.0\nN:ตัวอย่าง;สมมุติ;;;\nFN:สมมุติ ตัวอย่าง\nORG:Sample Fund\nEND:VCARD\n"
    assert register("org", "add", "มหาวิทยาลัยสมมุติ").code == 0
    for counts in ((2, 0, 0, 1), (0, 0, 2, 1)):
        run = register("org", "import", "-", "--json", stdin=office + body + person)
        assert run.code == 0, run.err
        assert tuple(run.data[0][name] for name in ("new", "changed", "unchanged", "left_out")) == counts
        assert [one["value"] for one in run.data[0]["left_out_rows"]] == ["สมมุติ ตัวอย่าง"]
    columns = "name_th,name_en,parent,phone,fax,email,website,address,province,postcode,note"
    listed = register("org", "list", "--columns", columns, "--format", "tsv", "--no-header").out.splitlines()
    assert sorted(listed) == [
        "\tSample Fund\t\t\t\t\t\t\t\t\t",
        "มหาวิทยาลัยสมมุติ\t\t\t\t\t\t\t\t\t\t",
        (
            "สำนักทดสอบ\t\tมหาวิทยาลัยสมมุติ\t043202400\t043202401\toffice@example.ac.th\thttps://example.ac.th\t"
            "1 ถนนสมมุติ อ.เมือง\tขอนแก่น\t40000\tหนึ่ง"
        ),
    ]
    refused = register("agreement", "import", "-", stdin=body)
    assert (refused.code, refused.out) == (65, "")
    assert refused.err.endswith("นำเข้าด้วย 'netreg member import' หรือ 'netreg org import'\n")


REJECTED = {
    "c.vcf": "BEGIN:VCARD\nVERSION:3.0\nN:ก;ทดสอบ;;นาย;\nTEL:0811\nEMAIL:v@x.th\nTITLE:ครู\nEND:VCARD\n",
    "g.csv": "First Name,Last Name,Organization Title,E-mail 1 - Value,Phone 1 - Value\nนายทดสอบ,ก,ครู,v@x.th,0811\n",
    "o.csv": OUTLOOK + "นาย,ทดสอบ,,ก,,,ครู,,,0811,,v@x.th,,,\n",
    "f.csv": "ประทับเวลา,ที่อยู่อีเมล,ชื่อ-สกุล,ตำแหน่ง,เบอร์ที่ติดต่อได้\n1/2/2569,v@x.th,นายทดสอบ ก,ครู,0811\n",
}  # fmt: skip


def test_rejected_rows_are_understood_without_the_form(register: Netreg) -> None:
    for name, content in REJECTED.items():
        (register.folder / name).write_text(content, encoding="utf-8")
        assert register("member", "import", name, "--rejects", "r.csv", "--force").code == 65, name
        rejects = register.folder / "r.csv"
        rejected = rejects.read_text(encoding="utf-8-sig")
        assert '"=""0811"""' in rejected
        rejects.write_text(rejected.replace('"=""0811"""', "0812345678"), encoding="utf-8")
        again = register("member", "import", "r.csv")
        assert again.code == 0, again.err
        columns = "titles,given_name,family_name,email,phone,current_posts"
        listed = register("member", "list", "--columns", columns, "--format", "csv", "--no-header").out
        assert listed == "นาย,ทดสอบ,ก,v@x.th,0812345678,ครู\n", name
        assert register("undo").code == 0


def test_the_answers_of_a_form_in_a_workbook(register: Netreg) -> None:
    """The sheet of the answers is found among others, with its moments as dates; a large one is read too."""
    import xlsxwriter

    path = register.folder / "f.xlsx"
    with xlsxwriter.Workbook(path) as book:
        answers, summary = book.add_worksheet("การตอบแบบฟอร์ม 1"), book.add_worksheet("สรุป")
        answers.write_row(0, 0, ("ประทับเวลา", "ชื่อ-นามสกุล (พร้อมคำนำหน้า)", "ท่านคาดหวังสิ่งใด"))
        for row in range(1, 701):
            answers.write_number(row, 0, 46339.375, book.add_format({"num_format": "d/m/yyyy h:mm"}))
            answers.write_row(row, 1, (f"นายทดสอบ สมมุติ{_in_letters(row)}", "อาหาร"))
        summary.write_row(0, 0, ("จำนวน", "700"))
    run = register("member", "import", "f.xlsx")
    assert (run.code, run.err.splitlines()) == (0, [
        "f.xlsx: อ่านเป็นคำตอบของ Google ฟอร์ม",
        "f.xlsx: คอลัมน์ที่ไม่ได้นำเข้า: 'ประทับเวลา', 'ท่านคาดหวังสิ่งใด'",
        "f.xlsx: ข้ามแผ่นงาน 'สรุป'",
        "f.xlsx: เพิ่มใหม่ 700 แก้ไข 0 ไม่เปลี่ยน 0",
    ])  # fmt: skip


def test_an_answer_that_the_register_of_people_does_not_keep_is_told(register: Netreg) -> None:
    rows = "ประทับเวลา,1. ชื่อ-นามสกุล,2. ท่านยินดีเข้าร่วมเครือข่ายหรือไม่\n24/11/2026 9:15:22,นางสาวทดสอบ สมมุติ,ยินดี\n"
    run = register("member", "import", "-", stdin=rows)
    assert (run.code, run.err.splitlines()[1]) == (
        0, "ข้อมูลนำเข้ามาตรฐาน: คอลัมน์ที่ไม่ได้นำเข้า: 'ประทับเวลา', '2. ท่านยินดีเข้าร่วมเครือข่ายหรือไม่'",
    )  # fmt: skip


def _in_letters(number: int) -> str:
    return "".join("กขคงจฉชซดต"[int(digit)] for digit in str(number))


def test_a_card_of_netregs_own_is_its_record_whatever_was_changed(register: Netreg) -> None:
    for name, address in (("นายสมมุติ ตัวอย่าง", "a@x.th"), ("นางทดสอบ ดีงาม", "b@x.th")):
        assert register("member", "add", name, "--email", address).code == 0
    assert register("member", "export", "m.vcf").code == 0
    cards = register.folder / "m.vcf"
    text = cards.read_text(encoding="utf-8").replace("a@x.th", "new@x.th").replace("ดีงาม", "มีสุข")
    cards.write_text(text, encoding="utf-8")
    for counts in ((0, 2, 0), (0, 0, 2)):
        (report,) = register("member", "import", "m.vcf", "--json").data
        assert tuple(report[name] for name in ("new", "changed", "unchanged")) == counts
    shown = ("--all", "--columns", "id,family_name,email", "--format", "csv", "--no-header", "--sort", "id")
    assert register("member", "list", *shown).out.splitlines() == ["1,ตัวอย่าง,new@x.th", "2,มีสุข,b@x.th"]


CARDS = (
    ("N:;ร้านกาแฟทดสอบ;;;", "FN:ร้านกาแฟทดสอบ", ""),
    ("N:ทดสอบ;โรงแรม;;;", "FN:โรงแรม ทดสอบ", ""),
    ("N:;;;;", "FN:บริษัท ทดสอบ จำกัด", ""),
    ("N:Co., Ltd.;Example;;;", "FN:Example Co., Ltd.", ""),
    ("N:Hotel;Example;;;", "FN:Example Hotel", ""),
    ("N:;ไร้คำนำ;;;", "FN:ไร้คำนำ\nORG:ไร้คำนำ", ""),
    ("KIND:location", "FN:ลานทดสอบ", ""),
    ("N:ทดสอบ;สมมติ;;นาง;", "FN:นางสมมติ ทดสอบ\nORG:ร้านค้าสมมติ", "นางสมมติ ทดสอบ"),
)
"""The names of cards, and what is the name of a person."""


def test_the_card_of_a_shop_is_no_member(register: Netreg) -> None:
    cards = "".join(f"BEGIN:VCARD\nVERSION:4.0\n{name}\n{shown}\nEND:VCARD\n" for name, shown, _person in CARDS)
    (register.folder / "cards.vcf").write_text(cards, encoding="utf-8")
    run = register("member", "import", "cards.vcf", "--create-missing")
    assert run.code == 0, run.err
    assert [row["name"] for row in register("member", "list", "--all", "--json").data] == ["นางสมมติ ทดสอบ"]
    assert "นำเข้าได้ด้วย 'netreg org import'" in run.err
    assert register("org", "import", "cards.vcf").code == 0
    names = {
        row["name_th"] or row["name_en"]
        for row in register("org", "list", "--columns", "name_th,name_en", "--json").data
    }
    shops = {shown.partition("\n")[0].removeprefix("FN:") for _name, shown, person in CARDS if not person}
    assert shops <= names | {"ลานทดสอบ"}
