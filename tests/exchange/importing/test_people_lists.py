"""Lists of people as offices keep them: what the register holds after the first command, and after the second."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.conftest import Netreg


class PeopleList(NamedTuple):
    """A list, the rows of `member list` after it, and texts that the messages have."""

    rows: str
    shown: tuple[str, ...]
    said: tuple[str, ...] = ()
    command: str = "member import - --create-missing"
    columns: str = "name,current_posts,phone"


LISTS = {
    "an export of a database of human resources": PeopleList(
        "EMP_ID;PREFIX_NAME;FNAME_TH;LNAME_TH;POSITION_NO;POSITION_NAME;LEVEL_NAME;DEPT_CODE;DEPT_NAME;FAC_NAME;STATUS\n"
        "0012;น.ส.;ทดสอบ;สมมุติกุล;1235;บรรณารักษ์;ชำนาญการ;0204;งานบริการ;สำนักทดสอบ;ปฏิบัติงาน\n"
        "0013;นาย;ลองดู;สมมุติกุล;1236;บรรณารักษ์;ชำนาญการ;0204;งานบริการ;สำนักทดสอบ;เกษียณอายุ\n"
        "0014;นาย;มาใหม่;สมมุติกุล;1237;บรรณารักษ์;;0204;งานบริการ;สำนักทดสอบ;โอนมาจากกรมสมมุติ\n",
        ("น.ส.ทดสอบ สมมุติกุล\tบรรณารักษ์ งานบริการ\t", "นายมาใหม่ สมมุติกุล\tบรรณารักษ์ งานบริการ\t"),
        ("POSITION_NO, DEPT_CODE (รหัสหรือเลขที่ของอีกคอลัมน์)", ":3: ไม่นำเข้า", "เกษียณอายุ"),
    ),
    "registrations of a webinar": PeopleList(
        "First Name,Last Name,Phone,Organization,Job Title,Registration Time,Approval Status\n"
        "สมมุติ,จองดี,0812345611,สำนักทดสอบ,บรรณารักษ์,11/13/2026 08:50:11 AM,approved\n"
        "ทดสอบ,จองไม่ได้,,สำนักทดสอบ,,11/13/2026 08:50:11 AM,denied\n",
        ("สมมุติ จองดี\tบรรณารักษ์ สำนักทดสอบ\t0812345611",),
        ("denied", "Registration Time (ทะเบียนไม่เก็บ)"),
    ),
    "participants of a course": PeopleList(
        "First name,Last name,ID number,Institution,Department,Email address,Last downloaded from this course\n"
        "สมมุติ,เรียนดี,6510110001,มหาวิทยาลัยทดสอบ,คณะลองดู,a@example.ac.th,1764000000\n",
        ("สมมุติ เรียนดี\tคณะลองดู\t",),
    ),
    "names and positions in one cell below headings of two rows": PeopleList(
        "ลำดับที่,ชื่อ - นามสกุล / ตำแหน่ง,หมายเลขโทรศัพท์,,e-mail\n,,สำนักงาน,มือถือ,\n"
        '๑,"ศ.ดร.สมมุติ  บริหารดี\nอธิการบดี",๐-๗๔๒๘-๒๐๐๐ ต่อ ๑๐๑,๐๘๑-๒๓๔-๕๖๗๘,\n'
        '๒,"ผศ.ทดสอบ บริหารงาม\nรองอธิการบดี",๐-๗๔๒๘-๒๐๐๑,,\n๓,"(ว่าง)\nผู้ช่วยอธิการบดี",,,\n',
        ("ผศ.ทดสอบ บริหารงาม\tรองอธิการบดี\t074282001", "ศ.ดร.สมมุติ บริหารดี\tอธิการบดี\t074282000;ext=101, 0812345678"),
        ("ตำแหน่งว่าง",),
    ),
    "names and units in one cell": PeopleList(
        'ที่,ชื่อ-สกุล/หน่วยงาน,โทร\n1,"นายสมมุติ ทดสอบ\nสำนักทดสอบ",0812345678\n2,นางลองดู ทดสอบ / สำนักทดสอบ,\n',
        ("นายสมมุติ ทดสอบ\tสำนักทดสอบ\t0812345678", "นางลองดู ทดสอบ\tสำนักทดสอบ\t"),
    ),
    "the unit above the headings, signatures below": PeopleList(
        "แบบสำรวจรายชื่อ,,,\nหน่วยงาน สำนักทดสอบ,,,\nลำดับ,ชื่อ,สกุล,โทรศัพท์\n1,นายสมมุติ,ทดสอบ,074-282001\n2,-,-,-\n,,,\n"
        ",,,ลงชื่อ...................ผู้รายงาน\n,,,(นายลองดู รายงาน)\n,,,เลขานุการ\n",
        ("นายสมมุติ ทดสอบ\tสำนักทดสอบ\t074282001",),
        ("แถวที่มีแต่ลำดับ", "ข้อความใต้ลายมือชื่อ"),
    ),
    "an order with who signed it": PeopleList(
        "ลำดับ,รายชื่อ,ตำแหน่ง\n๑,นายสมมุติ ทดสอบ,คณบดี\n๒,นางลองดู ทดสอบ,อาจารย์\nสั่ง ณ วันที่ ๑ พฤศจิกายน พ.ศ. ๒๕๖๙,,\n"
        ",,(ศาสตราจารย์ ดร.สมมุติ อำนวยการ)\n,,อธิการบดี\n",
        ("นายสมมุติ ทดสอบ\tคณบดี\t", "นางลองดู ทดสอบ\tอาจารย์\t"),
    ),
    "a telephone list with rooms": PeopleList(
        "ชื่อ-สกุล,ตำแหน่ง,เบอร์ภายใน\nนายสมมุติ ทดสอบ,คณบดี,1101\nห้องประชุม 1,,1120\nโทรสาร,,1121\n",
        ("นายสมมุติ ทดสอบ\tคณบดี\t;ext=1101",),
        ("สถานที่ สิ่งของ หรือบริการ",),
    ),
    "English names below the Thai ones": PeopleList(
        "ที่,ชื่อ-สกุล,ตำแหน่ง,E-mail\n"
        "1,รศ.ดร.สมมุติ ทองทดสอบ,อาจารย์,a@example.ac.th\n,Assoc. Prof. Dr. Sommut Thongtodsob,Lecturer,\n"
        "2,นางสาวทดลอง นาคทดสอบ,,b@example.ac.th\n,Miss Todlong Naktodsob,,\n3,นายไม่มี ทดสอบ,,\n",
        (
            "รศ.ดร.สมมุติ ทองทดสอบ\tAssoc. Prof. Dr. Sommut Thongtodsob\ta@example.ac.th",
            "นางสาวทดลอง นาคทดสอบ\tMiss Todlong Naktodsob\tb@example.ac.th",
            "นายไม่มี ทดสอบ\t\t",
        ),
        columns="name,name_latin,email",
    ),
    "both names in one cell": PeopleList(
        'ชื่อ-สกุล,อีเมล\n"ดร.สมมุติ ทองทดสอบ\nDr. Sommut Thongtodsob",a@example.ac.th\nMr. Longdu Todsob (นายลองดู ทดสอบ),\n'
        "นางทดลอง ทดสอบ / Mrs. Todlong Todsob,\n",
        (
            "ดร.สมมุติ ทองทดสอบ\tDr. Sommut Thongtodsob\ta@example.ac.th",
            "นายลองดู ทดสอบ\tMr. Longdu Todsob\t",
            "นางทดลอง ทดสอบ\tMrs. Todlong Todsob\t",
        ),
        columns="name,name_latin,email",
    ),
    "several people in one cell": PeopleList(
        'ลำดับ,หน่วยงาน,รายชื่อ,อีเมล\n1,กองทดสอบ,"1. นายสมมุติ หนึ่ง\n2. นางทดสอบ สอง","a@example.ac.th\nb@example.ac.th"\n'
        "2,กองลองดู,นายสมมุติ สาม,\n3,กองสมมุติ,-,\n",
        (
            "นายสมมุติ หนึ่ง\tกองทดสอบ\ta@example.ac.th",
            "นางทดสอบ สอง\tกองทดสอบ\tb@example.ac.th",
            "นายสมมุติ สาม\tกองลองดู\t",
        ),
        ("ไม่มีชื่อผู้ใด",),
        columns="name,current_posts,email",
    ),
    "answers of a form of Microsoft": PeopleList(
        "Id,Start time,Completion time,Email,Name,ชื่อ - นามสกุล,หน่วยงาน,เบอร์โทรศัพท์,ความคาดหวัง\n"
        "1,11/10/26 9:01:22,11/10/26 9:03:10,anonymous,,นายสมมุติ แบบฟอร์ม,กองทดสอบ,0812345671,ได้ความรู้\n",
        ("นายสมมุติ แบบฟอร์ม\tกองทดสอบ\t0812345671",),
    ),
    "births in Thai digits": PeopleList(
        "ชื่อ-สกุล,วัน เดือน ปี เกิด\nนายสมมุติ หนึ่ง,๑๒ ม.ค. ๓๐\nนางทดสอบ สอง,๑ ก.พ. ๒๕๓๑\n",
        ("นายสมมุติ หนึ่ง\t1987-01-12", "นางทดสอบ สอง\t1988-02-01"),
        columns="name,birth_date",
    ),
    "a second address on the next line": PeopleList(
        'ชื่อ-สกุล,อีเมล\nนายสมมุติ หนึ่ง,"a@example.ac.th\nb@example.ac.th"\n',
        ("นายสมมุติ หนึ่ง\t\t",),
        ("ไม่ได้เก็บที่อยู่อื่น: b@example.ac.th",),
    ),
    "a card with a number behind a pause": PeopleList(
        "BEGIN:VCARD\nVERSION:3.0\n"
        "N:ทดสอบ;สมมุติ;;นาย;\nFN:นายสมมุติ ทดสอบ\nTEL:074 282 101\\,12\nTEL:+66 74 282 102 x 7\nEND:VCARD\n",
        ("นายสมมุติ ทดสอบ\t\t074282101;ext=12, 074282102;ext=7",),
    ),
}  # fmt: skip
"""The lists that were tried, by what they are."""


def test_lists_of_people_come_in_as_they_are(register: Netreg) -> None:
    wrong = {}
    for name, one in LISTS.items():
        run = register(*shlex.split(one.command), stdin=one.rows)
        listed = register("member", "list", "--all", "--columns", one.columns, "--no-header").out.splitlines()
        again = register("--lang", "en", *shlex.split(one.command), stdin=one.rows)
        unchanged = "0 new, 0 changed" in again.err
        if (
            run.code
            or sorted(listed) != sorted(one.shown)
            or any(text not in run.err for text in one.said)
            or not unchanged
        ):
            wrong[name] = (run.err, listed, again.err)
        if not run.code:
            register("undo")
            while register("member", "list", "--all", "--no-header").out:
                register("undo")
    assert not wrong


def test_what_is_said_of_nobody_in_particular_is_left_to_a_person(register: Netreg) -> None:
    """One telephone for two people, or a position: the row is refused as it was."""
    for more in ("0812345678,", ",a@example.ac.th"):
        table = f'ชื่อ-สกุล,โทร,อีเมล\n"นายสมมุติ หนึ่ง\nนางทดสอบ สอง",{more}\n'
        run = register("member", "import", "-", stdin=table)
        assert (run.code, "หลายคน" in run.err) == (65, True), run.err


def test_chats_are_no_tables(register: Netreg) -> None:
    run = register("member", "import", "-", stdin="[LINE] ประวัติการแชท\n2026.11.18\n09:01 สมมุติ สวัสดี\n")
    assert (run.code, "ประวัติการสนทนาของ LINE" in run.err) == (65, True)
    brackets = register(
        "member", "import", "-", "--create-missing", stdin="[1] ชื่อ-สกุล,[2] โทร\nนายสมมุติ ทดสอบ,0812345678\n"
    )
    assert "JSON" not in brackets.err


def test_no_time_is_offered_as_a_number(register: Netreg) -> None:
    """What is offered to be typed takes neither a day for a number nor few digits for a telephone."""
    table = "ชื่อ-สกุล,Registering Time,ห้องเลข\nนายสมมุติ ทดสอบ,11/13/2026 08:50,1234\n"
    run = register("member", "import", "-", stdin=table)
    assert "external_key" not in run.err.split("--map", 1)[-1]
    assert "=phone" not in run.err
