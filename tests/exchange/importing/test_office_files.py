"""Files as Thai offices keep them, each imported by one command: what the register then holds."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.conftest import Netreg

BEFORE = (
    "org add มหาวิทยาลัยตัวอย่าง --code uni",
    "org add สำนักหอสมุด --code lib --parent uni",
    "org add คณะวิทยาศาสตร์ --code fac --parent uni",
    "group add เครือข่ายทดสอบ --code net",
    "agreement add 'MOU ด้านสหกิจศึกษา'",
)


class OfficeFile(NamedTuple):
    """The command, the file, its rejected rows, a list, and what it shows."""

    command: str
    rows: str
    rejected: int
    listed: str
    shown: tuple[str, ...]


FILES = (
    OfficeFile(
        "group membership import - --group net --create-missing",
        "องค์กรสมาชิก\tผู้แทน\tตำแหน่ง\tอีเมล\tสถานะสมาชิก\tวันที่สมัคร\n"
        "มหาวิทยาลัยตัวอย่าง\tดร.สมมุติ ทดสอบ\tผู้อำนวยการ\ta@example.ac.th\tสามัญ\t1/1/2560\n"
        "สำนักหอสมุด\tนางลองดู ทดสอบ\tบรรณารักษ์\t\tสมทบ\tมกราคม 2561\n",
        0,
        "group membership list --columns person,organisation,role,joined",
        (
            "ดร.สมมุติ ทดสอบ\tมหาวิทยาลัยตัวอย่าง\tmember\t2017-01-01",
            "นางลองดู ทดสอบ\tสำนักหอสมุด\tmember\t2018-01",
        ),
    ),
    OfficeFile(
        "group membership import - --group net --create-missing --skip-bad",
        "ลำดับ;รายชื่อคณะกรรมการ;ตำแหน่งในคณะกรรมการ\n1;อธิการบดี หรือผู้แทน;ที่ปรึกษา\n"
        "2;รองศาสตราจารย์ ดร.สาม ทดสอบ;ประธานกรรมการ\n3;นายสี่ ทดสอบ;กรรมการและปฏิคม\n"
        "สั่ง ณ วันที่ 1 พฤศจิกายน พ.ศ. 2569;;\n",
        1,
        "group membership list --columns person,role --match สาม",
        ("รองศาสตราจารย์ ดร.สาม ทดสอบ\tchair",),
    ),
    OfficeFile(
        "agreement step import -",
        "เรื่อง,ขั้นตอนการดำเนินงาน,วันที่,ถึง,กำหนดตอบ\nMOU ด้านสหกิจศึกษา,ยกร่าง,1 ต.ค. 2569,,\n"
        "MOU ด้านสหกิจศึกษา,ส่งกองนิติการ,5 ต.ค. 2569,lib,20 ต.ค. 2569\n"
        "MOU ด้านสหกิจศึกษา,รอคู่สัญญา,1 พ.ย. 2569,fac,15 ธ.ค. 2569\n",
        0,
        "agreement step list --columns kind,taken_on,organisation,answer_by",
        (
            "proposed\t2026-10-01\t\t",
            "legal_review\t2026-10-05\tสำนักหอสมุด\t2026-10-20",
            "sent\t2026-11-01\tคณะวิทยาศาสตร์\t2026-12-15",
        ),
    ),
    OfficeFile(
        "activity import -",
        "ลำดับ,ชื่อกิจกรรม/โครงการ,วัน/เดือน/ปี,ผู้รับผิดชอบ,จำนวนผู้เข้าร่วม,งบประมาณ,ไฟล์แนบ\n"
        '1,ค่ายอาสาทดสอบ,12-14 ม.ค. 2569,คณะวิทยาศาสตร์,50 คน,"20,000.-",a.pdf\n',
        0,
        "activity list --columns title,starts_on,ends_on,organiser,people",
        ("ค่ายอาสาทดสอบ\t2026-01-12\t2026-01-14\tคณะวิทยาศาสตร์\t50",),
    ),
    OfficeFile(
        "agreement import - --create-missing",
        "ชื่อ MOU,หน่วยงานภายนอก,วันลงนาม,วันสิ้นสุด,ระยะเวลา (ปี),ช่วงผ่อนผัน,ไฟล์\n"
        '"ความร่วมมือด้านวิจัย","1. มหาวิทยาลัยลองดู\n2. สถาบันตัวอย่าง",15/05/2568,ไม่กำหนด,-,30 วัน,x\n',
        0,
        "agreement party list --columns agreement,organisation",
        ("ความร่วมมือด้านวิจัย\tมหาวิทยาลัยลองดู", "ความร่วมมือด้านวิจัย\tสถาบันตัวอย่าง"),
    ),
    OfficeFile(
        "agreement import - --skip-bad",
        "เรื่อง,คู่สัญญา,วันสิ้นสุด,สถานะ\nลองหนึ่ง,uni,31/12/2580,ยังมีผล\nลองสอง,uni,31/12/2560,หมดอายุ\n"
        "ลองสาม,uni,31/12/2580,ยกเลิก\nลองสี่,uni,,อยู่ระหว่างดำเนินการ\nลองห้า,uni,,ยุติแล้ว\nลองหก,uni,,ค้างคา\n",
        0,
        "agreement list --columns title,final_status --match ลอง",
        ("ลองสอง\t", "ลองสาม\tcancelled", "ลองสี่\t", "ลองหก\t", "ลองหนึ่ง\t", "ลองห้า\tterminated"),
    ),
    OfficeFile(
        "agreement import - --create-missing",
        "ที่,ชื่อบันทึกความร่วมมือทางวิชาการ,หน่วยงานที่ลงนามร่วมกัน,ผู้ลงนาม (คู่สัญญา),ระยะเวลา (เริ่มต้น - สิ้นสุด),สถานะ\n"
        "1,บันทึกหนึ่ง,โรงเรียนลองดู,นายหก ทดสอบ,1 ม.ค. 2565 - 31 ธ.ค. 2569,อยู่ระหว่างต่ออายุ\n"
        "2,บันทึกสอง,โรงเรียนลองดู,,1 ตุลาคม 2563 - ไม่มีกำหนด,อยู่ระหว่างเสนอลงนาม\n,รวม 2 ฉบับ,,,,\n",
        0,
        "agreement list --columns title,effective_from,end_stated,term_as_written,note --match บันทึก",
        (
            "บันทึกสอง\t2020-10-01\t\t1 ตุลาคม 2563 - ไม่มีกำหนด\tสถานะ: อยู่ระหว่างเสนอลงนาม",
            "บันทึกหนึ่ง\t2022-01-01\t2026-12-31\t\tสถานะ: อยู่ระหว่างต่ออายุ",
        ),
    ),
    OfficeFile(
        "agreement import - --create-missing",
        "No.\tPartner Institution\tCountry\tType of Agreement\tDate Signed\tDate of Expiry\tStatus\n"
        "1\tSample University\tJapan\tMOU\t5 April 2021\t4 April 2026\tIn process\n"
        "2\tTesting Institute\tLaos\tLOI\t2 May 2022\tAuto-renewal\tActive\n",
        0,
        "agreement list --columns title,kind,end_stated,renewal,note --match Institute",
        ("LOI: Testing Institute\tloi\t\ttacit\tCountry: Laos",),
    ),
    OfficeFile(
        "activity import -",
        "ลำดับ,กิจกรรมที่ดำเนินการ,วัน เดือน ปี ที่ดำเนินการ,ผู้เข้าร่วม (คน),แหล่งงบประมาณ\n"
        "1,ค่ายทดลอง,15 ส.ค. 2568,5,เงินรายได้\nรวม,1 กิจกรรม,,5,\n",
        0,
        "activity list --columns title,starts_on,people,note --match ทดลอง",
        ("ค่ายทดลอง\t2025-08-15\t5\tแหล่งงบประมาณ: เงินรายได้",),
    ),
    OfficeFile(
        "org import -",
        "รหัส 5 หลัก;ชื่อหน่วยบริการสุขภาพ;ระดับ;ที่อยู่และโทรศัพท์;หมายเหตุ\n"
        "00014;โรงพยาบาลลองดู (เดิมชื่อ สุขศาลาลองดู);A;99 ถ.ทดลอง โทร. 043-111-111;ย้ายที่\n",
        0,
        "org list --columns official_code,name_th,variants,address,note --match สุขศาลา",
        ("00014\tโรงพยาบาลลองดู\tสุขศาลาลองดู\t99 ถ.ทดลอง โทร. 043-111-111\tย้ายที่; ระดับ: A",),
    ),
    OfficeFile(
        "training cohort import - --create-missing",
        "หลักสูตร,รุ่นที่,วันที่อบรม,จำนวนชั่วโมง,เป้าหมายผู้เข้าอบรม,ผู้เข้าอบรมจริง (คน)\nการเขียนโครงการ,1,10-12 ม.ค. 2568,18,40,38\n",
        0,
        "training cohort list --columns course,number,held_until,seats,people_stated,note",
        ("การเขียนโครงการ\t1\t2025-01-12\t40\t38\tจำนวนชั่วโมง: 18",),
    ),
)


def test_what_offices_keep_is_imported_as_it_stands(register: Netreg) -> None:
    for line in BEFORE:
        assert register(*shlex.split(line)).code == 0
    wrong = []
    for file in FILES:
        run = register(*shlex.split(file.command), stdin=file.rows)
        shown = register(*shlex.split(file.listed), "--no-header").out.splitlines()
        if run.code != (3 if file.rejected else 0) or tuple(shown) != file.shown:
            wrong.append((file.command, run.err, shown))
    assert not wrong


def test_a_list_without_names_is_refused_with_what_to_add(register: Netreg) -> None:
    plan = "ครั้งที่,วัน เดือน ปี และเวลา,รูปแบบ\n๑/๒๕๖๘,วันพุธที่ ๑๕ มกราคม ๒๕๖๘ เวลา ๑๓.๓๐–๑๖.๓๐ น.,Hybrid\n"
    refused = register("--lang", "en", "meeting", "import", "-", stdin=plan)
    assert "--set 'series=…'" in refused.err
    assert register("meeting", "import", "-", "--set", "title=คณะทดสอบ", stdin=plan).code == 0
    shown = register("meeting", "list", "--columns", "title,number,year,starts_at,ends_at,mode", "--no-header").out
    assert shown == "คณะทดสอบ\t1\t2568\t2025-01-15T13:30\t2025-01-15T16:30\thybrid\n"
