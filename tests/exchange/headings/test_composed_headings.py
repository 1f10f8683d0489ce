"""Headings that are put together of known words, and those that belong in the note."""

from __future__ import annotations

import pytest

from netreg.entities import BY_NAME
from netreg.exchange.headings.composed_headings import belongs_in_note, find_composed_name
from netreg.exchange.headings.targets import find_targets, map_known_headings

COMPOSED: dict[str, dict[str, tuple[str, ...]]] = {
    "agreement": {
        "title": (
            "ชื่อบันทึกข้อตกลงความร่วมมือ", "ชื่อบันทึกความร่วมมือ", "ชื่อโครงการความร่วมมือ", "เรื่อง/ชื่อบันทึกข้อตกลง",
            "ชื่อบันทึกความเข้าใจ (MOU)", "ชื่อความตกลงด้านวิชาการ",
        ),
        "child.organisation": (
            "หน่วยงานที่ลงนามร่วมกัน", "ชื่อหน่วยงานที่ร่วมลงนาม", "สถาบันที่ทำความร่วมมือ", "คู่สัญญา/หน่วยงานภายนอก",
            "องค์กรภาคีเครือข่าย", "หน่วยงานที่จัดทำบันทึกข้อตกลงร่วมกัน",
        ),
        "signed_on": ("วันที่ลงนามบันทึกข้อตกลง", "วัน เดือน ปี ที่ลงนามร่วมกัน", "วันที่จัดทำบันทึกข้อตกลง", "Date of Signature"),
        "effective_from": ("วันที่เริ่มต้นสัญญา", "วันที่เริ่มมีผลบังคับใช้", "วันเริ่มต้นความร่วมมือ"),
        "end_stated": ("วันที่สิ้นสุดความร่วมมือ", "วันหมดอายุของบันทึกข้อตกลง", "วันที่ครบกำหนดสัญญา", "Date of Expiry"),
        "term": ("กำหนดระยะเวลา", "ระยะเวลาของบันทึกข้อตกลง", "อายุบันทึกความร่วมมือ", "อายุ (ปี)", "Period of Validity"),
        "final_status": ("สถานะการดำเนินการ", "สถานะของบันทึกข้อตกลง", "สถานะ MOU ปัจจุบัน"),
        "document_no": ("เลขทะเบียน", "เลขที่บันทึกความร่วมมือ", "เลขทะเบียนคุมสัญญา"),
        "kind": ("ประเภทเอกสาร", "ประเภทบันทึกข้อตกลง", "ประเภทของความร่วมมือ"),
        "place": ("สถานที่จัดพิธีลงนาม",),
    },
    "organisation": {
        "name_th": ("ชื่อหน่วยบริการสุขภาพ", "ส่วนงาน/หน่วยงาน", "ชื่อส่วนงานและหน่วยงานย่อย", "รายชื่อโรงเรียนเครือข่าย"),
        "parent": ("สังกัด สพป.", "สังกัด สพม. เขต", "อยู่ภายใต้สังกัด", "สังกัดสำนักงานเขตพื้นที่"),
        "address": ("ที่อยู่และโทรศัพท์", "ที่อยู่สำนักงาน", "ที่ตั้งหน่วยงาน", "ที่อยู่โรงเรียน"),
    },
    "meeting": {
        "starts_at": ("วัน เดือน ปี และเวลา", "กำหนดวันประชุม", "วัน/เวลา ที่ประชุม"),
        "outcome": ("มติสำคัญ", "สรุปมติที่ประชุม", "ผลการประชุมโดยย่อ"),
        "venue": ("สถานที่จัดการประชุม",),
    },
    "activity": {
        "title": ("กิจกรรมที่ดำเนินการ", "ชื่อกิจกรรม/โครงการความร่วมมือ", "กิจกรรมที่จัดร่วมกัน"),
        "starts_on": ("วัน เดือน ปี ที่ดำเนินการ", "ระยะเวลาดำเนินการ", "ช่วงเวลาที่จัดกิจกรรม"),
        "venue": ("สถานที่ดำเนินการ", "สถานที่จัดกิจกรรม"),
        "people": ("ผู้เข้าร่วม (คน)", "จำนวนผู้เข้าร่วมโครงการ", "จำนวนผู้เข้าร่วมทั้งหมด (คน)"),
        "outcome": ("ผลที่ได้รับ", "ผลผลิตที่ได้", "ผลลัพธ์ที่เกิดขึ้น"),
    },
    "cohort": {
        "seats": ("จำนวนผู้เข้าอบรม (คน) เป้าหมาย", "เป้าหมายผู้เข้ารับการอบรม", "จำนวนตามแผน"),
        "people": ("จำนวนผู้เข้าอบรม (คน) เข้าร่วมจริง", "จำนวนผู้เข้าร่วมอบรมทั้งหมด"),
    },
    "action_item": {"text": ("มติที่ประชุม", "ข้อสั่งการ/เรื่องที่มอบหมาย", "เรื่องที่ต้องดำเนินการ"), "meeting": ("การประชุมครั้งที่",)},
    "opinion": {
        "person": ("ชื่อผู้ให้ข้อเสนอแนะ", "ชื่อ-สกุล ผู้แสดงความคิดเห็น", "ผู้ให้ความเห็น"),
        "answer": ("การดำเนินการของหน่วยงาน", "คำชี้แจง", "ผลการดำเนินการต่อข้อเสนอแนะ"),
    },
    "agenda_item": {"seq": ("ระเบียบวาระที่",), "reported_by": ("ผู้เสนอ/ผู้ชี้แจง", "ผู้นำเสนอ")},
}  # fmt: skip

NOT_COMPOSED = {
    "agreement": (
        "หน่วยงานที่รับผิดชอบ", "ผู้ลงนามฝ่ายมหาวิทยาลัย", "ชื่อผู้ประสานงาน", "วันที่แจ้งเตือน", "งบประมาณความร่วมมือ", "อายุผู้ลงนาม",
        "Responsible Faculty", "Country", "สถานะรายงาน",
    ),
    "organisation": ("ขนาดโรงเรียน", "ผู้อำนวยการโรงเรียน", "จำนวนโรงเรียน", "ที่อยู่อีเมล", "ชื่อผู้อำนวยการ"),
    "meeting": ("ประธานในที่ประชุม", "ผู้มาประชุม (คน)", "วันที่รับรองรายงาน"),
    "action_item": ("มติที่", "เรื่องที่"),
    "activity": ("แหล่งงบประมาณ", "วันที่รายงานผล", "ผู้รับผิดชอบโครงการ"),
}  # fmt: skip


def test_a_heading_is_read_by_the_words_of_which_it_is_made() -> None:
    wrong = []
    for kind, fields in COMPOSED.items():
        known = map_known_headings(BY_NAME[kind])
        for field, headings in fields.items():
            for heading in headings:
                found = [target.name for target in find_targets(known, heading)]
                if field not in found[:1]:
                    wrong.append((kind, heading, field, found))
    assert not wrong


def test_a_word_that_is_left_over_makes_a_heading_unknown() -> None:
    found = {
        (kind, one): name
        for kind, all_ in NOT_COMPOSED.items()
        for one in all_
        if (name := find_composed_name(kind, one))
    }
    assert not found


def test_a_long_cell_is_no_heading() -> None:
    assert not find_composed_name("agreement", "ข้อตกลงความร่วมมือ" * 500 + "x")


@pytest.mark.parametrize(
    ("kind", "heading", "is_noted"),
    [
        ("organisation", "จำนวนนักเรียน", True),
        ("agreement", "ผู้ลงนามฝ่ายที่ 1", True),
        ("agreement", "Country", True),
        ("meeting", "ประธานในที่ประชุม", True),
        ("agreement", "วันลงนนาม", False),
        ("organisation", "เลขบัตรประชาชน", False),
        ("person", "ระดับ", False),
    ],
)
def test_what_has_no_field_is_for_the_note(kind: str, heading: str, is_noted: bool) -> None:
    assert belongs_in_note(kind, heading) is is_noted
