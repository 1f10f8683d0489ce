"""Rows that are no records: left out with the reason, counted, neither rejected nor imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netreg.entities import BY_NAME
from netreg.exchange.columns.cell_columns import RowRemarks
from netreg.exchange.columns.left_out_rows import LeftOutRows
from netreg.exchange.headings import table_headings
from netreg.exchange.tables.source_tables import SourceRow

if TYPE_CHECKING:
    from tests.conftest import Netreg

NUMBER, VACANT, TITLE = "a row with its number alone", "a vacant post", "a title between the rows"
TOTAL, AGAIN, NOTE = "a total", "the headings again", "a note below the table"
SIGN, BELOW = "a line to sign on", "below a signature"


class Table(NamedTuple):
    """A table of a kind, and why each of its rows is left out, by its number."""

    kind: str
    table: str
    left_out: dict[int, str]


TABLES = {
    "teachers with sections": Table(
        "person",
        """ที่,ชื่อ-สกุล,ตำแหน่ง,โทรศัพท์
        ฝ่ายบริหาร,,,
        1,นายสมมุติ ตัวอย่าง,ผู้อำนวยการ,0811111111
        ,ครูผู้สอน,,
        2,นางสาวทดสอบ ตัวอย่าง,ครู,
        ,กลุ่มสาระการเรียนรู้ภาษาไทย,,
        3,ทดลอง นามสมมุติ,,
        ,ลูกจ้างประจำ,ลูกจ้างประจำ,
        4,นายเสมือน จริง,ลูกจ้าง,
        5,,,
        ,รวม 4 คน,,
        ,รวมทั้งสิ้น,4,""",
        {0: TITLE, 2: TITLE, 4: TITLE, 6: TITLE, 8: NUMBER, 9: TOTAL, 10: TOTAL},
    ),
    "no numbers, vacant posts, a second page": Table(
        "person",
        """ชื่อ-สกุล,ตำแหน่ง,หน่วยงาน
        ว่าง,อาจารย์,วิทยา
        -ว่าง-,อาจารย์,วิทยา
        (ว่าง),อาจารย์,วิทยา
        อัตราว่าง,อาจารย์,วิทยา
        นายสว่าง ทดสอบ,อาจารย์,วิทยา
        ชื่อ-สกุล,ตำแหน่ง,หน่วยงาน
        ว่างเดิม,อาจารย์,วิทยา
        นางรวมพร ตัวอย่าง,อาจารย์,วิทยา
        Total,2,
        หมายเหตุ : ข้อมูลสมมุติ,,
        ลงชื่อ.......................ผู้รายงาน,,
        (นายสมมุติ ตัวอย่าง),,
        ผู้อำนวยการโรงเรียน,,""",
        {
            0: VACANT,
            1: VACANT,
            2: VACANT,
            3: VACANT,
            5: AGAIN,
            6: VACANT,
            8: TOTAL,
            9: NOTE,
            10: SIGN,
            11: BELOW,
            12: BELOW,
        },
    ),
    "who made the list, without a line to sign on": Table(
        "person",
        """ที่,ชื่อ-สกุล,ตำแหน่ง
        1,นายสมมุติ ตัวอย่าง,ผู้ตรวจสอบภายใน
        2,นางทดสอบ ตัวอย่าง,ผู้รายงาน
        ผู้จัดทำ,นางสมมุติ ทดสอบ,
        ,ผู้รับรองข้อมูล นายทดลอง จริง,
        ,หัวหน้าฝ่าย,""",
        {2: SIGN, 3: SIGN, 4: BELOW},
    ),
    "a list of nothing but names": Table(
        "person",
        """ชื่อ-สกุล,โทรศัพท์
        สมมุติ ตัวอย่าง,
        นางทดสอบ ตัวอย่าง,
        กานดา,
        รวม 3 คน,""",
        {3: TOTAL},
    ),
    "one person with nothing but a name": Table(
        "person",
        """ชื่อ,นามสกุล,อีเมล,โทรศัพท์
        สมมุติ,ตัวอย่าง,a@example.org,0811111111
        นางทดสอบ,,,
        กานดา,,,
        เสมือน,จริง,b@example.org,""",
        {},
    ),
    "names in two columns": Table(
        "person",
        """คำนำหน้า,ชื่อ,นามสกุล,ตำแหน่ง
        บุคลากรสายสนับสนุน,,,
        นาย,สมมุติ,ตัวอย่าง,นักวิชาการ
        ,ว่าง,,นักวิชาการ
        ,ว่าง,ว่าง,นักวิชาการ
        ,สายวิชาการ,,
        นาง,ทดสอบ,ตัวอย่าง,อาจารย์""",
        {0: TITLE, 2: VACANT, 3: VACANT, 4: TITLE},
    ),
    "totals in any column": Table(
        "person",
        """ที่,ชื่อ,สกุล,ตำแหน่ง
        1,นายสมมุติ,ตัวอย่าง,ครู
        2,นางรวม,จำนวนจริง,ครู
        รวม,1,คน,
        ,รวมทั้งสิ้น,4,คน
        ,,รวม 4 คน,
        Total,4,persons,
        ,ยอดรวม,=COUNTA(B2:B5),คน
        รวม,ชาย 1,หญิง 3,
        รวมทั้งสิ้น,จำนวน,4,รูป
        รวมทั้งสิ้น,#N/A,คน,
        รวมบุคลากร,5,คน,
        จำนวน,๕,รูป/คน,
        =A3+1,,,
        รวม,นายสมมุติ,คน,""",
        {**dict.fromkeys(range(2, 12), TOTAL), 12: NUMBER},
    ),
    "schools under their districts": Table(
        "organisation",
        """ลำดับที่,ชื่อองค์กร,จังหวัด
        ,อำเภอเมืองสมมุติ,
        1,โรงเรียนบ้านตัวอย่าง,ขอนแก่น
        2,โรงเรียนบ้านทดสอบ,ขอนแก่น
        อำเภอตัวอย่าง,,
        3,โรงเรียนวัดสมมุติ,
        4,,
        ,รวม 3 โรง,
        ,ที่มา: ข้อมูลสมมุติ,""",
        {0: TITLE, 3: TITLE, 5: NUMBER, 6: TOTAL, 7: NOTE},
    ),
    "organisations with nothing but names": Table(
        "organisation",
        """รหัส,ชื่อองค์กร,จังหวัด
        a,กลุ่มงานตัวอย่าง,ขอนแก่น
        b,,
        ,คณะสมมุติ,
        ,ฝ่ายวิจัย,""",
        {},
    ),
    "agreements by country": Table(
        "agreement",
        """ที่,ชื่อข้อตกลง,วันที่ลงนาม,ระยะเวลา
        ประเทศตัวอย่าง,ประเทศตัวอย่าง,ประเทศตัวอย่าง,ประเทศตัวอย่าง
        1,ความร่วมมือสมมุติ,1 ม.ค. 2565,2 ปี
        ,ภายในประเทศ,,
        2,ความร่วมมือทดสอบ,2 ม.ค. 2565,2 ปี
        3,,,
        รวมทั้งสิ้น 2 ฉบับ,,,""",
        {0: TITLE, 2: TITLE, 4: NUMBER, 5: TOTAL},
    ),
    "attendance": Table(
        "attendance",
        """ลำดับ,ชื่อผู้เข้าประชุม,บทบาท
        ผู้มาประชุม,,
        1,นายสมมุติ ตัวอย่าง,ประธาน
        ,ผู้เข้าร่วมประชุม,
        2,นางทดสอบ ตัวอย่าง,""",
        {0: TITLE, 2: TITLE},
    ),
}


def test_rows_that_are_no_records_are_left_out_with_the_reason() -> None:
    found = {name: _find_left_out(table) for name, table in TABLES.items()}
    assert found == {name: table.left_out for name, table in TABLES.items()}


def _find_left_out(table: Table) -> dict[int, str]:
    rows = [[cell.strip() for cell in line.split(",")] for line in table.table.splitlines()]
    lines = [SourceRow(number, row) for number, row in enumerate(rows)]
    mapping = {"ชื่อผู้เข้าประชุม": "name_as_recorded"} if table.kind == "attendance" else {}
    headed = table_headings.match_headings(
        BY_NAME[table.kind], "table", lines, table_headings.HeadingOptions(mapping), headed=True
    )
    remarks = RowRemarks([], [], [], [], [], [])
    numbers = tuple(range(len(rows) - 1))
    kept, _cells = LeftOutRows(headed).leave_out((numbers,) * 3, list(zip(*rows[1:], strict=True)), remarks, {})
    assert sorted([*kept[0], *(number for number, *_rest in remarks.left_out)]) == list(numbers)
    return {number: reason for number, _line, _content, reason in remarks.left_out}


def test_rows_left_out_are_counted_and_told(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    rows = ["1,นายสมมุติ,ตัวอย่าง", "2,,", '3,"",', "4,นางสมมุติ,ทดสอบ", "รวม 2 คน", "ครูผู้สอน"]
    file.write_text("\n".join(["ที่,ชื่อ,นามสกุล", *rows, ""]), encoding="utf-8")
    found = netreg("--lang", "en", "member", "import", str(file), "--json").data[0]
    counts = {"rows": 6, "new": 2, "rejected": 0, "left_out": 4}
    assert {name: found[name] for name in counts} == counts
    told = [(one["note"], one["rows"], one["lines"], one["value"]) for one in found["left_out_rows"]]
    assert told == [
        (NUMBER, 2, [3, 4], "2"), (TOTAL, 1, [6], "รวม 2 คน"), (TITLE, 1, [7], "ครูผู้สอน"),
    ]  # fmt: skip
    listed = netreg("member", "list", "--all", "--json").data
    assert {row["name"] for row in listed} == {"นายสมมุติ ตัวอย่าง", "นางสมมุติ ทดสอบ"}


def test_a_name_that_goes_on_in_the_next_row_is_refused(netreg: Netreg) -> None:
    netreg("init")
    file = netreg.folder / "list.csv"
    file.write_text("ที่,ชื่อ-สกุล,ตำแหน่ง\n1,นายสมมุติ ตัวอย่าง,ครู\n2,นางสาวทดสอบ,ครู\n,นามยาว,\n", encoding="utf-8")
    run = netreg("member", "import", "list.csv")
    assert (run.code, run.out) == (65, "")
    assert run.err.splitlines()[0] == "list.csv:3: ชื่อ-สกุล 'นางสาวทดสอบ': ชื่อต่ออยู่ในบรรทัด 4; ให้รวมสองแถวเป็นแถวเดียว"
