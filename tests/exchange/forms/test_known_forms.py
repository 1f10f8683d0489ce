"""The forms of well-known programs are recognised by their headings, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netreg.core.table_import import OWN
from netreg.entities import BY_NAME, ENTITIES
from netreg.exchange.forms.form_tables import open_known_form
from netreg.exchange.forms.known_forms import FORMS
from netreg.exchange.headings.targets import list_targets
from netreg.exchange.tables import open_file
from tests.conftest import laid

if TYPE_CHECKING:
    from pathlib import Path

ZOOM = "a Zoom participants report"
TEAMS = "a Microsoft Teams attendance report"
MEET = "a Google Meet attendance report"
ADD_ON = "an attendance list of an add-on for Google Meet"
GOOGLE = "an export of Google Contacts"
OUTLOOK = "an export of Outlook contacts"
FORM = "the answers of a Google form"

KNOWN = (
    (ZOOM, "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\nก ข,,,,5,Yes\n"),
    (ZOOM, "Name (original name),Email,Total duration (minutes),Guest\nก ข,,5,Yes\n"),
    (ZOOM, "Meeting ID,Topic\n823,เรื่อง\n\nName (Original Name),User Email,Join Time\nก ข,,\n"),
    (ZOOM, "ชื่อ (ชื่อเดิม),อีเมลผู้ใช้,เวลาเข้าร่วม,เวลาออก\nก ข,,,\n"),
    (TEAMS, "Full Name\tUser Action\tTimestamp\nก ข\tJoined\t1/2/2021, 9:00:00 AM\n"),
    (TEAMS, "Meeting Summary\nTitle\tเรื่อง\n\nFull Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\nก ข\t\t\t\t\t\n"),
    (TEAMS, "1. Summary\nMeeting title\tเรื่อง\n\n2. Participants\nName\tFirst Join\tLast Leave\tEmail\nก ข\t\t\t\n"),
    (TEAMS, "1. สรุป\nชื่อการประชุม\tเรื่อง\n\n2. ผู้เข้าร่วม\nชื่อ\tเข้าร่วมครั้งแรก\tออกครั้งล่าสุด\tอีเมล\nก ข\t\t\t\n"),
    (MEET, "First name,Last name,Email,Duration,Time joined,Time exited\nก,ข,,,,\n"),
    (ADD_ON, "SNo,Participant Name,Attendance Started at,Joined at(beta)\n1,ก ข,,\n"),
    (ADD_ON, "Full Name,First Seen,Time in Call\nก ข,,\n"),
    (GOOGLE, "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Value\nก ข,ก,,ข,,\n"),
    (GOOGLE, "First Name,Middle Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value\nก,,ข,,,\n"),
    (OUTLOOK, "Title,First Name,Middle Name,Last Name,Company,Business Phone,E-mail Address,E-mail Type\n,ก,,ข,,,,\n"),
    (OUTLOOK, "ชื่อ,ชื่อกลาง,นามสกุล,บริษัท,แผนก,ตำแหน่งงาน,โทรศัพท์ที่ทำงาน,ที่อยู่อีเมล\nก,,ข,,,,,\n"),
    (FORM, "ประทับเวลา,ชื่อ,เข้าร่วมประชุมหรือไม่\n13/11/2026,ก ข,เข้าร่วม\n"),
    (FORM, "ประทับเวลา,ชื่อ-สกุล\n13/11/2026,ก ข\n"),
    (FORM, "Timestamp,Email Address,Full name\n1/2/2026 9:00:00,a@example.com,A B\n"),
)  # fmt: skip


def read_label(path: Path, entity: str, content: str) -> str:
    path.with_name("f.csv").write_text(content, encoding="utf-8-sig")
    with open_file.open_file(path.with_name("f.csv")) as file:
        _file, found = open_known_form(path, BY_NAME[entity], file, {})
        return found.form.label.en if found else ""


def test_every_form_is_recognised_by_its_headings(empty: bytes, tmp_path: Path) -> None:
    register = laid(tmp_path / "register.db", empty)
    read = []
    for label, content in KNOWN:
        kind = "attendance" if label in (ZOOM, TEAMS, MEET, ADD_ON) else "person"
        read.append((read_label(register, kind, content), content))
    assert read == list(KNOWN)


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_table_of_netregs_own_is_taken_for_one(tmp_path: Path, language: str) -> None:
    """Neither that with every heading of a kind, nor those with the names of fields."""
    taken = []
    for entity in ENTITIES:
        own = [target.field for target in list_targets(entity) if target.place == OWN]
        for names in ([f.label.in_language(language) for f in own], [f.name for f in own]):
            content = ",".join(dict.fromkeys(names)) + "\n" + ",".join("ก" for _name in dict.fromkeys(names)) + "\n"
            if label := read_label(tmp_path / "none.db", entity.name, content):
                taken.append((entity.name, label))
    assert taken == []


QUESTIONS = {
    "1. ชื่อ-นามสกุล (พร้อมคำนำหน้า)": "whole", "ชื่อ - สกุล ผู้เข้าอบรม": "whole", "กรุณาระบุชื่อ สกุล": "whole", "Full Name": "whole",
    "ยศ/คำนำหน้า ชื่อ-สกุล": "whole", "คำนำหน้าชื่อ": "prefix", "ชื่อ": "given", "ชื่อ (ไม่ต้องใส่คำนำหน้า)": "given",
    "นามสกุล": "family", "Surname": "family", "ชื่อ-สกุล ภาษาอังกฤษ": "latin", "Full name (English)": "latin",
    "ชื่อเล่น": "nickname", "E-mail": "email", "อีเมลที่ใช้ติดต่อ": "email", "เบอร์โทรศัพท์ที่ติดต่อได้": "phone",
    "โทรศัพท์มือถือ (10 หลัก)": "phone", "Mobile phone": "phone", "LINE ID": "line", "ไอดีไลน์": "line",
    "ตำแหน่งปัจจุบัน": "position", "ท่านดำรงตำแหน่งใด": "position", "Job title": "position",
    "ชื่อหน่วยงาน/สถาบัน": "organisation", "2) หน่วยงานที่สังกัด": "organisation", "ท่านสังกัดคณะใด": "organisation",
    "Organization": "organisation", "จังหวัด": "province", "วัน/เดือน/ปีเกิด": "born",
    "ชื่อผู้บังคับบัญชา": "", "ชื่อ-สกุล ผู้ประสานงาน": "", "เบอร์โทรศัพท์ผู้ปกครอง": "", "Emergency phone": "",
    "ท่านคิดว่าคณะควรปรับปรุงเรื่องใด": "", "หน่วยงานของท่านมีความพร้อมเพียงใด": "", "ท่านสะดวกรับข่าวทาง LINE หรือไม่": "",
    "ชื่อโครงการ": "", "ข้อเสนอแนะ": "", "ท่านต้องการรับเอกสารทางอีเมลหรือไม่": "", "ประเภทอาหาร": "", "อายุ": "",
}  # fmt: skip


def test_the_questions_of_a_form() -> None:
    """Those about whoever answers; what they think, and who somebody else is, is left out."""
    form = next(one for one in FORMS if one.label.en == FORM)
    read = {}
    for question in QUESTIONS:
        found = form.find_columns(["ประทับเวลา", question])
        read[question] = found[0][0].part if found else ""
    assert read == QUESTIONS
