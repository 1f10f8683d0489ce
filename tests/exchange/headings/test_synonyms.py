"""The headings that offices write: each known for its field, or left out by name."""

from __future__ import annotations

from netreg.entities import BY_NAME, ENTITIES
from netreg.entities.graduations import ALUMNUS
from netreg.exchange.headings import heading_forms, synonyms
from netreg.exchange.headings.assignment import find_left_out_reason
from netreg.exchange.headings.heading_forms import make_key
from netreg.exchange.headings.targets import find_targets, list_own_names, list_targets, map_known_headings

KINDS = {**{kind.name: kind for kind in ENTITIES}, "alumnus": ALUMNUS}

KNOWN = {
    "person": {
        "name": "ชื่อ-สกุล (ภาษาไทย)|ชื่อสกุล|ชื่อผู้เข้าร่วม|ยศ - ชื่อ - นามสกุล|Full Name|Name (Original Name)|ชื่อ - นามสกุล *"
        "|1. ชื่อ-นามสกุล (พร้อมคำนำหน้า)|ชื่อ สกุล ของผู้เข้าอบรม|รายชื่อ|Display Name",
        "given_name": "ชื่อ (ไทย)|ชื่อจริง|ชื่อ|ชื่อตัว|fname|First Name|firstname|FirstNameTH|ชื่อ (Name)",
        "family_name": "lname|นามสกุล|สกุล|นามสกุล (ไทย)|Surname|LAST NAME|LastName|last_name",
        "titles": "ยศ|คำนำหน้าชื่อ|ยศ/คำนำหน้า|prefix|Name Prefix|คำนำหน้า\nนาม|ยศ หรือ คำนำหน้า",
        "external_key": "เลขประจำตัว|รหัสประจำตัว|รหัสประจำตัวนักเรียน|เลขประจำตัวนักเรียน|รหัสนักเรียน|รหัสพนักงาน"
        "|ID|UID|Staff IDs|รหัสบุคลากร",
        "birth_date": "ว.ด.ป. เกิด|ว/ด/ป เกิด|วดป.เกิด|Birthdate|DOB|วันเกิด (วว/ดด/ปปปป)|วัน เดือน ปี เกิด|Date of Birth",
        "phone": "หมายเลขโทรศัพท์|เบอร์โทรศัพท์มือถือ|โทรศัพท์มือถือ|เบอร์ติดต่อ"
        "|Mobile Phone|Phone 1 - Value|4. เบอร์โทรศัพท์ที่ติดต่อได้|โทรศัพท์ *",
        "email": "ที่อยู่อีเมล|อีเมล์แอดเดรส|User Email|E-mail 1 - Value|อีเมลล์|อีเมล์|E-Mails|อีเมลของท่าน",
        "child.organisation": "หน่วยงาน/สังกัด|หน่วยงานต้นสังกัด|สถานที่ทำงาน|แผนก|ฝ่าย|กอง|โรงเรียน|ชื่อโรงเรียน|สถานศึกษา"
        "|company|2. หน่วยงานที่สังกัด",
        "child.position": "ตำแหน่ง/สังกัด|ตำแหน่ง/หน่วยงาน|ตำแหน่งปัจจุบัน|ตำแหน่งบริหาร|job title|3. ตำแหน่งปัจจุบัน|Position",
        "child.since": "วันที่เริ่มปฏิบัติงาน|วันบรรจุ",
        "name_latin": "ชื่อ-สกุล (ภาษาอังกฤษ)|ชื่อ (อังกฤษ)|English name|Name (EN)",
        "note": "หมายเหตุ|หมายเหตุ (ถ้ามี)|Remarks",
    },
    "organisation": {
        "official_code": "รหัสสถานศึกษา|รหัสหน่วยงาน|hcode|รหัสโรงเรียน",
        "name_th": "th_name|ชื่อ (ไทย)|ชื่อโรงเรียน|สถานศึกษา|ชื่อหน่วยงาน (ภาษาไทย)|Name",
        "name_en": "eng_name|ชื่อ (อังกฤษ)|ชื่อหน่วยงาน (English)|NameEN",
        "kind": "ประเภท|ประเภทหน่วยงาน",
        "district": "อำเภอ|อำเภอ/เขต",
        "parent": "สังกัด|กระทรวง",
    },
    "agreement": {
        "signed_on": "วันที่ลงนาม|SIGNING|วัน เดือน ปี ที่ลงนาม",
        "child.organisation": "UNIVERSITY/ORGANIZATION|หน่วยงานคู่สัญญา|คู่ความร่วมมือ|ชื่อหน่วยงานคู่ความร่วมมือ",
        "end_stated": "EXPIRY|วันหมดอายุ|Expiry Date|วันที่สิ้นสุด",
        "term": "ระยะเวลา (ปี)|ระยะเวลา",
        "title": "ชื่อ MOU|ชื่อความร่วมมือ",
    },
    "activity": {"agreement": "MOU|ภายใต้ข้อตกลง|บันทึกข้อตกลง", "title": "กิจกรรม|ชื่อโครงการ"},
    "attendance": {
        "person": "ชื่อ-สกุล|Name (Original Name)|ชื่อผู้เข้าร่วม|รายชื่อ|ชื่อ",
        "position_as_recorded": "ตำแหน่ง|ตำแหน่งปัจจุบัน",
        "presence": "การเข้าร่วม|สถานะ",
    },
    "enrolment": {
        "person": "ชื่อ - สกุล|ผู้เข้าอบรม|ชื่อผู้เข้าอบรม",
        "organisation": "หน่วยงาน|หน่วยงาน/สังกัด|โรงเรียน",
        "result": "ผลการประเมิน",
    },
    "membership": {
        "person": "ชื่อ-นามสกุล|รายชื่อ",
        "role": "ตำแหน่งในคณะกรรมการ|ตำแหน่งในคณะทำงาน",
        "organisation": "สังกัด|หน่วยงานที่สังกัด",
    },
    "alumnus": {"child.student_no": "เลขประจำตัว|รหัสนิสิต|Student ID", "child.academic_year": "ปีที่จบการศึกษา"},
    "meeting": {
        "starts_at": "วันที่ประชุม|ว.ด.ป.",
        "objectives": "ประเด็น",
        "starts_at.time": "เวลา (น.)|เวลาเริ่ม",
        "ends_at.time": "เวลาสิ้นสุด",
    },
}
LEFT_OUT = (
    "ลำดับ|ที่|ลำดับที่|No.|#|ประทับเวลา|Timestamp|เพศ|อายุ|อายุ (ปี)|Guest|Join Time|Leave Time|Duration (Minutes)|ลายมือชื่อ"
    "|เลขประจำตัวประชาชน|เลขบัตรประชาชน|เลขประจำตัวประชาชน (13 หลัก)|National ID|Passport No.|ศาสนา|เงินเดือน"
)
UNKNOWN = "ชื่อ (บิดา)|โทรศัพท์ (ผู้ปกครอง)|เบอร์โทรฉุกเฉิน|ชื่อ/โทรศัพท์|ท่านรับประทานอาหารประเภทใด|ชื่อสัตว์เลี้ยง"


def test_the_headings_of_offices_are_known() -> None:
    wrong = []
    for kind, fields in KNOWN.items():
        known = map_known_headings(KINDS[kind])
        for field, headings in fields.items():
            for heading in headings.split("|"):
                found = [target.name for target in find_targets(known, heading)]
                if field not in found:
                    wrong.append((kind, heading, field, found))
    assert wrong == []


def test_headings_that_are_left_out_are_known_as_such_and_fill_no_field_of_a_person() -> None:
    known = map_known_headings(BY_NAME["person"])
    wrong = [
        heading for heading in LEFT_OUT.split("|") if not find_left_out_reason(heading) or find_targets(known, heading)
    ]
    assert wrong == []


def test_what_is_about_somebody_else_is_not_known() -> None:
    known = map_known_headings(BY_NAME["person"])
    assert [heading for heading in UNKNOWN.split("|") if find_targets(known, heading)] == []


def test_every_field_that_has_further_headings_is_one_of_some_kind() -> None:
    names = {target.field.name for kind in KINDS.values() for target in list_targets(kind)}
    assert {*synonyms.SHARED, *synonyms.PARTS, *(name for _kind, name in synonyms.BY_KIND)} <= names


def test_no_further_heading_takes_that_of_a_description() -> None:
    """The label and the headings of a description mean the first field that has them, as before."""
    wrong = []
    for kind in KINDS.values():
        first: dict[str, str] = {}
        for target in list_targets(kind):
            for name in list_own_names(target):
                first.setdefault(make_key(name), target.name)
        known = map_known_headings(kind)
        for target in list_targets(kind):
            for name in list_own_names(target):
                found = find_targets(known, name)[0].name
                if found != first[make_key(name)]:
                    wrong.append((kind.name, name, found))
    assert wrong == []


DECORATIONS = ("1. {}", "๒) {}", "{} *", " {}\n", "{} (ถ้ามี)", "{}:", "ข้อ 3. {}")


def test_what_stands_around_a_heading_does_not_matter() -> None:
    wrong = []
    for kind in KINDS.values():
        known = map_known_headings(kind)
        for target in list_targets(kind):
            for name in (target.field.label.th, target.field.label.en):
                plain = find_targets(known, name)[0].name
                shown = [name.upper(), name.lower(), *(form.format(name) for form in DECORATIONS)]
                found = {written: find_targets(known, written) for written in shown}
                wrong += [
                    (kind.name, written, plain) for written, one in found.items() if not one or one[0].name != plain
                ]
    assert wrong == []


def test_a_cell_that_is_no_heading_costs_no_time() -> None:
    """A number of many digits took minutes, and so did a word that recurs: none is looked at again and again."""
    for heading in ("9" * 60 + "ัว", "ชื่อ" + "ผู้เข้า" * 60 + " x", "ชื่อ" + "นักเรียน" * 60 + " x", "ก" * 200_000):
        assert heading_forms.list_forms(heading)
