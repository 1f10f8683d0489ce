"""What a list says of people and a register does not keep is left out and told; what may matter is refused."""

from __future__ import annotations

from netreg.exchange.headings.heading_forms import list_forms
from netreg.exchange.headings.left_out_headings import find_codes_of, is_not_kept_of_people, is_status_heading

NOT_KEPT = (
    "ค่าตอบแทน (บาท/ชม.)|กลุ่มพนักงาน|ศูนย์ต้นทุน|Start time|ความคาดหวัง|หัวข้อที่บรรยาย|ท่านจะเข้าร่วมในรูปแบบใด|"
    "คะแนนก่อนเรียน|คะแนนหลังเรียน|GPA|GPAX|จำนวนชั่วโมง|ระดับ|ระดับตำแหน่ง|LEVEL_NAME|Level|วิทยฐานะ|ประเภทบุคลากร|Staff Type"
    "|เลขที่ตำแหน่ง"
    "|POSITION_NO|วุฒิการศึกษา|คุณวุฒิ|ความเชี่ยวชาญ|Expertise|ปีเกษียณ|ที่อยู่|ADDRESS|Home Address|รหัสไปรษณีย์"
    "|การเดินทาง|ที่พัก|ห้องพัก"
    "|ประเภทอาหารที่แพ้|ไซซ์เสื้อ|Registration Time|วันที่ลงทะเบียน|Last downloaded from this course|Last access|เข้าใช้งานล่าสุด"
    "|ลิงก์ภาพถ่าย|3. อาหาร *"
)
KEPT = (
    "ที่อยู่อีเมล|ชื่อ|Email address|ผู้ดูแล|ยินยอม|ไม่ยินยอมให้เผยแพร่|การตอบรับ|ประสงค์เข้าร่วม"
    "|หน่วยงาน|สาขาที่สอน"
    "|ซีอีโอ|ขั้นตอน|บิดา|ชื่อบิดา|Reply|สังกัดเดิม"
)
"""Neighbours in which something else is meant, or that change what a row means."""
STATUSES = "สถานะ|สถานะการจ้าง|สถานภาพ|สถานภาพการทำงาน|STATUS|Approval Status|EMP_STATUS|สถานะการปฏิบัติงาน|Status *"
NO_STATUSES = "สถานภาพสมรส|สถานะหนี้|status of MOU|ผู้รายงานสถานะ"
CODES = {
    "DEPT_CODE": "DEPT_NAME", "รหัสคณะ": "คณะ", "เลขที่ตำแหน่ง": "ตำแหน่ง", "รหัสหน่วยงาน": "ชื่อหน่วยงาน",
    "POSITION_NO": "POSITION_NAME",
    "Department ID": "Department", "faculty code": "Faculty",
}  # fmt: skip


def test_what_no_field_of_people_takes_is_known() -> None:
    assert [word for word in NOT_KEPT.split("|") if not is_not_kept_of_people(word)] == []
    assert [word for word in KEPT.split("|") if is_not_kept_of_people(word)] == []
    assert [word for word in STATUSES.split("|") if not is_status_heading(word)] == []
    assert [word for word in NO_STATUSES.split("|") if is_status_heading(word)] == []


def test_codes_stand_beside_what_they_are_of() -> None:
    wrong = [
        heading for heading, of in CODES.items() if not {form.key for form in list_forms(of)} & find_codes_of(heading)
    ]
    assert wrong == []
    assert not find_codes_of("ตำแหน่ง")
