"""The papers of a meeting as they are typed: on the screen, as files, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

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

1. ผศ.สมมุติ หนึ่ง  อธิการบดี  ประธาน
2. นายแทน ทดสอบ  รองคณบดี (แทน นางทดลอง สอง)
3. นายตัวอย่าง สาม  นักวิชาการ  เลขานุการ

## ผู้ไม่มาประชุม

1. นางทดลอง สอง  เลขานุการคณะ  ติดราชการ

## ผู้เข้าร่วมประชุม

1. นายลองดู สี่  ผู้สังเกตการณ์

นักศึกษา มากกว่า 40 คน

**เริ่มประชุมเวลา** 09.30 น.

ประธานกล่าวเปิดการประชุม และดำเนินการประชุมตามระเบียบวาระ ดังนี้

## ระเบียบวาระที่ 1  เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ

เปิดภาคเรียน 1 ก.ค.

## ระเบียบวาระที่ 2  เรื่องสืบเนื่อง

(1) ส่งรายชื่อผู้ประสานงาน (การประชุมครั้งที่ 1/2567; ผู้รับผิดชอบ นางทดลอง สอง; กำหนดแล้วเสร็จวันจันทร์ที่ 30 กันยายน 2567)

## ระเบียบวาระที่ 3  เรื่องเพื่อพิจารณา

### 3.1  แผนงานปี 2568

**ผู้รายงาน** นายตัวอย่าง สาม

**มติที่ประชุม** เห็นชอบ

## ความเห็น ข้อเสนอแนะ และเรื่องที่มอบหมาย

**มอบหมาย** จัดทำแผนฉบับเต็ม (ผู้รับผิดชอบ นายตัวอย่าง สาม; กำหนดแล้วเสร็จวันพฤหัสบดีที่ 31 ตุลาคม 2567)

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
