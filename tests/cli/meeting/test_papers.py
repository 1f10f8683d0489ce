"""The papers of a meeting as they are typed: on the screen, as files, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from docx import Document
from docx.text.paragraph import Paragraph

from netreg.exchange.papers.paper import Roll, count_places
from netreg.exchange.papers.paper_heads import FIELDS
from netreg.exchange.papers.papers import PARTS
from netreg.exchange.papers.word.templates import STYLES
from tests.cli.conftest import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.table import Table

    from tests.conftest import Netreg, Run

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SETUP = (
    "org add มหาวิทยาลัยทดสอบ --code tu",
    "org add คณะตัวอย่าง --code fac --parent tu",
    "member add 'ผศ.สมมุติ หนึ่ง' --code m1 --org tu --position อธิการบดี",
    "member add 'นางทดลอง สอง' --code m2 --org fac --position เลขานุการคณะ",
    "member add 'นายตัวอย่าง สาม' --code m3 --org fac --position นักวิชาการ",
    "member add 'นายลองดู สี่' --code m4",
    "group add คณะกรรมการทดสอบ --code com",
    "group membership add com m1",
    "group membership add com m2",
    "group membership add com m3",
    "meeting series add ชุดประชุมทดสอบ --code row --group com",
    (
        "meeting add คณะกรรมการทดสอบ --code first --on '7 ส.ค. 2567 09:30' --series row --number 1/2567 --state held "
        "--chair m1"
    ),
    "meeting action add first ส่งรายชื่อผู้ประสานงาน --owner m2 --due 2567-09-30",
    (
        "meeting add คณะกรรมการทดสอบ --code mt --on '4 ก.ย. 2567 09:30' --until '4 ก.ย. 2567 12:00' --series row "
        "--number 2/2567 --organiser tu --venue ห้องประชุมสมมุติ --state held --chair m1"
    ),
    "meeting attend mt m3 --role secretary",
    "meeting attend mt --name 'นายแทน ทดสอบ' --position รองคณบดี --substitute-for 'นางทดลอง สอง'",
    "meeting attendance add mt m2 --presence apology",
    "meeting attendance edit 5 reason=ติดราชการ",
    "meeting attend mt m4 --role observer",
    "meeting headcount add mt นักศึกษา 40 --qualifier more_than",
    "meeting agenda add mt เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ --detail 'เปิดภาคเรียน 1 ก.ค.'",
    "meeting agenda add mt เรื่องสืบเนื่อง",
    "meeting agenda add mt เรื่องเพื่อพิจารณา",
    "meeting agenda add mt 'แผนงานปี 2568'",
    "meeting agenda edit 4 under=3 resolution=เห็นชอบ reported_by=m3",
    "meeting action add mt จัดทำแผนฉบับเต็ม --owner m3 --due 2567-10-31",
    "meeting edit mt minutes_by=m3 checked_by=m1",
)
MINUTES = """\
# รายงานการประชุมคณะกรรมการทดสอบ

**ครั้งที่ 2/2567**··
**เมื่อวันพุธที่ 4 กันยายน 2567**··
**ณ ห้องประชุมสมมุติ**

---

## ผู้มาประชุม

1. ผศ.สมมุติ หนึ่ง  อธิการบดี มหาวิทยาลัยทดสอบ  ประธาน
2. นายแทน ทดสอบ  รองคณบดี (แทน นางทดลอง สอง)
3. นายตัวอย่าง สาม  นักวิชาการ คณะตัวอย่าง  เลขานุการ

## ผู้ไม่มาประชุม

1. นางทดลอง สอง  เลขานุการคณะ คณะตัวอย่าง  ติดราชการ

## ผู้เข้าร่วมประชุม

1. นายลองดู สี่  ผู้สังเกตการณ์

นักศึกษา มากกว่า 40 คน

**เริ่มประชุมเวลา** 09.30 น.

ประธานกล่าวเปิดการประชุม และดำเนินการประชุมตามระเบียบวาระ ดังนี้

## ระเบียบวาระที่ 1  เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ

เปิดภาคเรียน 1 ก.ค.

## ระเบียบวาระที่ 2  เรื่องสืบเนื่อง

(1) ส่งรายชื่อผู้ประสานงาน (การประชุมครั้งที่ 1/2567; ผู้รับผิดชอบ นางทดลอง สอง; กำหนดแล้วเสร็จภายในวันจันทร์ที่ 30 กันยายน 2567)

## ระเบียบวาระที่ 3  เรื่องเพื่อพิจารณา

### 3.1  แผนงานปี 2568

**ผู้รายงาน** นายตัวอย่าง สาม

**มติที่ประชุม** เห็นชอบ

## ความเห็น ข้อเสนอแนะ และเรื่องที่มอบหมาย

**มอบหมาย** จัดทำแผนฉบับเต็ม (ผู้รับผิดชอบ นายตัวอย่าง สาม; กำหนดแล้วเสร็จภายในวันพฤหัสบดีที่ 31 ตุลาคม 2567)

**เลิกประชุมเวลา** 12.00 น.

ลงชื่อ ..............................··
(นายตัวอย่าง สาม)··
ผู้จดรายงานการประชุม

ลงชื่อ ..............................··
(ผศ.สมมุติ หนึ่ง)··
ผู้ตรวจรายงานการประชุม
""".replace("·", " ")


def test_the_minutes_follow_form_11(ask: Callable[..., Run]) -> None:
    assert whole(ask("meeting minutes mt")) == (MINUTES, "", 0)


@pytest.mark.usefixtures("in_english")
def test_word_says_what_markdown_says(ask: Callable[..., Run], office: Netreg) -> None:
    """Read back with python-docx: the same texts in the same order, in the font of offices, for Thai too."""
    assert whole(ask("meeting minutes mt --out minutes.docx")) == ("wrote minutes.docx\n", "", 0)
    document = Document(str(office.folder / "minutes.docx"))
    said = [text for part in document.iter_inner_content() for text in list_texts(part)]
    marks = str.maketrans("", "", "#*\\ \n-")
    assert "".join(said).translate(marks) == MINUTES.translate(marks)
    properties = document.styles["Normal"].element.rPr
    found = {element.tag.rpartition("}")[2]: dict(element.attrib) for element in properties}
    names = {f"{{{WORD}}}{script}": "TH Sarabun New" for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert found["rFonts"] == names
    assert found["sz"] == found["szCs"] == {f"{{{WORD}}}val": "32"}
    assert found["lang"][f"{{{WORD}}}bidi"] == "th-TH"
    # The end of the text stands on the page of the first signature.
    assert [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs[-9:]] == [
        True, None, None, None, False, None, None, None, False,
    ]  # fmt: skip


def list_texts(part: Paragraph | Table) -> list[str]:
    if isinstance(part, Paragraph):
        return [part.text]
    return [cell.text for row in part.rows for cell in row.cells]


def test_html_is_well_formed_and_says_the_same(ask: Callable[..., Run]) -> None:
    page = ask("meeting minutes mt --format html")
    assert (page.err, page.code) == ("", 0)
    body = ET.fromstring(page.out.partition("\n")[2]).find("body")  # noqa: S314 - made by the test
    assert body is not None
    marks = str.maketrans("", "", "#*\\ \n-")
    assert "".join(body.itertext()).translate(marks) == MINUTES.translate(marks)


SERIES = (
    "meeting agenda lay first",
    "meeting agenda add first แผนงาน --under 5",
    "meeting agenda add first 'แผนงานด้านวิจัย' --under 5.1",
    "meeting agenda add first 'โครงการ ก' --under 5.1.1",
    "opinion add 'ควรประชุมทุกเดือน' --meeting first --item 5.1 --by m2 --org fac",
    "opinion add 'งบประมาณมาจากที่ใด' --meeting first --item 5.1 --by m1 --kind question",
    "opinion answer 2 'จากรายได้' --in first --state noted",
    "meeting attend first --name 'นายแทน ทดสอบ' --substitute-for m3",
    "meeting agenda lay mt",
    "meeting accept first --in mt --with-corrections 'หน้า 2 แก้ชื่อ'",
    "opinion answer 1 'จะประชุมทุกสองเดือน' --state accepted --in mt",
    "meeting add คณะกรรมการทดสอบ --code third --on '2 ต.ค. 2567' --series row --state held",
    "meeting action add third 'ส่งเล่มรายงาน' --due 'ธ.ค. 2567'",
)
FIRST = """\
## ระเบียบวาระที่ 5  เรื่องเพื่อพิจารณา

### 5.1  แผนงาน

**นางทดลอง สอง (คณะตัวอย่าง)** ควรประชุมทุกเดือน

**ผศ.สมมุติ หนึ่ง (มหาวิทยาลัยทดสอบ)** งบประมาณมาจากที่ใด

**คำตอบ** จากรายได้

#### 5.1.1  แผนงานด้านวิจัย

#### 5.1.1.1  โครงการ ก

"""
SECOND = """\
**มติที่ประชุม** รับรองรายงานการประชุม ครั้งที่ 1/2567 เมื่อวันพุธที่ 7 สิงหาคม 2567 โดยมีการแก้ไข ดังนี้

หน้า 2 แก้ชื่อ

"""
ANSWERED = """\
(2) ความเห็นของนางทดลอง สอง (คณะตัวอย่าง): ควรประชุมทุกเดือน

**คำตอบ** จะประชุมทุกสองเดือน

"""
THIRD = """\
## ผู้มาประชุม

..............................

**เริ่มประชุมเวลา** .............................. น.

## เรื่องสืบเนื่องจากการประชุมครั้งก่อน

(1) ส่งรายชื่อผู้ประสานงาน (การประชุมครั้งที่ 1/2567; ผู้รับผิดชอบ นางทดลอง สอง; กำหนดแล้วเสร็จภายในวันจันทร์ที่ 30 กันยายน 2567)

(2) จัดทำแผนฉบับเต็ม (การประชุมครั้งที่ 2/2567; ผู้รับผิดชอบ นายตัวอย่าง สาม; กำหนดแล้วเสร็จภายในวันพฤหัสบดีที่ 31 ตุลาคม 2567)

## ความเห็น ข้อเสนอแนะ และเรื่องที่มอบหมาย

**มอบหมาย** ส่งเล่มรายงาน (กำหนดแล้วเสร็จภายในเดือนธันวาคม 2567)

"""


@pytest.mark.usefixtures("in_english")
def test_minutes_say_what_their_own_meeting_did(ask: Callable[..., Run]) -> None:
    """Opinions in order, with answers given there; those of earlier meetings and accepted minutes where it was done."""
    for line in SERIES:
        assert ask(line).code == 0, line
    first, second, third = (ask(f"meeting minutes {code}") for code in ("first", "mt", "third"))
    assert FIRST in first.out
    assert "นายตัวอย่าง สาม" not in first.err  # another stood in
    assert SECOND in second.out
    assert ANSWERED in second.out
    assert THIRD in third.out
    assert "nobody of the body is recorded as having come; type 'netreg meeting attend third MEMBER'" in third.err
    agenda = ask("meeting agenda mt").out
    assert "\n\nรายงานการประชุมคณะกรรมการทดสอบ ครั้งที่ 1/2567\n\n" in agenda
    assert "คำตอบ" not in agenda


HOSTILE = "<b>&amp;</b> {{ title }} {% raw %} `x` [a](b) | =1+1 \x07\u202e\uffff<w:p/>" + "ยาว" * 400
TAGS = {*"html head meta title style body h1 h2 h3 hr br p b table colgroup col tbody tr td".split()}  # noqa: SIM905
CLEANED = "<b>&amp;</b> {{ title }} {% raw %} `x` [a](b) | =1+1 <w:p/>" + "ยาว" * 400


def test_hostile_texts_are_only_texts(ask: Callable[..., Run], office: Netreg) -> None:
    """Markup, fields, marks, formulas, control characters, a very long name: in each format nothing but themselves."""
    assert office("meeting", "agenda", "edit", "4", f"title={HOSTILE}", f"detail=- {HOSTILE}").code == 0
    assert office("meeting", "attend", "mt", "--name", HOSTILE, "--position", HOSTILE).code == 0
    page = ask("meeting minutes mt --format html").out
    body = ET.fromstring(page.partition("\n")[2])  # noqa: S314 - made by the test
    assert "".join(body.itertext()).count(CLEANED) == 4
    assert {element.tag for element in body.iter()} <= TAGS
    assert ask("meeting minutes mt --out bad.docx").code == 0
    document = Document(str(office.folder / "bad.docx"))
    said = [text for part in document.iter_inner_content() for text in list_texts(part)]
    assert sum(text.count(CLEANED) for text in said) == 4
    lines = ask("meeting minutes mt").out.splitlines()
    assert sum(line.count("\\<b\\>\\&amp;\\</b\\> \\{\\{ title \\}\\}") for line in lines) == 4
    assert not any("\x07" in line or "\u202e" in line for line in lines)


def test_days_that_go_on_and_days_that_are_not_known(ask: Callable[..., Run]) -> None:
    """The first and the last day, the month, the year; whoever is secretary stands last though they present too."""
    heads = {
        "'5 ส.ค. 2569 09:30' --until '6 ส.ค. 2569 15:00'": "วันพุธที่ 5 สิงหาคม 2569 ถึงวันพฤหัสบดีที่ 6 สิงหาคม 2569",
        "'ส.ค. 2568'": "เดือนสิงหาคม 2568",
        "2567": "ปี พ.ศ. 2567",
    }
    for number, (day, words) in enumerate(heads.items()):
        assert ask(f"meeting add ประชุมสมมุติ --code day-{number} --on {day} --state held").code == 0
        assert f"**เมื่อ{words}**" in ask(f"meeting minutes day-{number}").out
    for line in ("day-0 m3 --role secretary", "day-0 m3 --role presenter", "day-0 m2", "day-0 m1 --role chair"):
        assert ask(f"meeting attend {line}").code == 0
    rows = [line for line in ask("meeting minutes day-0").out.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert [row.split("  ")[0::2] for row in rows] == [
        ["1. ผศ.สมมุติ หนึ่ง", "ประธาน"], ["2. นางทดลอง สอง"], ["3. นายตัวอย่าง สาม", "เลขานุการ และผู้นำเสนอ"],
    ]  # fmt: skip


def test_a_roll_is_as_wide_as_what_stands_in_it(ask: Callable[..., Run], office: Netreg) -> None:
    """No column for roles where nobody has one, more for a long reason; the same in Word and HTML."""
    long, short = Roll((("1.", "ก" * 20, "ข" * 20, "ค" * 30),)), Roll((("1.", "ก", "ข" * 99, ""),))
    assert (long.shares, short.shares) == ((9, 30, 29, 32), (9, 36, 55, 0))
    assert count_places("ที่ประชุม") == len("ทประชม")
    assert ask("meeting minutes mt --out mt.docx").code == 0
    rolls = Document(str(office.folder / "mt.docx")).tables
    page = ask("meeting minutes mt --format html").out
    for roll in rolls:
        widths = "".join(f'<col style="width: {round(column.width.cm * 100 / 16)}%"/>' for column in roll.columns)
        assert widths in page


def test_numbers_are_in_thai_digits_by_choice(ask: Callable[..., Run]) -> None:
    out = ask("meeting minutes mt --thai-digits").out
    assert "**ครั้งที่ ๒/๒๕๖๗**" in out
    assert "\n๒. นายแทน ทดสอบ  รองคณบดี (แทน นางทดลอง สอง)  \n" in out
    assert not [line for line in out.splitlines() if any(digit in line for digit in "0123456789")]


def test_the_other_papers(ask: Callable[..., Run]) -> None:
    """The agenda without its verb, the sheet to sign in on, the text to paste."""
    agenda = ask("meeting agenda mt")
    assert agenda.out == ask("meeting agenda print mt").out
    assert agenda.out.splitlines()[::2][:6] == [
        "# ระเบียบวาระการประชุมคณะกรรมการทดสอบ",
        "**ครั้งที่ 2/2567**  ",
        "**ณ ห้องประชุมสมมุติ**",
        "---",
        "## ระเบียบวาระที่ 1  เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
        "## ระเบียบวาระที่ 2  เรื่องสืบเนื่อง",
    ]
    assert ask("meeting sign-in mt").out.splitlines()[-9:-4] == [
        "| 1 | ผศ.สมมุติ หนึ่ง | อธิการบดี มหาวิทยาลัยทดสอบ |  |  |",
        "| 2 | นายแทน ทดสอบ | รองคณบดี (แทน นางทดลอง สอง) |  |  |",
        "| 3 | นายลองดู สี่ |  |  |  |",
        "| 4 | นายตัวอย่าง สาม | นักวิชาการ คณะตัวอย่าง |  |  |",
        "| 5 |  |  |  |  |",
    ]
    assert ask("meeting invite mt").out == INVITATION
    data = json.loads(ask("meeting invite mt --json").out)
    assert (data["kind"], data["fields"]["number"], list(data["parts"])) == (
        "invitation", "2/2567", ["heading", "when", "items", "contact"],
    )  # fmt: skip


INVITATION = """\
ขอเชิญร่วมการประชุมคณะกรรมการทดสอบ ครั้งที่ 2/2567
เมื่อ วันพุธที่ 4 กันยายน 2567 เวลา 09.30–12.00 น.
ณ ห้องประชุมสมมุติ
ระเบียบวาระ
1  เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ
2  เรื่องสืบเนื่อง
3  เรื่องเพื่อพิจารณา
3.1  แผนงานปี 2568
ผู้จัด มหาวิทยาลัยทดสอบ
"""


def test_a_template_of_the_office_is_filled(ask: Callable[..., Run], office: Netreg) -> None:
    assert ask("meeting minutes --write-template own.docx").code == 0
    document = Document(str(office.folder / "own.docx"))
    document.paragraphs[0].insert_paragraph_before("สำเนาของ {{ title }} {{ number }}")
    document.save(str(office.folder / "own.docx"))
    assert ask("meeting minutes mt --template own.docx --out made.docx").code == 0
    made = Document(str(office.folder / "made.docx"))
    assert [paragraph.text for paragraph in made.paragraphs][:2] == [
        "สำเนาของ คณะกรรมการทดสอบ 2/2567",
        "รายงานการประชุมคณะกรรมการทดสอบ",
    ]


def test_the_reference_names_every_part_and_field() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference.md").read_text(encoding="utf-8")
    section = page.partition("## Papers of a meeting")[2].partition("\n## ")[0]
    names = {*FIELDS, *(part for parts in PARTS.values() for part in parts), *(style.name for style in STYLES)}
    assert {name for name in names if f"`{name}`" not in section and f"{{{{ {name} }}}}" not in section} == {
        "Paper Text 2",
        "Paper Text 3",
    }


def test_the_sheet_is_a_table_whose_head_is_on_every_page(ask: Callable[..., Run], office: Netreg) -> None:
    """The parts of its properties stand in the order of ISO/IEC 29500, without which Word may not open the file."""
    assert ask("meeting sign-in mt --out sign.docx").code == 0
    document = Document(str(office.folder / "sign.docx"))
    (table,) = document.tables
    assert [child.tag.rpartition("}")[2] for child in table._tbl.tblPr] == [
        "tblW",
        "tblBorders",
        "tblLayout",
        "tblLook",
    ]
    assert [row._tr.xpath("boolean(w:trPr/w:tblHeader)") for row in table.rows] == [True] + [False] * 9
    assert all(row._tr.xpath("boolean(w:trPr/w:cantSplit)") for row in table.rows)


def write_template(office: Netreg, name: str, *lines: str, head: str = "") -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    document.save(str(office.folder / name))


@pytest.mark.usefixtures("in_english")
def test_what_cannot_be_written_is_refused(ask: Callable[..., Run], office: Netreg) -> None:
    """In one line with a reason; no file is left behind, none is replaced."""
    write_template(office, "unknown.docx", "{{p text }}", "{{ budget }} {{ logo }}")
    write_template(office, "cut.docx", "{{p text }}", "{{ title ")
    write_template(office, "open.docx", "{{p text }}", "{% for x in title %}")
    write_template(office, "inline.docx", "ก {{ text }} ข")
    write_template(office, "empty.docx", "ก")
    write_template(office, "inner.docx", "{{p text }}", "{{ title.__class__.x }}")
    write_template(
        office,
        "loop.docx",
        "{{p text }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}ก{% endfor %}{% endfor %}",
    )
    write_template(office, "grow.docx", "{{p text }}", "{{ title * 1000000000 }}")
    write_template(office, "filter.docx", "{{p text }}", "{{ title|center(2000000000) }}")
    write_template(office, "deep.docx", "{{p text }}", "{{ " + "(" * 3000 + "title" + ")" * 3000 + " }}")
    write_template(office, "run.docx", "ก {{r text }} ข")
    write_template(office, "head.docx", "{{p text }}", head="ก {{ heading }} ข")
    (office.folder / "fake.docx").write_bytes(b"PK no archive")
    with ZipFile(office.folder / "zip.docx", "w") as packed:
        packed.writestr("a", "b")
    (office.folder / "there.md").write_text("kept", encoding="utf-8")
    assert ask("meeting add ประชุมหน้า --code next --on 2570-01-01").code == 0
    assert ask("meeting add ประชุมเลิก --code off --on 2567-01-01 --state cancelled").code == 0
    cases = (
        ("minutes next", 1, "meeting next has no minutes: it was not held"),
        ("minutes off", 1, "meeting off has no minutes: it was not held"),
        ("minutes mt --as-of 2560-01-01", 1, "meeting mt has no minutes: it was not held"),
        ("sign-in off", 1, "meeting off does not take place"),
        ("invite off", 1, "meeting off does not take place"),
        ("minutes", 2, "no meeting given"),
        ("minutes nobody", 1, "there is no meeting 'nobody'"),
        ("agenda lsit mt", 2, "no such command 'lsit'; did you mean: netreg meeting agenda list mt?"),
        ("agenda nobody", 1, "there is no meeting 'nobody'"),
        ("minutes mt --out x.pdf", 2, "cannot write a paper as pdf"),
        ("minutes mt --format docx", 2, "a Word file is not for the screen"),
        ("minutes mt --format pdf", 2, "--format"),
        ("minutes mt --out there.md", 77, "there.md already exists"),
        ("minutes mt --out no/x.docx", 66, "no such folder: no"),
        ("minutes mt --template unknown.docx", 2, "--template is for Word files alone"),
        ("minutes mt --template none.docx --out x.docx", 66, "no such file: none.docx"),
        ("minutes mt --template unknown.docx --out x.docx", 65, "unknown.docx: unknown field budget, logo"),
        ("minutes mt --template cut.docx --out x.docx", 65, "cut.docx: a field is not written right"),
        ("minutes mt --template open.docx --out x.docx", 65, "open.docx: a field is not written right"),
        ("minutes mt --template inline.docx --out x.docx", 65, "inline.docx: a part of the paper stands within a line"),
        ("minutes mt --template empty.docx --out x.docx", 65, "empty.docx has no field for a part of the paper"),
        ("minutes mt --template inner.docx --out x.docx", 65, "inner.docx: a field is not written right: 'getattr' is"),
        ("minutes mt --template loop.docx --out x.docx", 65, "loop.docx: a field is not written right: 'for' is"),
        ("minutes mt --template grow.docx --out x.docx", 65, "'mul' is neither a field nor a condition"),
        ("minutes mt --template filter.docx --out x.docx", 65, "'filter' is neither a field nor a condition"),
        ("minutes mt --template deep.docx --out x.docx", 65, "too many brackets within brackets"),
        ("minutes mt --template run.docx --out x.docx", 65, "run.docx: a part of the paper stands within a line"),
        ("minutes mt --template head.docx --out x.docx", 65, "head.docx: a part of the paper stands within a line"),
        ("minutes mt --template /dev/zero --out x.docx", 65, "/dev/zero is not a file"),
        ("minutes mt --out x.docx --format html", 2, "--format html contradicts the name x.docx"),
        ("minutes mt --template fake.docx --out x.docx", 65, "fake.docx is not a Word template"),
        ("minutes mt --template zip.docx --out x.docx", 65, "zip.docx is not a Word template"),
        ("minutes --write-template x.md", 2, "a template is a Word file"),
        ("minutes mt --write-template x.docx", 2, "--write-template writes a template alone"),
    )
    before = {path.name: path.read_bytes() for path in office.folder.iterdir() if path.is_file()}
    wrong = []
    for line, code, sentence in cases:
        run = ask(f"meeting {line}")
        if (run.code, run.out, run.err.count("\n")) != (code, "", 1) or sentence not in run.err:
            wrong.append((line, run.code, run.out[:60], run.err))
    assert wrong == []
    assert {path.name: path.read_bytes() for path in office.folder.iterdir() if path.is_file()} == before


def test_a_dash_is_the_standard_output(ask: Callable[..., Run], office: Netreg) -> None:
    """In each format, Word too."""
    assert ask("meeting minutes mt --out -") == ask("meeting minutes mt")
    assert ask("meeting minutes mt --out - --format html") == ask("meeting minutes mt --format html")
    assert ask("meeting invite mt --out -").out == INVITATION
    assert ask("meeting minutes --write-template -").code == 2
    assert ask("org list --out -") == ask("org list")
    assert not (office.folder / "-").exists()


@pytest.mark.usefixtures("in_english")
def test_what_is_not_recorded_is_told(ask: Callable[..., Run]) -> None:
    """The blanks of the form with the fields that fill them, and who of the body stands in no list."""
    assert ask("meeting minutes first").err == (
        "netreg: left blank: ณ, เลิกประชุมเวลา, ผู้จดรายงานการประชุม, ผู้ตรวจรายงานการประชุม; fill in with "
        "'netreg meeting edit first venue=… ends_at=… minutes_by=… checked_by=…'\n"
        "netreg: in no list, since nothing says whether they came (2): นางทดลอง สอง, นายตัวอย่าง สาม; "
        "type 'netreg meeting attend first MEMBER --presence absent'\n"
    )


@pytest.mark.usefixtures("in_english")
def test_inviting_a_unit_is_another_command(register: Netreg) -> None:
    """Whoever names a unit behind ``meeting invite`` is told what to type, and that works."""
    register("org", "add", "คณะหนึ่ง สมมุติ", "--code", "u1")
    register("meeting", "add", "ประชุมสมมุติ", "--on", "2025-01-15", "--code", "m1")
    run = register("meeting", "invite", "m1", "คณะหนึ่ง สมมุติ")
    assert run.code == 2
    assert run.err.endswith("; to invite them, type: netreg meeting invitation add MEETING ORG\n")
    assert register("meeting", "invitation", "add", "m1", "คณะหนึ่ง สมมุติ").code == 0
