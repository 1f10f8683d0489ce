"""The words by which people and files say a choice, beside its stored word and its labels."""

from __future__ import annotations


def _by_word(**words: str) -> dict[str, str]:
    """Return the stored word of each of the words, which are separated by commas."""
    return {word.strip(): stored for stored, listed in words.items() for word in listed.split(",")}


ORGANISATION_KIND = _by_word(
    university="มหาวิทยาลัยราชภัฏ, มหาวิทยาลัยเทคโนโลยีราชมงคล, มรภ., มทร., สถาบันอุดมศึกษา, ม.",
    faculty="สำนักวิชา, คณะวิชา, school of",
    graduate_school="บัณฑิตศึกษา, บว., graduate college",
    college="วิทยาลัยชุมชน",
    vocational_college="วิทยาลัยสารพัดช่าง, วิทยาลัยการอาชีพ, อาชีวศึกษา",
    department="ภาควิชา, กรม, ภาค, สาขาวิชา, สาขา, หมวดวิชา, dept, dept.",
    division="ฝ่าย, กองงาน, สำนักงานเลขานุการ",
    section="กลุ่มงาน, กลุ่ม, แผนก, ส่วน, หน่วย, ฝ่ายงาน, unit",
    office="สำนัก, สำนักงาน, สนง., bureau",
    research_institute="สถาบันวิจัยและพัฒนา",
    centre="ศูนย์วิจัย, ศูนย์บริการ, center",
    school="ร.ร., รร., รร, โรงเรียนมัธยมศึกษา, โรงเรียนประถมศึกษา, โรงเรียนเอกชน, โรงเรียนสาธิต, สถานศึกษา",
    hospital="รพ., รพ, รพ.สต., สถานพยาบาล, โรงพยาบาลส่งเสริมสุขภาพตำบล",
    education_area="สพท., สพป., สพม., เขตพื้นที่การศึกษา",
    provincial_education_office="ศธจ.",
    non_formal_education_centre="กศน., สกร., ศูนย์ส่งเสริมการเรียนรู้",
    agency="หน่วยงานราชการ, ส่วนราชการ, ราชการ, หน่วยงานรัฐ, ภาครัฐ, องค์การมหาชน, government",
    provincial_offices="จังหวัด, ศาลากลาง, ศาลากลางจังหวัด, ส่วนราชการจังหวัด",
    district_office="อำเภอ, ที่ทำการอำเภอ, ที่ทำการปกครองอำเภอ",
    municipality="เทศบาลนคร, เทศบาลเมือง, เทศบาลตำบล, ทน., ทม., ทต.",
    provincial_administration="อบจ., อบจ",
    subdistrict_administration="อบต., อบต",
    council="สภาคณาจารย์, สภานักศึกษา, สภามหาวิทยาลัย, สภาวิชาชีพ, board",
    association="สมาคมวิชาชีพ, สหพันธ์, society",
    club="ชุมนุม",
    company="บจก., บมจ., บริษัทจำกัด, บริษัทมหาชน, หจก., ห้างหุ้นส่วน, ห้างหุ้นส่วนจำกัด, เอกชน, ภาคเอกชน, ธนาคาร",
    embassy="สถานเอกอัครราชทูต, สถานกงสุล, consulate",
    international_organisation="องค์กรระหว่างประเทศ, international organization",
    cooperative="สหกรณ์ออมทรัพย์",
    other="อื่น, อื่น ๆ ระบุ, others",
)
ATTENDANCE_ROLE = _by_word(
    presiding="ประธานเปิด, ประธานพิธี, ประธานเปิดงาน",
    chair="ประธานกรรมการ, ประธานที่ประชุม, ประธานการประชุม, ประธานคณะกรรมการ, chairman, chairperson, chairwoman",
    vice_chair="รองประธานกรรมการ, รองประธานที่ประชุม, deputy chair, vice chairman",
    secretary="เลขา, เลขานุการที่ประชุม, กรรมการและเลขานุการ, เลขาฯ",
    assistant_secretary="ผู้ช่วยเลขา, ผู้ช่วยเลขานุการที่ประชุม, กรรมการและผู้ช่วยเลขานุการ, ผช.เลขานุการ",
    presenter="ผู้บรรยาย, ผู้รายงานวาระ",
    resource_person="ผู้ทรงคุณวุฒิบรรยาย, lecturer, guest speaker, resource speaker, วิทยากรรับเชิญ",
    organiser="ผู้จัดประชุม, ผู้จัดการประชุม, เจ้าภาพ, host, co-host, cohost, organizer",
    committee_member="อนุกรรมการ, คณะกรรมการ, กรรมการโดยตำแหน่ง, committee",
    adviser="ที่ปรึกษากรรมการ, advisor",
    member="สมาชิก, ผู้เข้าร่วม, ผู้เข้าร่วมประชุม, ผู้มาประชุม, องค์ประชุม, participant, attendee, guest",
    observer="ผู้สังเกตการณ์ประชุม, ผู้ร่วมสังเกตการณ์",
)
PRESENCE = _by_word(
    present="เข้าร่วม, เข้าร่วมประชุม, เข้าประชุม, มาประชุม, มาแล้ว, เข้า, ร่วม, ✓, ✔, ☑, /, √, yes, y, attended, ใช่",
    apology="ลาประชุม, ลากิจ, ลาป่วย, ลาพักผ่อน, ติดภารกิจ, ติดราชการ, ไปราชการ, ติดประชุม, แจ้งลา, excused, on leave",
    absent="ไม่เข้าร่วม, ไม่เข้าร่วมประชุม, ไม่มา, ไม่มาประชุม, ไม่เข้าประชุม, ขาดประชุม, x, ✗, ✘, ×, no, n, ไม่ใช่, ไม่เข้า",
    partial="มาสาย, เข้าสาย, กลับก่อน, บางช่วง, เข้าร่วมบางช่วง, late, left early",
)
MEETING_MODE = _by_word(
    online="ทางไกล, ผ่านระบบออนไลน์, ระบบออนไลน์, สื่ออิเล็กทรอนิกส์, ผ่านสื่ออิเล็กทรอนิกส์, zoom, google meet, teams, webex",
    onsite="ออนไซต์, ออนไซท์, ณ ที่ตั้ง, ในห้องประชุม, ห้องประชุม, in person, in-person",
    hybrid="ไฮบริด, แบบผสม, แบบผสมผสาน, ผสมผสาน, onsite และ online, ออนไซต์และออนไลน์",
)
PLACE_OF_ONE = {word: mode for word, mode in MEETING_MODE.items() if mode != "hybrid"}
EVENT_STATE = _by_word(
    planned="วางแผน, ตามแผน, ยังไม่จัด, รอดำเนินการ, กำหนดจัด, scheduled",
    held="ดำเนินการแล้ว, เสร็จสิ้น, แล้วเสร็จ, จัดเรียบร้อยแล้ว, done, completed, finished",
    cancelled="งด, งดจัด, ยกเลิกการจัด, canceled",
    postponed="เลื่อนออกไป, เลื่อนการจัด",
)
CAPACITY = _by_word(
    own_right="ผู้มีอำนาจ, ผู้มีอำนาจลงนาม, ในนามตนเอง, in person",
    acting="รักษาราชการแทน, รักษาการแทน, รักษาการในตำแหน่ง, ทำการแทน, รก., acting for",
    on_behalf="ปฏิบัติราชการแทน, ปฏิบัติงานแทน, ปฏิบัติหน้าที่แทน, ผู้รับมอบอำนาจ, รับมอบอำนาจ, ผู้แทน, attorney, proxy",
)
ACTING = _by_word(
    acting="รก., รักษาการตำแหน่ง",
    acting_for="รักษาการแทนตำแหน่ง, รกท.",
    acting_in_post="รก.ในตำแหน่ง",
    acting_official="รรท., รักษาราชการ",
    delegated="ปรท., ปฏิบัติหน้าที่แทน, ปฏิบัติราชการ",
)
MEMBERSHIP_ROLE = _by_word(
    chair="ประธานกรรมการ, ประธานคณะกรรมการ, ประธานเครือข่าย, นายก, นายกสมาคม, หัวหน้า, chairman, chairperson, president",
    vice_chair="รองประธานกรรมการ, อุปนายก, รองนายก, vice chairman, vice president",
    secretary="เลขา, เลขาธิการ, กรรมการและเลขานุการ, เลขาฯ",
    assistant_secretary="ผู้ช่วยเลขา, กรรมการและผู้ช่วยเลขานุการ, ผช.เลขานุการ",
    treasurer="กรรมการและเหรัญญิก, ผู้ช่วยเหรัญญิก",
    adviser="ที่ปรึกษากิตติมศักดิ์, advisor, กรรมการที่ปรึกษา",
    coordinator="ผู้ประสาน, ประสานงาน, กรรมการและผู้ประสานงาน, contact",
    committee_member="อนุกรรมการ, กรรมการกลาง, กรรมการโดยตำแหน่ง, committee, board member",
    member="สมาชิกสามัญ, สมาชิกเครือข่าย, ผู้เข้าร่วม, ผู้แทน, ตัวแทน, คณะทำงาน, participant",
    observer="ผู้ร่วมสังเกตการณ์",
)
ENROLMENT_ROLE = _by_word(
    trainee="ผู้เข้ารับการอบรม, ผู้เข้าร่วม, ผู้เข้าร่วมอบรม, ผู้รับการอบรม, ผู้เรียน, ผู้อบรม, participant, attendee, student",
    presiding="ประธาน, ประธานเปิด",
    guest="แขก, แขกรับเชิญ, ผู้มีเกียรติ",
    staff="เจ้าหน้าที่, คณะทำงาน, วิทยากร, ผู้ช่วยวิทยากร, organiser, organizer",
    observer="ผู้ร่วมสังเกตการณ์",
)
ENROLMENT_RESULT = _by_word(
    enrolled="สมัคร, สมัครแล้ว, ลงทะเบียนแล้ว, registered",
    completed="ผ่าน, จบ, สำเร็จ, ผ่านเกณฑ์, ได้รับวุฒิบัตร, ✓, ✔, /, passed, pass",
    failed="ไม่ผ่านเกณฑ์, ไม่ผ่านการอบรม, ตก, fail, not pass",
    withdrawn="ถอน, ยกเลิก, สละสิทธิ์, ขอถอนตัว",
    absent="ขาด, ขาดอบรม, ไม่เข้าร่วม, ไม่เข้าอบรม, x, ✗, no show",
)
PARTY_ROLE = _by_word(
    lead="หน่วยงานหลัก, แม่ข่าย, ฝ่ายที่ 1, ฝ่ายที่หนึ่ง, เจ้าภาพหลัก",
    party="ภาคีเครือข่าย, คู่สัญญา, คู่ความร่วมมือ, หน่วยงานร่วม, ฝ่ายที่ 2, ฝ่ายที่สอง, partner",
    observer="พยาน",
    funder="ผู้สนับสนุน, ผู้สนับสนุนทุน, แหล่งทุน, sponsor",
)
INVOLVEMENT_ROLE = _by_word(
    organiser="ผู้จัดงาน, ผู้รับผิดชอบ, organizer",
    host="เจ้าภาพหลัก, เจ้าของสถานที่",
    partner="หน่วยงานร่วม, ผู้ร่วม, เจ้าภาพร่วม, co-organiser",
    participant="ผู้เข้าร่วมกิจกรรม, สมาชิก, ผู้ร่วมงาน, attendee",
    speaker="ผู้บรรยาย, lecturer",
    donor="ผู้สนับสนุน, ผู้ให้, sponsor",
)
AGREEMENT_KIND = _by_word(
    mou="บันทึกความเข้าใจ (mou), บันทึกความร่วมมือ, บันทึกข้อตกลงความร่วมมือ, ความร่วมมือ, memorandum of understanding",
    moa="memorandum of agreement, ข้อตกลง, สัญญาความร่วมมือ, agreement",
    loi="letter of intent, หนังสือแสดงความจำนง",
    addendum="ภาคผนวก, แก้ไขเพิ่มเติม, บันทึกแก้ไขเพิ่มเติม, amendment, annex",
    contract=(
        "สัญญาจ้าง, สัญญาจ้างเหมา, สัญญาจ้างทำของ, สัญญาจ้างบริการ, สัญญาซื้อขาย, สัญญาเช่า, สัญญาซื้อ, จ้าง, ซื้อ, เช่า, ซื้อขาย, "
        "สัญญาทุน, สัญญารับทุน, สัญญาวิจัย, ใบสั่งจ้าง, ใบสั่งซื้อ, agreement of hire, purchase order"
    ),
)
RENEWAL = _by_word(
    none="ไม่ต่อ, ไม่มีการต่ออายุ, no renewal",
    express="ต่อได้, ต่ออายุได้, ทำหนังสือต่ออายุ, ต่อเมื่อมีหนังสือ, renewable",
    tacit="อัตโนมัติ, ต่ออายุอัตโนมัติ, ต่ออายุโดยอัตโนมัติ, auto, auto renew, automatic, automatic renewal, auto-renewal",
)
STEP_KIND = _by_word(
    proposed="เสนอ, เสนอขออนุมัติหลักการ, เสนอขอทำ mou, ขออนุมัติ, ริเริ่ม, propose, proposal",
    legal_review=(
        "ตรวจร่าง, ส่งตรวจร่าง, ส่งนิติกร, นิติกร, นิติกรตรวจ, นิติกรตรวจสอบ, นิติกรตรวจสอบร่าง, ตรวจสอบร่าง, ฝ่ายกฎหมาย, งานนิติการ, "
        "กองกฎหมาย, อยู่ระหว่างตรวจร่าง, legal, legal review, review, under review"
    ),
    sent="ส่ง, ส่งร่าง, ส่งร่างให้คู่ความร่วมมือ, ส่งให้คู่สัญญา, ส่งคู่ความร่วมมือ, ส่งให้พิจารณา, ส่งให้ลงนาม, ส่งลงนาม, send, sent to",
    returned="คืน, ได้รับคืน, รับคืน, ส่งกลับ, ตอบกลับ, ส่งคืนแก้ไข, ส่งกลับแก้ไข, return, sent back",
    revised="แก้ไข, ปรับแก้, ปรับแก้ร่าง, แก้ไขตามข้อสังเกต, revise, revision",
    submitted=(
        "เสนอที่ประชุม, เสนอที่ประชุมพิจารณา, เสนอคณะกรรมการ, เสนอกรรมการบริหาร, เสนอคณะกรรมการบริหาร, เสนออธิการบดี, เสนอสภา, "
        "เสนอผู้บริหาร, เสนออนุมัติ, submit, submitted"
    ),
    approved="เห็นชอบ, อนุมัติ, มีมติเห็นชอบ, มีมติอนุมัติ, ผ่านความเห็นชอบ, เห็นชอบแล้ว, อนุมัติแล้ว, approve, endorsed",
    ready="พร้อม, พร้อมลงนามแล้ว, เตรียมลงนาม, นัดลงนาม, รอพิธีลงนาม, ready, ready to sign",
)
