"""Nothing that somebody did is taken on a day before the birth."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from netreg.store import database

if TYPE_CHECKING:
    from tests.conftest import Netreg

BORN = "เกิดเมื่อ 1 ม.ค. 2530"
ROWS = (
    ("member", "ชื่อ-สกุล,วันเกิด,หน่วยงาน,ตั้งแต่วันที่\nนายลอง ใหม่,1/1/2530,fac,31/12/2529", BORN),
    ("member", "ชื่อ-สกุล,วันเกิด,หน่วยงาน,ตั้งแต่วันที่\nนายลอง ใหม่,2530,fac,พ.ค. 2529", "เกิดเมื่อ 2530"),
    ("member", "ชื่อ-สกุล,วันเกิด,หน่วยงาน,ตั้งแต่วันที่\nนายลอง ใหม่,ก.พ. 2530,fac,2530", ""),
    ("member", "รหัสพนักงาน,ชื่อ-สกุล,หน่วยงาน,ตำแหน่ง,ตั้งแต่วันที่\n7,นายสมมุติ ทดสอบ,fac,อาจารย์,2510", BORN),
    ("member", "รหัสพนักงาน,ชื่อ-สกุล,วันเกิด\n8,นายมีตำแหน่ง ทดสอบ,1/1/2540", "มีวันที่ก่อนวันเกิดนี้ คือ 1 ม.ค. 2533"),
    ("member", "รหัสพนักงาน,ชื่อ-สกุล,วันเกิด\n8,นายมีตำแหน่ง ทดสอบ,1/1/2510", ""),
    ("member", "รหัสพนักงาน,ชื่อ-สกุล,ยืนยันข้อมูลติดต่อเมื่อ\n7,นายสมมุติ ทดสอบ,1/1/2520", BORN),
    ("member post", "ชื่อ-สกุล,หน่วยงาน,ตั้งแต่วันที่\nนายสมมุติ ทดสอบ,fac,2510", BORN),
    ("member post", "ชื่อ-สกุล,หน่วยงาน,ตั้งแต่วันที่,ถึงวันที่\nนายสมมุติ ทดสอบ,fac,,2510", BORN),
    ("member post", "ชื่อ-สกุล,หน่วยงาน,ตั้งแต่วันที่\nนายสมมุติ ทดสอบ,fac,2560", ""),
    ("meeting attendance", "การประชุม,ชื่อ-สกุล\nประชุมก่อนเกิด,นายสมมุติ ทดสอบ", BORN),
    ("meeting attendance", "การประชุม,ชื่อ-สกุล\nประชุมก่อนเกิด,นายมีตำแหน่ง ทดสอบ", ""),
    ("training enrolment", "หลักสูตร,รุ่นที่,ชื่อ-สกุล\nหลักสูตรสมมุติ,1,นายสมมุติ ทดสอบ", BORN),
    ("activity involvement", "กิจกรรม,ชื่อ-สกุล\nกิจกรรมก่อนเกิด,นายสมมุติ ทดสอบ", BORN),
    ("meeting", "รหัส,ชื่อการประชุม,วันที่ประชุม\nm2,ประชุมหลังเกิด,5/8/2520", BORN),
    ("meeting", "รหัส,ชื่อการประชุม,วันที่ประชุม\nm2,ประชุมหลังเกิด,5/8/2563", ""),
    ("member", "รหัสพนักงาน,ชื่อ-สกุล,วันเกิด\n9,นายไม่ทราบวันเกิด ทดสอบ,2565", "มีวันที่ก่อนวันเกิดนี้ คือ 5 ส.ค. 2564"),
    ("group membership", "กลุ่ม,สมาชิก,วันที่เข้าร่วม\nกลุ่มทดลอง,นายสมมุติ ทดสอบ,2510", BORN),
)
"""A noun, a file, and what it is refused for, if it is."""
COMMANDS = (
    ("member add 'นางสาวลอง ดู' --born 1/1/2530 --org fac --since 2520", BORN),
    ("member post add 1 --org fac --since 2520", BORN),
    ("member edit 1 confirmed_on=2520", BORN),
    ("member edit 2 birth_date=1/1/2540", "ตำแหน่ง 1 มีวันที่ก่อนวันเกิดนี้ คือ 1 ม.ค. 2533"),
    ("member post edit 1 since=1/1/2532", ""),
    ("group join กลุ่มทดลอง 1 --on 2520", BORN),
    ("meeting attend 1 1", BORN),
    ("meeting attend 1 2", ""),
    ("training enrol 1 1 1", BORN),
    ("activity involve 1 1", BORN),
    ("meeting edit 2 starts_at=5/8/2520", BORN),
    ("meeting edit 2 starts_at=5/8/2531", ""),
    ("member edit 3 birth_date=2565", "ผู้เข้าร่วม 2 มีวันที่ก่อนวันเกิดนี้ คือ 5 ส.ค. 2564"),
)


def fill(netreg: Netreg) -> None:
    database.create(netreg.db)
    for words in (
        ("org", "add", "คณะทดสอบ", "--code", "fac"),
        ("group", "add", "กลุ่มทดลอง"),
        ("member", "add", "นายสมมุติ ทดสอบ", "--key", "7", "--born", "1/1/2530"),
        ("member", "add", "นายมีตำแหน่ง ทดสอบ", "--key", "8", "--org", "fac", "--since", "1/1/2533"),
        ("member", "add", "นายไม่ทราบวันเกิด ทดสอบ", "--key", "9"),
        ("meeting", "add", "ประชุมก่อนเกิด", "--on", "5 ส.ค. 2520"),
        ("meeting", "add", "ประชุมหลังเกิด", "--on", "5 ส.ค. 2564", "--code", "m2", "--attendee", "1", "--attendee", "3"),
        ("training", "add", "หลักสูตรสมมุติ"),
        ("training", "hold", "1", "1", "--on", "5 ส.ค. 2520"),
        ("activity", "add", "กิจกรรมก่อนเกิด", "--on", "5 ส.ค. 2520"),
    ):
        run = netreg(*words)
        assert run.code == 0, run.err


def test_a_day_before_the_birth_is_refused(netreg: Netreg) -> None:
    fill(netreg)
    wrong = []
    for noun, rows, reason in ROWS:
        run = netreg(*noun.split(), "import", "-", "--dry-run", stdin=f"{rows}\n")
        if (run.code, reason in run.err) != (65 if reason else 0, True):
            wrong.append((noun, rows, run.err))
    for words, reason in COMMANDS:
        run = netreg(*shlex.split(words), "--dry-run")
        if (run.code, reason in run.err) != (1 if reason else 0, True):
            wrong.append((words, reason, run.err))
    assert not wrong
