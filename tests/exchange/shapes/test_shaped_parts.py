"""Tables whose shape says what no column does: each imported by one command, and what the register then holds."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.conftest import Netreg


class Shaped(NamedTuple):
    """A table, what the command says besides the counts, and a list with what it then shows."""

    command: str
    rows: str
    said: str
    listed: str
    shown: tuple[str, ...]


UNITS = "org list --columns name_th,parent,phone --sort id"
TREE = (
    "สำนักหนึ่ง\t\t021111111",
    "ฝ่ายก\tสำนักหนึ่ง\t",
    "งานธุรการ\tฝ่ายก\t021111113",
    "ฝ่ายข\tสำนักหนึ่ง\t",
    "สำนักสอง\t\t",
    "งานธุรการ\tสำนักสอง\t",
)
PHONES = ("02-111-1111", "", "02-111-1113", "", "", "")
PEOPLE = "member list --all --columns name,current_posts,phone --sort id"


def write_tree(names: tuple[str, ...], heading: str = "ชื่อหน่วยงาน", *, numbers: str = "") -> str:
    """Write a table of units, their names as given, with numbers of their own in the first column or none."""
    cells = numbers.split() or [""] * len(names)
    rows = zip(cells, names, PHONES, strict=True)
    return f"ลำดับ\t{heading}\tโทรศัพท์\n" + "".join("\t".join(row) + "\n" for row in rows)


TREES = {
    "blanks": ("สำนักหนึ่ง", "  ฝ่ายก", "    งานธุรการ", "  ฝ่ายข", "สำนักสอง", "  งานธุรการ"),
    "more blanks, one a slip": ("สำนักหนึ่ง", "    ฝ่ายก", "\u00a0       งานธุรการ", "     ฝ่ายข", "สำนักสอง", "    งานธุรการ"),
    "bullets": ("สำนักหนึ่ง", "- ฝ่ายก", "-- งานธุรการ", "- ฝ่ายข", "สำนักสอง", "- งานธุรการ"),
    "lines": ("สำนักหนึ่ง", "├── ฝ่ายก", "│   └── งานธุรการ", "└── ฝ่ายข", "สำนักสอง", "└── งานธุรการ"),
    "numbers": ("1. สำนักหนึ่ง", "1.1 ฝ่ายก", "1.1.1 งานธุรการ", "1.2 ฝ่ายข", "2. สำนักสอง", "2.1 งานธุรการ"),
    "thai numbers": ("๑. สำนักหนึ่ง", "๑.๑ ฝ่ายก", "๑.๑.๑ งานธุรการ", "๑.๒ ฝ่ายข", "๒. สำนักสอง", "๒.๑ งานธุรการ"),
    "numbers of several sorts": ("1. สำนักหนึ่ง", "(1) ฝ่ายก", "ก. งานธุรการ", "(2) ฝ่ายข", "2. สำนักสอง", "(1) งานธุรการ"),
}
NAMES = ("สำนักหนึ่ง", "ฝ่ายก", "งานธุรการ", "ฝ่ายข", "สำนักสอง", "งานธุรการ")
SAID = "4 หน่วยงานอยู่ใต้หน่วยงานอื่น"
TABLES = (
    *(Shaped("org import -", write_tree(names), SAID, UNITS, TREE) for names in TREES.values()),
    Shaped("org import -", write_tree(NAMES, numbers="1 1.1 1.1.1 1.2 2 2.1"), SAID, UNITS, TREE),
    Shaped(
        "org import -",
        "สำนัก,กลุ่ม/ฝ่าย,งาน,โทร\nสำนักหนึ่ง,,,021111111\n,ฝ่ายก,,\n,,งานธุรการ,021111113\n,ฝ่ายข,,\nสำนักสอง,,,\n,,งานธุรการ,\n",
        "จากคอลัมน์ สำนัก, กลุ่ม/ฝ่าย, งาน",
        UNITS,
        TREE,
    ),
    Shaped(
        "org import -",
        "หน่วยงานระดับ 1,หน่วยงานระดับ 2,หน่วยงานระดับ 3,โทร\nสำนักหนึ่ง,,,021111111\nสำนักหนึ่ง,ฝ่ายก,งานธุรการ,021111113\n"
        "สำนักหนึ่ง,ฝ่ายข,,\nสำนักสอง,งานธุรการ,,\n",
        "หน่วยงานระดับ 3",
        UNITS,
        TREE,
    ),
    Shaped(
        "org import -",
        "ชื่อหน่วยงาน,,,โทร\nสำนักหนึ่ง,,,021111111\n,ฝ่ายก,,\n,,งานธุรการ,021111113\n,ฝ่ายข,,\nสำนักสอง,,,\n,งานธุรการ,,\n",
        "ชื่อหน่วยงาน, @2, @3",
        UNITS,
        TREE,
    ),
    Shaped(
        "org import - --set parent=uni",
        "ชื่อหน่วยงาน\nสำนักหนึ่ง\n   ฝ่ายก\n",
        "1 หน่วยงาน",
        "org list --columns name_th,parent --sort id",
        ("มหาวิทยาลัยทดสอบ\t", "สำนักหนึ่ง\tมหาวิทยาลัยทดสอบ", "ฝ่ายก\tสำนักหนึ่ง"),
    ),
    Shaped(
        "org import -",
        "ที่\tรายชื่อโรงเรียน\n1\t1. บ้านหนึ่ง\n2\t2. บ้านสอง\n",
        "ตัดเลข",
        "org list --columns name_th,kind,parent --sort id",
        ("โรงเรียนบ้านหนึ่ง\tschool\t", "โรงเรียนบ้านสอง\tschool\t"),
    ),
    Shaped(
        "member import -",
        "ที่,ชื่อ-สกุล,เพศ,,สถานะ/ตำแหน่ง,,,มือถือ\n,,ชาย,หญิง,ผู้บริหาร,ครู,บุคลากรสนับสนุน,\n"
        "1,นายหนึ่ง ทดสอบ,/,,/,,,0891112221\n2,นางสอง ทดสอบ,,/,,✓,,\n3,นายสาม ทดสอบ,x,,,,X,\n",
        "สถานะ/ตำแหน่ง: ผู้บริหาร, ครู, บุคลากรสนับสนุน",
        PEOPLE,
        ("นายหนึ่ง ทดสอบ\tผู้บริหาร\t0891112221", "นางสอง ทดสอบ\tครู\t", "นายสาม ทดสอบ\tบุคลากรสนับสนุน\t"),
    ),
    Shaped(
        "member import -",
        "นาย,นาง,นางสาว,ชื่อ,นามสกุล,ครู,ผู้บริหาร\n1,0,0,หนึ่ง,ทดสอบ,,1\n,,1,สอง,ทดสอบ,1,\n",
        "คำนำหน้า: นาย, นาง, นางสาว; ตำแหน่ง: ครู, ผู้บริหาร",
        PEOPLE,
        ("นายหนึ่ง ทดสอบ\tผู้บริหาร\t", "นางสาวสอง ทดสอบ\tครู\t"),
    ),
    Shaped(
        "member import -",
        "ชื่อ-สกุล,หลักสูตรที่สนใจ,,โทร\n,Excel,AI,\nนายหนึ่ง ทดสอบ,✓,✓,0891112221\nนางสอง ทดสอบ,,✓,\n",
        "หมายเหตุ: หลักสูตรที่สนใจ",
        "member list --all --columns name,note --sort id",
        ("นายหนึ่ง ทดสอบ\tหลักสูตรที่สนใจ: Excel, AI", "นางสอง ทดสอบ\tหลักสูตรที่สนใจ: AI"),
    ),
    Shaped(
        "member import - --create-missing",
        "ที่,โรงเรียน,ผู้ประสานงานคนที่ 1,,,ผู้ประสานงานคนที่ 2,,\n,,ชื่อ-สกุล,ตำแหน่ง,มือถือ,ชื่อ-สกุล,ตำแหน่ง,มือถือ\n"
        "1,โรงเรียนก,นายหนึ่ง ทดสอบ,ครู,0891112221,นางสอง ทดสอบ,ผู้อำนวยการ,0891112222\n2,โรงเรียนข,นางสาม ทดสอบ,ครู,,,,\n",
        "ผู้ประสานงานคนที่ 2",
        PEOPLE,
        (
            "นายหนึ่ง ทดสอบ\tครู โรงเรียนก\t0891112221",
            "นางสาม ทดสอบ\tครู โรงเรียนข\t",
            "นางสอง ทดสอบ\tผู้อำนวยการ โรงเรียนก\t0891112222",
        ),
    ),
    Shaped(
        "member import - --create-missing",
        "หน่วยงาน,ชื่อผู้ประสานงาน 1,โทร 1,ชื่อผู้ประสานงาน 2,โทร 2\nกองก,นายหนึ่ง ทดสอบ,0891112221,นางสอง ทดสอบ,0891112222\n",
        "ชื่อผู้ประสานงาน 2",
        PEOPLE,
        ("นายหนึ่ง ทดสอบ\tกองก\t0891112221", "นางสอง ทดสอบ\tกองก\t0891112222"),
    ),
    Shaped(
        "member import - --create-missing",
        "โรงเรียน,ชื่อ-สกุล,โทร,ชื่อ-สกุล,โทร\nโรงเรียนก,นายหนึ่ง ทดสอบ,0891112221,นางสอง ทดสอบ,0891112222\n",
        "ทีละบุคคล",
        PEOPLE,
        ("นายหนึ่ง ทดสอบ\tโรงเรียนก\t0891112221", "นางสอง ทดสอบ\tโรงเรียนก\t0891112222"),
    ),
    Shaped(
        "member import - --create-missing",
        "โรงเรียน,ผู้อำนวยการ,,ครูแนะแนว,\n,ชื่อ-สกุล,โทร,ชื่อ-สกุล,โทร\n"
        "โรงเรียนก,นายหนึ่ง ทดสอบ,0891112221,นางสอง ทดสอบ,0891112222\n",
        "ทีละบุคคล",
        PEOPLE,
        ("นายหนึ่ง ทดสอบ\tผู้อำนวยการ โรงเรียนก\t0891112221", "นางสอง ทดสอบ\tครูแนะแนว โรงเรียนก\t0891112222"),
    ),
    Shaped(
        "member import -",
        "ชื่อ-สกุล,ชื่อผู้ปกครอง 1,โทร 1,ชื่อผู้ปกครอง 2,โทร 2\nนายหนึ่ง ทดสอบ,นายก ทดสอบ,0891112221,นางข ทดสอบ,0891112222\n",
        "หมายเหตุ: ชื่อผู้ปกครอง 1, ",
        PEOPLE,
        ("นายหนึ่ง ทดสอบ\t\t",),
    ),
)


def test_what_the_shape_of_a_table_says_is_read(netreg: Netreg) -> None:
    wrong: list[tuple[str, object, str]] = []
    for table in TABLES:
        netreg("init")
        if "=uni" in table.command:
            netreg("org", "add", "มหาวิทยาลัยทดสอบ", "--code", "uni")
        run = netreg(*shlex.split(table.command), stdin=table.rows)
        shown = tuple(netreg(*shlex.split(table.listed), "--no-header").out.splitlines())
        if run.code or table.said not in run.err or shown != table.shown:
            wrong.append((table.rows, shown, run.err))
        again = netreg(*shlex.split(table.command), stdin=table.rows)
        if not run.code and "เพิ่มใหม่ 0 แก้ไข 0" not in again.err:
            wrong.append((table.rows, "again", again.err))
        netreg.db.unlink()
    for one in wrong:
        print(*one, sep="\n")
    assert not wrong
